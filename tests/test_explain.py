"""Explaining: every fact leads back to the words it was read from."""

import re

import pytest

import kg
from kg.errors import QueryError


def test_every_fact_leads_to_its_quote_in_its_sentence(sample: kg.KnowledgeGraph) -> None:
    facts = sample.query("SELECT ?f { ?f kg:evidence ?e }").rows
    assert facts
    for (fact,) in facts:
        (told,) = sample.explain(str(fact).strip("<>"))
        assert told.quotes
        for quote in told.quotes:
            assert quote.quote.strip()


def test_quote_and_surroundings_are_the_stored_text(sample: kg.KnowledgeGraph) -> None:
    (row, *_) = sample.table("roles")
    (told,) = sample.explain(row["fact"])
    bodies = sample.query("SELECT ?t { GRAPH ?g { ?a schema:articleBody ?t } }").records()
    sentence = told.quotes[0].before + told.quotes[0].quote + told.quotes[0].after
    assert any(sentence.strip() in re.sub(r"\s+", " ", body["t"]) for body in bodies)


def test_name_prefixed_name_and_iri_explain_the_same(sample: kg.KnowledgeGraph) -> None:
    (city, name), *_ = sample.query("SELECT ?c ?n { ?c a kg:City ; rdfs:label ?n } ORDER BY ?c").rows
    iri = str(city).strip("<>")
    by_iri = sample.explain(iri)
    assert by_iri
    assert by_iri == sample.explain("city:" + iri.rsplit("/", 1)[1])
    assert set(by_iri) <= set(sample.explain(str(getattr(name, "value", ""))))


@pytest.mark.parametrize("what", ["Atlantis", "http://example.org/nothing", "city:gn0", "http://a b"])
def test_unknown_things_are_said_to_be_unknown(sample: kg.KnowledgeGraph, what: str) -> None:
    with pytest.raises(QueryError, match="cannot explain"):
        sample.explain(what)
