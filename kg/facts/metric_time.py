"""When a figure holds: the time beside it, else the one its list or paragraph is set in, else the article's year.

Input: Document, a quantity, its sentence. Output: Period. The time of a figure it is compared with
("against 8 million in 2019") is not its own.
"""

from __future__ import annotations

import calendar
import datetime
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from kg.facts.metric_modality import NOW
from kg.facts.metric_phrases import Measure
from kg.facts.metric_words import plural
from kg.facts.metric_years import Figure, Option, chosen, options, rows
from kg.model import BlockKind, DateMention, Document, Modality, Period, Precision, QuantityMention, Sentence, Span

_FILLERS = r"(?: (?:in|for|at|during|the|that|of|same|months|period|level|levels|figure)){0,6} ?$"
_COMPARED_AFTER = re.compile(
    r"\b(?:than|compared (?:with|to)|against|versus|vs|up on|down on|over|below|above|on|from|since|double that of|"
    rf"before|relative to|as in)\b{_FILLERS}"
)
_COMPARED_BEFORE = re.compile(rf"\b(?:than|[Cc]ompared (?:with|to)|[Aa]gainst|versus|[Rr]elative to)\b{_FILLERS}")
_OTHER_FIGURE = re.compile(
    r"\b(?:against|compared|than|versus|from|up|down|above|below)\b[^;]*\d|\b(?:than|compared|versus|since)\b[^;.]*$"
)
_SINCE_FIRST = r"\b[Ss]ince (?:its|their|the|it)(?: [a-z-]+){1,5} in $"
_ASIDE = re.compile(
    r"\b(?i:than|compared (?:with|to)|against|versus|vs|up on|down on|relative to|since|until|by)\b"
    r"(?: (?:in|for|at|during|the|that|of|same|months?|year|period|levels?|figure|end|early|late|[A-Z][a-z]+)){0,6} ?$"
    rf"|{_SINCE_FIRST}"
    r"|\b(?:from|against) \S*\d\S*(?: (?:per ?cent|percentage points|million|billion|[a-z]+s))?"
    r" (?:in|for|at)(?: the end of)? $"
)
_BASE = re.compile(
    r"(?:%|\b(?:per ?cent|percentage points?|points?|up|down|more|fewer|less|higher|lower|rise|increase|drop|fall|"
    r"decline|growth)) (?:on|over)(?: the)?(?: (?:same|figures?|levels?|months?|period|quarter|half|of|in|for)){0,5} $"
)
_THAN = re.compile(
    r"\b(?:than|compared (?:with|to)|relative to)"
    r"(?: (?:in|for|at|during|the|that|of|same|months?|period|year|levels?)){0,6} ?$"
)
_RECORD = re.compile(r"\b(?:lowest|highest|largest|smallest|biggest|fewest|most|best|worst)\b[^,;.]{0,60} since $")
_BEGINNING = re.compile(
    r"\b(?:since|(?:opened|founded|built|established|launched|created|born|set up|introduced|first|began|begun|started|"
    r"completed|elected|took office|named|designated|first (?:flight|run|service|train|tram|game|match))"
    r"(?: held| operations?| service)?(?: in| on)?)(?: the)? $",
    re.IGNORECASE,
)
_DUE = re.compile(r"^[^,;:.]{0,40}\b(?:by|until|for|in)(?: the end of| early| late| mid)?(?: the)? $")
_YEAR_BEFORE = re.compile(
    r"[^,;.\d]{0,30}? (?:the year before|a year (?:earlier|before|ago)|the previous year|the preceding year)\b"
)
_NEXT_CLAUSE = re.compile(r"[;:•]| [-–—] |, (?:and|but|while|where|when|against|compared)\b")
_STATE = re.compile(
    r"^ ?(?:,|\)| and)(?: |.{0,80}? )(?:is|are|has|have|seats|employs?|counts|covers|serves|"
    r"operates|houses|runs|now|contains)\b"
)
_EARLIER = re.compile(r"earlier|before|ago|previous|last year|prior", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:is|are|has|have|now|currently|today|will|serves?|holds?|runs?|lives?|covers?)\b")
_THIS_YEAR = re.compile(
    r"\b(?:this|last|the current|the previous) (?:year|quarter|month|season)\b(?! of)", re.IGNORECASE
)
_AT_PRESENT = re.compile(
    r"\b(?:at present|at the moment|currently|presently|as of now|to date|so far this month)\b", re.IGNORECASE
)
_PAST = re.compile(r"\b(?:was|were|had|came|went|rose|fell|drew|[a-z]{3,}ed)\b")


