"""The endpoint as a client sees it: formats, datasets, errors, headers, descriptions; `kg query` says the same."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest
from lxml import html
from serving import Server

import kg
from kg import query

CITIES = "SELECT ?city ?name { ?city a kg:City ; rdfs:label ?name } ORDER BY ?city"
KNOWS = "CONSTRUCT { ?f kg:recipient ?c } WHERE { ?f kg:recipient ?c }"
ROW_MEDIA = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPH_MEDIA = (
    *("text/turtle", "application/n-triples", "application/rdf+xml"),
    *("application/ld+json", "application/n-quads", "application/trig"),
)


@pytest.mark.parametrize("name", query.TABLES)
def test_tables_are_those_of_kg_query(server: Server, sample: kg.KnowledgeGraph, name: str) -> None:
    sparql = query.find(name)
    assert sample.table(name) == [
        {column: row.get(column, "") for column in sample.query(sparql).columns} for row in server.rows(sparql)
    ]


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s a kg:City } } GROUP BY ?g ORDER BY ?g",
        "SELECT ?p (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p",
    ],
)
def test_default_graph_is_the_merge_that_kg_query_asks(server: Server, sample: kg.KnowledgeGraph, sparql: str) -> None:
    assert list(sample.query(sparql).records()) == server.rows(sparql)


def test_graphs_of_a_request_are_merged(server: Server) -> None:
    graphs = [row["g"] for row in server.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s a kg:City } }")]
    parts = [
        {(r["s"], r["p"], r["o"]) for r in server.rows(f"SELECT * {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")}
        for graph in graphs
    ]
    sparql = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    response = server.client.get("/sparql", params={"query": sparql, "default-graph-uri": graphs})
    assert sum(map(len, parts)) > len(set.union(*parts))
    assert str(len(set.union(*parts))) == response.json()["results"]["bindings"][0]["n"]["value"]


@pytest.mark.parametrize("media", ROW_MEDIA)
def test_rows_in_each_format(server: Server, media: str) -> None:
    response = server.query(CITIES, media)
    assert response.headers["content-type"].partition(";")[0] == media
    parsed = ox.parse_query_results(response.content, format=ROW_MEDIA[media])
    assert isinstance(parsed, ox.QuerySolutions)
    found = [(row["city"].value, row["name"].value) for row in parsed]
    assert [(row["city"], row["name"]) for row in server.rows(CITIES)] == found


def test_rows_as_csv(server: Server) -> None:
    response = server.query(CITIES, "text/csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert server.rows(CITIES) == list(csv.DictReader(io.StringIO(response.text)))


def test_rows_as_a_page(server: Server) -> None:
    response = server.query("SELECT ('<script>alert(1)</script>' AS ?x) (<javascript:1> AS ?y) {}", "text/html")
    page = html.fromstring(response.content)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in response.headers["content-security-policy"]
    assert [cell.text for cell in page.xpath("//td")] == ["<script>alert(1)</script>", "javascript:1"]
    assert page.xpath("//a/@href") == ["./", "query"]
    assert "Yes." in server.query("ASK {}", "text/html").text
    triples = server.client.get("/sparql", params={"query": KNOWS, "format": "html"})
    assert triples.headers["content-type"].startswith("text/turtle")


@pytest.mark.parametrize("media", GRAPH_MEDIA)
def test_triples_in_each_format(server: Server, media: str) -> None:
    response = server.query(KNOWS, media)
    assert response.headers["content-type"].partition(";")[0] == media
    found = set(ox.parse(response.content, format=ox.RdfFormat.from_media_type(media)))
    assert len(found) == int(server.rows("SELECT (COUNT(*) AS ?n) { ?f kg:recipient ?c }")[0]["n"])
    assert response.content == server.query(KNOWS, media).content


def test_an_answer_does_not_wait_for_the_network(server: Server) -> None:
    """Head and body leave at once: with Nagle's algorithm each answer after the first would take 40 ms more."""
    assert min(server.query("ASK {}").elapsed.total_seconds() for _ in range(10)) < 0.03


