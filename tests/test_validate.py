"""Triples and files are judged by their shapes; the report says the same in each form."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import an_article, some_facts
from pyshacl import validate as pyshacl_validate
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.errors import ShapeError
from kg.namespaces import RDF_TYPE, SHAPES, VOCABULARIES, XSD, Names
from kg.rdf import FactGraph, fact_graph
from kg.resolve import resolve
from kg.validate import Finding, Report, Severity, load_shapes, shortened, validate, validate_file, violations
from kg.vocabulary import shape_files

CASES = Path(__file__).parent / "shapes"
SH = VOCABULARIES["sh"]
UPSIDE_DOWN = CASES / "Hosting" / "Hosting-dates.lessThanOrEquals.ttl"


def a_graph() -> FactGraph:
    article = an_article()
    return fact_graph(article, resolve(article, some_facts()), Names(), extractor="test")


def ntriples(graph: FactGraph) -> bytes:
    return ox.serialize(graph.triples, format=ox.RdfFormat.N_TRIPLES) or b""


def merged(tmp_path: Path, case: Path) -> Path:
    path = tmp_path / "case.nt"
    quads = [quad.triple for part in (case, CASES / "context.ttl") for quad in ox.parse(path=part)]
    path.write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES) or b"")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Report:
    return validate_file(merged(tmp_path, UPSIDE_DOWN), load_shapes())


def test_graph_of_an_article_conforms() -> None:
    assert validate(ntriples(a_graph()), load_shapes()) == Report(findings=())


def test_graph_read_back_from_a_store_conforms() -> None:
    store = ox.Store()
    store.extend(a_graph().quads)
    data = ox.serialize((quad.triple for quad in store), format=ox.RdfFormat.N_TRIPLES) or b""
    assert validate(data, load_shapes()) == Report(findings=())


def test_strings_typed_as_xsd_string_are_plain_strings(tmp_path: Path) -> None:
    path = tmp_path / "typed.ttl"
    text = (CASES / "AwardConferral" / "pass.ttl").read_text(encoding="utf-8")
    context = (CASES / "context.ttl").read_text(encoding="utf-8")
    path.write_text(context + text.replace('"winner"', '"winner"^^xsd:string'), encoding="utf-8")
    assert validate_file(path, load_shapes()) == Report(findings=())


def test_finding_says_what_is_wrong_and_where(broken: Report) -> None:
    assert broken.findings == (
        Finding(
            focus="https://example.org/fact",
            path="https://w3id.org/citykg/ontology#startDate",
            value='"2020-11-17"^^<http://www.w3.org/2001/XMLSchema#date>',
            component="LessThanOrEqualsConstraintComponent",
            shape=SHAPES + "Hosting-dates",
            severity=Severity.VIOLATION,
            message="An event ends on the day it starts, or later.",
            hint="Read the dates again; a range over the turn of the year needs both years.",
        ),
    )


def test_warning_does_not_break_conformance(tmp_path: Path) -> None:
    case = CASES / "Observation" / "Observation-share.or.ttl"
    report = validate_file(merged(tmp_path, case), load_shapes())
    assert [finding.severity for finding in report.findings] == [Severity.WARNING]
    assert report.conforms


def test_violation_breaks_conformance(broken: Report) -> None:
    assert not broken.conforms


def test_findings_come_worst_first() -> None:
    data = (CASES / "City" / "City-gazetteer.minCount.ttl").read_bytes()
    data += b"ex:nameless a kg:Place . ex:nobody a kg:Person ."
    triples = ox.serialize(
        (q.triple for q in ox.parse(data, format=ox.RdfFormat.TURTLE)), format=ox.RdfFormat.N_TRIPLES
    )
    order = [finding.severity for finding in validate(triples or b"", load_shapes()).findings]
    assert order == sorted(order, key=list(Severity).index)
    assert {Severity.VIOLATION, Severity.INFO} == set(order)


def test_violations_are_those_of_the_report() -> None:
    shapes, found = load_shapes(), 0
    for path in sorted(CASES.glob("*/*.ttl")):
        triples = [quad.triple for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)]
        expected = [each for each in validate(triples, shapes).findings if each.severity is Severity.VIOLATION]
        assert list(violations(triples, shapes)) == expected
        found += len(expected)
    assert found > 100


def test_text_report_names_shape_focus_and_hint(broken: Report) -> None:
    text = broken.render("text")
    assert text.startswith("Violation kgs:Hosting-dates: An event ends on the day it starts, or later.\n")
    assert "Read the dates again" in text
    assert "https://example.org/fact kg:startDate" in text
    assert text.endswith("does not conform: 1 Violation\n")


def test_text_report_counts_what_it_does_not_list() -> None:
    place = f"<{Names().base}ontology#Place>"
    nameless = "".join(f"<https://example.org/{n}> <{RDF_TYPE}> {place} .\n" for n in range(12))
    assert "  … and 2 more\n" in validate(nameless.encode(), load_shapes()).render("text")


def test_empty_report_says_so() -> None:
    assert Report(findings=()).render("text") == "conforms: nothing found\n"


def test_json_report_holds_the_findings(broken: Report) -> None:
    content = json.loads(broken.render("json"))
    assert content["conforms"] is False
    assert [Finding(**{**row, "severity": Severity(row["severity"])}) for row in content["findings"]] == list(
        broken.findings
    )


@pytest.mark.parametrize("case", sorted(CASES.glob("Hosting/*.ttl")), ids=lambda path: path.stem)
def test_turtle_report_is_what_pyshacl_reports(case: Path, tmp_path: Path) -> None:
    """The report of ours and the reference validator's own, on the unchanged shapes, are the same graph."""
    path = merged(tmp_path, case)
    shapes = Graph()
    for file in shape_files():
        shapes.parse(file)
    _, reference, _ = pyshacl_validate(Graph().parse(path), shacl_graph=shapes)
    ours = Graph().parse(data=validate_file(path, load_shapes()).render("turtle"), format="turtle")
    assert isomorphic(comparable(ours), comparable(reference))


