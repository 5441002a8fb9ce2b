"""How two statements about one thing go together: the same, one newer, one wider, or not both right.

Input: tellings, each a resolved fact with the article that tells it. Output: the slots of a fact (what it
gives a value for; only facts that share one are compared), the relation of two tellings with a reason for
people, and which of many tellings to go by. Nothing is read and nothing is stored.

Unknown stays unknown: a value that one of the two lacks contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import fields

from kg.comparison import awards, events, figures, locations, posts
from kg.comparison.awards import shared
from kg.comparison.sources import agreeing, copied, copies, newest
from kg.comparison.telling import Comparison, Relation, Slot, Telling, in_order, same_entity
from kg.model import AwardConferral, Entity, Fact, Hosting, Location, Observation, Tenure

__all__ = ["Comparison", "Relation", "Slot", "Telling", "compare", "copies", "most_told", "newest", "shared", "slots"]


def slots(fact: Fact) -> tuple[Slot, ...]:
    """What the fact gives a value for; facts that share a slot are to be compared. Empty: nothing to compare."""
    match fact:
        case Observation():
            return figures.slots(fact)
        case Tenure():
            return posts.slots(fact)
        case AwardConferral():
            return awards.slots(fact)
        case Hosting():
            return events.slots(fact)
        case Location():
            return locations.slots(fact)
    return ()


def compare(one: Telling, other: Telling, *, held_by_several: AbstractSet[Slot] = frozenset()) -> Comparison | None:
    """How the two go together, in either order; None where they do not bear on each other.

    ``held_by_several``: slots of awards that more than one may have, as ``shared`` finds them in all that is told.
    """
    if not set(slots(one.fact)) & set(slots(other.fact)):
        return None
    earlier, later = in_order(one, other)
    found = Comparison(relation=Relation.SAME, reason="the same in every respect")
    if not _equal(one.fact, other.fact):
        decided = _decide(earlier, later, held_by_several)
        if decided is None:
            return None
        found = decided
    if found.relation is Relation.SAME and copied(one, other):
        return Comparison(relation=Relation.COPY, reason="both articles have it in the same words")
    return found


def most_told(tellings: Iterable[Telling]) -> Telling:
    """The telling that most sources agree with; copies of one text are one source, the newest wins a tie.

    Sources that say it in round numbers agree as well, but those that say exactly it weigh more in a tie.
    """
    return agreeing(tellings, compare)


def _decide(earlier: Telling, later: Telling, held_by_several: AbstractSet[Slot]) -> Comparison | None:
    match earlier.fact, later.fact:
        case (Observation() as a, Observation() as b):
            return figures.compare(earlier, a, later, b)
        case (Tenure() as a, Tenure() as b):
            return posts.compare(earlier, a, later, b)
        case (AwardConferral() as a, AwardConferral() as b):
            return awards.compare(earlier, a, later, b, held_by_several)
        case (Hosting() as a, Hosting() as b):
            return events.compare(earlier, a, later, b)
        case (Location() as a, Location() as b):
            return locations.compare(a, b)
    return None


def _equal(one: Fact, other: Fact) -> bool:
    """True where two facts of one class claim the same, wherever and by whichever rule they were read."""

    def agree(a: object, b: object) -> bool:
        if isinstance(a, Entity) and isinstance(b, Entity):
            return same_entity(a, b)
        if isinstance(a, tuple) and isinstance(b, tuple):
            return len(a) == len(b) and all(map(agree, a, b))
        return a == b

    claims = (slot.name for slot in fields(one) if slot.name not in {"evidence", "rule"})
    return type(one) is type(other) and all(agree(getattr(one, name), getattr(other, name)) for name in claims)
