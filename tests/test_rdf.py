"""Mapping: names are the mapping, no blank nodes, and IRIs are functions of what they name."""

from dataclasses import replace

import pyoxigraph as ox
import pytest
from conftest import an_article, some_facts
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import KnowledgeGraph
from kg.model import AwardConferral, Entity, Kind
from kg.namespaces import ONTOLOGY, Names, folded, slug, term
from kg.rdf import FactGraph, fact_graph
from kg.resolve import resolve

NAMES = Names()


def graph_of(article_text: str | None = None) -> FactGraph:
    article = an_article() if article_text is None else an_article(article_text)
    return fact_graph(article, resolve(article, some_facts()), NAMES, extractor="test")


def test_fields_become_properties_and_classes_classes() -> None:
    text = "\n".join(map(str, graph_of().triples))
    for name in ("AwardConferral", "Hosting", "Tenure", "Observation", "Location", "Article"):
        assert f"<{ONTOLOGY}{name}>" in text
    for name in ("recipient", "startDate", "endDate", "asOf", "role", "of", "metric", "value"):
        assert f"<{ONTOLOGY}{name}>" in text


def test_values_are_typed_and_no_more_precise_than_the_text() -> None:
    text = "\n".join(map(str, graph_of().triples))
    assert '"2019"^^<http://www.w3.org/2001/XMLSchema#gYear>' in text
    assert '"2019-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>' in text
    assert '"2019-05-03"^^<http://www.w3.org/2001/XMLSchema#date>' in text
    assert '"1200"^^<http://www.w3.org/2001/XMLSchema#decimal>' in text


def test_nothing_is_a_blank_node() -> None:
    for triple in graph_of().triples:
        assert not isinstance(triple.subject, ox.BlankNode)
        assert not isinstance(triple.object, ox.BlankNode)


def test_every_quote_is_the_slice_of_the_text() -> None:
    article = an_article()
    values: dict[str, dict[str, str]] = {}
    for triple in graph_of().triples:
        if "/evidence/" in str(triple.subject):
            values.setdefault(str(triple.subject), {})[str(triple.predicate)[-6:-1]] = getattr(
                triple.object, "value", ""
            )
    assert values
    for node in values.values():
        assert node["exact"] == article.text[int(node["start"]) : int(node["a#end"])]


def test_same_facts_give_the_same_triples_and_others_other_iris() -> None:
    assert graph_of().triples == graph_of().triples
    (fact,) = (f for _, f in graph_of().facts if isinstance(f, AwardConferral))
    article = an_article()
    one = fact_graph(article, [fact], NAMES, extractor="test").facts[0][0]
    two = fact_graph(article, [replace(fact, year=2018)], NAMES, extractor="test").facts[0][0]
    renamed_rule = fact_graph(article, [replace(fact, rule="AWARD-99")], NAMES, extractor="test").facts[0][0]
    assert one != two
    assert one == renamed_rule


@given(st.text(max_size=300))
def test_any_name_gives_a_valid_iri(name: str) -> None:
    """Law: whatever a thing is called, its IRI is valid, ASCII and not empty."""
    made = slug(name)
    assert made
    assert made.isascii()
    ox.NamedNode(NAMES.entity(Entity(kind=Kind.PERSON, name=name, key=made)))


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_names_that_fold_differently_have_different_iris(one: str, two: str) -> None:
    """Law: an IRI is a function of the folded name, and no two folded names share one."""
    assert (slug(one) == slug(two)) == ((folded(one) or one) == (folded(two) or two))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Zürich", "Zurich"),
        ("The World Expo", "World Expo"),
        ("Zürich", "Zu\u0308rich"),
        ("Oslo", "O\u202eslo"),
        ("A & B", "A and B"),
    ],
)
def test_spellings_of_one_name_are_one(one: str, two: str) -> None:
    assert slug(one) == slug(two)


def test_homoglyphs_are_not_merged() -> None:
    assert slug("Alberta") != slug("Аlberta")  # the second begins with a Cyrillic letter


def test_python_names_become_terms() -> None:
    assert term("conferred_by") == ONTOLOGY + "conferredBy"
    assert term("AwardConferral") == ONTOLOGY + "AwardConferral"


def test_base_moves_the_things_and_not_the_vocabulary() -> None:
    article = an_article()
    graph = fact_graph(article, resolve(article, some_facts()), Names(base="https://example.org/kg/"), extractor="test")
    text = "\n".join(map(str, graph.triples))
    assert "https://example.org/kg/id/city/gn3143244" in text
    assert "w3id.org/citykg/id/" not in text
    assert f"<{ONTOLOGY}recipient>" in text


def test_provenance_costs_at_most_six_triples_a_fact(sample: KnowledgeGraph) -> None:
    """Evidence, the links to it, the rule and the article's own lines, over all facts of the sample articles."""

    def count(pattern: str) -> int:
        (row,) = sample.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}").records()
        return int(row["n"])

    facts = count("?f kg:evidence ?e")
    spent = sum(
        count(pattern)
        for pattern in (
            "?e oa:hasSource ?a ; ?p ?o",
            "?f kg:evidence|prov:wasDerivedFrom ?e . ?e oa:hasSource ?a",
            "?f kg:rule ?r",
            "?a a kg:Article ; ?p ?o",
        )
    )
    assert spent <= 6 * facts, spent / facts
