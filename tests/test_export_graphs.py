"""GraphML, GEXF, Cytoscape and node-link JSON: node by node and edge by edge what the graph of networkx holds."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, parse

import igraph
import networkx as nx
import pytest
from conftest import ROOT

import kg
from kg import export
from kg.export.gexf import COLOURS, period
from kg.model import Kind
from kg.namespaces import kebab

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
SUFFIX = {form: suffix for suffix, form in export.SUFFIXES_OF_VIEWS.items()}
READ_AS: dict[str, Callable[[str], object]] = {
    "string": str,
    "int": int,
    "integer": int,
    "double": float,
    "boolean": lambda text: text == "true",
}
Data = dict[Any, dict[str, Any]]


@pytest.fixture(scope="module")
def graph(sample_store: Path) -> nx.MultiDiGraph[str]:
    return kg.to_networkx(sample_store)


@pytest.fixture(scope="module")
def files(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("graphs")
    with kg.open(sample_store) as opened:
        for form in ("graphml", "gexf", "cytoscape", "nodelink"):
            export.save(opened.store, form, folder / f"sample{SUFFIX[form]}")
    return {form: folder / f"sample{SUFFIX[form]}" for form in SUFFIX}


def told(graph: Any, without: Collection[str] = ()) -> tuple[Data, Data]:
    """Nodes and edges of a graph of networkx, each with what it says."""

    def kept(data: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in data.items() if name not in without}

    nodes = {node: kept(data) for node, data in graph.nodes(data=True)}
    return nodes, {(start, end, key): kept(data) for start, end, key, data in graph.edges(keys=True, data=True)}


def test_node_link_is_the_graph_again(files: dict[str, Path], graph: nx.MultiDiGraph[str]) -> None:
    found = nx.node_link_graph(json.loads(files["nodelink"].read_bytes()), edges="edges")
    assert told(graph) == told(found)


def test_cytoscape_is_the_graph_again(files: dict[str, Path], graph: nx.MultiDiGraph[str]) -> None:
    found = nx.cytoscape_graph(json.loads(files["cytoscape"].read_bytes()))
    nodes, edges = told(graph)
    kept, links = told(found, without={"id", "name", "interaction", "source", "target", "key"})
    assert nodes == {name: {k: v for k, v in data.items() if k != "value"} for name, data in kept.items()}
    assert edges == links


def test_cytoscape_js_finds_what_it_asks_for(files: dict[str, Path]) -> None:
    elements = json.loads(files["cytoscape"].read_bytes())["elements"]
    nodes = {item["data"]["id"] for item in elements["nodes"]}
    assert len(nodes) == len(elements["nodes"])
    assert all({item["data"]["source"], item["data"]["target"]} <= nodes for item in elements["edges"])
    assert len({item["data"]["id"] for item in elements["edges"]} | nodes) == len(nodes) + len(elements["edges"])


def test_networkx_reads_graphml(files: dict[str, Path], graph: nx.MultiDiGraph[str]) -> None:
    found = nx.read_graphml(files["graphml"], force_multigraph=True)
    assert told(graph) == told(found, without={"id"})


def test_igraph_reads_graphml(files: dict[str, Path], graph: nx.MultiDiGraph[str]) -> None:
    """igraph 1.0 gives edges the identifiers of nodes, so an edge is known by its fact and relation."""
    found = igraph.Graph.Read_GraphML(str(files["graphml"]))
    assert {name: data["label"] for name, data in told(graph)[0].items()} == dict(
        zip(found.vs["id"], found.vs["label"], strict=True)
    )
    names = found.vs["id"]
    edges = {(names[e.source], names[e.target], f"{e['fact']}#{e['relation']}", e["quote"]) for e in found.es}
    assert {
        (start, end, key.partition("-")[0], data["quote"]) for (start, end, key), data in told(graph)[1].items()
    } == edges


def test_graphml_declares_what_it_uses(files: dict[str, Path], graph: nx.MultiDiGraph[str]) -> None:
    """Read by an XML parser alone: each datum has a key of its kind of element, and a value of the key's type."""
    root = parse(files["graphml"]).getroot()
    keys = {key.get("id"): key for key in root.iter(f"{GRAPHML}key")}
    for owner in ("node", "edge"):
        for element in root.iter(GRAPHML + owner):
            for data in element:
                key = keys[data.get("key")]
                assert owner == key.get("for")
                READ_AS[key.get("attr.type", "")](data.text or "")
    ids = [node.get("id") for node in root.iter(f"{GRAPHML}node")]
    assert len(ids) == len(set(ids))
    assert set(graph) == set(ids)
    ends = {edge.get(end) for edge in root.iter(f"{GRAPHML}edge") for end in ("source", "target")}
    assert ends <= set(ids)


