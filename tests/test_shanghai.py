"""An outside article as it was published: a page dump in one line, menus and related headlines around the story.

The file is no part of this project; without it these tests are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import SHARED

import kg
from kg import pipeline
from kg.store import Store
from kg.validate import load_shapes, validate

PAGE = SHARED / "articles" / "shanghai.txt"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="shared/articles/shanghai.txt is not beside this project")
CONGRESS = "Smart City Expo World Congress"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.KnowledgeGraph]:
    path = tmp_path_factory.mktemp("shanghai") / "s"
    with Store.create(path) as store:
        (outcome,) = pipeline.build([str(PAGE)], store, shapes=load_shapes(()))
        assert outcome.held == ()
    with kg.open(path) as opened:
        yield opened


def rows(graph: kg.KnowledgeGraph, table: str, *columns: str) -> set[tuple[str, ...]]:
    return {tuple(row[column] for column in columns) for row in graph.table(table)}


def test_awards(graph: kg.KnowledgeGraph) -> None:
    name = "World Smart City Awards"
    expected = {
        ("Shanghai", name, "City", "2020", CONGRESS, "winner"),
        ("Stockholm", name, "", "2019", CONGRESS, "winner"),
    }
    assert expected == rows(graph, "awards", "recipient", "award", "category", "year", "event", "result")


def test_event_in_three_cities_and_its_series(graph: kg.KnowledgeGraph) -> None:
    expected = {(CONGRESS, city, "2020", "2020-11-17", "2020-11-18") for city in ("Barcelona", "Shanghai", "New York")}
    assert expected == rows(graph, "events", "event", "city", "year", "start", "end")
    assert {(CONGRESS, "Barcelona", "2011", "11")} == rows(graph, "series", "series", "city", "since", "month")


def test_roles(graph: kg.KnowledgeGraph) -> None:
    found = {(row["person"], row["role"]): row["of"] for row in graph.table("roles")}
    assert {("Mao Huidong", "CEO"), ("Wu Qing", "deputy mayor")} == set(found)
    assert CONGRESS in found["Mao Huidong", "CEO"]
    assert found["Wu Qing", "deputy mayor"] == "Shanghai"


def test_metrics(graph: kg.KnowledgeGraph) -> None:
    expected = {
        ("Shanghai", "5G outdoor base stations", "31400", "2020-11"),
        ("Shanghai", "5G indoor small stations", "49800", "2020-11"),
    }
    assert expected == rows(graph, "metrics", "about", "measure", "value", "asOf")


def test_nothing_is_read_from_the_page_around_the_story(graph: kg.KnowledgeGraph) -> None:
    (article,) = graph.query("SELECT ?text { GRAPH ?g { ?a schema:articleBody ?text } }").records()
    assert article["text"].rstrip().endswith("happiness and security to its residents.")
    for furniture in ("Related reading", "We Recommend", "Most Read", "Web editor", "Add your comment"):
        assert furniture not in article["text"]
    assert len(graph.query("SELECT ?f { ?f kg:evidence ?e }").rows) == 8


def test_the_graph_passes_its_shapes(graph: kg.KnowledgeGraph) -> None:
    assert validate(graph.export("ntriples"), load_shapes(())).conforms
