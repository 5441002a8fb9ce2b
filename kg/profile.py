"""What one article says about a thing that helps to tell it from others of its name.

Input: an Article and its resolved facts. Output: claims by entity. Claims of one entity from all
articles together are its Profile, which ``identity`` compares; they are plain text, so a store can keep them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kg.mentions.gazetteer import places_called
from kg.mentions.town_table import city_or_town
from kg.model import Article, AwardConferral, Entity, Fact, Hosting, Kind, Location, Observation, Recurrence, Tenure
from kg.resolve import entities

Name = tuple[Kind, str]  # kind and key of an entity
NAMING = frozenset({"name", "alias"})  # claims that say what a thing is called


class Claim(NamedTuple):
    """One thing said.

    ``name``, ``alias``, ``post`` (see Post), ``country`` (ISO 3166-1 alpha-2), ``region`` (key), ``city`` (key),
    ``giver`` (key, name), ``dates`` (first and last day, ISO 8601), ``held`` (first and last day, keys of cities),
    ``year``, ``edition``, ``unit``, or ``together`` (the texts of claims that one article makes, so of one thing).
    """

    what: str
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """The claim as one line of JSON."""
        return json.dumps([self.what, *self.values], ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> Claim:
        """The claim that ``text`` was made from."""
        what, *values = json.loads(text)
        return cls(what, tuple(values))


class Post(NamedTuple):
    """The values of a claim ``post``: years and countries are empty where nobody says them."""

    role: str
    status: str  # current, former, incoming
    body_kind: str
    body_key: str
    body_name: str
    country: str  # ISO 3166-1 alpha-2
    since: str
    until: str
    told: str  # the year of the article


@dataclass(frozen=True, kw_only=True)
class Profile:
    """All that articles claim about what they call by one key."""

    kind: Kind
    key: str
    claims: frozenset[Claim]

    def values(self, what: str) -> list[str]:
        """The first values of the claims of one sort, sorted."""
        return sorted({claim.values[0] for claim in self.claims if claim.what == what})

    @property
    def posts(self) -> list[Post]:
        """The posts that a person is said to hold, sorted."""
        return sorted(Post(*claim.values) for claim in self.claims if claim.what == "post")


Part = tuple[str, frozenset[Claim], str]  # a label, the claims that belong together, why they are kept apart


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How things of one kind are told apart and brought together; see ``identity``."""

    marks: Callable[[Profile], Iterable[str]]
    judge: Callable[[Profile, Profile], tuple[int, str] | None]  # how sure, 0 the surest, and why they are one
    apart: Callable[[Profile, Profile], bool]  # what is said of the two cannot be said of one
    parts: Callable[[Profile], list[Part]]  # the things that one name stands for; none where it is one


def claims(article: Article, facts: Iterable[Fact]) -> dict[Name, set[Claim]]:
    """What the facts of an article say about each entity that they name."""
    told: dict[Name, set[Claim]] = {}
    facts = tuple(facts)
    for fact in facts:
        for _, entity in entities(fact):
            about = told.setdefault((entity.kind, entity.key), set())
            about.add(Claim("name", (entity.name,)))
            about.update(Claim("alias", (alias,)) for alias in entity.aliases)
        for entity, claim in _claims(fact, article):
            told[entity.kind, entity.key].add(claim)
    for about in told.values():
        distinguishing = sorted(claim.text for claim in about if claim.what not in NAMING)
        if len(distinguishing) > 1:
            about.add(Claim("together", tuple(distinguishing)))
    around = set(_around(facts))
    for (kind, _), about in told.items():
        if kind is Kind.ORGANIZATION:
            about.update(around)
    return told


def _claims(fact: Fact, article: Article) -> Iterator[tuple[Entity, Claim]]:
    match fact:
        case Tenure():
            told = str(article.published.year) if article.published else ""
            body = fact.of
            yield fact.person, Claim("post", Post(
                fact.role, fact.status.value, body.kind.value if body else "", body.key if body else "",
                body.name if body else "", country(body) if body else "",
                str(fact.start_date.start.year) if fact.start_date else "",
                str(fact.end_date.start.year) if fact.end_date else "", told,
            ))  # fmt: skip
        case AwardConferral(conferred_by=Entity() as giver):
            yield fact.award, Claim("giver", (giver.key, giver.name))
        case Hosting():
            yield from ((fact.event, Claim("city", (city.key,))) for city in fact.city)
            yield from ((fact.event, claim) for claim in _edition(fact))
        case Recurrence():
            yield from ((fact.series, Claim("city", (city.key,))) for city in fact.city)
        case Location():
            yield from ((fact.city, claim) for claim in _where(fact.place))
        case Observation(unit=str() as unit):
            yield fact.metric, Claim("unit", (unit,))


def _edition(fact: Hosting) -> Iterator[Claim]:
    if fact.city:
        start, end = fact.start_date, fact.end_date or fact.start_date
        days = (start.isoformat() if start else "", end.isoformat() if start and end else "")
        yield Claim("held", (*days, *sorted({city.key for city in fact.city})))
    if fact.year:
        yield Claim("year", (str(fact.year),))
    if fact.edition:
        yield Claim("edition", (fact.edition,))
    if fact.start_date:
        yield Claim("dates", (fact.start_date.isoformat(), (fact.end_date or fact.start_date).isoformat()))


def _where(place: Entity) -> Iterator[Claim]:
    if code := country(place):
        yield Claim("country", (code,))
    if not any(known.level == "country" for known in places_called(place.name)):
        yield Claim("region", (place.key,))


def _around(facts: Iterable[Fact]) -> Iterator[Claim]:
    """The country and the city that an article is about, where its facts name only one."""
    named = {entity for fact in facts for _, entity in entities(fact)}
    cities = {entity.key for entity in named if entity.kind is Kind.CITY}
    countries = {country(entity) for entity in named if entity.kind in {Kind.CITY, Kind.PLACE}} - {""}
    if len(countries) == 1:
        yield Claim("country", tuple(countries))
        if len(cities) == 1:
            yield Claim("city", tuple(cities))


def country(entity: Entity) -> str:
    """The country, ISO 3166-1 alpha-2, that a city or place of the gazetteer lies in; empty where unknown."""
    return _country(entity.kind, entity.name, entity.key)


@lru_cache(maxsize=8192)
def _country(kind: Kind, name: str, key: str) -> str:
    if kind is Kind.CITY:
        known = city_or_town(name, int(key[2:])) if key.startswith("gn") and key[2:].isdigit() else None
        return known.country if known else ""
    if kind is Kind.PLACE:
        return next((place.country for place in places_called(name) if place.level != "continent"), "")
    return ""
