"""Whatever happens to any request of a push, the next push ends in exactly the same remote store."""

from __future__ import annotations

import contextlib
import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest
from faulty import Fault, Faulty, Oxigraph, binary
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from remote_stores import AFTER, BEFORE, NAMES, a_store, recorded

from kg.errors import RemoteError
from kg.remote.compare import compare
from kg.remote.push import push
from kg.remote.settings import Remote, remote

pytestmark = pytest.mark.skipif(binary() is None, reason="no Oxigraph server: pip install oxigraph")

BATCH = 4
REQUESTS = 17  # of the push that is disturbed, and no fewer: test_as_many_requests_as_are_disturbed


@pytest.fixture
def there(faulty: Faulty, oxigraph: Oxigraph) -> Remote:
    faulty.reset()
    oxigraph.load(recorded(a_store(BEFORE)))
    return dataclasses.replace(remote(faulty.url, {}), timeout=0.25, pause=0.01, tries=1)


def test_as_many_requests_as_are_disturbed(there: Remote, faulty: Faulty, oxigraph: Oxigraph) -> None:
    done = push(a_store(AFTER), there, batch=BATCH)
    assert REQUESTS == done.requests == len(faulty.seen)
    assert recorded(a_store(AFTER)) == oxigraph.holds()


def disturb(there: Remote, faulty: Faulty, oxigraph: Oxigraph, faults: dict[int, Fault]) -> None:
    """A push to a server with these faults, which may fail, and one to the same server when all is well."""
    local = a_store(AFTER)
    faulty.faults = faults
    with contextlib.suppress(RemoteError):
        push(local, there, batch=BATCH)
    faulty.settle()
    faulty.reset()
    push(local, dataclasses.replace(there, timeout=20.0), batch=BATCH)
    assert recorded(local) == oxigraph.holds()


# Those that gather, move, and send a part of a large graph; the others are among the slow tests.
@pytest.mark.parametrize("number", [2, 4, 9])
@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name)
def test_the_next_run_ends_in_the_same_graph(
    fault: Fault, number: int, there: Remote, faulty: Faulty, oxigraph: Oxigraph
) -> None:
    disturb(there, faulty, oxigraph, {number: fault})


@pytest.mark.slow
@pytest.mark.parametrize("number", range(REQUESTS))
@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name)
def test_each_fault_at_each_request(
    fault: Fault, number: int, there: Remote, faulty: Faulty, oxigraph: Oxigraph
) -> None:
    disturb(there, faulty, oxigraph, {number: fault})
    local = a_store(AFTER)
    assert compare(local, dataclasses.replace(there, timeout=20.0), full=True).equal


@pytest.mark.slow
@given(faults=st.dictionaries(st.integers(0, 40), st.sampled_from(Fault), min_size=2, max_size=12))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(faults={0: Fault.CUT, 1: Fault.CUT, 10: Fault.LATE})  # a part of a large graph that came after its move
def test_many_faults_in_one_push(faults: dict[int, Fault], there: Remote, faulty: Faulty, oxigraph: Oxigraph) -> None:
    """Law: whatever happens to whichever requests, the next run ends in the same graph."""
    faulty.reset()
    oxigraph.load(recorded(a_store(BEFORE)))
    disturb(dataclasses.replace(there, tries=3), faulty, oxigraph, faults)


@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name)
def test_what_passes_is_overcome_in_the_same_run(
    fault: Fault, there: Remote, faulty: Faulty, oxigraph: Oxigraph
) -> None:
    faulty.faults = dict.fromkeys((0, 3, 6, 10), fault)
    push(a_store(AFTER), dataclasses.replace(there, tries=4), batch=BATCH)
    faulty.settle()
    assert recorded(a_store(AFTER)) == oxigraph.holds()


def test_two_pushes_at_once_leave_nothing_that_the_next_does_not_mend(there: Remote, oxigraph: Oxigraph) -> None:
    patient = dataclasses.replace(there, timeout=20.0, tries=3)
    others = {"same": range(3), "changed": range(2, 5), "large": range(1, 12), "new": range(4)}

    def run(content: dict[str, range]) -> None:
        with contextlib.suppress(RemoteError):
            push(a_store(content), patient, batch=BATCH)

    with ThreadPoolExecutor() as pool:
        list(pool.map(run, [others, AFTER, others, AFTER]))
    push(a_store(AFTER), patient, batch=BATCH)
    assert recorded(a_store(AFTER)) == oxigraph.holds()


def test_a_staging_graph_that_nothing_records_goes_with_full(there: Remote, oxigraph: Oxigraph) -> None:
    push(a_store(AFTER), there, batch=BATCH)
    stray = NAMES.graph("staging-0123")
    oxigraph.update(f"INSERT DATA {{ GRAPH <{stray}> {{ <urn:s> <urn:p> 1 }} }}")
    push(a_store(AFTER), there, batch=BATCH)
    assert recorded(a_store(AFTER)) < oxigraph.holds()
    push(a_store(AFTER), there, batch=BATCH, full=True)
    assert recorded(a_store(AFTER)) == oxigraph.holds()
