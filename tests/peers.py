"""Other people's tools that read what we write: where they are, how they are started, and what they saw.

Each says why it cannot run where it is not installed: the tests skip then. `.ci/run` installs what Debian has.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
import pytest


def tool(name: str, package: str) -> str:
    """The path of a program. Skips the test where it is not installed."""
    found = shutil.which(name) or shutil.which(name, path=sysconfig.get_path("scripts"))
    if not found:
        pytest.skip(f"{name} is not installed: {package}")
    return found


def run(*command: str | Path) -> str:
    """What a program printed. Fails with its complaint where it did not end well."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


class Process:
    """A server as a process of its own, asked over HTTP; it is stopped at the end."""

    def __init__(self, command: list[str], port: int, folder: Path) -> None:
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False)
        deadline = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None, (folder / "log").read_text(errors="replace")[-2000:]
            assert time.monotonic() < deadline, (folder / "log").read_text(errors="replace")[-2000:]
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return self.client.get("/").status_code < 500
        except httpx.TransportError:
            return False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def oxigraph(folder: Path) -> Process:
    """An Oxigraph server over a store of its own."""
    program, port = tool("oxigraph", "pip install oxigraph"), free_port()
    return Process([program, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"], port, folder)


def virtuoso(folder: Path) -> tuple[Process, int]:
    """A Virtuoso server, and the port of its SQL side; it may load files from ``folder``."""
    program, http, sql = tool("virtuoso-t", "apt-get install virtuoso-opensource-7-bin"), free_port(), free_port()
    (folder / "virtuoso.ini").write_text(f"""
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = 20000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 100000
""")
    return Process([program, "-f", "-c", str(folder / "virtuoso.ini")], http, folder), sql
