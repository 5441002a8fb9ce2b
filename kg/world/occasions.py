"""Awards, events and places of the store against Wikidata.

Input: a fact, the statements or the surroundings of its items, and what tells whether an item is an entity of the
fact. Output: a Finding.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from kg.comparison.telling import apart
from kg.model import AwardConferral, Hosting, Location, Period, Precision, Result
from kg.world.items import Items
from kg.world.statements import END, POINT, START, Rank, Statement, is_item
from kg.world.verdicts import Finding, Outcome, Side, day, found, shown, unknown

Is = Callable[[str], bool]
COUNTRIES = frozenset({"Q6256", "Q3624078"})  # country, sovereign state


def award(
    fact: AwardConferral, received: Iterable[Statement], winners: Iterable[Statement], is_award: Is, is_winner: Is,
    items: Items,
) -> Finding:  # fmt: skip
    """Whether the recipient's awards or the award's winners say it, and for which year."""
    if fact.result is not Result.WINNER:
        return unknown("it says who won, not who else was considered")
    ours = [one for one in received if _is(one, is_award, items)] + [
        one for one in winners if _is(one, is_winner, items)
    ]
    if not ours:
        return unknown("it does not name the two together")
    judged = []
    for one in ours:
        time = one.period(POINT)
        differs = bool(fact.year and time and not time.start.year <= fact.year <= time.end.year)
        reason = f"{fact.year} here, {time.iso} there" if differs and time else "the same award"
        if not differs and not (fact.year and time):
            reason += ", the year is not given" + (" there" if fact.year else " here")
        outcome = Outcome.DIFFERS if differs else Outcome.CONFIRMED
        judged.append(((differs, time is None, one.rank, one.iri), found(outcome, reason, one, shown(one, items))))
    return min(judged, key=lambda pair: pair[0])[1]


def _is(one: Statement, wanted: Is, items: Items) -> bool:
    return one.rank is not Rank.DEPRECATED and is_item(one.value) and wanted(items.current(one.value))


def hosting(fact: Hosting, item: str, is_host: Is, items: Items) -> Finding:
    """Whether place and days of an event are the same; one that differs is enough to differ."""
    place = _place(item, is_host, items) if fact.city else None
    parts = [*([place] if place else []), *_days(fact, item, items)]
    for outcome in (Outcome.DIFFERS, Outcome.CONFIRMED):
        if same := [part for part in parts if part.outcome is outcome]:
            value = "; ".join(part.there.value for part in same)
            there = Side(value=value, date=same[0].there.date, source=same[0].there.source)
            reason = "; ".join(part.reason for part in same)
            return Finding(outcome=outcome, reason=reason, there=there, statement=same[0].statement)
    return unknown("it gives neither place nor days")


def _place(item: str, is_host: Is, items: Items) -> Finding | None:
    live = [one for one in items.statements(item, "P276") if one.rank is not Rank.DEPRECATED and is_item(one.value)]
    for one in sorted(live, key=lambda one: (one.rank, one.iri)):
        assert isinstance(one.value, str)
        venue = items.current(one.value)
        if any(is_host(place) for place in (venue, *sorted(items.within(venue)))):
            return found(Outcome.CONFIRMED, "held there", one, shown(one, items))
    return found(Outcome.DIFFERS, "held elsewhere", live[0], shown(live[0], items)) if live else None


def _days(fact: Hosting, item: str, items: Items) -> Iterable[Finding]:
    for property_, ours, what in (
        (START, day(fact.start_date) or _year(fact.year), "begins"),
        (END, day(fact.end_date), "ends"),
        (POINT, day(fact.start_date) or _year(fact.year), "held"),
    ):
        live = [one for one in items.statements(item, property_) if one.rank is not Rank.DEPRECATED]
        told = [one for one in live if isinstance(one.value, Period)]
        if ours is None or not told:
            continue
        agreeing = [one for one in told if isinstance(one.value, Period) and not apart(ours, one.value)]
        best = min(agreeing or told, key=lambda one: (one.rank, one.iri))
        assert isinstance(best.value, Period)
        if agreeing:
            yield found(Outcome.CONFIRMED, f"{what} {best.value.iso} in both", best, best.value.iso)
        else:
            yield found(Outcome.DIFFERS, f"{what} {ours.iso} here, {best.value.iso} there", best, best.value.iso)


def _year(year: int | None) -> Period | None:
    if year is None:
        return None
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return Period(start=first, end=last, precision=Precision.YEAR)


def location(fact: Location, city: str, place: str, items: Items) -> Finding:
    """Whether the city lies in the place there, at any height."""
    if place in items.within(city):
        return Finding(outcome=Outcome.CONFIRMED, reason="it lies in it", there=Side(value=items.label(place)))
    country = sorted(items.values(city, "P17"))
    if COUNTRIES & items.classes(place) and country:
        label = ", ".join(map(items.label, country))
        return Finding(outcome=Outcome.DIFFERS, reason="another country", there=Side(value=label))
    return unknown(f"it does not place {fact.city.name} in it")
