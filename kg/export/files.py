"""Files and folders that appear whole or not at all.

Input: a path. Output: a place to write to; when all is written it takes the path, and when something fails what stood
there before is still there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import IO

from kg.errors import ExportError


def by_ending(path: Path, endings: Mapping[str, str], otherwise: str) -> str:
    """What the ending of a path asks for, small or capital letters; ``otherwise`` where it has none.

    Raises ExportError where the ending is none of ``endings``: what is in a file is what its name says.
    """
    ending = path.suffix.lower()
    if ending and ending not in endings:
        raise ExportError(
            f"cannot tell from its ending what to write to {path}: let it end in one of {' '.join(endings)}"
        )
    return endings.get(ending, otherwise)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of ``path`` when the block has ended well: a reader never sees half of it.

    A link is followed; a pipe or device is written to as it is. Raises ExportError where that cannot be done.
    """
    with _explained(path):
        found = path.stat().st_mode if path.exists() else stat.S_IFREG
        if stat.S_ISDIR(found):
            raise ExportError(f"cannot write the file {path}: it is a folder; name a file")
        if not stat.S_ISREG(found):
            with path.open("wb") as file:
                yield file
            return
        with _renamed_to(path.resolve()) as file:
            yield file


@contextlib.contextmanager
def _renamed_to(path: Path) -> Iterator[IO[bytes]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Says which path could not be written, and why; that a reader of a pipe has gone is not ours to explain."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror or error}; name another place") from error


def write(path: Path, content: bytes) -> None:
    """Put ``content`` in a file, whole or not at all."""
    with replacing(path) as file:
        file.write(content)


@contextlib.contextmanager
def replacing_folder(path: Path, ours: Container[str]) -> Iterator[Path]:
    """A folder that takes the place of ``path`` when the block has ended well.

    Raises ExportError where ``path`` is a file, or a folder that holds more than the files named in ``ours``.
    """
    if path.exists() and not path.is_dir():
        raise ExportError(f"cannot write a folder of tables to {path}: it is a file; name a folder, or a .zip file")
    others = sorted(file.name for file in path.iterdir() if file.name not in ours) if path.is_dir() else []
    if others:
        raise ExportError(f"cannot write the tables to {path}: it holds {others[0]} as well; name a folder of its own")
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        try:
            yield new
            new.chmod(0o755)
            if path.exists():
                old = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
                path.replace(old)
                new.replace(path)
                shutil.rmtree(old)
            else:
                new.replace(path)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
