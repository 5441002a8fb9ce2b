"""Which of the names in a document is the award that a recipient was given, as names of features.

Input: the lines of a document. Output: the names an award may have, and features of each seen from a recipient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from kg.facts.award_lines import AwardLine, Candidate, RuledAt, Story
from kg.facts.links import nearest
from kg.model import BlockKind, NameMention


@dataclass
class AwardName:
    """A name or phrase that may be an award, with every place it is used."""

    name: str
    kind: str
    places: list[tuple[int, int]] = field(default_factory=list)  # line, unit
    own: frozenset[str] = frozenset()  # features that are the same from wherever it is seen
    low: str = field(init=False)
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        self.low, self.folded = self.name.lower(), self.name.casefold()


_HEADS = frozenset(
    "award awards prize prizes medal title ranking rankings index list survey league table poll barometer study report "
    "city capital town destination label badge honour honor standard mark competition contest challenge".split()
)
# Words before "ranking", "list" that name nothing: "the new list", "the complete list".
_EMPTY = frozenset(
    "the this that its their new latest same annual first second third main whole full year s top special grand "
    "last next former coveted prestigious such own our long short global other final recent whose one overall "
    "international official complete entire of in for biggest big major many several two three four five six "
    "seven eight nine ten important highest great various both".split()
)
_ADJ = re.compile(
    r"(?:\w+est|best|most|top|world|european|national|\w+ing|\w+ity|\w+ness|green|smart|clean|safe|cultural|culture)$"
)


def award_names(about: Story, text: str) -> list[AwardName]:
    """The names in a document that may be awards, in order of first use."""
    found: dict[str, AwardName] = {}

    def note(name: str, kind: str, line: int, unit: int) -> None:
        key = re.sub(r"\W+", " ", name.lower()).strip().removeprefix("the ")
        if not key or (kind != "A" and all(word in _HEADS or word in _EMPTY for word in key.split())):
            return
        entry = found.setdefault(key, AwardName(name, kind))
        if kind == "A" and entry.kind != "A":
            entry.kind = kind
        entry.places.append((line, unit))

    for n, line in enumerate(about.lines):
        row = line.units
        for i, u in enumerate(row):
            if u.kind in "AXSEO":
                name = u.mention.name if isinstance(u.mention, NameMention) else " ".join(text[u.start : u.end].split())
                note(name, u.kind, n, i)
            elif u.kind == "W" and u.low in _HEADS:
                k = i
                while k > 0 and i - k < 4 and row[k - 1].kind == "W" and row[k - 1].low not in _STOP:
                    if row[k - 1].low[0].isdigit():  # "the 600,000 euro prize" is no name
                        break
                    k -= 1
                if k < i:
                    end = i
                    if i + 2 < len(row) and row[i + 1].low in {"of", "for", "in"}:
                        m = i + 2
                        while (
                            m < len(row)
                            and m < i + 6
                            and (
                                row[m].kind in "GL"
                                or row[m].low in {"the", "in", "of"}
                                or (row[m].kind == "W" and row[m].low not in _STOP)
                            )
                        ):
                            m += 1
                        end = m - 1
                        while end > i and row[end].low in {"of", "the", "in", "for"}:
                            end -= 1
                    name = " ".join(text[row[k].start : u.end].split())
                    note(name, "w", n, i)
                    if end > i:
                        note(" ".join(text[row[k].start : row[end].end].split()), "w", n, i)
    for award in found.values():
        award.own = frozenset(_own(award, about))
    return list(found.values())


_STOP = frozenset(
    "the a an its their his her this that these those and or but of in on at to for from by with as is was were "
    "are be been has have had which who whose when where while than then so it they he she not no all both each "
    "every other another same own new latest last next first s this's won win named took given called also again "
    "only just".split()
)


def _own(award: AwardName, about: Story) -> Iterator[str]:
    """Names of what holds of an award's name by itself."""
    words = re.findall(r"[\w’'-]+", award.name.lower())
    yield from ("bias*", f"kind={award.kind}", f"n={min(len(words), 6)}")
    yield from (f"last={words[-1] if words else ''}", f"first={words[0] if words else ''}")
    for word in words:
        yield from (f"w={word}", f"w={word}|{award.kind}")
        if _ADJ.match(word):
            yield "adj"
    yield from (f"count={min(len(award.places), 4)}", f"count+kind={min(len(award.places), 4)}{award.kind}")
    yield f"firstline={min(min(award.places)[0], 3)}"
    blocks = {about.lines[line].sentence.block.kind for line, _ in award.places}
    if BlockKind.TITLE in blocks:
        yield "title"
    if BlockKind.HEADING in blocks:
        yield "heading"
    named = any("A" in line.seen for line in about.lines)
    if award.kind != "A":
        yield f"A-in-doc={int(named)}"
    yield f"kind+A={award.kind}{int(named)}"


