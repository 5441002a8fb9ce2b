"""What the folder of a closed store holds, so that a loss is noticed before an answer is given.

Input: the folder of a store. Output: the files that are not as they were when it was closed. The engine guards its
tables with checksums, but takes a list of files, or a log, that was cut for one that ends there. So a store that was
closed carries a seal: its files with their size, and the SHA-256 of those that the engine does not guard. While
somebody writes there is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

SEAL = "citykg.seal"
TABLE = ".sst"


def write(folder: Path) -> None:
    """Seal a store that was just closed; whole or not at all."""
    content = {path.name: _state(path) for path in _files(folder)}
    new = folder / f"{SEAL}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=0, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / SEAL)


def lift(folder: Path) -> None:
    """Take the seal off, because somebody is going to write."""
    with contextlib.suppress(FileNotFoundError):
        (folder / SEAL).unlink()


def is_sealed(folder: Path) -> bool:
    """True where the store was closed by the last that wrote to it."""
    return (folder / SEAL).exists()


def broken(folder: Path) -> list[str]:
    """What is not as it was sealed, in words; nothing where there is no seal."""
    try:
        sealed = json.loads((folder / SEAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError):
        return [f"the seal {SEAL} cannot be read"]
    found = {path.name: path for path in _files(folder)}
    return [
        f"{name} is lost" if name not in found else f"{name} is not as it was written"
        for name, state in sorted(sealed.items())
        if name not in found or _state(found[name]) != state
    ]


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name == "CURRENT" or path.name.startswith("MANIFEST-") or path.suffix in {TABLE, ".log"}:
            yield path


def _state(path: Path) -> list[object]:
    """Size and, but for tables, digest."""
    size = path.stat().st_size
    return [size] if path.suffix == TABLE else [size, hashlib.sha256(path.read_bytes()).hexdigest()]
