"""Whose post it is: the city, country, organisation or event that a post belongs to.

Input: Document, and the span of a body ("the city", "Lyon", "its search committee") or of a post.
Output: an Entity, or nothing where the text does not say.
"""

from __future__ import annotations

import re

from kg.mentions.gazetteer import cities_called, places_called
from kg.mentions.places import city_meant, main_city
from kg.model import CityMention, Document, Entity, Kind, NameMention, PlaceMention, Span

_CITY = r"(?:city|town|municipality|metropolis|capital|port|capital city)"
_ITS_CITY = re.compile(
    rf"(?:(?:the|this|that|its|his|her|their) )?(?:[\w-]+ ){{0,2}}{_CITY}(?: hall| government| administration)?",
    re.IGNORECASE,
)
_COUNTRY = re.compile(
    r"(?:the |his |her )?(?:country|state|province|nation|republic|region|county|government|kingdom|island)",
    re.IGNORECASE,
)
_CITY_NAME = re.compile(rf"(?:{_CITY} of (?P<behind>.+)|(?P<before>.+?) {_CITY})", re.IGNORECASE)
_GENERIC = frozenset(
    "agency association club company festival firm foundation fund group network nonprofit office organisation "
    "organization party police programme program project school section service society studio team tournament trust "
    "union unit university institute museum region court department institution operator".split()
)  # say nothing of their own
_DETERMINER = re.compile(r"^(?:the|The|a|an|its|his|her|their|this|that) ")
_ORGANISATION = (Kind.ORGANIZATION, Kind.EVENT, Kind.EVENT_SERIES, Kind.AWARD)


def entity_of(document: Document, body: Span) -> Entity | None:
    """What a body is: a city or place of the gazetteer, a name of the article, else an organisation so called."""
    text = " ".join(document.quote(body).split()).removesuffix("’s").removesuffix("'s")
    if _ITS_CITY.fullmatch(text):
        return city_here(document, body)
    if _COUNTRY.fullmatch(text):
        return None
    if text == "European" and _COMMISSIONER.match(document.text, body.end):
        return Entity(kind=Kind.ORGANIZATION, name="European Commission")
    bare = _DETERMINER.sub("", text, count=1)
    town = _CITY_NAME.fullmatch(bare)
    whole = next((m for m in document.within(body, NameMention) if document.quote(m.span) == bare), None)
    if whole:
        return whole.entity
    if bare[:1].islower() and (last := _name_at_the_end(document, body)):
        return last.entity  # "[greeting the] delegation Tourism Board of Laos"
    names = {text, bare, *((town["behind"] or town["before"],) if town else ())}
    named: tuple[CityMention | PlaceMention | NameMention, ...] = (
        *document.within(body, CityMention),
        *document.within(body, PlaceMention),
        *document.within(body, NameMention),
    )
    for mention in named:
        if document.quote(mention.span) in names:
            return (
                _nation(document, mention)
                if isinstance(mention, PlaceMention) and mention.adjective
                else mention.entity
            )
    if bare.islower():
        called = _called(document, bare, body.start)
        return called or (None if bare in _GENERIC else Entity(kind=Kind.ORGANIZATION, name=bare))
    return _long_form(document, bare) or Entity(kind=Kind.ORGANIZATION, name=bare)


_COMMISSIONER = re.compile(r" commissioners?\b", re.IGNORECASE)  # a member of the Commission
_CITY_BEHIND = re.compile(rf" {_CITY}\b")


def _nation(document: Document, place: PlaceMention) -> Entity:
    """The country or continent that an adjective means: "French" is France; the city of "the French capital"."""
    behind = _CITY_BEHIND.match(document.text, place.span.end)
    city = city_meant(document, Span(start=place.span.start, end=behind.end())) if behind else None
    if city:
        return city.entity
    named = next((p.name for p in places_called(place.name) if p.adjective), place.name)
    return Entity(kind=Kind.PLACE, name=named)


def city_here(document: Document, span: Span) -> Entity | None:
    """The city that a post or a phrase like "the city" belongs to."""
    city = city_meant(document, span) or main_city(document)
    return city.entity if city else None


_LEADS = re.compile(r"(?:, [A-Z][\w. -]{1,30})?: ")
_DASH = re.compile(r" (?:--?|–|—) ")


def leading_city(document: Document, span: Span) -> CityMention | None:
    """The city that opens a paragraph as its headline: "Glenvale, Nevada: The council …", "ATLANTA - Mayor P …"."""
    sentence = document.sentence_at(span.start)
    cities = document.within(sentence.block.span, CityMention) if sentence else ()
    first = next(iter(cities), None)
    opens = first is not None and sentence is not None and first.span.start == sentence.block.span.start
    if first is None or sentence is None or not opens:
        return None
    dated = first == document.dateline_city or sentence.span.start != first.span.start
    heads = _LEADS.match(document.text, first.span.end) or (not dated and _DASH.match(document.text, first.span.end))
    return first if heads else None


def body_before(document: Document, offset: int) -> Entity | None:
    """The organisation named last before ``offset``, not further away than two sentences' length."""
    for mention in reversed(document.all(NameMention)):
        if mention.span.end <= offset and mention.kind in _ORGANISATION:
            return mention.entity if offset - mention.span.end < 300 else None
    return None


_COUNCIL_OF = r"(?:City|Town|Municipal|County) "
_COUNCIL = re.compile(rf"(?:(?P<city>(?!{_COUNCIL_OF}).+?) )?(?:{_COUNCIL_OF})?Council")
_OFFICE_OF_A_CITY = re.compile(
    r"\b(?:city manager|police chief|chief of police|fire chief|city attorney|mayor)\b|^chief$", re.IGNORECASE
)


def in_full(document: Document, role: str, of: Entity) -> Entity:
    """A council by its full name; its city where the post is none of a council's, as a police chief's."""
    council = _COUNCIL.fullmatch(of.name) if of.kind is Kind.ORGANIZATION else None
    if council is None:
        return of
    if council["city"] is None:
        full = {m.entity for m in document.all(NameMention) if m.name.endswith(f" {of.name}")}
        return full.pop() if len(full) == 1 else of
    if not _OFFICE_OF_A_CITY.search(role):
        return of
    return Entity(kind=Kind.CITY, name=council["city"]) if cities_called(council["city"]) else of


def _called(document: Document, noun: str, offset: int) -> Entity | None:
    """The organisation that "the foundation" or "the council" takes up."""
    last = noun.rsplit(maxsplit=1)[-1]
    for mention in reversed(document.all(NameMention)):
        if mention.span.end <= offset and mention.kind in _ORGANISATION and last in mention.name.lower().split():
            return mention.entity
    return None


def _name_at_the_end(document: Document, body: Span) -> NameMention | None:
    """A name of several words that a body ends with."""
    names = [m for m in document.within(body, NameMention) if m.kind in _ORGANISATION and " " in m.name]
    return names[-1] if names and names[-1].span.end == body.end else None


def _long_form(document: Document, name: str) -> Entity | None:
    """The organisation that bears this name somewhere in the article: a short form has its long one there."""
    for mention in document.all(NameMention):
        if mention.kind in _ORGANISATION and document.quote(mention.span) == name:
            return mention.entity
    return None
