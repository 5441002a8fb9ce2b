r"""From what a reader made of a page to an Article.

Input: a Page, that is parts in order. Output: an Article whose text is the parts joined by
"\n" and whose blocks are their spans. The headline comes first and stands there once.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Article, Block, BlockKind, Span


@dataclass(frozen=True, kw_only=True)
class Part:
    """A block before it has a place in the text; a ROW has ``cells``, everything else ``text``."""

    kind: BlockKind
    text: str = ""
    cells: tuple[str, ...] = ()
    header: bool = False

    @property
    def words(self) -> str:
        """The text as it will stand in the article: cells joined by one tab, white space folded."""
        if self.kind is BlockKind.ROW:
            return "\t".join(fold(cell) for cell in self.cells)
        return fold(self.text)


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a reader found on a page; ``published`` is None where the page has no date."""

    parts: tuple[Part, ...]
    title: str = ""
    published: datetime.date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None  # as the page declares it


def fold(text: str) -> str:
    r"""``text`` with every run of white space as one blank, none at the ends.

    >>> fold("  a\n b ")
    'a b'
    """
    return " ".join(text.split())


def article(page: Page, *, source: str, sha256: str, language: str) -> Article:
    """The page as an article; parts without words are left out."""
    title = fold(page.title)
    blocks: list[Block] = []
    texts: list[str] = []
    start = 0
    for part in _with_headline(title, page.parts):
        words = part.words
        if not words.strip():
            continue
        span = Span(start=start, end=start + len(words))
        blocks.append(Block(kind=part.kind, span=span, cells=_cells(part, start), header=part.header))
        texts.append(words)
        start = span.end + 1
    return Article(
        source=source,
        title=title,
        text="\n".join(texts),
        published=page.published,
        language=language,
        sha256=sha256,
        blocks=tuple(blocks),
        publisher=page.publisher,
        url=page.url,
    )


def _cells(part: Part, start: int) -> tuple[Span, ...]:
    spans = []
    for cell in part.cells if part.kind is BlockKind.ROW else ():
        end = start + len(fold(cell))
        spans.append(Span(start=start, end=end))
        start = end + 1
    return tuple(spans)


def _with_headline(title: str, parts: Iterable[Part]) -> Iterable[Part]:
    """The parts with the headline in front, and not again among the first ones after it."""
    parts = [part for part in parts if part.words.strip()]
    if not title:
        return parts
    same = [n for n, part in enumerate(parts[:4]) if _key(part.words) == _key(title)]
    rest = [part for n, part in enumerate(parts) if n not in same]
    return [Part(kind=BlockKind.TITLE, text=title), *rest]


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
