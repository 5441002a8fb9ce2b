"""The description of the dumps says what is in them: each count is made anew from the files, each digest too."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, Command

import kg
from kg import export, void
from kg.errors import InputError
from kg.namespaces import DCAT, DCTERMS, ONTOLOGY, RDF_TYPE, RDFS, SPDX, VOID

EXPORTS = ROOT / "exports"
TRIPLES = [quad.triple for quad in ox.parse(path=EXPORTS / "sample.nt")]
TOLD = [quad.triple for quad in ox.parse(path=EXPORTS / "void.ttl")]
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def values(subject: object, predicate: str) -> list[str]:
    return [
        str(getattr(t.object, "value", t.object))
        for t in TOLD
        if t.subject == subject and t.predicate.value == predicate
    ]


DATA = next(t.subject for t in TOLD if t.predicate.value == RDF_TYPE and t.object == ox.NamedNode(VOID + "Dataset"))


def parts(key: str, number: str) -> dict[str, int]:
    found = [t for t in TOLD if t.predicate.value == VOID + key]
    return {str(getattr(t.object, "value", "")): int(values(t.subject, VOID + number)[0]) for t in found}


def test_totals_are_those_of_the_file() -> None:
    labelled = {t.subject for t in TRIPLES if t.predicate.value == RDFS + "label"}
    articles = [t for t in TRIPLES if t.object == ox.NamedNode(ONTOLOGY + "Article")]
    expected = {
        "triples": len(TRIPLES),
        "distinctSubjects": len({t.subject for t in TRIPLES}),
        "distinctObjects": len({t.object for t in TRIPLES}),
        "entities": len(labelled),
        "documents": len(articles),
    }
    assert expected == {name: int(values(DATA, VOID + name)[0]) for name in expected}


def test_classes_and_properties_are_those_of_the_file() -> None:
    by_property = Counter(t.predicate.value for t in TRIPLES)
    by_class = Counter(str(getattr(t.object, "value", "")) for t in TRIPLES if t.predicate.value == RDF_TYPE)
    assert by_property == parts("property", "triples")
    assert by_class == parts("class", "entities")
    assert [str(len(by_property)), str(len(by_class))] == [
        *values(DATA, VOID + "properties"),
        *values(DATA, VOID + "classes"),
    ]


def test_each_dump_has_its_size_and_digest() -> None:
    forms = [t.object for t in TOLD if t.predicate.value == DCAT + "distribution"]
    files = {values(form, DCAT + "downloadURL")[0].rsplit("/", 1)[1]: form for form in forms}
    assert {f"sample{suffix}" for suffix in void.MEDIA} == set(files)
    for name, form in files.items():
        content = (EXPORTS / name).read_bytes()
        checksum = next(t.object for t in TOLD if t.subject == form and t.predicate.value == SPDX + "checksum")
        assert [str(len(content))] == values(form, DCAT + "byteSize")
        assert [hashlib.sha256(content).hexdigest()] == values(checksum, SPDX + "checksumValue")


def test_description_in_the_repository_is_that_of_the_sample(sample: kg.KnowledgeGraph) -> None:
    folder = f"{sample.store.names.base}dump/"
    dumps = [void.dump(EXPORTS / f"sample{suffix}", folder) for suffix in void.MEDIA]
    told = void.summary(sample.store, licence=LICENCE, dumps=dumps)
    assert (EXPORTS / "void.ttl").read_bytes() == void.turtle(told, sample.store.names, document=f"{folder}void.ttl")


def test_every_format_of_an_rdf_export_has_its_media_type() -> None:
    assert set(export.SUFFIXES) == set(void.MEDIA)


def test_command_describes_a_store(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Oslo opens a tram\n\nOSLO, May 6, 2019 - Mayor Ann Lie of Oslo opened a line.\n")
    command("build", tmp_path / "a.txt", "--store", tmp_path / "s")
    command("export", "--store", tmp_path / "s", "-o", tmp_path / "city.nq")
    arguments = ("--store", tmp_path / "s", "--dump", tmp_path / "city.nq")
    told = command("describe", *arguments, "--at", "https://example.org/kg", "--licence", LICENCE).stdout
    found = {str(t.object) for t in ox.parse(told, format=ox.RdfFormat.TURTLE)}
    assert {"<https://example.org/kg/city.nq>", f"<{LICENCE}>", '"2019-05-06"'} <= {o.split("^^")[0] for o in found}
    assert "take addresses" in command("describe", *arguments, "--at", "no address", code=2).stderr
    assert "kg export" in command("describe", "--store", tmp_path / "s", "--dump", tmp_path / "gone.nt", code=2).stderr


def test_what_is_no_dump_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a dump ends in \.ttl"):
        void.dump(tmp_path / "awards.csv", "https://example.org/")


def test_licence_is_said_only_where_it_is_given(sample: kg.KnowledgeGraph) -> None:
    told = void.description(void.summary(sample.store), sample.store.names, document="https://example.org/void")
    assert [t for t in told if t.predicate.value == DCTERMS + "license"] == []
