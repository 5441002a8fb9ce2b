"""Which of the years that a text names a figure holds in, or none of them: then it is as in the sentences before.

Input: the dates of a document, a figure, what rules say. Output: a Period, or None where none is meant. The weights
are learned (benchmarks/train.py); where they are missing what rules say stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg import encoder
from kg.linear import linear
from kg.model import BlockKind, DateMention, Document, Modality, Period, QuantityMention, Sentence, Span

QUESTION = "metric_as_of"

_WORD = re.compile(r"[^\W\d_]+|[^\w\s]")
_NUMBER = re.compile(r"\d{2,}")
_NEAR = 80  # characters between figure and date whose words are looked at
_CLOSE = 400  # characters between a sentence and a date that is close to it
_MOST = 12  # years that are options, the nearest ones


@dataclass(frozen=True)
class Figure:
    """A figure whose time is sought, and what rules say of it."""

    sentence: Sentence
    quantity: QuantityMention
    modality: Modality
    how: str  # the construction that its measure was read from
    change: bool  # it is a difference
    stated: Period | None  # by rules beside it
    assumed: Period | None  # where nothing is stated beside it
    told: frozenset[int]  # the years of the figures before it
    same: int | None  # the year of the last figure that counts the same
    lead: Span | None = None  # the sentence that introduces its list


@dataclass(frozen=True)
class Option:
    """A year that the text names, with the date in it that is nearest to the figure and all places of the year."""

    year: int
    date: DateMention
    places: list[encoder.Place]


def options(dates: Iterable[DateMention], figure: Figure, year_of: Callable[[Period], int]) -> list[Option]:
    """The years that are named, the nearest to the figure first."""
    found: dict[int, list[DateMention]] = {}
    for date in dates:
        found.setdefault(year_of(date.period), []).append(date)
    listed = [Option(y, min(d, key=lambda m: _gap(figure, m)), [m.span.place for m in d]) for y, d in found.items()]
    return sorted(listed, key=lambda option: (_gap(figure, option.date), option.year))[:_MOST]


def rows(
    document: Document, figure: Figure, listed: list[Option], apart: Callable[[DateMention], str]
) -> list[list[str]]:
    """The features of each option, then those of none; ``apart``: why a date is that of another figure, or ""."""
    return [
        *([*_features(document, figure, option, apart(option.date))] for option in listed),
        [*_none(document, figure)],
    ]


def chosen(document: Document, figure: Figure, listed: list[Option], found: list[list[str]]) -> Option | None:
    """The year that classifier and encoder are surest of; None where that is none of them."""
    weights = linear(QUESTION)
    if weights is None:
        stated = figure.stated
        return next((option for option in listed if stated and option.year == stated.end.year), None)
    shares = weights.shares(found)
    top, _ = encoder.choice(document, QUESTION, shares, figure.quantity.span.place, [o.places for o in listed])
    return listed[top] if top < len(listed) else None


def _gap(figure: Figure, date: DateMention) -> tuple[bool, int]:
    """How far a date stands from a figure: outside its sentence, characters between."""
    span = figure.quantity.span
    inside = figure.sentence.span.covers(date.span)
    return not inside, max(date.span.start - span.end, span.start - date.span.end, 0)


def _features(document: Document, figure: Figure, option: Option, apart: str) -> Iterator[str]:
    date, span, text = option.date, figure.quantity.span, document.text
    side = "<" if date.span.end <= span.start else ">"
    where = _where(document, figure, date) + side
    low, high = (date.span.end, span.start) if side == "<" else (span.end, date.span.start)
    between = text[low:high] if high - low < _NEAR else ""
    ruled = figure.stated is not None and option.year == figure.stated.end.year
    told = "ruled" if ruled else "unruled" if figure.stated else "unstated"
    yield from (told, f"{told} {where}", f"{told} {figure.modality}", f"{told} {figure.how}", f"{told} apart={apart}")
    yield from (
        where,
        f"{where} {figure.modality}",
        f"apart={apart}",
        f"{where} {date.period.precision} {date.relative}",
    )
    if figure.assumed is not None and figure.assumed.end.year == option.year:
        yield from ("assumed", f"assumed {where}", f"assumed {told}")
    if anchor := document.anchor:
        age = max(-2, min(3, anchor.year - option.year))
        yield from (f"age={age}", f"age={age} {figure.modality}", f"age={age} {where}", f"age={age} {told}")
    if option.year in figure.told:
        yield from ("told before", f"told before {where}")
    if option.year == figure.same:
        yield from ("same measure", f"same measure {where}")
    before = [w.lower() for w in _WORD.findall(text[max(0, date.span.start - 40) : date.span.start])[-3:]]
    behind = [w.lower() for w in _WORD.findall(text[date.span.end : date.span.end + 30])[:2]]
    yield from (f"l{n}={w}" for n, w in enumerate(reversed(before)))
    yield f"l01={' '.join(before[-2:])}{side}"
    yield from (f"r{n}={w}" for n, w in enumerate(behind))
    if where.startswith("sentence"):
        yield f"near={side}{min((high - low) // 12, 8)}"
        yield f"numbers={side}{min(len(_NUMBER.findall(text[low:high])), 3)}"
        yield from {f"b={side}{w.lower()}" for w in _WORD.findall(between)}


def _where(document: Document, figure: Figure, date: DateMention) -> str:
    """How far from the figure's sentence a date stands."""
    sentence = figure.sentence
    if sentence.span.covers(date.span):
        return "sentence"
    if sentence.block.span.covers(date.span):
        return "paragraph"
    if figure.lead and figure.lead.covers(date.span):
        return "lead"
    first = document.article.blocks[0]
    if first.kind is BlockKind.TITLE and first.span.covers(date.span):
        return "title"
    return "close" if abs(date.span.start - sentence.span.start) < _CLOSE else "elsewhere"


def _none(document: Document, figure: Figure) -> Iterator[str]:
    told = "stated" if figure.stated else "unstated"
    text = figure.sentence.span.of(document.text).lower()
    yield from (
        "none*",
        f"none* {told}",
        f"none* {told} {figure.modality}",
        f"none* {figure.how}",
        f"none* {told} {figure.how}",
    )
    yield f"none* change={figure.change}"
    if figure.assumed and document.anchor:
        yield f"none* assumed={max(-2, min(3, document.anchor.year - figure.assumed.end.year))} {told}"
    yield from {f"none* w={w}" for w in _WORD.findall(text) if w.isalpha()}
