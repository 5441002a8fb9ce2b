"""The picture as SVG: self-contained, the same bytes for the same selection.

Input: a Selection. Output: SVG text that carries its font. Nothing in it depends on a clock, a machine or an order.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from importlib import resources
from math import sqrt

from kg.draw.layout import Box, Places, place
from kg.draw.lettering import clean, lines, width
from kg.draw.palette import COLOURS, INK, NAMES, OF_FACTS, PAPER, RULE, SOFT, mark
from kg.draw.selection import Link, Selection, Spot
from kg.draw.wording import BARE
from kg.model import Kind

FAMILY = "'Source Sans 3', 'CityKG Sans', 'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
LATIN = "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2212"
LATIN_EXT = "U+0100-0130, U+0132-0151, U+0154-02BA, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0"
_MARGIN = 36.0
_LEAST_WIDTH = 640.0
_LEADING = 1.14  # from line to line, by the size
_ASCENT, _DESCENT = 0.76, 0.22
_WORDS_SIZE = 11.0  # on a link
_HEAD, _NOTE = 30.0, 14.0
_SHARES = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74)  # of a link, where words may stand
_SEVERAL = 5.0  # between links of the same two things
_CALLED = {  # of what a colour of links tells
    "AwardConferral": "awards",
    "Hosting": "where and when held",
    "Tenure": "posts",
    "Observation": "figures",
    "Location": "where it lies",
}

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A spot with its place, its mark and its label."""

    spot: Spot
    lines: tuple[str, ...]
    size: float
    strong: bool
    radius: float
    x: float = 0.0  # the middle of the mark
    y: float = 0.0
    above: bool = False  # the label stands above the mark

    @property
    def box(self) -> Box:
        """The room that mark and label take."""
        letters = max(width(line, self.size, strong=self.strong) for line in self.lines)
        return Box(
            width=max(letters, 2 * self.radius), height=2 * self.radius + 2 + len(self.lines) * self.size * _LEADING
        )

    def rectangles(self) -> Iterator[Rectangle]:
        """What mark and lines cover."""
        yield (self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)
        for line, base in zip(self.lines, self.baselines(), strict=True):
            half = width(line, self.size, strong=self.strong) / 2
            yield (self.x - half, base - _ASCENT * self.size, self.x + half, base + _DESCENT * self.size)

    def baselines(self) -> list[float]:
        """Where the lines of the label stand."""
        step = self.size * _LEADING
        below = self.y + self.radius + 2 + _ASCENT * self.size
        first = self.y - self.radius - 4 - (len(self.lines) - 1) * step if self.above else below
        return [first + at * step for at in range(len(self.lines))]


def svg(selection: Selection) -> str:
    """The selection as a picture."""
    lettered = {spot.iri: _lettered(spot, selection.depth) for spot in selection.spots}
    pairs = [(link.start, link.end) for link in selection.links]
    places = place({iri: one.box for iri, one in lettered.items()}, pairs, _LEAST_WIDTH)
    title, notes = clean(selection.title), _notes(selection)
    larger = min(2.0, max(1.0, places.width / 1100))  # heading and legend of a large sheet
    wide = max(places.width, *(width(note, _NOTE * larger) for note in notes), width(title, _HEAD * larger, strong=True))
    top = _MARGIN + (_HEAD + 8 + _NOTE * 1.5 * len(notes) + 24) * larger
    drawn = _moved(lettered, selection.links, places, _MARGIN + (wide - places.width) / 2, top)
    legend, high = _legend(selection, wide / larger)
    below = top + places.height + 14
    body = [
        f'<g transform="translate({_MARGIN:g} {_MARGIN:g}) scale({larger:.3f})">',
        f'<text class="head" y="{_HEAD * 0.8:.1f}">{escape(title)}</text>',
        *(
            f'<text class="note" y="{_HEAD + 8 + _NOTE * (1 + 1.5 * at):.1f}">{escape(note)}</text>'
            for at, note in enumerate(notes)
        ),
        "</g>",
        *_drawn_links(selection.links, drawn, sheet=selection.depth is None),
        *(part for one in drawn.values() for part in _drawn_spot(one)),
        f'<g transform="translate({_MARGIN:g} {below:.1f}) scale({larger:.3f})">',
        *legend,
        "</g>",
    ]
    return _document(title, notes, wide + 2 * _MARGIN, below + high * larger + _MARGIN - 14, body)


def _lettered(spot: Spot, depth: int | None) -> Drawn:
    """The label and mark of a spot: what was asked for is largest; in a whole graph, what has most facts."""
    weight = sqrt(spot.facts or 1)
    if depth is None:
        size = min(24.0, 9.4 + 2.1 * weight)
    else:
        size = 21.0 if spot.distance == 0 else 14.0 if spot.distance == 1 else 12.5
    strong = size > 16
    return Drawn(
        spot=spot,
        lines=lines(clean(spot.label) or "?", size, strong=strong),
        size=round(size, 1),
        strong=strong,
        radius=round(min(16.0, 3.2 + 1.7 * weight) + (3 if spot.distance == 0 and depth else 0), 1),
    )


