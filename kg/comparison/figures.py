"""Two figures for one measure: equal, one rounded, of two times, or at odds.

Input: observations. Output: their slot; their relation. A figure whose time holds the day of publication
("2019", told in 2019) is as known on that day: articles of different months tell it anew.
"""

from __future__ import annotations

import datetime

from kg.comparison.quantities import Figure, Kinship, beside, dimension_of, may_be_one_currency
from kg.comparison.telling import Comparison, Relation, Slot, Telling, apart, days_between, holds, identity
from kg.model import Kind, Modality, Observation, Period, Precision
from kg.namespaces import folded
from kg.variants import singular

A_SEASON = 92
"""Days within which a figure without a time of its own is not expected to have changed much."""
A_FORTNIGHT = 14
"""The same for a figure that is given for the month of its article."""
THREE_YEARS = 1096
"""Days after which one round number may stand for two figures."""

_POPULATION = frozenset("population inhabitant resident citizen".split())
_RUNNING = frozenset(
    "death dead killed fatality injured injury missing displaced evacuated infected case victim".split()
)
_ADDITIVE = frozenset(("count", "money", "mass", "volume", "energy"))
_FALLS = frozenset("fall decline drop decrease reduction cut loss".split())
_CHANGES = frozenset("growth increase change rise gain difference".split()) | _FALLS
_MODAL = frozenset("planned expected projected forecast target targeted anticipated proposed".split())
_VAGUE = frozenset("people person man woman soul".split())
_EMPTY = frozenset("the a an of in for number total overall per".split())
_OFTEN = {"daily": "day", "monthly": "month", "annual": "year", "annually": "year", "yearly": "year", "weekly": "week"}


def slots(fact: Observation) -> tuple[Slot, ...]:
    """One slot: whose figure, of what measure, in which kind of unit, a level or a change."""
    level = "change" if fact.change else "level"
    about = identity(fact.about)
    return (("Observation", about, " ".join(sorted(_measure(fact))), dimension_of(fact.unit), level),)


def _measure(fact: Observation) -> frozenset[str]:
    """The words that say what is measured; those that say how often, how many or since when left out."""
    words = {_OFTEN.get(word, singular(word)) for word in folded(fact.metric.name).split()}
    if fact.change:
        words -= _CHANGES
    if fact.modality is not Modality.ACTUAL:
        words -= _MODAL
    words = words - _EMPTY or words
    return frozenset({"population"} if words <= _POPULATION else words)


def _figure(fact: Observation) -> Figure:
    value, value_max = fact.value, fact.value_max
    if fact.change and value > 0 and _FALLS & {singular(word) for word in folded(fact.metric.name).split()}:
        value, value_max = -value, None if value_max is None else -value_max
    return Figure(value=value, value_max=value_max, unit=fact.unit, qualifier=fact.qualifier)


def compare(earlier: Telling, a: Observation, later: Telling, b: Observation) -> Comparison | None:
    """How two figures of one slot go together; None for currencies without a rate."""
    if not may_be_one_currency(a.unit, b.unit):
        return None
    one, other = _figure(a), _figure(b)
    both = f"{one} and {other}"
    kinship, phrase = beside(one, other)
    if _is_vague(a) and kinship is not Kinship.EQUAL:
        return _related(kinship, phrase)
    if (a.modality is Modality.ACTUAL) != (b.modality is Modality.ACTUAL):
        plan, outcome = (other, one) if a.modality is Modality.ACTUAL else (one, other)
        modality = b.modality if a.modality is Modality.ACTUAL else a.modality
        return Comparison(relation=Relation.PLANNED, reason=f"{plan} is {_called(modality)}, {outcome} a fact")
    if kinship is Kinship.EQUAL:
        return Comparison(relation=Relation.SAME, reason=phrase)
    one_article = earlier.article == later.article
    if one_article and not (a.as_of and b.as_of and apart(a.as_of, b.as_of)):
        return _related(kinship, phrase)  # an article tells of two things rather than contradict itself
    if a.modality is not Modality.ACTUAL:
        return _plans(earlier, a, later, b, kinship, phrase, both)
    if _ran_on(earlier, a, later, b):
        return Comparison(relation=Relation.UPDATE, reason=f"{both}: the count went on")
    one_period, other_period = (a.as_of, b.as_of) if one_article else (_stated(earlier, a), _stated(later, b))
    if one_period and other_period:
        if apart(one_period, other_period):
            reason = f"{one} is for {one_period.iso}, {other} for {other_period.iso}"
            return Comparison(relation=Relation.UPDATE, reason=reason)
        return _related(kinship, phrase) or _within(a, one_period, b, other_period)
    if not _far_apart(_moment(earlier, a), _moment(later, b)) and (related := _related(kinship, phrase)):
        return related
    return _by_moment(earlier, a, later, b, both)


