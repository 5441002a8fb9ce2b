"""Commands that talk with a remote SPARQL store: push, pull, compare."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer
from rich.markup import escape

from kg import export as exports
from kg import show
from kg.cli.common import (
    DEFAULT_STORE,
    STDOUT,
    OutputOption,
    ShapesOption,
    StoreOption,
    app,
    err,
    fail,
    print_lines,
    write,
)
from kg.namespaces import BASE, Names
from kg.remote.endpoints import Kind
from kg.remote.settings import Given, Remote, remote
from kg.store import Store

PANEL = "Publish"

Where = Annotated[str, typer.Argument(metavar="URL", help="The remote store, or its name in the settings file.")]
KindOption = Annotated[Kind | None, typer.Option(help="What store it is; else guessed from the URL.")]
QueryUrl = Annotated[str | None, typer.Option(help="Its address for queries.")]
UpdateUrl = Annotated[str | None, typer.Option(help="Its address for updates.")]
GraphsUrl = Annotated[str | None, typer.Option(help="Its address for the Graph Store Protocol.")]
Timeout = Annotated[float | None, typer.Option(min=0.1, help="Seconds without an answer. [default: 60]")]
Merged = Annotated[bool, typer.Option("--merged", help="Also the merge of all graphs, as graph/merged.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class GraphsFormat(StrEnum):
    """What ``kg pull`` writes: the formats that keep graphs apart."""

    NQUADS = "nquads"
    TRIG = "trig"


GRAPHS_BY_ENDING = {ending: name for ending, name in exports.SUFFIXES.items() if name in exports.WITH_GRAPHS}


@app.command(rich_help_panel=PANEL)
def push(
    where: Where,
    store: StoreOption = DEFAULT_STORE,
    merged: Merged = False,
    full: Annotated[
        bool,
        typer.Option("--full", help="Read every graph there, to find what others changed without changing its size."),
    ] = False,
    batch: Annotated[int, typer.Option(min=1, help="Triples sent in one request.")] = 5_000,
    remove_most: Annotated[
        bool, typer.Option("--remove-most", help="Also where more than half of the graphs there would go.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, change nothing.")] = False,
    kind: KindOption = None,
    query_url: QueryUrl = None,
    update_url: UpdateUrl = None,
    graphs_url: GraphsUrl = None,
    timeout: Timeout = None,
    as_json: Json = False,
) -> None:
    """Make the graphs of a remote SPARQL store those of this one; only what has changed is sent.

    Each article is a graph there, replaced as a whole. Graphs that no push has made are not touched.
    What a cut connection leaves half done, the next push ends. User name and password, or a token,
    come from KG_REMOTE_USER, KG_REMOTE_PASSWORD and KG_REMOTE_TOKEN, or from the settings file.
    Exit code 1 where the remote does not take a graph.

    Example: kg push http://localhost:7878 --store build/demo
    """
    from kg.remote.push import push as push_store

    there = _remote(where, kind, query_url, update_url, graphs_url, timeout)
    with Store.open(store) as opened, err.status("looking at what is there") as status:
        done = push_store(
            opened,
            there,
            merged=merged,
            full=full,
            batch=batch,
            remove_most=remove_most,
            dry_run=dry_run,
            tell=status.update,
        )
    if as_json:
        print_lines(json.dumps(asdict(done), ensure_ascii=False, indent=1) + "\n")
    else:
        verb, gone = ("to send", "to remove") if dry_run else ("sent", "removed")
        err.print(
            f"{len(done.sent)} graphs {verb} ({done.triples:,} triples), {len(done.removed)} {gone}, "
            f"{done.unchanged} unchanged; {done.requests} requests",
            soft_wrap=True,
        )
    for message in done.refused.values():
        err.print(f"[red]refused:[/red] {escape(show.visible(message))}", soft_wrap=True)
    if done.refused:
        raise typer.Exit(1)


@app.command(rich_help_panel=PANEL)
def pull(
    where: Where,
    output: OutputOption = STDOUT,
    format: Annotated[
        GraphsFormat | None, typer.Option("--format", "-f", help="Guessed from the file's ending; else nquads.")
    ] = None,
    base: Annotated[str, typer.Option(help="Base IRI that the graphs were built with.")] = BASE,
    shapes: ShapesOption = None,
    kind: KindOption = None,
    query_url: QueryUrl = None,
    graphs_url: GraphsUrl = None,
    timeout: Timeout = None,
) -> None:
    """Bring the graphs that were pushed to a remote store back, as N-Quads or TriG.

    The same bytes as kg export writes from the store that was pushed. Each graph must come whole, and all
    must conform to the shapes; else nothing is written, and the exit code is 1.

    Example: kg pull http://localhost:7878 -o graph.nq
    """
    from kg import validate as validation
    from kg.remote.pull import pull as pull_graphs

    chosen = format.value if format else exports.by_ending(output, GRAPHS_BY_ENDING, "nquads")
    pulled = pull_graphs(_remote(where, kind, query_url, None, graphs_url, timeout), Names(base=base))
    if pulled.unfinished:
        err.print("[yellow]unfinished:[/yellow] a push there runs or was interrupted; let it end, then pull again")
    for graph in pulled.altered:
        err.print(f"[yellow]altered:[/yellow] <{escape(graph)}> is not what was pushed; see kg compare", soft_wrap=True)
    report = pulled.report(validation.load_shapes(shapes or ()))
    if not report.conforms:
        err.print(escape(report.render("text")), soft_wrap=True)
        fail("the graphs of the remote break the shapes above, so nothing is written; push to it from a good store", 1)
    write(exports.export(pulled.store, chosen), output)


@app.command(rich_help_panel=PANEL)
def compare(
    where: Where,
    store: StoreOption = DEFAULT_STORE,
    merged: Merged = False,
    full: Annotated[
        bool, typer.Option("--full", help="Read every graph, also where manifest and counts say that it is the same.")
    ] = False,
    show_triples: Annotated[int, typer.Option("--triples", min=0, help="Triples to print of each graph.")] = 3,
    kind: KindOption = None,
    query_url: QueryUrl = None,
    graphs_url: GraphsUrl = None,
    timeout: Timeout = None,
    as_json: Json = False,
) -> None:
    """Say what differs between a store and a remote one, graph by graph. Exit code 1 where they differ.

    Example: kg compare http://localhost:7878 --store build/demo
    """
    from kg.remote.compare import compare as compare_graphs

    there = _remote(where, kind, query_url, None, graphs_url, timeout)
    with Store.open(store) as opened:
        found = compare_graphs(opened, there, merged=merged, full=full)
    if as_json:
        print_lines(json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n")
    else:
        print_lines(found.text(triples=show_triples))
    if not found.equal:
        raise typer.Exit(1)


def _remote(
    where: str,
    kind: Kind | None,
    query: str | None,
    update: str | None,
    graphs: str | None,
    timeout: float | None,
) -> Remote:
    """The remote store that is meant; where a password would go out unencrypted, that is said."""
    given = Given(kind=kind, query=query, update=update, graphs=graphs, timeout=timeout)
    found = remote(where, os.environ, given)
    if warning := found.warning:
        err.print(f"[yellow]warning:[/yellow] {escape(warning)}", soft_wrap=True)
    return found
