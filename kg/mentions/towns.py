"""Towns that the gazetteer does not know: only where the words beside them say what they are.

Input: Page. Output: CityMention without GeoNames id, from "the town of X", "X, Country" and
"X (Country)", with the mention of the place where it is read only because of the town ("X, Colo.").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mentions.gazetteer import Named, Place, key
from kg.mentions.lexicon_words import words
from kg.mentions.namesakes import Page
from kg.mentions.place_words import (
    CAPITALISED_BEHIND,
    LEAD,
    LEAD_IN_LIST,
    NOT_IN_TOWN,
    PARTICLE_BEFORE,
    SENTENCE_END,
    TOWN_AT_END,
    TOWN_OF,
)
from kg.model import CityMention, PlaceMention, Span

_GAP = re.compile(
    r"(?:, (?:the )?| \((?:the )?|,? in (?:the )?(?:(?:north|south|east|west|central)[a-z-]* )?(?:the )?)$"
)
_WHERE = re.compile(r"\b(?:in|of|at|from|to|near) $")
_LONGEST = 80  # characters looked at before a place


def towns(page: Page) -> Iterator[CityMention | PlaceMention]:
    """The unknown towns of a page, each once."""
    taken = [Span(start=n.start, end=n.end) for n in page.names if n.cities and not _may_begin_a_name(page, n)]
    before = [Span(start=n.start, end=n.end) for n in page.names if n.places]
    others = {s.start: s for s in (*taken, *before)}
    ends = {s.end for s in before}
    for named in page.names:
        place = _place(named)
        span = _town_before(page, named, ends) if place else None
        if span and place and _is_free(page, span, others):
            others[span.start] = span
            region = place.name if place.level == "region" else None
            yield _mention(page, span, place.country, region)
            if place.short or not place.known:
                yield place_mention(page, named, place)
    for match in TOWN_OF.finditer(page.text):
        span = Span(start=match.start(1), end=match.end(1))
        if not _is_no_town(match[1]) and _is_free(page, span, others, person=span):
            others[span.start] = span
            yield _mention(page, span, None, None)


def ends_a_name(page: Page, named: Named) -> bool:
    """True behind a capitalised word and a particle: "Este" in "Punta del Este"."""
    return bool(PARTICLE_BEFORE.search(page.text, max(0, named.start - _LONGEST // 2), named.start))


def place_mention(page: Page, named: Named, place: Place) -> PlaceMention:
    """The mention of a place, by the name the article gives it; codes and capitals of headings written out."""
    span = Span(start=named.start, end=named.end)
    coded = place.short and place.level == "country"
    name = place.name if named.capitals or coded else span.of(page.text)
    return PlaceMention(
        span=span, name=name, country=place.country or None, level=place.level, adjective=place.adjective
    )


def _may_begin_a_name(page: Page, named: Named) -> bool:
    """True where a short name goes on, "San Bellino", or ends one with a particle, "Punta del Este"."""
    short = len(key(page.text[named.start : named.end])) <= 3
    goes_on = bool(CAPITALISED_BEHIND.match(page.text, named.end, named.end + _LONGEST))
    return (short and goes_on) or ends_a_name(page, named)


def _place(named: Named) -> Place | None:
    places = (p for p in named.places if not p.adjective and p.level != "continent")
    return next((p for p in places if p.known or (p.short and p.level == "region")), None)


def _town_before(page: Page, named: Named, ends: set[int]) -> Span | None:
    """The name in "X, Country" and "X (Country)", if it is free to be a town's."""
    start = max(0, named.start - _LONGEST)
    before = page.text[start : named.start]
    behind = page.text[named.end : named.end + 1]
    gap = _GAP.search(before)
    town = TOWN_AT_END.search(before[: gap.start()]) if gap else None
    if gap is None or town is None or _is_no_town(town[1]):
        return None
    if "(" in gap.group() and behind not in {")", ","}:
        return None
    lead = before[: town.start()]
    if town[1].lower() in words("common_words") and not _WHERE.search(lead):
        return None  # "Households in Scotland", "Salt (France)"
    listed = LEAD_IN_LIST.search(lead)
    if (
        LEAD.search(lead)
        or (behind == "," and SENTENCE_END.search(lead))
        or (listed and (lead[: listed.start()].endswith(")") or start + listed.start() in ends))
    ):
        return Span(start=start + town.start(), end=start + town.end())
    return None


def _is_no_town(name: str) -> bool:
    return bool(name.isupper() or NOT_IN_TOWN.search(name))


def _is_free(page: Page, span: Span, others: dict[int, Span], *, person: Span | None = None) -> bool:
    """True where no other name stands in ``span`` and no person, but one that is just ``person``."""
    offsets = range(max(0, span.start - _LONGEST), span.end)
    if any(offset in others and others[offset].overlaps(span) for offset in offsets):
        return False
    return not any(p.overlaps(span) and p != person for p in page.people_near(span))


def _mention(page: Page, span: Span, country: str | None, region: str | None) -> CityMention:
    return CityMention(span=span, name=span.of(page.text), geonames_id=None, country=country, region=region)
