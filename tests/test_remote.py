"""Push, pull and compare with a real Oxigraph server, as users run them; what others may see; what servers refuse."""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT, Command
from faulty import Faulty, Oxigraph, binary
from remote_stores import AFTER, FOREIGN, NAMES, a_store, recorded
from serving import Server

from kg import export
from kg.errors import InputError, RemoteError, StoreError
from kg.remote import graphs
from kg.remote.compare import State, compare
from kg.remote.endpoints import Kind
from kg.remote.pull import pull
from kg.remote.push import push
from kg.remote.settings import Given, Remote, remote
from kg.store import Store

pytestmark = pytest.mark.skipif(binary() is None, reason="no Oxigraph server: pip install oxigraph")

PASSWORD, TOKEN = "s3cr3t-w0rd", "t0k3n-abc"
SIGNED = {"KG_REMOTE_USER": "ann", "KG_REMOTE_PASSWORD": PASSWORD}


@pytest.fixture
def there(faulty: Faulty, oxigraph: Oxigraph) -> Remote:
    """The remote store behind the faulty server, which holds nothing but what others put there."""
    faulty.reset()
    oxigraph.load(FOREIGN)
    return dataclasses.replace(remote(faulty.url, {}), pause=0.01, tries=3)


@pytest.fixture
def stored(sample_store: Path) -> Iterator[Store]:
    with Store.open(sample_store) as store:
        yield store


# -- the commands ---------------------------------------------------------------------------------


def test_the_commands_bring_the_sample_there_and_back(
    command: Command, sample_store: Path, oxigraph: Oxigraph, tmp_path: Path
) -> None:
    oxigraph.load(FOREIGN)
    here = ("--store", sample_store)
    assert "15 graphs to send" in command("push", oxigraph.url, "--dry-run", *here).stderr
    assert oxigraph.holds() == FOREIGN
    assert "15 only here" in command("compare", oxigraph.url, *here, code=1).stdout.decode()
    assert "15 graphs sent (4," in command("push", oxigraph.url, *here).stderr
    with Store.open(sample_store) as store:
        assert recorded(store) == oxigraph.holds()
    again = json.loads(command("push", oxigraph.url, "--json", *here).stdout)
    assert (again["sent"], again["removed"], again["unchanged"], again["requests"]) == ([], [], 15, 2)
    assert command("compare", oxigraph.url, *here).stdout == b"15 graphs are the same\n"
    for ending in ("nq", "trig"):
        command("pull", oxigraph.url, "-o", tmp_path / f"there.{ending}")
        command("export", "-o", tmp_path / f"here.{ending}", *here)
        assert (tmp_path / f"here.{ending}").read_bytes() == (tmp_path / f"there.{ending}").read_bytes()


def test_a_graph_that_others_changed_is_found_shown_and_mended(
    command: Command, sample_store: Path, oxigraph: Oxigraph, tmp_path: Path
) -> None:
    oxigraph.load(FOREIGN)
    here = ("--store", sample_store)
    command("push", oxigraph.url, *here)
    length = "<https://w3id.org/citykg/ontology#length>"
    oxigraph.update(
        f"DELETE {{ GRAPH ?g {{ ?s {length} ?o }} }} INSERT {{ GRAPH ?g {{ ?s {length} 7 }} }} "
        f"WHERE {{ {{ SELECT * {{ GRAPH ?g {{ ?s {length} ?o }} }} ORDER BY ?g LIMIT 1 }} }}"
    )
    assert command("compare", oxigraph.url, *here).code == 0  # manifest and counts agree: not looked at
    (found,) = json.loads(command("compare", oxigraph.url, "--full", "--json", *here, code=1).stdout)["differences"]
    assert (found["state"], len(found["only_here"]), len(found["only_there"])) == ("differs", 1, 1)
    assert found["source"].startswith("examples/articles/")
    assert "only there: " in command("compare", oxigraph.url, "--full", *here, code=1).stdout.decode()
    done = command("pull", oxigraph.url, "-o", tmp_path / "x.nq", code=1)
    assert "is not what was pushed" in done.stderr
    assert "Evidence-in-article" in done.stderr
    assert not (tmp_path / "x.nq").exists()
    assert "0 graphs sent" in command("push", oxigraph.url, *here).stderr
    assert "1 graphs sent" in command("push", oxigraph.url, "--full", *here).stderr
    with Store.open(sample_store) as store:
        assert recorded(store) == oxigraph.holds()


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["push", "http://127.0.0.1:9/"], 3, "see whether the server runs there"),
        (["push", "nowhere"], 2, "give a URL, or name it in"),
        (["push", "http://ann:s3cr3t-w0rd@127.0.0.1/"], 2, "KG_REMOTE_PASSWORD"),
        (["push", "http://127.0.0.1:9/", "--kind", "citykg"], 2, "reads only"),
        (["pull", "http://127.0.0.1:9/", "-o", "graph.ttl"], 2, "end in one of .nq .trig"),
    ],
)
def test_wrong_use_says_what_to_do(
    command: Command, args: list[str], code: int, says: str, sample_store: Path, tmp_path: Path
) -> None:
    more = ["--store", str(sample_store)] if args[0] == "push" else []
    done = command(*args, *more, cwd=tmp_path, code=code)
    assert says in done.stderr
    assert PASSWORD not in done.stderr


