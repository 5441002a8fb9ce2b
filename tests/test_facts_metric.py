"""Figures of a document get a measure, a bearer and a time; the selector is a pure function of its sight."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from kg.facts import metric, metric_nouns, metric_years
from kg.facts.metric_bearers import Bearers
from kg.facts.metric_selector import LEAST, Sight, features, how_sure
from kg.mentions import annotate
from kg.model import Article, Modality, Observation, QuantityMention
from kg.read import article_of

COUNT = Sight(
    left="The city now has",
    words="1,200",
    right="electric buses and",
    unit="",
    value="1200",
    block="paragraph",
    how="counted",
    measure="electric buses",
    around="1",
)


def observations(text: str, published: datetime.date | None = None) -> list[Observation]:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    found = metric.find(annotate(replace(article, published=published)))
    return [fact for fact in found if isinstance(fact, Observation)]


def test_same_figure_of_the_same_thing_is_told_once() -> None:
    text = "Lyon has 412 bike-sharing stations. With its 412 stations Lyon is ahead of all others."
    assert [Decimal(412)] == [fact.value for fact in observations(text)]


def test_evidence_holds_the_number() -> None:
    text = "Rain fell for days. Lyon has 412 bike-sharing stations. Nobody knows why."
    assert [f.evidence[0].of(text).strip() for f in observations(text)] == ["Lyon has 412 bike-sharing stations."]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Lyon has 4,120 electric buses.", Modality.ACTUAL),
        ("Lyon will buy 4,120 electric buses.", Modality.PLANNED),
        ("Lyon has set itself a target of 4,120 electric buses.", Modality.TARGET),
        ("Lyon is expected to run 4,120 electric buses.", Modality.FORECAST),
    ],
)
def test_modality_is_read_from_the_clause(text: str, modality: Modality) -> None:
    assert [modality] == [fact.modality for fact in observations(text)]


def test_fall_is_a_negative_change() -> None:
    fact = observations("Bus journeys in Leeds fell 12 per cent.")[0]
    assert (Decimal(-12), True) == (fact.value, fact.change)


def test_figure_without_any_date_has_no_time() -> None:
    assert [fact.as_of for fact in observations("Lyon has 4,120 electric buses.")] == [None]


def test_time_of_the_figure_compared_with_is_not_its_own() -> None:
    facts = observations("In 2019 Lyon had 4,120 electric buses, against 3,300 in 2015.")
    assert [fact.as_of.iso for fact in facts if fact.as_of] == ["2019", "2015"]


def test_at_present_is_the_month_of_the_article_whatever_year_stands_around_it() -> None:
    text = (
        "Lyon won the Green Mobility Award 2017 last week; in 2015 it had come second.\n\n"
        "In 2016 the city bought 60 trams. At present, Lyon has 4,120 electric buses."
    )
    facts = observations(text, datetime.date(2018, 5, 3))
    assert [fact.as_of.iso for fact in facts if fact.as_of and fact.value == 4120] == ["2018-05"]


def test_name_that_no_finder_knows_may_bear_figures() -> None:
    article = article_of("case.txt", b"The light rail network, BursaRay, remained at 38.9 km.")
    assert isinstance(article, Article)
    assert "BursaRay" in {bearer.entity.name for bearer in Bearers(annotate(article)).all}


def test_article_without_a_name_gives_no_fact() -> None:
    assert observations("There are 4,120 electric buses.") == []


def test_features_are_sorted_and_single() -> None:
    found = features(COUNT)
    assert sorted(set(found)) == found


def test_selector_knows_a_count_from_a_duration() -> None:
    assert how_sure(COUNT) > LEAST
    assert (
        how_sure(replace(COUNT, left="The talks took", words="three days", right="in all", unit="day", value="3"))
        < LEAST
    )


def test_without_weights_the_year_beside_a_figure_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metric_years, "linear", lambda _: None)
    (fact,) = observations("In 2014 Lyon had 412 bike-sharing stations.", datetime.date(2019, 5, 3))
    assert fact.as_of is not None
    assert fact.as_of.year == 2014


def test_a_figure_without_a_year_of_its_own_is_of_the_article() -> None:
    (fact,) = observations("Lyon has 412 bike-sharing stations. The tram opened in 2001.", datetime.date(2019, 5, 3))
    assert fact.as_of is not None
    assert fact.as_of.year == 2019


def test_a_number_that_leaves_out_what_it_measures_has_the_unit_before_it() -> None:
    found = observations("Seville has 180 km of cycle lanes, against 12 in 2005.")
    assert [(fact.value, fact.unit) for fact in found] == [(Decimal(180), "km"), (Decimal(12), "km")]


def test_a_raised_point_is_a_decimal_sign() -> None:
    (fact,) = observations("Lyon has 18·4 km of cycle lanes.")
    assert (fact.value, fact.unit) == (Decimal("18.4"), "km")


@pytest.mark.parametrize(
    ("text", "value"), [("Lyon lost 4,200 residents in 2015.", -4200), ("Lyon had a gain of 4,200 residents.", 4200)]
)
def test_gains_and_losses_are_no_counts(text: str, value: int) -> None:
    (fact,) = observations(text)
    assert fact.change
    assert fact.value == value


def test_a_row_of_names_and_numbers_does_not_go_on_with_the_figure_before() -> None:
    found = observations("Lyon recorded annual declines of 1.4 percent.\n\nTurin, Italy 5.1% 210,000 199,000")
    assert [fact.value for fact in found] == [Decimal("-1.4")]


def test_what_stands_before_up_is_what_grew() -> None:
    found = observations(
        "Lyon counted 3.5 million arrivals. A rise was seen in bed nights, up 8.5 percent to 2.96 million."
    )
    assert {(fact.metric.name, fact.value) for fact in found[1:]} == {
        ("growth in bed nights", Decimal("8.5")),
        ("bed nights", Decimal(2960000)),
    }


def test_numbers_that_are_somewhere_count_what_was_named_before_them() -> None:
    found = observations("Lyon airport had 32 million passengers. Of the top 20 airports, nine are in Europe.")
    assert {(fact.metric.name, fact.value) for fact in found} == {
        ("passengers", Decimal(32_000_000)),
        ("airports", Decimal(9)),
    }


def test_who_speaks_of_a_figure_is_not_what_it_measures() -> None:
    found = observations("Lyon has a new plan. Mayor Jane Gardner, on hand on Friday, said 251,000 in all in 2007.")
    assert not [fact.metric.name for fact in found if "Gardner" in fact.metric.name]


def test_so_many_more_than_before_is_a_change() -> None:
    found = observations("Lyon saw 31,250 performances this year – up 4,000 on last year.")
    assert {(fact.metric.name, fact.value) for fact in found} == {
        ("performances", Decimal(31250)),
        ("growth in performances", Decimal(4000)),
    }


def test_number_behind_a_possessive_is_a_population_only_if_it_may_be() -> None:
    assert not [fact for fact in observations("Lyon won 90 votes to Turin's 47.") if fact.metric.name == "population"]
    (fact,) = observations("Lyon's 500,000 people cheered.")
    assert (fact.metric.name, fact.value) == ("population", Decimal(500000))


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        (
            "Lyon's port has three cranes. The port of Lyon's grain exports rose 5.2 percent in the first half.",
            "growth in grain exports",
            "5.2",
        ),
        (
            "The number of readers at Oslo Library saw a 7.1% increase year-on-year.",
            "growth in readers",
            "7.1",
        ),
        (
            "Oslo Museum had a good spring as its regular visitor numbers rose by nearly nine per cent.",
            "growth in regular visitor numbers",
            "9",
        ),
        ("Lyon had 412 stations in 2010. In 2012 Lyon's population was put at 510,000.", "population", "510000"),
        ("Turin has two lines. A 4.8 km northern section of Line 2 has opened.", "length of northern section", "4.8"),
        ("Bergen saw a 3.4 percent boost in bookings.", "growth in bookings", "3.4"),
        ("Young readers make up around half of all readers at Leeds.", "share of readers", "50"),
    ],
)
def test_noun_that_says_what_a_figure_measures_need_not_be_the_last_one_told(
    text: str, measure: str, value: str
) -> None:
    assert (measure, Decimal(value)) in {(fact.metric.name, fact.value) for fact in observations(text)}


def test_options_of_a_figure_are_nouns_not_names_or_verbs() -> None:
    article = article_of("case.txt", b"In Lyon the mayor of Lyon said freight traffic topped 3 million in May.")
    assert isinstance(article, Article)
    document = annotate(article)
    (quantity,) = document.all(QuantityMention)
    figure = metric_nouns.Figure(document, document.sentences[0], quantity, None, ())
    named = {option.base for option in figure.options() if not option.usual}
    assert named == {"mayor", "freight traffic"}
    assert [len(set(row)) for row in figure.rows(figure.options())] == [len(r) for r in figure.rows(figure.options())]


def test_without_weights_of_nouns_what_rules_say_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Lyon had 412 stations in 2010. In 2012 Lyon's population was put at 510,000."
    monkeypatch.setattr(metric_nouns, "linear", lambda _: None)
    assert {fact.rule for fact in observations(text)}.isdisjoint({"METRIC-noun"})


def test_unit_of_a_measure_told_before_is_carried_but_no_count_is_a_share() -> None:
    found = observations(
        "In May 3.1 million guests, or 70 percent, slept in Porto, with the others, 930,000 or 30 percent, "
        "here for the day."
    )
    assert {(fact.value, fact.unit) for fact in found} >= {(Decimal(930_000), None), (Decimal(30), "%")}


@pytest.mark.parametrize(
    "text",
    [
        "The survey puts Malmo at 17 in the world, 31 places ahead of Lund.",
        "Leeds and Malmo are safe cities, all ranking at 58.",
        "Malmo rose 5 places, placing the city at 36 in the world.",
    ],
)
def test_place_in_a_ranking_is_no_figure(text: str) -> None:
    assert not [fact for fact in observations(f"Malmo has 400 hotels. {text}") if fact.value in {17, 31, 36, 58}]


def test_figure_in_a_relative_clause_is_about_the_name_before_it() -> None:
    found = observations("Porto is behind Malmo, which lost 6.1% of its residents, and Turin, down 3.2%.")
    assert {(fact.about.name, abs(fact.value)) for fact in found} == {
        ("Malmo", Decimal("6.1")),
        ("Turin", Decimal("3.2")),
    }


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (
            "Turin Airport handled 412,300 passengers in all, 2 per cent more than in 2006. A hall was built in 2007.",
            2007,
        ),
        ("Sensors in Leeds saw 2,150 skaters in a day. Leeds wants 12% of trips on foot by 2025.", None),
        ("Last month, 320 concerts were held in Perth, the most since May 2015.", None),
        ("In Bern, 2010's 10 largest districts lost 400 people.", 2010),
    ],
)
def test_year_that_is_only_compared_with_or_planned_for_is_not_that_of_a_figure(text: str, year: int | None) -> None:
    first = observations(text)[0]
    assert (first.as_of.end.year if first.as_of else None) == year


def test_preposition_that_opens_a_sentence_is_no_part_of_a_name() -> None:
    found = observations("Across Lyon, 240 concerts were held this week.")
    assert {fact.about.name for fact in found} == {"Lyon"}


@pytest.mark.parametrize(
    "text", ["The Harbour Cities Network has grown by 22%.", "Castlewick grew by almost 8%. Lyon is near."]
)
def test_name_or_verb_is_no_measure(text: str) -> None:
    assert not [f for f in observations(text) if f.metric.name.split()[-1] in {"grown", "Castlewick", "Network"}]


def test_number_parted_behind_a_comma_is_one() -> None:
    assert [fact.value for fact in observations("Lagos airport had 2,318, 605 passengers in 2020.")] == [2_318_605]


def test_figure_of_a_city_named_with_its_state_is_about_the_city() -> None:
    found = observations("Porto is behind Portland, Oregon, which lost 2.5% of its residents.")
    assert {fact.about.name for fact in found} == {"Portland"}


def told(text: str) -> set[tuple[str, Decimal, str | None]]:
    """The figures of a text: measure, value, unit."""
    return {(fact.metric.name, fact.value, fact.unit) for fact in observations(text)}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Ticket sales in Leeds rose 4,200, or 9 per cent, to 51,300.",
            {
                ("growth in Ticket sales", Decimal(4200), None),
                ("growth in Ticket sales", Decimal(9), "%"),
                ("Ticket sales", Decimal(51_300), None),
            },
        ),
        (
            "Malmo saw a rise in hotel stays of almost 7 per cent.",
            {("growth in hotel stays", Decimal(7), "%")},
        ),
        (
            "Turin handled 2 million visitors, an uplift of 310,000 visitors on the year before.",
            {("visitors", Decimal(2_000_000), None), ("growth in visitors", Decimal(310_000), None)},
        ),
        (
            "Between 1991 and 1998, the harbour trade of Riga grew at an annual rate of 11 per cent.",
            {("growth in harbour trade", Decimal(11), "%")},
        ),
        ("Cali has changed, cutting its theft rate nearly 60%.", {("change in theft rate", Decimal(-60), "%")}),
    ],
)
def test_growth_is_told_as_growth(text: str, figures: set[tuple[str, Decimal, str | None]]) -> None:
    assert told(text) == figures


def test_how_far_away_is_a_distance_and_from_one_end_to_the_other_a_length() -> None:
    assert told("Huacho lies around 130 km north of Lima.") == {("distance from Lima", Decimal(130), "km")}
    assert {name for name, *_ in told("The tunnel in Leeds will cover 12 miles from Armley to Seacroft.")} == {"length"}


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("Tamale has grown. The city of Tamale produces 640 tonnes of waste daily.", "waste per day", 640),
        ("In Wuxi the average daily number of passengers exceeds 900,000.", "passengers per day", 900_000),
        ("Zadar counted 1,402,310 overnight stays that year.", "overnight stays", 1_402_310),
        ("Leeds expects 800 national and foreign trade fair buyers.", "national and foreign trade fair buyers", 800),
        ("Zadar has 28.417 beds in hotels and camps.", "beds", 28_417),
        ("The parade drew 310.000 people to the centre of Recife.", "people", 310_000),
    ],
)
def test_what_is_counted_and_how_much(text: str, measure: str, value: int) -> None:
    assert (measure, Decimal(value)) in {(name, number) for name, number, _ in told(text)}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("The port of Trieste closed 2016 with 59m tonnes. Its traffic rose by 3.2 per cent on 2015.", {2016}),
        ("The Metro of Kazan carries 240,000 passengers. Since its opening in 2005, it has grown.", {None}),
        ("Trogir has a population of 13,100. Since 1997 the old town is on the list.", {None}),
    ],
)
def test_year_that_is_compared_with_or_begun_in_is_no_figures(text: str, years: set[int | None]) -> None:
    assert {fact.as_of.end.year if fact.as_of else None for fact in observations(text)} == years


def test_figure_of_today_in_a_forecast() -> None:
    found = observations(
        "Kigoma is projected to have a population of over 3 million by 2040, up from 1.4 million currently."
    )
    told_of = {fact.value: (fact.modality, fact.as_of.end.year if fact.as_of else None) for fact in found}
    assert told_of[Decimal(1_400_000)] == (Modality.ACTUAL, None)
    assert told_of[Decimal(3_000_000)] == (Modality.FORECAST, 2040)


def test_number_in_a_bracket_before_a_noun_is_a_count_and_no_year() -> None:
    found = observations("Rossio (1931 commuters) and Baixa (2310 commuters) are the busiest stations of Lisbon.")
    assert {(fact.value, fact.as_of) for fact in found} == {(Decimal(1931), None), (Decimal(2310), None)}


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The Porto Metro carried 90,000 riders, and 12,000 riders used the Porto Tram.", "Porto Tram"),
        ("The show in Turin will be at the Stura Arena, which seats 12,000 people.", "Stura Arena"),
        ("Tartu is busy. The free zone counts 12,000 jobs.", "Tartu free zone"),
        ("Located some 12,000 km north of Lima, Huacho sells salt.", "Huacho"),
    ],
)
def test_whom_a_figure_is_about(text: str, about: str) -> None:
    assert about in {fact.about.name for fact in observations(text) if abs(fact.value) == 12_000}


def test_verb_is_no_measure() -> None:
    assert not [
        name for name, *_ in told("With Halifax growing by 12.6 per cent, the west is ahead.") if "grow" in name
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "In 2022 Lisbon and Porto had 545,000 and 231,000 inhabitants respectively.",
            {("Lisbon", 545000), ("Porto", 231000)},
        ),
        (
            "In 2022 the ports of Turin and Malmo handled 1.2 million TEU and 0.7 million TEU respectively.",
            {("Turin", 1200000), ("Malmo", 700000)},
        ),
    ],
)
def test_figures_of_several_are_shared_out_in_order(text: str, told: set[tuple[str, int]]) -> None:
    assert {(fact.about.name, int(fact.value)) for fact in observations(text)} == told


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Malmo Airport has a new hall. The Airport handled 5,200 flights in 2019.", "Malmo Airport"),
        ("This February Malmo International Airport handled 20,200 passengers.", "Malmo International Airport"),
        ("Currently Georgia operates 777 hotels.", "Georgia"),
        ("10. Turin\n\nIts fairs are large.\n\n9. Malmo\n\nThe city had 5 million visitors in 2010.", "Malmo"),
    ],
)
def test_figure_is_about_the_full_name_without_words_of_time(text: str, about: str) -> None:
    assert {fact.about.name for fact in observations(text)} == {about}


def test_years_of_account_bear_no_figure() -> None:
    text = "Compared to FY25, the operating budget increased by 6.26%. Malmo agreed."
    assert "FY25" not in {fact.about.name for fact in observations(text)}


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("The tram company of Malmo has a 4,000-person workforce.", "workforce"),
        ("A 1,200-strong crowd filled the Malmo Arena.", "crowd"),
        ("In Malmo, visitors spent $7 billion in 2019.", "visitor spending"),
    ],
)
def test_what_is_counted_in_other_words(text: str, measure: str) -> None:
    assert [fact.metric.name for fact in observations(text)] == [measure]


@pytest.mark.parametrize(
    "text",
    [
        "Malmo met. Ann Lee was chosen with 51 votes.",
        "Malmo is the best city. The study examined the conditions of 230 global cities.",
    ],
)
def test_votes_and_what_a_study_looked_at_are_no_figures_of_a_city(text: str) -> None:
    assert not observations(text)


def test_what_should_be_is_planned() -> None:
    found = observations("The number of cruise guests in Malmo should be 4,000 a day, the mayor said.")
    assert {fact.modality for fact in found} == {Modality.PLANNED}


def test_year_of_the_first_time_is_not_that_of_a_figure() -> None:
    text = "More than 20,000 runners took part in the Malmo Marathon, the most since the race was first held in 1997."
    assert [fact.as_of for fact in observations(text)] == [None]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The 2019 fair drew 30,000 people to Malmo, 4,000 more than the year before.", {"people", "growth in people"}),
        ("The port of Malmo handled 4 million tonnes in 2020.", {"cargo throughput"}),
        ("The city turned 400 in 2021. Turin celebrated.", set()),
    ],
)
def test_counts_that_are_more_than_others_throughput_and_ages(text: str, told: set[str]) -> None:
    assert {fact.metric.name for fact in observations(text)} == told


def test_facility_without_a_name_in_capitals_is_called_after_its_city() -> None:
    found = observations("Malmo has plans. The Port wants 500 jobs by 2030.")
    assert {fact.about.name for fact in found} == {"Malmo port"}


def test_how_large_a_change_is_does_not_say_what_changed() -> None:
    text = "1,152 dwellings were consented in Turin in June 2019. The highest increase of 69% was in apartments."
    assert not [fact for fact in observations(text) if "highest" in fact.metric.name]


def test_space_before_a_comma_parts_no_number() -> None:
    assert [fact.value for fact in observations("The Turin fair hit 600 ,000 visitors in 2019.")] == [600000]


def test_classes_of_towns_by_size_are_no_figures() -> None:
    text = "Small Towns Awards 2013\n\nPopulation 2,000-9,999\n\nHood River, which has 8,313 inhabitants, won."
    assert [fact.value for fact in observations(text)] == [8313]


def test_figure_behind_a_name_in_a_list_is_about_that_name() -> None:
    found = observations(
        "Halls of the north\n\n12 January 2018\n\nVisitors of museums in the north in 2017:\n\n"
        "- Fjord Museum Bergen – 1,322,611\n- Kastrup Forum – 753,944\n- Coach Hall, Turku – 350,254\n"
        "- Museum of Ropes: 201,004\n\nThe list is made by the Union of Halls."
    )
    assert {(fact.about.name, int(fact.value)) for fact in found} == {
        ("Fjord Museum", 1322611), ("Kastrup Forum", 753944), ("Coach Hall", 350254), ("Museum of Ropes", 201004),
    }  # fmt: skip
    assert {fact.metric.name.lower() for fact in found} == {"visitors"}


def test_labels_of_a_list_are_not_whom_its_figures_are_about() -> None:
    found = observations(
        "Buses of Lodz\n\nThe operator in Lodz says of its 2,400 buses:\n\n"
        "- ordered so far: 1,790\n- in use: 1,580\n- sold: 1,300"
    )
    assert len(found) > 2
    assert {fact.about.name for fact in found} <= {"Lodz", "Łódź", "Buses of Lodz"}


def test_numbers_behind_names_that_count_nothing_are_no_figures() -> None:
    fair = "City of Tartu opens a fair\n\nTartu opened its fair on Sunday to 12,000 visitors.\n\n"
    calls = "Contact:\n\n- Press Office: 5550134\n- Reception Desk: 5550135\n- Fax Line: 5550137"
    shelf = "Related:\n\n- Tram Line Four – 1,200\n- Harbour Bridge – 3,400\n- Old Fish Hall – 2,100"
    for end in (calls, shelf):
        assert [int(fact.value) for fact in observations(fair + end)] == [12000], end


SHARED_OUT = (
    "Tourism bulletin: Tallinn\n\n5 July 2024\n\nIn the half year 1.31 million overnight visitors came to Tallinn, "
    "against 1.15 million in the same months of 2023.\n\nSource markets\n\n"
    "- Finland: 30 per cent (390,000)\n- Latvia: 17 per cent (222,000)\n- Nordic countries: 14 per cent (183,000)"
)


def test_parts_of_a_total_are_about_what_the_total_is_about() -> None:
    parts = [fact for fact in observations(SHARED_OUT) if fact.rule == "METRIC-part-of"]
    assert {(fact.metric.name, int(fact.value)) for fact in parts} == {
        ("share of overnight visitors, Finland", 30), ("overnight visitors, Finland", 390000),
        ("share of overnight visitors, Latvia", 17), ("overnight visitors, Latvia", 222000),
        ("share of overnight visitors, Nordic countries", 14), ("overnight visitors, Nordic countries", 183000),
    }  # fmt: skip
    assert {fact.about.name for fact in parts} == {"Tallinn"}


def test_total_makes_parts_of_the_places_behind_it() -> None:
    found = observations(
        "More visitors in spring week\n\n8 May 2019\n\nThese are the figures for George Town in the spring week:\n\n"
        "- Total visitor arrivals: 84,996, +11.5% year-on-year;\n- Singapore: 47,000, +13%;\n"
        "- Thailand: 12,000, +9.4%;\n- Hong Kong: 6,000, -4.7%;"
    )
    assert {fact.about.name for fact in found} == {"George Town"}
    told = {(fact.metric.name, int(fact.value), fact.unit) for fact in found}
    assert {
        ("visitor arrivals, Singapore", 47000, None), ("growth in visitor arrivals, Singapore", 13, "%"),
        ("visitor arrivals, Hong Kong", 6000, None), ("change in visitor arrivals, Hong Kong", -4, "%"),
    } <= told  # fmt: skip


def test_cities_of_a_list_with_a_total_of_things_are_no_parts() -> None:
    found = observations(
        "Hotels of the coast\n\n8 May 2019\n\nRooms of the hotels in the towns of the coast:\n\n"
        "- Total hotel rooms: 84,996\n- Antalya: 47,000\n- Bodrum: 12,000\n- Marmaris: 11,000"
    )
    assert not [fact for fact in found if fact.rule == "METRIC-part-of"]
    assert ("Antalya", 47000) in {(fact.about.name, int(fact.value)) for fact in found}


def test_office_of_tourism_counts_for_its_city() -> None:
    found = observations(
        "Arrivals up again\n\n8 May 2019\n\nFigures issued on 8 May 2019 by the Macao Tourism Office (MTO) show "
        "highlights.\n\n- Visitor arrivals: 84,996\n\nHotels in Macao had 37,678 rooms to let."
    )
    assert {(fact.about.name, int(fact.value)) for fact in found} == {("Macao", 84996), ("Macao", 37678)}


def test_noun_left_out_keeps_its_ratio() -> None:
    text = (
        "There are 57 cameras to each square kilometre of Pune, says a study of 130 cities. Surat comes next with 48. "
        "Behind it follow Graz (41) and Linz on the Danube (38)."
    )
    told = {int(fact.value): fact.unit for fact in observations(text)}
    assert {value: told.get(value) for value in (57, 48, 41, 38)} == dict.fromkeys((57, 48, 41, 38), "per km2")


def test_word_that_begins_a_sentence_bears_no_figure() -> None:
    found = observations("Green spaces cover more than 60 percent of Vilnius, a city of about 600,000 people.")
    assert {fact.about.name for fact in found} == {"Vilnius"}


def test_share_of_the_vote_is_no_measure_of_a_city() -> None:
    assert not observations("Results in Leeds\n\nPaul Harmon: 51 percent\n\nAnn Teague: 45 percent")


def test_number_of_a_line_is_part_of_its_name() -> None:
    found = observations("Pune Metro Line 5 will have 18 stations, including an interchange to Line 2 at Swargate.")
    assert {(fact.about.name, int(fact.value)) for fact in found} == {("Pune Metro Line 5", 18)}


def test_two_kinds_share_a_noun() -> None:
    found = observations("The metro line in Pune has 12 underground and four elevated stations.")
    assert {(fact.metric.name, int(fact.value)) for fact in found} == {
        ("underground stations", 12), ("elevated stations", 4),
    }  # fmt: skip


def test_trips_on_weekdays_are_not_trips() -> None:
    found = observations("The metro of Pune made 115.3 million trips in 2015, or 412,843 trips per weekday.")
    assert {fact.metric.name for fact in found} == {"trips", "trips per weekday"}


ROSE_AND_FELL = (
    "Overnight visitors to Macao rose 10.9 percent to 1.24 million while same-day visitors dropped by 1.4 percent "
    "to 0.96 million."
)
FROM_PLACES = (
    "Macao received visitors from the mainland (4.31 million), Japan (129,605) and South Korea (210,000) in 2017."
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ROSE_AND_FELL, {("Overnight visitors", 1240000), ("same-day visitors", 960000)}),
        (
            FROM_PLACES,
            {
                ("visitors from mainland", 4310000),
                ("visitors from Japan", 129605),
                ("visitors from South Korea", 210000),
            },
        ),
    ],
)
def test_noun_of_each_clause_and_place(text: str, told: set[tuple[str, int]]) -> None:
    assert {(fact.metric.name, int(fact.value)) for fact in observations(text) if not fact.change} == told


def test_record_is_not_what_fell() -> None:
    found = observations("Hotels in Graz counted 4,210,000 overnight stays, only 3% below the previous record.")
    assert {fact.metric.name for fact in found} == {"overnight stays", "change in overnight stays"}


def test_figure_of_a_table_that_the_text_tells_too_is_told_once() -> None:
    page = (
        "<html><head><title>Trams of Lyon</title></head><body><article><h1>Trams of Lyon</h1>"
        "<p>Lyon has 4,120 seats on its trams, more than any other city of its size, the operator said on Monday.</p>"
        "<table><tr><th>City</th><th>Places in service</th></tr><tr><td>Lyon</td><td>4,120</td></tr>"
        "<tr><td>Nantes</td><td>1,330</td></tr></table></article></body></html>"
    )
    article = article_of("case.html", page.encode())
    assert isinstance(article, Article)
    found = [fact for fact in metric.find(annotate(article)) if isinstance(fact, Observation)]
    assert [int(fact.value) for fact in found if fact.about.name == "Lyon"] == [4120]


@pytest.mark.parametrize(
    ("text", "years"),
    [  # what happened in the only year named says nothing of what is so now
        ("Lund has 61 parks. In 1921 it staged a fair. The trams carry 5,100 passengers.", [None, None]),
        ("The Graz Tram has 81 stops. Began operation 12 March 1904. It has 4,200 seats.", [None, None]),
        ("Graz Zoo\n\nVisitors 410,000\nFirst run 2 May 1904\nParking spaces 1,400\n\nIt is in Graz.", [None, None]),
        ("Lund had 61 parks in 2014. It has 4,200 trees.", [2014, 2014]),
        ("Lund\n\nIn 1921 Lund held a fair. The trams carried 5,100 passengers.", [1921]),
        ("Lund counted 6,410 riders this year, compared with 5,290 riders in 2014.", [None, 2014]),
        ("Lund built 18 km of lanes this year. In the first half of 2025 it had 61 parks.", [2025, 2025]),
    ],
)
def test_year_of_what_happened_once_dates_no_state(text: str, years: list[int | None]) -> None:
    assert years == [fact.as_of.end.year if fact.as_of else None for fact in observations(text)]


def about_of(text: str) -> set[tuple[str, Decimal]]:
    return {(fact.about.name, fact.value) for fact in observations(text, datetime.date(2019, 5, 14))}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Its metropolitan area, known as the Upper Oder Rand, has a population of 1.2 million, Lund of 390,000.",
            {("Upper Oder Rand", 1_200_000), ("Lund", 390_000)},
        ),
        (
            "Aarhus is a port. The whole urban area has a total population of 330,000.",
            {("Aarhus urban area", 330_000)},
        ),
        ("There are 11 cities in Peru that have a population of more than 250,000.", {("Peru", 11)}),
        ("Aarhus has a population of more than 250,000.", {("Aarhus", 250_000)}),
        (
            "AARHUS, 14 May 2019 -- The Corn Gate - Harbour Hill section, with 9 stations, opened in 2018.",
            {("Corn Gate - Harbour Hill section", 9)},
        ),
        (
            "Aarhus gets a tram. The 18.4-km-long Corn Gate - Harbour Hill stretch opened on Monday.",
            {("Corn Gate - Harbour Hill stretch", Decimal("18.4"))},
        ),
        ("The City and County of Denver has raised its recycling rate to 31%.", {("Denver", 31)}),
        (
            'Tampere builds trams. Passengers of the so-called "Manchester of Finland" made 9 million trips.',
            {("Tampere", 9_000_000)},
        ),
        ("Aarhus wants trees. In 2001, the City adopted a budget of $35 million.", {("Aarhus", 35_000_000)}),
        ("Aarhus has trams. The City Council has 31 members.", {("City Council", 31)}),
        ("In Graz a speaker of the union said the country's 12,400 hotels were full.", set()),
        ("Lagos. The city has allocated a $38 million capital budget to Lagos Water.", {("Lagos Water", 38_000_000)}),
        ("Leeds has allocated a $38 million budget to roads.", {("Leeds", 38_000_000)}),
        ("Porto: The Porto Metro carried 5,100 passengers in the first week.", {("Porto Metro", 5100)}),
    ],
)
def test_area_stretch_or_body_is_whom_a_figure_is_about(text: str, told: set[tuple[str, Decimal]]) -> None:
    assert told == about_of(text)


def test_figure_so_far_is_of_the_day_whatever_comes_next() -> None:
    text = "Lucknow Metro has opened 41 km so far and the whole network will be completed by March 2021."
    (fact,) = observations(text, datetime.date(2019, 5, 14))
    assert (fact.as_of.iso if fact.as_of else None, fact.modality) == ("2019-05", Modality.ACTUAL)


def test_line_with_a_label_of_its_own_goes_on_with_nothing_before_it() -> None:
    text = "Kaunas Airport\n\nTerminal area 19,000 m2\nParking spaces 1,400\nRunway length 2,500 metres\n\nIt is red."
    found = {(fact.metric.name, fact.value, fact.unit) for fact in observations(text)}
    assert ("Parking spaces", Decimal(1400), None) in found


def test_score_of_a_city_is_no_number_of_cities() -> None:
    text = (
        "The quietest cities have been named\n\nThe magazine has documented noise in 140 cities worldwide.\n\n"
        "1. Turku, Finland (97.5)\n\n2. Odense, Denmark (97.4)\n\n3. Bergen, Norway (95)"
    )
    assert [fact.value for fact in observations(text, datetime.date(2019, 5, 14))] == [Decimal(140)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Bergen does not have 12 kilometres of tram lines.", []),
        ("Bergen did not reach 3 million visitors last year.", []),
        ("Bergen failed to attract 3 million visitors.", []),
        ("The report denied that Bergen has 400 homeless people.", []),
        ("Bergen did not stop there and has 12 kilometres of tram lines.", [12]),
        ("Not only has Bergen 12 kilometres of tram lines.", [12]),
    ],
)
def test_what_a_verb_denies_is_no_figure(text: str, values: list[int]) -> None:
    assert [fact.value for fact in observations(text)] == values


def test_what_is_asked_for_is_not_there_yet() -> None:
    told = [fact.modality for fact in observations("Bergen asked for 400 million euros from the state.")]
    assert told == [Modality.PLANNED]


def test_what_somebody_earns_is_no_figure_of_the_city() -> None:
    assert observations("Bergen appointed Janet Ruiz, who will earn $235,000 a year.") == []


def test_charging_points_are_no_points() -> None:
    (fact,) = observations("Bergen had 18,000 public charging points.")
    assert fact.unit is None
