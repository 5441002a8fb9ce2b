"""Queries: named tables, SPARQL, formats; nothing reaches out and nothing crashes the engine."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import ROOT

import kg
from kg import pipeline, query, read
from kg.errors import QueryError
from kg.model import Article
from kg.store import Store
from kg.tables import COLUMNS, rows


@pytest.mark.parametrize("name", query.TABLES)
def test_public_table_begins_with_its_columns(sample: kg.KnowledgeGraph, name: str) -> None:
    answer = sample.query(query.find(name))
    assert COLUMNS[name] == answer.columns[: len(COLUMNS[name])]
    assert answer.rows


def test_tables_from_the_graph_are_the_tables_from_the_facts(
    sample: kg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    expected: dict[str, list[str]] = {name: [] for name in COLUMNS}
    for article in read.read(["examples/articles"]):
        assert isinstance(article, Article)
        for fact in pipeline.extract(article):
            for name, row in rows(article, fact):
                expected[name].append(json.dumps(row, sort_keys=True))
    for name, columns in COLUMNS.items():
        found = [json.dumps({c: row[c] for c in columns}, sort_keys=True) for row in sample.table(name)]
        assert sorted(expected[name]) == sorted(found)


def test_what_many_articles_say_counts_once(sample: kg.KnowledgeGraph) -> None:
    rows = sample.query("SELECT ?s ?p ?o { ?s ?p ?o }").rows
    assert len(rows) == len(set(rows))


def test_texts_ledger_and_quarantine_are_not_asserted(sample: kg.KnowledgeGraph) -> None:
    assert sample.query("ASK { ?a schema:articleBody ?t }").yes is False
    assert sample.query("ASK { GRAPH ?g { ?a schema:articleBody ?t } }").yes is True
    assert sample.query("ASK { ?a kg:builtBy ?t }").yes is False


def test_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(QueryError, match="did you mean awards"):
        query.find("award")


def test_every_named_query_says_what_it_asks() -> None:
    for sparql in query.named().values():
        assert sparql.startswith("# ")
        assert sparql.splitlines()[0].endswith(("?", "."))


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * {\n# x\nSERVICE\n<http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:9/>",
    ],
)
def test_reaching_out_is_refused(sparql: str) -> None:
    with pytest.raises(QueryError, match="reaches out"):
        query.run(Store.in_memory(), sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT * { ?service ?load "SERVICE" }',
        "# SERVICE\nSELECT * { ?s ?p <http://x/SERVICE> }",
        "PREFIX service: <http://x/> SELECT * { ?s service:load ?o }",
    ],
)
def test_words_that_only_look_like_reaching_out_are_allowed(sparql: str) -> None:
    assert query.run(Store.in_memory(), sparql).rows == ()


@pytest.mark.parametrize("depth", [3_000, 50_000])
def test_nesting_that_would_crash_the_engine_is_refused(depth: int) -> None:
    with pytest.raises(QueryError, match=r"nested|characters"):
        query.run(Store.in_memory(), "SELECT * " + "{" * depth + "}" * depth)


def test_update_is_refused() -> None:
    with pytest.raises(QueryError, match="SELECT, ASK, CONSTRUCT or DESCRIBE"):
        query.run(Store.in_memory(), "INSERT DATA { <urn:a> <urn:b> <urn:c> }")


def test_formats_agree(sample: kg.KnowledgeGraph) -> None:
    answer = sample.query(query.find("roles"))
    as_csv = list(csv.DictReader(io.StringIO(query.render(sample.store, answer, "csv"))))
    as_tsv = list(csv.DictReader(io.StringIO(query.render(sample.store, answer, "tsv")), delimiter="\t"))
    as_lines = [json.loads(line) for line in query.render(sample.store, answer, "jsonl").splitlines()]
    bindings = json.loads(query.render(sample.store, answer, "json"))["results"]["bindings"]
    assert as_csv == as_tsv == as_lines == list(answer.records())
    assert [row["person"] for row in as_csv] == [row["person"]["value"] for row in bindings]


def test_ask_construct_and_wrong_pairs(sample: kg.KnowledgeGraph) -> None:
    assert sample.query("ASK { ?c a kg:City }").yes is True
    triples = sample.query("CONSTRUCT { ?c a kg:City } WHERE { ?c a kg:City }")
    assert "a kg:City" in query.render(sample.store, triples, "turtle")
    with pytest.raises(QueryError, match="give turtle"):
        query.render(sample.store, triples, "csv")
    with pytest.raises(QueryError, match="use SELECT"):
        query.render(sample.store, sample.query("SELECT * {}"), "turtle")


def test_missing_query_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"gone\.rq"):
        query.read(str(tmp_path / "gone.rq"), io.StringIO())


def test_question_is_run_by_its_name(sample: kg.KnowledgeGraph) -> None:
    names = [name for named in query.listed().values() for name in named]
    assert sorted(set(names)) == sorted(names), "a question hides a table"
    money = query.run(sample.store, query.find("money"))
    assert money.columns == ("currency", "value", "about", "metric")
    with pytest.raises(QueryError, match="did you mean names-joined"):
        query.find("name-joined")
