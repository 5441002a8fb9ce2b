"""Award facts rest on words of the article, are told once, and read any text quickly."""

from __future__ import annotations

import datetime
import time
from dataclasses import replace

import pytest

from kg import encoder
from kg.facts import award, award_constructions, award_years
from kg.facts.award_category import category_of
from kg.facts.award_lines import candidates, story_of
from kg.facts.award_names import award_names
from kg.facts.award_ranks import rank_at
from kg.facts.award_success import is_beaten
from kg.mentions import annotate
from kg.mentions.units import lines
from kg.model import Article, AwardConferral, Document, Result
from kg.read import article_of

NEWS = """Ghent wins Clean Air Prize

Ghent has won the 2021 Clean Air Prize, beating Oslo and Riga.

The Clean Air Foundation has awarded the prize since 2015.

Earlier winners include Lyon (2019) and Malmo (2020).
"""


def read(text: str) -> Document:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    return annotate(replace(article, published=datetime.date(2021, 5, 3)))


def facts(text: str) -> list[AwardConferral]:
    return [fact for fact in award.find(read(text)) if isinstance(fact, AwardConferral)]


def test_headline_and_body_make_one_fact_with_the_body_first() -> None:
    (ghent,) = [fact for fact in facts(NEWS) if fact.recipient.name == "Ghent"]
    assert len(ghent.evidence) == 2
    assert ghent.evidence[0].start > NEWS.index("\n")
    assert ghent.year == 2021


def test_giver_is_told_once_for_all() -> None:
    assert {"Clean Air Foundation"} == {fact.conferred_by.name for fact in facts(NEWS) if fact.conferred_by}
    assert all(fact.conferred_by for fact in facts(NEWS))


def test_evidence_names_the_recipient() -> None:
    document = read(NEWS)
    found = [fact for fact in award.find(document) if isinstance(fact, AwardConferral)]
    assert found
    assert all(fact.recipient.name in document.quote(fact.evidence[0]) for fact in found)


def test_same_text_gives_the_same_facts() -> None:
    assert facts(NEWS) == facts(NEWS)


def test_no_award_no_fact() -> None:
    assert facts("The council met on Monday. Buses will run every ten minutes from June.") == []


def test_a_long_line_of_junk_is_read_in_a_second() -> None:
    document = read("Prize " * 4000 + "(won (won " * 2000 + "Paris, " * 2000)
    start = time.process_time()
    list(award.find(document))
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("Lyon came fourth in the ranking of cities on Monday.", 4),
        ("Lyon (7th) was in the ranking of cities on Monday.", 7),
        ("Lyon is at number 12 in the ranking of cities.", 12),
        ("Second place in the ranking went to Lyon on Monday.", 2),
        ("Lyon was in the ranking for the third time on Monday.", None),
        ("Lyon, the second largest city, was in the ranking.", None),
        ("Lyon, Oslo and Riga took places five, six and seven in the ranking.", 5),
        ("Oslo, Riga and Lyon are in places five, six and seven of the ranking.", 5),
        ("Second was Lyon, third Riga in the ranking.", 2),
        ("Lyon took silver in the ranking, Riga bronze.", 2),
    ],
)
def test_rank_beside_a_name(text: str, rank: int | None) -> None:
    (line,) = lines(read(text))
    at = next(i for i, unit in enumerate(line.units) if unit.kind == "C")
    assert rank == rank_at(line.units, at, item=False)


def test_ranks_of_listed_names_are_theirs_in_order() -> None:
    (line,) = lines(read("Lyon, Oslo and Riga share the places from six to eight in the ranking of cities."))
    cities = [i for i, unit in enumerate(line.units) if unit.kind == "C"]
    assert [rank_at(line.units, i, item=False) for i in cities] == [6, 7, 8]


def test_those_who_follow_a_ranked_name_have_the_next_ranks() -> None:
    (line,) = lines(read("Lyon came fourth in the ranking, followed by Oslo and Riga."))
    cities = [i for i, unit in enumerate(line.units) if unit.kind == "C"]
    assert [rank_at(line.units, i, item=False) for i in cities] == [4, 5, 6]


@pytest.mark.parametrize(
    ("text", "beaten"),
    [
        ("Ghent won the prize ahead of Lyon.", True),
        ("Ghent won the prize, beating Oslo and Lyon.", True),
        ("Ghent was beaten by Lyon for the prize.", False),
        ("The prize went to Lyon.", False),
    ],
)
def test_who_is_beaten_did_not_come_first(text: str, beaten: bool) -> None:
    (line,) = story_of(read(text)).lines
    at = next(i for i, unit in enumerate(line.units) if unit.low == "lyon")
    assert is_beaten(line.units, line.cues, at) is beaten


def test_the_year_beside_an_award_is_that_of_the_award() -> None:
    document = read("Riga, which was chosen in Ghent last October, will be European Green Capital in 2025.")
    about = story_of(document)
    (prize,) = (name for name in award_names(about, document.text) if name.kind == "A")
    assert award_years.year_of_award(document, about, candidates(document, about.lines)[0], prize) == 2025


def test_without_weights_the_nearest_year_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(award_years, "linear", lambda _: None)
    document = read("Lyon won the Clean Air Prize in 2019. Oslo had it earlier.")
    about = story_of(document)
    found = candidates(read("x y z."), about.lines)
    prize = next(name for name in award_names(about, "") if name.kind == "A")
    years = [award_years.year_of_award(document, about, candidate, prize) for candidate in found]
    assert years == [2019, 2021, 2021]  # the last is "it"


@pytest.mark.parametrize(
    ("text", "name", "year", "others"),
    [
        ("Ghent won the Quay Prize in 2007, 2012 and again in 2017.", "ghent", 2012, {2007, 2017}),
        ("Ghent won the Quay Prize in 2011 and 2013, Lyon in 2015.", "ghent", 2011, {2013}),
        ("Ghent won the Quay Prize in 2011, and the tram came in 2013.", "ghent", 2011, set()),
        ("Ghent won the Quay Prize in 2019, and in 2021 the city opened a tram.", "ghent", 2019, set()),
        ("Ghent won the Quay Prize in 2019, and in 2020 Lyon was the winner.", "ghent", 2019, set()),
        ("Ghent won the Quay Prize in 2019, and in 2020 Lyon was the winner.", "lyon", 2020, set()),
        ("It went to Ghent in 2007 and 2009, and to Lyon in 2007 and 2015.", "lyon", 2007, {2015}),
        ("Ghent won the Quay Prize.", "ghent", None, set()),
    ],
)
def test_years_told_in_one_run_belong_together(text: str, name: str, year: int | None, others: set[int]) -> None:
    (line,) = story_of(read(text)).lines
    at = next(i for i, unit in enumerate(line.units) if unit.low == name)
    assert set(award_years.further_years(line.units, at, year)) == others


