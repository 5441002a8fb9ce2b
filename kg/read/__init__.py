"""From files, folders, globs and standard input to articles.

Input: what the user named. Output: Raw or Skipped, one after the other, in order, one file in memory at a time
(``raws``), and of each Raw the Article (``parse``), which can be done in any process. Nothing here opens a connection
or reads a clock. Where each part lives: files (which files), compressed, warc, parquet, jsonl (what is in them),
decode (bytes to text), html, flat, plain (text to Page), page (Page to Article).
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import BinaryIO

from kg.errors import InputError
from kg.model import Article, Skipped
from kg.read import warc
from kg.read.compressed import GZIP, PIECE, Resumed, UnreadableError, beginning, unpacked
from kg.read.decode import binary, clean, decode
from kg.read.files import (
    JSON_LINES_SUFFIXES,
    MAX_TEXT,
    PARQUET_SUFFIXES,
    WARC_SUFFIXES,
    Found,
    exists,
    find,
    open_waiting_for_nobody,
    printable,
    reason_of,
)
from kg.read.flat import is_flat, read_flat
from kg.read.html import MAX_SIZE as MAX_HTML
from kg.read.html import TooLargeError, read_html
from kg.read.jsonl import Record, records
from kg.read.language import language
from kg.read.page import Page, article
from kg.read.plain import read_plain
from kg.read.published import of_metadata

__all__ = [
    "MAX_HTML", "MAX_LINE", "MAX_LINES", "MAX_TEXT",
    "Raw", "article_of", "parse", "raws", "raws_in", "raws_of", "read", "require",
]  # fmt: skip

MAX_LINE = 1 << 20  # characters of one line; the longest one-line dumps have some 100,000
MAX_LINES = 50_000
STDIN = "-"
_HEAD = 4096  # bytes that are enough to see what a file is

_HTML = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}>\s*)*<(?:!doctype\s+html|html|head|body|article|main|section|div|p|h1|meta|title|table|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_INSIDE = re.compile(r"<(?:html|head|body)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Raw:
    """What may be an article, as it was found: bytes that nobody has looked into yet."""

    source: str  # path or address
    data: bytes
    media_type: str | None = None  # what came with it, such as the Content-Type of a response
    record: Record | None = None  # what the data, a line of JSON, says
    url: str | None = None  # where it was fetched

    @cached_property
    def sha256(self) -> str:
        """The digest of the data: 64 hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


def read(inputs: Iterable[str], *, stdin: BinaryIO | None = None) -> Iterator[Article | Skipped]:
    """The articles of files, folders, globs and ``-`` (standard input), in the order named; see ``raws``."""
    for found in raws(inputs, stdin=stdin):
        yield found if isinstance(found, Skipped) else parse(found)


def raws(inputs: Iterable[str], *, stdin: BinaryIO | None = None) -> Iterator[Raw | Skipped]:
    """What may be an article in files, folders, globs and ``-`` (standard input), in the order named.

    A name that stands for nothing is a Skipped when other inputs are named beside it, so that
    one slip does not cost the rest; alone it raises InputError. ``stdin`` is read for ``-``.
    """
    names = list(inputs)
    require(names)
    for name in names:
        if name == STDIN:
            yield from _stream("stdin", stdin or sys.stdin.buffer)
            continue
        found = None
        for found in find(name):
            yield from [found] if isinstance(found, Skipped) else raws_in(found)
        if found is None and not exists(name):
            yield Skipped(source=printable(name), reason="does not exist")


def raws_of(found: Found, stream: io.BufferedReader) -> Iterator[Raw | Skipped]:
    """What may be an article in one file, which ``stream`` holds; see ``raws``."""
    head = stream.read(_HEAD)
    stream.seek(0)
    yield from _contents(found.source, stream, head, found)


def require(names: Sequence[str]) -> None:
    """Raises InputError where the only input that is named stands for nothing."""
    for name in names if len(names) == 1 else ():
        if name != STDIN and not exists(name) and next(find(name), None) is None:
            raise InputError(
                f"cannot read {name}: no such file, folder or pattern; check the name and the working folder"
            )


def parse(raw: Raw) -> Article | Skipped:
    """The article in what was found, or why there is none. The kind of text is told from the text itself."""
    if raw.record:
        return _article(raw.source, clean(raw.record.content), sha256=raw.sha256, record=raw.record)
    reason = _unfit(raw.data)
    if reason:
        return Skipped(source=raw.source, reason=reason)
    text = decode(raw.data, media_type=raw.media_type)
    if text is None:
        return Skipped(source=raw.source, reason="not text")
    return _article(raw.source, text, sha256=raw.sha256, url=raw.url)


def article_of(source: str, data: bytes, *, media_type: str | None = None) -> Article | Skipped:
    """The article in ``data``, or why there is none; see ``Raw`` and ``parse``."""
    return parse(Raw(source=printable(source), data=data, media_type=media_type))


