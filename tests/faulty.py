"""A SPARQL store that fails by a script: an HTTP server in front of a real Oxigraph process.

``Oxigraph`` is the process, ``Faulty`` the server before it: each request has a number, and what is scripted for that
number happens to it. The rest is passed on as it is.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import http.client
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox
from peers import Process, free_port

PAGE = b"<!DOCTYPE html><html><body>Down for maintenance</body></html>"
HTML = {"Content-Type": "text/html"}
REALM, NONCE = "graphs", "a-nonce"
PASSED = ("Content-Type", "Accept", "Authorization", "WWW-Authenticate")


def binary() -> str | None:
    """The Oxigraph server's program: beside this Python, or on the path."""
    beside = Path(sys.executable).parent / "oxigraph"
    return str(beside) if beside.exists() else shutil.which("oxigraph")


class Oxigraph(Process):
    """A real Oxigraph server in memory, on a free port."""

    def __init__(self, folder: Path) -> None:
        program, self.port = binary(), free_port()
        assert program
        super().__init__([program, "serve", "--bind", f"127.0.0.1:{self.port}"], self.port, folder)
        self.url = f"http://127.0.0.1:{self.port}"

    def holds(self) -> set[ox.Quad]:
        """All that it holds."""
        answer = self.client.get("/store", headers={"Accept": "application/n-quads"}).raise_for_status()
        return set(ox.parse(answer.content, format=ox.RdfFormat.N_QUADS))

    def load(self, quads: set[ox.Quad]) -> None:
        """Hold these quads and nothing else."""
        self.update("DROP ALL")
        content = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
        self.client.post("/store", content=content, headers={"Content-Type": "application/n-quads"}).raise_for_status()

    def update(self, sparql: str) -> None:
        """Change it."""
        kind = {"Content-Type": "application/sparql-update"}
        self.client.post("/update", content=sparql.encode(), headers=kind).raise_for_status()


class Fault(StrEnum):
    """What may happen to one request."""

    CUT = "the connection is cut before anything is done"
    HALF = "the connection is cut in the middle of the request"
    LOST = "it is done, and the acknowledgement is lost"
    ERROR = "500, nothing is done"
    BUSY = "503 with Retry-After, nothing is done"
    GATEWAY = "504, although it is done"
    PAGE = "HTML with 200, nothing is done"
    PAGE_DONE = "HTML with 200, although it is done"
    LATE = "no answer in time, and it is done later"
    SHORT = "it is done, and the answer is cut"
    QUIET = "it is done, and the answer is cut without a sign"


