"""In which country, state or region a city lies: only where the text puts the two side by side.

Input: Document. Output: Location, one a city and place, with every span that says so. A city that
the gazetteer knows must lie in the place; of others the text alone decides. Ids of the rules are
those of the catalogue of constructions (CITY-01 "X, capital of Y", CITY-05 "X, Y", …).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.mentions.gazetteer import CITY_STATES, City, Place, capitals_of, cities_called, key, places_called
from kg.model import BlockKind, CityMention, Document, Entity, Fact, Kind, Location, PlaceMention, Sentence, Span

_SIDE = (
    r"(?:(?:far |the )?(?:north|south|east|west|central|northern|southern|eastern|western|coastal|upper|lower|mainland|neighbou?ring|"
    r"(?:north|south)-?(?:east|west)(?:ern)?)(?:[- ]central)? )?"
)
_DIVISION = r"(?:[a-z]+ )?(?:(?:state|province|prefecture|region|county|canton|department|governorate|territory) of )?"
_SORT = (
    r"(?:(?:capital|port|resort|host|industrial|coastal|historic|university|twin|home|border|tech|financial|commercial|sister|holiday|harbou?r) )?"
    r"(?:capital(?: city)?|city|cities|metropolis|town|municipality|port|resort|hub|megacity|community|village)"
)
_DEGREE = r"(?:(?:then|now|[a-z]+(?:-[a-z]+)?|second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th))(?: |-)){0,4}"

# Between a city and the place it lies in.
_AFTER = (
    ("CITY-05", re.compile(rf"(?: City| city| [Mm]unicipality)?, (?:in )?(?:the )?(?:{_SIDE}{_DIVISION})(?:[A-Z]\w+ )?$")),
    ("CITY-07", re.compile(rf"(?: City| city)? ?\((?:in )?(?:both )?(?:the )?{_SIDE}{_DIVISION}$")),
    ("CITY-09", re.compile(rf"(?: City| city| municipality| Municipality)? in (?:the )?{_SIDE}{_DIVISION}$")),
    ("CITY-05", re.compile(r" of (?:the )?$")),
    ("CITY-01", re.compile(rf",? (?:which is |is )?(?:the |a |an )?{_DEGREE}{_SORT}(?: and {_DEGREE}{_SORT})?,? (?:of|in) (?:the )?{_SIDE}{_DIVISION}$")),
)  # fmt: skip
# Between a place and a city in it; the place is named or stands as an adjective.
_BEFORE_NAME = (
    ("CITY-03", re.compile(rf"(?:['’]s?)? {_DEGREE}{_SORT}(?: of|,)? $")),
    ("CITY-09", re.compile(r"['’]s? $")),
)
_BEFORE_ADJECTIVE = (("CITY-03", re.compile(rf" {_DEGREE}{_SORT}(?: of|,)? $")),)
_POSSESSIVE = re.compile(rf"['’]s? {_DEGREE}{_SORT}\b|['’]s? (?:[a-z-]+ ){{0,3}}(?:port|hub|gateway|heart|coast)\b")
_NEXT_LEVEL = re.compile(r", (?:the )?$")
_LIST = re.compile(r"(?: \([^()]{1,30}\))?(?:, | and | & |, and | or )$")
_DESCRIPTION = re.compile(rf"(?:['’]s)? (?P<degree>{_DEGREE})(?P<sort>capital|city)\b(?! of\b)")
_DEFINITE_OF = re.compile(r"\bthe capital(?: city)? of (?:the )?(?:(?:state|province) of )?$")


@dataclass(frozen=True)
class _Find:
    """A city, a place and the words that put them together."""

    city: CityMention
    place: PlaceMention
    span: Span
    rule: str


def find(document: Document) -> Iterator[Fact]:
    """The places that cities are said to lie in, one fact a city and place."""
    found: dict[tuple[str, str], list[_Find]] = {}
    for each in _finds(document):
        if _fits(each.city, each.place):
            found.setdefault((_identity(each.city), _usual_name(each.place)), []).append(each)
    for finds in found.values():
        first = finds[0]
        evidence = tuple(dict.fromkeys(f.span for f in finds))
        yield Location(city=first.city.entity, place=_place_entity(first.place), evidence=evidence, rule=first.rule)


def _finds(document: Document) -> Iterator[_Find]:
    cities, places = document.all(CityMention), document.all(PlaceMention)
    if not cities or not places:
        return
    for sentence in document.sentences:
        here = document.within(sentence.span, PlaceMention)
        if not here:
            continue
        near = document.within(sentence.span, CityMention)
        if sentence.block.kind is BlockKind.ROW and sentence.block.cells:
            yield from _cells(document, sentence, near, here)
        yield from _side_by_side(document, near, here)
        yield from _descriptions(document, sentence, here)


# -- side by side -------------------------------------------------------------------------------


def _side_by_side(
    document: Document, cities: tuple[CityMention, ...], places: tuple[PlaceMention, ...]
) -> Iterator[_Find]:
    mentions = sorted((*cities, *places), key=lambda m: (m.span.start, m.span.end, isinstance(m, PlaceMention)))
    row: list[CityMention] = []  # cities of one list: "A, B and C in Y"
    last: _Find | None = None
    for first, second in pairwise(mentions):
        gap = document.text[first.span.end : second.span.start]
        if isinstance(first, CityMention):
            row = [*row, first]
        if isinstance(first, CityMention) and isinstance(second, CityMention):
            if not _LIST.match(gap):
                row = []
            continue
        if isinstance(first, CityMention) and isinstance(second, PlaceMention) and not second.adjective:
            for each in _city_then_place(document, row, second, gap):
                yield each
                last = each
        elif isinstance(first, PlaceMention) and isinstance(second, CityMention):
            rule = _matching(_BEFORE_ADJECTIVE if first.adjective else _BEFORE_NAME, gap)
            if rule:
                yield _Find(second, first, Span(start=first.span.start, end=second.span.end), rule)
        elif last and isinstance(first, PlaceMention) and last.place is first and _NEXT_LEVEL.match(gap):
            if isinstance(second, PlaceMention) and not second.adjective:
                yield _Find(last.city, second, Span(start=last.span.start, end=second.span.end), last.rule)
        row = []


def _city_then_place(document: Document, row: list[CityMention], place: PlaceMention, gap: str) -> Iterator[_Find]:
    rule = _matching(_AFTER, gap)
    behind = document.text[place.span.end : place.span.end + 60]
    if rule is None or (re.match(r"['’]", behind) and not _POSSESSIVE.match(behind)):
        return
    end = place.span.end + (behind.startswith(")") and "(" in gap)
    shared = rule == "CITY-09" or "both" in gap
    for city in row if shared else row[-1:]:
        yield _Find(city, place, Span(start=city.span.start, end=end), rule)


def _matching(rules: tuple[tuple[str, re.Pattern[str]], ...], gap: str) -> str | None:
    if len(gap) > 90:
        return None
    return next((rule for rule, pattern in rules if pattern.match(gap)), None)


def _cells(
    document: Document, sentence: Sentence, cities: tuple[CityMention, ...], places: tuple[PlaceMention, ...]
) -> Iterator[_Find]:
    """A city alone in a cell and its country alone in the next."""
    by_span = {place.span: place for place in places}
    of_cell = {city.span: city for city in cities}
    for left, right in pairwise(sentence.block.cells):
        if left in of_cell and right in by_span:
            yield _Find(of_cell[left], by_span[right], Span(start=left.start, end=right.end), "CITY-05")


# -- described, not named -----------------------------------------------------------------------


def _descriptions(document: Document, sentence: Sentence, places: tuple[PlaceMention, ...]) -> Iterator[_Find]:
    """ "the Polish capital", "Ecuador's capital", "the capital of Peru", where that city is named elsewhere."""
    for place in places:
        text = document.text[place.span.end : min(place.span.end + 50, sentence.span.end)]
        match = _DESCRIPTION.match(text)
        before = document.text[max(sentence.span.start, place.span.start - 50) : place.span.start]
        if match and (place.adjective or match.group()[0] in "'’"):
            city = _described(document, place, match["degree"].strip(), match["sort"])
            if city:
                yield _Find(city, place, Span(start=place.span.start, end=place.span.end + match.end()), "CITY-04")
        elif not place.adjective and (of := _DEFINITE_OF.search(before)):
            city = _described(document, place, "", "capital")
            if city:
                yield _Find(
                    city, place, Span(start=place.span.start - len(before) + of.start(), end=place.span.end), "CITY-01"
                )


def _described(document: Document, place: PlaceMention, degree: str, sort: str) -> CityMention | None:
    """The city named in the article that is the capital or the largest city of the place."""
    if sort == "capital" and place.level == "country" and place.country and not degree:
        capitals = {city.geonames_id for city in capitals_of(place.country)}
        return next((m for m in document.all(CityMention) if m.geonames_id in capitals), None)
    return None


# -- what fits ----------------------------------------------------------------------------------


def _fits(city: CityMention, place: PlaceMention) -> bool:
    """True where the gazetteer does not speak against the city lying in the place."""
    if place.level == "continent" or (place.country in CITY_STATES and key(city.name) == key(place.name)):
        return False
    if city.geonames_id is None:
        return city.country in {None, place.country}
    known = [c for c in cities_called(city.name) if c.geonames_id == city.geonames_id]
    return any(reading.holds(c) for c in known or _stub(city) for reading in _readings(place))


def _stub(city: CityMention) -> list[City]:
    return [City(geonames_id=city.geonames_id or 0, name=city.name, country=city.country or "", region=city.region or "",
                 population=city.population, capital=False)]  # fmt: skip


def _readings(place: PlaceMention) -> list[Place]:
    return [p for p in places_called(place.name) if p.level == place.level and (p.country or None) == place.country]


def _usual_name(place: PlaceMention) -> str:
    readings = _readings(place)
    return readings[0].name if readings else place.name


def _identity(city: CityMention) -> str:
    return city.entity.key or key(city.name)


def _place_entity(place: PlaceMention) -> Entity:
    return Entity(kind=Kind.PLACE, name=_usual_name(place)) if place.adjective else place.entity
