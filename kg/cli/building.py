"""Commands that change a store: build, retract, correct."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg import show
from kg.cli.common import DEFAULT_STORE, STDOUT, FastOption, ShapesOption, StoreOption, app, err, fail
from kg.namespaces import BASE
from kg.store import Store

if TYPE_CHECKING:
    from kg import pipeline
    from kg.llm import LanguageModel

PANEL = "Build"
LLM: Any = {"rich_help_panel": "Language model (optional)"}


@app.command(rich_help_panel=PANEL)
def build(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs; - is standard input.")
    ],
    store: StoreOption = DEFAULT_STORE,
    replace: Annotated[bool, typer.Option("--replace", help="Where a source holds another text now, take it.")] = False,
    shapes: ShapesOption = None,
    base: Annotated[str | None, typer.Option(help=f"Base IRI of the things in a new store. [default: {BASE}]")] = None,
    workers: Annotated[
        int,
        typer.Option(min=0, help="Processes that read; 0: none but this one. [default: the cores]", show_default=False),
    ] = len(os.sched_getaffinity(0)),
    fast: FastOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON on standard output.")] = False,
    llm: Annotated[str, typer.Option(help="Base URL of an OpenAI-compatible endpoint that reads too.", **LLM)] = "",
    llm_model: Annotated[str, typer.Option(help="The model's name there.", envvar="KG_LLM_MODEL", **LLM)] = "",
    llm_cache: Annotated[Path, typer.Option(help="Folder that keeps its answers.", **LLM)] = Path("build/llm"),
    llm_budget: Annotated[int, typer.Option(help="Tokens it may cost in this run.", **LLM)] = 1_000_000,
) -> None:
    """Read articles, extract their facts, check them against the shapes, store them.

    Takes plain text, HTML, one-line page dumps, JSON Lines and WARC,
    all of them also compressed (.gz, .zst), and Parquet.
    Building the same input again changes nothing.
    Facts that break a shape are kept in quarantine.
    Nothing leaves this machine unless --llm names an endpoint.
    Its key is read from KG_LLM_API_KEY; of its facts only those enter
    whose quote, names and numbers stand in the article.

    Example: kg build examples/articles --store build/demo
    """
    from kg import pipeline
    from kg import validate as validation
    from kg.read import require

    require(inputs)
    outcomes: list[pipeline.Outcome] = []
    chosen = validation.load_shapes(shapes or ())
    with (
        Store.create(store, base) as target,
        _model(llm, llm_model, llm_cache, llm_budget) as model,
        _progress() as tick,
        _stopping() as asked,
    ):
        for outcome in pipeline.build(
            inputs,
            target,
            shapes=chosen,
            replace=replace,
            stdin=sys.stdin.buffer,
            model=model,
            workers=workers,
            fast=fast,
        ):
            outcomes.append(outcome)
            if outcome.source:
                tick(outcome)
            if asked:
                break
        target.flush()
    if asked:
        fail(
            f"interrupted after {len(outcomes)} articles, which are kept: run the same command again to go on",
            128 + asked[0],
        )
    if as_json:
        typer.echo(json.dumps(pipeline.summary(outcomes), ensure_ascii=False, indent=1))
    else:
        show.summary(err, outcomes)
    if not outcomes:
        fail(
            f"no articles in {', '.join(inputs)}: name files or folders with .txt, .html, .jsonl, .warc or .parquet", 1
        )
    if all(outcome.state == "skipped" for outcome in outcomes):
        raise typer.Exit(1)


@app.command(rich_help_panel=PANEL)
def retract(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Paths or URLs as they were built.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Take back what was read from these paths or URLs: the graph is as if they had never been built."""
    from kg import pipeline

    with Store.edit(store) as target:
        missing = [source for source in sources if not pipeline.retract(source, target)]
    err.print(f"{len(sources) - len(missing)} of {len(sources)} sources are taken back")
    for source in missing:
        err.print(
            f"nothing was built from {escape(show.visible(source))}; kg info --sources lists what was", soft_wrap=True
        )
    if missing:
        raise typer.Exit(1)


@app.command(rich_help_panel=PANEL)
def correct(
    file: Annotated[Path, typer.Argument(help="The corrections; - is standard input.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Decide by hand which names are one thing and which facts are wrong.

    The file is the whole of the corrections: a line taken out of it is undone.

    same       person:bill-de-blasio person:william-de-blasio
    different  award:green-prize award:green-prizes
    whole      person:ann-lie          (all who are called so are one)
    without    fact:5abb3b… endDate    (the fact without that property)
    drop       fact:5abb3b…            (not the fact at all)

    kg explain and kg quarantine print the lines that undo a decision or mend a fact.

    Example: kg correct corrections.txt --store build/demo
    """
    from kg import pipeline

    try:
        text = sys.stdin.read() if file == STDOUT else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"cannot read the corrections {file}: {error}", 2)
    with Store.edit(store) as target:
        number, came, gone, unknown = pipeline.correct(text, target)
    for name in unknown:
        err.print(
            f"nothing in the store is called {escape(show.visible(name))}: that line does nothing", soft_wrap=True
        )
    typer.echo(f"{number} corrections; {len(came)} facts came into the graph, {len(gone)} went out of it", err=True)


@contextlib.contextmanager
def _stopping() -> Iterator[list[int]]:
    """The signals that asked to stop: the article at hand is finished first; a second signal does not wait."""
    asked: list[int] = []

    def ask(number: int, _: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _model(url: str, name: str, cache: Path, budget: int) -> Iterator[LanguageModel | None]:
    """The language model that was asked for by name; None where none was."""
    if not url:
        yield None
        return
    try:
        from kg.llm import Endpoint, LanguageModel
    except ImportError as error:
        fail(f"cannot use a language model: {error.name} is not installed; pip install 'citykg[llm]'", 2)
    if not name:
        fail("cannot use a language model without its name: give --llm-model", 2)
    key = os.environ.get("KG_LLM_API_KEY", "")
    err.print(escape(f"the articles' texts are sent to {name} at {url}"), soft_wrap=True)
    model = LanguageModel(Endpoint(url=url, model=name, key=key, cache=cache, budget=budget))
    try:
        yield model
    finally:
        model.close()
        err.print(f"{name} cost {model.spent:,} tokens")


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[pipeline.Outcome], None]]:
    """A moving line on a terminal, one plain line an article elsewhere."""
    if not err.is_terminal:
        yield lambda outcome: typer.echo(show.visible(_line(outcome)), err=True)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} articles"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda o: progress.update(task, advance=1, description=escape(show.visible(o.source)))


def _line(outcome: pipeline.Outcome) -> str:
    return f"{outcome.state} {outcome.source}: {outcome.reason or f'{outcome.facts.total()} facts'}"
