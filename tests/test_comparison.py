"""Pairs of statements go together as a careful reader labelled them; choices do not depend on order."""

from __future__ import annotations

import calendar
import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.comparison import Comparison, Relation, Telling, compare, copies, most_told, newest, shared, slots
from kg.model import (
    AwardConferral,
    Entity,
    Hosting,
    HostingStatus,
    Kind,
    Location,
    Modality,
    Observation,
    Period,
    Precision,
    Qualifier,
    Recurrence,
    Result,
    Span,
    Tenure,
    TenureStatus,
)
from kg.namespaces import slug

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "comparison.yaml").read_text(encoding="utf-8"))
CLASSES: dict[str, Any] = {c.__name__: c for c in (Observation, Tenure, AwardConferral, Hosting, Location)}
KINDS = {
    "person": Kind.PERSON, "award": Kind.AWARD, "category": Kind.AWARD_CATEGORY, "event": Kind.EVENT,
    "metric": Kind.METRIC, "place": Kind.PLACE, "about": Kind.CITY, "of": Kind.CITY, "recipient": Kind.CITY,
    "organizer": Kind.ORGANIZATION, "conferred_by": Kind.ORGANIZATION, "city": Kind.CITY,
}  # fmt: skip
ENUMS = {"qualifier": Qualifier, "modality": Modality, "result": Result}
EVIDENCE: dict[str, Any] = {"evidence": (Span(start=0, end=1),), "rule": "TEST"}


def entity(field: str, text: str) -> Entity:
    word, _, rest = text.partition(" ")
    named = next((kind for kind in Kind if rest and kind.value == word), None)
    name = rest if named else text
    return Entity(kind=named or KINDS[field], name=name, key=slug(name))


def period(text: str) -> Period:
    first, _, last = text.partition("/")
    dates = [[int(part) for part in side.split("-")] for side in (first, last or first)]
    precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[len(dates[0]) - 1]
    year, month, day = [*dates[1], 12, 31][:3] if len(dates[1]) == 1 else [*dates[1], 0][:3]
    return Period(
        start=datetime.date(*[*dates[0], 1, 1][:3]),
        end=datetime.date(year, month, day or calendar.monthrange(year, month)[1]),
        precision=Precision.SPAN if last else precision,
    )


def value_of(field: str, kind: str, value: Any) -> Any:
    if value is None:
        return None
    if field == "status":
        return (HostingStatus if kind == "Hosting" else TenureStatus)(value)
    if field in ENUMS:
        return ENUMS[field](value)
    if field in KINDS:
        return tuple(entity(field, v) for v in value) if isinstance(value, list) else entity(field, value)
    if field in {"value", "value_max"}:
        return Decimal(str(value))
    if field == "as_of" or (field in {"start_date", "end_date"} and kind == "Tenure"):
        return period(str(value))
    return str(value) if field == "edition" else value


def telling(kind: str, said: dict[str, Any], article: str) -> Telling:
    told = dict(said)
    article, published, quote = told.pop("article", article), told.pop("day", None), told.pop("says", "")
    values: dict[str, Any] = {name: value_of(name, kind, value) for name, value in told.items()}
    if kind == "Hosting":
        values.setdefault("year", values["start_date"].year if values.get("start_date") else None)
        mark = values["year"] or (values.get("edition") and slug(values["edition"]))
        event = values["event"]
        values["event"] = Entity(kind=event.kind, name=event.name, key=f"{event.key}-{mark}" if mark else event.key)
    return Telling(fact=CLASSES[kind](**values, **EVIDENCE), article=article, published=published, quote=quote)


def pair(case: dict[str, Any]) -> tuple[Telling, Telling]:
    one, other = ({**case["both"], **case[side]} for side in ("one", "other"))
    return telling(case["kind"], one, "a"), telling(case["kind"], other, "b")


def found_relation(case: dict[str, Any]) -> str:
    found = compare(*pair(case))
    return found.relation.value if found else "none"


def label(number: int, case: dict[str, Any]) -> str:
    return f"{number:03d}-{case['kind']}-{case['relation']}"


PAIRS = [
    pytest.param(case, id=label(number, case), marks=pytest.mark.xfail(strict=True) if case.get("open") else ())
    for number, case in enumerate(CASES, 1)
]


