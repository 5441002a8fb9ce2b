"""The names of cities, countries and regions, and where they occur in a text.

Input: the tables of kg/lexicon. Output: for a text, the stretches that are such a name, longest
first from the left, with everything the name may stand for. Names are compared without accents,
hyphens, apostrophes and stops, but with their capitals ("Xi'an" = "Xi’an", "nice" is no city).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

CITY_STATES = frozenset({"SG", "HK", "MO", "MC"})
"""Countries and territories that are a city as well."""

_PARENTS = {
    "HK": "CN",
    "MO": "CN",
    "PR": "US",
    "GL": "DK",
    "FO": "DK",
    "GI": "GB",
    "IM": "GB",
    "RE": "FR",
    "GP": "FR",
    "MQ": "FR",
    "GF": "FR",
}
"""Territories with a code of their own, and the country that they belong to as well."""


_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i",
                          "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "ə": "a"})  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_JOINTS = frozenset({"", " ", "\xa0", "-", "–", "'", "’", "‘", "`", "ʻ", ".", ". ", " '", " ’", " / ", "/", " & "})
_SAINTS = {
    "Saint": "St",
    "Sankt": "St",
    "SAINT": "ST",
    "SANKT": "ST",
    "Fort": "Ft",
    "FORT": "FT",
    "Mount": "Mt",
    "MOUNT": "MT",
}
_SUFFIX = re.compile(r"(?:-si|-shi| City)$")
_SUFFIXED = frozenset({"JP", "KR", "PH", "TW"})  # where GeoNames keeps the word for city in some names
_FULL = {"St": ("Saint", "Sankt", "SAINT", "SANKT"), "Ft": ("Fort", "FORT"), "Mt": ("Mount", "MOUNT")}
_LEVELS = ("continent", "country", "region")


@dataclass(frozen=True, kw_only=True)
class City:
    """A city of the gazetteer."""

    geonames_id: int
    name: str
    country: str  # ISO 3166-1 alpha-2
    region: str  # first-order division, may be empty
    population: int
    capital: bool


@dataclass(frozen=True, kw_only=True)
class Place:
    """A continent, country or region of the gazetteer, under one of its names."""

    name: str  # the usual name
    country: str  # ISO 3166-1 alpha-2; empty for continents
    level: str  # "continent", "country", "region"
    adjective: bool = False  # "Chinese"
    short: bool = False  # "Calif.", "TX", "DK": means the place only behind a city, a country's code in brackets
    known: bool = True  # may stand alone; lesser regions need a city or "province" beside them
    listed: bool = True  # the gazetteer knows which cities lie in it

    def holds(self, city: City) -> bool:
        """True where the city lies in this place, as far as the gazetteer knows."""
        if self.level == "country" or not self.listed:
            return self.country in {city.country, _PARENTS.get(city.country)}
        return self.level == "region" and (city.country, city.region) == (self.country, self.name)


@dataclass(frozen=True, kw_only=True)
class Named:
    """A stretch of a text that is a name of the gazetteer, and what it may stand for."""

    start: int
    end: int
    cities: tuple[City, ...] = ()  # the largest first
    places: tuple[Place, ...] = ()
    capitals: bool = False  # written in capitals throughout


@dataclass(frozen=True)
class _Names:
    """All names by their key, and how many words the longest name with a given first word has."""

    cities: dict[str, list[City]] = field(default_factory=dict)
    places: dict[str, list[Place]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    in_capitals: dict[str, str] = field(default_factory=dict)

    def enter(self, name: str) -> str:
        """The key of a name, noted for the search."""
        name_key = key(name)
        words = name_key.split(" ")
        first = words[0]
        for spelling in (first, first.upper(), *_FULL.get(first, ())):
            self.longest[spelling] = max(self.longest.get(spelling, 0), len(words))
        self.in_capitals.setdefault(name_key.upper(), name_key)
        return name_key


def fold(text: str) -> str:
    """The text without accents, letters of other Latin alphabets replaced; capitals stay."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


def key(name: str) -> str:
    """What two spellings of one name have in common.

    >>> key("Saint-Étienne"), key("St. Etienne")
    ('St Etienne', 'St Etienne')
    """
    return " ".join(_SAINTS.get(word, word) for word in _WORD.findall(fold(name)))


