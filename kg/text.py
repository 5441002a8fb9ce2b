"""From an article to its sentences: offsets into Article.text, never across blocks."""

import re

from kg.model import Article, Sentence, Span

_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")


def sentences(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article, in order."""
    found = []
    for block in article.blocks:
        start = block.span.start
        text = block.span.of(article.text)
        cuts = [m.end() for m in _END.finditer(text)] if not block.cells else []
        for cut in [*cuts, len(text)]:
            end = block.span.start + cut
            if article.text[start:end].strip():
                found.append(Sentence(span=Span(start=start, end=end), block=block))
            start = end
    return tuple(found)
