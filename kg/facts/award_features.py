"""What stands around a name that may have been given an award, as names of features.

Input: a Story and a candidate of it. Output: the features of the candidate; then, from what a first look at
all candidates says, those of a second look. Their weights are learned (benchmarks/train.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.facts.award_lines import AWARDS, AwardLine, Candidate, RuledAt, Story, lead, list_ends
from kg.facts.award_ranks import rank_of
from kg.model import BlockKind

_NAMED = frozenset("CHOXES")
_REACH = 15  # units looked at to each side


def features(candidate: Candidate, about: Story, ruled: RuledAt) -> list[str]:
    """Names of what holds of a candidate, in order of the alphabet, none twice."""
    line = about.lines[candidate.line]
    first, last = list_ends(line.units, candidate.index)
    kind = candidate.unit.kind if candidate.antecedent is None else "pro"
    found = {f"kind={kind}", *_of_line(about, candidate.line)}
    told = ruled.get((candidate.line, candidate.name))
    by_rule = told.won if told else None
    found.add(f"ruled={by_rule} {any(n == candidate.line for n, _ in ruled)}")
    found.add(f"ruled={by_rule} {kind}")
    found.update(_neighbours(line, first, last))
    found.update(_own(line, candidate.index, first, last, about))
    found.update(_side(line, "L", range(first - 1, max(-1, first - 1 - _REACH), -1), kind))
    found.update(_side(line, "R", range(last + 1, min(len(line.units), last + 1 + _REACH)), kind))
    found.update(_verb_and_governor(line, first, last, kind))
    found.update(_nearest_award(line, candidate.index, first, last))
    found.update(_told(line, first, last))
    found.update(f"column={word}" for word in about.heads_of(candidate))
    found.add(f"nth={min(sum(1 for u in line.units[:first] if u.kind in 'CHOXE'), 3)}")
    found.add(f"count={min(about.counts.get(candidate.meant.low, 0), 3)}")
    if candidate.line and line.sentence.block.kind in {BlockKind.ITEM, BlockKind.ROW}:
        i = candidate.index
        found.update((f"item-at={min(i, 4)}", f"item={line.sorts[i - 1]}|{line.sorts[i + 1]}|{kind}"))
    return list(found)


def _neighbours(line: AwardLine, first: int, last: int) -> Iterator[str]:
    """The units right beside a list of names, as they are and as what they tell."""
    lw, rw = ([line.shown[at + d * step] for d in (1, 2, 3)] for at, step in ((first, -1), (last, 1)))
    lc, rc = ([line.sorts[at + d * step] for d in (1, 2, 3)] for at, step in ((first, -1), (last, 1)))
    for d in range(3):
        yield from (f"l{d}={lw[d]}", f"r{d}={rw[d]}", f"lc{d}={lc[d]}", f"rc{d}={rc[d]}")
    yield f"l01={lw[1]} {lw[0]}"
    yield f"r01={rw[0]} {rw[1]}"
    yield f"lc01={lc[1]} {lc[0]}"
    yield f"rc01={rc[0]} {rc[1]}"
    yield f"rc012={rc[0]} {rc[1]} {rc[2]}"
    yield f"lc012={lc[2]} {lc[1]} {lc[0]}"
    yield f"lr={lc[0]}|{rc[0]}"


def _own(line: AwardLine, i: int, first: int, last: int, about: Story) -> Iterator[str]:
    """What belongs to one name of a list: its rank, its brackets."""
    row = line.units
    rank = rank_of(line, i)
    shown = "none" if rank is None else "1" if rank == 1 else "2+"
    yield f"rank={shown}"
    yield f"rank+any={shown}" + (" RANKN" if about.rankings else "")
    if first != i or last != i:
        yield from ("listed", f"own-l={line.shown[i - 1]}", f"own-r={line.shown[i + 1]}")
    if i + 1 < len(row) and row[i + 1].low == "(":
        inner = [line.sorts[m] for m in range(i + 2, min(len(row), i + 6))]
        yield from (f"bracket={told}" for told in inner[:1])
        if "YYYY" in inner:
            yield "bracket-year"
    if i and row[i - 1].low == "(":
        yield "in-bracket"


_STOPS = frozenset({",", ";", ":", "(", ")", "-", "–", "—", "and", "but", "while", "when", "which", "who"})


def _side(line: AwardLine, side: str, steps: range, kind: str) -> Iterator[str]:
    """The words to one side, and what they tell: behind how many names, how many stops."""
    names = stops = 0
    told: set[str] = set()
    for k in steps:
        unit = line.units[k]
        if unit.kind in _NAMED:
            names += 1
        elif unit.low in _STOPS:
            stops += 1
        if unit.kind == "W":
            yield f"{side}={unit.low}"
            if not names:
                yield f"{side}0={unit.low}"
        for cue in line.cues[k]:
            if cue not in told:
                told.add(cue)
                yield from (
                    f"{side}c={cue} {min(names, 2)}",
                    f"{side}c={cue} {min(stops, 2)}s",
                    f"{side}c={cue} {kind}",
                )


_AUX = frozenset(
    "has have had was were is are be been being will would to also just recently again now today yesterday last night "
    "week month year this once more already finally jointly both each itself officially formally on in late early "
    "morning evening unanimously duly may can could not never only even still then thus and who which that".split()
)
_PASSIVE = frozenset("was were is are be been being gets got".split())
_PREPOSITIONS = frozenset(
    "to by of for from in at with over against as than ahead behind after before between among including like".split()
)
_CLOSE = {"(": ")", ",": ",", "–": "–", "—": "—"}


def _verb_and_governor(line: AwardLine, first: int, last: int, kind: str) -> Iterator[str]:
    voice, verb, at = predicate(line, last)
    ahead = _tells(line, at, at + 12, "XES")
    yield from (f"verb={voice} {verb}", f"verb={voice} {verb} {ahead}", f"verb={voice} {verb} {kind}")
    if at < len(line.units) and line.units[at].kind == "W":
        yield f"verb-word={voice} {line.units[at].low}"
    preposition, governor = _governor(line, first)
    behind = _tells(line, max(0, first - 12), first, "ES")
    yield f"gov={preposition} {governor}"
    yield f"gov={preposition} {governor} {behind}"
    yield f"gov+verb={preposition} {voice} {verb}"


def _tells(line: AwardLine, start: int, end: int, kinds: str) -> bool:
    """True where an award, a word for one or a unit of these kinds stands in a stretch of a line."""
    return any(start <= k < end for k in line.awards) or any(unit.kind in kinds for unit in line.units[start:end])


def predicate(line: AwardLine, last: int) -> tuple[str, str, int]:
    """Voice, sort and index of the word that says what a name did; brackets and appositions are skipped."""
    row = line.units
    k = last + 1
    for _ in range(3):
        close = _CLOSE.get(row[k].low) if k < len(row) else None
        end = next((m for m in range(k + 1, min(len(row), k + 16)) if row[m].low == close), None) if close else None
        if end is None:
            break
        k = end + 1
    voice = "act"
    while k < len(row) and (row[k].low in _AUX or row[k].kind == "Y" or row[k].low == ","):
        if row[k].low in _PASSIVE:
            voice = "pass"
        k += 1
    return voice, line.sorts[k], k


_SKIPPED = frozenset({"the", "a", "an", "its", "city", "town", "of", "’", "'", "s", "“", '"'})


def _governor(line: AwardLine, first: int) -> tuple[str, str]:
    """The preposition before a name, and the sort of the nearest word of awards before that."""
    row = line.units
    k = first - 1
    while k >= 0 and (row[k].low in _SKIPPED or row[k].kind in "GL"):
        if row[k].low == "of" and not (k and row[k - 1].low in {"city", "town", "port", "municipality"}):
            break
        k -= 1
    if k < 0 or row[k].low not in _PREPOSITIONS:
        return "none", line.sorts[k]
    for m in range(k - 1, max(-1, k - 8), -1):
        if line.cues[m] and line.cues[m][0] not in {"YYYY", "YEAR", "ORD"}:
            return row[k].low, line.cues[m][0]
        if row[m].kind in _NAMED:
            return row[k].low, f"<{row[m].kind}>"
    return row[k].low, "none"


def _nearest_award(line: AwardLine, i: int, first: int, last: int) -> Iterator[str]:
    """The award nearest to a name, its side, and what stands between."""
    row = line.units
    near = min(((abs(k - i), k) for k in line.awards if k != i), default=None)
    if near is None:
        yield "near=none"
        return
    distance, k = near
    side = "<" if k < i else ">"
    what = "A" if row[k].kind == "A" else line.cues[k][0]
    between = range(k + 1, first) if k < i else range(last + 1, k)
    told = [line.cues[m][0] for m in between if line.cues[m]]
    marks = "".join(row[m].low for m in between if row[m].kind == "P" and row[m].low in ",;:()-–—")
    yield f"near={side}{what}{min(distance, 12) // 3}"
    yield f"between={side} {' '.join(told[:4])}"
    yield f"between-names={side}{min(sum(1 for m in between if row[m].kind in 'CHOX'), 3)}"
    yield f"between-marks={side}{marks[:3]}"
    if len(between) <= 5:
        yield f"path={side} {' '.join(line.shown[m] for m in between)}"
    yield from (f"bc={side}{cue}" for cue in told)


_RESULTS = frozenset("FINAL SPECIAL RUNNER WINNER WIN NAME GIVE TOP LOSE BEAT BID".split())


def _told(line: AwardLine, first: int, last: int) -> Iterator[str]:
    """The nearest word of success or failure to each side."""
    row = line.units
    left = (c for k in range(first - 1, -1, -1) if row[k].low != ";" for c in line.cues[k] if c in _RESULTS)
    right = (c for k in range(last + 1, len(row)) for c in line.cues[k] if c in _RESULTS)
    before, behind = next(left, None), next(right, None)
    yield from (f"told<={before}", f"told>={behind}", f"told={before}|{behind}")


_STRONG = frozenset("A AWARD RANKN WIN GIVE NAME RANKV TOP FINAL WINNER RUNNER SPECIAL BID COMP".split())


def _of_line(about: Story, n: int) -> frozenset[str]:
    """What a line and the headline tell, and where the line stands."""
    if n not in about.of_lines:
        about.of_lines[n] = frozenset((*_place(about, n), *_before(about, n)))
    return about.of_lines[n]


def _place(about: Story, n: int) -> Iterator[str]:
    """What a line tells, and where it stands in the document."""
    line = about.lines[n]
    yield from ("bias*", f"block={line.sentence.block.kind.value}", f"line={min(n, 4)}")
    yield from (f"S={cue}" for cue in line.seen)
    yield from (f"T={cue}" for cue in about.title & _STRONG)
    yield f"awards={min(about.awards, 6)}"
    yield "any=" + ("1" if line.seen & _STRONG else "0")


def _before(about: Story, n: int) -> Iterator[str]:
    """What the sentences before tell, and the text that leads in a list."""
    block = about.lines[n].sentence.block.kind
    since = next((back for back in range(1, 7) if n >= back and about.lines[n - back].seen & AWARDS), 9)
    yield from (f"since={since}", f"since={since} {block.value}")
    if n:
        yield from (f"P={cue}" for cue in about.lines[n - 1].seen & _STRONG)
    if n > 1:
        yield from (f"PP={cue}" for cue in about.lines[n - 2].seen & _STRONG)
    if n and block in {BlockKind.ITEM, BlockKind.ROW}:
        yield from (f"lead={told}" for told in lead(about, n))


KEPT = ("kind=", "block=", "rank=", "told", "near=", "ruled=")  # of the first look's features


def step(value: float | None) -> str:
    """A score from 0 to 1 as the name of its tenth; "-" where there is none."""
    return "-" if value is None else str(min(9, int(value * 10)))


class Company:
    """The candidates of a document, by what they have in common."""

    def __init__(self, found: list[Candidate]) -> None:
        self.found = found
        self.by_line: dict[int, list[int]] = {}
        self.by_kind: dict[str, list[int]] = {}
        self.by_name: dict[str, list[int]] = {}
        for n, candidate in enumerate(found):
            self.by_line.setdefault(candidate.line, []).append(n)
            self.by_kind.setdefault(candidate.unit.kind, []).append(n)
            self.by_name.setdefault(candidate.meant.low, []).append(n)


def second_look(company: Company, scores: list[float], at: int, row: list[str]) -> list[str]:
    """What the first scores of the other candidates say of the one at ``at``: lists stand and fall together."""
    found, me = company.found, company.found[at]
    kind, mine = me.unit.kind, step(scores[at])
    here = company.by_line[me.line]
    n = here.index(at)
    before, after = (here[n - 1] if n else None), (here[n + 1] if n + 1 < len(here) else None)
    kinds = ["-" if k is None else found[k].unit.kind for k in (before, after)]
    led, followed = (None if k is None else scores[k] for k in (before, after))
    beside = [scores[k] for k in here if k != at]
    alike = [scores[k] for k in here if k != at and found[k].unit.kind == kind]
    near = [scores[k] for k in company.by_kind[kind] if 0 < abs(found[k].line - me.line) <= 2]
    everywhere = [scores[k] for k in company.by_kind[kind] if k != at]
    same = [scores[k] for k in company.by_name[me.meant.low] if k != at]
    told = [
        f"before={step(led)}",
        f"after={step(followed)}",
        f"around={step(led)}|{step(followed)}",
        f"before={kind}{kinds[0]}{step(led)}",
        f"after={kind}{kinds[1]}{step(followed)}",
        f"alike={step(mean(alike))}",
        f"alike-top={step(max(alike, default=None))}",
        f"beside-top={step(max(beside, default=None))}",
        f"near={step(mean(near))}",
        f"near-top={step(max(near, default=None))}",
        f"all={step(mean(everywhere))}",
        f"same={step(max(same, default=None))}",
    ]
    first = (f for f in row if f.startswith(KEPT))
    return ["bias*", f"2:self={mine}", *(f"2:{t}" for t in told), *(f"2:{t}&{mine}" for t in told), *first]


def mean(values: list[float]) -> float | None:
    """The mean; None of nothing."""
    return sum(values) / len(values) if values else None
