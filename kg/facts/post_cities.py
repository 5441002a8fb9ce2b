"""The city of a post that the text tells away from its words: at the head of the sentence, before it, behind the name.

Input: a Document and a Post. Output: the city as an Entity or a Span; None where nothing tells it.
"""

from __future__ import annotations

import re

from kg.facts.bodies import entity_of, leading_city
from kg.facts.posts import Post
from kg.mentions.descriptions import city_meant
from kg.mentions.titles import UPPER
from kg.model import Block, BlockKind, CityMention, Document, Entity, PersonMention, Span

MAYORS = frozenset(("mayor", "mayoress", "lord mayor", "burgomaster"))
"""Heads of posts that are of cities."""

_IN_PLACE = re.compile(  # "In Kisumba, Governor P"
    rf"(?:^|(?<=[.;\n] )|(?<=\n))In (?P<place>[{UPPER}][\w’'-]+(?: [{UPPER}][\w’'-]+){{0,2}})(?: [Cc]ounty)?, $"
)
_CITY_LED = re.compile(  # "The Finnish city was then led by P as mayor"
    r"(?P<city>(?:The|This) (?:[\w-]+ )?(?:city|town|capital|municipality))\b[^;]*"
    r"\b(?:led|run|governed|headed)\b[^;]* by [^.;,]{3,60} as (?:its )?"
)
_THE_CITY = re.compile(r".{0,2}?\b(?:[Tt]he|[Tt]his) (?:city|town|municipality|village)")
_ORIGIN = re.compile(
    r"(?:(?:^|[.\n] ?)From|\b(?:[Bb]orn|[Bb]ased|lives|living|raised) in|\bnative of|\bnatives? from) $"
)
_LONGEST_CITY = 40  # characters
_LISTED_END = re.compile(r"(?:, (?:[A-Z][^\W\d_]+ ?){1,3})?(?: \([^()\n]*\))?(?:;|,? and (?=[A-Z])|\.?\s*(?:\n|\Z))")


def headed(document: Document, post: Post) -> Entity | None:
    """The place that the sentence or its paragraph opens with: "In Kisumba, Governor P", "Glenvale: Mayor P"."""
    if placed := _IN_PLACE.search(document.text, max(0, post.span.start - 50), post.span.start):
        return entity_of(document, Span(start=placed.start("place"), end=placed.end("place")))
    city = leading_city(document, post.span) if post.civic else None
    if city is None and post.head in MAYORS and (sentence := document.sentence_at(post.span.start)):
        named = document.within(Span(start=sentence.span.start, end=post.span.end), CityMention)
        if len(named) == 1 and document.text[sentence.span.start : named[0].span.start] == "In ":
            return named[0].entity
        led = _CITY_LED.fullmatch(document.text, sentence.span.start, post.span.start)
        city = city_meant(document, Span(start=led.start("city"), end=led.end("city"))) if led else None
    return city.entity if city else None


def of_words(document: Document, post: Post) -> Entity | None:
    """The city that the words behind a post mean: "mayor of the city", "mayor of Nova Gorica"."""
    return _only(document, post) or _own(document, post)


def listed(document: Document, post: Post, person: PersonMention) -> Span | None:
    """The city behind a mayor in a list: "Mayor P, Utrecht, Netherlands;"."""
    text, at = document.text, person.span.end + len(", ")
    if post.head not in MAYORS or not text.startswith(", ", person.span.end):
        return None
    cities = document.within(Span(start=at, end=min(at + _LONGEST_CITY, len(text))), CityMention)
    return next((c.span for c in cities if c.span.start == at and _LISTED_END.match(text, c.span.end)), None)


def _own(document: Document, post: Post) -> Entity | None:
    """The city that the words of a mayor's post name: "mayor of Nova Gorica"."""
    cities = document.within(post.body, CityMention) if post.body and post.head in MAYORS else ()
    return cities[0].entity if len(cities) == 1 and cities[0].span == post.body else None


def _only(document: Document, post: Post) -> Entity | None:
    """The one city that the paragraph, or the one before it, has named before "the city's mayor"."""
    if post.body is None or not _THE_CITY.fullmatch(document.text, max(0, post.body.start - 5), post.body.end):
        return None
    sentence = document.sentence_at(post.span.start)
    for start in _starts(document, sentence.block) if sentence else ():
        here = document.within(Span(start=start, end=post.span.start), CityMention) if start < post.span.start else ()
        named = [city for city in here if not _is_origin(document, city)]
        if named:
            return named[0].entity if len({city.entity for city in named}) == 1 else None
    return None


def _starts(document: Document, block: Block) -> tuple[int, ...]:
    """Where a paragraph starts, and the one before it."""
    before = [other for other in document.article.blocks if other.span.start < block.span.start]
    if not before or before[-1].kind is BlockKind.TITLE:
        return (block.span.start,)
    return (block.span.start, before[-1].span.start)


def _is_origin(document: Document, city: CityMention) -> bool:
    """True of where somebody comes from: "From Beverley, he …"."""
    return _ORIGIN.search(document.text, max(0, city.span.start - 20), city.span.start) is not None
