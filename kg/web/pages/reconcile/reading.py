"""What a client of the reconciliation service asks, as values.

Input: the JSON texts of a request. Output: Queries and Extensions. What is no such JSON is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeGuard

from kg.model import Kind
from kg.web.limits import RefusedError

MOST_QUERIES = 100  # in one request; the manifest asks for half as many
MOST_IDS = 500  # whose properties are fetched in one request
MOST_PROPERTIES = 20
MOST_VALUES = 10
LIMIT, MOST_CANDIDATES = 10, 50


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A property that the thing should have: any of the values is enough."""

    property_id: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Query:
    """A name to match; ``kinds`` is None where any will do, and empty where no kind is called so."""

    name: str
    kinds: frozenset[Kind] | None
    limit: int
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True)
class Extension:
    """Things whose properties are wanted."""

    ids: tuple[str, ...]
    property_ids: tuple[str, ...]


def queries(text: str) -> dict[str, Query]:
    """The queries of a batch by their keys. Raises RefusedError."""
    batch = _json(text, "queries")
    if not isinstance(batch, dict):
        raise RefusedError(400, 'cannot read queries: they must be a JSON object, such as {"q0": {"query": "Vienna"}}')
    if len(batch) > MOST_QUERIES:
        raise RefusedError(413, f"cannot match {len(batch):,} names at a time: {MOST_QUERIES} are allowed")
    return {key: _query(key, told) for key, told in batch.items()}


def extension(text: str) -> Extension:
    """The things and properties of an extension. Raises RefusedError."""
    told = _json(text, "extend")
    ids, wanted = (told.get("ids"), told.get("properties")) if isinstance(told, dict) else (None, None)
    if not _are_texts(ids) or not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise RefusedError(400, 'cannot read extend: it must be {"ids": ["…"], "properties": [{"id": "…"}]}')
    names = [one.get("id") for one in wanted]
    if not _are_texts(names):
        raise RefusedError(400, "cannot read extend: each property needs an id")
    if len(ids) > MOST_IDS or len(names) > MOST_PROPERTIES:
        raise RefusedError(413, f"cannot fetch so much: {MOST_IDS} ids and {MOST_PROPERTIES} properties are allowed")
    return Extension(ids=tuple(dict.fromkeys(ids)), property_ids=tuple(dict.fromkeys(names)))


def _json(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, f"cannot read {what}: it is no JSON ({str(error)[:100]})") from error


def _are_texts(values: object) -> TypeGuard[list[str]]:
    return isinstance(values, list) and all(isinstance(one, str) for one in values)


def _query(key: str, told: object) -> Query:
    if not isinstance(told, dict):
        raise RefusedError(400, f"cannot read the query {key[:40]!r}: it must be a JSON object")
    name, limit, conditions = told.get("query", ""), told.get("limit", LIMIT), told.get("properties", [])
    if not isinstance(name, str) or isinstance(limit, bool) or not isinstance(limit, int | float):
        raise RefusedError(400, f"cannot read the query {key[:40]!r}: query is a text, limit a number")
    if not isinstance(conditions, list) or len(conditions) > MOST_PROPERTIES:
        raise RefusedError(
            400, f"cannot read the query {key[:40]!r}: properties are a list of {MOST_PROPERTIES} at most"
        )
    return Query(
        name=name,
        kinds=_kinds(key, told.get("type")),
        limit=int(min(max(limit, 1), MOST_CANDIDATES)) if limit == limit else LIMIT,  # noqa: PLR0124 - not a number
        conditions=tuple(_condition(key, one) for one in conditions),
    )


def _kinds(key: str, told: object) -> frozenset[Kind] | None:
    if told in (None, "", []):
        return None
    names = [told] if isinstance(told, str) else told
    if not _are_texts(names):
        raise RefusedError(400, f"cannot read the query {key[:40]!r}: type is the id of a type, or a list of some")
    return frozenset(kind for kind in Kind if kind.value in names)


def _condition(key: str, told: object) -> Condition:
    if not isinstance(told, dict) or not isinstance(told.get("pid"), str) or "v" not in told:
        raise RefusedError(400, f"cannot read the query {key[:40]!r}: each of its properties has a pid and a v")
    values = told["v"] if isinstance(told["v"], list) else [told["v"]]
    if len(values) > MOST_VALUES:
        raise RefusedError(400, f"cannot read the query {key[:40]!r}: {MOST_VALUES} values a property are allowed")
    return Condition(property_id=told["pid"], values=tuple(text for value in values if (text := _text(value))))


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("id", value.get("name", ""))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else ""
