"""Which cities, countries and regions an article names, and which of several namesakes is meant.

Input: Document (people already found). Output: CityMention and PlaceMention; ``date_and_place``
reads the dateline, ``settle`` takes out what turned out to be part of another name. For the rules:
``main_city`` is the city an article is about, ``city_meant`` the city that "the city", "the Finnish
city" or "Ecuador's capital" stands for, ``city_of_body`` the city behind "X City Council".
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log10

from kg.mentions.gazetteer import CITY_STATES, City, Named, Place, capitals_in, homonyms, key, names_in
from kg.model import CityMention, Document, Kind, Mention, NameMention, PersonMention, PlaceMention, Span

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈČĎĐĒĖĘĚĞĢĤĪİĶŁĻĽŃŅŇŌŎŐŒŔŘŚŜŞŠŢŤŪŬŮŰŲŴŶŹŻŽȘȚ"
_NAME = rf"[{_UPPER}][^\W\d_]*(?:[-'’][^\W\d_]+)*"
_PARTICLES = r"(?:(?:de|del|la|le|las|los|do|da|dos|di|am|an der|im|upon|on|of|sur|el|al|the) ){0,2}(?:d['’]|l['’]|dell['’]|d[aeo] )?"
_TOWN = rf"(?:(?:St|Mt|Ft)\. )?{_NAME}(?: {_PARTICLES}{_NAME}){{0,3}}"

# -- words beside a name ----------------------------------------------------------------------

_INSIDE = re.compile(
    r"\b(?:in|In|near|around|outside|across|throughout|visit(?:ed|s|ing)?|between|reach(?:ed)?|leav(?:e|ing)|left|"
    r"(?:northern|southern|eastern|western|central|downtown|Greater|greater|inner|metropolitan|nearby)|(?:based|held|born|living|staged) (?:in|at))\s+$"
)
_CALLED_CITY = re.compile(
    r"\b(?:[Cc]ity|[Tt]own|village|municipality|[Mm]etropolis|capital|port|commune|suburb|resort|hub|[Mm]unicipality|[Mm]etropolitan [Cc]ity|"
    r"[Mm]ayors?(?: and \w+)?|[Ll]ord [Mm]ayor|[Mm]ayoress|residents|streets|outskirts|people) (?:of|called|named)\s+$"
)
_CITY_BEHIND = re.compile(
    r"(?:[’']s)? (?:[Cc]ity(?! of)|[Tt]own(?! of)|[Mm]unicipality|[Mm]unicipal|[Mm]ayor|[Mm]etropolitan|residents|metro)\b"
    r"|, (?:the |a |an )?(?:[a-z-]+ ){0,3}(?:capital|city|town|port|resort)\b"
)
_BELONGS_TO = re.compile(
    r"\b(?:University|College|Bank|Duke|Duchess|Earl|Archbishop|Bishop|Treaty|Battle|School|Institute|Club|Church|Cathedral|Diocese|Museum|"
    r"Archdiocese|Baron|Prince|Lord|Council|Society|Academy|Hotel|Stade|Estadio|Fira|Port) (?:of|de|da|di|at) $"
)
_HONORIFIC = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sir|Lady|Prof)\.? $")
_CLUB_BEFORE = re.compile(
    r"\b(?:Inter|Real|AC|AS|FC|AFC|Atl[ée]tico|Olympique|Sporting|Dynamo|Spartak|Hertha|Borussia|Bayern|Ajax|Feyenoord) $"
)
_INSTITUTION = re.compile(
    r"(?:[’']s)? (?:University|College|School|United|Airport|International|Street|St\.|Road|Rd|Avenue|Ave|Boulevard|Square|Lane|Drive|"
    r"Bank|Times|Post|Herald|Globe|Tribune|Chronicle|Gazette|Mail|Telegraph|Daily|News|Star|Sun|Journal|Observer|Guardian|"
    r"Hospital|Cathedral|Stadium|Arena|Bridge|Tower|Hotel|Inn|Cup|FC|F\.C\.|Rovers|Rangers|Wanderers|Tigers|Lions|Giants|Lakers|Kings|Knights|"
    r"Bay\b|Strait|River|Sea\b|Ocean|Peninsula|Island\b|Islands|Agreement|Accord|Protocols?|Treaty|Declaration|Consensus|Conventions?|Principles|"
    r"Stock Exchange|Capital\b|Group|Inc\b|Ltd|Corp|Co\b|LLC|GmbH|plc|PLC|AG\b|Energy|Motors|Airlines|Airways|Electric|Holdings|Partners|Technologies|Media)\b"
)
_REGION_BEHIND = re.compile(
    r"\s(?:[Pp]rovince|[Ss]tate|[Rr]egion|[Pp]refecture|[Oo]blast|[Tt]erritory|[Dd]epartment|[Gg]overnorate|[Cc]anton|[Cc]ounty|[Vv]oivodeship|[Dd]istrict|[Vv]alley|[Pp]rovincial|ward|Ward)\b"
)
_SORT_BEHIND = re.compile(r" (?:[a-z-]+ ){0,2}(?:city|cities|town|capital|port|resort|village|municipality)\b")
_REGION_BEFORE = re.compile(
    r"\b(?:[Pp]rovince|[Ss]tate|[Rr]egion|[Pp]refecture|[Gg]overnorate|[Cc]anton|[Cc]ounty|[Dd]epartment) of\s+$"
)
_CAPITALISED_BEFORE = re.compile(rf"(?<![.!?:;,(\n\"“'‘–—-])\s*\b({_NAME})[  ]$")
_CAPITALISED_BEHIND = re.compile(rf"[  ]({_NAME})")
_BEHIND_A_CITY = re.compile(
    r" (?:City|Council|Municipality|Metropolitan|Olympics?|Games|Marathon|Festival|Forum|Summit|Conference|Congress|Expo|Biennale|Fair|Motor|Film|Fashion|"
    r"Declaration|Metro|Opera|Symphony|Philharmonic|Harbour|Zoo|Pride|Design|Book|World|Convention|Chamber|Region|Police|Fire|Department|Police|County)\b"
)
_VERB = re.compile(
    r"(?:['’]s)? (?:has|had|is|was|will|hosts?|hosted|won|wins|and|plans|itself|became|came|takes|took|beat|also|which)\b|,"
)
_LOOSE = frozenset(
    "The A An In On At From To Of And Near Around Greater Central North South East West Northern Southern Eastern Western Downtown Metropolitan"
    " Mayor Governor President Minister City But While When As For With By Both Like Unlike After Before Since Also Only Then Today Now Old Upper Lower"
    " Is Was Has Will Are How Why Where What Can Does Did Host Hosts Hosting Named Wins Win Beats Tops Mr Ms Mrs Dr Capital Former".split()
)

# Behind a city: what may stand between it and the country or region it lies in.
_IN_BRACKETS = re.compile(r" \([^()\n]{1,40}\)(?=,)")
_TO_PLACE = re.compile(
    r"(?: (?:[Cc]ity|CITY|[Mm]unicipality|[Cc]ounty))?"
    r"(?:, ?| ?\(|, in | in | ?/ ?| [–—-] |,? (?:is )?(?:the |a |an |another )?(?:[a-z\d-]+ ){0,4}(?:capital|city|town|port|resort)(?: city)?(?: of [a-z\d][^.,;()]{2,30})? (?:of|in|on) "
    r"|, on the (?:[a-z]+ )?coast of | (?=[A-Z]{2}\b))(?:both )?(?:the )?"
    r"(?:(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est|[Cc]entral|[Nn]orthern|[Ss]outhern|[Ee]astern|[Ww]estern|[Nn]orth-?east(?:ern)?|[Nn]orth-?west(?:ern)?|"
    r"[Ss]outh-?east(?:ern)?|[Ss]outh-?west(?:ern)?|[Uu]pper|coastal)(?:-central)? )?(?:[a-z]+ )?"
    r"(?:(?:state|province|prefecture|region|county|canton|department|governorate) of )?"
)
_OPEN = re.compile(r"(?:^|[\s(\[;:,\"“‘'/\t–—-])$")
_AT_END = re.compile(rf"({_TOWN})$")
_LEAD = re.compile(
    r"(?:^|[;:(\t\n•|]|\d\.|\b(?:in|at|near|from|of|to|for|In|outside|by|are|is|were|was|between|via|towards?|including|like|as|where|beat)|[—–-])\s*$"
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’]?\s+$")
_LEAD_IN_LIST = re.compile(r"(?:, | and | & |, and )$")
_NOT_TOWN = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|President|Minister|Mayor|"
    r"Union|"
    r"Island|"
    r"Chamber|North|South|East|West|Northern|Southern|Eastern|Western|Central|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|The|A|An|In|On|At|He|She|It|They|We|This|That|City(?= )|Photo|Source|Tel|Founder|Director|CEO|Chairman|"
    r"Governorate|Municipality|Metropolitan|Cities|Your|My|Our|Love|God|Lights?|Angels|Culture|Design|Music|Literature|Film|Gastronomy|Crafts|Tomorrow|"
    r"Future|Peace|Science|Sports?|Joy|Heroes|Books?|Art|Arts|Dreams|Gold|Innovation|Knowledge|Children|Women|Learning|Media|Distinction|Sanctuary|"
    r"Governor|Secretary|General|Professor|Expo|Conference|Programme|Program|Project|Initiative|Best|Top|Winner|Finalist|Winners|Gold|Silver|Bronze|First|Second|Third)\b"
)
_NOT_TOWN_AT_END = re.compile(
    r"(?:^| )(?:"
    r"University|College|School|Institute|Ministry|Council|Department|Bank|Center|Centre|Association|Union|Club|"
    r"Group|Company|Forum|Congress|Committee|Agency|Authority|Commission|Foundation|Street|Road|Airport|Stadium|"
    r"Church|Park|Lake|River|Mount|Island|Islands|Valley|Bay|Museum|Palace|Hotel|Hall|House|Award|Prize|Games|"
    r"Cup|Summit|Festival|Republic|Kingdom|State|Province|County|District|Chamber|Board|Office|Court|Party|Army|"
    r"Police|Society|Network|Region)$"
)


_OBSCURE = 50_000
"""A city below this size is not taken for a namesake in a country that the article never names."""


@dataclass(frozen=True)
class _Page:
    """What the decision about one name may look at."""

    text: str
    names: tuple[Named, ...]
    beside: dict[int, Place]  # position of a city's name to the place behind it
    slots: dict[int, Place]  # position of such a place's name to the place
    countries: dict[str, float]  # how strongly the article points to a country, 0 to 1
    placed: frozenset[str]  # names of cities that the article puts in a place or calls a city
    surnames: frozenset[str]  # keys of the last names of people in the article
    people: tuple[Span, ...]


# -- the finder -------------------------------------------------------------------------------


def find(document: Document) -> Iterator[Mention]:
    """The cities and places named in a document, in order of the text."""
    page = _page(document)
    senses = _senses(page)
    for position, named in enumerate(page.names):
        yield from _mentions(document, page, senses, position, named)
    yield from _small_towns(page)


def _page(document: Document) -> _Page:
    text = document.text
    names = tuple(names_in(text))
    beside = _beside(text, names)
    people = document.all(PersonMention)
    return _Page(
        text=text,
        names=names,
        beside={city: place for city, (place, _) in beside.items()},
        slots={behind: place for place, behind in beside.values()},
        countries=_countries(names),
        placed=_placed(text, names, beside),
        surnames=frozenset(key(p.name.split()[-1]) for p in people if " " in p.name),
        people=tuple(p.span for p in people),
    )


def _beside(text: str, names: Sequence[Named]) -> dict[int, tuple[Place, int]]:
    """For each city's name the place that stands directly behind it, and its position: "Athens, GA"."""
    starts = {named.start: position for position, named in enumerate(names)}
    found: dict[int, tuple[Place, int]] = {}
    for position, named in enumerate(names):
        if not named.cities:
            continue
        for end in _place_starts(text, named.end):
            behind = starts.get(end)
            if (
                behind is None
                or not names[behind].places
                or (text[named.end : end] == " " and not _is_code(text, names[behind]))
            ):
                continue
            place = _place_of(named.cities, names[behind], text)
            if place:
                found[position] = (place, behind)
                break
    return found


