"""The category an award was given in and the event where it was handed over, where constructions told neither.

Input: a document and its award facts. Output: the facts with what the encoder is sure of among the words beside the
recipient and the names of the document. Without an encoder nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg import encoder
from kg.facts import links
from kg.facts.award_category import category_of
from kg.facts.award_lines import Candidate, Story, candidates
from kg.facts.event_slots import even
from kg.model import AwardConferral, Document, Entity, Kind

EVENT = "award_event"
KINDS = "EXAO"
"""The kinds of units that may name an event where awards are handed over."""

LEAST = 0.7
"""How sure the encoder has to be of an event, from 0 to 1: on articles not seen 52 of 53 above it are right, below it
26 of 44."""


def filled(document: Document, about: Story, facts: Iterable[AwardConferral]) -> Iterator[AwardConferral]:
    """The facts with their categories and events."""
    if not encoder.answers(EVENT):
        yield from facts
        return
    found = candidates(document, about.lines)
    listed = links.options(document, about.lines, KINDS)
    for fact in facts:
        candidate = _told(found, fact)
        if candidate is None:
            yield fact
            continue
        category = fact.category or _category(document, about, candidate, fact)
        event = fact.event or _event(document, about, candidate, listed, fact)
        yield replace(fact, category=category, event=event)


def events(listed: list[links.Option], award: str) -> list[links.Option]:
    """The names that may be an event where that award is handed over."""
    return [option for option in listed if option.entity.name.casefold() != award.casefold()]


def _told(found: list[Candidate], fact: AwardConferral) -> Candidate | None:
    """The words for the recipient in what a fact was read from."""
    name = fact.recipient.name.casefold()
    return next(
        (
            candidate
            for span in fact.evidence
            for candidate in found
            if span.start <= candidate.unit.start < span.end and name in _names(candidate)
        ),
        None,
    )


def _names(candidate: Candidate) -> set[str]:
    entity = getattr(candidate.meant.mention, "entity", None)
    return {candidate.meant.low, entity.name.casefold()} if isinstance(entity, Entity) else {candidate.meant.low}


def _category(document: Document, about: Story, candidate: Candidate, fact: AwardConferral) -> Entity | None:
    name = category_of(document, about, candidate, fact.award.name)
    return Entity(kind=Kind.AWARD_CATEGORY, name=name) if name else None


def _event(
    document: Document, about: Story, candidate: Candidate, listed: list[links.Option], fact: AwardConferral
) -> Entity | None:
    options = events(listed, fact.award.name)
    places = [links.places(about.lines, option.places) for option in options]
    top, sure = encoder.choice(document, EVENT, even(options), candidate.unit.place, places)
    if top == len(options) or sure < LEAST:
        return None
    entity = options[top].entity
    return entity if entity.kind is Kind.EVENT_SERIES else Entity(kind=Kind.EVENT_SERIES, name=entity.name)
