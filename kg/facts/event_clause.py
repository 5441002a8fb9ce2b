"""A sentence as a short line of signs, so that patterns see its grammar and not its names.

Input: Document and Sentence. Output: Clause, whose ``line`` has every mention replaced by a sign of its
kind and number, ``<C3>`` for a city, ``<E4>`` an event, ``<D5>`` a date, ``<P6>`` a person, ``<O7>``
an organisation, ``<L8>`` a country or region, ``<N9>`` another name. A country behind its city and a
short form in brackets are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from kg.model import (
    CityMention,
    DateMention,
    Document,
    Kind,
    Mention,
    NameMention,
    PersonMention,
    PlaceMention,
    Precision,
    Sentence,
)

SIGN = re.compile(r"<([A-Z])(\d+)>")
_COUNTRY_BEHIND = re.compile(
    r"(<C\d+>)(?:,? ?\((?:<L\d+>|the <L\d+>)\)"
    r"|, (?:in )?(?:the )?<L\d+>(?:, <L\d+>(?! and\b|,? <))?(?:,(?= (?!<[CL])))?"
    r"| in (?:the )?<L\d+>(?=(?:,| (?!and\b|on\b|from\b|between\b|or\b))))"
)
_COUNTRY_BEFORE = re.compile(r"(?:<L\d+>['’]s |<L\d+> (?:city|capital|town) (?:of )?)(?=<C\d+>)")
_CITY_WORD = re.compile(
    r"\b(?:[Tt]he )?(?:host )?(?:capital |port |coastal |southern |northern )?[Cc]ity of (?=<C\d+>)|(?<=>) [Cc]ity\b"
)
# "OSLO, 21 June 2019 (Agency) --": where and when the article was written, no part of its first sentence.
_DATELINE = re.compile(
    r"^(?:<[CLDN]\d+>|[A-Z][\w.]*|[ ,:/|·–—-]|\([^()]{2,40}\)){1,14}?(?:<D\d+>|\([^()]{2,40}\)"
    r"|<C\d+>)[ /,]*(?:--|–|—|:|-) "
)
_CITY_STATES = frozenset(
    {"Singapore", "Monaco", "Luxembourg", "San Marino", "Hong Kong", "Macao", "Macau", "Gibraltar"}
)
_SHORT_FORM = re.compile(r"(<E\d+>) ?\((?:<[EON]\d+>|[A-Z][\w-]{1,12})(?: \d{4}| <D\d+>)?\)")


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One sentence: its signs, and the mentions they stand for."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    line: str

    def of(self, signs: str) -> tuple[Mention, ...]:
        """The mentions whose signs stand in a piece of the line, in its order."""
        return tuple(self.mentions[int(match[2])] for match in SIGN.finditer(signs))

    @cached_property
    def cities(self) -> tuple[CityMention, ...]:
        """The cities of the line."""
        return tuple(m for m in self.of(self.line) if isinstance(m, CityMention))

    @cached_property
    def events(self) -> tuple[NameMention, ...]:
        """The events of the line."""
        return tuple(m for m in self.of(self.line) if letter(m) == "E" and isinstance(m, NameMention))

    def sign(self, mention: Mention) -> str:
        """The sign that stands for a mention."""
        return f"<{letter(mention)}{self._numbers[mention.span.start]}>"

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {mention.span.start: number for number, mention in enumerate(self.mentions)}


def letter(mention: Mention) -> str:
    """The letter of a mention's kind; empty for what has no sign."""
    match mention:
        case CityMention():
            return "C"
        case DateMention():
            return "D"
        case PersonMention():
            return "P"
        case PlaceMention():
            return "" if mention.adjective else "C" if mention.name in _CITY_STATES else "L"
        case NameMention():
            return {Kind.EVENT: "E", Kind.EVENT_SERIES: "E", Kind.ORGANIZATION: "O"}.get(mention.kind, "N")
    return ""


def clause_of(document: Document, sentence: Sentence, mentions: tuple[Mention, ...]) -> Clause:
    """The sentence as signs; of mentions that overlap the first and longest gets one."""
    parts: list[str] = []
    kept: list[Mention] = []
    position = sentence.span.start
    dates = [m.span for m in mentions if isinstance(m, DateMention)]
    for mention in mentions:
        if mention.span.start < position or not letter(mention):
            continue
        between = document.text[position : mention.span.start]
        if _own_year(mention, between, kept):
            position = mention.span.end
            continue
        parts += [between, f"<{letter(mention)}{len(kept)}>"]
        kept.append(_as_city(mention))
        # A name that runs into a date gives it back: "the Foundation on 1" of "on 1 June 2020".
        position = min(
            [mention.span.end, *(d.start for d in dates if mention.span.start < d.start < mention.span.end < d.end)]
        )
    parts.append(document.text[position : sentence.span.end])
    line = " ".join("".join(parts).split(" ")).replace("\n", " ").replace("\u00a0", " ")
    return Clause(sentence=sentence, mentions=tuple(kept), line=_shortened(line))


def _as_city(mention: Mention) -> Mention:
    """A city that is a country, as the city; other mentions as they are."""
    if isinstance(mention, PlaceMention) and mention.name in _CITY_STATES and not mention.adjective:
        return CityMention(span=mention.span, name=mention.name, geonames_id=None, country=mention.country, region=None)
    return mention


def _own_year(mention: Mention, between: str, kept: list[Mention]) -> bool:
    """True for the year of an event's own name, where names have read it: "Expo 2020", "the Games of 2018"."""
    if not isinstance(mention, DateMention) or not kept or mention.period.precision is not Precision.YEAR:
        return False
    event = kept[-1]
    return isinstance(event, NameMention) and event.year == mention.period.year and between in {"", " ", " of "}


def _shortened(line: str) -> str:
    line = _DATELINE.sub("", line, count=1)
    line = _SHORT_FORM.sub(r"\1", line)
    line = _COUNTRY_BEHIND.sub(r"\1", line)
    line = _COUNTRY_BEFORE.sub("", line)
    return _CITY_WORD.sub("", line)
