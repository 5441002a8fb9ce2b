"""What is known where a date stands: the anchor, the sentence with its tense, and the dates before.

Input: Document. Output: Reader, which the forms of dates ask for the year that a text leaves out.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from kg.mentions import periods
from kg.mentions.date_words import DAY, MONTH, TENSE, YEAR, day_of, month_of
from kg.model import BlockKind, Document, Period, Sentence

_LONGEST_LEAD = 120  # characters of a line that stands above a list
_NEAR = 300  # characters: how far in its sentence a date looks for its verb or year
_FULL_DATE = re.compile(rf"\b(?:{DAY}\s{MONTH},?\s(?P<y>{YEAR})|{MONTH}\s{DAY},\s(?P<y2>{YEAR}))")


def _month_and_day(text: str) -> tuple[int, int]:
    """Month and day of a match of ``_FULL_DATE``."""
    month, number = re.search(MONTH, text), re.search(rf"\b{DAY}", text)
    assert month
    assert number
    return month_of(month[0]), day_of(number[0])


# The year of the whole sentence, not of something aside: "In 2019", "the 2021 edition", "Expo 2020".
_STATED_YEAR = re.compile(
    rf"\bIn\s(?P<y>{YEAR})\b|\bfor\s(?P<y3>{YEAR})\b(?=,\s)|(?:\b[Tt]he|(?!In\b|Since\b|By\b|Early\b|Late\b|Mid\b"
    rf"|{MONTH}\s)\b[A-Z][\w’'-]*)\s(?P<y2>{YEAR})\b(?!\s(?:and|to)\b)"
)

# "held in 1984 in Perth from [May 2 to 9]"
_YEAR_BESIDE = re.compile(rf"\b(?:held|place|run|ran|staged|hosted)\sin\s(?P<y>{YEAR})\b[^,.;]{{0,40}},?\sfrom\s$")


@dataclass(kw_only=True)
class Reader:
    """What is known at one place: the anchor, the sentence, and the dates read so far."""

    document: Document
    anchor: datetime.date | None
    text: str
    starts: list[int] = field(default_factory=list)  # of the sentences
    last: Period | None = None  # the date before this one
    weekday: int | None = None  # that stands directly before a numeric date
    used_anchor: bool = False

    def sentence(self, offset: int) -> Sentence | None:
        """The sentence that begins at or before ``offset``."""
        index = bisect_right(self.starts, offset) - 1
        return self.document.sentences[index] if index >= 0 else None

    def since(self) -> datetime.date | None:
        """The anchor, noted as used."""
        self.used_anchor = True
        return self.anchor

    def future(self, offset: int) -> bool | None:
        """Whether the clause around ``offset`` looks ahead; None where no verb tells."""
        sentence = self.sentence(offset)
        if sentence is None:
            return None
        verdict = None
        for match in TENSE.finditer(
            self.text, max(sentence.span.start, offset - _NEAR), min(sentence.span.end, offset + _NEAR)
        ):
            if match.start() >= offset and verdict is not None:
                break
            verdict = {"future": True, "coming": True, "past": False}.get(match.lastgroup or "")
        return verdict

    def year_of(self, match: re.Match[str]) -> int | None:
        """The year that the groups ``y`` or ``rel`` of a match state."""
        groups = match.groupdict()
        if groups.get("y"):
            return int(groups["y"])
        if groups.get("rel"):
            return self.relative_year(groups["rel"])
        return None

    def relative_year(self, words: str) -> int | None:
        """The year in "last year", "of that year"."""
        if re.search(r"\b(?:that|same)\b", words):
            return self.last.start.year if self.last else None
        anchor = self.since()
        shift = {"last": -1, "this": 0, "next": 1}[words.split()[-2].lower()]
        return anchor.year + shift if anchor else None

    def _headed_year(self, sentence: Sentence | None) -> int | None:
        """The year in the line above a list or table that an entry of it belongs to."""
        if sentence is None or sentence.block.kind not in {BlockKind.ITEM, BlockKind.ROW}:
            return None
        index = bisect_left(self.headed, (sentence.block.span.start, 0)) - 1
        year = self.headed[index][1] if index >= 0 else None
        return year if year and (self.anchor is None or abs(year - self.anchor.year) <= 2) else None

    @cached_property
    def headed(self) -> list[tuple[int, int]]:
        """The short lines with one year and no full date: where each starts, and its year."""
        found = []
        for block in self.document.article.blocks:
            line = self.document.quote(block.span)
            if block.kind in {BlockKind.ITEM, BlockKind.ROW} or len(line) > _LONGEST_LEAD or _FULL_DATE.search(line):
                continue
            years = {int(year) for year in re.findall(rf"\b{YEAR}\b", line)}
            if len(years) == 1:
                found.append((block.span.start, years.pop()))
        return found

    def without_year(self, make: Callable[[int], Period | None], offset: int) -> Period | None:
        """The period that ``make`` gives for the year meant: stated nearby, else told by tense and nearness."""
        sentence = self.sentence(offset)
        if sentence is not None:
            near = _FULL_DATE.search(self.text, offset, min(sentence.span.end, offset + _NEAR))
            if near is not None:  # "24 August … until 30 August 2019", "15 December, … on 5 January 2025"
                year = int(near["y"] or near["y2"])
                later = _month_and_day(near[0])
                period = make(year)
                return period if period and (period.start.month, period.start.day) <= later else make(year - 1)
            beside = _YEAR_BESIDE.search(self.text, max(sentence.span.start, offset - _NEAR), offset)
            if beside is not None:
                return make(int(beside["y"]))
            stated = _STATED_YEAR.search(self.text, max(sentence.span.start, offset - _NEAR), offset)
            if stated is not None:
                year = int(stated["y"] or stated["y2"] or stated["y3"])
                if stated["y"] or (self.anchor and abs(year - self.anchor.year) <= 2):
                    return make(year)
        headed = self._headed_year(sentence)
        if headed is not None:
            return make(headed)
        anchor = self.since()
        if anchor is None:
            return None
        candidates = [p for p in map(make, range(anchor.year - 1, anchor.year + 2)) if p]
        return periods.nearest(candidates, anchor, future=self.future(offset))