def name_features(award: AwardName, candidate: Candidate, about: Story, ruled: RuledAt) -> list[str]:
    """Names of what holds of an award's name seen from a recipient, none twice."""
    at = candidate.line
    line, unit = nearest(award.places, (at, candidate.index))
    row, gap = about.lines[line], line - at
    sorts, shown = row.sorts, row.shown
    found = [
        *award.own,
        *_away(gap, award.kind),
        *_around(sorts[unit - 2], sorts[unit - 1], sorts[unit + 1], sorts[unit + 2], shown[unit - 1], shown[unit + 1]),
        *_by_rule(award, candidate, ruled),
    ]
    if gap == 0:
        found += _beside(award, row, unit, candidate.index)
    if candidate.meant.low in award.low:
        found.append("holds-recipient")
    return found


@lru_cache(maxsize=1 << 10)
def _away(gap: int, kind: str) -> tuple[str, ...]:
    """How many lines away a name is."""
    return (
        "gap=" + (str(gap) if -3 <= gap <= 1 else "far<" if gap < 0 else "far>"),
        f"gap+kind={max(-4, min(2, gap))}{kind}",
    )


@lru_cache(maxsize=1 << 12)
def _around(l2: str, l1: str, r1: str, r2: str, lw: str, rw: str) -> tuple[str, ...]:
    """What stands around a name."""
    return (f"l1={l1}", f"r1={r1}", f"l2={l2}", f"r2={r2}", f"lw={lw}", f"rw={rw}")


def _beside(award: AwardName, row: AwardLine, unit: int, at: int) -> set[str]:
    """What stands between a name and a recipient of its line."""
    d = unit - at
    side = ">" if d > 0 else "<"
    between = range(at + 1, unit) if d > 0 else range(unit + 1, at)
    others = sum(1 for m in between if row.units[m].kind in "AXSEO")
    found = {f"bc={side}{row.cues[m][0]}" for m in between if row.cues[m]}
    found.update(
        (f"dist={side}{min(abs(d), 15) // 3}", f"kind+side={award.kind}{side}", f"others={side}{min(others, 2)}")
    )
    return found


def _by_rule(award: AwardName, candidate: Candidate, ruled: RuledAt) -> tuple[str, ...]:
    """Whether constructions tell that this recipient, or another one, was given an award of that name."""
    told = ruled.get((candidate.line, candidate.name))
    near = [other.award == award.folded for (n, _), other in ruled.items() if n <= candidate.line]
    anywhere = any(other.award == award.folded for other in ruled.values())
    return _ruled(told and told.award == award.folded, any(near), near[-1] if near else None, anywhere)


@lru_cache(maxsize=1 << 6)
def _ruled(this: bool | None, before: bool, last: bool | None, anywhere: bool) -> tuple[str, ...]:
    return (
        f"ruled={this}",
        f"ruled-before={before} {last is not None}",
        f"ruled-last={last}",
        f"ruled-any={anywhere}",
    )
