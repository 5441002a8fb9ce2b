"""What stands around a thing, as a graph with a place for each node.

Input: a Store, a thing, and what was opened before it. Output: nodes with positions, and edges, for the explorer;
or, of the same claims that a page shows, a small drawing. The same question gives the same positions.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx
import pyoxigraph as ox

from kg import network
from kg.decode import KINDS
from kg.derived import DEFAULT
from kg.model import Kind
from kg.rdf import EVIDENCE
from kg.store import Store
from kg.web.pages.reading import Claim, Reader

MOST_NODES = 2000  # that the explorer draws
MOST_OPENED = 60  # things in one question
NEAREST = 120  # neighbours of one thing that are shown; those with most facts
_FACTS = 500  # facts of one thing that are looked at
_SEED = 7
_ROOM = 34.0  # distance between neighbours, in units of the drawing

Position = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Neighbourhood:
    """The graph around some things: ``left_out`` are neighbours of theirs for which there was no room."""

    graph: nx.MultiDiGraph[str]
    positions: dict[str, Position]
    left_out: int


def opened(store: Store, before: Neighbourhood | None, node: ox.NamedNode) -> Neighbourhood:
    """The graph with what stands around one more thing; what stood there before keeps its place.

    ``before`` is None for the first thing. No more is added when there are ``MOST_NODES``.
    """
    reader = Reader(store)
    graph: nx.MultiDiGraph[str] = before.graph.copy() if before else nx.MultiDiGraph()
    positions = dict(before.positions) if before else {}
    left_out = before.left_out if before else 0
    if graph.number_of_nodes() < MOST_NODES:
        near, missing = _near(reader, node, set(graph))
        left_out += missing
        for one, other, key, data in near.edges(keys=True, data=True):
            graph.add_edge(one, other, key, **data)
        graph.add_node(node.value)
        positions.update(_placed(graph, positions, node.value, set(near)))
        for name in near:
            graph.nodes[name].update(label=reader.label(ox.NamedNode(name)), kind=kind_of(store, name))
    return Neighbourhood(graph=graph, positions=positions, left_out=left_out)


def kind_of(store: Store, iri: str) -> str:
    """The kind of a thing, from its IRI; empty for what is none."""
    path = iri.removeprefix(f"{store.names.base}id/").partition("/")[0]
    return KINDS[path].value if path in KINDS else ""


def _near(reader: Reader, node: ox.NamedNode, known: set[str]) -> tuple[nx.MultiDiGraph[str], int]:
    """The facts that name a thing as edges, its neighbours being few enough; how many were left out."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for outline in reader.facts_about(node)[:_FACTS]:
        for quad in reader.store.engine.quads_for_pattern(outline.node, EVIDENCE, None, DEFAULT):
            network.add_fact(graph, reader.store, quad)
    weights = {name: graph.degree(name) for name in graph if name != node.value}
    ranked = sorted(weights, key=lambda name: (-weights[name], name))[:NEAREST]
    room = MOST_NODES - len(known | {node.value})
    new = [name for name in ranked if name not in known][:room]
    kept = [name for name in ranked if name in known] + new
    return graph.subgraph([node.value, *kept]).copy(), len(weights) - len(kept)


def _placed(
    graph: nx.MultiDiGraph[str], known: dict[str, Position], centre: str, near: set[str]
) -> dict[str, Position]:
    """Places for a thing and its neighbours: those that have one keep it, the new ones spread on the free side."""
    middle = known.get(centre, (0.0, 0.0))
    new = sorted(near - known.keys() - {centre})
    outward = math.atan2(middle[1], middle[0]) if known else 0.0
    spread = math.tau if not known else math.pi * 1.2
    radius = _ROOM * max(2.0, math.sqrt(len(new)) * (1.0 if known else 0.8))
    start = {centre: middle}
    for at, name in enumerate(new):
        angle = outward + spread * ((at + 0.5) / len(new) - 0.5)
        start[name] = (middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle))
    fixed = {name: known[name] for name in near if name in known} | {centre: middle}
    together = nx.Graph(graph.subgraph(start | fixed))
    if len(together) > 2 and new:
        found = nx.spring_layout(
            together, pos=start | fixed, fixed=list(fixed), k=_ROOM * 1.6, iterations=60, seed=_SEED, method="force"
        )
        start.update({name: (float(found[name][0]), float(found[name][1])) for name in new})
    return {name: (round(x, 2), round(y, 2)) for name, (x, y) in start.items()}


# -- the drawing on a page -----------------------------------------------------------------------

