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

LEAST = 0.45
"""How sure the encoder has to be of an event, from 0 to 1, on the mean of its recipients: above .4, 151 of 199 are."""

_MOST = 8  # recipients of an award of one year that are asked


def filled(document: Document, about: Story, facts: Iterable[AwardConferral]) -> Iterator[AwardConferral]:
    """The facts with their categories and events."""
    if not encoder.answers(EVENT):
        yield from facts
        return
    found = candidates(document, about.lines)
    told = [(fact, _told(found, fact)) for fact in facts]
    held = _events(document, about, told)
    for fact, candidate in told:
        category = fact.category or (_category(document, about, candidate, fact) if candidate else None)
        yield replace(fact, category=category, event=fact.event or held.get(_edition(fact)))


def _edition(fact: AwardConferral) -> tuple[str, int | None]:
    """What is handed over at one event: an award of one year."""
    return fact.award.name, fact.year


def _events(
    document: Document, about: Story, told: list[tuple[AwardConferral, Candidate | None]]
) -> dict[tuple[str, int | None], Entity]:
    """The event of each award and year: what a construction says of one of its facts, else what they say together.

    Where an award is told of for several years, only the last one is asked about: that is what the article reports.
    """
    events = {_edition(fact): fact.event for fact, _ in reversed(told) if fact.event}
    last: dict[str, int] = {}
    for fact, _ in told:
        last[fact.award.name] = max(last.get(fact.award.name, 0), fact.year or 0)
    asked: dict[tuple[str, int | None], list[Candidate]] = {}
    for fact, candidate in told:
        if candidate and _edition(fact) not in events and (fact.year or 0) == last[fact.award.name]:
            asked.setdefault(_edition(fact), []).append(candidate)
    listed = links.options(document, about.lines, KINDS) if asked else []
    for edition, given in asked.items():
        options = options_of(listed, edition[0])
        named = [links.places(about.lines, option.places) for option in options]
        each = [encoder.of_each(document, EVENT, even(options), c.unit.place, named) for c in given[:_MOST]]
        shares = [sum(one) / len(each) for one in zip(*each, strict=True)]
        top = shares.index(max(shares))
        if top < len(options) and shares[top] >= LEAST:
            entity = options[top].entity
            known = entity.kind is Kind.EVENT_SERIES
            events[edition] = entity if known else Entity(kind=Kind.EVENT_SERIES, name=entity.name)
    return events


def options_of(listed: list[links.Option], award: str) -> list[links.Option]:
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
