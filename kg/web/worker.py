"""A query process: opens a snapshot, answers jobs into a file, and may die at any of them.

Input: lines of JSON on standard input, a Setting and then Jobs, each followed by a line with the path of a file.
Output: the answer in that file and a line with a Reply on standard output. The process has no network where the system
lets it give that up, no more memory than it was told, and ends by itself where a query outlasts its time.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import resource
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from kg import dataset
from kg.errors import KgError, QueryError, ReachError
from kg.sparql import place
from kg.web import results
from kg.web.jobs import Job, Reply, Setting, from_line, to_line
from kg.web.negotiation import GRAPH, ROWS, medias
from kg.web.results import TooLargeError
from kg.web.results_page import Page

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET of <linux/sched.h>
END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>
GRACE = 2.0  # seconds after which the process ends itself, where the server has not ended it
WITHOUT_PREFIXES = {"ntriples", "nquads", "jsonld"}
_ELEMENT_NAME = re.compile(r"[^\W\d][\w.-]*$")  # what RDF/XML can make an element of: the end of the predicate
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _UnwrittenError(KgError):
    """An answer does not go into its file, such as where the disk is full."""


class _Limited:
    """A file that takes so many bytes and no more."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._most, self._written = file, most, 0

    def write(self, content: bytes) -> int:
        self._written += len(content)
        if self._written > self._most:
            raise TooLargeError(f"it has more than {self._most >> 20:,} MB")
        try:
            return self._file.write(content)
        except OSError as error:
            raise _UnwrittenError(error.strerror) from error

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            raise _UnwrittenError(error.strerror) from error


def main() -> None:
    """Answer jobs until standard input ends."""
    jobs, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # nothing that is printed by accident may look like a reply
    setting = from_line(Setting, jobs.readline())
    _set_apart()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        engine = ox.Store.read_only(setting.folder)
    except (OSError, RuntimeError) as error:
        replies.write(to_line(Reply(status=503, reason=f"cannot open the snapshot: {error}")))
        return
    _limit_memory(setting.memory)
    replies.write(to_line(Reply()))
    while line := jobs.readline():
        job, path = from_line(Job, line), jobs.readline().decode().rstrip("\n")
        signal.setitimer(signal.ITIMER_REAL, job.seconds + GRACE)
        try:
            with Path(path).open("wb") as file:
                reply = answer(engine, job, setting, file)
        except OSError as error:
            reply = _unwritten(error)
        signal.setitimer(signal.ITIMER_REAL, 0)
        replies.write(to_line(reply))


def _set_apart() -> None:
    """Give up the network, and end when the server does.

    Where the system does not know these calls, the check of the query and the limit on its time stand alone.
    """
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        if libc.unshare(NEW_NETWORK) != 0:
            libc.unshare(NEW_USER | NEW_NETWORK)
        libc.prctl(END_WITH_PARENT, signal.SIGKILL)


def _limit_memory(size: int) -> None:
    """Allow so many bytes more than the process has now; a query that needs more ends it."""
    with contextlib.suppress(OSError, ValueError):
        has = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (has + size, has + size))


def answer(engine: ox.Store, job: Job, setting: Setting, file: BinaryIO) -> Reply:
    """Write the answer to a job into the file; the Reply says what it is, or why there is none."""
    out = _Limited(file, job.most_bytes)
    try:
        reply = _answer(engine, job, setting, out)
        out.flush()
    except _UnwrittenError as error:
        return _unwritten(error)
    except ReachError as error:
        return Reply(status=403, reason=str(error))
    except QueryError as error:
        return Reply(status=400, reason=str(error))
    except SyntaxError as error:
        return Reply(status=400, reason=f"cannot run the query: {place(error, job.sparql, setting.prefixes)}")
    except TooLargeError as error:
        hint = "write it to a file with kg export" if job.graph is not None else "ask for less with LIMIT and OFFSET"
        return Reply(status=413, reason=f"cannot give the answer: {error}; {hint}")
    except (OSError, RuntimeError, ValueError) as error:
        return Reply(status=500, reason=f"cannot run the query: {error}")
    return reply


