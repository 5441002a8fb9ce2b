"""What differs between a local store and a remote one, graph by graph.

Input: a local Store and a Remote. Output: a Comparison. Where the remote's manifest and counts agree with what is here,
a graph is taken for equal without being read; where they do not, or where ``full`` asks for it, its triples are read.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

import pyoxigraph as ox

from kg.remote import graphs
from kg.remote.graphs import Local, in_lines, summary
from kg.remote.protocol import Store as RemoteStore
from kg.remote.settings import Remote
from kg.store import SOURCE, Store


class State(StrEnum):
    """How a graph differs."""

    HERE = "only here"
    THERE = "only there"
    CHANGED = "differs"


@dataclass(frozen=True, kw_only=True)
class GraphDifference:
    """A graph that is not the same here and there; triples as lines of N-Triples, empty where none were compared."""

    graph: str
    state: State
    here: int  # triples
    there: int
    source: str = ""  # what the article was read from
    only_here: tuple[str, ...] = ()
    only_there: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that differs, by the graphs' IRIs, and the number of graphs that are the same."""

    differences: tuple[GraphDifference, ...]
    same: int
    unfinished: int  # staging graphs that an interrupted push has left there

    @property
    def equal(self) -> bool:
        """True where both hold the same."""
        return not self.differences

    def text(self, *, triples: int) -> str:
        """Lines for people, with no more than so many triples of each graph and side."""
        lines = []
        for one in self.differences:
            lines.append(f"{one.state}: <{one.graph}> {one.source}".rstrip())
            lines.append(f"  triples here {one.here:,}, there {one.there:,}")
            for sign, side in (("here", one.only_here), ("there", one.only_there)):
                lines += [f"  only {sign}: {line}" for line in side[:triples]]
                if len(side) > triples:
                    lines.append(f"  only {sign}: {len(side) - triples:,} more")
        if self.unfinished:
            lines.append(
                f"a push was interrupted: {self.unfinished} staging graphs are left there; the next push ends it"
            )
        counted = Counter(one.state for one in self.differences)
        told = ", ".join(f"{counted[state]} {state}" for state in State if counted[state])
        lines.append(f"{self.same} graphs are the same" + (f"; {told}" if told else ""))
        return "\n".join(lines) + "\n"


def compare(store: Store, remote: Remote, *, merged: bool = False, full: bool = False) -> Comparison:
    """What differs between the graphs of a store and those of a remote one. Raises RemoteError."""
    local = Local(store, merged=merged)
    with RemoteStore(remote) as there:
        told, found = graphs.state(there, local.names, local.graphs)
        found.update(dict.fromkeys(told.pushed - set(found), 0))
        differences = []
        for graph in sorted({*local.graphs, *found}):
            here, count = local.graphs.get(graph), found.get(graph, 0)
            if here and not full and told.graphs.get(graph) == here and count == here.count:
                continue
            if here and count:
                lines = in_lines(there.triples(graph, count))
                if summary(lines) != here:
                    differences.append(_changed(store, local, graph, lines))
            elif here or count:
                state = State.HERE if here else State.THERE
                size = here.count if here else 0
                differences.append(
                    GraphDifference(graph=graph, state=state, here=size, there=count, source=_source(store, graph))
                )
    same = len(local.graphs) - sum(one.state is not State.THERE for one in differences)
    return Comparison(differences=tuple(differences), same=same, unfinished=len(told.staging))


def _changed(store: Store, local: Local, graph: str, there: list[str]) -> GraphDifference:
    here = local.lines(graph)
    return GraphDifference(
        graph=graph,
        state=State.CHANGED,
        here=len(here),
        there=len(there),
        source=_source(store, graph),
        only_here=tuple(sorted(set(here) - set(there))),
        only_there=tuple(sorted(set(there) - set(here))),
    )


def _source(store: Store, graph: str) -> str:
    """What the article of a graph was read from; empty where it is of no article that is here."""
    article = ox.NamedNode(store.names.article(graph.removeprefix(store.names.graph(""))))
    return min(store.values(article, SOURCE), default="")
