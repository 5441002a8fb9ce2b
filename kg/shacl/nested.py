"""The constraint components that refer to other shapes: logical (SHACL 4.6) and shape-based (4.7), one function each.

Input: a component as pyshacl read it, and the way from a node to its compiled shape. Output: a Check.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Protocol

from rdflib import SH, Graph
from rdflib.term import Node

from kg.shacl.check import Check, Component, NotCompiledError, each_value
from kg.shacl.index import Index


class Conformable(Protocol):
    """A compiled shape, as components see it."""

    def conforms(self, index: Index, focus: str) -> bool:
        """Whether the node conforms."""


ShapeOf = Callable[[Node], Conformable]  # raises NotCompiledError where the shape is not compiled as a whole


def _all(component: Component, nodes: Collection[Node], shape_of: ShapeOf, *, properties: bool) -> Check:
    if any(component.shape.get_other_shape(node).is_property_shape is not properties for node in nodes):
        raise NotCompiledError("it refers to the other kind of shape")
    shapes = [shape_of(node) for node in nodes]
    return each_value(lambda index, value: all(shape.conforms(index, value) for shape in shapes))


def node_(component: Component, shape_of: ShapeOf) -> Check:
    """Each value conforms to each node shape."""
    return _all(component, component.node_shapes, shape_of, properties=False)


def property_(component: Component, shape_of: ShapeOf) -> Check:
    """Each value conforms to each property shape."""
    return _all(component, component.property_shapes, shape_of, properties=True)


def not_(component: Component, shape_of: ShapeOf) -> Check:
    """No value conforms to any of the shapes."""
    shapes = [shape_of(node) for node in component.not_list]
    return each_value(lambda index, value: not any(shape.conforms(index, value) for shape in shapes))


def _lists(component: Component, heads: Collection[Node], shape_of: ShapeOf) -> list[list[Conformable]]:
    lists = [[shape_of(node) for node in component.shape.sg.graph.items(head)] for head in heads]
    if not all(lists):
        raise NotCompiledError("it refers to an empty list")
    return lists


def and_(component: Component, shape_of: ShapeOf) -> Check:
    """Each value conforms to all shapes of each list."""
    lists = _lists(component, component.and_list, shape_of)
    return each_value(lambda index, value: all(shape.conforms(index, value) for some in lists for shape in some))


def or_(component: Component, shape_of: ShapeOf) -> Check:
    """Each value conforms to a shape of each list."""
    lists = _lists(component, component.or_list, shape_of)
    return each_value(lambda index, value: all(any(shape.conforms(index, value) for shape in some) for some in lists))


def xone(component: Component, shape_of: ShapeOf) -> Check:
    """Each value conforms to exactly one shape of each list."""
    lists = _lists(component, component.xone_nodes, shape_of)
    return each_value(
        lambda index, value: all(sum(shape.conforms(index, value) for shape in some) == 1 for some in lists)
    )


def qualified_value_shape(component: Component, shape_of: ShapeOf) -> Check:
    """As many values as asked for conform to the shape, and to none beside it where they are disjoint."""
    graph, least, most = component.shape.sg.graph, component.min_count, component.max_count
    wanted = [
        (shape_of(node), [shape_of(other) for other in siblings(graph, component.shape.node) if other != node])
        for node in component.value_shapes
    ]

    def check(index: Index, _: str, values: Collection[str]) -> bool:
        for shape, others in wanted:
            fitting = [value for value in values if shape.conforms(index, value)]
            count = sum(not any(other.conforms(index, value) for other in others) for value in fitting)
            if (least is not None and count < least) or (most is not None and count > most):
                return False
        return True

    return check


def siblings(shapes: Graph, shape: Node) -> set[Node]:
    """The qualified value shapes of all property shapes beside this one, where it asks for disjoint ones (4.7.3)."""
    if not any(getattr(flag, "value", None) is True for flag in shapes.objects(shape, SH.qualifiedValueShapesDisjoint)):
        return set()
    beside = (part for parent in shapes.subjects(SH.property, shape) for part in shapes.objects(parent, SH.property))
    return {other for part in beside for other in shapes.objects(part, SH.qualifiedValueShape)}


def referred(shapes: Graph, shape: Node) -> Iterator[Node]:
    """The shapes that a shape refers to."""
    for predicate in (SH.property, SH.node, SH["not"], SH.qualifiedValueShape):
        yield from shapes.objects(shape, predicate)
    for predicate in (SH["and"], SH["or"], SH.xone):
        for head in shapes.objects(shape, predicate):
            yield from shapes.items(head)
    yield from siblings(shapes, shape)


NESTED: dict[str, Callable[[Component, ShapeOf], Check]] = {
    "NotConstraintComponent": not_,
    "AndConstraintComponent": and_,
    "OrConstraintComponent": or_,
    "XoneConstraintComponent": xone,
    "NodeConstraintComponent": node_,
    "PropertyConstraintComponent": property_,
    "QualifiedValueShapeConstraintComponent": qualified_value_shape,
}
