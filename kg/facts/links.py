"""Which of the names of a document fills a slot of a fact: whose post, whose prize, whose event.

Input: the lines of a document and a place in them. Output: names as options, each with its features seen from that
place. The weights are learned (benchmarks/train.py); where no name is sure enough the slot stays empty.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg import encoder
from kg.linear import Linear
from kg.mentions.person_names import POST_OF
from kg.mentions.titles import is_honorific
from kg.mentions.units import Line, Unit
from kg.model import BlockKind, Document, Entity, Kind

LEAST = 0.3
"""How sure classifier and encoder have to be of a name, from 0 to 1."""

NOBODY = "nobody*"
"""The feature of the answer that the document does not say."""


@dataclass
class Option:
    """A name of the document with every place it is used."""

    entity: Entity
    kind: str
    places: list[tuple[int, int]] = field(default_factory=list)  # line, unit
    _own: frozenset[str] = frozenset()

    def own(self, about: Sequence[Line]) -> frozenset[str]:
        """Names of what holds of it wherever it is seen from."""
        if not self._own:
            words = _WORD.findall(self.entity.name.lower())
            uses, title = f"count={min(len(self.places), 4)}{self.kind}", f"title={self.kind}"
            headed = any(about[n].sentence.block.kind is BlockKind.TITLE for n, _ in self.places)
            first = (f"first={min(self.places[0][0], 3)}", f"last={words[-1] if words else ''}")
            said = (*(f"w={word}" for word in words), *((title,) if headed else ()))
            self._own = frozenset(("bias*", f"kind={self.kind}", uses, *first, *said))
        return self._own


_WORD = re.compile(r"[^\W\d_][\w’'-]*")
TIMES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)


def options(document: Document, about: Sequence[Line], kinds: str) -> list[Option]:
    """The names of a document of these kinds of units, in order of first use."""
    found: dict[str, Option] = {}
    for n, line in enumerate(about):
        for i, unit in enumerate(line.units):
            if unit.kind in kinds and not _is_no_name(unit.low):
                entity = _entity(document, unit)
                key = entity.name.casefold().removeprefix("the ")
                found.setdefault(key, Option(entity, unit.kind)).places.append((n, i))
    return list(found.values())


def _is_no_name(words: str) -> bool:
    """True of times, titles and posts, and what only says where something is: "Monday", "Cllr", "the Paris-based"."""
    post = POST_OF.search(words)
    titled = post is not None and post.start() > 0 and "office" not in words  # "European Commissioner for Transport"
    return words in TIMES or is_honorific(words) or titled or words.endswith(("-based", "-elect"))


def _entity(document: Document, unit: Unit) -> Entity:
    entity = getattr(unit.mention, "entity", None)
    if isinstance(entity, Entity):
        return entity
    name = " ".join(document.text[unit.start : unit.end].split())
    return Entity(kind=Kind.ORGANIZATION, name=POST_OF.sub("", name, count=1))


def place_of(about: Sequence[Line], offset: int) -> tuple[int, int] | None:
    """Line and unit that hold the character at ``offset``, or the unit behind it."""
    starts = [line.sentence.span.start for line in about]
    n = bisect_right(starts, offset) - 1
    if n < 0 or not about[n].units:
        return None
    row = about[n].units
    i = next((k for k, unit in enumerate(row) if unit.end > offset), len(row) - 1)
    return n, i


def places(about: Sequence[Line], found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first character, and the one after the last, of units of these lines."""
    return [about[n].units[i].place for n, i in found if i < len(about[n].units)]


def nearest(places: Sequence[tuple[int, int]], at: tuple[int, int]) -> tuple[int, int]:
    """Of some places the one nearest to another: by lines, of equals the earlier line, then by units."""
    if len(places) == 1:
        return places[0]
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
    place: tuple[int, int] = (0, 0)  # the first character of the words and the one after their last
    question: str = ""  # what the encoder is asked of them


