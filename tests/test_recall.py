"""What the graph says of an article gives its facts back, word for word and IRI for IRI."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, an_article, some_facts
from hypothesis import given
from hypothesis import strategies as st

from kg import pipeline
from kg.model import Article, Fact, Period, Precision
from kg.namespaces import Names
from kg.rdf import fact_graph
from kg.read import article_of
from kg.recall import article_in, described, facts_in, period
from kg.resolve import resolve

NAMES = Names()
SAMPLE = sorted(path for path in (ROOT / "examples" / "articles").iterdir() if path.suffix in {".txt", ".html"})


def recalled(article: Article, facts: tuple[Fact, ...]) -> None:
    graph = fact_graph(article, facts, NAMES, extractor="test")
    found = described(graph.triples)
    again = article_in(found, graph.article, article.text)
    told = tuple(fact for _, fact in facts_in(found, NAMES))
    second = fact_graph(again, told, NAMES, extractor="test")
    assert set(graph.triples) == set(second.triples)
    assert {iri for iri, _ in graph.facts} == {iri for iri, _ in second.facts}


def test_facts_of_each_kind_come_back() -> None:
    article = an_article()
    recalled(article, resolve(article, some_facts()))


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_sample_articles_come_back(path: Path) -> None:
    article = article_of(f"examples/articles/{path.name}", path.read_bytes())
    assert isinstance(article, Article)
    facts = pipeline.extract(article)
    assert facts
    recalled(article, facts)


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.dates(min_value=datetime.date(1000, 1, 1)))
def test_periods_come_back_as_precise_as_they_are_written(one: datetime.date, other: datetime.date) -> None:
    for start, end, precision in ((one, one, Precision.DAY), (min(one, other), max(one, other), Precision.SPAN)):
        written = Period(start=start, end=end, precision=precision).iso
        assert written == period(written).iso


def test_other_triples_are_no_facts() -> None:
    triple = ox.Triple(ox.NamedNode("https://example.org/a"), ox.NamedNode("https://example.org/b"), ox.Literal("c"))
    assert list(facts_in(described([triple]), NAMES)) == []
