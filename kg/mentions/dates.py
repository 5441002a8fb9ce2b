"""Dates and spans of time in a document, each resolved to the days it covers.

Input: Document with its anchor (the day relative dates count from). Output: DateMention in order
of the text, none overlapping. Idea: one trigger expression finds where a date may begin; at that
place the forms of its class are tried in order, the longest first, and the first one that reads
wins. Without an anchor what is counted from the article's day stays silent.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.mentions import periods
from kg.mentions.date_words import (
    AND,
    DAY,
    FULL_WEEKDAY,
    MONTH,
    NUMBER,
    NUMBERS,
    ORDINALS,
    PART,
    SEASON,
    TENSE,
    TO,
    WEEKDAY,
    YEAR,
    day_of,
    month_of,
    number_of,
    weekday_of,
)
from kg.model import BlockKind, DateMention, Document, Period, Precision, Sentence, Span

_RELATIVE_YEAR = r"(?:(?:of\s)?(?:last|this|next)\syear|of\s(?:that|the\ssame)\syear)"
_SOME_YEAR = rf"(?:(?:of\s|in\s)?(?P<y>{YEAR})|(?P<rel>{_RELATIVE_YEAR}))"
_MAYBE_YEAR = rf"(?:,?\s?{_SOME_YEAR})?"
_BEFORE_YEAR = re.compile(
    r"(?:^|\b[Mm]id-|[(–—:;,\"“”'‘’|/>•·]\s?|\b(?:[Ii]n|[Oo]f|[Ss]ince|[Bb]y|[Ff]rom|[Uu]ntil|till|to|through|[Dd]uring|before|after"
    r"|for|[Tt]he|[Aa]nd|or|year|years|early|late|circa|around|back|than|its|their|this|[Uu]nlike|[Oo]n|than\sin|both"
    r"|end|vs\.?|versus|against|over|between)\s"
    rf"|{MONTH}\s|[A-Z][\w&'’.+-]*[!)]?,?\s|[.!?][\"”’]?\s)$"
)
_NOT_BEFORE_YEAR = re.compile(
    r"(?:more\sthan|less\sthan|fewer\sthan|over\sthe|up\sto|total\sof|as\smany\sas|[Nn]o\.|[Nn]umber|[Rr]oom|Agenda"
    r"|Vision|Horizon|Boeing|Airbus|Windows|Article|Resolution|ISO|[Aa]bout|[Nn]early|[Aa]lmost|[Ss]ome"
    r"|(?:Rs|USD|EUR|US\$|[Aa]nother)\.?)\s?$"
)
_AFTER_COUNT = re.compile(
    r"(?:-(?:bed|seat|room|km|metre|meter|acre|hectare|strong|capacity|year)|\s(?:more\s|new\s|square\s|cubic\s)?(?:people"
    r"|km|kilomet|met(?:re|er)s|miles|residents|inhabitants|participants|delegates|visitors|guests|students|children"
    r"|homes|houses|units|apartments|flats|jobs|workers|employees|seats|beds|buses|cars|vehicles|trees|euros?|dollars"
    r"|pounds|yuan|hectares|acres|tonnes|tons|points|votes|hours|copies|meals|rooms|spaces|places|stations|cameras"
    r"|exhibitors|runners|athletes|volunteers|members|families|households|million|billion|different|hp|kg|MW|kW))"
)
_COUNTED_FIRST = re.compile(r"\s(?!(?:is|was|has|as|its|this|marks|sees|saw|holds|will)\b)(?:people|[a-z]{3,}s)\b")
_LEAD_TO_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|from|to|of|for|during|before|after|late|early|mid|and|between|through|around|this"
    r"|last|next|end|start|beginning|middle)[\s-]$",
    re.IGNORECASE,
)
_EVERY = re.compile(r"\b(?:every|each)\s$", re.IGNORECASE)
_UNSURE_MONTHS = frozenset({"may", "march", "mar", "august", "june", "april", "jan", "dec", "sep", "sept"})
_NEAR = 300  # characters: how far in its sentence a date looks for its verb or year


@dataclass(kw_only=True)
class _Reader:
    """What is known at one place: the anchor, the sentence, and the dates read so far."""

    document: Document
    anchor: datetime.date | None
    text: str
    starts: list[int] = field(default_factory=list)  # of the sentences
    last: Period | None = None  # the date before this one
    weekday: int | None = None  # that stands directly before a numeric date
    used_anchor: bool = False

    def sentence(self, offset: int) -> Sentence | None:
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
            verdict = {"future": True, "past": False}.get(match.lastgroup or "")
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
            stated = _STATED_YEAR.search(self.text, max(sentence.span.start, offset - _NEAR), offset)
            year = int(stated["y"] or stated["y2"]) if stated else 0
            if year and (stated["y"] or (self.anchor and abs(year - self.anchor.year) <= 2)):
                return make(year)
        anchor = self.since()
        if anchor is None:
            return None
        candidates = [p for p in map(make, range(anchor.year - 1, anchor.year + 2)) if p]
        return periods.nearest(candidates, anchor, future=self.future(offset))


_FULL_DATE = re.compile(rf"\b(?:{DAY}\s{MONTH},?\s(?P<y>{YEAR})|{MONTH}\s{DAY},\s(?P<y2>{YEAR}))")


def _month_and_day(text: str) -> tuple[int, int]:
    """Month and day of a match of ``_FULL_DATE``."""
    month, number = re.search(MONTH, text), re.search(rf"\b{DAY}", text)
    assert month and number
    return month_of(month[0]), day_of(number[0])


# The year of the whole sentence, not of something aside: "In 2019", "the 2021 edition", "Expo 2020".
_STATED_YEAR = re.compile(
    rf"\bIn\s(?P<y>{YEAR})\b|(?:\b[Tt]he|(?!In\b|Since\b|By\b|Early\b|Late\b|Mid\b|{MONTH}\s)\b[A-Z][\w’'-]*)\s(?P<y2>{YEAR})\b(?!\s(?:and|to)\b)"
)

_Reading = Callable[[re.Match[str], _Reader], Period | None]


# -- absolute dates ------------------------------------------------------------------------


def _iso(match: re.Match[str], _: _Reader) -> Period | None:
    return periods.day(int(match["y"]), int(match["m"]), int(match["d"]))


def _numeric(match: re.Match[str], reader: _Reader) -> Period | None:
    """18/11/2020; where both orders are possible a weekday before it or the anchor's nearness must tell."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if match["a0"]:
        return periods.span(periods.day(year, second, int(match["a0"])), periods.day(year, second, first))
    day_first, month_first = periods.day(year, second, first), periods.day(year, first, second)
    if match["sep"] == "." or not month_first or day_first == month_first:
        return day_first
    if not day_first:
        return month_first
    readings = [p for p in (day_first, month_first) if p.start.weekday() == reader.weekday]
    return readings[0] if len(readings) == 1 else None


