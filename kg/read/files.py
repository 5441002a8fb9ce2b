"""From what the user named to files that can be read.

Input: the name of a file, a folder or a glob. Output: a Found for each file to read and a Skipped
for each that cannot be, in order of their names. Links in a folder are not followed (what they
lead to is read in its own place, or lies outside); pipes and devices are never waited for.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.model import Skipped

MAX_TEXT = 16 << 20  # bytes of one file or record, decompressed; a long book has 2 MB
TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ""})
JSON_LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})
WARC_SUFFIXES = frozenset({".warc", ".wet"})  # Common Crawl names its extracted texts .warc.wet.gz
PARQUET_SUFFIXES = frozenset({".parquet"})
COMPRESSED_SUFFIXES = frozenset({".gz", ".zst"})
_SUFFIXES = TEXT_SUFFIXES | JSON_LINES_SUFFIXES | WARC_SUFFIXES | PARQUET_SUFFIXES
MAX_DEPTH = 64  # folders in folders


@dataclass(frozen=True, kw_only=True)
class Found:
    """A file to read: where it is, and its name as text."""

    path: Path
    source: str

    @property
    def suffix(self) -> str:
        """The suffix in lower case, ``""`` where there is none; of ``news.jsonl.gz`` that of what is inside."""
        return _suffix(self.path)

    @property
    def gzipped(self) -> bool:
        """True where the name says so."""
        return self.path.suffix.lower() == ".gz"


def find(name: str) -> Iterator[Found | Skipped]:
    """The files that ``name`` stands for, folders walked to the bottom.

    Nothing is given for a name that does not exist. A file named by itself is given whatever
    its suffix and even through a link; in a folder only files that may hold articles are.
    """
    if exists(name):
        yield from _any(Path(name))
    elif glob.has_magic(name) and "\0" not in name:
        for match in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207  # Path.glob takes no absolute pattern
            yield from _any(Path(match))


def exists(name: str) -> bool:
    """True where there is a file, a folder or a link of that name."""
    return "\0" not in name and os.path.lexists(name)


def printable(name: str) -> str:
    r"""A name as one line of valid text: what cannot be printed or decoded is written as an escape.

    >>> printable("a\nb\u202e.txt")
    'a\\nb\\u202e.txt'
    """
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") if _escaped(name) else name
    shown = (
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )
    return "".join(shown)


def reason_of(error: OSError) -> str:
    """A short phrase for why a file could not be read."""
    known = {FileNotFoundError: "vanished", PermissionError: "unreadable", IsADirectoryError: "a folder"}
    named = next((phrase for kind, phrase in known.items() if isinstance(error, kind)), None)
    return named or f"unreadable: {(error.strerror or 'error').lower()}"


def open_waiting_for_nobody(path: str, flags: int) -> int:
    """An opener for ``open`` that does not wait for the other end of a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _escaped(name: str) -> bool:
    """True where Python escaped bytes of the name that are not UTF-8 (PEP 383)."""
    return any("\udc80" <= character <= "\udcff" for character in name)


def _source(path: Path) -> str:
    return printable(path.as_posix())


def _any(path: Path) -> Iterator[Found | Skipped]:
    yield from _walk(path) if path.is_dir() else _named(path)


def _named(path: Path) -> Iterator[Found | Skipped]:
    """A file that was named by itself."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        reason = "link that leads nowhere" if path.is_symlink() else reason_of(error)
        yield Skipped(source=_source(path), reason=reason)
        return
    if stat.S_ISREG(mode):
        yield Found(path=path, source=_source(path))
    else:
        yield Skipped(source=_source(path), reason="not a regular file")


def _walk(folder: Path) -> Iterator[Found | Skipped]:
    """The files below ``folder``, hidden ones left out: those of a folder first, then its folders."""
    root = folder.resolve()
    waiting = [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        try:
            entries = sorted(here.iterdir(), key=lambda path: os.fsencode(path.name))
        except OSError as error:
            yield Skipped(source=_source(here), reason=reason_of(error))
            continue
        entries = [path for path in entries if not path.name.startswith(".")]
        if {"CURRENT", "IDENTITY", "LOCK"} <= {path.name for path in entries}:
            continue  # a store, built inside the folder of its own input
        folders = [path for path in entries if path.is_dir() and not path.is_symlink()]
        for path in entries:
            if path not in folders:
                yield from _in_folder(path, root)
        if depth < MAX_DEPTH:
            waiting.extend((path, depth + 1) for path in reversed(folders))
        else:
            yield from (Skipped(source=_source(path), reason="folders too deep") for path in folders)


def _suffix(path: Path) -> str:
    compressed = path.suffix.lower() in COMPRESSED_SUFFIXES
    return (path.with_suffix("") if compressed else path).suffix.lower()


def _in_folder(path: Path, root: Path) -> Iterator[Found | Skipped]:
    suffix = _suffix(path)
    if path.is_symlink():
        yield Skipped(source=_source(path), reason=_where(path, root))
    elif suffix in _SUFFIXES:
        yield from _named(path)
    else:
        yield Skipped(source=_source(path), reason=f"not an article: {printable(suffix[:12])}")


def _where(link: Path, root: Path) -> str:
    """Where a link in a folder leads."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):  # a loop is a RuntimeError before Python 3.13
        return "link that leads nowhere"
    return "link within the folder" if target.is_relative_to(root) else "link out of the folder"
