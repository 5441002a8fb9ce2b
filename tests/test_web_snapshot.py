"""A server reads from a snapshot: builds go on beside it, `--reload` follows them, and it leaves nothing behind."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from conftest import Command
from serving import Server

from kg import seal
from kg.errors import StoreError
from kg.namespaces import RDF_TYPE, term
from kg.store import Store
from kg.validate import load_shapes
from kg.verify import verify
from kg.web import snapshot

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ARTICLES = "SELECT (COUNT(*) AS ?n) { ?a a kg:Article }"
NEVER_ENDS = (
    b"GET /sparql?query=SELECT+(COUNT(*)+AS+?n)+{?a+?b+?c.?d+?e+?f.?g+?h+?i} HTTP/1.1\r\nHost: localhost\r\n\r\n"
)
WRITER = """
import sys
from pathlib import Path
import pyoxigraph as ox
from kg.store import Store
store = Store.edit(Path(sys.argv[1]))
kind, article = (ox.NamedNode(iri) for iri in sys.argv[2:])
store.engine.add(ox.Quad(ox.NamedNode("urn:written"), kind, article))
print("writing", flush=True)
sys.stdin.read()
store.close()
"""


@pytest.fixture
def store(sample_store: Path, tmp_path: Path) -> Path:
    """A store of its own for each test."""
    return Path(shutil.copytree(sample_store, tmp_path / "store"))


def writer(store: Path) -> subprocess.Popen[bytes]:
    """A process that has written to a store and not closed it."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(store), RDF_TYPE, term("Article")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    )
    assert process.stdout
    assert process.stdout.readline() == b"writing\n"
    return process


def size(folder: Path) -> int:
    with Store.open(folder) as opened:
        return len(opened.engine)


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)


def test_a_snapshot_is_the_store_and_leaves_it_as_it_was(store: Path, tmp_path: Path) -> None:
    before = snapshot.state_of(store)
    taken = snapshot.take(store, tmp_path / "taken")
    assert before == snapshot.state_of(store) == taken.state
    assert size(store) == size(taken.folder)
    table = next(store.glob("*.sst"))
    assert table.samefile(taken.folder / table.name)
    taken.remove()
    assert before == snapshot.state_of(store)


def test_each_state_of_a_store_has_its_own_id(store: Path, tmp_path: Path) -> None:
    first, again = (snapshot.take(store, tmp_path / name).id for name in ("first", "again"))
    with writer(store) as process:
        process.communicate(b"")
    assert first == again != snapshot.take(store, tmp_path / "later").id


def test_no_snapshot_of_a_store_that_is_written_to(store: Path, tmp_path: Path) -> None:
    with writer(store) as process:
        with pytest.raises(snapshot.InUseError, match="another process is writing"):
            snapshot.take(store, tmp_path / "taken")
        process.kill()
    assert not (tmp_path / "taken").exists()


def test_a_snapshot_between_two_writes_is_what_a_killed_writer_leaves(store: Path, tmp_path: Path) -> None:
    before = size(store)
    with writer(store) as process:
        taken = snapshot.take(store, tmp_path / "taken", while_written=True)
        process.communicate(b"")
    assert size(taken.folder) == before + 1
    with Store.open(taken.folder) as opened:
        assert opened.engine.query("ASK { <urn:written> ?p ?o }")


@pytest.mark.slow
def test_a_server_starts_while_a_build_writes_and_serves_whole_articles(tmp_path: Path, command: Command) -> None:
    texts, built = tmp_path / "texts", tmp_path / "store"
    generated = [sys.executable, "benchmarks/generate.py", str(texts), "--articles", "300"]
    subprocess.run(generated, cwd=Path(__file__).parents[1], check=True)
    first = min(texts.rglob("*.txt"))
    command("build", first, "--store", built)
    with subprocess.Popen([sys.executable, "-m", "kg", "build", texts, "--store", built, "--workers", "1"]) as build:
        seen: list[int] = []

        def whole() -> bool:
            taken = snapshot.take(built, tmp_path / f"taken-{len(seen)}", while_written=True)
            with Store.open(taken.folder) as opened:
                assert not verify(opened, load_shapes()).problems
                seen.append(len(list(opened.articles())))
            taken.remove()
            return len(set(seen)) > 4

        until(lambda: not seal.is_sealed(built))
        until(whole, seconds=120)
        build.terminate()
    assert seen == sorted(seen)