@pytest.mark.parametrize("name", ["Table Tennis Prize", "Top Employer Award"])
def test_an_award_does_not_rank_for_a_word_in_its_name(name: str) -> None:
    (fact,) = facts(f"Oslo won the {name} in 2020.")
    assert fact.rank is None


def test_who_won_what_ranks_came_first() -> None:
    text = "Zurich leads the Alpine Liveability Index 2019. Innsbruck came second and Grenoble third."
    ranks = {fact.recipient.name: fact.rank for fact in facts(text)}
    assert ranks == {"Zurich": 1, "Innsbruck": 2, "Grenoble": 3}


PROSE = """Harbour towns share the Lantern Prize

For the Lantern Prize of 2021 the jury of the Coastal Cities League had to choose among forty towns.

It is Gdansk that will put the lantern on its town hall; Bergen and Porto, the other finalists, go home without one.

The League gave the prize to Genoa in 2019.
"""


def test_awards_in_running_prose_are_read() -> None:
    found = {(fact.recipient.name, fact.award.name) for fact in facts(PROSE)}
    assert ("Genoa", "Lantern Prize") in found


def test_who_names_a_winner_is_none() -> None:
    text = "Audrey Lane, director of the Lantern Prize, has named Genoa the winner of the Lantern Prize 2021."
    assert "Audrey Lane" not in {fact.recipient.name for fact in facts(text)}


def test_one_giver_for_all_facts_of_an_award() -> None:
    givers = {fact.conferred_by for fact in facts(NEWS) if fact.award.name == "Clean Air Prize"}
    assert [giver.name for giver in givers if giver] == ["Clean Air Foundation"]


LISTED = """Lantern Prize 2021: the winners

The Lantern Prize 2021 was given in four categories at the Harbour Congress in Genoa on Monday. The winners:

- Clean water: Bergen (Norway)
- Night ferries: Porto (Portugal)
- Old piers: Gdansk (Poland)
"""


def test_label_of_an_item_is_the_category() -> None:
    found = {(fact.recipient.name, fact.category.name if fact.category else None) for fact in facts(LISTED)}
    assert {("Bergen", "Clean water"), ("Porto", "Night ferries"), ("Gdansk", "Old piers")} <= found


@pytest.mark.parametrize(
    "told", ["The winner of the 4th Lantern Prize is Oslo.", "The ninth cycle of the Lantern Prize was won by Oslo."]
)
def test_number_of_an_edition_is_no_rank(told: str) -> None:
    found = facts(f"The Lantern Prize 2021\n\n{told}")
    assert {(fact.recipient.name, fact.result, fact.rank) for fact in found} == {("Oslo", Result.WINNER, None)}


def test_sum_of_money_is_no_name_of_an_award() -> None:
    found = facts("The Lantern Prize 2021\n\nOslo won the Lantern Prize. The €50,000 award went to Oslo, beating Riga.")
    assert {fact.award.name for fact in found} == {"Lantern Prize"}


RANKED = "Lyon tops the Global Parks Index 2021, published by the Parks Foundation. {}"


@pytest.mark.parametrize(
    ("told", "recipient", "ranks"),
    [
        ("Seoul, up from 11th place last year to fourth, climbs most.", "Seoul", {(4, 2021), (11, 2020)}),
        ("Berlin, fourth in the previous edition, dropped to seventh.", "Berlin", {(7, 2021), (4, None)}),
        ("Vienna moved up from ninth to fifth in the index.", "Vienna", {(5, 2021), (9, None)}),
        ("Dubai followed at 13th, up from 17th in 2018.", "Dubai", {(13, 2021), (17, 2018)}),
        ("Oslo (2019: 20th) is 18th.", "Oslo", {(18, 2021), (20, 2019)}),
        ("Turin came 25th, having been 30th two years ago.", "Turin", {(25, 2021), (30, 2019)}),
        ("Ghent ranked 40th in 2021.", "Ghent", {(40, 2021)}),
        ("Bergen came third, a tram ride from 42nd Street.", "Bergen", {(3, 2021)}),
        (
            "Oslo came fourth in the Global Parks Index 2021, up from 11th a year earlier.",
            "Oslo",
            {(4, 2021), (11, 2020)},
        ),
        ("Up from 11th last year, Oslo came fourth.", "Oslo", {(4, 2021), (11, 2020)}),
        ("Oslo came fourth and its airport rose from 20th to ninth.", "Oslo", {(4, 2021)}),
        ("Oslo came fourth, with points from third sector groups.", "Oslo", {(4, 2021)}),
        ("Oslo (2021: 81) came fourth.", "Oslo", {(4, 2021)}),
        ("Oslo came fourth, up from 11th in the 2019 index.", "Oslo", {(4, 2021), (11, 2019)}),
        ("Oslo has moved up to third place from ninth in the index.", "Oslo", {(3, 2021), (9, None)}),
        ("Gdynia, which rose two notches to 22nd from 24th, was glad.", "Gdynia", {(22, 2021), (24, None)}),
        ("Klaipėda came in 36th, down from 35.", "Klaipėda", {(36, 2021), (35, None)}),
        ("Ghent (#4, up from fifth last year) was glad.", "Ghent", {(4, 2021), (5, 2020)}),
        ("Utrecht slipped to 11th from seventh as recently as 2015.", "Utrecht", {(11, 2021), (7, 2015)}),
        ("Gdynia recovered to fifth from sixth.", "Gdynia", {(5, 2021), (6, None)}),
        ("Bergen, fourth after a sixth place in 2016, was glad.", "Bergen", {(4, 2021), (6, 2016)}),
        ("Oslo ranked fourth with 30 points, up from 25.", "Oslo", {(4, 2021)}),
        ("Turin ranked tenth; it was 16th a year ago and 20th in 2017.", "Turin", {(10, 2021)}),
        ("Turin, which had been 24th, is now third.", "Turin", {(3, 2021), (24, None)}),
        ("Turin, having once stood at sixth, is third.", "Turin", {(3, 2021), (6, None)}),
        ("Turin rose from forty-third to thirty-fifth in the index.", "Turin", {(35, 2021), (43, None)}),
        (
            "Turin came 9th, after it was 16th a year ago and 20th in 2017.",
            "Turin",
            {(9, 2021), (16, 2020), (20, 2017)},
        ),
    ],
)
def test_former_rank_is_a_fact_of_its_own(told: str, recipient: str, ranks: set[tuple[int, int | None]]) -> None:
    found = facts(RANKED.format(told))
    assert ranks == {(fact.rank, fact.year) for fact in found if fact.recipient.name == recipient}


