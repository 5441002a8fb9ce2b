"""From triples to findings: what breaks a SHACL shape, where, and how badly.

Input: N-Triples, or any RDF file. Output: a Report of Findings. No other module knows rdflib or
pyshacl. Triples come in as N-Triples, never as an Oxigraph-backed rdflib graph: there a plain
string has the type xsd:string, which rdflib holds unequal to "the same", and sh:in fails.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path

import pyoxigraph as ox
from pyshacl.errors import ReportableRuntimeError, ValidationFailure
from pyshacl.graph_abstraction import DataGraph
from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query, SPARQLTypeError
from rdflib.query import Result
from rdflib.term import Node

from kg.errors import ShapeError
from kg.guard import parse
from kg.namespaces import Names
from kg.vocabulary import ontology_shapes_file, shape_files

SHOWN = 10  # findings of one shape in the report for people; the others are counted
# rdflib logs a traceback for each ill-typed literal; we report them as findings.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)


class Severity(StrEnum):
    """How bad a finding is. Only a violation keeps a fact out of the graph."""

    VIOLATION = "Violation"  # the graph is wrong
    WARNING = "Warning"  # it is probably wrong
    INFO = "Info"  # it could be richer


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that breaks a shape. IRIs are written in full; ``hint`` says how to mend it."""

    focus: str  # the IRI of the node that was checked; a blank node or literal as in N-Triples
    path: str  # the IRI of the property, or a SPARQL property path; empty for the node itself
    value: str  # the offending value as in N-Triples; empty where something is missing
    component: str  # the kind of constraint: "MinCountConstraintComponent"
    shape: str  # the IRI of the shape that is broken
    severity: Severity
    message: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was found, the worst first, then by shape, focus and value: the same for the same triples."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """True where nothing is a violation."""
        return not any(finding.severity is Severity.VIOLATION for finding in self.findings)

    def render(self, form: str) -> str:
        """The report as ``text`` for people, as ``json``, or in ``turtle`` as a SHACL validation report."""
        return {"text": self._text, "json": self._json, "turtle": self._turtle}[form]()

    def _text(self) -> str:
        by_shape: dict[tuple[Severity, str], list[Finding]] = {}
        for finding in self.findings:
            by_shape.setdefault((finding.severity, finding.shape), []).append(finding)
        blocks = ["\n".join(_block(findings)) for findings in by_shape.values()]
        counts = Counter(finding.severity for finding in self.findings)
        total = ", ".join(f"{counts[severity]} {severity.value}" for severity in Severity if counts[severity])
        verdict = "conforms" if self.conforms else "does not conform"
        return "\n\n".join([*blocks, f"{verdict}: {total or 'nothing found'}"]) + "\n"

    def _json(self) -> str:
        content = {"conforms": self.conforms, "findings": [asdict(finding) for finding in self.findings]}
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    def _turtle(self) -> str:
        results = "".join(f" ;\n    sh:result [\n{_result(finding)}\n    ]" for finding in self.findings)
        # SHACL 3.6.1.1: a report conforms only where there is no result at all, of whatever severity.
        conforms = "false" if self.findings else "true"
        return f"@prefix sh: <{SH}> .\n\n[] a sh:ValidationReport ;\n    sh:conforms {conforms}{results} .\n"


def _block(findings: list[Finding]) -> Iterator[str]:
    first = findings[0]
    yield f"{first.severity.value} {shortened(first.shape)}: {first.message}"
    if first.hint:
        yield f"  {first.hint}"
    for finding in findings[:SHOWN]:
        yield " ".join(("  -", shortened(finding.focus), shortened(finding.path), finding.value)).rstrip()
    if len(findings) > SHOWN:
        yield f"  … and {len(findings) - SHOWN} more"


def shortened(iri: str) -> str:
    """The IRI with a prefix of the graph, where one fits: ``kg:City``."""
    return Names().shortened(iri)


def _result(finding: Finding) -> str:
    node = finding.focus if finding.focus.startswith(("_:", '"')) else f"<{finding.focus}>"
    parts = {
        "sh:resultSeverity": f"sh:{finding.severity.value}",
        "sh:focusNode": node,
        "sh:resultPath": f"<{finding.path}>" if finding.path and "<" not in finding.path else "",
        "sh:value": finding.value,
        "sh:sourceConstraintComponent": f"sh:{finding.component}",
        "sh:sourceShape": finding.shape if finding.shape.startswith("_:") else f"<{finding.shape}>",
        "sh:resultMessage": f"{ox.Literal(finding.message)}",
    }
    lines = (f"        {predicate} {value}" for predicate, value in parts.items() if value)
    return "        a sh:ValidationResult ;\n" + " ;\n".join(lines)


# -- shapes and data ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """Shapes, ready to validate with. ``digest`` changes whenever their files do."""

    digest: str
    triples: bytes = field(repr=False)

    @cached_property
    def compiled(self) -> ShapesGraph:
        """The shapes as pyshacl keeps them: read once, used for every article."""
        shapes = ShapesGraph(_hoisted(_graph(self.triples)))
        try:
            _ = shapes.shapes
        except ReportableRuntimeError as error:
            raise ShapeError(f"cannot use the shapes: {error.message}") from error
        return shapes

    @cached_property
    def hints(self) -> dict[str, str]:
        """How to mend what breaks a shape, by the IRI of the shape."""
        return {str(shape): str(hint) for shape, hint in self.compiled.graph.subject_objects(SH.description)}


PART_OF = URIRef("urn:citykg:part-of")  # of a shape without a name: the shape that it stands in
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
USES = (SH.node, SH["not"], SH.qualifiedValueShape, RDF.first)


def _hoisted(shapes: Graph) -> Graph:
    """The shapes with each property shape aimed at the targets of its node shape: the same results, sooner.

    pyshacl checks a shape that has targets once for all its nodes, but a property shape once for each node.
    """
    used = {node for use in USES for node in shapes.objects(None, use)}
    for shape, part in list(shapes.subject_objects(SH.property)):
        targets = [(target, value) for target in TARGETS for value in shapes.objects(shape, target)]
        if isinstance(part, BNode):
            shapes.add((part, PART_OF, shape))
        if targets and shape not in used and (shape, SH.deactivated, None) not in shapes:
            shapes.remove((shape, SH.property, part))
            for target, value in targets:
                shapes.add((part, target, value))
    return shapes


def load_shapes(extra: Iterable[Path] = ()) -> Shapes:
    """The shapes on data, together with those of other files. Raises ShapeError where one cannot be read."""
    return _shapes((*shape_files(), *extra))


def load_ontology_shapes() -> Shapes:
    """The shapes on the ontology itself."""
    return _shapes((ontology_shapes_file(),))


def _shapes(paths: Iterable[Path]) -> Shapes:
    return _parsed(tuple((path, _bytes(path)) for path in paths))


@lru_cache(maxsize=8)
def _parsed(files: tuple[tuple[Path, bytes], ...]) -> Shapes:
    digest = hashlib.sha256(b"\0".join(content for _, content in files)).hexdigest()[:16]
    return Shapes(digest=digest, triples=b"".join(_ntriples(path, content) for path, content in files))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ShapeError(f"cannot read {path}: {error.strerror}") from error


def _ntriples(path: Path, content: bytes) -> bytes:
    """The triples of an RDF file, graph names left out; its blank nodes get labels of their own."""
    form = ox.RdfFormat.from_extension(path.suffix.lstrip("."))
    if form is None:
        raise ShapeError(f"cannot read {path}: no RDF format has the ending {path.suffix!r}; use .ttl or .nt")
    try:
        quads = parse(content, form, base=path.resolve().as_uri(), rename_blank_nodes=True)
        triples = {quad.triple for quad in quads}
    except (SyntaxError, ValueError) as error:
        raise ShapeError(f"cannot read {path}: {error}") from error
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


# -- validation -------------------------------------------------------------------------------


def validate(ntriples: bytes, shapes: Shapes) -> Report:
    """What is wrong with the triples. Raises ShapeError where the shapes or the triples cannot be used."""
    return Report(findings=tuple(sorted(set(_findings(ntriples, shapes)), key=_order)))


def validate_file(path: Path, shapes: Shapes) -> Report:
    """What is wrong with an RDF file: Turtle, N-Triples, N-Quads, TriG, RDF/XML or JSON-LD, by its ending."""
    return validate(_ntriples(path, _bytes(path)), shapes)


def _order(finding: Finding) -> tuple[object, ...]:
    severity = list(Severity).index(finding.severity)
    return severity, finding.shape, finding.focus, finding.path, finding.value, finding.component


def _findings(ntriples: bytes, shapes: Shapes) -> Iterator[Finding]:
    data = DataGraph.from_rdflib(_graph(ntriples))
    validator = Validator(data, shacl_graph=shapes.compiled.graph, options={"inplace": True})
    validator.shacl_graph = shapes.compiled  # not the one just made: ours has its shapes parsed already
    try:
        _, results, _ = validator.run()  # type: ignore[no-untyped-call]  # pyshacl's
    except (ReportableRuntimeError, ValidationFailure) as error:
        raise ShapeError(f"cannot use the shapes: {error.message}") from error
    for result in results.subjects(SH.focusNode):
        yield _finding(results, result, shapes)


def _finding(results: Graph, result: Node, shapes: Shapes) -> Finding:
    def one(predicate: URIRef) -> Node | None:
        return results.value(result, predicate)

    path, value, source = one(SH.resultPath), one(SH.value), one(SH.sourceShape)
    while isinstance(source, BNode) and (owner := shapes.compiled.graph.value(source, PART_OF)):
        source = owner  # its own label is another in each run
    shape = "_:unnamed" if isinstance(source, BNode) else _name(source)
    return Finding(
        focus=_name(one(SH.focusNode)),
        path="" if path is None else str(path) if isinstance(path, URIRef) else _sparql_path(path, shapes),
        value="" if value is None else _ntriples_term(value),
        component=_name(one(SH.sourceConstraintComponent)).removeprefix(str(SH)),
        shape=shape,
        severity=Severity(_name(one(SH.resultSeverity)).removeprefix(str(SH))),
        message=min((str(message) for message in results.objects(result, SH.resultMessage)), default=""),
        hint=shapes.hints.get(shape, ""),
    )


def _name(node: Node | None) -> str:
    return "" if node is None else str(node) if isinstance(node, URIRef) else _ntriples_term(node)


def _ntriples_term(node: Node) -> str:
    """The term as in N-Triples; rdflib's own ``n3`` warns of ill-typed numbers."""
    if not isinstance(node, Literal):
        return node.n3()
    datatype = None if node.datatype is None else ox.NamedNode(str(node.datatype))
    return str(ox.Literal(str(node), datatype=datatype, language=node.language))


