"""From a store to a file that others load: sorted, the same bytes each time, written as it is read.

Input: a Store. Output: a file, a folder, or bytes. Turtle, N-Triples, RDF/XML and JSON-LD hold what is asserted, as one
graph; N-Quads and TriG keep one graph an article, and quarantine. CSVW is a table for each kind of fact; GraphML, GEXF,
Cytoscape and node-link JSON hold the graph of ``kg.network``.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.export import csvw, gexf, graphml, graphs_json, jsonld, rdf
from kg.export.files import by_ending, replacing, write
from kg.export.rdf import FORMATS, WITH_GRAPHS
from kg.namespaces import RDF_TYPE, Names
from kg.order import ordered
from kg.store import Store

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "VIEWS",
    "WITH_GRAPHS",
    "by_ending",
    "dump",
    "export",
    "format_of",
    "in_order",
    "save",
    "serialized",
    "write",
]

SUFFIXES = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
}
VIEWS: dict[str, Callable[[Store, IO[bytes]], None]] = {
    "csvw": csvw.write_zip,
    "graphml": graphml.write,
    "gexf": gexf.write,
    "cytoscape": graphs_json.write_cytoscape,
    "nodelink": graphs_json.write_node_link,
}
SUFFIXES_OF_VIEWS = {
    ".zip": "csvw",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".cyjs": "cytoscape",
    ".json": "nodelink",
}

TYPE = ox.NamedNode(RDF_TYPE)


def export(store: Store, format: str) -> bytes:
    """The graph in a format of ``FORMATS`` or ``VIEWS``; types first, then sorted by term."""
    file = io.BytesIO()
    dump(store, format, file)
    return file.getvalue()


def dump(store: Store, format: str, file: IO[bytes]) -> None:
    """Write the graph to an open file as it is read: memory does not grow with it. CSVW comes as one zip file.

    Raises ExportError where the format has no way to write what the graph holds.
    """
    if format in VIEWS:
        VIEWS[format](store, file)
    elif format == "jsonld":
        jsonld.write(ordered(store.merged()), store.engine, store.names, file)
    else:
        rows: rdf.Rows = ordered(store.graphs()) if format in WITH_GRAPHS else ordered(store.merged())
        rdf.write(rows, FORMATS[format], store.names, file)


def save(store: Store, format: str, path: Path) -> None:
    """Write the graph to a path, whole or not at all. CSVW becomes a folder, or a zip file where ``path`` says .zip.

    Raises ExportError as ``dump`` does, and where a folder holds other files.
    """
    if format == "csvw" and path.suffix.lower() != ".zip":
        csvw.write_folder(store, path)
        return
    with replacing(path) as file:
        dump(store, format, file)


def format_of(path: Path) -> str:
    """The format that the ending of a path asks for; Turtle where it has none. Raises ExportError as ``by_ending``."""
    return by_ending(path, SUFFIXES | SUFFIXES_OF_VIEWS, "turtle")


def serialized(triples: Iterable[ox.Triple], format: str, names: Names) -> bytes:
    """The triples in a format of ``FORMATS``, in the order that they come in; those of a node together."""
    file = io.BytesIO()
    if format == "jsonld":
        told = list(triples)
        engine = ox.Store()
        engine.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in told)
        jsonld.write(told, engine, names, file)
    else:
        rdf.write(triples, FORMATS[format], names, file)
    return file.getvalue()


def in_order(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The triples, each once, by subject, the type first."""
    return sorted(set(triples), key=_order)


def _order(row: ox.Triple) -> tuple[str, bool, str, str]:
    return str(row.subject), row.predicate != TYPE, str(row.predicate), str(row.object)
