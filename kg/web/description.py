"""What the endpoint says of itself: the SPARQL Service Description. What is served is told by ``pages.dataset``.

Input: the address of the server and the size of a snapshot. Output: triples, without blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.namespaces import DCTERMS, FOAF, FORMATS, ONTOLOGY, RDF_TYPE, SERVICE, VOID, XSD

TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"  # of the default graph, where every triple stands once

ROW_FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
GRAPH_FORMATS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG")


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where the server answers: its own address, without a slash at the end, and what is there."""

    server: str

    @property
    def sparql(self) -> str:
        """The SPARQL endpoint; without a query it gives the service description."""
        return f"{self.server}/sparql"

    @property
    def dataset(self) -> str:
        """What is served, as ``/void`` describes it."""
        return f"{self.server}/void#citykg"


PREFIXES = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "formats": FORMATS,
    "kg": ONTOLOGY,
    "sd": SERVICE,
    "void": VOID,
    "xsd": XSD,
}


def service(at: Addresses, triples: int | None) -> Iterator[ox.Triple]:
    """The service description; ``triples`` is None where the snapshot is too large to be counted in time."""
    me, dataset, graph = f"{at.sparql}#service", at.dataset, f"{at.sparql}#default-graph"
    yield _link(me, RDF_TYPE, SERVICE + "Service")
    yield _link(me, SERVICE + "endpoint", at.sparql)
    yield _link(me, SERVICE + "supportedLanguage", SERVICE + "SPARQL11Query")
    for name in (*ROW_FORMATS, *GRAPH_FORMATS):
        yield _link(me, SERVICE + "resultFormat", FORMATS + name)
    yield _link(me, SERVICE + "defaultDataset", dataset)
    yield _link(dataset, RDF_TYPE, SERVICE + "Dataset")
    yield _link(dataset, SERVICE + "defaultGraph", graph)
    yield _link(graph, RDF_TYPE, SERVICE + "Graph")
    if triples is not None:
        yield ox.Triple(ox.NamedNode(graph), ox.NamedNode(VOID + "triples"), ox.Literal(triples))


def _link(subject: str, predicate: str, object_: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(object_))
