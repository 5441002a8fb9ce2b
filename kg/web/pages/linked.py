"""Linked data: each IRI of the graph answers with a page or with data, as the client likes.

Input: a path under the base of the graph's IRIs, and an Accept header or a suffix. Output: 303 to the page or the
document (the thing is not the document about it, https://www.w3.org/TR/cooluris/), or the document.
"""

from __future__ import annotations

from collections.abc import Callable, Container

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg import export
from kg.web.negotiation import Form, best
from kg.web.pages.describing import description, exists, meant
from kg.web.pages.site import Asked, NotFoundError, View

MEDIA = {
    ".html": "text/html",
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
}
DATA = {suffix: media for suffix, media in MEDIA.items() if suffix != ".html"}
_ALSO = {
    "application/xhtml+xml": ".html",
    "application/json": ".jsonld",
    "application/xml": ".rdf",
    "text/plain": ".nt",
}
_FORMS = tuple(Form(name=suffix, media=media) for suffix, media in MEDIA.items())
_FORMS += tuple(Form(name=suffix, media=media) for media, suffix in _ALSO.items())


def wanted(accept: str, offered: Container[str] = MEDIA) -> str | None:
    """The suffix of the form that an Accept header likes best; None where it likes none.

    >>> wanted("text/turtle;q=0.8, application/ld+json"), wanted("text/html"), wanted(""), wanted("image/png")
    ('.jsonld', '.html', '.html', None)
    """
    found = best(accept, [form for form in _FORMS if form.name in offered])
    return found.name if found else None


def parted(path: str) -> tuple[str, str]:
    """The path without its suffix, and the suffix of a form; empty where it has none."""
    return next(((path.removesuffix(suffix), suffix) for suffix in MEDIA if path.endswith(suffix)), (path, ""))


def resource(head: str, page: Callable[[Asked, str], Response]) -> View:
    """The view of the IRIs whose path below the base begins with ``head``; ``page`` makes their pages."""

    def view(asked: Asked) -> Response:
        path, suffix = parted(f"{head}/{asked.request.path_params['rest']}")
        iri, store = asked.names.base + path, asked.edition.store
        if not exists(store, iri) and not meant(store, iri):
            raise NotFoundError(f"the graph has no {iri}")
        if not suffix:
            return see_other(asked, iri)
        if suffix != ".html":
            return document(asked, iri, suffix)
        response = page(asked, iri)
        links(asked, response, iri)
        return response

    return view


def see_other(asked: Asked, iri: str) -> Response:
    """303 to the form of the description that the client likes best."""
    suffix = wanted(asked.request.headers.get("accept", ""))
    if suffix is None:
        known = ", ".join(MEDIA.values())
        return PlainTextResponse(
            f"cannot describe {iri} as {asked.request.headers['accept']}: ask for one of {known}\n",
            status_code=406,
            headers={"Vary": "Accept"},
        )
    return RedirectResponse(asked.path(iri, suffix), status_code=303, headers={"Vary": "Accept"})


def document(asked: Asked, iri: str, suffix: str) -> Response:
    """The description of an IRI as data."""
    rows = export.in_order(description(asked.edition.store, iri))
    content = export.serialized(rows, export.SUFFIXES[suffix], asked.names)
    response = as_data(content, suffix)
    links(asked, response, iri)
    return response


def as_data(content: bytes, suffix: str) -> Response:
    """A response with data in the form of a suffix."""
    media = MEDIA[suffix]
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Response(content, media_type=None, headers={"Content-Type": media + charset})


def links(asked: Asked, response: Response, iri: str) -> None:
    """Say in the header what a document describes, and what other forms of it there are."""
    told = [f'<{_in_header(iri)}>; rel="describes"']
    told += [f'<{asked.path(iri, suffix)}>; rel="alternate"; type="{media}"' for suffix, media in MEDIA.items()]
    told += [f'<{_in_header(asked.site.licence)}>; rel="license"'] if asked.site.licence else []
    response.headers["Link"] = ", ".join(told)


def _in_header(iri: str) -> str:
    return "".join(c if 0x20 < ord(c) < 0x7F and c not in '<>"' else "" for c in iri)
