"""When a figure holds: the time beside it, else the one its list or paragraph is set in, else the article's year.

Input: Document, a quantity, its sentence. Output: Period. The time of a figure it is compared with
("against 8 million in 2019") is not its own.
"""

from __future__ import annotations

import calendar
import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kg.model import BlockKind, DateMention, Document, Modality, Period, Precision, QuantityMention, Sentence, Span

_FILLERS = r"(?: (?:in|for|at|during|the|that|of|same|months|period|level|levels|figure)){0,6} ?$"
_COMPARED_AFTER = re.compile(
    r"\b(?:than|compared (?:with|to)|against|versus|vs|up on|down on|over|below|above|on|from|since|double that of|"
    rf"before|relative to|as in)\b{_FILLERS}"
)
_COMPARED_BEFORE = re.compile(rf"\b(?:than|[Cc]ompared (?:with|to)|[Aa]gainst|versus|[Rr]elative to)\b{_FILLERS}")
_OTHER_FIGURE = re.compile(r"\b(?:against|compared|than|versus|from|up|down|above|below)\b[^;]*\d")
_BEGINNING = re.compile(
    r"\b(?:since|(?:opened|founded|built|established|launched|created|born|set up|introduced)(?: in| on)?) $"
)
_EARLIER = re.compile(r"earlier|before|ago|previous|last year|prior", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:is|are|has|have|now|currently|today|will|serves?|holds?|runs?|lives?|covers?)\b")
_AT_PRESENT = re.compile(
    r"\b(?:at present|at the moment|currently|presently|as of now|to date|so far this month)\b", re.IGNORECASE
)
_PAST = re.compile(r"\b(?:was|were|had|came|went|rose|fell|drew|[a-z]{3,}ed)\b")


class Times:
    """The times of a document, as figures take them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._dates = document.all(DateMention)
        self._starts = [d.span.start for d in self._dates]
        self._leads = leads(document)

    def as_of(
        self, sentence: Sentence, quantity: QuantityMention, modality: Modality, heads: Sequence[Span] = ()
    ) -> Period | None:
        """When the figure holds; ``heads`` are the cells and captions that a table gives it. None without any date."""
        for area in heads:
            if dates := self._within(area):
                return _last_year(dates[0].period)
        lead = self._leads.get(sentence.block.span.start)
        for area in (sentence.span, *([lead] if lead else [])):
            dates = [
                d
                for d in self._within(area)
                if not self._of_another(quantity, d) and not self._to_come(quantity, modality, d)
            ]
            if dates:
                return _last_year(min(dates, key=lambda d: self._distance(quantity.span, d.span)).period)
        if period := self._inherited(sentence, quantity):
            return _last_year(period)
        anchor = self.document.anchor
        if anchor and _AT_PRESENT.search(sentence.span.of(self.document.text)):
            return _month(anchor)
        return _year(anchor.year) if anchor else None

    def _within(self, area: Span) -> list[DateMention]:
        low, high = bisect_left(self._starts, area.start), bisect_right(self._starts, area.end - 1)
        return [d for d in self._dates[low:high] if d.span.end <= area.end]

    def _to_come(self, quantity: QuantityMention, modality: Modality, date: DateMention) -> bool:
        """True for a time after the article's own, where the figure is no plan and not "for 2022"."""
        anchor = self.document.anchor
        if modality is not Modality.ACTUAL or anchor is None or date.period.start <= anchor:
            return False
        return self.document.text[quantity.span.end : date.span.start] != " for "

    def _of_another(self, quantity: QuantityMention, date: DateMention) -> bool:
        """True where the date is that of another figure: "2% more than in 2019", "double that of last year"."""
        text = self.document.text
        before = text[max(0, date.span.start - 40) : date.span.start]
        if _BEGINNING.search(before):
            return True
        if date.span.start < quantity.span.end:
            return bool(_COMPARED_BEFORE.search(before)) and bool(
                re.search(r"[(,]", text[date.span.end : quantity.span.start])
            )
        between = text[quantity.span.end : date.span.start]
        return bool(_COMPARED_AFTER.search(between) or _OTHER_FIGURE.search(between))

    def _inherited(self, sentence: Sentence, quantity: QuantityMention) -> Period | None:
        """The time named last in the paragraph before a sentence in the past tense."""
        text, start = self.document.text, sentence.span.start
        words = text[start : quantity.span.end + 40]
        if start <= sentence.block.span.start or _PRESENT.search(words) or not _PAST.search(words):
            return None
        dates = [
            d
            for d in self._within(Span(start=sentence.block.span.start, end=start))
            if not _EARLIER.search(d.span.of(text))
            and not _COMPARED_AFTER.search(text[max(0, d.span.start - 40) : d.span.start])
        ]
        return dates[-1].period if dates else None

    def _distance(self, quantity: Span, date: Span) -> int:
        """Characters between a date and a quantity; a clause between them counts as 60, a number as 40."""
        low, high = (quantity.end, date.start) if date.start >= quantity.end else (date.end, quantity.start)
        between = self.document.text[low:high]
        clauses, numbers = re.findall(r"[;:.]|, (?:and|but|while)\b", between), re.findall(r"\d{2,}", between)
        beforehand = 10 if date.end <= quantity.start else 0  # "… in 2015 to 655,000 in 2019"
        return beforehand + len(between) + 60 * len(clauses) + 40 * len(numbers)


def leads(document: Document) -> dict[int, Span]:
    """By the start of each item and row of a table, the sentence that introduces the list: short, or with a colon."""
    found: dict[int, Span] = {}
    before: Span | None = None
    for sentence in document.sentences:
        if sentence.block.kind not in {BlockKind.ITEM, BlockKind.ROW}:
            before = sentence.span
        elif before and (before.end - before.start < 160 or before.of(document.text).rstrip().endswith(":")):
            found[sentence.block.span.start] = before
    return found


def _last_year(period: Period) -> Period:
    """The period; of one that spans several years, the last: that is the state it tells of."""
    return period if period.year else _year(period.end.year)


def _month(day: datetime.date) -> Period:
    last = calendar.monthrange(day.year, day.month)[1]
    return Period(start=day.replace(day=1), end=day.replace(day=last), precision=Precision.MONTH)


def _year(year: int) -> Period:
    return Period(start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31), precision=Precision.YEAR)
