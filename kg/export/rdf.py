"""Rows to RDF files: the same bytes each time, written as they come.

Input: triples or quads in the order they are to stand in. Output: one of six formats, on a file. JSON-LD is made by
``jsonld``, the others by the engine; what they leave to be desired is mended here.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

import pyoxigraph as ox

from kg.errors import ExportError
from kg.export.characters import NO_XML
from kg.namespaces import Names

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
WITH_GRAPHS = {"nquads", "trig"}
Rows = Iterable[ox.Quad] | Iterable[ox.Triple]
IN_MEMORY = 1 << 24  # bytes of Turtle; what is more waits in a temporary file until its prefixes are known


def write(rows: Rows, form: ox.RdfFormat, names: Names, file: IO[bytes]) -> None:
    """Write rows in any format but JSON-LD. Raises ExportError where RDF/XML cannot hold one of them."""
    if form in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS):
        ox.serialize(rows, file, format=form)
    elif form == ox.RdfFormat.RDF_XML:
        ox.serialize(_for_xml(rows), _Returns(file), format=form, prefixes=names.prefixes())  # type: ignore[arg-type]
    else:
        _write_turtle(rows, form, names.prefixes(), file)


def _write_turtle(rows: Rows, form: ox.RdfFormat, prefixes: Mapping[str, str], file: IO[bytes]) -> None:
    """Turtle or TriG with its prefixes sorted, those left out that nothing uses."""
    lines = {f"{prefix}:".encode(): f"@prefix {prefix}: <{iri}> .\n".encode() for prefix, iri in prefixes.items()}
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
        sink = _Body(body, skip=sum(map(len, lines.values())), marks=set(lines))
        ox.serialize(rows, sink, format=form, prefixes=dict(prefixes))  # type: ignore[arg-type]  # it writes and flushes
        if body.tell():
            file.write(b"".join(sorted(lines[mark] for mark in sink.used)) + b"\n")
            body.seek(0)
            shutil.copyfileobj(body, file, 1 << 16)


class _Body:
    """Takes what the engine writes, but for the first ``skip`` bytes, and notes which of the ``marks`` it holds."""

    def __init__(self, file: IO[bytes], *, skip: int, marks: set[bytes]) -> None:
        self.used: set[bytes] = set()
        self._file, self._skip, self._marks = file, skip, marks
        self._longest = max(map(len, marks), default=0)
        self._end = b""

    def write(self, data: bytes) -> int:
        told = data[self._skip :]
        self._skip -= len(data) - len(told)
        looked = self._end + told
        self.used |= {mark for mark in self._marks - self.used if mark in looked}
        self._end = looked[-self._longest :]
        self._file.write(told)
        return len(data)

    def flush(self) -> None:
        self._file.flush()


class _Returns:
    """Takes XML and writes carriage returns as references: as they are, a reader would take them for line feeds."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        self._file.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        self._file.flush()


def _for_xml(rows: Rows) -> Iterator[ox.Triple | ox.Quad]:
    for row in rows:
        found = NO_XML.search(row.object.value) if isinstance(row.object, ox.Literal) else None
        if found:
            raise ExportError(
                f"cannot write {row.subject} as RDF/XML: its {row.predicate} holds U+{ord(found[0]):04X}, "
                "which XML has no way to write; export it as turtle"
            )
        yield row
