"""From triples to findings: what breaks a SHACL shape, where, and how badly.

Input: triples, N-Triples, or any RDF file. Output: a Report of Findings. Only ``kg.shacl`` behind it knows pyshacl.
Triples never come in as an Oxigraph-backed rdflib graph: there a plain string has the type xsd:string, which rdflib
holds unequal to "the same", and sh:in fails.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import ShapeError
from kg.guard import parse
from kg.namespaces import VOCABULARIES, Names
from kg.shacl import Plan, Result
from kg.vocabulary import ontology_shapes_file, shape_files

SH = VOCABULARIES["sh"]
SHOWN = 10  # findings of one shape in the report for people; the others are counted


class Severity(StrEnum):
    """How bad a finding is. Only a violation keeps a fact out of the graph."""

    VIOLATION = "Violation"  # the graph is wrong
    WARNING = "Warning"  # it is probably wrong
    INFO = "Info"  # it could be richer


_NO_VIOLATIONS = frozenset({SH + Severity.WARNING, SH + Severity.INFO})


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

    def __getstate__(self) -> dict[str, object]:
        """What is sent to another process: not the plan, which is made sooner than read."""
        return {"digest": self.digest, "triples": self.triples}

    def is_final(self, finding: Finding) -> bool:
        """True where nothing that is said of other nodes can mend it: only what is said of the focus node itself."""
        return self.plan.is_final(finding.shape, finding.component, finding.path)

    @cached_property
    def plan(self) -> Plan:
        """The shapes as they are run: compiled once, used for every graph."""
        return Plan(self.triples)


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
    """The triples of an RDF file, graph names left out; its blank nodes get labels of their own, the same each time."""
    form = ox.RdfFormat.from_extension(path.suffix.lstrip("."))
    if form is None:
        raise ShapeError(f"cannot read {path}: no RDF format has the ending {path.suffix!r}; use .ttl or .nt")
    try:
        quads = parse(content, form, base=path.resolve().as_uri(), rename_blank_nodes=True)
        labels: dict[ox.BlankNode, ox.BlankNode] = {}
        own = hashlib.sha256(content).hexdigest()[:8]

        def named(node: Any) -> Any:
            blank = isinstance(node, ox.BlankNode)
            return labels.setdefault(node, ox.BlankNode(f"b{own}n{len(labels)}")) if blank else node

        triples = {ox.Triple(named(quad.subject), quad.predicate, named(quad.object)) for quad in quads}
    except (SyntaxError, ValueError) as error:
        raise ShapeError(f"cannot read {path}: {error}") from error
    return ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES) or b""


# -- validation -------------------------------------------------------------------------------


def validate(triples: bytes | Iterable[ox.Triple], shapes: Shapes) -> Report:
    """What is wrong with triples, or N-Triples. Raises ShapeError where the shapes or the triples cannot be used."""
    return Report(findings=tuple(sorted(set(_findings(shapes.plan.results(triples), shapes)), key=_order)))


def violations(triples: Iterable[ox.Triple], shapes: Shapes) -> tuple[Finding, ...]:
    """The violations among the findings of ``validate``, sooner."""
    found = _findings(shapes.plan.results(triples, without=_NO_VIOLATIONS), shapes)
    return tuple(sorted({each for each in found if each.severity is Severity.VIOLATION}, key=_order))


def validate_file(path: Path, shapes: Shapes) -> Report:
    """What is wrong with an RDF file: Turtle, N-Triples, N-Quads, TriG, RDF/XML or JSON-LD, by its ending."""
    return validate(_ntriples(path, _bytes(path)), shapes)


def _order(finding: Finding) -> tuple[object, ...]:
    severity = list(Severity).index(finding.severity)
    return severity, finding.shape, finding.focus, finding.path, finding.value, finding.component


def _findings(results: Iterable[Result], shapes: Shapes) -> Iterator[Finding]:
    for result in results:
        yield Finding(
            focus=result.focus,
            path=result.path,
            value=result.value,
            component=result.component.removeprefix(SH),
            shape=result.shape,
            severity=_severity(result),
            message=min(result.messages, default=""),
            hint=shapes.plan.descriptions.get(result.shape, ""),
        )


def _severity(result: Result) -> Severity:
    try:
        return Severity(result.severity.removeprefix(SH))
    except ValueError as error:
        raise ShapeError(
            f"cannot use the shapes: {result.shape} has the severity {result.severity}; "
            "use sh:Violation, sh:Warning or sh:Info"
        ) from error
