"""From files, folders, globs and standard input to articles.

Input: what the user named. Output: Raw or Skipped, one after the other, in order, one file in memory at a time
(``raws``), and of each Raw the Article (``parse``), which can be done in any process. Nothing here opens a connection
or reads a clock. Where each part lives: files (which files), decode (bytes to text), html, flat, plain, jsonl (text to
Page), page (Page to Article).
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import BinaryIO

from kg.errors import InputError
from kg.model import Article, Skipped
from kg.read.decode import binary, clean, decode
from kg.read.files import JSON_LINES_SUFFIXES, Found, exists, find, open_waiting_for_nobody, printable, reason_of
from kg.read.flat import is_flat, read_flat
from kg.read.html import MAX_SIZE as MAX_HTML
from kg.read.html import TooLargeError, read_html
from kg.read.jsonl import MAX_LINE as MAX_LINE_OF_JSON
from kg.read.jsonl import Record, records
from kg.read.language import language
from kg.read.page import Page, article
from kg.read.plain import read_plain
from kg.read.published import of_metadata

__all__ = ["MAX_HTML", "MAX_LINE", "MAX_LINES", "MAX_TEXT", "Raw", "article_of", "parse", "raws", "read"]

MAX_TEXT = 16 << 20  # bytes of one file or record; a long book has 2 MB
MAX_LINE = 1 << 20  # characters of one line; the longest one-line dumps have some 100,000
MAX_LINES = 50_000
STDIN = "-"

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
    for name in names:
        if name == STDIN:
            yield from _stream("stdin", stdin or sys.stdin.buffer)
            continue
        found = None
        for found in find(name):
            yield from [found] if isinstance(found, Skipped) else _file(found)
        if found is None and not exists(name):
            if len(names) == 1:
                raise InputError(
                    f"cannot read {name}: no such file, folder or pattern; check the name and the working folder"
                )
            yield Skipped(source=printable(name), reason="does not exist")


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
    return _article(raw.source, text, sha256=raw.sha256)


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


def _article(source: str, text: str, *, sha256: str, record: Record | None = None) -> Article | Skipped:
    """The article in a text; what a record says about it goes before what is found."""
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


def _file(found: Found) -> Iterator[Raw | Skipped]:
    """What may be an article in one file; what cannot be read is skipped."""
    try:
        with open(found.path, "rb", opener=open_waiting_for_nobody) as stream:  # Path.open has no opener
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                yield Skipped(source=found.source, reason="not a regular file")
            elif found.suffix in JSON_LINES_SUFFIXES:
                yield from _records(found.source, stream)
            elif status.st_size > MAX_TEXT:
                yield Skipped(source=found.source, reason="too large")
            else:
                yield Raw(source=found.source, data=stream.read(MAX_TEXT + 1))
    except OSError as error:
        yield Skipped(source=found.source, reason=reason_of(error))


def _stream(source: str, stream: BinaryIO) -> Iterator[Raw | Skipped]:
    """What standard input holds: JSON lines where it begins with a brace, else one article."""
    buffered = io.BufferedReader(stream, 1 << 16) if isinstance(stream, io.RawIOBase) else stream
    head = buffered.readline(MAX_LINE_OF_JSON + 1)
    if head.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        yield from _records(source, buffered, head=head)
    else:
        yield Raw(source=source, data=head + buffered.read(MAX_TEXT + 1))


def _records(source: str, stream: BinaryIO, *, head: bytes = b"") -> Iterator[Raw | Skipped]:
    for record in records(source, stream, head=head):
        if isinstance(record, Skipped):
            yield record
        else:
            yield Raw(source=printable(clean(record.source)), data=record.line, record=record)
