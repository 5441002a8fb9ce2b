"""Rows in the order of their terms, however many: sorted piece by piece on disk, then merged.

Input: triples or quads, each once. Output: the same, by graph, subject (its type first), property and value. At most
``PIECE`` rows are held; what is more stands in temporary files, which nobody else can see.
"""

from __future__ import annotations

import contextlib
import heapq
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, TypeVar

import pyoxigraph as ox

from kg.namespaces import RDF_TYPE

PIECE = 50_000  # rows
MOST_PIECES = 200  # open files
TYPE = ox.NamedNode(RDF_TYPE)
NO_GRAPH = ("", str(ox.DefaultGraph()))
Row = TypeVar("Row", ox.Triple, ox.Quad)


def ordered(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, sorted by their terms as N-Triples writes them."""
    incoming = iter(rows)
    first = {_key(row): row for row in islice(incoming, PIECE)}
    if len(first) < PIECE:
        yield from (first[key] for key in sorted(first))
        return
    quads = isinstance(next(iter(first.values())), ox.Quad)
    with contextlib.ExitStack() as files:
        pieces = [files.enter_context(_kept(sorted(first)))]
        del first
        while keys := sorted(map(_key, islice(incoming, PIECE))):
            if len(pieces) == MOST_PIECES:
                merged = _kept(heapq.merge(*pieces))
                files.close()
                pieces = [files.enter_context(merged)]
            pieces.append(files.enter_context(_kept(keys)))
        for row in _parsed(heapq.merge(*pieces)):
            yield row if quads else row.triple  # type: ignore[misc]  # what came in


def _key(row: ox.Triple | ox.Quad) -> bytes:
    """A line that sorts as the terms do: a tab is below all that stands in a term, and in none."""
    graph = str(row.graph_name) if isinstance(row, ox.Quad) else ""
    typed = "0" if row.predicate == TYPE else "1"
    return "\t".join((graph, str(row.subject), typed, str(row.predicate), str(row.object), "\n")).encode()


def _kept(lines: Iterable[bytes]) -> IO[bytes]:
    file = tempfile.TemporaryFile(buffering=1 << 16)  # noqa: SIM115 - closed by whom it is given to
    file.writelines(lines)
    file.seek(0)
    return file


def _parsed(lines: Iterator[bytes]) -> Iterator[ox.Quad]:
    while some := list(islice(lines, 1000)):
        yield from ox.parse(b"".join(map(_statement, some)), format=ox.RdfFormat.N_QUADS, lenient=True)


def _statement(line: bytes) -> bytes:
    graph, subject, _, predicate, value, _ = line.split(b"\t")
    return b"%s %s %s %s .\n" % (subject, predicate, value, b"" if graph.decode() in NO_GRAPH else graph)
