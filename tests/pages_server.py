"""The pages of a store on a real port of this machine, and a client that follows nothing by itself."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg import query
from kg.errors import QueryError
from kg.store import Store
from kg.web.pages import routes


@dataclass
class Opened:
    """A snapshot as the server hands it to the pages."""

    store: Store
    version: str = "first"


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass(frozen=True)
class Site:
    """A server that runs, and the snapshot it shows."""

    address: str
    snapshot: Opened

    def get(self, path: str, **headers: str) -> Reply:
        """The reply to a GET; a header name is written with low lines."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=30)
        try:
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            reply = connection.getresponse()
            return Reply(reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def page(self, path: str) -> Reply:
        """The reply to a browser."""
        return self.get(path, accept="text/html,application/xhtml+xml,*/*;q=0.8")


@contextlib.contextmanager
def serving(store: Store, licence: str = "") -> Iterator[Site]:
    """The pages of a store, with the shortest endpoint there can be beside them for the query page."""
    snapshot = Opened(store)

    async def sparql(request: Request) -> Response:
        text = request.query_params.get("query") or (await request.body()).decode()
        try:
            answer = query.to_json(query.run(store, text))
        except QueryError as error:
            return PlainTextResponse(str(error), status_code=400)
        return Response(answer, media_type="application/sparql-results+json")

    app = Starlette(routes=[Route("/sparql", sparql, methods=["GET", "POST"]), *routes(snapshot, licence=licence)])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Site(f"http://127.0.0.1:{port}", snapshot)
    finally:
        server.should_exit = True
        thread.join()
