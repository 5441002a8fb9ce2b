"""What of an article became facts, and where the graph stays silent.

Input: a Document and its facts. Output: the text in pieces, marked where a fact was read, and the
sentences that hold a name and a number, or an award or event, but gave no fact.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import (
    BlockKind,
    CityMention,
    Document,
    Fact,
    Kind,
    NameMention,
    PersonMention,
    QuantityMention,
    Sentence,
    Span,
)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of the text; ``facts`` are the numbers (from 1) of the facts whose best quote covers it."""

    text: str
    facts: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """An article read against its facts."""

    source: str
    pieces: tuple[Piece, ...]  # joined they are the whole text
    facts: tuple[Fact, ...]  # in the order of their numbers
    silent: tuple[str, ...]  # sentences that look as if they held a fact
    sentences: int
    told: int  # sentences that a fact was read from


def coverage(document: Document, facts: Iterable[Fact]) -> Coverage:
    """The article's text marked with its facts, and the sentences that the graph does not know."""
    numbered = tuple(facts)
    quotes = [span for fact in numbered for span in fact.evidence]
    told = [s for s in document.sentences if any(s.span.overlaps(quote) for quote in quotes)]
    silent = [s for s in document.sentences if s not in told and _promising(document, s)]
    return Coverage(
        source=document.article.source,
        pieces=pieces(document.text, [fact.evidence[0] for fact in numbered]),
        facts=numbered,
        silent=tuple(" ".join(document.quote(s.span).split()) for s in silent),
        sentences=len(document.sentences),
        told=len(told),
    )


def _promising(document: Document, sentence: Sentence) -> bool:
    """True where a sentence holds a name and a number, or an award or event beside a name."""
    if sentence.block.kind in {BlockKind.TITLE, BlockKind.HEADING}:
        return False
    names = document.within(sentence.span, NameMention)
    named = bool(names or document.within(sentence.span, CityMention) or document.within(sentence.span, PersonMention))
    numbers = bool(document.within(sentence.span, QuantityMention))
    occasion = any(name.kind in {Kind.AWARD, Kind.EVENT} for name in names)
    return named and (numbers or occasion)


def pieces(text: str, quotes: list[Span]) -> tuple[Piece, ...]:
    """The text cut wherever a quote begins or ends; facts are numbered in the order of their quotes."""
    cuts = sorted({0, len(text), *(s.start for s in quotes), *(s.end for s in quotes)})
    found = []
    for start, end in itertools.pairwise(cuts):
        part = Span(start=start, end=end)
        covering = tuple(at for at, quote in enumerate(quotes, 1) if quote.covers(part))
        found.append(Piece(text=part.of(text), facts=covering))
    return tuple(found)
