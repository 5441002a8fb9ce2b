"""The state of the store that pages show: a copy of its own, opened in this process.

Input: snapshots, one after the other. Output: the store of the last one. The one before is kept for requests that have
begun with it.
"""

from __future__ import annotations

import shutil
from collections import deque
from pathlib import Path

from kg.store import Store
from kg.web import snapshot as snapshots
from kg.web.snapshot import Snapshot

KEPT = 2


class Shown:
    """What ``kg.web.pages`` shows; ``use`` a snapshot before the first request."""

    def __init__(self) -> None:
        self._states: deque[tuple[str, Store, Path]] = deque()

    @property
    def store(self) -> Store:
        """The store, opened for reading."""
        return self._states[-1][1]

    @property
    def version(self) -> str:
        """Different for each state of the store."""
        return self._states[-1][0]

    def use(self, snapshot: Snapshot) -> None:
        """Show this snapshot from now on. Raises StoreError where it cannot be opened; the old one stays then."""
        folder = snapshot.folder.with_name(f"{snapshot.folder.name}-pages")
        snapshots.copy(snapshot.folder, folder)
        self._states.append((snapshot.id, Store.open(folder), folder))
        while len(self._states) > KEPT:
            _, store, old = self._states.popleft()
            store.close()
            shutil.rmtree(old, ignore_errors=True)