def _sparql_path(path: Node, shapes: Shapes) -> str:
    return str(shacl_path_to_sparql_path(shapes.compiled, path)).replace(" ", "")


class _ArticleGraph(Graph):
    """A graph that parses each query once: pyshacl gives the same text again for every focus node."""

    def query(self, query_object: str | Query, *args: object, **kwargs: object) -> Result:
        parsed = _query(query_object) if isinstance(query_object, str) else query_object
        return super().query(parsed, *args, **kwargs)  # type: ignore[arg-type]  # handed through


@lru_cache(maxsize=64)
def _query(text: str) -> Query:
    return prepareQuery(text)


class _NoValue(Literal):
    """A literal whose text is no value of its datatype, or NaN: in no order to any other, and nothing to count with.

    Of itself it would stop pyshacl: rdflib's comparison raises TypeError, its arithmetic does not end.
    """

    def __lt__(self, other: object) -> bool:
        return False

    __le__ = __gt__ = __ge__ = __lt__

    def toPython(self) -> object:  # noqa: N802 - rdflib's name
        """Nothing: SPARQL takes an expression with this literal as an error, which a FILTER takes as false."""
        raise SPARQLTypeError(f"{self!r} has no value")


def _is_no_value(node: Node) -> bool:
    return isinstance(node, Literal) and (bool(node.ill_typed) or node.value != node.value)  # NaN is not itself


def _graph(ntriples: bytes) -> Graph:
    graph = _ArticleGraph(bind_namespaces="none")
    try:
        graph.parse(data=ntriples, format="nt")
    except Exception as error:  # rdflib's parsers raise what they please
        raise ShapeError(f"cannot read the triples: {error}") from error
    for subject, predicate, value in [triple for triple in graph if _is_no_value(triple[2])]:
        graph.remove((subject, predicate, value))
        graph.add((subject, predicate, _NoValue(str(value), datatype=getattr(value, "datatype", None))))
    return graph
