"""Towns that the gazetteer does not look for: only where the words beside them say what they are.

Input: Page. Output: CityMention from "the town of X", "X, Country", "X (Country)" and "X, a village in Country", with
the mention of the place where it is read only because of the town ("X, Colo."), and each further mention of the town.
Where the table of small towns knows one in that place, any words may stand before it; it has a GeoNames id where
there is but one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.mentions.gazetteer import City, Named, Place, key
from kg.mentions.lexicon_words import words
from kg.mentions.namesakes import Page, known_city
from kg.mentions.place_words import (
    CAPITALISED_BEFORE,
    CAPITALISED_BEHIND,
    FIRST_WORD,
    FROM_TOWN,
    LEAD,
    LEAD_IN_LIST,
    LOOSE,
    NOT_IN_TOWN,
    PARTICLE_BEFORE,
    PLAIN_LEAD,
    SENTENCE_END,
    TOWN_AT_END,
    TOWN_OF,
)
from kg.mentions.town_table import towns_called
from kg.model import CityMention, PlaceMention, Span

_WHERE = re.compile(r"\b(?:in|of|at|from|to|near) $")
_LONGEST = 80  # characters looked at before a place


def towns(page: Page) -> Iterator[CityMention | PlaceMention]:
    """The unknown towns of a page, where a place tells of them and wherever else they are named."""
    taken = [Span(start=n.start, end=n.end) for n in page.names if n.cities and not _may_begin_a_name(page, n)]
    before = [Span(start=n.start, end=n.end) for n in page.names if n.places]
    others = {s.start: s for s in (*taken, *before)}
    ends = {s.end for s in before}
    told: dict[str, CityMention] = {}
    for named in page.names:
        town = _town_before(page, named, ends)
        if (
            town
            and _is_free(town.span, others, known=bool(town.known))
            and not _is_person(page, town.span, told=bool(town.known))
        ):
            others[town.span.start] = town.span
            mention = _mention(page, town)
            told.setdefault(mention.name, mention)
            yield mention
            if town.place and (town.place.short or not town.place.known):
                yield place_mention(page, named, town.place)
    for match in TOWN_OF.finditer(page.text):
        span = Span(start=match.start(1), end=match.end(1))
        if _is_no_town(match[1]) or (match[0][0].isupper() and _is_title(match[1]) and not towns_called(match[1])):
            continue
        if _is_free(span, others) and not _is_person(page, span, told=True):
            others[span.start] = span
            yield _mention(page, _Town(span))
    for mention in told.values():
        for span in _again(page, mention):
            if _is_free(span, others) and not _is_person(page, span, told=False):
                others[span.start] = span
                yield replace(mention, span=span)


def _again(page: Page, town: CityMention) -> Iterator[Span]:
    """Where the article names a town once more, by itself: not as part of a longer name."""
    if town.name.lower() in words("common_words") or len(town.name) < 4:
        return
    for match in re.finditer(rf"(?<![\w'’-]){re.escape(town.name)}(?![\w-])", page.text):
        before = CAPITALISED_BEFORE.search(page.text, max(0, match.start() - _LONGEST // 2), match.start())
        behind = CAPITALISED_BEHIND.match(page.text, match.end())
        if not any(word and word[1] not in LOOSE for word in (before, behind)):
            yield Span(start=match.start(), end=match.end())


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


@dataclass(frozen=True)
class _Town:
    """A name that is free to be a town's."""

    span: Span
    place: Place | None = None
    known: tuple[City, ...] = ()  # those of the table of small towns that are so called and lie there


def _town_before(page: Page, named: Named, ends: set[int]) -> _Town | None:
    """The town in "X, Country" and "X (Country)"; None where nothing tells that X is one."""
    places = [p for p in named.places if not p.adjective and p.level != "continent"]
    if not places:
        return None
    start = max(0, named.start - _LONGEST)
    before = page.text[start : named.start]
    gap = FROM_TOWN.search(before)
    found = TOWN_AT_END.search(before[: gap.start()]) if gap else None
    if gap is None or found is None or ("(" in gap.group() and page.text[named.end : named.end + 1] not in {")", ","}):
        return None
    name, place, known = _known(FIRST_WORD.sub("", found[1]), places)
    at = found.end() - len(name)
    lead = before[:at]
    sure = known and " in " not in gap.group()
    if known and not sure and named.cities and place and not place.known:
        return None  # "São Jorge in Lisbon" lies in a city
    if name.lower() in words("common_words") and not (sure or _WHERE.search(lead)):
        return None  # "Households in Scotland", "Salt (France)"
    one_word = " " not in name and PLAIN_LEAD.search(lead)
    told = gap["told"] or (gap["next"] and (one_word or _is_led(page, named, start, lead, ends)))
    if known or (place and told and not _is_no_town(name)):
        return _Town(Span(start=start + at, end=start + found.end()), place, known)
    return None


def _known(name: str, places: Sequence[Place]) -> tuple[str, Place | None, tuple[City, ...]]:
    """The longest end of a name that the table of towns has in one of the places, that place, and those towns.

    It is no end of "Castelo do Livramento" or "Anna Altach". Where there is none, the name and a place that may
    stand alone.
    """
    for at in (0, *(gap.end() for gap in _NAME_BEGINS.finditer(name))):
        towns = towns_called(_written(name[at:]))
        for place in places:
            inside = tuple(town for town in towns if place.holds(town))
            if inside or (place.known and any(town.country == place.country for town in towns)):
                return name[at:], place, inside or towns
    return name, next((p for p in places if p.known or (p.short and p.level == "region")), None), ()


def _written(name: str) -> str:
    """The name as it is written where not all is in capitals, as in the dateline of a page."""
    return name.title() if name.isupper() and len(name) > 3 else name


_NAME_BEGINS = re.compile(r" of (?:the )?(?=[A-Z])")


def _is_led(page: Page, named: Named, start: int, lead: str, ends: set[int]) -> bool:
    """True where the words before a name leave it to be a town's."""
    listed = LEAD_IN_LIST.search(lead)
    return bool(
        LEAD.search(lead)
        or (page.text[named.end : named.end + 1] == "," and SENTENCE_END.search(lead))
        or (listed and (lead[: listed.start()].endswith(")") or start + listed.start() in ends))
    )


def _is_no_town(name: str) -> bool:
    return bool(name.isupper() or NOT_IN_TOWN.search(name))


def _is_title(name: str) -> bool:
    """True of "Roses" and "Curious Minds", which follow "City of" in the name of an award."""
    return all(word in words("common_words") for word in name.lower().split())


def _is_free(span: Span, others: dict[int, Span], *, known: bool = False) -> bool:
    """True where no other name stands in ``span``; a shorter one may where the whole is known to be a town."""
    near = (others[offset] for offset in range(max(0, span.start - _LONGEST), span.end) if offset in others)
    return not any(other.overlaps(span) and not (known and span.covers(other) and other != span) for other in near)


def _is_person(page: Page, span: Span, *, told: bool) -> bool:
    """True where a person is named in ``span``; where it is told that a town is, only a longer name counts."""
    return any(p.overlaps(span) and not (told and span.covers(p)) for p in page.people_near(span))


def _mention(page: Page, town: _Town) -> CityMention:
    name, place = _written(town.span.of(page.text)), town.place
    if len(town.known) == 1 and place and place.holds(town.known[0]):
        return known_city(town.known[0], town.span, name)
    return CityMention(
        span=town.span,
        name=name,
        geonames_id=None,
        country=place.country if place else None,
        region=place.name if place and place.level == "region" else None,
    )
