"""From resolved facts to quads: names are the mapping, one named graph an article.

Input: an Article and its facts after ``resolve``. Output: quads without blank nodes. A class is
the ontology's class of the same name, a field its property; no table maps one to the other.
"""

from __future__ import annotations

import datetime
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.model import (
    Article,
    AwardConferral,
    Entity,
    Fact,
    Hosting,
    Kind,
    Location,
    Period,
    Precision,
    Result,
    Span,
    Tenure,
    Year,
)
from kg.namespaces import GEONAMES, OA, ONTOLOGY, PROV, RDF_TYPE, SCHEMA, WEB, XSD, Names, digest, slug, term
from kg.resolve import entities

LONGEST_QUOTE = 1000  # characters
ID_LENGTH = 16  # hexadecimal digits of an article's SHA-256
TYPE = NamedNode(RDF_TYPE)
NAME = NamedNode(ONTOLOGY + "name")
ALIAS = NamedNode(ONTOLOGY + "alias")
RULE = NamedNode(ONTOLOGY + "rule")
EVIDENCE = NamedNode(ONTOLOGY + "evidence")
DERIVED_FROM = NamedNode(PROV + "wasDerivedFrom")


def article_id(article: Article) -> str:
    """The id of an article: the head of its SHA-256, so the same bytes under two names are one article."""
    return article.sha256[:ID_LENGTH]


@dataclass(frozen=True, kw_only=True)
class FactGraph:
    """The triples of one article: ``facts`` pairs each fact's IRI with the fact, in order."""

    article: NamedNode
    graph: NamedNode
    names: Names
    extractor: str
    facts: tuple[tuple[NamedNode, Fact], ...]
    triples: tuple[Triple, ...]

    def iri_of(self, fact: Fact) -> NamedNode:
        """The IRI that a fact of this article has: a function of what it says and where."""
        return _fact_iri(self.article.value.rsplit("/", 1)[1], fact, _claims(fact, self.names), self.names)

    def of(self, fact: Fact) -> Iterator[Triple]:
        """The direct links that follow from a fact."""
        return _direct_links(fact, self.names)

    @property
    def quads(self) -> Iterator[Quad]:
        """The triples in the article's graph."""
        return (Quad(t.subject, t.predicate, t.object, self.graph) for t in self.triples)


def fact_graph(article: Article, facts: Iterable[Fact], names: Names, *, extractor: str) -> FactGraph:
    """The graph of an article and its facts; ``extractor`` says by which program and model they were read."""
    ident = article_id(article)
    node = NamedNode(names.article(ident))
    triples = dict.fromkeys(_article_triples(article, node, extractor))
    told = []
    for fact in facts:
        claims = _claims(fact, names)
        iri = _fact_iri(ident, fact, claims, names)
        triples.update(dict.fromkeys(_fact_triples(article, ident, iri, fact, claims, names)))
        told.append((iri, fact))
    graph = NamedNode(names.graph(ident))
    ordered = tuple(sorted(triples, key=str))
    return FactGraph(article=node, graph=graph, names=names, extractor=extractor, facts=tuple(told), triples=ordered)


def text_quad(article: Article, names: Names) -> Quad:
    """The stored text, in the graph of texts: what all spans of the article refer to."""
    node = NamedNode(names.article(article_id(article)))
    return Quad(node, NamedNode(SCHEMA + "articleBody"), Literal(article.text), NamedNode(names.graph("text")))


Claim = tuple[NamedNode, NamedNode | Literal]  # a property and its value


def _fact_iri(ident: str, fact: Fact, claims: Iterable[Claim], names: Names) -> NamedNode:
    """The IRI of a fact: a function of the article, the class, what is claimed and where it was read.

    All of it stands in the graph, without an order, so what ``decode`` reads there gives the same IRI.
    """
    said = [f"{predicate} {value}" for predicate, value in claims if predicate != RULE]
    spans = [f"{span.start}-{span.end}" for span in _distinct(fact.evidence)]
    return NamedNode(names.fact("\x1f".join((ident, type(fact).__name__, *said, *spans))))


def _typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=_datatype(datatype))


@cache
def _datatype(name: str) -> NamedNode:
    return NamedNode(XSD + name)


@cache
def _property(name: str) -> NamedNode:
    return NamedNode(term(name))


_SLOTS = {
    kind: tuple((slot.name, _property(slot.name)) for slot in fields(kind) if slot.name != "evidence")
    for kind in Fact.__subclasses__()
}  # the fields of each class of facts that say something, and their properties


def _article_triples(article: Article, node: NamedNode, extractor: str) -> Iterator[Triple]:
    yield Triple(node, TYPE, NamedNode(ONTOLOGY + "Article"))
    yield Triple(node, _property("source"), Literal(article.source))
    yield Triple(node, _property("sha256"), Literal(article.sha256))
    yield Triple(node, _property("text_sha256"), Literal(digest(article.text, 64)))
    yield Triple(node, _property("length"), _typed(str(len(article.text)), "integer"))
    yield Triple(node, _property("extractor"), Literal(extractor))
    yield Triple(node, NamedNode(SCHEMA + "inLanguage"), Literal(article.language))
    if article.title:
        yield Triple(node, NamedNode(SCHEMA + "headline"), Literal(article.title))
    if article.published:
        yield Triple(node, NamedNode(SCHEMA + "datePublished"), _typed(article.published.isoformat(), "date"))
    if article.publisher:
        yield Triple(node, NamedNode(SCHEMA + "publisher"), Literal(article.publisher))
    if article.url and article.url.startswith(WEB):
        yield Triple(node, NamedNode(SCHEMA + "url"), _typed(article.url, "anyURI"))


