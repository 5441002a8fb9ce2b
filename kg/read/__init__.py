"""From files, folders, globs and standard input to articles.

Input: what the user named. Output: Article or Skipped, one after the other, one file in memory
at a time. Nothing here opens a connection or reads a clock.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from kg.model import Article, Skipped
from kg.read.decode import binary, clean, decode
from kg.read.flat import is_flat, read_flat
from kg.read.html import read_html
from kg.read.language import language
from kg.read.page import Page, article
from kg.read.plain import read_plain

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|meta|title)\b", re.IGNORECASE)


def article_of(source: str, data: bytes, *, media_type: str | None = None) -> Article | Skipped:
    """The article in ``data``, or why there is none."""
    kind = binary(data)
    if kind:
        return Skipped(source=source, reason=f"not text: {kind}")
    if not data.strip():
        return Skipped(source=source, reason="empty")
    text = decode(data, media_type=media_type)
    if text is None:
        return Skipped(source=source, reason="not text: no encoding fits")
    return _article(source, text, hashlib.sha256(data).hexdigest(), html=bool(_HTML.search(text[:2000])))


def _article(source: str, text: str, sha256: str, *, html: bool) -> Article | Skipped:
    page = read_html(text) if html else read_flat(text) if is_flat(text) else read_plain(text)
    found = article(page, source=source, sha256=sha256, language="en")
    if not found.text.strip():
        return Skipped(source=source, reason="no article text")
    spoken = language(found.text)
    if spoken != "en":
        return Skipped(source=source, reason=f"not English: {spoken}")
    return found


def read(inputs):
    from pathlib import Path

    for source in inputs:
        paths = sorted(Path(source).iterdir()) if Path(source).is_dir() else [Path(source)]
        for path in paths:
            yield article_of(path.as_posix(), path.read_bytes())
