"""A SPARQL endpoint is asked politely, and what it does wrong is told apart from an answer; against a real server."""

from __future__ import annotations

import gzip
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from sparql_server import Endpoint as Server
from wikidata import Wikidata

from kg.errors import SlowError, WorldError
from kg.namespaces import WIKIDATA_ENTITY
from kg.world.cache import Cache
from kg.world.endpoint import Endpoint, Manners
from kg.world.items import Items
from kg.world.source import Dump, Row, opened

QUERY = "SELECT ?s ?o WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }"
QUICK = Manners(per_second=1000, pause=0.01, timeout=2, contact="mail@news.example")


def rows(url: str, *, manners: Manners = QUICK, cache: Cache | None = None) -> list[Row]:
    with closing(Endpoint(url, cache=cache, manners=manners)) as endpoint:
        return endpoint.rows(QUERY)


def two_items() -> str:
    data = Wikidata()
    data.item("Q901", ["Oslo"], kind="Q515")
    data.item("Q902", ["Bergen"], kind="Q515")
    return data.turtle()


@pytest.mark.parametrize("fault", ["429:1", "429:date", "503", "cut", "cutclean", "html", "reset"])
def test_a_fault_costs_a_try_and_not_the_answer(fault: str, tmp_path: Path) -> None:
    with Server(two_items(), tmp_path, fault) as server:
        assert len(rows(server.url)) == 2
        assert [one["fault"] for one in server.requests] == [fault, "ok"]


def test_retry_after_is_waited_for(tmp_path: Path) -> None:
    with Server(two_items(), tmp_path, "429:1", "503:1") as server:
        rows(server.url)
        times = [float(one["time"]) for one in server.requests]
    assert all(1 <= later - earlier < 3 for earlier, later in pairwise(times))


def test_a_retry_after_of_an_hour_ends_the_run_with_what_to_do(tmp_path: Path) -> None:
    with Server(two_items(), tmp_path, "429:3600") as server:
        with pytest.raises(WorldError, match=r"HTTP 429 and to come back in 3,600 seconds; run the same again"):
            rows(server.url)
        assert len(server.requests) == 1


def test_requests_are_spread_and_name_the_project(tmp_path: Path) -> None:
    with Server(two_items(), tmp_path) as server:
        with closing(Endpoint(server.url, manners=Manners(per_second=5, contact="mail@news.example"))) as endpoint:
            for at in range(4):
                endpoint.rows(f"{QUERY} LIMIT {at + 1}")
        times = [float(one["time"]) for one in server.requests]
        agents = {one["agent"] for one in server.requests}
    assert all(later - earlier > 0.18 for earlier, later in pairwise(times))
    assert len(agents) == 1
    assert str(agents.pop()).startswith("CityKG/0.1.0 (https://w3id.org/citykg/; mail@news.example)")


@pytest.mark.parametrize("fault", ["504", "500timeout", "late", "hang"])
def test_no_answer_in_time_is_told_apart(fault: str, tmp_path: Path) -> None:
    with Server(two_items(), tmp_path, fault) as server, pytest.raises(SlowError, match="no answer in its time"):
        rows(server.url)


def test_a_question_that_takes_too_long_is_asked_in_halves(tmp_path: Path) -> None:
    with Server(two_items(), tmp_path, "504") as server:
        with closing(Endpoint(server.url, manners=QUICK)) as endpoint:
            assert Items(endpoint).called(["Oslo", "Bergen"]) == {"oslo": {"Q901"}, "bergen": {"Q902"}}
        asked = [str(one["query"]) for one in server.requests]
    assert ["Oslo" in query and "Bergen" in query for query in asked[:3]] == [True, False, False]


@pytest.mark.parametrize(
    ("fault", "says"),
    [("404", "HTTP 404; give the URL of a SPARQL endpoint"), ("302", "HTTP 302 to /elsewhere")],
)
def test_what_is_no_endpoint_is_not_asked_again(fault: str, says: str, tmp_path: Path) -> None:
    with Server(two_items(), tmp_path, fault) as server:
        with pytest.raises(WorldError, match=says):
            rows(server.url)
        assert len(server.requests) == 1


def test_an_endpoint_that_never_answers_is_given_up(tmp_path: Path) -> None:
    with Server(two_items(), tmp_path, *["503"] * 9) as server:
        with pytest.raises(WorldError, match="HTTP 503, 5 times"):
            rows(server.url)
        assert len(server.requests) == 5


def test_an_answer_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    with Server(two_items(), tmp_path, "big") as server, pytest.raises(WorldError, match="over 1,000,000 bytes"):
        rows(server.url, manners=Manners(per_second=1000, largest=1_000_000))


def test_nobody_listening_is_told(tmp_path: Path) -> None:
    with Server(two_items(), tmp_path) as server:
        url = server.url
    with pytest.raises(WorldError, match="refused"):
        rows(url)


def test_what_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    cache = Cache(folder=tmp_path / "cache")
    with Server(two_items(), tmp_path) as server:
        first = rows(server.url, cache=cache)
        assert rows(server.url, cache=cache) == first
        assert len(server.requests) == 1
        rows(server.url, cache=Cache(folder=tmp_path / "cache", days=0))
        assert len(server.requests) == 2


def test_a_spoilt_file_of_the_cache_counts_as_none(tmp_path: Path) -> None:
    cache = Cache(folder=tmp_path / "cache")
    with Server(two_items(), tmp_path, "cutclean") as server:
        first = rows(server.url, cache=cache)
        kept = list((tmp_path / "cache").rglob("*.srj"))
        assert len(kept) == 1
        kept[0].write_bytes(kept[0].read_bytes()[:-30])
        assert rows(server.url, cache=cache) == first


def test_a_dump_is_read_from_files_and_from_disk(tmp_path: Path) -> None:
    turtle = two_items()
    (tmp_path / "part.ttl.gz").write_bytes(gzip.compress(turtle.encode()))
    on_disk = ox.Store(str(tmp_path / "disk"))
    on_disk.bulk_load(turtle, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(WIKIDATA_ENTITY))
    on_disk.flush()
    del on_disk
    for name in ("part.ttl.gz", "disk"):
        assert len(opened(str(tmp_path / name)).rows(QUERY)) == 2


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.json", b"{}", "its ending says no format"),
        ("a.ttl", b"<a> <b", "cannot read the dump"),
        ("a.ttl.gz", b"no gzip", "cannot read the dump"),
        ("missing.nt", None, "cannot read the dump"),
    ],
)
def test_a_dump_that_cannot_be_read_says_why(name: str, content: bytes | None, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WorldError, match=says):
        Dump.read(path)


def test_only_the_web_is_a_url() -> None:
    with pytest.raises(WorldError, match="only http and https"):
        opened("ftp://wikidata.example/sparql")