def test_networkx_reads_gexf(files: dict[str, Path], graph: nx.MultiDiGraph[str]) -> None:
    found = nx.read_gexf(files["gexf"], version="1.3")
    nodes, edges = told(graph)
    kept, links = told(found, without={"viz", "spells", "id"})
    assert nodes == kept
    assert {edge: {**data, "label": data["relation"]} for edge, data in edges.items()} == links


def test_labels_of_gexf_are_those_of_the_graph(files: dict[str, Path], graph: nx.MultiDiGraph[str]) -> None:
    labels = {node.get("id"): node.get("label") for node in parse(files["gexf"]).iter(f"{GEXF}node")}
    assert {name: data["label"] for name, data in told(graph)[0].items()} == labels


def test_gexf_has_the_time_of_each_fact(files: dict[str, Path], graph: nx.MultiDiGraph[str]) -> None:
    root = parse(files["gexf"]).getroot()
    assert root[1].get("timeformat") == "date"
    spells = {edge.get("id"): edge.find(f"{GEXF}spells/{GEXF}spell") for edge in root.iter(f"{GEXF}edge")}
    assert {data["key"] for data in _edges(graph)} == set(spells)
    for data in _edges(graph):
        spell = spells[data["key"]]
        days = [datetime.date.fromisoformat(day) for day in ([] if spell is None else spell.attrib.values())]
        assert days == sorted(days)
        if data["kind"] == "AwardConferral" and "year" in data:
            assert {day.year for day in days} == {data["year"]}
        if data["kind"] == "Location":
            assert spell is None
    assert sum(1 for spell in spells.values() if spell is not None) > 100


def _edges(graph: nx.MultiDiGraph[str]) -> list[dict[str, Any]]:
    return [{**data, "key": key} for _, _, key, data in graph.edges(keys=True, data=True)]


def test_kinds_are_coloured_in_gexf(files: dict[str, Path]) -> None:
    colours: dict[str, set[str]] = {}
    for node in parse(files["gexf"]).iter(f"{GEXF}node"):
        kind = next(value.get("value", "") for value in node.iter(f"{GEXF}attvalue"))
        colours.setdefault(kind, set()).add(_hex(node))
    assert len(colours) > 5
    assert {kind: {COLOURS[Kind(kind)]} for kind in colours} == colours


def _hex(node: Element) -> str:
    colour = node.find(f"{VIZ}color")
    assert colour is not None
    return bytes(int(colour.get(part, "")) for part in "rgb").hex()


def test_colours_are_those_of_the_pages() -> None:
    style = (ROOT / "kg" / "web" / "static" / "style.css").read_text(encoding="utf-8")
    for kind, colour in COLOURS.items():
        assert f"#{colour}" == next(iter(re.findall(rf"--{kebab(kind.value)}: (#[0-9a-f]+);", style)))


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("AwardConferral", {"year": 2024}, ("2024-01-01", "2024-12-31")),
        ("AwardConferral", {}, None),
        ("Hosting", {"startDate": "2019-05-03", "endDate": "2019-05-05", "year": 2019}, ("2019-05-03", "2019-05-05")),
        ("Hosting", {"startDate": "2019-05-03"}, ("2019-05-03", "2019-05-03")),
        ("Hosting", {"startDate": "2019-05-03", "endDate": "2019-05-01"}, None),
        ("Tenure", {"startDate": "2020-02"}, ("2020-02-01", None)),
        ("Tenure", {"endDate": "2020"}, (None, "2020-12-31")),
        ("Recurrence", {"since": 2011}, ("2011-01-01", None)),
        ("Observation", {"asOf": "2019-02"}, ("2019-02-01", "2019-02-28")),
        ("Observation", {"asOf": "2019-05-01/2021-05-03"}, ("2019-05-01", "2021-05-03")),
        ("Observation", {"asOf": "last year"}, None),
        ("Observation", {"asOf": "2019-13"}, None),
        ("Hosting", {"year": 33}, ("0033-01-01", "0033-12-31")),
    ],
)
def test_time_of_a_fact(kind: str, values: dict[str, kg.network.Value], expected: object) -> None:
    assert expected == period(kind, values)


def test_edges_are_told_apart_by_their_keys(graph: nx.MultiDiGraph[str]) -> None:
    keys = [key for *_, key in graph.edges(keys=True)]
    assert len(set(keys)) == len(keys)


def test_figures_keep_number_and_unit(sample: kg.KnowledgeGraph) -> None:
    edges = {data["fact"]: data for *_, data in sample.to_networkx().edges(data=True) if data["kind"] == "Observation"}
    rows = {row["fact"]: row for row in sample.table("metrics")}
    assert {fact: float(rows[fact]["value"]) for fact in edges} == {f: data["value"] for f, data in edges.items()}
    assert {fact: rows[fact]["unit"] for fact in edges} == {f: data.get("unit", "") for f, data in edges.items()}
