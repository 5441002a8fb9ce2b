"""What Wikidata says, as values: a statement with its rank, its qualifiers and where it is from.

Input: the triples of statements in Wikidata's RDF shape (mediawiki.org, Wikibase/Indexing/RDF Dump Format).
Output: Statements, sorted, the same for any order of the triples. Items go by their ids, such as ``Q1741``.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from typing import TypeGuard

import pyoxigraph as ox

from kg.model import Period, Precision
from kg.namespaces import PROV, WIKIBASE, WIKIDATA_ENTITY, WIKIDATA_PREFIXES
from kg.world.source import Row, Term

ITEM = re.compile(re.escape(WIKIDATA_ENTITY) + r"(Q[1-9]\d*)")
ITEM_ID = re.compile(r"Q[1-9]\d*")
MOST_DIGITS = 30
BLANKED = "/.well-known/genid/"  # how Wikidata writes a value that is not known (wikitech.wikimedia.org, skolemised)
TIME = re.compile(r"([+-]?\d{4,})-(\d\d)-(\d\d)")
YEAR, MONTH, DAY = 9, 10, 11  # wikibase:timePrecision
START, END, POINT = "P580", "P582", "P585"
REFERENCE_URL, STATED_IN = "P854", "P248"


class Rank(IntEnum):
    """How much Wikidata's editors stand by a statement."""

    PREFERRED = 0
    NORMAL = 1
    DEPRECATED = 2


class Missing(IntEnum):
    """A value that is not there."""

    UNKNOWN = 0  # somevalue: there is one, nobody says which
    NONE = 1  # novalue: there is none


@dataclass(frozen=True, kw_only=True, order=True)
class Quantity:
    """A number; ``unit`` is an item, ``normal`` the same in the base unit of its dimension where Wikidata gives it."""

    amount: Decimal
    unit: str  # Q199 is the number one
    normal: tuple[Decimal, str] | None = None


