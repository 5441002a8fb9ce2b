"""Query processes that may be killed: a pool over one snapshot.

Input: Jobs. Output: Answers, or a RefusedError that says what to do. A job holds one of the places for quick queries;
what runs longer than a second moves to a place for long ones, at the lowest priority, so that short questions are
answered while long ones run. A process whose query ran long, or that died of it, is replaced.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

import kg
from kg.errors import StoreError
from kg.web.jobs import Job, Reply, Setting, from_line, to_line
from kg.web.limits import MEGABYTE, Limits, RefusedError
from kg.web.negotiation import Form
from kg.web.snapshot import Snapshot

log = logging.getLogger(__name__)

LOWEST_PRIORITY = 19
LET_GO = 0.05  # seconds in which the event loop closes the pipes of a process that has ended
RETRY = {"Retry-After": "5"}


async def stays() -> bool:
    """A client that waits for its answer, however long."""
    return False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A whole answer, in a file that has no name any more: closing it frees its space."""

    file: BinaryIO
    size: int
    form: Form
    rows: int


class _DiedError(Exception):
    """A query process has ended before it replied."""


class _NotBegunError(RefusedError):
    """The query process had ended before it began this job: another one may answer it."""


class _Worker:
    """One query process; asked one job at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin
        assert process.stdout
        self._process, self._jobs, self._replies = process, process.stdin, process.stdout

    @classmethod
    async def start(cls, setting: Setting) -> Self:
        """A process that has opened the snapshot. Raises StoreError where it cannot."""
        root = str(Path(kg.__file__).parents[1])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "kg.web.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path, "MALLOC_ARENA_MAX": "2"},
            start_new_session=True,  # Ctrl+C is for the server
        )
        worker = cls(process)
        try:
            reply = await worker._exchange(to_line(setting))
        except _DiedError as error:
            raise StoreError(f"cannot start a query process: it ended with {process.returncode}") from error
        except BaseException:
            worker.kill()
            raise
        if reply.status != 200:
            raise StoreError(reply.reason)
        return worker

    async def ask(self, job: Job, path: Path) -> Reply:
        """The reply to a job whose answer goes to a file."""
        return await self._exchange(to_line(job) + f"{path}\n".encode())

    async def _exchange(self, lines: bytes) -> Reply:
        try:
            self._jobs.write(lines)
            await self._jobs.drain()
            line = await self._replies.readline()
        except ConnectionError:
            line = b""
        if not line:
            await self._process.wait()
            raise _DiedError
        return from_line(Reply, line)

    @property
    def alive(self) -> bool:
        """True until the process has ended."""
        return self._process.returncode is None and not self._replies.at_eof()

    @property
    def end(self) -> str:
        """How the process has ended, in words."""
        code = self._process.returncode or 0
        return signal.strsignal(-code) or "" if code < 0 else f"exit code {code}"

    def step_back(self) -> None:
        """Give others the processor first."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, LOWEST_PRIORITY)

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def gone(self) -> None:
        """Wait until the process has ended and the event loop has let go of it."""
        await self._process.wait()
        await asyncio.sleep(LET_GO)


