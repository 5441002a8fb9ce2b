"""The routes of ``kg serve``, joined: SPARQL, Graph Store Protocol, descriptions, and the pages that come with them.

Input: a Service and more routes. Output: an ASGI application. A route reads its request, has a Job answered and sends
the answer; what is refused becomes one line of plain text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from kg.web import bodies, description, graph_store, negotiation, protocol
from kg.web.description import Addresses
from kg.web.guard import Guard
from kg.web.limits import RefusedError
from kg.web.negotiation import GRAPH, ROWS, Form
from kg.web.pages.site import HEADERS
from kg.web.service import Service
from kg.web.workers import Answer

CHUNK = 1 << 16
READING = "GET, HEAD, OPTIONS"
PREFLIGHT = {"Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match", "Access-Control-Max-Age": "86400"}


class FileResponse(Response):
    """An answer from its file, in pieces, however slowly the client takes them."""

    def __init__(self, service: Service, answer: Answer, headers: dict[str, str]) -> None:
        super().__init__(
            headers={**headers, "Content-Length": str(answer.size), "Content-Type": answer.form.content_type}
        )
        self._service, self._answer = service, answer

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        """Send the answer and free its space."""
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            while chunk := self._answer.file.read(CHUNK):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._service.done(self._answer)


def create(
    service: Service, hosts: frozenset[str], pages: Iterable[BaseRoute] = (), editor: str | None = None
) -> Guard:
    """The application; ``editor`` is the path of the page that a browser gets that asks the endpoint nothing."""
    routes: Sequence[BaseRoute] = (
        Route("/sparql", Sparql(service, editor).respond, methods=["GET", "POST", "OPTIONS"]),
        Route("/store", Graphs(service).respond, methods=["GET", "OPTIONS"]),
        Route("/healthz", _healthy, methods=["GET"]),
        *pages,
        Route("/.well-known/void", _may_read, methods=["OPTIONS"]),  # reading it is for the pages
    )
    handlers = {RefusedError: _refused, HTTPException: _failed, ClientDisconnect: _gone, Exception: _broken}
    app = Starlette(routes=list(routes), exception_handlers=handlers)  # type: ignore[arg-type]  # each takes its own error
    app.router.redirect_slashes = False
    return Guard(app, hosts, service.limits.head)


class Sparql:
    """The SPARQL endpoint."""

    def __init__(self, service: Service, editor: str | None) -> None:
        self._service = service
        self._editor = editor

    async def respond(self, request: Request) -> Response:
        """The answer to a query; without one, the service description."""
        if request.method == "OPTIONS":
            return _options("GET, HEAD, POST, OPTIONS")
        body = await bodies.read(request, self._service.limits) if request.method == "POST" else b""
        content_type = request.headers.get("content-type")
        asked = protocol.read(request.method, request.url.query, content_type, body)
        accept = _accept(request)
        if asked is None:
            return await self._without_query(request, accept)
        row_form, graph_form = _forms(accept, asked.format)
        job = self._service.job(
            sparql=asked.sparql,
            base=_addresses(request).sparql,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            row_form=row_form,
            graph_form=graph_form,
        )
        answer = await self._service.answer(job, request.is_disconnected)
        policy = HEADERS if answer.form.name == "html" else {}
        return FileResponse(self._service, answer, {"Vary": "Accept", "Cache-Control": "no-cache", **policy})

    async def _without_query(self, request: Request, accept: str | None) -> Response:
        if self._editor and "text/html" in (accept or ""):
            return RedirectResponse(self._editor, 303, {"Vary": "Accept"})
        return _described(request, description.service(_addresses(request), await self._service.triples()))


class Graphs:
    """The Graph Store Protocol, for reading."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def respond(self, request: Request) -> Response:
        """The triples of a graph."""
        if request.method == "OPTIONS":
            return _options(READING)
        graph, named = graph_store.read(request.url.query)
        _, form = _forms(_accept(request), named)
        headers = _validators(f"{self._service.snapshot.id}-{form.name if form else 'none'}")
        if negotiation.unchanged(request.headers.get("if-none-match"), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        job = self._service.job(graph=graph, graph_form=form)
        return FileResponse(self._service, await self._service.answer(job, request.is_disconnected), headers)


def _described(request: Request, triples: Iterable[ox.Triple]) -> Response:
    """Triples of our own in the format that the client likes best; in Turtle where it takes none."""
    form = negotiation.best(_accept(request), GRAPH) or GRAPH[0]
    content = ox.serialize(triples, format=form.engine_format, prefixes=description.PREFIXES) or b""
    headers = _validators(hashlib.sha256(content).hexdigest()[:16])
    if negotiation.unchanged(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, headers={**headers, "Content-Type": form.content_type})


def _validators(tag: str) -> dict[str, str]:
    return {"ETag": f'"{tag}"', "Vary": "Accept", "Cache-Control": "no-cache"}


def _forms(accept: str | None, name: str | None) -> tuple[Form | None, Form | None]:
    """The forms for rows and for triples that the client takes."""
    return negotiation.named(name) if name else (negotiation.best(accept, ROWS), negotiation.best(accept, GRAPH))


def _accept(request: Request) -> str | None:
    return ",".join(request.headers.getlist("accept")) or None


def _addresses(request: Request) -> Addresses:
    return Addresses(server=f"{request.url.scheme}://{request.url.netloc}")


def _options(methods: str) -> Response:
    return Response(status_code=204, headers={"Allow": methods, "Access-Control-Allow-Methods": methods, **PREFLIGHT})


async def _may_read(_: Request) -> Response:
    return _options(READING)


async def _healthy(_: Request) -> Response:
    return PlainTextResponse("fine\n", headers={"Cache-Control": "no-store"})


async def _refused(_: Request, error: RefusedError) -> Response:
    headers = {"Vary": "Accept", "Cache-Control": "no-store", **error.headers}
    return PlainTextResponse(f"{error}\n", error.status, headers)


async def _failed(request: Request, error: HTTPException) -> Response:
    """What the router refuses."""
    if error.status_code == 405:
        text = f"{request.method} is not possible here: this server reads only; the graph is changed by kg build"
    elif error.status_code == 404:
        text = (
            "there is nothing here: the endpoint is at /sparql, graphs at /store, the description at /.well-known/void"
        )
    else:
        text = error.detail
    return PlainTextResponse(f"{text}\n", error.status_code, dict(error.headers or {}))


async def _gone(_: Request, __: ClientDisconnect) -> Response:
    return PlainTextResponse("the client has gone\n", 400)


async def _broken(_: Request, __: Exception) -> Response:
    text = "internal error: start the server with KG_LOG=ERROR and report what it prints\n"
    return PlainTextResponse(text, 500, {"Connection": "close"})  # the HTTP server ends the connection
