"""Matches of a store's entities with something outside, as values and as a file beside the store.

Input: Links. Output: Turtle with graphs (TriG) in which one named graph, ``graph/links``, holds them: the link itself,
``owl:sameAs`` or ``skos:closeMatch``, and how it came about, in the terms of SSSOM, the vocabulary for mappings. The
same links give the same bytes.

The file stands beside the store and not in it: what the store holds follows from its articles alone, so that
``kg verify`` can prove it and a rebuild gives it again; what a public endpoint answered today does neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.model import Kind
from kg.namespaces import GEONAMES, OWL, RDF_TYPE, RDFS, SEMAPV, SKOS, SSSOM, WIKIDATA_ENTITY, XSD, Names
from kg.query import Answer


class Relation(StrEnum):
    """What a link claims."""

    SAME = "owl:sameAs"  # certain: an identifier says so
    CLOSE = "skos:closeMatch"  # believed, for the stated reasons

    @property
    def iri(self) -> str:
        """The property."""
        return OWL + "sameAs" if self is Relation.SAME else SKOS + "closeMatch"


class Justification(StrEnum):
    """How a link was found, in the terms of SEMAPV."""

    IDENTIFIER = "BackgroundKnowledgeBasedMatching"  # an identifier that both carry
    COMPOSITE = "CompositeMatching"  # the name, and what is known of both
    LEXICAL = "LexicalMatching"  # the name alone, which nothing else has
    BY_HAND = "ManualMappingCuration"  # the table of properties


@dataclass(frozen=True, kw_only=True)
class Link:
    """That an entity is something outside; ``confidence`` lies between 0 and 1, the reasons are phrases for people."""

    entity: str  # IRI
    kind: Kind
    name: str
    relation: Relation
    target: str  # IRI of an item or property of Wikidata, or of GeoNames
    label: str
    confidence: Decimal
    justification: Justification
    reasons: tuple[str, ...]


class Why(StrEnum):
    """Why an entity was not matched."""

    NOT_FOUND = "not found"
    AMBIGUOUS = "ambiguous"  # several fit as well
    UNSURE = "unsure"  # what is known is not enough, or speaks against it


@dataclass(frozen=True, kw_only=True)
class Open:
    """An entity without a match; ``candidates`` are items with their labels."""

    entity: str
    kind: Kind
    name: str
    why: Why
    reasons: tuple[str, ...]
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Linking:
    """What was matched and what was not, each sorted by entity and target; ``against`` is where was asked."""

    against: str
    links: tuple[Link, ...]
    open: tuple[Open, ...]

    def targets(self, least: Decimal = Decimal(0)) -> dict[str, str]:
        """The id in Wikidata of each entity that has one, by its IRI; of several the surest."""
        found: dict[str, Link] = {}
        for one in self.links:
            known = found.get(one.entity)
            if one.target.startswith(WIKIDATA_ENTITY) and one.confidence >= least:
                found[one.entity] = one if known is None or one.confidence > known.confidence else known
        return {entity: one.target.removeprefix(WIKIDATA_ENTITY) for entity, one in sorted(found.items())}

    def answer(self) -> Answer:
        """A row an entity and match, what has none at the end."""
        rows = [
            (one.kind.value, one.name, one.relation.value, _short(one.target), one.label, f"{one.confidence}",
             "; ".join(one.reasons), one.entity, one.target)
            for one in self.links
        ]  # fmt: skip
        rows += [
            (one.kind.value, one.name, one.why.value, "", ", ".join(one.candidates), "", "; ".join(one.reasons),
             one.entity, "")
            for one in self.open
        ]  # fmt: skip
        columns = ("kind", "name", "match", "id", "label", "confidence", "reasons", "entity", "target")
        return Answer(columns=columns, rows=tuple(tuple(ox.Literal(c) if c else None for c in row) for row in rows))

    def to_json(self) -> str:
        """The same as two lists of objects, for programs: ``links`` and ``open``."""
        told = {
            "against": self.against,
            "links": [{**asdict(one), "confidence": float(one.confidence)} for one in self.links],
            "open": [asdict(one) for one in self.open],
        }
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

    def to_text(self) -> str:
        """The same for people: what was matched, then what was not, each with the reasons."""
        lines = [
            f"{one.kind.value} {one.name} {one.relation.value} {_short(one.target)} {one.label} ({one.confidence})\n"
            f"  {'; '.join(one.reasons)}"
            for one in self.links
        ]
        for one in self.open:
            candidates = f": {', '.join(one.candidates)}" if one.candidates else ""
            lines.append(f"{one.kind.value} {one.name} {one.why.value}{candidates}\n  {'; '.join(one.reasons)}")
        return "".join(f"{line}\n" for line in lines)


def _short(target: str) -> str:
    return target.removeprefix(WIKIDATA_ENTITY).replace(GEONAMES, "geonames:").rstrip("/")


def quads(linking: Linking, names: Names) -> list[ox.Quad]:
    """The links in their graph."""
    graph = ox.NamedNode(names.graph("links"))
    found = []
    for one in linking.links:
        entity, target = ox.NamedNode(one.entity), ox.NamedNode(one.target)
        found.append(ox.Quad(entity, ox.NamedNode(one.relation.iri), target, graph))
        node = ox.NamedNode(names.link(f"{one.entity} {one.relation.iri} {one.target}"))
        told: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            (RDF_TYPE, ox.NamedNode(SSSOM + "Mapping")),
            (OWL + "annotatedSource", entity),
            (OWL + "annotatedProperty", ox.NamedNode(one.relation.iri)),
            (OWL + "annotatedTarget", target),
            (SSSOM + "subject_label", ox.Literal(one.name)),
            (SSSOM + "object_label", ox.Literal(one.label)),
            (SSSOM + "confidence", ox.Literal(str(one.confidence), datatype=ox.NamedNode(XSD + "decimal"))),
            (SSSOM + "mapping_justification", ox.NamedNode(SEMAPV + one.justification.value)),
            (SSSOM + "mapping_provider", ox.Literal(linking.against)),
            *((RDFS + "comment", ox.Literal(reason)) for reason in one.reasons),
        ]
        found += [ox.Quad(node, ox.NamedNode(predicate), value, graph) for predicate, value in told]
    return found


def to_trig(linking: Linking, names: Names) -> bytes:
    """The links as TriG: sorted, the same bytes each time."""
    ordered = sorted(quads(linking, names), key=lambda q: (str(q.subject), str(q.predicate), str(q.object)))
    outside = {"sssom": SSSOM, "semapv": SEMAPV, "wd": WIKIDATA_ENTITY}
    prefixes = {**names.prefixes(), "link": f"{names.base}link/", **outside}
    return ox.serialize(ordered, format=ox.RdfFormat.TRIG, prefixes=prefixes) or b""


def read(path: Path) -> Linking:
    """The links of a file, as ``to_trig`` writes it, also where lines were taken out or added by hand.

    A link that has no statement of how it came about counts as sure. Raises InputError where it cannot be read.
    """
    try:
        triples = {quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TRIG)}
    except (OSError, SyntaxError) as error:
        raise InputError(f"cannot read the links {path}: {error}; make them again with kg link") from error
    about: dict[ox.Triple, dict[str, list[str]]] = {}
    nodes: dict[object, dict[str, list[str]]] = {}
    for triple in sorted(triples, key=str):
        nodes.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(_text(triple.object))
    for known in nodes.values():
        if OWL + "annotatedSource" in known:
            source, property_, target = (
                ox.NamedNode(known[OWL + name][0])
                for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")
            )
            about[ox.Triple(source, property_, target)] = known
    links = [
        _link(triple, relation, about.get(triple, {}))
        for triple in triples
        for relation in Relation
        if triple.predicate.value == relation.iri
    ]
    return Linking(against=str(path), links=tuple(sorted(links, key=_order)), open=())


def _link(triple: ox.Triple, relation: Relation, known: dict[str, list[str]]) -> Link:
    def first(iri: str, otherwise: str) -> str:
        return known.get(iri, [otherwise])[0]

    entity, target = _text(triple.subject), _text(triple.object)
    kebab = entity.rpartition("/")[0].rpartition("/")[2]
    kind = next((kind for kind in Kind if kind.value.lower() == kebab.replace("-", "")), Kind.THING)
    by_hand = SEMAPV + Justification.BY_HAND
    return Link(
        entity=entity,
        kind=kind,
        name=first(SSSOM + "subject_label", entity),
        relation=relation,
        target=target,
        label=first(SSSOM + "object_label", target),
        confidence=Decimal(first(SSSOM + "confidence", "1")),
        justification=Justification(first(SSSOM + "mapping_justification", by_hand).removeprefix(SEMAPV)),
        reasons=tuple(known.get(RDFS + "comment", ("a line of the file says so",))),
    )


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


def _order(one: Link | Open) -> tuple[str, str]:
    return one.entity, getattr(one, "target", "")


def linking(against: str, found: Iterable[Link | Open]) -> Linking:
    """Links and what is open, in order."""
    ordered = sorted(found, key=_order)
    return Linking(
        against=against,
        links=tuple(one for one in ordered if isinstance(one, Link)),
        open=tuple(one for one in ordered if isinstance(one, Open)),
    )