def _is_code(text: str, named: Named) -> bool:
    """True for "OR" in "Portland OR"."""
    return named.end - named.start == 2 and text[named.start : named.end].isupper()


def _placed(text: str, names: Sequence[Named], beside: Iterable[int]) -> frozenset[str]:
    called = (n for n in names if n.cities and _CALLED_CITY.search(text, max(0, n.start - 40), n.start))
    return frozenset(_key(text, named) for named in (*(names[position] for position in beside), *called))


def _place_starts(text: str, end: int) -> Iterator[int]:
    """Where the name of a place may begin behind a city's name that ends at ``end``, the longest gap first.

    The last words of a gap may belong to the name ("North Carolina"); brackets may stand between.
    """
    brackets = _IN_BRACKETS.match(text, end)
    for gap in (_TO_PLACE.match(text, end), brackets and _TO_PLACE.match(text, brackets.end())):
        if gap:
            yield gap.end()
            for word in reversed(list(re.finditer(r"\S+ ", gap.group()))):
                yield gap.start() + word.start()


def _place_of(cities: Sequence[City], behind: Named, text: str) -> Place | None:
    """The reading of the place that holds one of the cities, else a country or well-known region."""
    places = [p for p in behind.places if not p.adjective and p.level != "continent"]
    for place in places:
        if any(place.holds(city) for city in cities):
            return place
    if len(text[behind.start : behind.end]) > 3 and cities[0].population < 300_000:
        return next((p for p in places if p.known and not behind.cities), None)
    return None


