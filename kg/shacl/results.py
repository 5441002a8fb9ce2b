"""From what pyshacl reports to Results: the same in words, free of rdflib.

Input: the triples of pyshacl's validation results, and the graph of shapes. Output: Results.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyshacl.helper.path_helper import shacl_path_to_sparql_path
from pyshacl.shapes_graph import ShapesGraph
from rdflib import SH, BNode, URIRef
from rdflib.term import Node

from kg.shacl.terms import term

PyshaclResult = tuple[str, Node, list[tuple[Node, Node, Any]]]  # text, node, triples


@dataclass(frozen=True, kw_only=True)
class Result:
    """A validation result (SHACL 3.6.2). IRIs are written in full, other terms as in N-Triples."""

    focus: str
    path: str  # an IRI, or a SPARQL property path; empty for the node itself
    value: str  # as in N-Triples; empty where something is missing
    component: str
    shape: str  # of a shape without a name, the shape that it stands in
    severity: str
    messages: tuple[str, ...]
    is_detail: bool  # it says why another result is one (sh:detail)


def results(reported: Iterable[PyshaclResult], shapes: ShapesGraph) -> Iterator[Result]:
    """Each result, and those that one contains as its details."""
    for _, main, triples in reported:
        parts: dict[Node, dict[Node, list[Node]]] = {}
        for subject, predicate, value in triples:
            told = value[1] if isinstance(value, tuple) else value  # pyshacl adds the graph that a node is from
            parts.setdefault(subject, {}).setdefault(predicate, []).append(told)
        for node, part in parts.items():
            if SH.focusNode in part:
                yield _result(part, shapes, is_detail=node != main)


def _result(part: dict[Node, list[Node]], shapes: ShapesGraph, *, is_detail: bool) -> Result:
    def one(predicate: Node) -> Node | None:
        return part[predicate][0] if predicate in part else None

    path, value = one(SH.resultPath), one(SH.value)
    return Result(
        focus=_name(one(SH.focusNode)),
        path=_name(path) if path is None or isinstance(path, URIRef) else _sparql_path(path, shapes),
        value="" if value is None else term(value),
        component=_name(one(SH.sourceConstraintComponent)),
        shape=_shape(one(SH.sourceShape), shapes),
        severity=_name(one(SH.resultSeverity)),
        messages=tuple(sorted(map(str, part.get(SH.resultMessage, ())))),
        is_detail=is_detail,
    )


def _name(node: Node | None) -> str:
    return "" if node is None else str(node) if isinstance(node, URIRef) else term(node)


def _shape(node: Node | None, shapes: ShapesGraph) -> str:
    """The IRI of the shape; the label of a shape without a name is another in each run."""
    seen: set[Node] = set()
    while isinstance(node, BNode) and node not in seen:
        seen.add(node)
        node = shapes.graph.value(predicate=SH.property, object=node)
    return _name(node) if isinstance(node, URIRef) else "_:unnamed"


def _sparql_path(path: Node, shapes: ShapesGraph) -> str:
    return str(shacl_path_to_sparql_path(shapes, path)).replace(" ", "")
