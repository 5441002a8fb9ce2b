"""Pictures of the graph: what stands around a thing, or all of it, as SVG and PNG.

Input: a Store. Output: the picture; the same store gives the same bytes. ``selection`` chooses what is drawn,
``layout`` gives it places, ``lines`` and ``picture`` write it, ``raster`` turns that into pixels.
"""

from __future__ import annotations

from kg.draw.picture import svg
from kg.draw.raster import png
from kg.draw.selection import MOST, MOST_OF_ALL, around, everything
from kg.store import Store

__all__ = ["MOST", "MOST_OF_ALL", "draw", "png"]


def draw(store: Store, what: str | None = None, *, depth: int = 1, most: int | None = None) -> str:
    """The picture of a thing and what at most ``depth`` facts lead to, or of the whole graph, as SVG.

    ``most`` things are drawn: the nearest, then those with most facts. Raises QueryError where there is none.
    """
    if what is None:
        return svg(everything(store, most=most or MOST_OF_ALL))
    return svg(around(store, what, depth=depth, most=most or MOST))
