"""From quads back to the values they were made of: the inverse of ``rdf``.

Input: the triples of one article, as ``rdf`` wrote them. Output: its Article (without blocks, which the
graph does not keep) and its facts. Names are the mapping here as well, so a new field needs no new code.
"""

from __future__ import annotations

import datetime
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from functools import cache

import pyoxigraph as ox

from kg.model import Article, Entity, Fact, Kind, Period, Precision, Span, Year
from kg.namespaces import OA, ONTOLOGY, SCHEMA, Names, kebab, term
from kg.rdf import ALIAS, DERIVED_FROM, EVIDENCE, NAME, TYPE

FACTS = {term(fact.__name__): fact for fact in Fact.__subclasses__()}
KINDS = {kebab(kind.value): kind for kind in Kind}

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple
Described = Mapping[Term, Mapping[ox.NamedNode, list[Term]]]


def described(triples: Iterable[ox.Triple | ox.Quad]) -> Described:
    """The triples by subject and property, values sorted."""
    found: dict[Term, dict[ox.NamedNode, list[Term]]] = {}
    for triple in triples:
        found.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
    for values in found.values():
        for several in values.values():
            several.sort(key=str)
    return found


def facts_in(graph: Described, names: Names) -> Iterator[tuple[ox.NamedNode, Fact]]:
    """Each fact that an article's graph describes, with its IRI, sorted by IRI."""
    for node in sorted(graph, key=str):
        for kind in graph[node].get(TYPE, ()):
            owner = FACTS.get(text(kind))
            if owner and isinstance(node, ox.NamedNode):
                yield node, _fact(owner, node, graph, names)


def article_in(graph: Described, node: ox.NamedNode, body: str) -> Article:
    """The article that a graph describes; of several sources the first. ``body`` is its stored text."""
    told = graph[node]

    def one(iri: str) -> str | None:
        return next((text(value) for value in told.get(ox.NamedNode(iri), ())), None)

    published = one(SCHEMA + "datePublished")
    return Article(
        source=one(ONTOLOGY + "source") or "",
        title=one(SCHEMA + "headline") or "",
        text=body,
        published=datetime.date.fromisoformat(published) if published else None,
        language=one(SCHEMA + "inLanguage") or "en",
        sha256=one(ONTOLOGY + "sha256") or "",
        blocks=(),
        publisher=one(SCHEMA + "publisher"),
        url=one(SCHEMA + "url"),
    )


def text(value: object) -> str:
    """The text of a literal or IRI."""
    return str(getattr(value, "value", value))


@dataclass(frozen=True)
class _Slot:
    """How a field is written: the type of its values, and whether it may have several."""

    name: str
    predicate: ox.NamedNode
    type: object
    several: bool


@cache
def _slots(owner: type[Fact]) -> tuple[_Slot, ...]:
    hints = typing.get_type_hints(owner, include_extras=True)
    return tuple(
        _Slot(slot.name, ox.NamedNode(term(slot.name)), *_type(hints[slot.name]))
        for slot in fields(owner)
        if slot.name != "evidence"
    )


def _type(hint: object) -> tuple[object, bool]:
    if typing.get_origin(hint) is tuple:
        return typing.get_args(hint)[0], True
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return next(part for part in typing.get_args(hint) if part is not type(None)), False
    return hint, False


def _fact(owner: type[Fact], node: ox.NamedNode, graph: Described, names: Names) -> Fact:
    told = graph[node]
    spans = [_span(graph[passage]) for p in (EVIDENCE, DERIVED_FROM) for passage in told.get(p, ()) if passage in graph]
    values: dict[str, typing.Any] = {"evidence": (*spans[:1], *sorted(spans[1:]))}
    for slot in _slots(owner):  # type: ignore[arg-type]  # a class can be hashed
        found = [_value(value, slot, graph, names) for value in told.get(slot.predicate, ())]
        if slot.several:
            values[slot.name] = tuple(found)
        elif found:
            values[slot.name] = found[0]
    return owner(**values)


def _span(passage: Mapping[ox.NamedNode, list[Term]]) -> Span:
    start, end = (int(text(passage[ox.NamedNode(OA + name)][0])) for name in ("start", "end"))
    return Span(start=start, end=end)


def _value(value: Term, slot: _Slot, graph: Described, names: Names) -> object:
    if slot.type is Entity:
        return entity_of(value, graph, names)
    if slot.name == "unit":
        return text(next(iter(graph.get(value, {}).get(NAME, [value]))))
    return _literal(text(value), slot.type)


def entity_of(node: Term, graph: Described, names: Names) -> Entity:
    """The entity that an IRI of the graph stands for, by the name that the graph has for it."""
    kind, _, key = text(node).removeprefix(f"{names.base}id/").partition("/")
    told = graph.get(node, {})
    called = next((text(name) for name in told.get(NAME, ())), key)
    return Entity(kind=KINDS[kind], name=called, key=key, aliases=tuple(map(text, told.get(ALIAS, ()))))


def _literal(value: str, kind: object) -> object:
    if kind in (Year, int):
        return int(value)
    if kind is bool:
        return value == "true"
    if kind is Decimal:
        return Decimal(value)
    if kind is datetime.date:
        return datetime.date.fromisoformat(value)
    if kind is Period:
        return period(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, StrEnum) else value


def period(iso: str) -> Period:
    """The period that ``Period.iso`` was made from, as precise as it says; the inverse of that property."""
    if "/" in iso:
        start, end = map(datetime.date.fromisoformat, iso.split("/"))
        return Period(start=start, end=end, precision=Precision.SPAN)
    match iso.count("-"):
        case 2:
            day = datetime.date.fromisoformat(iso)
            return Period(start=day, end=day, precision=Precision.DAY)
        case 1:
            start = datetime.date.fromisoformat(f"{iso}-01")
            after = (start.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
            return Period(start=start, end=after - datetime.timedelta(days=1), precision=Precision.MONTH)
        case _:
            year = int(iso)
            return Period(start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31), precision=Precision.YEAR)
