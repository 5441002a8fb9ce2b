"""The command line: each command parses, calls one function, prints, sets the exit code."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg import explain as explanations
from kg import export as exports
from kg import info as counts
from kg import query, show
from kg.comparison import Relation
from kg.conflicts import Policy
from kg.errors import KgError, StoreError
from kg.namespaces import BASE
from kg.store import Store, advice

if TYPE_CHECKING:
    from kg import pipeline
    from kg.llm import LanguageModel

# The text side and the validator cost seconds to import: the commands that need them import them.

EPILOG = (
    "Exit codes: 0 fine; 1 the data did not pass, two graphs differ, or no input could be read; 2 wrong usage; "
    "3 the store is missing, in use, damaged or full; 70 a fault of ours; 130 interrupted, 143 terminated. "
    "Results go to standard output, all else to standard error."
)

app = typer.Typer(
    name="kg",
    help="News about cities as a knowledge graph: build it, check it, ask it, hand it out.",
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
err = Console(stderr=True, highlight=False)
out = Console(highlight=False)

LLM: Any = {"rich_help_panel": "Language model (optional)"}
DEFAULT_STORE = Path("build/kg")
STDOUT = Path("-")
StoreOption = Annotated[Path, typer.Option("--store", "-s", help="Folder of the store.", envvar="KG_STORE")]
OutputOption = Annotated[Path, typer.Option("--output", "-o", help="File to write; - is standard output.")]
ShapesOption = Annotated[
    list[Path] | None, typer.Option("--shapes", help="More SHACL shapes (Turtle); may be repeated.")
]


class QueryFormat(StrEnum):
    """How ``kg query`` prints an answer."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    TURTLE = "turtle"


class ReportFormat(StrEnum):
    """How ``kg validate`` prints its report."""

    TEXT = "text"
    TURTLE = "turtle"
    JSON = "json"


