"""The library's face: a knowledge graph that is open, with what one does with it.

Input: the folder of a store. Output: rows, triples, rdflib and networkx graphs.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kg import explain, export, query
from kg.store import Store

if TYPE_CHECKING:
    import networkx
    import rdflib


class KnowledgeGraph:
    """A graph built by ``kg build``, open for reading. Use it as a context manager, or ``close`` it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store's folder."""
        self.store.close()

    def query(self, sparql: str) -> query.Answer:
        """The answer to a SPARQL query; the prefixes of the graph need no declaration. Raises QueryError."""
        return query.run(self.store, sparql)

    def table(self, name: str) -> list[dict[str, str]]:
        """The rows of a named query: awards, events, roles, metrics, places, series, quarantine."""
        return list(self.query(query.find(name)).records())

    def explain(self, what: str) -> tuple[explain.Explanation, ...]:
        """The facts about an entity, or one fact, with the sentences that they were read from."""
        return explain.explain(self.store, what)

    def conflicts(self) -> list[dict[str, Any]]:
        """Each two facts that do not say the same: the relation, the reason, what both say with their quotes."""
        from kg import conflicts  # noqa: PLC0415 - as below

        return conflicts.as_records(conflicts.disagreements(self.store))

    def export(self, format: str = "turtle") -> bytes:
        """The graph in a format that ``kg export`` writes: sorted, the same bytes each time; csvw is a zip file."""
        return export.export(self.store, format)

    def draw(self, what: str | None = None, *, depth: int = 1, most: int | None = None) -> str:
        """A picture of a thing and what stands around it, or of the whole graph, as SVG."""
        from kg import draw  # noqa: PLC0415 - networkx and numpy cost time that most uses do not need

        return draw.draw(self.store, what, depth=depth, most=most)

    def to_rdflib(self) -> rdflib.Dataset:
        """An rdflib view of the store: nothing is copied; the default graph holds all that is asserted."""
        from kg.rdflib_view import dataset  # noqa: PLC0415 - rdflib costs a second that most uses do not need

        return dataset(self.store)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """The graph for networkx: entities as nodes with label and kind, facts as edges with their quotes."""
        from kg import network  # noqa: PLC0415 - as above

        return network.to_networkx(self.store)


def open_graph(path: str | Path) -> KnowledgeGraph:
    """The knowledge graph stored in a folder. Raises StoreError where there is none."""
    return KnowledgeGraph(Store.open(Path(path)))


def to_networkx(graph: KnowledgeGraph | str | Path) -> networkx.MultiDiGraph[str]:
    """An open graph, or the one stored in a folder, as a networkx graph."""
    if isinstance(graph, KnowledgeGraph):
        return graph.to_networkx()
    with open_graph(graph) as opened:
        return opened.to_networkx()
