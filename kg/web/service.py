"""What the routes answer from: the pool over the present snapshot, and what is known of that snapshot.

Input: Jobs. Output: Answers. A new snapshot takes the place of the old one between two jobs; the old one goes when its
last job has ended.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from kg.web import description
from kg.web.jobs import Job
from kg.web.limits import MEGABYTE, Limits, RefusedError
from kg.web.negotiation import ROWS, Form
from kg.web.snapshot import Snapshot
from kg.web.workers import RETRY, Answer, Pool, stays

log = logging.getLogger(__name__)


class Service:
    """The graph that is served, at its present state."""

    def __init__(self, limits: Limits, answers: Path) -> None:
        self.limits = limits
        self._answers = answers
        self._pools: list[Pool] = []  # the last is in use, the others finish what they have begun
        self._closing: set[asyncio.Task[None]] = set()
        self._unsent = 0  # bytes of answers that are being sent
        self._counting: tuple[str, asyncio.Task[int | None]] | None = None

    @property
    def snapshot(self) -> Snapshot:
        """What is served now."""
        return self._pools[-1].snapshot

    async def use(self, snapshot: Snapshot) -> None:
        """Serve this snapshot from now on. Raises StoreError where it cannot be opened; the old one stays then."""
        pool = Pool(snapshot, self.limits, self._answers)
        try:
            await pool.start()
        except BaseException:
            await pool.stop()
            raise
        self._pools.append(pool)
        for old in self._pools[:-1]:
            task = asyncio.ensure_future(self._close(old))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _close(self, pool: Pool) -> None:
        await pool.close()
        if pool in self._pools:
            self._pools.remove(pool)

    async def stop(self) -> None:
        """End all query processes and remove all snapshots."""
        for task in self._closing:
            task.cancel()
        for pool in self._pools:
            await pool.stop()

    async def answer(self, job: Job, gone: Callable[[], Awaitable[bool]] = stays) -> Answer:
        """The answer to a job; when it was sent, or is not needed, say so with ``done``. Raises RefusedError."""
        if self._unsent > self.limits.unsent * MEGABYTE:
            raise RefusedError(503, "the server is busy: large answers are still being taken; try again later", RETRY)
        answer = await self._pools[-1].run(job, gone)
        self._unsent += answer.size
        return answer

    def done(self, answer: Answer) -> None:
        """Free the space of an answer."""
        answer.file.close()
        self._unsent -= answer.size

    def job(
        self,
        *,
        sparql: str = "",
        graph: str | None = None,
        base: str | None = None,
        default_graphs: tuple[str, ...] = (),
        named_graphs: tuple[str, ...] = (),
        row_form: Form | None = None,
        graph_form: Form | None = None,
        seconds: float | None = None,
    ) -> Job:
        """A job within the limits of this server."""
        return Job(
            sparql=sparql,
            graph=graph,
            base=base,
            default_graphs=default_graphs,
            named_graphs=named_graphs,
            row_form=row_form,
            graph_form=graph_form,
            seconds=seconds or self.limits.seconds,
            most_rows=self.limits.rows,
            most_bytes=self.limits.answer * MEGABYTE,
        )

    async def rows(self, sparql: str, *, seconds: float | None = None) -> list[dict[str, str]]:
        """The rows of a SELECT as plain values, for a page. Raises RefusedError."""
        answer = await self.answer(self.job(sparql=sparql, row_form=ROWS[0], seconds=seconds))
        try:
            bindings = json.load(answer.file)["results"]["bindings"]
        finally:
            self.done(answer)
        return [{name: term["value"] for name, term in binding.items()} for binding in bindings]

    async def triples(self) -> int | None:
        """How many triples the default graph has, counted once a snapshot; None where that is not done in time."""
        if self._counting is None or self._counting[0] != self.snapshot.id:
            self._counting = (self.snapshot.id, asyncio.ensure_future(self._count()))
        counting = self._counting[1]
        await asyncio.wait({counting}, timeout=self.limits.seconds)
        return counting.result() if counting.done() else None

    async def _count(self) -> int | None:
        try:
            rows = await self.rows(description.TRIPLES, seconds=self.limits.counting_seconds)
        except RefusedError as error:
            log.warning("triples not counted reason=%s", error)
            if error.headers == RETRY:
                self._counting = None
            return None
        return int(rows[0]["n"])