class ExportFormat(StrEnum):
    """What ``kg export`` writes: the names of ``export.FORMATS``."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    TRIG = "trig"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


def main() -> None:
    """Run ``kg``; errors of ours become one line on standard error and an exit code."""
    level = os.environ.get("KG_LOG", "CRITICAL").upper()
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    try:
        app()
    except StoreError as error:
        _fail(str(error), 3)
    except RuntimeError as error:  # what the engine raises when it reads a damaged table
        _fail(f"cannot read the store: {advice(error)}", 3 if "orruption" in str(error) else 70)
    except KgError as error:
        _fail(str(error), 2)
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        logging.getLogger(__name__).exception("internal error")
        _fail(
            f"internal error: {type(error).__name__}: {error}; run again with KG_LOG=ERROR and report what it prints",
            70,
        )


def _fail(message: str, code: int) -> NoReturn:
    err.print(f"[red]kg:[/red] {escape(show.visible(message))}", soft_wrap=True)
    sys.exit(code)


def _write(content: bytes, output: Path) -> None:
    if output == STDOUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        exports.write(output, content)
        err.print(f"wrote {escape(str(output))} ({len(content):,} bytes)", soft_wrap=True)


def _print(text: str) -> None:
    """Print lines that may hold names from the open web: without what could drive a terminal."""
    typer.echo("\n".join(map(show.visible, text.split("\n"))), nl=False)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"kg {metadata.version('citykg')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """News about cities as a knowledge graph: build it, check it, ask it, hand it out."""


@app.command()
def build(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs; - is standard input.")
    ],
    store: StoreOption = DEFAULT_STORE,
    replace: Annotated[bool, typer.Option("--replace", help="Where a source holds another text now, take it.")] = False,
    shapes: ShapesOption = None,
    base: Annotated[str | None, typer.Option(help=f"Base IRI of the things in a new store. [default: {BASE}]")] = None,
    workers: Annotated[
        int, typer.Option(min=0, help="Processes that read; 0: none but this one. [default: the cores]")
    ] = len(os.sched_getaffinity(0)),
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
            inputs, target, shapes=chosen, replace=replace, stdin=sys.stdin.buffer, model=model, workers=workers
        ):
            outcomes.append(outcome)
            if outcome.source:
                tick(outcome)
            if asked:
                break
        target.flush()
    if asked:
        _fail(
            f"interrupted after {len(outcomes)} articles, which are kept: run the same command again to go on",
            128 + asked[0],
        )
    if as_json:
        typer.echo(json.dumps(pipeline.summary(outcomes), ensure_ascii=False, indent=1))
    else:
        show.summary(err, outcomes)
    if not outcomes:
        _fail(
            f"no articles in {', '.join(inputs)}: name files or folders with .txt, .html, .jsonl, .warc or .parquet", 1
        )
    if all(outcome.state == "skipped" for outcome in outcomes):
        raise typer.Exit(1)


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
        _fail(f"cannot use a language model: {error.name} is not installed; pip install 'citykg[llm]'", 2)
    if not name:
        _fail("cannot use a language model without its name: give --llm-model", 2)
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


@app.command()
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
    _write(report.render(format.value).encode("utf-8"), output)
    if not report.conforms:
        raise typer.Exit(1)


@app.command()
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
    _print(proof.render("json" if as_json else "text"))
    if proof.problems:
        raise typer.Exit(1)


@app.command(name="query")
def query_command(
    what: Annotated[str, typer.Argument(help="A named query, a .rq file, SPARQL text, or - for standard input.")] = "",
    store: StoreOption = DEFAULT_STORE,
    format: Annotated[QueryFormat | None, typer.Option("--format", "-f", help="How to print the answer.")] = None,
    output: OutputOption = STDOUT,
    list_: Annotated[bool, typer.Option("--list", help="List the named queries.")] = False,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Answer as known then, by publication date.")
    ] = None,
    policy: Annotated[
        Policy | None, typer.Option(help="Of the facts that disagree, show the newest, or what most sources tell.")
    ] = None,
) -> None:
    """Ask the graph: a named table (awards, events, roles, metrics, places, …), a file or SPARQL.

    With --as-of only articles published until that day count; those without a date are left out.
    With --policy a table shows one fact of those that disagree; its column others has the rest.

    Example: kg query awards --format csv
    Example: kg query "SELECT ?city WHERE { ?city a kg:City }"
    """
    if list_ or not what:
        for name, sparql in query.named().items():
            typer.echo(f"{name:12} {sparql.splitlines()[0].lstrip('# ')}")
        return
    sparql = query.read(what, sys.stdin)
    with _opened(store, as_of) as opened:
        answer = query.run(opened, sparql)
        if policy:
            if "fact" not in answer.columns:
                _fail("cannot choose by a policy: the query has no column fact; use a named table", 2)
            from kg.conflicts import by_policy

            answer = by_policy(opened, answer, policy)
        chosen = format or (QueryFormat.TURTLE if answer.triples is not None else QueryFormat.TABLE)
        if chosen is QueryFormat.TABLE and answer.triples is None and output == STDOUT:
            show.table(out, answer)
            return
        _write(query.render(opened, answer, chosen.value).encode("utf-8"), output)


@contextlib.contextmanager
def _opened(path: Path, day: datetime | None) -> Iterator[Store]:
    """The store, or what it knew on a day."""
    with Store.open(path) as opened:
        if day is None:
            yield opened
            return
        from kg.as_of import as_of

        then, undated = as_of(opened, day.date())
        if undated:
            err.print(f"{undated} articles without a date are left out: nobody knows whether they were out then")
        yield then


@app.command()
def export(
    store: StoreOption = DEFAULT_STORE,
    format: Annotated[
        ExportFormat | None, typer.Option("--format", "-f", help="Guessed from the file's ending; else turtle.")
    ] = None,
    output: OutputOption = STDOUT,
) -> None:
    """Write the graph for other stores and tools: sorted, the same bytes each time.

    Turtle, N-Triples, JSON-LD and RDF/XML hold what is asserted, as one graph; N-Quads and TriG keep
    one graph an article.

    Example: kg export --store build/demo -o exports/sample.ttl
    """
    chosen = format.value if format else exports.SUFFIXES.get(output.suffix, "turtle")
    with Store.open(store) as opened:
        content = exports.export(opened, chosen)
    _write(content, output)


@app.command()
def explain(
    what: Annotated[str, typer.Argument(help="A fact or entity: IRI, prefixed name (city:gn1796236) or plain name.")],
    store: StoreOption = DEFAULT_STORE,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show each fact about something with the sentence that it was read from, the quote marked.

    First come the names that were taken for the same thing, each with the reason and the line that undoes it.

    Example: kg explain Shanghai
    """
    with Store.open(store) as opened:
        told = explanations.explain(opened, what)
        identities = explanations.identities(opened, what)
    if as_json:
        typer.echo(json.dumps(explanations.as_records(told), ensure_ascii=False, indent=1))
    else:
        show.identities(out, identities)
        show.explanation(out, told)


@app.command()
def quarantine(
    store: StoreOption = DEFAULT_STORE,
    format: Annotated[QueryFormat, typer.Option("--format", "-f", help="How to print the list.")] = QueryFormat.TABLE,
    output: OutputOption = STDOUT,
) -> None:
    """List the facts that were kept out of the graph, with shape, message and sentence."""
    query_command("quarantine", store, format, output)


