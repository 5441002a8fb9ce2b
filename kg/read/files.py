"""From what the user named to open files: files, folders, globs.

Input: names. Output: a Found for each file to read and a Skipped for each that cannot be, sorted
within a folder or glob. Links that lead out of a folder, pipes and devices are never opened.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.model import Skipped

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ""})
JSON_LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})
MAX_DEPTH = 64  # folders in folders


@dataclass(frozen=True, kw_only=True)
class Found:
    """A regular file: where to open it, and its name as valid text."""

    path: bytes
    source: str

    @property
    def suffix(self) -> str:
        """The suffix in lower case, ``""`` where there is none."""
        return Path(self.source).suffix.lower()


def find(name: str) -> Iterator[Found | Skipped]:
    """The files that ``name`` stands for, folders walked to the bottom, in order of their names.

    Nothing is given for a name that does not exist. A file named by itself is given whatever
    its suffix and even through a link; in a folder only files that may hold articles are.
    """
    path = os.fsencode(name)
    if os.path.lexists(path):
        yield from _walk(path) if os.path.isdir(path) else _named(path)
    elif glob.has_magic(name):
        for match in sorted(glob.glob(path, recursive=True)):
            yield from _walk(match) if os.path.isdir(match) else _named(match)


def source_of(path: bytes) -> str:
    """A path as valid text, its parts joined by ``/``; bytes that are not UTF-8 become ``\\xff``."""
    text = path.decode("utf-8", "backslashreplace").replace(os.sep, "/")
    while text.startswith("./") and len(text) > 2:
        text = text[2:].lstrip("/")
    return text


def open_file(found: Found) -> int:
    """A file descriptor for reading; raises OSError. Never waits for the other end of a pipe."""
    return os.open(
        found.path,
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0),
    )


def reason_of(error: OSError) -> str:
    """A short phrase for why a file could not be read."""
    known = {FileNotFoundError: "vanished", PermissionError: "unreadable", IsADirectoryError: "a folder"}
    named = next((phrase for kind, phrase in known.items() if isinstance(error, kind)), None)
    return named or f"unreadable: {(error.strerror or 'error').lower()}"


def _named(path: bytes) -> Iterator[Found | Skipped]:
    """A file that was named by itself."""
    source = source_of(path)
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        link = os.path.islink(path)
        yield Skipped(source=source, reason="broken link" if link else reason_of(error))
        return
    reason = _odd(mode)
    yield Skipped(source=source, reason=reason) if reason else Found(path=path, source=source)


def _odd(mode: int) -> str | None:
    kinds = (
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((f"not a regular file: {name}" for test, name in kinds if test(mode)), None)


def _walk(folder: bytes) -> Iterator[Found | Skipped]:
    """The files below ``folder``; links that leave it or lead back into it are skipped."""
    root = os.path.realpath(folder)
    waiting = [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        try:
            with os.scandir(here) as entries:
                names = sorted(entry.name for entry in entries)
        except OSError as error:
            yield Skipped(source=source_of(here), reason=reason_of(error))
            continue
        below = []
        for name in names:
            if name.startswith(b"."):
                continue
            path = os.path.join(here, name)
            if os.path.isdir(path) and not os.path.islink(path):
                below.append((path, depth + 1))
            else:
                yield from _in_folder(path, root)
        if depth < MAX_DEPTH:
            waiting.extend(reversed(below))
        else:
            yield from (Skipped(source=source_of(path), reason="folders too deep") for path, _ in below)


def _in_folder(path: bytes, root: bytes) -> Iterator[Found | Skipped]:
    source = source_of(path)
    if os.path.islink(path):
        real = os.path.realpath(path)
        if not os.path.exists(path):
            yield Skipped(source=source, reason="broken link")
            return
        if os.path.commonpath((real, root)) != root:
            yield Skipped(source=source, reason="link out of the folder")
            return
        yield Skipped(source=source, reason="link within the folder")  # what it leads to is read in its place
        return
    suffix = Path(source).suffix.lower()
    for found in _named(path):
        if isinstance(found, Found) and suffix not in TEXT_SUFFIXES | JSON_LINES_SUFFIXES:
            yield Skipped(source=source, reason=f"not an article: {suffix[:12]}")
        else:
            yield found
