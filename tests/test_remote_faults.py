"""Whatever happens to any request of a push, the next push ends in exactly the same remote store."""

from __future__ import annotations

import contextlib
import dataclasses

import pyoxigraph as ox
import pytest
from faulty import Fault, Faulty, binary
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import RemoteError
from kg.namespaces import Names
from kg.remote import graphs
from kg.remote.compare import compare
from kg.remote.push import push
from kg.remote.settings import Remote, remote
from kg.store import Store

pytestmark = pytest.mark.skipif(binary() is None, reason="no Oxigraph server: pip install oxigraph")

NAMES = Names()
BATCH = 4
REQUESTS = 17  # of the push that is disturbed, and no fewer: test_as_many_requests_as_are_disturbed
FOREIGN = {
    ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("not ours"), ox.NamedNode("urn:others")),
    ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("not ours"), ox.NamedNode(NAMES.graph("foreign"))),
    ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("not ours"), ox.DefaultGraph()),
}
BEFORE = {"same": range(3), "changed": range(3), "removed": range(2), "large": range(5)}
AFTER = {"same": range(3), "changed": range(1, 4), "new": range(2), "large": range(3, 14)}
ODD = 'a "quote", a \\u0041, a \\ and a\nline, 🜚 }} PREFIX x: <y>'


def a_store(content: dict[str, range]) -> Store:
    store = Store.in_memory(NAMES)
    for name, numbers in content.items():
        for number in numbers:
            subject = ox.NamedNode(f"{NAMES.base}fact/{number}")
            value = ox.Literal(f"{name} {number} {ODD}")
            store.engine.add(ox.Quad(subject, ox.NamedNode("urn:p"), value, ox.NamedNode(NAMES.graph(name))))
    return store


def recorded(store: Store) -> set[ox.Quad]:
    """All that a remote holds that a store was pushed to, with the manifest."""
    lines = " ".join(graphs.record(graph, told) for graph, told in graphs.Local(store).graphs.items())
    manifest = ox.NamedNode(NAMES.graph(graphs.MANIFEST))
    told = {ox.Quad(q.subject, q.predicate, q.object, manifest) for q in ox.parse(lines, format=ox.RdfFormat.TURTLE)}
    return FOREIGN | set(store.graphs()) | told


@pytest.fixture
def there(faulty: Faulty) -> Remote:
    faulty.reset()
    faulty.behind.load(recorded(a_store(BEFORE)))
    return dataclasses.replace(remote(faulty.url, {}), timeout=0.25, pause=0.01, tries=1)


def test_as_many_requests_as_are_disturbed(there: Remote, faulty: Faulty) -> None:
    done = push(a_store(AFTER), there, batch=BATCH)
    assert REQUESTS == done.requests == len(faulty.seen)
    assert recorded(a_store(AFTER)) == faulty.behind.holds()


def disturb(there: Remote, faulty: Faulty, faults: dict[int, Fault]) -> None:
    """A push to a server with these faults, which may fail, and one to the same server when all is well."""
    local = a_store(AFTER)
    faulty.faults = faults
    with contextlib.suppress(RemoteError):
        push(local, there, batch=BATCH)
    faulty.settle()
    faulty.reset()
    push(local, dataclasses.replace(there, timeout=20.0), batch=BATCH)
    assert recorded(local) == faulty.behind.holds()


# Those that gather, move, and send a part of a large graph; the others are among the slow tests.
@pytest.mark.parametrize("number", [2, 4, 9])
@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name)
def test_the_next_run_ends_in_the_same_graph(fault: Fault, number: int, there: Remote, faulty: Faulty) -> None:
    disturb(there, faulty, {number: fault})


@pytest.mark.slow
@pytest.mark.parametrize("number", range(REQUESTS))
@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name)
def test_each_fault_at_each_request(fault: Fault, number: int, there: Remote, faulty: Faulty) -> None:
    disturb(there, faulty, {number: fault})
    local = a_store(AFTER)
    assert compare(local, dataclasses.replace(there, timeout=20.0), full=True).equal


@pytest.mark.slow
@given(faults=st.dictionaries(st.integers(0, 40), st.sampled_from(Fault), min_size=2, max_size=12))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_faults_in_one_push(faults: dict[int, Fault], there: Remote, faulty: Faulty) -> None:
    """Law: whatever happens to whichever requests, the next run ends in the same graph."""
    faulty.reset()
    faulty.behind.load(recorded(a_store(BEFORE)))
    disturb(dataclasses.replace(there, tries=3), faulty, faults)


@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name)
def test_what_passes_is_overcome_in_the_same_run(fault: Fault, there: Remote, faulty: Faulty) -> None:
    faulty.faults = dict.fromkeys((0, 3, 6, 10), fault)
    push(a_store(AFTER), dataclasses.replace(there, tries=4), batch=BATCH)
    faulty.settle()
    assert recorded(a_store(AFTER)) == faulty.behind.holds()
