"""What a graph is and holds, for those who find it: its description in VoID and DCAT, with real counts.

Input: a Store, and where its dumps are published. Output: triples. Pages and files share it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import query
from kg.decode import text
from kg.errors import InputError
from kg.export import in_order
from kg.namespaces import DCAT, DCTERMS, FOAF, ONTOLOGY, RDF_TYPE, SPDX, VOCABULARIES, VOID, XSD, Names
from kg.store import Store

ASSERTED = "what is asserted, as one graph"
TOLD = "one graph an article, identity, quarantine and corrections"
# The media type of a dump, and what it holds.
MEDIA = {
    ".ttl": ("text/turtle", ASSERTED),
    ".nq": ("application/n-quads", TOLD),
    ".nt": ("application/n-triples", ASSERTED),
    ".trig": ("application/trig", TOLD),
    ".jsonld": ("application/ld+json", ASSERTED),
    ".rdf": ("application/rdf+xml", ASSERTED),
}
TITLE = "CityKG"
ABOUT = "What news reports about cities, each fact with the words it was read from."
EXAMPLES = 3  # things of which the graph tells most
_IANA = "https://www.iana.org/assignments/media-types/"
_TOTALS = (
    "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }"
)
_BY_PROPERTY = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
_BY_CLASS = "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"
_THINGS = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s rdfs:label ?name }"
_ARTICLES = """
SELECT (COUNT(?a) AS ?n) (MAX(?day) AS ?latest) { ?a a kg:Article OPTIONAL { ?a schema:datePublished ?day } }"""
_TOLD_OF_MOST = """
SELECT ?thing (COUNT(DISTINCT ?fact) AS ?n)
{ ?fact kg:evidence ?words ; ?property ?thing . ?thing rdfs:label ?name }
GROUP BY ?thing ORDER BY DESC(?n) ?thing LIMIT """
# The key of the counts, and the terms of VoID for the parts, what a part is of, and its number.
_PARTITIONS = (
    ("classes", "classPartition", "class", "entities"),
    ("properties", "propertyPartition", "property", "triples"),
)
_PREFIXES = {
    **{name: VOCABULARIES[name] for name in ("dcterms", "kg", "oa", "prov", "rdf", "rdfs", "schema", "xsd")},
    "dcat": DCAT,
    "foaf": FOAF,
    "spdx": SPDX,
    "void": VOID,
}
Counts = dict[str, list[tuple[str, int]]]


@dataclass(frozen=True, kw_only=True)
class Dump:
    """A file of the graph; its name ends as in ``MEDIA``. Size and digest only where the file is at hand."""

    url: str
    size: int | None = None  # bytes
    sha256: str = ""

    @property
    def suffix(self) -> str:
        """How the name ends, with the dot."""
        return "." + self.url.rsplit(".", 1)[-1]


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What is said of a graph beside its counts; what is empty is not said."""

    counts: Counts
    things: int
    articles: int
    latest: str = ""  # the day on which its newest article came out
    examples: tuple[str, ...] = ()  # IRIs
    version: str = ""
    licence: str = ""  # an IRI
    homepage: str = ""
    endpoint: str = ""
    landing: str = ""
    dumps: tuple[Dump, ...] = ()


def count(store: Store) -> Counts:
    """Triples, subjects and objects of what is asserted, then how many there are by property and by class."""
    totals = query.run(store, _TOTALS)
    found = {"totals": [(n, int(text(value))) for n, value in zip(totals.columns, totals.rows[0], strict=True)]}
    for name, sparql in (("properties", _BY_PROPERTY), ("classes", _BY_CLASS)):
        found[name] = [(text(term), int(text(n))) for term, n in query.run(store, sparql).rows]
    return found


def summary(store: Store, *, licence: str = "", dumps: Iterable[Dump] = ()) -> Summary:
    """What a store holds, counted."""
    articles, latest = query.run(store, _ARTICLES).rows[0]
    return Summary(
        counts=count(store),
        things=int(text(query.run(store, _THINGS).rows[0][0])),
        articles=int(text(articles)),
        latest=text(latest) if latest else "",
        examples=tuple(text(row[0]) for row in query.run(store, f"{_TOLD_OF_MOST}{EXAMPLES}").rows),
        licence=licence,
        dumps=tuple(dumps),
    )


def dump(path: Path, folder: str) -> Dump:
    """A file as a dump that is published in ``folder``, an address that ends in a slash.

    Raises InputError where it cannot be read, or has an ending that no dump has.
    """
    if path.suffix not in MEDIA:
        raise InputError(f"cannot describe {path}: a dump ends in {', '.join(MEDIA)}")
    try:
        content = path.read_bytes()
    except OSError as error:
        remedy = f"write it first: kg export -o {path}"
        raise InputError(f"cannot read the dump {path}: {error.strerror}; {remedy}") from error
    return Dump(url=folder + path.name, size=len(content), sha256=hashlib.sha256(content).hexdigest())


