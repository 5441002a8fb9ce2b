"""From a local store to the same graphs in a remote one, however the connection behaves.

Input: a local Store and a Remote. Output: a Pushed. Rounds, until nothing differs: read what the remote holds (manifest
and counts), gather what differs in staging graphs, count those, move them into place. What a server says after a change
is not believed; each round looks again. So whatever a fault has left there, the next round, or the next run, finds it
and ends in the same graphs. Graphs that no push has made are neither read nor touched.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from kg.errors import InputError, RemoteError
from kg.remote import graphs
from kg.remote.connection import PassingError, RefusedError
from kg.remote.endpoints import shown
from kg.remote.graphs import Local, in_lines, record, staging, summary
from kg.remote.protocol import Store as RemoteStore
from kg.remote.settings import Remote
from kg.store import Store

log = logging.getLogger(__name__)

BATCH = 5_000  # triples a request
SAFE = 0.5  # part of the graphs there that may be removed without being asked twice


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What differs: graphs to send, graphs to take away, staging graphs that an earlier run has left."""

    send: tuple[str, ...]
    remove: tuple[str, ...]
    leftovers: tuple[str, ...]
    unchanged: int
    there: int  # graphs that pushes have put there so far

    @property
    def todo(self) -> int:
        """How many graphs are to be sent or taken away."""
        return len(self.send) + len(self.remove)

    @property
    def done(self) -> bool:
        """True where nothing is left to do."""
        return not (self.todo or self.leftovers)


@dataclass(kw_only=True)
class Pushed:
    """What a push has done. ``refused`` gives for each graph that the remote does not take what it said."""

    sent: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    triples: int = 0
    requests: int = 0
    rounds: int = 0
    refused: dict[str, str] = field(default_factory=dict)