RANKING = """<html><head><title>Global Parks Index 2021: the table</title></head><body><article>
<h1>Global Parks Index 2021: the table</h1><p>Oslo leads the Global Parks Index of 2021, which judges 90 cities.</p>
<table><tr>{heads}</tr><tr><td>1</td><td>Oslo</td><td>{first}</td></tr><tr><td>2</td><td>Ghent</td><td>{second}</td></tr>
<tr><td>=3</td><td>Turin</td><td>{third}</td></tr></table></article></body></html>"""


@pytest.mark.parametrize(
    ("heads", "cells", "former"),
    [
        (("Rank 2021", "City", "Rank 2018"), ("5", "=1", "7"), 2018),
        (("2021", "City", "2018"), ("5", "1=", "7"), 2018),
        (("Rank", "City", "Rank last year"), ("5", "1", "7"), 2020),
        (("Rank", "City", "Previous rank"), ("5", "1", "7"), None),  # of which year is not told
        (("2021", "City", "2018"), ("5", "1", "81.5"), None),  # figures
    ],
)
def test_columns_of_former_ranks(heads: tuple[str, ...], cells: tuple[str, ...], former: int | None) -> None:
    first, second, third = cells
    page = RANKING.format(heads="".join(f"<th>{h}</th>" for h in heads), first=first, second=second, third=third)
    article = article_of("case.html", page.encode())
    assert isinstance(article, Article)
    found = {
        (fact.recipient.name, fact.rank, fact.year)
        for fact in award.find(annotate(replace(article, published=datetime.date(2021, 5, 3))))
        if isinstance(fact, AwardConferral)
    }
    before = {("Oslo", 5, former), ("Ghent", 1, former), ("Turin", 7, former)} if former else set()
    assert {("Oslo", 1, 2021), ("Ghent", 2, 2021), ("Turin", 3, 2021)} | before == found


def told_ranks(text: str) -> dict[str, int | None]:
    """The rank of each recipient."""
    return {fact.recipient.name: fact.rank for fact in facts(text)}


def test_numbers_with_a_stop_behind_the_name_are_ranks() -> None:
    found = told_ranks(
        "Best airports of 2018\n\n14 March 2018\n\nThe Lantern Airport Awards were announced on Wednesday:\n\n"
        "No. 3: Hong Kong International Airport.\n\nNo. 2: Seoul Incheon Airport.\n\nNo. 1: Singapore Changi Airport."
    )
    assert found == {"Hong Kong International Airport": 3, "Seoul Incheon Airport": 2, "Singapore Changi Airport": 1}


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("The last was Harare, Zimbabwe (140).", 140),
        ("The last were (#139) Dhaka, Bangladesh and (#140) Harare, Zimbabwe.", 140),
        ("Oslo (4) Harare is far behind.", None),
        ("Oslo was second, while Harare and Dhaka make up the rest.", None),
        ("Oslo and Harare in Zimbabwe took the second and third prizes.", 3),
    ],
)
def test_rank_of_a_name_with_its_country(text: str, rank: int | None) -> None:
    line = lines(read(text))[0]
    at = next(i for i, unit in enumerate(line.units) if unit.low == "harare")
    assert rank_at(line.units, at, item=False) == rank


def test_states_have_their_ranks_in_order() -> None:
    line = lines(read("Among the states, Bavaria and Saxony came in the second and third ranks, respectively."))[0]
    ranks = [rank_at(line.units, i, item=False) for i, unit in enumerate(line.units) if unit.kind == "L"]
    assert ranks == [2, 3]


def test_year_in_brackets_behind_an_item_is_that_of_its_title() -> None:
    found = facts(
        "Lantern Town Award\n\n12 May 2024\n\nWinners of the Lantern Town Award:\n\n- Bergen (2015)\n- Porto (2006)"
    )
    assert {(fact.recipient.name, fact.year) for fact in found} == {("Bergen", 2015), ("Porto", 2006)}


def test_greeting_and_heading_win_nothing() -> None:
    text = "Meet the winners of the 2021 Lantern Award\n\n7 February 2022\n\nOverall winners of that award were told."
    assert facts(text) == []


def test_city_that_owns_the_recipient_is_none() -> None:
    found = facts("Airports\n\nSingapore's Changi Airport won the Lantern Airport Award 2018.")
    assert "Singapore" not in {fact.recipient.name for fact in found}
    assert "Changi Airport" in {fact.recipient.name for fact in found}


def test_city_in_the_bracket_behind_an_entrant_is_no_finalist() -> None:
    document = read("The finalists for the Lantern Award were Ar2gether (Rome, Italy) and Citymove (Oslo, Norway).")
    about = story_of(document)
    assert {"rome", "oslo"}.isdisjoint(one.name for one in candidates(document, about.lines))


@pytest.mark.parametrize(
    ("told", "rank"),
    [
        ("twenty-first", 21),
        ("thirty-eighth", 38),
        ("fortieth", 40),
        ("one hundred and second", 102),
        ("a hundred and sixtieth", 160),
        ("two hundred and fifty-sixth", 256),
        ("second", 2),
    ],
)
@pytest.mark.parametrize("said", ["Porto came {} in the Liveable Towns Index.", "In it Lyon came third and Porto {}."])
def test_rank_of_several_words_is_read_as_a_whole(said: str, told: str, rank: int) -> None:
    text = f"Liveable Towns Index 2021\n\nThe Liveable Towns Index 2021 was published on Monday. {said.format(told)}"
    assert [fact.rank for fact in facts(text) if fact.recipient.name == "Porto"] == [rank]


@pytest.mark.parametrize(
    ("told", "result", "rank"),
    [
        ("most", Result.WINNER, None),
        ("third most", Result.RANKED, 3),
        ("33rd most", Result.RANKED, 33),
        ("thirty-third most", Result.RANKED, 33),
    ],
)
def test_who_is_named_the_third_most_liveable_has_not_won(told: str, result: Result, rank: int | None) -> None:
    (named,) = facts(f"Towns\n\nPorto was named the {told} liveable city in the world in 2021.")
    assert (named.result, named.rank) == (result, rank)


def test_name_ends_before_the_city_behind_its_year() -> None:
    (won,) = facts("Clean Ports Index\n\nIn the Clean Ports Index 2021 Lisbon was third.")
    assert (won.award.name, won.year, won.recipient.name, won.rank) == ("Clean Ports Index", 2021, "Lisbon", 3)


