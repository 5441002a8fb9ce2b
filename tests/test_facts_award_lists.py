"""Awards in lists, tables and what stands above them: past winners, headings, numbers that only count, ties."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kg.facts import award
from kg.facts.award_lines import candidates, story_of
from kg.facts.award_listed import headed, is_past, lead_year, left_out, unranked
from kg.facts.award_results import is_told_apart, nth_best
from kg.mentions import annotate
from kg.model import Article, AwardConferral, Result
from kg.read import article_of

Told = tuple[str, str, int | None, str, int | None]


def conferred(text: str) -> set[Told]:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    document = annotate(replace(article, published=datetime.date(2022, 5, 3)))
    found = [fact for fact in award.find(document) if isinstance(fact, AwardConferral)]
    return {(f.recipient.name, f.award.name, f.year, f.result.value, f.rank) for f in found}


def results(text: str) -> dict[str, tuple[str, int | None]]:
    return {name: (result, rank) for name, _, _, result, rank in conferred(text)}


PAST = "Oars\n\nThe Golden Oar Award 2022 will be given in May. Entries close on Friday.\n\n"


@pytest.mark.parametrize(
    "told",
    [
        "Previous winners include Bergen, Turku and Odense.",
        "Past winners of the prize are Bergen, Turku and Odense.",
        "The award began in 2005. Past winners include:\n\n- Bergen, Norway\n- Turku, Finland\n- Odense, Denmark",
        "Former recipients:\n\n- Bergen\n- Turku\n- Odense",
    ],
)
def test_past_winners_do_not_have_the_year_of_the_article(told: str) -> None:
    assert {one[:3] for one in conferred(PAST + told)} == {
        ("Bergen", "Golden Oar Award", None), ("Turku", "Golden Oar Award", None), ("Odense", "Golden Oar Award", None),
    }  # fmt: skip


def test_past_winners_keep_the_years_beside_them() -> None:
    told = conferred(f"{PAST}Previous winners include Bergen (2019), Turku (2020) and Odense (2021).")
    assert {one[2] for one in told} == {2019, 2020, 2021}


def test_what_a_list_of_past_winners_is_called() -> None:
    assert is_past("Past winners include:")
    assert is_past("2017 winner in the rain\nPast winners")
    assert not is_past("Unlike past winners, they are young. The winners are:")
    assert not is_past("The winners of the last round are:")


HEADED = """Golden Oar Awards 2021

The results of the Golden Oar Awards 2021 were announced on Friday.

Winners

Turku
Odense
Bergen

Runners-up:

- Tampere, Finland
- Oulu, Finland

2021 Finalists

