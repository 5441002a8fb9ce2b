"""W3C tests of SPARQL 1.1: protocol, graph store protocol, service description, as far as a server that reads can."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest
from conftest import SHARED
from serving import Server
from w3c_http import Case, Exchange, cases

SUITES = SHARED / "conformance"
PROTOCOL = cases(SUITES / "sparql11-protocol" / "manifest.ttl")
INDIRECT = cases(SUITES / "sparql11-graph-store" / "manifest-indirect.ttl")
DIRECT = cases(SUITES / "sparql11-graph-store" / "manifest-direct.ttl")
DATA = "http://kasei.us/2009/09/sparql/data/"

pytestmark = pytest.mark.skipif(not PROTOCOL, reason=f"the W3C suites are not in {SUITES}")

# Left out: they update, and the endpoint reads only, so they are answered 403.
WRITES = {
    *("update_dataset_default_graph", "update_dataset_default_graphs", "update_dataset_named_graphs"),
    *("update_dataset_full", "update_post_form", "update_post_direct", "update_base_uri"),
}
# Left out of the graph store protocol, with the reason.
NOT_READ = {
    "post_get_new_graph": "a POST to the store makes a graph and names it; nothing is left to read without that",
    **{case.name: "direct identification: graphs are named with ?graph= only" for case in DIRECT},
}
STATUSES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}


def in_class(status: int, names: frozenset[str]) -> bool:
    """True where a status is one of those that a manifest names."""
    return any(status == STATUSES.get(name) or name == f"StatusCode{status // 100}xx" for name in names)


def states(case: Case) -> Iterator[tuple[Exchange, str, ox.Store]]:
    """Each exchange that reads, its address, and the graphs as the writing exchanges before it leave them.

    Each state of a graph gets a host of its own, so that one server can hold all of them.
    """
    graphs: dict[str, list[ox.Quad]] = {}
    for number, exchange in enumerate(case.exchanges):
        host = f"{case.name.replace('_', '-')}-{number}.example"
        graph = httpx.URL(exchange.path).params.get("graph")
        if exchange.method in {"PUT", "POST", "DELETE"}:
            kept = graphs.get(graph or "", []) if exchange.method == "POST" else []
            graphs[graph or ""] = [*kept, *parsed(exchange)]
            if exchange.method == "DELETE":
                del graphs[graph or ""]
            continue
        store = ox.Store()
        for name, quads in graphs.items():
            target = ox.NamedNode(name.replace("www.example", host)) if name else ox.DefaultGraph()
            store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object, target) for quad in quads)
        yield exchange, exchange.path.replace("www.example", host).replace("/gsp", "/store", 1), store


def parsed(exchange: Exchange) -> list[ox.Quad]:
    """The triples that a PUT or POST sends, one part or several."""
    content_type = exchange.headers.get("content-type", "")
    if not content_type.startswith("multipart/"):
        return list(ox.parse(exchange.body, format=ox.RdfFormat.TURTLE)) if exchange.body else []
    boundary = content_type.partition("boundary=")[2].encode()
    parts = exchange.body.split(b"--" + boundary)[1:-1]
    return [
        quad for part in parts for quad in ox.parse(part.partition(b"\r\n\r\n")[2], format=ox.RdfFormat.TURTLE)
    ]  # fmt: skip


READS = [(case, *state) for case in INDIRECT if case.name not in NOT_READ for state in states(case)]


@pytest.fixture(scope="module")
def w3c(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the data of the suites."""
    path = tmp_path_factory.mktemp("w3c") / "store"
    store = ox.Store(str(path))
    for number in (1, 2, 3):
        file = SUITES / "sparql11-protocol" / f"data{number}.nt"
        store.load(path=str(file), to_graph=ox.NamedNode(f"{DATA}data{number}.rdf"))
    for _, _, _, held in READS:
        store.bulk_extend(held)
    store.flush()
    del store
    with Server(path) as running:
        yield running


def send(server: Server, exchange: Exchange) -> httpx.Response:
    """The answer to a request of the protocol suite."""
    path = exchange.path.replace("/sparql/", "/sparql", 1)
    request = server.client.build_request(exchange.method, path, content=exchange.body, headers=exchange.headers)
    return server.client.send(request)


