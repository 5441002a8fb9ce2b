"""Names of awards, events and organisations are found whole, and nothing else is."""

from __future__ import annotations

import itertools

import pytest

from kg.mentions import annotate
from kg.mentions.names import award_meant
from kg.model import Article, Document, Kind, NameMention, Span
from kg.read import article_of


def read(text: str) -> Document:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article), article
    return annotate(article)


def names(text: str) -> list[tuple[Kind, str]]:
    return [(m.kind, m.name) for m in read(text).all(NameMention)]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("They gave it the Sustainable Transport Award.", Kind.AWARD, "Sustainable Transport Award"),
        ("It is the European Green Capital now.", Kind.AWARD, "European Green Capital"),
        ("It was made a UNESCO City of Literature.", Kind.AWARD, "UNESCO City of Literature"),
        ("The foundation recognised Ljubljana as a Tree City of the World.", Kind.AWARD, "Tree City of the World"),
        ("Kraków was voted European Best Destination 2024 by readers.", Kind.AWARD, "European Best Destination"),
        ("Galway took the title of European Region of Gastronomy 2018.", Kind.AWARD, "European Region of Gastronomy"),
        ("Paris came fourth in the 2024 Global Cities Report of the firm.", Kind.AWARD, "Global Cities Report"),
        ("It came first in the Global Power City Index.", Kind.AWARD, "Global Power City Index"),
        ("It rose in the Quality of Living survey.", Kind.AWARD, "Quality of Living survey"),
        ("She is the Librarian of the Year.", Kind.AWARD, "Librarian of the Year"),
        ("Delegates came to the World Cities Summit.", Kind.EVENT, "World Cities Summit"),
        (
            "The 85th World Library and Information Congress began.",
            Kind.EVENT,
            "World Library and Information Congress",
        ),
        ("They met at the Nordic Mobility Conference & Expo.", Kind.EVENT, "Nordic Mobility Conference & Expo"),
        (
            "He works at the Ministry of Tourism, Arts and Culture.",
            Kind.ORGANIZATION,
            "Ministry of Tourism, Arts and Culture",
        ),
        ("A letter from the University of Lagos arrived.", Kind.ORGANIZATION, "University of Lagos"),
    ],
)
def test_head_noun_tells_what_is_named(text: str, kind: Kind, name: str) -> None:
    assert (kind, name) in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "Santiago is the capital of Chile.",
        "They live near the Lagos Convention Centre.",
        "The mayor opened the meeting.",
        "In May they went home.",
        "There are 27 ranking criteria like traffic, aircraft and dogs.",
    ],
)
def test_nothing_is_named(text: str) -> None:
    assert names(text) == []


def test_year_and_edition_stand_beside_the_name() -> None:
    first, second = read("It is European Green Capital 2022. The 15th World Expo 2030 is far off.").all(NameMention)
    assert (first.name, first.year, first.edition) == ("European Green Capital", 2022, None)
    assert (second.name, second.year, second.edition) == ("World Expo", 2030, "15th")


def test_post_in_front_of_a_name_is_no_part_of_it() -> None:
    assert (Kind.EVENT, "Urban Mobility World Congress") in names(
        "Ann Lee is CEO of the Urban Mobility World Congress."
    )


def test_short_form_gets_the_long_name() -> None:
    text = "The Urban Mobility World Congress (UMWC) began. UMWC is big. The congress ends today."
    assert [name for _, name in names(text)] == ["Urban Mobility World Congress"] * 4


def test_two_organisations_stay_two() -> None:
    found = names("It was paid for by UNESCO and the World Bank.")
    assert found == [(Kind.ORGANIZATION, "UNESCO"), (Kind.ORGANIZATION, "World Bank")]


def test_award_meant_is_the_nearest_before() -> None:
    text = "Oslo won the Clean Air Prize. Rome won the Blue Water Prize. The prize is old."
    document = read(text)
    at = text.index("The prize")
    meant = award_meant(document, Span(start=at, end=at + 9))
    assert meant is not None
    assert meant.name == "Blue Water Prize"


def test_names_do_not_overlap() -> None:
    mentions = read(
        "The Kofi Annan World City Prize of the World Cities Summit went to the City Council of Accra."
    ).all(NameMention)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(mentions))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Maria Holm was made an officer of the Order of Saint Olav in 2014.", ["Order of Saint Olav"]),
        ("In 2011 the Legion of Honour was conferred on Anna Weber.", ["Legion of Honour"]),
        ("Tom Hill was granted the Freedom of the City of Leeds.", ["Freedom of the City of Leeds"]),
        ("The Order of Malta runs a hospital in Bethlehem, and order of the speakers was changed.", []),
    ],
)
def test_orders_are_awards_where_they_are_given(text: str, named: list[str]) -> None:
    assert [name for kind, name in names(text) if kind is Kind.AWARD] == named
