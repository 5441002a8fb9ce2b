"""What clients do that mean harm, or are broken: it costs one query process, or one connection, and no more."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from serving import Server

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
NEVER_ENDS = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} FILTER(?a != ?i) }}"
HONEST = "SELECT (COUNT(*) AS ?n) { ?s a kg:City }"


@pytest.fixture(scope="module")
def strict(sample_store: Path) -> Iterator[Server]:
    """A server whose queries may run for two seconds, in 256 MB."""
    with Server(sample_store, "--timeout", "2", "--memory", "256", "--max-rows", "1000", "--workers", "2") as running:
        yield running


@pytest.fixture(scope="module")
def cities(strict: Server) -> list[dict[str, str]]:
    """The right answer to an honest question."""
    return strict.rows(HONEST)


def nested(opened: str, depth: int, closed: str) -> str:
    return f"SELECT * {{ FILTER({opened * depth}true{closed * depth}) }}"


@pytest.mark.parametrize(
    ("sparql", "status", "reason"),
    [
        (nested("!", 60_000, ""), 503, "too complex for the engine"),
        (f"SELECT * {{ ?s {'/'.join(['kg:city'] * 5_000)} ?o }}", 503, "out of time: 2 s"),
        (
            f"SELECT * {{ ?s a ?t {{ {' UNION '.join(f'{{?s kg:p{i} 1}}' for i in range(2_500))} }} }}",
            503,
            "out of time",
        ),
        ("SELECT * { FILTER(" + " || ".join(["?x=1"] * 8_000) + ") }", 503, "out of time: 2 s"),
        (f"SELECT * {{ {PRODUCT} }} ORDER BY ?a", 503, "more than 256 MB|out of time"),
        (f"SELECT DISTINCT * {{ {PRODUCT} }}", 413, "more than 1,000 rows"),
        (f"CONSTRUCT {{ ?a ?b ?i }} WHERE {{ {PRODUCT} }}", 413, "more than 1,000 triples"),
        (NEVER_ENDS, 503, "out of time: 2 s"),
        ("SELECT * { ?s (kg:city|!kg:city)+ ?o }", 413, "more than 1,000 rows"),
    ],
    ids=["negations", "long path", "unions", "alternatives", "sort", "distinct", "construct", "product", "closure"],
)
def test_a_query_that_is_too_much_costs_itself(
    strict: Server, cities: list[dict[str, str]], sparql: str, status: int, reason: str
) -> None:
    began = time.monotonic()
    response = strict.query(sparql, "*/*")
    assert response.status_code == status, response.text
    assert any(part in response.text for part in reason.split("|"))
    assert time.monotonic() - began < 8
    assert strict.rows(HONEST) == cities


def test_processes_that_die_are_replaced(strict: Server, cities: list[dict[str, str]]) -> None:
    before = strict.workers()
    for number in before:
        os.kill(number, signal.SIGKILL)
    while strict.workers() & before:
        time.sleep(0.01)
    assert all(strict.rows(HONEST) == cities for _ in range(8))
    assert len(strict.workers()) == 4


def test_short_questions_are_answered_while_long_ones_run(strict: Server, cities: list[dict[str, str]]) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(6):
            connection = stack.enter_context(strict.connect())
            body = NEVER_ENDS.encode()
            head = f"Host: 127.0.0.1\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}"
            connection.sendall(f"POST /sparql HTTP/1.1\r\n{head}\r\n\r\n".encode() + body)
        time.sleep(1.5)
        for _ in range(10):
            began = time.monotonic()
            assert strict.rows(HONEST) == cities
            assert time.monotonic() - began < 1.5


def test_a_client_that_leaves_takes_its_query_with_it(strict: Server) -> None:
    before = strict.workers()
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{strict.url}/sparql", params={"query": NEVER_ENDS}, timeout=0.5, trust_env=False)
    end = time.monotonic() + 10
    while strict.workers() == before and time.monotonic() < end:
        time.sleep(0.05)
    assert strict.workers() != before


def test_too_many_that_wait_are_told_so(sample_store: Path) -> None:
    with Server(sample_store, "--timeout", "1", "--workers", "1") as server, contextlib.ExitStack() as stack:
        for _ in range(160):
            connection = stack.enter_context(server.connect())
            connection.sendall(b"GET /sparql?query=SELECT+*+{?s+?p+?o} HTTP/1.1\r\nHost: localhost\r\n\r\n")
        response = server.query(HONEST)
        assert response.status_code in {200, 503}
        if response.status_code == 503:
            assert "busy" in response.text
            assert int(response.headers["retry-after"]) > 0
        time.sleep(2)
        assert server.rows(HONEST)


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
def test_what_is_no_request_is_refused(strict: Server, request_: bytes, answer: bytes) -> None:
    with strict.connect() as connection:
        connection.sendall(request_)
        connection.settimeout(5)
        received = receive(connection)
        assert received.startswith(b"HTTP/1.1 " + answer)
        assert b"nosniff" in received
        assert received.count(b"HTTP/1.1 ") == 1


def test_a_body_that_is_too_large_is_refused(strict: Server) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    for size in (1 << 20) + 1, 5 << 20:
        response = strict.client.post("/sparql", content=b" " * size, headers=headers)
        assert response.status_code == 413
        assert "more than 1 MB" in response.text
    with strict.connect() as connection, contextlib.suppress(BrokenPipeError, ConnectionResetError):
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000000\r\n\r\n")
        for _ in range(4_000):
            connection.sendall(b" " * 65_536)
        pytest.fail("a terabyte was read")


def test_a_request_that_never_comes_is_ended(strict: Server) -> None:
    with contextlib.ExitStack() as stack:
        beginnings = {
            b"": b"HTTP/1.1 408",
            b"GET /sparql HT": b"HTTP/1.1 408",
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nASK": b"HTTP/1.1 408",
        }
        waiting = {stack.enter_context(strict.connect()): pair for pair in beginnings.items()}
        began = time.monotonic()
        for connection, (beginning, _) in waiting.items():
            connection.sendall(beginning)
        for connection, (_, answer) in waiting.items():
            connection.settimeout(15)
            assert receive(connection).startswith(answer)
        assert 8 < time.monotonic() - began < 15


def test_a_request_in_drops_is_ended_too(strict: Server) -> None:
    with strict.connect() as connection:
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


LISTENER = """
import socket, sys
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
server.accept()
print("reached", flush=True)
"""


def without_network() -> bool:
    """True where this process may start others that have no network."""
    unshare = shutil.which("unshare")
    return (
        bool(unshare) and subprocess.run([str(unshare), "-n", "true"], check=False, capture_output=True).returncode == 0
    )


@pytest.mark.skipif(not without_network(), reason="only root may take the network away (unshare -n)")
def test_it_answers_without_a_network(sample_store: Path) -> None:
    """In a network namespace that has a loopback and no route; the client runs inside as well."""
    script = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
import subprocess; subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
from pathlib import Path
from serving import Server
with Server(Path({str(sample_store)!r})) as server:
    print(server.rows({HONEST!r}), server.client.get("/.well-known/void").status_code)
    response = server.query("SELECT * {{ SERVICE <http://192.0.2.1/> {{ ?s ?p ?o }} }}")
    print(response.status_code, round(response.elapsed.total_seconds()))
"""
    if not shutil.which("ip"):
        pytest.skip("ip (iproute2) is not installed")
    run = ["unshare", "-n", sys.executable, "-c", script]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].endswith("200")
    assert done.stdout.splitlines()[1] == "403 0"


def test_a_query_process_cannot_reach_out_even_if_its_query_could(server: Server) -> None:
    """The second defence: a query process stands in a network of its own, with nothing in it."""
    own = Path("/proc/self/ns/net").readlink()
    networks = {Path(f"/proc/{number}/ns/net").readlink() for number in server.workers()}
    if networks == {own}:
        pytest.skip("the system does not let a process give up its network")
    assert own not in networks


def test_a_service_asks_nobody(strict: Server) -> None:
    with subprocess.Popen([sys.executable, "-c", LISTENER], stdout=subprocess.PIPE, text=True) as listener:
        assert listener.stdout
        port = int(listener.stdout.readline())
        address = f"<http://127.0.0.1:{port}/>"
        for sparql in (
            f"SELECT * {{ SERVICE {address} {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICE SILENT {address} {{ ?s ?p ?o }} }}",
            f"SELECT * {{ ?q ?w 1SERVICE{address}{{ ?s ?p ?o }} }}",
            f"SELECT * FROM {address} {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED {address} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            f"LOAD {address}",
        ):
            strict.query(sparql)
        strict.client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": address[1:-1]})
        assert listener.poll() is None
        listener.kill()
        assert "reached" not in listener.stdout.read()
