"""Which format an answer has: the best that the client accepts of what can be written.

Input: the Accept header, or a format asked for by name. Output: a format with its media type, or None where none fits.
The rules are those of RFC 9110, section 12.5.1; an element that cannot be read is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.web.limits import RefusedError


@dataclass(frozen=True, kw_only=True)
class Form:
    """A format by its name and a media type that stands for it."""

    name: str
    media: str

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header."""
        return f"{self.media}; charset=utf-8" if self.media.startswith("text/") else self.media

    @property
    def engine_format(self) -> ox.RdfFormat:
        """The engine's name for a format of triples."""
        return _ENGINE_FORMATS[self.name]


def _forms(told: dict[str, tuple[str, ...]]) -> tuple[Form, ...]:
    return tuple(Form(name=name, media=media) for name, medias in told.items() for media in medias)


# The first of each is what a client gets that does not mind; the first media type of each is its standard name.
ROWS = _forms(
    {
        "json": ("application/sparql-results+json", "application/json"),
        "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
        "csv": ("text/csv",),
        "tsv": ("text/tab-separated-values",),
        "html": ("text/html",),
    }
)
GRAPH = _forms(
    {
        "turtle": ("text/turtle", "application/x-turtle"),
        "ntriples": ("application/n-triples", "text/plain"),
        "jsonld": ("application/ld+json", "application/json"),
        "rdfxml": ("application/rdf+xml", "application/xml", "text/xml"),
        "nquads": ("application/n-quads",),
        "trig": ("application/trig",),
    }
)
_ENGINE_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
_ELEMENT = re.compile(r"\s*([\w.+*-]+)/([\w.+*-]+)\s*(;.*)?")
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)


def best(accept: str | None, forms: Sequence[Form]) -> Form | None:
    """The form that the client likes best; of equals the first. Without a header, any will do.

    >>> best("text/csv;q=0.5, application/sparql-results+xml", ROWS).name
    'xml'
    """
    wanted: dict[tuple[str, str], float] = {}
    for main, sub, quality in _elements(accept or "*/*"):
        wanted[main, sub] = max(quality, wanted.get((main, sub), 0.0))
    if not wanted:
        return forms[0]
    liked = max(forms, key=lambda form: _quality(form, wanted))
    return liked if _quality(liked, wanted) > 0 else None


def named(name: str) -> tuple[Form | None, Form | None]:
    """The form for rows and the form for triples that have this name. Raises RefusedError where none has."""
    rows, graph = (next((form for form in forms if form.name == name), None) for forms in (ROWS, GRAPH))
    if name == "html":
        graph = GRAPH[0]  # a table has no room for triples
    if rows is None and graph is None:
        known = ", ".join(dict.fromkeys(form.name for form in (*ROWS, *GRAPH)))
        raise RefusedError(400, f"cannot answer as {name!r}: format is one of {known}")
    return rows, graph


def unchanged(if_none_match: str | None, tag: str) -> bool:
    """True where a client has what the tag stands for already (RFC 9110, 13.1.2: weak tags compare as strong ones)."""
    return tag in {one.strip().removeprefix("W/") for one in (if_none_match or "").split(",")}


def medias(forms: Sequence[Form]) -> str:
    """The media types of some forms, for a message."""
    return ", ".join(form.media for form in forms)


def _elements(accept: str) -> list[tuple[str, str, float]]:
    found = []
    for element in accept.split(","):
        if match := _ELEMENT.fullmatch(element):
            quality = _QUALITY.search(match[3] or "")
            found.append((match[1].lower(), match[2].lower(), float(quality[1]) if quality else 1.0))
    return found


def _quality(form: Form, wanted: Mapping[tuple[str, str], float]) -> float:
    """How much a form is wanted, by the most specific element that speaks of it."""
    main, _, sub = form.media.partition("/")
    return next((wanted[pair] for pair in ((main, sub), (main, "*"), ("*", "*")) if pair in wanted), 0.0)