def comparable(report: Graph) -> Graph:
    """A report without messages (their language), nodes of SPARQL constraints and what the data say of blank nodes."""
    left_out = {SH + "sourceConstraint", SH + "resultMessage"}
    kept = Graph()
    for triple in report:
        if str(triple[1]).startswith((SH, RDF_TYPE)) and str(triple[1]) not in left_out:
            kept.add(triple)
    return kept


def test_more_shapes_can_be_added(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        f"@prefix sh: <{SH}> . @prefix kg: <https://w3id.org/citykg/ontology#> .\n"
        "<https://example.org/Oslo> a sh:NodeShape ; sh:targetClass kg:City ;\n"
        '  sh:property [ sh:path kg:name ; sh:not [ sh:hasValue "Oslo" ] ; sh:severity sh:Warning ;\n'
        '    sh:message "Not Oslo again." ] .\n',
        encoding="utf-8",
    )
    shapes = load_shapes([own])
    assert [finding.message for finding in validate(ntriples(a_graph()), shapes).findings] == ["Not Oslo again."]
    assert shapes.digest != load_shapes().digest


def test_shapes_are_read_once() -> None:
    assert load_shapes() is load_shapes()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.ttl", None, "No such file"),
        ("shapes.pdf", b"", "no RDF format has the ending '.pdf'"),
        ("broken.ttl", b"<a> <b>", "cannot read"),
    ],
)
def test_unreadable_file_is_an_error_with_its_path(
    name: str, content: bytes | None, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ShapeError, match=words) as caught:
        validate_file(path, load_shapes())
    assert str(path) in str(caught.value)


def test_shapes_that_make_no_sense_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(
        f"@prefix sh: <{SH}> . <x:s> a sh:PropertyShape ; sh:targetNode <x:n> ; sh:path <x:p>, <x:q> .",
        encoding="utf-8",
    )
    with pytest.raises(ShapeError, match="cannot use the shapes"):
        validate(b"", load_shapes([path]))


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("sh:severity <x:grave> ; sh:nodeKind sh:Literal", "x:s has the severity x:grave; use sh:Violation"),
        ('sh:sparql [ sh:select "SELECT $this WHERE" ]', "Expected"),
        ('sh:pattern "("', "unterminated"),
    ],
)
def test_shapes_that_pyshacl_cannot_use_are_an_error(shape: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.ttl"
    path.write_text(f"@prefix sh: <{SH}> . <x:s> a sh:NodeShape ; sh:targetNode <x:n> ; {shape} .", encoding="utf-8")
    with pytest.raises(ShapeError, match=f"cannot use the shapes: .*{words}"):
        validate(b"", load_shapes([path]))


def test_named_graphs_are_checked_as_one(tmp_path: Path) -> None:
    path = tmp_path / "graphs.nq"
    path.write_bytes(ox.serialize(a_graph().quads, format=ox.RdfFormat.N_QUADS) or b"")
    assert validate_file(path, load_shapes()) == Report(findings=())


def test_ill_typed_literal_is_a_finding_and_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    case = (CASES / "Hosting" / "pass.ttl").read_text(encoding="utf-8")
    path = tmp_path / "case.ttl"
    path.write_text(case.replace("2020-11-17", "2020-13-45"), encoding="utf-8")
    found = {finding.shape for finding in validate_file(merged(tmp_path, path), load_shapes()).findings}
    assert SHAPES + "Hosting-startDate" in found
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("case", "good", "bad", "shape"),
    [
        ("Hosting", '"2020-11-19"^^xsd:date', '"2020-11-31"^^xsd:date', "Hosting-endDate"),
        ("Observation", "kg:value 12.0", 'kg:value "NaN"^^xsd:double', "Observation-value"),
        ("Observation", "kg:valueMax 15.0", 'kg:valueMax "many"^^xsd:decimal', "Observation-valueMax"),
        ("Evidence", "oa:start 10", 'oa:start "ten"^^xsd:integer', "Evidence-start"),
        ("Evidence", "oa:end 18", 'oa:end "x"^^xsd:decimal', "Evidence-end"),
        ("AwardConferral", "kg:recipient ex:ghent", 'kg:recipient "Ghent"', "AwardConferral-recipient"),
    ],
)
def test_value_that_cannot_be_compared_is_a_finding(case: str, good: str, bad: str, shape: str, tmp_path: Path) -> None:
    text = (CASES / case / "pass.ttl").read_text(encoding="utf-8")
    assert good in text
    path = tmp_path / "odd.ttl"
    path.write_text(f"@prefix xsd: <{XSD}> .\n" + text.replace(good, bad), encoding="utf-8")
    report = validate_file(merged(tmp_path, path), load_shapes())
    assert SHAPES + shape in {finding.shape for finding in report.findings}
    assert list(ox.parse(report.render("turtle"), format=ox.RdfFormat.TURTLE))


def test_iris_are_shortened_by_the_longest_prefix() -> None:
    assert shortened("https://w3id.org/citykg/ontology#City") == "kg:City"
    assert shortened("https://w3id.org/citykg/id/city/oslo") == "city:oslo"
    assert shortened("https://example.org/oslo") == "https://example.org/oslo"
