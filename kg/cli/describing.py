"""The command that describes a graph and its dumps: describe."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import DEFAULT_STORE, STDOUT, OutputOption, StoreOption, app, fail, write
from kg.store import Store

PANEL = "Publish"


@app.command(rich_help_panel=PANEL)
def describe(
    store: StoreOption = DEFAULT_STORE,
    dump: Annotated[
        list[Path] | None, typer.Option("--dump", help="A file that kg export wrote of it; may be repeated.")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(help="Address of the folder in which all are published. [default: dump/ under the store's base]"),
    ] = None,
    licence: Annotated[str, typer.Option(help="IRI of the licence under which the graph may be used.")] = "",
    output: OutputOption = STDOUT,
) -> None:
    """Describe the graph and its dumps in VoID and DCAT, as Turtle: counts, classes, properties, sizes, digests.

    Put it beside the dumps as void.ttl: catalogues and crawlers look for it.

    Example: kg describe --dump exports/sample.ttl --dump exports/sample.nq -o exports/void.ttl
    """
    from kg import void

    with Store.open(store) as opened:
        folder = (at or f"{opened.names.base}dump/").rstrip("/") + "/"
        told = void.summary(opened, licence=licence, dumps=[void.dump(path, folder) for path in dump or ()])
        try:
            content = void.turtle(told, opened.names, document=f"{folder}void.ttl")
        except ValueError as error:
            fail(f"cannot describe the graph: {error}; --at and --licence take addresses: https://example.org/", 2)
    write(content, output)
