"""From a store to a file that others load: sorted, the same bytes each time.

Input: a Store. Output: bytes in one of six RDF formats. Turtle, N-Triples, RDF/XML and JSON-LD
hold what is asserted, as one graph; N-Quads and TriG keep one graph an article, and quarantine.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.namespaces import RDF_TYPE, Names
from kg.store import Store

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
SUFFIXES = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
}
WITH_GRAPHS = {"nquads", "trig"}
TYPE = ox.NamedNode(RDF_TYPE)


def export(store: Store, format: str) -> bytes:
    """The asserted part of a store in a format of ``FORMATS``; types first, then sorted by term."""
    if format in WITH_GRAPHS:
        rows: list[ox.Quad] | list[ox.Triple] = sorted(store.graphs(), key=lambda q: (str(q.graph_name), *_order(q)))
    else:
        rows = sorted(store.merged(), key=_order)
    return serialized(rows, format, store.names)


def serialized(rows: Iterable[ox.Quad] | Iterable[ox.Triple], format: str, names: Names) -> bytes:
    """The rows in a format of ``FORMATS``, in the order that they come in."""
    chosen = FORMATS[format]
    prefixes = names.prefixes() if chosen not in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS) else None
    content = ox.serialize(rows, format=chosen, prefixes=prefixes) or b""
    return _tidied(content) if chosen in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG) else content


def in_order(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The triples, each once, by subject, the type first."""
    return sorted(set(triples), key=_order)


def _tidied(content: bytes) -> bytes:
    """Turtle or TriG with its prefixes sorted, those left out that nothing uses."""
    lines = content.split(b"\n")
    count = next((at for at, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    body = b"\n".join(lines[count:])
    used = sorted(line for line in lines[:count] if line.split()[1] in body)
    return b"\n".join((*used, b"", body)) if body.strip() else b""


def _order(row: ox.Quad | ox.Triple) -> tuple[str, bool, str, str]:
    return str(row.subject), row.predicate != TYPE, str(row.predicate), str(row.object)


def write(path: Path, content: bytes) -> None:
    """Put ``content`` in a file, whole or not at all: a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
