"""Names in short: codes of series of events, and later mentions of a name by its head noun.

Input: a text and the names found in it. Output: NameMentions for "COP26", "Expo 2020", "the Congress".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.model import Kind, NameMention, Span

_SERIES = re.compile(
    r"\b((?:COP|WUF|MOP|CMP)[ -]?\d{1,2}|Expo(?=[ \u00a0]?(?:(?:19|20)\d\d|['’]\d\d)))"
    r"\b(?:[ \u00a0]?(?:((?:19|20)\d\d)|['’](\d\d))\b)?"
)


def series(text: str) -> Iterator[NameMention]:
    """Events known by a code and a number, "COP26", and "Expo 2020"."""
    for match in _SERIES.finditer(text):
        short = int(match[3]) if match[3] else None
        yield NameMention(
            span=Span(start=match.start(), end=match.end(1)),
            name=match[1],
            kind=Kind.EVENT,
            year=int(match[2]) if match[2] else short and short + (1900 if short > _THIS_CENTURY else 2000),
        )


_THIS_CENTURY = 45  # "Expo '70" was in 1970, "Expo '25" in 2025


_SHORT = re.compile(
    r"\b(?:[Tt]he|[Tt]his(?: year['’]s)?|[Ii]ts|[Ll]ast year['’]s|[Nn]ext"
    r" year['’]s)[ \u00a0]([A-Za-z]{4,12})\b(?![ \u00a0][A-Z])"
)


def short_forms(text: str, named: Sequence[NameMention], heads: Mapping[str, Kind]) -> Iterator[NameMention]:
    """Later mentions by the head noun alone: "the Congress", "The Commission", with the long name."""
    by_head: dict[str, list[NameMention]] = {}
    for mention in named:
        if mention.kind is not Kind.AWARD:
            for word in set(mention.name.casefold().split()) & heads.keys():
                by_head.setdefault(word, []).append(mention)
    starts = [m.span.start for m in named]
    for match in _SHORT.finditer(text):
        word = match.group(1)
        options = by_head.get(word.casefold(), ())
        span = Span(start=match.start(1), end=match.end(1))
        before = [m for m in options if m.span.end <= span.start and heads[word.casefold()] is m.kind]
        at = bisect_right(starts, span.start) - 1
        inside = at >= 0 and named[at].span.overlaps(span)
        if not before or inside or (word.islower() and before[-1].kind is not Kind.EVENT):
            continue
        yield replace(before[-1], span=span, year=None, edition=None)