def test_format_can_be_named_in_the_address(server: Server) -> None:
    response = server.client.get("/sparql", params={"query": CITIES, "format": "csv"}, headers={"Accept": "text/html"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


def test_describe_and_ask(server: Server) -> None:
    city = server.rows(CITIES)[0]["city"]
    assert city.encode() in server.query(f"DESCRIBE <{city}>", "application/n-triples").content
    assert server.query("ASK { ?c a kg:City }").json() == {"head": {}, "boolean": True}
    assert server.query("ASK { ?c a kg:Nothing }", "text/csv").text == "false\n"


@pytest.mark.parametrize(
    ("sparql", "accept", "status", "reason"),
    [
        ("SELECT * {\n  ?s ?p }", "*/*", 400, "line 2, column"),
        ("SELECT * { ?s ?p 'a }", "*/*", 400, "line 1, column"),
        ("SELECT * { ?s nope:p ?o }", "*/*", 400, "line 1, column"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "*/*", 400, "SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("", "*/*", 400, "line 1, column 1"),
        ("SELECT * " + "{" * 3_000 + "}" * 3_000, "*/*", 400, "nested 3,000 deep"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "*/*", 403, "reaches out"),
        ("SELECT * {}", "image/png", 406, "text/csv"),
        ("SELECT * {}", "text/turtle", 406, "text/csv"),
        (KNOWS, "text/csv", 406, "text/turtle"),
        ("CONSTRUCT { ?s <http://e/1> 1 } WHERE { ?s a kg:City }", "application/rdf+xml", 406, "gives no element name"),
    ],
)
def test_errors_say_what_is_wrong_in_plain_text(
    server: Server, sparql: str, accept: str, status: int, reason: str
) -> None:
    response = server.query(sparql, accept)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert reason in response.text
    assert response.text.count("\n") == 1


def test_too_many_rows_are_refused_not_cut(server: Server) -> None:
    response = server.query("SELECT * { ?a ?b ?c . ?d ?e ?f }", "text/csv")
    assert response.status_code == 413
    assert "more than 100,000 rows" in response.text or "more than 64 MB" in response.text
    assert "LIMIT" in response.text


def test_a_graph_is_read_as_it_is(server: Server) -> None:
    graph = server.rows("SELECT ?g { GRAPH ?g { ?s a kg:City } } LIMIT 1")[0]["g"]
    response = server.client.get("/store", params={"graph": graph}, headers={"Accept": "application/n-triples"})
    head = server.client.head("/store", params={"graph": graph}, headers={"Accept": "application/n-triples"})
    count = server.rows(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")[0]["n"]
    assert str(len(list(ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES)))) == count
    assert head.content == b""
    assert int(head.headers["content-length"]) == len(response.content)
    assert server.client.get("/store?graph=urn:nothing").status_code == 404
    assert server.client.get("/store").status_code == 400


def test_graphs_and_descriptions_are_not_sent_twice(server: Server) -> None:
    for path in ("/store?default", "/sparql", "/.well-known/void"):
        first = server.client.get(path)
        again = server.client.get(path, headers={"If-None-Match": first.headers["etag"]})
        other = server.client.get(
            path, headers={"If-None-Match": first.headers["etag"], "Accept": "application/ld+json"}
        )
        listed = server.client.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert listed.status_code == 304
        assert other.status_code == 200


def test_void_counts_what_is_served(server: Server) -> None:
    response = server.client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    store = ox.Store()
    store.load(response.content, format=ox.RdfFormat.N_TRIPLES)
    void = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX kg: <https://w3id.org/citykg/ontology#>"
    counts = store.query(
        f"{void} SELECT ?triples ?cities ?given {{ ?d a void:Dataset ; void:triples ?triples ; void:classPartition "
        "[ void:class kg:City ; void:entities ?cities ] ; void:propertyPartition [ void:property kg:recipient ; "
        f"void:triples ?given ] ; void:sparqlEndpoint <{server.url}/sparql> }}"
    )
    assert isinstance(counts, ox.QuerySolutions)
    expected = [
        server.rows(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")[0]["n"]
        for pattern in ("?s ?p ?o", "?s a kg:City", "?s kg:recipient ?o")
    ]
    assert [expected] == [[term.value for term in row] for row in counts]


@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK+{}", "/sparql?query=x", "/store?default", "/.well-known/void", "/nothing", "/healthz"]
)
def test_every_answer_has_its_security_headers(server: Server, path: str) -> None:
    headers = server.client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers
    assert "server" not in headers
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", ["/sparql", "/store", "/.well-known/void"])
def test_a_page_of_another_origin_may_ask(server: Server, path: str) -> None:
    response = server.client.options(
        path, headers={"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}
    )
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "*"
    assert "GET" in response.headers["access-control-allow-methods"]
    assert ("POST" in response.headers["access-control-allow-methods"]) is (path == "/sparql")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:8000", "localhost@evil.example", "[::2]", "'\"<script>"]
)
def test_another_host_is_refused(server: Server, host: str) -> None:
    response = server.client.get("/sparql?query=ASK+{}", headers={"Host": host})
    assert response.status_code == 400
    assert "--allowed-host" in response.text
    assert response.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd", "/static/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd",
        "/store/..%5c..%5cetc", "/%00", "//evil.example/sparql", "/sparql//evil.example", "/\\evil.example", "/sparql/",
        "/.well-known/../sparql/x", "/owner.lock", "/answers/", "/first/CURRENT",
    ],
)  # fmt: skip
def test_no_path_leads_out(server: Server, path: str) -> None:
    with server.connect() as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))
    assert b"location:" not in answer.lower()
    assert b"root:" not in answer


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_are_refused(server: Server, method: str) -> None:
    response = server.client.request(method, "/sparql?query=ASK+{}")
    assert response.status_code == 405
    assert "POST" in response.headers["allow"]


def test_an_article_cannot_speak_through_an_error(server: Server) -> None:
    response = server.client.get("/sparql", params={"query": "SELECT <script>alert(1)</script>"})
    assert response.status_code == 400
    assert response.headers["content-type"].startswith("text/plain")
    assert response.headers["x-content-type-options"] == "nosniff"


def test_log_has_a_line_a_request_and_nothing_of_the_query(server: Server) -> None:
    with Server(server.store, log="INFO") as logged:
        logged.client.get("/sparql", params={"query": "ASK { <urn:secret%0aINFO> ?p ?o }"})
        logged.client.get("/%0aINFO forged")
        logged.stop()
    lines = [line for line in logged.said.splitlines() if "request " in line]
    assert "secret" not in logged.said
    assert len(lines) == 2
    fields = dict(field.split("=", 1) for field in lines[0].partition("request ")[2].split())
    assert (fields["method"], fields["path"], fields["status"]) == ("GET", "/sparql", "200")
    assert json.loads(fields["ms"]) > 0
