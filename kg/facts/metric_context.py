"""Whom a quantity is about and when: from the sentence, else from the document.

Input: Document, sentence, quantity. Output: Entity and Period. A named possessor or place beside
the quantity comes first, then the subject, then what the text was speaking of.
"""

from __future__ import annotations

import re
from collections import Counter

from kg.model import (
    CityMention,
    DateMention,
    Document,
    Entity,
    Kind,
    Mention,
    NameMention,
    Period,
    PlaceMention,
    QuantityMention,
    Sentence,
    Span,
)

_BEARERS = (Kind.ORGANIZATION, Kind.EVENT, Kind.EVENT_SERIES, Kind.THING)


class Context:
    """The things of a document that a figure can be about, and the times named in it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.bearers: tuple[Mention, ...] = tuple(
            sorted(
                [
                    *document.all(CityMention),
                    *(p for p in document.all(PlaceMention) if not p.adjective),
                    *(n for n in document.all(NameMention) if n.kind in _BEARERS),
                ],
                key=lambda m: (m.span.start, -m.span.end),
            )
        )
        self.main = self._main()

    def _main(self) -> Entity | None:
        """The city the article is about: the one named most, earlier ones first among equals."""
        counts = Counter(c.entity for c in self.document.all(CityMention))
        if not counts:
            return None
        best = max(counts.values())
        return next(c.entity for c in self.document.all(CityMention) if counts[c.entity] == best)

    def about(self, sentence: Sentence, quantity: QuantityMention, noun_end: int, earlier: Entity | None) -> Entity | None:
        """Whom the figure is about; None where nothing is named."""
        inside = [m for m in self.bearers if sentence.span.covers(m.span)]
        before = [m for m in inside if m.span.end <= quantity.span.start]
        after = [m for m in inside if m.span.start >= quantity.span.end]
        for mention in after:
            gap = self.document.text[quantity.span.end : mention.span.start]
            if len(gap) < 80 and re.search(r"\b(?:in|of|across|throughout|within|at)\s+(?:the\s+)?(?:city of\s+|town of\s+)?$", gap) and not re.search(r"[.;:]|, ", gap):
                return mention.entity  # type: ignore[attr-defined,no-any-return]
            break
        if before:
            return before[-1].entity  # type: ignore[attr-defined,no-any-return]
        return earlier or self.main or (after[0].entity if after else None)  # type: ignore[attr-defined]

    def as_of(self, sentence: Sentence, quantity: QuantityMention) -> Period | None:
        """When the figure holds: the time nearest to it in its sentence."""
        dates = [d for d in self.document.all(DateMention) if sentence.span.covers(d.span)]
        if not dates:
            return None
        def distance(date: DateMention) -> int:
            if date.span.start >= quantity.span.end:
                return date.span.start - quantity.span.end
            return (quantity.span.start - date.span.end) + 10
        return min(dates, key=distance).period
