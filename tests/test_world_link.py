"""Entities are matched by identifiers or by evidence, never by a name that several things have."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wikidata import UNKNOWN, Claim, Wikidata
from world_stores import (
    ANN,
    BERGEN,
    FAIR,
    NORWAY,
    OSLO,
    PORT,
    PRIZE,
    SPRINGFIELD,
    Babbling,
    Lying,
    Shuffled,
    a_store,
    dump,
    figure,
    held,
    items_of,
    lies,
    mayor,
    told,
    won,
)  # fmt: skip

from kg import export
from kg.model import Entity, Fact, Kind, Tenure, TenureStatus
from kg.store import Store
from kg.world import Items, Link, Linking, Open, check, link, links, verdicts
from kg.world.links import Relation, Why

CITY, HUMAN, BODY, PRIZES, HAPPENING = "Q515", "Q5", "Q43229", "Q618779", "Q1656682"


def norway() -> Wikidata:
    data = Wikidata()
    data.below(CITY, "Q486972")
    data.below("Q6256", "Q56061")
    data.item("Q20", ["Norway", "Norge@nb"], kind="Q6256")
    return data


def oslo(*claims: Claim) -> Wikidata:
    data = norway()
    data.item("Q585", ["Oslo"], Claim("P1566", '"3143244"'), Claim("P17", "Q20"), *claims, kind=CITY)
    return data


def linked(store: Store, data: Wikidata) -> Linking:
    return link(store, items_of(data.turtle()))


def of(found: Linking, entity: Entity) -> Link | Open:
    """What became of an entity, links to GeoNames left out."""
    rows: list[Link | Open] = [*found.links, *found.open]
    ours = [one for one in rows if one.name == entity.name and one.kind is entity.kind]
    return next(one for one in ours if isinstance(one, Open) or "wikidata" in one.target)


def taken(found: Linking, entity: Entity) -> str:
    one = of(found, entity)
    assert isinstance(one, Link), one
    return one.target.rsplit("/", 1)[1]


def why(found: Linking, entity: Entity) -> Why:
    one = of(found, entity)
    assert isinstance(one, Open), one
    return one.why


# -- cities -----------------------------------------------------------------------------------------


def test_a_city_with_the_same_geonames_id_is_the_same() -> None:
    data = oslo()
    data.item("Q586", ["Oslo"], kind=CITY)  # the one in Minnesota
    one = of(linked(a_store([lies()]), data), OSLO)
    assert isinstance(one, Link)
    assert (one.target.rsplit("/", 1)[1], one.relation, one.confidence) == ("Q585", Relation.SAME, Decimal(1))
    assert one.reasons == ("both have the GeoNames id 3143244", "and a name")


def test_every_city_of_the_gazetteer_is_linked_to_geonames_without_asking() -> None:
    found = linked(a_store([lies()]), Wikidata())
    assert [(one.relation, one.target) for one in found.links] == [(Relation.SAME, "https://sws.geonames.org/3143244/")]


def test_of_two_items_with_the_id_the_one_of_the_name_is_taken() -> None:
    data = oslo()
    data.item("Q587", ["Oslo Municipality"], Claim("P1566", '"3143244"'), kind=CITY)
    assert taken(linked(a_store([lies()]), data), OSLO) == "Q585"


def test_two_items_with_id_and_name_are_ambiguous() -> None:
    data = oslo()
    data.item("Q587", ["Oslo"], Claim("P1566", '"3143244"'), kind=CITY)
    one = of(linked(a_store([lies()]), data), OSLO)
    assert isinstance(one, Open)
    assert (one.why, one.candidates) == (Why.AMBIGUOUS, ("Q585 (Oslo)", "Q587 (Oslo)"))


def test_an_id_without_a_common_name_is_close_and_not_the_same() -> None:
    data = norway()
    data.item("Q585", ["Christiania"], Claim("P1566", '"3143244"'), kind=CITY)
    one = of(linked(a_store([lies()]), data), OSLO)
    assert isinstance(one, Link)
    assert (one.relation, one.confidence) == (Relation.CLOSE, Decimal("0.9"))


def test_an_id_on_what_is_no_settlement_is_no_match() -> None:
    data = norway()
    data.item("Q588", ["Oslo"], Claim("P1566", '"3143244"'), kind=BODY)
    assert why(linked(a_store([lies()]), data), OSLO) is Why.UNSURE


def test_an_identifier_that_was_withdrawn_is_none() -> None:
    data = norway()
    data.item("Q585", ["Oslo"], Claim("P1566", '"3143244"', "Deprecated"), kind=CITY)
    assert why(linked(a_store([lies()]), data), OSLO) is Why.NOT_FOUND


def test_a_city_without_an_id_needs_what_it_lies_in() -> None:
    illinois = Entity(kind=Kind.PLACE, name="Illinois")
    data = norway()
    data.item("Q30", ["Illinois"], kind="Q6256")
    data.item("Q31", ["Springfield"], Claim("P131", "Q32"), kind=CITY)
    data.item("Q32", ["Sangamon County"], Claim("P131", "Q30"), kind="Q56061")
    data.item("Q33", ["Springfield"], kind=CITY)
    chicago = Entity(kind=Kind.CITY, name="Chicago", key="geonames:4887398")
    store = a_store([lies(SPRINGFIELD, illinois), lies(chicago, illinois)])
    assert why(linked(store, data), SPRINGFIELD) is Why.AMBIGUOUS  # nothing says which Illinois
    data.item("Q34", ["Chicago"], Claim("P1566", '"4887398"'), Claim("P131", "Q30"), kind=CITY)
    found = linked(store, data)
    assert (taken(found, illinois), taken(found, SPRINGFIELD)) == ("Q30", "Q31")


# -- people -----------------------------------------------------------------------------------------


def namesakes(*claims: Claim) -> Wikidata:
    data = oslo(*claims)
    data.item("Q900", ["Ann Lie"], Claim("P27", "Q20"), kind=HUMAN)
    data.item("Q901", ["Ann Lie"], Claim("P27", "Q20"), kind=HUMAN)
    data.item("Q902", ["Ann Lie"], kind="Q11424")  # a film
    return data


def test_of_two_namesakes_the_holder_of_the_post_is_taken() -> None:
    found = linked(a_store([mayor()]), namesakes(Claim("P6", "Q901", qualifiers={"P580": "@2023"})))
    one = of(found, ANN)
    assert isinstance(one, Link)
    assert (taken(found, ANN), one.relation, one.confidence) == ("Q901", Relation.CLOSE, Decimal("0.98"))
    assert "mayor of Oslo in both (P6)" in one.reasons


def test_namesakes_without_evidence_stay_open() -> None:
    one = of(linked(a_store([mayor()]), namesakes()), ANN)
    assert isinstance(one, Open)
    assert (one.why, one.candidates) == (Why.AMBIGUOUS, ("Q900 (Ann Lie)", "Q901 (Ann Lie)"))


def test_namesakes_who_both_held_the_post_stay_open() -> None:
    one = of(linked(a_store([mayor()]), namesakes(Claim("P6", "Q901"), Claim("P6", "Q900"))), ANN)
    assert isinstance(one, Open)
    assert one.reasons == ("2 items fit as well",)


def test_the_only_one_of_a_name_and_country_is_not_taken() -> None:
    data = oslo()
    data.item("Q900", ["Ann Lie"], Claim("P27", "Q20"), kind=HUMAN)
    assert why(linked(a_store([mayor()]), data), ANN) is Why.UNSURE


@pytest.mark.parametrize("claim", [Claim("P6", "Q901", "Deprecated"), Claim("P6", UNKNOWN)])
def test_a_post_that_was_withdrawn_or_is_of_nobody_known_is_no_evidence(claim: Claim) -> None:
    assert why(linked(a_store([mayor()]), namesakes(claim)), ANN) is Why.AMBIGUOUS


def test_an_item_that_was_merged_goes_by_the_new_one() -> None:
    data = namesakes(Claim("P6", "Q908"))
    data.merged("Q908", "Q909")
    data.merged("Q909", "Q901")
    assert taken(linked(a_store([mayor()]), data), ANN) == "Q901"


def test_items_merged_in_a_circle_end() -> None:
    data = namesakes(Claim("P6", "Q908"))
    data.merged("Q908", "Q909")
    data.merged("Q909", "Q908")
    assert why(linked(a_store([mayor()]), data), ANN) is Why.AMBIGUOUS


def test_a_position_held_in_the_town_is_evidence() -> None:
    data = oslo()
    data.item("Q910", ["Mayor of Oslo"], Claim("P1001", "Q585"), kind="Q4164871")
    data.item("Q900", ["Ann Lie"], Claim("P39", "Q910"), kind=HUMAN)
    data.item("Q901", ["Ann Lie"], kind=HUMAN)
    assert taken(linked(a_store([mayor()]), data), ANN) == "Q900"


@pytest.mark.parametrize(
    ("property_", "year", "says"), [("P570", "@1911", "died in 1911"), ("P569", "@2019", "born in 2019")]
)
def test_who_was_dead_or_a_child_is_ruled_out(property_: str, year: str, says: str) -> None:
    data = oslo(Claim("P6", "Q900"))
    data.item("Q900", ["Ann Lie"], Claim(property_, year), kind=HUMAN)
    one = of(linked(a_store([mayor()]), data), ANN)
    assert isinstance(one, Open)
    assert one.why is Why.UNSURE
    assert says in one.reasons[0]


def test_who_once_held_it_may_be_dead() -> None:
    data = oslo(Claim("P6", "Q900"))
    data.item("Q900", ["Ann Lie"], Claim("P570", "@1911"), kind=HUMAN)
    assert taken(linked(a_store([mayor(status=TenureStatus.FORMER)]), data), ANN) == "Q900"


def test_a_name_counts_in_another_language_and_as_an_alias() -> None:
    data = oslo(Claim("P6", "Q900"))
    data.item("Q900", ["Anna Katrine Lie@mul"], kind=HUMAN, aliases=["Ann Lie@de"])
    assert taken(linked(a_store([mayor()]), data), ANN) == "Q900"


# -- bodies, places, awards, events, metrics ----------------------------------------------------------


def test_a_body_of_several_words_may_be_the_only_one() -> None:
    data = oslo()
    data.item("Q700", ["Oslo Port Authority"], kind=BODY)
    store = a_store([told(Tenure, 40, person=ANN, role="director", of=PORT)])
    assert of(linked(store, data), PORT).reasons == ("it is called Oslo Port Authority", "nothing else of the kind is")
    data.item("Q701", ["Oslo Port Authority"], kind=BODY)
    assert why(linked(store, data), PORT) is Why.AMBIGUOUS


def test_a_body_of_one_word_needs_more_than_the_word() -> None:
    port = replace(PORT, name="Havnen")
    data = oslo()
    data.item("Q700", ["Havnen"], kind=BODY)
    store = a_store([told(Tenure, 40, person=ANN, role="chief executive", of=port)])
    assert why(linked(store, data), port) is Why.UNSURE
    data.item("Q701", ["Havnen"], Claim("P169", "Q900"), kind=BODY)
    data.item("Q900", ["Ann Lie"], kind=HUMAN)
    found = linked(store, data)
    assert (taken(found, port), taken(found, ANN)) == ("Q701", "Q900")


def test_a_country_holds_the_city() -> None:
    assert taken(linked(a_store([lies()]), oslo()), NORWAY) == "Q20"


def test_an_award_is_known_by_who_won_it() -> None:
    data = oslo(Claim("P166", "Q801"))
    data.item("Q800", ["Green Prize"], kind=PRIZES)
    data.item("Q801", ["Green Prize"], kind=PRIZES)
    assert taken(linked(a_store([won()]), data), PRIZE) == "Q801"


def test_an_event_is_known_by_year_and_city_and_another_year_is_another_event() -> None:
    data = oslo()
    data.item("Q810", ["Fjord Fair"], Claim("P585", "@2019"), Claim("P276", "Q585"), kind=HAPPENING)
    store = a_store([held(city=(OSLO,), year=2024)])
    one = of(linked(store, data), FAIR)
    assert isinstance(one, Open)
    assert one.reasons == ("Q810: held in 2019, not in 2024",)
    data.item("Q811", ["2024 Fjord Fair"], Claim("P585", "@2024"), Claim("P276", "Q585"), kind=HAPPENING)
    assert taken(linked(store, data), FAIR) == "Q811"


def test_a_metric_is_a_property_of_the_table() -> None:
    found = linked(a_store([figure("700000"), figure("13", "tram stops")]), oslo())
    metrics = [(one.name, one.target.rsplit("/", 1)[1]) for one in found.links if one.kind is Kind.METRIC]
    assert metrics == [("inhabitants", "P1082")]


def test_two_entities_that_are_one_item_are_told() -> None:
    data = oslo(Claim("P6", "Q900"))
    data.item("Q900", ["Ann Lie"], kind=HUMAN, aliases=["Kari Moe"])
    found = linked(a_store([mayor()], [mayor(replace(ANN, name="Kari Moe"))]), data)
    one = next(one for one in found.links if one.name == "Kari Moe")
    assert one.reasons[-1] == "so is https://w3id.org/citykg/id/person/ann-lie: are they one?"


def test_nothing_in_the_world_is_no_error() -> None:
    found = linked(a_store([lies(), mayor()]), Wikidata())
    assert {one.why for one in found.open} == {Why.NOT_FOUND}


# -- the file, and the order of things ----------------------------------------------------------------

FACTS: tuple[tuple[Fact, ...], ...] = (
    (lies(), mayor(), figure("700000"), figure("280000", about=BERGEN)),
    (won(year=2019), lies(BERGEN)),
    (held(city=(OSLO,), year=2024), mayor(replace(ANN, name="Per Dahl"), BERGEN)),
)


def everything() -> str:
    data = namesakes(Claim("P6", "Q901"), Claim("P1082", "717710", qualifiers={"P585": "@2024"}), Claim("P166", "Q801"))
    data.item("Q801", ["Green Prize"], kind=PRIZES)
    data.item("Q802", ["Green Prize"], kind=PRIZES)
    data.item("Q811", ["Fjord Fair 2024"], Claim("P585", "@2024"), Claim("P276", "Q585"), kind=HAPPENING)
    data.item("Q589", ["Bergen"], Claim("P1566", '"3161732"'), Claim("P17", "Q20"), Claim("P6", "Q921"), kind=CITY)
    data.item("Q590", ["Bergen"], Claim("P1566", '"3161732"'), Claim("P17", "Q20"), kind=CITY)
    data.merged("Q590", "Q589")
    data.merged("Q921", "Q920")
    data.merged("Q921", "Q922")  # into two, which should not be
    data.item("Q922", ["Per Dahl"], kind=HUMAN)
    for amount in (1, 2):  # a value of two numbers, which should not be
        data.add("wd:Q589", "p:P1082", "wd:Q589-odd")
        data.add("wd:Q589-odd", "psv:P1082", "wd:Q589-value")
        data.add("wd:Q589-value", "wikibase:quantityAmount", f"{amount}.0")
    data.item("Q920", ["Per Dahl"], kind=HUMAN)
    return data.turtle()


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), st.permutations(FACTS))
def test_the_order_of_answers_and_articles_changes_nothing(seed: int, articles: list[tuple[Fact, ...]]) -> None:
    """Law: links and verdicts are a function of what is stored and what is answered, not of any order."""
    turtle, names = everything(), Store.in_memory().names
    one, other = a_store(*FACTS), a_store(*articles)
    plain, shuffled = link(one, items_of(turtle)), link(other, Items(Shuffled(turtle, seed)))
    assert links.to_trig(plain, names) == links.to_trig(shuffled, names)
    assert plain.open == shuffled.open
    worlds = ((items_of(turtle), plain), (Items(Shuffled(turtle, seed)), shuffled))
    told = (check(one, asked, found) for asked, found in worlds)
    assert len({verdicts.to_turtle(each, names, "x") for each in told}) == 1


def test_rows_about_something_else_change_nothing() -> None:
    store, turtle = a_store(*FACTS), everything()
    plain, lying = items_of(turtle), Items(Lying(turtle))
    assert link(store, plain) == link(store, lying)
    assert check(store, plain, link(store, plain)) == check(store, lying, link(store, lying))


def test_an_endpoint_that_makes_no_sense_ends_nothing() -> None:
    store, babbling = a_store(*FACTS), Items(Babbling(dump(everything()).engine, "x"))
    assert len(check(store, babbling, link(store, babbling))) == 8


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    store = a_store(*FACTS)
    found = link(store, items_of(everything()))
    path = tmp_path / "links.trig"
    path.write_bytes(links.to_trig(found, store.names))
    again = links.read(path)
    assert {(one.entity, one.target, one.relation, one.confidence, one.kind) for one in again.links} == {
        (one.entity, one.target, one.relation, one.confidence, one.kind) for one in found.links
    }
    assert again.targets() == found.targets()


def test_a_link_written_by_hand_counts(tmp_path: Path) -> None:
    path = tmp_path / "links.trig"
    path.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . "
        "<https://w3id.org/citykg/id/person/ann-lie> owl:sameAs <http://www.wikidata.org/entity/Q900> .",
        encoding="utf-8",
    )
    assert links.read(path).targets(Decimal("0.99")) == {"https://w3id.org/citykg/id/person/ann-lie": "Q900"}


def test_linking_and_checking_leave_the_store_as_it_was() -> None:
    store = a_store(*FACTS)
    before = export.export(store, "nquads")
    check(store, items_of(everything()), link(store, items_of(everything())))
    assert export.export(store, "nquads") == before
