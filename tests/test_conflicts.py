"""Where articles disagree: told with both quotes, told apart from updates, and one value to go by on request."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import OSLO, Command, an_article, span, store_facts

from kg import query
from kg.as_of import as_of
from kg.comparison import Relation
from kg.conflicts import Policy, by_policy, disagreements
from kg.model import Entity, Fact, Kind, Observation, Period, Precision, Tenure
from kg.pipeline import retract
from kg.store import Store
from kg.validate import load_shapes

SHAPES = load_shapes(())
EVIDENCE = (span("mayor Ann Lie"),)
YEAR = Period(start=datetime.date(2019, 1, 1), end=datetime.date(2019, 12, 31), precision=Precision.YEAR)


def visitors(value: int, year: Period | None = YEAR, name: str = "visitors") -> Observation:
    metric = Entity(kind=Kind.METRIC, name=name)
    return Observation(evidence=EVIDENCE, rule="T", about=OSLO, metric=metric, value=Decimal(value), as_of=year)


def mayor(name: str) -> Tenure:
    return Tenure(evidence=EVIDENCE, rule="T", person=Entity(kind=Kind.PERSON, name=name), role="mayor", of=OSLO)


def told(*articles: tuple[str, list[Fact]]) -> Store:
    """A store of articles, each by the date it was published on ("" for none) and its facts."""
    store = Store.in_memory()
    store.set_shapes(SHAPES.digest, SHAPES.triples)
    for n, (day, facts) in enumerate(articles):
        published = datetime.date.fromisoformat(day) if day else None
        article = replace(an_article(source=f"{n}.txt"), sha256=f"{n:016x}{0:048x}", published=published)
        store_facts(article, facts, store, SHAPES)
    return store


def relations(store: Store) -> list[Relation]:
    return [one.relation for one in disagreements(store)]


def test_two_values_for_one_year_contradict() -> None:
    store = told(("2020-01-05", [visitors(31_400)]), ("2020-02-01", [visitors(45_000)]))
    (found,) = disagreements(store)
    assert found.relation is Relation.CONTRADICTION
    assert {found.one.source, found.other.source} == {"0.txt", "1.txt"}
    assert found.one.telling.quote == "mayor Ann Lie"
    retract("1.txt", store)
    assert relations(store) == []


def test_values_of_two_years_are_an_update() -> None:
    later = Period(start=datetime.date(2023, 1, 1), end=datetime.date(2023, 12, 31), precision=Precision.YEAR)
    store = told(("2020-01-05", [visitors(31_400)]), ("2024-02-01", [visitors(45_000, later)]))
    assert relations(store) == [Relation.UPDATE]


def test_names_of_one_measure_are_compared() -> None:
    store = told(("2020-01-05", [visitors(5, name="residents")]), ("2020-01-06", [visitors(9, name="inhabitants")]))
    assert relations(store) == [Relation.CONTRADICTION]


def test_two_mayors_at_once_contradict() -> None:
    store = told(("2020-01-05", [mayor("Ann Lie")]), ("2020-01-07", [mayor("Bo Ek")]))
    assert relations(store) == [Relation.CONTRADICTION]


@pytest.mark.parametrize(("policy", "value"), [(Policy.NEWEST, "45000"), (Policy.MOST_SOURCES, "31400")])
def test_one_value_by_a_policy_and_the_others_beside_it(policy: Policy, value: str) -> None:
    store = told(
        ("2020-01-05", [visitors(31_400)]), ("2020-01-09", [visitors(31_400)]), ("2020-02-01", [visitors(45_000)])
    )
    answer = by_policy(store, query.run(store, query.find("metrics")), policy)
    rows = list(answer.records())
    assert {row["value"] for row in rows} == {value}
    others = "; ".join(row["others"] for row in rows)
    assert "contradiction" in others
    assert {"31400", "45000"} - {value} <= set(others.replace(",", " ").split())


def test_as_of_knows_what_was_out_then_and_nothing_undated() -> None:
    store = told(("2020-01-05", [mayor("Ann Lie")]), ("2021-01-05", [mayor("Bo Ek")]), ("", [mayor("Cy Fo")]))
    then, undated = as_of(store, datetime.date(2020, 6, 1))
    assert undated == 1
    assert [row["person"] for row in query.run(then, query.find("roles")).records()] == ["Ann Lie"]
    assert set(then.engine) == set(told(("2020-01-05", [mayor("Ann Lie")])).engine)


def test_identity_as_of_is_that_of_the_articles_then() -> None:
    store = told(("2020-01-05", [visitors(5, name="residents")]), ("2022-01-06", [visitors(9, name="inhabitants")]))
    then, _ = as_of(store, datetime.date(2021, 1, 1))
    names = "SELECT ?m { ?m a kg:Metric }"
    assert [row["m"].rsplit("/", 1)[-1] for row in query.run(then, names).records()] == ["residents"]
    assert [row["m"].rsplit("/", 1)[-1] for row in query.run(store, names).records()] == ["inhabitants"]


def test_commands(command: Command, sample_store: Path) -> None:
    found = command("conflicts", "--store", sample_store, "--relation", "contradiction", "--json", code=None)
    records = json.loads(found.stdout)
    assert found.code == (1 if records else 0)
    assert all(record["one"]["quote"] and record["other"]["quote"] for record in records)
    table = command("query", "metrics", "--policy", "newest", "--store", sample_store, "-f", "csv").stdout.decode()
    assert table.splitlines()[0].endswith(",others,fact")
    refused = command("query", "ASK { ?a ?b ?c }", "--policy", "newest", "--store", sample_store, code=2)
    assert "no column fact" in refused.stderr
    then = command("query", "awards", "--as-of", "2000-01-01", "--store", sample_store, "-f", "csv")
    assert then.stdout.decode().count("\n") == 1
    assert "without a date are left out" in then.stderr