def _unfit(data: bytes) -> str | None:
    if not data.strip():
        return "empty"
    kind = binary(data)
    if kind:
        return f"not text: {kind}"
    return "too large" if len(data) > MAX_TEXT else None


def _article(
    source: str, text: str, *, sha256: str, record: Record | None = None, url: str | None = None
) -> Article | Skipped:
    """The article in a text; what a record says about it goes before what is found, that before the ``url``."""
    if not text.strip():
        return Skipped(source=source, reason="empty")
    page = _page(text)
    if page is None:
        return Skipped(source=source, reason="too large")
    if record:
        page = replace(
            page,
            title=clean(record.title) or page.title,
            published=of_metadata(record.published) or page.published,
            url=record.url or page.url,
        )
    page = replace(page, url=page.url or url)
    found = article(page, source=source, sha256=sha256, language="en")
    if not any(character.isalpha() for character in found.text):
        return Skipped(source=source, reason="no article text")
    spoken = language(found.text)
    return found if spoken == "en" else Skipped(source=source, reason=f"not English: {spoken}")


def _page(text: str) -> Page | None:
    """The text as a page; None where it is larger than its reader can take."""
    if _HTML.match(text) or _HTML_INSIDE.search(text, 0, 4000):
        try:
            return read_html(text) if len(text) <= MAX_HTML else None
        except TooLargeError:
            return None
    lines = text.split("\n")
    if len(lines) > MAX_LINES or max(map(len, lines)) > MAX_LINE:
        return None
    if is_flat(text):
        page = read_flat(text)
        if page.parts:
            return page
    return read_plain(text)


def raws_in(found: Found) -> Iterator[Raw | Skipped]:
    """What may be an article in one file; what cannot be read is skipped."""
    try:
        with open(found.path, "rb", opener=open_waiting_for_nobody) as stream:  # Path.open has no opener
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                yield Skipped(source=found.source, reason="not a regular file")
                return
            yield from raws_of(found, stream)
    except OSError as error:
        yield Skipped(source=found.source, reason=reason_of(error))


def _stream(source: str, stream: BinaryIO) -> Iterator[Raw | Skipped]:
    """What may be an article in standard input."""
    buffered = io.BufferedReader(stream, PIECE) if isinstance(stream, io.RawIOBase) else stream
    head = buffered.read(_HEAD)
    yield from _contents(source, io.BufferedReader(Resumed(head, buffered), PIECE), head)


def _contents(
    source: str, stream: io.BufferedReader, head: bytes, found: Found | None = None
) -> Iterator[Raw | Skipped]:
    """What may be an article in a stream that begins with ``head``: records of an archive, lines of JSON, or one.

    Archives are told by how they begin; lines of JSON by the file's name or, where it has none, by their first brace.
    """
    suffix = found.suffix if found else ""
    inside = beginning(head)
    damaged = bool(found and found.gzipped and not head.startswith(GZIP) and decode(head) is None)
    try:
        if head and (suffix in WARC_SUFFIXES or inside.startswith(warc.BEGINNING)):
            gzipped = damaged or head.startswith(GZIP)
            captures = (
                warc.captures_of_gzip(source, stream) if gzipped else warc.captures(source, unpacked(stream, head))
            )
            yield from map(_of_capture, captures)
        elif damaged:
            yield Skipped(source=source, reason="damaged: no gzip data")
        elif suffix in JSON_LINES_SUFFIXES or (not found and inside.lstrip(b"\xef\xbb\xbf \t").startswith(b"{")):
            yield from map(_of_record, records(source, unpacked(stream, head)))
        elif head and (suffix in PARQUET_SUFFIXES or binary(head) == "Parquet") and stream.seekable():
            yield from map(_of_record, _rows(source, stream))
        else:
            data = unpacked(stream, head).read(MAX_TEXT + 1)
            large = len(data) > MAX_TEXT
            yield Skipped(source=source, reason="too large") if large else Raw(source=source, data=data)
    except UnreadableError as error:
        yield Skipped(source=source, reason=str(error))


def _rows(source: str, stream: BinaryIO) -> Iterator[Record | Skipped]:
    try:
        from kg.read import parquet  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        return iter([Skipped(source=source, reason="Parquet needs pyarrow; pip install 'citykg[parquet]'")])
    return parquet.rows(source, stream)


def _of_record(record: Record | Skipped) -> Raw | Skipped:
    if isinstance(record, Skipped):
        return record
    return Raw(source=printable(clean(record.source)), data=record.line, record=record)


def _of_capture(capture: warc.Capture | Skipped) -> Raw | Skipped:
    if isinstance(capture, Skipped):
        return capture
    return Raw(source=capture.url, data=capture.body, media_type=capture.media_type, url=capture.url)
