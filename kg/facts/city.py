"""In which country, state or region a city lies: only where the text puts the two side by side.

Input: Document. Output: Location, one a city and place, with every span that says so. A city that
the gazetteer knows must lie in the place; of others the text alone decides. Ids of the rules are
those of the catalogue of constructions (CITY-01 "X, capital of Y", CITY-05 "X, Y", …).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.mentions.gazetteer import CITY_STATES, City, Place, capitals_in, cities_called, key, largest_in, places_called
from kg.model import BlockKind, CityMention, Document, Entity, Fact, Kind, Location, PlaceMention, Sentence, Span

_POINT = r"(?:north|south|east|west)(?:ern)?|(?:north|south)-?(?:east|west)(?:ern)?|central|mid"
_SIDE = (
    rf"(?:(?:far |the |what is now |today['’]s )?(?:{_POINT}|coastal|upper|lower|mainland|neighbou?ring|rural|nearby)(?:[- ]central)? "
    rf"|the (?:(?:far )?(?:{_POINT})|coast|heart|middle)(?: part| coast| corner)? of )?(?:the )?"
)
_DIVISION = r"(?:[a-z]+ )?(?:(?:state|province|prefecture|region|county|canton|department|governorate|territory) of )?"
_SORT = (
    r"(?:(?:capital|port|resort|host|industrial|coastal|historic|university|twin|home|border|tech|financial|commercial|sister|"
    r"holiday|harbou?r|seaside|market|mountain|desert|oil|mining|coast|river|island|fellow|state|provincial|regional) ){0,2}"
    r"(?:capital(?: city)?|city|cities|metropolis|town|towns|municipality|municipalities|port|resort|hub|megacity|community|village)"
)
_DEGREE = r"(?:(?:then|now|[a-z]+(?:-[a-z]+)?|second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th))(?: |-)){0,4}"
_WHERE = r"(?:(?:both|all|also|here|over|back|down|up|situated|located) )?in "

# Between a city and the place it lies in.
_AFTER = (
    (
        "CITY-05",
        re.compile(
            rf"(?: City| CITY| city| [Mm]unicipality)?, (?:{_WHERE})?(?:the )?(?:{_SIDE}{_DIVISION})(?:[A-Z]\w+ )?$"
        ),
    ),
    ("CITY-07", re.compile(rf"(?: City| city)? ?\((?:in )?(?:both |all )?(?:the )?{_SIDE}{_DIVISION}$")),
    ("CITY-09", re.compile(rf"(?: City| city| municipality| Municipality)? {_WHERE}(?:the )?{_SIDE}{_DIVISION}$")),
    ("CITY-05", re.compile(r" of (?:the )?$")),
    ("CITY-05", re.compile(rf",? on (?:the )?{_SIDE}(?:[a-z]+ )?(?:coast|shore|edge|border|tip) of (?:the )?$")),
    (
        "CITY-01",
        re.compile(
            rf"(?:,| [–—-])? (?:which is |is |was )?(?:the |a |an |another )?{_DEGREE}{_SORT}(?: and {_DEGREE}{_SORT})?(?: of [a-z\d][^;()]{{2,40}}?)?,?"
            rf" (?:of|in|on|on the coast of) (?:the )?{_SIDE}{_DIVISION}$"
        ),
    ),
)
_SEPARATED = frozenset(["/", " / ", " - ", " – ", " — "])
_CODE = re.compile(r"[A-Z]{2}")  # "Portland OR"
# Between a place and a city in it; the place is named or stands as an adjective.
_KIND_OF = rf" {_DEGREE}{_SORT}(?: of|,| called| named| such as| like| including)? "
_BEFORE_NAME = (
    ("CITY-03", re.compile(rf"(?:['’]s?)?{_KIND_OF}$")),
    ("CITY-09", re.compile(r"['’]s? $")),
    ("CITY-07", re.compile(r" \($")),
)
_BEFORE_ADJECTIVE = (("CITY-03", re.compile(rf"{_KIND_OF}$")),)
_CAPITAL_OF = re.compile(rf"\b(?:the )?{_DEGREE}{_SORT} (?:of|in) (?:the )?(?:(?:state|province) of )?$")
_ITS = re.compile(
    rf"\b(?:its|(?:the (?:country|nation|state|province|region|island|kingdom)['’]s)|the (?:state|provincial|regional)) {_DEGREE}{_SORT},? $"
)
_IS_ITS = re.compile(
    rf",? (?:is )?(?:its|the (?:country|nation|state|province|region|kingdom)['’]s) {_DEGREE}{_SORT}\b"
)
_DIVIDED = re.compile(rf"['’]s {_SIDE}$")  # "east China's Zhejiang"
_DIVIDED_ADJECTIVE = re.compile(
    r" (?:federal |autonomous )?(?:state|province|prefecture|region|county|canton|department|territory) of (?:the )?$"
)
_A_CITY = re.compile(rf",? (?:is )?(?:a|the|another) {_DEGREE}$")  # "X, a Polish city"
_SORT_BEHIND = re.compile(rf" {_DEGREE}{_SORT}\b")
_POSSESSIVE = re.compile(rf"['’]s? {_DEGREE}{_SORT}\b|['’]s? (?:[a-z-]+ ){{0,3}}(?:port|hub|gateway|heart|coast)\b")
_NEXT_LEVEL = re.compile(r",? (?:the )?$")
_LIST = re.compile(r"(?: \([^()]{1,30}\))?(?:, | and | & |, and | or | as well as )$")
_DESCRIPTION = re.compile(rf"(?:['’]s?)? (?P<degree>{_DEGREE})(?P<sort>capital|city|metropolis)\b(?! of\b)")
_DEFINITE_OF = re.compile(r"\bthe capital(?: city)? of (?:the )?(?:(?:state|province) of )?$")
_NEAR = 250  # characters between a place and "its capital, X"
_LARGEST = frozenset(["biggest", "largest", "most populous"])


@dataclass(frozen=True)
class _Find:
    """A city, a place and the words that put them together."""

    city: CityMention
    place: PlaceMention
    span: Span
    rule: str
    plural: bool = False  # "the Dutch cities of A …": more of them may follow


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
    for city in cities:
        yield from _of_the_place_before(document, city)
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
    last: _Find | None = None  # the find that a further mention may go on with
    for first, second in pairwise(mentions):
        gap = document.text[first.span.end : second.span.start]
        row = [*row, first] if isinstance(first, CityMention) else []
        finds: list[_Find] = []
        if isinstance(second, CityMention):
            if isinstance(first, PlaceMention):
                finds = list(_place_then_city(document, first, second, gap))
            elif _LIST.match(gap):
                if last and last.city is first and last.rule == "CITY-03" and last.plural:
                    finds = [replace(last, city=second, span=Span(start=last.span.start, end=second.span.end))]
            else:
                row = []
        elif isinstance(first, CityMention):
            finds = list(_city_then_place(document, row, second, gap))
        elif last and last.place is first and _goes_on(gap) and not second.adjective:
            finds = [replace(last, place=second, span=Span(start=last.span.start, end=second.span.end))]
        elif row_before := _cities_before(first, mentions):
            divided = _DIVIDED_ADJECTIVE if first.adjective else _DIVIDED
            if divided.match(gap) and _matching(_AFTER, document.text[row_before.span.end : first.span.start]):
                finds = [_Find(row_before, second, Span(start=row_before.span.start, end=second.span.end), "CITY-05")]
        yield from finds
        last = finds[-1] if finds else None


def _goes_on(gap: str) -> bool:
    """True between "Austin, Texas" and "U.S."."""
    return bool(_NEXT_LEVEL.match(gap))


def _cities_before(place: PlaceMention, mentions: Sequence[CityMention | PlaceMention]) -> CityMention | None:
    """The city that is the mention before a place, if it is one."""
    position = next(i for i, m in enumerate(mentions) if m is place)
    before = mentions[position - 1] if position else None
    return before if isinstance(before, CityMention) else None


def _place_then_city(document: Document, place: PlaceMention, city: CityMention, gap: str) -> Iterator[_Find]:
    rule = _matching(_BEFORE_ADJECTIVE if place.adjective else _BEFORE_NAME, gap)
    if rule is None and gap in {", ", " "} and not place.adjective:
        before = document.text[max(0, place.span.start - 60) : place.span.start]
        rule = "CITY-01" if _CAPITAL_OF.search(before) else None  # "the capital of Ecuador, Quito"
    if rule is None and gap == ": " and document.text[place.span.start - 1 : place.span.start] in {"", "\n", "\t"}:
        rule = "CITY-07"  # a label: "Belgium: Ghent"
    elif rule == "CITY-07" and document.text[city.span.end : city.span.end + 1] not in {")", ","}:
        rule = None
    if rule:
        plural = bool(re.search(r"\b(?:cities|towns|municipalities)\b", gap))
        yield _Find(city, place, Span(start=place.span.start, end=city.span.end), rule, plural)


def _city_then_place(document: Document, row: list[CityMention], place: PlaceMention, gap: str) -> Iterator[_Find]:
    behind = document.text[place.span.end : place.span.end + 60]
    if place.adjective:  # "X, a Polish city"
        match = _SORT_BEHIND.match(behind)
        if match and _A_CITY.match(gap):
            yield _Find(row[-1], place, Span(start=row[-1].span.start, end=place.span.end + match.end()), "CITY-01")
        return
    rule = _matching(_AFTER, gap)
    if rule is None and gap == " " and _CODE.fullmatch(document.quote(place.span)):
        rule = "CITY-06"
    if rule is None and gap in _SEPARATED and _stands_alone(document, row[-1], place):
        rule = "CITY-05"
    if rule is None or (re.match(r"['’]", behind) and not _POSSESSIVE.match(behind)):
        return
    end = place.span.end + (behind.startswith(")") and "(" in gap)
    shared = rule == "CITY-09" or "both" in gap or "all in" in gap
    for city in row if shared else row[-1:]:
        yield _Find(city, place, Span(start=city.span.start, end=end), rule)


def _stands_alone(document: Document, city: CityMention, place: PlaceMention) -> bool:
    """True where nothing but the two fills the item, line or bracket: "Bremen/Germany", "Vienna – Austria"."""
    before, behind = (
        document.text[city.span.start - 1 : city.span.start],
        document.text[place.span.end : place.span.end + 1],
    )
    return "/" in document.text[city.span.end : place.span.start] or (before in "\n\t(" and behind in "\n\t)")


def _of_the_place_before(document: Document, city: CityMention) -> Iterator[_Find]:
    """ "its capital, X" and "X, its capital": the place is the last one named that holds the city."""
    before = _ITS.search(document.text, max(0, city.span.start - 60), city.span.start)
    behind = _IS_ITS.match(document.text, city.span.end, city.span.end + 60)
    if not before and not behind:
        return
    near = [
        p for p in document.all(PlaceMention) if 0 <= city.span.start - p.span.end < _NEAR and p.level != "continent"
    ]
    fitting = [p for p in reversed(near) if _fits(city, p)]
    capital_of = [
        p for p in fitting if city.geonames_id in {c.geonames_id for r in _readings(p) for c in capitals_in(r)}
    ]
    place = next(iter(capital_of or fitting), None)
    if place:
        start = before.start() if before else city.span.start
        yield _Find(city, place, Span(start=start, end=behind.end() if behind else city.span.end), "CITY-01")


def _matching(rules: tuple[tuple[str, re.Pattern[str]], ...], gap: str) -> str | None:
    if len(gap) > 110:
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
    """The city named in the article that is the capital or the largest city of the place; None where unsure."""
    inside = [m for m in document.all(CityMention) if m.geonames_id and _fits(m, place)]
    if sort == "capital" and not degree:
        wanted = {city.geonames_id for reading in _readings(place) for city in capitals_in(reading)}
    elif degree in _LARGEST:
        wanted = {city.geonames_id for reading in _readings(place) for city in largest_in(reading)}
    else:
        return None
    return next((m for m in inside if m.geonames_id in wanted), None)


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
