"""From files to articles."""

import datetime
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from kg.model import Article, Block, BlockKind, Skipped, Span


def article_of(source: str, data: bytes) -> Article | Skipped:
    text = data.decode("utf-8", "replace")
    if "<html" in text.lower():
        import trafilatura

        text = trafilatura.extract(text, include_tables=True, favor_recall=True) or ""
    blocks = []
    for m in re.finditer(r"[^\n]+", text):
        if m.group().strip():
            blocks.append(Block(kind=BlockKind.PARAGRAPH, span=Span(start=m.start(), end=m.end())))
    return Article(source=source, title="", text=text, published=None, language="en",
                   sha256=hashlib.sha256(data).hexdigest(), blocks=tuple(blocks))


def read(inputs: Iterator[str]) -> Iterator[Article | Skipped]:
    for source in inputs:
        paths = sorted(Path(source).iterdir()) if Path(source).is_dir() else [Path(source)]
        for path in paths:
            yield article_of(path.as_posix(), path.read_bytes())
