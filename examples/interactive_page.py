"""The graph as one HTML file that needs no network: search, filter by kind, click a thing to read its facts and quotes.

    python examples/interactive_page.py --store build/demo --output build/examples

Input: a store. Output: graph.html, which opens from a disk or a mail. The libraries (sigma and graphology, MIT) and the
data stand in the file, and its policy forbids it to fetch anything.
"""

from __future__ import annotations

import argparse
import json
from importlib import resources
from pathlib import Path
from string import Template

import networkx as nx

import kg

IN_ROW = 6  # parts below the largest
COLOURS = {
    "City": "#0f6f8c", "Place": "#6d7f8b", "Person": "#a94c29", "Organization": "#6a58a0", "Award": "#b07d05",
    "AwardCategory": "#8d7437", "Event": "#2a774b", "EventSeries": "#5f9140", "Metric": "#a23e72", "Thing": "#7d6e60",
}  # fmt: skip
NAMES = {
    "City": "cities", "Place": "countries and regions", "Person": "people", "Organization": "organizations",
    "Award": "awards", "AwardCategory": "award categories", "Event": "events", "EventSeries": "series of events",
    "Metric": "figures", "Thing": "other things",
}  # fmt: skip
RELATIONS = {
    "award": "award", "category": "category", "event": "event", "conferredBy": "given by", "city": "city",
    "organizer": "organized by", "of": "post:", "metric": "figure:", "place": "country or region", "series": "series",
}  # fmt: skip
PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>The graph</title>
<style>
* { box-sizing: border-box }
body { margin: 0; height: 100vh; display: grid; grid-template: auto 1fr / 1fr 22rem; color: #1d2226; background: #fff;
  font: 16px/1.45 "Source Sans 3", system-ui, "Noto Sans", sans-serif }
