"""Which of the numbers around a name is its place in a ranking: a conditional logit over those that may be one.

Input: a line and the index of a name. Output: for each rank what speaks for it, and the best one, or none. A rank that
is written as one stands; what other constructions of award_ranks say is one of the features, and the encoder is asked,
too. The weights are learned (benchmarks/train.py); where they are missing those constructions decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg import encoder
from kg.facts.award_lines import AwardLine
from kg.facts.award_ranks import (
    NAMES,
    coordinated,
    is_figure,
    is_outdone,
    ordinal,
    plain,
    rank_at,
    rank_of,
    rank_written,
)
from kg.linear import linear
from kg.mentions.units import Unit
from kg.model import BlockKind, Document

QUESTION = "award_rank"

LEAST = 0.5
"""How sure both have to be of a rank, from 0 to 1."""

_REACH = 24  # units to either side of a name that are looked at
_PATH = 4  # units between name and number that are features together
_SIZES = (1, 2, 3, 10, 50, 200)


@dataclass
class Option:
    """A rank that a name may have: what speaks for it, by the names of the features, and the numbers that say it."""

    features: list[str]
    places: list[encoder.Place] = field(default_factory=list)  # none where it follows from another rank


def placing(document: Document, line: AwardLine, i: int) -> int | None:
    """The rank of the name at ``i`` of a line; None where it has none."""
    if (said := rank_written(line, i)) is not None:
        return said
    weights = linear("award_rank")
    ruled = rank_of(line, i)
    if weights is None:
        return ruled
    found = options(line, i, ruled)
    if not found or (ruled is not None and ruled not in found):
        return ruled  # stands nowhere, but follows: "Oslo and Bergen close the top five"
    shares = weights.shares([*(option.features for option in found.values()), no_rank(line, len(found), ruled)])
    if ruled is None and not is_outdone(line.units, i):  # else it knows no better: "to third from 12th"
        places = [option.places for option in found.values()]
        shares = encoder.of_each(document, QUESTION, shares, line.units[i].place, places)
    top = shares.index(max(shares))
    return list(found)[top] if top < len(found) and shares[top] >= LEAST else None


def options(line: AwardLine, i: int, ruled: int | None) -> dict[int, Option]:
    """The ranks that the name at ``i`` may have; features are sorted."""
    row = line.units
    found: dict[int, set[str]] = {}
    places: dict[int, list[encoder.Place]] = {}
    names, listed = coordinated(row, i), _is_listed(line)
    for k, rank, facts in _told(row, i, names):
        found.setdefault(rank, set()).update(facts)
        places.setdefault(rank, []).append(row[k].place)
    for rank, facts in () if listed else _counted(row, i, names):
        found.setdefault(rank, set()).update(facts)
    for rank, seen in found.items():
        said = "none" if ruled is None else "this" if ruled == rank else "other"
        size = next((str(top) for top in _SIZES if rank <= top), "more")
        seen.update((f"ruled {said}", f"size {size}", f"size {size} {said}", f"listed {listed} {said}"))
        seen.update(f"{fact} {said}" for fact in tuple(seen) if fact.startswith(("form ", "side ", "names ")))
    return {rank: Option(sorted(seen), places.get(rank, [])) for rank, seen in found.items()}


def no_rank(line: AwardLine, found: int, ruled: int | None) -> list[str]:
    """What speaks for no rank, where so many are found."""
    listed = _is_listed(line)
    return ["none*", f"none* {ruled is None}", f"none* {listed}", f"none* {min(found, 3)} {ruled is None}"]


def _is_listed(line: AwardLine) -> bool:
    """True of an item, a row or a headline."""
    return line.sentence.block.kind is not BlockKind.PARAGRAPH


def _told(row: list[Unit], i: int, names: list[int]) -> Iterator[tuple[int, int, list[str]]]:
    """The numbers around a name: their units, and how they are put; ``names``: those of the list it is in."""
    for k in range(max(0, i - _REACH), min(len(row), i + _REACH + 1)):
        if k == i or (k and row[k - 1].low == "top"):
            continue
        said, bare = ordinal(row, k), plain(row[k])
        rank = said if said is not None else bare
        if rank is None or rank < 1 or (said is None and (_is_move(row, k) or is_figure(row, k))):
            continue
        form = "ordinal" if said is not None else "digits" if row[k].low.isdecimal() else "word"
        passed = [m for m in range(min(i, k) + 1, max(i, k)) if row[m].kind in NAMES]
        if form == "digits" and not set(passed) <= set(names):
            continue  # that of another name
        of_list = len([m for m in names if min(i, k) < m < max(i, k)]) == len(passed) > 0
        yield k, rank, [f"form {form}", *_place(row, i, k, form, len(passed), of_list=of_list), *_around(row, k)]


def _is_move(row: list[Unit], k: int) -> bool:
    """True of how far a name rose or fell: "down 13", "dropping 12 places"."""
    before, behind = (row[m].low if 0 <= m < len(row) else "" for m in (k - 1, k + 1))
    return before in {"up", "down"} or behind in {"places", "points", "spots", "positions", "rungs", "steps"}


def _place(row: list[Unit], i: int, k: int, form: str, names: int, *, of_list: bool) -> Iterator[str]:
    """Where a number stands, seen from the name: so many ``names`` lie between, all of one list with it or not."""
    side, between = ("behind", range(i + 1, k)) if k > i else ("before", range(k + 1, i))
    run = _run(row, i, k)
    others = sum(plain(row[m]) is not None for m in between)
    stops = sorted({row[m].low for m in between if row[m].low in _STOPS})
    far = min(len(between), 12) // 2
    yield f"side {side} {form}"
    yield f"far {side} {far}"
    if run:
        yield from (f"run {side} {run}", f"run {side} {run} {far}")
    yield f"names {side} {min(names, 3)}"
    yield f"names {side} {min(names, 3)} {form} {min(others, 2)}"
    yield f"others {side} {min(others, 2)}"
    yield from (f"stop {side} {stop}" for stop in stops)
    if not names:
        yield f"free {side} {form} {far}"
    if len(between) <= _PATH:
        yield f"path={side} {form} {' '.join(_shown(row[m]) for m in between)}"
    if k == 0 or all(row[m].kind == "P" for m in range(k)):
        yield f"opens {form}"
    if of_list:
        yield f"names {side} of one list {form}"


def _run(row: list[Unit], i: int, k: int) -> str:
    """How the numbers run that stand beside the names around as this one stands beside its own: "1 Oslo 2 Bergen"."""
    names = [m for m, unit in enumerate(row) if unit.kind in NAMES or m == i]
    at, rank = names.index(i), plain(row[k]) or 0
    told = []
    for step in (-1, 1):
        if 0 <= at + step < len(names) and 0 <= names[at + step] + k - i < len(row):
            beside = plain(row[names[at + step] + k - i])
            told.append("" if beside is None else str(max(-2, min(2, beside - rank))))
    return " ".join(told).strip()


_STOPS = frozenset(", ; : . ( ) - – — and while whereas but with behind ahead followed".split())


def _around(row: list[Unit], k: int) -> Iterator[str]:
    """The words beside a number."""
    for step in (-2, -1, 1, 2):
        yield f"w{step}={_shown(row[k + step]) if 0 <= k + step < len(row) else '|'}"


def _shown(unit: Unit) -> str:
    return unit.low if unit.kind in "WP" and not unit.low.isdecimal() else unit.kind


def _counted(row: list[Unit], i: int, names: list[int]) -> Iterator[tuple[int, list[str]]]:
    """The ranks that follow from that of the name before: the next one, or one as many on as names lie between."""
    before = next((m for m in range(names[0] - 1, -1, -1) if row[m].kind in NAMES), None)
    if before is None or names[0] - before > _REACH:
        return
    base = rank_at(row, before, item=False)
    if base is None:
        return
    lead = " ".join(_shown(unit) for unit in row[max(before + 1, names[0] - 2) : names[0]])
    at = names.index(i)
    yield base + 1 + at, ["next", f"next {min(at, 2)}", f"lead={lead}"]
    yield base, ["same", f"same lead={lead}"]
