"""SPARQL 1.1 Protocol: from the parts of an HTTP request to the query that it means.

Input: method, query string, content type and body. Output: a Request, or None where a GET asks nothing. Pure: nothing
is read but the arguments. What is not allowed becomes a RefusedError with the status that the protocol gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

import pyoxigraph as ox

from kg.sparql import LONGEST
from kg.web.limits import RefusedError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
MOST_PARAMETERS = 1_000
READ_ONLY = "cannot update: this endpoint reads only; the graph is changed by kg build, retract and correct"


@dataclass(frozen=True, kw_only=True)
class Request:
    """A query with the dataset and the format that the request asks for; without graphs, the store's own."""

    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None


def read(method: str, query_string: str, content_type: str | None, body: bytes) -> Request | None:
    """The query that a request means; None for a GET without one. Raises RefusedError."""
    parameters = pairs(query_string, "the query string")
    if method != "POST":
        if any(name == "update" for name, _ in parameters):
            raise RefusedError(403, READ_ONLY)
        return _request(parameters, ()) if any(name == "query" for name, _ in parameters) else None
    media = _media(content_type)
    if media == FORM:
        return _request((*parameters, *pairs(_text(body), "the form")), ())
    if media == QUERY:
        return _request(parameters, (_text(body),))
    if media == UPDATE:
        raise RefusedError(403, READ_ONLY)
    raise RefusedError(415, f"cannot read a body of type {media or 'unknown'!r}: send {QUERY} or {FORM}")


def pairs(text: str, where: str) -> tuple[tuple[str, str], ...]:
    """The names and values of a query string or form. Raises RefusedError where it is not UTF-8 or has too many."""
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS))
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"cannot read {where}: it is not UTF-8, percent-encoded ({error.reason})") from error
    except ValueError as error:
        raise RefusedError(
            400, f"cannot read {where}: {error}; at most {MOST_PARAMETERS:,} parameters are read"
        ) from error


def only(parameters: Sequence[tuple[str, str]], name: str) -> str | None:
    """The value of a parameter that may be given once; None where it is not given. Raises RefusedError."""
    values = [value for key, value in parameters if key == name]
    if len(values) > 1:
        raise RefusedError(400, f"cannot use {len(values)} parameters {name}: give one")
    return values[0] if values else None


def graph(iri: str, parameter: str) -> str:
    """The IRI of a graph. Raises RefusedError where it is none, or relative."""
    try:
        return ox.NamedNode(iri).value
    except ValueError as error:
        raise RefusedError(
            400, f"cannot use {parameter} {iri[:200]!r}: it must be an absolute IRI ({error})"
        ) from error


def _request(parameters: Sequence[tuple[str, str]], bodies: Sequence[str]) -> Request:
    if any(name == "update" for name, _ in parameters):
        raise RefusedError(403, READ_ONLY)
    queries = [*bodies, *(value for name, value in parameters if name == "query")]
    if len(queries) != 1:
        raise RefusedError(
            400, f"cannot run {len(queries) or 'no'} queries: give one, as the parameter query or as the body"
        )
    if len(queries[0]) > LONGEST:
        raise RefusedError(413, f"cannot run a query of {len(queries[0]):,} characters: {LONGEST:,} are allowed")
    return Request(
        sparql=queries[0],
        default_graphs=_graphs(parameters, "default-graph-uri"),
        named_graphs=_graphs(parameters, "named-graph-uri"),
        format=only(parameters, "format"),
    )


def _graphs(parameters: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(graph(value, name) for key, value in parameters if key == name))


def _media(content_type: str | None) -> str:
    media, _, rest = (content_type or "").partition(";")
    for parameter in rest.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(' "').lower() not in {"utf-8", "utf8", "us-ascii"}:
            raise RefusedError(415, f"cannot read a body in {value.strip()[:40]!r}: send UTF-8")
    return media.strip().lower()


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"cannot read the body: byte {error.start} is not UTF-8") from error
