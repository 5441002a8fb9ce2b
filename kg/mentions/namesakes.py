"""Which of several namesakes an article means: the names of the gazetteer in it, with what speaks for each.

Input: Document (people found). Output: Page. A place behind a city decides ("Athens, GA"), for that
name in the whole article; else population, helped by the countries that the article names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log10

from kg.mentions.gazetteer import City, Named, Place, continent_of, homonyms, key, names_in
from kg.mentions.place_words import CALLED_CITY, IN_BRACKETS, TO_PLACE
from kg.model import CityMention, Document, PersonMention, Span

_OBSCURE = 50_000
"""A city below this size is not taken for a namesake in a country that the article never names."""

_LARGE = 300_000
"""A city above this size is not taken for a small namesake in the country that stands behind it."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the decision about one name may look at."""

    text: str
    names: tuple[Named, ...]
    beside: dict[int, Place]  # position of a city's name in ``names`` to the place behind it
    slots: dict[int, Place]  # position of such a place's name to the place
    countries: dict[str, float]  # how strongly the article points to a country, 0 to 1
    continents: dict[str, float]  # what share of the countries and continents named is of a continent, 0 to 1
    placed: frozenset[str]  # names of cities that the article puts in a place or calls a city
    surnames: frozenset[str] = frozenset()  # keys of the last names of people in the article
    people: tuple[Span, ...] = ()  # in order of the text

    def person_at(self, span: Span) -> Span | None:
        """The name of a person that covers ``span``, or is equal to it."""
        return next((p for p in self.people_near(span) if p.covers(span)), None)

    def people_near(self, span: Span) -> tuple[Span, ...]:
        """The names of people that may overlap ``span``: those that begin in it, and two before."""
        first = bisect_right(self.people, span.start, key=lambda p: p.start)
        return self.people[max(0, first - 2) : bisect_right(self.people, span.end, key=lambda p: p.start)]


def page_of(document: Document) -> Page:
    """The names of places in a document, with what the article says about them."""
    people = document.all(PersonMention)
    return page(
        document.text,
        people=tuple(p.span for p in people),
        surnames=frozenset(key(p.name.split()[-1]) for p in people if " " in p.name),
    )


def page(text: str, *, people: tuple[Span, ...] = (), surnames: frozenset[str] = frozenset()) -> Page:
    """The names of places in a text, with what it says about them."""
    names = tuple(names_in(text))
    beside = _beside(text, names)
    counts = _counted(names)
    return Page(
        text=text,
        names=names,
        beside={city: place for city, (place, _) in beside.items()},
        slots={behind: place for place, behind in beside.values()},
        countries=_shares(counts),
        continents=_continents(names, counts),
        placed=_placed(text, names, beside),
        surnames=surnames,
        people=people,
    )


def senses(page: Page) -> dict[str, City]:
    """One city for each name: the one that the article places somewhere, else the likeliest."""
    found: dict[str, City] = {}
    for position, place in page.beside.items():
        named = page.names[position]
        city = next((c for c in named.cities if place.holds(c)), None)
        if city:
            found.setdefault(key_of(page.text, named), city)
    for named in page.names:
        if named.cities:
            found.setdefault(key_of(page.text, named), likeliest(page, named))
    return found


def likeliest(page: Page, named: Named) -> City:
    """The city that a name stands for where nothing beside it tells."""
    return max(named.cities, key=lambda city: _likelihood(city, page))


def city_mention(page: Page, position: int, city: City) -> CityMention:
    """The mention of a city; of its small namesake where the place behind it says so."""
    named, beside = page.names[position], page.beside.get(position)
    span = Span(start=named.start, end=named.end)
    name = span.of(page.text)
    if named.capitals:
        name = next((c.name for c in named.cities if key(c.name).upper() == key(name)), name.title())
    if beside and not beside.holds(city):
        fitting = next((c for c in named.cities if beside.holds(c)), None)
        if fitting is None:
            region = beside.name if beside.level == "region" else None
            return CityMention(span=span, name=name, geonames_id=None, country=beside.country, region=region)
        city = fitting
    elif city.population < _OBSCURE and page.countries and city.country not in page.countries:
        return CityMention(span=span, name=name, geonames_id=None, country=None, region=None)
    return known_city(city, span, name)


