"""Commands that prove a store or compare two: validate, verify, doctor, diff."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
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
    out,
    print_lines,
    write,
)
from kg.store import Store

PANEL = "Check"


class ReportFormat(StrEnum):
    """How ``kg validate`` prints its report."""

    TEXT = "text"
    TURTLE = "turtle"
    JSON = "json"


@app.command(rich_help_panel=PANEL)
def validate(
    file: Annotated[Path | None, typer.Argument(help="A Turtle or N-Triples file; without it, the store.")] = None,
    store: StoreOption = DEFAULT_STORE,
    shapes: ShapesOption = None,
    format: Annotated[
        ReportFormat, typer.Option("--format", "-f", help="How to print the report.")
    ] = ReportFormat.TEXT,
    output: OutputOption = STDOUT,
) -> None:
    """Check a store, or any Turtle file, against the SHACL shapes. Exit code 1 where a Violation is found.

    Example: kg validate exports/sample.ttl --format turtle
    """
    from kg import validate as validation

    chosen = validation.load_shapes(shapes or ())
    if file is None:
        with Store.open(store) as opened:
            report = validation.validate(exports.export(opened, "ntriples"), chosen)
    else:
        report = validation.validate_file(file, chosen)
    write(report.render(format.value).encode("utf-8"), output)
    if not report.conforms:
        raise typer.Exit(1)


@app.command(rich_help_panel=PANEL)
def verify(
    store: StoreOption = DEFAULT_STORE,
    shapes: ShapesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read everything in a store again and prove it. Exit code 1 where something is not as it was stored.

    Texts have their digests, quotes stand in their texts, facts and graphs are what they follow
    from, labels and the default graph are made anew and compared, and the shapes hold: those
    that the store was built by, unless --shapes names others.

    Example: kg verify --store build/demo
    """
    from kg import validate as validation
    from kg import verify as verification

    with Store.open(store) as opened:
        kept = None if shapes else opened.shapes()
        chosen = validation.Shapes(digest=kept[0], triples=kept[1]) if kept else validation.load_shapes(shapes or ())
        proof = verification.verify(opened, chosen)
    print_lines(proof.render("json" if as_json else "text"))
    if proof.problems:
        raise typer.Exit(1)


@app.command(rich_help_panel=PANEL)
def doctor(
    store: StoreOption = DEFAULT_STORE,
    rescue: Annotated[
        Path | None, typer.Option(help="Copy the articles that can still be read whole into a new store.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find damage in a store and say what to do; works where nothing else can open it.

    Exit code 0 sound, 1 something is to be done, 3 damaged.

    Example: kg doctor --store build/demo
    """
    from kg import doctor as examining

    if rescue is not None:
        saved, lost = examining.rescue(store, rescue)
        for source in saved:
            typer.echo(show.visible(source))
        err.print(
            f"{len(saved)} sources are saved in {escape(str(rescue))}, {len(lost)} articles are lost", soft_wrap=True
        )
        return
    found = examining.examine(store)
    if as_json:
        typer.echo(json.dumps([{**asdict(one)} for one in found], ensure_ascii=False, indent=1))
    else:
        show.ailments(out, found)
    worst = {one.severity for one in found}
    if examining.Severity.DAMAGE in worst:
        raise typer.Exit(3)
    if examining.Severity.WARNING in worst:
        raise typer.Exit(1)


@app.command(rich_help_panel=PANEL)
def diff(
    before: Annotated[
        Path, typer.Argument(metavar="A", help="A store, or an export (.ttl .nt .nq .trig .jsonld .rdf).")
    ],
    after: Annotated[Path, typer.Argument(metavar="B", help="Another one.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say which facts came, went or changed from A to B, and why: which article. Exit code 1 where they differ.

    Example: kg diff build/before build/after
    """
    from kg import diff as comparing

    found = comparing.diff(comparing.read(before), comparing.read(after))
    write(found.render("json" if as_json else "text").encode("utf-8"), STDOUT)
    if not found.empty:
        raise typer.Exit(1)
