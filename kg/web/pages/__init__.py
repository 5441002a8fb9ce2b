"""The explorer and the linked-data pages: routes for people and programs.

Input: a snapshot of a store. Output: routes of Starlette, to stand beside those of the SPARQL endpoint. All pages are
made on the server and work without scripts; what scripts there are come from this server alone.
"""

from __future__ import annotations

import mimetypes

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kg.web.limits import Limits
from kg.web.pages import articles, dataset, explorer, lists, questions, resources, things, vocabularies
from kg.web.pages.edition import Snapshot
from kg.web.pages.linked import DATA, MEDIA, resource
from kg.web.pages.reconcile import service as reconcile
from kg.web.pages.site import HEADERS, Site, assets

__all__ = ["Snapshot", "routes"]

_ROBOTS = "User-agent: *\n" + "".join(
    f"Disallow: {path}\n" for path in ("/sparql", "/query", "/search", "/explore", "/reconcile", "/dump/")
)
_TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".md": "text/markdown", ".svg": "image/svg+xml"}


def routes(snapshot: Snapshot, *, licence: str = "", limits: Limits | None = None) -> list[BaseRoute]:
    """The routes that show a snapshot; ``licence`` is the IRI of the licence of its graph, where one is stated."""
    site = Site.of(snapshot, licence)
    by_head = {
        "id": things.page,
        "article": articles.page,
        "fact": articles.fact_page,
        "evidence": articles.quote_page,
        "identity": resources.page,
        "graph": resources.graph_page,
    }
    return [
        site.route("/", lists.start),
        site.route("/browse/{kind}", lists.kind),
        site.route("/articles", lists.articles),
        site.route("/search", lists.search),
        site.route("/conflicts", lists.conflicts, prepare=lists.compare),
        site.route("/quarantine", lists.quarantine),
        site.route("/query", questions.page),
        site.route("/explore.json", explorer.as_json),
        site.route("/explore.gexf", explorer.as_gexf),
        site.route("/data", dataset.data_page),
        *reconcile.routes(site, limits or Limits()),
        site.route("/licence", resources.licence_page),
        site.route("/.well-known/void", dataset.void),
        *(site.route(f"/void{suffix}", dataset.void) for suffix in ("", *DATA)),
        *(site.route(f"/{dataset.DUMP}{end}", dataset.dump, prepare=dataset.make_dump(end)) for end in dataset.DUMPS),
        *(
            site.route(f"/{name}{suffix}", vocabularies.view(told))
            for name, told in (("ontology", vocabularies.ontology), ("shapes", vocabularies.shapes))
            for suffix in ("", *MEDIA)
        ),
        site.route("/ontology/{version}", vocabularies.view(vocabularies.ontology)),
        *(site.route(f"/{head}/{{rest:path}}", resource(head, page)) for head, page in by_head.items()),
        Route("/robots.txt", _robots),
        Route("/favicon.ico", _icon),
        Route("/static/{name:path}", _static),
        site.route("/{rest:path}", lists.nothing),
    ]


def _static(request: Request) -> Response:
    """A file that pages use; its address changes with the files, so it may be kept for good."""
    name = request.path_params["name"]
    content = assets().get(name)
    if content is None:
        return PlainTextResponse(f"there is no {name!r}\n", status_code=404, headers=HEADERS)
    suffix = "." + name.rsplit(".", 1)[-1]
    media = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "text/plain"
    kept = "public, max-age=31536000, immutable" if request.url.query else "public, max-age=3600"
    return Response(content, media_type=media, headers={**HEADERS, "Cache-Control": kept})


def _icon(_: Request) -> Response:
    return Response(assets()["icon.svg"], media_type=_TYPES[".svg"], headers=HEADERS)


def _robots(_: Request) -> Response:
    return PlainTextResponse(_ROBOTS, headers=HEADERS)
