"""Where a text speaks of something: by name, by a description ("the Brazilian city"), by a pronoun.

Input: Document with its Bearers. Output: References in order of the text, each with what it stands for
and its part in the sentence. Descriptions and pronouns are resolved while the text is read from its
beginning: to the topic of the sentence, else of the one before, as far as the kinds agree.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kg.facts.metric_bearers import Bearer, Bearers, facility_of
from kg.facts.metric_words import either, tag_of, words
from kg.mentions.descriptions import city_meant
from kg.model import Document, Entity, Kind, Sentence, Span

_NOUNS = {
    "city": ("city_noun",), "event": ("event_noun",), "body": ("organization_noun",), "thing": ("thing_noun",),
    "country": ("country_noun",),
}  # fmt: skip
_KINDS = {
    "city": frozenset({Kind.CITY}),
    "event": frozenset({Kind.EVENT, Kind.EVENT_SERIES}),
    "body": frozenset({Kind.ORGANIZATION}),
    "thing": frozenset({Kind.THING}),
}
_BEARING = frozenset({Kind.CITY, Kind.PLACE, Kind.ORGANIZATION, Kind.THING, Kind.EVENT, Kind.EVENT_SERIES})
_DESCRIPTION = re.compile(
    r"\b(?:(?:the|this|that|our|last year[’']s|this year[’']s|[A-Z][a-z]{2,20}[’']s) )"
    r"(?P<modifiers>(?:[\w’'.-]{1,25} ){0,3}?)"
    rf"(?:{'|'.join(f'(?P<{name}>{either(*groups)})' for name, groups in _NOUNS.items())})\b(?![-’'](?!s\b))"
    r"(?P<of> of (?:the )?(?-i:[A-Z])[\w-]{2,20}(?: (?-i:[A-Z])[\w-]{2,20})?)?",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:it|its)\b(?! (?:is|was|will be|would be) (?:\w+ )?(?:that|to)\b)", re.IGNORECASE)
_NATIONWIDE = re.compile(r"\b(?:nationwide|nationally|across the country|countrywide)\b", re.IGNORECASE)
_THINGS = words("thing_noun")
_ALONE = re.compile(rf"(?:{either('sole_facility')})$", re.IGNORECASE)
_DIRECT = re.compile(r"\b(?P<word>[A-Za-z]{1,12})(?: (?:the|its|their|an?|whole|of))* ?$")
_ONE_OF_MANY = re.compile(r"\b(?:first|second|third|next|last|other|only|same|few|two|three|best|largest|every)\b")
_NAME_ON = re.compile(r" (?!City\b)[A-Z]")  # "the City Council", "the Smart City Expo"; a council is as often its city
_NOBODY = Entity(kind=Kind.THING, name="")
_WITHIN = 4  # sentences back that a description may reach before the topic of the article is taken


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A stretch of the text that stands for something a figure can be about."""

    span: Span
    entity: Entity
    via: str  # "name", "description", "pronoun"
    adjunct: str  # the preposition it hangs on, empty where it stands on its own: the subject, an object
    sentence: int  # number of the sentence


