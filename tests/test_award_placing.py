"""Ranks are chosen among the numbers of a line, and never made up."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg import encoder
from kg.facts.award_lines import AwardLine, story_of
from kg.facts.award_placing import options, placing
from kg.facts.award_ranks import rank_of
from kg.mentions import annotate
from kg.model import Article, Document
from kg.read import article_of

CITIES = ("Lisbon", "Antwerp", "Porto", "Riga", "Tallinn", "Lyon", "Turin", "Bergen")


def read(text: str) -> tuple[Document, list[AwardLine]]:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    document = annotate(article)
    return document, story_of(document).lines


def ranks(text: str) -> dict[str, int | None]:
    """The rank of each city, the last time it is named."""
    document, lines = read(text)
    return {
        unit.low.title(): placing(document, line, i)
        for line in lines
        for i, unit in enumerate(line.units)
        if unit.low.title() in CITIES
    }


def test_numbers_of_a_table_that_ran_together() -> None:
    told = ranks("City table 2016 (rank, city, meetings) 1 Lisbon 140 2 Antwerp 99 3 Porto 80 =4 Riga 71 =4 Tallinn 71")
    assert told == {"Lisbon": 1, "Antwerp": 2, "Porto": 3, "Riga": 4, "Tallinn": 4}


def test_names_that_close_a_top_have_its_last_ranks() -> None:
    text = "Lyon, Turin and Bergen make up the rest of the top four, in that order. Porto and Riga close the top ten."
    assert ranks(text) == {"Lyon": 2, "Turin": 3, "Bergen": 4, "Porto": 9, "Riga": 10}


def test_scores_and_earlier_ranks_are_no_ranks() -> None:
    assert ranks("In the Quiet Cities Index Lisbon climbed to third from 12th, with 64 points.") == {"Lisbon": 3}
    assert ranks("Antwerp, which has 71 trams, won the Quiet Cities Prize in 2016.") == {"Antwerp": None}


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Turin had been reckoned the favourite and had to content itself with second.", "Turin"),
        ("Bergen, which he had turned down as an employer, was second that time.", "Bergen"),
    ],
)
def test_the_encoder_is_asked_where_no_construction_tells_a_rank(told: str, name: str) -> None:
    text = f"Lyon won the Tidy Towns Prize in 2022. {told}"
    assert ranks(text)[name] == 2
    with encoder.using(False):
        assert ranks(text)[name] is None


WORDS = (*CITIES, *"first second 3rd 4th 12 7 2016 ranked No. tied with and , ; : ( ) points by of the top ten".split())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=24))
def test_rank_is_one_of_the_options_or_follows_from_them(words: list[str]) -> None:
    text = "In the Quiet Cities Index " + " ".join(words)
    assume(isinstance(article_of("case.txt", text.encode()), Article))  # some are taken for another language
    document, lines = read(text)
    for line in lines:
        for i in range(len(line.units)):
            ruled = rank_of(line, i)
            rank = placing(document, line, i)
            assert rank is None or rank == ruled or rank in options(line, i, ruled)
            assert rank is None or rank > 0