Malmö
Aarhus
Vaasa
"""


def test_headings_say_what_their_lists_are() -> None:
    told = results(HEADED)
    assert {told[name][0] for name in ("Turku", "Odense", "Bergen")} == {"winner"}
    assert {told[name] for name in ("Tampere", "Oulu")} == {("runner-up", None)}
    assert {told[name][0] for name in ("Malmö", "Aarhus", "Vaasa")} == {"finalist"}


def test_what_a_heading_is() -> None:
    assert headed("Winners\nThe results are known.") is Result.WINNER
    assert headed("Honourable mentions:") is Result.SPECIAL_MENTION
    assert headed("Winners 2021") is Result.WINNER
    assert headed("The winners met in Oslo") is None


def test_labels_behind_the_names_of_a_list() -> None:
    told = results(
        "Golden Oar Awards 2021\n\nThe Golden Oar Awards 2021 are known.\n\n- Turku – Winner\n- Odense – Runner-up\n"
        "- Bergen – Finalist\n- Malmö – Special mention"
    )
    assert {name: result for name, (result, _) in told.items()} == {
        "Turku": "winner", "Odense": "runner-up", "Bergen": "finalist", "Malmö": "special mention",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lead", "result"),
    [
        ("The jury named the four winners of the Lantern Prize for Innovation 2018:", "winner"),
        ("The finalists for the Lantern Prize for Innovation 2018 are:", "finalist"),
    ],
)
def test_numbers_that_only_count(lead: str, result: str) -> None:
    items = "\n".join(("1. Turku, Finland", "2. Odense, Denmark", "3. Bergen, Norway", "4. Malmö, Sweden"))
    told = results(f"Lanterns\n\n{lead}\n\n{items}")
    assert set(told) == {"Turku", "Odense", "Bergen", "Malmö"}
    assert set(told.values()) == {(result, None)}


def test_numbers_that_rank() -> None:
    assert unranked("The three winners are:", 3) is None
    assert unranked("The five best of the twelve winners are:", 5) is None
    assert unranked("The four winners, ranked by votes:", 4) is None
    assert unranked("The ten cleanest cities are:", 10) is None


def test_ties_in_a_numbered_list() -> None:
    told = results(
        "Quiet Cities Index 2017\n\nThe quietest cities of the Quiet Cities Index 2017:\n\n1. Turku, Finland\n\n"
        "2. Odense, Denmark\n\n3=. Bergen, Norway\n\n3=. Malmö, Sweden\n\n5. Aarhus, Denmark"
    )
    assert {name: rank for name, (_, rank) in told.items()} == {
        "Turku": 1, "Odense": 2, "Bergen": 3, "Malmö": 3, "Aarhus": 5,
    }  # fmt: skip


def test_items_with_underscores() -> None:
    told = results(
        "Oars\n\nThe winners of the Golden Oar Award for 2021 are (in alphabetical order):\n_ Turku, Finland\n"
        "_ Odense, Denmark\n_ Bergen, Norway\nThe other finalist towns that competed for the 2021 Golden Oar title "
        "are:\n_ Malmö, Sweden\n_ Aarhus, Denmark\n_ Vaasa, Finland"
    )
    assert {name for name, (result, _) in told.items() if result == "winner"} == {"Turku", "Odense", "Bergen"}
    assert {name for name, (result, _) in told.items() if result == "finalist"} == {"Malmö", "Aarhus", "Vaasa"}


def test_ranks_of_the_edition_before_in_brackets() -> None:
    told = results(
        "Traffic Index 2022\n\nThe slowest cities of the Traffic Index 2022:\n\n2022 Rank (2021 Rank) | City | Hours\n"
        "1 (2) | Turku | 102\n2 (1) | Odense | 95\n3 (5) | Bergen | 88"
    )
    assert told == {"Turku": ("ranked", 1), "Odense": ("ranked", 2), "Bergen": ("ranked", 3)}


def test_category_without_the_words_around_it() -> None:
    text = (
        "Oars\n\nThe winners of the City Oar Awards 2019 are:\n\n- In the category of cooperation: Turku\n\n"
        "- In the Innovation category: Bergen\n\n- In the category of participation: Odense"
    )
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    found = [fact for fact in award.find(annotate(article)) if isinstance(fact, AwardConferral)]
    assert {(f.recipient.name, f.category.name if f.category else None) for f in found} == {
        ("Turku", "cooperation"), ("Bergen", "Innovation"), ("Odense", "participation"),
    }  # fmt: skip


def test_ranks_behind_figures() -> None:
    told = results(
        "Slow Cities Ranking 2022\n\nIn the Slow Cities Ranking 2022 Turku came first, with 6 hours and 40 minutes "
        "lost per year, followed by Odense (5 hours) and Bergen (4 hours)."
    )
    assert {name: rank for name, (_, rank) in told.items()} == {"Turku": 1, "Odense": 2, "Bergen": 3}


def test_a_top_is_no_rank() -> None:
    told = results(
        "Quiet Cities Index 2019\n\nLisbon topped the Quiet Cities Index 2019. Braga is the only other town to make it "
        "into the top ten."
    )
    assert told["Lisbon"][1] == 1
    assert told.get("Braga", ("", None))[1] is None


@pytest.mark.parametrize(
    ("behind", "rank"),
    [
        (" was named the second cleanest city", 2),
        (" in Ohio has been ranked the 3rd most walkable town", 3),
        (" is the second largest city", None),
        (" was named the cleanest city", None),
        (" and Bergen were named second and third greenest", None),
        (", where the second best-known clock stands", None),
    ],
)
def test_rank_in_a_superlative(behind: str, rank: int | None) -> None:
    assert nth_best(behind) == rank


def test_second_cleanest_city_is_second() -> None:
    told = results("Cleanliness\n\nPune was named the second cleanest city in the Clean Towns Survey 2020.")
    assert told == {"Pune": ("ranked", 2)}


def test_honourable_mention_of_another_one() -> None:
    told = results(
        "Rails\n\nThe ceremony will present the 2024 winner Turku, Finland, and the honorable mention Odense, Denmark, "
        "of the Silver Rail Award."
    )
    assert told == {"Turku": ("winner", None), "Odense": ("special mention", None)}


def test_two_ranks_respectively() -> None:
    told = results(
        "Clean Towns Survey 2020\n\nThe Turku Water Board and the Odense Water Board have finished at 43rd and 46th "
        "position, respectively, in the Clean Towns Survey 2020."
    )
    assert {name: rank for name, (_, rank) in told.items()} == {"Turku Water Board": 43, "Odense Water Board": 46}


def test_two_former_ranks() -> None:
    told = conferred(
        "Quiet Cities Index 2022\n\nTurku topped the Quiet Cities Index 2022. Hamburg and Helsinki, who held tenth and "
        "ninth place last year, have dropped out."
    )
    assert {one[2:] for one in told if one[0] == "Helsinki"} == {(2021, "ranked", 9)}


def test_who_a_ranking_puts_behind_is_no_finalist() -> None:
    told = results("Traffic Index 2022\n\nTurku topped the Traffic Index 2022 with 102 hours, ahead of Odense.")
    assert told["Odense"][0] == "ranked"


@pytest.mark.parametrize("link", ["as well as", "along with", "and"])
def test_two_prizes_of_one(link: str) -> None:
    told = conferred(f"Oars\n\nBergen has won the Golden Oar Award {link} the Silver Wheel Prize.")
    assert {one[1] for one in told} == {"Golden Oar Award", "Silver Wheel Prize"}


def test_an_article_that_speaks_of_a_jury_alone_is_read() -> None:
    told = results("Lynx\n\nThe jury met in Ghent on 4 May. Turku has won the Golden Lynx, beating Bergen and Odense.")
    assert told == {"Turku": ("winner", None), "Bergen": ("finalist", None), "Odense": ("finalist", None)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Golden Lynx went to Turku, the jury said.", {("Turku", "Golden Lynx")}),
        ("Turku has won the Golden Lynx.", set()),  # nobody says what it is
        ("Turku won the Northern League, judges at the match said.", set()),
    ],
)
def test_awards_with_coined_names_need_a_jury(text: str, told: set[tuple[str, str]]) -> None:
    assert {one[:2] for one in conferred(f"Friday\n\n{text}")} == told


def test_a_list_has_the_year_that_leads_to_it() -> None:
    told = conferred(
        "Oars\n\nThe Golden Oar Award has been given since 1999.\n\nThe winning towns for 2005 are:\n\n"
        "- Turku, Finland\n- Odense, Denmark\n- Bergen, Norway"
    )
    assert {one[2] for one in told} == {2005}
    assert lead_year("The winners are known since 2005. They are:") is None
    assert lead_year("The winners of 2004 and 2005:") is None


def test_one_of_the_winners_of_an_award() -> None:
    told = conferred(
        "Nominate a town\n\nTurku, Finland was one of the two winners of the 2012 Silver Rail Awards. The committee "
        "invites you to nominate your town."
    )
    assert {one[:4] for one in told} == {("Turku", "Silver Rail Awards", 2012, "winner")}


def test_past_winners_behind_what_they_belong_to() -> None:
    told = conferred(f"{PAST}Previous winners include League members Bergen, Turku, Odense and Malmö.")
    assert {one[0] for one in told} == {"Bergen", "Turku", "Odense", "Malmö"}
    assert {one[2] for one in told} == {None}


def test_ranks_from_the_foot_of_a_table() -> None:
    told = results(
        "Quiet Cities Report 2017\n\nTurku topped the Quiet Cities Report 2017, followed by the Danish capital, "
        "Copenhagen and Norway's Bergen in the second and third place respectively. As per the survey, the least "
        "quiet city was Bilbao at 140th place, followed by Lagos (139), Lima (138), Dhaka (137) and Cairo (136)."
    )
    assert {name: rank for name, (_, rank) in told.items()} == {
        "Turku": 1, "Copenhagen": 2, "Bergen": 3, "Bilbao": 140, "Lagos": 139, "Lima": 138, "Dhaka": 137, "Cairo": 136,
    }  # fmt: skip


def test_it_that_stands_for_nothing_is_given_nothing() -> None:
    text = (
        "Tunes\n\nBergen is a port. In 2009 it was announced that the government would create a British City of Tunes "
        "prize. It was named European Capital of Tunes in 2008."
    )
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    document = annotate(article)
    assert [c.line for c in candidates(document, story_of(document).lines) if c.unit.low == "it"] == [3]


def test_a_long_list_is_of_one_award() -> None:
    told = conferred(
        "Turku a candidate for Green Town 2016\n\nAltogether 12 towns have made the short list. They include:\nTurku "
        "(Finland), Odense (Denmark), Bergen (Norway), Nijmegen (Netherlands), Tours (France), Santander (Spain), Umeå "
        "(Sweden), Pitesti (Romania), Larissa (Greece)\nCommissioner Ann Lund said: “I am very pleased to see the many "
        "applicants for the European Quiet Capital Award. This shows the commitment of cities.”"
    )
    assert len(told) == 9
    assert len({one[1] for one in told}) == 1


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("Finalist towns are Odense and Bergen.", set()),
        ("The winner is Odense.", {"Odense"}),
    ],
)
def test_finalists_have_not_won(text: str, won: set[str]) -> None:
    told = results(f"Oars\n\nThe League has chosen five finalists for the 2022 Golden Oar Award. {text}")
    assert {name for name, (result, _) in told.items() if result == "winner"} == won


@pytest.mark.parametrize(
    "lead",
    ["While not shortlisted this time, we thank:", "Although not selected, these towns sent fine plans:"],
)
@pytest.mark.parametrize("item", ["- {}", "{}\n"])
def test_a_list_of_those_not_shortlisted_is_of_nobody(lead: str, item: str) -> None:
    first = "\n".join(item.format(name) for name in ("Turku (Finland)", "Odense (Denmark)", "Bergen (Norway)"))
    others = "\n".join(item.format(name) for name in ("Essen (Germany)", "Tours (France)", "Umeå (Sweden)"))
    told = results(
        f"Oar Capital 2025\n\nThe jury has shortlisted three towns for European Oar Capital 2025:\n\n{first}\n\n"
        f"All of them have shown what they can do for the young people of their rivers and lakes.\n\n{lead}\n\n{others}"
    )
    assert set(told) == {"Turku", "Odense", "Bergen"}
    assert left_out(lead)
    assert not left_out("The towns that have been shortlisted are:")


@pytest.mark.parametrize(
    ("behind", "apart"),
    [
        (" are the four leading ports of the world", True),
        (" had the largest rise, followed by Riga", True),
        (" rose in the ratings while Bern fell", True),
        (" is the leading port", False),
        (" rose to the top of the rankings", False),
        (" has the largest park and leads the index", False),
    ],
)
def test_who_is_one_of_a_top_or_only_moved(behind: str, apart: bool) -> None:
    assert is_told_apart(behind) is apart


def test_several_that_lead_together_are_not_all_first() -> None:
    told = results(
        "Ports\n\nAccording to the Global Harbour Index published this week, Bergen, Odense and Turku are the three "
        "leading ports in the world."
    )
    assert told
    assert all(rank != 1 and result == "ranked" for result, rank in told.values())


def test_members_by_number() -> None:
    names = ("Turku (Finland)", "Odense (Denmark)", "Tours (France)", "Essen (Germany)")
    items = "\n".join(f"{n}. {name} - Music" for n, name in enumerate(names, 1))
    told = results(
        "Towns join\n\nOslo, 11 May 2015 - The director has announced the designation of four towns as new members of "
        f"the Nordic Quiet Cities Network. The Network has welcomed the following towns:\n\n{items}"
    )
    assert told == {name.split(" (")[0]: ("winner", None) for name in names}


TWO_TITLES = (
    "Turku was the European Oar Capital in 2008. It was Bergen's turn in 2009, the same city that will be European "
    "Wheel Capital in 2012."
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Turku was European Oar Capital in 2008. In 2009 it was Bergen's turn.",
            {("Turku", "European Oar Capital", 2008), ("Bergen", "European Oar Capital", 2009)},
        ),
        (
            "Turku was European Oar Capital in 2008. It was Bergen's turn to host the lake fair.",
            {("Turku", "European Oar Capital", 2008)},
        ),
        (
            "The league praised the success of Odense as the European Oar Capital in 2007.",
            {("Odense", "European Oar Capital", 2007)},
        ),
        (
            "The fair builds on Aarhus's year as European Oar Capital 2017.",
            {("Aarhus", "European Oar Capital", 2017)},
        ),
        (
            "Bergen was the European Oar Capital for Year 2006.",
            {("Bergen", "European Oar Capital", 2006)},
        ),
        (
            TWO_TITLES,
            {
                ("Turku", "European Oar Capital", 2008),
                ("Bergen", "European Oar Capital", 2009),
                ("Bergen", "European Wheel Capital", 2012),
            },
        ),
    ],
)
def test_titles_told_by_turns_and_years(text: str, told: set[tuple[str, str, int]]) -> None:
    assert {one[:3] for one in conferred(f"Capitals\n\n{text}")} == told


def test_a_name_in_capitals_is_the_same_name() -> None:
    told = conferred(
        "Rivals look ahead\n\nAS BERGEN celebrated winning the City of Oars 2017 title, others were sad. Odense and "
        "Turku were beaten to the City of Oars 2017 title by Bergen."
    )
    assert {one[0] for one in told if one[3] == "winner"} == {"Bergen"}


def test_a_country_is_no_category() -> None:
    lines = "2016: Turku - Finland\n2017: Odense - Denmark\n2018: Bergen - Norway"
    text = f"European Oar Capital\n\nThe European Oar Capitals:\n\n{lines}"
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    found = [fact for fact in award.find(annotate(article)) if isinstance(fact, AwardConferral)]
    assert {(f.recipient.name, f.category) for f in found} == {("Turku", None), ("Odense", None), ("Bergen", None)}


@pytest.mark.parametrize("end", ["", ", which goes to the city deemed the most able to row"])
def test_who_joins_others_in_the_running_is_a_finalist(end: str) -> None:
    text = f"Vaasa joins Turku and Bergen in the running for the Golden Oar Award 2022{end}."
    told = results(f"Oar finalists\n\nThe Golden Oar Award 2022 is given in May. {text}")
    assert told["Vaasa"] == ("finalist", None)
    assert "winner" not in {result for result, _ in told.values()}