def features(option: Option, slot: Slot, about: Sequence[Line]) -> list[str]:
    """Names of what holds of an option seen from a slot, none twice."""
    at, kind = slot.at, option.kind
    n, i = nearest(option.places, at)
    forms, here = about[n].forms, about[at[0]].forms
    gap = max(-4, min(3, n - at[0]))
    told = "none" if slot.ruled is None else "this" if slot.ruled.name == option.entity.name else "other"
    side, beside = _beside(slot, about[n], i, kind) if gap == 0 else ("far", ())
    return [
        *option.own(about),
        f"head={slot.head}|{kind}",
        *_seen(slot.traits, told, slot.assumed, f"{kind}{side}{gap}", side),
        *_around(gap, kind, here[at[1] - 1], here[slot.until + 1]),
        *_neighbours(forms[i - 2], forms[i - 1], forms[i + 1], forms[i + 2], gap),
        *beside,
    ]


@lru_cache(maxsize=1 << 12)
def _seen(traits: tuple[str, ...], told: str, assumed: bool, where: str, side: str) -> tuple[str, ...]:
    """What rules say, and what holds of the words with the slot."""
    return (
        f"ruled={told} {assumed}",
        *(f"{trait}|{where}" for trait in traits),
        *(f"{trait}|{told} {assumed}{side}" for trait in traits),
    )


@lru_cache(maxsize=1 << 12)
def _around(gap: int, kind: str, before: str, behind: str) -> tuple[str, ...]:
    """How far away the words with the slot are, and what stands around them."""
    return (f"gap={gap}", f"gap+kind={gap}{kind}", f"al={before}|{gap}", f"ar={behind}|{gap}")


@lru_cache(maxsize=1 << 13)
def _neighbours(l2: str, l1: str, r1: str, r2: str, gap: int) -> tuple[str, ...]:
    """What stands around a name."""
    return (f"l1={l1}|{gap}", f"r1={r1}|{gap}", f"l2={l2}|{gap}", f"r2={r2}|{gap}", f"l12={l2} {l1}")


def _beside(slot: Slot, line: Line, i: int, kind: str) -> tuple[str, set[str]]:
    """The side of a name in the line of the slot, and what stands between."""
    first, until, row = slot.at[1], slot.until, line.units
    if first <= i <= until:
        side, between = "in", range(first, i)
    elif i > until:
        side, between = ">", range(until + 1, i)
    else:
        side, between = "<", range(i + 1, first)
    others = sum(1 for k in between if row[k].kind in "CXOELH")
    alike = sum(1 for k in between if row[k].kind == kind)
    found = {f"b={side} {row[k].low}" for k in between if row[k].kind in "WP"}
    found.update(
        (
            f"side={side}{kind}",
            f"dist={side}{min(len(between), 16) // 2}",
            f"others={side}{min(others, 3)}",
            f"alike={side}{kind}{min(alike, 2)} {slot.assumed}",
        )
    )
    if len(between) <= 5:
        found.add(f"path={side} {' '.join(line.forms[k] for k in between)}")
    return side, found


def rows(
    listed: Sequence[Option], slot: Slot, about: Sequence[Line], further: Sequence[list[str]] = ()
) -> list[list[str]]:
    """The features of each option and, at the end, of the answer that none is meant; ``further``: more of each."""
    found = [*(features(option, slot, about) for option in listed), nobody(slot)]
    return [[*row, *more] for row, more in zip(found, further, strict=True)] if further else found


def chosen(
    weights: Linear,
    document: Document,
    listed: list[Option],
    slot: Slot,
    about: Sequence[Line],
    least: float = LEAST,
    further: Sequence[list[str]] = (),
) -> Entity | None:
    """The option that classifier and encoder are surest of; None where they are sure of none.

    What a rule has read beside the words, and the classifier is surest of, stands: the encoder is not asked.
    ``further``: what else holds of each option, and of none of them, as names of features.
    """
    shares = weights.shares(rows(listed, slot, about, further))
    first = listed[shares.index(max(shares))] if max(shares) > shares[-1] else None
    if first and slot.ruled and not slot.assumed and slot.ruled.name == first.entity.name and max(shares) >= least:
        return slot.ruled
    named = [places(about, option.places) for option in listed]
    top, sure = encoder.choice(document, slot.question, shares, slot.place, named)
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
