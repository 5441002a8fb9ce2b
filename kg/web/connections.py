"""A connection that does not wait for ever: limits that the HTTP server does not have by itself.

Input: bytes of a client. Output: requests, as uvicorn makes them of these. A client has a time to send the head of
a request and a time to take its answer, and there is a number of connections; who is over one is told so, and cut off.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from kg.web.guard import HEADERS, too_long_head
from kg.web.limits import Limits

PHRASES = {
    400: "Bad Request",
    408: "Request Timeout",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}
LINGER = 2.0  # seconds a client has to read why it is refused


class Connection(H11Protocol):
    """A connection under the limits of ``limits``, which a subclass sets."""

    limits = Limits()
    most = limits.connections

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._refused = False
        self._head: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for a request, where there is room for one more connection."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(0)  # so that a client that takes nothing is always noticed
        if len(self.connections) > self.most:
            self._refuse(503, "the server is busy: it has too many connections; try again in a moment")
            self.transport.close()
        else:
            self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Take some bytes; when they complete the head of a request, stop the clock."""
        if self._refused or self.transport.is_closing():
            return
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._wait_for_head()
        elif self._head:
            self._head.cancel()
            self._head = None

    def _wait_for_head(self) -> None:
        if self._head is None:
            self._head = self.loop.call_later(self.limits.request_seconds, self._late)

    def _late(self) -> None:
        self._head = None
        if not self._refused and not self.transport.is_closing():
            self._refuse(408, f"no request came within {self.limits.request_seconds:g} s")

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or has too long a head."""
        if len(self.conn.trailing_data[0]) >= self.limits.head:
            self._refuse(431, too_long_head(self.limits.head))
        else:
            self._refuse(400, f"cannot read the request: {msg} It must be HTTP/1.1")

    def _refuse(self, status: int, reason: str) -> None:
        """Answer without the application, and close when the client has."""
        if self.cycle and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if not (self.cycle and self.cycle.response_started and not self.cycle.response_complete):
            body = f"{reason}\n".encode()
            headers = {
                "Content-Type": "text/plain; charset=utf-8",
                "Content-Length": str(len(body)),
                "Connection": "close",
                **HEADERS,
            }
            lines = (f"HTTP/1.1 {status} {PHRASES[status]}", *(f"{name}: {value}" for name, value in headers.items()))
            self.transport.write("\r\n".join((*lines, "", "")).encode() + body)
        self._refused = True
        self.flow.resume_reading()  # what still comes is thrown away: closed on it, the client would not see the answer
        self.transport.write_eof()
        self.loop.call_later(LINGER, self.transport.abort)

    def pause_writing(self) -> None:
        """Start the clock of a client that does not take its answer."""
        super().pause_writing()
        if self._stalled is None:
            self._stalled = self.loop.call_later(self.limits.stalled_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop that clock."""
        super().resume_writing()
        if self._stalled:
            self._stalled.cancel()
            self._stalled = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks."""
        super().connection_lost(exc)
        for clock in (self._head, self._stalled):
            if clock:
                clock.cancel()
        self._head = self._stalled = None
