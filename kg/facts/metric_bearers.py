"""What the figures of a document can be about: cities, places, organisations, events, named facilities.

Input: Document. Output: Bearers in order of the text, and look-ups among them. A name inside a longer
name is none; a facility is a capitalised name before "Metro", "airport", "light rail" and the like.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.facts.metric_words import either
from kg.facts.metric_words import words as forms
from kg.mentions.lexicon_words import words
from kg.mentions.units import lines
from kg.model import (
    BlockKind,
    CityMention,
    DateMention,
    Document,
    Entity,
    Kind,
    NameMention,
    PersonMention,
    PlaceMention,
    QuantityMention,
    Span,
)

NAMED = frozenset({Kind.ORGANIZATION, Kind.EVENT, Kind.EVENT_SERIES, Kind.THING, Kind.AWARD})
"""The kinds of names that a figure can be about."""
_ARTICLES = "The|A|An|This|Its|Their|Our|In|On|At|Of|For|And|But"
_MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
_FACILITY = re.compile(
    rf"(?:\b[Ll]ine [\dA-Z]{{1,2}}\b of (?:the )?)?\b(?:(?!(?:{_ARTICLES}|{_MONTHS}) )[A-Z][\w-]{{0,30}} ){{1,4}}"
    rf"(?i:{either('facility')})\b"
    r"(?! area| region)(?:(?<=[Ll]ine) \d{1,2}[A-Z]?\b(?! [a-z]+s\b)| Line [\dA-Z]{1,2}\b)?|\bLine [\dA-Z]{1,2}\b"
)
_NAME_IN = re.compile(
    r"\b[Tt]he (?P<name>[A-Z][\w&’'-]{1,30}(?: [A-Z][\w&’'-]{1,30}){0,4}) (?:in|at) (?:the )?(?=[A-Z])"
)
_SOME_NAME = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|of) "
    r"(?P<name>(?<!of )[A-Z][\w&’'-]{1,30}(?: [A-Z][\w&’'-]{1,30}){1,4}|[A-Z]{1,2}\d{1,2})\b(?! [A-Z])"
)
_PARTICIPLE = re.compile(r"[A-Z][a-z]+(?:ed|ing)")  # "Located in the south, …"
_ADJUNCT = re.compile(r" (?:in|on|at|by|to|from|around|about|just|some|between|with|near|only|over|as|along|up)\b")
_NAME_GOES_ON = re.compile(rf"(?: (?!(?:{_ARTICLES})\b)[A-Z][\w&’'-]{{1,30}}){{1,4}}")


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Something named in the text that a figure can be about."""

    span: Span
    entity: Entity
    guessed: bool = False  # capitalised words that no finder knows


class Bearers:
    """The bearers of a document, in order of the text."""

    def __init__(self, document: Document) -> None:
        self.all = _in_full(_outermost(b for b in _named(document) if not _is_no_name(document, b)))
        self.main = _main_city(document)
        self._starts = [b.span.start for b in self.all]
        self._countries = [p for p in document.all(PlaceMention) if p.level == "country" and not p.adjective]

    def within(self, start: int, end: int) -> Sequence[Bearer]:
        """The bearers whose names begin in a stretch of the text and end in it."""
        low, high = bisect_left(self._starts, start), bisect_right(self._starts, end - 1)
        return [b for b in self.all[low:high] if b.span.end <= end]

    def last(self, at: int, kinds: Container[Kind], ending: str = "") -> Bearer | None:
        """The bearer of one of the kinds named last before ``at``, whose name has the ending."""
        for bearer in reversed(self.all[: bisect_left(self._starts, at)]):
            if bearer.entity.kind in kinds and bearer.entity.name.lower().endswith(ending):
                return bearer
        return None

    def nearest(self, at: int, kinds: Container[Kind], ending: str = "") -> Entity | None:
        """What was named last before ``at``, else what is named first after it."""
        if found := self.last(at, kinds, ending):
            return found.entity
        for bearer in self.all[bisect_left(self._starts, at) :]:
            if bearer.entity.kind in kinds and bearer.entity.name.lower().endswith(ending):
                return bearer.entity
        return None

    def country(self, at: int) -> Entity | None:
        """The country named last before ``at``, else the first one of the text."""
        before = bisect_left([p.span.start for p in self._countries], at)
        return self._countries[max(0, before - 1)].entity if self._countries else None