@app.command()
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
) -> None:
    """Answer SPARQL over HTTP, from a copy of the store: builds can go on beside it.

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
        announce=lambda text: err.print(escape(text), soft_wrap=True),
    )
    raise typer.Exit(128 + stopped_by)


@app.command()
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


@app.command()
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


@app.command()
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
    _write(found.render("json" if as_json else "text").encode("utf-8"), STDOUT)
    if not found.empty:
        raise typer.Exit(1)


@app.command()
def conflicts(
    store: StoreOption = DEFAULT_STORE,
    relation: Annotated[
        list[Relation] | None, typer.Option(help="Only these; may be repeated. [default: all but copy]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List where articles say different things about the same, with both quotes; contradictions first.

    An update over time, a rounding, another scope and a plan are no contradictions and are told apart.
    Exit code 1 where there is a contradiction among what is listed.

    Example: kg conflicts --relation contradiction
    """
    from kg import conflicts as comparing

    wanted = set(relation or (r for r in Relation if r is not Relation.COPY))
    with Store.open(store) as opened:
        found = [one for one in comparing.disagreements(opened) if one.relation in wanted]
    if as_json:
        typer.echo(json.dumps(comparing.as_records(found), ensure_ascii=False, indent=1))
    else:
        show.conflicts(out, found)
    if any(one.relation is Relation.CONTRADICTION for one in found):
        raise typer.Exit(1)


@app.command()
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
        _fail(f"cannot read the corrections {file}: {error}", 2)
    with Store.edit(store) as target:
        number, came, gone, unknown = pipeline.correct(text, target)
    for name in unknown:
        err.print(
            f"nothing in the store is called {escape(show.visible(name))}: that line does nothing", soft_wrap=True
        )
    typer.echo(f"{number} corrections; {len(came)} facts came into the graph, {len(gone)} went out of it", err=True)


@app.command()
def info(
    store: StoreOption = DEFAULT_STORE,
    sources: Annotated[bool, typer.Option("--sources", help="List the sources instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Count what the store holds: articles, facts and entities by kind, triples, quarantine."""
    with Store.open(store) as opened:
        counted: Any = counts.sources(opened) if sources else counts.count(opened)
    if as_json:
        typer.echo(json.dumps(counted, ensure_ascii=False, indent=1))
    elif sources:
        typer.echo("\n".join(show.visible(source) for source in counted))
    else:
        for name, number in counted.items():
            typer.echo(f"{name:24}{number:>10,}")


@app.command()
def extract(
    inputs: Annotated[
        list[str], typer.Argument(metavar="ARTICLE...", help="Files, folders, globs; - is standard input.")
    ],
    why: Annotated[bool, typer.Option("--why", help="Add the mentions that each fact was built from.")] = False,
) -> None:
    """Print the facts of articles as JSON Lines, without a store: slots, rule, quotes with their spans.

    Example: kg extract examples/articles/metro-openings.txt
    """
    from kg import pipeline, records
    from kg.model import Skipped

    read = 0
    for item in pipeline.readings(inputs, stdin=sys.stdin.buffer):
        if isinstance(item, Skipped):
            err.print(escape(show.visible(f"skipped {item.source}: {item.reason}")), soft_wrap=True)
            continue
        read += 1
        document, facts = item
        for fact in facts:
            record = records.fact_record(document.article, fact)
            if why:
                record["mentions"] = records.mention_records(document, fact.evidence)
            typer.echo(json.dumps(record, ensure_ascii=False))
    if not read:
        raise typer.Exit(1)


@app.command()
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
    from kg import pipeline
    from kg.model import Skipped

    read = 0
    for item in pipeline.readings(inputs, stdin=sys.stdin.buffer):
        if isinstance(item, Skipped):
            err.print(escape(show.visible(f"skipped {item.source}: {item.reason}")), soft_wrap=True)
            continue
        read += 1
        told = covering.coverage(*item)
        if as_json:
            record = {"source": told.source, "sentences": told.sentences, "told": told.told, "silent": told.silent}
            typer.echo(json.dumps({**record, "facts": len(told.facts)}, ensure_ascii=False))
        else:
            show.coverage(out, told)
    if not read:
        raise typer.Exit(1)


@app.command()
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
        _write((json.dumps(told.baseline(), indent=1) + "\n").encode(), write_baseline)
    fallen = told.worse(evaluation.read_baseline(baseline)) if baseline else []
    for sentence in fallen:
        err.print(escape(sentence))
    if fallen:
        raise typer.Exit(1)
