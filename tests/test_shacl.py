"""The project's shapes, and users' own, report compiled what pyshacl reports; what cannot be compiled is pyshacl's."""

from __future__ import annotations

import random
from functools import cache
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from shacl_reference import FAILURE, cases, expected, found, ntriples, read, turtle

from kg.errors import ShapeError
from kg.namespaces import ONTOLOGY, RDF_TYPE, XSD
from kg.shacl import Plan
from kg.validate import Shapes, load_ontology_shapes, load_shapes
from kg.vocabulary import ontology_files

CASES = ROOT / "tests" / "shapes"
SHAPES = load_shapes()
SAMPLE = [quad.triple for quad in ox.parse(path=ROOT / "exports" / "sample.nt")]


# -- the project's own shapes --------------------------------------------------------------------


@pytest.mark.parametrize("shapes", [SHAPES, load_ontology_shapes()], ids=["data", "ontology"])
def test_all_of_the_project_is_compiled(shapes: Shapes) -> None:
    assert shapes.plan.unknown == []


def apart(path: Path, number: int) -> list[ox.Triple]:
    """The triples of a case, its example nodes renamed, so that many cases fit into one graph."""
    text = path.read_text(encoding="utf-8")
    text = text.replace("https://example.org/", f"https://example.org/{number}/")
    context = (CASES / "context.ttl").read_text(encoding="utf-8")
    context = context.replace("https://example.org/", f"https://example.org/{number}/")
    return [
        q.triple
        for part in (text, context)
        for q in ox.parse(part, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    ]


def test_every_passing_and_failing_case_gives_what_pyshacl_gives() -> None:
    paths = sorted(CASES.glob("*/*.ttl"))
    data = ntriples(triple for number, path in enumerate(paths) for triple in apart(path, number))
    reference = expected(data, SHAPES.triples)
    assert len(reference) > len(paths) / 2
    assert found(data, SHAPES.plan) == reference


def test_ontology_gives_what_pyshacl_gives() -> None:
    data, shapes = read(*ontology_files()), load_ontology_shapes()
    broken = data.replace(b'"@en', b'"@de').replace(b"http://www.w3.org/2002/07/owl#Class", RDF_TYPE.encode())
    for triples in (data, broken):
        assert found(triples, shapes.plan) == expected(triples, shapes.triples)
    assert found(broken, shapes.plan)


@cache
def around(subject: ox.NamedNode | ox.BlankNode | ox.Triple) -> tuple[ox.Triple, ...]:
    """What the sample says of a thing and of all that it leads to."""
    seen, ahead = {subject}, [subject]
    told: list[ox.Triple] = []
    while ahead:
        node = ahead.pop()
        mine = [triple for triple in SAMPLE if triple.subject == node]
        told += mine
        new = {triple.object for triple in mine if isinstance(triple.object, ox.NamedNode)} - seen
        seen |= new
        ahead += new
    return tuple(told)


FACTS = sorted({t.subject for t in SAMPLE if t.predicate.value == f"{ONTOLOGY}rule"}, key=str)
ODD: list[ox.Literal | ox.BlankNode | ox.NamedNode] = [
    ox.Literal(""),
    ox.Literal(" a "),
    ox.Literal("a", language="en"),
    ox.BlankNode("b"),
    ox.NamedNode("urn:x"),
]
ODD += [ox.Literal(text, datatype=ox.NamedNode(XSD + kind)) for text, kind in (
    ("2020-02-30", "date"), ("2020-02-01Z", "date"), ("2020", "gYear"), ("20", "gYear"), ("NaN", "double"),
    ("1", "boolean"), ("01", "integer"), ("-5", "integer"), ("x", "integer"), ("1.50", "decimal"),
    ("2020-01-01T00:00:00Z", "dateTime"),
)]  # fmt: skip


def mutated(triples: list[ox.Triple], chance: random.Random) -> list[ox.Triple]:
    """The triples with one thing changed: dropped, doubled, odd, of another datatype or subject, dates swapped."""
    triple, other = chance.choice(triples), chance.choice(triples)
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    kind = ox.NamedNode(XSD + chance.choice(["string", "integer", "decimal", "date", "gYear", "boolean", "dateTime"]))
    written = value.value if isinstance(value, ox.Literal) else ""
    dates = [each for each in triples if each.predicate.value in {f"{ONTOLOGY}startDate", f"{ONTOLOGY}endDate"}]
    gone, new = chance.choice(
        [
            ([triple], []),
            ([], [ox.Triple(subject, predicate, other.object)]),
            ([triple], [ox.Triple(subject, predicate, chance.choice(ODD))]),
            ([], [ox.Triple(subject, predicate, chance.choice(ODD))]),
            ([triple], [ox.Triple(subject, predicate, ox.Literal(written, datatype=kind))]),
            ([triple], [ox.Triple(ox.BlankNode("s"), predicate, value)]),
            ([], [ox.Triple(subject, ox.NamedNode(RDF_TYPE), other.object)]),
            (dates, [ox.Triple(one.subject, two.predicate, one.object) for one, two in pairwise([*dates, *dates[:1]])]),
        ]
    )
    return [each for each in triples if each not in gone] + new


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FACTS), st.integers(1, 6), st.randoms(use_true_random=False))
def test_mutated_facts_give_what_pyshacl_gives(fact: ox.NamedNode, changes: int, chance: random.Random) -> None:
    """Law: however the facts of the sample are broken, the report is pyshacl's."""
    triples = list(around(fact))
    for _ in range(changes):
        triples = mutated(triples, chance) or triples
    data = ntriples(triples)
    assert found(data, SHAPES.plan) == expected(data, SHAPES.triples)