def _is_no_name(document: Document, bearer: Bearer) -> bool:
    """True of a financial year, of what is measured ("RevPAR"), and of a headline whose words are all capitalised."""
    name, title = bearer.entity.name, document.article.blocks[0]
    words_of = name.split()
    headline = (
        bearer.guessed
        and title.kind is BlockKind.TITLE
        and title.span.covers(bearer.span)
        and len(words_of) >= _HEADLINE
        and not name.isupper()
        and 4 * len(name) > 3 * (title.span.end - title.span.start)
    )
    return headline or not _MEASURES.isdisjoint((words_of[0], words_of[-1])) or bool(_FINANCIAL_YEAR.fullmatch(name))


_MEASURES = forms("measure_name")
_HEADLINE = 4  # words


def _named(document: Document) -> Iterator[Bearer]:
    quantities = document.all(QuantityMention)
    starts = [q.span.start for q in quantities]
    dateline = document.dateline_city.span if document.dateline_city else None
    cities = document.all(CityMention)
    known = {city.span.start for city in cities}
    nicknames = [m for m in _NICKNAME.finditer(document.text) if m.start("name") in known]
    nicknamed = {m.start(group) for m in nicknames for group in ("name", "of")}
    for city in cities:
        if city.span != dateline and city.span.start not in nicknamed:  # where it was filed, not what it is about
            yield Bearer(span=city.span, entity=city.entity)
    for place in document.all(PlaceMention):
        i = bisect_right(starts, place.span.start) - 1
        in_quantity = i >= 0 and quantities[i].span.end > place.span.start  # the "US" of "US$"
        if not place.adjective and not in_quantity and place.span.start not in nicknamed:
            yield Bearer(span=place.span, entity=place.entity)
    yield from _longer_names(document)
    names = [n for n in document.all(NameMention) if n.kind in NAMED]
    for name in names:
        yield Bearer(span=name.span, entity=name.entity)
    name_starts = [n.span.start for n in names]
    for m in _FACILITY.finditer(document.text):
        span = Span(start=m.start(), end=m.end())
        i = bisect_left(name_starts, span.end)
        if not any(n.span.overlaps(span) for n in names[max(0, i - 3) : i]):
            yield Bearer(span=span, entity=Entity(kind=Kind.THING, name=" ".join(m.group().split())))


_BOTH = re.compile(r"\b(?:City|Town|Borough) and (?:County|District|Borough|Region) of (?:the )?$")
_STRETCH = re.compile(
    r"\b[Tt]he (?:[a-z\d][\w.-]* ){0,3}"
    r"(?P<name>[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,3} [-–] [A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,3} "
    r"(?:stretch|section|segment|corridor|line|route))\b"
)


def _longer_names(document: Document) -> Iterator[Bearer]:
    """Names that only begin with a city, or stand before one: "the Gdansk Shipyard", "the Louvre in Paris"."""
    cities = document.all(CityMention)
    for m in _STRETCH.finditer(document.text):  # "the Old Gate - Lakeside section"
        span = Span(start=m.start("name"), end=m.end("name"))
        yield Bearer(span=span, entity=Entity(kind=Kind.THING, name=m["name"]))
    for city in cities:  # "the City and County of Denver"
        if both := _BOTH.search(document.text, max(0, city.span.start - 40), city.span.start):
            yield Bearer(span=Span(start=both.start(), end=city.span.end), entity=city.entity)
    for city in cities:
        rest = _NAME_GOES_ON.match(document.text, city.span.end)
        article = document.text[max(0, city.span.start - 4) : city.span.start].lower() == "the "
        if rest and article:
            span = Span(start=city.span.start, end=rest.end())
            yield Bearer(span=span, entity=Entity(kind=Kind.THING, name=" ".join(document.quote(span).split())))
    places = {m.span.start for m in (*cities, *document.all(PlaceMention))}
    for m in _NAME_IN.finditer(document.text):
        if m.end() in places and m.start("name") not in places:
            span = Span(start=m.start("name"), end=m.end("name"))
            yield Bearer(span=span, entity=Entity(kind=Kind.THING, name=m["name"]))

    known = [
        m.span
        for kind in (PersonMention, NameMention, CityMention, PlaceMention, DateMention)
        for m in document.all(kind)
    ]
    taken = sorted((s.start, s.end) for s in known)
    for m in _SOME_NAME.finditer(document.text):
        i = bisect_right(taken, (m.end("name"), 0))
        if not any(end > m.start("name") for _, end in taken[max(0, i - 4) : i]):
            span = Span(start=m.start("name"), end=m.end("name"))
            yield Bearer(span=span, entity=Entity(kind=Kind.THING, name=m["name"]), guessed=True)
    yield from _capitalised(document)


