"""What tells of an edition of an event: names, cities and years, and what stands around them as names of features.

Input: a document. Output: a Story of its lines, the candidates in it, and features of each. Their weights are
learned (benchmarks/train.py); the words that tell of events stand in kg/lexicon/event_cues.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.mentions import units
from kg.mentions.units import CuedLine, Unit, year_of
from kg.model import BlockKind, Document, NameMention


@dataclass(frozen=True)
class Candidate:
    """A name that may be an event's, and where it stands."""

    line: int
    index: int
    unit: Unit
    name: str


@dataclass(frozen=True)
class Story:
    """A document as lines, how often each name is used, and the words of its headline."""

    lines: list[CuedLine]
    counts: dict[str, int]
    title: frozenset[str]


def story(document: Document) -> Story:
    """The document as lines."""
    cues = units.cue_words("event_cues")
    found = []
    for line in units.lines(document):
        told = [cues.get(u.low, ()) if u.kind == "W" else ("E",) if u.kind == "E" else () for u in line.units]
        found.append(CuedLine.of(line, told))
    counts: dict[str, int] = {}
    title: frozenset[str] = frozenset()
    for line in found:
        for unit in line.units:
            if unit.kind in "EXASO":
                counts[unit.low] = counts.get(unit.low, 0) + 1
        if line.sentence.block.kind is BlockKind.TITLE:
            title |= frozenset(u.low for u in line.units)
    return Story(found, counts, title)


_HEADS = frozenset(
    "conference congress summit festival fair forum expo exhibition exposition games championship championships "
    "tournament cup marathon biennale biennial triennale symposium convention carnival parade week gala seminar "
    "concert race regatta rally fiesta jubilee contest meeting assembly session edition".split()
)


def candidates(about: Story, text: str) -> Iterator[Candidate]:
    """The names in order of the text, and head nouns in lower case with the words before them."""
    for n, line in enumerate(about.lines):
        for i, unit in enumerate(line.units):
            if unit.kind in "EXASO":
                name = (
                    unit.mention.name
                    if isinstance(unit.mention, NameMention)
                    else " ".join(text[unit.start : unit.end].split())
                )
                yield Candidate(n, i, unit, name)
            elif unit.kind == "W" and unit.low in _HEADS:
                first = i
                while (
                    first > 0
                    and i - first < 3
                    and (line.units[first - 1].kind in "GCLXO" or _adjective(line.units[first - 1]))
                ):
                    first -= 1
                if first < i:
                    yield Candidate(n, i, unit, " ".join(text[line.units[first].start : unit.end].split()))


_NO_ADJECTIVE = frozenset(
    "the a an its their his her this that these those and or but of in on at to for from by with as is was were "
    "are be been has have had next last first second third annual every each which who whose when where while "
    "than then so it they he she not no all both other same own new latest year's previous fourth fifth day one "
    "two three week four five final opening closing s".split()
)


def _adjective(unit: Unit) -> bool:
    return (
        unit.kind == "W"
        and unit.low not in _NO_ADJECTIVE
        and unit.low not in units.cue_words("event_cues")
        and unit.low.isalpha()
    )


def _class(line: CuedLine, i: int) -> str:
    if 0 <= i < len(line.units) and line.cues[i]:
        return line.cues[i][0]
    return units.form(line.units, i)