def test_a_push_that_is_killed_is_ended_by_the_next(
    sample_store: Path, there: Remote, faulty: Faulty, oxigraph: Oxigraph
) -> None:
    faulty.delay = 0.2
    killed = subprocess.Popen(
        [sys.executable, "-m", "kg", "push", faulty.url, "--batch", "400", "--store", str(sample_store)],
        cwd=ROOT, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    while len(faulty.seen) < 7:  # the second batch is in staging graphs, and is being counted
        assert killed.poll() is None
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    faulty.delay = 0
    with Store.open(sample_store) as store:
        assert not compare(store, there).equal
        assert pull(there, store.names).unfinished
        push(store, there)
        assert recorded(store) == oxigraph.holds()


# -- what is compared and kept ----------------------------------------------------------------------


def test_compare_tells_each_way_in_which_graphs_differ(there: Remote) -> None:
    push(a_store({"gone": range(2), "same": range(2), "changed": range(2)}), there)
    found = compare(a_store({"came": range(3), "same": range(2), "changed": range(1, 4)}), there)
    told = {one.graph.rsplit("/", 1)[1]: (one.state, one.here, one.there) for one in found.differences}
    assert told == {"came": (State.HERE, 3, 0), "gone": (State.THERE, 0, 2), "changed": (State.CHANGED, 3, 2)}
    assert found.same == 1


def test_the_merge_is_a_graph_of_its_own_where_it_is_wanted(stored: Store, there: Remote, oxigraph: Oxigraph) -> None:
    push(stored, there, merged=True)
    merged = {q.triple for q in oxigraph.holds() if str(q.graph_name) == f"<{stored.names.graph('merged')}>"}
    assert set(stored.merged()) == merged
    assert compare(stored, there, merged=True, full=True).equal
    assert export.export(stored, "nquads") == export.export(pull(there, stored.names).store, "nquads")


def test_most_graphs_go_only_where_that_is_meant(there: Remote, oxigraph: Oxigraph) -> None:
    push(a_store({"one": range(2), "two": range(2), "three": range(2)}), there)
    with pytest.raises(InputError, match="remove-most"):
        push(a_store({"four": range(1)}), there)
    push(a_store({"four": range(1)}), there, remove_most=True)
    assert recorded(a_store({"four": range(1)})) == oxigraph.holds()


def test_a_larger_store_does_not_hide_that_all_graphs_there_would_go(there: Remote, oxigraph: Oxigraph) -> None:
    push(a_store({"one": range(2), "two": range(2)}), there)
    before = oxigraph.holds()
    with pytest.raises(InputError, match="2 graphs there are not in this store"):
        push(a_store({name: range(1) for name in ("three", "four", "five", "six", "seven")}), there)
    assert before == oxigraph.holds()


def test_a_manifest_that_names_graphs_of_others_does_no_harm(there: Remote, oxigraph: Oxigraph) -> None:
    push(a_store(AFTER), there)
    lines = f"<urn:others> <{graphs.TRIPLES}> 1 . <{NAMES.graph('staging-x')}> <{graphs.REPLACES}> <urn:others>"
    oxigraph.update(f"INSERT DATA {{ GRAPH <{NAMES.graph(graphs.MANIFEST)}> {{ {lines} }} }}")
    push(a_store(AFTER), there)
    assert oxigraph.holds() >= FOREIGN


def test_blank_nodes_are_refused(there: Remote) -> None:
    store = a_store(AFTER)
    store.engine.add(ox.Quad(ox.BlankNode(), ox.NamedNode("urn:p"), ox.Literal("x"), ox.NamedNode(NAMES.graph("new"))))
    with pytest.raises(StoreError, match="blank nodes"):
        push(store, there)


def test_a_store_without_the_graph_store_protocol_will_do(there: Remote, faulty: Faulty, oxigraph: Oxigraph) -> None:
    plain = dataclasses.replace(there, endpoints=dataclasses.replace(there.endpoints, graphs=None))
    push(a_store(AFTER), plain, batch=4)
    assert recorded(a_store(AFTER)) == oxigraph.holds()
    assert compare(a_store(AFTER), plain, full=True).equal
    assert pull(plain, NAMES).triples == 19
    assert not [line for line, _, _ in faulty.seen if "/store" in line]


def test_what_kg_serve_serves_is_compared_without_a_manifest(server: Server, stored: Store) -> None:
    served = remote(server.url, {}, Given(kind=Kind.CITYKG))
    assert compare(stored, served).equal
    with pytest.raises(InputError, match="reads only"):
        push(stored, served)


# -- signing in, and what nobody else may see ---------------------------------------------------------


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("wants", ["basic", "digest", "bearer"])
def test_it_signs_in_as_the_server_wants(wants: str, faulty: Faulty, oxigraph: Oxigraph) -> None:
    faulty.wants = wants
    environment = {"KG_REMOTE_TOKEN": TOKEN} if wants == "bearer" else SIGNED
    push(a_store(AFTER), remote(faulty.url, environment))
    assert recorded(a_store(AFTER)) == oxigraph.holds()
    sent = [headers.get("Authorization", "") for _, headers, _ in faulty.seen]
    assert {wants} == {value.split(" ")[0].casefold() for value in sent if value}  # no other way was tried
    assert not [line for line, _, _ in faulty.seen if PASSWORD in line or TOKEN in line]


@pytest.mark.usefixtures("there")
def test_no_secret_is_told_where_the_server_repeats_it(sample_store: Path, faulty: Faulty) -> None:
    faulty.wants = "basic"
    wrong = "wr0ng-p4ssword"
    done = subprocess.run(
        [sys.executable, "-m", "kg", "push", f"{faulty.url}/?key=k3y-of-ours", "--store", str(sample_store)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, **SIGNED, "KG_REMOTE_PASSWORD": wrong, "KG_LOG": "DEBUG"},
    )  # fmt: skip
    assert done.returncode == 3
    assert "answers 401" in done.stderr
    assert "[hidden]" in done.stderr
    pair = base64.b64encode(f"ann:{wrong}".encode()).decode()
    assert not [secret for secret in (wrong, pair, "k3y-of-ours") if secret in done.stdout + done.stderr]
    assert [headers["Authorization"] for _, headers, _ in faulty.seen if "Authorization" in headers] == [
        f"Basic {pair}"
    ]


@pytest.mark.usefixtures("there")
def test_nothing_is_sent_on_to_another_host(faulty: Faulty, oxigraph: Oxigraph) -> None:
    with Faulty(oxigraph.port) as other:
        faulty.sends_to = other.url
        with pytest.raises(RemoteError, match="another host"):
            push(a_store(AFTER), remote(faulty.url, SIGNED))
        assert other.seen == []


# -- what a server may answer ---------------------------------------------------------------------------


def test_less_is_sent_at_a_time_where_a_server_takes_no_more(
    stored: Store, there: Remote, faulty: Faulty, oxigraph: Oxigraph
) -> None:
    faulty.largest = 30_000
    done = push(stored, there)
    assert done.refused == {}
    assert recorded(stored) == oxigraph.holds()


def test_a_graph_that_is_refused_costs_itself(there: Remote, faulty: Faulty, oxigraph: Oxigraph) -> None:
    faulty.poison = b"new+1"
    done = push(a_store(AFTER), there)
    faulty.reset()
    assert {NAMES.graph("new")} == set(done.refused)
    assert "answers 400 text/plain, which begins: line 7: not today" in done.refused[NAMES.graph("new")]
    assert recorded(a_store({name: numbers for name, numbers in AFTER.items() if name != "new"})) == oxigraph.holds()


def test_answers_may_be_packed(there: Remote, faulty: Faulty) -> None:
    faulty.packs = True
    push(a_store(AFTER), there)
    assert pull(there, NAMES).triples == 19


@pytest.mark.parametrize(
    ("status", "headers", "body", "says"),
    [
        (503, {"Retry-After": "3600"}, b"", "asks to wait 3,600 s"),
        (200, {"Content-Type": "text/html"}, b"<h1>Log in</h1>", "which begins: <h1>Log in</h1>; a store does not"),
        (405, {}, b"", "--query-url"),
        (403, {}, b"", "KG_REMOTE_USER"),
        (500, {}, b"\x00\xff" * 9, "answers 500"),
    ],
)
def test_a_message_says_what_where_and_what_next(
    status: int, headers: dict[str, str], body: bytes, says: str, there: Remote, faulty: Faulty
) -> None:
    faulty.answer = status, headers, body
    with pytest.raises(RemoteError) as caught:
        push(a_store(AFTER), there)
    assert says in str(caught.value)
    assert f"{faulty.url}/" in str(caught.value)
    assert f"answers {status}" in str(caught.value)


def test_a_server_that_hangs_is_given_up(there: Remote, faulty: Faulty) -> None:
    faulty.delay = 0.5
    with pytest.raises(RemoteError, match=r"no answer within 0\.1 s"):
        push(a_store(AFTER), dataclasses.replace(there, timeout=0.1, tries=2))
    assert len(faulty.seen) == 2
