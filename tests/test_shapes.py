"""Each shape lets its pass file through, and names each way to fail that tests/shapes shows.

A failing file is named ``<shape>.<constraint>.ttl``; it stands in the folder of a node shape, with
the ``pass.ttl`` that it differs from in one point. All are read together with ``context.ttl``.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.namespaces import RDF_TYPE, SHAPES, VOCABULARIES
from kg.validate import Severity, Shapes, load_ontology_shapes, load_shapes, validate
from kg.vocabulary import ontology_shapes_file, shape_files

HERE = Path(__file__).parent / "shapes"
SH = VOCABULARIES["sh"]
PASSING = sorted(HERE.glob("*/pass.ttl"))
FAILING = sorted(path for path in HERE.glob("*/*.ttl") if path.name != "pass.ttl")
# What says where, how badly and why, but constrains nothing.
DESCRIPTIVE = {
    *("targetClass", "targetSubjectsOf", "targetObjectsOf", "path", "property", "select"),
    *("severity", "message", "description", "qualifiedValueShape"),
}


def triples(*paths: Path) -> list[ox.Triple]:
    return [quad.triple for path in paths for quad in ox.parse(path=path)]


ALL = triples(*shape_files(), ontology_shapes_file())
ONTOLOGY_SHAPES = {str(triple.subject) for triple in triples(ontology_shapes_file())}


def objects(subject: str, predicate: str) -> list[str]:
    return [str(t.object) for t in ALL if str(t.subject) == subject and t.predicate.value == SH + predicate]


def named_shapes() -> set[str]:
    kinds = {f"<{SH}NodeShape>", f"<{SH}PropertyShape>"}
    typed = {str(t.subject) for t in ALL if t.predicate.value == RDF_TYPE and str(t.object) in kinds}
    helpers = {str(t.object) for t in ALL if t.predicate.value == SH + "qualifiedValueShape"}
    return typed - helpers


def local(iri: str) -> str:
    return iri.strip("<>").removeprefix(SHAPES)


def shapes_for(path: Path) -> Shapes:
    return load_ontology_shapes() if f"<{SHAPES}{path.parent.name}>" in ONTOLOGY_SHAPES else load_shapes()


def found(path: Path) -> set[tuple[str, str, Severity]]:
    shapes = shapes_for(path)
    context = () if shapes is load_ontology_shapes() else (HERE / "context.ttl",)
    data = ox.serialize(triples(path, *context), format=ox.RdfFormat.N_TRIPLES) or b""
    return {(local(f.shape), f.component, f.severity) for f in validate(data, shapes).findings}


@pytest.mark.parametrize("path", PASSING, ids=lambda path: path.parent.name)
def test_pass_file_gives_no_finding(path: Path) -> None:
    assert set() == found(path)


@pytest.mark.parametrize("path", FAILING, ids=lambda path: path.stem)
def test_fail_file_gives_its_finding_and_no_other(path: Path) -> None:
    shape, constraint = path.stem.rsplit(".", 1)
    parts = {"sparql": "SPARQL"}
    component = parts.get(constraint, constraint[0].upper() + constraint[1:]) + "ConstraintComponent"
    levels = objects(f"<{SHAPES}{shape}>", "severity")
    severity = Severity(levels[0].strip("<>").removeprefix(SH)) if levels else Severity.VIOLATION
    assert {(shape, severity)} == {(name, level) for name, _, level in found(path)}
    assert component in {name for _, name, _ in found(path)}


def test_every_constraint_has_a_failing_file() -> None:
    constraints = {
        (local(str(t.subject)), t.predicate.value.removeprefix(SH))
        for t in ALL
        if str(t.subject) in named_shapes() and t.predicate.value.startswith(SH)
    }
    wanted = {f"{shape}.{constraint}" for shape, constraint in constraints if constraint not in DESCRIPTIVE}
    assert wanted == {path.stem for path in FAILING}


def test_every_class_has_a_pass_file() -> None:
    targeted = {shape for shape in named_shapes() if objects(shape, "property")}
    assert {local(shape) for shape in targeted} == {path.parent.name for path in PASSING}


@pytest.mark.parametrize("shape", sorted(named_shapes()), ids=local)
def test_shape_speaks_to_an_editor(shape: str) -> None:
    own = {t.predicate.value.removeprefix(SH) for t in ALL if str(t.subject) == shape} - DESCRIPTIVE
    constrains = any(not name.startswith("http") for name in own)
    messages = objects(shape, "message")
    assert len(messages) == (1 if constrains else 0)
    assert all(message.endswith('."@en') for message in messages)


def test_shapes_are_open() -> None:
    assert not [t for t in ALL if t.predicate.value == SH + "closed"]