_FAR = 400  # characters: what stands between is not looked at
_AROUND = 60  # dates before a figure, and as many behind it, whose years are options


class Times:
    """The times of a document, as figures take them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._dates = document.all(DateMention)
        self._starts = [d.span.start for d in self._dates]
        self._leads = leads(document)
        self._told: Counter[Period] = Counter()  # the times given with figures
        self._told_words: dict[str, Period] = {}  # and by the words of its measure
        self._usual = _usual_year(document.text, self._dates)
        named = Counter(d.period.end.year for d in self._dates)
        self._past = frozenset(
            d.period.end.year for d in self._dates if named[d.period.end.year] == 1 and self._of_the_past(d)
        )

    def as_of(
        self,
        sentence: Sentence,
        quantity: QuantityMention,
        modality: Modality,
        measure: Measure,
        heads: Sequence[Span] = (),
    ) -> Period | None:
        """When the figure holds; ``heads`` are the cells and captions that a table gives it. None without any date."""
        if headed := self._headed(heads):
            return headed
        if NOW.match(self.document.text, quantity.span.end, sentence.span.end):
            return _month(self.document.anchor) if self.document.anchor else None
        figure = self.figure(sentence, quantity, modality, measure)
        period = self._weighed(figure, measure)
        if period and modality is Modality.ACTUAL and not heads:
            self.remember(measure, period)
        return period or figure.assumed

    def figure(self, sentence: Sentence, quantity: QuantityMention, modality: Modality, measure: Measure) -> Figure:
        """A figure with what rules say of its time."""
        same = next((self._told_words[word] for word in _words(measure) if word in self._told_words), None)
        return Figure(
            sentence=sentence,
            quantity=quantity,
            modality=modality,
            how=measure.how,
            change=measure.change,
            stated=self._stated(sentence, quantity, modality, measure),
            assumed=self._assumed(sentence, quantity, modality, measure),
            told=frozenset(period.end.year for period in self._told),
            same=same.end.year if same else None,
            lead=self._leads.get(sentence.block.span.start),
        )

    def options(self, figure: Figure, measure: Measure) -> tuple[list[Option], list[list[str]]]:
        """The years that a figure may hold in, with their features; those of none come last."""

        def apart(date: DateMention) -> str:
            if max(date.span.start - figure.quantity.span.end, figure.quantity.span.start - date.span.end) > _FAR:
                return ""
            if self._of_another(figure.quantity, date):
                return "another"
            return "to come" if self._to_come(figure.quantity, figure.modality, date) else ""

        at = bisect_left(self._starts, figure.quantity.span.start)
        near = [date for date in self._dates[max(0, at - _AROUND) : at + _AROUND] if self._may_hold(figure, date)]
        listed = options(near, figure, lambda period: _held(period, measure).end.year)
        return listed, rows(self.document, figure, listed, apart)

    def _may_hold(self, figure: Figure, date: DateMention) -> bool:
        """True of a year that a figure may hold in; elsewhere not one of a plan or of a comparison."""
        text = self.document.text[max(0, date.span.start - 90) : date.span.start]
        if figure.sentence.span.covers(date.span):
            behind = date.span.start >= figure.quantity.span.end
            return not (
                _RECORD.search(text)
                or re.search(_SINCE_FIRST, text)
                or (behind and (_THAN.search(text) or _BASE.search(text)))
            )
        if self._is_of_a_count(date):
            return False
        undated = self.document.anchor is None
        if undated and (self._of_another_line(figure, date) or self._is_apart(figure.sentence, date.period)):
            return False
        aside = _ASIDE.search(text[-40:]) or (date.period.precision is Precision.YEAR and _BASE.search(text))
        return not aside and not self._to_come(figure.quantity, figure.modality, date)

    def _is_of_a_count(self, date: DateMention) -> bool:
        """True of a year in brackets behind a figure, which is that figure's alone: "140,900 residents (2007)"."""
        return date.period.precision is Precision.YEAR and _is_noted(self.document.text, date.span)

    def _of_another_line(self, figure: Figure, date: DateMention) -> bool:
        """True of a day, or a year in brackets, in another line of a list: "First flight 13 September 1925"."""
        text, line = self.document.text, self.document.sentence_at(date.span.start)
        if line is None or not line.block.kind is figure.sentence.block.kind is BlockKind.ITEM:
            return False
        bracketed = text[date.span.start - 1 : date.span.start] == "("
        return line.block != figure.sentence.block and (bracketed or date.period.precision is Precision.DAY)

    def remember(self, measure: Measure, period: Period) -> None:
        """Keep the time of a figure for those behind it."""
        self._told[period] += 1
        self._told_words.update(dict.fromkeys(_words(measure), period))

    def _weighed(self, figure: Figure, measure: Measure) -> Period | None:
        """The time that is meant among those which the text names; None where it is none of them."""
        listed, found = self.options(figure, measure)
        best = chosen(self.document, figure, listed, found)
        if best is None or (self._at_present(figure.sentence) and not figure.sentence.span.covers(best.date.span)):
            return None  # "at present" is the article's own time, whatever year stands around it
        return self.period_of(figure, best, measure)

    @staticmethod
    def period_of(figure: Figure, option: Option, measure: Measure) -> Period:
        """The time that a figure holds at in that year."""
        if figure.stated and figure.stated.end.year == option.year:
            return figure.stated
        beside = figure.sentence.span.covers(option.date.span)  # elsewhere a day is that of something else
        return _held(option.date.period, measure) if beside else _year(option.year)

    def _assumed(
        self, sentence: Sentence, quantity: QuantityMention, modality: Modality, measure: Measure
    ) -> Period | None:
        """The time of a figure without one: that of figures like it, of the article, of most dates in it."""
        if self._told and _YEAR_BEFORE.match(self.document.text, quantity.span.end, sentence.span.end):
            return _year(self._topic().end.year - 1)
        if modality is Modality.ACTUAL:
            if measure.change and self._told:
                return self._topic()
            if measure.how != "population":
                for word in _words(measure):
                    if word in self._told_words:
                        return self._told_words[word]
        if period := self._inherited(sentence, quantity):
            return _last_year(period)
        anchor = self.document.anchor
        if anchor and self._at_present(sentence):
            return _month(anchor)
        if anchor:
            return _year(anchor.year)
        return self._usual if self._usual and not self._is_apart(sentence, self._usual) else None

    def _is_apart(self, sentence: Sentence, period: Period) -> bool:
        """True of a year that a figure without one, in an article without a date, does not hold in.

        It is named once, for what happened in it ("in 1913 it staged a fair"), and the figure tells of a state; or it
        stands beside "this year".
        """
        words, year = sentence.span.of(self.document.text), period.end.year
        if _THIS_YEAR.search(words):
            return any(year == date.period.end.year for date in self._within(sentence.span))
        return year in self._past and not _is_past(words)

    def _of_the_past(self, date: DateMention) -> bool:
        """True of a date that tells when something began or happened, without a figure: "in 1913 it staged a fair"."""
        text, sentence = self.document.text, self.document.sentence_at(date.span.start)
        if _BEGINNING.search(text[max(0, date.span.start - 60) : date.span.start]):
            return True
        if sentence is None or self.document.within(sentence.span, QuantityMention):
            return False
        return _is_past(sentence.span.of(text))

    def _at_present(self, sentence: Sentence) -> bool:
        return bool(_AT_PRESENT.search(sentence.span.of(self.document.text)))

    def _topic(self) -> Period:
        """The time that most figures so far were given for, the first one among equals."""
        return self._told.most_common(1)[0][0]

    def _stated(
        self,
        sentence: Sentence,
        quantity: QuantityMention,
        modality: Modality,
        measure: Measure,
    ) -> Period | None:
        """The time that the sentence or what introduces the list gives a figure."""
        lead = self._leads.get(sentence.block.span.start)
        for area in (sentence.span, *([lead] if lead else [])):
            dates = [
                d
                for d in self._within(area)
                if not self._of_another(quantity, d) and not self._to_come(quantity, modality, d)
            ]
            if dates:
                period = min(dates, key=lambda d: self._distance(quantity.span, d.span)).period
                return _held(period, measure)
        return None

    def _headed(self, heads: Sequence[Span]) -> Period | None:
        """The time that a table gives a figure."""
        return next((_last_year(dates[0].period) for area in heads if (dates := self._within(area))), None)

    def _within(self, area: Span) -> list[DateMention]:
        low, high = bisect_left(self._starts, area.start), bisect_right(self._starts, area.end - 1)
        return [d for d in self._dates[low:high] if d.span.end <= area.end]

    def _to_come(self, quantity: QuantityMention, modality: Modality, date: DateMention) -> bool:
        """True for a time after the article's own, where the figure is no plan and not "for 2022"."""
        anchor = self.document.anchor
        if modality is not Modality.ACTUAL or anchor is None or date.period.start <= anchor:
            return False
        until = min(date.span.start, quantity.span.end + _FAR)
        return until < date.span.start or not _DUE.match(self.document.text[quantity.span.end : until])

    def _of_another(self, quantity: QuantityMention, date: DateMention) -> bool:
        """True where the date is that of another figure: "2% more than in 2019", "double that of last year"."""
        text = self.document.text
        before = text[max(0, date.span.start - 40) : date.span.start]
        if _BEGINNING.search(before):
            return True
        if date.span.start < quantity.span.end:
            between = text[date.span.end : quantity.span.start]
            if _STATE.match(between) and text[max(0, date.span.start - 30) : date.span.start].strip(" ").count(" ") > 0:
                return True
            return bool(_COMPARED_BEFORE.search(before)) and bool(
                re.search(r"[(,]", text[date.span.end : quantity.span.start])
            )
        between = text[quantity.span.end : date.span.start]
        if _NEXT_CLAUSE.search(between):
            return True
        if re.match(r": ?\d", text[date.span.end : date.span.end + 3]):
            return True  # "164 (2018: 84)"
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
            and not _BEGINNING.search(text[max(0, d.span.start - 40) : d.span.start])
            and not (self.document.anchor and d.period.start > self.document.anchor)
        ]
        return dates[-1].period if dates else None

    def _distance(self, quantity: Span, date: Span) -> int:
        """Characters between a date and a quantity; a clause between them counts as 60, a number as 40."""
        low, high = (quantity.end, date.start) if date.start >= quantity.end else (date.end, quantity.start)
        between = self.document.text[low:high]
        clauses, numbers = re.findall(r"[;:.]|, (?:and|but|while)\b", between), re.findall(r"\d{2,}", between)
        beforehand = 20 if date.end <= quantity.start else 0  # "… in 2015 to 655,000 in 2019"
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


