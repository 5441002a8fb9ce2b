"""Where and when an edition was held and who organises it: asked of the encoder among the names and dates of a text.

Input: a document, an edition as rules and classifiers tell it. Output: the edition with the city, time and body that
the encoder is sure of, where none is told. Without an encoder nothing changes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Generic, TypeVar

from kg import encoder
from kg.facts import links
from kg.facts.event_dates import is_no_edition
from kg.facts.event_features import Candidate
from kg.facts.event_hosts import BIDS, is_set_elsewhere
from kg.mentions import units
from kg.model import (
    CityMention,
    DateMention,
    Document,
    Entity,
    Hosting,
    HostingStatus,
    Kind,
    NameMention,
    Period,
    Precision,
    Span,
)

T = TypeVar("T")
CITY, TIME, ORGANIZER, MEANT = "event_city", "event_time", "event_organizer", "event_meant"

LEAST = 0.5
"""How sure it has to be, from 0 to 1."""

LEAST_ALONE = 0.8
"""How sure of the city of an event of which nothing but its name was read."""

_AROUND = 40  # names before a place, and as many behind it, that are options
_LONGEST = 60  # days of an edition
_DATELESS = frozenset({HostingStatus.CANCELLED, HostingStatus.POSTPONED})  # the days that are told are off


class Named(Generic[T]):
    """What a document names that may fill a slot, with every place where it is named."""

    def __init__(self, found: Iterable[tuple[encoder.Place, T]]) -> None:
        self._found = sorted(found, key=lambda item: item[0])
        self._starts = [start for (start, _), _ in self._found]

    def near(self, place: encoder.Place) -> dict[T, list[encoder.Place]]:
        """What is named near a place, each with where."""
        at = bisect_left(self._starts, place[0])
        options: dict[T, list[encoder.Place]] = {}
        for where, option in self._found[max(0, at - _AROUND) : at + _AROUND]:
            options.setdefault(option, []).append(where)
        return options


def cities(document: Document) -> Named[Entity]:
    """The cities that a document names."""
    return Named((mention.span.place, mention.entity) for mention in document.all(CityMention))


def times(document: Document) -> Named[Period]:
    """The times that a document names, none longer than a year."""
    dates = (m for m in document.all(DateMention) if m.period.year)
    return Named((m.span.place, m.period) for m in dates if not is_no_edition(document, m.span.start))


def bodies(document: Document) -> Named[Entity]:
    """The organisations that a document names, and names of no known kind."""
    about = units.lines(document)
    return Named(
        (place, Entity(kind=Kind.ORGANIZATION, name=option.entity.name))
        for option in links.options(document, about, "OX")
        if option.entity.kind in {Kind.ORGANIZATION, Kind.THING}
        for place in links.places(about, option.places)
    )


def named(found: Iterable[Candidate]) -> Named[str]:
    """The names that may be an event's, with their case folded."""
    return Named((candidate.unit.place, candidate.name.casefold()) for candidate in found)


def even(options: Collection[object]) -> list[float]:
    """The shares of options of which nothing is known, that of none at the end."""
    return [1 / (len(options) + 1)] * (len(options) + 1)


def place_of(document: Document, name: str, evidence: Span) -> encoder.Place:
    """Where an edition is told: the name of the event in its evidence, else all of the evidence."""
    low = name.casefold()
    named = (m for m in document.within(evidence, NameMention) if m.name.casefold() in low or low in m.name.casefold())
    return next((mention.span.place for mention in named), evidence.place)


def filled(document: Document, editions: list[Hosting]) -> Iterator[Hosting]:
    """The editions with their cities, times and organizers; what is then told twice, word for word, is told once."""
    if not all(map(encoder.answers, (CITY, TIME, ORGANIZER))):
        yield from editions
        return
    where, when, who = cities(document), times(document), bodies(document)
    told = set()
    for edition in editions:
        place = place_of(document, edition.event.name, edition.evidence[0])
        fact = _placed(document, _timed(document, edition, when, place), where, place)
        fact = _organized(document, fact, who, place)
        said = replace(fact, evidence=(), rule="")
        if said not in told:
            told.add(said)
            yield fact


def _sure(document: Document, question: str, named: Named[T], place: encoder.Place, least: float = LEAST) -> T | None:
    """What the encoder is sure of."""
    options = named.near(place)
    if not options:
        return None
    top, sure = encoder.choice(document, question, even(options), place, list(options.values()))
    return list(options)[top] if top < len(options) and sure > least else None  # not asked: all as sure as none


def _placed(document: Document, edition: Hosting, where: Named[Entity], place: encoder.Place) -> Hosting:
    told = document.sentence_at(edition.evidence[0].start)
    hoped_for = told is not None and BIDS.search(document.quote(told.span)) is not None
    if edition.status is HostingStatus.ONLINE or edition.city or hoped_for:
        return edition
    alone = not (edition.year or edition.start_date or edition.edition)
    city = _sure(document, CITY, where, place, LEAST_ALONE if alone else LEAST)
    named = next((mention for mention in document.all(CityMention) if mention.entity == city), None)
    if city is None or (told and named and is_set_elsewhere(document, told.span, named)):
        return edition
    return replace(edition, city=(city,))


def _organized(document: Document, edition: Hosting, who: Named[Entity], place: encoder.Place) -> Hosting:
    body = None if edition.organizer else _sure(document, ORGANIZER, who, place)
    if body is None or body.name.casefold() == edition.event.name.casefold():
        return edition
    return replace(edition, organizer=body)


def _timed(document: Document, edition: Hosting, when: Named[Period], place: encoder.Place) -> Hosting:
    if edition.start_date or edition.end_date or edition.status in _DATELESS:
        return edition
    period = _sure(document, TIME, when, place)
    if period is None or (edition.year and edition.year != period.year):
        return edition
    days = period.precision is Precision.SPAN and 0 < (period.end - period.start).days < _LONGEST
    start, end = (period.start, period.end) if days else (None, None)
    return replace(edition, year=period.year, start_date=start, end_date=end)
