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

from kg.store import Store
from kg.web.guard import Guard, allowed_hosts
from kg.web.pages import routes

LONGEST_HEAD = 65_536  # bytes


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
    """A server that runs."""

    address: str

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


@dataclass(frozen=True)
class Showing(Site):
    """A server of the pages alone, and the snapshot it shows."""

    snapshot: Opened


@contextlib.contextmanager
def serving(store: Store, licence: str = "") -> Iterator[Showing]:
    """The pages of a store, in this process."""
    snapshot = Opened(store)
    app = Guard(Starlette(routes=routes(snapshot, licence=licence)), allowed_hosts("127.0.0.1"), LONGEST_HEAD)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Showing(f"http://127.0.0.1:{port}", snapshot)
    finally:
        server.should_exit = True
        thread.join()
