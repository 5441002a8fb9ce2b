"""The store as it is served at one moment, with what is worked out from it once and kept until the next.

Input: a snapshot, whose store and version change together. Output: an Edition, the same one as long as the version is.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import threading
import weakref
from collections import defaultdict
from collections.abc import Callable, Hashable
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

from starlette.concurrency import run_in_threadpool

from kg import export, query
from kg.conflicts import Disagreement, disagreements
from kg.store import Store
from kg.web.apart import apart
from kg.web.pages.catalogue import Catalogue

T = TypeVar("T")
RECENT = 64  # answers that are kept for those who ask for nearly the same again
Held = dict[str, str]  # a row of the query "quarantine"


class Snapshot(Protocol):
    """A store that nobody writes to; it may be another one the next time, then with another version."""

    @property
    def store(self) -> Store:
        """The store, opened for reading."""

    @property
    def version(self) -> str:
        """Different for each state of the store."""


class Edition:
    """One version of the store. What costs more than a page may cost is worked out once, when it is first asked for."""

    def __init__(self, store: Store, version: str) -> None:
        self.store = store
        self.version = version
        self._known: dict[Hashable, Any] = {}
        self._recent: dict[Hashable, Any] = {}
        self._lock = threading.Lock()
        self._locks: defaultdict[Hashable, threading.Lock] = defaultdict(threading.Lock)
        self._waiting: defaultdict[Hashable, asyncio.Lock] = defaultdict(asyncio.Lock)

    def once(self, key: Hashable, work: Callable[[], T]) -> T:
        """What ``work`` gives, worked out at the first call with this key."""
        if key not in self._known:
            with self._locks[key]:
                if key not in self._known:
                    self._known[key] = work()
        found: T = self._known[key]
        return found

    def recent(self, key: Hashable, work: Callable[[], T]) -> T:
        """What ``work`` gives; known again as long as few others were asked for since."""
        with self._lock:
            if key in self._recent:
                self._recent[key] = self._recent.pop(key)
                known: T = self._recent[key]
                return known
        found = work()
        with self._lock:
            self._recent[key] = found
            while len(self._recent) > RECENT:
                del self._recent[next(iter(self._recent))]
        return found

    async def prepared(self, work: Callable[[Edition], object]) -> None:
        """Do what takes long in a thread; others who ask for the same wait without holding one."""
        async with self._waiting[work]:
            await run_in_threadpool(work, self)

    @property
    def catalogue(self) -> Catalogue:
        """The names, counts and articles."""
        return self.once("catalogue", lambda: apart(Catalogue, self.store))

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where articles say different things about the same."""
        return self.once("disagreements", lambda: apart(disagreements, self.store))

    @property
    def held(self) -> list[Held]:
        """The facts in quarantine, one row a shape that they break."""
        return self.once("held", lambda: list(query.run(self.store, query.find("quarantine")).records()))

    def dump(self, format: str) -> Path:
        """A file with the whole graph in a format of ``export.FORMATS``; it is gone when the edition is."""

        def make() -> Path:
            path = self._folder / f"citykg.{format}"
            apart(_write_dump, self.store, format, str(path))
            return path

        return self.once(("dump", format), make)

    @cached_property
    def _folder(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="citykg-dumps-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return folder


def _write_dump(store: Store, format: str, path: str) -> None:
    export.save(store, format, Path(path))


class Editions:
    """The current edition of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._lock = threading.Lock()
        self._current: Edition | None = None

    def current(self) -> Edition:
        """The edition of the version that the snapshot has now."""
        with self._lock:
            version = self._snapshot.version
            if self._current is None or self._current.version != version:
                self._current = Edition(self._snapshot.store, version)
            return self._current
