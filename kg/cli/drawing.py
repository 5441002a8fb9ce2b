"""Commands that make pictures: draw."""

from __future__ import annotations

from typing import Annotated

import typer

from kg import export as exports
from kg.cli.common import DEFAULT_STORE, STDOUT, OutputOption, StoreOption, app, write
from kg.cli.publishing import PANEL
from kg.store import Store


@app.command(rich_help_panel=PANEL)
def draw(
    what: Annotated[str | None, typer.Argument(help="A thing: name, prefixed name or IRI; none draws all.")] = None,
    store: StoreOption = DEFAULT_STORE,
    output: OutputOption = STDOUT,
    depth: Annotated[int, typer.Option(min=1, max=6, help="Steps from the thing.")] = 1,
    most: Annotated[
        int | None, typer.Option(min=2, max=1000, help="Things to draw. [default: 60 around a thing, 300 of all]")
    ] = None,
    density: Annotated[float, typer.Option(min=0.2, max=8, help="PNG: pixels for a unit of the picture.")] = 2.0,
) -> None:
    """Draw what stands around a thing, or the whole graph: SVG, or PNG where the file ends so.

    The same store gives the same picture. What there was no room for is counted in it.

    Example: kg draw Vienna --store build/demo -o vienna.svg
    Example: kg draw --store build/demo -o graph.png
    """
    from kg.draw import draw as drawn
    from kg.draw import png

    chosen = exports.by_ending(output, {".svg": "svg", ".png": "png"}, "svg")
    with Store.open(store) as opened:
        picture = drawn(opened, what, depth=depth, most=most)
    write(png(picture, density=density) if chosen == "png" else picture.encode("utf-8"), output)
