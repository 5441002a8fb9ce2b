"""The graph of things as JSON: for Cytoscape, and as node-link data for networkx and D3.

Input: a Store. Output: JSON on a file, a node or edge a line, written as the store is read. Both are what the functions
of networkx for them (``cytoscape_graph``, ``node_link_graph``) read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import IO

from kg import network
from kg.network import Edge, Node, Value
from kg.store import Store


def write_cytoscape(store: Store, file: IO[bytes]) -> None:
    """Cytoscape JSON: ``elements`` is what Cytoscape.js takes, the whole what Cytoscape opens as .cyjs."""
    file.write(
        b'{"format_version": "1.0", "generated_by": "citykg", "target_cytoscapejs_version": "~3", "directed": true, '
        b'"multigraph": true, "data": {"name": "CityKG"}, "elements": {\n"nodes": ['
    )
    _lines(file, ({"data": data} for data in map(_cytoscape_node, network.nodes(store))))
    file.write(b'],\n"edges": [')
    _lines(file, ({"data": data} for data in map(_cytoscape_edge, network.edges(store))))
    file.write(b"]\n}}\n")


def write_node_link(store: Store, file: IO[bytes]) -> None:
    """Node-link JSON: ``nodes`` have ``id``; ``edges`` have ``source``, ``target`` and ``key``."""
    file.write(b'{"directed": true, "multigraph": true, "graph": {},\n"nodes": [')
    _lines(file, ({"id": n.iri, "label": n.label, "kind": n.kind} for n in network.nodes(store)))
    file.write(b'],\n"edges": [')
    _lines(file, map(_link, network.edges(store)))
    file.write(b"]}\n")


def _cytoscape_node(node: Node) -> dict[str, Value]:
    return {"id": node.iri, "value": node.iri, "name": node.label, "label": node.label, "kind": node.kind}


def _cytoscape_edge(edge: Edge) -> dict[str, Value]:
    return {"id": edge.key, "interaction": edge.relation, **_link(edge)}


def _link(edge: Edge) -> dict[str, Value]:
    return {"source": edge.start, "target": edge.end, "key": edge.key, **edge.attributes}


def _lines(file: IO[bytes], items: Iterable[Mapping[str, object]]) -> None:
    for at, item in enumerate(items):
        file.write(f"{',' if at else ''}\n{json.dumps(item, ensure_ascii=False, allow_nan=False)}".encode())
