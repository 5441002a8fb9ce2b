"""What stands before all routes: the host is one of ours, every answer has its security headers, every request a line.

Input: an ASGI application and the host names it is served under. Output: an ASGI application. A Host header that names
another machine is refused, so a page of a stranger cannot reach a server on this machine by rebinding its name.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import time
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import KgError

log = logging.getLogger(__name__)

ANY = "*"
_HOST = re.compile(r"(?P<name>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d+)?")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
# A page that needs more (scripts of its own, styles) sets its own policy; data needs nothing.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Access-Control-Allow-Origin": "*",  # all that is served is public and read-only; never with credentials
    "Access-Control-Expose-Headers": "ETag, Retry-After",
}


def allowed_hosts(host: str, more: Iterable[str] = ()) -> frozenset[str]:
    """The names that a server bound to ``host`` answers to; bound to all addresses it answers to each of them.

    Raises KgError for a name that no Host header has.
    """
    more = tuple(more)
    for name in more:
        match = _HOST.fullmatch(name.lower())
        if name != ANY and (not match or match["name"] != name.lower()):
            raise KgError(f"cannot answer for the host {name!r}: give a bare name such as kg.example.org, or *")
    own = f"[{host}]" if ":" in host else host
    return frozenset(name.lower() for name in (*LOOPBACK, own, *more))


def too_long_head(most: int) -> str:
    """What is said to a request with too long an address, or too many headers."""
    return f"the address and headers have more than {most:,} bytes: send a long query with POST"


class Guard:
    """An ASGI application before another one."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], longest_head: int) -> None:
        self._app = app
        self._hosts = hosts
        self._longest_head = longest_head
        self._everywhere = bool(hosts & {"0.0.0.0", "[::]"})  # noqa: S104 - compared, not bound

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status, size = 0, 0

        async def guarded(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._choose(scope)(scope, receive, guarded)
        finally:
            path = scope.get("raw_path", b"").decode("ascii", "replace")
            took = (time.perf_counter() - began) * 1000
            log.info("request method=%s path=%s status=%s bytes=%s ms=%.1f", scope["method"], path, status, size, took)

    def _choose(self, scope: Scope) -> ASGIApp:
        headers = sum(len(name) + len(value) + len(": \r\n") for name, value in scope["headers"])
        if len(scope["raw_path"]) + len(scope["query_string"]) + headers > self._longest_head:
            return PlainTextResponse(f"{too_long_head(self._longest_head)}\n", 431, {"Connection": "close"})
        host = Headers(scope=scope).get("host", "")
        if self.answers_to(host):
            return self._app
        text = f"cannot answer for the host {host[:100]!r}: start the server with --allowed-host, or use its own name\n"
        return PlainTextResponse(text, 400)

    def answers_to(self, host: str) -> bool:
        """True where the value of a Host header names this server; the port does not matter."""
        match = _HOST.fullmatch(host.lower())
        if not match:
            return False
        name = match["name"]
        return ANY in self._hosts or name in self._hosts or (self._everywhere and _is_address(name))


def _is_address(name: str) -> bool:
    """True for an IP address: no name of a stranger's, so nothing that could be rebound."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