# -- shapes of others ----------------------------------------------------------------------------

PEOPLE = """
    ex:A rdfs:subClassOf ex:B . ex:B rdfs:subClassOf ex:A .
    ex:ann a ex:A ; ex:age 5 ; ex:knows ex:bob, ex:cy ; ex:name "Ann"@en, "Anne"@en, "Anna"@de .
    ex:bob a ex:B ; ex:age "old" ; ex:knows ex:ann ; ex:friend ex:cy .
    ex:cy a ex:C ; ex:age 70 ; ex:born "2020-01-01"^^xsd:date ; ex:died "2019-01-01"^^xsd:date .
    _:nobody a ex:A ; ex:knows _:nobody .
"""
COMPILED = cases(ROOT / "tests" / "shacl_compiled.ttl")
LEFT = cases(ROOT / "tests" / "shacl_left.ttl")


@pytest.mark.parametrize("shapes", COMPILED.values(), ids=COMPILED.keys())
def test_compiled_shapes_report_what_pyshacl_reports(shapes: bytes) -> None:
    assert Plan(shapes).unknown == []
    assert found(turtle(PEOPLE), shapes) == expected(turtle(PEOPLE), shapes) != FAILURE


@pytest.mark.parametrize("shapes", LEFT.values(), ids=LEFT.keys())
@pytest.mark.filterwarnings("ignore::pyshacl.errors.ShapeRecursionWarning")
def test_what_cannot_be_compiled_is_left_to_pyshacl(shapes: bytes) -> None:
    assert Plan(shapes).unknown != []
    assert found(turtle(PEOPLE), shapes) == expected(turtle(PEOPLE), shapes)


def test_shapes_nested_too_deep_are_refused_as_pyshacl_does() -> None:
    deep = "[ sh:nodeKind sh:IRI ]"
    for _ in range(20):
        deep = f"[ sh:not {deep} ]"
    shapes = turtle(f"ex:s sh:targetClass ex:A ; sh:not {deep} .")
    assert Plan(shapes).unknown != []
    assert FAILURE == found(turtle(PEOPLE), shapes) == expected(turtle(PEOPLE), shapes)


def test_shapes_that_meet_again_and_again_are_compiled_once() -> None:
    """Each shape refers twice to the next: there are as many ways through them as two to the power of their number."""
    levels = "\n".join(f"ex:s{n} sh:and ( ex:s{n + 1} [ sh:node ex:s{n + 1} ] ) ." for n in range(4))
    shapes = turtle(f"ex:s0 sh:targetNode ex:a . {levels} ex:s4 sh:nodeKind sh:Literal .")
    assert Plan(shapes).unknown == []
    assert found(b"", shapes) == expected(b"", shapes)


