"""From a SHACL property path to the values it leads to (SHACL 2.3.1).

Input: a path in the graph of shapes. Output: a Path, which gives the values of a focus node. Each kind of path is one
function. What pyshacl does with a path is done here: an inverse path of a sequence turns each step, not their order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import reduce

from rdflib import RDF, SH, Graph, URIRef, paths
from rdflib.term import Node

from kg.shacl.check import NotCompiledError
from kg.shacl.index import NOTHING, Index
from kg.shacl.terms import term

Path = Callable[[Index, str], Collection[str]]
DEEPEST = 10  # pyshacl refuses a path nested deeper


def path_of_shape(shapes: Graph, path: Node, *, inverse: bool = False, depth: int = 0) -> Path:
    """The values at the end of the path, each once. Raises NotCompiledError where the path is not well-formed."""
    if isinstance(path, URIRef):
        return (_subjects if inverse else _objects)(term(path))
    steps = list(shapes.predicate_objects(path))
    kinds = {kind for kind, _ in steps}
    if depth >= DEEPEST or len(kinds) != len(steps):
        raise NotCompiledError(f"{path!r} is no path")

    def part(node: Node, *, turned: bool = inverse) -> Path:
        return path_of_shape(shapes, node, inverse=turned, depth=depth + 1)

    if kinds - {RDF.type} == {RDF.first, RDF.rest}:
        first, rest = shapes.value(path, RDF.first), shapes.value(path, RDF.rest)
        assert first is not None and rest is not None  # noqa: PT018
        if rest != RDF.nil:
            return _sequence(part(first), part(rest))
        if depth:
            return part(first)
    if len(steps) == 1:
        (kind, node), *_ = steps
        if kind == SH.inversePath:
            return part(node, turned=not inverse)
        if kind == SH.alternativePath and len(either := list(shapes.items(node))) > 1:
            return _alternative([part(each) for each in either])
        if kind == SH.zeroOrMorePath:
            return _zero_or_more(part(node))
        if kind == SH.oneOrMorePath:
            return _one_or_more(part(node))
        if kind == SH.zeroOrOnePath:
            return _zero_or_one(part(node))
    raise NotCompiledError(f"{path!r} is no path")


def path_of_query(path: object, *, inverse: bool = False) -> Path:
    """The same for a path of a SPARQL query. Raises NotCompiledError for a negated one and for a variable."""
    if isinstance(path, URIRef):
        return (_subjects if inverse else _objects)(term(path))
    if isinstance(path, paths.InvPath):
        return path_of_query(path.arg, inverse=not inverse)
    if isinstance(path, paths.SequencePath):
        first, *rest = (path_of_query(step, inverse=inverse) for step in (path.args[::-1] if inverse else path.args))
        return reduce(_sequence, rest, first)
    if isinstance(path, paths.AlternativePath):
        return _alternative([path_of_query(each, inverse=inverse) for each in path.args])
    if isinstance(path, paths.MulPath):
        repeated = {"*": _zero_or_more, "+": _one_or_more, "?": _zero_or_one}[str(path.mod)]
        return repeated(path_of_query(path.path, inverse=inverse))
    raise NotCompiledError(f"{path!r} is no path of known properties")


def _objects(predicate: str) -> Path:
    return lambda index, focus: index.by_subject(predicate).get(focus, NOTHING)


def _subjects(predicate: str) -> Path:
    return lambda index, focus: index.by_value(predicate).get(focus, NOTHING)


def _sequence(first: Path, then: Path) -> Path:
    return lambda index, focus: {value for middle in first(index, focus) for value in then(index, middle)}


def _alternative(paths: Iterable[Path]) -> Path:
    return lambda index, focus: {value for path in paths for value in path(index, focus)}


def _zero_or_one(path: Path) -> Path:
    return lambda index, focus: {focus, *path(index, focus)}


def _zero_or_more(path: Path) -> Path:
    return lambda index, focus: _reached(index, path, {focus})


def _one_or_more(path: Path) -> Path:
    return lambda index, focus: _reached(index, path, set(path(index, focus)))


def _reached(index: Index, path: Path, reached: set[str]) -> set[str]:
    ahead = list(reached)
    while ahead:
        further = set(path(index, ahead.pop())) - reached
        reached |= further
        ahead += further
    return reached
