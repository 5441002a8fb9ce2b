"""Awards that are not decided yet: shortlists, and who is in the running; and the winner of last year."""

from __future__ import annotations

import pytest

from kg.facts import read_facts
from kg.mentions import annotate
from kg.model import Article, AwardConferral, Result
from kg.read import article_of

SHORTLIST = """Shortlist for the 2024 Green Harbour Awards published

HAMBURG, 12 March 2024 - The European Ports Forum has published the shortlist for this year's Green Harbour Awards.

Forty ports from 19 countries entered.

Best Energy Project
Rotterdam, Netherlands
Gothenburg, Sweden
Valencia, Spain

Best Small Harbour
Port of Vigo, Spain
Esbjerg, Denmark
Kokkola, Finland

{ending}
"""


def results(text: str) -> dict[str, Result]:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    return {f.recipient.name: f.result for f in read_facts(annotate(article)) if isinstance(f, AwardConferral)}


@pytest.mark.parametrize(
    "ending",
    [
        "The winners will be announced at a gala dinner in Hamburg on 6 June.",
        "The forum is to name the winners in June.",
        "Results are to be made public in June.",
        "The gala dinner is in Hamburg on 6 June.",  # the headline says what the list is
    ],
)
def test_nobody_on_a_shortlist_has_won(ending: str) -> None:
    told = results(SHORTLIST.format(ending=ending))
    assert {"Rotterdam", "Gothenburg", "Esbjerg", "Kokkola"} <= set(told)
    assert set(told.values()) == {Result.FINALIST}


def test_the_winner_of_an_earlier_year_stays_the_winner() -> None:
    ending = "The winners will be announced in June. In 2021 Bremen won the Green Harbour Award."
    told = results(SHORTLIST.format(ending=ending))
    assert told["Bremen"] is Result.WINNER
    assert told["Esbjerg"] is Result.FINALIST


def test_a_list_of_winners_is_one() -> None:
    text = SHORTLIST.replace("Shortlist for", "Winners of").replace("the shortlist for", "the winners of")
    assert set(results(text.format(ending="Congratulations!")).values()) == {Result.WINNER}


@pytest.mark.parametrize(
    "text",
    [
        "Porto is in the running to be named European City of the Year.",
        "Porto is in line to be crowned European City of Culture 2027.",
        "Porto is up for Best Coastal City at the Travel Awards 2023.",
        "Porto has made the final four for the European Green Capital title.",
        "Porto is a strong contender for the European Green Capital Award 2027.",
        "Porto has been put forward for the European Green Capital Award 2027.",
    ],
)
def test_who_may_still_win_is_a_finalist(text: str) -> None:
    assert results(text) == {"Porto": Result.FINALIST}


@pytest.mark.parametrize(
    "text",
    [
        "Porto is going for the title of European Green Capital 2027.",
        "Porto is one step closer to being named European Green Capital 2027.",
        "Porto is under consideration for the title of European Green Capital 2027.",
        "Porto stands to win the European Green Capital Award.",
        "Porto has been stripped of the European Green Capital Award 2017.",
    ],
)
def test_a_mere_hope_is_no_fact(text: str) -> None:
    assert results(text) == {}


def test_who_is_named_beside_a_finalist_is_one() -> None:
    told = results("Porto has been shortlisted for the Access City Award 2024 together with Graz.")
    assert told == {"Porto": Result.FINALIST, "Graz": Result.FINALIST}


def test_who_is_on_a_list_has_not_won_it() -> None:
    told = results("Porto is the only Portuguese city on the list of the 50 most beautiful cities of Nordic Life.")
    assert told == {"Porto": Result.RANKED}


def test_readers_vote_for_the_best_city() -> None:
    assert results("Porto has been voted the best city to live in by readers of Nordic Life magazine.") == {
        "Porto": Result.WINNER
    }


@pytest.mark.parametrize(
    ("award", "year"),
    [("European Mobility Prize 2023", 2022), ("2024 European Mobility Prize", 2023), ("European Mobility Prize", 2022)],
)
def test_last_years_winner_is_of_the_year_before_that_of_the_award(award: str, year: int) -> None:
    text = f"LUND, 14 March 2023 - Lund has won the {award}. Last year's winner was Ljubljana."
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    facts = [f for f in read_facts(annotate(article)) if isinstance(f, AwardConferral)]
    assert [f.year for f in facts if f.recipient.name == "Ljubljana"] == [year]
