"""The reference that compiled shapes are held against: pyshacl over plain rdflib graphs, as its users call it.

Input: triples and shapes as N-Triples. Output: results, counted. What both judges refuse is FAILURE.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pyshacl
from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Identifier, Node

from kg.errors import ShapeError
from kg.shacl import Plan, Result
from kg.shacl.terms import NoValue

PREFIXES = {"sh": str(SH), "xsd": str(XSD), "rdf": str(RDF), "rdfs": str(RDFS), "ex": "https://example.org/"}
FAILURE = Counter[Result]({None: 1})  # type: ignore[dict-item]  # equal to no report
logging.getLogger("pyshacl").setLevel(logging.CRITICAL)


def ntriples(triples: Iterable[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def read(*paths: Path) -> bytes:
    return ntriples(quad.triple for path in paths for quad in ox.parse(path=path, base_iri=path.resolve().as_uri()))


def turtle(text: str) -> bytes:
    """The triples of a text with the usual prefixes."""
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    return ntriples(quad.triple for quad in ox.parse(head + text, format=ox.RdfFormat.TURTLE))


def cases(path: Path) -> dict[str, bytes]:
    """The triples of each block of a Turtle file, by the comment above it."""
    head, *blocks = path.read_text(encoding="utf-8").split("\n# -- ")
    named = (block.split("\n", 1) for block in blocks)
    return {
        name: ntriples(quad.triple for quad in ox.parse(head + text, format=ox.RdfFormat.TURTLE))
        for name, text in named
    }


def graph(triples: bytes) -> Graph:
    """The triples in rdflib's own memory; literals without a value are marked, as rdflib would trip over them."""
    made = Graph(bind_namespaces="none")
    for quad in ox.parse(triples, format=ox.RdfFormat.N_TRIPLES):
        made.add((node(quad.subject), node(quad.predicate), node(quad.object)))
    return made


def node(part: object) -> Identifier:
    if isinstance(part, ox.NamedNode):
        return URIRef(part.value)
    if isinstance(part, ox.BlankNode):
        return BNode(part.value)
    assert isinstance(part, ox.Literal)
    plain = part.language or part.datatype.value == str(XSD.string)
    datatype = None if plain else URIRef(part.datatype.value)
    literal = Literal(part.value, lang=part.language, datatype=datatype)
    if literal.ill_typed:
        return NoValue(part.value, datatype=datatype, normalize=False)
    return NoValue(str(literal), datatype=datatype) if str(literal.value).lower() in {"nan", "snan"} else literal


def expected(triples: bytes, shapes: bytes) -> Counter[Result]:
    """What pyshacl reports."""
    of_shapes = Graph(bind_namespaces="none").parse(data=shapes, format="nt")
    try:
        _, report, _ = pyshacl.validate(graph(triples), shacl_graph=of_shapes)
    except Exception:  # noqa: BLE001 - as many kinds as pyshacl has
        return FAILURE
    if not isinstance(report, Graph):
        return FAILURE
    return Counter(result(report, each, of_shapes) for each in report.subjects(SH.focusNode))


def found(triples: bytes, shapes: bytes | Plan) -> Counter[Result]:
    """What the compiled shapes report."""
    try:
        return Counter((shapes if isinstance(shapes, Plan) else Plan(shapes)).results(triples))
    except ShapeError:
        return FAILURE


def result(report: Graph, each: Node, shapes: Graph) -> Result:
    def one(predicate: URIRef) -> str:
        return written(report.value(each, predicate))

    path, shape, value = report.value(each, SH.resultPath), report.value(each, SH.sourceShape), one(SH.value)
    owner = shape
    while isinstance(owner, BNode):
        owner = shapes.value(predicate=SH.property, object=owner)
    complex_path = isinstance(path, BNode)
    return Result(
        focus=one(SH.focusNode),
        path=shacl_path_to_sparql_path(ShapesGraph(shapes), path).replace(" ", "") if complex_path else written(path),
        value=f"<{value}>" if isinstance(report.value(each, SH.value), URIRef) else value,
        component=one(SH.sourceConstraintComponent),
        shape=str(owner) if owner else "_:unnamed",
        severity=one(SH.resultSeverity),
        messages=tuple(sorted(str(message) for message in report.objects(each, SH.resultMessage))),
        is_detail=(None, SH.result, each) not in report,
    )


def written(term: Node | None) -> str:
    if isinstance(term, Literal):
        datatype = ox.NamedNode(term.datatype) if term.datatype else None
        return str(ox.Literal(str(term), datatype=datatype, language=term.language))
    return "" if term is None else f"_:{term}" if isinstance(term, BNode) else str(term)
