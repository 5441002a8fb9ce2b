"""What is drawn: the things around one, or all, with the facts between them as links in words.

Input: a Store and what is meant. Output: a Selection. When there are more things than may be drawn, the nearest come
first, among these the ones with most facts, then by IRI: the same question of the same store selects the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx
import pyoxigraph as ox

from kg import explain, network
from kg.decode import KINDS, text
from kg.derived import DEFAULT, LABEL
from kg.draw.wording import said
from kg.errors import QueryError
from kg.model import Kind
from kg.namespaces import ONTOLOGY
from kg.rdf import EVIDENCE
from kg.store import Store

MOST = 60  # things around one
MOST_OF_ALL = 300  # things of a whole graph
MOST_FACTS = 1000  # of one thing
OF_AWARD = {"conferredBy", "event", "category"}
UNIT = ox.NamedNode(ONTOLOGY + "unit")


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A thing to draw, so many steps from what was asked for; ``facts`` counts those drawn that name it."""

    iri: str
    label: str
    kind: Kind
    distance: int
    facts: int


@dataclass(frozen=True, kw_only=True)
class Link:
    """Facts of one class between two things, in words that are read from the first to the second."""

    start: str
    end: str
    kind: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Things and links; ``left_out`` things are linked too, but there was no room; ``alone`` have no links.

    Of ``busy`` things there are more facts than were looked at. ``depth`` is as far as it was worth to look.
    """

    title: str
    spots: tuple[Spot, ...]
    links: tuple[Link, ...]
    facts: int
    articles: int
    depth: int | None  # None: the whole graph
    most: int
    left_out: int
    alone: int = 0
    busy: int = 0


def around(store: Store, what: str, *, depth: int = 1, most: int = MOST) -> Selection:
    """The things that at most ``depth`` facts lead to. Raises QueryError where nothing has that name."""
    centres = [node.value for node in explain.entities(store, what) if _kind(store, node.value)]
    if not centres:
        raise QueryError(f"cannot draw {what!r}: the graph knows nothing by it; look for names with: kg query awards")
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(centres)
    distances = dict.fromkeys(centres, 0)
    busy: set[str] = set()
    steps = 0
    while steps < depth and len(graph) < most:  # what lies further out would not be drawn
        steps += 1
        busy.update(iri for iri in sorted(graph) if distances[iri] == steps - 1 and not _add_facts(graph, store, iri))
        distances.update((iri, steps) for iri in graph if iri not in distances)
    kept = set(_ranked(graph, distances)[:most])
    busy.update(iri for iri in sorted(kept) if distances[iri] == steps and not _add_facts(graph, store, iri, kept))
    title = text(next(store.engine.quads_for_pattern(ox.NamedNode(centres[0]), LABEL, None, store.derived)).object)
    return _selection(store, graph, distances, title=title, depth=steps, most=most, busy=len(busy & kept))


def everything(store: Store, *, most: int = MOST_OF_ALL) -> Selection:
    """All things that a fact links to another."""
    graph = network.to_networkx(store)
    graph.remove_nodes_from([iri for iri in graph if not _kind(store, iri)])
    alone = [iri for iri in graph if not graph.degree(iri)]
    graph.remove_nodes_from(alone)
    if not graph:
        raise QueryError("cannot draw the graph: it has no facts that link two things; build some articles first")
    distances = dict.fromkeys(graph, 0)
    return _selection(
        store,
        graph,
        distances,
        title="The whole graph" if len(graph) <= most else "The graph",
        depth=None,
        most=most,
        alone=len(alone),
    )


def _add_facts(graph: nx.MultiDiGraph[str], store: Store, iri: str, within: set[str] | None = None) -> bool:
    """Put the facts that name a thing into the graph; ``within`` keeps those between things of it.

    False where there are more than ``MOST_FACTS``: the rest was not looked at.
    """
    facts = {quad.subject for quad in store.engine.quads_for_pattern(None, None, ox.NamedNode(iri), DEFAULT)}
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for fact in sorted(facts, key=str)[:MOST_FACTS]:
        for quad in store.engine.quads_for_pattern(fact, EVIDENCE, None, DEFAULT):
            network.add_fact(found, store, quad)
    for start, end, key, data in found.edges(keys=True, data=True):
        if within is None or {start, end} <= within:
            graph.add_edge(start, end, key, **data)
    return len(facts) <= MOST_FACTS


def _selection(
    store: Store,
    graph: nx.MultiDiGraph[str],
    distances: dict[str, int],
    *,
    title: str,
    depth: int | None,
    most: int,
    alone: int = 0,
    busy: int = 0,
) -> Selection:
    ranked = _ranked(graph, distances)
    kept = _by_award(graph.subgraph(ranked[:most]))
    linked = [iri for iri in ranked[:most] if kept.degree(iri) or (depth and not distances[iri])]
    facts = {data["fact"]: data["article"] for *_, data in kept.edges(data=True)}
    return Selection(
        title=title,
        spots=tuple(_spot(store, iri, distances[iri], _facts_of(kept, iri)) for iri in linked),
        links=tuple(_links(store, kept.edges(data=True))),
        facts=len(facts),
        articles=len(set(facts.values())),
        depth=depth,
        most=most,
        left_out=len(ranked) - len(linked),
        alone=alone,
        busy=busy,
    )


def _ranked(graph: nx.MultiDiGraph[str], distances: dict[str, int]) -> list[str]:
    return sorted(graph, key=lambda iri: (distances[iri], -graph.degree(iri), iri))


def _facts_of(graph: nx.MultiDiGraph[str], iri: str) -> int:
    return len({data["fact"] for edges in (graph.in_edges, graph.out_edges) for *_, data in edges(iri, data=True)})


def _by_award(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The graph where who gives an award, and where, is linked to the award and not to each recipient."""
    awards = {data["fact"]: end for _, end, data in graph.edges(data=True) if data["relation"] == "award"}
    changed: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    changed.add_nodes_from(graph)
    for start, end, key, data in graph.edges(keys=True, data=True):
        if data["relation"] not in OF_AWARD or data["kind"] != "AwardConferral":
            changed.add_edge(start, end, key, **data)
        elif data["fact"] in awards:
            changed.add_edge(awards[data["fact"]], end, key, **data)
    return changed