def test_snapshot_of_a_store_whose_writer_was_killed(store: Path, tmp_path: Path) -> None:
    with writer(store) as process:
        process.kill()
    before = size(store)
    taken = snapshot.take(store, tmp_path / "taken")
    assert size(taken.folder) == before
    with Store.open(taken.folder) as opened:
        assert opened.engine.query("ASK { <urn:written> ?p ?o }")


def test_damaged_and_missing_stores_are_refused(store: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is none; build it"):
        snapshot.take(tmp_path, tmp_path / "taken")
    table = next(store.glob("*.sst"))
    table.write_bytes(table.read_bytes()[:-1])
    with pytest.raises(StoreError, match="is not as it was written; see what to do: kg doctor"):
        snapshot.take(store, tmp_path / "taken")
    assert not (tmp_path / "taken").exists()


def write(store: Path) -> None:
    """One more article, written by a process that closes the store as a build does."""
    with writer(store) as process:
        process.communicate(b"")
    assert process.returncode == 0


def test_server_goes_on_while_somebody_writes_and_serves_what_it_had(store: Path) -> None:
    with Server(store) as server:
        before = server.rows(ARTICLES)
        with writer(store) as process:
            assert server.rows(ARTICLES) == before
            process.communicate(b"")
        assert server.rows(ARTICLES) == before
    with Server(store) as server:
        assert server.rows(ARTICLES) != before


def test_reload_follows_the_store_without_a_lost_request(store: Path) -> None:
    answers: set[tuple[int, str]] = set()
    stop = threading.Event()
    with Server(store, "--reload", log="INFO") as server:
        before = server.rows(ARTICLES)[0]["n"]
        after = str(int(before) + 1)
        tag = server.client.get("/store?default").headers["etag"]
        workers = server.workers()

        def ask() -> None:
            with httpx.Client(base_url=server.url, timeout=20, trust_env=False) as client:
                while not stop.is_set():
                    response = client.get("/sparql", params={"query": ARTICLES, "format": "csv"})
                    answers.add((response.status_code, response.text))

        asking = [threading.Thread(target=ask) for _ in range(4)]
        for thread in asking:
            thread.start()
        try:
            write(store)
            until(lambda: server.rows(ARTICLES)[0]["n"] == after)
            until(lambda: not server.workers() & workers)
        finally:
            stop.set()
            for thread in asking:
                thread.join()
        assert answers == {(200, f"n\r\n{before}\r\n"), (200, f"n\r\n{after}\r\n")}
        assert server.client.get("/store?default").headers["etag"] != tag
        until(lambda: [path.name for path in store.parent.glob(".store.serve-*/*[!s]") if path.is_dir()] == ["1"])
    assert "snapshot taken" in server.said


@pytest.mark.slow
def test_reload_follows_builds_and_retractions(store: Path, tmp_path: Path, command: Command) -> None:
    article = tmp_path / "new.txt"
    article.write_text("Oslo won the Green Prize in 2019.\n\nMayor Ann Lie spoke in Oslo, Norway.\n", encoding="utf-8")
    with Server(store, "--reload") as server:
        before = server.rows(COUNT)
        command("build", article, "--store", store)
        until(lambda: server.rows(COUNT) != before)
        command("retract", article, "--store", store)
        until(lambda: server.rows(COUNT) == before)


def test_reload_waits_for_the_end_of_a_build_and_outlives_a_damaged_store(store: Path) -> None:
    with Server(store, "--reload") as server:
        before = server.rows(COUNT)
        with writer(store) as process:
            time.sleep(3)
            assert server.rows(COUNT) == before
            process.kill()
        until(lambda: server.query("ASK { GRAPH ?g {} }").status_code == 200)
        shutil.rmtree(store)
        time.sleep(2.5)
        assert server.rows("SELECT (COUNT(*) AS ?n) { ?s a kg:City }")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_it_cleanly(store: Path, number: int, code: int) -> None:
    with Server(store) as server:
        folder = next(store.parent.glob(".store.serve-*"))
        workers = server.workers()
        assert server.stop(number) == code
        assert "Traceback" not in server.said
    assert not folder.exists()
    until(lambda: not any(Path(f"/proc/{number}").exists() for number in workers), 5)


def test_a_second_signal_does_not_wait(store: Path) -> None:
    with Server(store) as server, server.connect() as connection:
        connection.sendall(NEVER_ENDS)
        time.sleep(0.5)
        began = time.monotonic()
        server.process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert server.stop(signal.SIGINT) == 130
        assert time.monotonic() - began < 4


def test_a_server_that_is_killed_leaves_no_process_and_the_next_one_cleans_up(store: Path) -> None:
    with Server(store) as server:
        workers = server.workers()
        with server.connect() as connection:
            connection.sendall(NEVER_ENDS)
            time.sleep(0.3)
            server.process.kill()
        server.process.wait()
        until(lambda: not any(Path(f"/proc/{number}").exists() for number in workers), 2)
    left = next(store.parent.glob(".store.serve-*"))
    with Server(store):
        assert not left.exists()


def test_a_server_starts_while_somebody_writes(store: Path) -> None:
    with writer(store) as process, Server(store, "--reload") as server:
        assert server.rows("SELECT ?p { <urn:written> ?p ?o }")
        process.communicate(b"")


def test_licence_of_the_graph_is_told(store: Path) -> None:
    with Server(store, "--licence", "https://creativecommons.org/licenses/by/4.0/") as server:
        assert "creativecommons.org/licenses/by/4.0" in server.client.get("/licence").text
        assert "creativecommons.org/licenses/by/4.0" in server.client.get("/.well-known/void").text
    code, said = refused(store, "--port", "0", "--licence", "mine")
    assert (code, "give the IRI of one" in said) == (2, True)


def test_two_servers_stand_side_by_side(store: Path) -> None:
    with Server(store) as one, Server(store) as other:
        assert one.rows(COUNT) == other.rows(COUNT)
        assert len(list(store.parent.glob(".store.serve-*"))) == 2


def refused(store: Path, *options: str) -> tuple[int, str]:
    """Exit code and message of a server that does not start."""
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return done.returncode, done.stderr


def test_what_cannot_be_served_is_told_with_an_exit_code(store: Path, tmp_path: Path) -> None:
    code, said = refused(tmp_path / "none", "--port", "0")
    assert (code, "there is none; build it" in said) == (3, True)
    with socket.create_server(("127.0.0.1", 0)) as other:
        code, said = refused(store, "--port", str(other.getsockname()[1]))
    assert (code, "choose another --host or --port" in said) == (2, True)
    code, said = refused(store, "--port", "0", "--host", "192.0.2.1")
    assert (code, "192.0.2.1" in said) == (2, True)
    next(store.glob("*.sst")).write_bytes(b"")
    code, said = refused(store, "--port", "0")
    assert (code, "kg doctor" in said) == (3, True)


def test_a_store_that_may_not_be_written_is_served(store: Path) -> None:
    for path in (store.parent, store, *store.iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with Server(store) as server:
            assert server.rows(COUNT)
    finally:
        for path in (store.parent, store, *store.iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_on_all_addresses_it_warns(store: Path) -> None:
    with Server(store, "--host", "0.0.0.0", "--allowed-host", "kg.example") as server:
        assert server.client.get("/healthz", headers={"Host": "kg.example"}).status_code == 200
        assert server.client.get("/healthz", headers={"Host": "other.example"}).status_code == 400
        server.stop()
    assert "no passwords" in server.said
