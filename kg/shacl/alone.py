"""Which findings are about a node by its own triples alone, so that nothing said of other nodes mends them.

Input: a shapes graph, and a shape with one of its components. Output: whether it is so. What is not known here is taken
to look further.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from kg.shacl.components import CORE

DEEPEST = 10  # shapes within shapes
_OF_ITS_OWN = frozenset(CORE) - {"ClassConstraintComponent"}
_LISTS = frozenset({SH["and"], SH["or"], SH.xone})
_SINGLE = frozenset({SH["not"], SH.node, SH.property})
_LOGIC = frozenset(
    f"{name}ConstraintComponent" for name in ("And", "Or", "Xone", "Not", "Node", "Property")
)  # components that refer to shapes of the same value
_PARAMETERS = frozenset(
    {
        SH.datatype, SH.nodeKind, SH.minCount, SH.maxCount, SH.minExclusive, SH.minInclusive, SH.maxExclusive,
        SH.maxInclusive, SH.minLength, SH.maxLength, SH.pattern, SH.flags, SH.languageIn, SH.uniqueLang, SH.equals,
        SH.disjoint, SH.lessThan, SH.lessThanOrEquals, SH.closed, SH.ignoredProperties, SH.hasValue, SH["in"],
    }
)  # fmt: skip
_WORDS = frozenset(
    {
        RDF.type, RDFS.label, RDFS.comment, SH.path, SH.message, SH.severity, SH.name, SH.description, SH.order,
        SH.group, SH.defaultValue, SH.deactivated, SH.targetClass, SH.targetNode, SH.targetObjectsOf,
        SH.targetSubjectsOf,
    }
)  # fmt: skip


def is_final(shapes: Graph, shape: str, component: str, path: str) -> bool:
    """True where a result of this shape (IRI), component (name) and path (IRI) is about the focus node alone."""
    if "<" in path:
        return False
    if component in _OF_ITS_OWN:
        return True
    return component in _LOGIC and _looks_no_further(shapes, URIRef(shape), deeper=True)


def _looks_no_further(shapes: Graph, shape: Node, *, deeper: bool, depth: int = 0) -> bool:
    """True for a shape that looks at the triples of its node alone; not even at these where not ``deeper``."""
    paths = list(shapes.objects(shape, SH.path))
    if depth > DEEPEST or not all(deeper and isinstance(path, URIRef) for path in paths):
        return False
    told = list(shapes.predicate_objects(shape))
    parts = [part for predicate, value in told for part in _parts(shapes, predicate, value)]
    return (
        bool(told)
        and all(predicate in _PARAMETERS | _WORDS | _LISTS | _SINGLE for predicate, _ in told)
        and all(_looks_no_further(shapes, part, deeper=deeper and not paths, depth=depth + 1) for part in parts)
    )


def _parts(shapes: Graph, predicate: Node, value: Node) -> Iterator[Node]:
    if predicate in _LISTS:
        yield from shapes.items(value)
    elif predicate in _SINGLE:
        yield value
