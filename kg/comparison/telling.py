"""A fact as an article tells it, and what can be said of two of them.

Input: nothing but values of ``model``. Output: the values that the other modules of comparison share,
and the order and distance in time of two tellings.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from kg.model import Entity, Fact, Period

Slot = tuple[str, ...]

ABOUT_THE_SAME_TIME = 31
"""Days between two articles within which posts and plans are not expected to have changed unnoticed."""


class Relation(StrEnum):
    """How two statements about one thing go together."""

    SAME = "same"
    ROUNDING = "rounding"  # one figure, told more and less exactly
    UPDATE = "update"  # both may be right, one after the other
    SCOPE = "scope"  # both may be right, of a whole and its part, or one of them less precisely
    PLANNED = "planned"  # what was meant to come and what came
    COPY = "copy"  # the same, from one text
    CONTRADICTION = "contradiction"  # they cannot both be right


@dataclass(frozen=True, kw_only=True)
class Telling:
    """A fact as one article tells it; the entities of the fact are resolved."""

    fact: Fact
    article: str  # its id
    published: datetime.date | None
    quote: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How two tellings go together; ``reason`` is a phrase for people."""

    relation: Relation
    reason: str


def in_order(one: Telling, other: Telling) -> tuple[Telling, Telling]:
    """The two by publication, undated ones last, ties in an order that does not depend on which came first."""

    def rank(telling: Telling) -> tuple[datetime.date, str, str, str]:
        return telling.published or datetime.date.max, telling.article, repr(telling.fact), telling.quote

    first, second = sorted((one, other), key=rank)
    return first, second


def days_between(one: Telling, other: Telling) -> int | None:
    """How far apart the two were published; 0 in one article, None where a date is missing."""
    if one.article == other.article:
        return 0
    if one.published is None or other.published is None:
        return None
    return abs((other.published - one.published).days)


def near(one: Telling, other: Telling, days: int = ABOUT_THE_SAME_TIME) -> bool:
    """True where the two are known to have been published about the same time."""
    gap = days_between(one, other)
    return gap is not None and gap <= days


def same_entity(one: Entity, other: Entity) -> bool:
    """True where two resolved entities are one."""
    return (one.kind, one.key) == (other.kind, other.key)


def differ(one: Entity | None, other: Entity | None) -> bool:
    """True where both are known and are two; one name read as two kinds of thing is not."""
    return one is not None and other is not None and one.key != other.key


def identity(entity: Entity) -> str:
    """The entity as part of a slot."""
    return f"{entity.kind.value}/{entity.key}"


def holds(outer: Period, inner: Period) -> bool:
    """True where ``inner`` lies within ``outer``, or is equal to it."""
    return outer.start <= inner.start and inner.end <= outer.end


def apart(one: Period, other: Period) -> bool:
    """True where the two periods have no day in common."""
    return one.end < other.start or other.end < one.start