def _capitalised(document: Document) -> Iterator[Bearer]:
    """Capitalised words that no finder knows."""
    for line in lines(document):
        for unit in line.units:
            name = " ".join(document.text[unit.start : unit.end].split())
            participle = _PARTICIPLE.fullmatch(name) and _ADJUNCT.match(document.text, unit.end)
            word = unit is line.units[0] and name.casefold() in words("common_words")  # "Green spaces cover …"
            if unit.kind == "X" and not (name[0].isdigit() or participle or word):  # no "30 November Thessaloniki"
                span = Span(start=unit.start, end=unit.end)
                yield Bearer(span=span, entity=Entity(kind=Kind.THING, name=name), guessed=True)


_NICKNAME = re.compile(  # "the Venice of the North"
    r"\bthe (?:so-called )?[\"“‘']?(?P<name>[A-Z][\w-]+) of (?:the )?(?P<of>[A-Z][\w-]+)"
)
_FINANCIAL_YEAR = re.compile(r"FY ?[’']?\d{2,4}(?:[-/–]\d{2,4})?")
_GENERIC = re.compile(
    "Airport|Port|Harbour|Harbor|Metro|Museum|University|Hospital|Zoo|Festival|Marathon|Congress|Authority|Agency|"
    "Company|Foundation|Institute|Chamber|Bank|Stadium|Arena|Railway|Tramway|Subway"
)


_FACILITY_NOUN = re.compile(either("sole_facility"), re.IGNORECASE)


def facility_of(city: Entity, noun: str) -> Entity:
    """A facility without a name of its own, called after its city: "Kaunas free zone"."""
    return Entity(kind=Kind.THING, name=f"{city.name} {noun}")


def _in_full(bearers: list[Bearer]) -> list[Bearer]:
    """The bearers, a short form by the longer name of the text that ends in it: "the Airport" for Split Airport."""
    full: dict[str, list[Bearer]] = {}
    for bearer in bearers:
        name = bearer.entity.name
        if (last := name.rpartition(" ")[2]) != name:
            full.setdefault(last, []).append(bearer)
        if name.startswith(("Port of ", "University of ")):
            full.setdefault(name.partition(" ")[0], []).append(bearer)

    city: Entity | None = None
    told = []
    for bearer in bearers:
        if bearer.entity.kind is Kind.CITY:
            city = bearer.entity
        told.append(_meant(bearer, full.get(bearer.entity.name, []), city))
    return told


def _meant(short: Bearer, named: Sequence[Bearer], city: Entity | None) -> Bearer:
    """A short form as one of the longer names, the last one before it; a facility without one after its city."""
    if not _GENERIC.fullmatch(short.entity.name):
        return short
    before = [one for one in named if one.span.start < short.span.start]
    found = before[-1] if before else next(iter(named), None)
    if found:
        return replace(short, entity=found.entity, guessed=False)
    if city and _FACILITY_NOUN.fullmatch(short.entity.name):
        return replace(short, entity=facility_of(city, short.entity.name.lower()))
    return short


def _outermost(bearers: Iterator[Bearer]) -> list[Bearer]:
    found: list[Bearer] = []
    for bearer in sorted(bearers, key=lambda b: (b.span.start, -b.span.end)):
        if not (found and found[-1].span.end >= bearer.span.end):
            found.append(bearer)
    return found


def _main_city(document: Document) -> Entity | None:
    """The city the article is about: the one named most, in the headline twice, earlier ones first among equals."""
    cities = document.all(CityMention)
    title_end = document.article.blocks[0].span.end if document.article.blocks else 0
    counts: Counter[Entity] = Counter()
    for city in cities:
        counts[city.entity] += 2 if city.span.end <= title_end else 1
    best = max(counts.values(), default=0)
    return next((c.entity for c in cities if counts[c.entity] == best), None)
