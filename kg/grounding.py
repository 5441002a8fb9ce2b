"""From a language model's answer to facts: only what stands in the article enters.

Input: a Document and an Answer. Output: facts. A fact is kept when its quote stands verbatim in the
article (white space aside) and the names and numbers that make it this fact stand in the quote; any
other slot that the quote does not hold is left empty. The article's text is data, never an instruction.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kg.model import (
    AwardConferral,
    CityMention,
    DateMention,
    Document,
    Entity,
    Fact,
    Hosting,
    Kind,
    Location,
    Observation,
    Period,
    Precision,
    QuantityMention,
    Result,
    Span,
    Tenure,
)
from kg.namespaces import folded

LONGEST_QUOTE = 600  # characters; longer ones prove too little


class Told(BaseModel):
    """What every told fact has: the words of the article that tell it."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    quote: str = Field(min_length=1, max_length=LONGEST_QUOTE)


class ToldAward(Told):
    """An award, title or rank that somebody was given or considered for."""

    recipient: str
    recipient_kind: Literal["City", "Person", "Organization", "Thing"]
    award: str
    category: str | None
    year: int | None
    event: str | None
    conferred_by: str | None
    result: Literal["winner", "runner-up", "finalist", "special mention", "ranked", "nominee", "withdrawn"]
    rank: int | None


class ToldEvent(Told):
    """An event with its host cities and days."""

    event: str
    edition: str | None
    cities: list[str]
    year: int | None
    start: datetime.date | None
    end: datetime.date | None
    organizer: str | None


class ToldRole(Told):
    """A post that a person holds, held or will hold."""

    person: str
    role: str
    of: str | None
    of_kind: Literal["City", "Organization", "Place", "Event"] | None


class ToldMetric(Told):
    """A figure about a city, or about something else that the article speaks of."""

    about: str
    about_kind: Literal["City", "Organization", "Event", "Place", "Thing"]
    measure: str
    value: Decimal
    unit: str | None
    year: int | None


class ToldPlace(Told):
    """A city and the country, state or region that the text puts beside it."""

    city: str
    place: str


class Answer(BaseModel):
    """What a model answers: facts by kind. Its JSON schema is sent with the question."""

    model_config = ConfigDict(extra="forbid")
    awards: list[ToldAward]
    events: list[ToldEvent]
    roles: list[ToldRole]
    metrics: list[ToldMetric]
    places: list[ToldPlace]


def ground(document: Document, answer: Answer, *, rule: str) -> tuple[tuple[Fact, ...], int]:
    """The facts of an answer that the article bears out, and how many it does not."""
    told = (*answer.awards, *answer.events, *answer.roles, *answer.metrics, *answer.places)
    facts = [fact for one in told for fact in _grounded(document, one, rule)]
    return tuple(facts), len(told) - len(facts)


def _grounded(document: Document, told: Told, rule: str) -> Iterator[Fact]:
    span = find_quote(document.text, told.quote)
    if span is not None and (fact := _fact(_Quote(document, span), told, rule)) is not None:
        yield fact


def find_quote(text: str, quote: str) -> Span | None:
    """Where a quote stands in the text, white space aside; None where it does not."""
    words = quote.split()
    if not words:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), text)
    return Span(start=match.start(), end=match.end()) if match else None


class _Quote:
    """A quote in its document: which names and numbers stand in it."""

    def __init__(self, document: Document, span: Span) -> None:
        self.document = document
        self.span = span
        self.folded = f" {folded(span.of(document.text))} "

    def holds(self, name: str) -> bool:
        return bool(folded(name)) and f" {folded(name)} " in self.folded

    def entity(self, name: str | None, kind: str) -> Entity | None:
        """The named thing, where its name stands in the quote; a city with the gazetteer's id where it is known."""
        if name is None or not self.holds(name):
            return None
        if kind == Kind.CITY:
            known = (m.entity for m in self.document.all(CityMention) if folded(m.name) == folded(name))
            return next(known, Entity(kind=Kind.CITY, name=name))
        return Entity(kind=Kind(kind), name=name)

    def year(self, year: int | None) -> int | None:
        """The year, where the quote names it or a date in the quote means it."""
        dates = self.document.within(self.span, DateMention)
        return year if year and (self.holds(str(year)) or any(d.period.year == year for d in dates)) else None

    def day(self, day: datetime.date | None) -> datetime.date | None:
        dates = self.document.within(self.span, DateMention)
        return day if any(day in (d.period.start, d.period.end) for d in dates) else None

    def number(self, value: Decimal) -> QuantityMention | None:
        """The quantity of the quote that has this value."""
        return next((q for q in self.document.within(self.span, QuantityMention) if q.value == value), None)


def _fact(quote: _Quote, told: Told, rule: str) -> Fact | None:
    evidence = (quote.span,)
    match told:
        case ToldAward():
            recipient, award = quote.entity(told.recipient, told.recipient_kind), quote.entity(told.award, "Award")
            if recipient is None or award is None:
                return None
            rank = told.rank if told.rank is not None and told.rank > 0 else None
            return AwardConferral(
                evidence=evidence, rule=rule, recipient=recipient, award=award,
                category=quote.entity(told.category, "AwardCategory"), year=quote.year(told.year),
                event=quote.entity(told.event, "Event"), conferred_by=quote.entity(told.conferred_by, "Organization"),
                result=Result(told.result), rank=rank,
            )  # fmt: skip
        case ToldEvent():
            event = quote.entity(told.event, "Event")
            cities = tuple(city for name in told.cities if (city := quote.entity(name, "City")))
            if event is None:
                return None
            edition = told.edition if told.edition and quote.holds(told.edition) else None
            return Hosting(
                evidence=evidence, rule=rule, event=event, city=cities, edition=edition, year=quote.year(told.year),
                start_date=quote.day(told.start), end_date=quote.day(told.end),
                organizer=quote.entity(told.organizer, "Organization"),
            )  # fmt: skip
        case ToldRole():
            person = quote.entity(told.person, "Person")
            if person is None or not quote.holds(told.role):
                return None
            of = quote.entity(told.of, told.of_kind or "Organization")
            return Tenure(evidence=evidence, rule=rule, person=person, role=told.role, of=of)
        case ToldMetric():
            about, number = quote.entity(told.about, told.about_kind), quote.number(told.value)
            measured = any(quote.holds(word) for word in told.measure.split())
            if about is None or number is None or not measured:
                return None
            year = quote.year(told.year)
            return Observation(
                evidence=evidence, rule=rule, about=about, metric=Entity(kind=Kind.METRIC, name=told.measure),
                value=number.value, value_max=number.value_max, unit=number.unit, qualifier=number.qualifier,
                as_of=_whole(year) if year else None,
            )  # fmt: skip
        case ToldPlace():
            city, place = quote.entity(told.city, "City"), quote.entity(told.place, "Place")
            return Location(evidence=evidence, rule=rule, city=city, place=place) if city and place else None
    return None


def _whole(year: int) -> Period:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return Period(start=first, end=last, precision=Precision.YEAR)
