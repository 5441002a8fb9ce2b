"""In which country, state or region a city lies: only where the text puts the two side by side.

Input: Document. Output: Location, one a city and place, with every span that says so. A city that
the gazetteer knows must lie in the place; of others the text alone decides. Ids of the rules are
those of the catalogue of constructions (CITY-01 "X, capital of Y", CITY-05 "X, Y", …).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from kg.facts import location_patterns as patterns
from kg.mentions.gazetteer import CITY_STATES, City, Place, capitals_in, cities_called, key, largest_in, places_called
from kg.mentions.town_table import city_or_town
from kg.model import BlockKind, CityMention, Document, Entity, Fact, Kind, Location, PlaceMention, Sentence, Span

M = TypeVar("M", CityMention, PlaceMention)

_NEAR = 250  # characters between a place and "its capital, X"
_WINDOW = 60  # characters looked at before and behind a mention


@dataclass(frozen=True)
class _Find:
    """A city, a place and the words that put them together."""

    city: CityMention
    place: PlaceMention
    span: Span
    rule: str
    plural: bool = False  # "the Dutch cities of A …": more of them may follow
    spare: bool = False  # quoted only where nothing else tells it


def find(document: Document) -> Iterator[Fact]:
    """The places that cities are said to lie in, one fact a city and place."""
    found: dict[tuple[str, str], list[_Find]] = {}
    for each in _finds(document):
        if _fits(each.city, each.place):
            identity = each.city.entity.key or key(each.city.name)
            found.setdefault((identity, _usual_name(each.place)), []).append(each)
    for told in found.values():
        finds = [each for each in told if not each.spare] or told
        city, place = finds[0].city, finds[0].place
        entity = Entity(kind=Kind.PLACE, name=_usual_name(place)) if place.adjective else place.entity
        evidence = tuple(dict.fromkeys(each.span for each in finds))
        yield Location(city=city.entity, place=entity, evidence=evidence, rule=finds[0].rule)


def _finds(document: Document) -> Iterator[_Find]:
    cities, places = document.all(CityMention), document.all(PlaceMention)
    if not cities or not places:
        return
    for city in cities:
        yield from _of_the_place_before(document, city)
    for sentence in document.sentences:
        here = _inside(places, sentence.span)
        if here:
            near = _inside(cities, sentence.span)
            if sentence.block.kind is BlockKind.ROW:
                yield from _cells(sentence, near, here)
            yield from _side_by_side(document, near, here)
            yield from _descriptions(document, sentence, here)


def _inside(mentions: Sequence[M], span: Span) -> Sequence[M]:
    """The mentions inside a span, of mentions in order of the text."""
    first = bisect_left(mentions, span.start, key=lambda m: m.span.start)
    return mentions[first : bisect_left(mentions, span.end, lo=first, key=lambda m: m.span.start)]


# -- side by side -------------------------------------------------------------------------------


def _side_by_side(document: Document, cities: Sequence[CityMention], places: Sequence[PlaceMention]) -> Iterator[_Find]:
    spans = {city.span for city in cities}  # a city-state is read as the city
    mentions: list[CityMention | PlaceMention] = [*cities, *(place for place in places if place.span not in spans)]
    mentions.sort(key=lambda m: m.span)
    row: list[CityMention] = []  # cities of one list: "A, B and C in Y"
    last: _Find | None = None  # the find that a further mention may go on with
    before: CityMention | PlaceMention | None = None  # the mention before ``first``
    for first, second in pairwise(mentions):
        gap = document.text[first.span.end : second.span.start]
        row = [*row, first] if isinstance(first, CityMention) else []
        finds: list[_Find] = []
        match first, second:
            case PlaceMention(), CityMention():
                finds = list(_place_then_city(document, first, second, gap))
            case CityMention(), PlaceMention():
                finds = list(_city_then_place(document, row, second, gap))
            case CityMention(), CityMention():
                if not patterns.LIST.match(gap):
                    row = []
                elif last and last.plural and last.city is first:
                    finds = [_going_on(last, city=second)]
            case PlaceMention(), PlaceMention() if not second.adjective:
                if last and last.place is first and patterns.NEXT_LEVEL.match(gap):
                    finds = [_going_on(last, place=second)]
                elif isinstance(before, CityMention) and _is_divided(document, before, first, gap):
                    finds = [_Find(before, second, _over(before, second), "CITY-05")]
            case _:
                pass
        finds = [find for find in finds if not _is_in_itself(document, find)]
        yield from finds
        last = finds[-1] if finds else None
        before = first


def _is_in_itself(document: Document, find: _Find) -> bool:
    """True of a city before a longer name with its own: "Salta City, the Salta Harbour Centre"."""
    return find.city.name == find.place.name and _NAME_GOES_ON.match(document.text, find.place.span.end) is not None


_NAME_GOES_ON = re.compile(r" [A-Z][a-z]")


def _going_on(last: _Find, *, city: CityMention | None = None, place: PlaceMention | None = None) -> _Find:
    """The find with one more city of a list, or one more level: "Austin, Texas, U.S."."""
    city, place = city or last.city, place or last.place
    return replace(last, city=city, place=place, span=_over(city, place))


def _over(one: CityMention | PlaceMention, other: CityMention | PlaceMention) -> Span:
    return Span(start=min(one.span.start, other.span.start), end=max(one.span.end, other.span.end))


def _is_divided(document: Document, city: CityMention, whole: PlaceMention, gap: str) -> bool:
    """True before the part in "Wuhan, capital of central China's Hubei", "Essen in the German state of …"."""
    divided = patterns.DIVIDED_ADJECTIVE if whole.adjective else patterns.DIVIDED
    between = document.text[city.span.end : whole.span.start]
    return bool(divided.match(gap) and patterns.matching(patterns.AFTER, between))


def _place_then_city(document: Document, place: PlaceMention, city: CityMention, gap: str) -> Iterator[_Find]:
    text = document.text
    rule = patterns.matching(patterns.BEFORE_ADJECTIVE if place.adjective else patterns.BEFORE_NAME, gap)
    if rule is None and gap in {", ", " "} and not place.adjective:  # "the capital of Ecuador, Quito"
        of = patterns.CAPITAL_OF.search(text, max(0, place.span.start - _WINDOW), place.span.start)
        rule = "CITY-01" if of else None
    if rule is None and gap == ", " and not place.adjective:
        inside = patterns.IN_PLACE.search(text, max(0, place.span.start - _WINDOW), place.span.start)
        rule = "CITY-09" if inside else None
    if rule is None and gap == ": " and text[: place.span.start][-1:] in {"", "\n", "\t"}:
        rule = "CITY-07"  # a label: "Belgium: Ghent"
    elif rule == "CITY-07" and text[city.span.end : city.span.end + 1] not in {")", ","}:
        rule = None
    if rule:
        several = rule == "CITY-07" or patterns.PLURAL.search(gap) is not None  # "Spain (Gijón, Vigo)"
        yield _Find(city, place, _over(place, city), rule, several)


def _city_then_place(document: Document, row: list[CityMention], place: PlaceMention, gap: str) -> Iterator[_Find]:
    city = row[-1]
    behind = document.text[place.span.end : place.span.end + _WINDOW]
    if place.adjective:
        match = patterns.SORT_BEHIND.match(behind)
        if match and patterns.A_CITY.match(gap):
            yield _Find(city, place, Span(start=city.span.start, end=place.span.end + match.end()), "CITY-01")
        return
    rule = patterns.matching(patterns.AFTER, gap)
    if rule is None and gap == " " and patterns.CODE.fullmatch(document.quote(place.span)):
        rule = "CITY-06"
    if rule is None and gap in patterns.SEPARATED and _stands_alone(document, city, place):
        rule = "CITY-05"
    if (gap == ", " and _is_listed(document, place)) or (
        patterns.ONE_OF.match(gap) and not patterns.SORT_BEHIND.match(behind)
    ):
        return
    if rule is None or (behind.startswith(("'", "’")) and not patterns.POSSESSIVE.match(behind)):
        return
    if rule == "CITY-07" and _is_other_name(city, place):
        return
    end = place.span.end + (behind.startswith(")") and "(" in gap)
    shared = rule == "CITY-09" or "both" in gap or "all in" in gap
    for each in row if shared else (city,):
        yield _Find(each, place, Span(start=each.span.start, end=end), rule)


def _is_other_name(city: CityMention, place: PlaceMention) -> bool:
    """True of what a city is called, too, in the bracket behind it: "Wien (Vienna)"; not "New York City (New York)"."""
    same = any(known.geonames_id == city.geonames_id for known in cities_called(place.name))
    return same and key(place.name) not in key(city.name)


def _is_listed(document: Document, place: PlaceMention) -> bool:
    """True of a city in a list of cities that shares its name with a region: "Rome, Madrid, Lyon"."""
    if not cities_called(place.name):
        return False
    following = (m for m in document.all(CityMention) if m.span.start > place.span.end)
    behind = next(following, None)
    return behind is not None and document.text[place.span.end : behind.span.start] == ", "


def _stands_alone(document: Document, city: CityMention, place: PlaceMention) -> bool:
    """True where nothing but the two fills the item, line or bracket: "Bremen/Germany", "Vienna – Austria"."""
    text = document.text
    if "/" in text[city.span.end : place.span.start]:
        return True
    before, behind = text[max(0, city.span.start - 1) : city.span.start], text[place.span.end : place.span.end + 1]
    return before in "\n\t(" and behind in "\n\t)"


def _of_the_place_before(document: Document, city: CityMention) -> Iterator[_Find]:
    """Finds like "its capital, X" and "X, its capital": of the last place named that holds the city."""
    before = patterns.ITS.search(document.text, max(0, city.span.start - _WINDOW), city.span.start)
    behind = patterns.IS_ITS.match(document.text, city.span.end, city.span.end + _WINDOW)
    if not before and not behind:
        return
    near = _inside(document.all(PlaceMention), Span(start=city.span.start - _NEAR, end=city.span.start))
    fitting = [place for place in reversed(near) if _fits(city, place)]
    of_this = [place for place in fitting if city.geonames_id in _ids(capitals_in(p) for p in _readings(place))]
    start = before.start() if before else city.span.start
    for place in (of_this or fitting)[:1]:
        yield _Find(city, place, Span(start=start, end=behind.end() if behind else city.span.end), "CITY-01")


def _cells(sentence: Sentence, cities: Sequence[CityMention], places: Sequence[PlaceMention]) -> Iterator[_Find]:
    """A city alone in a cell and its country alone in the next.

    In a row of several cities ("2020 | Warsaw | Castelló | Poland") a country is that of the nearest city before it
    that the gazetteer knows to lie there: the next cell alone does not say whose it is.
    """
    place_in, city_in = {place.span: place for place in places}, {city.span: city for city in cities}
    several = sum(cell in city_in for cell in sentence.block.cells) > 1
    for index, cell in enumerate(sentence.block.cells):
        if cell not in place_in:
            continue
        before = [city_in[left] for left in reversed(sentence.block.cells[:index]) if left in city_in]
        if several:
            before = [city for city in before if city.geonames_id is not None and _fits(city, place_in[cell])]
        elif index == 0 or sentence.block.cells[index - 1] not in city_in:
            continue
        for city in before[:1]:
            yield _Find(city, place_in[cell], Span(start=city.span.start, end=cell.end), "CITY-05", spare=several)


# -- described, not named -----------------------------------------------------------------------


def _descriptions(document: Document, sentence: Sentence, places: Sequence[PlaceMention]) -> Iterator[_Find]:
    """Finds like "the Polish capital" and "the capital of Peru", where that city is named elsewhere."""
    for place in places:
        start = max(sentence.span.start, place.span.start - _WINDOW)
        match = patterns.DESCRIPTION.match(document.text, place.span.end, sentence.span.end)
        of = patterns.DEFINITE_OF.search(document.text, start, place.span.start)
        if match and (place.adjective or match.group()[0] in "'’" or _is_capital_of_region(place, match)):
            span = Span(start=place.span.start, end=match.end())
            city, rule = _described(document, place, match["degree"].strip(), match["sort"]), "CITY-04"
        elif of and not place.adjective:
            span = Span(start=of.start(), end=place.span.end)
            city, rule = _described(document, place, "", "capital"), "CITY-01"
        else:
            continue
        if city:
            yield _Find(city, place, span, rule)


def _is_capital_of_region(place: PlaceMention, match: re.Match[str]) -> bool:
    """True of "the Rhode Island capital": of a country it would be "Norwegian"."""
    return place.level == "region" and match.group() == " capital"


def _described(document: Document, place: PlaceMention, degree: str, sort: str) -> CityMention | None:
    """The city named in the article that is the capital or the largest city of the place; None where unsure."""
    if sort == "capital" and not degree:
        wanted = _ids(capitals_in(reading) for reading in _readings(place))
    elif degree in patterns.LARGEST:
        wanted = _ids(largest_in(reading) for reading in _readings(place))
    else:
        return None
    return next((city for city in document.all(CityMention) if city.geonames_id in wanted), None)


# -- what fits ----------------------------------------------------------------------------------


def _fits(city: CityMention, place: PlaceMention) -> bool:
    """True where the gazetteer does not speak against the city lying in the place."""
    if place.level == "continent" or (place.country in CITY_STATES and key(city.name) == key(place.name)):
        return False
    if city.geonames_id is None:
        return city.country in {None, place.country}
    known = city_or_town(city.name, city.geonames_id)
    return known is not None and any(reading.holds(known) for reading in _readings(place))


def _ids(cities: Iterator[Sequence[City]]) -> set[int | None]:
    return {city.geonames_id for several in cities for city in several}


def _readings(place: PlaceMention) -> list[Place]:
    return [p for p in places_called(place.name) if p.level == place.level and (p.country or None) == place.country]


def _usual_name(place: PlaceMention) -> str:
    readings = _readings(place)
    return readings[0].name if readings else place.name
