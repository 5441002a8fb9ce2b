"""The picture as SVG: self-contained, the same bytes for the same selection.

Input: a Selection. Output: SVG text that carries its font. Nothing in it depends on a clock, a machine or an order.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from importlib import resources
from math import sqrt

from kg.draw.layout import Places, place
from kg.draw.lettering import clean, width, wrapped
from kg.draw.lines import WORDS_SIZE, drawn_links
from kg.draw.palette import INK, NAMES, OF_FACTS, PAPER, RULE, SOFT, mark
from kg.draw.selection import MOST_FACTS, Link, Selection, Spot
from kg.draw.spots import Drawn
from kg.model import Kind

FAMILY = "'Source Sans 3', 'CityKG Sans', 'Noto Sans', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
LATIN = "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2212"
LATIN_EXT = "U+0100-0130, U+0132-0151, U+0154-02BA, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB, U+20AD-20C0"
_MARGIN = 36.0
_LEAST_WIDTH = 640.0
_HEAD, _NOTE = 30.0, 14.0


def svg(selection: Selection) -> str:
    """The selection as a picture."""
    lettered = {spot.iri: _lettered(spot, selection.depth) for spot in selection.spots}
    pairs = [(link.start, link.end) for link in selection.links]
    places = place({iri: one.box for iri, one in lettered.items()}, pairs, _LEAST_WIDTH)
    title, notes = clean(selection.title), _notes(selection)
    larger = min(2.0, max(1.0, places.width / 1100))  # heading and legend of a large sheet
    wide = max(
        places.width, *(width(note, _NOTE * larger) for note in notes), width(title, _HEAD * larger, strong=True)
    )
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
        *drawn_links(selection.links, drawn, sheet=selection.depth is None),
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
        lines=wrapped(clean(spot.label) or "?", size, strong=strong),
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
        notes.append(f"Not drawn: {selection.left_out:,} more; at most {selection.most:,} are, {order}")
    if selection.alone:
        notes.append(f"Not drawn: {_counted(selection.alone, 'thing')} that no fact links to another")
    if selection.busy:
        notes.append(f"{_counted(selection.busy, 'thing')} with more than {MOST_FACTS:,} facts: so many are looked at")
    return notes


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


# -- spots and legend ----------------------------------------------------------------------------


def _drawn_spot(one: Drawn) -> Iterator[str]:
    spot = one.spot
    told = f"{clean(spot.label)} ({NAMES[spot.kind]}, {_counted(spot.facts, 'fact')})"
    yield mark(spot.kind, one.x, one.y, one.radius, told)
    letters = f'class="name{" strong" if one.strong else ""}" font-size="{one.size:g}"'
    for line, base in zip(one.lines, one.baselines(), strict=True):
        yield f'<text {letters} x="{one.x:.1f}" y="{base:.1f}">{escape(line)}</text>'


def _legend(selection: Selection, wide: float) -> tuple[list[str], float]:
    """The marks of the kinds and the colours of the links that occur, in rows; and how high they are."""
    kinds = {spot.kind for spot in selection.spots}
    facts = {link.kind for link in selection.links}
    groups: list[list[tuple[str, str]]] = [
        [(NAMES[kind], mark(kind, 0, 0, 6)) for kind in Kind if kind in kinds],
        [
            (called, f'<line x1="-8" x2="8" y1="0" y2="0" stroke="{colour}" stroke-width="2.5"/>')
            for fact, (colour, called) in OF_FACTS.items()
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
        f".words{{font-size:{WORDS_SIZE:g}px;fill:{SOFT}}}.ground{{fill:{PAPER};fill-opacity:.85}}"
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
