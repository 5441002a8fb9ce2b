"""Commands that read articles without a store: extract, coverage, evaluate."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from kg import show
from kg.cli.common import FastOption, app, err, out, write

if TYPE_CHECKING:
    from kg.model import Document, Fact

PANEL = "See what is read"


def _readings(inputs: list[str], *, fast: bool = False) -> Iterator[tuple[Document, tuple[Fact, ...]]]:
    """Each article with its facts; what is skipped is named, and where nothing is read the exit code is 1."""
    from kg import pipeline
    from kg.model import Skipped

    read = 0
    for item in pipeline.readings(inputs, stdin=sys.stdin.buffer, fast=fast):
        if isinstance(item, Skipped):
            err.print(escape(show.visible(f"skipped {item.source}: {item.reason}")), soft_wrap=True)
            continue
        read += 1
        yield item
    if not read:
        raise typer.Exit(1)


@app.command(rich_help_panel=PANEL)
def extract(
    inputs: Annotated[
        list[str], typer.Argument(metavar="ARTICLE...", help="Files, folders, globs; - is standard input.")
    ],
    why: Annotated[bool, typer.Option("--why", help="Add the mentions that each fact was built from.")] = False,
    fast: FastOption = False,
) -> None:
    """Print the facts of articles as JSON Lines, without a store: slots, rule, quotes with their spans.

    Example: kg extract examples/articles/metro-openings.txt
    """
    from kg import records

    for document, facts in _readings(inputs, fast=fast):
        for fact in facts:
            record = records.fact_record(document.article, fact)
            if why:
                record["mentions"] = records.mention_records(document, fact.evidence)
            typer.echo(json.dumps(record, ensure_ascii=False))


@app.command(rich_help_panel=PANEL)
def coverage(
    inputs: Annotated[
        list[str], typer.Argument(metavar="ARTICLE...", help="Files, folders, globs; - is standard input.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines.")] = False,
) -> None:
    """Show articles with their facts marked, and the sentences that look as if they held one but gave none.

    Example: kg coverage examples/articles/metro-openings.txt
    """
    from kg import coverage as covering

    for document, facts in _readings(inputs):
        told = covering.coverage(document, facts)
        if as_json:
            record = {"source": told.source, "sentences": told.sentences, "told": told.told, "silent": told.silent}
            typer.echo(json.dumps({**record, "facts": len(told.facts)}, ensure_ascii=False))
        else:
            show.coverage(out, told)


@app.command(rich_help_panel=PANEL)
def evaluate(
    folder: Annotated[Path, typer.Argument(help="A folder with gold/ and articles/.")] = Path("tests/evaluation"),
    only: Annotated[str, typer.Option(help="Ids, or beginnings of ids, separated by commas.")] = "",
    misses: Annotated[int, typer.Option(help="List up to so many misses and false finds of each kind.")] = 0,
    baseline: Annotated[Path | None, typer.Option(help="Exit code 1 where a figure fell below this file's.")] = None,
    write_baseline: Annotated[Path | None, typer.Option(help="Write the figures to this file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score the extractor on labelled articles: precision, recall and F1 by kind, slot and format.

    Example: kg evaluate tests/evaluation --misses 5
    """
    from kg import evaluate as evaluation
    from kg import pipeline

    names = tuple(name for name in only.split(",") if name)
    told = evaluation.evaluate(folder, pipeline.extract, only=names)
    if as_json:
        typer.echo(json.dumps(told.as_record(), ensure_ascii=False, indent=1))
    else:
        show.report(out, told, misses=misses)
    if write_baseline:
        write((json.dumps(told.baseline(), indent=1) + "\n").encode(), write_baseline)
    fallen = told.worse(evaluation.read_baseline(baseline)) if baseline else []
    for sentence in fallen:
        err.print(escape(sentence))
    if fallen:
        raise typer.Exit(1)
