"""Questions to a store: named tables, files or SPARQL text in; rows, triples or a yes out.

Input: a Store and a query. Output: an Answer, and its text as a table, CSV, TSV, JSON or Turtle.
The default graph holds all that is asserted, so a query written for the Turtle file works as it is.
"""

from __future__ import annotations

import csv
import difflib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TextIO

import pyoxigraph as ox

from kg import dataset
from kg.errors import QueryError
from kg.questions import questions
from kg.sparql import place
from kg.store import Store

TABLES = ("awards", "events", "roles", "metrics", "places")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a query gave: ``rows`` for SELECT, ``triples`` for CONSTRUCT and DESCRIBE, ``yes`` for ASK."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, ...], ...] = ()
    triples: tuple[ox.Triple, ...] | None = None
    yes: bool | None = None

    def records(self) -> Iterator[dict[str, str]]:
        """The rows as mappings of column to plain text; empty where a column has no value."""
        for row in self.rows:
            yield {name: plain(term) for name, term in zip(self.columns, row, strict=True)}


def named() -> dict[str, str]:
    """The queries that have a name, with their SPARQL; the first line of each is a comment that says what it asks."""
    return {path.name.removesuffix(".rq"): path.read_text(encoding="utf-8") for path in _files()}


def listed() -> dict[str, dict[str, str]]:
    """What can be asked by name, in words: under ``Tables`` and under each subject of the questions."""
    found = {"Tables": {name: sparql.splitlines()[0].lstrip("# ") for name, sparql in named().items()}}
    for question in questions():
        found.setdefault(question.subject, {})[question.name] = question.words
    return found


def _files() -> list[Traversable]:
    folder = resources.files("kg") / "queries"
    return sorted((path for path in folder.iterdir() if path.name.endswith(".rq")), key=lambda path: path.name)


def find(name: str) -> str:
    """The SPARQL of a named query or a question. Raises QueryError with the nearest names where there is none."""
    tables = named()
    known = {question.name: question.sparql for question in questions()} | tables
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, tables, n=1) or difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"the tables are {', '.join(tables)}; kg query --list has more"
    raise QueryError(f"cannot run the query {name!r}: it is no named query, no file and no SPARQL; {hint}")


def read(what: str, stdin: TextIO) -> str:
    """The SPARQL meant by a word of the command line: a name, a file, SPARQL itself, ``-`` for standard input.

    Raises QueryError where it is none of them.
    """
    if what == "-":
        return stdin.read()
    if any(mark in what for mark in "{\n"):
        return what
    path = Path(what)
    if path.suffix in {".rq", ".sparql"}:
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"cannot read the query file {what}: {error}") from error
    return find(what)


def run(store: Store, sparql: str) -> Answer:
    """The answer of a store to a SPARQL 1.1 query.

    Raises QueryError where it does not parse, is an update, is too long or too deeply nested, or
    reaches out (SERVICE, LOAD): a store answers from what it holds.
    """
    try:
        result = dataset.ask(store.engine, sparql, prefixes=store.names.prefixes())
        if isinstance(result, ox.QueryBoolean):
            return Answer(yes=bool(result))
        if isinstance(result, ox.QuerySolutions):
            columns = tuple(variable.value for variable in result.variables)
            return Answer(columns=columns, rows=tuple(tuple(row[name] for name in columns) for row in result))
        return Answer(triples=tuple(sorted(set(result), key=str)))
    except SyntaxError as error:
        raise QueryError(f"cannot run the query: {place(error, sparql, store.names.prefixes())}") from error
    except (OSError, RuntimeError) as error:
        raise QueryError(f"cannot run the query: {error}") from error


def plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """The value of a term as text: no quotes, no datatype."""
    if term is None:
        return ""
    return str(term) if isinstance(term, ox.Triple) else term.value


def render(store: Store, answer: Answer, format: str) -> str:
    """The answer as csv, tsv, json, jsonl or turtle. Raises QueryError where the two do not go together."""
    if answer.triples is not None:
        if format != "turtle":
            raise QueryError(f"cannot print triples as {format}: CONSTRUCT and DESCRIBE give turtle")
        return to_turtle(store, answer)
    if format == "turtle":
        raise QueryError("cannot print rows as turtle: use SELECT with csv, tsv, json or jsonl, or CONSTRUCT")
    if format == "json":
        return to_json(answer)
    columns = answer.columns if answer.yes is None else ("answer",)
    records = list(answer.records()) if answer.yes is None else [{"answer": str(answer.yes).lower()}]
    if format == "jsonl":
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return to_csv(columns, records, delimiter="\t" if format == "tsv" else ",")


def to_csv(columns: Iterable[str], records: Iterable[Mapping[str, str]], *, delimiter: str = ",") -> str:
    """The rows as CSV (RFC 4180), or TSV with a tab as delimiter; one head line, lines end in LF."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), delimiter=delimiter, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


def to_json(answer: Answer) -> str:
    """The answer in the SPARQL 1.1 Query Results JSON Format."""
    if answer.yes is not None:
        return json.dumps({"head": {}, "boolean": answer.yes}, indent=1) + "\n"
    bindings = [
        {name: _json_term(term) for name, term in zip(answer.columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    document = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_term(term: object) -> dict[str, str]:
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.Literal():
            typed = {"type": "literal", "value": term.value}
            if term.language:
                return {**typed, "xml:lang": term.language}
            string = term.datatype.value.endswith("#string")
            return typed if string else {**typed, "datatype": term.datatype.value}
        case _:
            return {"type": "bnode", "value": str(term).removeprefix("_:")}


def to_turtle(store: Store, answer: Answer) -> str:
    """The triples of a CONSTRUCT or DESCRIBE as Turtle."""
    content = ox.serialize(answer.triples or (), format=ox.RdfFormat.TURTLE, prefixes=store.names.prefixes())
    return (content or b"").decode("utf-8")