def known_city(city: City, span: Span, name: str) -> CityMention:
    """The mention of a city of the gazetteer."""
    return CityMention(
        span=span,
        name=name,
        geonames_id=city.geonames_id,
        country=city.country,
        region=city.region or None,
        population=city.population,
    )


def key_of(text: str, named: Named) -> str:
    """What all spellings of a name in one article have in common, capitals or not."""
    name = key(text[named.start : named.end])
    return name.title() if named.capitals else name


def _likelihood(city: City, page: Page) -> tuple[float, int]:
    size = log10(max(city.population, 1000)) + (0.5 if city.capital else 0)
    near = 0.5 * page.continents.get(continent_of(city.country), 0.0)
    return size + near + 1.2 * page.countries.get(city.country, 0.0), -city.geonames_id


def _counted(names: Iterable[Named]) -> Counter[str]:
    """How often the article names a country: by itself, by region or adjective, by a large city without namesakes."""
    counts: Counter[str] = Counter()
    for named in names:
        known = [p for p in named.places if p.country and (p.known or p.short)]
        if known:
            counts[known[0].country] += 2
        elif named.cities and named.cities[0].population > 500_000 and key(named.cities[0].name) not in homonyms():
            largest = named.cities[0]
            rivals = (c for c in named.cities if c.country != largest.country)
            if not any(_RIVAL * city.population > largest.population for city in rivals):
                counts[largest.country] += 1
    return counts


_RIVAL = 4  # times as large, and a city is meant wherever it is named: Paris, but not Valencia or Córdoba


def _shares(counts: Counter[str]) -> dict[str, float]:
    """How strongly an article points to each country that it names: 0.4 to 1."""
    most = max(counts.values(), default=1)
    return {country: min(1.0, 0.4 + count / (2 * most)) for country, count in counts.items()}


def _continents(names: Iterable[Named], counts: Counter[str]) -> dict[str, float]:
    """The continents of an article, by their own names and by the countries it names: what share each has."""
    found: Counter[str] = Counter()
    for country, count in counts.items():
        found[continent_of(country)] += count
    for named in names:
        found.update(place.name for place in named.places[:1] if place.level == "continent")
    return {continent: count / found.total() for continent, count in found.items()}


def _placed(text: str, names: Sequence[Named], beside: Iterable[int]) -> frozenset[str]:
    called = (n for n in names if n.cities and CALLED_CITY.search(text, max(0, n.start - 40), n.start))
    return frozenset(key_of(text, named) for named in (*(names[position] for position in beside), *called))


def _beside(text: str, names: Sequence[Named]) -> dict[int, tuple[Place, int]]:
    """For each city's name the place that stands directly behind it, and its position: "Athens, GA"."""
    starts = {named.start: position for position, named in enumerate(names)}
    found: dict[int, tuple[Place, int]] = {}
    for position, named in enumerate(names):
        for end in _place_starts(text, named.end) if named.cities else ():
            behind = starts.get(end)
            if behind is None or (text[named.end : end] == " " and not _is_code(text, names[behind])):
                continue
            place = _place_of(named.cities, names[behind])
            if place and (text[end - 1] == "(" or not (place.short and place.level == "country")):
                found[position] = (place, behind)
                break
    return found


def _is_code(text: str, named: Named) -> bool:
    """True for "OR" in "Portland OR"."""
    return named.end - named.start == 2 and text[named.start : named.end].isupper()


def _place_starts(text: str, end: int) -> Iterator[int]:
    """Where the name of a place may begin behind a city's name that ends at ``end``, the longest gap first.

    The last words of a gap may belong to the name ("North Carolina"); brackets may stand between.
    """
    brackets = IN_BRACKETS.match(text, end)
    for gap in (TO_PLACE.match(text, end), brackets and TO_PLACE.match(text, brackets.end())):
        if gap:
            yield gap.end()
            for word in reversed(list(re.finditer(r"\S+ ", gap.group()))):
                yield gap.start() + word.start()


def _place_of(cities: Sequence[City], behind: Named) -> Place | None:
    """The reading of the place that holds one of the cities, else a country or well-known region."""
    places = [p for p in behind.places if not p.adjective and p.level != "continent"]
    for place in places:
        if any(place.holds(city) for city in cities):
            return place
    if behind.end - behind.start > 3 and cities[0].population < _LARGE and not behind.cities:
        return next((p for p in places if p.known), None)
    return None
