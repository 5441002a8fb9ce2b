"""A thing in a picture: its mark, and its label above or below it.

Input: a Spot, a size, a place. Output: the room that it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.draw.layout import Box
from kg.draw.lettering import width
from kg.draw.selection import Spot

LEADING = 1.14  # from line to line, by the size
_ASCENT, _DESCENT = 0.76, 0.22

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
            width=max(letters, 2 * self.radius), height=2 * self.radius + 2 + len(self.lines) * self.size * LEADING
        )

    def rectangles(self) -> Iterator[Rectangle]:
        """What mark and lines cover."""
        yield (self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)
        for line, base in zip(self.lines, self.baselines(), strict=True):
            half = width(line, self.size, strong=self.strong) / 2
            yield (self.x - half, base - _ASCENT * self.size, self.x + half, base + _DESCENT * self.size)

    def baselines(self) -> list[float]:
        """Where the lines of the label stand."""
        step = self.size * LEADING
        below = self.y + self.radius + 2 + _ASCENT * self.size
        first = self.y - self.radius - 4 - (len(self.lines) - 1) * step if self.above else below
        return [first + at * step for at in range(len(self.lines))]
