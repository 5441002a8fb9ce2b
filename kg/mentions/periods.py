"""Arithmetic on periods: from the parts of a date to the days it covers.

Input: years, months, days and the day from which relative dates count. Output: Period, or None
where no such day exists (30 February). No text here.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import replace

from kg.mentions.date_words import SEASONS
from kg.model import Period, Precision

ONE_DAY = datetime.timedelta(days=1)
_FAR = 270  # days: a date so far from the anchor was hardly meant by "on 3 December"


def day(year: int, month: int, number: int) -> Period | None:
    """One day, or None where the calendar has no such day."""
    try:
        date = datetime.date(year, month, number)
    except ValueError:
        return None
    return Period(start=date, end=date)


def month(year: int, number: int) -> Period:
    """A calendar month, ``number`` 1 to 12."""
    last = calendar.monthrange(year, number)[1]
    return Period(
        start=datetime.date(year, number, 1), end=datetime.date(year, number, last), precision=Precision.MONTH
    )


def year(number: int) -> Period:
    """A calendar year."""
    return Period(start=datetime.date(number, 1, 1), end=datetime.date(number, 12, 31), precision=Precision.YEAR)


def part(number: int, of: int, months: int) -> Period | None:
    """A quarter (``months`` 3) or half (6) of the year ``of``; ``number`` counts from 1, -1 is the last."""
    count = 12 // months
    number = count if number == -1 else number
    if not 1 <= number <= count:
        return None
    first = (number - 1) * months + 1
    precision = Precision.QUARTER if months == 3 else Precision.HALF
    return Period(start=datetime.date(of, first, 1), end=month(of, first + months - 1).end, precision=precision)


def season(name: str, of: int) -> Period:
    """A season that begins in the year ``of``; northern months."""
    first = SEASONS[name.lower()]
    end = month(of, first + 2) if first < 12 else month(of + 1, 2)
    return Period(start=datetime.date(of, first, 1), end=end.end, precision=Precision.SPAN)


def span(start: Period | None, end: Period | None) -> Period | None:
    """From the first day of ``start`` to the last of ``end``; None where that runs backwards."""
    if not start or not end or start.start > end.end:
        return None
    return Period(start=start.start, end=end.end, precision=Precision.SPAN)


def third(period: Period, which: int) -> Period:
    """The first (0), middle (1) or last (2) third: "early", "mid" and "late" of a year or month."""
    if period.precision is Precision.YEAR:
        first, last = (month(period.start.year, which * 4 + number) for number in (1, 4))
        return Period(start=first.start, end=last.end, precision=Precision.SPAN)
    length = ((period.end - period.start).days + 1) // 3
    start = period.start + datetime.timedelta(days=which * length)
    end = period.end if which == 2 else start + datetime.timedelta(days=length - 1)
    return Period(start=start, end=end, precision=Precision.SPAN)


def shifted(period: Period, years: int) -> Period:
    """The same days of another year; 29 February becomes the 28th."""

    def move(date: datetime.date) -> datetime.date:
        target = date.year + years
        return date.replace(year=target, day=min(date.day, calendar.monthrange(target, date.month)[1]))

    if period.precision is Precision.MONTH:
        return month(period.start.year + years, period.start.month)
    return replace(period, start=move(period.start), end=move(period.end))


def back(anchor: datetime.date, count: int, unit: str) -> Period:
    """``count`` units before ``anchor`` (after, if negative), as precise as the unit (day to decade)."""
    unit = unit.lower().rstrip("s")
    if unit in {"day", "week"}:
        date = anchor - datetime.timedelta(days=count * (7 if unit == "week" else 1))
        return Period(start=date, end=date) if unit == "day" else week(date)
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 - count
        return month(months // 12, months % 12 + 1)
    return year(anchor.year - count * (10 if unit == "decade" else 1))


def week(date: datetime.date) -> Period:
    """The week, Monday to Sunday, that holds ``date``."""
    monday = date - date.weekday() * ONE_DAY
    return Period(start=monday, end=monday + 6 * ONE_DAY, precision=Precision.SPAN)


def weekend(date: datetime.date) -> Period:
    """Saturday and Sunday of the week that holds ``date``."""
    monday = date - date.weekday() * ONE_DAY
    return Period(start=monday + 5 * ONE_DAY, end=monday + 6 * ONE_DAY, precision=Precision.SPAN)


def weekday(anchor: datetime.date, number: int, *, future: bool | None) -> datetime.date:
    """The latest such weekday up to ``anchor``, itself included, or the first one after it."""
    if future:
        return anchor + ((number - anchor.weekday() - 1) % 7 + 1) * ONE_DAY
    return anchor - ((anchor.weekday() - number) % 7) * ONE_DAY


def nearest(candidates: list[Period], anchor: datetime.date, *, future: bool | None) -> Period | None:
    """The one of the same days in several years that a text written on ``anchor`` means.

    ``future``: whether the clause looks ahead, None where nothing tells. What the tense asks for
    counts only where it lies within about nine months; else the nearest is taken.
    """

    def distance(period: Period) -> int:
        if period.start <= anchor <= period.end:
            return 0
        return min(abs((period.start - anchor).days), abs((period.end - anchor).days))

    if not candidates:
        return None
    best = min(candidates, key=distance)
    if future is None:  # no verb tells: announcements do without, and are about what is ahead
        return min(candidates, key=lambda p: distance(p) * (3 if p.end < anchor else 1))
    fitting = [p for p in candidates if (p.end >= anchor if future else p.start <= anchor)]
    chosen = min(fitting, key=distance) if fitting else best
    return chosen if distance(chosen) <= _FAR else best
