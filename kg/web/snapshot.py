"""A copy of a store as it is at one moment, for reading while a build goes on.

Input: the folder of a store. Output: a folder with the same tables, as hard links where the file system has them. The
engine's own ``backup`` needs the store opened, which is undefined beside a writer; so the files are copied and the
copy is held against the seal of the store, or, where a build was killed and left none, copied while its lock is held.
While a build writes, files are copied until nothing changed in between: that is what a killed build would have left,
and each article is one transaction.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import seal
from kg.errors import StoreError
from kg.namespaces import Names
from kg.store import ENGINE_FILE, Store, advice

State = tuple[tuple[str, int, int], ...]  # name, size and time of change of each file

OWNER = "owner.lock"
TRIES, PAUSE = 200, 0.02  # to copy between two writes; seconds
_NOT_COPIED = ("LOCK", "LOG")  # the engine's lock and diary


class InUseError(StoreError):
    """Somebody is writing to the store: there will be something to copy when they have ended."""


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A copy of a store: its folder, what the store was like, and how it calls things."""

    folder: Path
    state: State
    names: Names

    @property
    def id(self) -> str:
        """Short, and different for each state of a store."""
        return hashlib.sha256(repr(self.state).encode()).hexdigest()[:16]

    def remove(self) -> None:
        """Delete the copy."""
        shutil.rmtree(self.folder, ignore_errors=True)


def state_of(store: Path) -> State:
    """What the files of a store are like now; empty where there is no store."""
    found = []
    with contextlib.suppress(OSError):  # a file may go while the folder is listed
        for path in sorted(store.iterdir()):
            if not path.name.startswith(_NOT_COPIED):
                seen = path.stat()
                found.append((path.name, seen.st_size, seen.st_mtime_ns))
    return tuple(found)


@contextlib.contextmanager
def room(store: Path) -> Iterator[Path]:
    """A folder for snapshots beside the store, so that tables can be linked, else in the folder for temporary files.

    It is removed at the end; what a server that was killed has left is removed at the start.
    """
    prefix = f".{store.resolve().name}.serve-"
    parents = (store.resolve().parent, Path(tempfile.gettempdir()))
    for parent in parents:
        for old in parent.glob(f"{prefix}*/{OWNER}"):
            with old.open("rb") as file, contextlib.suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(old.parent, ignore_errors=True)
    try:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parents[0]))
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix=prefix))
    with (folder / OWNER).open("wb") as owner:
        fcntl.flock(owner, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def take(store: Path, folder: Path, *, while_written: bool = False) -> Snapshot:
    """A snapshot of the store in a new folder; with ``while_written`` also of one that is being built.

    Raises InUseError while somebody writes to it, and StoreError where there is none, or a damaged one.
    """
    if not (store / ENGINE_FILE).exists():
        raise StoreError(f"cannot serve the store {store}: there is none; build it: kg build INPUT --store {store}")
    state = state_of(store)
    try:
        try:
            _copy_whole(store, folder, state)
        except InUseError:
            if not while_written:
                raise
            state = _copy_between_writes(store, folder)
        with Store.open(folder) as opened:
            names = opened.names
    except (OSError, RuntimeError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        if state != state_of(store):
            raise InUseError(_in_use(store)) from error
        raise StoreError(f"cannot serve the store {store}: {advice(error)}") from error
    except StoreError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Snapshot(folder=folder, state=state, names=names)


def _copy_whole(store: Path, folder: Path, state: State) -> None:
    """Copy a store as it is at one moment. Raises InUseError where it changed meanwhile, else StoreError."""
    if not seal.is_sealed(store):
        with _held(store):
            copy(store, folder)
        _recover(folder)
        return
    copy(store, folder)
    wrong = seal.broken(folder)
    if wrong and state != state_of(store):
        raise InUseError(_in_use(store))
    if wrong:
        remedy = f"see what to do: kg doctor --store {store}"
        raise StoreError(f"cannot serve the store {store}: it is damaged, {'; '.join(wrong[:3])}; {remedy}")


def _copy_between_writes(store: Path, folder: Path) -> State:
    """Copy a store that is being written to, as it is between two writes. Raises InUseError where there is no pause."""
    for _ in range(TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        before = state_of(store)
        with contextlib.suppress(FileNotFoundError):  # the engine has thrown a table away
            copy(store, folder)
            if before == state_of(store):
                (folder / seal.SEAL).unlink(missing_ok=True)
                _recover(folder)
                return before
        time.sleep(PAUSE)
    raise InUseError(_in_use(store))


def _recover(folder: Path) -> None:
    """Bring what stands in the engine's log only into tables: each query process would read it again."""
    ox.Store(str(folder)).flush()


def copy(store: Path, folder: Path) -> None:
    """Copy the files of a store that nobody writes to; tables never change, so a second name for them is enough."""
    folder.mkdir(parents=True)
    for path in store.iterdir():
        if path.name.startswith(_NOT_COPIED):
            continue
        if path.suffix == seal.TABLE:
            with contextlib.suppress(OSError):
                (folder / path.name).hardlink_to(path)
                continue
        shutil.copy2(path, folder / path.name)


@contextlib.contextmanager
def _held(store: Path) -> Iterator[None]:
    """Hold the engine's lock on a store, as a reader, so that nobody begins to write. Raises InUseError."""
    with (store / "LOCK").open("rb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            raise InUseError(_in_use(store)) from error
        yield


def _in_use(store: Path) -> str:
    return f"cannot serve the store {store}: another process is writing to it without a pause; try again in a moment"
