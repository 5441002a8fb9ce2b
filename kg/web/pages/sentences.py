"""Facts in words.

Input: a fact, its entities under the names that the graph shows. Output: a sentence in parts, those that name a thing
with its IRI; and the time that a fact speaks of.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.model import (
    AwardConferral,
    Entity,
    Fact,
    Hosting,
    HostingStatus,
    Kind,
    Location,
    Modality,
    Observation,
    Period,
    Precision,
    Recurrence,
    Result,
    Tenure,
    TenureStatus,
)
from kg.namespaces import Names
from kg.tables import decimal_text

MONTHS = ("", *"January February March April May June July August September October November December".split())
_RESULTS = {
    Result.WINNER: "won",
    Result.RUNNER_UP: "was runner-up for",
    Result.FINALIST: "was a finalist for",
    Result.SPECIAL_MENTION: "received a special mention of",
    Result.RANKED: "was ranked in",
    Result.NOMINEE: "was nominated for",
    Result.WITHDRAWN: "withdrew from",
}
_HELD = {
    HostingStatus.HELD: "was held",
    HostingStatus.PLANNED: "is to be held",
    HostingStatus.POSTPONED: "was postponed",
    HostingStatus.CANCELLED: "was cancelled",
    HostingStatus.ONLINE: "was held online",
}
_TENURES = {TenureStatus.CURRENT: "is", TenureStatus.FORMER: "was", TenureStatus.INCOMING: "is to be"}
_WITH_ARTICLE = ("the ", "a ", "an ")


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some words of a sentence; ``iri`` where they name a thing."""

    text: str
    iri: str = ""
    kind: Kind | None = None


def sentence(fact: Fact, names: Names, told: datetime.date | None = None) -> tuple[Part, ...]:
    """The fact in words, with a full stop; ``told`` is the day on which it was written, for what was past by then."""
    parts = []
    for piece in _pieces(fact, told):
        if isinstance(piece, Entity):
            parts.append(Part(text=piece.name, iri=names.entity(piece), kind=piece.kind))
        elif piece:
            parts.append(Part(text=piece))
    return (*parts, Part(text="."))


def plain(parts: tuple[Part, ...]) -> str:
    """The sentence as text."""
    return "".join(part.text for part in parts)


def _pieces(fact: Fact, told: datetime.date | None) -> Iterator[str | Entity]:
    match fact:
        case AwardConferral():
            yield from _award(fact)
        case Hosting():
            yield from _hosting(fact, told)
        case Recurrence():
            yield from (fact.series, " is held")
            yield f" {fact.frequency}" if fact.frequency else " again and again"
            yield f" in {MONTHS[fact.month]}" if fact.month else ""
            yield from _in(fact.city)
            yield f" since {fact.since}" if fact.since else ""
        case Tenure():
            yield from (fact.person, f" {_TENURES[fact.status]} {fact.role}")
            yield from (" of ", fact.of) if fact.of else ()
            yield f" from {period(fact.start_date)}" if fact.start_date else ""
            yield f" until {period(fact.end_date)}" if fact.end_date else ""
        case Observation():
            yield from (fact.about, ": ")
            yield from _figure(fact)
        case Location():
            yield from (fact.city, " lies in ", fact.place)


def _award(fact: AwardConferral) -> Iterator[str | Entity]:
    yield fact.recipient
    ranked = fact.result is Result.RANKED and fact.rank
    verb = f"was ranked number {fact.rank} in" if ranked else _RESULTS[fact.result]
    yield f" {verb} " if fact.award.name.casefold().startswith(_WITH_ARTICLE) else f" {verb} the "
    yield fact.award
    yield f" {fact.year}" if fact.year and str(fact.year) not in fact.award.name else ""
    yield from (" in the category ", fact.category) if fact.category else ()
    yield from (" at ", fact.event) if fact.event else ()
    yield f", rank {fact.rank}" if fact.rank and not ranked else ""
    yield from (", given by ", fact.conferred_by) if fact.conferred_by else ()


