"""From one input to the row of its article, in a process that may die of it.

Input: a Raw. Output: a Row: all that is stored of the article as N-Quads, and what others will be compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pyoxigraph as ox

from kg.decode import text
from kg.errors import TaskError
from kg.model import Skipped
from kg.namespaces import Names
from kg.partition import Reading
from kg.pool import Pool, in_order
from kg.read import Raw
from kg.read.jsonl import Record, record
from kg.settle import quads_of
from kg.store import SOURCE, WAITS, Store

Row = dict[str, Any]
RAW = "file int, number bigint, source string, reason string, data binary, media_type string, url string, line boolean"
ARTICLE = (
    "article string, graph string, held string, own string, things array<string>, waits array<string>, "
    "claims array<struct<thing: string, told: array<string>>>"
)
READING = f"file int, number bigint, source string, reason string, {ARTICLE}"
_AHEAD = 2  # inputs that wait while one is read


@dataclass(frozen=True, kw_only=True)
class Extract:
    """Makes a row of an input. It is sent to the process that does so."""

    reader: Callable[[Raw], Reading | Skipped]
    names: Names
    built_by: str

    def __call__(self, raw: Raw) -> Row:
        """The row of the article, or the reason why there is none."""
        found = self.reader(raw)
        if isinstance(found, Skipped):
            return {"reason": found.reason}
        store = empty_store(self.names)
        node = found.admitted.graph.article
        return article_row(node, quads_of(found.article, found.admitted, store, self.built_by), store)


def raw_row(file: int, number: int, found: Raw | Skipped) -> Row:
    """An input as a row."""
    row: Row = {"file": file, "number": number, "source": found.source}
    if isinstance(found, Skipped):
        return {**row, "reason": found.reason}
    return {
        **row, "data": found.data, "media_type": found.media_type, "url": found.url, "line": found.record is not None,
    }  # fmt: skip


def raw_of(row: Row) -> Raw:
    """The input that a row was made of."""
    said = record(row["source"], row["data"]) if row["line"] else None
    return Raw(
        source=row["source"],
        data=row["data"],
        media_type=row["media_type"],
        url=row["url"],
        record=said if isinstance(said, Record) else None,
    )


def readings(rows: Iterable[Row], extract: Extract, *, seconds: float, megabytes: int) -> Iterator[Row]:
    """The rows of inputs, read one after the other; one that kills or hangs its process costs itself."""
    with Pool(extract, 1, seconds=seconds, megabytes=megabytes, preload="kg.preload") as pool:

        def start(row: Row) -> Callable[[], Row]:
            known = {name: row[name] for name in ("file", "number", "source", "reason")}
            if row["reason"]:
                return lambda: known
            return partial(_finish, known, pool.start(raw_of(row)))

        yield from in_order(rows, start, _AHEAD)


def _finish(known: Row, result: Callable[[], Row]) -> Row:
    try:
        return known | result()
    except TaskError as error:
        return known | {"reason": str(error)}


def article_row(node: ox.NamedNode, quads: set[ox.Quad], store: Store) -> Row:
    """All that is stored of an article: its graph, its quarantine, and what only ``kg`` needs, each as sorted lines.

    ``claims`` are what it says of each thing, ``things`` the names that its graph uses, ``waits`` those that its
    held facts name.
    """
    graph = store.graph_of(node)
    claims: dict[str, list[str]] = {}
    index = sorted(store.derivation.claims(graph, quads), key=str)
    for quad in index:
        claims.setdefault(text(quad.subject), []).append(text(quad.object))
    asserted = [quad for quad in quads if quad.graph_name == graph]
    held = [quad for quad in quads if quad.graph_name == store.quarantine]
    waits = {text(quad.object) for quad in quads if quad.predicate == WAITS}
    used = {text(term) for quad in asserted for term in (quad.subject, quad.object) if store.derivation.is_thing(term)}
    return {
        "article": node.value,
        "graph": lines(asserted),
        "held": lines(held),
        "own": lines([*(quads - {*asserted, *held}), *index]),
        "claims": [{"thing": thing, "told": told} for thing, told in sorted(claims.items())],
        "things": sorted(used | waits),
        "waits": sorted(waits),
    }


def with_sources(row: Row, sources: Iterable[str], names: Names) -> Row:
    """The row of an article that was found under several names: all of them are told."""
    graph = ox.NamedNode(graph_of(row["article"], names))
    told = {ox.Quad(ox.NamedNode(row["article"]), SOURCE, ox.Literal(source), graph) for source in sources}
    return row | {"graph": lines(told | set(quads_in(row["graph"])))}


def graph_of(article: str, names: Names) -> str:
    """The IRI of the graph of an article."""
    return names.graph(article.rsplit("/", 1)[1])


def quads_in(told: str) -> Iterator[ox.Quad]:
    """The quads that lines tell."""
    return iter(ox.parse(told.encode(), format=ox.RdfFormat.N_QUADS))


def lines(quads: Iterable[ox.Quad]) -> str:
    """Quads as N-Quads, sorted, without the last line break."""
    content = ox.serialize(sorted(quads, key=str), format=ox.RdfFormat.N_QUADS) or b""
    return content.decode().removesuffix("\n")


@cache
def empty_store(names: Names) -> Store:
    """A store that holds nothing, for the names of graphs."""
    return Store.in_memory(names)
