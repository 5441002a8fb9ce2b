"""The constraint components of SHACL Core that stand for themselves: one function each.

Input: a component as pyshacl read it out of the shapes. Output: a Check, which holds for a focus node and its value
nodes exactly where pyshacl reports nothing. Components that refer to other shapes are in ``nested``, sh:sparql is in
``sparql``. Where a literal is spelled in an unusual way, rdflib's own comparison decides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from pyshacl.rdfutil.compare import compare_literal
from rdflib import RDF, RDFS, SH, XSD, Literal, URIRef

from kg.shacl.check import Check, Component, NotCompiledError, OnlyPyshaclKnowsError, each_value
from kg.shacl.index import TYPE, Index
from kg.shacl.terms import datatype, date, is_blank, is_iri, is_literal, language, number, term, text

# -- value type (SHACL 4.1) ----------------------------------------------------------------------


def class_(component: Component) -> Check:
    """Each value is an instance of each class."""
    classes = [term(each) for each in component.class_rules]
    if len(classes) == 1:
        return each_value(lambda index, value: value in index.instances(classes[0]))
    return each_value(lambda index, value: all(value in index.instances(each) for each in classes))


def datatype_(component: Component) -> Check:
    """Each value is a literal of the datatype, and well-formed."""
    wanted = component.datatype_rule
    suffix = f'"^^{term(wanted)}'
    if wanted == XSD.string:
        return each_value(lambda _, value: value[-1] == '"')
    if wanted == RDF.langString:
        return each_value(lambda _, value: is_literal(value) and language(value) != "")
    if wanted == RDFS.Literal:
        return each_value(lambda _, value: is_literal(value))
    if wanted == RDFS.Datatype:
        return each_value(lambda _, value: is_literal(value) and datatype(value) != "")
    return each_value(lambda index, value: value.endswith(suffix) and value not in index.ill_typed)


def node_kind(component: Component) -> Check:
    """Each value is an IRI, a blank node or a literal, as the shape says."""
    signs = {
        SH.IRI: "<",
        SH.BlankNode: "_",
        SH.Literal: '"',
        SH.BlankNodeOrIRI: "_<",
        SH.BlankNodeOrLiteral: '_"',
        SH.IRIOrLiteral: '<"',
    }.get(component.nodekind_rule, "")
    return each_value(lambda _, value: value[0] in signs)


# -- cardinality (4.2) ---------------------------------------------------------------------------


def min_count(component: Component) -> Check:
    """There are not fewer values."""
    least = int(component.min_count.value)
    return lambda _, __, values: len(values) >= least


def max_count(component: Component) -> Check:
    """There are not more values."""
    most = int(component.max_count.value)
    return lambda _, __, values: len(values) <= most


# -- value range (4.3) ---------------------------------------------------------------------------


def _range(limits: list[Literal], holds: Callable[[int], bool]) -> Check:
    """Holds where what comparing each value with the limit gives (-1, 0, 1) does; an error is a violation."""
    if not all(isinstance(limit, Literal) for limit in limits):
        raise NotCompiledError("a limit is no literal")
    numbers = [number(term(limit)) for limit in limits]
    if len(limits) == 1 and numbers[0] is not None:
        return each_value(_numbers(limits[0], numbers[0], holds))
    return each_value(lambda index, value: all(_in_range(index, value, limit, holds) for limit in limits))


def _numbers(limit: Literal, bound: int | Decimal, holds: Callable[[int], bool]) -> Callable[[Index, str], bool]:
    def passes(index: Index, value: str) -> bool:
        known = number(value)
        if known is None:
            return _in_range(index, value, limit, holds)
        return holds((known > bound) - (known < bound))

    return passes


def _in_range(index: Index, value: str, limit: Literal, holds: Callable[[int], bool]) -> bool:
    literal = index.node(value)
    if not isinstance(literal, Literal) or isinstance(literal.value, str) != isinstance(limit.value, str):
        return False
    try:
        return holds(compare_literal(literal, limit))  # type: ignore[no-untyped-call]  # pyshacl's
    except (TypeError, NotImplementedError):
        return False
    except Exception as error:  # such as decimal's for sNaN
        raise OnlyPyshaclKnowsError from error


def min_exclusive(component: Component) -> Check:
    """Each value is greater."""
    return _range(component.min_vals, lambda order: order > 0)


def min_inclusive(component: Component) -> Check:
    """Each value is greater, or equal."""
    return _range(component.min_vals, lambda order: order >= 0)


def max_exclusive(component: Component) -> Check:
    """Each value is less."""
    return _range(component.max_vals, lambda order: order < 0)


def max_inclusive(component: Component) -> Check:
    """Each value is less, or equal."""
    return _range(component.max_vals, lambda order: order <= 0)


# -- strings (4.4) -------------------------------------------------------------------------------


def min_length(component: Component) -> Check:
    """Each value has enough characters; a blank node has none."""
    least = int(component.string_rules[0].value)
    return each_value(lambda _, value: least == 0 or (not is_blank(value) and len(text(value)) >= least))


def max_length(component: Component) -> Check:
    """Each value has few enough characters; a blank node never has."""
    most = int(component.string_rules[0].value)
    return each_value(lambda _, value: not is_blank(value) and len(text(value)) <= most)


def pattern(component: Component) -> Check:
    """Each value matches each pattern; a blank node matches none."""
    searches = [expression.search for expression in component.compiled_cache.values()]
    return each_value(lambda _, value: not is_blank(value) and all(search(text(value)) for search in searches))


def language_in(component: Component) -> Check:
    """Each value is in one of the languages."""
    shapes = component.shape.sg.graph
    ranges = list(shapes.items(component.string_rules[0]))
    if not all(isinstance(each, Literal) and isinstance(each.value, str) for each in ranges):
        raise NotCompiledError("sh:languageIn lists what is no string")
    tags = {str(each.value).lower() for each in ranges}

    def passes(_: Index, value: str) -> bool:
        tag = language(value).lower() if is_literal(value) else ""
        return tag != "" and ("*" in tags or tag in tags or tag.split("-")[0] in tags)

    return each_value(passes)


def unique_lang(component: Component) -> Check:
    """No two values are in one language."""
    if component.string_rules != {True}:
        return lambda *_: True

    def check(_: Index, __: str, values: Collection[str]) -> bool:
        tags = [tag for value in values if is_literal(value) and (tag := language(value).lower())]
        return len(tags) == len(set(tags))

    return check


# -- pairs of properties (4.5) -------------------------------------------------------------------


def equals(component: Component) -> Check:
    """The other property has the same values."""
    others = [term(each) for each in component.property_compare_set]
    return lambda index, focus, values: all(set(index.values(focus, other)) == set(values) for other in others)


def disjoint(component: Component) -> Check:
    """The other property has none of the values."""
    others = [term(each) for each in component.property_compare_set]
    return lambda index, focus, values: all(set(index.values(focus, other)).isdisjoint(values) for other in others)


def less_than(component: Component) -> Check:
    """Each value is less than each of the other property."""
    return _ordered(component, lambda value, other: value < other)


def less_than_or_equals(component: Component) -> Check:
    """Each value is less than each of the other property, or equal."""
    return _ordered(component, lambda value, other: value <= other)


def _ordered(component: Component, holds: Callable[[Any, Any], bool]) -> Check:
    others = [term(each) for each in component.property_compare_set]
    if not all(is_iri(other) for other in others):
        raise NotCompiledError("sh:lessThan names what is no IRI")

    def check(index: Index, focus: str, values: Collection[str]) -> bool:
        if any(is_blank(value) for value in values):
            raise OnlyPyshaclKnowsError
        return all(
            _compared(index, value, than, holds)
            for other in others
            for than in index.values(focus, other)
            for value in values
        )

    return check


def _compared(index: Index, value: str, than: str, holds: Callable[[Any, Any], bool]) -> bool:
    for usual in (number, date):
        first, second = usual(value), usual(than)
        if first is not None and second is not None:
            return holds(first, second)
    if is_blank(than):
        raise OnlyPyshaclKnowsError
    left, right = _comparable(index, value), _comparable(index, than)
    if (type(left) is str) != (type(right) is str):
        return False
    try:
        return holds(left, right)
    except Exception as error:  # rdflib's comparison raises what it pleases
        raise OnlyPyshaclKnowsError from error


def _comparable(index: Index, value: str) -> object:
    node = index.node(value)
    if isinstance(node, URIRef):
        return str(node)
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else node


# -- others (4.8) --------------------------------------------------------------------------------


def closed(component: Component) -> Check:
    """Each value has only the properties that the shape names."""
    if not component.is_closed:
        return lambda *_: True
    parts = [component.shape.get_other_shape(part) for part in component.property_shapes]
    if not all(part and part.is_property_shape for part in parts):
        raise NotCompiledError("sh:property names what is no property shape")
    known = {term(part.path()) for part in parts} | {term(each) for each in component.ignored_props}
    resource = term(RDFS.Resource)

    def passes(index: Index, value: str) -> bool:
        unknown = [predicate for predicate in index.predicates(value) if predicate not in known]
        return not unknown or (unknown == [TYPE] and list(index.values(value, TYPE)) == [resource])

    return each_value(passes)


def has_value(component: Component) -> Check:
    """The value is among the values."""
    wanted = {term(each) for each in component.has_value_set}
    return lambda _, __, values: wanted.issubset(values)


def in_(component: Component) -> Check:
    """Each value is in the list."""
    listed = {term(each) for each in component.in_vals}
    return each_value(lambda _, value: value in listed)


CORE: dict[str, Callable[[Component], Check]] = {
    "ClassConstraintComponent": class_,
    "DatatypeConstraintComponent": datatype_,
    "NodeKindConstraintComponent": node_kind,
    "MinCountConstraintComponent": min_count,
    "MaxCountConstraintComponent": max_count,
    "MinExclusiveConstraintComponent": min_exclusive,
    "MinInclusiveConstraintComponent": min_inclusive,
    "MaxExclusiveConstraintComponent": max_exclusive,
    "MaxInclusiveConstraintComponent": max_inclusive,
    "MinLengthConstraintComponent": min_length,
    "MaxLengthConstraintComponent": max_length,
    "PatternConstraintComponent": pattern,
    "LanguageInConstraintComponent": language_in,
    "UniqueLangConstraintComponent": unique_lang,
    "EqualsConstraintComponent": equals,
    "DisjointConstraintComponent": disjoint,
    "LessThanConstraintComponent": less_than,
    "LessThanOrEqualsConstraintComponent": less_than_or_equals,
    "ClosedConstraintComponent": closed,
    "HasValueConstraintComponent": has_value,
    "InConstraintComponent": in_,
}