class Pool:
    """The query processes over one snapshot. ``start`` it before use, ``close`` it when no job runs any more."""

    def __init__(self, snapshot: Snapshot, limits: Limits, answers: Path) -> None:
        self.snapshot = snapshot
        self._limits = limits
        self._answers = answers
        self._setting = Setting(
            folder=str(snapshot.folder),
            prefixes=snapshot.names.prefixes(),
            things=snapshot.names.base,
            memory=limits.memory * MEGABYTE,
        )
        self._places = asyncio.Semaphore(limits.workers)
        self._workers: set[_Worker] = set()
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._replacing: set[asyncio.Task[None]] = set()
        self._waiting = self._long = self._running = self._count = 0
        self._none_runs = asyncio.Event()
        self._none_runs.set()

    async def start(self) -> None:
        """Start all processes. Raises StoreError where the snapshot cannot be opened."""
        try:
            await asyncio.gather(*(self._add() for _ in range(2 * self._limits.workers)))
        except OSError as error:
            raise StoreError(f"cannot start a query process: {error}; lower --workers") from error

    async def close(self) -> None:
        """Wait until no job runs, then end all processes and remove the snapshot."""
        await self._none_runs.wait()
        await self.stop()

    async def stop(self) -> None:
        """End all processes and remove the snapshot; what runs is not answered."""
        for task in self._replacing:
            task.cancel()
        for worker in self._workers:
            worker.kill()
        await asyncio.gather(*(worker.gone() for worker in self._workers))
        self.snapshot.remove()

    async def run(self, job: Job, gone: Callable[[], Awaitable[bool]] = stays) -> Answer:
        """The answer to a job; ``gone`` tells that nobody waits for it any more. Raises RefusedError."""
        self._running += 1
        self._none_runs.clear()
        try:
            for _ in range(2 * self._limits.workers):  # as many processes as there are, should all be dead
                with contextlib.suppress(_NotBegunError):
                    return await self._run(job, gone)
            return await self._run(job, gone)
        finally:
            self._running -= 1
            if not self._running:
                self._none_runs.set()

    async def _enter(self) -> None:
        if self._waiting >= self._limits.waiting:
            raise RefusedError(503, "the server is busy: too many queries wait already; try again in a moment", RETRY)
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                await self._places.acquire()
        except TimeoutError as error:
            raise RefusedError(503, "the server is busy: no query process became free; try again", RETRY) from error
        finally:
            self._waiting -= 1

    async def _run(self, job: Job, gone: Callable[[], Awaitable[bool]]) -> Answer:
        await self._enter()
        self._count += 1
        path = self._answers / f"{self.snapshot.id}-{self._count}"
        worker = None
        quick, whole = True, False
        try:
            worker = await self._fit_worker()
            asked = asyncio.ensure_future(worker.ask(job, path))
            try:
                await asyncio.wait({asked}, timeout=min(self._limits.quick_seconds, job.seconds))
                if not asked.done():
                    self._make_long(worker)
                    quick = False
                    await self._until(asked, job, gone)
                reply = await asked
            finally:
                asked.cancel()
            whole = True
            return _opened(path, reply)
        except _DiedError as error:
            assert worker
            log.warning("query process ended reason=%s", worker.end)
            begun = path.exists()  # the first thing that a process does for a job
            raise (RefusedError if begun else _NotBegunError)(
                503,
                f"the query ended its process ({worker.end}): it needs more than {self._limits.memory:,} MB of memory, "
                "or is too complex for the engine; make it smaller, sort and join less",
            ) from error
        finally:
            path.unlink(missing_ok=True)
            self._leave(worker, quick=quick, fit=whole and quick)

    def _make_long(self, worker: _Worker) -> None:
        """Move a job from the quick places to the long ones. Raises RefusedError where these are all taken."""
        if self._long >= self._limits.workers:
            text = "the server is busy with long queries and this is one more: make it quicker, or try again later"
            raise RefusedError(503, text, RETRY)
        self._long += 1
        self._places.release()
        worker.step_back()

    async def _until(self, asked: asyncio.Future[Reply], job: Job, gone: Callable[[], Awaitable[bool]]) -> None:
        """Wait for a long job, until its time is up or its client gone. Raises RefusedError."""
        clock = asyncio.get_running_loop().time
        end = clock() + job.seconds - min(self._limits.quick_seconds, job.seconds)
        while not asked.done():
            left = end - clock()
            if left <= 0:
                text = f"the query ran out of time: {job.seconds:g} s are allowed; ask for less, or with a LIMIT inside"
                raise RefusedError(503, text)
            if await gone():
                raise RefusedError(503, "the client has gone")
            await asyncio.wait({asked}, timeout=min(left, 1.0))

    def _leave(self, worker: _Worker | None, *, quick: bool, fit: bool) -> None:
        if quick:
            self._places.release()
        else:
            self._long -= 1
        if worker is None:
            return
        if fit:
            self._idle.put_nowait(worker)
            return
        self._replace(worker)

    async def _fit_worker(self) -> _Worker:
        """An idle process; one that ended while it was idle is replaced. Raises RefusedError where none starts."""
        try:
            async with asyncio.timeout(self._limits.starting_seconds):
                while not (worker := await self._idle.get()).alive:
                    self._replace(worker)
        except TimeoutError as error:
            raise RefusedError(503, "no query process could be started; try again in a moment", RETRY) from error
        return worker

    def _replace(self, worker: _Worker) -> None:
        worker.kill()
        self._workers.discard(worker)
        task = asyncio.ensure_future(self._add_at_last())
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    async def _add(self) -> None:
        worker = await _Worker.start(self._setting)
        self._workers.add(worker)
        self._idle.put_nowait(worker)

    async def _add_at_last(self) -> None:
        while True:
            try:
                await self._add()
            except (OSError, StoreError) as error:
                log.warning("query process not started reason=%s", error)
                await asyncio.sleep(1)
            else:
                return


def _opened(path: Path, reply: Reply) -> Answer:
    if reply.status != 200 or reply.form is None:
        raise RefusedError(reply.status, reply.reason)
    file = path.open("rb")
    return Answer(file=file, size=os.fstat(file.fileno()).st_size, form=reply.form, rows=reply.rows)
