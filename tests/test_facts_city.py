"""Where cities lie, of what no single sentence shows: rows of tables, and what is no place."""

from __future__ import annotations

import pytest

from kg.facts import read_facts
from kg.mentions import annotate
from kg.model import Article, Location
from kg.read import article_of

TABLE = """<html><body><article><h1>Prize winners</h1><p>The prize has been given every year since 2010. It is open to
every town that mends its pavements, and the jury travels to each of them before it makes up its mind.</p><table>
<tr><th>Year</th><th>Winner</th><th>Second</th><th>Country of winner</th></tr>
<tr><td>2020</td><td>Warsaw</td><td>{second}</td><td>Poland</td></tr>
</table></article></body></html>"""


@pytest.mark.parametrize("second", ["Castelló de la Plana", "Turku"])
def test_the_country_of_a_row_is_not_of_the_city_just_before_it(second: str) -> None:
    article = article_of("case.html", TABLE.format(second=second).encode())
    assert isinstance(article, Article)
    told = [(fact.city.name, fact.place.name) for fact in read_facts(annotate(article)) if isinstance(fact, Location)]
    assert told == [("Warsaw", "Poland")]


def test_other_name_of_a_city_is_no_place() -> None:
    article = article_of("case.txt", b"Anna Holm runs the Hall Wien (Vienna). The office is in Cluj (Romania).")
    assert isinstance(article, Article)
    told = [(fact.city.name, fact.place.name) for fact in read_facts(annotate(article)) if isinstance(fact, Location)]
    assert told == [("Cluj", "Romania")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Pécs is situated in southern Hungary.", "Hungary"),
        ("Turku, which is located in the south-west of Finland, has a harbour.", "Finland"),
        ("The city of Turku lies in Finland.", "Finland"),
        ("Mikkeli lies in eastern Finland.", "Finland"),
        ("The head office of Turku Energy is located in Sweden.", None),
        ("Anna Holm of Turku is based on the coast of Sweden.", None),
    ],
)
def test_where_a_city_is_said_to_lie(text: str, place: str | None) -> None:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    told = [fact.place.name for fact in read_facts(annotate(article)) if isinstance(fact, Location)]
    assert told == ([place] if place else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In Poland, Olsztyn has built a tramway.", [("Olsztyn", "Poland")]),
        ("Turin is in Italy.", [("Turin", "Italy")]),
        ("Turin, which is in Piedmont, has won.", [("Turin", "Piedmont")]),
        ("Denver won again: the Colorado capital has 300 parks.", [("Denver", "Colorado")]),
        ("Sangli, a Maharashtra municipality, has won.", [("Sangli", "Maharashtra")]),
        ("MOAB, Utah - The film days have begun.", [("Moab", "Utah")]),
        # two places side by side, and neither lies in the other
        ("They chose Manchester, for Greater Manchester had asked.", []),
        ("Sangli, a Maharashtra newspaper wrote, has won.", []),
        ("They met in Poland, and Olsztyn was third.", []),
    ],
)
def test_words_that_put_a_city_in_its_place(text: str, found: list[tuple[str, str]]) -> None:
    article = article_of("case.txt", text.encode())
    assert isinstance(article, Article)
    facts = read_facts(annotate(article))
    assert [(f.city.name, f.place.name) for f in facts if isinstance(f, Location)] == found
