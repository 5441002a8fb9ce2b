"""Resolving: one name, one key; one fact, told once with all its quotes."""

from dataclasses import replace
from typing import TypeVar

from conftest import an_article, some_facts, span

from kg.model import AwardConferral, Block, BlockKind, Entity, Fact, Hosting, Kind, Location, Observation, Span
from kg.resolve import resolve

ARTICLE = an_article()
F = TypeVar("F", bound=Fact)


def only(kind: type[F]) -> F:
    (fact,) = (fact for fact in some_facts() if isinstance(fact, kind))
    return fact


AWARD, FIGURE, HOSTING, PLACE = only(AwardConferral), only(Observation), only(Hosting), only(Location)


def test_gazetteer_id_becomes_the_city_key() -> None:
    (fact,) = resolve(ARTICLE, [AWARD])
    assert isinstance(fact, AwardConferral)
    assert fact.recipient.key == "gn3143244"


def test_city_without_id_takes_that_of_its_namesake_in_the_article() -> None:
    second = replace(PLACE, city=Entity(kind=Kind.CITY, name="OSLO"))
    keys = {getattr(f, "recipient", getattr(f, "city", None)).key for f in resolve(ARTICLE, [AWARD, second])}  # type: ignore[union-attr]  # both have one
    assert {"gn3143244"} == keys


def test_same_fact_told_twice_is_one_with_both_quotes() -> None:
    again = replace(AWARD, evidence=(span("Green Prize"),), year=None)
    (fact,) = resolve(ARTICLE, [again, AWARD])
    assert isinstance(fact, AwardConferral)
    assert fact.year == 2019
    assert {AWARD.evidence[0], again.evidence[0]} == set(fact.evidence)
    assert AWARD.evidence[0] == fact.evidence[0]  # the fuller reading is the best quote


def test_headline_is_never_the_best_quote() -> None:
    text = "Oslo won\nOslo won the Green Prize"
    blocks = (
        Block(kind=BlockKind.TITLE, span=Span(start=0, end=8)),
        Block(kind=BlockKind.PARAGRAPH, span=Span(start=9, end=33)),
    )
    article = replace(an_article(text), blocks=blocks)
    head = replace(AWARD, evidence=(Span(start=0, end=8),))
    body = replace(AWARD, evidence=(Span(start=9, end=33),), year=None)
    (fact,) = resolve(article, [head, body])
    assert (body.evidence[0], head.evidence[0]) == fact.evidence


def test_different_years_stay_two_facts() -> None:
    assert len(resolve(ARTICLE, [AWARD, replace(AWARD, year=2018)])) == 2


def test_edition_of_an_event_is_told_from_its_series() -> None:
    other = replace(HOSTING, start_date=None, end_date=None, year=2017)
    keys = {f.event.key for f in resolve(ARTICLE, [HOSTING, other]) if isinstance(f, Hosting)}
    assert {"fjord-fair-2019", "fjord-fair-2017"} == keys


def test_event_named_elsewhere_is_the_one_edition_told() -> None:
    facts = resolve(ARTICLE, [HOSTING, FIGURE])
    assert {"fjord-fair-2019"} == {f.about.key for f in facts if isinstance(f, Observation)}


def test_event_without_a_hosting_is_a_series() -> None:
    (fact,) = resolve(ARTICLE, [FIGURE])
    assert isinstance(fact, Observation)
    assert (fact.about.kind, fact.about.key) == (Kind.EVENT_SERIES, "fjord-fair")


def test_order_of_facts_does_not_matter() -> None:
    facts = some_facts()
    assert resolve(ARTICLE, facts) == resolve(ARTICLE, reversed(facts))


def test_category_is_told_from_the_same_category_of_another_award() -> None:
    category = Entity(kind=Kind.AWARD_CATEGORY, name="City")
    one, two = resolve(
        ARTICLE,
        [
            replace(AWARD, category=category),
            replace(AWARD, award=Entity(kind=Kind.AWARD, name="Blue Prize"), category=category),
        ],
    )
    assert isinstance(one, AwardConferral)
    assert isinstance(two, AwardConferral)
    assert one.category != two.category
