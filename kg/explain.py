"""How the graph knows something: each fact with the sentence that it was read from.

Input: a Store and the IRI, prefixed name or plain name of a fact or entity. Output: Explanations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.decode import text
from kg.derived import DEFAULT, LABEL, best_name
from kg.derived.terms import ENTITY, IN_ARTICLE, REASON, VARIANT
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


@dataclass(frozen=True, kw_only=True)
class Identity:
    """That a name stands for an entity: both as prefixed names, with the labels that articles give, and why."""

    variant: str
    name: str
    entity: str
    reason: str
    articles: tuple[str, ...]  # sources to which it is limited; none where it holds in all

    @property
    def undo(self) -> str:
        """The line of the corrections that takes the decision back, or what to do about the line that took it."""
        if "a correction says so" in self.reason:
            return f"take the line same {self.variant} {self.entity} out of the corrections"
        return f"whole {self.variant}" if self.articles else f"different {self.variant} {self.entity}"


def explain(store: Store, what: str) -> tuple[Explanation, ...]:
    """The facts that ``what`` is, or that name it, in order of their sources and quotes.

    ``what`` is an IRI, a prefixed name (``city:gn1796236``, ``fact:…``) or a name ("Shanghai").
    Raises QueryError where the graph knows nothing by it.
    """
    facts: dict[ox.NamedNode, ox.NamedNode] = {}
    for node in entities(store, what):
        facts.update(_facts(store, node))
    if not facts:
        raise QueryError(
            f"cannot explain {what!r}: the graph knows nothing by it; look for names with: kg query awards"
        )
    told = (_explanation(store, fact, graph) for fact, graph in facts.items())
    return tuple(sorted(told, key=lambda e: (e.quotes[0].source, e.kind, e.values, e.iri)))


def identities(store: Store, what: str) -> tuple[Identity, ...]:
    """The decisions by which names stand for what ``what`` means; none for a fact."""
    found: dict[ox.NamedNode, Identity] = {}
    for entity in entities(store, what):
        for quad in store.engine.quads_for_pattern(None, ENTITY, entity, DEFAULT):
            if isinstance(quad.subject, ox.NamedNode):
                found[quad.subject] = _identity(store, quad.subject)
    return tuple(sorted(found.values(), key=lambda one: (one.entity, one.variant)))


def _identity(store: Store, node: ox.NamedNode) -> Identity:
    told: dict[ox.NamedNode, list[object]] = {}
    for quad in sorted(store.engine.quads_for_pattern(node, None, None, DEFAULT), key=str):
        told.setdefault(quad.predicate, []).append(quad.object)
    variant, entity = told[VARIANT][0], told[ENTITY][0]
    assert isinstance(variant, ox.NamedNode)
    names = {text(q.object) for q in store.engine.quads_for_pattern(variant, NAME, None, None)}
    articles = (article for article in told.get(IN_ARTICLE, ()) if isinstance(article, ox.NamedNode))
    return Identity(
        variant=store.names.shortened(variant.value),
        name=best_name(names) if names else "",
        entity=store.names.shortened(text(entity)),
        reason=text(told[REASON][0]),
        articles=tuple(sorted(min(store.values(article, SOURCE)) for article in articles)),
    )


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
    nodes = {q.subject for q in named if isinstance(q.subject, ox.NamedNode) and folded(text(q.object)) == wanted}
    return sorted(nodes, key=str)


def _iri(iri: str) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(iri)]
    except ValueError as error:
        raise QueryError(f"cannot explain {iri!r}: it is no IRI ({error})") from error


def entities(store: Store, what: str) -> list[ox.NamedNode]:
    """What is meant, under the identifiers of the merged graph."""
    found: dict[ox.NamedNode, None] = {}
    for node in _nodes(store, what):
        decided = [
            quad.object
            for identification in store.engine.quads_for_pattern(None, VARIANT, node, DEFAULT)
            for quad in store.engine.quads_for_pattern(identification.subject, ENTITY, None, DEFAULT)
        ]
        found.update(dict.fromkeys(entity for entity in (node, *decided) if isinstance(entity, ox.NamedNode)))
    return list(found)


def _facts(store: Store, node: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    """(fact, graph of its article) pairs: the node itself where it is a fact, else the facts that point to it."""
    pointing = {quad.subject for quad in store.engine.quads_for_pattern(None, None, node, DEFAULT)}
    for subject in sorted({node, *pointing}, key=str):
        for quad in store.engine.quads_for_pattern(subject, EVIDENCE, None, None):
            if isinstance(subject, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
                yield subject, quad.graph_name


def _explanation(store: Store, fact: ox.NamedNode, graph: ox.NamedNode) -> Explanation:
    quads = sorted(store.engine.quads_for_pattern(fact, None, None, graph), key=str)
    kind = next((text(q.object).removeprefix(ONTOLOGY) for q in quads if q.predicate == TYPE), "")
    evidence = [q.object for p in (EVIDENCE, DERIVED_FROM) for q in quads if q.predicate == p]
    skipped = {TYPE, EVIDENCE, DERIVED_FROM}
    values = (
        (text(q.predicate).removeprefix(ONTOLOGY), _shown(store, q.object, graph))
        for q in quads
        if q.predicate not in skipped
    )
    return Explanation(
        iri=fact.value, kind=kind, values=tuple(values), quotes=tuple(_quote(store, node, graph) for node in evidence)
    )


def _shown(store: Store, term: object, graph: ox.NamedNode) -> str:
    if isinstance(term, ox.NamedNode):
        name = next(store.engine.quads_for_pattern(term, NAME, None, graph), None)
        return text(name.object) if name else term.value
    return text(term)


def _quote(store: Store, evidence: object, graph: ox.NamedNode) -> Quote:
    values = {
        text(q.predicate).removeprefix(OA): q.object
        for q in store.engine.quads_for_pattern(evidence, None, None, graph)  # type: ignore[arg-type]  # a node
    }
    article = values["hasSource"]
    assert isinstance(article, ox.NamedNode)
    body = store.body(article)
    start, end = int(text(values["start"])), int(text(values["end"]))
    first, last = sentence_around(body, start, end)
    return Quote(
        source=min(store.values(article, SOURCE)),
        before=re.sub(r"\s+", " ", body[first:start]),
        quote=re.sub(r"\s+", " ", body[start:end]),
        after=re.sub(r"\s+", " ", body[end:last]),
    )


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentences around a quote begin and end."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    spans = [(line + a, line + b) for a, b in split(text[line : stop if stop >= 0 else len(text)])]
    first = max((a for a, b in spans if a <= start), default=start)
    last = min((b for a, b in spans if b >= end), default=end)
    return min(first, start), max(last, end)
