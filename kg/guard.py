"""From the bytes of an RDF file that somebody else wrote to its quads, without harm.

Input: bytes and their format. Output: quads. What a parser may die of is refused before it is parsed: a DOCTYPE, whose
entities can make a small file endless, and terms nested so deep that the stack overflows, which ends the process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

import pyoxigraph as ox

DEEPEST = 100  # nested brackets, elements and triple terms; an export has four
_TOKENS = re.compile(
    rb"\\.|<[^<>\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|#[^\n]*"
    rb"|(?P<opened><<|[\[({])|(?P<closed>>>|[\])}])",
    re.DOTALL,
)


def parse(
    content: bytes, form: ox.RdfFormat, *, base: str = "urn:x-citykg:file", rename_blank_nodes: bool = False
) -> Iterator[ox.Quad]:
    """The quads of an RDF file. Raises ValueError or SyntaxError, with the reason, where it is refused or wrong."""
    depth = _depth_of_xml(content) if form == ox.RdfFormat.RDF_XML else _depth(content)
    if depth > DEEPEST:
        raise ValueError(f"it is nested {depth:,} deep, {DEEPEST} are allowed")
    yield from ox.parse(content, format=form, base_iri=base, rename_blank_nodes=rename_blank_nodes)


def _depth(content: bytes) -> int:
    """How deep brackets are nested, outside strings, IRIs and comments."""
    depth = deepest = 0
    for token in _TOKENS.finditer(content):
        if token.lastgroup:
            depth += 1 if token.lastgroup == "opened" else -1
            deepest = max(deepest, depth)
    return deepest


def _depth_of_xml(content: bytes) -> int:
    """How deep elements are nested. Raises ValueError for a DOCTYPE, and for what is no XML."""
    depth = deepest = 0

    def opened(*_: object) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise ValueError("it holds a DOCTYPE, which could make a small file endless")

    reader = expat.ParserCreate()
    reader.StartElementHandler, reader.EndElementHandler, reader.StartDoctypeDeclHandler = opened, closed, declared
    try:
        reader.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError(f"it is no XML: {error}") from error
    return deepest
