"""Colours and marks: those of the pages, so that a kind looks alike everywhere.

Colours alone do not tell ten kinds apart for everybody, so each kind has a mark of its own too.
"""

from __future__ import annotations

from html import escape

from kg.model import Kind

PAPER, INK, SOFT, RULE = "#ffffff", "#1d2226", "#5b6266", "#dcd8cd"

COLOURS = {  # of static/style.css of the pages, on light ground; a test compares
    Kind.CITY: "#0f6f8c",
    Kind.PLACE: "#6d7f8b",
    Kind.PERSON: "#a94c29",
    Kind.ORGANIZATION: "#6a58a0",
    Kind.AWARD: "#b07d05",
    Kind.AWARD_CATEGORY: "#8d7437",
    Kind.EVENT: "#2a774b",
    Kind.EVENT_SERIES: "#5f9140",
    Kind.METRIC: "#a23e72",
    Kind.THING: "#7d6e60",
}

OF_FACTS = {  # the colour of a link, of what it speaks of; and what the legend calls it
    "AwardConferral": (COLOURS[Kind.AWARD], "awards"),
    "Hosting": (COLOURS[Kind.EVENT], "where and when held"),
    "Recurrence": (COLOURS[Kind.EVENT_SERIES], "held again and again"),
    "Tenure": (COLOURS[Kind.PERSON], "posts"),
    "Observation": (COLOURS[Kind.METRIC], "figures"),
    "Location": (COLOURS[Kind.CITY], "where it lies"),
}

NAMES = {
    Kind.CITY: "city",
    Kind.PLACE: "country or region",
    Kind.PERSON: "person",
    Kind.ORGANIZATION: "organization",
    Kind.AWARD: "award",
    Kind.AWARD_CATEGORY: "award category",
    Kind.EVENT: "event",
    Kind.EVENT_SERIES: "series of events",
    Kind.METRIC: "figure",
    Kind.THING: "other thing",
}

_POLYGONS: dict[Kind, tuple[tuple[float, float], ...]] = {  # within a circle of radius 1
    Kind.PLACE: ((-0.82, -0.82), (0.82, -0.82), (0.82, 0.82), (-0.82, 0.82)),
    Kind.PERSON: ((0, -1.08), (1.02, 0.78), (-1.02, 0.78)),
    Kind.ORGANIZATION: ((-0.98, 0), (-0.49, -0.86), (0.49, -0.86), (0.98, 0), (0.49, 0.86), (-0.49, 0.86)),
    Kind.AWARD: (
        (0, -1.15), (0.27, -0.37), (1.09, -0.36), (0.44, 0.14), (0.68, 0.93),
        (0, 0.46), (-0.68, 0.93), (-0.44, 0.14), (-1.09, -0.36), (-0.27, -0.37),
    ),
    Kind.AWARD_CATEGORY: (
        (0, -1.15), (0.36, -0.36), (1.15, 0), (0.36, 0.36), (0, 1.15), (-0.36, 0.36), (-1.15, 0), (-0.36, -0.36),
    ),
    Kind.EVENT: ((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0)),
    Kind.EVENT_SERIES: ((0, -1.05), (1, -0.32), (0.62, 0.85), (-0.62, 0.85), (-1, -0.32)),
    Kind.METRIC: ((-1.02, -0.78), (1.02, -0.78), (0, 1.08)),
    Kind.THING: (
        (-0.34, -1), (0.34, -1), (0.34, -0.34), (1, -0.34), (1, 0.34), (0.34, 0.34),
        (0.34, 1), (-0.34, 1), (-0.34, 0.34), (-1, 0.34), (-1, -0.34), (-0.34, -0.34),
    ),
}  # fmt: skip


def mark(kind: Kind, x: float, y: float, radius: float, title: str = "") -> str:
    """The mark of a kind as an SVG element: a circle for cities, a polygon for others."""
    inside = f' class="spot"><title>{escape(title)}</title>' if title else ">"
    corners = _POLYGONS.get(kind)
    if corners is None:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{COLOURS[kind]}"{inside}</circle>'
    points = " ".join(f"{x + px * radius:.1f},{y + py * radius:.1f}" for px, py in corners)
    return f'<polygon points="{points}" fill="{COLOURS[kind]}"{inside}</polygon>'
