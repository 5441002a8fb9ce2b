"""Whom a figure is about: from its sentence, else from what the text was speaking of.

Input: Document, a quantity, its measure. Output: Entity. The label of its row or item comes first, a
possessor or a place behind the noun, then the subject, then what "the city", "the line" or "the fair"
stands for, then what the paragraph spoke of, then the city the article is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.facts.metric_bearers import NAMED, Bearer, Bearers
from kg.facts.metric_phrases import Measure, subject
from kg.facts.metric_words import either, words
from kg.model import BlockKind, Document, Entity, Kind, QuantityMention, Sentence, Span

_IN_AFTER = re.compile(
    r"[\s,]{1,2}(?:\w+ ){0,3}?(?:in|of|across|throughout|within|on|at|inside) (?:the )?"
    r"(?:(?:whole|rest|city|town|centre|center|state) of |entire |greater )?$"
)
_CITY_WORDS = re.compile(rf"\b(?:the|this|our|its|their) (?:\w+ )?(?:{either('city_noun')})\b(?!-)", re.IGNORECASE)


def _definite(group: str) -> re.Pattern[str]:
    """Matches "the annual fair", "this network", … for the nouns of a group."""
    return re.compile(rf"\b(?:the|this|its|last|that) (?:[\w’'-]+ ){{0,2}}(?:{either(group)})\b", re.IGNORECASE)


_EVENTS = frozenset({Kind.EVENT, Kind.EVENT_SERIES})
_KINDS_OF_NOUNS = (
    (_definite("event_noun"), _EVENTS),
    (_definite("organization_noun"), frozenset({Kind.ORGANIZATION, Kind.THING})),
    (_definite("thing_noun"), frozenset({Kind.THING})),
)
_COUNTRY_WORDS = re.compile(
    r"\b(?:nationwide|across the country|countrywide|national|the (?:country|nation|kingdom|republic)(?:'s|’s)?)\b",
    re.IGNORECASE,
)
_FACILITY_ALONE = re.compile(rf"\b[Tt]he (?P<head>{either('sole_facility')})\b(?! [a-z]+s\b)")
_ATTENDANCE = words("attendance_noun")
_ITEM_MARK = re.compile(r"\W*(?:\d+[.)] )?$")
_NAME_GOES_ON = re.compile(r"(?: [A-Z][\w&’'-]{1,30}){1,4}")
_NAME_BEFORE = re.compile(
    r"(?:[Tt]he )?(?P<name>(?<=he )[A-Z][\w&’'-]+|[A-Z][\w&’'-]+(?: [A-Z][\w&’'-]+){1,4}) (?:in|at) (?:the )?$"
)
_COLON = re.compile(r"(?::| [-–—]) ?$")
_OWNER = re.compile(r"(?:[A-Z][\w.’-]{0,30}[ ,]+){0,4}[A-Z][\w.-]{0,30}[’']s? (?:\w+ ){0,2}$")
_FAR = 120  # characters: a place further behind the number belongs to something else
_EVENT_FAR = 600  # an event named before that is not what delegates are counted at
_REACH = 400  # characters of a sentence that are looked at before the number
_SHORT = 60  # a block so short is a heading, whatever the page calls it


class Context:
    """What the figures of a document are about; asked in order of the text, it remembers the last answer."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.bearers = Bearers(document)
        self._sections = self._section_heads(document)
        self._last: Entity | None = None
        self._last_sentence: Sentence | None = None

    def about(self, sentence: Sentence, quantity: QuantityMention, measure: Measure) -> Entity | None:
        """Whom the figure is about; None where nothing is named."""
        found = (
            self._labelled(sentence, quantity, measure)
            or self._beside(sentence, quantity, measure)
            or self._before(sentence, quantity)
            or self._spoken_of(sentence, quantity)
        )
        if found:
            self._last, self._last_sentence = found, sentence
        return found

    def _labelled(self, sentence: Sentence, quantity: QuantityMention, measure: Measure) -> Entity | None:
        """The name that the row, item or section stands under; None where it stands under none."""
        if label := measure.label:
            if named := self.bearers.within(label.start, label.end):
                return named[0].entity
            if measure.how == "cell":
                return Entity(kind=Kind.CITY, name=" ".join(label.of(self.text).split()))
        if measure.topic:
            return self._last or self.bearers.main
        start = sentence.span.start
        named = self.bearers.within(start, quantity.span.start)
        headed = bool(named) and _ITEM_MARK.match(self.text[start : named[0].span.start])
        if headed and _COLON.search(self.text[start : quantity.span.start]):
            return named[0].entity
        if sentence.block.kind is BlockKind.ITEM or measure.how == "label":
            return self._sections.get(sentence.block.span.start)
        return None

    def _beside(self, sentence: Sentence, quantity: QuantityMention, measure: Measure) -> Entity | None:
        """The possessor of the noun, the event it was counted at, or the place directly behind it."""
        if noun := measure.noun:
            owner = _OWNER.search(self.text[max(sentence.span.start, noun.start - 60) : noun.start])
            if named := self.bearers.within(noun.start - len(owner.group()) if owner else noun.start, noun.end):
                return named[-1].entity
        head = measure.base.split()[-1].lower().removesuffix("s") if measure.base else ""
        event = self.bearers.last(sentence.span.end, _EVENTS) if head in _ATTENDANCE else None
        if event and sentence.span.start - event.span.start < _EVENT_FAR:
            return event.entity
        end = max(quantity.span.end, measure.noun.end if measure.noun else 0)
        behind = self.bearers.within(end, min(sentence.span.end, end + _FAR))
        if behind and _IN_AFTER.fullmatch(self.text, end, behind[0].span.start):
            return behind[0].entity
        return None

    def _before(self, sentence: Sentence, quantity: QuantityMention) -> Entity | None:
        """The subject, what a noun with "the" stands for, or what was named last before the number."""
        start = quantity.span.start
        first = max(sentence.span.start, start - _REACH)
        if span := subject(self.text, first, start):
            referred = self._referred(span)
            named = self.bearers.within(span.start, span.end)
            if named and not (referred and named[-1].entity.kind is Kind.PLACE):  # "the resort in Queensland"
                return self._whole_name(named[-1], span)
            if referred:
                return referred
        if referred := self._referred(Span(start=max(first, start - 200), end=start)):
            return referred
        named = self.bearers.within(first, start)
        return named[-1].entity if named else None

    def _whole_name(self, bearer: Bearer, within: Span) -> Entity:
        """The bearer, or what its name only begins: "the Gdansk Shipyard" is no city."""
        if begin := _NAME_BEFORE.match(self.text, within.start, bearer.span.start):
            return Entity(kind=Kind.THING, name=begin["name"])  # "the Louvre in Paris"
        rest = _NAME_GOES_ON.match(self.text, bearer.span.end, within.end)
        if rest is None or bearer.entity.kind is not Kind.CITY:
            return bearer.entity
        return Entity(kind=Kind.THING, name=" ".join(self.text[bearer.span.start : rest.end()].split()))

    def _spoken_of(self, sentence: Sentence, quantity: QuantityMention) -> Entity | None:
        """What stands behind the number, what the paragraph or table spoke of, the city of the article."""
        end = quantity.span.end
        if referred := self._referred(Span(start=end, end=max(end, min(sentence.span.end, end + 60)))):
            return referred
        last = self._last_sentence
        if last and (last.block == sentence.block or (sentence.block.cells and last.block.cells)):
            return self._last
        return self.bearers.main or self._last or self.bearers.nearest(end, NAMED)

    def _referred(self, span: Span) -> Entity | None:
        """What the last of "the city", "the summit", "nationwide" in a stretch stands for."""
        found: list[tuple[int, Entity | None]] = []
        if m := self._last_match(_CITY_WORDS, span):
            found.append((m.end(), self.bearers.main))
        for pattern, kinds in _KINDS_OF_NOUNS:
            if m := self._last_match(pattern, span):
                found.append((m.end(), self.bearers.nearest(m.start(), kinds)))
        if m := self._last_match(_COUNTRY_WORDS, span):
            found.append((m.end(), self.bearers.country(m.start())))
        if m := self._last_match(_FACILITY_ALONE, span):
            found.append((m.end(), self._facility(m["head"], m.start())))
        known = [(end, entity) for end, entity in found if entity]
        return max(known, key=lambda pair: pair[0])[1] if known else None

    def _last_match(self, pattern: re.Pattern[str], span: Span) -> re.Match[str] | None:
        return max(pattern.finditer(self.text, span.start, span.end), key=re.Match.end, default=None)

    def _facility(self, head: str, at: int) -> Entity:
        """The metro, airport, … of that name that the text names, else that of the article's city."""
        main = self.bearers.main
        return self.bearers.nearest(at, {Kind.THING}, head) or Entity(
            kind=Kind.THING, name=f"{main.name} {head}" if main else head
        )

    def _section_heads(self, document: Document) -> dict[int, Entity]:
        """By the start of a short block, the city in the short block that heads it: "20. Ulaanbaatar, Mongolia"."""
        found: dict[int, Entity] = {}
        head: Entity | None = None
        for block in document.article.blocks:
            short = block.span.end - block.span.start < _SHORT
            named = self.bearers.within(block.span.start, block.span.end) if short else ()
            if _is_heading(named, block.span):
                head = named[0].entity
            elif not short and block.kind is not BlockKind.ITEM:
                head = None
            elif head:
                found[block.span.start] = head
        return found


def _is_heading(named: Sequence[Bearer], span: Span) -> bool:
    """True where a city leads a block that holds little but names."""
    length = sum(b.span.end - b.span.start for b in named)
    return bool(named) and named[0].entity.kind is Kind.CITY and 2 * length > span.end - span.start - 6
