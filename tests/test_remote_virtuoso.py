"""Push, compare and pull with a real Virtuoso server: another engine, which signs in by digest, in its own way."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from faulty import Fault, Faulty
from remote_stores import AFTER, BEFORE, NAMES, a_store

from kg import export
from kg.errors import RemoteError
from kg.remote.compare import compare
from kg.remote.pull import pull
from kg.remote.push import push
from kg.remote.settings import Remote, remote
from kg.store import Store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("virtuoso-t"), reason="no Virtuoso: apt-get install virtuoso-opensource-7-bin"),
]

SETTINGS = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    folder, port = tmp_path_factory.mktemp("virtuoso"), free_port()
    (folder / "virtuoso.ini").write_text(SETTINGS.format(free_port(), port))
    with (folder / "out").open("wb") as said:
        process = subprocess.Popen(["virtuoso-t", "-f", "-c", "virtuoso.ini"], cwd=folder, stdout=said, stderr=said)
    url = f"http://127.0.0.1:{port}/sparql"
    while True:
        assert process.poll() is None, (folder / "out").read_text()
        with contextlib.suppress(httpx.TransportError):
            httpx.get(url, trust_env=False)
            break
        time.sleep(0.2)
    yield remote(url, {"KG_REMOTE_USER": "dba", "KG_REMOTE_PASSWORD": "dba"})
    process.terminate()
    process.wait()


@pytest.mark.parametrize("batch", [5_000, 100], ids=["in one request", "in parts"])
def test_the_sample_goes_there_and_back(batch: int, sample_store: Path, there: Remote) -> None:
    push(a_store(BEFORE), there, remove_most=True)
    with Store.open(sample_store) as store:
        push(store, there, batch=batch, remove_most=True)
        assert compare(store, there, full=True).equal
        assert push(store, there).requests == 2
        assert export.export(store, "nquads") == export.export(pull(there, store.names).store, "nquads")


@pytest.mark.parametrize("graphs", [True, False], ids=["with the graph store protocol", "without"])
def test_changes_and_odd_characters_arrive(graphs: bool, there: Remote) -> None:
    if not graphs:
        there = dataclasses.replace(there, endpoints=dataclasses.replace(there.endpoints, graphs=None))
    push(a_store(BEFORE), there, batch=4, remove_most=True)
    push(a_store(AFTER), there, batch=4)
    assert compare(a_store(AFTER), there, full=True).equal
    assert pull(there, NAMES).triples == 19


@pytest.mark.parametrize("number", range(4, 17, 2))
@pytest.mark.parametrize("fault", [Fault.HALF, Fault.LOST, Fault.GATEWAY, Fault.PAGE], ids=lambda fault: fault.name)
def test_the_next_run_ends_in_the_same_graph(fault: Fault, number: int, there: Remote) -> None:
    port = httpx.URL(there.endpoints.query).port
    assert port
    with Faulty(port) as faulty:
        before = remote(f"{faulty.url}/sparql", {"KG_REMOTE_USER": "dba", "KG_REMOTE_PASSWORD": "dba"})
        push(a_store(BEFORE), before, batch=4, remove_most=True)
        faulty.reset()
        faulty.faults = {number: fault}
        with contextlib.suppress(RemoteError):
            push(a_store(AFTER), dataclasses.replace(before, tries=1, pause=0.01), batch=4)
    push(a_store(AFTER), there, batch=4)
    assert compare(a_store(AFTER), there, full=True).equal
    assert compare(a_store(AFTER), there).unfinished == 0