def _countries(names: Iterable[Named]) -> dict[str, float]:
    """The countries that an article names, by country, region, adjective or large city: 0 to 1."""
    counts: Counter[str] = Counter()
    for named in names:
        known = [p for p in named.places if p.country and (p.known or p.short)]
        if known:
            counts[known[0].country] += 2
        elif named.cities and named.cities[0].population > 500_000 and key(named.cities[0].name) not in homonyms():
            counts[named.cities[0].country] += 1
    return {country: min(1.0, 0.4 + count / (2 * max(counts.values()))) for country, count in counts.items()}


def _senses(page: _Page) -> dict[str, City]:
    """One city for each name: the one that the article places somewhere, else the likeliest."""
    placed: dict[str, City] = {}
    for position, place in page.beside.items():
        named = page.names[position]
        city = next((c for c in named.cities if place.holds(c)), None)
        if city:
            placed.setdefault(_key(page.text, named), city)
    senses = dict(placed)
    for named in page.names:
        if named.cities:
            senses.setdefault(_key(page.text, named), max(named.cities, key=lambda c: _likelihood(c, page)))
    return senses


def _likelihood(city: City, page: _Page) -> tuple[float, int]:
    size = log10(max(city.population, 1000)) + (0.5 if city.capital else 0)
    return size + 1.2 * page.countries.get(city.country, 0.0), -city.geonames_id


