"""How a local fact and what Wikidata says go together, as values.

Output: Verdicts, and their shapes for people (rows) and programs (RDF in the terms of EARL, the W3C's vocabulary for
results of tests: confirmed is ``earl:passed``, differs ``earl:failed``, unknown ``earl:cantTell``, and what could not
be looked up ``earl:untested``).
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

import pyoxigraph as ox

from kg.model import Period
from kg.namespaces import BASE, DCTERMS, EARL, RDF_TYPE, WEB, WIKIDATA_ENTITY, Names, term
from kg.query import Answer
from kg.world.items import Items
from kg.world.statements import END, POINT, START, Missing, Statement


class Outcome(StrEnum):
    """What came of holding a fact against Wikidata."""

    CONFIRMED = "confirmed"
    DIFFERS = "differs"
    UNKNOWN = "unknown there"


@dataclass(frozen=True, kw_only=True)
class Side:
    """What one side says: the value, its time and where it is from; empty where it says nothing of it."""

    value: str = ""
    date: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What Wikidata says about one fact; ``statement`` is its IRI, empty where there is none."""

    outcome: Outcome
    reason: str
    there: Side = Side()
    statement: str = ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A fact of the store with what Wikidata says about it; ``item`` and ``property_id`` are ids, if known."""

    fact: str
    kind: str
    about: str
    what: str
    here: Side
    finding: Finding
    item: str = ""
    property_id: str = ""

    @property
    def outcome(self) -> Outcome:
        """What came of it."""
        return self.finding.outcome


def unknown(reason: str) -> Finding:
    """The finding that nothing can be said."""
    return Finding(outcome=Outcome.UNKNOWN, reason=reason)


def found(outcome: Outcome, reason: str, statement: Statement, value: str) -> Finding:
    """The finding that a statement gives."""
    return Finding(outcome=outcome, reason=reason, there=side(statement, value), statement=statement.iri)


def side(statement: Statement, value: str) -> Side:
    """What a statement says, with its time and its reference (else the statement itself)."""
    return Side(value=value, date=when(statement), source=statement.sources[0] if statement.sources else statement.iri)


def when(statement: Statement) -> str:
    """The time of a statement: a point, or a start and an end, ``?`` for an end that nobody knows."""
    point, start, end = (statement.period(name) for name in (POINT, START, END))
    if point:
        return point.iso
    last = end.iso if end else "?" if statement.unknown(END) else ""
    return f"{start.iso if start else ''}/{last}" if start or last else ""


def shown(statement: Statement, items: Items) -> str:
    """The value of a statement for people."""
    if isinstance(statement.value, Missing):
        return "none" if statement.value is Missing.NONE else "unknown"
    if isinstance(statement.value, Period):
        return statement.value.iso
    return items.label(items.current(statement.value)) if isinstance(statement.value, str) else str(statement.value)


def days_apart(one: Period | None, other: Period | None) -> int | None:
    """Days between two times, 0 where they have a day in common, None where one is not known."""
    if one is None or other is None:
        return None
    return max(0, (other.start - one.end).days, (one.start - other.end).days)


def day(date: datetime.date | None) -> Period | None:
    """The day as a time."""
    return Period(start=date, end=date) if date else None


# -- for people and programs ------------------------------------------------------------------------

COLUMNS = (
    "outcome", "kind", "about", "what", "here", "dateHere", "sourceHere", "there", "dateThere", "sourceThere",
    "reason", "id", "property", "statement", "fact",
)  # fmt: skip


def answer(verdicts: Iterable[Verdict]) -> Answer:
    """A row a fact."""
    rows = (
        (one.outcome.value, one.kind, one.about, one.what, one.here.value, one.here.date, one.here.source,
         one.finding.there.value, one.finding.there.date, one.finding.there.source, one.finding.reason,
         one.item, one.property_id, one.finding.statement, one.fact)
        for one in verdicts
    )  # fmt: skip
    return Answer(
        columns=COLUMNS, rows=tuple(tuple(ox.Literal(cell) if cell else None for cell in row) for row in rows)
    )


def to_json(verdicts: Iterable[Verdict]) -> str:
    """The verdicts as a list of objects, for programs."""
    told = [
        {
            "outcome": one.outcome.value,
            "reason": one.finding.reason,
            "class": one.kind,
            "about": one.about,
            "what": one.what,
            "fact": one.fact,
            "item": one.item,
            "property": one.property_id,
            "statement": one.finding.statement,
            "here": asdict(one.here),
            "there": asdict(one.finding.there),
        }
        for one in verdicts
    ]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def to_text(verdicts: Iterable[Verdict]) -> str:
    """The verdicts for people: what each side says, from when and where, and how they go together."""
    lines: list[str] = []
    for one in verdicts:
        lines.append(f"{one.outcome.value}: {one.about}, {one.what}: {one.finding.reason}")
        lines.append(f"  here:  {_told(one.here)}")
        if one.finding.there.value:
            lines.append(f"  there: {_told(one.finding.there)}")
        lines.append("")
    return "\n".join(lines)


def _told(said: Side) -> str:
    return "  ".join(filter(None, (said.value, f"({said.date})" if said.date else "", said.source)))


def to_turtle(verdicts: Iterable[Verdict], names: Names, against: str) -> bytes:
    """The verdicts as Turtle: an ``earl:Assertion`` a fact."""
    triples = {triple for one in verdicts for triple in _triples(one, names, against)}
    ordered = sorted(triples, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    prefixes = {**names.prefixes(), "check": f"{names.base}check/", "earl": EARL, "wd": WIKIDATA_ENTITY}
    return ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _triples(one: Verdict, names: Names, against: str) -> Iterable[ox.Triple]:
    node, result = (ox.NamedNode(names.check(f"{one.fact} {against}{part}")) for part in ("", " result"))
    outcome = {Outcome.CONFIRMED: "passed", Outcome.DIFFERS: "failed"}.get(
        one.outcome, "cantTell" if one.item else "untested"
    )
    source = ox.NamedNode(against) if against.startswith(WEB) else ox.Literal(against)
    told: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (node, RDF_TYPE, ox.NamedNode(EARL + "Assertion")),
        (node, EARL + "assertedBy", ox.NamedNode(BASE)),
        (node, EARL + "subject", ox.NamedNode(one.fact)),
        (node, EARL + "test", ox.NamedNode(WIKIDATA_ENTITY + one.property_id if one.property_id else term(one.kind))),
        (node, EARL + "result", result),
        (node, DCTERMS + "source", source),
        (result, RDF_TYPE, ox.NamedNode(EARL + "TestResult")),
        (result, EARL + "outcome", ox.NamedNode(EARL + outcome)),
        (result, DCTERMS + "description", ox.Literal(_sentence(one))),
    ]
    if one.finding.statement:
        told.append((result, EARL + "pointer", ox.NamedNode(one.finding.statement)))
    return [ox.Triple(subject, ox.NamedNode(predicate), value) for subject, predicate, value in told]


def _sentence(one: Verdict) -> str:
    here, there = one.here, one.finding.there
    sides = [
        f"{where}: {said.value}" + (f" ({said.date})" if said.date else "")
        for where, said in (("here", here), ("there", there))
        if said.value
    ]
    return "; ".join((one.finding.reason, *sides))
