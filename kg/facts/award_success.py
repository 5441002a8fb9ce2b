"""Whether who was given something came first: won, or stands at the head of a ranking.

Input: a Story, a candidate and what else was found. Output: names of features for two looks, the second
from what the first says of the other recipients. Their weights are learned (benchmarks/train.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.facts.award_features import KEPT, mean, step
from kg.facts.award_lines import Candidate, Story, lead, list_ends
from kg.facts.award_ranks import rank_of
from kg.mentions.units import Unit
from kg.model import BlockKind

NOT_FIRST = frozenset({"FINAL", "SPECIAL", "RUNNER", "LOSE", "LAST"})
"""What is said of those who did not come first."""

_TELLING = NOT_FIRST | {"WIN", "WINNER", "NAME", "GIVE", "TOP"}
_NAMES = frozenset("CHOXES")
LOUD = "!"
"""How the features begin that tell more than words around: the classifier is to trust them sooner."""


def success_features(candidate: Candidate, about: Story, row: list[str]) -> list[str]:
    """The features of a first look; ``row`` is what holds of the candidate anyway."""
    line = about.lines[candidate.line]
    listed = line.sentence.block.kind in {BlockKind.ITEM, BlockKind.ROW}
    beside = "+".join(sorted(told_beside(line.units, line.cues, candidate.index)))
    over = set(about.heads_of(candidate)) & _TELLING
    if listed:
        over |= _TELLING.intersection(lead(about, candidate.line))
    above = "+".join(sorted(over))
    rank = rank_of(line, candidate.index)
    shown = f"{min(rank or 0, 4)} {bool(about.rankings)}"
    beaten = is_beaten(line.units, line.cues, candidate.index)
    return [
        *row,
        f"{LOUD}beaten={beaten}",
        f"{LOUD}beside={beside}",
        *(f"{LOUD}beside:{told}" for told in beside.split("+")),
        f"{LOUD}above={above}",
        *(f"{LOUD}above:{told}" for told in over),
        f"{LOUD}rank={shown}",
        f"{LOUD}rank={shown}|{beside}|{above}",
    ]


def told_beside(row: list[Unit], cues: list[tuple[str, ...]], i: int) -> frozenset[str]:
    """What the nearest word behind a name says of its result, else the nearest before its list."""
    first, _ = list_ends(row, i)
    for steps in (range(i + 1, min(len(row), i + 12)), range(first - 1, max(-1, first - 10), -1)):
        for k in steps:
            if row[k].kind in _NAMES or row[k].low in {";", "."}:
                break
            if found := _TELLING.intersection(cues[k]):
                return found
    return frozenset()


_PASSIVE = frozenset({"by", "beaten", "overtaken", "dethroned"})
_BEING = frozenset({"was", "were", "been", "is", "are", "being", "got"})
_OUSTED = frozenset(
    "beaten edged dethroned overtaken displaced pipped ousted knocked unseated toppled outdone outscored "
    "eclipsed".split()
)
_AHEAD = 4


def is_beaten(row: list[Unit], cues: list[tuple[str, ...]], i: int) -> bool:
    """True of a name that another one beats: "ahead of Oslo", "Oslo was edged out"; not "beaten by Oslo"."""
    first, last = list_ends(row, i)
    for k in range(last + 1, min(len(row) - 1, last + _AHEAD)):
        if row[k].kind in _NAMES:
            break
        if row[k].low in _BEING and row[k + 1].low in _OUSTED:
            return True
    for k in range(first - 1, max(-1, first - 5), -1):
        active = k > 0 and row[k - 1].low in _HAVING and "BEAT" in cues[k]  # "has beaten Oslo"
        if row[k].kind in _NAMES or row[k].low in {";", ".", ","} or (row[k].low in _PASSIVE and not active):
            return False
        if "BEAT" in cues[k] and "TOP" not in cues[k]:
            return True
        if k and (row[k].low in {"of", "from"} and row[k - 1].low in {"ahead", "likes", "competition", "challenge"}):
            return True
    return False


def beats(row: list[Unit], cues: list[tuple[str, ...]], i: int) -> bool:
    """True of a name that beats another one: "Oslo has beaten Bergen"; not "Oslo was beaten"."""
    _, last = list_ends(row, i)
    for k in range(last + 1, min(len(row) - 1, last + _AHEAD)):
        if "BEAT" in cues[k] and "TOP" not in cues[k]:
            return row[k].low not in {"ahead", "over", "against"} and row[k + 1].low not in _PASSIVE
        if row[k].kind != "W" or row[k].low not in _HAVING:
            return False
    return False


_HAVING = frozenset("has have had narrowly easily just finally".split())


def success_again(found: list[Candidate], firsts: Mapping[int, float], at: int, row: list[str]) -> list[str]:
    """What the others say of whether the one at ``at`` came first; ``firsts``: a first look at each recipient."""
    me, mine = found[at], step(firsts[at])
    order = sorted(firsts)
    n = order.index(at)
    beside = [firsts[k] for k in order if k != at and found[k].line == me.line]
    others = [firsts[k] for k in order if k != at and found[k].name != me.name]
    same = [firsts[k] for k in order if k != at and found[k].name == me.name]
    run = _run(found, order, n)
    before, after = _next(found, firsts, order, n, -1), _next(found, firsts, order, n, 1)
    told = [
        f"before={step(before)}",
        f"after={step(after)}",
        f"around={step(before)}|{step(after)}",
        f"beside={step(mean(beside))}",
        f"beside-n={min(len(beside), 5)}",
        f"run={step(mean([firsts[k] for k in run if k != at]))}",
        f"run-n={min(len(run), 6)}",
        f"run-at={min(run.index(at), 3)}",
        f"others-top={step(max(others, default=None))}",
        f"others={step(mean(others))}",
        f"same={step(max(same, default=None))}",
        f"nth={min(n, 4)}",
    ]
    kept = (f for f in row if f.startswith(KEPT))
    return ["bias*", f"2:self={mine}", *(f"2:{t}" for t in told), *(f"2:{t}&{mine}" for t in told), *kept]


def _next(found: list[Candidate], firsts: Mapping[int, float], order: list[int], n: int, step: int) -> float | None:
    k = n + step
    near = 0 <= k < len(order) and abs(found[order[k]].line - found[order[n]].line) <= 1
    return firsts[order[k]] if near else None


def _run(found: list[Candidate], order: list[int], n: int) -> list[int]:
    """The recipients in the same or neighbouring lines, as in a list."""
    start = end = n
    while start and found[order[start]].line - found[order[start - 1]].line <= 1:
        start -= 1
    while end + 1 < len(order) and found[order[end + 1]].line - found[order[end]].line <= 1:
        end += 1
    return order[start : end + 1]