@pytest.mark.parametrize(
    ("said", "ranks"),
    [
        ("Paris (237 points), Lisbon (190), Berlin (176)", [None, None, None]),
        ("Paris (53), Lisbon (49), Berlin (37)", [None, None, None]),
        ("Paris (14), Lisbon (13), Berlin (12)", [14, 13, 12]),
        ("Paris (1), Lisbon (3), Berlin (7)", [1, 3, 7]),
        ("Paris (2) and Lisbon (1)", [2, 1]),
    ],
)
def test_what_was_counted_is_no_rank(said: str, ranks: list[int | None]) -> None:
    (line,) = lines(read(f"Ranks\n\n{said}."))[1:]
    places = [n for n, unit in enumerate(line.units) if unit.kind == "C"]
    assert [rank_at(line.units, n, item=False) for n in places] == ranks


@pytest.mark.parametrize("verb", ["has been edged out", "was dethroned", "was overtaken"])
def test_who_was_ousted_did_not_win(verb: str) -> None:
    row = lines(read(f"Vancouver {verb} as the best city of the survey."))[0]
    assert is_beaten(row.units, [()] * len(row.units), 0)


def test_finalist_in_a_headline_has_not_won() -> None:
    found = facts(
        "Lahti selected as European Green Capital 2021 finalist\n\n6 May 2019\n\n"
        "Lahti is one of four finalists for the European Green Capital 2021."
    )
    assert {fact.result for fact in found} == {Result.FINALIST}


def test_name_of_an_award_has_no_giver_and_year_before_it() -> None:
    found = facts("Living\n\nVienna came first in the Mercer 2012 Quality of Living survey.")
    assert {(fact.award.name, fact.year) for fact in found} == {("Quality of Living survey", 2012)}


def test_award_in_single_quotes_keeps_its_first_word() -> None:
    found = facts("Clean\n\nIndore won the 'Swachh Lantern Awards 2023' on Thursday.")
    assert {fact.award.name for fact in found} == {"Swachh Lantern Awards"}


def test_words_behind_the_dash_of_a_line_are_the_category() -> None:
    found = facts(
        "Creative cities\n\n30 October 2019\n\nWinners of the Lantern Award 2019:\n\n"
        "Hanoi (Vietnam) – Design\n\nMetz (France) – Music\n\nKuhmo (Finland) – Literature"
    )
    assert {(f.recipient.name, f.category.name if f.category else "") for f in found} == {
        ("Hanoi", "Design"),
        ("Metz", "Music"),
        ("Kuhmo", "Literature"),
    }


def test_city_named_in_an_apposition_has_won_nothing() -> None:
    told = "Porto, the largest city after the capital, Lisbon, was named European City of Sport 2016."
    _, found = award_constructions.by_constructions(read(told))
    assert {draft.fact.recipient.name for draft in found} == {"Porto"}


def test_title_of_a_capital_in_small_letters_is_an_award() -> None:
    found = facts("Capitals\n\nEssen and Istanbul are European capitals of culture in 2010.")
    assert {(fact.recipient.name, fact.award.name, fact.year) for fact in found} == {
        ("Essen", "European capital of culture", 2010),
        ("Istanbul", "European capital of culture", 2010),
    }


def test_winner_in_a_category_is_told_with_it() -> None:
    found = facts(
        "Lantern Awards\n\n20 November 2012\n\nThe Lantern Awards 2012 were handed over on Thursday. The winner in "
        "the Climate and Health category is Volvo Buses. The winner for our Marketing category is Tampere."
    )
    assert {(f.recipient.name, f.award.name, f.category.name if f.category else "") for f in found} == {
        ("Volvo Buses", "Lantern Awards", "Climate and Health"),
        ("Tampere", "Lantern Awards", "Marketing"),
    }


def test_category_in_quotes_may_hold_a_colon() -> None:
    document = read(
        "Lantern Awards\n\n20 November 2023\n\nThe Lantern Awards 2023 were given in Lyon. Bilbao won in the "
        "‘Food systems: growing people’ category."
    )
    about = story_of(document)
    told = next(one for one in candidates(document, about.lines) if one.name == "bilbao")
    assert category_of(document, about, told, "Lantern Awards") == "Food systems: growing people"


def test_prize_that_went_to_somebody_is_a_category_where_the_encoder_is_not_sure() -> None:
    document = read("The Lantern Awards were given in Lyon. The Energy & Climate award went to Bordeaux.")
    about = story_of(document)
    told = next(one for one in candidates(document, about.lines) if one.name == "bordeaux")
    with encoder.using(False):
        assert category_of(document, about, told, "Lantern Awards") == "Energy & Climate"


@pytest.mark.parametrize(
    "text",
    [
        "Lantern Award, Overall Winners: Bergen, Porto.",
        "Bergen (tied) won the Lantern Award.",
        "Porto in Portugal and Bergen in Norway got the second and third prizes in this category.",
    ],
)
def test_what_is_no_category(text: str) -> None:
    document = read(text)
    about = story_of(document)
    told = next(one for one in candidates(document, about.lines) if one.name == "bergen")
    with encoder.using(False):
        assert category_of(document, about, told, "Lantern Award") is None


def test_who_announces_winners_has_not_won() -> None:
    found = facts("Cities\n\nThe Lantern League announced the winners of the 2013 Lantern Award. Oslo won the award.")
    assert {fact.recipient.name for fact in found} == {"Oslo"}


def test_headline_adds_nothing_to_the_name_of_an_award() -> None:
    found = facts(
        "Preliminary Results of Lantern Award for Harbours\n\nOslo won the Lantern Award for Harbours in 2013."
    )
    assert {fact.award.name for fact in found} == {"Lantern Award for Harbours"}


def test_cities_of_one_place_in_a_ranking_share_it() -> None:
    found = facts(
        "In the Lantern Quality of Living Survey 2020, Lyon ranks 31, while Leeds and Porto are jointly 47. Malmo, "
        "Turin and Ghent are among the safest, all ranking at 62. Riga, ranking 190, is last."
    )
    ranks = {"Lyon": 31, "Leeds": 47, "Porto": 47, "Malmo": 62, "Turin": 62, "Ghent": 62, "Riga": 190}
    assert {fact.recipient.name: fact.rank for fact in found} == ranks


def test_sister_cities_have_won_nothing() -> None:
    text = "Ghent won the Lantern Award. It has 4 sister cities, which include Lyon in France and Turin in Italy."
    assert {fact.recipient.name for fact in facts(text)} == {"Ghent"}


def test_verb_of_a_headline_is_no_part_of_a_name() -> None:
    found = facts("UITP Publishes Harbour Rankings\n\n1. Lyon\n\n2. Ghent\n\n3. Turin")
    assert {fact.award.name for fact in found} == {"Harbour Rankings"}


