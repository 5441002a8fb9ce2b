"""Small towns: in the table of kg/lexicon/towns.tsv, and read where their country or region stands beside them."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions import annotate
from kg.mentions.gazetteer import cities_called, key, table
from kg.mentions.town_table import called, city_or_town, towns_called
from kg.model import Article, CityMention, PersonMention, PlaceMention
from kg.read import article_of


def towns(text: str) -> list[tuple[str, str | None, bool]]:
    """The cities of a text: name, country, and whether the id is known."""
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    return [(m.name, m.country, m.geonames_id is not None) for m in annotate(article).all(CityMention)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The jury liked Altach, Austria, best.", [("Altach", "AT", True)]),
        ("Nobody expected that Altach, in Austria, would win.", [("Altach", "AT", True)]),
        ("In Altach, Austria, they danced.", [("Altach", "AT", True)]),
        ("Third came Altach (in Vorarlberg) with nine points.", [("Altach", "AT", True)]),
        ("The prize goes to Ramsau, a village of 2,700 in the Austrian province of Styria.", [("Ramsau", "AT", False)]),
        ("The mayor thanked Estes Park, Colorado, for its help.", [("Estes Park", "US", True)]),
        ("The race ends in Lake Placid, New York, on Sunday.", [("Lake Placid", "US", True)]),
        ("Silver: Skofja Loka (Slovenia).", [("Skofja Loka", "SI", True)]),
        ("The bridge of Altach in Austria is new. People like Altach.", [("Altach", "AT", True)] * 2),
        ("Town\tCountry\nAltach\tAustria\nLindau\tGermany\n", [("Altach", "AT", True), ("Lindau", "DE", True)]),
        # not in the table: one word behind words in lower case, the name of a thing never
        ("The cup was won by Oberzwil, Switzerland.", [("Oberzwil", "CH", False)]),
        ("He praised Oberzwil in Switzerland.", [("Oberzwil", "CH", False)]),
        ("She bought the Oberzwil in Switzerland.", []),
        ("They visited the Blue Mosque in Lebanon.", []),
    ],
)
def test_a_town_is_read_beside_its_place(text: str, found: list[tuple[str, str | None, bool]]) -> None:
    assert towns(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "People like Altach.",  # no place beside it
        "Anna Altach, Austria, won the race.",  # a person
        "The Castelo do Livramento in Brazil is old.",  # Livramento is a town
        "The station was built by Altach, Norway.",  # no such town there; an unknown one is of one word, too
        "It was named City of Curious Minds, Town of Silence and Municipality of the Year.",
    ],
)
def test_other_names_are_no_known_towns(text: str) -> None:
    assert [name for name, _, known in towns(text) if known or name in {"Livramento", "Silence", "Year"}] == []


def test_a_person_called_like_a_town_is_that_person() -> None:
    article = article_of("case.txt", b"Mayor Anna Altach, of Graz, Austria, spoke. Altach was happy.")
    assert isinstance(article, Article)
    document = annotate(article)
    assert [m.name for m in document.all(CityMention)] == ["Graz"]
    assert {m.name for m in document.all(PersonMention)} == {"Anna Altach"}


def test_a_region_called_like_a_city_is_the_region_behind_its_town() -> None:
    article = article_of("case.txt", b"They were on in Lake Placid, New York, for a week.")
    assert isinstance(article, Article)
    assert [m.name for m in annotate(article).all(PlaceMention)] == ["New York"]


def test_the_table_is_sorted_and_every_town_is_found() -> None:
    rows = list(table("towns.tsv"))
    keys = [key(row[0]) for row in rows]
    assert all(one <= other for one, other in pairwise(keys))
    groups = [(name, [int(row[3]) for row in group]) for name, group in groupby(rows, key=lambda row: key(row[0]))]
    for name, ids in [*groups[:20], *groups[:: len(groups) // 500], *groups[-20:]]:
        assert [town.geonames_id for town in towns_called(name)] == ids


@given(st.text(max_size=20))
def test_any_name_can_be_looked_up(name: str) -> None:
    assert all(key(town.name) == key(name) for town in towns_called(name))


def test_a_city_stands_before_towns_of_its_name() -> None:
    assert called("Vienna") == cities_called("Vienna")
    assert called("Altach") == towns_called("Altach")
    assert city_or_town("Altach", towns_called("Altach")[0].geonames_id) == towns_called("Altach")[0]
    assert city_or_town("Altach", 1) is None