def _moved(
    lettered: dict[str, Drawn], links: Iterable[Link], places: Places, left: float, top: float
) -> dict[str, Drawn]:
    """The spots at their places, the label above or below the mark, where fewer links cross it."""
    upward: Counter[str] = Counter()
    for link in links:
        lower = places.points[link.start][1] > places.points[link.end][1]
        upward.update({link.start: 1 if lower else -1, link.end: -1 if lower else 1})
    moved = {}
    for iri, one in lettered.items():
        (x, y), half = places.points[iri], one.box.height / 2 - one.radius
        above = upward[iri] < 0
        moved[iri] = replace(one, x=left + x, y=top + y + (half if above else -half), above=above)
    return moved


def _notes(selection: Selection) -> list[str]:
    """What the picture shows, and what it leaves out."""
    shown = _counted(len(selection.spots), "thing")
    told = f"{_counted(selection.facts, 'fact')} from {_counted(selection.articles, 'article')}"
    if selection.depth is None:
        notes = [f"{shown}, linked by {told}"]
    else:
        notes = [f"{shown} within {_counted(selection.depth, 'step')}, linked by {told}"]
    if selection.left_out:
        order = "those with most facts" if selection.depth is None else "the nearest, then those with most facts"
        notes.append(f"Not drawn: {_counted(selection.left_out, 'thing')} more; at most {selection.most:,} are, {order}")
    if selection.alone:
        notes.append(f"Not drawn: {_counted(selection.alone, 'thing')} that no fact links to another")
    return notes


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


# -- links ---------------------------------------------------------------------------------------


def _drawn_links(links: Iterable[Link], drawn: dict[str, Drawn], *, sheet: bool) -> Iterator[str]:
    """The links, and on those with room their words; a sheet of the whole graph has neither tips nor bare words."""
    lines_of: list[tuple[Link, Point, Point]] = []
    between: dict[frozenset[str], list[Link]] = {}
    for link in links:
        between.setdefault(frozenset((link.start, link.end)), []).append(link)
    for several in between.values():
        for at, link in enumerate(several):
            shift = (at - (len(several) - 1) / 2) * _SEVERAL
            ends = _trimmed(drawn[link.start], drawn[link.end], shift if link.start < link.end else -shift)
            if ends:
                lines_of.append((link, *ends))
    for link, start, end in lines_of:
        colour = OF_FACTS.get(link.kind, SOFT)
        yield (
            f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
            f'stroke="{colour}" class="link"/>'
        )
        if not sheet:
            yield _tip(start, end, colour)
    taken = [rectangle for one in drawn.values() for rectangle in one.rectangles()]
    for link, start, end in sorted(lines_of, key=lambda line: -_length(line[1], line[2])):
        others = [(one, other) for known, one, other in lines_of if known is not link]
        yield "" if sheet and link.words in BARE else _words(link, start, end, taken, others)


def _length(start: Point, end: Point) -> float:
    return sqrt((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2)


def _trimmed(one: Drawn, other: Drawn, shift: float) -> tuple[Point, Point] | None:
    """The line from the edge of one mark to that of the other, moved aside; None where they touch."""
    length = _length((one.x, one.y), (other.x, other.y))
    if length <= one.radius + other.radius + 6:
        return None
    a, b = (other.x - one.x) / length, (other.y - one.y) / length
    before, after = one.radius + 2, other.radius + 3
    return (
        (one.x + a * before - b * shift, one.y + b * before + a * shift),
        (other.x - a * after - b * shift, other.y - b * after + a * shift),
    )


def _tip(start: Point, end: Point, colour: str) -> str:
    length = _length(start, end)
    a, b = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    back = (end[0] - 7 * a, end[1] - 7 * b)
    corners = (end, (back[0] - 2.6 * b, back[1] + 2.6 * a), (back[0] + 2.6 * b, back[1] - 2.6 * a))
    return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in corners)}" fill="{colour}" class="tip"/>'


def _words(
    link: Link, start: Point, end: Point, taken: list[Rectangle], others: Sequence[tuple[Point, Point]]
) -> str:
    """The words along a link, where they cover no name and the fewest other links; what they cover is taken then."""
    words = clean(link.words)
    long, whole = width(words, _WORDS_SIZE), _length(start, end)
    if not words or whole < long + 22:
        return ""
    a, b = (end[0] - start[0]) / whole, (end[1] - start[1]) / whole
    best: tuple[int, Point, list[Rectangle]] | None = None
    for share in _SHARES:
        at = whole * share
        if at - long / 2 < 8 or at + long / 2 > whole - 12:
            continue
        x, y = start[0] + a * at, start[1] + b * at
        steps = max(2, int(long / 5))
        middles = ((x + a * long * (step / steps - 0.5), y + b * long * (step / steps - 0.5)) for step in range(steps + 1))
        covered = [(px - 6, py - 6, px + 6, py + 6) for px, py in middles]
        if any(_overlap(one, other) for one in covered for other in taken):
            continue
        half = long / 2
        middle = ((x - a * half, y - b * half), (x + a * half, y + b * half))
        crossed = sum(_cross(*middle, *other) for other in others)
        if best is None or crossed < best[0]:
            best = (crossed, (x, y), covered)
    if best is None:
        return ""
    _, (x, y), covered = best
    taken.extend(covered)
    c, s = (a, b) if a >= 0 else (-a, -b)  # never upside down
    return (
        f'<g transform="matrix({c:.4f} {s:.4f} {-s:.4f} {c:.4f} {x:.1f} {y:.1f})">'
        f'<rect class="ground" x="{-long / 2 - 2:.1f}" y="-7" width="{long + 4:.1f}" height="14"/>'
        f'<text class="words" y="{_WORDS_SIZE * 0.33:.1f}">{escape(words)}</text></g>'
    )


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """True where the line from a to b meets that from c to d."""

    def turn(p: Point, q: Point, r: Point) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) != turn(a, b, d) and turn(c, d, a) != turn(c, d, b)


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# -- spots and legend ----------------------------------------------------------------------------