def table(name: str) -> Iterator[list[str]]:
    """The rows of a tab-separated table of kg/lexicon, comments left out."""
    for line in (files("kg") / "lexicon" / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def homonyms() -> dict[str, str]:
    """Names of cities that mostly mean something else: key to "never", "word", "person" or "given"."""
    found: dict[str, str] = {}
    section = ""
    for line in (files("kg") / "lexicon" / "city_homonyms.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            found.update(dict.fromkeys(line.split(), section))
    return found


def _cities(names: _Names) -> None:
    by_name: dict[tuple[str, str], City] = {}
    for row in table("cities.tsv"):
        city = City(geonames_id=int(row[0]), name=row[1], country=row[2], region=row[3], population=int(row[4]),
                    capital=bool(row[5]))  # fmt: skip
        same = by_name.get((city.country, city.name))
        if same is None or same.population < city.population:
            by_name[city.country, city.name] = city
        names.cities.setdefault(names.enter(city.name), []).append(city)
        plain = _SUFFIX.sub("", city.name)
        if plain != city.name and city.country in _SUFFIXED:
            names.cities.setdefault(names.enter(plain), []).append(city)
    for name, country, known_as in table("exonyms.tsv"):
        cities = names.cities.setdefault(names.enter(name), [])
        city = by_name[country, known_as]
        if city not in cities:
            cities.append(city)
    for cities in names.cities.values():
        cities.sort(key=lambda city: (-city.population, city.geonames_id))


# Where regions stand in the news without their country; elsewhere most names are those of cities, people or words.
_WELL_KNOWN = frozenset(
    ["US", "CA", "AU", "IN", "CN", "GB", "DE", "FR", "IT", "ES", "JP", "BE", "BR", "ZA", "AT", "NL", "ID", "MX", "GR"]
)
_NAMESAKE = 300_000  # a region is not mistaken for a city elsewhere smaller than this,
_NAMESAKE_INSIDE = 30_000  # nor for one in its own country smaller than this


def _places(names: _Names) -> None:
    for row in table("countries.tsv"):
        country, all_names, adjectives, _ = row
        usual = all_names.split("|")[0]
        for name in all_names.split("|"):
            _enter(names, name, Place(name=usual, country=country, level="country"))
        _enter(names, country, Place(name=usual, country=country, level="country", short=True, known=False))
        for name in filter(None, adjectives.split("|")):
            _enter(names, name, Place(name=usual, country=country, level="country", adjective=True))
    for country, _, all_names, shorts in table("regions.tsv"):
        usual = all_names.split("|")[0]
        for name in all_names.split("|"):
            known = country in _WELL_KNOWN and len(name) > 3 and not _names_a_city(names, name, country)
            _enter(names, name, Place(name=usual, country=country, level="region", known=known))
        for name in filter(None, shorts.split("|")):
            _enter(names, name, Place(name=usual, country=country, level="region", short=True, known=False))
    for country, all_names in table("counties.tsv"):
        for name in all_names.split("|"):
            known = not _names_a_city(names, name, country)
            county = Place(name=name, country=country, level="region", known=known, listed=False)
            for form in (name, *(name.replace("County ", short) for short in _COUNTY if name.startswith("County "))):
                _enter(names, form, county)
    for country, name, adjectives in table("region_adjectives.tsv"):
        for adjective in adjectives.split("|"):
            region = next(p for p in names.places[key(name)] if p.level == "region" and p.country == country)
            _enter(names, adjective, replace(region, adjective=True, known=True))
    for level, all_names, adjectives in table("world.tsv"):
        usual = all_names.split("|")[0]
        for name in all_names.split("|"):
            _enter(names, name, Place(name=usual, country="", level=level))
        for name in filter(None, adjectives.split("|")):
            _enter(names, name, Place(name=usual, country="", level=level, adjective=True))


_COUNTY = ("Co. ", "Co ")  # "Westport, Co. Mayo"


def _names_a_city(names: _Names, name: str, country: str) -> bool:
    """True where the name of a region, standing alone, would rather mean a city."""
    cities = names.cities.get(key(name), ())
    return any(c.population > (_NAMESAKE_INSIDE if c.country == country else _NAMESAKE) for c in cities)


def _enter(names: _Names, name: str, place: Place) -> None:
    places = names.places.setdefault(names.enter(name), [])
    if place not in places:
        places.append(place)


@cache
def _names() -> _Names:
    names = _Names()
    _cities(names)
    _places(names)
    for places in names.places.values():
        places.sort(key=lambda place: (place.adjective, place.short, _LEVELS.index(place.level), not place.known))
    return names


def cities_called(name: str) -> tuple[City, ...]:
    """The cities that bear this name, the largest first."""
    return tuple(_names().cities.get(key(name), ()))


def places_called(name: str) -> tuple[Place, ...]:
    """The continents, countries and regions that bear this name, countries first."""
    return tuple(_names().places.get(key(name), ()))


@cache
def _continents() -> dict[str, str]:
    return {country: name for name, countries in table("continents.tsv") for country in countries.split("|")}


def continent_of(country: str) -> str:
    """The continent of a country or territory by its code; empty for none."""
    return _continents().get(country, "")


def parent_of(country: str) -> tuple[str, ...]:
    """The country that a territory with a code of its own belongs to as well; none for countries."""
    return (_PARENTS[country],) if country in _PARENTS else ()


@cache
def capitals_in(place: Place) -> tuple[City, ...]:
    """The capital or capitals of a country or region, the usual one first; none where the tables have none."""
    if place.level == "country":
        names = next((row[3] for row in table("countries.tsv") if row[0] == place.country), "").split("|")
    else:
        names = [row[2] for row in table("region_capitals.tsv") if row[:2] == [place.country, place.name]]
    return tuple(city for name in names for city in cities_called(name)[:9] if name == city.name and place.holds(city))


@cache
def largest_in(place: Place) -> tuple[City, ...]:
    """The largest city of a country or region; none of a region whose cities are not listed."""
    cities = (city for cities in _names().cities.values() for city in cities if place.listed and place.holds(city))
    largest = max(cities, key=lambda city: (city.population, -city.geonames_id), default=None)
    return (largest,) if largest else ()


def names_in(text: str) -> Iterator[Named]:
    """The names of the gazetteer in a text, in order, none inside another.

    >>> [text[n.start : n.end] for text in ["From Xi'an to New York, N.Y., U.S."] for n in names_in(text)]
    ["Xi'an", 'New York', 'N.Y.', 'U.S.']
    """
    names = _names()
    longest = names.longest
    words = list(_WORD.finditer(text))
    free = 0  # the first word behind the last name found
    for index, word in enumerate(words):
        first = word.group()
        if first not in longest and first.isascii():  # nearly every word
            continue
        if index >= free and (found := _longest(names, text, words, index)):
            number, named = found
            free = index + number
            yield named


def _longest(names: _Names, text: str, words: list[re.Match[str]], index: int) -> tuple[int, Named] | None:
    """The longest name that begins with a word, and of how many words it is."""
    first = words[index].group()
    first = _SAINTS.get(first, first) if first.isascii() else fold(first)
    limit = names.longest.get(first, 0)
    keys = [first]
    for position in range(index + 1, min(index + limit, len(words))):
        joint = text[words[position - 1].end() : words[position].start()]
        if joint not in _JOINTS and not (joint == ", " and words[position].group() in {"D", "DC"}):
            break
        word = fold(words[position].group())
        keys.append(_SAINTS.get(word, word))
    for number in range(len(keys), 0, -1):
        name_key = " ".join(keys[:number])
        capitals = False
        if name_key not in names.cities and name_key not in names.places:
            if not (name_key.isupper() and len(name_key) > 3 and name_key in names.in_capitals):
                continue
            name_key, capitals = names.in_capitals[name_key], True
        cities, places = names.cities.get(name_key, ()), names.places.get(name_key, ())
        start, end = words[index].start(), words[index + number - 1].end()
        if _is_abbreviation(text, start, end, places):
            end += text[end : end + 1] == "."
        return number, Named(start=start, end=end, cities=tuple(cities), places=tuple(places), capitals=capitals)
    return None


def _is_abbreviation(text: str, start: int, end: int, places: Iterable[Place]) -> bool:
    """True where a stop behind the name is part of it: "U.S.", "D.C.", "Calif."."""
    return "." in text[start:end] or (not text[start:end].isupper() and any(place.short for place in places))
