"""Cities that only hope for an event, or did not get it, do not host it."""

from __future__ import annotations

import pytest

from kg.facts import read_facts
from kg.mentions import annotate
from kg.model import Article, Hosting
from kg.read import article_of


def hosts(text: str) -> list[str]:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    return [city.name for f in read_facts(annotate(article)) if isinstance(f, Hosting) for city in f.city]


@pytest.mark.parametrize(
    "text",
    [
        "Bergen hopes to host the Nordic Tram Congress in 2027.",
        "Bergen may host the Nordic Tram Congress in 2027.",
        "Bergen would like to welcome the Nordic Tram Congress one day.",
        "Organisers of the Nordic Tram Congress said that Bergen was not among the cities considered.",
        "Bergen lost out to Oslo in the race to host the Nordic Tram Congress 2027.",
    ],
)
def test_a_city_that_hopes_is_no_host(text: str) -> None:
    assert hosts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Bergen hosted the Nordic Tram Congress from 3 to 5 May 2023.",
        "Delegates may come early: Bergen hosts the Nordic Tram Congress in 2027.",
        "Bergen won the bid to host the Nordic Tram Congress in 2027.",
    ],
)
def test_a_city_that_has_it_is(text: str) -> None:
    assert hosts(text) == ["Bergen"]
