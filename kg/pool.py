"""Work done in other processes, in order, each piece with a limit of time and memory.

Input: a function and items, one by one. Output: for each item a call that waits for its result. A process that
hangs, dies or takes too much memory costs the item that it was at: TaskError says why, and another takes its place.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as LateError
from multiprocessing import forkserver, resource_tracker
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from kg.errors import TaskError

T = TypeVar("T")
R = TypeVar("R")

SECONDS = 60.0  # for one article; the longest of the labelled ones takes two
MEGABYTES = 1024  # for one process, above what it has when it starts


class Pool(Generic[T, R]):
    """Processes that do one kind of work. Use it as a context manager; leaving it ends them."""

    def __init__(
        self,
        work: Callable[[T], R],
        workers: int,
        *,
        seconds: float = SECONDS,
        megabytes: int = MEGABYTES,
        preload: str = "",
    ) -> None:
        """``preload`` names a module that does on import what every process needs: it is done once for all."""
        self.seconds = seconds
        self.megabytes = megabytes
        context = multiprocessing.get_context("forkserver" if _forks() else "spawn")
        if _forks():
            context.set_forkserver_preload([preload] if preload else [])
            _start_server()
        self._pool = ProcessPool(max_workers=workers, initializer=_begin, initargs=(work, megabytes), context=context)

    def start(self, item: T) -> Callable[[], R]:
        """Begin with an item; the call that comes back waits for the result, or raises TaskError."""
        future = self._pool.schedule(_do, args=(item,), timeout=self.seconds)

        def result() -> R:
            try:
                return future.result()  # type: ignore[no-any-return]  # what _do gives
            except LateError:
                raise TaskError(f"it took more than {self.seconds:g} seconds") from None
            except MemoryError:
                raise TaskError(f"it needed more than {self.megabytes} MB of memory") from None
            except ProcessExpired as error:
                raise TaskError(f"the process that read it died (exit code {error.exitcode})") from None

        return result

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble's
        self._pool.join()


def in_order(items: Iterable[T], start: Callable[[T], Callable[[], R]], ahead: int = 0) -> Iterator[R]:
    """The results of the items, in their order; up to ``ahead`` items are begun before the first is done."""
    waiting: deque[Callable[[], R]] = deque()
    for item in items:
        waiting.append(start(item))
        if len(waiting) > ahead:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


def _start_server() -> None:
    """Start the process that the others are forked from, deaf to Ctrl+C: who holds the store decides when to stop."""
    resource_tracker.ensure_running()  # first: it lets signals in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _forks() -> bool:
    return "forkserver" in multiprocessing.get_all_start_methods()


_work: Callable[[Any], Any]


def _begin(work: Callable[[Any], Any], megabytes: int) -> None:
    global _work  # noqa: PLW0603 - what this process is for
    _work = work
    for number in (signal.SIGINT, signal.SIGTERM):  # the process that holds the store decides when to stop
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    with contextlib.suppress(OSError, ValueError):
        now = int(_status("VmSize")) * 1024
        resource.setrlimit(resource.RLIMIT_AS, (now + (megabytes << 20), resource.RLIM_INFINITY))


def _status(name: str) -> str:
    with open("/proc/self/status", encoding="ascii") as lines:  # noqa: PTH123 - no file
        return next(line.split()[1] for line in lines if line.startswith(f"{name}:"))


def _do(item: Any) -> Any:
    return _work(item)
