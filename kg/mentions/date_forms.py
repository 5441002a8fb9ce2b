"""The forms of dates that name their day, month or year: what they look like, and the days they mean.

Input: a match of a form, and the Reader. Output: Period, or None where the match is no date. ``ABSOLUTE``
lists the forms in the order in which they are tried, the longest first.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.mentions import periods
from kg.mentions.date_reader import Reader
from kg.mentions.date_words import (
    AND,
    DAY,
    MONTH,
    ORDINALS,
    TO,
    WEEKDAY,
    YEAR,
    day_of,
    month_of,
    number_of,
)
from kg.model import Period

RELATIVE_YEAR = r"(?:(?:of\s)?(?:last|this|next)\syear|of\s(?:that|the\ssame)\syear)"
SOME_YEAR = rf"(?:(?:of\s|in\s)?(?P<y>{YEAR})|(?P<rel>{RELATIVE_YEAR}))"
_MAYBE_YEAR = rf"(?:,?\s?{SOME_YEAR})?"
_BEFORE_YEAR = re.compile(
    r"(?:^|\b[Mm]id-|[(–—:;,\"“”'‘’|/>•·]\s?|\b(?:[Ii]n|[Oo]f|[Ss]ince|[Bb]y|[Ff]rom|[Uu]ntil|till|to"
    r"|through|[Dd]uring|before|after"
    r"|for|[Tt]he|[Aa]nd|or|year|years|early|late|circa|around|back|than|its|their|this|[Uu]nlike|[Oo]n|than\sin|both"
    r"|end|vs\.?|versus|against|over|between|closed|ended|finished|began|entered)\s"
    rf"|\w\s-\s|{MONTH}\s|[A-Z][\w&'’.+-]*[!)]?,?\s|[.!?][\"”’]?\s)$"
)
_NOT_BEFORE_YEAR = re.compile(
    r"(?:more\sthan|less\sthan|fewer\sthan|over\sthe|up\sto|total\sof|as\smany\sas|[Nn]o\.|[Nn]umber|[Rr]oom|Agenda"
    r"|Vision|Horizon|Boeing|Airbus|Windows|Article|Resolution|ISO|[Aa]bout|[Nn]early|[Aa]lmost|[Ss]ome"
    r"|(?:Rs|USD|EUR|US\$|[Aa]nother)\.?)\s?$"
)
_AFTER_COUNT = re.compile(
    r"(?:-(?:bed|seat|room|km|metre|meter|acre|hectare|strong|capacity|year)|\s(?:more\s|new\s|square\s"
    r"|cubic\s)?(?:people"
    r"|km|kilomet|met(?:re|er)s|miles|residents|inhabitants|participants|delegates|visitors|guests|students|children"
    r"|homes|houses|units|apartments|flats|jobs|workers|employees|seats|beds|buses|cars|vehicles|trees|euros?|dollars"
    r"|pounds|yuan|hectares|acres|tonnes|tons|points|votes|hours|copies|meals|rooms|spaces|places|stations|cameras"
    r"|exhibitors|runners|athletes|volunteers|members|families|households|million|billion|different|hp|kg|MW|kW))"
)
_COUNTED_FIRST = re.compile(r"\s(?!(?:is|was|has|as|its|this|marks|sees|saw|holds|will)\b)(?:people|[a-z]{3,}s)\b")
COUNTED_IN_BRACKETS = re.compile(r"\s[a-z]{3,}s\)")
"""Behind a number that stands first in a bracket: "Rossio (1931 commuters)"."""
_LEAD_TO_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|from|to|of|for|during|before|after|late|early|mid|and|between|through|around|this"
    r"|last|next|end|start|beginning|middle)[\s-]$",
    re.IGNORECASE,
)
EVERY = re.compile(r"\b(?:every|each)\s$", re.IGNORECASE)
_UNSURE_MONTHS = frozenset({"may", "march", "mar", "august", "june", "april", "jan", "dec", "sep", "sept"})
_Reading = Callable[[re.Match[str], Reader], Period | None]


def _iso(match: re.Match[str], _: Reader) -> Period | None:
    return periods.day(int(match["y"]), int(match["m"]), int(match["d"]))


def _numeric(match: re.Match[str], reader: Reader) -> Period | None:
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


def _days(match: re.Match[str], reader: Reader) -> Period | None:
    """One day or neighbouring days of one month: "17-19 November 2020", "November 17 and 18"."""
    month, first = month_of(match["m"]), day_of(match["d1"])
    last = day_of(match["d2"]) if match["d2"] else first
    if match["and"] and last != first + 1 + (match["list"] or "").count(",") and not _is_between(match, reader):
        return None

    def make(year: int) -> Period | None:
        start, end = periods.day(year, month, first), periods.day(year, month, last)
        return start if first == last else periods.span(start, end)

    year = reader.year_of(match)
    if year is None and not match["rel"]:
        return reader.without_year(make, match.start())
    return make(year) if year is not None else None


def _is_between(match: re.Match[str], reader: Reader) -> bool:
    """True of "between 14 and 17 June", which means the days in between, too."""
    return reader.text.endswith(_BETWEEN, 0, match.start())


_BETWEEN = ("between ", "Between ")


def _across_months(match: re.Match[str], reader: Reader) -> Period | None:
    """Days from one month to another: "28 July - 1 August", "1 October 2030 to 31 March 2031"."""
    if match["and"] and not _is_between(match, reader):
        return None
    (m1, d1), (m2, d2) = ((month_of(match[f"m{i}"]), day_of(match[f"d{i}"])) for i in (1, 2))
    turn = int((m2, d2) < (m1, d1))

    def make(year: int) -> Period | None:
        return periods.span(periods.day(year, m1, d1), periods.day(year + turn, m2, d2))

    year = reader.year_of(match)
    if match["y1"] and year is not None:
        return periods.span(periods.day(int(match["y1"]), m1, d1), periods.day(year, m2, d2))
    if match["y1"]:
        return make(int(match["y1"]))
    if year is not None or match["rel"]:
        return make(year - turn) if year is not None else None
    return reader.without_year(make, match.start())


def _months(match: re.Match[str], reader: Reader) -> Period | None:
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


def _month(match: re.Match[str], reader: Reader) -> Period | None:
    month, year = month_of(match["m"]), reader.year_of(match)
    if year is not None:
        return periods.month(year, month)
    if match["rel"] or EVERY.search(reader.text, max(0, match.start() - 8), match.start()):
        return None
    if not _LEAD_TO_MONTH.search(reader.text, max(0, match.start() - 12), match.start()):
        after = reader.text[match.end() : match.end() + 2]
        if match["m"].lower().rstrip(".") in _UNSURE_MONTHS or (after[:1] == " " and after[1:].isupper()):
            return None
    return reader.without_year(lambda y: periods.month(y, month), match.start())


def _years(match: re.Match[str], _: Reader) -> Period | None:
    first, second = int(match["y1"]), match["y2"] or match["y3"]
    last = int(second) if len(second) == 4 else first - first % 100 + int(second)
    return periods.span(periods.year(first), periods.year(last)) if first < last < first + 200 else None


def _decade(match: re.Match[str], reader: Reader) -> Period | None:
    first = int(match["y"])
    if "s" in match.group() and not match.group()[4].isalpha() and not _THE.search(reader.text, 0, match.start()):
        return periods.year(first)  # "2010's ten largest cities"
    return periods.span(periods.year(first), periods.year(first + 9))


_THE = re.compile(r"\b(?i:the|early|mid|late)[ -]$")


def _year(match: re.Match[str], reader: Reader) -> Period | None:
    """A year alone, where its neighbours do not count with it."""
    number, text, start = int(match["y"]), reader.text, match.start()
    before = text[max(0, start - 24) : start].rpartition("\n")[2].rpartition("\t")[2]
    found = _BEFORE_YEAR.search(before)
    if not found or _NOT_BEFORE_YEAR.search(before) or _AFTER_COUNT.match(text, match.end()):
        return None
    first = not before or found[0] == before or before.rstrip()[-1:] in ".!?"
    if first and not re.search(r"[A-Za-z]{2}\s$", before) and _COUNTED_FIRST.match(text, match.end()):
        return None
    if before.endswith("(") and COUNTED_IN_BRACKETS.match(text, match.end()):
        return None
    if _DASHED.search(found[0]) and not (_GOES_ON.match(text, match.end()) or _WENT_BEFORE.search(before)):
        return None
    if number < 1700 and not re.search(r"\b(?:in|since|of|from|until)\s$", before, re.IGNORECASE):
        return None
    return periods.year(number)


_DASHED = re.compile(r"\w\s-\s$")  # "Porto - 2011, Bergen - 2013": only in a list
_GOES_ON = re.compile(r"[,;]|\sand\b")
_WENT_BEFORE = re.compile(r"\d{4}(?:[,;]| and)")


def _fiscal(match: re.Match[str], _: Reader) -> Period | None:
    digits = match["y"]
    return periods.year(int(digits) if len(digits) == 4 else 2000 + int(digits))


def part_of_year(match: re.Match[str], reader: Reader) -> Period | None:
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


def season(match: re.Match[str], reader: Reader) -> Period | None:
    """A season of a year that the text names."""
    year = reader.year_of(match)
    return periods.season(match["season"], year) if year is not None else None


_LIST = rf"(?P<list>(?:,\s{DAY}){{0,4}})"
_D2 = rf"(?:{_LIST},?(?:{TO}|(?P<and>{AND}))(?:{WEEKDAY},?\s)?(?P<d2>{DAY}))?"


def forms(*forms: tuple[str, _Reading]) -> tuple[tuple[re.Pattern[str], _Reading], ...]:
    """Patterns compiled, each with what reads its matches."""
    return tuple((re.compile(pattern), reading) for pattern, reading in forms)


ABSOLUTE = forms(
    (rf"(?P<y>{YEAR})(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>[0-2]?\d|3[01])(?!\d)", _iso),
    (
        r"(?:(?P<a0>\d{1,2})[-–])?(?P<a>\d{1,2})(?P<sep>[./-])\s?(?P<b>\d{1,2})(?P=sep)\s?(?P<y>(?:19|20)\d\d)(?!\d)",
        _numeric,
    ),
    (
        (
            rf"(?P<d1>{DAY})\s(?:of\s)?(?P<m1>{MONTH})(?:,?\s(?P<y1>{YEAR}))?,?(?:{TO}|(?P<and>{AND}))(?:{WEEKDAY},?\s)?"
            rf"(?P<d2>{DAY})\s(?:of\s)?(?P<m2>{MONTH}){_MAYBE_YEAR}"
        ),
        _across_months,
    ),
    (rf"(?P<d1>{DAY}){_D2}\s?(?:of\s)?(?P<m>{MONTH}){_MAYBE_YEAR}", _days),
    (
        rf"(?P<d1>{DAY})(?={AND}(?:{WEEKDAY},?\s)?{DAY}\s(?P<m>{MONTH}){_MAYBE_YEAR})(?P<list>)(?P<and>)(?P<d2>(?!))?",
        _days,
    ),
    (rf"(?P<y1>{YEAR})(?:\s?[-–/]\s?(?P<y2>{YEAR}|\d\d(?![\d-]))|\sto\s(?P<y3>{YEAR}))", _years),
    (r"(?P<y>1[89]\d0|20\d0)[’']?s\b", _decade),
    (
        (
            rf"(?P<m1>{MONTH})\s?(?P<d1>{DAY})(?:,?\s(?P<y1>{YEAR}))?,?(?:{TO}|(?P<and>{AND}))(?:{WEEKDAY},?\s)?"
            rf"(?P<m2>{MONTH})\s?(?P<d2>{DAY}){_MAYBE_YEAR}"
        ),
        _across_months,
    ),
    (rf"(?P<m>{MONTH})\s?(?:the\s)?(?P<d1>{DAY}){_D2}{_MAYBE_YEAR}", _days),
    (rf"(?P<m>{MONTH})\s?(?:the\s)?(?P<d1>{DAY})(?P<list>)(?P<and>)(?P<d2>(?!))?{_MAYBE_YEAR}", _days),
    (rf"(?P<m1>{MONTH})(?:\s(?P<y1>{YEAR}))?(?:{TO}|\sand\s)(?P<m2>{MONTH})(?!\s?{DAY}(?!\d)){_MAYBE_YEAR}", _months),
    (rf"(?P<m>{MONTH}){_MAYBE_YEAR}", _month),
    (r"(?P<code>Q[1-4]|H[12])(?![\w])" + _MAYBE_YEAR, part_of_year),
    (
        (
            rf"(?:FY|(?:[Ff]iscal|[Ff]inancial)(?:\s[Yy]ear)?)\s?(?P<y>{YEAR}|\d\d(?!\d))(?:\s?[-–/]\s?\d\d"
            r"(?:\d\d)?(?!\d))?"
        ),
        _fiscal,
    ),
    (rf"(?P<y>{YEAR})(?![\w/-])", _year),
    (rf"(?P<y>{YEAR})(?=[-/](?:\D|$))", _year),
)
