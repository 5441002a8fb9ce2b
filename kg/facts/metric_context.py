"""Whom a figure is about: from its sentence, else from what the text was speaking of.

Input: Document, a quantity, where the words of its measure stand. Output: Entity. A place
behind the noun or a possessor comes first, then the subject, then what "the city", "the line" or
"it" stands for, then the city the article is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.facts.metric_measure import Measure, subject
from kg.model import (
    BlockKind,
    CityMention,
    Document,
    Entity,
    Kind,
    NameMention,
    PlaceMention,
    QuantityMention,
    Sentence,
    Span,
)

_NAMED = frozenset({Kind.ORGANIZATION, Kind.EVENT, Kind.EVENT_SERIES, Kind.THING, Kind.AWARD})
_FACILITY_HEADS = (
    "metro|subway|light rail|tramway|tram|monorail|underground|airport|international airport|port|library|museum|bridge|tunnel|tower|"
    "stadium|arena|hospital|university|zoo|park|forest|dam|canal|market|mall|station|railway|network|cable car|ferry|bus rapid transit|brt"
)
_FACILITY = re.compile(
    rf"(?:\bLine [\dA-Z]{{1,2}}\b of the )?\b(?:[A-Z][\w’'-]+ ){{1,4}}(?:(?i:{_FACILITY_HEADS}))\b(?: Line [\dA-Z]{{1,2}}\b)?"
)
_FACILITY_ALONE = re.compile(r"\b[Tt]he (?P<head>metro|subway|light rail|tram|underground|airport|port|zoo|tramway|monorail)\b(?! [a-z]+s\b)")
_IN_AFTER = re.compile(
    r"[\s,]{1,2}(?:\w+ ){0,3}?(?:in|of|across|throughout|within|on|at|inside) (?:the )?(?:whole of |rest of |city of |town of |centre of |center of |entire |greater |state of )?$"
)
_CITY_WORDS = re.compile(
    r"\b(?:the|this|our|its|their) (?:\w+ )?(?:city|capital|town|metropolis|municipality|emirate|community|megacity|village|"
    r"district|borough|city-state|place|resort|port city|city hall|council|mayor)\b(?!-)",
    re.IGNORECASE,
)
_NOUN_KINDS = (
    (re.compile(r"\b(?:the|this|its|last|that) (?:[\w’'-]+ ){0,2}(?:summit|fair|event|festival|conference|congress|forum|expo|exhibition|show|games|"
                r"marathon|meeting|championships?|assembly|edition|contest|convention|biennale|carnival)\b", re.IGNORECASE),
     (Kind.EVENT, Kind.EVENT_SERIES)),
    (re.compile(r"\b(?:the|this|its) (?:[\w’'-]+ ){0,2}(?:company|agency|operator|organi[sz]ation|network|association|group|body|bank|firm|union|club|"
                r"authority|ministry|university|programme|program|index|report|alliance|league|board)\b", re.IGNORECASE),
     (Kind.ORGANIZATION, Kind.THING)),
    (re.compile(r"\b(?:the|this|its) (?:[\w’'-]+ ){0,2}(?:line|metro|subway|airport|bridge|library|museum|system|network|station|tunnel|tower|stadium|"
                r"hospital|park|project|building|railway|service|fleet|port|scheme|forest)\b", re.IGNORECASE), (Kind.THING,)),
)  # fmt: skip
_COUNTRY_WORDS = re.compile(
    r"\b(?:nationwide|across the country|countrywide|national|the (?:country|nation|kingdom|republic)(?:'s|’s)?)\b",
    re.IGNORECASE,
)
_ATTENDANCE = frozenset(
    "participant delegate exhibitor attendee speaker booth session stand workshop visitor panel buyer exhibit performer "
    "runner athlete competitor guest expert mayor panellist artist film activity country".split()
)
_BACK = 120


@dataclass(frozen=True, kw_only=True)
class Bearer:
    """Something named in the text that a figure can be about."""

    span: Span
    entity: Entity


class Context:
    """The things of a document that a figure can be about, in order of the text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.bearers = _bearers(document)
        self._starts = [b.span.start for b in self.bearers]
        self.main = _main_city(document)
        self._sections = self._section_heads()
        self._last: Entity | None = None
        self._last_sentence: Sentence | None = None

    def within(self, start: int, end: int) -> Sequence[Bearer]:
        """The bearers whose names begin in a stretch of the text and end in it."""
        low, high = bisect_left(self._starts, start), bisect_right(self._starts, end - 1)
        return [b for b in self.bearers[low:high] if b.span.end <= end]

    def about(self, sentence: Sentence, quantity: QuantityMention, measure: Measure | None) -> Entity | None:
        """Whom the figure is about; None where nothing is named."""
        found = self._about(sentence, quantity, measure)
        if found:
            self._last, self._last_sentence = found, sentence
        return found

    def _about(self, sentence: Sentence, quantity: QuantityMention, measure: Measure | None) -> Entity | None:
        text, start = self.document.text, quantity.span.start
        if measure and (labelled := self._labelled(sentence, quantity, measure)):
            return labelled
        noun_end = max(quantity.span.end, measure.noun.end if measure and measure.noun else 0)
        if (
            measure
            and measure.noun
            and (named := self.within(*_widened(text, measure.noun, min(start, measure.noun.start))))
        ):
            return named[-1].entity
        attended = self._event(sentence, measure)
        if attended:
            return attended
        for bearer in self.within(noun_end, min(sentence.span.end, noun_end + _BACK)):
            if _IN_AFTER.fullmatch(text, noun_end, bearer.span.start):
                return bearer.entity
            break
        span = subject(text, sentence.span.start, start)
        if span:
            referred = self._referred(text[span.start : span.end], span.start)
            named = self.within(span.start, span.end)
            if named and not (referred and named[-1].entity.kind is Kind.PLACE):
                return named[-1].entity
            if referred:
                return referred
        if referred := self._referred(text[max(sentence.span.start, start - 200) : start], start):
            return referred
        if before := self.within(sentence.span.start, start):
            return before[-1].entity
        if referred := self._referred(text[quantity.span.end : min(sentence.span.end, quantity.span.end + 60)], start):
            return referred
        last = self._last_sentence
        if last and last.block == sentence.block or (last and sentence.block.cells and last.block.cells):
            return self._last
        return self.main or self._last or self._nearest(start, tuple(_NAMED))

    def _labelled(self, sentence: Sentence, quantity: QuantityMention, measure: Measure) -> Entity | None:
        """The name that the row, item or section stands under; None where it stands under none."""
        text = self.document.text
        if measure.label:
            if named := self.within(measure.label.start, measure.label.end):
                return named[0].entity
            if measure.how == "cell":
                return Entity(kind=Kind.CITY, name=" ".join(measure.label.of(text).split()))
        lead = text[sentence.span.start : quantity.span.start]
        named = self.within(sentence.span.start, quantity.span.start)
        if (
            named
            and re.match(r"\W*(?:\d+[.)] )?$", lead[: named[0].span.start - sentence.span.start])
            and re.search(r"(?::| [-–—]) ?$", lead)
        ):
            if not measure.topic:
                return named[0].entity
        if measure.topic:
            return self._last or self.main
        if sentence.block.kind is BlockKind.ITEM or measure.how == "label":
            return self._sections.get(sentence.block.span.start)
        return None

    def _section_heads(self) -> dict[int, Entity]:
        """For each item of a list the city in the short block that heads it: "20. Ulaanbaatar, Mongolia"."""
        found: dict[int, Entity] = {}
        head: Entity | None = None
        for block in self.document.article.blocks:
            named = self.within(block.span.start, block.span.end)
            length = block.span.end - block.span.start
            if (
                length < 60
                and named
                and named[0].entity.kind is Kind.CITY
                and 2 * sum(len(b.entity.name) for b in named) > length - 6
            ):
                head = named[0].entity
            elif block.kind is BlockKind.ITEM or length < 60:
                if head:
                    found[block.span.start] = head
            else:
                head = None
        return found

    def _referred(self, words: str, at: int) -> Entity | None:
        """What "the city", "the summit", "nationwide" stand for; None where they say nothing."""
        found: list[tuple[int, Entity]] = []
        if (m := _last_match(_CITY_WORDS, words)) and self.main:
            found.append((m.end(), self._nearest_city(at) or self.main))
        for pattern, kinds in _NOUN_KINDS:
            if (m := _last_match(pattern, words)) and (entity := self._nearest(at, kinds)):
                found.append((m.end(), entity))
        if (m := _last_match(_COUNTRY_WORDS, words)) and (entity := self._country(at)):
            found.append((m.end(), entity))
        if m := _last_match(_FACILITY_ALONE, words):
            found.append((m.end(), self._facility(m["head"], at)))
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _facility(self, head: str, at: int) -> Entity:
        """The metro, airport, … of that name that the text names, else that of the main city."""
        named = [b for b in self.bearers if b.entity.kind is Kind.THING and b.entity.name.lower().endswith(head)]
        before = [b for b in named if b.span.start < at]
        if named:
            return (before[-1] if before else named[0]).entity
        return Entity(kind=Kind.THING, name=f"{self.main.name} {head}" if self.main else head)

    def _nearest_city(self, at: int) -> Entity | None:
        """The city named last before ``at`` in the same or the previous two sentences, if it is the main one."""
        return self.main

    def _nearest(self, at: int, kinds: Sequence[Kind]) -> Entity | None:
        """The thing of one of the kinds that was named last, else the first one named later."""
        fitting = [b for b in self.bearers if b.entity.kind in kinds]
        before = [b for b in fitting if b.span.start < at]
        return before[-1].entity if before else fitting[0].entity if fitting else None

    def _country(self, at: int) -> Entity | None:
        places = [p for p in self.document.all(PlaceMention) if p.level == "country" and not p.adjective]
        before = [p for p in places if p.span.start < at]
        return before[-1].entity if before else places[0].entity if places else None

    def _event(self, sentence: Sentence, measure: Measure | None) -> Entity | None:
        """The event that delegates, exhibitors, … were counted at, where one is named close by."""
        if not measure or not measure.base:
            return None
        head = measure.base.split()[-1].lower().rstrip("s")
        if head not in _ATTENDANCE:
            return None
        events = [
            b
            for b in self.bearers
            if b.entity.kind in {Kind.EVENT, Kind.EVENT_SERIES} and b.span.start < sentence.span.end
        ]
        if events and sentence.span.start - events[-1].span.start < 600:
            return events[-1].entity
        return None


