"""Where a city lies: in a country and a region of it, or in two that exclude each other.

Input: locations. Output: their slot; their relation, by what the gazetteer knows of the two places. Of a
name that several places bear, the reading that fits is taken; a place it does not know decides nothing.
"""

from __future__ import annotations

from itertools import product

from kg.comparison.telling import Comparison, Relation, Slot, identity, same_entity
from kg.mentions.gazetteer import Place, parent_of, places_called
from kg.model import Entity, Location

_DISPUTED = frozenset(map(frozenset, (("CN", "TW"), ("RS", "XK"), ("IL", "PS"), ("EH", "MA"), ("RU", "UA"))))
"""Countries, one of which holds or claims land that the other one claims: a city may be told of either."""
_WEIGHT = (Relation.SAME, Relation.SCOPE, None, Relation.CONTRADICTION)


def slots(fact: Location) -> tuple[Slot, ...]:
    """One slot: the city."""
    return (("Location", identity(fact.city)),)


def compare(a: Location, b: Location) -> Comparison | None:
    """How two places of one city go together; None where the gazetteer cannot tell."""
    names = f"{a.place.name} and {b.place.name}"
    if same_entity(a.place, b.place):
        return Comparison(relation=Relation.SAME, reason=f"both in {a.place.name}")
    relations = [_relation(one, other) for one, other in product(_readings(a.place), _readings(b.place))]
    relation = next((relation for relation in _WEIGHT if relation in relations), None)
    reasons = {
        Relation.SAME: f"{names} are one",
        Relation.SCOPE: f"one of {names} holds the other",
        Relation.CONTRADICTION: f"in {names}, and neither holds the other",
    }
    return Comparison(relation=relation, reason=reasons[relation]) if relation else None


def _readings(place: Entity) -> tuple[Place, ...]:
    """What the name may stand for; a short form ("Mich.") only where it is the name of nothing else."""
    found = [reading for reading in places_called(place.name) if not reading.adjective]
    return tuple(reading for reading in found if not reading.short) or tuple(found)


def _relation(one: Place, other: Place) -> Relation | None:
    """How two places go together as the place of one city; None where the tables do not say."""
    if "continent" in (one.level, other.level):
        return None if one.level == other.level else Relation.SCOPE
    if one.country != other.country:
        return _two_countries(one.country, other.country)
    if (one.name, one.level) == (other.name, other.level) or one.level == other.level == "country":
        return Relation.SAME
    if one.level != other.level or one.listed is not other.listed:
        return Relation.SCOPE
    return Relation.CONTRADICTION if one.listed else None  # counties and old regions may overlap


def _two_countries(one: str, other: str) -> Relation | None:
    if one in parent_of(other) or other in parent_of(one):
        return Relation.SCOPE
    return None if frozenset((one, other)) in _DISPUTED else Relation.CONTRADICTION