# -- triples -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "triples",
    [
        b"<urn:a> <urn:p>",
        b'<urn:a> <urn:p> "a"@en--ltr .',
        b"<urn:a> <urn:p> <<( <urn:a> <urn:p> <urn:o> )>> .",
        b"<urn:a> <urn:p> <o> .",
        b"\xff",
    ],
)
def test_triples_that_rdflib_could_not_hold_are_an_error(triples: bytes) -> None:
    with pytest.raises(ShapeError, match="cannot read the triples"):
        list(SHAPES.plan.results(triples))


def test_one_value_spelled_in_two_ways_is_one_value() -> None:
    shapes = turtle("ex:s sh:targetNode ex:n ; sh:property [ sh:path ex:p ; sh:maxCount 1 ; sh:hasValue 1 ] .")
    data = turtle('ex:n ex:p 1, "01"^^xsd:integer, "+1"^^xsd:integer .')
    assert found(data, shapes) == expected(data, shapes) == {}


def test_blank_nodes_keep_their_labels() -> None:
    shapes = turtle("ex:s sh:targetSubjectsOf ex:p ; sh:nodeKind sh:IRI .")
    assert {"_:b7"} == {result.focus for result in Plan(shapes).results(b"_:b7 <https://example.org/p> _:b8 .")}


def test_what_is_told_of_blank_nodes_is_of_this_graph_not_of_one_before() -> None:
    """pyshacl keeps texts of blank nodes by the id of their graph, which a later graph may have again."""
    plan = Plan(turtle("ex:s sh:targetSubjectsOf ex:p ; sh:closed true ."))
    for number in range(20):
        data = f'_:b <https://example.org/p> "{number}" .'.encode()
        (result,) = plan.results(data)
        assert f'"{number}"' in result.messages[0]


def test_ill_typed_boolean_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    shapes = turtle("ex:s sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:datatype xsd:boolean ] .")
    (result,) = Plan(shapes).results(turtle('ex:n ex:p "maybe"^^xsd:boolean ; ex:q false .'))
    assert result.value == f'"maybe"^^<{XSD}boolean>'
    assert capfd.readouterr() == ("", "")


# -- what a result is about ----------------------------------------------------------------------

ALONE = (
    ("MinCount", "sh:path ex:p ; sh:minCount 1", True),
    ("Class", "sh:path ex:p ; sh:class ex:C", False),
    ("Or", "sh:path ex:p ; sh:or ( [ sh:datatype xsd:date ] [ sh:pattern 'x' ] )", True),
    ("Or", "sh:path ex:p ; sh:or ( [ sh:datatype xsd:date ] [ sh:path ex:q ; sh:minCount 1 ] )", False),
    ("Node", "sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ]", False),
    ("Node", "sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ]", True),
    ("QualifiedValueShape", "sh:path ex:p ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ]", False),
    ("Or", "sh:or ( [ sh:path ex:p ; sh:maxCount 0 ] [ sh:not [ sh:path ex:q ; sh:hasValue 1 ] ] )", True),
    ("Or", "sh:or ( [ sh:path [ sh:inversePath ex:p ] ; sh:maxCount 0 ] [ sh:pattern 'x' ] )", False),
    ("Or", "sh:or ( [ sh:path ex:p ; sh:maxCount 0 ] [ sh:path ex:q ; sh:class ex:C ] )", False),
    ("Or", "sh:or ( [ sh:path ex:p ; ex:own 'component' ] )", False),
)


@pytest.mark.parametrize(("component", "shape", "final"), ALONE)
def test_result_is_final_where_other_nodes_cannot_mend_it(component: str, shape: str, final: bool) -> None:
    kind = "PropertyShape" if shape.startswith("sh:path") else "NodeShape"
    plan = Plan(turtle(f"ex:S a sh:{kind} ; sh:targetNode ex:n ; {shape} ."))
    path = "https://example.org/p" if kind == "PropertyShape" else ""
    assert plan.is_final("https://example.org/S", f"{component}ConstraintComponent", path) is final
