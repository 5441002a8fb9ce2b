"""Which of the names of a document fills a slot of a fact: whose post, whose prize, whose event.

Input: the lines of a document and a place in them. Output: names as options, each with its features seen from that
place. The weights are learned (benchmarks/train.py); where no name is sure enough the slot stays empty.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.linear import Linear
from kg.mentions.units import Line, Unit, form
from kg.model import BlockKind, Document, Entity, Kind

LEAST = 0.3
"""How sure the classifier has to be of a name, from 0 to 1."""

NOBODY = "nobody*"
"""The feature of the answer that the document does not say."""


@dataclass
class Option:
    """A name of the document with every place it is used."""

    entity: Entity
    kind: str
    places: list[tuple[int, int]] = field(default_factory=list)  # line, unit


TIMES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)


def options(document: Document, about: Sequence[Line], kinds: str) -> list[Option]:
    """The names of a document of these kinds of units, in order of first use."""
    found: dict[str, Option] = {}
    for n, line in enumerate(about):
        for i, unit in enumerate(line.units):
            if unit.kind in kinds and unit.low not in TIMES:
                entity = _entity(document, unit)
                key = entity.name.casefold().removeprefix("the ")
                found.setdefault(key, Option(entity, unit.kind)).places.append((n, i))
    return list(found.values())


def _entity(document: Document, unit: Unit) -> Entity:
    entity = getattr(unit.mention, "entity", None)
    if isinstance(entity, Entity):
        return entity
    return Entity(kind=Kind.ORGANIZATION, name=" ".join(document.text[unit.start : unit.end].split()))


def place_of(about: Sequence[Line], offset: int) -> tuple[int, int] | None:
    """Line and unit that hold the character at ``offset``, or the unit behind it."""
    starts = [line.sentence.span.start for line in about]
    n = bisect_right(starts, offset) - 1
    if n < 0 or not about[n].units:
        return None
    row = about[n].units
    i = next((k for k, unit in enumerate(row) if unit.end > offset), len(row) - 1)
    return n, i


def nearest(places: Sequence[tuple[int, int]], at: tuple[int, int]) -> tuple[int, int]:
    """Of some places the one nearest to another: by lines, of equals the earlier line, then by units."""
    return min(places, key=lambda p: (abs(p[0] - at[0]) + 0.5 * (p[0] > at[0]), abs(p[1] - at[1])))


@dataclass(frozen=True)
class Slot:
    """What is to be filled: where the words stand that have the slot, and what rules say of it."""

    at: tuple[int, int]  # line and first unit of the words
    until: int  # their last unit
    head: str  # the noun they turn on
    ruled: Entity | None = None  # what a rule would fill in
    assumed: bool = False  # the rule has not read it beside the words
    traits: tuple[str, ...] = ()  # what else holds of the words


def features(option: Option, slot: Slot, about: Sequence[Line]) -> list[str]:
    """Names of what holds of an option seen from a slot, in order of the alphabet, none twice."""
    at, until, kind = slot.at, slot.until, option.kind
    n, i = nearest(option.places, at)
    line = about[n]
    words = re.findall(r"[^\W\d_][\w’'-]*", option.entity.name.lower())
    gap = max(-4, min(3, n - at[0]))
    found = {"bias*", f"kind={kind}", f"gap={gap}", f"gap+kind={gap}{kind}", f"head={slot.head}|{kind}"}
    add = found.add
    told = "none" if slot.ruled is None else "this" if slot.ruled.name == option.entity.name else "other"
    add(f"ruled={told} {slot.assumed}")
    add(f"last={words[-1] if words else ''}")
    found.update(f"w={word}" for word in words)
    side = "far"
    if gap == 0:
        here = about[n].units
        if at[1] <= i <= until:
            side, between = "in", range(at[1], i)
        elif i > until:
            side, between = ">", range(until + 1, i)
        else:
            side, between = "<", range(i + 1, at[1])
        add(f"side={side}{kind}")
        add(f"dist={side}{min(len(between), 16) // 2}")
        others = sum(1 for k in between if here[k].kind in "CXOELH")
        add(f"others={side}{min(others, 3)}")
        alike = sum(1 for k in between if here[k].kind == kind)
        add(f"alike={side}{kind}{min(alike, 2)} {slot.assumed}")
        if len(between) <= 5:
            add(f"path={side} {' '.join(form(line.units, k) for k in between)}")
        found.update(f"b={side} {here[k].low}" for k in between if here[k].kind in "WP")
    found.update(f"{trait}|{kind}{side}{gap}" for trait in slot.traits)
    found.update(f"{trait}|{told} {slot.assumed}{side}" for trait in slot.traits)
    for d in (1, 2):
        add(f"l{d}={form(line.units, i - d)}|{gap}")
        add(f"r{d}={form(line.units, i + d)}|{gap}")
    add(f"l12={form(line.units, i - 2)} {form(line.units, i - 1)}")
    anchor = about[at[0]]
    add(f"al={form(anchor.units, at[1] - 1)}|{gap}")
    add(f"ar={form(anchor.units, until + 1)}|{gap}")
    add(f"count={min(len(option.places), 4)}{kind}")
    add(f"first={min(option.places[0][0], 3)}")
    if any(about[p[0]].sentence.block.kind is BlockKind.TITLE for p in option.places):
        add(f"title={kind}")
    return sorted(found)


def chosen(
    weights: Linear, listed: list[Option], slot: Slot, about: Sequence[Line], least: float = LEAST
) -> Entity | None:
    """The option that the classifier is surest of; None where it is sure of none."""
    top, sure = weights.choice([*(features(option, slot, about) for option in listed), nobody(slot)])
    if top == len(listed) or sure < least:
        return None
    best = listed[top]
    return slot.ruled if slot.ruled is not None and slot.ruled.name == best.entity.name else best.entity


def nobody(slot: Slot) -> list[str]:
    """The features of the answer that the document does not say who."""
    told = f"{slot.ruled is not None} {slot.assumed}"
    return [NOBODY, f"{NOBODY}{slot.head}", f"{NOBODY}{told}", *(f"{NOBODY}{trait}" for trait in slot.traits)]


def with_ruled(listed: list[Option], slot: Slot) -> list[Option]:
    """The options, with the one that a rule would fill in where it is none of them."""
    if slot.ruled is None or any(option.entity.name == slot.ruled.name for option in listed):
        return listed
    return [*listed, Option(slot.ruled, "R", [slot.at])]
