"""The data of the graph explorer: nodes with positions and edges with facts, as JSON; the same as GEXF for Gephi.

Input: ``of``, the path of a thing below the base of the graph's IRIs, and ``open``, those that were opened after it;
for GEXF also what the explorer hides: ``without`` kinds, before ``from`` and after ``to``, ``undated=no``.
Output: JSON or GEXF. The same question gives the same positions.
"""

from __future__ import annotations

import io
from typing import Any

import networkx as nx
import pyoxigraph as ox
from starlette.responses import JSONResponse, Response

from kg.web.pages.describing import exists
from kg.web.pages.edition import Edition
from kg.web.pages.neighbourhood import MOST_NODES, MOST_OPENED, Neighbourhood, opened
from kg.web.pages.site import Asked, BadRequestError, NotFoundError

_YEARS = (("from", 0), ("to", 9999))
_TIMES = ("year", "startDate", "asOf", "since")


def _asked_for(asked: Asked) -> Neighbourhood:
    paths = [asked.request.query_params.get("of", ""), *asked.request.query_params.getlist("open")]
    if len(paths) > MOST_OPENED + 1:
        raise BadRequestError(f"{len(paths) - 1} things are to be opened, {MOST_OPENED} may be")
    nodes = []
    for path in paths:
        iri = asked.names.base + path
        if not path.startswith("id/") or not exists(asked.edition.store, iri):
            raise NotFoundError(f"the graph has no thing {path!r}; of and open take paths like id/city/gn2761369")
        nodes.append(ox.NamedNode(iri))
    return _around(asked.edition, tuple(nodes))


def _around(edition: Edition, nodes: tuple[ox.NamedNode, ...]) -> Neighbourhood:
    """The graph when things were opened one after the other: one step further than a graph that may be known."""

    def open_last() -> Neighbourhood:
        before = _around(edition, nodes[:-1]) if len(nodes) > 1 else None
        return opened(edition.store, before, nodes[-1])

    return edition.recent(nodes, open_last)


def as_json(asked: Asked) -> Response:
    """The neighbourhood for the explorer of the pages."""
    found = _asked_for(asked)
    base = asked.names.base
    nodes = [
        {
            "id": iri.removeprefix(base),
            "label": found.graph.nodes[iri]["label"],
            "kind": found.graph.nodes[iri]["kind"],
            "x": found.positions[iri][0],
            "y": found.positions[iri][1],
            "links": found.graph.degree(iri),
            "page": asked.path(iri),
        }
        for iri in sorted(found.graph)
    ]
    edges = [
        {
            "id": key.removeprefix(base),
            "source": one.removeprefix(base),
            "target": other.removeprefix(base),
            "relation": data["relation"],
            "kind": data["kind"],
            "year": _year(data),
            "quote": data["quote"],
            "page": asked.path(data["fact"]),
        }
        for one, other, key, data in sorted(found.graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    ]
    return JSONResponse({"nodes": nodes, "edges": edges, "leftOut": found.left_out, "most": MOST_NODES})


def _year(data: dict[str, Any]) -> int | None:
    time = next((str(data[name]) for name in _TIMES if name in data), "")
    return int(time[:4]) if time[:4].isdecimal() else None


def as_gexf(asked: Asked) -> Response:
    """The neighbourhood for Gephi and other tools, with its positions."""
    found = _asked_for(asked)
    out = io.BytesIO()
    nx.write_gexf(_printable(found, _shown(asked, found)), out)
    headers = {"Content-Disposition": 'attachment; filename="citykg-neighbourhood.gexf"'}
    return Response(out.getvalue(), media_type="application/gexf+xml", headers=headers)


def _shown(asked: Asked, found: Neighbourhood) -> nx.MultiDiGraph[str]:
    """The part of the graph that the explorer shows when it hides what the request says: edges, and their ends."""
    root = asked.names.base + asked.request.query_params["of"]
    hidden = set(asked.request.query_params.getlist("without"))
    first, last = (asked.number(name, least=0, most=9999, default=default) for name, default in _YEARS)
    undated = asked.request.query_params.get("undated") != "no"
    shown: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    shown.add_node(root, **found.graph.nodes[root])
    for one, other, key, data in found.graph.edges(keys=True, data=True):
        year = _year(data)
        in_time = undated if year is None else first <= year <= last
        if in_time and all(end == root or found.graph.nodes[end]["kind"] not in hidden for end in (one, other)):
            shown.add_nodes_from((end, found.graph.nodes[end]) for end in (one, other))
            shown.add_edge(one, other, key, **data)
    return shown


def _printable(found: Neighbourhood, shown: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The graph, each node in its place, without what XML cannot hold; its edges numbered, as GEXF wants it."""
    copy: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, data in shown.nodes(data=True):
        x, y = found.positions[name]
        place = {"position": {"x": x, "y": y, "z": 0.0}}
        copy.add_node(name, **{key: _clean(value) for key, value in data.items()}, viz=place)
    for one, other, data in shown.edges(data=True):
        copy.add_edge(one, other, **{key: _clean(value) for key, value in data.items()})
    return copy


def _clean(value: object) -> object:
    if not isinstance(value, str):
        return value
    return "".join(c for c in value if c in "\t\n\r" or (c >= " " and not 0xFFFE <= ord(c) <= 0xFFFF))