def _days(match: re.Match[str], reader: _Reader) -> Period | None:
    """One day or neighbouring days of one month: "17-19 November 2020", "November 17 and 18"."""
    month, first = month_of(match["m"]), day_of(match["d1"])
    last = day_of(match["d2"]) if match["d2"] else first
    if match["and"] and last != first + 1 + (match["list"] or "").count(","):
        return None

    def make(year: int) -> Period | None:
        start, end = periods.day(year, month, first), periods.day(year, month, last)
        return start if first == last else periods.span(start, end)

    year = reader.year_of(match)
    if year is None and not match["rel"]:
        return reader.without_year(make, match.start())
    return make(year) if year is not None else None


def _across_months(match: re.Match[str], reader: _Reader) -> Period | None:
    """Days from one month to another: "28 July - 1 August", "1 October 2030 to 31 March 2031"."""
    (m1, d1), (m2, d2) = ((month_of(match[f"m{i}"]), day_of(match[f"d{i}"])) for i in (1, 2))
    turn = int((m2, d2) < (m1, d1))

    def make(year: int) -> Period | None:
        return periods.span(periods.day(year, m1, d1), periods.day(year + turn, m2, d2))

    if match["y1"] and match["y2"]:
        return periods.span(periods.day(int(match["y1"]), m1, d1), periods.day(int(match["y2"]), m2, d2))
    if match["y1"]:
        return make(int(match["y1"]))
    if match["y2"]:
        return make(int(match["y2"]) - turn)
    return reader.without_year(make, match.start())


def _months(match: re.Match[str], reader: _Reader) -> Period | None:
    """Months from one to another: "March-May 2021", "October 2019 to March 2020"."""
    m1, m2 = month_of(match["m1"]), month_of(match["m2"])
    turn = int(m2 < m1)

    def make(year: int) -> Period | None:
        return periods.span(periods.month(year, m1), periods.month(year + turn, m2))

    year = reader.year_of(match)
    if match["y1"]:
        return periods.span(periods.month(int(match["y1"]), m1), periods.month(year or int(match["y1"]) + turn, m2))
    if year is not None:
        return make(year - turn)
    return None if match["rel"] else reader.without_year(make, match.start())


