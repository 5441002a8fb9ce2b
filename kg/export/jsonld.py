"""Triples to JSON-LD that reads well: short names from a context, evidence inside the fact that it proves.

Input: triples by subject, and an engine that holds them. Output: one document, its nodes in the order of the triples,
written node by node. The context is made from the ontology: what is a link there is a link here, and a value has the
datatype that the ontology gives its property, where it gives one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import IO

import pyoxigraph as ox

from kg.decode import text
from kg.derived import DEFAULT
from kg.errors import ExportError
from kg.namespaces import DCTERMS, OA, ONTOLOGY, OWL, PROV, RDFS, SCHEMA, VOCABULARIES, XSD, Names
from kg.rdf import DERIVED_FROM, EVIDENCE, TYPE
from kg.vocabulary import ontology_files

Json = str | int | bool | dict[str, "Json"] | list["Json"]
LINK = "@id"
# Properties of other vocabularies, by the names that they have there: links, dates, and plain values.
BORROWED_LINKS = {
    "affiliation": SCHEMA, "containedInPlace": SCHEMA, "location": SCHEMA, "sameAs": SCHEMA,
    "hasSource": OA, "wasDerivedFrom": PROV, "isReplacedBy": DCTERMS,
}  # fmt: skip
BORROWED_DATES = {"datePublished": SCHEMA}
BORROWED = {
    "headline": SCHEMA, "inLanguage": SCHEMA, "publisher": SCHEMA, "url": SCHEMA,
    "label": RDFS, "start": OA, "end": OA, "exact": OA,
}  # fmt: skip
NATIVE = {XSD + "integer", XSD + "boolean"}  # JSON has them
PLAIN_PATH = re.compile(r"[a-z]+/(?:[a-z-]+/)?[A-Za-z0-9_-]+")
EXACT = 2**53  # a JSON number beyond it is not kept by all readers


def write(triples: Iterable[ox.Triple], engine: ox.Store, names: Names, file: IO[bytes]) -> None:
    """Write triples that are sorted by subject; ``engine`` has them in its default graph.

    Raises ExportError for an IRI that looks like a short name, and for a triple term.
    """
    writer = _Writer(engine, names)
    told = ",\n    ".join(f"{_json(name)}: {_json(value)}" for name, value in writer.context.items())
    file.write(f'{{\n  "@context": {{\n    {told}\n  }},\n  "@graph": ['.encode())
    for at, node in enumerate(writer.nodes(triples)):
        shown = json.dumps(node, ensure_ascii=False, indent=2).replace("\n", "\n    ")
        file.write(f"{',' if at else ''}\n    {shown}".encode())
    file.write(b"\n  ]\n}\n")


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Writer:
    """Makes a node of the document from each subject."""

    def __init__(self, engine: ox.Store, names: Names) -> None:
        self._engine = engine
        self._base = names.base
        self._kinds, self._terms = _coercions()
        self._prefixes = {name: iri for name, iri in VOCABULARIES.items() if name not in self._terms.values()}
        self.context: dict[str, Json] = {
            "@base": names.base,
            "@vocab": ONTOLOGY,
            "id": "@id",
            "type": "@type",
            **self._prefixes,
            **{
                term: {"@id": self._short(iri), **({"@type": self._short(kind)} if (kind := self._kinds[iri]) else {})}
                for iri, term in sorted(self._terms.items(), key=lambda pair: pair[1])
            },
        }

    def nodes(self, triples: Iterable[ox.Triple]) -> Iterator[Json]:
        for subject, told in groupby(triples, key=lambda triple: triple.subject):
            if self._owner(subject) is None:
                yield self._node(subject, told)

    def _node(self, subject: object, triples: Iterable[ox.Triple]) -> dict[str, Json]:
        node: dict[str, Json] = {"id": self._id(subject)}
        nested: set[object] = set()
        for predicate, told in groupby(triples, key=lambda triple: triple.predicate):
            values: list[Json] = []
            for triple in told:
                inside = triple.object not in nested and self._owner(triple.object) == subject
                nested.add(triple.object)
                values.append(self._inside(triple.object) if inside else self._value(triple))
            node[self._property(predicate)] = values[0] if len(values) == 1 else values
        return node

    def _owner(self, node: object) -> object:
        """The fact inside which a passage is described: the first that it proves; None for what is no passage."""
        if not isinstance(node, ox.NamedNode):
            return None
        if any(True for link in (EVIDENCE, DERIVED_FROM) for _ in self._about(node, link)):
            return None
        proven = (
            quad.subject
            for link in (EVIDENCE, DERIVED_FROM)
            for quad in self._engine.quads_for_pattern(None, link, node, DEFAULT)
        )
        return min(proven, key=str, default=None) if next(self._about(node, None), None) else None

    def _about(self, node: ox.NamedNode, predicate: ox.NamedNode | None) -> Iterator[ox.Quad]:
        return self._engine.quads_for_pattern(node, predicate, None, DEFAULT)

    def _inside(self, node: object) -> dict[str, Json]:
        assert isinstance(node, ox.NamedNode)
        told = sorted((quad.triple for quad in self._about(node, None)), key=_type_first)
        return self._node(node, told)

    def _property(self, predicate: ox.NamedNode) -> str:
        return "type" if predicate == TYPE else self._name(predicate.value)

    def _name(self, iri: str) -> str:
        """The name of a property, class or datatype: without prefix where it is of our ontology."""
        if iri in self._terms:
            return self._terms[iri]
        local = iri.removeprefix(ONTOLOGY)
        return local if iri.startswith(ONTOLOGY) and local.isalnum() and local not in self.context else self._short(iri)

    def _id(self, node: object) -> str:
        """A thing by what follows the base of the graph, where nothing in that has a meaning of its own."""
        if isinstance(node, ox.NamedNode):
            path = node.value.removeprefix(self._base)
            return path if node.value.startswith(self._base) and PLAIN_PATH.fullmatch(path) else self._short(node.value)
        if isinstance(node, ox.BlankNode):
            return str(node)
        raise ExportError(f"cannot write {node} as JSON-LD: it has no triple terms; export it as turtle")

    def _short(self, iri: str) -> str:
        """The IRI with a prefix, where one fits. Raises ExportError where its scheme would be taken for one."""
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace) and not iri.removeprefix(namespace).startswith("//"):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        scheme, _, rest = iri.partition(":")
        if scheme in self._prefixes and not rest.startswith("//"):
            raise ExportError(f"cannot write {iri} as JSON-LD: {scheme}: is a prefix there; export it as turtle")
        return iri

    def _value(self, triple: ox.Triple) -> Json:
        predicate, value = triple.predicate, triple.object
        if predicate == TYPE:
            return self._name(text(value)) if isinstance(value, ox.NamedNode) else self._id(value)
        kind = self._kinds.get(predicate.value, "")
        if not isinstance(value, ox.Literal):
            return self._id(value) if kind == LINK else {"id": self._id(value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        datatype = value.datatype.value
        if kind == datatype:
            return value.value
        if not kind and datatype == XSD + "string":
            return value.value
        if not kind and (native := _native(value.value, datatype)) is not None:
            return native
        return {"@value": value.value, **({"@type": self._name(datatype)} if datatype != XSD + "string" else {})}


def _native(lexical: str, datatype: str) -> int | bool | None:
    """The number or truth value that JSON writes just so; None where it has another form."""
    if datatype == XSD + "boolean" and lexical in {"true", "false"}:
        return lexical == "true"
    if datatype == XSD + "integer" and re.fullmatch("0|-?[1-9][0-9]{0,15}", lexical) and abs(int(lexical)) < EXACT:
        return int(lexical)
    return None


def _type_first(triple: ox.Triple) -> tuple[bool, str, str]:
    return triple.predicate != TYPE, str(triple.predicate), str(triple.object)


@cache
def _coercions() -> tuple[dict[str, str], dict[str, str]]:
    """By the IRI of a property: what its values are (``@id``, a datatype, or nothing told), and its short name."""
    kinds = {
        **{base + name: LINK for name, base in BORROWED_LINKS.items()},
        **{base + name: XSD + "date" for name, base in BORROWED_DATES.items()},
        **{base + name: "" for name, base in BORROWED.items()},
    }
    ontology = ox.Store()
    for path in ontology_files():
        ontology.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    for quad in sorted(ontology.quads_for_pattern(None, TYPE, ox.NamedNode(OWL + "ObjectProperty"), None), key=str):
        kinds[text(quad.subject)] = LINK
    for quad in ontology.quads_for_pattern(None, TYPE, ox.NamedNode(OWL + "DatatypeProperty"), None):
        ranges = {
            text(found.object)
            for found in ontology.quads_for_pattern(quad.subject, ox.NamedNode(SCHEMA + "rangeIncludes"), None, None)
        }
        single = ranges.pop() if len(ranges) == 1 else ""
        if single not in {"", XSD + "string", *NATIVE}:
            kinds[text(quad.subject)] = single
    return kinds, {iri: re.split("[/#]", iri)[-1] for iri in kinds}