def _unwritten(error: _UnwrittenError | OSError) -> Reply:
    reason = error.strerror if isinstance(error, OSError) else error
    return Reply(status=503, reason=f"cannot write the answer: {reason}; ask for less, or try again later")


def _answer(engine: ox.Store, job: Job, setting: Setting, out: _Limited) -> Reply:
    prefixes = setting.prefixes
    if job.graph is not None:
        return _graph(engine, job, prefixes, out)
    result = dataset.ask(
        engine,
        job.sparql,
        prefixes=prefixes,
        base=job.base,
        default_graphs=job.default_graphs,
        named_graphs=job.named_graphs,
    )
    if isinstance(result, ox.QueryTriples):
        return _triples(result, job, prefixes, out)
    return _rows(result, job, Page(setting.things, prefixes), out)


def _rows(result: ox.QuerySolutions | ox.QueryBoolean, job: Job, page: Page, out: _Limited) -> Reply:
    if job.row_form is None:
        return _not_acceptable("rows", medias(ROWS))
    if isinstance(result, ox.QueryBoolean):
        name = job.row_form.name
        out.write((page.yes_or_no(bool(result)) if name == "html" else results.yes_or_no(bool(result), name)).encode())
        return Reply(form=job.row_form, rows=1)
    columns = [variable.value for variable in result.variables]
    count = 0

    def counted() -> Iterable[results.Row]:
        nonlocal count
        for row in results.limited(result, job.most_rows):
            count += 1
            yield row

    writer = page.rows if job.row_form.name == "html" else results.WRITERS[job.row_form.name]
    for piece in writer(columns, counted()):
        out.write(piece.encode())
    return Reply(form=job.row_form, rows=count)


def _triples(result: Iterable[ox.Triple], job: Job, prefixes: dict[str, str], out: _Limited) -> Reply:
    if job.graph_form is None:
        return _not_acceptable("triples", medias(GRAPH))
    found: set[ox.Triple] = set()
    for triple in result:
        found.add(triple)
        if len(found) > job.most_rows:
            raise TooLargeError(f"it has more than {job.most_rows:,} triples")
    name = job.graph_form.name
    if name == "rdfxml" and (reason := _no_xml(found)):
        return Reply(status=406, reason=f"cannot write the answer as RDF/XML: {reason}; ask for text/turtle")
    declared = None if name in WITHOUT_PREFIXES else prefixes
    form = job.graph_form.engine_format
    ox.serialize(sorted(found, key=str), out, format=form, prefixes=declared)  # type: ignore[arg-type]  # only writes
    return Reply(form=job.graph_form, rows=len(found))


def _graph(engine: ox.Store, job: Job, prefixes: dict[str, str], out: _Limited) -> Reply:
    if job.graph_form is None:
        return _not_acceptable("triples", medias(GRAPH))
    graph = ox.NamedNode(job.graph) if job.graph else ox.DefaultGraph()
    if isinstance(graph, ox.NamedNode) and not engine.contains_named_graph(graph):
        return Reply(status=404, reason=f"there is no graph {graph.value}; SELECT ?g {{ GRAPH ?g {{}} }} lists all")
    quads = engine.quads_for_pattern(None, None, None, graph)
    return _triples((quad.triple for quad in quads), job, prefixes, out)


def _not_acceptable(what: str, known: str) -> Reply:
    return Reply(status=406, reason=f"cannot give {what} in a format that Accept or format allows: there are {known}")


def _no_xml(triples: Iterable[ox.Triple]) -> str:
    """Why triples cannot be written as RDF/XML: the engine would write what no XML parser reads."""
    for triple in triples:
        if not _ELEMENT_NAME.search(triple.predicate.value):
            return f"the predicate {triple.predicate.value} gives no element name"
        if _NOT_IN_XML.search(str(getattr(triple.object, "value", ""))):
            return "a literal holds a control character"
    return ""


if __name__ == "__main__":
    main()
