"""A place for each thing, so that links have even lengths and nothing covers another.

Input: boxes (a thing with its label) and the pairs that are linked. Output: the middle of each box. Only sums,
products, quotients and square roots are used, each rounded alike by every processor, in a fixed order: the same input
has the same places on every machine, to the last bit.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

_SEED = 7
_ROUNDS = 250  # of moving each thing to where its distances are best met
_STARTS = 6  # tries from other places; the best is kept
_LARGE = 100  # things, from which on two tries have to do
_GAP = 10.0  # between two boxes
_FILLED, _FILLED_LARGE = 0.25, 0.3  # of the area, by boxes
_ASIDE = 40  # rounds of moving things off the lines of others
_PUSHES = 3000
_WIDER = 1.4  # width to height of a picture
_MOST_STRETCH = 1.25


@dataclass(frozen=True, kw_only=True)
class Box:
    """The room that something takes."""

    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Places:
    """The middle of each box, and the size of the whole; the upper left corner is (0, 0)."""

    points: dict[str, tuple[float, float]]
    width: float
    height: float


def place(boxes: dict[str, Box], pairs: Sequence[tuple[str, str]], least_width: float) -> Places:
    """Places for all: the parts that hang together one by one, the largest first, the small ones in rows below."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(boxes))
    graph.add_edges_from(sorted(pairs))
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    return _shelved([_placed(graph.subgraph(part), boxes) for part in parts], least_width)


def _placed(graph: nx.Graph[str], boxes: dict[str, Box]) -> Places:
    """Places for what hangs together."""
    names = sorted(graph)
    sizes = np.array([[boxes[name].width, boxes[name].height] for name in names]) + _GAP
    x, y = _levelled(*_even(_distances(graph, names)))
    area = float(np.add.accumulate(sizes[:, 0] * sizes[:, 1])[-1])
    area /= _FILLED_LARGE if len(names) > _LARGE else _FILLED
    ends = np.array(
        [(names.index(one), names.index(other)) for one, other in sorted(map(sorted, graph.edges))], dtype=int
    )
    x, y = _aside(*_scaled(x, y, area), sizes[:, 1], ends)
    x, y = _apart(x, y, sizes[:, 0], sizes[:, 1])
    left, top = float((x - sizes[:, 0] / 2).min()), float((y - sizes[:, 1] / 2).min())
    return Places(
        points={name: (float(x[at]) - left, float(y[at]) - top) for at, name in enumerate(names)},
        width=float((x + sizes[:, 0] / 2).max()) - left,
        height=float((y + sizes[:, 1] / 2).max()) - top,
    )


def _distances(graph: nx.Graph[str], names: Sequence[str]) -> Vector:
    """How far apart things should stand: along the shortest way, where links of busy things are longer."""
    lengths: nx.Graph[str] = nx.Graph()
    for one, other in sorted(map(sorted, graph.edges)):
        lengths.add_edge(one, other, weight=math.sqrt(1 + (graph.degree(one) + graph.degree(other)) / 5))
    far = {name: nx.single_source_dijkstra_path_length(lengths, name) for name in names} if len(names) > 1 else {}
    return np.array([[far[one][other] if far else 0.0 for other in names] for one in names])


def _even(distances: Vector) -> tuple[Vector, Vector]:
    """Places where the straight distances are nearly the wanted ones (stress majorization), the best of some tries."""
    count = len(distances)
    weights = np.divide(1.0, distances * distances, out=np.zeros_like(distances), where=distances > 0)
    total = np.maximum(weights.sum(axis=0), 1e-9)
    best: tuple[float, Vector, Vector] | None = None
    for start in range(2 if count > _LARGE else _STARTS):
        dice = random.Random(_SEED + start)  # noqa: S311 - a picture, no secret
        spread = float(distances.max()) or 1.0
        x = np.array([dice.random() * spread * _WIDER for _ in range(count)])
        y = np.array([dice.random() * spread for _ in range(count)])
        for _ in range(_ROUNDS):
            dx, dy = x[None, :] - x[:, None], y[None, :] - y[:, None]
            ratio = weights * distances / np.maximum(np.sqrt(dx * dx + dy * dy), 1e-9)
            x = (x + ((weights * x[:, None]) + ratio * dx).sum(axis=0) / total) / 2
            y = (y + ((weights * y[:, None]) + ratio * dy).sum(axis=0) / total) / 2
        dx, dy = x[None, :] - x[:, None], y[None, :] - y[:, None]
        off = np.sqrt(dx * dx + dy * dy) - distances
        stress = float(np.add.accumulate((weights * off * off).ravel())[-1])
        if best is None or stress < best[0]:
            best = (stress, x, y)
    assert best
    return best[1], best[2]


