"""Commands that ask a store: query, explain, info, conflicts, quarantine."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from kg import explain as explanations
from kg import export as exports
from kg import info as counts
from kg import query, show
from kg.cli.common import DEFAULT_STORE, STDOUT, OutputOption, StoreOption, app, err, fail, out, write
from kg.comparison import Relation
from kg.conflicts import Policy
from kg.store import Store

PANEL = "Ask"


class QueryFormat(StrEnum):
    """How ``kg query`` prints an answer."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    TURTLE = "turtle"


ENDINGS = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".jsonl": "jsonl", ".ttl": "turtle"}
BY_ENDING = "By the ending of --output; else a table, or Turtle for triples; csv to a file."


@app.command(name="query", rich_help_panel=PANEL)
def query_command(
    what: Annotated[
        str, typer.Argument(help="A named table or question, a .rq file, SPARQL, or - for standard input.")
    ] = "",
    store: StoreOption = DEFAULT_STORE,
    format: Annotated[QueryFormat | None, typer.Option("--format", "-f", help=BY_ENDING)] = None,
    output: OutputOption = STDOUT,
    list_: Annotated[bool, typer.Option("--list", help="List the named queries and questions.")] = False,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Answer as known then, by publication date.")
    ] = None,
    policy: Annotated[
        Policy | None, typer.Option(help="Of the facts that disagree, show the newest, or what most sources tell.")
    ] = None,
) -> None:
    """Ask the graph: a named table (awards, events, roles, metrics, places, …), a named question, a file or SPARQL.

    With --as-of only articles published until that day count; those without a date are left out.
    With --policy a table shows one fact of those that disagree; its column others has the rest.

    Example: kg query awards --format csv
    Example: kg query "SELECT ?city WHERE { ?city a kg:City }"
    """
    if list_ or not what:
        for subject, named in query.listed().items():
            typer.echo(f"{subject}\n" + "".join(f"  {name:27} {words}\n" for name, words in named.items()))
        return
    given = format or exports.by_ending(output, ENDINGS, "")
    sparql = query.read(what, sys.stdin)
    with _opened(store, as_of) as opened:
        answer = query.run(opened, sparql)
        if policy:
            if "fact" not in answer.columns:
                fail("cannot choose by a policy: the query has no column fact; use a named table", 2)
            from kg.conflicts import by_policy

            answer = by_policy(opened, answer, policy)
        chosen = QueryFormat(given or (QueryFormat.TURTLE if answer.triples is not None else QueryFormat.TABLE))
        if chosen is QueryFormat.TABLE and answer.triples is None and output == STDOUT:
            show.table(out, answer)
            return
        write(query.render(opened, answer, chosen.value).encode("utf-8"), output)


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


@app.command(rich_help_panel=PANEL)
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


@app.command(rich_help_panel=PANEL)
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


@app.command(rich_help_panel=PANEL)
def quarantine(
    store: StoreOption = DEFAULT_STORE,
    format: Annotated[
        QueryFormat | None, typer.Option("--format", "-f", help="By the ending of --output; else a table.")
    ] = None,
    output: OutputOption = STDOUT,
) -> None:
    """List the facts that were kept out of the graph, with shape, message and sentence."""
    query_command("quarantine", store, format, output)


@app.command(rich_help_panel=PANEL)
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
