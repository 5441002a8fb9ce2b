"""The sentences of a document as one looks at them for awards: what each word tells, and who may have been given one.

Input: a document. Output: a Story: its lines with their cues, the heads of its tables, and the candidates.
The words that tell of awards stand in kg/lexicon/award_cues.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.mentions import units
from kg.mentions.descriptions import city_meant
from kg.mentions.units import EDGES, CuedLine, Unit, year_of
from kg.model import BlockKind, Document, NameMention, Span

AWARDS = frozenset({"A", "AWARD", "RANKN"})
"""What an award, a word for one, and a word for a ranking tell."""

_CONTESTS = AWARDS | {"WINNER", "JURY", "FINAL"}
"""What a line tells that may be of an award, whatever it is called."""

NAMES = frozenset("CHOXELS")
"""The kinds of units that may be given an award."""


@dataclass(frozen=True)
class Candidate:
    """A name that may have been given an award."""

    line: int
    index: int
    unit: Unit
    antecedent: Unit | None = None  # who "it", "the city" stands for

    @cached_property
    def name(self) -> str:
        """What the article calls it, the full name where it gives one, in lower case."""
        named = getattr(self.meant.mention, "name", None)
        return str(named).casefold() if named else self.meant.low

    @cached_property
    def meant(self) -> Unit:
        """The name itself, or the one that a pronoun stands for."""
        return self.antecedent or self.unit


@dataclass(frozen=True)
class Ruled:
    """What a construction says of a recipient: whether it came first, and in what."""

    won: bool
    award: str  # with its case folded


RuledAt = Mapping[tuple[int, str], Ruled]
"""What constructions found, by the line and the name of the recipient in lower case."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_LAST = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True)
class AwardLine(CuedLine):
    """A sentence as units, with what each tells of awards."""

    @cached_property
    def shown(self) -> list[str]:
        """The form of each unit, "<YYYY>" for a year; like forms beyond the ends."""
        told = zip(self.cues, self.forms, strict=False)
        return ["<YYYY>" if cues == ("YYYY",) else form for cues, form in told] + [*EDGES]

    @cached_property
    def awards(self) -> list[int]:
        """Where an award or a word for one stands."""
        return [k for k, cues in enumerate(self.cues) if not AWARDS.isdisjoint(cues)]


def lines(document: Document) -> list[AwardLine]:
    """The sentences of a document as lines."""
    classes = units.cue_words("award_cues")
    found = []
    for line in units.lines(document):
        cues = [_cues(unit, classes) for unit in line.units]
        found.append(AwardLine.of(line, cues))
    return found


