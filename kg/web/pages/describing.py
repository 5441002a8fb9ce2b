"""What the graph says of one of its IRIs, as triples: the data behind a page.

Input: a Store and an IRI. Output: triples; none where the graph knows nothing by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.derived import DEFAULT, LABEL
from kg.derived.terms import ENTITY, REPLACED, VARIANT
from kg.rdf import DERIVED_FROM, EVIDENCE, NAME, TYPE
from kg.store import Store
from kg.web.pages.reading import Reader

HIDDEN_GRAPHS = ("text", "ledger", "index")  # of which no export holds anything
_EVIDENCE = (EVIDENCE, DERIVED_FROM)


def description(store: Store, iri: str) -> list[ox.Triple]:
    """The triples about a thing, fact, article, quote, identification or graph.

    To a thing belong the facts that name it, to an article those that were read in it, to a fact its quotes; to all of
    them the names of what they mention.
    """
    node = ox.NamedNode(iri)
    path = iri.removeprefix(store.names.base)
    head, _, rest = path.partition("/")
    if head == "graph":
        return [] if rest.startswith(HIDDEN_GRAPHS) else _triples(store, None, node)
    own = _triples(store, node)
    reader = Reader(store)
    facts: list[ox.NamedNode] = []
    if head == "id":
        facts = [outline.node for outline in reader.facts_about(node)]
        own += _decisions(store, node)
    elif head == "article":
        facts = reader.facts_of_article(node)
    elif head == "fact":
        facts = [node]
    told = list(own)
    for fact in facts:
        told += _triples(store, fact)
    if head in {"article", "fact"}:
        quotes = {t.object for t in told if t.predicate in _EVIDENCE}
        told += [
            t for quote in sorted(quotes, key=str) if isinstance(quote, ox.NamedNode) for t in _triples(store, quote)
        ]
    return [*told, *_names(store, told, node)]


def _triples(store: Store, subject: ox.NamedNode | None, graph: ox.NamedNode | None = None) -> list[ox.Triple]:
    return [quad.triple for quad in store.engine.quads_for_pattern(subject, None, None, graph or DEFAULT)]


def _decisions(store: Store, node: ox.NamedNode) -> list[ox.Triple]:
    """The decisions that other names stand for a thing, or that it stands for others."""
    found: list[ox.Triple] = []
    for predicate in (ENTITY, VARIANT):
        for quad in store.engine.quads_for_pattern(None, predicate, node, DEFAULT):
            if isinstance(quad.subject, ox.NamedNode):
                found += _triples(store, quad.subject)
    return found


def _names(store: Store, told: Iterable[ox.Triple], node: ox.NamedNode) -> Iterator[ox.Triple]:
    """Class and label, or name, of each thing that triples mention."""
    things = {t.object for t in told if isinstance(t.object, ox.NamedNode)} - {node}
    for thing in sorted(things, key=str):
        if isinstance(thing, ox.NamedNode) and thing.value.startswith(f"{store.names.base}id/"):
            for predicate in (TYPE, LABEL, NAME):
                for quad in store.engine.quads_for_pattern(thing, predicate, None, DEFAULT):
                    if predicate != NAME or "/id/unit/" in thing.value:
                        yield quad.triple


def exists(store: Store, iri: str) -> bool:
    """True where the graph has an IRI as a subject, or as a graph that it shows."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    path = iri.removeprefix(f"{store.names.base}graph/")
    if path != iri:
        shown = not path.startswith(HIDDEN_GRAPHS)
        return shown and any(True for _ in store.engine.quads_for_pattern(None, None, None, node))
    places = (DEFAULT, store.quarantine)
    return any(True for graph in places for _ in store.engine.quads_for_pattern(node, None, None, graph))


def meant(store: Store, iri: str) -> list[str]:
    """The things that a name stands for where it is no thing itself: one that was replaced, or shared by several."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return []
    replaced = [q.object for q in store.engine.quads_for_pattern(node, REPLACED, None, DEFAULT)]
    decided = [
        quad.object
        for found in store.engine.quads_for_pattern(None, VARIANT, node, DEFAULT)
        for quad in store.engine.quads_for_pattern(found.subject, ENTITY, None, DEFAULT)
    ]
    return sorted({term.value for term in (*replaced, *decided) if isinstance(term, ox.NamedNode)} - {iri})
