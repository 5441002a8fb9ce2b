"""A place to ask about the world: a SPARQL endpoint by its URL, or a dump in a file or in a folder of Oxigraph.

Input: SPARQL. Output: rows of terms. Nothing goes out of this machine unless a URL was given.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import IO, Protocol, Self, cast

import pyoxigraph as ox

from kg.errors import WorldError
from kg.namespaces import WEB
from kg.world.cache import Cache
from kg.world.endpoint import Endpoint, Manners

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = dict[str, Term]
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
}


class World(Protocol):
    """What can be asked: an ``Endpoint`` or a ``Dump``; ``name`` is the URL or path it goes by."""

    name: str

    def rows(self, query: str) -> list[Row]:
        """The rows of a SELECT query, in no order. Raises WorldError where there is no usable answer."""

    def close(self) -> None:
        """Let go of the connection or file."""


class Dump:
    """Triples of a file, in memory, or of a folder that Oxigraph has loaded, on disk."""

    def __init__(self, engine: ox.Store, name: str) -> None:
        self.engine = engine
        self.name = name

    @classmethod
    def read(cls, path: Path) -> Self:
        """The dump in this file (Turtle, N-Triples, N-Quads, TriG or RDF/XML, also with .gz) or folder of Oxigraph."""
        try:
            if path.is_dir():
                return cls(ox.Store.read_only(str(path)), str(path))
            packed = path.suffix == ".gz"
            suffix = path.with_suffix("").suffix if packed else path.suffix
            if suffix not in FORMATS:
                known = " ".join(FORMATS)
                raise WorldError(f"cannot read the dump {path}: its ending says no format; use one of {known}, or .gz")
            engine = ox.Store()
            with gzip.open(path) if packed else path.open("rb") as file:
                engine.bulk_load(cast("IO[bytes]", file), format=FORMATS[suffix])
        except (OSError, EOFError, SyntaxError, RuntimeError) as error:
            raise WorldError(f"cannot read the dump {path}: {error}; check the file") from error
        return cls(engine, str(path))

    def close(self) -> None:
        """Let go of the triples."""
        del self.engine

    def rows(self, query: str) -> list[Row]:
        """The rows of a SELECT query over all graphs of the dump."""
        try:
            solutions = self.engine.query(query, use_default_graph_as_union=True)
            assert isinstance(solutions, ox.QuerySolutions)
            names = [variable.value for variable in solutions.variables]
            return [{name: term for name in names if (term := row[name]) is not None} for row in solutions]
        except (OSError, RuntimeError) as error:
            raise WorldError(f"cannot ask the dump {self.name}: {error}; check the file") from error


def opened(against: str, *, cache: Cache | None = None, manners: Manners | None = None) -> World:
    """What ``against`` names: an endpoint where it is a URL, else a file or folder."""
    if against.startswith(WEB):
        return Endpoint(against, cache=cache, manners=manners or Manners())
    if "://" in against:
        raise WorldError(f"cannot ask {against}: only http and https are spoken; give such a URL, or a file")
    return Dump.read(Path(against))