def _key(text: str, named: Named) -> str:
    name = key(text[named.start : named.end])
    return name.title() if named.capitals else name


def _mentions(
    document: Document, page: _Page, senses: dict[str, City], position: int, named: Named
) -> Iterator[Mention]:
    span = Span(start=named.start, end=named.end)
    place = _place_here(page, position, named)
    if place and not _is_person(page, span):
        yield _place_mention(page, named, place)
    if (
        named.cities
        and (place is None or (place.country in CITY_STATES and place.level == "country"))
        and _is_city(page, position, named)
    ):
        yield _mention(page, span, named, senses[_key(page.text, named)], page.beside.get(position))


def _place_mention(page: _Page, named: Named, place: Place) -> PlaceMention:
    span = Span(start=named.start, end=named.end)
    name = place.name if named.capitals else span.of(page.text)
    return PlaceMention(
        span=span, name=name, country=place.country or None, level=place.level, adjective=place.adjective
    )


def _mention(page: _Page, span: Span, named: Named, city: City, beside: Place | None) -> CityMention:
    name = span.of(page.text)
    if named.capitals:
        name = next((c.name for c in named.cities if key(c.name).upper() == key(name)), name.title())
    if beside and not beside.holds(city):
        fitting = next((c for c in named.cities if beside.holds(c)), None)
        if fitting is None:  # a smaller namesake
            region = beside.name if beside.level == "region" else None
            return CityMention(span=span, name=name, geonames_id=None, country=beside.country, region=region)
        city = fitting
    elif city.population < _OBSCURE and page.countries and city.country not in page.countries:
        return CityMention(span=span, name=name, geonames_id=None, country=None, region=None)
    return CityMention(span=span, name=name, geonames_id=city.geonames_id, country=city.country, region=city.region or None,
                       population=city.population)  # fmt: skip


