"""The forms of dates that are counted from the article's day or from the date before.

Input: a match of a form, and the Reader. Output: Period, or None where nothing is known to count from.
``RELATIVE`` lists the forms in the order in which they are tried.
"""

from __future__ import annotations

import datetime
import re

from kg.mentions import periods
from kg.mentions.date_forms import EVERY, RELATIVE_YEAR, SOME_YEAR, forms, part_of_year, season
from kg.mentions.date_reader import Reader
from kg.mentions.date_words import (
    AND,
    FULL_WEEKDAY,
    MONTH,
    NUMBER,
    ORDINALS,
    SEASON,
    TO,
    YEAR,
    month_of,
    number_of,
    weekday_of,
)
from kg.model import Period, Precision


def _weekdays(match: re.Match[str], reader: Reader) -> Period | None:
    """One weekday or a run of them: the latest up to the anchor in the past tense, else the first after it."""
    anchor = reader.since()
    if anchor is None or EVERY.search(reader.text, max(0, match.start() - 8), match.start()):
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


def _word(match: re.Match[str], reader: Reader) -> Period | None:
    anchor = reader.since()
    shift = {"today": 0, "tonight": 0, "yesterday": 1, "tomorrow": -1}.get(match["word"].lower(), 0)
    return periods.back(anchor, shift, "day") if anchor else None


def _this_last_next(match: re.Match[str], reader: Reader) -> Period | None:
    """The unit of time around the anchor: "this week", "last summer", "next March", "past year"."""
    unit, which = match["unit"], match["which"].lower()
    shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(which, 0)
    article = reader.text[max(0, match.start() - 4) : match.start()].lower() == "the "
    if unit == "year" and article and which in {"next", "previous", "following"}:  # counted from the date before
        counted = _year_before(reader, shift)
        return periods.year(counted + shift) if counted else None
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


def _ago(match: re.Match[str], reader: Reader) -> Period | None:
    """So much before the anchor ("two years ago"), or before or after the date before ("a year earlier")."""
    where, count = " ".join(match["where"].lower().split()), number_of(match["n"])
    before = reader.last.start if reader.last else None
    anchor = reader.since() if where in _FROM_TODAY else before
    if anchor is None:
        return None
    return periods.back(anchor, count if where in _BACK else -count, match["unit"])


_FROM_TODAY = frozenset(("ago", "back", "from now"))
_BACK = frozenset(("ago", "back", "earlier", "before"))


def _neighbour_year(match: re.Match[str], reader: Reader) -> Period | None:
    """The year or season beside that of the date before: "the year before", "the following year", "that year"."""
    shift = {"before": -1, "previous": -1, "preceding": -1, "after": 1, "following": 1}.get(match["way"].lower(), 0)
    counted = _year_before(reader, shift)
    if counted is None:
        return None
    year = counted + shift
    return periods.season(match["unit"], year) if match["unit"] != "year" else periods.year(year)


def _year_before(reader: Reader, shift: int) -> int | None:
    """The year that one beside it is counted from: that of the date before, but no year before one still to come."""
    if reader.last is None:
        return None
    anchor, year = reader.since(), reader.last.start.year
    return anchor.year if shift < 0 and anchor and year > anchor.year else year


def _same_period(match: re.Match[str], reader: Reader) -> Period | None:
    """The date before, in another year: "the same period last year"; the year alone where none is known."""
    if match["earlier"]:
        return periods.shifted(reader.last, -1) if reader.last else None
    year = reader.year_of(match)
    if year is None:
        return None
    if reader.last and reader.last.year and reader.last.precision is not Precision.DAY:
        return periods.shifted(reader.last, year - reader.last.start.year)
    return periods.year(year)


_WORDS = r"(?i:day|week|month|year|decade)s?"
RELATIVE = forms(
    (
        (rf"(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s)?(?P<w1>{FULL_WEEKDAY})"
        rf"(?:(?:{TO}|{AND})(?P<w2>{FULL_WEEKDAY}))?"),
        _weekdays,
    ),
    (
        (r"(?P<which>(?i:this|last|next|past|previous|coming|following))\s"
        rf"(?P<unit>weekend|week|month|year|quarter|morning|afternoon|evening|night|{SEASON}|{MONTH})\b(?!-"
        r"|\s(?:ago|of)\b)"),
        _this_last_next,
    ),
    (r"(?P<word>(?i:today|tonight|yesterday|tomorrow))(?![\w.]\w)(?:\s(?:morning|afternoon|evening|night))?", _word),
    (
        (rf"(?i:the\s)?(?P<nth>(?i:{'|'.join(ORDINALS)}))\s(?:(?P<count>{NUMBER})\s)?(?P<what>half|quarters?|months)"
        rf"(?:\s|,\s)(?:of\s)?{SOME_YEAR}"),
        part_of_year,
    ),
    (
        (rf"(?P<n>(?i:{NUMBER}))\s(?:full\s)?(?P<unit>{_WORDS})\s(?:(?P<where>ago\b|from\snow\b|earlier\b"
        r"|later\b|back\b(?!\s(?:to|from|at|in)\b)|(?:before|after|on)\b"
        r"(?!\s(?:the|a|an|it|he|they|that(?!\s*[.,;:)])|his|its|from)\b)))"), _ago),
    (
        (r"(?i:the\s)?(?i:same)\s(?:period|month|time|quarter|stage|point|day|week)"
        rf"(?:\s(?:of|in))?\s(?:{SOME_YEAR}|(?P<earlier>(?:a|one)\syear\s(?:earlier|before|ago)|the\s"
        r"(?:previous|preceding)\syear))"),
        _same_period,
    ),
    (
        (rf"(?i:the|that)\s(?P<unit>year|{SEASON})\s(?P<way>before|after)(?:\sthat\b|(?=[\s.,;:)]*(?:$|[.,;:)]"
        r"|\s(?:it|in|to)\b)))"), _neighbour_year),
    (
        (r"(?i:the\s)?(?P<way>(?i:previous|preceding|following|that|that\ssame|same))\s(?P<unit>year)\b(?!-|'"
        r"|’)"), _neighbour_year),
    (rf"(?P<season>(?i:{SEASON}))(?:\sof)?\s(?:(?P<y>{YEAR})|(?P<rel>{RELATIVE_YEAR}))", season),
)  # fmt: skip