def _month(match: re.Match[str], reader: _Reader) -> Period | None:
    month, year = month_of(match["m"]), reader.year_of(match)
    if year is not None:
        return periods.month(year, month)
    if match["rel"] or _EVERY.search(reader.text, max(0, match.start() - 8), match.start()):
        return None
    if not _LEAD_TO_MONTH.search(reader.text, max(0, match.start() - 12), match.start()):
        after = reader.text[match.end() : match.end() + 2]
        if match["m"].lower().rstrip(".") in _UNSURE_MONTHS or (after[:1] == " " and after[1:].isupper()):
            return None
    return reader.without_year(lambda y: periods.month(y, month), match.start())


def _years(match: re.Match[str], _: _Reader) -> Period | None:
    first, second = int(match["y1"]), match["y2"]
    last = int(second) if len(second) == 4 else first - first % 100 + int(second)
    return periods.span(periods.year(first), periods.year(last)) if first < last < first + 200 else None


def _decade(match: re.Match[str], _: _Reader) -> Period | None:
    first = int(match["y"])
    return periods.span(periods.year(first), periods.year(first + 9))


def _year(match: re.Match[str], reader: _Reader) -> Period | None:
    """A year alone, where its neighbours do not count with it."""
    number, text, start = int(match["y"]), reader.text, match.start()
    before = text[max(0, start - 24) : start].rpartition("\n")[2].rpartition("\t")[2]
    found = _BEFORE_YEAR.search(before)
    if not found or _NOT_BEFORE_YEAR.search(before) or _AFTER_COUNT.match(text, match.end()):
        return None
    first = not before or found[0] == before or before.rstrip()[-1:] in ".!?"
    if first and not re.search(r"[A-Za-z]{2}\s$", before) and _COUNTED_FIRST.match(text, match.end()):
        return None
    if number < 1700 and not re.search(r"\b(?:in|since|of|from|until)\s$", before, re.IGNORECASE):
        return None
    return periods.year(number)


def _fiscal(match: re.Match[str], _: _Reader) -> Period | None:
    digits = match["y"]
    return periods.year(int(digits) if len(digits) == 4 else 2000 + int(digits))


def _part_of_year(match: re.Match[str], reader: _Reader) -> Period | None:
    """A quarter, half or run of months of a year."""
    groups = match.groupdict()
    code, count = groups.get("code"), groups.get("count")
    year = reader.year_of(match)
    if year is None:
        anchor = reader.since()
        if anchor is None or groups.get("rel"):
            return None
        year = anchor.year
    if code:
        return periods.part(int(code[1]), year, 3 if code[0] == "Q" else 6)
    number = ORDINALS[match["nth"].lower()]
    if count:
        months = number_of(count) * (3 if match["what"].startswith("quarter") else 1)
        if not 0 < months <= 12 or number not in {1, -1}:
            return None
        first = 1 if number == 1 else 13 - months
        return periods.span(periods.month(year, first), periods.month(year, first + months - 1))
    return periods.part(number, year, 6 if match["what"] == "half" else 3)


def _season(match: re.Match[str], reader: _Reader) -> Period | None:
    year = reader.year_of(match)
    return periods.season(match["season"], year) if year is not None else None


# -- dates counted from the anchor or from the date before -----------------------------------


def _weekdays(match: re.Match[str], reader: _Reader) -> Period | None:
    """One weekday or a run of them: the latest up to the anchor in the past tense, else the first after it."""
    anchor = reader.since()
    if anchor is None or _EVERY.search(reader.text, max(0, match.start() - 8), match.start()):
        return None
    first = weekday_of(match["w1"])
    last = weekday_of(match["w2"]) if match["w2"] else first
    which = (match["which"] or "").lower()
    if which == "last":
        end = periods.weekday(anchor - periods.ONE_DAY, last, future=False)
    elif which == "this":
        end = periods.weekday(anchor - periods.ONE_DAY, last, future=True)
        if reader.future(match.start()) is False and end != anchor:
            end = periods.weekday(anchor, last, future=False)
    else:
        ahead = which in {"next", "coming"} or bool(reader.future(match.start()))
        if ahead:
            start = periods.weekday(anchor, first, future=True)
            end = periods.weekday(start - periods.ONE_DAY, last, future=True)
        else:
            end = periods.weekday(anchor, last, future=False)
    start = periods.weekday(end, first, future=False)
    if start == end:
        return Period(start=start, end=start)
    return Period(start=start, end=end, precision=Precision.SPAN)