def _place_here(page: _Page, position: int, named: Named) -> Place | None:
    """The country or region that a name stands for where it stands; None for a city or nothing."""
    if not named.places:
        return None
    if position in page.slots:
        return page.slots[position]
    beside = page.beside.get(position)
    if beside and beside.level == "region" and any(beside.holds(city) for city in named.cities):
        return None  # "Lebanon, Pa."
    before, behind = page.text[max(0, named.start - 30) : named.start], page.text[named.end : named.end + 40]
    long_forms = [p for p in named.places if not p.short]
    if _REGION_BEHIND.match(behind) or _REGION_BEFORE.search(before):
        regions = [p for p in long_forms if p.level == "region"] or long_forms
        return max(regions, key=lambda p: page.countries.get(p.country, 0.0), default=None)
    if named.capitals and not _in_capitals(page.text, named):
        return None
    known = [
        p for p in long_forms if p.known and (not (p.adjective and p.level == "region") or _SORT_BEHIND.match(behind))
    ]
    return max(known, key=lambda p: (not p.adjective, page.countries.get(p.country, 0.0)), default=None)


def _is_city(page: _Page, position: int, named: Named) -> bool:
    """True where a name of a city means the city."""
    text = page.text
    span = Span(start=named.start, end=named.end)
    before, behind = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 30]
    if _is_person(page, span):
        return False
    if (
        _INSTITUTION.match(behind)
        or _BELONGS_TO.search(before)
        or _CLUB_BEFORE.search(before)
        or _REGION_BEHIND.match(behind)
    ):
        return False
    if position in page.beside or _CALLED_CITY.search(before):
        return True
    if named.capitals and not _in_capitals(text, named):
        return False
    name = _key(text, named)
    inside = bool(_INSIDE.search(before)) or _of_a_place(page, position)
    if name in page.surnames or span in page.people:
        return inside and not behind.startswith(("'", "’"))
    kind = homonyms().get(name, "")
    if kind == "never":
        return False
    if kind == "given":
        word = _CAPITALISED_BEHIND.match(behind)
        return word is None or word[1] in _LOOSE or bool(_BEHIND_A_CITY.match(behind))
    if not kind:
        return True
    if _joined(before, behind):
        return False
    if inside or _CITY_BEHIND.match(behind) or _in_list(page, position):
        return True
    return name in page.placed and (kind == "person" or not _at_start(text, span.start) or bool(_VERB.match(behind)))


def _is_person(page: _Page, span: Span) -> bool:
    """True inside the longer name of a person, and behind "Mr"."""
    if any(person.covers(span) and person != span for person in page.people):
        return True
    return bool(_HONORIFIC.search(page.text, max(0, span.start - 8), span.start))


