"""Guests from somewhere are counted for the city they come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.facts import metric
from kg.mentions import annotate
from kg.model import Article, Observation
from kg.read import article_of


def told(text: str) -> set[tuple[str, str, float]]:
    """The figures of a text: about, measure, value."""
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    found = metric.find(annotate(replace(article, published=None)))
    return {(f.about.name, f.metric.name, float(f.value)) for f in found if isinstance(f, Observation)}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "The number of guests in Turku from Norway, Latvia and Spain were 21,000, 13,000 and 5,800, respectively.",
            {("guests from Norway", 21_000), ("guests from Latvia", 13_000), ("guests from Spain", 5800)},
        ),
        (
            (
                "Turku had 412,000 guests. Those from Norway (31,000), Latvia (21,000) and Spain (11,000) rose by 14%, "
                "17% and 23% respectively."
            ),
            {
                *(("guests from Norway", 31_000), ("guests from Latvia", 21_000), ("guests from Spain", 11_000)),
                *(("growth in guests from Norway", 14), ("growth in guests from Latvia", 17)),
                ("growth in guests from Spain", 23),
            },
        ),
        (
            (
                "Turku counted 810,000 bednights. The main markets were Germany with 142,000 bednights (+3%), followed "
                "by Chile (31,000, -8%)."
            ),
            {
                *(("bednights from Germany", 142_000), ("growth in bednights from Germany", 3)),
                *(("bednights from Chile", 31_000), ("change in bednights from Chile", -8)),
            },
        ),
        (
            "Turku counted 810,000 visitors. Some 31,000 visitors came from Sweden and 12,000 from Norway.",
            {("visitors from Sweden", 31_000), ("visitors from Norway", 12_000)},
        ),
    ],
)
def test_guests_are_of_the_city_they_come_to(text: str, figures: set[tuple[str, float]]) -> None:
    assert told(text) >= {("Turku", *figure) for figure in figures}


def test_guests_of_a_country_are_its_own() -> None:
    assert told("Norway had 31 million guests from Spain.") == {("Norway", "guests", 31e6)}
    assert ("Turku", "guests from Norway", 7e6) not in told("Turku counted 810,000 guests, Norway 7 million guests.")
