"""A server as a process of its own: ``python -m kg serve`` on a free port, and ways to ask it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

ROOT = Path(__file__).parents[1]
READY = re.compile(r"serving .* at http://(?:127\.0\.0\.1|localhost|0\.0\.0\.0):(\d+)/sparql")


class Server:
    """A server over a store; ``before`` is what its command line begins with, such as ``unshare -n``."""

    def __init__(self, store: Path, *options: str, before: Sequence[str] = (), log: str = "CRITICAL") -> None:
        self.store = store
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *options],
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "NO_COLOR": "1", "TERM": "dumb", "KG_LOG": log},
        )
        assert self.process.stderr
        self.said = ""
        while not (ready := READY.search(self.said)):
            line = self.process.stderr.readline().decode()
            assert line, f"the server did not start: {self.said}"
            self.said += line
        self.port = int(ready[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.client = httpx.Client(base_url=self.url, timeout=40, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Stop the server; its exit code. All that it said stands in ``said``."""
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        assert self.process.stderr
        if not self.process.stderr.closed:
            _, said = self.process.communicate(timeout=30)
            self.said += said.decode()
        return self.process.returncode

    def query(self, sparql: str, accept: str = "application/sparql-results+json") -> httpx.Response:
        """The answer to a query that is sent as the body."""
        headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
        return self.client.post("/sparql", content=sparql.encode(), headers=headers)

    def rows(self, sparql: str) -> list[dict[str, str]]:
        """The rows of an answer as plain values."""
        response = self.query(sparql)
        assert response.status_code == 200, response.text
        return [{name: term["value"] for name, term in row.items()} for row in response.json()["results"]["bindings"]]

    def connect(self) -> socket.socket:
        """A bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=40)

    def workers(self) -> set[int]:
        """The query processes that run now."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(number) for number in path.read_text(encoding="ascii").split()}