header { grid-column: 1 / 3; display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; align-items: center;
  padding: .7rem 1.2rem; border-bottom: 1px solid #dcd8cd }
h1 { font-size: 1.35rem; margin: 0 }
input[type=search] { font: inherit; padding: .3rem .6rem; border: 1px solid #5b6266; border-radius: 4px; width: 15rem }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1rem }
label { display: inline-flex; gap: .35rem; align-items: center }
.dot { width: .75em; height: .75em; border-radius: 50% }
#stage { min-height: 0; position: relative }
aside { border-left: 1px solid #dcd8cd; padding: 1rem 1.2rem; overflow-y: auto }
h2 { font-size: 1.2rem; margin: 0 } .soft { color: #5b6266; margin: 0 0 .6rem }
li { padding: .6rem 0; border-top: 1px solid #dcd8cd } ul { list-style: none; margin: 0; padding: 0 }
q { display: block; color: #5b6266; margin-top: .2rem } button { font: inherit; border: 0; background: none; padding: 0;
  color: #0d5c75; text-decoration: underline; cursor: pointer; text-align: left }
:focus-visible { outline: 3px solid #b07d05; outline-offset: 2px }
@media (max-width: 50rem) { body { grid-template: auto 60vh auto / 1fr } header { grid-column: 1 } aside { border: 0 } }
</style>
</head>
<body>
<header><h1>The graph</h1><label>Find <input type="search" list="names"></label><datalist id="names"></datalist>
<fieldset aria-label="Kinds shown"></fieldset></header>
<main id="stage" aria-label="The graph as a picture; the same things are listed by Find"></main>
<aside aria-live="polite"></aside>
<script type="application/json" id="data">$data</script>
<script>$graphology</script>
<script>$sigma</script>
<script>
"use strict";
const told = JSON.parse(document.getElementById("data").textContent);
const graph = new graphology.MultiDirectedGraph();
for (const node of told.nodes) graph.addNode(node.id, node);
for (const edge of told.edges) graph.addDirectedEdge(edge.from, edge.to, { ...edge, color: "#dcd8cd", size: 1 });
const hidden = new Set();
let chosen = null;

const make = (tag, attributes = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children);
  return element;
};
const near = (node) => chosen === null || node === chosen || graph.areNeighbors(node, chosen);
const renderer = new Sigma(graph, document.getElementById("stage"), {
  labelFont: getComputedStyle(document.body).fontFamily, labelSize: 14, labelDensity: 0.8, labelGridCellSize: 110,
  labelRenderedSizeThreshold: 4, labelColor: { color: "#1d2226" }, zIndex: true,
  nodeReducer: (node, data) => ({
    ...data, hidden: hidden.has(data.kind), highlighted: node === chosen, zIndex: near(node) ? 1 : 0,
    color: near(node) ? data.color : "#eeebe2", label: near(node) ? data.label : "",
  }),
  edgeReducer: (edge, data) => {
    const mine = chosen !== null && graph.hasExtremity(edge, chosen);
    return { ...data, color: mine ? "#8c9296" : "#dcd8cd", hidden: chosen !== null && !mine, zIndex: mine ? 1 : 0 };
  },
});

function show(nodes) {
  const places = nodes.map((node) => renderer.getNodeDisplayData(node));
  const [xs, ys] = ["x", "y"].map((axis) => places.map((place) => place[axis]));
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  renderer.getCamera().animate({
    x: (left + right) / 2, y: (low + high) / 2,
    ratio: Math.min(1, Math.max(0.12, (right - left) * 1.5, (high - low) * 1.5)),
  }, { duration: 300 });
}

function choose(node) {
  chosen = node;
  renderer.refresh();
  if (node !== null) show([node, ...graph.neighbors(node)]);
  const panel = document.querySelector("aside");
  if (node === null) {
    const told = `$${graph.order} things. Its facts stand here then, each with the words that it was read from.`;
    panel.replaceChildren(
      make("h2", { textContent: "Click a thing" }), make("p", { className: "soft", textContent: told }));
    return;
  }
  const facts = new Map();
  graph.forEachEdge(node, (edge, data, from, to) => {
    const fact = facts.get(data.fact) ?? { ...data, others: [] };
    fact.others.push([data.relation, from === node ? to : from]);
    facts.set(data.fact, fact);
  });
  const { label, kind } = graph.getNodeAttributes(node);
  const link = (other) => make("button", {
    type: "button", textContent: graph.getNodeAttribute(other, "label"), onclick: () => choose(other),
  });
  panel.replaceChildren(
    make("h2", { textContent: label }),
    make("p", { className: "soft", textContent: `$${told.names[kind]}: $${facts.size} facts` }),
    make("ul", {}, ...[...facts.values()].map((fact) => make("li", {},
      ...fact.others.flatMap(([relation, other]) => [`$${told.relations[relation] ?? relation} `, link(other), " "]),
      make("q", { textContent: fact.quote }), make("small", { className: "soft", textContent: fact.article })))),
  );
}

renderer.on("clickNode", ({ node }) => choose(node));
renderer.on("clickStage", () => choose(null));
const names = new Map(told.nodes.map((node) => [node.label, node.id]));
document.getElementById("names").append(...[...names.keys()].sort().map((value) => make("option", { value })));
document.querySelector("[type=search]").addEventListener("change", (event) =>
  choose(names.get(event.target.value) ?? null));
for (const kind of new Set(told.nodes.map((node) => node.kind))) {
  const box = make("input", { type: "checkbox", checked: true, onchange: () => {
    box.checked ? hidden.delete(kind) : hidden.add(kind);
    renderer.refresh();
  } });
  const dot = make("span", { className: "dot" });
  dot.style.background = told.nodes.find((node) => node.kind === kind).color;
  document.querySelector("fieldset").append(make("label", {}, box, dot, told.names[kind]));
}
choose(null);
document.body.dataset.ready = "yes";
</script>
</body>
</html>
""")


def placed(network: nx.MultiDiGraph) -> dict[str, tuple[float, float]]:
    """A place for each thing, by Kamada and Kawai; the parts that hang together stand in rows below the largest."""
    simple = nx.Graph(network)
    parts = sorted(nx.connected_components(simple), key=lambda part: (-len(part), min(part)))
    places = {}
    for number, part in enumerate(parts):
        found = nx.kamada_kawai_layout(simple.subgraph(sorted(part)))
        row, column = divmod(number - 1, IN_ROW)
        middle = (0.0, 0.0) if number == 0 else (-1.8 + 3.6 * (column + 0.5) / IN_ROW, -1.2 - 0.25 * row)
        scale = 1.0 if number == 0 else 0.1
        places |= {
            node: (round(middle[0] + scale * float(x) * 1.8, 3), round(middle[1] + scale * float(y), 3))
            for node, (x, y) in found.items()
        }
    return places


def data(network: nx.MultiDiGraph) -> str:
    """Things and facts as JSON that may stand inside HTML."""
    places, labels = placed(network), nx.get_node_attributes(network, "label")
    nodes = [
        {
            "id": node, "label": labels[node], "kind": kind, "color": COLOURS[kind], "x": places[node][0],
            "y": places[node][1], "size": round(3 + network.degree(node) ** 0.5 * 1.6, 1),
        }
        for node, kind in network.nodes(data="kind")
    ]  # fmt: skip
    edges = [
        {"from": one, "to": other, **{name: facts[name] for name in ("fact", "relation", "quote", "article")}}
        for one, other, facts in network.edges(data=True)
    ]
    told = {"nodes": nodes, "edges": edges, "names": NAMES, "relations": RELATIONS}
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")


def main() -> None:
    parser = argparse.ArgumentParser(description="The graph as one HTML file without a network.")
    parser.add_argument("--store", type=Path, default=Path("build/demo"))
    parser.add_argument("--output", type=Path, default=Path("build/examples"))
    options = parser.parse_args()

    network = kg.to_networkx(options.store)
    network.remove_nodes_from([node for node in network if not network.degree(node)])
    libraries = resources.files("kg.web.static.vendor")
    page = PAGE.substitute(
        data=data(network),
        graphology=(libraries / "graphology.umd.min.js").read_text(encoding="utf-8"),
        sigma=(libraries / "sigma.min.js").read_text(encoding="utf-8"),
    )
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "graph.html").write_text(page, encoding="utf-8")
    print(f"wrote {options.output / 'graph.html'} ({len(network)} things, {len(page.encode()):,} bytes)")


if __name__ == "__main__":
    main()