def test_who_is_only_named_in_a_ranking_is_ranked_without_a_rank() -> None:
    found = facts("Oslo won the Lantern Index 2020, while Riga, Ghent and Turin slid in the Lantern Index.")
    told = {fact.recipient.name: (fact.result, fact.rank) for fact in found}
    assert {told.get(name) for name in ("Riga", "Ghent", "Turin")} == {(Result.RANKED, None)}


def test_city_behind_what_stands_there_has_not_won() -> None:
    assert {fact.recipient.name for fact in facts("Changi Airport, Singapore, won the Sky Award.")} == {
        "Changi Airport"
    }


def test_favourite_to_win_has_not_won() -> None:
    found = facts("Ghent had been the favourite to win the Lantern Award, ahead of Riga.")
    assert "Ghent" not in {fact.recipient.name for fact in found}


def test_range_of_years_and_possessive_are_no_part_of_a_name() -> None:
    (won,) = facts("Oslo won the 2024-25 European Capital of Innovation Award on Monday.")
    assert won.award.name == "European Capital of Innovation Award"
    (first,) = facts("The Northern Harbour League's (NHL) Cost of Living Survey put Oslo first.")
    assert first.conferred_by is not None
    assert first.conferred_by.name == "Northern Harbour League"


def results(text: str) -> dict[str, tuple[Result, int | None]]:
    return {fact.recipient.name: (fact.result, fact.rank) for fact in facts(text)}


def test_who_is_beaten_is_not_the_winner_and_who_beats_is() -> None:
    found = results("Braga has beaten Turin and Varna to be named Sports City of the Year, in a contest in Porto.")
    assert found["Braga"][0] is Result.WINNER
    assert {found[name][0] for name in ("Turin", "Varna") if name in found} == {Result.FINALIST}


def test_rank_of_who_is_ahead_is_not_that_of_who_is_behind() -> None:
    found = results(
        "Porto came 31st in the Lantern Index, ahead of the likes of Lyon, Turin and Ghent; "
        "Leeds was 40th, beating Riga and Oslo."
    )
    assert (found["Porto"][1], found["Leeds"][1]) == (31, 40)
    assert not {rank for name, (_, rank) in found.items() if name not in {"Porto", "Leeds"}} - {None}


def test_ranks_in_brackets_with_ties_and_at_the_end_of_a_top() -> None:
    found = results(
        "In the Lantern Index 2018 are Turin (14), Leeds (13), Oran in Algeria (12) and Thies in Senegal (10)."
    )
    assert (found["Oran"][1], found["Thies"][1]) == (12, 10)
    found = results("Lantern Index 2018: the first\n\n1. Graz, Austria\n2. (tie) Bergen, Norway\n2. (tie) Kobe, Japan")
    assert (found["Bergen"][1], found["Kobe"][1]) == (2, 2)
    found = results(
        "Zug tops the Lantern Index, followed by Graz. The top five are rounded out by Turin, Lyon and Bergen."
    )
    ranks = {name: found[name][1] for name in ("Turin", "Lyon", "Bergen") if name in found}
    assert len(ranks) > 1
    assert ranks.items() <= {"Turin": 3, "Lyon": 4, "Bergen": 5}.items()


def test_town_and_not_its_county_is_given_the_award() -> None:
    found = facts("Kinsale in Co Cork has been named Tidiest Town at the Lantern Awards.")
    assert {fact.recipient.name for fact in found} == {"Kinsale"}


def test_who_speaks_of_finalists_is_none() -> None:
    text = (
        "Ann Wills, Chief Executive and Executive Director, Keep Leeds Clean said, “The finalists in the Clean Towns "
        "competition have much to be proud of.”"
    )
    assert facts(text) == []


def test_former_holders_have_no_year_of_the_next_one() -> None:
    found = facts(
        "The Baltic City of Design 2031 will be announced in June, the fifth holder, after Riga, Gdansk and Turku."
    )
    assert {(fact.recipient.name, fact.year) for fact in found} <= {("Riga", None), ("Gdansk", None), ("Turku", None)}


def test_day_of_the_month_is_no_rank_and_who_boasts_one_has_it() -> None:
    found = results("Turin spoke in Lyon, to take part in talks on the 7th, of the Lantern Index.")
    assert not [rank for _, rank in found.values() if rank == 7]
    assert results("Malmo leads the way, boasting a number one ranking in the Lantern Index.")["Malmo"][1] == 1


@pytest.mark.parametrize(
    ("text", "winner"),
    [
        (
            "The Clean Air Prize has earlier holders: Rotterdam had it in 2015, and Antwerp, the last one, in 2016.",
            "Antwerp",
        ),
        ("It is the second distinction in a row for Bruges, which won the Clean Air Prize.", "Bruges"),
    ],
)
def test_word_of_another_place_beside_a_winner_does_not_undo_it(text: str, winner: str) -> None:
    found = [f for f in facts(text) if f.recipient.name == winner]
    assert found
    assert all(f.result is Result.WINNER for f in found)


def test_members_of_a_body_were_given_nothing() -> None:
    text = (
        "27 cities have cut their fumes, says a report released at the Green Port Summit in Lyon on Friday. The list "
        "of cities are all members of the Green Port Network, in which mayors work on clean air, and was shown by the "
        "mayor of Paris.\n\nThe cities were disclosed as Berlin, Boston, Chicago, Copenhagen, Heidelberg, London, "
        "Madrid, Oslo, Paris, Rome, Sydney and Warsaw."
    )
    assert not facts(text)


def test_year_in_the_name_of_an_index_is_its_year() -> None:
    text = "Metro Motion 2018 Index\n\n1. Lima\n\n2. Quito\n\n3. Bern\n\nThe Metro Motion 2018 Index is led by Lima."
    found = facts(text)
    assert {(f.recipient.name, f.year) for f in found} == {("Lima", 2018), ("Quito", 2018), ("Bern", 2018)}


def test_count_of_appearances_is_no_rank() -> None:
    text = "Tallinn has been named a finalist for the Clean Air Prize. It is Tallinn's sixth appearance on the list."
    assert {f.rank for f in facts(text)} == {None}


def test_ranking_is_no_recipient_and_its_full_list_no_name() -> None:
    text = (
        "Best Cities for Students: Argo Rankings Reveal\n\nFull List of Top 10 Cities for Students\n\n"
        "1. London\n\n2. Tokyo\n\n3. Bern"
    )
    found = facts(text)
    assert {f.recipient.name for f in found} == {"London", "Tokyo", "Bern"}
    assert {f.award.name for f in found} == {"Top 10 Cities for Students"}


