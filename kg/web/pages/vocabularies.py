"""The ontology and the shapes: their pages and their data.

Input: the Turtle files of the project. Output: terms with their definitions, and triples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from starlette.responses import Response

from kg import export
from kg.decode import Described, local, text
from kg.namespaces import BASE, ONTOLOGY, RDF_TYPE, RDFS, SCHEMA, SHAPES, VOCABULARIES
from kg.vocabulary import ontology_files, shape_files
from kg.web.pages.linked import as_data, links, parted, see_other
from kg.web.pages.site import Asked, View

_SH, _SKOS = VOCABULARIES["sh"], VOCABULARIES["skos"]
_GROUPS = {"Class": "Classes", "ObjectProperty": "Properties", "DatatypeProperty": "Properties",
           "NodeShape": "Shapes of classes", "PropertyShape": "Shapes of properties"}  # fmt: skip
_RELATED = {
    RDFS + "subClassOf": "kind of",
    RDFS + "subPropertyOf": "sort of",
    SCHEMA + "domainIncludes": "of",
    SCHEMA + "rangeIncludes": "its values",
    _SKOS + "closeMatch": "close to",
    _SKOS + "exactMatch": "the same as",
    _SKOS + "relatedMatch": "related to",
    _SH + "targetClass": "checks each",
    _SH + "path": "checks the property",
    _SH + "class": "its values",
    _SH + "severity": "severity",
    _SH + "property": "with",
}


@dataclass(frozen=True, kw_only=True)
class Term:
    """A class, property or shape."""

    iri: str
    name: str
    group: str
    label: str
    definition: str
    related: tuple[tuple[str, tuple[str, ...]], ...]  # how, and to which IRIs


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """A set of terms with one IRI."""

    iri: str
    title: str
    introduction: str
    triples: tuple[ox.Triple, ...]
    terms: tuple[Term, ...]


@cache
def ontology() -> Vocabulary:
    """The terms of the graph."""
    return _vocabulary(
        BASE + "ontology", "Ontology", "The classes and properties of the graph, with what they mean.", ONTOLOGY,
        ontology_files(),
    )  # fmt: skip


@cache
def shapes() -> Vocabulary:
    """The shapes that facts must pass."""
    return _vocabulary(
        BASE + "shapes", "Shapes", "What a fact must be like to enter the graph (SHACL).", SHAPES, shape_files()
    )


def _vocabulary(iri: str, title: str, introduction: str, space: str, files: Iterable[Path]) -> Vocabulary:
    triples = tuple(
        quad.triple
        for path in files
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    )
    described = Described(triples)
    terms = [
        _term(node, described)
        for node in described.nodes
        if isinstance(node, ox.NamedNode) and node.value.startswith(space) and _group(node, described)
    ]
    return Vocabulary(
        iri=iri, title=title, introduction=introduction, triples=triples,
        terms=tuple(sorted(terms, key=lambda term: (list(_GROUPS.values()).index(term.group), term.name))),
    )  # fmt: skip


def _group(node: ox.NamedNode, described: Described) -> str:
    kinds = described.values(node, ox.NamedNode(RDF_TYPE))
    return next((_GROUPS[local(kind)] for kind in kinds if local(kind) in _GROUPS), "")


def _term(node: ox.NamedNode, described: Described) -> Term:
    def first(*predicates: str) -> str:
        found = (text(value) for p in predicates for value in described.values(node, ox.NamedNode(p)))
        return next(found, "")

    related = (
        (words, tuple(v.value for v in described.values(node, ox.NamedNode(p)) if isinstance(v, ox.NamedNode)))
        for p, words in _RELATED.items()
    )
    return Term(
        iri=node.value,
        name=local(node),
        group=_group(node, described),
        label=first(RDFS + "label"),
        definition=first(_SKOS + "definition", _SH + "message"),
        related=tuple((words, iris) for words, iris in related if iris),
    )


def view(vocabulary: Callable[[], Vocabulary]) -> View:
    """The view of a vocabulary: 303 by Accept, its page, or its data."""

    def answer(asked: Asked) -> Response:
        told, (_, suffix) = vocabulary(), parted(asked.request.url.path)
        if not suffix:
            return see_other(asked, told.iri)
        if suffix == ".html":
            response = asked.page("vocabulary.html", title=told.title, vocabulary=told, shortened=asked.names.shortened)
        else:
            content = export.serialized(export.in_order(told.triples), export.SUFFIXES[suffix], asked.names)
            response = as_data(content, suffix)
        links(asked, response, told.iri)
        return response

    return answer
