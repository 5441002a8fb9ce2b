"""A SPARQL endpoint as a process of its own, over a Turtle file, that misbehaves as it is told.

``python sparql_server.py DATA LOG FAULT…``: the first requests meet the faults, one each (``429:2`` Too Many Requests
with Retry-After in seconds, ``429:date``, ``503``, ``504``, ``500timeout``, ``cut``, ``html``, ``hang``, ``reset``,
``404``, ``302``, ``big``, ``ok``), all later ones are answered. Each request leaves a line of JSON in LOG.
"""

from __future__ import annotations

import email.utils
import json
import socket
import struct
import subprocess
import sys
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

JSON = "application/sparql-results+json"


class Handler(BaseHTTPRequestHandler):
    engine: ox.Store
    log: Path
    faults: list[str]
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Nothing on standard error."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = urllib.parse.parse_qs(body)["query"][0]
        fault = self.faults.pop(0) if self.faults else "ok"
        told = {"agent": self.headers["User-Agent"], "time": time.monotonic(), "query": query, "fault": fault}
        with self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")
        match fault.partition(":"):
            case ("429", _, "date"):
                self.answer(429, b"slow down", retry=email.utils.formatdate(time.time() + 1.5, usegmt=True))
            case ("429" | "503" as status, _, seconds):
                self.answer(int(status), b"later", retry=seconds)
            case ("504" | "404" as status, _, _):
                self.answer(int(status), b"no")
            case ("302", _, _):
                self.answer(302, b"", location="/elsewhere")
            case ("500timeout", _, _):
                self.answer(500, b"SPARQL-QUERY: java.util.concurrent.TimeoutException")
            case ("html", _, _):
                self.answer(200, b"<!DOCTYPE html><title>Welcome to the airport</title>", kind="text/html")
            case ("cut", _, _):
                whole = self.result(query)
                self.answer(200, whole[: len(whole) // 2], length=len(whole))
                self.close_connection = True
            case ("cutclean", _, _):  # the length fits, the document does not end
                self.answer(200, self.result(query)[:-20])
            case ("late", _, _):  # Blazegraph's way to run out of time after it has begun
                self.answer(200, self.result(query)[:-5] + b"\njava.util.concurrent.TimeoutException")
            case ("reset", _, _):
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
            case ("hang", _, _):
                time.sleep(5)
                self.close_connection = True
            case ("big", _, _):
                self.answer(200, b" " * 3_000_000)
            case _:
                self.answer(200, self.result(query))

    def result(self, query: str) -> bytes:
        solutions = self.engine.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        return solutions.serialize(format=ox.QueryResultsFormat.JSON) or b""

    def answer(
        self, status: int, body: bytes, *, kind: str = JSON, retry: str = "", location: str = "", length: int = -1
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length < 0 else length))
        for name, value in (("Retry-After", retry), ("Location", location)):
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Endpoint:
    """The server as a process; ``requests`` are what reached it."""

    def __init__(self, data: str, folder: Path, *faults: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        file, self.log = folder / "data.ttl", folder / "log.jsonl"
        file.write_text(data, encoding="utf-8")
        self.log.write_text("", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(file), str(self.log), *faults], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}/sparql"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()

    @property
    def requests(self) -> list[dict[str, str | float]]:
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]


def main(data: str, log: str, *faults: str) -> None:
    Handler.engine = ox.Store()
    Handler.engine.bulk_load(path=data)
    Handler.log, Handler.faults = Path(log), list(faults)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)  # noqa: T201 - the port, for whoever started it
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