class Faulty:
    """A server on a free port that passes on to the store at another port, but for what is scripted."""

    def __init__(self, behind: int) -> None:
        self.behind = behind
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        self.lock = threading.Lock()
        self.late: list[threading.Timer] = []
        self.reset()

    def reset(self) -> None:
        """Pass everything on, and count from nought."""
        self.faults: dict[int, Fault] = {}
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.largest: int | None = None  # bytes of a body
        self.wants = ""  # "basic", "digest" or "bearer": who may come in
        self.packs = False  # answers are sent with gzip
        self.sends_to = ""  # every request is sent on there
        self.answer: tuple[int, dict[str, str], bytes] | None = None  # to every request
        self.poison = b""  # a body that holds this is no RDF, the server says
        self.delay = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def settle(self) -> None:
        """Wait until what is late has been done."""
        for timer in self.late:
            timer.join()
        self.late.clear()

    def may_come_in(self, method: str, authorization: str) -> bool:
        """Whether who asks is who may."""
        match self.wants:
            case "basic":
                return authorization == "Basic " + base64.b64encode(b"ann:s3cr3t-w0rd").decode()
            case "bearer":
                return authorization == "Bearer t0k3n-abc"
            case "digest":
                fields = dict(
                    part.strip().split("=", 1)
                    for part in authorization.removeprefix("Digest ").split(",")
                    if "=" in part
                )
                given = {name: value.strip('"') for name, value in fields.items()}
                one = _md5(f"ann:{REALM}:s3cr3t-w0rd")
                two = _md5(f"{method}:{given.get('uri', '')}")
                middle = ":".join(given.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
                return given.get("response") == _md5(f"{one}:{middle}:{two}")
        return True


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _handler(faulty: Faulty) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests look at what was seen."""

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def do_PUT(self) -> None:
            self._serve()

        def do_DELETE(self) -> None:
            self._serve()

        def _serve(self) -> None:
            with contextlib.suppress(ConnectionError):
                self._answer()

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with faulty.lock:
                number = len(faulty.seen)
                faulty.seen.append((f"{self.command} {self.path}", dict(self.headers.items()), body))
            time.sleep(faulty.delay)
            if faulty.sends_to:
                self._send(307, {"Location": faulty.sends_to + self.path}, b"")
            elif not faulty.may_come_in(self.command, self.headers.get("Authorization", "")):
                asked = f'Digest realm="{REALM}", nonce="{NONCE}", qop="auth"'
                asked = asked if faulty.wants == "digest" else f'{faulty.wants.title()} realm="{REALM}"'
                echo = self.headers.get("Authorization", "nobody").encode()
                self._send(401, {"WWW-Authenticate": asked, "Content-Type": "text/plain"}, b"not you: " + echo)
            elif faulty.largest is not None and len(body) > faulty.largest:
                self._send(413, {"Content-Type": "text/plain"}, b"too much at once")
            elif faulty.poison and faulty.poison in body:
                self._send(400, {"Content-Type": "text/plain"}, b"line 7: not today")
            elif faulty.answer:
                self._send(*faulty.answer)
            else:
                acts.get(faulty.faults.get(number), Handler._pass)(self, body)

        def _cut(self, _body: bytes = b"") -> None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

        def _half(self, body: bytes) -> None:
            with socket.create_connection(("127.0.0.1", faulty.behind)) as upstream:
                kind = self.headers.get("Content-Type", "")
                head = f"{self.command} {self.path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\n"
                upstream.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[: len(body) // 2])
            self._cut()

        def _lost(self, body: bytes) -> None:
            self._done(body)
            self._cut()

        def _page(self, status: int, body: bytes) -> None:
            self._done(body)
            self._send(status, HTML, PAGE)

        def _late(self, body: bytes) -> None:
            timer = threading.Timer(0.35, self._done, [body])
            timer.start()
            faulty.late.append(timer)
            time.sleep(0.3)
            self._cut()

        def _short(self, body: bytes) -> None:
            status, headers, content = self._done(body)
            self._head(status, {**headers, "Content-Length": str(len(content) + 10)})
            self.wfile.write(content[: len(content) // 2])
            self._cut()

        def _quiet(self, body: bytes) -> None:
            status, headers, content = self._done(body)
            self.close_connection = True
            self._head(status, {**headers, "Connection": "close"})
            self.wfile.write(content[: len(content) // 2])

        def _pass(self, body: bytes) -> None:
            self._send(*self._done(body))

        def _done(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
            """What the store behind says."""
            upstream = http.client.HTTPConnection("127.0.0.1", faulty.behind, timeout=60)
            try:
                kept = {name: self.headers[name] for name in PASSED if name in self.headers}
                upstream.request(self.command, self.path, body, kept)
                answer = upstream.getresponse()
                told = {name: answer.headers[name] for name in PASSED if name in answer.headers}
                return answer.status, told, answer.read()
            finally:
                upstream.close()

        def _send(self, status: int, headers: dict[str, str], content: bytes) -> None:
            if faulty.packs and content:
                headers, content = {**headers, "Content-Encoding": "gzip"}, gzip.compress(content)
            self._head(status, {**headers, "Content-Length": str(len(content))})
            self.wfile.write(content)

        def _head(self, status: int, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

    acts: dict[Fault | None, Callable[[Handler, bytes], None]] = {
        Fault.CUT: Handler._cut,
        Fault.HALF: Handler._half,
        Fault.LOST: Handler._lost,
        Fault.ERROR: lambda handler, _: handler._send(500, {"Content-Type": "text/plain"}, b"out of luck"),
        Fault.BUSY: lambda handler, _: handler._send(503, {"Retry-After": "0"}, b"busy"),
        Fault.GATEWAY: lambda handler, body: handler._page(504, body),
        Fault.PAGE: lambda handler, _: handler._send(200, HTML, PAGE),
        Fault.PAGE_DONE: lambda handler, body: handler._page(200, body),
        Fault.LATE: Handler._late,
        Fault.SHORT: Handler._short,
        Fault.QUIET: Handler._quiet,
    }
    return Handler