def _fact_triples(
    article: Article, ident: str, iri: NamedNode, fact: Fact, claims: Iterable[Claim], names: Names
) -> Iterator[Triple]:
    yield Triple(iri, TYPE, _property(type(fact).__name__))
    for predicate, value in claims:
        yield Triple(iri, predicate, value)
    for _, entity in entities(fact):
        yield from _entity_triples(entity, names)
    unit = getattr(fact, "unit", None)
    if unit:
        node = NamedNode(names.unit(unit))
        yield Triple(node, TYPE, NamedNode(ONTOLOGY + "Unit"))
        yield Triple(node, NAME, Literal(unit))
    for at, span in enumerate(_distinct(fact.evidence)):
        node = NamedNode(names.evidence(ident, span.start, span.end))
        yield Triple(iri, DERIVED_FROM if at else EVIDENCE, node)
        yield from _evidence_triples(article, ident, node, span, names)
    yield from _direct_links(fact, names)


def _claims(fact: Fact, names: Names) -> list[Claim]:
    """What a fact says, field by field, several values sorted; a field that is empty says nothing."""
    kind, claims = type(fact), []
    for name, predicate in _SLOTS[kind]:
        value = getattr(fact, name)
        if isinstance(value, tuple):
            found = (_object(single, kind, name, names) for single in value if single is not None)
            claims += [(predicate, each) for each in sorted(set(found), key=str)]
        elif value is not None:
            claims.append((predicate, _object(value, kind, name, names)))
    return claims


def _distinct(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The best quote, then the others in order of the text; a long one is cut."""
    first, *others = (Span(start=span.start, end=min(span.end, span.start + LONGEST_QUOTE)) for span in spans)
    return tuple(dict.fromkeys((first, *sorted(others))))


def _evidence_triples(article: Article, ident: str, node: NamedNode, span: Span, names: Names) -> Iterator[Triple]:
    yield Triple(node, NamedNode(OA + "hasSource"), NamedNode(names.article(ident)))
    # Web Annotation says xsd:integer (4.2.4), which the store gives back as xsd:integer: write what is read.
    yield Triple(node, NamedNode(OA + "start"), _typed(str(span.start), "integer"))
    yield Triple(node, NamedNode(OA + "end"), _typed(str(span.end), "integer"))
    yield Triple(node, NamedNode(OA + "exact"), Literal(span.of(article.text)))


def _entity_triples(entity: Entity, names: Names) -> Iterator[Triple]:
    node = NamedNode(names.entity(entity))
    yield Triple(node, TYPE, _property(entity.kind.value))
    yield Triple(node, NAME, Literal(entity.name))
    for alias in entity.aliases:
        yield Triple(node, ALIAS, Literal(alias))
    if entity.kind is Kind.CITY and entity.key.startswith("gn") and entity.key[2:].isdecimal():  # not Gnosall
        yield Triple(node, NamedNode(SCHEMA + "sameAs"), NamedNode(f"{GEONAMES}{entity.key[2:]}/"))


def _direct_links(fact: Fact, names: Names) -> Iterator[Triple]:
    """Plain triples that follow from a fact, so that a two-line query works."""

    def node(entity: Entity) -> NamedNode:
        return NamedNode(names.entity(entity))

    match fact:
        case AwardConferral(result=Result.WINNER):
            yield Triple(node(fact.recipient), _property("won"), node(fact.award))
        case Hosting():
            series = Entity(kind=Kind.EVENT_SERIES, name=fact.event.name, key=slug(fact.event.name))
            yield Triple(node(fact.event), _property("series"), node(series))
            yield from _entity_triples(series, names)
            for city in fact.city:
                yield Triple(node(fact.event), NamedNode(SCHEMA + "location"), node(city))
        case Tenure(of=Entity() as body):
            yield Triple(node(fact.person), NamedNode(SCHEMA + "affiliation"), node(body))
        case Location():
            yield Triple(node(fact.city), NamedNode(SCHEMA + "containedInPlace"), node(fact.place))


def _object(value: object, owner: type[Fact], field: str, names: Names) -> NamedNode | Literal:
    match value:
        case Entity():
            return NamedNode(names.entity(value))
        case bool():
            return _typed(str(value).lower(), "boolean")
        case int():
            return _typed(f"{value:04d}", "gYear") if field in _years(owner.__name__) else _typed(str(value), "integer")
        case Decimal():
            return _typed(_plain(value), "decimal")
        case datetime.date():
            return _typed(value.isoformat(), "date")
        case Period():
            return _period(value)
        case StrEnum():
            return Literal(value.value)
        case str() if field == "unit":
            return NamedNode(names.unit(value))
        case str():
            return Literal(value)
        case _:  # a new field type without a mapping is a fault of ours, found by any test that uses it
            raise TypeError(f"{owner.__name__}.{field}: no RDF term for {type(value).__name__}")


@cache
def _years(class_name: str) -> frozenset[str]:
    """The fields of a fact class that hold a year; found once a class, as type hints are slow to read."""
    owner = next(fact for fact in Fact.__subclasses__() if fact.__name__ == class_name)
    hints = typing.get_type_hints(owner, include_extras=True)
    return frozenset(name for name, hint in hints.items() if Year in (hint, *typing.get_args(hint)))


def _plain(value: Decimal) -> str:
    """The canonical lexical form of an xsd:decimal: no exponent, no trailing zeros (XSD 1.1 part 2, 3.3.3)."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _period(period: Period) -> Literal:
    text = period.iso
    if period.precision is Precision.DAY:
        return _typed(text, "date")
    if "/" in text:
        return Literal(text)
    return _typed(text, "gYearMonth" if "-" in text else "gYear")
