"""Where and when an edition of an event is held: as planned, moved, or told two ways.

Input: hostings. Output: the slots of the edition, by its year, by its number and by a name that holds it
("COP30"); their relation, the weightiest of what their cities, days, status and organisers say.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from kg.comparison.telling import Comparison, Relation, Slot, Telling, differ, holds, identity, near
from kg.model import Entity, Hosting, HostingStatus, Period
from kg.namespaces import folded, slug

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_NUMBERED = re.compile(r"(?:^|-|[a-z]{2})\d{2,}$")
"""A key whose name holds the edition: ``cop30``, ``expo-2025``; not ``g20``."""
_OFF = frozenset({HostingStatus.POSTPONED, HostingStatus.CANCELLED, HostingStatus.ONLINE})
_WEIGHT = (Relation.CONTRADICTION, Relation.UPDATE, Relation.PLANNED, Relation.SCOPE, Relation.SAME)


def slots(fact: Hosting) -> tuple[Slot, ...]:
    """The edition; none where neither year nor number of it are known."""
    base, number = _base(fact), _number(fact.edition)
    return (
        *((("Hosting", base, str(fact.year)),) if fact.year else ()),
        *((("Hosting", base, f"no. {number}"),) if number else ()),
        *(("Hosting", name, "named") for name in _numbered(fact)),
    )


def _base(fact: Hosting) -> str:
    """The key of the event without the mark of its edition."""
    marks = (fact.year and str(fact.year), fact.edition and slug(fact.edition))
    found = next((mark for mark in marks if mark and fact.event.key.endswith(f"-{mark}")), None)
    return fact.event.key.removesuffix(f"-{found}") if found else fact.event.key


def _numbered(fact: Hosting) -> tuple[str, ...]:
    """The names of the event that hold its edition, with and without the mark."""
    return tuple(name for name in dict.fromkeys((fact.event.key, _base(fact))) if _NUMBERED.search(name))


def _number(edition: str | None) -> int | None:
    """The number of an edition as written: 173 for "173rd", 6 for "VI", 3 for "third"; None for years and words."""
    for word in folded(edition or "").split():
        if digits := re.match(r"\d+", word):
            return int(digits.group()) if len(digits.group()) < 4 else None
        if word in _ORDINALS:
            return _ORDINALS.index(word) + 1
        if re.fullmatch(r"[ivxlc]+", word):
            values = [_ROMAN[letter] for letter in word]
            after = [*values[1:], 0]
            return sum(-value if value < next_one else value for value, next_one in zip(values, after, strict=True))
    return None


def compare(earlier: Telling, a: Hosting, later: Telling, b: Hosting) -> Comparison | None:
    """How two hostings of one slot go together; None for two editions of it."""
    if a.year and b.year and a.year != b.year and not _one_edition(a, b, earlier.article == later.article):
        return None
    moved = _may_have_moved(earlier, a, later, b)
    found = [each for each in _differences(earlier, a, later, b, moved=moved) if each]
    for relation in _WEIGHT:
        for each in found:
            if each.relation is relation:
                return each
    return Comparison(relation=Relation.SAME, reason=f"the same of {a.event.name}")


def _one_edition(a: Hosting, b: Hosting, one_article: bool) -> bool:
    """True where two years are told of one edition; one article rather tells of an event's history under one name."""
    number = _number(a.edition)
    by_name = not one_article and bool(set(_numbered(a)) & set(_numbered(b)))
    return a.event.key == b.event.key or by_name or (number is not None and number == _number(b.edition))


def _may_have_moved(earlier: Telling, a: Hosting, later: Telling, b: Hosting) -> bool:
    """True where the event was still to come when the earlier article told of it, and time has passed since."""
    day = earlier.published
    if near(earlier, later) or (day and b.year and b.year < day.year):
        return False
    if a.status is HostingStatus.PLANNED:
        return True
    if day is None:
        return False
    return a.start_date > day if a.start_date else a.year is not None and a.year >= day.year


def _differences(
    earlier: Telling, a: Hosting, later: Telling, b: Hosting, *, moved: bool
) -> Iterator[Comparison | None]:
    status = _status(earlier, a, later, b)
    yield status
    changed = moved or bool({a.status, b.status} & _OFF)
    two = Relation.UPDATE if changed else Relation.CONTRADICTION
    yield _cities(a.city, b.city, two)
    if a.year and b.year and a.year != b.year:
        yield Comparison(relation=two, reason=f"in {a.year} and in {b.year}")
    else:
        yield _days(a, b, two)
    if differ(a.organizer, b.organizer) and a.organizer and b.organizer:
        yield Comparison(relation=Relation.SCOPE, reason=f"organised by {a.organizer.name} and {b.organizer.name}")


def _status(earlier: Telling, a: Hosting, later: Telling, b: Hosting) -> Comparison | None:
    if a.status is b.status:
        return None
    sides = {a.status, b.status}
    reason = f"{a.status or 'told without a status'}, then {b.status or 'told without a status'}"
    if sides == {HostingStatus.CANCELLED, HostingStatus.HELD}:
        return Comparison(relation=Relation.CONTRADICTION, reason=reason)
    if sides == {HostingStatus.ONLINE, HostingStatus.HELD} and near(earlier, later):
        return Comparison(relation=Relation.CONTRADICTION, reason=reason)
    if sides & _OFF:
        return Comparison(relation=Relation.UPDATE, reason=reason)
    if sides == {HostingStatus.PLANNED, HostingStatus.HELD}:
        return Comparison(relation=Relation.PLANNED, reason="planned and held")
    return None


def _cities(one: tuple[Entity, ...], other: tuple[Entity, ...], two: Relation) -> Comparison | None:
    here, there = ({folded(city.name) for city in cities} for cities in (one, other))
    keys = [{identity(city) for city in cities} for cities in (one, other)]
    if not one or not other or here == there or keys[0] == keys[1]:  # two places of one name host no one event
        return None
    reason = f"in {_listed(one)} and in {_listed(other)}"
    return Comparison(relation=Relation.SCOPE if here & there or keys[0] & keys[1] else two, reason=reason)


def _listed(cities: tuple[Entity, ...]) -> str:
    return ", ".join(city.name for city in cities)


def _days(a: Hosting, b: Hosting, two: Relation) -> Comparison | None:
    """Days that differ; a day or days within the other's are a part of them."""
    starts = a.start_date and b.start_date and a.start_date != b.start_date
    ends = a.end_date and b.end_date and a.end_date != b.end_date
    if not starts and not ends:
        return None
    one, other = _span(a), _span(b)
    reason = f"{_dates(one)} and {_dates(other)}" if one and other else f"until {a.end_date} and until {b.end_date}"
    if one and other:
        part = holds(one, other) or holds(other, one)
    else:  # of one the last day alone is known: what ends before it may be a part
        known, last = (one, b.end_date) if one else (other, a.end_date)
        part = bool(known and last and known.end < last)
    return Comparison(relation=Relation.SCOPE if part else two, reason=reason)


def _dates(period: Period) -> str:
    """The days for people."""
    return "–".join(dict.fromkeys((period.start.isoformat(), period.end.isoformat())))


def _span(fact: Hosting) -> Period | None:
    """The days that are known; the first day alone where the last one is not."""
    start: datetime.date | None = fact.start_date
    end = fact.end_date or start
    return Period(start=start, end=end) if start and end and start <= end else None