def test_place_on_a_list_is_not_that_of_a_heritage_site() -> None:
    text = (
        "Malmo is the most liveable city in the world, says a survey by the Argo Unit. UNESCO has designated a part of "
        "Hamburg as a World Heritage Site. Malmo topped the list of the world's best cities, while Hamburg was 9th on "
        "the list. While famous cities like London, Paris and New York failed to make the cut even in the top 30."
    )
    found = facts(text)
    assert ("Hamburg", 9) in {(f.recipient.name, f.rank) for f in found}
    assert not {f.recipient.name for f in found if f.rank and "Heritage" in f.award.name}
    assert not {f.recipient.name for f in found} & {"London", "Paris", "New York"}


def test_title_of_two_things_is_whole() -> None:
    found = facts("Riga won World's Leading Festival and Event Destination.")
    assert {f.award.name for f in found} == {"World's Leading Festival and Event Destination"}


@pytest.mark.parametrize(
    "text",
    [
        "FAO named 120 Tree Cities of the World for 2020. Oslo was one of these Tree Cities of the World.",
        "Ann Lee of the Seattle Department of Transportation, was named Woman of the Year by the Clean Air Union.",
        "The Governing Council of the Union of Ports was shown the first Harbour Towns Barometer in Riga.",
    ],
)
def test_construction_that_the_reader_doubts_tells_nothing(text: str) -> None:
    assert not {fact.recipient.name for fact in facts(text)} & {
        "Food and Agriculture Organization",
        "FAO",
        "Seattle Department of Transportation",
        "Governing Council of the Union of Ports",
    }


@pytest.mark.skipif(not encoder.is_installed(), reason="events of awards are found by the encoder")
def test_awards_of_one_year_are_handed_over_at_one_event() -> None:
    found = facts(
        "Three towns honoured at the Kerb Congress\n\n14 June 2019, Ghent\n\nThe Kerb Awards of the European Walking "
        "Union were handed over on Thursday evening at the Kerb Congress in Ghent.\n\nThe Kerb Award for Schools went "
        "to Delft, which closed forty streets.\n\nPamplona took the Kerb Award for Squares."
    )
    held = {fact.recipient.name: fact.event.name if fact.event else None for fact in found}
    assert {held["Delft"], held["Pamplona"]} == {"Kerb Congress"}


def test_rank_before_each_name_of_a_list_is_its_own() -> None:
    found = facts(
        "Bicycle Towns Table 2017\n\nUtrecht leads the Bicycle Towns Table 2017, published on 3 May 2017.\n\n"
        "The rest of the list: 6th Brno, 7th Karlsruhe, 8th Malmö, 9th Porto, 10th Turin."
    )
    ranks = {fact.recipient.name: fact.rank for fact in found if fact.recipient.name != "Utrecht"}
    assert ranks == {"Brno": 6, "Karlsruhe": 7, "Malmö": 8, "Porto": 9, "Turin": 10}
    assert {fact.award.name for fact in found} == {"Bicycle Towns Table"}
    assert {fact.category for fact in found} == {None}


def test_label_that_tells_a_result_is_no_category() -> None:
    found = facts(
        "Harbour Lights Awards 2021\n\nThe Harbour Lights Awards 2021 were handed out in Rotterdam by the Union of "
        "Quay Towns.\n\n## Small harbours\n\n- Winner: Visby\n- Highly commended: Kotka\n\n## Large harbours\n\n"
        "- Winner: Gdynia\n- Runner-up: Bilbao"
    )
    told = {(f.recipient.name, f.category.name if f.category else None, f.result) for f in found}
    assert {
        ("Visby", "Small harbours", Result.WINNER),
        ("Kotka", "Small harbours", Result.SPECIAL_MENTION),
        ("Gdynia", "Large harbours", Result.WINNER),
        ("Bilbao", "Large harbours", Result.RUNNER_UP),
    } <= told


@pytest.mark.parametrize(
    "lead",
    [
        "The Walking League has named the finalists for the 2015 Friendly Streets Award. They come in all sizes.",
        "The Walking League has told which places are in the final of the 2015 Friendly Streets Award.",
    ],
)
def test_list_under_a_word_for_finalists_is_of_finalists(lead: str) -> None:
    found = facts(f"Friendly Streets Award\n\n{lead}\n\n- Bergen, Norway\n- Aarhus, Denmark\n- Leuven, Belgium")
    assert {(f.recipient.name, f.result) for f in found} == {
        (name, Result.FINALIST) for name in ("Bergen", "Aarhus", "Leuven")
    }


def test_figures_of_a_ranking_are_no_categories() -> None:
    found = facts(
        "Baltic Ferry Ranking 2019\n\nThe Baltic Ferry Ranking 2019 ranks ports by passengers. The top four:\n\n"
        "1. Helsinki – 9,400,000 guests\n2. Tallinn – 8,100,000 guests\n3. Stockholm – 7,300,000 guests\n"
        "4. Turku – 3,100,000 guests"
    )
    ranks = {"Helsinki": 1, "Tallinn": 2, "Stockholm": 3, "Turku": 4}
    assert found
    assert all(f.category is None and f.rank == ranks[f.recipient.name] for f in found)


def test_numbers_of_editions_in_a_table_are_no_ranks() -> None:
    found = facts(
        "Golden Cabin Award\n\nThe Golden Cabin Award of the World Lift Congress went to Oslo in 1999. Editions:\n\n"
        "| No. | Year | City | Delegates |\n|---|---|---|---|\n| 4 | 1990 | Turku | 505 |\n| 5 | 1992 | Ghent | 610 |"
    )
    assert {(fact.recipient.name, fact.rank) for fact in found} == {("Oslo", None)}


def test_label_in_text_run_together_says_the_result() -> None:
    found = facts(
        "THE PORT & FERRY PRIZE WINNERS 2018 The Port & Ferry Prizes were handed out in Kiel by the Union of Ferry "
        "Ports. 2-6 MILLION PASSENGERS Winner: Palma Highly Commended: Karlskrona 6-15 MILLION PASSENGERS Winner: "
        "Helsinki Highly Commended: Tallinn and Riga."
    )
    results = {fact.recipient.name: fact.result for fact in found}
    assert results["Helsinki"] is Result.WINNER
    assert results["Palma"] is Result.WINNER
    assert {results[name] for name in ("Karlskrona", "Tallinn", "Riga")} == {Result.SPECIAL_MENTION}


@pytest.mark.parametrize(
    "told",
    [
        "Tartu was ranked at the bottom of the Clean Air Ranking 2019.",
        "Bergen heads the Clean Air Ranking 2019. Tartu has the honour of being the worst.",
        "At the foot of the Clean Air Ranking 2019 stands Tartu, while Bergen is at the top.",
        "Tartu took the very last place in the Clean Air Ranking 2019.",
    ],
)
def test_who_is_at_the_foot_of_a_table_did_not_come_first(told: str) -> None:
    last = [fact for fact in facts(told) if fact.recipient.name == "Tartu"]
    assert [(fact.result, fact.rank) for fact in last] == [(Result.RANKED, None)]


