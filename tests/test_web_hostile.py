"""Queries that are too much cost one query process and no more; none reaches out."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from serving import Server

from kg.namespaces import BASE
from kg.web import worker
from kg.web.jobs import Job, Setting
from kg.web.negotiation import ROWS

pytestmark = pytest.mark.alone  # six queries that never end are load enough

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
NEVER_ENDS = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} FILTER(?a != ?i) }}"
HONEST = "SELECT (COUNT(*) AS ?n) { ?s a kg:City }"


@pytest.fixture(scope="module")
def strict(sample_store: Path) -> Iterator[Server]:
    """A server whose queries may run for two seconds, in 256 MB."""
    with Server(sample_store, "--timeout", "2", "--memory", "256", "--max-rows", "1000", "--workers", "2") as running:
        yield running


@pytest.fixture
def copied_store(sample_store: Path, tmp_path: Path) -> Path:
    """A store of one's own, so that nobody else's server stands beside it."""
    return Path(shutil.copytree(sample_store, tmp_path / "store"))


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
    end = time.monotonic() + 10
    while len(strict.workers()) < 4:
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("apart", [0, 0.2])
def test_a_job_whose_process_died_before_it_began_is_given_to_another(
    strict: Server, cities: list[dict[str, str]], apart: float
) -> None:
    before = strict.workers()
    for number in before:
        os.kill(number, signal.SIGSTOP)
    with ThreadPoolExecutor() as threads:
        asked = threads.submit(strict.rows, HONEST)
        time.sleep(0.5)
        for number in before:
            os.kill(number, signal.SIGKILL)
            time.sleep(apart)
        assert asked.result() == cities


def room(server: Server) -> Path:
    """The folder that a server keeps beside its store."""
    (found,) = server.store.parent.glob(f".{server.store.name}.serve-*")
    return found


def test_an_answer_that_cannot_be_written_is_told_so(copied_store: Path) -> None:
    with Server(copied_store) as server:
        before = server.workers()
        answers = room(server) / "answers"
        answers.rmdir()
        response = server.query(HONEST)
        assert response.status_code == 503
        assert "cannot write the answer: No such file or directory" in response.text
        assert server.workers() == before
        answers.mkdir()
        assert server.rows(HONEST)


@pytest.mark.skipif(not (Path("/dev/full").exists()), reason="no /dev/full here")
def test_a_full_disk_is_told_so(sample_store: Path) -> None:
    job = Job(sparql="SELECT * { ?s ?p ?o }", row_form=ROWS[0], seconds=9, most_rows=100_000, most_bytes=1 << 30)
    with contextlib.suppress(OSError), Path("/dev/full").open("wb") as file:
        setting = Setting(folder=str(sample_store), prefixes={}, things=BASE, memory=1 << 30)
        reply = worker.answer(ox.Store.read_only(str(sample_store)), job, setting, file)
        assert (reply.status, reply.reason) == (
            503, "cannot write the answer: No space left on device; ask for less, or try again later",
        )  # fmt: skip


def test_a_snapshot_that_is_gone_is_told_so_and_no_one_waits_for_ever(copied_store: Path) -> None:
    with Server(copied_store, "--timeout", "1") as server:
        shutil.rmtree(room(server) / "first")
        before = server.workers()
        for number in before:
            os.kill(number, signal.SIGKILL)
        while server.workers() & before:
            time.sleep(0.01)
        response = server.query(HONEST)
        assert response.status_code == 503
        assert "no query process could be started" in response.text
        assert server.client.get("/articles").status_code == 200


def test_short_questions_are_answered_while_long_ones_run(sample_store: Path, cities: list[dict[str, str]]) -> None:
    allowed = 15
    with (
        Server(sample_store, "--timeout", str(allowed), "--workers", "2") as server,
        contextlib.ExitStack() as stack,
    ):
        begun = time.monotonic()
        for _ in range(6):
            connection = stack.enter_context(server.connect())
            body = NEVER_ENDS.encode()
            head = f"Host: 127.0.0.1\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}"
            connection.sendall(f"POST /sparql HTTP/1.1\r\n{head}\r\n\r\n".encode() + body)
        time.sleep(4)  # two run long now, the others were refused a second after they began
        waits = []
        for _ in range(10):
            asked = time.monotonic()
            assert server.rows(HONEST) == cities
            waits.append(time.monotonic() - asked)
        assert max(waits) < allowed - 4 - 2  # none waited for a long one to end
        assert time.monotonic() - begun < allowed, waits  # the long ones ran all the while


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
