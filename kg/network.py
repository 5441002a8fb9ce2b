"""From a store to a graph of things: entities are nodes, facts are edges with their quotes.

Input: a Store. Output: nodes and edges, one after the other in a fixed order, and a networkx MultiDiGraph of them. A
fact that names more than two entities gives an edge from its subject (recipient, event, series, person, about, city)
to each of the others; one that names a single entity gives none. ``kg.export`` writes the same nodes and edges.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal

import networkx as nx
import pyoxigraph as ox

from kg.decode import KINDS, text
from kg.derived import DEFAULT, LABEL
from kg.model import Entity, Fact, Year
from kg.namespaces import OA, ONTOLOGY, term
from kg.order import ordered
from kg.rdf import EVIDENCE, NAME, TYPE
from kg.store import SOURCE, Store

SUBJECTS = ("recipient", "event", "series", "person", "about", "city")  # of which a fact speaks: the first it has
Value = str | int | float | bool


def _value_types() -> dict[str, type[Value]]:
    """The plain fields of all kinds of fact, by their names in the ontology: a number, a truth value, or text."""
    found: dict[str, type[Value]] = {}
    for fact in Fact.__subclasses__():
        hints = typing.get_type_hints(fact, include_extras=True)
        for slot in fields(fact):
            parts = {hints[slot.name], *typing.get_args(hints[slot.name])}
            if slot.name == "evidence" or Entity in parts:
                continue
            name = term(slot.name).removeprefix(ONTOLOGY)
            found[name] = bool if bool in parts else int if parts & {int, Year} else float if Decimal in parts else str
    return dict(sorted(found.items()))


VALUES = _value_types()


@dataclass(frozen=True, kw_only=True)
class Node:
    """A thing: its IRI, the name to show, and its kind in the ontology."""

    iri: str
    label: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Edge:
    """One link that a fact makes; ``key`` tells it from all other edges."""

    key: str  # IRI of the fact, "#", the relation; "-2" and so on for further things in the same relation
    start: str  # IRI of a node
    end: str
    relation: str  # the property of the fact that leads to the end
    fact: str
    kind: str  # class of the fact
    quote: str
    article: str  # where the quote was read: path or URL
    values: dict[str, Value]  # of VALUES, those that the fact has

    @property
    def attributes(self) -> dict[str, Value]:
        """All that the edge says, none of it None."""
        return {
            "relation": self.relation,
            "fact": self.fact,
            "kind": self.kind,
            "quote": self.quote,
            "article": self.article,
            **self.values,
        }


def nodes(store: Store) -> Iterator[Node]:
    """The things of the graph, sorted by IRI; units are none."""
    for quad in ordered(store.engine.quads_for_pattern(None, LABEL, None, store.derived)):
        if _is_thing(store, quad.subject):
            yield Node(iri=text(quad.subject), label=text(quad.object), kind=_kind(store, quad.subject))


def edges(store: Store) -> Iterator[Edge]:
    """The links between them, sorted by fact, relation and end."""
    for quad in ordered(store.engine.quads_for_pattern(None, EVIDENCE, None, DEFAULT)):
        for edge in edges_of(store, quad):
            if all(_has_label(store, end) for end in (edge.start, edge.end)):
                yield edge


def edges_of(store: Store, evidence: ox.Quad) -> Iterator[Edge]:
    """The edges of a fact, by the quad that says what its evidence is."""
    links: dict[str, list[str]] = {}
    values: dict[str, Value] = {}
    for quad in sorted(store.engine.quads_for_pattern(evidence.subject, None, None, evidence.graph_name), key=str):
        name = text(quad.predicate).removeprefix(ONTOLOGY)
        if isinstance(quad.object, ox.Literal):
            if name in VALUES and (value := _typed(quad.object.value, VALUES[name])) is not None:
                values[name] = value
        elif name == "unit":
            values[name] = _one(store, quad.object, NAME)
        elif _is_thing(store, quad.object):
            links.setdefault(name, []).append(text(quad.object))
    subject = next((name for name in SUBJECTS if name in links), None)
    if subject is None:
        return
    fact, kind = text(evidence.subject), _kind(store, evidence.subject)
    quote, article = _evidence(store, evidence.object)
    for name in sorted(links.keys() - {subject}):
        for at, (start, end) in enumerate((start, end) for start in links[subject] for end in links[name]):
            yield Edge(
                key=f"{fact}#{name}-{at + 1}" if at else f"{fact}#{name}", start=start, end=end, relation=name,
                fact=fact, kind=kind, quote=quote, article=article, values=dict(sorted(values.items())),
            )  # fmt: skip


def to_networkx(store: Store) -> nx.MultiDiGraph[str]:
    """The graph: nodes by IRI with ``label`` and ``kind``; edges by key with what ``Edge.attributes`` says.

    Years and ranks are int, values float, the rest text. No attribute is None, so every writer of networkx takes it.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in nodes(store):
        graph.add_node(node.iri, label=node.label, kind=node.kind)
    for edge in edges(store):
        graph.add_edge(edge.start, edge.end, key=edge.key, **edge.attributes)
    return graph


def add_fact(graph: nx.MultiDiGraph[str], store: Store, evidence: ox.Quad) -> None:
    """Put the edges of a fact into a graph, by the quad that says what its evidence is."""
    for edge in edges_of(store, evidence):
        graph.add_edge(edge.start, edge.end, key=edge.key, **edge.attributes)


def _typed(lexical: str, wanted: type[Value]) -> Value | None:
    if wanted is bool:
        return lexical == "true"
    try:
        return wanted(lexical)
    except ValueError:  # what somebody else has put in: not a number, so not told
        return None


def _evidence(store: Store, node: object) -> tuple[str, str]:
    article = _first(store, node, ox.NamedNode(OA + "hasSource"))
    return _one(store, node, ox.NamedNode(OA + "exact")), _one(store, article, SOURCE)


def _first(store: Store, subject: object, predicate: ox.NamedNode) -> object:
    if not isinstance(subject, ox.NamedNode):
        return None
    found = (quad.object for quad in store.engine.quads_for_pattern(subject, predicate, None, DEFAULT))
    return min(found, key=str, default=None)


def _one(store: Store, subject: object, predicate: ox.NamedNode) -> str:
    found = _first(store, subject, predicate)
    return "" if found is None else text(found)


def _is_thing(store: Store, node: object) -> bool:
    kind, _, key = text(node).removeprefix(f"{store.names.base}id/").partition("/")
    return (
        isinstance(node, ox.NamedNode)
        and text(node).startswith(f"{store.names.base}id/")
        and kind in KINDS
        and key != ""
    )


def _has_label(store: Store, iri: str) -> bool:
    return next(store.engine.quads_for_pattern(ox.NamedNode(iri), LABEL, None, store.derived), None) is not None


def _kind(store: Store, node: object) -> str:
    assert isinstance(node, ox.NamedNode | ox.BlankNode | ox.Triple)
    kinds = {text(quad.object) for quad in store.engine.quads_for_pattern(node, TYPE, None, DEFAULT)}
    return min(kinds, default="").rsplit("#", 1)[-1]
