"""Which event a city or a year is told of: the encoder is asked, else it is the one named last of those named most."""

from __future__ import annotations

import pytest

from kg import encoder
from kg.facts.event_features import Candidate, candidates, hosts, story, years
from kg.facts.event_meant import Meant
from kg.mentions import annotate
from kg.model import Article, Document
from kg.read import article_of

TWO_SERIES = """Two meetings

The Ferry Operators' Congress is older than the Andean Book Fair. The Andean Book Fair sells books; the Andean Book Fair
is loud. The congress met in Ghent in 2014 and will come to Porto in 2021.

The Andean Book Fair was held in Quito in 2018.
"""


def read() -> Document:
    article = article_of("case.txt", TWO_SERIES.encode())
    assert isinstance(article, Article)
    return annotate(article)


def meant(document: Document) -> tuple[Meant, dict[str, Candidate]]:
    """What is asked, and the cities and years of the text by their words."""
    about = story(document)
    named = [c for c in candidates(about, document.text) if c.unit.kind == "E"]
    places = {c.name: c for c in (*hosts(about), *years(about))}
    return Meant(document, [(0.9, c) for c in named], named), places


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("ghent", "Ferry Operators' Congress"),
        ("porto", "Ferry Operators' Congress"),
        ("2014", "Ferry Operators' Congress"),
        ("quito", "Andean Book Fair"),
        ("2018", "Andean Book Fair"),
    ],
)
def test_the_encoder_tells_which_of_two_series_is_meant(place: str, name: str) -> None:
    asked, places = meant(read())
    found = asked.asked(places[place])
    assert found is not None
    assert found.name == name


def test_without_an_encoder_it_is_the_one_named_most() -> None:
    with encoder.using(wanted=False):
        asked, places = meant(read())
        assert asked.asked(places["porto"]) is None
        assert asked.last(places["quito"]).name == "Andean Book Fair"
