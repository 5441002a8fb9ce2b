"""The graph of things as GraphML, for igraph, yEd, Cytoscape, Gephi and networkx.

Input: a Store. Output: GraphML 1.0 on a file, written as the store is read. Identifiers are IRIs, as networkx writes
them; each attribute is declared with its type (http://graphml.graphdrawing.org/specification.html).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from kg import network
from kg.export.characters import attribute, element_text
from kg.network import VALUES, Value
from kg.store import Store

TYPES: dict[type[Value], str] = {str: "string", int: "int", float: "double", bool: "boolean"}
OF_NODE: dict[str, type[Value]] = {"label": str, "kind": str}
OF_EDGE: dict[str, type[Value]] = {"relation": str, "fact": str, "kind": str, "quote": str, "article": str, **VALUES}


def write(store: Store, file: IO[bytes]) -> None:
    """Write the nodes and edges of a store."""
    _line(file, '<?xml version="1.0" encoding="UTF-8"?>')
    _line(
        file,
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
        'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">',
    )
    for owner, declared in (("node", OF_NODE), ("edge", OF_EDGE)):
        for name, kind in declared.items():
            told = f'id="{owner}.{name}" for="{owner}" attr.name="{name}" attr.type="{TYPES[kind]}"'
            _line(file, f"  <key {told}/>")
    _line(file, '  <graph id="citykg" edgedefault="directed">')
    for node in network.nodes(store):
        _line(file, f"    <node{attribute('id', node.iri)}>{_data('node', vars(node), OF_NODE)}</node>")
    for edge in network.edges(store):
        ends = attribute("id", edge.key) + attribute("source", edge.start) + attribute("target", edge.end)
        _line(file, f"    <edge{ends}>{_data('edge', edge.attributes, OF_EDGE)}</edge>")
    _line(file, "  </graph>")
    _line(file, "</graphml>")


def _data(owner: str, told: Mapping[str, Value], declared: Mapping[str, object]) -> str:
    return "".join(
        f"<data{attribute('key', f'{owner}.{name}')}>{element_text(told[name])}</data>"
        for name in declared
        if name in told
    )


def _line(file: IO[bytes], text: str) -> None:
    file.write(f"{text}\n".encode())