def _word(match: re.Match[str], reader: _Reader) -> Period | None:
    anchor = reader.since()
    shift = {"today": 0, "tonight": 0, "yesterday": 1, "tomorrow": -1}.get(match["word"].lower(), 0)
    return periods.back(anchor, shift, "day") if anchor else None


def _this_last_next(match: re.Match[str], reader: _Reader) -> Period | None:
    """ "this week", "last summer", "next March", "past year" against the anchor."""
    unit, which = match["unit"], match["which"].lower()
    shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(which, 0)
    article = reader.text[max(0, match.start() - 4) : match.start()].lower() == "the "
    if unit == "year" and article and which in {"next", "previous", "following"}:  # counted from the date before
        return periods.year(reader.last.start.year + shift) if reader.last else None
    anchor = reader.since()
    if anchor is None or (article and which in {"last", "next", "past", "previous", "following", "coming"}):
        return None  # "the last week of the campaign", "over the past year"
    if unit[0].isupper():
        return _month_around(anchor, month_of(unit), shift)
    if unit in {"morning", "afternoon", "evening", "night"}:
        return periods.back(anchor, int(unit == "night" and which == "last"), "day")
    if unit == "weekend":
        return periods.weekend(anchor + 7 * shift * periods.ONE_DAY)
    if re.fullmatch(SEASON, unit):
        return _season_around(anchor, unit, shift)
    if unit == "quarter":
        quarter = anchor.year * 4 + (anchor.month - 1) // 3 + shift
        return periods.part(quarter % 4 + 1, quarter // 4, 3)
    return periods.back(anchor, -shift, unit)


def _month_around(anchor: datetime.date, month: int, shift: int) -> Period:
    """The month named: "last" is over, "next" has not begun, "this" is of the anchor's year."""
    found = periods.month(anchor.year, month)
    if shift < 0 and found.end >= anchor:
        return periods.month(anchor.year - 1, month)
    if shift > 0 and found.start <= anchor:
        return periods.month(anchor.year + 1, month)
    return found


def _season_around(anchor: datetime.date, season: str, shift: int) -> Period:
    found = periods.season(season, anchor.year)
    if shift < 0 and found.end >= anchor:
        return periods.season(season, anchor.year - 1)
    if shift > 0 and found.start <= anchor:
        return periods.season(season, anchor.year + 1)
    return found


def _ago(match: re.Match[str], reader: _Reader) -> Period | None:
    """ "two years ago" from the anchor; "a year earlier", "three years later" from the date before."""
    where, count = match["where"].lower(), number_of(match["n"])
    if where == "ago":
        anchor = reader.since()
    else:
        anchor = reader.last.start if reader.last else None
    if anchor is None:
        return None
    return periods.back(anchor, -count if where in {"later", "after", "on"} else count, match["unit"])


def _neighbour_year(match: re.Match[str], reader: _Reader) -> Period | None:
    """ "the year before", "the following year", "that year", "the summer before": from the date before."""
    if reader.last is None:
        return None
    shift = {"before": -1, "previous": -1, "preceding": -1, "after": 1, "following": 1}.get(match["way"].lower(), 0)
    year = reader.last.start.year + shift
    return periods.season(match["unit"], year) if match["unit"] != "year" else periods.year(year)


def _same_period(match: re.Match[str], reader: _Reader) -> Period | None:
    """ "the same period last year": the date before, in that year; the year alone where none is known."""
    if match["earlier"]:
        return periods.shifted(reader.last, -1) if reader.last else None
    year = reader.year_of(match)
    if year is None:
        return None
    if reader.last and reader.last.year and reader.last.precision is not Precision.DAY:
        return periods.shifted(reader.last, year - reader.last.start.year)
    return periods.year(year)


# -- the forms, by the class of their first word -----------------------------------------------

_LIST = rf"(?P<list>(?:,\s{DAY}){{0,4}})"
_D2 = rf"(?:{_LIST},?(?:{TO}|(?P<and>{AND}))(?:{WEEKDAY},?\s)?(?P<d2>{DAY}))?"


def _forms(*forms: tuple[str, _Reading]) -> tuple[tuple[re.Pattern[str], _Reading], ...]:
    return tuple((re.compile(pattern), reading) for pattern, reading in forms)


_ABSOLUTE = _forms(
    (rf"(?P<y>{YEAR})(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>[0-2]?\d|3[01])(?!\d)", _iso),
    (
        r"(?:(?P<a0>\d{1,2})[-–])?(?P<a>\d{1,2})(?P<sep>[./-])\s?(?P<b>\d{1,2})(?P=sep)\s?(?P<y>(?:19|20)\d\d)(?!\d)",
        _numeric,
    ),
    (
        rf"(?P<d1>{DAY})\s(?:of\s)?(?P<m1>{MONTH})(?:,?\s(?P<y1>{YEAR}))?,?{TO}(?:{WEEKDAY},?\s)?"
        rf"(?P<d2>{DAY})\s(?:of\s)?(?P<m2>{MONTH})(?:,?\s(?P<y2>{YEAR}))?",
        _across_months,
    ),
    (rf"(?P<d1>{DAY}){_D2}\s?(?:of\s)?(?P<m>{MONTH}){_MAYBE_YEAR}", _days),
    (rf"(?P<d1>{DAY})(?={AND}(?:{WEEKDAY},?\s)?{DAY}\s(?P<m>{MONTH}){_MAYBE_YEAR})(?P<list>)(?P<and>)(?P<d2>(?!))?", _days),
    (rf"(?P<y1>{YEAR})(?:\s?[-–/]\s?|\sto\s)(?P<y2>{YEAR}|\d\d(?![\d-]))", _years),
    (r"(?P<y>1[89]\d0|20\d0)[’']?s\b", _decade),
    (
        rf"(?P<m1>{MONTH})\s?(?P<d1>{DAY})(?:,?\s(?P<y1>{YEAR}))?,?{TO}(?:{WEEKDAY},?\s)?"
        rf"(?P<m2>{MONTH})\s?(?P<d2>{DAY})(?:,?\s(?P<y2>{YEAR}))?",
        _across_months,
    ),
    (rf"(?P<m>{MONTH})\s?(?:the\s)?(?P<d1>{DAY}){_D2}{_MAYBE_YEAR}", _days),
    (rf"(?P<m>{MONTH})\s?(?:the\s)?(?P<d1>{DAY})(?P<list>)(?P<and>)(?P<d2>(?!))?{_MAYBE_YEAR}", _days),
    (rf"(?P<m1>{MONTH})(?:\s(?P<y1>{YEAR}))?(?:{TO}|\sand\s)(?P<m2>{MONTH})(?!\s?{DAY}(?!\d)){_MAYBE_YEAR}", _months),
    (rf"(?P<m>{MONTH}){_MAYBE_YEAR}", _month),
    (r"(?P<code>Q[1-4]|H[12])(?![\w])" + _MAYBE_YEAR, _part_of_year),
    (
        rf"(?:FY|(?:[Ff]iscal|[Ff]inancial)(?:\s[Yy]ear)?)\s?(?P<y>{YEAR}|\d\d(?!\d))(?:\s?[-–/]\s?\d\d(?:\d\d)?(?!\d))?",
        _fiscal,
    ),
    (rf"(?P<y>{YEAR})(?![\w/-])", _year),
    (rf"(?P<y>{YEAR})(?=[-/](?:\D|$))", _year),
)
_WORDS = r"(?i:day|week|month|year|decade)s?"
_RELATIVE = _forms(
    (
        rf"(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s)?(?P<w1>{FULL_WEEKDAY})"
        rf"(?:(?:{TO}|{AND})(?P<w2>{FULL_WEEKDAY}))?",
        _weekdays,
    ),
    (
        r"(?P<which>(?i:this|last|next|past|previous|coming|following))\s"
        rf"(?P<unit>weekend|week|month|year|quarter|morning|afternoon|evening|night|{SEASON}|{MONTH})\b(?!-|\s(?:ago|of)\b)",
        _this_last_next,
    ),
    (r"(?P<word>(?i:today|tonight|yesterday|tomorrow))(?![\w.]\w)(?:\s(?:morning|afternoon|evening|night))?", _word),
    (
        rf"(?i:the\s)?(?P<nth>(?i:{'|'.join(ORDINALS)}))\s(?:(?P<count>{NUMBER})\s)?(?P<what>half|quarters?|months)"
        rf"(?:\s|,\s)(?:of\s)?{_SOME_YEAR}",
        _part_of_year,
    ),
    (rf"(?P<n>(?i:{NUMBER}))\s(?:full\s)?(?P<unit>{_WORDS})\s(?P<where>ago|earlier|before|later|after|on)\b(?!\s(?:the|a|an|it|he|they|that|his|its)\b)", _ago),
    (
        r"(?i:the\s)?(?i:same)\s(?:period|month|time|quarter|stage|point|day|week)"
        rf"(?:\s(?:of|in))?\s(?:{_SOME_YEAR}|(?P<earlier>(?:a|one)\syear\s(?:earlier|before|ago)|the\s(?:previous|preceding)\syear))",
        _same_period,
    ),
    (rf"(?i:the|that)\s(?P<unit>year|{SEASON})\s(?P<way>before|after)(?=[\s.,;:)]*(?:$|[.,;:)]|\s(?:it|in|to)\b))", _neighbour_year),
    (rf"(?i:the\s)?(?P<way>(?i:previous|preceding|following|that|that\ssame|same))\s(?P<unit>year)\b(?!-|'|’)", _neighbour_year),
    (rf"(?P<season>(?i:{SEASON}))(?:\sof)?\s(?:(?P<y>{YEAR})|(?P<rel>{_RELATIVE_YEAR}))", _season),
)  # fmt: skip
_LAST_YEAR = re.compile(r"(?P<rel>(?i:last|this|next))\syear\b")
_PART = re.compile(rf"(?P<part>(?i:{PART}))(?:[\s-](?:in\s|the\s)?|(?=$))")
_WEEKDAY_FIRST = re.compile(rf"(?P<w>{WEEKDAY}),?\s(?:the\s)?(?=\d|{MONTH})")
_THIRDS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1}

