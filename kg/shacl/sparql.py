"""From sh:sparql (SHACL 5) to a Check: whether its query finds nothing for a focus node.

Input: the component with its queries. Output: a Check. A query of triple patterns and filters is matched on the index,
with $this bound before all else (5.3.1). Other queries are left to pyshacl.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from rdflib import BNode, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Identifier, Variable

from kg.shacl.check import Check, Component, NotCompiledError, OnlyPyshaclKnowsError
from kg.shacl.filters import Solution, compiled
from kg.shacl.index import Index
from kg.shacl.paths import path_of_query
from kg.shacl.terms import term

Step = Callable[[Index, Solution], Iterable[Solution]]
WRAPPERS = {"Project", "Distinct", "Reduced", "OrderBy", "Extend"}  # what finds as much as the pattern inside it
THIS, SHAPE = Variable("this"), Variable("currentShape")


def sparql(component: Component) -> Check:
    """Holds where none of the queries has a solution."""
    queries = [_query(each) for each in component.sparql_constraints if not each.deactivated]
    return lambda index, focus, _: not any(finds(index, focus) for finds in queries)


def _query(helper: Any) -> Callable[[Index, str], bool]:
    """Whether the query finds anything for a focus node. Raises NotCompiledError for what is not known here."""
    try:
        _, text = helper.pre_bind_variables(URIRef("urn:x-citykg:focus"))
        query = prepareQuery(helper.apply_prefixes(text))
    except Exception as error:  # pyshacl and rdflib raise what they please; pyshacl will say it
        raise NotCompiledError("the query cannot be read") from error
    pattern, filters = query.algebra, []
    if query.algebra.name != "SelectQuery" or query.algebra.datasetClause or THIS not in query.algebra.PV:
        raise NotCompiledError("the query is none that selects $this")
    pattern = pattern.p
    while pattern.name in WRAPPERS:
        pattern = pattern.p
    while pattern.name == "Filter":
        filters.append(compiled(pattern.expr, query.prologue, (THIS, SHAPE)))
        pattern = pattern.p
    if pattern.name != "BGP":
        raise NotCompiledError(f"the query has a {pattern.name}")
    shape = term(helper.shape.node)
    steps = _steps(pattern.triples, {THIS, SHAPE})

    def finds(index: Index, focus: str) -> bool:
        solutions: Iterable[Solution] = ({THIS: focus, SHAPE: shape},)
        for step in steps:
            solutions = [longer for solution in solutions for longer in step(index, solution)]
            if not solutions:
                return False
        try:
            return any(all(passes(index, solution) for passes in filters) for solution in solutions)
        except Exception as error:  # rdflib raises what it pleases
            raise OnlyPyshaclKnowsError from error

    return finds


def _steps(patterns: Iterable[tuple[Identifier, Any, Identifier]], known: set[Identifier]) -> list[Step]:
    """The patterns in an order in which each begins at something known."""
    left, steps, known = list(patterns), [], set(known)
    while left:
        chosen = min(left, key=lambda pattern: (_is_open(pattern[0], known), _is_open(pattern[2], known)))
        left.remove(chosen)
        steps.append(_step(*chosen, known))
        known |= {part for part in (chosen[0], chosen[2]) if _is_open(part, known)}
    return steps


def _is_open(part: Identifier, known: set[Identifier]) -> bool:
    return isinstance(part, Variable | BNode) and part not in known


def _step(subject: Identifier, path: Any, value: Identifier, known: set[Identifier]) -> Step:
    """How one triple pattern makes solutions longer."""
    forward, backward = path_of_query(path), path_of_query(path, inverse=True)
    start, end = _reader(subject), _reader(value)
    if not _is_open(subject, known) and not _is_open(value, known):
        return lambda index, found: [found] if end(found) in forward(index, start(found)) else []
    if not _is_open(subject, known):
        return lambda index, found: [{**found, value: each} for each in forward(index, start(found))]
    if not _is_open(value, known):
        return lambda index, found: [{**found, subject: each} for each in backward(index, end(found))]
    raise NotCompiledError("the query joins what has nothing in common")


def _reader(part: Identifier) -> Callable[[Solution], str]:
    if isinstance(part, Variable | BNode):
        return lambda found: found[part]
    constant = term(part)
    return lambda _: constant
