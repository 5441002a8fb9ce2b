"""SPARQL 1.1 Graph Store HTTP Protocol, for reading: which graph a request means.

Input: the query string. Output: the IRI of a graph, empty for the default graph. Graphs are named indirectly, with
``?graph=`` and ``?default``; writing is refused by the route.
"""

from __future__ import annotations

from kg.web import protocol
from kg.web.limits import RefusedError


def read(query_string: str) -> tuple[str, str | None]:
    """The graph that is asked for, and the format where one is named. Raises RefusedError."""
    parameters = protocol.pairs(query_string, "the query string")
    named = protocol.only(parameters, "graph")
    default = any(name == "default" for name, _ in parameters)
    if default == (named is not None):
        raise RefusedError(400, "cannot tell which graph is meant: give either ?default or ?graph=IRI")
    return protocol.graph(named, "graph") if named is not None else "", protocol.only(parameters, "format")
