"""Files and folders that appear whole or not at all.

Input: a path. Output: a place to write to; when all is written it takes the path, and when something fails what stood
there before is still there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Container, Iterator
from pathlib import Path
from typing import IO

from kg.errors import ExportError


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of ``path`` when the block has ended well: a reader never sees half of it."""
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