def _drawn_spot(one: Drawn) -> Iterator[str]:
    spot = one.spot
    told = f"{clean(spot.label)} ({NAMES[spot.kind]}, {_counted(spot.facts, 'fact')})"
    yield f'{mark(spot.kind, one.x, one.y, one.radius)} fill="{COLOURS[spot.kind]}" class="spot"><title>{escape(told)}</title>{_end(spot.kind)}'
    strong = " strong" if one.strong else ""
    for line, base in zip(one.lines, one.baselines(), strict=True):
        yield f'<text class="name{strong}" font-size="{one.size:g}" x="{one.x:.1f}" y="{base:.1f}">{escape(line)}</text>'


def _end(kind: Kind) -> str:
    return "</circle>" if kind is Kind.CITY else "</polygon>"


def _legend(selection: Selection, wide: float) -> tuple[list[str], float]:
    """The marks of the kinds and the colours of the links that occur, in rows; and how high they are."""
    kinds = {spot.kind for spot in selection.spots}
    facts = {link.kind for link in selection.links}
    groups: list[list[tuple[str, str]]] = [
        [(NAMES[kind], f'{mark(kind, 0, 0, 6)} fill="{COLOURS[kind]}"/>') for kind in Kind if kind in kinds],
        [
            (called, f'<line x1="-8" x2="8" y1="0" y2="0" stroke="{OF_FACTS[fact]}" stroke-width="2.5"/>')
            for fact, called in _CALLED.items()
            if fact in facts
        ],
    ]
    parts = [f'<line class="rule" x2="{wide:.1f}" y1="0" y2="0"/>']
    y = 24.0
    for group in filter(None, groups):
        x = 0.0
        for name, symbol in group:
            room = 24 + width(name, 13) + 24
            if x and x + room - 24 > wide:
                x, y = 0.0, y + 24
            parts.append(f'<g transform="translate({x + 8:.1f} {y:.1f})">{symbol}</g>')
            parts.append(f'<text class="key" x="{x + 22:.1f}" y="{y + 4.5:.1f}">{escape(name)}</text>')
            x += room
        y += 24
    return parts, y - 8


# -- the document --------------------------------------------------------------------------------


def _document(title: str, notes: list[str], wide: float, high: float, body: list[str]) -> str:
    inner = "\n".join(filter(None, body))
    style = (
        f"{_faces(inner)}text{{font-family:{FAMILY};font-weight:400;fill:{INK}}}"
        f".head{{font-size:{_HEAD:g}px;font-weight:600}}.note{{font-size:{_NOTE:g}px;fill:{SOFT}}}"
        f".key{{font-size:13px}}.name,.words{{text-anchor:middle}}.strong{{font-weight:600}}"
        f".name{{paint-order:stroke;stroke:{PAPER};stroke-linejoin:round;stroke-width:3px}}"
        f".words{{font-size:{_WORDS_SIZE:g}px;fill:{SOFT}}}.ground{{fill:{PAPER};fill-opacity:.85}}"
        f".link{{stroke-width:1.2px;stroke-opacity:.5}}.tip{{fill-opacity:.7}}.spot{{stroke:{PAPER};stroke-width:1.2px}}"
        f".rule{{stroke:{RULE};stroke-width:1px}}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}" role="img" aria-labelledby="title desc">\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="desc">{escape(". ".join(notes))}.</desc>\n'
        f"<style>{style}</style>\n"
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n{inner}\n</svg>\n'
    )


def _faces(text: str) -> str:
    """The font of the pages, inside the picture; the part beyond Latin-1 only where a letter needs it."""
    parts = {"latin": LATIN}
    if any("\u0100" <= letter <= "\u1eff" for letter in text):
        parts["latin-ext"] = LATIN_EXT
    folder = resources.files("kg.web.static.fonts")
    return "".join(
        "@font-face{font-family:'Source Sans 3';font-weight:200 900;src:url(data:font/woff2;base64,"
        f"{base64.b64encode(folder.joinpath(f'source-sans-3-{part}-wght-normal.woff2').read_bytes()).decode()}"
        f") format('woff2');unicode-range:{letters}}}"
        for part, letters in parts.items()
    )
