"""Exports: the same bytes each time, the same triples in each format, read by a reader that is not the writer."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT, an_article, some_facts
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import export
from kg.rdf import fact_graph
from kg.resolve import resolve
from kg.store import Store

RDFLIB = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}


def triples(graph: rdflib.Graph) -> set[tuple[str, ...]]:
    return {tuple(str(term) for term in triple) for triple in graph}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD parser
@pytest.mark.parametrize("name", ["turtle", "rdfxml", "jsonld"])
def test_rdflib_reads_the_same_triples_in_each_format(sample: kg.KnowledgeGraph, name: str) -> None:
    expected = rdflib.Graph().parse(data=sample.export("ntriples"), format="nt")
    found = rdflib.Graph().parse(data=sample.export(name), format=RDFLIB[name])
    assert len(expected) > 500
    assert triples(expected) == triples(found)


@pytest.mark.parametrize("name", [*export.FORMATS, *export.VIEWS])
def test_export_is_the_same_bytes_each_time(sample: kg.KnowledgeGraph, name: str) -> None:
    assert sample.export(name) == sample.export(name)


def test_quads_keep_one_graph_an_article(sample: kg.KnowledgeGraph) -> None:
    quads = list(ox.parse(sample.export("nquads"), format=ox.RdfFormat.N_QUADS))
    articles = sample.query("SELECT DISTINCT ?a { ?a a kg:Article }").rows
    graphs = {str(quad.graph_name) for quad in quads}
    assert len(articles) + 2 == len(graphs)  # and those of labels and of identity
    assert set(quads) == set(ox.parse(sample.export("trig"), format=ox.RdfFormat.TRIG))


def test_no_export_holds_the_texts_or_the_ledger(sample: kg.KnowledgeGraph) -> None:
    for name in (*export.FORMATS, *export.VIEWS):
        content = sample.export(name)
        assert b"articleBody" not in content
        assert b"builtBy" not in content


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
def test_any_name_survives_every_format(name: str) -> None:
    """Law: whatever an article calls a thing, what is written is valid and says the same."""
    from dataclasses import replace

    from kg.model import AwardConferral, Entity, Kind

    fact = some_facts()[0]
    assert isinstance(fact, AwardConferral)
    article = an_article()
    fact = replace(fact, award=Entity(kind=Kind.AWARD, name=name))
    graph = fact_graph(article, resolve(article, [fact]), Store.in_memory().names, extractor="test")
    store = Store.in_memory()
    store.put(graph.graph, graph.quads, graph.article)
    expected = {(str(t.subject), str(t.predicate), str(t.object)) for t in store.merged()}
    for form in export.FORMATS:
        found = {q.triple for q in ox.parse(export.export(store, form), format=export.FORMATS[form])}
        assert expected == {(str(t.subject), str(t.predicate), str(t.object)) for t in found}


def test_write_replaces_whole_files_only(tmp_path: Path) -> None:
    target = tmp_path / "out" / "graph.ttl"
    export.write(target, b"one")
    export.write(target, b"two")
    assert target.read_bytes() == b"two"
    assert [target] == list(target.parent.iterdir())


@pytest.mark.parametrize("suffix", [*export.SUFFIXES, ".graphml", ".gexf", ".cyjs", ".json"])
def test_exports_in_the_repository_are_those_of_the_samples(sample: kg.KnowledgeGraph, suffix: str) -> None:
    """Run ``make demo`` where this fails, and read the diff."""
    path = ROOT / "exports" / f"sample{suffix}"
    assert path.read_bytes() == sample.export(export.format_of(path))


def test_tables_in_the_repository_are_those_of_the_samples(sample: kg.KnowledgeGraph, tmp_path: Path) -> None:
    export.save(sample.store, "csvw", tmp_path / "csvw")
    expected = {path.name: path.read_bytes() for path in (tmp_path / "csvw").iterdir()}
    assert expected == {path.name: path.read_bytes() for path in (ROOT / "exports" / "csvw").iterdir()}


def test_readme_of_the_exports_names_each_file() -> None:
    folder = ROOT / "exports"
    told = (folder / "README.md").read_text(encoding="utf-8")
    assert {path.suffix for path in folder.glob("sample.*") if path.suffix not in told} == set()
    assert "`csvw/`" in told