_TRIGGER = re.compile(
    r"(?<![\w$€£¥.,/-])(?:(?P<absolute>\d|(?:FY|Q[1-4]|H[12])\b|(?=[A-Z])(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|[Ff]iscal|[Ff]inancial)"
    r"|(?P<weekday>(?=[A-Z])(?i:mon|tue|wed|thu|fri|sat|sun))"
    r"|(?P<part>(?i:early|mid|late|(?:the\s)?(?:beginning|start|middle|end)\sof|year-?end)\b)"
    r"|(?P<relative>(?i:this|last|next|past|previous|coming|following|today|tonight|yesterday|tomorrow|spring|summer|autumn"
    rf"|fall|winter|same|that|preceding|{'|'.join(ORDINALS)}|the\s(?:year|{SEASON}|same|previous|following|preceding|{'|'.join(ORDINALS)})"
    rf"|(?:{'|'.join(NUMBERS)})\s(?:full\s)?(?:day|week|month|year|decade)s?\s(?:ago|earlier|before|later|after|on))\b))"
)


def _absolute(start: int, end: int, reader: _Reader) -> tuple[int, Period] | None:
    for pattern, reading in _ABSOLUTE:
        match = pattern.match(reader.text, start, end)
        if match is not None:
            period = reading(match, reader)
            if period is not None:
                return match.end(), period
    return None


