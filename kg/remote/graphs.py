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
from kg.namespaces import DCTERMS, SCHEMA, VOID, Names, digest
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
        """The triples of a graph as lines of N-Triples, sorted."""
        return in_lines(
            quad.triple for quad in self._store.engine.quads_for_pattern(None, None, None, self._nodes[graph])
        )


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


def staging(names: Names, graph: str) -> str:
    """The graph in which what is to replace a graph is gathered."""
    return names.graph(STAGING + digest(graph, 24))


def manifest(remote: RemoteStore, names: Names) -> Manifest:
    """What a remote store records. Lines that name a graph outside of this base are no business of ours."""
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    gathered: dict[str, str] = {}
    own = names.graph("")
    for triple in remote.triples("read the manifest", names.graph(MANIFEST)):
        graph, value = text(triple.subject), text(triple.object)
        if not graph.startswith(own):
            continue
        match triple.predicate.value:
            case name if name == SHA256:
                digests[graph] = value
            case name if name == TRIPLES and value.isdecimal():
                counts[graph] = int(value)
            case name if name == REPLACES and value.startswith(own) and graph.startswith(names.graph(STAGING)):
                gathered[graph] = value
    known = {graph: Summary(digest=digests.get(graph, ""), count=counts[graph]) for graph in counts}
    return Manifest(graphs=known, staging=gathered)


def record(graph: str, told: Summary) -> str:
    """The manifest's lines about a graph."""
    return f'<{graph}> <{SHA256}> "{told.digest}" ; <{TRIPLES}> {told.count} .'
