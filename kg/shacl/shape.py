"""From the shapes that pyshacl read to compiled shapes: paths, and a Check for each component.

Input: pyshacl's shapes graph. Output: Shapes. pyshacl reads the parameters of a component and says what is wrong with
them; here each component, by its name, becomes the function of ``components``, ``nested`` or ``sparql`` that it is.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.errors import ConstraintLoadWarning
from pyshacl.shapes_graph import ShapesGraph
from rdflib import Graph
from rdflib.term import Node

from kg.shacl.check import Check, Component, NotCompiledError
from kg.shacl.components import CORE
from kg.shacl.index import Index
from kg.shacl.nested import NESTED, referred
from kg.shacl.paths import Path, path_of_shape
from kg.shacl.sparql import sparql

DEEPEST = 10  # shapes within shapes; pyshacl refuses more than 15
PyshaclShape = Any  # it has no types


@dataclass(frozen=True, kw_only=True)
class Constraint:
    """A component of a shape, and its check; None where only pyshacl can judge."""

    component: Component
    check: Check | None

    @cached_property
    def reports_alone(self) -> bool:
        """Whether its results are of its shape's severity, and have no details of another."""
        return self.check is not None and self.component.constraint_name() not in NESTED


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A shape: where its value nodes are, what is asked of them, and the property shapes of the same focus nodes."""

    source: PyshaclShape
    path: Path | None  # None: the focus node is the value node
    constraints: tuple[Constraint, ...]
    properties: tuple[Shape, ...]

    @cached_property
    def severity(self) -> str:
        """The IRI of its severity."""
        return str(self.source.severity)

    @property
    def unknown(self) -> list[Component]:
        """The components that only pyshacl can judge, those of its property shapes too."""
        own = [each.component for each in self.constraints if each.check is None]
        return own + [component for part in self.properties for component in part.unknown]

    def values(self, index: Index, focus: str) -> Collection[str]:
        """The value nodes of a focus node."""
        return (focus,) if self.path is None else self.path(index, focus)

    def conforms(self, index: Index, focus: str) -> bool:
        """Whether pyshacl would report nothing on the node. Only for a shape in which nothing is unknown."""
        if self.source.deactivated:
            return True
        values = self.values(index, focus)
        return all(each.check(index, focus, values) for each in self.constraints if each.check) and all(
            part.conforms(index, focus) for part in self.properties
        )


class Compiler:
    """Compiles the shapes of a graph, each once."""

    def __init__(self, shapes: ShapesGraph) -> None:
        self._shapes = shapes
        self._graph: Graph = shapes.graph
        self._compiled: dict[Node, Shape] = {}
        self._heights: dict[Node, float] = {}

    def compile(self, node: Node) -> Shape:
        """The shape. Raises NotCompiledError where it refers to itself, is nested too deep, or cannot be used."""
        try:
            if self._height(node) > DEEPEST:
                raise NotCompiledError(f"{node!r} refers to itself, or is nested too deep")  # noqa: TRY301
            return self._shape(node)
        except NotCompiledError:
            raise
        except Exception as error:  # pyshacl will say it, once the shape has a focus node
            raise NotCompiledError(f"{node!r} cannot be used") from error

    def _height(self, node: Node) -> float:
        """How many shapes stand below each other, this one included: no end to it where it refers to itself."""
        if node not in self._heights:
            self._heights[node] = math.inf
            self._heights[node] = 1 + max((self._height(part) for part in referred(self._graph, node)), default=0)
        return self._heights[node]

    def _shape(self, node: Node) -> Shape:
        if node not in self._compiled:
            source: PyshaclShape = self._shapes.lookup_shape_from_node(node)
            path = path_of_shape(self._graph, source.path()) if source.is_property_shape else None
            constraints: list[Constraint] = []
            properties: list[Shape] = []
            for component in self._components(source):
                if path is None and component.constraint_name() == "PropertyConstraintComponent":
                    properties += [self._property(part) for part in component.property_shapes]
                else:
                    constraints.append(Constraint(component=component, check=self._check(component)))
            self._compiled[node] = Shape(
                source=source, path=path, constraints=tuple(constraints), properties=tuple(properties)
            )
        return self._compiled[node]

    def _property(self, node: Node) -> Shape:
        shape = self._shape(node)
        if shape.path is None:
            raise NotCompiledError(f"{node!r} is no property shape")
        return shape

    def _components(self, source: PyshaclShape) -> Iterator[Component]:
        """The components of a shape, as pyshacl finds them."""
        parameters = dict.fromkeys(parameter for parameter, _ in self._graph.predicate_objects(source.node))
        known = (CONSTRAINT_PARAMETERS_MAP[each] for each in parameters if each in CONSTRAINT_PARAMETERS_MAP)
        for kind in dict.fromkeys(known):
            with contextlib.suppress(ConstraintLoadWarning):  # pyshacl leaves such a component out
                yield kind(source)
        for custom in source.find_custom_constraints():
            yield custom.make_validator_for_shape(source)

    def _check(self, component: Component) -> Check | None:
        name = component.constraint_name()
        try:
            if name in NESTED:
                return NESTED[name](component, self._whole)
            return {**CORE, "SPARQLConstraintComponent": sparql}[name](component)
        except (NotCompiledError, KeyError):
            return None

    def _whole(self, node: Node) -> Shape:
        shape = self._shape(node)
        if shape.unknown:
            raise NotCompiledError(f"{node!r} has components that are not compiled")
        return shape
