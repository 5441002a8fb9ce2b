"""The graphs of a store, here and there: what each holds, in short, and the manifest that a remote keeps of them.

Input: a local store; a remote one. Output: a Summary for each graph. The digest of a graph is the SHA-256 of its
triples as N-Triples, sorted. The manifest is a graph of its own: for each graph that was pushed its digest and number
of triples, and for each graph that is being replaced the staging graph that the new triples are gathered in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.decode import text
from kg.errors import StoreError
from kg.namespaces import DCTERMS, SCHEMA, VOID, Names, digest
from kg.remote.connection import PassingError
from kg.remote.protocol import Store as RemoteStore
from kg.store import Store

SHA256, TRIPLES, REPLACES = SCHEMA + "sha256", VOID + "triples", DCTERMS + "replaces"
MANIFEST, STAGING, MERGED = "manifest", "staging-", "merged"


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a graph holds, in short."""

    digest: str
    count: int


class Local:
    """The graphs of a store that are handed out: those that N-Quads hold, and the merge of them where it is wanted."""

    def __init__(self, store: Store, *, merged: bool = False) -> None:
        self.names = store.names
        self._store = store
        self._nodes: dict[str, ox.NamedNode | ox.DefaultGraph] = {node.value: node for node in store.published()}
        if merged:
            self._nodes[store.names.graph(MERGED)] = ox.DefaultGraph()
        self.graphs = {iri: summary(self.lines(iri)) for iri in sorted(self._nodes)}

    def lines(self, graph: str) -> list[str]:
        """The triples of a graph as lines of N-Triples, sorted. Raises StoreError for blank nodes.

        A build makes none. A graph that held some could not be compared, and adding it twice would double them.
        """
        quads = list(self._store.engine.quads_for_pattern(None, None, None, self._nodes[graph]))
        if any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object)):
            raise StoreError(f"cannot use the graph <{graph}>: it holds blank nodes; build its article again")
        return in_lines(quad.triple for quad in quads)


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a remote store records of the graphs that were pushed."""

    graphs: dict[str, Summary] = field(default_factory=dict)
    staging: dict[str, str] = field(default_factory=dict)  # the graph that each staging graph is to replace

    @property
    def pushed(self) -> set[str]:
        """All graphs that a push has made there, or was about to."""
        return {*self.graphs, *self.staging.values()}


def in_lines(triples: Iterable[ox.Triple]) -> list[str]:
    """Triples as lines of N-Triples, sorted."""
    return sorted(f"{triple.subject} {triple.predicate} {triple.object} ." for triple in triples)


def summary(lines: list[str]) -> Summary:
    """What a graph of these sorted lines holds, in short."""
    content = "".join(f"{line}\n" for line in lines).encode()
    return Summary(digest=hashlib.sha256(content).hexdigest(), count=len(lines))


def staging(names: Names, graph: str, content: Summary) -> str:
    """The graph in which what is to replace a graph is gathered: one for each content, so that two never mix."""
    return names.graph(STAGING + digest(f"{graph} {content.digest}", 24))


def strays(remote: RemoteStore, names: Names) -> set[str]:
    """Staging graphs that stand in a remote store, recorded or not: a late request may have made one again."""
    own = names.graph(STAGING)
    sparql = f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{own}")) }}'
    return {row["g"] for row in remote.rows("look for staging graphs", sparql) if row["g"].startswith(own)}


def state(remote: RemoteStore, names: Names, wanted: Iterable[str] = ()) -> tuple[Manifest, dict[str, int]]:
    """What a remote store records, and how many triples its recorded graphs and the wanted ones hold now."""
    own = names.graph(MANIFEST)
    for _ in range(remote.remote.tries):
        lines = remote.triples(own)
        told = _manifest(lines, names)
        found = remote.counts({own, *told.pushed, *wanted})
        if found.pop(own, 0) == len(lines):
            return told, found
    raise PassingError(f"cannot read <{own}>: it changes all the time; wait until the other push has ended")


def _manifest(lines: Iterable[ox.Triple], names: Names) -> Manifest:
    """What the lines of a manifest say. Those that name a graph outside of this base are no business of ours."""
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    gathered: dict[str, str] = {}
    own = names.graph("")
    for triple in lines:
        graph, predicate, value = text(triple.subject), triple.predicate.value, text(triple.object)
        if not graph.startswith(own) or graph == names.graph(MANIFEST):
            continue
        if predicate == SHA256:
            digests[graph] = value
        elif predicate == TRIPLES and value.isdecimal():
            counts[graph] = int(value)
        elif predicate == REPLACES and value.startswith(own) and graph.startswith(names.graph(STAGING)):
            gathered[graph] = value
    known = {graph: Summary(digest=digests.get(graph, ""), count=counts[graph]) for graph in counts}
    return Manifest(graphs=known, staging=gathered)


def record(graph: str, told: Summary) -> str:
    """The manifest's lines about a graph."""
    return f'<{graph}> <{SHA256}> "{told.digest}" ; <{TRIPLES}> {told.count} .'
