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
_COUNTRY_BEHIND = re.compile(r"(<C\d+>)(?:,? ?\((?:<L\d+>|the <L\d+>)\)|, (?:in )?(?:the )?<L\d+>(?:,(?= (?!<[CL])))?)")
_COUNTRY_BEFORE = re.compile(r"(?:<L\d+>['’]s |<L\d+> (?:city|capital|town) (?:of )?)(?=<C\d+>)")
_CITY_WORD = re.compile(r"\b(?:[Tt]he )?(?:host )?(?:capital |port |coastal |southern |northern )?[Cc]ity of (?=<C\d+>)|(?<=>) [Cc]ity\b")
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
        return f"<{letter(mention)}{self.mentions.index(mention)}>"


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
            return "" if mention.adjective else "L"
        case NameMention():
            return {Kind.EVENT: "E", Kind.EVENT_SERIES: "E", Kind.ORGANIZATION: "O"}.get(mention.kind, "N")
    return ""


def clause_of(document: Document, sentence: Sentence, mentions: tuple[Mention, ...]) -> Clause:
    """The sentence as signs; of mentions that overlap the first and longest gets one."""
    parts: list[str] = []
    kept: list[Mention] = []
    position = sentence.span.start
    for mention in mentions:
        if mention.span.start < position or not letter(mention) or _own_year(mention, kept):
            continue
        between = document.text[position : mention.span.start]
        parts += [between, f"<{letter(mention)}{len(kept)}>"]
        kept.append(mention)
        position = mention.span.end
    parts.append(document.text[position : sentence.span.end])
    line = " ".join("".join(parts).split(" ")).replace("\n", " ").replace("\u00a0", " ")
    return Clause(sentence=sentence, mentions=tuple(kept), line=_shortened(line))


def _own_year(mention: Mention, kept: list[Mention]) -> bool:
    """True for the year in an event's own name: "Expo 2020", where names have read it already."""
    if not isinstance(mention, DateMention) or not kept or mention.period.precision is not Precision.YEAR:
        return False
    event = kept[-1]
    return isinstance(event, NameMention) and event.year == mention.period.year and mention.span.start - event.span.end <= 2


def _shortened(line: str) -> str:
    line = _SHORT_FORM.sub(r"\1", line)
    line = _COUNTRY_BEHIND.sub(r"\1", line)
    line = _COUNTRY_BEFORE.sub("", line)
    return _CITY_WORD.sub("", line)
