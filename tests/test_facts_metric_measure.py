"""What a figure measures, by construction: gapping, brackets, levels, parts of a sum, compounds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.facts import metric
from kg.mentions import annotate
from kg.model import Article, Observation, Qualifier
from kg.read import article_of


def observations(text: str) -> list[Observation]:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    found = metric.find(annotate(replace(article, published=None)))
    return [fact for fact in found if isinstance(fact, Observation)]


def told(text: str) -> set[tuple[str, float]]:
    """The figures of a text: measure, value."""
    return {(fact.metric.name, float(fact.value)) for fact in observations(text)}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Ghent counted 810,000 arrivals. These markets are followed by Chile (3,100, -8%) and Peru (2,700, +31%).",
            {
                ("arrivals", 810_000),
                *(("arrivals from Chile", 3100), ("arrivals from Peru", 2700)),
                *(("change in arrivals from Chile", -8), ("growth in arrivals from Peru", 31)),
            },
        ),
        (
            "Turku saw strong growth rates for Italy (6,500 overnight stays, +11%) and Spain (4,400, +/-0%).",
            {
                *(("overnight stays from Italy", 6500), ("overnight stays from Spain", 4400)),
                *(("growth in overnight stays from Italy", 11), ("growth in overnight stays from Spain", 0)),
            },
        ),
        (
            "Graz drew more guests from Norway (plus 17 per cent) and Italy (minus 4 per cent).",
            {("growth in guests from Norway", 17), ("change in guests from Italy", -4)},
        ),
    ],
)
def test_figure_in_brackets_behind_a_name_counts_what_was_counted(text: str, figures: set[tuple[str, float]]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Porto has 3,200 market stalls, the largest in Bolhao (120 stalls) and Foz (80 stalls).", ("stalls", 120)),
        ("Porto counted 12,000 guests. The fee is now 30 euros (plus 19 per cent tax).", ("guests", 12_000)),
    ],
)
def test_figure_in_brackets_with_a_noun_counts_that(text: str, figures: tuple[str, float]) -> None:
    found = told(text)
    assert figures in found
    assert not any(name.startswith("growth") for name, _ in found)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Hull is lifting water charges by 7.1%, sewage by 5.8% and refuse removal by 4.2%.",
            {("growth in water charges", 7.1), ("growth in sewage", 5.8), ("growth in refuse removal", 4.2)},
        ),
        (
            "The city of Hull will cut library fines by 12% and parking fees by 9%.",
            {("change in library fines", -12), ("change in parking fees", -9)},
        ),
        (
            "Bus fares in Hull rose by 4%, train fares in Leeds by 5% and those in York by 6%.",
            {("growth in Bus fares", 4), ("growth in train fares", 5), ("growth in Bus fares", 6)},
        ),
        (
            "Ticket sales in Hull rose by 30 per cent, online bookings by 12.",
            {("growth in Ticket sales", 30), ("growth in online bookings", 12)},
        ),
        (
            "Bus fares in Hull rose by 4% and ticket sales fell by 6%.",
            {("growth in Bus fares", 4), ("change in ticket sales", -6)},
        ),
    ],
)
def test_verb_left_out_is_that_of_the_change_before(text: str, figures: set[tuple[str, float]]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Although rents in Brno rose 4 per cent, wages in the city dropped 2 per cent.",
            {("growth in rents", 4), ("change in wages in the city", -2)},
        ),
        ("The number of households in Brno nonetheless rose 4 percent.", {("growth in households", 4)}),
        ("Prices keep climbing in Brno, with annual inflation rising to 5.9%.", {("annual inflation", 5.9)}),
        (
            "The Brno tourism chief said turnover of the city's hotel industry soared by 8.2 per cent to 61.5m euros.",
            {("growth in turnover of hotel industry", 8.2), ("turnover of hotel industry", 61_500_000)},
        ),
        ("Overnight stays in Brno, the mayor said, rose 3 per cent last year.", {("growth in Overnight stays", 3)}),
        ("About 40 per cent of the city's buses in Brno are electric.", {("share of buses", 40)}),
    ],
)
def test_subject_of_a_change_is_that_of_its_own_clause(text: str, figures: set[tuple[str, float]]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Riga airport added 14 new gates. The best news was in visits from Japan, which rose 6% to 131,400.",
            {("growth in visits from Japan", 6), ("visits from Japan", 131_400)},
        ),
        (
            "Riga airport added 14 new gates. Arrivals from Norway fell 6.7 per cent to 81,300.",
            {("change in arrivals from Norway", -6.7), ("arrivals from Norway", 81_300)},
        ),
    ],
)
def test_those_from_a_country_are_what_grew(text: str, figures: set[tuple[str, float]]) -> None:
    assert told(text) - {("new gates", 14)} == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Osaka reached $720 million in housing starts, up from $530 million in housing starts in 2017.",
            {("housing starts", 720_000_000), ("housing starts", 530_000_000)},
        ),
        (
            "There has been a 50% increase in public transport use in Malmo and a 20% drop in car use.",
            {("growth in public transport use", 50), ("change in car use", -20)},
        ),
        ("Water use in Malmo fell by 12 per cent.", {("change in Water use", -12)}),
        ("In Malmo 60 per cent of commuters use the trams.", {("share of commuters", 60)}),
    ],
)
def test_noun_that_looks_like_a_verb_ends_a_compound(text: str, figures: set[tuple[str, float]]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Tulsa cut the business tax increase from a projected 21 per cent to about 8 per cent.",
            {("business tax increase", 21), ("business tax increase", 8)},
        ),
        ("Tulsa raised its recycling rate from 30% to 42%.", {("recycling rate", 30), ("recycling rate", 42)}),
        (
            "Tulsa has a new plan to reduce CO2 emissions to 30% below the 1990 level.",
            {("change in CO2 emissions", -30)},
        ),
        ("Tulsa cut the business tax by 21 per cent.", {("change in business tax", -21)}),
    ],
)
def test_what_is_brought_from_one_share_to_another_has_both(text: str, figures: set[tuple[str, float]]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("A $170 million hole was found in the budget of Salem.", ("budget hole", 170_000_000)),
        (
            "The council of Salem has a budget of $310 million. The sale would save the city $35 million.",
            ("savings", 35_000_000),
        ),
        (
            "The operating budget of Salem is $640 million, of which $70 million is earmarked for bridge repairs.",
            ("funding for bridge repairs", 70_000_000),
        ),
        (
            "The treasurer of Salem called for approval of the $8 million contract for a term of six years.",
            ("cost of contract", 8_000_000),
        ),
        ("The mayor of Salem proposed selling its 12% majority stake in the airport.", ("stake", 12)),
        ("Salem has a budget of $310 million.", ("budget", 310_000_000)),
    ],
)
def test_what_a_sum_is(text: str, figure: tuple[str, float]) -> None:
    assert figure in told(text)


def test_fall_below_a_number_is_less_and_people_fewer_are_a_change() -> None:
    found = observations("Kobe's population fell below 1.6 million in 2018, down 7,400 people from 2017.")
    assert {(fact.metric.name, int(fact.value), fact.qualifier) for fact in found} == {
        ("population", 1_600_000, Qualifier.LESS_THAN),
        ("change in population", -7400, None),
    }


@pytest.mark.parametrize(
    ("title", "measure"), [("Chile's 3 largest cities", "population"), ("Bus lanes of the largest ports", None)]
)
def test_ranked_table_of_the_largest_cities_gives_their_population(title: str, measure: str | None) -> None:
    text = (
        f"{title}\n\n1 | Arica | 222,000 |\n2 | Temuco | 282,000 |\n3 | Osorno | 161,000 |\n\nIt is kept by an office."
    )
    found = {fact.metric.name for fact in observations(text)}
    assert found == {measure} if measure else "population" not in found


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "The number of guests of hotels and hostels in Turku fell 2.3 percent to 412,000.",
            {("change in guests of hotels and hostels", -2.3), ("guests of hotels and hostels", 412_000)},
        ),
        (
            "The number of rooms across Porto's hotels and hostels reached a total of 7,634.",
            {("rooms across hotels and hostels", 7634)},
        ),
        (
            "The number of rooms in Turku's hostels will increase by 4 % to 3,100.",
            {("growth in rooms in hostels", 4), ("rooms in hostels", 3100)},
        ),
        (
            "Turku sold 31,000 tickets for museums and guests of hotels rose by 4 percent.",
            {("tickets", 31_000), ("growth in guests of hotels", 4)},
        ),
        ("The port of Turku's grain exports rose 5.2 percent.", {("growth in grain exports", 5.2)}),
    ],
)
def test_whole_noun_phrase_is_what_is_measured(text: str, figures: set[tuple[str, float]]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Sales of tea in Turku rose by 4.1%, 5.2% and 6.3% in these years.",
            {("growth in Sales of tea", 4.1), ("growth in Sales of tea", 5.2), ("growth in Sales of tea", 6.3)},
        ),
        (
            "Turku counted 61,000 guests, representing increases of 9.1 percent and 4 percent on 2015 and 2016.",
            {("guests", 61_000), ("growth in guests", 9.1), ("growth in guests", 4)},
        ),
        (
            "Turku's inns had an average occupancy rate of 91.5%, a slight year-on-year rise of 0.4 percentage points.",
            {("average occupancy rate", 91.5), ("growth in average occupancy rate", 0.4)},
        ),
        ("Turku's hotels sold 412,000 nights, an uplift of 9.5%.", {("nights", 412_000), ("growth in nights", 9.5)}),
        ("Local sales in Turku rocketed by 91.7%.", {("growth in Local sales", 91.7)}),
        ("Turku Airport saw traffic drop 5%.", {("change in traffic", -5)}),
        ("In Turku the number of berths fell for the first time by 3.1 %.", {("change in berths", -3.1)}),
        ("Barge traffic in Ghent also advanced - by 12.4%.", {("growth in Barge traffic", 12.4)}),
        ("Tea sales in Turku rose 3% and 60% of shops gained.", {("growth in Tea sales", 3), ("share of shops", 60)}),
    ],
)
def test_change_is_read_with_its_measure(text: str, figures: set[tuple[str, float]]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "The average length of stay in Turku went up 0.2 nights to 2.1 nights.",
            {("growth in average length of stay", 0.2), ("average length of stay", 2.1)},
        ),
        ("Turku has 31,000 guests. They stayed an average of 2.4 nights.", {("average length of stay", 2.4)}),
        (
            "In Turku room occupancy was 81 percent, while bed occupancy stood at 64 percent.",
            {("room occupancy", 81), ("bed occupancy", 64)},
        ),
        ("The turnover of Turku's camping sites exceeded 31 million euros.", {("turnover of camping sites", 31e6)}),
        ("Ridership on the Turku tram reached a new high of over 41,200.", {("Ridership on the Turku tram", 41_200)}),
        ("The average rent in Turku is €12.40 per square metre.", {("average rent per square metre", 12.4)}),
        ("Recycling in Turku reached 212 kg per inhabitant.", {("Recycling per inhabitant", 212)}),
        ("Each day 61,000 people use the tram in Turku.", {("people per day", 61_000)}),
        (
            "In Turku there were 143 hostels, an increase of 12 year-on-year.",
            {("hostels", 143), ("growth in hostels", 12)},
        ),
        ("Turku port handled 41,000 trailers, 3,000 units more than in 2015.", {("growth in trailers", 3000)}),
        ("The fee in Turku is $0.41, which is $0.03 less than last year.", {("change in fee", -0.03)}),
        ("Leeds had a 4.2 percent population decline.", {("change in population", -4.2)}),
        ("Leeds has added 3,120 residents since 2010.", {("growth in residents", 3120)}),
        ("More than 40 per cent of Leeds's 1.4 million residents lack water.", {("share of residents", 40)}),
        (
            "Leeds had 391,000 inhabitants in 2010. Between 2010 and 2020, the city grew by 3.4 percent.",
            {("growth in population", 3.4)},
        ),
    ],
)
def test_measure_is_what_the_clause_says(text: str, figures: set[tuple[str, float]]) -> None:
    assert told(text) >= figures


@pytest.mark.parametrize(
    "text", ["The tram in Turku was built €31 million under budget.", "The tram in Turku took 3.5 years to build."]
)
def test_what_work_took_or_saved_is_no_figure(text: str) -> None:
    assert told(text) == set()


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Turku lies 342 m above sea level.", {("elevation", 342)}),
        ("Rainfall in Turku totalled 74 mm in May.", {("Rainfall", 74)}),
        ("The AQI in Turku stood at 154 on Monday.", {("AQI", 154)}),
        ("Average rents in Turku averaged €812 a month.", {("Average rents per month", 812)}),
        ("The city of Turku spends €12 million a year on parks.", {("spending on parks per year", 12e6)}),
        (
            "Turku will have 646 posts, which is 9.5 more full-time posts than in 2018.",
            {("posts", 646), ("growth in full-time posts", 9.5)},
        ),
        ("Turku pays for 9 more full-time posts.", {("more full-time posts", 9)}),
        ("The number of beds in Turku's inns last year fell by 2 %.", {("change in beds in inns", -2)}),
        ("In Turku guests rose by 8% year-on-year to 39,000, of whom few stayed.", {("guests", 39_000)}),
    ],
)
def test_figure_of_a_profile_or_report(text: str, figures: set[tuple[str, float]]) -> None:
    assert told(text) >= figures


@pytest.mark.parametrize(
    "text",
    [
        "Turku has 140,900 residents (2007).\n\nKotka has a population of 54,000.",
        "In August, inns in Kotka were 81 percent full (up from 78 percent in August 2007). Kotka has 54,000 beds.",
    ],
)
def test_year_of_one_figure_is_not_that_of_others(text: str) -> None:
    assert [fact.as_of for fact in observations(text) if fact.value == 54_000] == [None]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Turku, which saw RevPAR drop 33.9% to €85.92, is cheap.",
            {("change in RevPAR", -33.9), ("RevPAR", 85.92)},
        ),
        (
            "Two markets reported double-digit ADR increases: Turku (+24.1 percent to €145); and Oslo (+10.4 percent).",
            {("growth in ADR", 24.1), ("ADR", 145), ("growth in ADR", 10.4)},
        ),
        (
            "Turku reported the largest decreases in ADR (-8.8% to €114) and RevPAR (-13.1% to €70).",
            {("change in ADR", -8.8), ("ADR", 114), ("change in RevPAR", -13.1), ("RevPAR", 70)},
        ),
        (
            "Turku rose 15.4 percent in occupancy to 47.4 percent, followed by Oslo (+11.2 percent to 51.2 percent).",
            {("growth in occupancy", 15.4), ("occupancy", 47.4), ("growth in occupancy", 11.2), ("occupancy", 51.2)},
        ),
        (
            "Turku reported the largest occupancy decline, falling 21.9%, to 52%.",
            {("change in occupancy", -21.9), ("occupancy", 52)},
        ),
        (
            "Some 41 percent of visitors came to Turku for work and 59 percent came for leisure.",
            {("share of visitors", 41), ("share of visitors", 59)},
        ),
        (
            "Turku has a population of about 190,000 and a metropolitan population exceeding 300,000.",
            {("population", 190_000), ("metropolitan population", 300_000)},
        ),
    ],
)
def test_measure_of_a_market_report(text: str, figures: set[tuple[str, float]]) -> None:
    assert told(text) == figures


def test_headline_in_capitals_is_nobody() -> None:
    text = "Large Fairs Fill Northern Hotels\n\nSome 60,000 guests came to Turku for the fair."
    assert {fact.about.name for fact in observations(text)} == {"Turku"}