Value = str | Quantity | Period | Missing  # a str is an item's id or a text


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A statement about an item: ``Q1741 P6 Q50808`` since 2018."""

    iri: str
    item: str
    property: str
    rank: Rank
    value: Value
    qualifiers: Mapping[str, tuple[Value, ...]]
    sources: tuple[str, ...]  # addresses of references first, then items that it is stated in

    def period(self, property_: str) -> Period | None:
        """The first qualifier of a property that is a time; None where there is none, or nobody knows it."""
        return next((value for value in self.qualifiers.get(property_, ()) if isinstance(value, Period)), None)

    def unknown(self, property_: str) -> bool:
        """True where a qualifier says that there is a value, but not which."""
        return Missing.UNKNOWN in self.qualifiers.get(property_, ())


def item_id(term: Term | None) -> str | None:
    """The id of an item; None for what is none."""
    found = ITEM.fullmatch(term.value) if isinstance(term, ox.NamedNode) else None
    return found[1] if found else None


def written(term: Term | None) -> str:
    """The characters of a literal or IRI; empty for none."""
    return str(getattr(term, "value", "" if term is None else term))


def is_item(value: object) -> TypeGuard[str]:
    """True for the id of an item."""
    return isinstance(value, str) and ITEM_ID.fullmatch(value) is not None


def parsed(rows: Iterable[Row]) -> tuple[Statement, ...]:
    """The statements of rows (item, property, statement, predicate, value, and inner, deep: of the value's node)."""
    about: dict[str, tuple[str, str]] = {}
    told: dict[str, dict[str, set[Term]]] = {}
    nodes: dict[Term, dict[str, Term]] = {}
    for row in rows:
        item, statement, property_ = item_id(row["item"]), row["statement"], row["property"]
        if item is None or not isinstance(statement, ox.NamedNode) or not isinstance(property_, ox.NamedNode):
            continue
        about[statement.value] = item, property_.value.rpartition("/")[2]
        predicate = written(row["predicate"])
        told.setdefault(statement.value, {}).setdefault(predicate, set()).add(row["value"])
        if "inner" in row and "deep" in row:
            known = nodes.setdefault(row["value"], {})
            inner = written(row["inner"])
            known[inner] = min(known.get(inner, row["deep"]), row["deep"], key=str)
    found = (_statement(iri, *about[iri], told[iri], nodes) for iri in sorted(told))
    return tuple(statement for statement in found if statement)


def _statement(
    iri: str, item: str, property_: str, told: dict[str, set[Term]], nodes: dict[Term, dict[str, Term]]
) -> Statement | None:
    ranks = [rank for rank in Rank for term in told.get(WIKIBASE + "rank", ()) if _is_rank(term, rank)]
    value = _main_value(property_, told, nodes)
    if value is None:
        return None
    return Statement(
        iri=iri,
        item=item,
        property=property_,
        rank=ranks[0] if ranks else Rank.NORMAL,
        value=value,
        qualifiers=_qualifiers(told, nodes),
        sources=_sources(told, nodes),
    )


def _is_rank(term: Term, rank: Rank) -> bool:
    return isinstance(term, ox.NamedNode) and term.value == f"{WIKIBASE}{rank.name.capitalize()}Rank"


def _main_value(property_: str, told: dict[str, set[Term]], nodes: dict[Term, dict[str, Term]]) -> Value | None:
    plain = told.get(WIKIDATA_PREFIXES["ps"] + property_, set())
    full = told.get(WIKIDATA_PREFIXES["psv"] + property_, set())
    normal = told.get(WIKIDATA_PREFIXES["psn"] + property_, set())
    values = _values(plain, full, normal, nodes)
    if values:
        return values[0]
    kinds = {term.value for term in told.get(WIKIDATA_PREFIXES["rdf"] + "type", ()) if isinstance(term, ox.NamedNode)}
    return Missing.NONE if WIKIDATA_PREFIXES["wdno"] + property_ in kinds else None


def _qualifiers(told: dict[str, set[Term]], nodes: dict[Term, dict[str, Term]]) -> dict[str, tuple[Value, ...]]:
    found = {}
    for predicate, plain in sorted(told.items()):
        head, _, property_ = predicate.rpartition("/")
        if head + "/" == WIKIDATA_PREFIXES["pq"]:
            found[property_] = _values(plain, told.get(WIKIDATA_PREFIXES["pqv"] + property_, set()), set(), nodes)
    return found


def _values(
    plain: set[Term], full: set[Term], normal: set[Term], nodes: dict[Term, dict[str, Term]]
) -> tuple[Value, ...]:
    """The values, sorted: by their nodes where there are any, which say unit and precision."""
    base = next(
        (q for node in sorted(normal, key=str) if isinstance(q := _of_node(nodes.get(node, {})), Quantity)), None
    )
    found = [value for node in sorted(full, key=str) if (value := _of_node(nodes.get(node, {}))) is not None]
    if base is not None:
        found = [
            Quantity(amount=v.amount, unit=v.unit, normal=(base.amount, base.unit)) if isinstance(v, Quantity) else v
            for v in found
        ]
    return tuple(found or [value for term in sorted(plain, key=str) if (value := _of_term(term)) is not None])


def _of_node(node: dict[str, Term]) -> Value | None:
    def told(name: str) -> str:
        return written(node.get(WIKIBASE + name))

    if amount := told("quantityAmount"):
        number = _number(amount)
        unit = item_id(node.get(WIKIBASE + "quantityUnit")) or "Q199"
        return None if number is None else Quantity(amount=number, unit=unit)
    precision = told("timePrecision")
    return period(told("timeValue"), int(precision)) if precision.isdecimal() else None


def _of_term(term: Term) -> Value | None:
    if isinstance(term, ox.BlankNode):
        return Missing.UNKNOWN
    if isinstance(term, ox.NamedNode):
        return Missing.UNKNOWN if BLANKED in term.value else item_id(term) or term.value
    if not isinstance(term, ox.Literal):
        return None
    kind = term.datatype.value.rpartition("#")[2]
    if kind == "dateTime":  # without its node, a year is written as its first day
        return period(term.value, YEAR if "-01-01T" in term.value else DAY)
    if kind in {"decimal", "integer"}:
        number = _number(term.value)
        return None if number is None else Quantity(amount=number, unit="Q199")
    return term.value


def _number(text: str) -> Decimal | None:
    """The number that a text holds; None for none, and for those beyond all that is counted or measured."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= MOST_DIGITS else None


def period(time: str, precision: int) -> Period | None:
    """A time of Wikidata; None where it is less precise than a year, or out of the calendar of Python.

    >>> period("2018-05-24T00:00:00Z", 10).iso
    '2018-05'
    """
    found = TIME.match(time)
    if not found or precision < YEAR:
        return None
    year, month, day = map(int, found.groups())
    try:
        if precision == YEAR:
            first = datetime.date(year, 1, 1)
            return Period(start=first, end=first.replace(month=12, day=31), precision=Precision.YEAR)
        if precision == MONTH:
            last = datetime.date(year, month, calendar.monthrange(year, month)[1])
            return Period(start=last.replace(day=1), end=last, precision=Precision.MONTH)
        exactly = datetime.date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None
    return Period(start=exactly, end=exactly)


def _sources(told: dict[str, set[Term]], nodes: dict[Term, dict[str, Term]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for property_ in (REFERENCE_URL, STATED_IN):
        for reference in sorted(told.get(PROV + "wasDerivedFrom", ()), key=str):
            term = nodes.get(reference, {}).get(WIKIDATA_PREFIXES["pr"] + property_)
            if term is not None:
                found[item_id(term) or written(term)] = None
    return tuple(found)