def _levelled(x: Vector, y: Vector) -> tuple[Vector, Vector]:
    """The places turned so that they spread most from left to right."""

    def mean(values: Vector) -> float:
        return float(np.add.accumulate(values)[-1]) / len(values)

    x, y = x - mean(x), y - mean(y)
    xx, yy, xy = mean(x * x), mean(y * y), mean(x * y)
    half = (xx - yy) / 2
    root = math.sqrt(half * half + xy * xy)
    a, b = (half + root, xy) if half >= 0 else (xy, root - half)
    length = math.sqrt(a * a + b * b)
    if length < 1e-9:
        return x, y
    a, b = a / length, b / length
    return x * a + y * b, y * a - x * b


def _scaled(x: Vector, y: Vector, area: float) -> tuple[Vector, Vector]:
    """The places spread over an area; a little wider than they were where they are not wide enough."""
    across, down = float(x.max() - x.min()), float(y.max() - y.min())
    if across < 1e-9:
        return x, y
    down = max(down, across / 2.5)  # a chain stays one
    stretch = min(_MOST_STRETCH, max(1.0, math.sqrt(_WIDER * down / across)))
    factor = math.sqrt(area / (across * down))
    return x * (factor * stretch), y * (factor / stretch)


def _aside(x: Vector, y: Vector, heights: Vector, ends: NDArray[np.int_]) -> tuple[Vector, Vector]:
    """The places moved a little so that fewer things stand on the line between two others."""
    if len(ends) < 2:
        return x, y
    one, other = ends[:, 0], ends[:, 1]
    own = np.zeros((len(ends), len(x)), dtype=bool)
    own[np.arange(len(ends)), one] = own[np.arange(len(ends)), other] = True
    for _ in range(_ASIDE):
        dx, dy = x[other] - x[one], y[other] - y[one]
        length = np.maximum(np.sqrt(dx * dx + dy * dy), 1e-9)
        a, b = (dx / length)[:, None], (dy / length)[:, None]
        from_x, from_y = x[None, :] - x[one][:, None], y[None, :] - y[one][:, None]
        along, off = from_x * a + from_y * b, from_y * a - from_x * b
        room = heights[None, :] / 2 + _GAP
        near = ~own & (along > 0) & (along < length[:, None]) & (np.abs(off) < room)
        push = np.where(near, (room - np.abs(off)) * np.where(off < 0, -1.0, 1.0), 0.0) * 0.12
        x, y = x + (push * -b).sum(axis=0), y + (push * a).sum(axis=0)
    return x, y


def _apart(x: Vector, y: Vector, widths: Vector, heights: Vector) -> tuple[Vector, Vector]:
    """The places moved as little as it takes that no two boxes overlap."""
    room_x, room_y = (widths[:, None] + widths[None, :]) / 2, (heights[:, None] + heights[None, :]) / 2
    order = np.arange(len(x))
    for turn in range(_PUSHES):
        dx, dy = x[None, :] - x[:, None], y[None, :] - y[:, None]
        over_x, over_y = room_x - np.abs(dx), room_y - np.abs(dy)
        both = (over_x > 1e-6) & (over_y > 1e-6)
        np.fill_diagonal(both, val=False)
        if not both.any():
            break
        side = np.where(order[None, :] > order[:, None], 1.0, -1.0)
        sideways = over_x < over_y
        push_x = np.where(both & sideways, over_x * np.where(dx == 0, side, np.sign(dx)), 0.0)
        push_y = np.where(both & ~sideways, over_y * np.where(dy == 0, side, np.sign(dy)), 0.0)
        x, y = x + push_x.sum(axis=0) * 0.35, y + push_y.sum(axis=0) * 0.35
        if turn % 60 == 59:  # too tight: a little more room for all
            x, y = x * 1.02, y * 1.02
    return x, y


def _shelved(parts: Sequence[Places], least_width: float) -> Places:
    """The parts below each other, those that fit side by side in one row."""
    width = max([least_width, *(part.width for part in parts)])
    points: dict[str, tuple[float, float]] = {}
    left = top = height = 0.0
    rows: list[list[tuple[Places, float]]] = [[]]
    for part in parts:
        if rows[-1] and left + part.width > width:
            rows.append([])
            left = 0.0
        rows[-1].append((part, left))
        left += part.width + 2 * _GAP
    for row in rows:
        height = max(part.height for part, _ in row)
        slack = width - (row[-1][1] + row[-1][0].width)
        for at, (part, start) in enumerate(row):
            shift = start + slack * (at + 1) / (len(row) + 1)
            lower = top + (height - part.height) / 2
            points.update({name: (px + shift, py + lower) for name, (px, py) in part.points.items()})
        top += height + 2 * _GAP
    return Places(points=points, width=width, height=top - 2 * _GAP)
