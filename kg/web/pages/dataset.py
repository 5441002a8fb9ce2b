"""The graph as a whole: its description in VoID and DCAT, with real counts, and the dumps.

Input: an edition and the address of the server. Output: triples, and files.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from starlette.responses import FileResponse, Response

from kg import export, query
from kg.decode import text
from kg.namespaces import DCAT, DCTERMS, FOAF, ONTOLOGY, RDF_TYPE, VOID, XSD
from kg.store import Store
from kg.web.apart import apart
from kg.web.pages.edition import Edition
from kg.web.pages.linked import DATA, as_data, parted, wanted
from kg.web.pages.site import Asked, NotFoundError, Preparation

DUMPS = {
    ".ttl": ("turtle", "text/turtle", "what is asserted, as one graph"),
    ".nq": ("nquads", "application/n-quads", "one graph an article, identity, quarantine and corrections"),
    ".nt": ("ntriples", "application/n-triples", "what is asserted, as one graph"),
    ".trig": ("trig", "application/trig", "one graph an article, identity, quarantine and corrections"),
    ".jsonld": ("jsonld", "application/ld+json", "what is asserted, as one graph"),
}
DUMP = "dump/citykg"
LARGEST = 20_000  # articles of a graph that is written in this process: about 2 GB of memory and a minute
_IANA = "https://www.iana.org/assignments/media-types/"
_TOTALS = (
    "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }"
)
_BY_PROPERTY = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
_BY_CLASS = "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"
Counts = dict[str, list[tuple[str, int]]]


def counted(edition: Edition) -> Counts:
    """Triples, subjects and objects of what is asserted, then how many there are by property and by class."""
    return edition.once("counts", lambda: apart(_count, edition.store))


def _count(store: Store) -> Counts:
    totals = query.run(store, _TOTALS)
    found = {"totals": [(n, int(text(value))) for n, value in zip(totals.columns, totals.rows[0], strict=True)]}
    for name, sparql in (("properties", _BY_PROPERTY), ("classes", _BY_CLASS)):
        found[name] = [(text(term), int(text(n))) for term, n in query.run(store, sparql).rows]
    return found


def void(asked: Asked) -> Response:
    """The description of the dataset, by its suffix or, without one, in the form the client likes best."""
    suffix = parted(asked.request.url.path)[1] or wanted(asked.request.headers.get("accept", ""), DATA) or ".ttl"
    if suffix not in DATA:
        raise NotFoundError(f"the description of the dataset comes as {', '.join(DATA)}")
    content = export.serialized(export.in_order(_description(asked)), export.SUFFIXES[suffix], asked.names)
    response = as_data(content, suffix)
    response.headers["Vary"] = "Accept"
    return response


def _description(asked: Asked) -> Iterator[ox.Triple]:
    here = str(asked.request.base_url).rstrip("/")
    try:
        data = ox.NamedNode(f"{here}/void#citykg")
    except ValueError as error:
        raise NotFoundError(f"the address {here!r} is no IRI") from error
    found, typed = counted(asked.edition), ox.NamedNode(RDF_TYPE)
    latest = asked.edition.catalogue.articles[0].published if asked.edition.catalogue.articles else ""

    def say(subject: ox.NamedNode, predicate: str, value: str | int | ox.NamedNode, datatype: str = "") -> ox.Triple:
        if isinstance(value, ox.NamedNode):
            return ox.Triple(subject, ox.NamedNode(predicate), value)
        kind = "integer" if isinstance(value, int) else datatype
        literal = ox.Literal(str(value), datatype=ox.NamedNode(XSD + kind)) if kind else ox.Literal(value)
        return ox.Triple(subject, ox.NamedNode(predicate), literal)

    for kind in (VOID + "Dataset", DCAT + "Dataset"):
        yield ox.Triple(data, typed, ox.NamedNode(kind))
    yield say(data, DCTERMS + "title", "CityKG")
    yield say(
        data, DCTERMS + "description", "What news reports about cities, each fact with the words it was read from."
    )
    yield say(data, FOAF + "homepage", ox.NamedNode(f"{here}/"))
    yield say(data, DCAT + "version", asked.edition.version)
    yield say(data, VOID + "uriSpace", asked.names.base)
    yield say(data, VOID + "sparqlEndpoint", ox.NamedNode(f"{here}/sparql"))
    yield say(data, DCAT + "landingPage", ox.NamedNode(f"{here}/data"))
    if latest:
        yield say(data, DCTERMS + "modified", latest, "date")
    if asked.site.licence:
        yield say(data, DCTERMS + "license", ox.NamedNode(asked.site.licence))
    for vocabulary in (ONTOLOGY, *(v for k, v in asked.names.prefixes().items() if k in {"prov", "oa", "schema"})):
        yield say(data, VOID + "vocabulary", ox.NamedNode(vocabulary))
    for thing in sorted(asked.edition.catalogue.things.values(), key=lambda t: (-t.facts, t.iri))[:3]:
        yield say(data, VOID + "exampleResource", ox.NamedNode(thing.iri))
    totals = dict(found["totals"])
    yield say(data, VOID + "triples", totals["triples"])
    yield say(data, VOID + "entities", sum(asked.edition.catalogue.kinds.values()))
    yield say(data, VOID + "distinctSubjects", totals["subjects"])
    yield say(data, VOID + "distinctObjects", totals["objects"])
    yield say(data, VOID + "documents", len(asked.edition.catalogue.articles))
    for name, predicate, key, number in (
        ("classes", "classPartition", "class", "entities"),
        ("properties", "propertyPartition", "property", "triples"),
    ):
        yield say(data, VOID + name, len(found[name]))
        for at, (iri, count) in enumerate(found[name]):
            part = ox.NamedNode(f"{here}/void#{key}-{at}")
            yield say(data, VOID + predicate, part)
            yield say(part, VOID + key, ox.NamedNode(iri))
            yield say(part, VOID + number, count)
    for suffix, (_, media, title) in dumps(asked.edition).items():
        file = ox.NamedNode(f"{here}/{DUMP}{suffix}")
        form = ox.NamedNode(f"{here}/void#dump-{suffix[1:]}")
        yield say(data, VOID + "dataDump", file)
        yield say(data, DCAT + "distribution", form)
        yield ox.Triple(form, typed, ox.NamedNode(DCAT + "Distribution"))
        yield say(form, DCAT + "downloadURL", file)
        yield say(form, DCAT + "mediaType", ox.NamedNode(_IANA + media))
        yield say(form, DCTERMS + "title", f"CityKG, {title}")


def data_page(asked: Asked) -> Response:
    """How to get the graph: dumps, endpoint, forms, counts."""
    return asked.page("data.html", title="Data", dumps=dumps(asked.edition), dump=DUMP, counts=counted(asked.edition))


def dumps(edition: Edition) -> dict[str, tuple[str, str, str]]:
    """The dumps that there are: all of them, or none where the graph is too large to be written beside the pages."""
    return DUMPS if len(edition.catalogue.articles) <= LARGEST else {}


def make_dump(suffix: str) -> Preparation:
    """What makes the dump of a suffix, once an edition."""

    def make(edition: Edition) -> object:
        return edition.dump(DUMPS[suffix][0]) if dumps(edition) else None

    return make


def dump(asked: Asked) -> Response:
    """A dump, as a file to keep."""
    suffix = "." + asked.request.url.path.rsplit(".", 1)[-1]
    if not dumps(asked.edition):
        raise NotFoundError("the graph is too large to be written here; write it with: kg export --output FILE")
    form, media, _ = DUMPS[suffix]
    path = asked.edition.dump(form)
    return FileResponse(path, media_type=media, filename=f"citykg{suffix}")
