"""CSV tables with their metadata (CSV on the Web): one table a kind of fact, and those of things, units and articles.

Input: a Store. Output: a folder or a zip file with RFC 4180 tables in UTF-8 and ``csv-metadata.json``. Columns are the
fields of the fact's class; a thing has its IRI, which the table of things explains, and its label beside it. Tables say
nothing that the graph does not: csv2rdf makes triples of it again (https://www.w3.org/TR/csv2rdf/).
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.decode import text
from kg.derived import DEFAULT, LABEL
from kg.export.columns import ARTICLES, FACTS, METADATA, THINGS, Column, metadata
from kg.export.files import replacing_folder
from kg.model import Fact
from kg.namespaces import ONTOLOGY, term
from kg.order import ordered
from kg.rdf import EVIDENCE, TYPE
from kg.store import Store

NAMES = (METADATA, *(f"{name}.csv" for name in (ARTICLES.name, THINGS.name, *(table.name for table in FACTS.values()))))
LINE_END = "\r\n"  # RFC 4180, 2.1
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say: the same bytes each time


def write_zip(store: Store, file: IO[bytes]) -> None:
    """Write tables and metadata to one zip file; the same bytes to a pipe, where an archive is laid out otherwise."""
    with tempfile.TemporaryFile() as whole:
        _write_zip(store, whole)
        whole.seek(0)
        shutil.copyfileobj(whole, file)


def _write_zip(store: Store, file: IO[bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in _members(store):
            member = zipfile.ZipInfo(name, FIRST_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            with archive.open(member, "w", force_zip64=True) as inside:
                inside.writelines(lines)


def write_folder(store: Store, path: Path) -> None:
    """Write tables and metadata to a folder, all of them or none.

    Raises ExportError where the folder holds other files, or is a file.
    """
    with replacing_folder(path, NAMES) as folder:
        for name, lines in _members(store):
            with (folder / name).open("wb") as file:
                file.writelines(lines)


def _members(store: Store) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The files by name, each as its lines: no more than a row is held at a time."""
    yield METADATA, [json.dumps(metadata(), ensure_ascii=False, indent=2).encode() + b"\n"]
    yield f"{ARTICLES.name}.csv", _lines(ARTICLES.columns, _articles(store))
    yield f"{THINGS.name}.csv", _lines(THINGS.columns, _things(store))
    for fact, table in FACTS.items():
        yield f"{table.name}.csv", _lines(table.columns, _facts(store, fact, table.columns))


def _lines(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    writer = csv.writer(_Line(), lineterminator=LINE_END)
    yield writer.writerow([column.name for column in columns if not column.virtual])
    for row in rows:
        yield writer.writerow(row)  # what _Line.write gives


class _Line:
    """Gives back what csv writes to it."""

    def write(self, line: str) -> bytes:
        return line.encode()


def _articles(store: Store) -> Iterator[list[str]]:
    for quad in _typed(store, ONTOLOGY + "Article"):
        yield [_cell(store, quad.subject, column) for column in ARTICLES.columns if not column.virtual]


def _things(store: Store) -> Iterator[list[str]]:
    """Entities and units: all that the tables of facts point to."""
    for quad in ordered(store.engine.quads_for_pattern(None, LABEL, None, store.derived)):
        yield [_cell(store, quad.subject, column) for column in THINGS.columns if not column.virtual]


def _facts(store: Store, fact: type[Fact], columns: Sequence[Column]) -> Iterator[list[str]]:
    """A row a fact; where a field holds several things, a row for each."""
    real = [column for column in columns if not column.virtual]
    several = next((column for column in real if column.many), None)
    for quad in _typed(store, term(fact.__name__)):
        evidence = _first(store, quad.subject, EVIDENCE)
        found = [_cell(store, evidence if column.of_evidence else quad.subject, column) for column in real]
        if several is None:
            yield found
            continue
        at = real.index(several)
        for thing in _values(store, quad.subject, several.iri) or [None]:
            yield [*found[:at], "" if thing is None else text(thing), _label(store, thing), *found[at + 2 :]]


def _typed(store: Store, kind: str) -> Iterator[ox.Quad]:
    return ordered(store.engine.quads_for_pattern(None, TYPE, ox.NamedNode(kind), DEFAULT))


def _cell(store: Store, node: object, column: Column) -> str:
    """What a column says of a node; empty where nothing is said."""
    if column.key:
        return "" if node is None else text(node)
    if column.separator:
        return column.separator.join(map(text, _values(store, node, column.iri)))
    found = _first(store, node, ox.NamedNode(column.iri))
    if column.is_label:
        return _label(store, found)
    if column.is_kind:
        return text(found).rsplit("#", 1)[-1] if found is not None else ""
    return "" if found is None else text(found)


def _label(store: Store, node: object) -> str:
    found = _first(store, node, LABEL)
    return "" if found is None else text(found)


def _values(store: Store, node: object, iri: str) -> list[object]:
    if not isinstance(node, ox.NamedNode):
        return []
    found = store.engine.quads_for_pattern(node, ox.NamedNode(iri), None, DEFAULT)
    return sorted((quad.object for quad in found), key=str)


def _first(store: Store, node: object, predicate: ox.NamedNode) -> object:
    return next(iter(_values(store, node, predicate.value)), None)
