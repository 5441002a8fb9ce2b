"""Dates and spans of time in a document, each resolved to the days it covers.

Input: Document with its anchor (the day relative dates count from). Output: DateMention in order
of the text, none overlapping. Idea: one trigger expression finds where a date may begin; at that
place the forms of its class are tried in order, the longest first, and the first one that reads
wins. Without an anchor what is counted from the article's day stays silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mentions import periods
from kg.mentions.date_forms import ABSOLUTE
from kg.mentions.date_reader import Reader
from kg.mentions.date_relative import RELATIVE
from kg.mentions.date_words import MONTH, NUMBERS, ORDINALS, PART, SEASON, WEEKDAY, weekday_of
from kg.model import BlockKind, DateMention, Document, Period, Precision, Span

_PART = re.compile(rf"(?P<part>(?i:{PART}))(?:[\s-](?:in\s|the\s)?|(?=$))")
_WEEKDAY_FIRST = re.compile(rf"(?P<w>{WEEKDAY}),?\s(?:the\s)?(?=\d|{MONTH})")
_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1}

_TRIGGER = re.compile(
    r"(?<![\w$€£¥.,/-])(?:(?P<absolute>\d|(?:FY|Q[1-4]|H[12])\b|(?=[A-Z])(?i:jan|feb|mar|apr|may|jun|jul"
    r"|aug|sep|oct|nov|dec)"
    r"|[Ff]iscal|[Ff]inancial)"
    r"|(?P<weekday>(?=[A-Z])(?i:mon|tue|wed|thu|fri|sat|sun))"
    r"|(?P<part>(?i:early|mid|late|(?:the\s)?(?:beginning|start|middle|end)\sof|year-?end)\b)"
    r"|(?P<relative>(?i:this|last|next|past|previous|coming|following|today|tonight|yesterday|tomorrow"
    r"|spring|summer|autumn"
    rf"|fall|winter|same|that|preceding|{'|'.join(ORDINALS)}|the\s(?:year|{SEASON}|same|previous|following"
    rf"|preceding|{'|'.join(ORDINALS)})"
    rf"|(?:{'|'.join(NUMBERS)})\s(?:full\s)?(?:day|week|month|year|decade)s?\s(?:ago|back|earlier|before|later"
    r"|after|on|from\snow))\b))"
)


def _absolute(start: int, end: int, reader: Reader) -> tuple[int, Period] | None:
    for pattern, reading in ABSOLUTE:
        match = pattern.match(reader.text, start, end)
        if match is not None:
            period = reading(match, reader)
            if period is not None:
                return match.end(), period
    return None


def _relative(start: int, end: int, reader: Reader) -> tuple[int, Period] | None:
    for pattern, reading in RELATIVE:
        match = pattern.match(reader.text, start, end)
        if match is not None:
            period = reading(match, reader)
            if period is not None:
                return match.end(), period
    return None


def _any(start: int, end: int, reader: Reader) -> tuple[int, Period] | None:
    """The date that begins at ``start``, whatever its class, as (end, period)."""
    if first := _WEEKDAY_FIRST.match(reader.text, start, end):
        reader.weekday = weekday_of(first["w"])
        found = _absolute(first.end(), end, reader)
        reader.weekday = None
        if found:
            return found
    return _absolute(start, end, reader) or _relative(start, end, reader)


def _part_of(start: int, end: int, reader: Reader) -> tuple[int, Period] | None:
    """A third of the period that follows: "early 2021", "the end of this year"."""
    match = _PART.match(reader.text, start, end)
    found = _any(match.end(), end, reader) if match else None
    if match is None or found is None or found[1].precision is Precision.DAY:
        return found
    word = re.sub(r"\b(?:the|of)\b|\s", "", match["part"].lower())
    return found[0], periods.third(found[1], _THIRDS.get(word, 2))


def find(document: Document) -> Iterator[DateMention]:
    """The dates of a document in order of the text; relative ones only where it has an anchor."""
    reader = Reader(
        document=document,
        anchor=document.anchor,
        text=document.text,
        starts=[sentence.span.start for sentence in document.sentences],
    )
    for block in document.article.blocks:
        for region in block.cells or (block.span,):
            yield from _in_region(region, reader)


def _in_region(region: Span, reader: Reader) -> Iterator[DateMention]:
    position = region.start
    while trigger := _TRIGGER.search(reader.text, position, region.end):
        reader.used_anchor = False
        read = _part_of if trigger.lastgroup == "part" else _any
        found = read(trigger.start(), region.end, reader)
        if found is None:
            position = _next_word(reader.text, trigger)
            continue
        position, reader.last = found
        span = Span(start=trigger.start(), end=position)
        yield DateMention(span=span, period=reader.last, relative=reader.used_anchor)


def _next_word(text: str, trigger: re.Match[str]) -> int:
    """Where to go on after a trigger that was no date: past its digits, else past its first letter."""
    position = trigger.start() + 1
    while trigger.lastgroup == "absolute" and position < len(text) and text[position].isdigit():
        position += 1
    return position


def year_meant(document: Document, span: Span) -> int | None:
    """The year that the text around ``span`` speaks of, or None.

    It is taken from the nearest date in the same sentence, else from the block before that in the same
    section: the latest date with a year in a heading, else the headline.
    """
    sentence = document.sentence_at(span.start)
    if sentence is not None:
        dates = [d for d in document.within(sentence.span, DateMention) if d.period.year]
        if dates:
            nearest = min(dates, key=lambda d: (max(d.span.start - span.end, span.start - d.span.end), d.span.start))
            return nearest.period.year
    headings = [
        block.span
        for block in document.article.blocks
        if block.kind in {BlockKind.HEADING, BlockKind.TITLE} and block.span.start <= span.start
    ]
    for heading in reversed(headings[-1:] + headings[:1]):
        for date in document.within(heading, DateMention):
            if date.period.year:
                return date.period.year
    return None
