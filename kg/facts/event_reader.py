"""Events told in ways that no pattern has: names weighed by what stands around them.

Input: a document. Output: Hosting facts. Idea: every name is a candidate; a learned classifier says
whether an edition is told of there. City and days are those nearest by; what is not said stays empty.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.linear import linear
from kg.mentions import units
from kg.mentions.units import CuedLine, Unit
from kg.model import BlockKind, DateMention, Document, Entity, Hosting, Kind, NameMention, Period, Precision, Span

LEAST = 0.5
"""How sure the classifier has to be of an edition, from 0 to 1."""

LEAST_SERIES = 0.4
"""How sure of an event that other editions are told of."""

LEAST_HOST = 0.65
"""How sure of a host city."""


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
    "two three week four five final opening closing".split()
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
    return sorted(found)


def hosts(about: Story) -> Iterator[Candidate]:
    """The cities in order of the text: each may be where an edition was held."""
    for n, line in enumerate(about.lines):
        for i, unit in enumerate(line.units):
            if unit.kind == "C":
                yield Candidate(n, i, unit, unit.low)


def read(document: Document) -> Iterator[Hosting]:
    """The editions of events that the classifiers are sure of, in order of the text."""
    naming, hosting = linear("event_name"), linear("event_host")
    if naming is None or hosting is None:
        return
    about = story(document)
    scored = [(naming.sure(features(c, about)), c) for c in candidates(about, document.text)]
    named = [c for score, c in scored if score >= LEAST]
    proper = {c.line for c in named if c.unit.kind != "W"}
    named = [c for c in named if c.unit.kind != "W" or c.line not in proper]  # "the book fair Letras do Mundo"
    likely = [c for score, c in scored if score >= LEAST_SERIES]
    if not likely:
        return
    placed: dict[tuple[int, int], list[Unit]] = {}
    for city in hosts(about):
        if hosting.sure(features(city, about)) < LEAST_HOST:
            continue
        here = [c for c in named if c.line == city.line]
        if here:
            nearest = min(here, key=lambda c: abs(c.index - city.index))
            placed.setdefault((nearest.line, nearest.index), []).append(city.unit)
        else:
            before = [c for c in likely if c.line <= city.line] or likely
            yield from _edition(document, about, before[-1], city, [city.unit])
    for candidate in named:
        yield from _edition(document, about, candidate, candidate, placed.get((candidate.line, candidate.index), []))


def _edition(
    document: Document, about: Story, event: Candidate, at: Candidate, cities: list[Unit]
) -> Iterator[Hosting]:
    """The edition of an event that is told of at a place of the text."""
    row = about.lines[at.line].units
    start, end, year = _days(row, at.index)
    own, edition = _own_year(row, at), _own_edition(row, at)
    if own:
        if year != own:
            start = end = None
        year = own
    if event is not at and year is None:
        return  # an edition without a name of its own needs a year
    if not (cities or start or own or edition):
        return  # nothing is told of it but its name
    if year is None and edition is None and document.anchor:
        year = document.anchor.year
    entities = dict.fromkeys(e for u in cities if isinstance(e := getattr(u.mention, "entity", None), Entity))
    yield Hosting(
        evidence=(_around(row, at.index),),
        rule="EVENT-READ",
        event=Entity(kind=Kind.EVENT, name=re.sub(r"^(?:19|20)\d\d\s+|\s+(?:19|20)\d\d$", "", event.name)),
        city=tuple(entities),
        edition=edition,
        year=year,
        start_date=start,
        end_date=end,
    )


_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL = re.compile(
    r"\d{1,3}(?:st|nd|rd|th)$|(?:inaugural|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)$"
)


def _own_year(row: list[Unit], at: Candidate) -> int | None:
    """The year in a name or right beside it: "the 2021 Stampede", "gamescom 2023"."""
    mention = at.unit.mention
    if isinstance(mention, NameMention) and mention.year:
        return mention.year
    if at.unit.kind == "C":
        return None
    beside = [row[k].low for k in (at.index - 1, at.index + 1) if 0 <= k < len(row)]
    told = next(
        (word for word in (*at.name.split()[:1], *at.name.split()[-1:], *beside) if _YEAR.fullmatch(word)), None
    )
    return int(told) if told else None


def _own_edition(row: list[Unit], at: Candidate) -> str | None:
    """The number of an edition before its name: "the 188th Oktoberfest"."""
    mention = at.unit.mention
    if isinstance(mention, NameMention) and mention.edition:
        return mention.edition
    before = row[at.index - 1].low if at.index and at.unit.kind != "C" else ""
    return before if _ORDINAL.match(before) else None


def _nearest(row: list[Unit], i: int, kind: str) -> Unit | None:
    found = [(abs(k - i) + (k < i) * 3, k) for k in range(len(row)) if row[k].kind == kind and abs(k - i) < 12]
    return row[min(found)[1]] if found else None


def _days(row: list[Unit], i: int) -> tuple[datetime.date | None, datetime.date | None, int | None]:
    """First and last day where the nearest date has days, and its year."""
    unit = _nearest(row, i, "Y")
    if unit is None or not isinstance(unit.mention, DateMention):
        return None, None, None
    period: Period = unit.mention.period
    days = period.precision in {Precision.DAY, Precision.SPAN} and (period.end - period.start).days < 60
    if days and period.end > period.start:
        return period.start, period.end, period.year
    return None, None, period.year


def _around(row: list[Unit], i: int) -> Span:
    return Span(start=row[max(0, i - 10)].start, end=row[min(len(row) - 1, i + 10)].end)