def _words(measure: Measure) -> list[str]:
    """The nouns of a measure that tell figures of one kind: in lower case, plural, without what it shares."""
    return [w.lower() for w in measure.base.split()[-3:] if plural(w)]


def _is_past(words: str) -> bool:
    """True of a sentence of what happened, where no verb is in the present tense."""
    return _PAST.search(words) is not None and _PRESENT.search(words) is None


def _usual_year(text: str, dates: Sequence[DateMention]) -> Period | None:
    """The year that most dates of a text lie in, the last one among equals.

    Years that it only compares with ("more than in 2006", "since 2016") or looks forward to ("by 2030") tell nothing.
    """
    years = Counter(
        d.period.year
        for d in dates
        if d.period.year
        and not _is_noted(text, d.span)
        and not _ASIDE.search(text[max(0, d.span.start - 60) : d.span.start])
        and not _BASE.search(text[max(0, d.span.start - 60) : d.span.start])
    )
    return _year(max(years, key=lambda y: (years[y], y))) if years else None


_NOTED = re.compile(r"\d[\d.,]*(?: [\w²-]+){0,3} \((?:in |as of )?$")


def _is_noted(text: str, year: Span) -> bool:
    """True of a year that stands in brackets behind a number."""
    return text[year.end : year.end + 1] == ")" and _NOTED.search(text, max(0, year.start - 50), year.start) is not None


def _held(period: Period, measure: Measure) -> Period:
    """The period of a figure; of one that spans years, the first for money and the last for all else."""
    return _first_year(period) if measure.money else _last_year(period)


def _first_year(period: Period) -> Period:
    """The period; of a financial year, the year it begins in."""
    return period if period.year else _year(period.start.year)


def _last_year(period: Period) -> Period:
    """The period; of one that spans several years, the last: that is the state it tells of."""
    return period if period.year else _year(period.end.year)


def _month(day: datetime.date) -> Period:
    last = calendar.monthrange(day.year, day.month)[1]
    return Period(start=day.replace(day=1), end=day.replace(day=last), precision=Precision.MONTH)


def _year(year: int) -> Period:
    return Period(start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31), precision=Precision.YEAR)