def _at_start(text: str, offset: int) -> bool:
    """True where a capital says nothing: at the start of a sentence or line."""
    return not re.search(r"[\w,;:)’'”]\s$", text[max(0, offset - 3) : offset])


def _in_capitals(text: str, named: Named) -> bool:
    """True where capitals are no sign of an acronym: a dateline, a heading all in capitals."""
    start = text.rfind("\n", 0, named.start) + 1
    if named.start - start < 3:
        return True
    end = text.find("\n", named.end)
    line = text[start : min(end if end >= 0 else len(text), start + 300)]
    letters = [c for c in line if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.8 * len(letters) or bool(
        re.search(r"(?:--|[–—»]) ?$", text[start : named.start])
    )


def _joined(before: str, behind: str) -> bool:
    """True where capitalised neighbours make the name part of a longer one."""
    word = _CAPITALISED_BEFORE.search(before)
    if word and word[1] not in _LOOSE:
        return True
    word = _CAPITALISED_BEHIND.match(behind)
    return bool(word and word[1] not in _LOOSE)


def _of_a_place(page: _Page, position: int) -> bool:
    """True behind "Vietnam's"."""
    before = page.names[position - 1] if position else None
    return bool(before and before.places and page.text[before.end : page.names[position].start] in {"'s ", "’s ", "’ "})


def _in_list(page: _Page, position: int) -> bool:
    """True where a safe city stands next to the name in a list: "Bath, Leeds and York"."""
    for other in (position - 1, position + 1):
        if not 0 <= other < len(page.names) or not page.names[other].cities:
            continue
        first, second = sorted((page.names[position], page.names[other]), key=lambda n: n.start)
        gap = page.text[first.end : second.start]
        if (
            gap in {", ", " and ", ", and ", "; ", " or ", " & "}
            and _key(page.text, page.names[other]) not in homonyms()
        ):
            return True
    return False


# -- towns the gazetteer does not know ----------------------------------------------------------

_TOWN_OF = re.compile(
    rf"\b(?:[Cc]ity|[Tt]own|village|[Mm]unicipality|commune|suburb|resort|[Mm]ayors?|township)(?: and \w+)? (?:of|called|named) (?:the )?({_TOWN})"
)


def _small_towns(page: _Page) -> Iterator[CityMention]:
    """Cities known only from what stands beside them: "the town of X", "X, Country"."""
    taken = [
        Span(start=n.start, end=n.end) for n in page.names if n.cities and len(key(page.text[n.start : n.end])) > 3
    ]
    ends = {n.end for n in page.names if n.places}
    for named in page.names:
        place = next(
            (p for p in named.places if not p.adjective and (p.known or p.short) and p.level != "continent"), None
        )
        if place is None:
            continue
        start = max(0, named.start - 80)
        before = page.text[start : named.start]
        gap = re.search(r"(?:, (?:the )?| \((?:the )?)$", before)
        town = _AT_END.search(before[: gap.start()]) if gap else None
        if gap is None or town is None or _is_no_town(town[1]):
            continue
        if gap.group().startswith(" (") and not re.match(r"[),]", page.text[named.end : named.end + 1]):
            continue
        lead = before[: town.start()]
        listed = _LEAD_IN_LIST.search(lead)
        if _leads(lead, page.text[named.end : named.end + 1]) or (
            listed and (lead[: listed.start()].endswith(")") or start + listed.start() in ends)
        ):
            for mention in _town(page, Span(start=start + town.start(), end=start + town.end()), place, taken):
                yield mention
                if place.short or not place.known:
                    yield _place_mention(page, named, place)
    for match in _TOWN_OF.finditer(page.text):
        if not _is_no_town(match[1]):
            yield from _town(page, Span(start=match.start(1), end=match.end(1)), None, taken)


def _leads(before: str, behind: str) -> bool:
    """True where a name that ends in "…, Country" may begin: behind "in", a colon; at the start of "X, Country, …"."""
    return bool(_LEAD.search(before) or (behind == "," and _SENTENCE_END.search(before)))


def _is_no_town(name: str) -> bool:
    return bool(name.isupper() or _NOT_TOWN.search(name) or _NOT_TOWN_AT_END.search(name))


def _town(page: _Page, span: Span, place: Place | None, taken: list[Span]) -> Iterator[CityMention]:
    if any(span.overlaps(other) for other in taken) or any(span.overlaps(person) for person in page.people):
        return
    if any(n.places and span.overlaps(Span(start=n.start, end=n.end)) for n in page.names):
        return
    taken.append(span)
    region = place.name if place and place.level == "region" else None
    yield CityMention(
        span=span, name=span.of(page.text), geonames_id=None, country=place.country if place else None, region=region
    )


# -- the dateline -----------------------------------------------------------------------------

_PROSE = 50  # characters that follow a dateline at least; a list item is shorter
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DATELINE = re.compile(
    rf"^[(\[]?(?P<city>(?:{_NAME}|[{_UPPER}][{_UPPER}.'’-]+)(?:[ -](?:{_NAME}|[{_UPPER}.'’-]+)){{0,3}})"
    r"(?:(?:, |/| \()(?P<place>[^\d(),/]{2,25})\)?)?[)\]]?"
    r"(?:,? ?(?:(?P<month>[A-Z][a-z]{2,8}|[A-Z]{3,9})\.? (?P<day>\d{1,2})|(?P<day2>\d{1,2}) (?P<month2>[A-Z][a-z]{2,8}))(?:,? (?P<year>\d{4}))?)?"
    r"[,.]?(?: ?[(/\[][^()\n]{2,40}[)/\]])?[.,]? ?(?P<end>(?:--|[-–—])+|:) ?"
)


def date_and_place(document: Document) -> Document:
    """The document with the city and the date of its dateline, where it has one."""
    anchor = document.article.published
    for block in document.article.blocks[:8]:
        line = block.span.of(document.text)[:200]
        match = _DATELINE.match(line)
        if match is None or len(line) - match.end() < _PROSE:
            continue
        city = _dateline_city(document, block.span.start, match)
        if city:
            return replace(document, dateline_city=city, anchor=_dateline_date(match, anchor) or anchor)
    return replace(document, anchor=anchor)


def _dateline_city(document: Document, start: int, match: re.Match[str]) -> CityMention | None:
    span = Span(start=start + match.start("city"), end=start + match.end("city"))
    if match["end"] == ":" and not (match["month"] or match["month2"] or match["city"].isupper()):
        return None
    certain = bool(
        match["month"] or match["month2"] or match["city"].isupper() or match.group()[0] in "([" or "(" in match.group()
    )
    line = match.group()
    names = list(names_in(line))
    first = next((n for n in names if n.start == match.start("city") and n.end == match.end("city") and n.cities), None)
    if first is None or not certain or homonyms().get(_key(line, first)) == "never":
        return None
    beside = {city: place for city, (place, _) in _beside(line, names).items()}
    page = _Page(
        text=line,
        names=tuple(names),
        beside=beside,
        slots={},
        countries=_countries(names),
        placed=frozenset(),
        surnames=frozenset(),
        people=(),
    )
    city = max(first.cities, key=lambda c: _likelihood(c, page))
    found = _mention(page, Span(start=first.start, end=first.end), first, city, beside.get(names.index(first)))
    return replace(found, span=span)


def _dateline_date(match: re.Match[str], published: datetime.date | None) -> datetime.date | None:
    month = _MONTHS.get((match["month"] or match["month2"] or "")[:3].lower())
    if month is None:
        return None
    year = int(match["year"]) if match["year"] else published.year if published else None
    if year is None:
        return None
    try:
        date = datetime.date(year, month, int(match["day"] or match["day2"]))
        if not match["year"] and published and (date - published).days > 180:
            date = date.replace(year=year - 1)
    except ValueError:
        return None
    return date


# -- when all is found ------------------------------------------------------------------------

_OWN_BODY = re.compile(
    r"(?:[Cc]ity of|[Mm]unicipality of|[Tt]own of|.*\b(?:[Cc]ity [Cc]ouncil|[Mm]unicipality|[Cc]ity [Hh]all|[Mm]unicipal [Cc]ouncil|"
    r"[Cc]ity [Gg]overnment|[Mm]unicipal [Gg]overnment|[Tt]own [Cc]ouncil|[Cc]ity [Cc]orporation|[Mm]unicipal [Cc]orporation)$)"
)


def settle(document: Document) -> Document:
    """The document without cities that are only part of another name."""
    people = [m.span for m in document.all(PersonMention)]
    names = [m for m in document.all(NameMention) if m.kind is not Kind.THING]

    def stays(mention: Mention) -> bool:
        if not isinstance(mention, CityMention):
            return True
        if any(span.covers(mention.span) and span != mention.span for span in people):
            return False
        around = next((n for n in names if n.span.covers(mention.span) and n.span != mention.span), None)
        return around is None or _is_placed(document, mention) or bool(_OWN_BODY.match(document.quote(around.span)))

    return replace(document, mentions=tuple(m for m in document.mentions if stays(m)))


_PLACED = re.compile(r", |\s?\(")


def _is_placed(document: Document, mention: CityMention) -> bool:
    """True where a place stands behind the city: a name that runs so far is read too long."""
    gap = _PLACED.match(document.text, mention.span.end)
    return gap is not None and any(p.span.start == gap.end() and not p.adjective for p in document.all(PlaceMention))


# -- for the rules ----------------------------------------------------------------------------


def main_city(document: Document) -> CityMention | None:
    """The city an article is about: the most named, headline and first lines counting more; None without cities."""
    cities = document.all(CityMention)
    if not cities:
        return None
    weight: Counter[str] = Counter()
    for mention in cities:
        weight[mention.entity.key or mention.name] += 3 if mention.span.start < 150 else 1
    best = max(weight.values())
    return next(m for m in cities if weight[m.entity.key or m.name] == best)


_CITY_WORD = re.compile(
    r"(?:the|this|our|its|their|host|[A-Z]\w+)(?:['’]s)? (?:[a-z-]+ ){0,3}?(capital|city|town|municipality|metropolis|port)\b",
    re.IGNORECASE,
)


def city_meant(document: Document, span: Span) -> CityMention | None:
    """The city that a description such as "the city" or "Ecuador's capital" stands for; None where unsure.

    ``span`` covers the description, with the country or its adjective. A capital is looked up in the
    gazetteer; any other city is the nearest one named before, in the country that is named.
    """
    words = document.quote(span)
    match = _CITY_WORD.search(words)
    if match is None:
        return None
    place = next((n.places[0] for n in names_in(words) if n.places), None)
    earlier = [m for m in document.all(CityMention) if m.span.end <= span.start]
    if place:
        earlier = [m for m in earlier if m.country == place.country]
        if match[1].lower() == "capital":
            return _capital(document, span, place)
    if earlier:
        return earlier[-1]
    return None if place else main_city(document)


def _capital(document: Document, span: Span, place: Place) -> CityMention | None:
    capitals = capitals_in(place)
    named = [m for m in document.all(CityMention) if m.geonames_id in {city.geonames_id for city in capitals}]
    if named or not capitals:
        return named[-1] if named else None
    city = capitals[0]
    return CityMention(span=span, name=city.name, geonames_id=city.geonames_id, country=city.country,
                       region=city.region or None, population=city.population)  # fmt: skip


def city_of_body(document: Document, span: Span) -> CityMention | None:
    """The city whose own body a name is: "X City Council", "the Municipality of X"; else None."""
    if not _OWN_BODY.match(document.quote(span)):
        return None
    return next(iter(document.within(span, CityMention)), None)
