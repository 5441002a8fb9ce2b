"""What the server says of itself: SPARQL Service Description and VoID.

Input: the address of the server and the counts of a snapshot. Output: triples, without blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox

from kg.namespaces import DCTERMS, FOAF, FORMATS, ONTOLOGY, RDF_TYPE, SERVICE, VOID, XSD
from kg.web.snapshot import Snapshot

# One query a figure: each over the default graph, where every triple stands once.
TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"
CLASSES = "SELECT ?term (COUNT(?s) AS ?n) { ?s a ?term } GROUP BY ?term ORDER BY ?term"
PROPERTIES = "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term ORDER BY ?term"

ROW_FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
GRAPH_FORMATS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG")


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """How much a snapshot holds: triples, subjects, and for each class and property how often it is used."""

    triples: int
    subjects: int
    classes: dict[str, int]
    properties: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where the server answers: its own address, without a slash at the end, and what is there."""

    server: str

    @property
    def sparql(self) -> str:
        """The SPARQL endpoint; without a query it gives the service description."""
        return f"{self.server}/sparql"

    @property
    def store(self) -> str:
        """The Graph Store Protocol."""
        return f"{self.server}/store"

    @property
    def void(self) -> str:
        """The VoID description of what is served."""
        return f"{self.server}/.well-known/void"


PREFIXES = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "formats": FORMATS,
    "kg": ONTOLOGY,
    "sd": SERVICE,
    "void": VOID,
    "xsd": XSD,
}


def service(at: Addresses, statistics: Statistics | None) -> Iterator[ox.Triple]:
    """The service description; without statistics where the snapshot is too large to be counted in time."""
    me, dataset, graph = f"{at.sparql}#service", f"{at.void}#dataset", f"{at.void}#default-graph"
    yield _link(me, RDF_TYPE, SERVICE + "Service")
    yield _link(me, SERVICE + "endpoint", at.sparql)
    yield _link(me, SERVICE + "supportedLanguage", SERVICE + "SPARQL11Query")
    for name in (*ROW_FORMATS, *GRAPH_FORMATS):
        yield _link(me, SERVICE + "resultFormat", FORMATS + name)
    yield _link(me, SERVICE + "defaultDataset", dataset)
    yield _link(dataset, RDF_TYPE, SERVICE + "Dataset")
    yield _link(dataset, SERVICE + "defaultGraph", graph)
    yield _link(graph, RDF_TYPE, SERVICE + "Graph")
    if statistics:
        yield _count(graph, VOID + "triples", statistics.triples)


def void(at: Addresses, snapshot: Snapshot, statistics: Statistics | None) -> Iterator[ox.Triple]:
    """The VoID description of the default graph: what is asserted, each triple once."""
    me = f"{at.void}#dataset"
    yield _link(at.void, RDF_TYPE, VOID + "DatasetDescription")
    yield _link(at.void, FOAF + "topic", me)
    yield _link(me, RDF_TYPE, VOID + "Dataset")
    title = ox.Literal("News about cities, as a knowledge graph", language="en")
    yield ox.Triple(ox.NamedNode(me), ox.NamedNode(DCTERMS + "title"), title)
    changed = ox.Literal(snapshot.changed.isoformat(timespec="seconds"), datatype=ox.NamedNode(XSD + "dateTime"))
    yield ox.Triple(ox.NamedNode(me), ox.NamedNode(DCTERMS + "modified"), changed)
    yield _link(me, VOID + "sparqlEndpoint", at.sparql)
    yield _link(me, VOID + "dataDump", f"{at.store}?default")
    yield _link(me, VOID + "vocabulary", ONTOLOGY)
    space = ox.NamedNode(VOID + "uriSpace")
    yield ox.Triple(ox.NamedNode(me), space, ox.Literal(snapshot.names.base))
    for name in GRAPH_FORMATS:
        yield _link(me, VOID + "feature", FORMATS + name)
    if statistics:
        yield from _counts(me, at, statistics)


def _counts(me: str, at: Addresses, statistics: Statistics) -> Iterator[ox.Triple]:
    yield _count(me, VOID + "triples", statistics.triples)
    yield _count(me, VOID + "distinctSubjects", statistics.subjects)
    yield _count(me, VOID + "classes", len(statistics.classes))
    yield _count(me, VOID + "properties", len(statistics.properties))
    for kind, size, terms in (
        ("class", "entities", statistics.classes),
        ("property", "triples", statistics.properties),
    ):
        parts = {term: f"{at.void}#{kind}-{quote(term, safe='')}" for term in terms}
        for part in parts.values():
            yield _link(me, f"{VOID}{kind}Partition", part)
        for term, part in parts.items():
            yield _link(part, VOID + kind, term)
            yield _count(part, VOID + size, terms[term])


def _link(subject: str, predicate: str, object_: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(object_))


def _count(subject: str, predicate: str, number: int) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.Literal(number))