def _relative(start: int, end: int, reader: _Reader) -> tuple[int, Period] | None:
    for pattern, reading in _RELATIVE:
        match = pattern.match(reader.text, start, end)
        if match is not None:
            period = reading(match, reader)
            if period is not None:
                return match.end(), period
    return None


def _any(start: int, end: int, reader: _Reader) -> tuple[int, Period] | None:
    """The date that begins at ``start``, whatever its class, as (end, period)."""
    if first := _WEEKDAY_FIRST.match(reader.text, start, end):
        reader.weekday = weekday_of(first["w"])
        found = _absolute(first.end(), end, reader)
        reader.weekday = None
        if found:
            return found
    return _absolute(start, end, reader) or _relative(start, end, reader)


def _part_of(start: int, end: int, reader: _Reader) -> tuple[int, Period] | None:
    """ "early 2021", "the end of this year": a third of the period that follows."""
    match = _PART.match(reader.text, start, end)
    found = _any(match.end(), end, reader) if match else None
    if match is None or found is None or found[1].precision is Precision.DAY:
        return found
    word = re.sub(r"\b(?:the|of)\b|\s", "", match["part"].lower())
    return found[0], periods.third(found[1], _THIRDS.get(word, 2))


def find(document: Document) -> Iterator[DateMention]:
    """The dates of a document in order of the text; relative ones only where it has an anchor."""
    reader = _Reader(
        document=document,
        anchor=document.anchor,
        text=document.text,
        starts=[sentence.span.start for sentence in document.sentences],
    )
    for block in document.article.blocks:
        for region in block.cells or (block.span,):
            yield from _in_region(region, reader)


def _in_region(region: Span, reader: _Reader) -> Iterator[DateMention]:
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