# -- labelled pairs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", PAIRS)
def test_pair_goes_together_as_labelled(case: dict[str, Any]) -> None:
    assert found_relation(case) == case["relation"], case["why"]


def test_pairs_are_many_and_of_all_relations() -> None:
    assert len(CASES) >= 160
    for kind in CLASSES:
        relations = {case["relation"] for case in CASES if case["kind"] == kind}
        assert {"same", "contradiction", "none"} <= relations, kind
    assert {relation.value for relation in Relation} <= {case["relation"] for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_order_of_two_does_not_matter(case: dict[str, Any]) -> None:
    one, other = pair(case)
    assert compare(one, other) == compare(other, one)


@pytest.mark.parametrize("case", CASES)
def test_reason_is_a_phrase(case: dict[str, Any]) -> None:
    found = compare(*pair(case))
    if found:
        assert found.reason == found.reason.strip()
        assert found.reason
        assert "None" not in found.reason


def test_reason_names_the_figures() -> None:
    both = {"about": "Nanjing", "metric": "stations", "as_of": "2020-11"}
    exact = telling("Observation", {**both, "value": 31400}, "a")
    round_number = telling("Observation", {**both, "value": 31000, "qualifier": "more than"}, "b")
    assert compare(exact, round_number) == Comparison(
        relation=Relation.ROUNDING, reason="31,400 lies within more than 31,000"
    )


# -- properties -------------------------------------------------------------------------------------

names = st.sampled_from(("Graz", "Split", "Lagos"))
days = st.none() | st.dates(datetime.date(2018, 1, 1), datetime.date(2021, 12, 31))
years = st.none() | st.integers(2018, 2021)
numbers = st.sampled_from(("0", "0.5", "12", "100", "31000", "31400", "31.4", "-12", "1200000", "1234567"))


def optional(enum: type[StrEnum]) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(list(enum))


def named(field: str, texts: st.SearchStrategy[str] = names) -> st.SearchStrategy[Entity]:
    return texts.map(lambda text: entity(field, text))


PERIODS = st.none() | st.sampled_from(("2018", "2019", "2019-05", "2019-05-06", "2018-11/2019-02")).map(period)
QUOTES = st.sampled_from(
    (
        "",
        "a city of 31,400",
        "There were 31,400 of them when the year came to its end, said the head of the office on Monday",
        "There were 31,400 of them when the year came to its end, said the head of the office",
        "Nobody knows how many people use the old bridge over the river on a day without rain or snow",
    )
)
OBSERVATIONS = st.builds(
    Observation, about=named("about"),
    metric=named("metric", st.sampled_from(("population", "inhabitants", "stations"))),
    value=numbers.map(Decimal), value_max=st.none() | numbers.map(Decimal),
    unit=st.sampled_from((None, "km", "m", "%", "$", "USD", "CAD")), as_of=PERIODS, qualifier=optional(Qualifier),
    modality=st.sampled_from(list(Modality)), change=st.booleans(), evidence=st.just(EVIDENCE["evidence"]),
    rule=st.just("TEST"),
)  # fmt: skip
TENURES = st.builds(
    Tenure, person=named("person"), of=st.none() | named("of", st.sampled_from(("Linz", "Cork"))),
    role=st.sampled_from(("mayor", "Lord Mayor", "acting mayor", "deputy mayor", "president and CEO", "arts minister")),
    start_date=PERIODS, end_date=PERIODS, status=st.sampled_from(list(TenureStatus)),
    evidence=st.just(EVIDENCE["evidence"]), rule=st.just("TEST"),
)  # fmt: skip
AWARDS = st.builds(
    AwardConferral, recipient=named("recipient"), award=named("award", st.just("Prize")),
    category=st.none() | named("category"), year=years, result=st.sampled_from(list(Result)),
    rank=st.none() | st.integers(1, 3), evidence=st.just(EVIDENCE["evidence"]), rule=st.just("TEST"),
)  # fmt: skip
HOSTINGS = st.builds(
    Hosting, event=named("event", st.sampled_from(("Expo", "COP30"))),
    city=st.lists(named("city"), max_size=2).map(tuple),
    edition=st.sampled_from((None, "6th", "VI", "sixth", "2020")), year=years, start_date=days, end_date=days,
    organizer=st.none() | named("organizer"), status=optional(HostingStatus), evidence=st.just(EVIDENCE["evidence"]),
    rule=st.just("TEST"),
)  # fmt: skip
LOCATIONS = st.builds(
    Location, city=named("city"), place=named("place", st.sampled_from(("Austria", "Styria", "Georgia", "Nowhere"))),
    evidence=st.just(EVIDENCE["evidence"]), rule=st.just("TEST"),
)  # fmt: skip
FACTS = OBSERVATIONS | TENURES | AWARDS | HOSTINGS | LOCATIONS
TELLINGS = st.builds(Telling, fact=FACTS, article=st.sampled_from(("a", "b", "c", "d")), published=days, quote=QUOTES)


@st.composite
def alike(draw: st.DrawFn) -> tuple[Telling, Telling]:
    """Two tellings of facts of one class."""
    facts = draw(st.sampled_from((OBSERVATIONS, TENURES, AWARDS, HOSTINGS, LOCATIONS)))
    told = st.builds(Telling, fact=facts, article=st.sampled_from(("a", "b")), published=days, quote=QUOTES)
    return draw(told), draw(told)


@given(alike())
def test_comparison_is_symmetric(two: tuple[Telling, Telling]) -> None:
    one, other = two
    assert compare(one, other) == compare(other, one)


@given(alike())
def test_only_facts_of_one_slot_are_compared(two: tuple[Telling, Telling]) -> None:
    one, other = two
    if not set(slots(one.fact)) & set(slots(other.fact)):
        assert compare(one, other) is None


@given(TELLINGS)
def test_fact_compared_with_itself_is_the_same(told: Telling) -> None:
    found = compare(told, told)
    if slots(told.fact):
        assert found is not None
        assert found.relation is Relation.SAME
    else:
        assert found is None


@given(st.data())
def test_choices_do_not_depend_on_order(data: st.DataObject) -> None:
    told = data.draw(st.lists(TELLINGS, min_size=1, max_size=7))
    mixed = data.draw(st.permutations(told))
    assert newest(told) == newest(mixed)
    assert most_told(told) == most_told(mixed)
    assert copies(told) == copies(mixed)


@given(st.lists(TELLINGS, min_size=1, max_size=7))
def test_undated_is_newest_only_among_undated(told: list[Telling]) -> None:
    dates = [each.published for each in told if each.published]
    assert newest(told).published == (max(dates) if dates else None)


@given(st.lists(TELLINGS, max_size=7))
def test_copies_hold_each_telling_once(told: list[Telling]) -> None:
    groups = copies(told)
    assert sorted(map(repr, set(told))) == sorted(repr(each) for group in groups for each in group)
    for article in {each.article for each in told}:
        assert sum(any(each.article == article for each in group) for group in groups) == 1


# -- choices ----------------------------------------------------------------------------------------

WIRE = "By the end of 2020 the city had built 7,300 charging piles along its ring roads, said the office on Sunday"


def figure(value: int, article: str, quote: str = "", published: datetime.date | None = None) -> Telling:
    said = {
        "about": "Hefei",
        "metric": "charging piles",
        "value": value,
        "as_of": 2019,
        "says": quote,
        "day": published,
    }
    return telling("Observation", said, article)


def test_copies_of_one_text_are_one_source() -> None:
    told = [*(figure(7300, article, WIRE) for article in "abc"), figure(3700, "d"), figure(3700, "e")]
    assert [len(group) for group in copies(told)] == [3, 1, 1]
    assert most_told(told).fact == figure(3700, "x").fact


def test_round_number_supports_the_exact_one() -> None:
    told = [figure(7312, "a"), figure(7312, "b"), figure(7300, "c"), figure(3700, "d"), figure(3700, "e")]
    assert most_told(told) in told[:2]


def test_newest_wins_among_equally_told() -> None:
    old, new = (
        figure(7300, "a", published=datetime.date(2021, 1, 1)),
        figure(3700, "b", published=datetime.date(2021, 2, 1)),
    )
    assert most_told([old, new]) == most_told([new, old]) == new


def test_names_and_titles_do_not_show_a_copy() -> None:
    said = {
        "person": "Marianne Thyssen", "of": "Organization European Commission", "start_date": 2014,
        "role": "Commissioner for Employment, Social Affairs, Skills and Labour Mobility",
        "says": "Marianne Thyssen, Commissioner for Employment, Social Affairs, Skills and Labour Mobility",
    }  # fmt: skip
    found = compare(telling("Tenure", said, "a"), telling("Tenure", said, "b"))
    assert found is not None
    assert found.relation is Relation.SAME


@pytest.mark.parametrize("choose", [newest, most_told])
def test_choosing_among_none_says_so(choose: Any) -> None:
    with pytest.raises(ValueError, match="there are none"):
        choose([])


def test_places_that_articles_give_to_several_are_shared() -> None:
    def capital(city: str, article: str, award: str = "Capital of Culture") -> Telling:
        return telling("AwardConferral", {"award": award, "year": 2024, "recipient": city}, article)

    tartu, bodo = capital("Tartu", "a"), capital("Bodø", "b")
    accra, lagos = capital("Accra", "a", "Book Prize"), capital("Lagos", "b", "Book Prize")
    held = shared([tartu, bodo, capital("Bodø", "c"), capital("Tartu", "c"), accra, lagos])
    assert compare(tartu, bodo, held_by_several=held) is None
    for two, slots_held in (((tartu, bodo), frozenset()), ((accra, lagos), held)):
        found = compare(*two, held_by_several=slots_held)
        assert found is not None
        assert found.relation is Relation.CONTRADICTION


def test_many_share_an_award_only_where_a_third_of_the_articles_say_so() -> None:
    def prize(city: str, article: str) -> Telling:
        return telling("AwardConferral", {"award": "Book Prize", "year": 2001, "recipient": city}, article)

    misread = [prize("Madrid", "a"), prize("Beirut", "a")]
    assert shared(misread)
    assert not shared([*misread, *(prize("Madrid", article) for article in "bcdef")])


# -- slots ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ({"metric": "stations", "unit": "km"}, {"metric": "stations"}, False),
        ({"metric": "airport passengers"}, {"metric": "passengers of the airport"}, True),
        ({"metric": "daily passengers"}, {"metric": "passengers per day"}, True),
        ({"metric": "expected visitors", "modality": "forecast"}, {"metric": "visitors"}, True),
        ({"metric": "expected visitors"}, {"metric": "visitors"}, False),
        ({"metric": "growth in visitors", "change": True}, {"metric": "visitors"}, False),
        ({"metric": "cost", "unit": "EUR"}, {"metric": "cost", "unit": "$"}, True),
    ],
)
def test_figures_share_a_slot(one: dict[str, Any], other: dict[str, Any], *, common: bool) -> None:
    first, second = (telling("Observation", {"about": "Graz", "value": 1, **each}, "a") for each in (one, other))
    assert bool(set(slots(first.fact)) & set(slots(second.fact))) is common


