"""Who gives an award: one of the names of the document, or nobody that it says.

Input: a document, its Story and the name of an award. Output: an entity, or None. The weights are learned
(benchmarks/train.py); where they are missing what constructions say stands.
"""

from __future__ import annotations

from kg.facts import links
from kg.facts.award_lines import Story
from kg.linear import linear
from kg.model import Document, Entity, Kind

LEAST = 0.45
"""How sure both have to be of the giver of an award, from 0 to 1."""

KINDS = "OXEA"
"""The kinds of units that may give an award."""


def giver(document: Document, about: Story, award: str, offset: int, ruled: Entity | None) -> Entity | None:
    """Who gives the award of that name, told at ``offset``; ``ruled`` is what constructions say."""
    weights = linear("award_giver")
    if weights is None:
        return ruled
    at = place_of_award(about, award, offset)
    listed = [
        option
        for option in links.options(document, about.lines, KINDS)
        if option.entity.name.casefold() not in {award.casefold(), "world"}
    ]
    slot = slot_of(about, award, at, ruled)
    found = links.chosen(weights, document, links.with_ruled(listed, slot), slot, about.lines, LEAST)
    if found is None or found.name.casefold() == award.casefold():
        return ruled
    return (
        found
        if found.kind in {Kind.ORGANIZATION, Kind.CITY, Kind.PLACE}
        else Entity(kind=Kind.ORGANIZATION, name=found.name)
    )


def slot_of(about: Story, award: str, at: tuple[int, int], ruled: Entity | None = None) -> links.Slot:
    """The slot of an award, named at a line and unit, for who gives it."""
    place = next(iter(links.places(about.lines, [at])), (0, 0)) if about.lines else (0, 0)
    head = award.rsplit(maxsplit=1)[-1].lower()
    return links.Slot(at, at[1], head, ruled, place=place, question="award_giver")


def place_of_award(about: Story, award: str, offset: int) -> tuple[int, int]:
    """Where the document names the award nearest to ``offset``: line and unit."""
    start = links.place_of(about.lines, offset) or (0, 0)
    low = award.casefold()
    places = [
        (n, i)
        for n, line in enumerate(about.lines)
        for i, unit in enumerate(line.units)
        if unit.kind in "AXSEO"
        and (unit.low in low or low in unit.low or getattr(unit.mention, "name", "").casefold() == low)
        and len(unit.low) > 3
    ]
    return min(places, key=lambda p: (abs(p[0] - start[0]), abs(p[1] - start[1])), default=start)