def push(
    store: Store,
    remote: Remote,
    *,
    merged: bool = False,
    batch: int = BATCH,
    full: bool = False,
    remove_most: bool = False,
    dry_run: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Pushed:
    """Make the graphs of a local store those of a remote one.

    ``merged`` keeps the merge of all graphs there too, in a graph of its own; ``full`` reads every graph there, so that
    one is found that others have changed without changing its size; ``remove_most`` allows that more than half of the
    graphs there go; ``dry_run`` says what would be done; ``tell`` is told how far it is. Raises InputError where that
    is not allowed, or where the remote reads only, and RemoteError where it fails for good; what has arrived until then
    stays, and is not sent again.
    """
    if remote.endpoints.update is None:
        told = shown(remote.endpoints.query)
        raise InputError(f"cannot push to {told}: it reads only; name its address for updates: --update-url")
    local = Local(store, merged=merged)
    with RemoteStore(remote) as there:
        pushing = _Push(local, there, batch=batch, tell=tell)
        pushing.run(full=full, remove_most=remove_most, dry_run=dry_run)
        pushing.pushed.requests = there.connection.requests
        return pushing.pushed


class _Push:
    """One run: the local graphs, the remote store, what was done so far."""

    def __init__(self, local: Local, there: RemoteStore, *, batch: int, tell: Callable[[str], None]) -> None:
        self.local, self.there, self.batch, self.tell = local, there, batch, tell
        self.names = local.names
        self.manifest = self.names.graph(graphs.MANIFEST)
        self.pushed = Pushed()
        self.full = False  # whether nothing that the remote says of itself is believed
        self.suspects: set[str] = set()  # graphs that may hold something else than the manifest says: to be read

    def run(self, *, full: bool, remove_most: bool, dry_run: bool) -> None:
        """Rounds until nothing differs. Raises RemoteError where several in turn bring nothing."""
        self.full, self.suspects = full, set(self.local.graphs) if full else set()
        plan = first = self.plan()
        if not remove_most:
            _check(plan)
        left, wait = self.there.remote.tries, self.there.remote.pause
        while not (plan.done or dry_run):
            before, failure = plan, self._round(plan)
            self.pushed.rounds += 1
            asked = failure.wait if failure else 0.0
            if failure:
                log.info("push again reason=%s", failure)
                time.sleep(min(max(wait, asked), self.there.remote.longest_wait))
            plan = self.plan()
            if plan.todo < before.todo:
                left, wait = self.there.remote.tries, self.there.remote.pause
            else:
                left, wait = left - 1, 2 * wait
            if not plan.done and (not left or asked > self.there.remote.longest_wait):
                raise failure or self._not_kept(plan)
        self.pushed.sent = tuple(graph for graph in first.send if graph not in self.pushed.refused)
        self.pushed.removed = first.remove
        self.pushed.unchanged = first.unchanged
        self.pushed.triples = sum(self.local.graphs[graph].count for graph in self.pushed.sent)

    def plan(self) -> Plan:
        """What differs now."""
        told, found = graphs.state(self.there, self.names, self.local.graphs)
        wanted = {iri: here for iri, here in self.local.graphs.items() if iri not in self.pushed.refused}
        whole = {iri for iri in self.suspects if found.get(iri) == self.local.graphs[iri].count}
        self.suspects = {iri for iri in whole if self._reads_otherwise(iri)}
        send = tuple(
            iri
            for iri, here in wanted.items()
            if told.graphs.get(iri) != here or found.get(iri) != here.count or iri in self.suspects
        )
        leftovers = {*told.staging, *(graphs.strays(self.there, self.names) if self.full else ())}
        return Plan(
            send=send,
            remove=tuple(sorted(told.pushed - set(self.local.graphs))),
            leftovers=tuple(sorted(leftovers)),
            unchanged=len(wanted) - len(send),
            there=len(told.pushed),
        )

    def _reads_otherwise(self, graph: str) -> bool:
        here = self.local.graphs[graph]
        return summary(in_lines(self.there.triples(graph, here.count))) != here

    def _not_kept(self, plan: Plan) -> RemoteError:
        graph = (*plan.send, *plan.remove, *plan.leftovers)[0]
        found = self.there.counts([graph]).get(graph, 0)
        here = self.local.graphs.get(graph)
        told = f"cannot push: the remote says that all went well, but <{graph}> holds"
        if here and here.count == found:
            return RemoteError(
                f"{told} other values than were sent; it writes values in its own way, so leave out --full"
            )
        return RemoteError(
            f"{told} {found:,} triples there, {here.count if here else 0:,} here; see whether it allows updates, "
            "keeps named graphs and has room"
        )

    # -- one round ----------------------------------------------------------------------------------

    def _round(self, plan: Plan) -> PassingError | None:
        """Do what a plan says, as far as it can be done; why it could not be finished."""
        done = 0
        try:
            if plan.leftovers:
                self._remove(plan.leftovers)
            for batch in self._batches(plan.send):
                self._send(batch)
                done += len(batch)
                self.tell(f"{done:,} of {len(plan.send):,} graphs sent")
            for at in range(0, len(plan.remove), self.batch):
                self._remove(plan.remove[at : at + self.batch])
        except PassingError as error:
            return error
        return None

    def _batches(self, send: Sequence[str]) -> Iterator[list[str]]:
        """The graphs in groups of no more triples than a request holds; a larger graph alone."""
        batch: list[str] = []
        size = 0
        for graph in send:
            count = self.local.graphs[graph].count
            if batch and size + count > self.batch:
                yield batch
                batch, size = [], 0
            batch.append(graph)
            size += count
        if batch:
            yield batch

    def _send(self, batch: list[str]) -> None:
        """Gather graphs in staging graphs, count, move; where that is refused, in halves, down to the one that is."""
        try:
            self._stage(batch)
            if good := self._counted(batch):
                self._move(good)
        except RefusedError as error:
            size = sum(self.local.graphs[graph].count for graph in batch)
            too_large = error.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and min(self.batch, size) > 1
            if too_large:
                self.batch = min(self.batch, size) // 2
            if len(batch) > 1:
                self._send(batch[: len(batch) // 2])
                self._send(batch[len(batch) // 2 :])
            elif too_large:
                self._send(batch)
            else:
                self.pushed.refused[batch[0]] = str(error)

    def _stage(self, batch: list[str]) -> None:
        """Gather graphs in staging graphs. Each request records those, so that one that is done late is found again."""
        targets = {self._stage_of(graph): graph for graph in batch}
        recorded = self._record(f"<{stage}> <{graphs.REPLACES}> <{graph}> ." for stage, graph in targets.items())
        emptied = [f"DROP SILENT GRAPH <{stage}>" for stage in targets]
        parts = [
            (stage, lines[at : at + self.batch])
            for stage, graph in targets.items()
            for lines in [self.local.lines(graph)]
            for at in range(0, len(lines), self.batch)
        ]
        if len(parts) == len(batch):
            self._update(f"gather {len(batch)} graphs", recorded, *emptied, _insert(*parts))
            return
        self._update(f"make room for {len(batch)} graphs", recorded, *emptied)
        for number, part in enumerate(parts, 1):
            doing = f"send part {number} of {len(parts)} of <{targets[part[0]]}>"
            self._update(doing, recorded, _insert(part))

    def _counted(self, batch: list[str]) -> list[str]:
        """The graphs that have arrived whole."""
        found = self.there.counts(map(self._stage_of, batch))
        return [graph for graph in batch if found.get(self._stage_of(graph)) == self.local.graphs[graph].count]

    def _move(self, batch: list[str]) -> None:
        """Put what was gathered into its place. This is not repeated: the next round sees what became of it.

        The order matters where a server stops half-way: a graph without a digest is sent again, and one that is not
        recorded yet still stands behind its staging graph.
        """
        stages = {graph: self._stage_of(graph) for graph in batch}
        self.there.update(
            f"replace {len(batch)} graphs",
            " ;\n".join(
                (
                    self._forget(batch),
                    *(f"MOVE GRAPH <{stage}> TO GRAPH <{graph}>" for graph, stage in stages.items()),
                    self._record(record(graph, self.local.graphs[graph]) for graph in batch),
                    self._forget(stages.values()),
                )
            ),
            repeatable=False,
        )

    def _remove(self, batch: Sequence[str]) -> None:
        """Take graphs away, then what is recorded of them: the other way round they might be forgotten and stay."""
        drops = (f"DROP SILENT GRAPH <{graph}>" for graph in batch)
        self._update(f"remove {len(batch)} graphs", *drops, self._forget(batch))

    def _stage_of(self, graph: str) -> str:
        return staging(self.names, graph, self.local.graphs[graph])

    def _update(self, doing: str, *operations: str) -> None:
        """Ask for changes that may be made twice."""
        self.there.update(doing, " ;\n".join(operations), repeatable=True)

    def _record(self, lines: Iterable[str]) -> str:
        return _insert((self.manifest, list(lines)))

    def _forget(self, subjects: Iterable[str]) -> str:
        names = " ".join(f"<{subject}>" for subject in subjects)
        where = f"VALUES ?s {{ {names} }} GRAPH <{self.manifest}> {{ ?s ?p ?o }}"
        return f"DELETE {{ GRAPH <{self.manifest}> {{ ?s ?p ?o }} }} WHERE {{ {where} }}"


def _insert(*parts: tuple[str, list[str]]) -> str:
    """The update that adds lines of N-Triples to graphs."""
    data = " ".join(f"GRAPH <{graph}> {{ {' '.join(lines)} }}" for graph, lines in parts)
    return f"INSERT DATA {{ {data} }}"


def _check(plan: Plan) -> None:
    """Raises InputError where so much would go that another store, or another remote, may be meant."""
    if len(plan.remove) > SAFE * plan.there:
        raise InputError(
            f"cannot push: {len(plan.remove)} graphs there are not in this store and would be removed; look at them "
            "with kg compare, then push with --remove-most if that is meant"
        )
