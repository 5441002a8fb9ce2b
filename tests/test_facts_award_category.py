"""The category of an award: classes by size, one prize of several, what is no category."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from kg import encoder
from kg.facts.award_category import category_of
from kg.facts.award_lines import candidates, story_of
from kg.mentions import annotate
from kg.model import Article, Document
from kg.read import article_of


def read(text: str) -> Document:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    return annotate(replace(article, published=datetime.date(2021, 5, 3)))


def category(text: str, recipient: str, of: str) -> str | None:
    document = read(text)
    about = story_of(document)
    told = next(one for one in candidates(document, about.lines) if one.name == recipient.casefold())
    return category_of(document, about, told, of)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "In the Lantern Survey, among cities of 250,000–499,999, the first place belongs to Bergen.",
            "cities of 250,000–499,999",
        ),
        (
            "Bergen leads the Lantern Survey for towns with a population between 3 lakh and 10 lakh.",
            "towns with a population between 3 lakh and 10 lakh",
        ),
        (
            "Bergen tops the class of Nordic cities with 200,000 inhabitants or more in the Lantern Survey.",
            "cities with 200,000 inhabitants or more",
        ),
    ],
)
def test_class_of_places_by_size_is_a_category(text: str, wanted: str) -> None:
    assert category(text, "Bergen", "Lantern Survey") == wanted


def test_nearest_class_before_a_recipient_counts() -> None:
    text = (
        "In the Lantern Survey Lyon leads the list of cities with more than one million people, and in the group of "
        "towns under 20,000 inhabitants it was Bergen that won."
    )
    assert category(text, "Bergen", "Lantern Survey") == "towns under 20,000 inhabitants"


def test_one_prize_of_several_is_a_category() -> None:
    text = "Bergen beat Lyon and Porto to the City Award of the World Tram Awards."
    assert category(text, "Bergen", "World Tram Awards") == "City Award"


@pytest.mark.parametrize(
    "text",
    [
        "The roll of honour: Bergen, Porto",
        "Behind it, in that order: Bergen, Porto",
        "Commended beside her: Bergen.",
        "Among the cities of 2019 Bergen won.",
    ],
)
def test_what_is_said_of_others_is_no_category(text: str) -> None:
    with encoder.using(False):
        assert category(f"The Lantern Prize 2021 was given in Oslo.\n\n{text}", "Bergen", "Lantern Prize") is None