def _called(modality: Modality) -> str:
    return {Modality.PLANNED: "a plan", Modality.TARGET: "a target", Modality.FORECAST: "a forecast"}[modality]


def _related(kinship: Kinship, phrase: str) -> Comparison | None:
    relation = {Kinship.CLOSE: Relation.ROUNDING, Kinship.BELOW: Relation.SCOPE}.get(kinship)
    return Comparison(relation=relation, reason=phrase) if relation else None


def _is_vague(fact: Observation) -> bool:
    """True for people of whom it is not said what they do: of a city, they may be any."""
    return _measure(fact) <= _VAGUE and fact.about.kind not in {Kind.EVENT, Kind.EVENT_SERIES}


def _stated(telling: Telling, fact: Observation) -> Period | None:
    """The time of a figure where it is its own; None where it is no more than that of the article."""
    period = fact.as_of
    if period is None or period.precision is Precision.DAY or telling.published is None:
        return period
    return None if period.start <= telling.published <= period.end else period


def _moment(telling: Telling, fact: Observation) -> datetime.date | None:
    """The last day that a figure can speak of."""
    period = _stated(telling, fact)
    if period is None:
        return telling.published
    return min(period.end, telling.published) if telling.published else period.end


def _plans(
    earlier: Telling, a: Observation, later: Telling, b: Observation, kinship: Kinship, phrase: str, both: str
) -> Comparison:
    if a.as_of and b.as_of and apart(a.as_of, b.as_of):
        return Comparison(relation=Relation.UPDATE, reason=f"{both} are meant for {a.as_of.iso} and {b.as_of.iso}")
    if related := _related(kinship, phrase):
        return related
    if a.modality is not b.modality:
        reason = f"{both}: {_called(a.modality)} and {_called(b.modality)}"
        return Comparison(relation=Relation.SCOPE, reason=reason)
    gap = days_between(earlier, later)
    if gap is not None and gap <= A_SEASON:
        return Comparison(relation=Relation.CONTRADICTION, reason=f"{both}: {_called(a.modality)}, told two ways")
    return Comparison(relation=Relation.UPDATE, reason=f"{both}: {_called(a.modality)}, told at two times")


def _ran_on(earlier: Telling, a: Observation, later: Telling, b: Observation) -> bool:
    """True for counts that grow from day to day, such as those of victims, where the later one is the larger."""
    running = _measure(a) & _RUNNING and not a.change and dimension_of(a.unit) == "count"
    return bool(running) and bool(days_between(earlier, later)) and a.value < b.value


def _within(a: Observation, one: Period, b: Observation, other: Period) -> Comparison:
    """Two figures that differ, for one time or for a time and a part of it."""
    both = f"{_figure(a)} and {_figure(b)}"
    if (one.start, one.end) == (other.start, other.end):
        return Comparison(relation=Relation.CONTRADICTION, reason=f"{both} for {one.iso}")
    times = f"{one.iso} and {other.iso}"
    if not holds(one, other) and not holds(other, one):
        return Comparison(relation=Relation.SCOPE, reason=f"{both} for {times}, which overlap")
    (whole, part), (outer, inner) = ((a, b), (one, other)) if holds(one, other) else ((b, a), (other, one))
    if _measure(a) == {"population"} and not a.change:
        return Comparison(relation=Relation.CONTRADICTION, reason=f"{both} for {times}")
    adds_up = dimension_of(a.unit) in _ADDITIVE and not a.change
    if adds_up and part.value > whole.value:
        reason = f"{_figure(part)} for {inner.iso} is more than {_figure(whole)} for all of {outer.iso}"
        return Comparison(relation=Relation.CONTRADICTION, reason=reason)
    return Comparison(relation=Relation.SCOPE, reason=f"{inner.iso} is a part of {outer.iso}")


def _far_apart(one: datetime.date | None, other: datetime.date | None) -> bool:
    """True where two times are known to lie so far apart that one round number may well stand for two figures."""
    return one is not None and other is not None and abs((other - one).days) > THREE_YEARS


def _by_moment(earlier: Telling, a: Observation, later: Telling, b: Observation, both: str) -> Comparison:
    """Two figures that differ, at least one of them without a time of its own: by how far apart they were told."""
    one, other = _moment(earlier, a), _moment(later, b)
    if one is None or other is None:
        return Comparison(relation=Relation.UPDATE, reason=f"{both}, at times that are not known")
    gap = abs((other - one).days)
    if gap <= max(_patience(a), _patience(b)):
        return Comparison(relation=Relation.CONTRADICTION, reason=f"{both}, {_days(gap)}")
    return Comparison(relation=Relation.UPDATE, reason=f"{both}, {_days(gap)}")


def _patience(fact: Observation) -> int:
    return A_FORTNIGHT if fact.as_of and fact.as_of.precision is Precision.MONTH else A_SEASON


def _days(gap: int) -> str:
    return {0: "of one day", 1: "of two days in a row"}.get(gap, f"of times {gap} days apart")
