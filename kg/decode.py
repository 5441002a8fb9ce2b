"""From the triples of an article back to its facts: the inverse of ``rdf``.

Input: the triples of one graph. Output: facts that ``rdf`` turns into the same triples again. What a graph does not
keep is filled in alike each time: cities and further quotes are sorted, a period is as precise as its literal.
"""

from __future__ import annotations

import calendar
import datetime
import typing
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from enum import StrEnum
from functools import cache

import pyoxigraph as ox

from kg.model import Article, Entity, Fact, Kind, Period, Precision, Span
from kg.namespaces import OA, ONTOLOGY, RDF_TYPE, SCHEMA, XSD, Names, kebab, term
from kg.rdf import ALIAS, DERIVED_FROM, EVIDENCE, NAME

Node = ox.NamedNode | ox.BlankNode | ox.Triple
Term = Node | ox.Literal
TYPE = ox.NamedNode(RDF_TYPE)
START, END = ox.NamedNode(OA + "start"), ox.NamedNode(OA + "end")
KINDS = {kebab(kind.value): kind for kind in Kind}
CLASSES = {term(fact.__name__): fact for fact in Fact.__subclasses__()}


class Described:
    """Triples by subject and property; the values of a property are sorted."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        self.nodes: dict[Node, dict[ox.NamedNode, list[Term]]] = {}
        for triple in sorted(triples, key=str):
            self.nodes.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)

    def values(self, node: Term, predicate: ox.NamedNode) -> list[Term]:
        """The values of a property of a node."""
        return [] if isinstance(node, ox.Literal) else self.nodes.get(node, {}).get(predicate, [])

    def one(self, node: Term, predicate: ox.NamedNode) -> Term:
        """The only value of a property. Raises ValueError where there is none, or more than one."""
        found = self.values(node, predicate)
        if len(found) != 1:
            raise ValueError(
                f"it has {len(found)} values of {local(predicate)}" if found else f"it has no {local(predicate)}"
            )
        return found[0]


def text(term: object) -> str:
    """The characters of a literal or IRI."""
    return str(getattr(term, "value", term))


def local(term: object) -> str:
    """The last part of an IRI: ``recipient`` of ``kg:recipient``."""
    return text(term).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def fact_of(node: Node, described: Described, names: Names) -> Fact:
    """The fact that a node stands for. Raises ValueError, with the reason, where the triples make none."""
    kind = text(described.one(node, TYPE))
    if kind not in CLASSES:
        raise ValueError(f"it is of no class of facts but {local(kind)}")
    filled: dict[str, object] = {}
    for slot in _slots(kind):
        found = described.values(node, ox.NamedNode(term(slot.name)))
        if slot.many:
            filled[slot.name] = tuple(_value(one, slot, described, names) for one in found)
        elif found or slot.required:
            filled[slot.name] = _value(described.one(node, ox.NamedNode(term(slot.name))), slot, described, names)
    best = described.one(node, EVIDENCE)
    spans = [span_of(one, described) for one in (best, *described.values(node, DERIVED_FROM))]
    spans[1:] = sorted(spans[1:])
    return CLASSES[kind](evidence=tuple(spans), **filled)  # type: ignore[arg-type]  # each slot is of its own type


def facts_in(described: Described, names: Names) -> Iterator[tuple[ox.NamedNode, Fact]]:
    """Each fact that an article's graph describes, with its IRI, sorted by IRI."""
    for node, said in described.nodes.items():
        if isinstance(node, ox.NamedNode) and any(text(kind) in CLASSES for kind in said.get(TYPE, ())):
            yield node, fact_of(node, described, names)


def article_in(described: Described, node: ox.NamedNode, body: str) -> Article:
    """The article that a graph describes, without blocks; of several sources the first. ``body`` is its stored text."""

    def first(iri: str) -> str | None:
        return next(map(text, described.values(node, ox.NamedNode(iri))), None)

    published = first(SCHEMA + "datePublished")
    return Article(
        source=first(ONTOLOGY + "source") or "",
        title=first(SCHEMA + "headline") or "",
        text=body,
        published=datetime.date.fromisoformat(published) if published else None,
        language=first(SCHEMA + "inLanguage") or "en",
        sha256=first(ONTOLOGY + "sha256") or "",
        blocks=(),
        publisher=first(SCHEMA + "publisher"),
        url=first(SCHEMA + "url"),
    )


def span_of(node: Term, described: Described) -> Span:
    """The span of an evidence. Raises ValueError where it has not one whole number at each end."""
    return Span(start=int(text(described.one(node, START))), end=int(text(described.one(node, END))))


@dataclass(frozen=True, kw_only=True)
class _Slot:
    """A field of a fact class: what it holds, whether there must be a value, whether there may be several."""

    name: str
    type: object
    required: bool
    many: bool


@cache
def _slots(class_iri: str) -> tuple[_Slot, ...]:
    kind = CLASSES[class_iri]
    hints = typing.get_type_hints(kind)
    return tuple(
        _Slot(
            name=slot.name,
            type=next((part for part in typing.get_args(hints[slot.name]) if part is not type(None)), hints[slot.name]),
            required=slot.default is MISSING,
            many=typing.get_origin(hints[slot.name]) is tuple,
        )
        for slot in fields(kind)
        if slot.name != "evidence"
    )


def _value(term: Term, slot: _Slot, described: Described, names: Names) -> object:
    plain = text(term)
    if slot.type is Entity:
        return _entity(term, described, names)
    if slot.name == "unit":
        return text(described.one(term, NAME))
    if slot.type is bool:
        return plain == "true"
    if slot.type is datetime.date:
        return datetime.date.fromisoformat(plain)
    if slot.type is Period:
        return _period(term)
    assert isinstance(slot.type, type)
    if issubclass(slot.type, (StrEnum, str, int)):
        return slot.type(plain)
    assert slot.type is Decimal
    try:
        return Decimal(plain)
    except ArithmeticError as error:
        raise ValueError(f"{plain!r} is no number") from error


def _entity(term: Term, described: Described, names: Names) -> Entity:
    """The entity of an IRI; of its names in the graph, the first."""
    kind, _, key = text(term).removeprefix(f"{names.base}id/").partition("/")
    if kind not in KINDS or not key or not text(term).startswith(names.base):
        raise ValueError(f"{text(term)} is no entity of this graph")
    name = min(map(text, described.values(term, NAME)), default="")
    return Entity(kind=KINDS[kind], name=name, key=key, aliases=tuple(map(text, described.values(term, ALIAS))))


def _period(term: Term) -> Period:
    plain = text(term)
    datatype = term.datatype.value.removeprefix(XSD) if isinstance(term, ox.Literal) else ""
    if datatype == "date":
        day = datetime.date.fromisoformat(plain)
        return Period(start=day, end=day)
    if datatype == "gYearMonth":
        first = datetime.date.fromisoformat(f"{plain}-01")
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return Period(start=first, end=last, precision=Precision.MONTH)
    if datatype == "gYear":
        first = datetime.date.fromisoformat(f"{plain}-01-01")
        return Period(start=first, end=first.replace(month=12, day=31), precision=Precision.YEAR)
    start, _, end = plain.partition("/")
    return Period(
        start=datetime.date.fromisoformat(start), end=datetime.date.fromisoformat(end), precision=Precision.SPAN
    )
