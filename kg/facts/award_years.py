"""Which year of a document is that of an award, as names of features.

Input: a Story, a recipient and the award it was given. Output: the years it may be, and features of each seen
from the recipient. The weights are learned (benchmarks/train.py), the encoder gives a second opinion; where they are
missing the nearest year is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg import encoder
from kg.facts import links
from kg.facts.award_lines import Candidate, Story
from kg.facts.award_names import AwardName
from kg.linear import linear
from kg.mentions.units import Unit, year_of
from kg.model import BlockKind, Document, NameMention

_NAMES = frozenset("CHOXES")
_NONE = "none*"
_NEAR = 4  # units
_FAR = 14


@dataclass
class YearOption:
    """A year and where the document says it; no place where only the day of the article gives it."""

    year: int
    places: list[tuple[int, int]] = field(default_factory=list)


def year_options(about: Story, anchor: int | None) -> list[YearOption]:
    """The years of a document in order of first use; last that of the day it was written."""
    found = {year: YearOption(year, places) for year, places in about.years.items()}
    if anchor is not None:
        found.setdefault(anchor, YearOption(anchor))
    return list(found.values())


def year_of_award(document: Document, about: Story, candidate: Candidate, award: AwardName) -> int | None:
    """The year in which a recipient was given an award; None where the document does not say."""
    row = about.lines[candidate.line].units
    if is_of_former_holder(row, candidate.index):
        return near_year(row, candidate.index, _NEAR)
    anchor = document.anchor.year if document.anchor else None
    guessed = guesses(about, candidate, award)
    if guessed["beside"] and not guessed["near"]:
        return guessed["beside"]  # right in nine of ten training examples
    weights = linear("award_year")
    if weights is None:
        return next((year for year in guessed.values() if year), anchor)
    listed = year_options(about, anchor)
    rows = [year_features(option, about, candidate, award, guessed, anchor) for option in listed]
    shares = weights.shares([*rows, no_year(guessed, anchor)])
    places = [links.places(about.lines, option.places) for option in listed]
    top, _ = encoder.choice(document, "award_year", shares, candidate.unit.place, places)
    return listed[top].year if top < len(listed) else None


def guesses(about: Story, candidate: Candidate, award: AwardName) -> dict[str, int | None]:
    """What simple rules say, the surest first: the year close by, beside the award, in the sentence, in its name."""
    row, i = about.lines[candidate.line].units, candidate.index
    places = [(n, k) for n, k in award.places if n == candidate.line]
    beside = next((year for _, k in places if (year := _year_of_award(row, k))), None)
    named = (about.lines[n].units[k].mention for n, k in award.places)
    in_name = next((mention.year for mention in named if isinstance(mention, NameMention) and mention.year), None)
    return {"near": near_year(row, i, _NEAR), "beside": beside, "sentence": near_year(row, i), "name": in_name}


def near_year(row: list[Unit], i: int, reach: int = _FAR) -> int | None:
    """The year nearest to a name with no other name between, behind it first; else the only one of the sentence."""
    for steps in (range(i + 1, min(len(row), i + 1 + reach)), range(i - 1, max(-1, i - 1 - reach), -1)):
        for k in steps:
            if row[k].kind in _NAMES or row[k].low == ";":
                break
            year = year_of(row[k])
            if year:
                return year
    years = {y for u in row if (y := year_of(u))} if reach > _NEAR else set()
    return years.pop() if len(years) == 1 else None


def further_years(row: list[Unit], i: int, year: int | None) -> tuple[int, ...]:
    """The years told in one run with that of the name at ``i``: "in 2007, 2012 and again in 2017"."""
    places = [k for k, unit in enumerate(row) if year and year_of(unit) == year]
    if not places:
        return ()
    at = min(places, key=lambda k: abs(k - i))
    last, found = at, []
    for k in range(at + 1, len(row)):
        told = year_of(row[k])
        if told is not None:
            last = k
            found.append(told)
        elif row[k].low not in _LINKS or k - last > _LINKS_BETWEEN:
            break
    if last + 1 < len(row) and row[last + 1].kind != "P":
        found = found[:-1]  # "in 2019, and in 2020 the city …": the last begins what comes next
    k = at - 1
    while k >= 0 and row[k].low in _JOINING and k > 0 and (told := year_of(row[k - 1])) is not None:
        found.append(told)
        k -= 2
    return tuple(dict.fromkeys(told for told in found if told != year))


_HELD_BEFORE = re.compile(
    r"(?:\w+th|first|second|third|next|latest|only other) (?:(?!\w+est )\w+ ){0,2}?"
    r"(?:holder|winner|laureate|recipient|host|city|town|destination|place|one|province|state|region|country|member)\b"
    r"[^.;:]{0,60}? (?:after|following|joining|succeeding) "
    r"(?:(?! (?:is|was|will|has|have|had|were|are) ).){0,120}$"
)
_PAST_WINNERS = re.compile(
    r"\b(?:previous|past|former|earlier|prior) (?:[\w-]+ ){0,3}?"
    r"(?:winners|laureates|recipients|holders|honou?rees|awardees)"
    r"(?: of [^.;:]{0,60}?)? (?:(?:have )?include[sd]?|including|are|were|have been|:)(?: [^.;:]*)?$"
)
_BACK = 30  # units


def is_of_former_holder(row: list[Unit], i: int) -> bool:
    """True of names that had it before, not in the same year: "the fourth holder, after Oslo", "past winners are"."""
    before = " ".join(unit.low for unit in row[max(0, i - _BACK) : i]) + " "
    undated = not any(map(year_of, row))
    return _HELD_BEFORE.search(before) is not None or (undated and _PAST_WINNERS.search(before) is not None)


_JOINING = frozenset({",", "and", "&"})
_LINKS = _JOINING | {"again", "in", "then", "also", "once", "more"}
_LINKS_BETWEEN = 4  # words between two years of a run


def _year_of_award(row: list[Unit], k: int) -> int | None:
    """The year in the name of an award or right behind it: "European Green Capital in 2025"."""
    mention = row[k].mention
    if isinstance(mention, NameMention) and mention.year:
        return mention.year
    at = k + 2 if k + 1 < len(row) and row[k + 1].low in {"in", "for", "of"} else k + 1
    return year_of(row[at]) if at < len(row) else None


def no_year(guessed: dict[str, int | None], anchor: int | None) -> list[str]:
    """The features of the answer that the document does not say when."""
    return [
        _NONE,
        f"{_NONE}{anchor is not None}",
        *(f"{_NONE}{rule}={year is not None}" for rule, year in guessed.items()),
    ]


def year_features(
    option: YearOption,
    about: Story,
    candidate: Candidate,
    award: AwardName,
    guessed: dict[str, int | None],
    anchor: int | None,
) -> list[str]:
    """Names of what holds of a year seen from a recipient, none twice."""
    found = {f"{rule}={'-' if year is None else year == option.year}" for rule, year in guessed.items()}
    says = "".join("-" if y is None else "+" if y == option.year else "0" for y in guessed.values())
    found.add(f"rules={says}")
    found.add(f"rules={says} {bool(option.places)}")
    line = about.lines[candidate.line]
    away = "?" if anchor is None else str(max(-3, min(2, option.year - anchor)))
    found.add(f"away={away}")
    found.update(f"away={away}&{cue}" for cue in line.seen & {"PREV", "NEXT", "FINAL", "WIN", "HOLD"})
    found.add(f"used={min(len(option.places), 4)}")
    if option.places:
        found.update(_from_place(option, about, candidate, award))
    else:
        found.add(f"unsaid&{'YYYY' in line.seen}")
    return list(found)


def _from_place(option: YearOption, about: Story, candidate: Candidate, award: AwardName) -> Iterator[str]:
    at, i = candidate.line, candidate.index
    n, k = links.nearest(option.places, (at, i))
    line = about.lines[n]
    gap = max(-4, min(2, n - at))
    kind = line.units[k].kind
    yield f"gap={gap}{kind}"
    yield f"gap={gap}{'YYYY' in about.lines[at].seen}"
    yield f"before={line.forms[k - 1]}|{gap}"
    yield f"behind={line.forms[k + 1]}|{gap}"
    if gap == 0:
        side = ">" if k > i else "<"
        between = range(i + 1, k) if k > i else range(k + 1, i)
        yield f"dist={side}{min(len(between), 20) // 2}"
        yield f"cut={side}{any(line.units[m].low in {';', ':'} for m in between)}"
        names = sum(1 for m in between if line.units[m].kind in "CHOX")
        dates = sum(1 for m in between if year_of(line.units[m]))
        said = line.forms[k - 1]
        yield f"clear={side}{min(names, 2)}{min(dates, 1)}"
        yield f"clear={side}{min(names, 2)}{min(dates, 1)} {said}"
        told = [line.cues[m][0] for m in between if line.cues[m]]
        yield f"told={side}{' '.join(told[:4])}"
        yield f"alone={side}{sum(1 for u in line.units if year_of(u)) == 1}{min(names, 2)}"
        yield from (f"b={side}{cue}" for cue in told)
        if len(between) <= _NEAR:
            yield f"path={side} {' '.join(line.sorts[m] for m in between)}"
    lines_of_award = {p[0] for p in award.places}
    yield f"with-award={n in lines_of_award}{gap == 0}"
    if any(about.lines[p[0]].sentence.block.kind is BlockKind.TITLE for p in option.places):
        yield "title"
    yield f"first={min(option.places[0][0], 3)}"
