"""The links of a picture as lines, with their words where there is room.

Input: links, and the spots that they join, at their places. Output: SVG elements. Words cover no mark, no name and no
other words; where they would, they are left out: the colour of a line says what it tells of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from math import sqrt

from kg.draw.lettering import clean, width
from kg.draw.palette import OF_FACTS
from kg.draw.selection import Link
from kg.draw.spots import Drawn, Point, Rectangle
from kg.draw.wording import BARE

WORDS_SIZE = 11.0
_SHARES = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74)  # of a link, where words may stand
_SEVERAL = 5.0  # between links of the same two things


def drawn_links(links: Iterable[Link], drawn: dict[str, Drawn], *, sheet: bool) -> Iterator[str]:
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
        colour = OF_FACTS[link.kind][0]
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


def _words(link: Link, start: Point, end: Point, taken: list[Rectangle], others: Sequence[tuple[Point, Point]]) -> str:
    """The words along a link, where they cover no name and the fewest other links; what they cover is taken then."""
    words = clean(link.words)
    long, whole = width(words, WORDS_SIZE), _length(start, end)
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
        middles = (
            (x + a * long * (step / steps - 0.5), y + b * long * (step / steps - 0.5)) for step in range(steps + 1)
        )
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
        f'<text class="words" y="{WORDS_SIZE * 0.33:.1f}">{escape(words)}</text></g>'
    )


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """True where the line from a to b meets that from c to d."""

    def turn(p: Point, q: Point, r: Point) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) != turn(a, b, d) and turn(c, d, a) != turn(c, d, b)


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
