"""Which cities, countries and regions an article names.

Input: Document (people already found). Output: CityMention and PlaceMention; ``date_and_place``
reads the dateline, ``settle`` takes out what turned out to be part of another name. A name that is
also a word, a given name or a surname is a city only where the words beside it say so. For the rules,
``main_city``, ``city_meant`` and ``city_of_body`` tell which city a description stands for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from kg.mentions import place_words as words
from kg.mentions.dateline import date_and_place
from kg.mentions.descriptions import city_meant, city_of_body, is_own_body, main_city
from kg.mentions.gazetteer import CITY_STATES, Named, Place, homonyms
from kg.mentions.namesakes import Page, city_mention, key_of, page_of, senses
from kg.mentions.towns import ends_a_name, place_mention, towns
from kg.model import CityMention, Document, Kind, Mention, NameMention, PersonMention, PlaceMention, Span

__all__ = ["city_meant", "city_of_body", "date_and_place", "find", "main_city", "settle"]

_LOOK_BACK = 40  # characters before a name that its neighbours stand in
_LIST_GAPS = frozenset({", ", " and ", ", and ", "; ", " or ", " & "})


def find(document: Document) -> Iterator[Mention]:
    """The cities and places named in a document; known ones in order of the text, then unknown towns."""
    page = page_of(document)
    city_of = senses(page)
    unknown = list(towns(page))
    taken = [mention.span for mention in unknown]
    for position, named in enumerate(page.names):
        span = Span(start=named.start, end=named.end)
        if _is_person(page, named) or any(other.covers(span) for other in taken):
            continue
        place = _place(page, position, named)
        if place:
            yield place_mention(page, named, place)
        is_city_state = place and place.level == "country" and place.country in CITY_STATES
        if named.cities and (place is None or is_city_state) and _is_city(page, position, named):
            yield city_mention(page, position, city_of[key_of(page.text, named)])
    yield from unknown


def settle(document: Document) -> Document:
    """The document without cities that are only part of another name.

    A city inside the name of an organisation, award or event stays where the name is that of the
    city's own government, or where a country stands behind the city: then the name was read too far.
    """
    people = sorted(m.span for m in document.all(PersonMention))
    names = sorted((m.span for m in document.all(NameMention) if m.kind is not Kind.THING), key=lambda s: s.start)
    places = {m.span.start for m in document.all(PlaceMention) if not m.adjective}

    def stays(mention: Mention) -> bool:
        if not isinstance(mention, CityMention):
            return True
        if _around(people, mention.span):
            return False
        name = _around(names, mention.span)
        return name is None or _is_placed(document.text, mention.span, places) or is_own_body(document.quote(name))

    return replace(document, mentions=tuple(m for m in document.mentions if stays(m)))


def _around(spans: list[Span], span: Span) -> Span | None:
    """The span of a sorted list that covers ``span`` and is longer."""
    at = bisect_right(spans, span.start, key=lambda s: s.start)
    return next((s for s in spans[max(0, at - 3) : at] if s.covers(span) and s != span), None)


def _is_placed(text: str, city: Span, places: set[int]) -> bool:
    gap = _TO_NEXT.match(text, city.end)
    return gap is not None and gap.end() in places


_TO_NEXT = re.compile(r", |\s?\(")


# -- what a name stands for -------------------------------------------------------------------


def _place(page: Page, position: int, named: Named) -> Place | None:
    """The country or region that a name stands for where it stands; None for a city or nothing."""
    if not named.places:
        return None
    if position in page.slots:
        return page.slots[position]
    beside = page.beside.get(position)
    if beside and beside.level == "region" and any(beside.holds(city) for city in named.cities):
        return None  # "Lebanon, Pa."
    behind = page.text[named.end : named.end + _LOOK_BACK]
    long_forms = [p for p in named.places if not p.short]
    if words.DIVISION_BEHIND.match(behind) or _before(page, named, words.DIVISION_BEFORE):
        regions = [p for p in long_forms if p.level == "region"] or long_forms
        return max(regions, key=lambda p: page.countries.get(p.country, 0.0), default=None)
    if named.capitals and not _in_capitals(page.text, named):
        return None
    region_adjectives = words.SORT_BEHIND.match(behind)  # "Scottish" is a place only in "the Scottish city"
    known = [p for p in long_forms if p.known and (region_adjectives or not (p.adjective and p.level == "region"))]
    place = max(known, key=lambda p: (not p.adjective, page.countries.get(p.country, 0.0)), default=None)
    if place and place.level == "region" and named.cities:  # Victoria: the state, unless the article is about Canada
        cities = max(page.countries.get(city.country, 0.0) for city in named.cities)
        return place if page.countries.get(place.country, 0.0) >= cities else None
    return place


def _is_city(page: Page, position: int, named: Named) -> bool:
    """True where a name of a city means the city."""
    behind = page.text[named.end : named.end + _LOOK_BACK]
    if (
        words.INSTITUTION.match(behind)
        or words.DIVISION_BEHIND.match(behind)
        or _before(page, named, words.PART_BEFORE)
        or words.PARTICLE_BEHIND.match(behind)
        or ends_a_name(page, named)
    ):
        return False
    if position in page.beside or _before(page, named, words.CALLED_CITY) or _of_a_place(page, position):
        return True
    if named.capitals and not _in_capitals(page.text, named):
        return False
    name = key_of(page.text, named)
    inside = _before(page, named, words.INSIDE)
    if name in page.surnames or page.person_at(Span(start=named.start, end=named.end)):
        return inside and not behind.startswith(("'", "’"))
    match homonyms().get(name):
        case None:
            return True
        case "never":
            return False
        case "given":
            return _follows_no_surname(behind)
        case kind:
            if _is_joined(page, named, behind):
                return False
            if inside or words.CITY_BEHIND.match(behind) or _in_list(page, position):
                return True
            safe = kind == "person" or not _at_start(page.text, named.start) or words.VERB.match(behind)
            return name in page.placed and bool(safe)


def _before(page: Page, named: Named, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(page.text, max(0, named.start - _LOOK_BACK), named.start))


def _is_person(page: Page, named: Named) -> bool:
    """True inside the longer name of a person, and behind "Mr"."""
    span = Span(start=named.start, end=named.end)
    person = page.person_at(span)
    return (person is not None and person != span) or _before(page, named, words.HONORIFIC)


def _follows_no_surname(behind: str) -> bool:
    """True where what follows a given name that is a large city leaves it the city."""
    word = words.CAPITALISED_BEHIND.match(behind)
    return word is None or word[1] in words.LOOSE or bool(words.WITH_A_CITY.match(behind))


def _is_joined(page: Page, named: Named, behind: str) -> bool:
    """True where capitalised neighbours make the name part of a longer one."""
    before = words.CAPITALISED_BEFORE.search(page.text, max(0, named.start - _LOOK_BACK), named.start)
    after = words.CAPITALISED_BEHIND.match(behind)
    return any(word and word[1] not in words.LOOSE for word in (before, after))


def _of_a_place(page: Page, position: int) -> bool:
    """True behind "Vietnam's"."""
    before = page.names[position - 1] if position else None
    return bool(before and before.places and page.text[before.end : page.names[position].start] in {"'s ", "’s ", "’ "})


def _in_list(page: Page, position: int) -> bool:
    """True where a safe city stands next to the name in a list: "Bath, Leeds and York"."""
    for other in (position - 1, position + 1):
        if 0 <= other < len(page.names) and page.names[other].cities:
            first, second = sorted((page.names[position], page.names[other]), key=lambda n: n.start)
            safe = key_of(page.text, page.names[other]) not in homonyms()
            if safe and page.text[first.end : second.start] in _LIST_GAPS:
                return True
    return False


def _at_start(text: str, offset: int) -> bool:
    """True where a capital says nothing: at the start of a sentence or line."""
    return not re.search(r"[\w,;:)’'”]\s$", text[max(0, offset - 3) : offset])


def _in_capitals(text: str, named: Named) -> bool:
    """True where capitals are no sign of an acronym: a dateline, a heading all in capitals."""
    before = text[max(0, named.start - 150) : named.start].rpartition("\n")[2]
    if len(before) < 3 or re.search(r"(?:--|[–—»]) ?$", before):
        return True
    line = before + text[named.start : named.end + 150].partition("\n")[0]
    letters = [c for c in line if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.8 * len(letters)
