"""The routes of the reconciliation service: manifest, matching, extension, suggestions, previews.

Input: requests. Output: JSON, and small pages for previews. Nothing is run that a client writes: names are looked up
in the catalogue of the pages, within the limits of the server. A parameter ``callback`` is not heeded: what is sent is
JSON that no browser runs as a script (``nosniff``), and any page may read it (CORS).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import metadata

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from kg.model import Kind
from kg.namespaces import ONTOLOGY
from kg.web import bodies, protocol
from kg.web.limits import Limits, RefusedError
from kg.web.pages.catalogue import Thing
from kg.web.pages.edition import Edition
from kg.web.pages.reconcile import reading
from kg.web.pages.reconcile.matching import Candidate, Matcher, in_time
from kg.web.pages.reconcile.properties import PROPERTIES, Property, values
from kg.web.pages.site import Asked, NotFoundError, Site, answer
from kg.web.pages.wording import clean, counted, kind_name
from kg.web.workers import RETRY

VERSIONS = ["0.1", "0.2"]
BATCH = 50
SHOWN_FACTS = 3
WIDTH, HEIGHT = 420, 240  # pixels of a preview
SUGGESTED = 20
# A preview stands in a frame of the client's page; it has nothing to click that changes anything.
PREVIEW_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
METHODS = "GET, HEAD, POST, OPTIONS"

Work = Callable[[Asked, dict[str, str]], object]


def routes(site: Site, limits: Limits) -> list[BaseRoute]:
    """The routes below /reconcile."""
    service = _Service(site, limits)
    return [
        Route("/reconcile", service.respond(_reconcile), methods=["GET", "POST", "OPTIONS"]),
        Route("/reconcile/suggest/entity", service.respond(_suggest_entity), methods=["GET", "OPTIONS"]),
        Route("/reconcile/suggest/type", service.respond(_suggest_type), methods=["GET", "OPTIONS"]),
        Route("/reconcile/suggest/property", service.respond(_suggest_property), methods=["GET", "OPTIONS"]),
        Route("/reconcile/properties", service.respond(_propose), methods=["GET", "OPTIONS"]),
        Route("/reconcile/preview", service.preview, methods=["GET"]),
    ]


class _Service:
    """What the routes share: the limits, and the edition that is served now."""

    def __init__(self, site: Site, limits: Limits) -> None:
        self._site = site
        self._limits = limits
        self._place = asyncio.Semaphore(1)  # matching is Python: two at a time take as long as one after the other
        self._waiting = 0

    def respond(self, work: Work) -> Callable[[Request], object]:
        """A route that answers with what ``work`` gives, as JSON; what is refused is JSON as well."""

        async def endpoint(request: Request) -> Response:
            if request.method == "OPTIONS":
                headers = {"Allow": METHODS, "Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": "86400"}
                return Response(status_code=204, headers={**headers, "Access-Control-Allow-Headers": "Content-Type"})
            try:
                told = await self._parameters(request)
                asked = await self._asked(request)
                async with self._turn():
                    asked.request.state.until = time.monotonic() + self._limits.seconds
                    found = await run_in_threadpool(work, asked, told)
            except RefusedError as error:
                headers = {"Cache-Control": "no-store", **error.headers}
                return JSONResponse({"status": "error", "message": str(error)}, error.status, headers)
            return JSONResponse(found, headers={"Cache-Control": "no-cache"})

        return endpoint

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """One after the other, so that the rest of the server goes on. Raises RefusedError where too many wait."""
        busy = RefusedError(503, "the server is busy: too many names wait already; try again in a moment", RETRY)
        if self._waiting >= self._limits.waiting:
            raise busy
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                await self._place.acquire()
        except TimeoutError as error:
            raise busy from error
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._place.release()

    async def _parameters(self, request: Request) -> dict[str, str]:
        """What the query string and the form say; each name once. Raises RefusedError."""
        told = list(protocol.pairs(request.url.query, "the query string"))
        if request.method == "POST":
            media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            body = await bodies.read(request, self._limits)
            if media != protocol.FORM:
                raise RefusedError(415, f"cannot read a body of type {media[:60] or 'unknown'!r}: send {protocol.FORM}")
            told += protocol.pairs(_utf8(body), "the form")
        names = {name for name, _ in told}
        return {name: protocol.only(told, name) or "" for name in names}

    async def _asked(self, request: Request) -> Asked:
        edition = await run_in_threadpool(self._site.editions.current)
        await edition.prepared(_matcher)
        return Asked(request=request, edition=edition, site=self._site)

    async def preview(self, request: Request) -> Response:
        """A small page about a thing, to stand in a frame."""
        asked = await self._asked(request)
        response = await run_in_threadpool(answer, _preview, asked)
        response.headers["Content-Security-Policy"] = PREVIEW_POLICY
        response.headers["Cache-Control"] = "no-cache"
        return response


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"cannot read the body: byte {error.start} is not UTF-8") from error


def _matcher(edition: Edition) -> Matcher:
    return edition.once("matcher", lambda: Matcher(edition.catalogue))


def _ids(asked: Asked) -> str:
    """What stands before the ids of things."""
    return f"{asked.names.base}id/"


# -- the service --------------------------------------------------------------------------------------


def _reconcile(asked: Asked, told: dict[str, str]) -> object:
    if "queries" in told:
        queries = reading.queries(told["queries"])
        matcher, until = _matcher(asked.edition), asked.request.state.until
        return {
            key: {
                "result": [
                    _candidate(asked, one) for one in matcher.candidates(asked.edition.store, query, _ids(asked), until)
                ]
            }
            for key, query in queries.items()
        }
    return _extension(asked, told["extend"]) if "extend" in told else _manifest(asked)


def _manifest(asked: Asked) -> dict[str, object]:
    address = f"{asked.request.url.scheme}://{asked.request.url.netloc}{asked.root}"
    suggest = {
        what: {"service_url": address, "service_path": f"/reconcile/suggest/{what}"}
        for what in ("entity", "type", "property")
    }
    return {
        "versions": VERSIONS,
        "name": f"CityKG at {asked.request.url.netloc}",
        "identifierSpace": _ids(asked),
        "schemaSpace": ONTOLOGY,
        "documentation": f"{address}/data",
        "serviceVersion": metadata.version("citykg"),
        "logo": f"{address}/static/icon.svg",
        "defaultTypes": [_type(kind) for kind in Kind],
        "view": {"url": f"{address}/id/{{{{id}}}}"},
        "preview": {"url": f"{address}/reconcile/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
        "batchSize": BATCH,
    }


def _type(kind: Kind) -> dict[str, str]:
    return {"id": kind.value, "name": kind_name(kind)}


def _candidate(asked: Asked, one: Candidate) -> dict[str, object]:
    return {
        **_named(asked, one.thing),
        "type": [_type(one.thing.kind)],
        "score": one.score,
        "match": one.sure,
        "features": [{"id": name, "value": value} for name, value in one.features],
    }


def _named(asked: Asked, thing: Thing) -> dict[str, object]:
    told = (kind_name(thing.kind), thing.hint, counted(thing.facts, "fact"))
    return {
        "id": thing.iri.removeprefix(_ids(asked)),
        "name": clean(thing.label),
        "description": clean(", ".join(filter(None, told))),
    }


def _extension(asked: Asked, text: str) -> dict[str, object]:
    wanted = reading.extension(text)
    known = [PROPERTIES[name] for name in wanted.property_ids if name in PROPERTIES]
    things, rows = asked.edition.catalogue.things, {}
    for ident in wanted.ids:
        iri = _ids(asked) + ident
        rows[ident] = {
            one.id: [value.as_json(_ids(asked)) for value in values(asked.edition.store, things, iri, one)]
            if iri in things
            else []
            for one in known
        }
        in_time(asked.request.state.until)
    return {"meta": [_column(one) for one in known], "rows": rows}


def _column(one: Property) -> dict[str, object]:
    named: dict[str, object] = {"id": one.id, "name": one.name}
    return {**named, "type": _type(one.values)} if one.values else named


def _propose(_: Asked, told: dict[str, str]) -> dict[str, object]:
    kind = next((kind for kind in Kind if kind.value == told.get("type", "")), None)
    fitting = [one for one in PROPERTIES.values() if kind is None or kind in one.kinds]
    limit = told.get("limit", "")
    most = int(limit) if limit.isascii() and limit.isdecimal() and len(limit) < 5 else len(fitting)
    return {
        "type": kind.value if kind else "",
        "limit": most,
        "properties": [{"id": one.id, "name": one.name} for one in fitting[:most]],
    }


# -- suggestions ---------------------------------------------------------------------------------------


def _suggest_entity(asked: Asked, told: dict[str, str]) -> dict[str, object]:
    start = int(told["cursor"]) if told.get("cursor", "").isascii() and told.get("cursor", "").isdecimal() else 0
    hits = asked.edition.catalogue.search(told.get("prefix", ""), limit=SUGGESTED * 5)
    shown = hits[min(start, len(hits)) :][:SUGGESTED]
    return {"result": [{**_named(asked, hit.thing), "notable": [_type(hit.thing.kind)]} for hit in shown]}


def _suggest_type(_: Asked, told: dict[str, str]) -> dict[str, object]:
    words = told.get("prefix", "").casefold()
    fitting = [kind for kind in Kind if words in kind.value.casefold() or words in kind_name(kind)]
    return {"result": [_type(kind) for kind in fitting]}


def _suggest_property(_: Asked, told: dict[str, str]) -> dict[str, object]:
    words = told.get("prefix", "").casefold()
    fitting = [one for one in PROPERTIES.values() if words in one.id.casefold() or words in one.name]
    return {"result": [{"id": one.id, "name": one.name} for one in fitting]}


# -- previews ------------------------------------------------------------------------------------------


def _preview(asked: Asked) -> Response:
    ident = asked.request.query_params.get("id", "")
    thing = asked.edition.catalogue.things.get(_ids(asked) + ident)
    if thing is None:
        raise NotFoundError(f"there is no thing {ident[:200]!r}")
    reader = asked.reader
    outlines = reader.facts_about(ox.NamedNode(thing.iri))[:SHOWN_FACTS]
    claims = reader.claims(outline.node for outline in outlines)
    return asked.page("preview.html", title=thing.label, thing=thing, claims=claims)
