"""Clients that are slow, too many, or speak no HTTP: each is cut off with a reason, and the others are answered."""

from __future__ import annotations

import contextlib
import resource
import shutil
import socket
import time
from pathlib import Path

import pytest
from serving import Server

HONEST = "SELECT (COUNT(*) AS ?n) { ?s a kg:City }"


def receive(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    with contextlib.suppress(ConnectionResetError):
        return b"".join(iter(lambda: connection.recv(65_536), b""))
    return b""


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (b"GARBAGE\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 10, b"400"),
        (b"GET /sparql HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", b"400"),
        (b"GET /sparql?query=" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"431"),
        (b"GET /sparql HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 20_000 + b"\r\n", b"431"),
        (b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 400_000, b"431"),
        (
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
            b"400",
        ),
    ],
    ids=["garbage", "tls", "no host", "two hosts", "long address", "many headers", "endless header", "bad chunk"],
)
def test_what_is_no_request_is_refused(server: Server, request_: bytes, answer: bytes) -> None:
    with server.connect() as connection:
        connection.sendall(request_)
        connection.settimeout(5)
        received = receive(connection)
        assert received.startswith(b"HTTP/1.1 " + answer)
        assert b"nosniff" in received
        assert received.count(b"HTTP/1.1 ") == 1


def test_a_body_that_is_too_large_is_refused(server: Server) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    for size in (1 << 20) + 1, 5 << 20:
        response = server.client.post("/sparql", content=b" " * size, headers=headers)
        assert response.status_code == 413
        assert "more than 1 MB" in response.text
    with server.connect() as connection, contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000000\r\n\r\n")
        for _ in range(4_000):
            connection.sendall(b" " * 65_536)
        pytest.fail("a terabyte was read")


@pytest.mark.slow
def test_a_request_that_never_comes_is_ended(server: Server) -> None:
    with contextlib.ExitStack() as stack:
        beginnings = {
            b"": b"HTTP/1.1 408",
            b"GET /sparql HT": b"HTTP/1.1 408",
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nASK": b"HTTP/1.1 408",
        }
        waiting = {stack.enter_context(server.connect()): pair for pair in beginnings.items()}
        began = time.monotonic()
        for connection, (beginning, _) in waiting.items():
            connection.sendall(beginning)
        for connection, (_, answer) in waiting.items():
            connection.settimeout(15)
            assert receive(connection).startswith(answer)
        assert 8 < time.monotonic() - began < 15


@pytest.mark.slow
def test_a_request_in_drops_is_ended_too(server: Server) -> None:
    with server.connect() as connection:
        began = time.monotonic()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for drop in b"GET /sparql?query=ASK+{} HTTP/1.1\r\n" + b"X: y\r\n" * 20:
                connection.sendall(bytes([drop]))
                time.sleep(0.2)
        assert 8 < time.monotonic() - began < 15


def open_files(server: Server) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


@pytest.mark.slow
def test_a_client_that_takes_nothing_is_cut_off(server: Server) -> None:
    everything = b"GET /store?default HTTP/1.1\r\nHost: localhost\r\n\r\n"
    before = open_files(server)
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            connection.connect(("127.0.0.1", server.port))
            stack.enter_context(connection)
            connection.sendall(everything * 20)
        time.sleep(2)
        assert open_files(server) >= before + 20
        assert server.query(HONEST).elapsed.total_seconds() < 1
        time.sleep(40)
        assert open_files(server) <= before + 2


@pytest.mark.slow
def test_ten_thousand_idle_connections_leave_room_for_one_more(sample_store: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 11_000:
        pytest.skip(f"the system allows {hard} open files, 11,000 are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        with Server(sample_store) as server, contextlib.ExitStack() as stack:
            for _ in range(10_000):
                stack.enter_context(server.connect())
            response = server.query(HONEST)
            assert response.status_code == 200
            assert response.elapsed.total_seconds() < 2
            time.sleep(15)
            assert open_files(server) < 200
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_more_connections_than_files_are_turned_away(sample_store: Path) -> None:
    few = ("prlimit", "--nofile=512:512") if shutil.which("prlimit") else None
    if few is None:
        pytest.skip("prlimit is not installed")
    with Server(sample_store, "--workers", "2", before=few) as server, contextlib.ExitStack() as stack:
        connections = [stack.enter_context(server.connect()) for _ in range(600)]
        connections[-1].settimeout(5)
        assert b"too many connections" in receive(connections[-1])
        for connection in connections:
            connection.close()
        assert server.rows(HONEST)