def test_last_of_something_else_takes_no_first_place() -> None:
    for told in (
        "Lahti was the winner of the Clean Air Prize at the gala in Oslo last week.",
        "Oslo was last to speak. Lahti won the Clean Air Prize, which was handed out in Ghent for the last time.",
    ):
        assert {(f.recipient.name, f.result) for f in facts(told)} == {("Lahti", Result.WINNER)}, told


def test_irish_county_is_part_of_the_address() -> None:
    found = facts(
        "Adare, Co. Limerick was named Best Village at the Tidy Village Awards 2021. Westport, Co Mayo was named "
        "Best Large Town at the Tidy Village Awards 2021."
    )
    assert {fact.recipient.name for fact in found} == {"Adare", "Westport"}


@pytest.mark.parametrize("end", ["for second year running", "for a second year running", "for the third time"])
def test_title_ends_before_how_often_it_was_won(end: str) -> None:
    found = facts(f"Ghent was named the world's most cyclable city {end}.")
    assert [fact.award.name for fact in found] == ["most cyclable city"]


def test_places_lost_are_no_rank() -> None:
    found = facts(
        "Liveability index 2021\n\nLyon leads the Liveability Index 2021. Lima is down 13, Turin is down nine. Oslo "
        "also fell, dropping 12 places to 46th."
    )
    ranks = {fact.recipient.name: fact.rank for fact in found}
    assert ranks["Lyon"] == 1
    assert {ranks.get("Lima"), ranks.get("Turin")} == {None}


def test_news_of_nominees_is_no_recipient() -> None:
    found = facts("2010 Transport Awards: Nominees Announced\n\nNominees were announced for the Transport Awards.")
    assert not [fact for fact in found if "Announced" in fact.recipient.name]


@pytest.mark.parametrize("colon", [":", " :"])
def test_lines_of_results_have_the_category_of_the_line_above(colon: str) -> None:
    found = facts(
        "Council awards 2020\n\nThe winners of the Council Awards 2020 were named in Leeds on 3 May 2020.\n\n"
        f"Clean Streets\n\nWinner{colon} Leeds City Council\n\nHighly Commended{colon} Kent County Council\n\n"
        f"Best Parks\n\nWinner{colon} Derby City Council\n\nHighly Commended{colon} Bath City Council"
    )
    assert {fact.recipient.name: fact.category.name if fact.category else None for fact in found} == {
        "Leeds City Council": "Clean Streets", "Kent County Council": "Clean Streets",
        "Derby City Council": "Best Parks", "Bath City Council": "Best Parks",
    }  # fmt: skip


def conferred(text: str) -> set[tuple[str, str, int | None, str, int | None]]:
    """Recipient, award, year, result and rank of each award told."""
    return {(f.recipient.name, f.award.name, f.year, f.result.value, f.rank) for f in facts(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Among large cities the order in the Green Streets Survey 2020 is: Indore, Surat, Nagpur.",
        "The ranking of the Green Streets Survey 2020 reads: Indore, Surat and Nagpur.",
        "In order, the three cleanest towns of the Green Streets Survey 2020 are Indore, Surat and Nagpur.",
    ],
)
def test_names_said_to_be_in_order_have_ranks(text: str) -> None:
    assert {(name, rank) for name, _, _, _, rank in conferred(text)} == {("Indore", 1), ("Surat", 2), ("Nagpur", 3)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Leeds won the Clean Air Award and Hull the Quiet Streets Award.",
            {("Leeds", "Clean Air Award"), ("Hull", "Quiet Streets Award")},
        ),
        (
            "Hull won the Green Streets Prize for its parks and the Blue Rivers Prize for its canals.",
            {("Hull", "Green Streets Prize"), ("Hull", "Blue Rivers Prize")},
        ),
        (
            "The Green Streets Prize was won by Hull, the Blue Rivers Prize by Leeds.",
            {("Hull", "Green Streets Prize"), ("Leeds", "Blue Rivers Prize")},
        ),
        (
            "Hull has won the Green Streets Prize, and the Blue Rivers Prize jury praised its canals.",
            {("Hull", "Green Streets Prize")},
        ),
    ],
)
def test_two_awards_of_one_sentence(text: str, told: set[tuple[str, str]]) -> None:
    assert {(name, award) for name, award, *_ in conferred(text)} == told


def test_gold_and_silver_of_several_are_levels() -> None:
    found = {
        (f.recipient.name, f.category.name if f.category else None, f.result.value)
        for f in facts(
            "The Civic League gave its 2009 Awards for Municipal Excellence in Lima. "
            "Gold went to Savannah, Ga.; Slidell, La.; and New York City."
        )
    }
    assert found == {(name, "Gold", "winner") for name in ("Savannah", "Slidell", "New York City")}
    found = {
        (f.recipient.name, f.category.name if f.category else None, f.result.value)
        for f in facts("At the Northern Bloom Awards 2021 gold went to Hull and York, silver to Derby and Ripon.")
    }
    assert found == {
        ("Hull", "gold", "winner"), ("York", "gold", "winner"),
        ("Derby", "silver", "winner"), ("Ripon", "silver", "winner"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The World Smart Towns Awards 2017 were handed over in Barcelona. Atlanta, Busan, Lyon and Moscow took part.",
        "Delegates came from Atlanta, Busan, Lyon and Moscow to the World Smart Towns Awards 2017.",
        "Atlanta, Busan, Lyon and Moscow entered the World Smart Towns Awards 2017.",
    ],
)
def test_who_took_part_has_won_nothing(text: str) -> None:
    assert not conferred(text)


def test_name_behind_shortlisted_for_is_a_finalist() -> None:
    told = conferred("Also shortlisted for Bridge of the Year 2019: Cedar Crossing (Nextspan).")
    assert told == {("Cedar Crossing", "Bridge of the Year", 2019, "finalist", None)}


def test_year_right_before_the_name_is_that_of_the_award() -> None:
    told = conferred("Vienna came first in 2024. It is not the only prize: in 2020 Vienna won the Harbour City Prize.")
    assert ("Vienna", "Harbour City Prize", 2020, "winner") in {one[:4] for one in told}


