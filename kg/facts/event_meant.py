"""Which event an edition is one of that is told by its city or its year alone: "Ghent had it in 2009".

Input: a document, the names that may be events and how sure the reader is of each. Output: the name that is meant. The
encoder is asked; where it is not sure, it is that of those named most often which was named last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg import encoder
from kg.facts import event_slots
from kg.facts.event_features import Candidate
from kg.model import Document

LEAST_EVENT = 0.3
"""How sure of a name that it is an event's, for the encoder to be asked whether it is meant."""

LEAST = 0.5
"""How sure the encoder has to be."""


class Meant:
    """The events of a document; ``likely``: those of which editions are told without their name."""

    def __init__(self, document: Document, scored: Iterable[tuple[float, Candidate]], likely: list[Candidate]) -> None:
        self._document, self._likely = document, likely
        self._events = [c for score, c in scored if score >= LEAST_EVENT]
        self._named = event_slots.named(self._events)

    def asked(self, at: Candidate) -> Candidate | None:
        """The event of a city or year as the encoder has it; None where it is not sure."""
        options = self._named.near(at.unit.place)
        if not options or not encoder.answers(event_slots.MEANT):
            return None
        shares, places = event_slots.even(options), list(options.values())
        top, sure = encoder.choice(self._document, event_slots.MEANT, shares, at.unit.place, places)
        if top == len(options) or sure < LEAST:
            return None
        own = [c for c in self._events if c.name.casefold() == list(options)[top]]
        return _last(own, at)

    def last(self, at: Candidate) -> Candidate:
        """Of the events named most often the one named last."""
        likely = self._likely
        named = [c for c in likely if c.unit.kind not in "WO"] or [c for c in likely if c.unit.kind != "W"] or likely
        used = Counter(c.name.casefold() for c in named)
        least = max(used.values()) / 2
        return _last([c for c in named if used[c.name.casefold()] >= least], at)


def _last(named: list[Candidate], at: Candidate) -> Candidate:
    return next((c for c in reversed(named) if c.line <= at.line), named[0])
