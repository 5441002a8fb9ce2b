"""Commands that hand the graph out: export, serve."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer
from rich.markup import escape

from kg import export as exports
from kg.cli.common import DEFAULT_STORE, STDOUT, OutputOption, StoreOption, app, err, say_written
from kg.store import Store

PANEL = "Publish"


class ExportFormat(StrEnum):
    """What ``kg export`` writes: the names of ``export.FORMATS`` and ``export.VIEWS``."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    TRIG = "trig"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    CSVW = "csvw"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CYTOSCAPE = "cytoscape"
    NODELINK = "nodelink"


@app.command(rich_help_panel=PANEL)
def export(
    store: StoreOption = DEFAULT_STORE,
    format: Annotated[
        ExportFormat | None, typer.Option("--format", "-f", help="Guessed from the file's ending; else turtle.")
    ] = None,
    output: OutputOption = STDOUT,
) -> None:
    """Write the graph for other stores and tools: sorted, the same bytes each time, memory flat.

    Turtle, N-Triples, JSON-LD and RDF/XML hold what is asserted, as one graph; N-Quads and TriG keep
    one graph an article. csvw is a folder (or .zip) of typed tables; graphml, gexf (Gephi), cytoscape
    (.cyjs) and nodelink (.json) hold things as nodes and facts as edges.

    Example: kg export --store build/demo -o exports/sample.ttl
    """
    chosen = format.value if format else exports.format_of(output)
    with Store.open(store) as opened:
        if output == STDOUT:
            exports.dump(opened, chosen, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            exports.save(opened, chosen, output)
    if output != STDOUT:
        say_written(output)


@app.command(rich_help_panel=PANEL)
def serve(
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port to listen on; 0 takes a free one.")] = 8000,
    reload: Annotated[
        bool, typer.Option("--reload", help="Serve what each later build has made of the store.")
    ] = False,
    allowed_host: Annotated[
        list[str] | None, typer.Option(help="Another name of this server, or * for any; may be repeated.")
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may run.")] = 10.0,
    memory: Annotated[int, typer.Option(min=64, help="Megabytes that a query may need.")] = 1024,
    max_rows: Annotated[int, typer.Option(min=1, help="Rows of an answer; a larger one is refused.")] = 100_000,
    workers: Annotated[int, typer.Option(min=0, help="Query processes; 0 chooses by the processors.")] = 0,
    licence: Annotated[str, typer.Option(help="IRI of the licence of the graph, for its pages and description.")] = "",
) -> None:
    """Serve pages, linked data and SPARQL over HTTP, from a copy of the store: builds can go on beside it.

    Reads only, reaches out nowhere, and has no passwords: on another address than
    127.0.0.1 whoever reaches this machine can ask it.

    Example: kg serve --store build/demo --port 8000
    """
    from kg.web.limits import Limits
    from kg.web.server import serve as serve_store

    limits = Limits(seconds=timeout, memory=memory, rows=max_rows, **({"workers": workers} if workers else {}))
    stopped_by = serve_store(
        store,
        host=host,
        port=port,
        follow=reload,
        hosts=allowed_host or (),
        limits=limits,
        licence=licence,
        announce=lambda text: err.print(escape(text), soft_wrap=True),
    )
    raise typer.Exit(128 + stopped_by)