def test_a_jury_speaks_of_an_award_whatever_it_is_called() -> None:
    told = conferred(
        "Golden Lynx\nRIGA, 4 May 2019 - The jury of the Golden Lynx, a contest of northern cities, chose Riga over "
        "Tartu. Kaunas was a finalist."
    )
    assert {(name, award, result) for name, award, _, result, _ in told} == {
        ("Riga", "Golden Lynx", "winner"), ("Kaunas", "Golden Lynx", "finalist"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            """Books
            GRAZ, 4 May 2015 - Graz, Linz and Bregenz are on the shortlist for the National City of Books 2016. Places
            which failed to make the shortlist were Salzburg, Villach, Wels and Klagenfurt.""",
            {"Graz", "Linz", "Bregenz"},
        ),
        (
            """Design
            Leiden and Delft made the shortlist for Dutch Design Capital 2026, while Utrecht and Tilburg were
            unsuccessful.""",
            {"Leiden", "Delft"},
        ),
    ],
)
def test_who_did_not_make_the_shortlist_is_no_finalist(text: str, told: set[str]) -> None:
    title, body = text.split("\n", 1)
    assert {name for name, *_ in conferred(f"{title}\n{' '.join(body.split())}")} <= told


def test_city_in_brackets_behind_a_recipient_is_none() -> None:
    told = conferred(
        "Wheel Prize\n\nThe winners are known.\n\nFinalists\n\nAurora CO (Denver CO)\n\nElgin IL (Chicago IL)"
    )
    assert {name for name, *_ in told} == {"Aurora", "Elgin"}


def test_headline_in_capitals_begins_no_name() -> None:
    told = conferred(
        "Town Council Celebrates Second Clean Lake Award\n\n"
        "Salem won the 2010 Clean Lake Award on Friday. Salem previously won the Clean Lake Award in 1988."
    )
    assert {one[:3] for one in told} == {("Salem", "Clean Lake Award", 2010), ("Salem", "Clean Lake Award", 1988)}


def test_special_mentions_in_capitals() -> None:
    told = conferred(
        "Oslo won the Silver Compass City Prize. Ghent, Belgium, and Malaga, Spain, were accorded Honourable Mentions."
    )
    assert {(one[0], one[3]) for one in told} == {
        ("Oslo", "winner"), ("Ghent", "special mention"), ("Malaga", "special mention"),
    }  # fmt: skip


def test_runners_up_in_a_list() -> None:
    told = conferred(
        "Letters\n\nAntwerp won the City of Letters Award 2014. The three finalist “runners-up” are:\n\n"
        "– Bremen (Germany)\n\n– Trieste (Italy)\n\n– Vigo (Spain)"
    )
    assert {one[0] for one in told if one[3] == "runner-up"} == {"Bremen", "Trieste", "Vigo"}


def test_who_beats_the_winner_of_last_year_takes_the_prize() -> None:
    told = conferred("SLIGO, 4 May 2011 - Sligo beat last year's winner Athlone to take the 2011 Bright Town Prize.")
    assert ("Sligo", "winner") in {(one[0], one[3]) for one in told}
    assert ("Athlone", "winner") not in {(one[0], one[3]) for one in told if one[2] == 2011}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            """The Dutch City of Songs is named in May.
            The three shortlisted cities beat competition from Utrecht (Netherlands) and Aalborg (Denmark).""",
            set(),
        ),
        (
            'Lyon won the 2015 Quiet Parks Award, while Nantes was the only city to be rated as "weak".',
            {"Lyon"},
        ),
        ("Lyon topped the 2015 Quiet Parks list, while Canada was represented only by Halifax, Nova Scotia.", {"Lyon"}),
    ],
)
def test_who_is_told_apart_as_beaten_or_weak_is_given_nothing(text: str, told: set[str]) -> None:
    assert {name for name, *_ in conferred(f"Parks and songs\n\n{' '.join(text.split())}")} == told


def test_the_only_city_that_is_awarded_stays() -> None:
    told = conferred(
        "Lyon won the 2015 Quiet Parks Award. Nantes was the only city to be awarded the Golden Bench Prize."
    )
    assert {(one[0], one[1]) for one in told} >= {("Nantes", "Golden Bench Prize")}


def test_who_is_chosen_to_compete_has_not_won() -> None:
    told = conferred(
        "Music\n\nBergen (Norway), Turku (Finland) and Riga (Latvia) have been selected by a jury to compete for the "
        "title of Nordic Music Capital 2018."
    )
    assert told
    assert {one[3] for one in told} == {"finalist"}


def test_a_tie_amid_the_rest_of_a_top_gives_no_ranks_by_counting() -> None:
    told = conferred(
        "Tralee topped the Bright Towns Index 2011. The top six was completed by Navan, Cobh and Ennis (tied for third "
        "place), Bray and Naas."
    )
    ranks = {one[0]: one[4] for one in told}
    assert ranks.get("Navan") is None
    assert ranks.get("Cobh") in {None, 3}
    assert ranks.get("Ennis") in {None, 3}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Hexham won the National Flower Award 2015, and also scooped the Golden Rake Prize.", "Hexham"),
        ("Hexham won the National Flower Award and took home the Golden Rake Prize.", "Hexham"),
        ("Hexham won the National Flower Award and Whitby took the Golden Rake Prize.", "Whitby"),
    ],
)
def test_second_prize_with_a_verb_of_its_own(text: str, who: str) -> None:
    assert {one[0] for one in conferred(f"Flowers\n\n{text}") if one[1] == "Golden Rake Prize"} == {who}


def test_a_quote_goes_on_to_the_year_that_ends_its_sentence() -> None:
    text = (
        "European Capital of Culture\nTARTU, 4 May 2024 - Tartu is European Capital of Culture 2024. Aveiro, Portugal, "
        "Leeds, England, and Kalamata, Greece, had the title in 2023."
    )
    told = [fact for fact in facts(text) if fact.year == 2023]
    assert len(told) == 3
    assert all("2023" in read(text).quote(fact.evidence[0]) for fact in told)


def test_members_of_a_network_that_cities_are_designated_for() -> None:
    lines = "\n".join(
        f"- {one}" for one in ("Biella (Italy) - Crafts", "Bendigo (Australia) - Crafts", "Essaouira (Morocco) - Music")
    )
    told = "UNESCO today designated 66 cities as members of the Folk Cities Network. The new members are:"
    text = f"Network grows\n\nPARIS, 31 October 2019 - {told}\n\n{lines}"
    assert {one[:2] for one in conferred(text)} == {
        (who, "Folk Cities Network") for who in ("Biella", "Bendigo", "Essaouira")
    }


def test_a_club_of_cities_is_no_award() -> None:
    text = (
        "Members\n\nLEEDS, 4 May 2021 - Leeds has joined the Cool Cities Network, in which Lodz and Gdansk have been "
        "since 2017. Members share what works."
    )
    assert not conferred(text)