def _cues(unit: Unit, classes: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    if (unit.kind == "N" and _YEAR.fullmatch(unit.low)) or (unit.kind == "Y" and _YEAR_LAST.search(unit.low)):
        return ("YYYY",)
    if unit.kind in "WN":
        return classes.get(unit.low, ())
    return ("A",) if unit.kind == "A" else ()


_CITY_WORDS = frozenset("city town municipality metropolis capital port".split())


def candidates(document: Document, all_lines: list[AwardLine]) -> list[Candidate]:
    """The names of all lines and the words that stand for one, in order."""
    found = []
    subject: Unit | None = None
    person: Unit | None = None
    for n, line in enumerate(all_lines):
        for i, unit in enumerate(line.units):
            if unit.kind in NAMES:
                if not _no_recipient(line, i):
                    found.append(Candidate(n, i, unit))
            elif unit.low in _CITY_WORDS and (described := _described(document, line.units, i)):
                found.append(Candidate(n, i, unit, described))
            elif subject is not None and unit.low == "it" and not _is_expletive(line.units, i):
                found.append(Candidate(n, i, unit, subject))
            elif person is not None and unit.low in {"he", "she"}:
                found.append(Candidate(n, i, unit, person))
        subject = next((u for u in line.units if u.kind == "C"), subject)
        person = next((u for u in line.units if u.kind == "H"), person)
    return found


def _is_expletive(row: list[Unit], i: int) -> bool:
    """True of the "it" of "it was announced that", "it was Oslo's turn"."""
    return _EXPLETIVE.match(" ".join(unit.low for unit in row[i : i + 8])) is not None


_EXPLETIVE = re.compile(
    r"it (?:is|was|has been|had been|will be)(?: \w+ly| also| now| only)? (?:announced|decided|reported|revealed"
    r"|confirmed|agreed|said|hoped|expected|believed|thought|feared|noted|known|understood|clear|likely|possible"
    r"|true) that\b|it (?:is|was|will be)(?: now| then)? [^,;:]+ turn\b"
)


def _described(document: Document, row: list[Unit], i: int) -> Unit | None:
    """The city that "the city", "the Danish capital", "Denmark's port" stands for; None for "the city of X"."""
    if i + 1 < len(row) and (row[i + 1].low in _ANY_CITY or row[i + 1].kind in "CX"):
        return None
    first = i
    while first and i - first < _LONGEST and row[first - 1].kind in "WGLP" and row[first].low not in _THE:
        first -= 1
    if row[first].low not in _THE and not any(u.kind in "GL" for u in row[first:i]):
        return None
    if any(_BEST.fullmatch(unit.low) for unit in row[first:i]):
        return None  # "is the most accessible city", "was named the second cleanest city"
    city = city_meant(document, Span(start=row[first].start, end=row[i].end))
    return Unit("C", city.name.lower(), row[i].start, row[i].end, city) if city else None


_BEST = re.compile(r"most|best|least|worst|(?!\w*west)[a-z]{3,}est")
_ANY_CITY = frozenset("of able adjudged considered deemed judged".split())  # "goes to the city deemed the greenest"
_THE = frozenset({"the", "this", "our", "its", "their"})
_LONGEST = 4  # words before the noun


_CALLED = frozenset({"category", "theme", "themed", "called", "titled"})


def _no_recipient(line: AwardLine, i: int) -> bool:
    """True of the country behind a city, the city of "Oslo's Opera House", award words only, a quoted category."""
    row, unit = line.units, line.units[i]
    if unit.kind == "C" and i + 3 < len(row) and row[i + 2].low == "s" and row[i + 3].kind in "XO":
        return row[i + 1].low in {"'", "’"}
    if unit.kind == "L" and i >= 2 and row[i - 1].low in {",", "("} and row[i - 2].kind in "CX":
        return True
    if unit.kind == "C" and i >= 2 and row[i - 1].low == "(" and row[i - 2].kind in "XSOH":
        return i + 2 < len(row) and row[i + 1].low == "," and row[i + 2].kind == "L"  # "Citymove (Oslo, Norway)"
    if unit.kind == "C" and i >= 3 and row[i - 1].low == "(" and row[i - 2].kind == "L" and row[i - 3].kind == "C":
        return True  # "Aurora CO (Denver CO)"
    if unit.kind == "X" and all(
        word in units.cue_words("award_cues") or units.POSTS.match(word) for word in unit.low.split()
    ):
        return True
    return unit.kind in "SX" and any(u.low in _CALLED for u in row[max(0, i - 3) : i])


@dataclass(frozen=True)
class Story:
    """What holds of the whole document."""

    lines: list[AwardLine]
    awards: int  # lines that tell of awards
    rankings: int  # lines that tell of rankings
    contests: bool  # a line speaks of winners, juries or finalists, or of awards
    title: frozenset[str]  # what the headline tells
    counts: dict[str, int]  # how often each name is used
    heads: dict[tuple[int, int], frozenset[str]]  # words and cues of the column head over a cell of a line

    @cached_property
    def years(self) -> dict[int, list[tuple[int, int]]]:
        """The years said, in order of first use, each with every line and unit that says it."""
        found: dict[int, list[tuple[int, int]]] = {}
        for n, line in enumerate(self.lines):
            for i, unit in enumerate(line.units):
                named = unit.mention.year if isinstance(unit.mention, NameMention) else None
                if (year := year_of(unit) or named) is not None:
                    found.setdefault(year, []).append((n, i))
        return found

    @cached_property
    def of_lines(self) -> dict[int, frozenset[str]]:
        """By line the names of what holds of all candidates in it, as they are asked for."""
        return {}

    def heads_of(self, candidate: Candidate) -> frozenset[str]:
        """The words and cues over the column that a candidate stands in."""
        line = self.lines[candidate.line]
        if not line.sentence.block.cells:
            return frozenset()
        return self.heads.get((candidate.line, _cell(line, candidate.unit)), frozenset())


_last: list[tuple[Document, Story]] = []


def story_of(document: Document) -> Story:
    """The story of a document; that of the last document is kept, for its readers come one by one."""
    if not _last or _last[0][0] is not document:
        _last[:] = [(document, _story(lines(document)))]
    return _last[0][1]


def _story(all_lines: list[AwardLine]) -> Story:
    title: frozenset[str] = frozenset()
    counts: dict[str, int] = {}
    for line in all_lines:
        if line.sentence.block.kind is BlockKind.TITLE:
            title |= line.seen
        for unit in line.units:
            if unit.kind in NAMES:
                counts[unit.low] = counts.get(unit.low, 0) + 1
    awards = sum(1 for line in all_lines if line.seen & AWARDS)
    rankings = sum(1 for line in all_lines if "RANKN" in line.seen)
    contests = any(line.seen & _CONTESTS for line in all_lines)
    return Story(all_lines, awards, rankings, contests, title, counts, _heads(all_lines))


def _cell(line: AwardLine, unit: Unit) -> int:
    """The index of the table cell that a unit stands in; -1 outside tables."""
    cells = line.sentence.block.cells
    return next((n for n, cell in enumerate(cells) if cell.start <= unit.start < cell.end), -1)


def _heads(all_lines: list[AwardLine]) -> dict[tuple[int, int], frozenset[str]]:
    found: dict[tuple[int, int], frozenset[str]] = {}
    current: dict[int, frozenset[str]] = {}
    for n, line in enumerate(all_lines):
        block = line.sentence.block
        if block.kind is not BlockKind.ROW:
            current = {}
        elif block.header:
            current = _head_row(line)
        else:
            found.update({(n, cell): words for cell, words in current.items()})
    return found


def _head_row(line: AwardLine) -> dict[int, frozenset[str]]:
    """The words over each column, and what they tell."""
    cues = units.cue_words("award_cues")
    told: dict[int, set[str]] = {}
    for unit in line.units:
        for word in unit.low.split():
            told.setdefault(_cell(line, unit), set()).update((word, *cues.get(word, ())))
    return {cell: frozenset(words) for cell, words in told.items()}


def lead(about: Story, at: int) -> list[str]:
    """What the heading or sentence before a list tells, and its last words, in order of the alphabet."""
    k = at - 1
    while k >= 0 and about.lines[k].sentence.block.kind in {BlockKind.ITEM, BlockKind.ROW}:
        k -= 1
    if k < 0:
        return []
    line = about.lines[k]
    return sorted({*line.seen, *(u.low for u in line.units[-8:] if u.kind in "WP")})


def introduction(about: Story, at: int) -> AwardLine | None:
    """The line with a colon that introduces the list a short line stands in; None where there is none."""
    for k in range(at, max(-1, at - _LONGEST_LIST), -1):
        line = about.lines[k]
        if k < at and line.units and line.units[-1].low == ":":
            return line
        if line.sentence.span.end - line.sentence.span.start > _SHORT:
            return None
    return None


_LONGEST_LIST, _SHORT = 60, 90  # lines of a list, characters of one of them
_LINK = frozenset({",", "and", "&", ";", "or", "with"})


def list_ends(row: list[Unit], i: int) -> tuple[int, int]:
    """First and last unit of the coordination that the unit at ``i`` stands in; brackets and places are skipped."""
    return _list_end(row, i, -1), _list_end(row, i, 1)


def _list_end(row: list[Unit], i: int, step: int) -> int:
    end, k, linked = i, i + step, False
    while 0 <= k < len(row):
        unit = row[k]
        if unit.low in _LINK or unit.kind in "LYN" or unit.low in {"(", ")"}:
            linked = linked or unit.low in _LINK
        elif linked and unit.kind in "CHOXES":
            end, linked = k, False
        else:
            break
        k += step
    return end
