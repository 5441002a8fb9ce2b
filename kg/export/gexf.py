"""The graph of things as GEXF 1.3, for Gephi: kinds are coloured, what has many facts is large, facts have their time.

Input: a Store. Output: GEXF on a file, written as the store is read (https://gexf.net/schema.html). A thing is always
there; a fact is there from its first to its last day, and always where it has no time.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Mapping
from typing import IO

import pyoxigraph as ox

from kg import network
from kg.derived import DEFAULT
from kg.export.characters import attribute
from kg.export.graphml import OF_EDGE, OF_NODE
from kg.model import Kind
from kg.network import Edge, Node, Value
from kg.store import Store

TYPES: dict[type[Value], str] = {str: "string", int: "integer", float: "double", bool: "boolean"}
COLOURS = {  # as on the pages of kg serve
    Kind.CITY: "0f6f8c",
    Kind.PLACE: "6d7f8b",
    Kind.PERSON: "a94c29",
    Kind.ORGANIZATION: "6a58a0",
    Kind.AWARD: "b07d05",
    Kind.AWARD_CATEGORY: "8d7437",
    Kind.EVENT: "2a774b",
    Kind.EVENT_SERIES: "5f9140",
    Kind.METRIC: "a23e72",
    Kind.THING: "7d6e60",
}
COLOUR_OF_FACT = {
    "AwardConferral": Kind.AWARD,
    "Hosting": Kind.EVENT,
    "Recurrence": Kind.EVENT,
    "Tenure": Kind.PERSON,
    "Observation": Kind.METRIC,
    "Location": Kind.CITY,
}
SMALLEST, LARGEST = 4.0, 40.0
TIME = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def write(store: Store, file: IO[bytes]) -> None:
    """Write the nodes and edges of a store."""
    _line(file, '<?xml version="1.0" encoding="UTF-8"?>')
    _line(file, '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">')
    _line(
        file, "  <meta><creator>CityKG</creator><description>Things that news tells of, and facts</description></meta>"
    )
    _line(
        file,
        '  <graph defaultedgetype="directed" idtype="string" mode="dynamic" timeformat="date" '
        'timerepresentation="interval">',
    )
    for owner, declared in (("node", OF_NODE), ("edge", OF_EDGE)):
        _line(file, f'    <attributes class="{owner}" mode="static">')
        for name, kind in declared.items():
            if name != "label":
                _line(file, f'      <attribute id="{name}" title="{name}" type="{TYPES[kind]}"/>')
        _line(file, "    </attributes>")
    _line(file, "    <nodes>")
    for node in network.nodes(store):
        _line(file, _node(node, _size(store, node)))
    _line(file, "    </nodes>")
    _line(file, "    <edges>")
    for edge in network.edges(store):
        _line(file, _edge(edge))
    _line(file, "    </edges>")
    _line(file, "  </graph>")
    _line(file, "</gexf>")


def period(kind: str, values: Mapping[str, Value]) -> tuple[str | None, str | None] | None:
    """The first and last day of a fact of some kind, None for an end that is open; None where it has no time.

    >>> period("AwardConferral", {"year": 2024}), period("Tenure", {"startDate": "2020-02"})
    (('2024-01-01', '2024-12-31'), ('2020-02-01', None))
    """
    if "startDate" in values or "endDate" in values:
        start, end = _days(values.get("startDate")), _days(values.get("endDate"))
        first, last = start and start[0], end and end[1]
        if kind == "Hosting":  # an event whose last day is not told: its first day is sure
            last = last or first
        backwards = first is not None and last is not None and first > last
        return None if backwards or first == last is None else (first, last)
    if "since" in values:
        since = _days(values["since"])
        return (since[0], None) if since else None
    return _days(values.get("asOf", values.get("year")))


def _days(told: Value | None) -> tuple[str, str] | None:
    """The first and the last day of a year, month, day or interval, as text."""
    first, _, last = (f"{told:04d}" if isinstance(told, int) else str(told or "")).partition("/")
    start, end = TIME.fullmatch(first), TIME.fullmatch(last or first)
    if not start or not end:
        return None
    year, month = int(end[1]), int(end[2] or 12)
    if not year >= 1 or not 1 <= month <= 12:
        return None
    day = end[3] or f"{calendar.monthrange(year, month)[1]:02d}"
    return f"{start[1]}-{start[2] or '01'}-{start[3] or '01'}", f"{year:04d}-{month:02d}-{day}"


def _size(store: Store, node: Node) -> float:
    """The larger, the more facts name the thing."""
    named = sum(1 for _ in store.engine.quads_for_pattern(None, None, ox.NamedNode(node.iri), DEFAULT))
    return round(min(LARGEST, SMALLEST + 2 * math.sqrt(named)), 1)


def _node(node: Node, size: float) -> str:
    colour = _colour(Kind(node.kind)) if node.kind in set(Kind) else ""
    inside = f'{_values({"kind": node.kind})}{colour}<viz:size value="{size}"/>'
    return f"      <node{attribute('id', node.iri)}{attribute('label', node.label)}>{inside}</node>"


def _edge(edge: Edge) -> str:
    ends = attribute("id", edge.key) + attribute("source", edge.start) + attribute("target", edge.end)
    named = attribute("label", edge.relation) + attribute("kind", edge.kind)
    colour = _colour(COLOUR_OF_FACT[edge.kind]) if edge.kind in COLOUR_OF_FACT else ""
    return f"      <edge{ends}{named}>{_values(edge.attributes)}{_spells(edge)}{colour}</edge>"


def _spells(edge: Edge) -> str:
    found = period(edge.kind, edge.values)
    if found is None:
        return ""
    ends = "".join(attribute(name, day) for name, day in zip(("start", "end"), found, strict=True) if day)
    return f"<spells><spell{ends}/></spells>"


def _values(told: Mapping[str, Value]) -> str:
    inside = "".join(f"<attvalue{attribute('for', name)}{attribute('value', value)}/>" for name, value in told.items())
    return f"<attvalues>{inside}</attvalues>"


def _colour(kind: Kind) -> str:
    red, green, blue = bytes.fromhex(COLOURS[kind])
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'


def _line(file: IO[bytes], text: str) -> None:
    file.write(f"{text}\n".encode())
