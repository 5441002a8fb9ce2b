"""How the graph knows something: each fact with the sentence that it was read from.

Input: a Store and the IRI, prefixed name or plain name of a fact or entity. Output: Explanations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.derived import LABEL
from kg.errors import QueryError
from kg.namespaces import OA, ONTOLOGY, RDF_TYPE, WEB, folded
from kg.rdf import DERIVED_FROM, EVIDENCE, NAME
from kg.store import SOURCE, Store
from kg.text import split

TYPE = ox.NamedNode(RDF_TYPE)
HELD = ox.NamedNode(ONTOLOGY + "HeldFact")


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A quote in its sentence: ``before`` + ``quote`` + ``after`` is the sentence."""

    source: str
    before: str
    quote: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A fact: its class, its values as (property, text), its quotes, the best first."""

    iri: str
    kind: str
    values: tuple[tuple[str, str], ...]
    quotes: tuple[Quote, ...]


def explain(store: Store, what: str) -> tuple[Explanation, ...]:
    """The facts that ``what`` is, or that name it, in order of their sources and quotes.

    ``what`` is an IRI, a prefixed name (``city:gn1796236``, ``fact:…``) or a name ("Shanghai").
    Raises QueryError where the graph knows nothing by it.
    """
    facts: dict[ox.NamedNode, ox.NamedNode] = {}
    for node in _nodes(store, what):
        facts.update(_facts(store, node))
    if not facts:
        raise QueryError(
            f"cannot explain {what!r}: the graph knows nothing by it; look for names with: kg query awards"
        )
    told = (_explanation(store, fact, graph) for fact, graph in facts.items())
    return tuple(sorted(told, key=lambda e: (e.quotes[0].source, e.kind, e.values, e.iri)))


def as_records(told: Iterable[Explanation]) -> list[dict[str, object]]:
    """The explanations for programs."""
    return [
        {
            "fact": one.iri,
            "class": one.kind,
            "values": [list(pair) for pair in one.values],
            "quotes": [
                {"source": q.source, "before": q.before, "quote": q.quote, "after": q.after} for q in one.quotes
            ],
        }
        for one in told
    ]


def _nodes(store: Store, what: str) -> list[ox.NamedNode]:
    prefix, colon, local = what.partition(":")
    if what.strip("<>").startswith(WEB):
        return _iri(what.strip("<>"))
    if colon and prefix in store.names.prefixes():
        return _iri(store.names.prefixes()[prefix] + local)
    wanted = folded(what)
    named = (
        *store.engine.quads_for_pattern(None, NAME, None, None),
        *store.engine.quads_for_pattern(None, LABEL, None, None),
    )
    nodes = {q.subject for q in named if isinstance(q.subject, ox.NamedNode) and folded(_text(q.object)) == wanted}
    return sorted(nodes, key=str)


def _iri(text: str) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(text)]
    except ValueError as error:
        raise QueryError(f"cannot explain {text!r}: it is no IRI ({error})") from error


def _facts(store: Store, node: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    """(fact, graph) pairs: the node itself where it is a fact, else the facts that point to it."""
    own = list(store.engine.quads_for_pattern(node, EVIDENCE, None, None))
    pointing = () if own else store.engine.quads_for_pattern(None, None, node, None)
    subjects = {(q.subject, q.graph_name) for q in (*own, *pointing)}
    for subject, graph in sorted(subjects, key=str):
        is_fact = next(store.engine.quads_for_pattern(subject, EVIDENCE, None, graph), None)
        if is_fact and isinstance(subject, ox.NamedNode) and isinstance(graph, ox.NamedNode):
            yield subject, graph


def _explanation(store: Store, fact: ox.NamedNode, graph: ox.NamedNode) -> Explanation:
    quads = sorted(store.engine.quads_for_pattern(fact, None, None, graph), key=str)
    kind = next((_text(q.object).removeprefix(ONTOLOGY) for q in quads if q.predicate == TYPE), "")
    evidence = [q.object for p in (EVIDENCE, DERIVED_FROM) for q in quads if q.predicate == p]
    skipped = {TYPE, EVIDENCE, DERIVED_FROM}
    values = (
        (_text(q.predicate).removeprefix(ONTOLOGY), _shown(store, q.object, graph))
        for q in quads
        if q.predicate not in skipped
    )
    return Explanation(
        iri=fact.value, kind=kind, values=tuple(values), quotes=tuple(_quote(store, node, graph) for node in evidence)
    )


def _shown(store: Store, term: object, graph: ox.NamedNode) -> str:
    if isinstance(term, ox.NamedNode):
        name = next(store.engine.quads_for_pattern(term, NAME, None, graph), None)
        return _text(name.object) if name else term.value
    return _text(term)


def _quote(store: Store, evidence: object, graph: ox.NamedNode) -> Quote:
    values = {
        _text(q.predicate).removeprefix(OA): q.object
        for q in store.engine.quads_for_pattern(evidence, None, None, graph)  # type: ignore[arg-type]  # a node
    }
    article = values["hasSource"]
    assert isinstance(article, ox.NamedNode)
    text = store.body(article)
    start, end = int(_text(values["start"])), int(_text(values["end"]))
    first, last = _sentence(text, start, end)
    return Quote(
        source=min(store.values(article, SOURCE)),
        before=re.sub(r"\s+", " ", text[first:start]),
        quote=re.sub(r"\s+", " ", text[start:end]),
        after=re.sub(r"\s+", " ", text[end:last]),
    )


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentences around a quote begin and end."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    spans = [(line + a, line + b) for a, b in split(text[line : stop if stop >= 0 else len(text)])]
    first = max((a for a, b in spans if a <= start), default=start)
    last = min((b for a, b in spans if b >= end), default=end)
    return min(first, start), max(last, end)


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
