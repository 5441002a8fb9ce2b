"""The geometry of the charts, which templates draw as SVG.

Input: facts with their times and values. Output: points, bars, ticks and labels in units of the drawing.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Kind, Observation, Period
from kg.web.pages.reading import Claim, Outline
from kg.web.pages.sentences import number

YEARS = 24  # columns of a timeline
TALLEST = 12  # squares that are piled on one another; more are drawn as a bar
SQUARE = 11
WIDTH, HEIGHT = 720, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 14, 30
SERIES = 6  # that have a colour and a label of their own
_STEEP = 300  # times the least value that the largest may be on a linear scale
_LINE = 15  # units between two labels


@dataclass(frozen=True, kw_only=True)
class Block:
    """One fact, or several of one class, in a column of a timeline."""

    kind: str
    x: float
    y: float
    height: float
    count: int
    fact: str  # the IRI, where it is one


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str
    gap: bool = False  # years are left out before it


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Facts by year and class."""

    width: float
    height: float
    blocks: tuple[Block, ...]
    ticks: tuple[Tick, ...]
    earlier: int  # facts of years that are not drawn
    undated: int
    kinds: tuple[str, ...]


def timeline(outlines: Sequence[Outline]) -> Timeline | None:
    """The facts about a thing by year, a square each; None where fewer than two years are told of."""
    by_year: defaultdict[int, list[Outline]] = defaultdict(list)
    for outline in outlines:
        if outline.year is not None:
            by_year[outline.year].append(outline)
    years = sorted(by_year)[-YEARS:]
    if len(years) < 2:
        return None
    most = max(len(by_year[year]) for year in years)
    scale = SQUARE if most <= TALLEST else SQUARE * TALLEST / most
    floor = min(most, TALLEST) * SQUARE
    step = max(30.0, min(64.0, WIDTH / len(years)))
    blocks: list[Block] = []
    ticks: list[Tick] = []
    for column, year in enumerate(years):
        x = column * step + step / 2
        ticks.append(Tick(at=x, label=str(year), gap=column > 0 and year - years[column - 1] > 1))
        blocks += _column(by_year[year], x - (SQUARE - 1) / 2, floor, scale, single=most <= TALLEST)
    return Timeline(
        width=max(step * len(years), 120),
        height=floor,
        blocks=tuple(blocks),
        ticks=tuple(ticks),
        earlier=sum(len(by_year[year]) for year in by_year if year < years[0]),
        undated=sum(1 for outline in outlines if outline.year is None),
        kinds=tuple(sorted({outline.kind for year in years for outline in by_year[year]})),
    )


def _column(told: list[Outline], x: float, floor: float, scale: float, *, single: bool) -> list[Block]:
    told = sorted(told, key=lambda outline: (outline.kind, outline.node.value))
    if single:
        return [
            Block(kind=one.kind, x=x, y=floor - (at + 1) * scale, height=scale - 1, count=1, fact=one.node.value)
            for at, one in enumerate(told)
        ]
    blocks, below = [], 0
    for kind, count in sorted(Counter(one.kind for one in told).items()):
        below += count
        blocks.append(Block(kind=kind, x=x, y=floor - below * scale, height=count * scale - 0.5, count=count, fact=""))
    return blocks


@dataclass(frozen=True, kw_only=True)
class Point:
    """A figure on a chart."""

    x: float
    y: float
    text: str
    fact: str


