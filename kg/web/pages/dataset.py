"""The graph as a whole: its description in VoID and DCAT, with real counts, and the dumps.

Input: an edition and the address of the server. Output: triples, and files.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from starlette.responses import FileResponse, Response

from kg import export
from kg import void as descriptions
from kg.web.apart import apart
from kg.web.pages.edition import Edition
from kg.web.pages.linked import DATA, as_data, parted, wanted
from kg.web.pages.site import Asked, NotFoundError, Preparation

DUMPS = {
    suffix: (export.SUFFIXES[suffix], *descriptions.MEDIA[suffix])
    for suffix in (".ttl", ".nq", ".nt", ".trig", ".jsonld")
}  # format, media type, what it holds
DUMP = "dump/citykg"
LARGEST = 20_000  # articles of a graph whose dumps are written when asked for: some minutes of another process


def counted(edition: Edition) -> descriptions.Counts:
    """Triples, subjects and objects of what is asserted, then how many there are by property and by class."""
    return edition.once("counts", lambda: apart(descriptions.count, edition.store))


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
    known = asked.edition.catalogue
    told_of_most = sorted(known.things.values(), key=lambda thing: (-thing.facts, thing.iri))
    told = descriptions.Summary(
        counts=counted(asked.edition),
        things=sum(known.kinds.values()),
        articles=len(known.articles),
        latest=known.articles[0].published if known.articles else "",
        examples=tuple(thing.iri for thing in told_of_most[: descriptions.EXAMPLES]),
        version=asked.edition.version,
        licence=asked.site.licence,
        homepage=f"{here}/",
        endpoint=f"{here}/sparql",
        landing=f"{here}/data",
        dumps=tuple(descriptions.Dump(url=f"{here}/{DUMP}{suffix}") for suffix in dumps(asked.edition)),
    )
    try:
        yield from descriptions.description(told, asked.names, document=f"{here}/void")
    except ValueError as error:
        raise NotFoundError(f"the address {here!r} is no IRI") from error


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