class References:
    """The references of a document, in order of the text."""

    def __init__(self, document: Document, bearers: Bearers, chapters: Mapping[int, Entity]) -> None:
        self.document, self.bearers = document, bearers
        self.chapters = chapters  # by the start of a block: the city of the headline it stands under
        self.topics: list[Entity | None] = []  # by sentence: what it is about
        self.all: list[Reference] = []
        self._first: list[int] = []  # by sentence: its first reference
        for number, sentence in enumerate(document.sentences):
            self._first.append(len(self.all))
            self._read(number, sentence)
        self._starts = [r.span.start for r in self.all]

    @cached_property
    def counts(self) -> Counter[Entity]:
        """How often each thing is spoken of."""
        return Counter(r.entity for r in self.all)

    @cached_property
    def places(self) -> dict[Entity, list[tuple[int, int]]]:
        """Where each thing is spoken of: the first character and the one after the last."""
        found: dict[Entity, list[tuple[int, int]]] = {}
        for r in self.all:
            found.setdefault(r.entity, []).append(r.span.place)
        return found

    @cached_property
    def most(self) -> dict[Kind, int]:
        """By kind, how often the thing spoken of most is."""
        found: dict[Kind, int] = {}
        for entity, n in self.counts.items():
            found[entity.kind] = max(n, found.get(entity.kind, 0))
        return found

    def of_sentence(self, number: int) -> Sequence[Reference]:
        """The references of a sentence."""
        end = self._first[number + 1] if number + 1 < len(self._first) else len(self.all)
        return self.all[self._first[number] : end]

    def before(self, at: int, most: int) -> Sequence[Reference]:
        """At most so many references that begin before an offset, the last of them last."""
        end = bisect_left(self._starts, at)
        return self.all[max(0, end - most) : end]

    def _read(self, number: int, sentence: Sentence) -> None:
        """Add the references of a sentence and note its topic."""
        text = self.document.text
        for start, end, bearer, m in sorted(self._candidates(sentence.span), key=lambda c: (c[0], -c[1])):
            if len(self.all) > self._first[number] and self.all[-1].span.end > start:
                continue
            word = _DIRECT.search(text[max(sentence.span.start, start - 40) : start])
            reference = Reference(
                span=Span(start=start, end=end),
                entity=bearer.entity if bearer else _NOBODY,
                via="guess" if bearer and bearer.guessed else "name",
                adjunct=word["word"].lower() if word and tag_of(word["word"]) == "P" else "",
                sentence=number,
            )
            if bearer is None and m:
                meant, via = self._meant(m, number), "description" if _group(m) else "pronoun"
                if meant is None:
                    continue
                reference = replace(reference, entity=meant, via=via)
            self.all.append(reference)
        self.topics.append(self._topic(number, sentence))

    def _candidates(self, span: Span) -> Iterator[tuple[int, int, Bearer | None, re.Match[str] | None]]:
        for pattern in (_NATIONWIDE, _DESCRIPTION, _PRONOUN):
            for m in pattern.finditer(self.document.text, span.start, span.end):
                if not self._compound(m):
                    yield m.start(), m.end(), None, m
        for bearer in self.bearers.within(span.start, span.end):
            yield bearer.span.start, bearer.span.end, bearer, None

    def _compound(self, m: re.Match[str]) -> bool:
        """True where the noun only opens a longer one, or a modifier is none: "the line between the city"."""
        group = _group(m)
        if not group:
            return False
        if group != "city" and m[group][0].isupper():
            return True  # "the Olympic Games": a name
        if m[group][0].isupper() and _NAME_ON.match(self.document.text, m.end()):
            return not (m["modifiers"] and self.document.text.startswith(" Council", m.end()))
        if _ONE_OF_MANY.search(m["modifiers"]):
            return True
        if any(tag_of(w) not in "NA#" for w in m["modifiers"].split()):
            return True
        after = re.match(r" ([a-z]+)\b", self.document.text[m.end() : m.end() + 30])
        return bool(after) and tag_of(after[1]) == "N" and not after[1].endswith(("s", "ed")) if after else False

    def _topic(self, number: int, sentence: Sentence) -> Entity | None:
        """The first thing that stands on its own, else the first one named, else the topic of the sentence before."""
        here = self.of_sentence(number)
        for reference in here:
            if not reference.adjunct:
                return reference.entity
        if here:
            return here[0].entity
        carried = number and self.document.sentences[number - 1].block == sentence.block
        return self.topics[-1] if carried else None

    # -- what a description or pronoun stands for --------------------------------------------------

    def _meant(self, m: re.Match[str], number: int) -> Entity | None:
        group = _group(m)
        if m.re is _NATIONWIDE or group == "country":
            return self.bearers.country(m.start())
        if group is None:
            return self.topical(number, _BEARING)
        if group == "city":
            return self._city(m, number)
        noun = m[group].lower().removesuffix("s")
        kinds = _KINDS[group] | _KINDS["thing"] if noun in _THINGS else _KINDS[group]
        if named := self._called(noun, _BEARING - {Kind.CITY, Kind.PLACE}):
            return named
        if found := self.topical(number, kinds, _WITHIN):
            return found
        if noun in _THINGS and _ALONE.match(noun) and (city := self.topical(number, _KINDS["city"])):
            return facility_of(city, noun)
        return self._last(_KINDS[group]) if group == "event" else None

    def _city(self, m: re.Match[str], number: int) -> Entity | None:
        span = Span(start=m.start(), end=m.end())
        told = f"{m['modifiers']}{m['of'] or ''}".split()  # the noun itself may have a capital: "the City"
        placed = any(w[:1].isupper() for w in told) or m.group().split()[0].lower().endswith("s")
        if placed:
            meant = city_meant(self.document, span)
            return meant.entity if meant else None
        if found := self.topical(number, _KINDS["city"], _WITHIN):
            return found
        return self.chapters.get(self._block(number).start) or self.bearers.main

    def topical(self, number: int, kinds: Collection[Kind], reach: int = 1) -> Entity | None:
        """The topic of the sentence so far or of those before it, else what they name in passing."""
        passing: Entity | None = None
        for back in range(reach + 1):
            at = number - back
            if at < 0 or (back and self.document.sentences[at].block.span != self._block(number)):
                break
            here = [r for r in self.of_sentence(at) if r.entity.kind in kinds]
            if alone := next((r for r in here if not r.adjunct), None):
                return alone.entity
            passing = passing or (here[0].entity if here else None)
        return passing

    def _block(self, number: int) -> Span:
        return self.document.sentences[number].block.span

    def _called(self, noun: str, kinds: Collection[Kind]) -> Entity | None:
        """What was named most with the noun in its name, best at its end; of equals the last one."""
        named = [r.entity for r in self.all[-30:] if r.entity.kind in kinds and noun in r.entity.name.lower().split()]
        heads = [entity for entity in named if entity.name.lower().endswith(noun)]
        count = Counter(reversed(heads or named))
        return max(count, key=count.__getitem__, default=None)

    def _last(self, kinds: Collection[Kind]) -> Entity | None:
        return next((r.entity for r in reversed(self.all) if r.entity.kind in kinds), None)


def _group(m: re.Match[str]) -> str | None:
    """The kind of noun that a description has; None for a pronoun."""
    return next((name for name in _NOUNS if m[name]), None) if m.re is _DESCRIPTION else None