@pytest.mark.parametrize("case", [case for case in PROTOCOL if case.name not in WRITES], ids=lambda case: case.name)
def test_protocol(w3c: Server, case: Case) -> None:
    for exchange in case.exchanges:
        response = send(w3c, exchange)
        assert in_class(response.status_code, exchange.statuses), response.text
        media = response.headers["content-type"].partition(";")[0]
        if exchange.boolean is not None:
            assert response.json()["boolean"] is exchange.boolean
        if exchange.format == "RDF":
            assert ox.RdfFormat.from_media_type(media)
        elif exchange.format:
            assert media == "application/sparql-results+json"


@pytest.mark.parametrize("case", [case for case in PROTOCOL if case.name in WRITES], ids=lambda case: case.name)
def test_protocol_tests_that_update_are_refused(w3c: Server, case: Case) -> None:
    """Left out of the suite, by name; what is left of them is that the update is refused and says why."""
    response = send(w3c, case.exchanges[0])
    assert response.status_code == 403
    assert "reads only" in response.text


def test_nothing_is_left_out_without_a_name() -> None:
    assert len(PROTOCOL) == 34
    assert {case.name for case in PROTOCOL} >= WRITES
    assert {case.name for case in (*INDIRECT, *DIRECT)} >= set(NOT_READ)
    assert {case.name for case, *_ in READS} | set(NOT_READ) == {case.name for case in (*INDIRECT, *DIRECT)}


@pytest.mark.parametrize(
    ("exchange", "path", "held"),
    [(exchange, path, held) for _, exchange, path, held in READS],
    ids=[f"{case.name}-{number}" for number, (case, *_) in enumerate(READS)],
)
def test_graph_store(w3c: Server, exchange: Exchange, path: str, held: ox.Store) -> None:
    response = w3c.client.request(exchange.method, path, headers=exchange.headers)
    assert in_class(response.status_code, exchange.statuses), response.text
    if exchange.content and exchange.method == "GET":
        assert response.headers["content-type"] == "text/turtle; charset=utf-8"
        expected, found = (
            ox.Dataset(ox.parse(text, format=ox.RdfFormat.TURTLE)) for text in (exchange.content, response.text)
        )
        for dataset in (expected, found):
            dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        assert expected == found
    if exchange.method == "HEAD":
        assert response.content == b""
        assert len(held) == 0 or int(response.headers["content-length"]) > 0


def test_graph_store_refuses_to_write(w3c: Server) -> None:
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        response = w3c.client.request(method, "/store?default", content=b"")
        assert response.status_code == 405
        assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
        assert "reads only" in response.text


@pytest.fixture(scope="module")
def described(w3c: Server) -> ox.Store:
    """The service description."""
    response = w3c.client.get("/sparql")
    store = ox.Store()
    store.load(
        response.content, format=ox.RdfFormat.from_media_type(response.headers["content-type"].partition(";")[0])
    )
    return store


SD = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "


def test_service_description_is_rdf(described: ox.Store) -> None:
    """returns-rdf"""
    assert len(described) > 0


def test_service_description_names_the_endpoint(w3c: Server, described: ox.Store) -> None:
    """has-endpoint-triple"""
    assert described.query(f"{SD} ASK {{ ?s a sd:Service ; sd:endpoint <{w3c.url}/sparql> }}")


@pytest.mark.parametrize(
    "ask",
    [
        "?s a sd:Service FILTER NOT EXISTS { ?s sd:endpoint ?e }",
        "?s sd:endpoint ?a, ?b FILTER(?a != ?b)",
        "?s sd:supportedLanguage ?l FILTER(?l NOT IN (sd:SPARQL10Query, sd:SPARQL11Query, sd:SPARQL11Update))",
        "?s sd:defaultDataset ?d FILTER NOT EXISTS { ?d a sd:Dataset }",
        "?s sd:defaultDataset ?a, ?b FILTER(?a != ?b)",
        "?d a sd:Dataset FILTER NOT EXISTS { ?d sd:defaultGraph ?g . ?g a sd:Graph }",
        "?s sd:resultFormat ?f FILTER(!STRSTARTS(STR(?f), 'http://www.w3.org/ns/formats/'))",
    ],
)
def test_service_description_conforms_to_its_schema(described: ox.Store, ask: str) -> None:
    """conforms-to-schema: what the vocabulary says of cardinalities and ranges, as queries that must find nothing"""
    assert not described.query(f"{SD} ASK {{ {ask} }}")
