"""Dates of pages: the day an article was published, as its head or its metadata state it.

Input: a line, a stretch of a page or a metadata value. Output: complete dates with their spans.
Only absolute dates with day, month and year count; there is no clock here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from kg.model import Span

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
WEEKDAY = r"(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:r(?:s)?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?"
_DAY = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?"
DATE = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<year1>\d{4})(?P<sep>[-/.])(?P<month1>\d{1,2})(?P=sep)(?P<day1>\d{1,2})(?=[T\s,|)]|$|\b)"
    rf"|{_DAY.format(2)}(?: of)?[ -](?P<month2>{MONTH})[,]?[ -](?P<year2>\d{{4}})\b"
    rf"|(?P<month3>{MONTH})\s?{_DAY.format(3)},?\s{{1,2}}(?P<year3>\d{{4}})\b"
    r"|(?P<day4>\d{1,2})\. ?(?P<month4>\d{1,2})\. ?(?P<year4>\d{4})\b"
    r"|(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year5>\d{4})\b"
    r")(?!\d)",
    re.IGNORECASE,
)
_ZONE = (
    r"(?-i:GMT|UTC|Z|[ECMP][SD]?T|IST|BST|CES?T|EES?T|WES?T|MSK|SAST|[WEC]AT|SGT|HKT|[JK]ST|A[EWC][SD]T|NZ[SD]T|GST|AST|PKT|PHT|ICT"
    r"|WIB|hrs)\b(?:[+-]\d{1,2}(?::?\d{2})?)?"
)
CLOCK = rf"(?:\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?(?:\s?[ap]\.?m\b\.?)?|\d{{1,2}}\s?[ap]\.?m\b\.?)(?:\s?{_ZONE})?"
_ISO = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})|\s*(\d{4})(\d{2})(\d{2})(?!\d)")


def dates(text: str) -> Iterator[tuple[Span, datetime.date]]:
    """The complete dates in ``text``, in order.

    >>> [day.isoformat() for _, day in dates("10:12, November 19, 2020 | 3 Aug. 2019")]
    ['2020-11-19', '2019-08-03']
    """
    for match in DATE.finditer(text):
        day = _date_of(match)
        if day:
            yield Span(start=match.start(), end=match.end()), day


_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = r"\s?(?:[-–—]|\bto\b)\s?"
_DAYS = re.compile(
    rf"(?<![\d:.])(?:{_NUMBER}(?: {MONTH})?(?: \d{{4}})?{_TO}{_NUMBER} {MONTH}|{MONTH} {_NUMBER}(?:, \d{{4}})?{_TO}"
    rf"(?:{MONTH} )?{_NUMBER}\b(?!:))",
    re.IGNORECASE,
)


def spans_days(text: str) -> bool:
    """True where days are named from one to another, as of an event: "13-15 June 2013", "May 28 to June 1"."""
    return _DAYS.search(text) is not None


def first_date(text: str) -> datetime.date | None:
    """The first complete date in ``text``."""
    return next((day for _, day in dates(text)), None)


def of_metadata(value: str) -> datetime.date | None:
    """The day of a metadata value: ISO 8601 with or without a time, else any complete date."""
    match = _ISO.match(value)
    if match:
        year, month, day = (int(part) for part in match.groups() if part)
        return _date(year, month, day)
    return first_date(value)


def _date_of(match: re.Match[str]) -> datetime.date | None:
    get = match.groupdict()
    for n in "1234":
        if get[f"year{n}"]:
            month = get[f"month{n}"]
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
            return _date(int(get[f"year{n}"]), number, int(get[f"day{n}"]))
    first, second, year = int(get["first"]), int(get["second"]), int(get["year5"])
    if first > 12 or first == second:
        return _date(year, second, first)
    return _date(year, first, second) if second > 12 else None  # 7/9/2018 may be July or September


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day) if 1800 <= year <= 2199 else None
    except ValueError:
        return None