@pytest.mark.parametrize(
    ("role", "of", "single"),
    [
        ("mayor", "Graz", True),
        ("acting Mayor", "Graz", True),
        ("deputy mayor", "Graz", False),
        ("councillor", "Graz", False),
        ("president and CEO", "Organization Expo 2025 Association", True),
        ("CEO", "Graz", False),
        ("Minister of Education, Culture and Sport", "Place Spain", True),
        ("minister of state for housing", "Place India", False),
        ("minister", "Place Spain", False),
        ("president", "Organization City Council", False),
        ("vice-president", "Organization FIFA", False),
        ("spokeswoman", "Organization FIFA", False),
    ],
)
def test_posts_that_one_person_holds_at_a_time(role: str, of: str, *, single: bool) -> None:
    fact = telling("Tenure", {"person": "Ana Cruz", "role": role, "of": of}, "a").fact
    assert any(slot[1] == "post" for slot in slots(fact)) is single


def test_facts_without_a_slot_are_not_compared() -> None:
    series = Entity(kind=Kind.EVENT_SERIES, name="Expo", key="expo")
    fact = Recurrence(series=series, evidence=EVIDENCE["evidence"], rule="TEST")
    told = Telling(fact=fact, article="a", published=None, quote="")
    assert slots(fact) == ()
    assert compare(told, told) is None
