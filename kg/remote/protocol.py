"""A remote store by its protocols: SPARQL 1.1 Query and Update, and the Graph Store HTTP Protocol.

Input: SPARQL text, or the IRI of a graph. Output: rows, triples. SPARQLWrapper writes the SPARQL requests, httpx
carries them: with it redirects, waits and credentials are under control. What a server says after an
update is not believed (some answer HTML, some proxies too): the caller counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from types import TracebackType
from typing import Self
from urllib.parse import quote

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from kg.guard import parse
from kg.remote.connection import Answer, Connection, PassingError
from kg.remote.endpoints import shown
from kg.remote.settings import Remote

N_TRIPLES = "application/n-triples"
ROWS = frozenset({"application/sparql-results+json", "application/json"})
TRIPLES = {
    N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/turtle": ox.RdfFormat.TURTLE,  # Virtuoso, where SPARQLWrapper asks for both
}
ABSENT = frozenset({404})  # a graph without triples need not exist
COUNTED = 1_000  # graphs counted in one query

Row = dict[str, str]


class Store:
    """A remote store. Use it as a context manager."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote
        self.connection = Connection(remote)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.__exit__(kind, error, trace)

    def rows(self, doing: str, sparql: str) -> list[Row]:
        """The rows of a SELECT query, values as plain text."""
        return self.connection.again(lambda: self._rows(doing, sparql))

    def _rows(self, doing: str, sparql: str) -> list[Row]:
        request = _Request(self, doing, self.remote.endpoints.query, media=ROWS)
        request.setReturnFormat(JSON)
        request.setQuery(sparql)
        answer = request.answer()
        try:
            bindings = json.loads(answer.content)["results"]["bindings"]
            return [{name: term["value"] for name, term in row.items()} for row in bindings]
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise PassingError(
                f"cannot {doing}: {shown(self.remote.endpoints.query)} answers JSON that is no table of results; {_CUT}"
            ) from error

    def update(self, doing: str, sparql: str, *, repeatable: bool) -> None:
        """Ask for a change; that it was made is not known before it has been counted."""
        assert self.remote.endpoints.update
        request = _Request(self, doing, self.remote.endpoints.update)
        request.setQuery(sparql)
        if repeatable:
            self.connection.again(request.answer)
        else:
            request.answer()

    def triples(self, graph: str, count: int | None = None) -> set[ox.Triple]:
        """The triples of a graph; none where it does not exist. Raises PassingError where not ``count`` came."""
        return self.connection.again(lambda: self._triples(graph, count))

    def _triples(self, graph: str, count: int | None) -> set[ox.Triple]:
        doing = f"read <{graph}>"
        answer = self._described(doing, graph)
        if answer.status in ABSENT:
            return set()
        try:
            came = {quad.triple for quad in parse(answer.content, TRIPLES[answer.media])}
        except (ValueError, SyntaxError) as error:
            raise PassingError(f"cannot {doing}: what came cannot be read ({error}); {_CUT}") from error
        if count is not None and len(came) != count:
            raise PassingError(f"cannot {doing}: {len(came):,} triples came, it counts {count:,}; {_CUT}")
        return came

    def _described(self, doing: str, graph: str) -> Answer:
        if self.remote.endpoints.graphs:
            return self.connection.send(
                doing, "GET", self._graph_url(graph),
                headers={"Accept": f"{N_TRIPLES}, text/turtle;q=0.5"}, media=frozenset(TRIPLES), absent=ABSENT,
            )  # fmt: skip
        request = _Request(self, doing, self.remote.endpoints.query, media=frozenset(TRIPLES))
        request.setReturnFormat(TURTLE)
        request.setQuery(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        return request.answer()

    def counts(self, graphs: Iterable[str]) -> dict[str, int]:
        """How many triples stand in each graph now; graphs without any are left out."""
        wanted, found = sorted(set(graphs)), {}
        for at in range(0, len(wanted), COUNTED):
            names = " ".join(f"<{graph}>" for graph in wanted[at : at + COUNTED])
            rows = self.rows(
                "count the graphs",
                f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g",
            )
            found.update({row["g"]: int(row["n"]) for row in rows if int(row["n"])})
        return found

    def _graph_url(self, graph: str) -> str:
        url = self.remote.endpoints.graphs
        assert url is not None
        return f"{url}{'&' if '?' in url else '?'}graph={quote(graph, safe='')}"


_CUT = "the answer may have been cut: run the same command again, and see whether the server limits its answers"


class _Request(SPARQLWrapper):
    """A request of SPARQLWrapper that goes out over our connection."""

    def __init__(self, store: Store, doing: str, url: str, *, media: frozenset[str] = frozenset()) -> None:
        super().__init__(url, agent="citykg")
        self.store, self.doing, self.media = store, doing, media
        self.setMethod(POST)  # a GET would not hold a long query
        self.setOnlyConneg(True)  # no parameters beside those of the protocol
        self.setTimeout(max(1, int(store.remote.timeout)))

    def answer(self) -> Answer:
        """What the server says."""
        made = self._createRequest()
        headers = {name: value for name, value in made.header_items() if name != "User-agent"}
        assert isinstance(made.data, bytes)
        return self.store.connection.send(
            self.doing, made.get_method(), made.full_url, headers=headers, content=made.data, media=self.media
        )
