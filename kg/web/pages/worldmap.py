"""Where cities lie on a map that asks nobody for tiles.

Input: GeoNames ids. Output: points on a map of ``WIDTH`` by ``HEIGHT`` in the Equal Earth projection (Šavrič, Patterson
and Jenny, 2018, doi:10.1080/13658816.2018.1504949), on which areas are true. The outline is static/land.svg.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.model import Kind

WIDTH, HEIGHT = 960, 424
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2
_SCALE = WIDTH / 5.4133  # the map is so wide in units of the globe's radius
_NORTH = 1.3173  # of the pole, in the same units; the south is cut at the height
_LABEL_HEIGHT, _LETTER = 13, 6.2  # of a label's box, for letters of 12.5 units
_GRATICULE = 30  # degrees


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A city on the map; ``label`` is shown where there is room for it, at the right or the left."""

    iri: str
    name: str
    x: float
    y: float
    radius: float
    facts: int
    label: str = ""
    left: bool = False


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """The point of the map for degrees north and east."""
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2**3
    slope = _A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)
    x = math.radians(longitude) * math.cos(theta) / (_M * slope)
    y = theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))
    return WIDTH / 2 + x * _SCALE, (_NORTH - y) * _SCALE


@cache
def _coordinates() -> dict[str, tuple[int, int]]:
    lines = files("kg.web.atlas").joinpath("coordinates.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {key: (int(latitude), int(longitude)) for key, latitude, longitude in rows}


def place(iri: str) -> tuple[float, float] | None:
    """Where a city is on the map, by its IRI; None where the gazetteer does not know it."""
    kind, _, key = iri.rpartition("/")
    found = _coordinates().get(key.removeprefix("gn")) if kind.endswith(Kind.CITY.value.lower()) else None
    return project(found[0] / 10, found[1] / 10) if found else None


def dots(cities: Iterable[tuple[str, str, int]], *, labels: int = 40) -> list[Dot]:
    """The cities, given as IRI, name and number of facts, the largest first; labels cover nothing large."""
    ranked = sorted(cities, key=lambda city: (-city[2], city[1], city[0]))
    placed = [(iri, name, facts, at, _radius(facts)) for iri, name, facts in ranked if (at := place(iri))]
    boxes = [(x - r, y - r, x + r, y + r) for *_, (x, y), r in placed[: labels * 2]]
    drawn: list[Dot] = []
    for iri, name, facts, at, radius in placed:
        label, left = _label(name, at, radius, boxes) if labels else ("", False)
        labels -= bool(label)
        drawn.append(
            Dot(iri=iri, name=name, x=round(at[0], 1), y=round(at[1], 1), radius=radius, facts=facts, label=label,
                left=left)
        )  # fmt: skip
    return drawn


def _radius(facts: int) -> float:
    return round(min(2 + math.sqrt(facts) * 0.6, 10), 1)


def _label(
    name: str, at: tuple[float, float], radius: float, boxes: list[tuple[float, float, float, float]]
) -> tuple[str, bool]:
    """The label, and whether it stands at the left; empty where it would cover another one, or a dot."""
    width = len(name) * _LETTER + 4
    for left in (False, True):
        start = at[0] - radius - 1 - width if left else at[0] + radius + 1
        box = (start, at[1] - _LABEL_HEIGHT / 2, start + width, at[1] + _LABEL_HEIGHT / 2)
        inside = box[0] >= 0 and box[2] <= WIDTH
        if inside and not any(box[0] < x2 and x1 < box[2] and box[1] < y2 and y1 < box[3] for x1, y1, x2, y2 in boxes):
            boxes.append(box)
            return name, left
    return "", False


@cache
def graticule() -> str:
    """The lines of latitude and longitude, as the path of an SVG."""
    parts = []
    for longitude in range(-180, 181, _GRATICULE):
        points = [project(latitude, longitude) for latitude in range(-60, 91, 5)]
        parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points))
    for latitude in range(-60, 90, _GRATICULE):
        (x1, y), (x2, _) = project(latitude, -180), project(latitude, 180)
        parts.append(f"M{x1:.1f} {y:.1f}L{x2:.1f} {y:.1f}")
    return "".join(parts)