def _last_match(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(words):
        pass
    return found


def _widened(text: str, noun: Span, start: int) -> tuple[int, int]:
    """A noun phrase with the possessor before it, up to the quantity."""
    m = re.search(
        r"(?:[A-Z][\w.’-]*[ ,]+){0,4}[A-Z][\w.-]*[’']s? (?:\w+ ){0,2}$", text[max(0, noun.start - 60) : noun.start]
    )
    return (noun.start - (len(m.group()) if m else 0), start)


def _bearers(document: Document) -> list[Bearer]:
    quantities = document.all(QuantityMention)
    starts = [q.span.start for q in quantities]

    def in_quantity(span: Span) -> bool:
        i = bisect_right(starts, span.start) - 1
        return i >= 0 and quantities[i].span.end > span.start

    dateline = document.dateline_city.span if document.dateline_city else None
    found = [Bearer(span=c.span, entity=c.entity) for c in document.all(CityMention) if c.span != dateline]
    found += [
        Bearer(span=p.span, entity=p.entity)
        for p in document.all(PlaceMention)
        if not p.adjective and not in_quantity(p.span)
    ]
    found += [Bearer(span=n.span, entity=n.entity) for n in document.all(NameMention) if n.kind in _NAMED]
    named = sorted((b.span.start, b.span.end) for b in found if b.entity.kind not in {Kind.CITY, Kind.PLACE})
    for m in _FACILITY.finditer(document.text):
        begin = m.start() + (4 if m.group().startswith("The ") else 0)
        if not any(s < m.end() and begin < e for s, e in named):
            found.append(
                Bearer(
                    span=Span(start=begin, end=m.end()),
                    entity=Entity(kind=Kind.THING, name=document.text[begin : m.end()]),
                )
            )
    found.sort(key=lambda b: (b.span.start, -b.span.end))
    outer: list[Bearer] = []
    for bearer in found:  # a city inside a longer name is no bearer of its own
        if not (outer and outer[-1].span.end >= bearer.span.end):
            outer.append(bearer)
    return outer


def _main_city(document: Document) -> Entity | None:
    """The city the article is about: the one named most, headlines counting twice, earlier ones first among equals."""
    cities = document.all(CityMention)
    counts: Counter[Entity] = Counter()
    title_end = document.article.blocks[0].span.end if document.article.blocks else 0
    for city in cities:
        counts[city.entity] += 2 if city.span.end <= title_end else 1
    best = max(counts.values(), default=0)
    return next((c.entity for c in cities if counts[c.entity] == best), None)
