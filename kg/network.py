"""From a store to a networkx graph: entities are nodes, facts are edges with their quotes.

Input: a Store. Output: a MultiDiGraph. A fact that names more than two entities gives an edge
from its subject (recipient, event, person, about, city) to each of the others.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import pyoxigraph as ox

from kg.decode import text
from kg.derived import DEFAULT, LABEL
from kg.namespaces import OA, ONTOLOGY, RDF_TYPE
from kg.rdf import EVIDENCE
from kg.store import SOURCE, Store

SUBJECTS = ("recipient", "event", "series", "person", "about", "city")  # of which a fact speaks: the first it has
TYPE = ox.NamedNode(RDF_TYPE)
ENTITY = "/id/"


def to_networkx(store: Store) -> nx.MultiDiGraph[str]:
    """The graph: nodes by IRI with ``label`` and ``kind``; edges keyed by fact and property.

    An edge has ``relation`` (the property), ``fact`` (IRI), ``kind`` (class of the fact), ``quote``,
    ``source``, and the fact's plain values (year, value, role, …) as text. No attribute is None, so
    every writer of networkx takes the graph.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for quad in sorted(store.engine.quads_for_pattern(None, LABEL, None, store.derived), key=str):
        graph.add_node(text(quad.subject), label=text(quad.object), kind=_kind(store, quad.subject))
    for quad in sorted(store.engine.quads_for_pattern(None, EVIDENCE, None, DEFAULT), key=str):
        add_fact(graph, store, quad)
    return graph


def add_fact(graph: nx.MultiDiGraph[str], store: Store, evidence: ox.Quad) -> None:
    """Put the edges of a fact into a graph, by the quad that says what its evidence is."""
    links: dict[str, list[str]] = {}
    values: dict[str, str] = {}
    for quad in store.engine.quads_for_pattern(evidence.subject, None, None, evidence.graph_name):
        name = text(quad.predicate).removeprefix(ONTOLOGY)
        if isinstance(quad.object, ox.Literal):
            values[name] = quad.object.value
        elif ENTITY in text(quad.object) and quad.predicate != TYPE:
            links.setdefault(name, []).append(text(quad.object))
    subject = next((name for name in SUBJECTS if name in links), None)
    if subject is None:
        return
    quote, source = _evidence(store, evidence.object)
    fixed: dict[str, Any] = {
        "fact": text(evidence.subject),
        "kind": _kind(store, evidence.subject),
        "quote": quote,
        "source": source,
        **values,
    }
    for start in sorted(links[subject]):
        for name in sorted(links.keys() - {subject, "unit"}):
            for end in sorted(links[name]):
                graph.add_edge(start, end, key=f"{fixed['fact']} {name}", relation=name, **fixed)


def _evidence(store: Store, node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> tuple[str, str]:
    def one(subject: Any, predicate: ox.NamedNode) -> Any:
        found = (quad.object for quad in store.engine.quads_for_pattern(subject, predicate, None, DEFAULT))
        return min(found, key=str, default="")

    article = one(node, ox.NamedNode(OA + "hasSource"))
    return text(one(node, ox.NamedNode(OA + "exact"))), text(one(article, SOURCE)) if article else ""


def _kind(store: Store, node: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    kinds = {text(quad.object) for quad in store.engine.quads_for_pattern(node, TYPE, None, DEFAULT)}
    return min(kinds, default="").rsplit("#", 1)[-1]
