"""Whose post it is: the city, country, organisation or event that a post belongs to.

Input: Document and Post. Output: an Entity, or nothing where the text does not say.
"""

from __future__ import annotations

import re
from collections import Counter

from kg.facts.posts import Post
from kg.model import CityMention, Document, Entity, Kind, NameMention, PlaceMention, Span

_CITY_WORDS = re.compile(
    r"(?:the |this )?(?:\w+ )?(?:city|town|municipality|metropolis|capital|capital city|city hall|city government|borough|metro)",
    re.IGNORECASE,
)
_COUNTRY_WORDS = re.compile(
    r"(?:the )?(?:country|state|province|nation|republic|region|county|government|people)", re.IGNORECASE
)
_CITY_OF = re.compile(
    r"(?:the )?(?:city|town|municipality|port|village) of | (?:city|municipality|town)$", re.IGNORECASE
)


def body_of(document: Document, post: Post) -> Entity | None:
    """The city, place, organisation or event of a post; civic posts fall back to the city of the article."""
    if post.body:
        return _entity(document, post.body)
    return city_meant(document, post.span) if post.civic else None


def city_meant(document: Document, span: Span) -> Entity | None:
    """The city the article is about."""
    counts = Counter(m.entity for m in document.all(CityMention))
    if counts:
        return max(counts, key=lambda e: (counts[e], -[m.entity for m in document.all(CityMention)].index(e)))
    return document.dateline_city.entity if document.dateline_city else None


def _entity(document: Document, span: Span) -> Entity | None:
    text = " ".join(document.quote(span).split()).removeprefix("the ")
    if _CITY_WORDS.fullmatch(text):
        return city_meant(document, span)
    if _COUNTRY_WORDS.fullmatch(text):
        return None
    for kind in (CityMention, PlaceMention, NameMention):
        for mention in document.within(span, kind):
            if mention.span == span or _CITY_OF.sub("", text) == document.quote(mention.span):
                return mention.entity
    return Entity(kind=Kind.ORGANIZATION, name=text)