@dataclass(frozen=True, kw_only=True)
class Series:
    """The figures about one thing; ``colour`` from 1, 0 for those without one; the label is at ``label_y``."""

    name: str
    colour: int
    points: tuple[Point, ...]
    label_y: float = 0

    @property
    def line(self) -> str:
        """The points as a path; empty for a single one, and where articles give several figures for one time."""
        once = len({point.x for point in self.points}) == len(self.points) > 1
        return "M" + "L".join(f"{point.x} {point.y}" for point in self.points) if once else ""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Figures of one unit over time."""

    unit: str
    series: tuple[Series, ...]
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]
    logarithmic: bool
    figures: int


def chart(claims: Iterable[Claim]) -> Chart | None:
    """The dated figures of the unit that most of them have; None where they are of fewer than two years.

    Changes are left out: a difference stands on another scale than what it is a difference of.
    """
    by_unit: defaultdict[str, list[tuple[Claim, Observation, Period]]] = defaultdict(list)
    for claim in of_cities(claims):
        fact = claim.fact
        if isinstance(fact, Observation) and fact.as_of and not fact.change:
            by_unit[fact.unit or ""].append((claim, fact, fact.as_of))
    unit, told = max(by_unit.items(), key=lambda pair: (len(pair[1]), pair[0]), default=("", []))
    if len({time.start.year for *_, time in told}) < 2:
        return None
    values = [float(fact.value) for _, fact, _ in told]
    times = [_moment(time) for *_, time in told]
    logarithmic = min(values) > 0 and max(values) / min(values) > _STEEP
    bottom, top, upward = _logarithmic(values) if logarithmic else _linear(values)
    first, last = math.floor(min(times)), math.ceil(max(times))

    def x(time: float) -> float:
        return round(LEFT + (time - first) / (last - first) * (WIDTH - LEFT - RIGHT), 1)

    def y(value: float) -> float:
        share = (_height(value, logarithmic=logarithmic) - bottom) / (top - bottom)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    about: defaultdict[tuple[str, str], list[tuple[float, Point]]] = defaultdict(list)
    for (claim, fact, _), moment, value in zip(told, times, values, strict=True):
        point = Point(x=x(moment), y=y(value), text=claim.text, fact=claim.iri)
        about[fact.about.key, fact.about.name].append((moment, point))
    return Chart(
        unit=unit,
        series=_series(about),
        across=tuple(Tick(at=x(year), label=str(year)) for year in _years(first, last)),
        upward=tuple(Tick(at=y(value), label=number(Decimal(f"{value:.10g}"))) for value in upward),
        logarithmic=logarithmic,
        figures=len(told),
    )


def of_cities(claims: Iterable[Claim]) -> list[Claim]:
    """The figures about cities, where there are some of two cities at least; else all."""
    told = list(claims)
    cities = [one for one in told if isinstance(one.fact, Observation) and one.fact.about.kind is Kind.CITY]
    return cities if len({one.parts[0].iri for one in cities}) > 1 else told


def _series(about: dict[tuple[str, str], list[tuple[float, Point]]]) -> tuple[Series, ...]:
    """The things with most figures first; the first few get a colour, and a label that covers no other one."""
    found: list[Series] = []
    taken: list[float] = []
    for (_, name), points in sorted(about.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        ordered = tuple(point for _, point in sorted(points, key=lambda one: (one[0], one[1].y, one[1].fact)))
        colour = len(found) + 1 if len(found) < SERIES else 0
        label = ordered[-1].y
        if colour:
            places = (label + step * _LINE for step in sorted(range(-20, 21), key=abs))
            label = next(y for y in places if all(abs(y - other) >= _LINE for other in taken))
            taken.append(label)
        found.append(Series(name=name, colour=colour, points=ordered, label_y=label))
    return tuple(reversed(found))  # those with a colour are drawn last, over the others


def _moment(time: Period) -> float:
    """The middle of a time, in years."""
    middle = time.start + (time.end - time.start) / 2
    return middle.year + (middle.timetuple().tm_yday - 1) / 366


def _height(value: float, *, logarithmic: bool) -> float:
    return math.log10(value) if logarithmic else value


def _linear(values: list[float]) -> tuple[float, float, list[float]]:
    """Both ends of a scale from zero, and its ticks."""
    low, high = min(0.0, *values), max(0.0, *values)
    rough = (high - low or 1) / 4
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    last = max(last, first + 1)
    return first * step, last * step, [at * step for at in range(first, last + 1)]


def _logarithmic(values: list[float]) -> tuple[float, float, list[float]]:
    """Both ends of a logarithmic scale, as exponents, and its ticks."""
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    step = max(1, math.ceil((last - first) / 6))
    return first, last, [10.0**power for power in range(first, last + 1, step)]


def _years(first: int, last: int) -> range:
    span = last - first
    return range(first, last + 1, next(step for step in (1, 2, 5, 10, 20, 50, 100, 500, 5000) if span / step <= 8))
