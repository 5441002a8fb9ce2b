"""The links of a picture as lines, with their words where there is room.

Input: links, and the spots that they join, at their places. Output: SVG elements. Words cover no mark, no name and no
other words; where they would, they are left out: the colour of a line says what it tells of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from kg.draw.layout import Vector
from kg.draw.lettering import clean, width
from kg.draw.palette import OF_FACTS
from kg.draw.selection import Link
from kg.draw.spots import Drawn, Point
from kg.draw.wording import BARE

WORDS_SIZE = 11.0
_SHARES = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74)  # of a link, where words may stand
_MOST_CROSSED = 2
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
    room = _Room(
        taken=np.array([rectangle for one in drawn.values() for rectangle in one.rectangles()]),
        lines=np.array([(*start, *end) for _, start, end in lines_of]).reshape(-1, 4),
    )
    for link, start, end in sorted(lines_of, key=lambda line: -_length(line[1], line[2])):
        if not (sheet and link.words in BARE):
            yield _words(clean(link.words), start, end, room)


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


@dataclass
class _Room:
    """What words may not cover (left, top, right, bottom), and the lines that they should not cross."""

    taken: Vector
    lines: Vector

    def free(self, covered: Vector) -> bool:
        """True where none of some rectangles meets what is taken."""
        one, other = covered[:, None, :], self.taken[None, :, :]
        over = (one[..., 0] < other[..., 2]) & (other[..., 0] < one[..., 2])
        return not (over & (one[..., 1] < other[..., 3]) & (other[..., 1] < one[..., 3])).any()

    def crossed(self, start: Point, end: Point) -> int:
        """How many lines meet the one between two points, its own left aside."""
        ax, ay, bx, by = (self.lines[:, at] for at in range(4))

        def left(px: Vector, py: Vector, qx: Vector, qy: Vector, point: Point) -> NDArray[np.bool_]:
            return (qx - px) * (point[1] - py) - (qy - py) * (point[0] - px) > 0

        def of_word(x: Vector, y: Vector) -> NDArray[np.bool_]:
            return (end[0] - start[0]) * (y - start[1]) - (end[1] - start[1]) * (x - start[0]) > 0

        apart = left(ax, ay, bx, by, start) != left(ax, ay, bx, by, end)
        return int((apart & (of_word(ax, ay) != of_word(bx, by))).sum())


def _words(words: str, start: Point, end: Point, room: _Room) -> str:
    """The words along a link, where they cover no name and the fewest lines; then that room is taken.

    Empty where they would cover a name, or more than ``_MOST_CROSSED`` lines.
    """
    long, whole = width(words, WORDS_SIZE), _length(start, end)
    if not words or whole < long + 22:
        return ""
    a, b = (end[0] - start[0]) / whole, (end[1] - start[1]) / whole
    steps = max(2, int(long / 5))
    along = np.array([[long * (step / steps - 0.5)] for step in range(steps + 1)])
    best: tuple[int, Point, Vector] | None = None
    for share in _SHARES:
        at = whole * share
        if at - long / 2 < 8 or at + long / 2 > whole - 12:
            continue
        x, y = start[0] + a * at, start[1] + b * at
        covered = np.array([x, y, x, y]) + along * np.array([a, b, a, b]) + np.array([-6, -6, 6, 6])
        if not room.free(covered):
            continue
        half = long / 2
        crossed = room.crossed((x - a * half, y - b * half), (x + a * half, y + b * half))
        if crossed <= _MOST_CROSSED and (best is None or crossed < best[0]):
            best = (crossed, (x, y), covered)
    if best is None:
        return ""
    _, (x, y), covered = best
    room.taken = np.concatenate([room.taken, covered])
    c, s = (a, b) if a >= 0 else (-a, -b)  # never upside down
    return (
        f'<g transform="matrix({c:.4f} {s:.4f} {-s:.4f} {c:.4f} {x:.1f} {y:.1f})">'
        f'<rect class="ground" x="{-long / 2 - 2:.1f}" y="-7" width="{long + 4:.1f}" height="14"/>'
        f'<text class="words" y="{WORDS_SIZE * 0.33:.1f}">{escape(words)}</text></g>'
    )