def description(told: Summary, names: Names, *, document: str) -> Iterator[ox.Triple]:
    """The description, to be found at the address ``document``. Raises ValueError where an address is no IRI."""
    data = ox.NamedNode(f"{document}#citykg")
    totals = dict(told.counts["totals"])
    for kind in (VOID + "Dataset", DCAT + "Dataset"):
        yield _link(data, RDF_TYPE, kind)
    yield _say(data, DCTERMS + "title", TITLE)
    yield _say(data, DCTERMS + "description", ABOUT)
    yield _say(data, VOID + "uriSpace", names.base)
    if told.version:
        yield _say(data, DCAT + "version", told.version)
    if told.latest:
        yield _say(data, DCTERMS + "modified", told.latest, "date")
    for predicate, iri in (
        (FOAF + "homepage", told.homepage),
        (VOID + "sparqlEndpoint", told.endpoint),
        (DCAT + "landingPage", told.landing),
        (DCTERMS + "license", told.licence),
    ):
        if iri:
            yield _link(data, predicate, iri)
    for vocabulary in (ONTOLOGY, *(v for k, v in names.prefixes().items() if k in {"prov", "oa", "schema"})):
        yield _link(data, VOID + "vocabulary", vocabulary)
    for iri in told.examples:
        yield _link(data, VOID + "exampleResource", iri)
    for predicate, number in (
        ("triples", totals["triples"]),
        ("entities", told.things),
        ("distinctSubjects", totals["subjects"]),
        ("distinctObjects", totals["objects"]),
        ("documents", told.articles),
    ):
        yield _say(data, VOID + predicate, str(number), "integer")
    for terms in _PARTITIONS:
        yield _say(data, VOID + terms[0], str(len(told.counts[terms[0]])), "integer")
        for iri, number in told.counts[terms[0]]:
            part = ox.NamedNode(f"{document}#{terms[2]}-{names.shortened(iri).replace(':', '-', 1)}")
            yield from _part(data, part, terms, iri, number)
    for file in told.dumps:
        yield from _distribution(data, document, file)


def turtle(told: Summary, names: Names, *, document: str) -> bytes:
    """The description as a Turtle file. Raises ValueError where an address is no IRI."""
    triples = in_order(description(told, names, document=document))
    content = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=_PREFIXES) or b""
    lines = content.split(b"\n")
    return b"\n".join((*sorted(lines[: len(_PREFIXES)]), b"", *lines[len(_PREFIXES) :]))


def _part(data: ox.NamedNode, part: ox.NamedNode, terms: tuple[str, ...], iri: str, number: int) -> Iterator[ox.Triple]:
    _, partition, key, counted = terms
    yield ox.Triple(data, ox.NamedNode(VOID + partition), part)
    yield _link(part, VOID + key, iri)
    yield _say(part, VOID + counted, str(number), "integer")


def _distribution(data: ox.NamedNode, document: str, file: Dump) -> Iterator[ox.Triple]:
    form = ox.NamedNode(f"{document}#dump-{file.suffix[1:]}")
    media, holds = MEDIA[file.suffix]
    yield _link(data, VOID + "dataDump", file.url)
    yield ox.Triple(data, ox.NamedNode(DCAT + "distribution"), form)
    yield _link(form, RDF_TYPE, DCAT + "Distribution")
    yield _link(form, DCAT + "downloadURL", file.url)
    yield _link(form, DCAT + "mediaType", _IANA + media)
    yield _say(form, DCTERMS + "title", f"{TITLE}, {holds}")
    if file.size is not None:
        yield _say(form, DCAT + "byteSize", str(file.size), "integer")
    if file.sha256:
        checksum = ox.NamedNode(f"{document}#sha256-{file.suffix[1:]}")
        yield ox.Triple(form, ox.NamedNode(SPDX + "checksum"), checksum)
        yield _link(checksum, RDF_TYPE, SPDX + "Checksum")
        yield _link(checksum, SPDX + "algorithm", SPDX + "checksumAlgorithm_sha256")
        yield _say(checksum, SPDX + "checksumValue", file.sha256, "hexBinary")


def _link(subject: ox.NamedNode, predicate: str, iri: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(iri))


def _say(subject: ox.NamedNode, predicate: str, value: str, kind: str = "") -> ox.Triple:
    literal = ox.Literal(value, datatype=ox.NamedNode(XSD + kind)) if kind else ox.Literal(value)
    return ox.Triple(subject, ox.NamedNode(predicate), literal)
