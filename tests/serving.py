"""A server as a process of its own: ``python -m kg serve`` on a free port, and ways to ask it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
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
        self._last_words = ""
        handle, name = tempfile.mkstemp()  # a pipe that nobody empties would stop a server that logs
        self._errors = Path(name)
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0", *options],
            stderr=handle,
            cwd=ROOT,
            env={**os.environ, "NO_COLOR": "1", "TERM": "dumb", "KG_LOG": log},
        )
        os.close(handle)
        while not (ready := READY.search(self.said)):
            assert self.process.poll() is None, f"the server did not start: {self.said}"
            time.sleep(0.02)
        self.port = int(ready[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.client = httpx.Client(base_url=self.url, timeout=40, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def said(self) -> str:
        """All that the server has written to standard error."""
        return self._errors.read_text(encoding="utf-8") if self._errors.exists() else self._last_words

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Stop the server; its exit code."""
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(timeout=30)
        self._last_words = self.said
        self._errors.unlink(missing_ok=True)
        return code

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
