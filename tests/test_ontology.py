"""The ontology passes its own shapes, is laid out as the style asks, and answers its questions."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg import query
from kg.namespaces import ONTOLOGY, RDF_TYPE, RDFS, VOCABULARIES
from kg.validate import load_ontology_shapes, validate
from kg.vocabulary import ontology_files, question_files

FILES = ontology_files()
QUESTIONS = question_files()
TRIPLES = [quad.triple for path in FILES for quad in ox.parse(path=path)]
DECLARED = {t.subject.value for t in TRIPLES if isinstance(t.subject, ox.NamedNode)}


def stem(path: Path) -> str:
    return path.stem


def test_ontology_passes_its_own_shapes() -> None:
    report = validate(ox.serialize(TRIPLES, format=ox.RdfFormat.N_TRIPLES) or b"", load_ontology_shapes())
    assert report.findings == (), report.render("text")


def test_each_term_stands_in_one_file() -> None:
    subjects = [(path.stem, quad.subject) for path in FILES for quad in ox.parse(path=path)]
    files = {subject: {name for name, other in subjects if other == subject} for _, subject in set(subjects)}
    assert {str(subject): names for subject, names in files.items() if len(names) > 1} == {}


def test_every_own_term_that_is_used_is_declared() -> None:
    used = {
        node.value
        for t in TRIPLES
        for node in (t.subject, t.predicate, t.object)
        if isinstance(node, ox.NamedNode) and node.value.startswith(ONTOLOGY)
    }
    assert set() == used - DECLARED


def test_ontology_has_no_blank_nodes() -> None:
    assert [t for t in TRIPLES if isinstance(t.subject, ox.BlankNode)] == []


def test_ontology_imports_nothing() -> None:
    assert [t for t in TRIPLES if t.predicate.value == VOCABULARIES["owl"] + "imports"] == []


def test_subclasses_lead_to_entity_fact_or_a_root() -> None:
    roots = {
        ONTOLOGY + name for name in ("Entity", "Fact", "Article", "Evidence", "HeldFact", "Identification", "Unit")
    }
    classes = {
        t.subject.value
        for t in TRIPLES
        if isinstance(t.subject, ox.NamedNode)
        and t.predicate.value == RDF_TYPE
        and t.object == ox.NamedNode(VOCABULARIES["owl"] + "Class")
    }
    below = {
        t.subject.value
        for t in TRIPLES
        if isinstance(t.subject, ox.NamedNode)
        and t.predicate.value == RDFS + "subClassOf"
        and isinstance(t.object, ox.NamedNode)
        and t.object.value in roots
    }
    assert classes == below | roots


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_prefixes_are_sorted_and_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix (\w+):", text, re.MULTILINE)
    body = re.sub(r"^@prefix.*$", "", text, flags=re.MULTILINE)
    assert sorted(prefixes) == prefixes
    assert [prefix for prefix in prefixes if not re.search(rf"\b{prefix}:", body)] == []


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_each_line_has_one_predicate_and_the_type_first(path: Path) -> None:
    blocks = re.findall(r"^(?:\w+:\S*|<\S+>)\n(?:    .*\n)+", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert blocks
    assert [block for block in blocks if not re.match(r".*\n    a \S+ [;.]\n", block)] == []


@pytest.mark.parametrize("path", QUESTIONS, ids=stem)
def test_question_is_asked_in_words_first(path: Path) -> None:
    assert re.match(r"# [A-Z].*\?\n# Subject: ", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", QUESTIONS, ids=stem)
def test_question_has_its_answer(path: Path, sample: kg.KnowledgeGraph, request: pytest.FixtureRequest) -> None:
    """Refresh with ``--update-golden`` and read the diff; an empty answer is never right."""
    answer = query.run(sample.store, path.read_text(encoding="utf-8"))
    found = query.render(sample.store, answer, "csv")
    beside = path.with_suffix(".csv")
    if request.config.getoption("--update-golden"):
        beside.write_text(found, encoding="utf-8", newline="")
    expected = beside.read_text(encoding="utf-8")
    assert list(csv.reader(io.StringIO(expected))) == list(csv.reader(io.StringIO(found)))
    assert len(list(csv.reader(io.StringIO(expected)))) > 1
