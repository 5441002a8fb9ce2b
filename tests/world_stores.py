"""Small stores and small worlds for the tests of kg/world."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pyoxigraph as ox
from conftest import SENTENCE, an_article, store_facts

from kg.model import (
    AwardConferral,
    Entity,
    Fact,
    Hosting,
    Kind,
    Location,
    Observation,
    Span,
    Tenure,
)
from kg.store import Store
from kg.validate import load_shapes
from kg.world import Items
from kg.world.source import Dump, Row

SHAPES = load_shapes(())
PUBLISHED = date(2024, 6, 1)
OSLO = Entity(kind=Kind.CITY, name="Oslo", key="geonames:3143244")
BERGEN = Entity(kind=Kind.CITY, name="Bergen", key="geonames:3161732")
SPRINGFIELD = Entity(kind=Kind.CITY, name="Springfield")
NORWAY = Entity(kind=Kind.PLACE, name="Norway")
ANN = Entity(kind=Kind.PERSON, name="Ann Lie")
PRIZE = Entity(kind=Kind.AWARD, name="Green Prize")
FAIR = Entity(kind=Kind.EVENT, name="Fjord Fair")
PORT = Entity(kind=Kind.ORGANIZATION, name="Oslo Port Authority")


def told(kind: type[Fact], at: int = 0, **values: Any) -> Fact:
    """A fact of a class, read somewhere in the article."""
    return kind(evidence=(Span(start=at, end=at + 9),), rule="TEST-1", **values)


def mayor(person: Entity = ANN, of: Entity = OSLO, **values: Any) -> Fact:
    return told(Tenure, 40, person=person, role="mayor", of=of, **values)


def figure(value: str, metric: str = "inhabitants", about: Entity = OSLO, **values: Any) -> Fact:
    from decimal import Decimal

    named = Entity(kind=Kind.METRIC, name=metric)
    return told(Observation, 50, about=about, metric=named, value=Decimal(value), **values)


def lies(city: Entity = OSLO, place: Entity = NORWAY) -> Fact:
    return told(Location, 5, city=city, place=place)


def won(recipient: Entity = OSLO, **values: Any) -> Fact:
    return told(AwardConferral, 0, recipient=recipient, award=PRIZE, **values)


def held(**values: Any) -> Fact:
    return told(Hosting, 60, event=FAIR, **values)


def a_store(*articles: Iterable[Fact]) -> Store:
    """A store in memory with an article for each group of facts, each of 1 June 2024."""
    store = Store.in_memory()
    for at, facts in enumerate(articles):
        article = replace(an_article(SENTENCE + f" Told for the {at}th time.", f"{at}.txt"), published=PUBLISHED)
        outcome = store_facts(article, facts, store, SHAPES)
        assert not outcome.held, outcome
    return store


def dump(turtle: str) -> Dump:
    """A dump in memory."""
    engine = ox.Store()
    engine.bulk_load(turtle, format=ox.RdfFormat.TURTLE)
    return Dump(engine, "hand-made")


def items_of(turtle: str) -> Items:
    """The items of a dump in memory."""
    return Items(dump(turtle))


class Shuffled(Dump):
    """A dump that gives its rows in another order each time."""

    def __init__(self, turtle: str, seed: int) -> None:
        super().__init__(dump(turtle).engine, "hand-made")
        self._random = random.Random(seed)

    def rows(self, query: str) -> list[Row]:
        rows = super().rows(query)
        self._random.shuffle(rows)
        return rows


class Lying(Dump):
    """A dump that also tells of what nobody asked about, leaves values out, and puts others in their place."""

    def __init__(self, turtle: str) -> None:
        super().__init__(dump(turtle).engine, "hand-made")

    def rows(self, query: str) -> list[Row]:
        rows = super().rows(query)
        odd = (ox.BlankNode(), ox.Literal("x"), ox.NamedNode("http://www.wikidata.org/entity/Q404"))
        lies = [{**row, name: term} for row in rows[:3] for name in tuple(row)[:1] for term in odd]
        holes = [{name: term for name, term in row.items() if name != left_out} for row in rows[:2] for left_out in row]
        return [*rows, *lies, *holes, {}]


class Babbling(Dump):
    """A dump that puts what makes no sense into every place of its rows."""

    def rows(self, query: str) -> list[Row]:
        odd = (
            ox.BlankNode(),
            ox.Literal("x"),
            ox.NamedNode("urn:x"),
            ox.NamedNode("http://www.wikidata.org/entity/Q404"),
        )
        return [{**row, name: term} for row in super().rows(query) for name in row for term in odd]
