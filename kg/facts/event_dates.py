"""When an event is held: its year, first and last day, from the dates around its name.

Input: a Clause and the piece of its line that speaks of the event. Output: When. First and last day
are given only where the text names the days; a date that is only the day of something at the event
gives the year alone.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from kg.facts.event_clause import SIGN, Clause
from kg.model import DateMention, Document, Precision

_LONGEST = 400  # days: world expositions last half a year, fiscal years and terms are no events
_OPENS = re.compile(
    r"\b(?:open\w*|kick\w*[ -]off|kicked|begin\w*|began|begun|start\w*|launch\w*|inaugurat\w+|gets? under"
    r" way|got under way"
    r"|premiere\w*|first day|opening day)\b"
)
_CLOSES = re.compile(
    r"\b(?:clos\w+|conclud\w+|wrap\w* up|end(?:s|ed|ing)?|finish\w*|finale?|until|till|through|to a close|"
    r"(?:last|final|closing) day"
    r"|runs? (?:to|until|through))\b"
)
_HELD = re.compile(
    r"\b(?:held|hold(?:s|ing)?|takes? place|took place|taking place|scheduled|slated|set|due|planned"
    r"|date[sd]?|staged?|hosts?|hosted"
    r"|hosting|met|meets?|meeting|convene[sd]?|convening|runs?|ran|celebrated|postponed|rescheduled|moved|gather\w*)\b"
)
_NAMES_DAYS = re.compile(
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?(?!\d)|day\b|today|tomorrow|tonight|yesterday|morning|afternoon|evening|night",
    re.IGNORECASE,
)
_WEEK = re.compile(r"\bweek(?:end)?\b")
# Of a postponed event the dates it was taken from do not count.
_SUPERSEDED = re.compile(
    r"(?:\b(?:previously|originally|usually|normally|traditionally|formerly|instead of|rather than"
    r"|(?:postponed|moved|rescheduled|delayed|deferred|put off|shifted) from|should have|ought to have|would have"
    r"|was to have|were to have|had been (?:planned|scheduled|due|set)|was (?:initially|first|originally)"
    r"|original dates?)"
    r"\b[^;.]{0,60})$",
    re.IGNORECASE,
)
_FOUNDED = re.compile(
    r"\b(?:founded|established|created|launched|instituted|initiated|conceived|inaugurated"
    r"|first (?:held|staged|run|organi[sz]ed))(?: by [^.;,]{2,40})?(?: back)? in(?: the)? $"
)
_PUT_OFF = re.compile(
    r",? (?:(?:is|are|was|were|has been|have been|will be) )?(?:now )?(?:postponed|put off|moved|pushed back"
    r"|rescheduled|put back|delayed) (?:to|until|till)\b"
)
_MOVED_FROM = re.compile(
    r"\b(?:postponed|moved|rescheduled|delayed|deferred|put off|shifted) from(?: the)? $", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class When:
    """Year, first and last day of an edition; None what the text does not say."""

    year: int | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None

    def __bool__(self) -> bool:
        return self.year is not None


def is_no_edition(document: Document, at: int) -> bool:
    """True of a date that tells of no edition: "first run in 1981", "elected as host city on 3 May 2024"."""
    return any(pattern.search(document.text, max(0, at - 90), at) for pattern in _NO_EDITION)


_CHOSEN_ON = re.compile(
    r"\b(?:elected|chosen|selected|picked|named|announced|confirmed|designated|awarded)\b[^.;]{0,60}\b(?:host|venue)\b"
    r"[^.;]{0,60} (?:on|at)(?: the)? $"
)
_ORIGINAL = re.compile(r"\b[Oo]riginal dates?\b[^.;]{0,20}$")
_SAID_ON = re.compile(r"\b(?:announced|said|revealed|decided|signed|voted)(?: (?:here|this|so))? (?:on|in)(?: the)? $")
_PUT_OFF_FROM = re.compile(r"\b(?:postponed|moved|rescheduled|delayed|deferred|put off) from(?: the)? $")
_NO_EDITION = (_FOUNDED, _CHOSEN_ON, _ORIGINAL, _SAID_ON, _PUT_OFF_FROM)


def when(document: Document, clause: Clause, piece: str, *, subject: bool) -> When:
    """The time that a piece of a clause gives for its event.

    ``subject``: whether the event is what the clause is about; then a lone day is its day.
    """
    found = When()
    for match in SIGN.finditer(piece):
        mention = clause.mentions[int(match[2])]
        before = piece[max(0, match.start() - 80) : match.start()]
        if not isinstance(mention, DateMention):
            continue
        if _MOVED_FROM.search(before) and mention.period.precision is Precision.SPAN:  # "from 3 July to 9 September"
            found = When(year=mention.period.end.year, start=mention.period.end)
        elif not (_is_superseded(before) or _FOUNDED.search(before) or _PUT_OFF.match(piece, match.end())):
            found = _joined(found, _one(document, mention, before, piece[match.end() :], subject=subject))
    return found


def _is_superseded(before: str) -> bool:
    """True of a date that the event was taken from, by the words before it: "postponed from May [to June]"."""
    return _SUPERSEDED.search(before) is not None and _MOVED_TO.search(before) is None


_MOVED_TO = re.compile(
    r"\b(?:from [^;.]{2,60}|changed|moved|shifted|postponed|rescheduled) (?:to|until|till)(?: the)? $"
)


def _one(document: Document, date: DateMention, before: str, after: str, *, subject: bool) -> When:
    period, words = date.period, document.quote(date.span)
    if _WEEK.search(words) or not _NAMES_DAYS.search(words) or period.precision in _VAGUE:
        return When(year=period.year)
    if period.precision is Precision.SPAN:
        if (period.end - period.start).days > _LONGEST:
            return When(year=period.year)
        return When(year=period.start.year, start=period.start, end=period.end)
    near = SIGN.split(before)[-1] or before
    opens, closes = _last(_OPENS, before), _last(_CLOSES, before)
    if max(opens, closes) < 0 and re.match(r" (?:was|is) the (?:last|final|closing) day", after):
        closes = 0
    if opens >= 0 and opens > closes:
        return When(year=period.year, start=period.start)
    if closes >= 0:
        return When(year=period.year, end=period.end)
    if re.search(r"\b(?:from|between|since)(?: the)? $", near):
        return When(year=period.year, start=period.start)
    if subject or _HELD.search(before):
        return When(year=period.year, start=period.start, end=period.end)
    return When(year=period.year)


_VAGUE = frozenset({Precision.MONTH, Precision.QUARTER, Precision.HALF, Precision.YEAR})


_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_LASTS = re.compile(
    rf"\b(?:(?:runs?|ran|lasts?|lasted|spans?|goes on|continues) (?:for )?|over |for )"
    rf"(?P<n>\d{{1,2}}|{'|'.join(_COUNTS)}) days\b"
)


def lasting(date: When, line: str) -> When:
    """The time with its last day, where the line says how many days the event that begins then goes on."""
    match = _LASTS.search(line)
    if match is None or not date.start or (date.end and date.end != date.start):
        return date
    days = _COUNTS.get(match["n"]) or int(match["n"])
    return When(year=date.year, start=date.start, end=date.start + datetime.timedelta(days=days - 1))


def opening(date: When, after: str) -> When:
    """The time without its last day, where the words behind the event say that it only begins then."""
    begins = _BEGINS.match(after)
    return When(year=date.year, start=date.start) if begins and date.start == date.end else date


_BEGINS = re.compile(
    r"[^,.;<]{0,20}\b(?:opens?|opened|begins?|began|starts?|started|kick\w* off|gets? under ?way|got under ?way)\b"
)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _joined(first: When, second: When) -> When:
    """What two dates of one clause say together: "opens on the 3rd … until the 7th"; the first one stands."""
    if not first:
        return second
    if first.start and not first.end and second.end and second.end >= first.start:
        return When(year=first.year, start=first.start, end=second.end)
    if not first.start and not first.end and second.start and second.year == first.year:
        return second
    return first
