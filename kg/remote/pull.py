"""From a remote store back to a file: the graphs that were pushed there, whole and checked.

Input: a Remote and the names of its graphs. Output: a Pulled, with a Store in memory that is written out as any other.
A graph counts only if as many triples came as the remote says it holds, so a cut answer is never taken for a graph.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import RemoteError
from kg.namespaces import Names
from kg.remote import graphs
from kg.remote.endpoints import shown
from kg.remote.graphs import in_lines, summary
from kg.remote.protocol import Store as RemoteStore
from kg.remote.settings import Remote
from kg.store import Store
from kg.validate import Report, Shapes, validate


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """The graphs that came. ``altered`` are those that hold something else than what was pushed.

    ``unfinished`` counts the staging graphs of a push that runs or was interrupted: some graphs may be older.
    """

    store: Store
    graphs: int
    triples: int
    altered: tuple[str, ...]
    unfinished: int

    def report(self, shapes: Shapes) -> Report:
        """What breaks a shape in all that the graphs assert."""
        asserted = {quad.triple for quad in self.store.graphs() if self.store.derivation.asserted(quad.graph_name)}
        return validate("".join(f"{line}\n" for line in in_lines(asserted)).encode(), shapes)


def pull(remote: Remote, names: Names) -> Pulled:
    """The graphs of a remote store that were pushed under these names. Raises RemoteError where there are none."""
    store = Store.in_memory(names)
    altered, triples = [], 0
    with RemoteStore(remote) as there:
        told, found = graphs.state(there, names)
        wanted = sorted(set(told.graphs) - {names.graph(graphs.MERGED)})
        if not wanted:
            raise RemoteError(
                f"cannot pull: {shown(remote.endpoints.query)} has no manifest {names.graph(graphs.MANIFEST)}; "
                "push to it first, or give the --base that its graphs were built with"
            )
        for graph in wanted:
            came = there.triples(graph, found.get(graph, 0))
            store.engine.extend(ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(graph)) for one in came)
            triples += len(came)
            if summary(in_lines(came)) != told.graphs[graph]:
                altered.append(graph)
    return Pulled(
        store=store, graphs=len(wanted), triples=triples, altered=tuple(altered), unfinished=len(told.staging)
    )
