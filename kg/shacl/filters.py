"""From a FILTER of SPARQL to a function of the solution: rdflib's own evaluation, with a short cut for usual operands.

Input: the expression as rdflib parsed it. Output: a Filter. The short cut knows comparison, addition, logic and a few
functions on strings, of plain strings, plainly spelled numbers and dates, and booleans: what has one meaning in every
engine. All else, and every error, is rdflib's.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from rdflib import Literal
from rdflib.plugins.sparql.evalutils import _ebv
from rdflib.plugins.sparql.sparql import FrozenBindings, Prologue, QueryContext
from rdflib.term import Identifier, Variable

from kg.shacl.index import Index
from kg.shacl.terms import date, is_blank, number, term, text

Solution = dict[Identifier, str]  # terms by variable or blank node
Filter = Callable[[Index, Solution], bool]
Value = Any  # int, Decimal, str, bool or Date
Expression = Callable[[Solution], Value]


class UnusualError(Exception):
    """An expression, or an operand, that is left to rdflib."""


class Date(str):
    """A date without a timezone; its text sorts by time."""

    __slots__ = ()


ORDER = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
COMPARISON = {**ORDER, "=": operator.eq, "!=": operator.ne}
FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "Builtin_STRSTARTS": str.startswith,
    "Builtin_STRENDS": str.endswith,
    "Builtin_CONTAINS": operator.contains,
}


def compiled(expression: Any, prologue: Prologue, fixed: tuple[Variable, ...]) -> Filter:
    """Whether a solution passes; ``fixed`` are the variables that are bound before the query begins."""
    try:
        usual = _expression(expression)
    except UnusualError:
        usual = None

    def passes(index: Index, solution: Solution) -> bool:
        if usual:
            try:
                return _boolean(usual(solution))
            except UnusualError:
                pass
        bindings = {variable: index.node(value) for variable, value in solution.items()}
        context = QueryContext(index.graph, initBindings={each: bindings[each] for each in fixed})
        context.prologue = prologue
        return _ebv(expression, FrozenBindings(context, bindings))

    return passes


def _expression(expression: Any) -> Expression:
    """The expression as a function of the solution. Raises UnusualError where it has no short cut."""
    if isinstance(expression, Variable):
        return lambda solution: _value(solution.get(expression, ""))
    if isinstance(expression, Literal):
        constant = _value(term(expression))
        return lambda _: constant
    known = {
        "ConditionalOrExpression": _logic,
        "ConditionalAndExpression": _logic,
        "UnaryNot": _not,
        "RelationalExpression": _comparison,
        "AdditiveExpression": _addition,
        "Builtin_STR": _str,
        "Builtin_STRLEN": _strlen,
        "Builtin_SUBSTR": _substr,
        **dict.fromkeys(FUNCTIONS, _function),
    }
    name = getattr(expression, "name", "")
    if name not in known:
        raise UnusualError(name)
    return known[name](expression)


def _value(written: str) -> Value:
    if written[-1:] == '"':
        return text(written)
    for usual, kind in ((number, None), (date, Date)):
        if (found := usual(written)) is not None:
            return kind(found) if kind else found
    raise UnusualError(written)


def _boolean(value: Value) -> bool:
    if value is True or value is False:
        return value
    raise UnusualError(value)


def _string(value: Value) -> str:
    if type(value) is str:
        return value
    raise UnusualError(value)


def _number(value: Value) -> int | Decimal:
    if type(value) is int or type(value) is Decimal:
        return value
    raise UnusualError(value)


def _logic(expression: Any) -> Expression:
    parts = [_expression(each) for each in (expression.expr, *expression.other)]
    join = any if expression.name == "ConditionalOrExpression" else all
    return lambda solution: join([_boolean(part(solution)) for part in parts])


def _not(expression: Any) -> Expression:
    inner = _expression(expression.expr)
    return lambda solution: not _boolean(inner(solution))


def _comparison(expression: Any) -> Expression:
    left, right, compare = _expression(expression.expr), _expression(expression.other), COMPARISON.get(expression.op)
    if compare is None:
        raise UnusualError(expression.op)

    def compared(solution: Solution) -> bool:
        first, second = left(solution), right(solution)
        if type(first) is not type(second):
            first, second = _number(first), _number(second)
        return bool(compare(first, second))

    return compared


def _addition(expression: Any) -> Expression:
    first = _expression(expression.expr)
    others = [
        (1 if sign == "+" else -1, _expression(each))
        for sign, each in zip(expression.op, expression.other, strict=True)
    ]
    return lambda solution: _number(first(solution)) + sum(sign * _number(other(solution)) for sign, other in others)


def _str(expression: Any) -> Expression:
    if not isinstance(expression.arg, Variable):
        raise UnusualError("STR of an expression")

    def string(solution: Solution) -> str:
        written = solution.get(expression.arg, "_")
        if is_blank(written):
            raise UnusualError(written)
        return text(written)

    return string


def _strlen(expression: Any) -> Expression:
    inner = _expression(expression.arg)
    return lambda solution: len(_string(inner(solution)))


def _substr(expression: Any) -> Expression:
    inner, start = _expression(expression.arg), _expression(expression.start)
    length = None if expression.length is None else _expression(expression.length)

    def part(solution: Solution) -> str:
        whole, first = _string(inner(solution)), start(solution)
        count = len(whole) if length is None else length(solution)
        if type(first) is not int or type(count) is not int or first < 1 or count < 0:
            raise UnusualError(first, count)
        return whole[first - 1 : first - 1 + count]

    return part


def _function(expression: Any) -> Expression:
    left, right, function = _expression(expression.arg1), _expression(expression.arg2), FUNCTIONS[expression.name]
    return lambda solution: function(_string(left(solution)), _string(right(solution)))
