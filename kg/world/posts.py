"""Who holds a post, here and there.

Input: a tenure as an article tells it, the statements about the post, and the positions of the person. Output: a
Finding: confirmed where the same person held it at the time, differs where another one did, or at other times.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from kg.comparison.telling import apart
from kg.model import Tenure, TenureStatus
from kg.namespaces import folded
from kg.world.items import Items
from kg.world.statements import END, START, Missing, Rank, Statement, is_item
from kg.world.verdicts import Finding, Outcome, found, shown, unknown


def check(
    fact: Tenure,
    told_on: datetime.date | None,
    statements: Iterable[Statement],
    is_person: Callable[[str], bool],
    items: Items,
) -> Finding:
    """What the statements about the post say; ``is_person`` tells whether an item is the person of the fact."""
    live = [one for one in statements if one.rank is not Rank.DEPRECATED]
    if not live:
        return unknown("it says nothing of this post")
    theirs = [one for one in live if is_item(one.value) and is_person(items.current(one.value))]
    if theirs:
        return same_person(fact, told_on, theirs, items)
    if fact.status is not TenureStatus.CURRENT:
        return unknown(f"it names others, not {fact.person.name}")
    at_the_time = sorted((one for one in live if _covers(one, told_on)), key=lambda one: (one.rank, one.iri))
    for one in at_the_time:
        if one.value is Missing.NONE:
            return found(Outcome.DIFFERS, "it says that nobody held it", one, "none")
        if not is_item(one.value):
            return unknown("it says that somebody holds it, but not who")
        if _alike(fact.person.name, items.names(items.current(one.value))):
            return unknown(f"it has {shown(one, items)}, who may be the same")
        return found(Outcome.DIFFERS, "another person at that time", one, shown(one, items))
    return unknown("it names nobody for that time")


def same_person(fact: Tenure, told_on: datetime.date | None, statements: Iterable[Statement], items: Items) -> Finding:
    """What statements that the person held the post say of the times; each has the person or the position for value."""
    judged = []
    for one in statements:
        reason = _other_times(fact, told_on, one)
        outcome = Outcome.DIFFERS if reason else Outcome.CONFIRMED
        value = fact.person.name if one.property == "P39" else shown(one, items)
        judged.append(((bool(reason), one.rank, one.iri), found(outcome, reason or "the same person", one, value)))
    return min(judged, key=lambda pair: pair[0])[1]


def _other_times(fact: Tenure, told_on: datetime.date | None, one: Statement) -> str:
    """How the times differ; empty where they do not, or are not known."""
    start, end = one.period(START), one.period(END)
    if fact.start_date and start and apart(fact.start_date, start):
        return f"began {fact.start_date.iso} here, {start.iso} there"
    if fact.end_date and end and apart(fact.end_date, end):
        return f"ends {fact.end_date.iso} here, {end.iso} there"
    if told_on is None:
        return ""
    if fact.status is TenureStatus.CURRENT and end and end.end < told_on:
        return f"ended {end.iso} there, before the article of {told_on}"
    if fact.status is TenureStatus.CURRENT and start and start.start > told_on:
        return f"began {start.iso} there, after the article of {told_on}"
    if fact.status is TenureStatus.FORMER and end and end.start > told_on:
        return f"ends {end.iso} there, after the article of {told_on}"
    if fact.status is TenureStatus.FORMER and one.rank is Rank.PREFERRED and not end and not one.unknown(END):
        return "in office there, former here"
    if fact.status is TenureStatus.INCOMING and start and start.end < told_on:
        return f"began {start.iso} there, still to come in the article of {told_on}"
    return ""


def _covers(one: Statement, day: datetime.date | None) -> bool:
    """True where the statement is known to hold on the day: by its dates, or as the preferred one without any."""
    start, end = one.period(START), one.period(END)
    if start is None and end is None:
        return one.rank is Rank.PREFERRED and not one.unknown(END)
    if day is None or start is None or one.unknown(END):
        return False
    return start.end <= day and (end is None or end.start >= day)


def _alike(name: str, names: Iterable[str]) -> bool:
    """True where the family name is one of theirs, so that the two may be one person."""
    family = folded(name).split()[-1:]
    return any(other.split()[-1:] == family for other in names)