WIDTH, HEIGHT = 760, 420
_DRAWN = 26  # neighbours
_LETTER, _LINE = 6.4, 15.0
_LONGEST = 24  # letters of a label


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A node of the drawing; the label is empty where there is no room for it."""

    iri: str
    name: str
    kind: Kind
    x: float
    y: float
    radius: float
    label: str
    anchor: str  # start, middle or end, as in SVG
    label_x: float
    label_y: float


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A thing among its neighbours: spots, and the lines between them."""

    spots: tuple[Spot, ...]
    lines: tuple[tuple[float, float, float, float], ...]
    neighbours: int
    width: int
    height: int


def drawing(claims: Iterable[Claim], centre: str) -> Drawing | None:
    """The things that claims name, around one of them; None where they name no other."""
    links: Counter[tuple[str, str]] = Counter()
    named: dict[str, tuple[str, Kind]] = {}
    weights: Counter[str] = Counter()
    for claim in claims:
        things = [part for part in claim.parts if part.iri and part.kind]
        named.update({part.iri: (part.text, part.kind) for part in things if part.kind})
        iris = sorted({part.iri for part in things})
        weights.update(iris)
        links.update((one, other) for at, one in enumerate(iris) for other in iris[at + 1 :])
    others = sorted((iri for iri in named if iri != centre), key=lambda iri: (-weights[iri], iri))
    kept = {centre, *others[:_DRAWN]}
    if len(kept) < 2 or centre not in named:
        return None
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(kept))
    graph.add_edges_from(sorted(pair for pair in links if kept.issuperset(pair)))
    found = nx.spring_layout(graph, k=2.2 / math.sqrt(len(graph)), iterations=60, seed=_SEED, method="force")
    height = min(HEIGHT, 150 + 22 * len(kept))
    width = min(WIDTH, 160 + 120 * len(kept))
    places = _stretched({name: (float(xy[0]), float(xy[1])) for name, xy in found.items()}, width, height)
    order = [centre, *others[:_DRAWN]]
    return Drawing(
        spots=tuple(_spots(order, places, named, weights, (width, height))),
        lines=tuple((*places[one], *places[other]) for one, other in sorted(graph.edges)),
        neighbours=len(others),
        width=width,
        height=height,
    )


def _stretched(found: dict[str, Position], width: int, height: int) -> dict[str, Position]:
    """The positions spread over the drawing, with a margin for labels."""
    xs, ys = [x for x, _ in found.values()], [y for _, y in found.values()]

    def onto(value: float, values: list[float], least: float, most: float) -> float:
        low, high = min(values), max(values)
        return round(least + (value - low) / (high - low) * (most - least), 1) if high > low else (least + most) / 2

    return {
        name: (onto(x, xs, 110, width - 110), onto(y, ys, 24, height - 34)) for name, (x, y) in sorted(found.items())
    }


def _spots(
    order: list[str],
    places: dict[str, Position],
    named: dict[str, tuple[str, Kind]],
    weights: Counter[str],
    size: tuple[int, int],
) -> Iterable[Spot]:
    radii = {name: 11.0 if name == order[0] else min(4 + math.sqrt(weights[name]), 9.0) for name in order}
    boxes = [(x - radii[n], y - radii[n], x + radii[n], y + radii[n]) for n, (x, y) in places.items()]
    for name in order:
        (x, y), radius = places[name], radii[name]
        text, kind = named[name]
        short = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
        width = len(short) * _LETTER
        choices = (
            ("middle", x, y + radius + 12, x - width / 2),
            ("start", x + radius + 4, y + 4, x + radius + 4),
            ("end", x - radius - 4, y + 4, x - radius - 4 - width),
            ("middle", x, y - radius - 5, x - width / 2),
        )
        chosen = next(
            (one for one in choices if _free((one[3], one[2] - 11, one[3] + width, one[2] + 3), boxes, size)), None
        )
        if chosen:
            boxes.append((chosen[3], chosen[2] - 11, chosen[3] + width, chosen[2] + 3))
        anchor, label_x, label_y, _ = chosen or choices[0]
        yield Spot(
            iri=name, name=text, kind=kind, x=x, y=y, radius=round(radius, 1), label=short if chosen else "",
            anchor=anchor, label_x=round(label_x, 1), label_y=round(label_y, 1),
        )  # fmt: skip


def _free(
    box: tuple[float, float, float, float], boxes: list[tuple[float, float, float, float]], size: tuple[int, int]
) -> bool:
    inside = box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]
    return inside and not any(box[0] < x2 and x1 < box[2] and box[1] < y2 and y1 < box[3] for x1, y1, x2, y2 in boxes)
