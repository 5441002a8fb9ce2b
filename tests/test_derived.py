"""What follows from all articles: one identifier a thing, the same for any order, gone with the last article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox
from conftest import an_article, span
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import export
from kg.derived import DEFAULT, LABEL
from kg.model import Article, AwardConferral, Entity, Fact, Kind, Observation, Tenure
from kg.namespaces import ONTOLOGY
from kg.rdf import article_id, fact_graph, text_quad
from kg.resolve import resolve
from kg.store import Store

PARIS = Entity(kind=Kind.CITY, name="Paris", key="geonames:2988507")
SYDNEY = Entity(kind=Kind.CITY, name="Sydney", key="geonames:2147714")
EVIDENCE = (span("mayor Ann Lie"),)


def tenure(person: str, of: Entity, role: str = "mayor") -> Tenure:
    return Tenure(evidence=EVIDENCE, rule="T", person=Entity(kind=Kind.PERSON, name=person), role=role, of=of)


def award(name: str, giver: Entity | None = None) -> AwardConferral:
    given_by = giver or Entity(kind=Kind.ORGANIZATION, name="World Health Organization", aliases=("WHO",))
    prize = Entity(kind=Kind.AWARD, name=name)
    return AwardConferral(evidence=EVIDENCE, rule="T", recipient=PARIS, award=prize, conferred_by=given_by)


def figure(metric: str, unit: str | None = None) -> Observation:
    measured = Entity(kind=Kind.METRIC, name=metric)
    return Observation(evidence=EVIDENCE, rule="T", about=PARIS, metric=measured, value=Decimal(5), unit=unit)


WHO = Entity(kind=Kind.ORGANIZATION, name="WHO")
FACTS: list[Fact] = [
    *(tenure(name, PARIS) for name in ("Ann Lie", "Anne Lie", "ANN LIE", "Ann M. Lie")),
    *(tenure("Ann Lie", SYDNEY), tenure("Ann Lie", WHO, "chair"), tenure("Bo Ek", PARIS, "councillor")),
    *(award("Green City Award"), award("Green City Awards"), award("Green City Prize"), award("Health Prize", WHO)),
    *(figure("inhabitants"), figure("number of residents"), figure("cost", "EUR"), figure("cost", "km")),
]


def the_article(n: int) -> Article:
    return replace(an_article(source=f"{n}.txt"), sha256=f"{n:016x}{0:048x}")


def put(store: Store, n: int, facts: Iterable[Fact]) -> None:
    article = the_article(n)
    graph = fact_graph(article, resolve(article, facts), store.names, extractor="test")
    store.put(graph.graph, [*graph.quads, text_quad(article, store.names)], graph.article)


def remove(store: Store, n: int) -> None:
    ident = article_id(the_article(n))
    store.put(ox.NamedNode(store.names.graph(ident)), (), ox.NamedNode(store.names.article(ident)))


def subjects(store: Store, predicate: str) -> set[str]:
    """The values of a property in the default graph, by the end of their IRIs."""
    quads = store.engine.quads_for_pattern(None, ox.NamedNode(ONTOLOGY + predicate), None, DEFAULT)
    return {str(getattr(quad.object, "value", "")).rsplit("/", 1)[-1] for quad in quads}


TOLD = st.lists(
    st.tuples(st.integers(0, 4), st.lists(st.sampled_from(range(len(FACTS))), min_size=1, max_size=3)), max_size=6
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TOLD, st.integers(0, 4), st.randoms())
def test_the_store_is_a_function_of_its_articles(told: list[tuple[int, list[int]]], gone: int, chance: object) -> None:
    """Laws 3 and 4: in any order, with an article told twice or taken back, the same store comes out."""
    last = dict(told)
    one, other, without, taken = (Store.in_memory() for _ in range(4))
    for n, facts in told:
        put(one, n, [FACTS[at] for at in facts])
        put(taken, n, [FACTS[at] for at in facts])
    shuffled = list(last.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for n, facts in shuffled:
        put(other, n, [FACTS[at] for at in facts])
        if n != gone:
            put(without, n, [FACTS[at] for at in facts])
    remove(taken, gone)
    assert set(one.engine) == set(other.engine)
    assert set(without.engine) == set(taken.engine)
    for n in last:
        remove(one, n)
    assert not list(one.engine)


def test_two_spellings_are_one_thing_with_one_label() -> None:
    store = Store.in_memory()
    put(store, 1, [award("Green City Award")])
    put(store, 2, [award("Green City Awards")])
    assert len(subjects(store, "award")) == 1
    labels = [q for q in store.engine.quads_for_pattern(None, LABEL, None, DEFAULT) if "/award/" in str(q.subject)]
    assert len(labels) == 1
    remove(store, 2)
    assert subjects(store, "award") == {"green-city-award"}


def test_a_short_form_that_an_article_explains_is_the_long_name() -> None:
    store = Store.in_memory()
    put(store, 1, [tenure("Bo Ek", WHO, "chair")])
    assert subjects(store, "of") == {"who"}
    put(store, 2, [award("Health Prize")])
    assert subjects(store, "of") == {"world-health-organization"}


def test_one_name_with_two_posts_at_once_is_two_people() -> None:
    store = Store.in_memory()
    put(store, 1, [tenure("Ann Lie", PARIS)])
    put(store, 2, [tenure("Ann Lie", SYDNEY)])
    assert subjects(store, "person") == {"ann-lie--gn2988507", "ann-lie--gn2147714"}
    put(store, 3, [tenure("Ann Lie", PARIS), tenure("Ann Lie", WHO, "chair")])
    assert len(subjects(store, "person")) == 2


def test_article_graphs_keep_the_names_as_they_were_read() -> None:
    store = Store.in_memory()
    put(store, 1, [award("Green City Award")])
    alone = [line for line in export.export(store, "nquads").splitlines() if b"/graph/0000000000000001>" in line]
    put(store, 2, [award("Green City Awards")])
    both = [line for line in export.export(store, "nquads").splitlines() if b"/graph/0000000000000001>" in line]
    assert alone == both
