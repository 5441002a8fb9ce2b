"""Back from triples to facts: what is read there is written as the same triples again."""

from __future__ import annotations

import dataclasses
import datetime
import types
import typing
from decimal import Decimal
from enum import StrEnum

import pyoxigraph as ox
import pytest
from conftest import an_article, some_facts
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.decode import CLASSES, Described, fact_of
from kg.model import AwardConferral, Entity, Fact, Hosting, Kind, Period, Precision, Span
from kg.namespaces import ONTOLOGY, Names, slug
from kg.rdf import NAME, FactGraph, fact_graph
from kg.resolve import resolve
from kg.store import Store

NAMES = Names(base="https://example.org/kg/")
DATES = st.dates(datetime.date(1000, 1, 1), datetime.date(2100, 1, 1))
SPANS = st.tuples(st.integers(0, 80), st.integers(1, 40)).map(lambda pair: Span(start=pair[0], end=sum(pair)))
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def periods() -> st.SearchStrategy[Period]:
    day = DATES.map(lambda d: Period(start=d, end=d))
    span = st.tuples(DATES, DATES).map(lambda pair: Period(start=min(pair), end=max(pair), precision=Precision.SPAN))
    return day | span


def values(kind: object) -> st.SearchStrategy[typing.Any]:
    """Any value that a field of this type may hold."""
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return st.one_of(*(st.none() if part is type(None) else values(part) for part in typing.get_args(kind)))
    if typing.get_origin(kind) is tuple:
        return st.lists(values(typing.get_args(kind)[0]), max_size=4, unique=True).map(tuple)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    simple: dict[object, st.SearchStrategy[typing.Any]] = {
        bool: st.booleans(),
        int: st.integers(1, 9999),
        str: TEXT,
        Decimal: st.decimals(-(10**9), 10**9, places=3),
        datetime.date: DATES,
        Period: periods(),
        Entity: st.tuples(st.sampled_from(Kind), TEXT).map(  # resolve gives each key one name
            lambda told: Entity(kind=told[0], name=told[1], key=slug(told[1]))
        ),
    }
    return simple[kind]


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """A fact of any class, each field filled or empty."""
    chosen = draw(st.sampled_from(sorted(CLASSES.values(), key=lambda fact: fact.__name__)))
    hints = typing.get_type_hints(chosen)
    slots: dict[str, typing.Any] = {
        slot.name: draw(values(hints[slot.name])) for slot in dataclasses.fields(chosen) if slot.name != "evidence"
    }
    return chosen(evidence=tuple(draw(st.lists(SPANS, min_size=1, max_size=4))), **slots)


def triples_of(fact: Fact) -> FactGraph:
    return fact_graph(an_article(), [fact], NAMES, extractor="test")


def read_back(graph: FactGraph) -> Fact:
    """The fact of a graph that was stored and read from the store."""
    store = Store.in_memory(NAMES)
    store.put(graph.graph, graph.quads, graph.article)
    stored = (quad.triple for quad in store.engine.quads_for_pattern(None, None, None, graph.graph))
    return fact_of(graph.facts[0][0], Described(stored), NAMES)


@settings(max_examples=300, deadline=None)
@given(facts())
def test_what_is_read_is_written_as_it_was(fact: Fact) -> None:
    """Law: graph -> fact -> graph is the same graph, so a fact's IRI and all that follows from it can be proven."""
    written = triples_of(fact)
    again = triples_of(read_back(written))
    assert written.facts[0][0] == again.facts[0][0]
    assert {t for t in written.triples if t.predicate != NAME} == {t for t in again.triples if t.predicate != NAME}


def test_one_city_named_twice_is_one_value() -> None:
    upper, lower = (Entity(kind=Kind.CITY, name=name, key="i") for name in "Ii")

    def held(*city: Entity) -> Fact:
        return Hosting(evidence=(Span(start=0, end=1),), rule="0", event=upper, city=city)

    once, twice = triples_of(held(upper)), triples_of(held(upper, lower))
    assert once.facts[0][0] == twice.facts[0][0] == triples_of(read_back(twice)).facts[0][0]


def test_facts_of_five_kinds_are_read_as_they_were() -> None:
    for fact in resolve(an_article(), some_facts()):
        assert fact == read_back(triples_of(fact))


def test_iri_does_not_hang_on_the_order_of_cities_and_further_quotes() -> None:
    (hosting,) = (fact for fact in some_facts() if hasattr(fact, "organizer"))
    oslo, bergen = (Entity(kind=Kind.CITY, name=name, key=name.lower()) for name in ("Oslo", "Bergen"))
    spans = tuple(Span(start=at, end=at + 9) for at in (0, 20, 40))
    one = dataclasses.replace(hosting, city=(oslo, bergen), evidence=spans)  # type: ignore[call-arg]
    two = dataclasses.replace(hosting, city=(bergen, oslo), evidence=(spans[0], spans[2], spans[1]))  # type: ignore[call-arg]
    three = dataclasses.replace(one, evidence=(spans[1], spans[0], spans[2]))
    assert triples_of(one).triples == triples_of(two).triples
    assert triples_of(one).facts[0][0] != triples_of(three).facts[0][0]  # another quote is the best


def test_every_fact_of_the_sample_is_read(sample: kg.KnowledgeGraph) -> None:
    engine, count = sample.store.engine, 0
    for graph in engine.named_graphs():
        described = Described(quad.triple for quad in engine.quads_for_pattern(None, None, None, graph))
        for node, said in described.nodes.items():
            if ox.NamedNode(ONTOLOGY + "evidence") in said:
                assert fact_of(node, described, sample.store.names).evidence
                count += 1
    assert count > 200


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("recipient", None, "it has no recipient"),
        ("award", ox.NamedNode("https://example.net/prize"), "it has 2 values of award"),
        ("event", ox.NamedNode("https://example.net/fair"), "https://example.net/fair is no entity of this graph"),
        ("type", ox.NamedNode(ONTOLOGY + "Hosting"), "it has 2 values of type"),
        ("rank", ox.Literal("first"), "invalid literal"),
        ("evidence", None, "it has no evidence"),
    ],
)
def test_what_makes_no_fact_is_told_with_the_reason(
    name: str, value: ox.NamedNode | ox.Literal | None, why: str
) -> None:
    award = resolve(an_article(), some_facts()[:1])[0]
    assert isinstance(award, AwardConferral)
    graph = triples_of(award)
    node = graph.facts[0][0]
    predicate = next(
        (t.predicate for t in graph.triples if t.predicate.value.endswith(f"#{name}")), ox.NamedNode(ONTOLOGY + name)
    )
    triples = {t for t in graph.triples if value is not None or (t.subject, t.predicate) != (node, predicate)}
    triples |= {ox.Triple(node, predicate, value)} if value else set()
    with pytest.raises(ValueError, match=why):
        fact_of(node, Described(triples), NAMES)