def _spot(store: Store, iri: str, distance: int, facts: int) -> Spot:
    label = next(store.engine.quads_for_pattern(ox.NamedNode(iri), LABEL, None, store.derived), None)
    kind = _kind(store, iri)
    assert kind
    return Spot(
        iri=iri,
        label=text(label.object) if label else iri.rsplit("/", 1)[-1],
        kind=kind,
        distance=distance,
        facts=facts,
    )


def _links(store: Store, edges: Iterable[tuple[str, str, dict[str, str]]]) -> list[Link]:
    """One link for all that one class of facts says of two things by one property."""
    told: dict[tuple[str, str, str, str], list[dict[str, str]]] = {}
    for start, end, data in sorted(edges, key=lambda edge: (edge[0], edge[1], edge[2]["fact"], edge[2]["relation"])):
        told.setdefault((start, end, data["kind"], data["relation"]), []).append(data | {"unit": _unit(store, data)})
    merged: dict[tuple[str, str, str], list[str]] = {}
    for (start, end, kind, _), facts in told.items():
        merged.setdefault((start, end, kind), []).append(said(facts))
    return [
        Link(start=start, end=end, kind=kind, words="; ".join(words))
        for (start, end, kind), words in sorted(merged.items())
    ]


def _unit(store: Store, data: dict[str, str]) -> str:
    if data["kind"] != "Observation":
        return ""
    unit = next(store.engine.quads_for_pattern(ox.NamedNode(data["fact"]), UNIT, None, DEFAULT), None)
    name = unit and next(store.engine.quads_for_pattern(unit.object, LABEL, None, store.derived), None)  # type: ignore[arg-type]  # a node
    return text(name.object) if name else ""


def _kind(store: Store, iri: str) -> Kind | None:
    """The kind of a thing, by its IRI; None for a unit and for what is no thing."""
    return KINDS.get(iri.removeprefix(f"{store.names.base}id/").partition("/")[0])
