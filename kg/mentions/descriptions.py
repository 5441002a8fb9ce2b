"""Which city a description stands for: "the city", "the Finnish city", "Ecuador's capital", "X City Council".

Input: Document with all its mentions, and the span of the description. Output: CityMention, or None
where unsure. Fact rules use these; the finders do not.
"""

from __future__ import annotations

import re
from collections import Counter

from kg.mentions.gazetteer import Place, capitals_in, names_in
from kg.mentions.namesakes import known_city
from kg.model import CityMention, Document, Span

_HEADLINE = 150  # characters from the start of the text that count more for what an article is about
_FAR = 400  # characters between a city that is spoken of and one that it is compared with
_CITY_WORD = re.compile(
    r"(?:\b(?:the|this|our|its|their|host)|\w)(?:['’]s?)? (?:[a-z-]+ ){0,3}?"
    r"(capital|city|town|municipality|metropolis|port)\b",
    re.IGNORECASE,
)
_OWN_BODY = re.compile(
    r"^(?:the )?(?:[Cc]ity|[Mm]unicipality|[Tt]own) of |\b(?:[Cc]ity [Cc]ouncil|[Mm]unicipality|[Cc]ity [Hh]all|"
    r"[Mm]unicipal [Cc]ouncil|(?:[Cc]ity|[Mm]unicipal) [Gg]overnment|[Tt]own [Cc]ouncil|"
    r"(?:[Cc]ity|[Mm]unicipal) [Cc]orporation)$"
)


def main_city(document: Document) -> CityMention | None:
    """The city an article is about: the most named, first lines counting more; None without cities."""
    cities = document.all(CityMention)
    weight: Counter[str] = Counter()
    for mention in cities:
        weight[mention.entity.key or mention.name] += 3 if mention.span.start < _HEADLINE else 1
    best = max(weight.values(), default=0)
    return next((m for m in cities if weight[m.entity.key or m.name] == best), None)


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
    if place and match[1].lower() == "capital":
        return _capital(document, span, place)
    earlier = [m for m in document.all(CityMention) if m.span.end <= span.start]
    if place:
        earlier = [m for m in earlier if m.country == place.country]
    if earlier:
        return _spoken_of(document, earlier)
    return None if place else main_city(document)


_ASIDE = re.compile(  # "ahead of Oslo, Bern and [Rome]": no more is said of these
    r"\b(?:ahead of|[Uu]nlike|[Ll]ike|than|behind|beat(?:s|ing|en)?|edg(?:ed|ing) out|followed by|such as|against|near"
    r"|[Cc]ompared (?:to|with)|similar to|defeat(?:ed|ing|s)|overtak(?:es|ing|en)|overtook|outdid|not) (?:the )?"
    r"(?:[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*(?:,? and |, | or |,? & ))*$"
)


def _spoken_of(document: Document, earlier: list[CityMention]) -> CityMention:
    """The city named last, but for those that another one was only compared with."""
    for city in reversed(earlier):
        if earlier[-1].span.start - city.span.start > _FAR:
            break
        if _ASIDE.search(document.text, max(0, city.span.start - 80), city.span.start) is None:
            return city
    return earlier[-1]


def city_of_body(document: Document, span: Span) -> CityMention | None:
    """The city whose own body a name is: "X City Council", "the Municipality of X"; else None."""
    if not is_own_body(document.quote(span)):
        return None
    return next(iter(document.within(span, CityMention)), None)


def is_own_body(name: str) -> bool:
    """True where the name of an organisation is that of a city's own government."""
    return bool(_OWN_BODY.search(name))


def _capital(document: Document, span: Span, place: Place) -> CityMention | None:
    capitals = capitals_in(place)
    named = [m for m in document.all(CityMention) if m.geonames_id in {city.geonames_id for city in capitals}]
    if named:
        return named[-1]
    return known_city(capitals[0], span, capitals[0].name) if capitals else None
