"""From shapes to a Plan, and from a Plan and triples to results: pyshacl's, without asking it about each node.

Input: shapes as N-Triples, and triples. Output: Results. Where the check of a component holds for a focus node, pyshacl
would report nothing and is not asked. Of the other nodes, and of all that is not compiled, it is pyshacl that judges
and reports. So a component that nobody has thought of costs time, not truth.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox
from pyshacl.graph_abstraction import DataGraph
from pyshacl.pytypes import SHACLExecutor
from pyshacl.rdfutil.stringify import stringify_blank_node
from pyshacl.shapes_graph import ShapesGraph
from rdflib import SH, Graph

from kg.errors import ShapeError
from kg.shacl.alone import is_final
from kg.shacl.check import NotCompiledError, OnlyPyshaclKnowsError
from kg.shacl.index import Index
from kg.shacl.results import PyshaclResult, Result, results
from kg.shacl.shape import Compiler, Constraint, PyshaclShape, Shape
from kg.shacl.terms import term

Focus = tuple[str, Collection[str]]  # a focus node with its value nodes


@dataclass(frozen=True, kw_only=True)
class Targets:
    """Where the focus nodes of a shape are (SHACL 2.1.3)."""

    nodes: frozenset[str]
    classes: frozenset[str]
    subjects_of: frozenset[str]
    objects_of: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)

    def focus_nodes(self, index: Index) -> set[str]:
        """The focus nodes among the triples."""
        found = set(self.nodes)
        found.update(*(index.instances(each) for each in self.classes))
        found.update(*(index.by_subject(each) for each in self.subjects_of))
        found.update(*(index.by_value(each) for each in self.objects_of))
        return found


def _targets(source: PyshaclShape) -> Targets:
    nodes, classes, implicit, objects_of, subjects_of = (map(term, each) for each in source.target())
    return Targets(
        nodes=frozenset(nodes),
        classes=frozenset((*classes, *implicit)),
        subjects_of=frozenset(subjects_of),
        objects_of=frozenset(objects_of),
    )


@dataclass(frozen=True, kw_only=True)
class Root:
    """A shape with targets; ``shape`` is None where pyshacl has to judge all of it."""

    source: PyshaclShape
    targets: Targets
    shape: Shape | None


@contextmanager
def _asking_pyshacl() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # pyshacl and rdflib raise what they please
        raise ShapeError(f"cannot use the shapes: {getattr(error, 'message', error)}") from error


class Plan:
    """Shapes, ready to validate any number of graphs with."""

    def __init__(self, ntriples: bytes) -> None:
        """Compiles the shapes. Raises ShapeError where pyshacl cannot use them at all."""
        graph = Graph(bind_namespaces="none")
        with _asking_pyshacl():
            graph.parse(data=ntriples, format="nt")
        self.shapes = ShapesGraph(graph)
        self._final: dict[tuple[str, str, str], bool] = {}
        with _asking_pyshacl():
            sources = list(self.shapes.shapes)
        compiler = Compiler(self.shapes)
        roots = (_root(source, compiler) for source in sources)
        self.roots = tuple(root for root in roots if root.targets)

    @cached_property
    def descriptions(self) -> dict[str, str]:
        """What shapes say of themselves (sh:description), by their IRIs."""
        return {str(shape): str(words) for shape, words in self.shapes.graph.subject_objects(SH.description)}

    def is_final(self, shape: str, component: str, path: str) -> bool:
        """True where a result of this shape, component and path says something of the focus node alone."""
        key = shape, component, path
        if key not in self._final:
            self._final[key] = is_final(self.shapes.graph, *key)
        return self._final[key]

    @property
    def unknown(self) -> list[str]:
        """What pyshacl judges node by node: the components, and the shapes, that are not compiled."""
        whole = [str(root.source) for root in self.roots if root.shape is None]
        return whole + [str(component) for root in self.roots if root.shape for component in root.shape.unknown]

    def results(self, triples: bytes | Iterable[ox.Triple], *, without: Collection[str] = ()) -> Iterator[Result]:
        """What pyshacl reports on triples, or N-Triples. Raises ShapeError where shapes or triples cannot be used.

        ``without`` are severities of which nobody asks: results of them are left out where that saves time.
        """
        try:
            index = Index(triples)
        except (SyntaxError, ValueError) as error:
            raise ShapeError(f"cannot read the triples: {error}") from error
        stringify_blank_node.dict_cache.clear()  # its keys are ids of graphs, and may be those of a graph that is gone
        judge = _Judge(index, without)
        for root in self.roots:
            if focus_nodes := root.targets.focus_nodes(index):
                reported = judge.shape(root.shape, focus_nodes) if root.shape else judge.whole(root.source)
                yield from results(reported, self.shapes)


def _root(source: PyshaclShape, compiler: Compiler) -> Root:
    try:
        shape = compiler.compile(source.node)
    except NotCompiledError:
        shape = None
    return Root(source=source, targets=_targets(source), shape=shape)


class _Judge:
    """Compiled shapes and pyshacl over the same triples."""

    def __init__(self, index: Index, without: Collection[str]) -> None:
        self.index = index
        self.without = without
        self.executor = SHACLExecutor()

    @cached_property
    def graph(self) -> DataGraph:
        """The triples for pyshacl; most graphs never need it."""
        return DataGraph.from_rdflib(self.index.graph)

    def shape(self, shape: Shape, focus_nodes: Iterable[str]) -> Iterator[PyshaclResult]:
        """What pyshacl reports on the focus nodes of a compiled shape."""
        if shape.source.deactivated:
            return
        nodes = [(focus, shape.values(self.index, focus)) for focus in focus_nodes]
        unasked = shape.severity in self.without
        for constraint in shape.constraints:
            if unasked and constraint.reports_alone:
                continue
            for focus in self._doubtful(constraint, nodes):
                yield from self._component(shape, constraint, focus)
        for part in shape.properties:
            yield from self.shape(part, focus_nodes)

    def _doubtful(self, constraint: Constraint, nodes: Iterable[Focus]) -> Iterator[Focus]:
        check, index = constraint.check, self.index
        for focus, values in nodes:
            try:
                if check and check(index, focus, values):
                    continue
            except OnlyPyshaclKnowsError:
                pass
            yield focus, values

    def _component(self, shape: Shape, constraint: Constraint, focus: Focus) -> Iterable[PyshaclResult]:
        node = self.index.node
        values = {node(focus[0]): {node(value) for value in focus[1]}}
        component = constraint.component
        with _asking_pyshacl():
            _, reported = component.evaluate(self.executor, self.graph, values, [shape.source, component])
        return list(reported)

    def whole(self, source: PyshaclShape) -> Iterable[PyshaclResult]:
        """What pyshacl reports on a shape that is not compiled."""
        with _asking_pyshacl():
            _, reported = source.validate(self.executor, self.graph)
        return list(reported)