def _hosting(fact: Hosting, told: datetime.date | None) -> Iterator[str | Entity]:
    time = when(fact)
    past = told is not None and time is not None and time.end < told
    yield fact.event
    edition = fact.edition if fact.edition and fact.edition not in fact.event.name else ""
    yield f" ({edition})" if edition and edition != str(fact.year) else ""
    yield f" {_HELD[fact.status]}" if fact.status else " took place" if past else " takes place"
    yield from _in(fact.city)
    if fact.start_date and fact.end_date and fact.end_date != fact.start_date:
        yield f" from {day(fact.start_date)} to {day(fact.end_date)}"
    elif known := fact.start_date or fact.end_date:
        yield f" on {day(known)}"
    elif fact.year:
        yield f" in {fact.year}"
    yield from (", organized by ", fact.organizer) if fact.organizer else ()


def _in(cities: tuple[Entity, ...]) -> Iterator[str | Entity]:
    for at, city in enumerate(cities):
        yield " in " if at == 0 else " and " if at == len(cities) - 1 else ", "
        yield city


def _figure(fact: Observation) -> Iterator[str | Entity]:
    metric = replace(fact.metric, name=_inside(fact.metric.name))
    named_by_unit = fact.unit is not None and fact.unit.casefold() == metric.name.casefold()
    if named_by_unit or (fact.unit is None and metric.name.endswith(("s", "people", "men", "women", "children"))):
        yield from (f"{amount(replace(fact, unit=None))} ", metric)
    else:
        yield from (metric, f" {amount(fact)}")
    told = [fact.modality.value] if fact.modality is not Modality.ACTUAL else []
    told += ["a change"] if fact.change else []
    told += [period(fact.as_of)] if fact.as_of else []
    yield f" ({', '.join(told)})" if told else ""


def _inside(name: str) -> str:
    """What is measured, as it is written inside a sentence: ``Population`` without its capital, ``GDP`` with them."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def amount(fact: Observation) -> str:
    """The value with its qualifier and unit: ``more than 31.4 km``, ``about 1.3 million``."""
    value = number(fact.value) + (f"–{number(fact.value_max)}" if fact.value_max is not None else "")
    sign = "+" if fact.change and fact.value > 0 else ""
    unit = fact.unit or ""
    gap = "" if unit in {"", "%"} else "\N{NO-BREAK SPACE}"
    return f"{fact.qualifier.value + ' ' if fact.qualifier else ''}{sign}{value}{gap}{unit}"


def number(value: Decimal) -> str:
    """The number as people read it.

    >>> number(Decimal(17800000)), number(Decimal("9.60")), number(Decimal(54280))
    ('17.8 million', '9.6', '54,280')
    """
    for word, size in (("billion", Decimal(10**9)), ("million", Decimal(10**6))):
        short = value / size
        if abs(short) >= 1 and -short.normalize().as_tuple().exponent <= 3:  # type: ignore[operator]  # it is finite
            return f"{decimal_text(short)} {word}"
    whole, _, rest = decimal_text(value).partition(".")
    return f"{int(whole):,}".replace("-", "−") + (f".{rest}" if rest else "") if whole != "-0" else f"−0.{rest}"


def day(date: datetime.date) -> str:
    """A date in words: ``27 April 2025``."""
    return f"{date.day} {MONTHS[date.month]} {date.year}"


def period(time: Period) -> str:
    """A time in words, no more precise than it is."""
    match time.precision:
        case Precision.DAY:
            return day(time.start)
        case Precision.MONTH:
            return f"{MONTHS[time.start.month]} {time.start.year}"
        case Precision.YEAR:
            return str(time.start.year)
    return f"{day(time.start)} to {day(time.end)}"


def when(fact: Fact) -> Period | None:
    """The time that a fact speaks of; None where it does not say."""
    match fact:
        case AwardConferral(year=int(year)) | Recurrence(since=int(year)):
            return _year(year)
        case Hosting(start_date=datetime.date() as start):
            return Period(start=start, end=fact.end_date or start)
        case Hosting(year=int(year)):
            return _year(year)
        case Tenure():
            return fact.start_date or fact.end_date
        case Observation():
            return fact.as_of
    return None


def _year(year: int) -> Period | None:
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return None
    return Period(start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31), precision=Precision.YEAR)