def features(candidate: Candidate, about: Story) -> list[str]:
    """Names of what holds of a candidate, none twice."""
    line = about.lines[candidate.line]
    row, i, unit = line.units, candidate.index, candidate.unit
    words = re.findall(r"[^\W\d_][\w’'-]*", candidate.name.lower())
    found = {"bias*", f"kind={unit.kind}", f"block={line.sentence.block.kind.value}", f"n={min(len(words), 6)}"}
    add = found.add
    last = words[-1] if words else ""
    add(f"last={last}")
    add(f"last+kind={last} {unit.kind}")
    for w in words:
        add(f"w={w}")
        for c in units.cue_words("event_cues").get(w, ()):
            add(f"wc={c}")
    if re.search(r"\d", candidate.name):
        add("digits")
    if isinstance(unit.mention, NameMention):
        add(f"year={unit.mention.year is not None}")
        add(f"edition={unit.mention.edition is not None}")
    for d in (1, 2, 3):
        add(f"l{d}={units.form(row, i - d)}")
        add(f"r{d}={units.form(row, i + d)}")
        add(f"lc{d}={_class(line, i - d)}")
        add(f"rc{d}={_class(line, i + d)}")
    add(f"l12={units.form(row, i - 2)} {units.form(row, i - 1)}")
    add(f"r12={units.form(row, i + 1)} {units.form(row, i + 2)}")
    for side, steps in (("L", range(i - 1, max(-1, i - 15), -1)), ("R", range(i + 1, min(len(row), i + 15)))):
        names = 0
        told: set[str] = set()
        for k in steps:
            if row[k].kind in "EXASO":
                names += 1
            if row[k].kind in "CYLHQ":
                add(f"{side}k={row[k].kind}{min(names, 2)}")
            elif row[k].kind == "W":
                add(f"{side}={row[k].low}")
            for c in line.cues[k]:
                if c not in told:
                    told.add(c)
                    add(f"{side}c={c}{min(names, 2)}")
    kinds = {u.kind for u in row}
    for kind in sorted(kinds & set("CYELAH")):
        add(f"S={kind}")
    for c in line.seen:
        add(f"S={c}")
    if candidate.line:
        before = about.lines[candidate.line - 1]
        for c in before.seen & {"HELD", "HOST", "EVENTN", "EDITION", "OPEN", "E"}:
            add(f"P={c}")
    add(f"line={min(candidate.line, 4)}")
    add(f"count={min(about.counts.get(unit.low, 0), 4)}")
    add(f"title={bool(set(words) & about.title & _HEADS) or unit.low in about.title}")
    return list(found)


def hosts(about: Story) -> Iterator[Candidate]:
    """The cities in order of the text: each may be where an edition was held."""
    for n, line in enumerate(about.lines):
        for i, unit in enumerate(line.units):
            if unit.kind == "C":
                yield Candidate(n, i, unit, unit.low)


def years(about: Story) -> Iterator[Candidate]:
    """The years and dates in order of the text: of each an edition may be told that has no name there."""
    for n, line in enumerate(about.lines):
        for i, unit in enumerate(line.units):
            if year_of(unit) is not None:
                yield Candidate(n, i, unit, unit.low)


def year_features(candidate: Candidate, about: Story, sure: dict[tuple[int, int], float]) -> list[str]:
    """The features of a year; ``sure``: how sure it is of each name and each city that it tells of an edition."""
    line = about.lines[candidate.line]
    row, i = line.units, candidate.index
    found = features(candidate, about)
    near: dict[str, float] = {}
    for k, unit in enumerate(row):
        score = sure.get((candidate.line, k))
        if score is not None:
            what = "C" if unit.kind == "C" else "E"
            if abs(k - i) <= _NEAR:
                what += "<" if k < i else ">"
            near[what] = max(near.get(what, 0.0), score)
    found += [f"near={what}{int(score * 5)}" for what, score in sorted(near.items())]
    found.append("near=" + "".join(sorted(what[0] for what, score in near.items() if score > _HALF)))
    before = max((s for (n, _), s in sure.items() if n < candidate.line), default=0.0)
    top = max(sure.values(), default=0.0)
    past = sum(1 for s in sure.values() if s > _HALF)
    awards = sum(1 for told in about.lines for u in told.units if u.kind == "A")
    events = sum(1 for told in about.lines for u in told.units if u.kind == "E")
    found.append(f"awards={min(awards, 4)}")
    found.append(f"more={'A' if awards > events else 'E'}")
    return [*found, f"before={int(before * 5)}", f"top={int(top * 5)}", f"sure={min(past, 6)}"]


_NEAR = 6
_HALF = 0.5
