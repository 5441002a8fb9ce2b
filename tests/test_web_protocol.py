"""Requests become queries, Accept headers become formats, rows become text: the pure part of the endpoint."""

from __future__ import annotations

import io
import json
import time
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.web import graph_store, negotiation, protocol, results
from kg.web.guard import Guard, allowed_hosts
from kg.web.limits import RefusedError
from kg.web.negotiation import GRAPH, ROWS

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("method", "query_string", "content_type", "body"),
    [
        ("GET", "query=ASK%20%7B%7D&default-graph-uri=http%3A%2F%2Fe%2Fa&named-graph-uri=urn:b&format=json", None, b""),
        ("POST", "", FORM, b"query=ASK+%7B%7D&default-graph-uri=http://e/a&named-graph-uri=urn:b&format=json"),
        (
            "POST",
            "default-graph-uri=http://e/a&format=json",
            f"{FORM}; charset=UTF-8",
            b"named-graph-uri=urn:b&query=ASK {}",
        ),
        (
            "POST",
            "default-graph-uri=http://e/a&named-graph-uri=urn:b&format=json",
            'application/sparql-query;charset="utf-8"',
            b"ASK {}",
        ),
    ],
)
def test_three_ways_to_ask_mean_the_same(method: str, query_string: str, content_type: str | None, body: bytes) -> None:
    assert protocol.read(method, query_string, content_type, body) == protocol.Request(
        sparql="ASK {}", default_graphs=("http://e/a",), named_graphs=("urn:b",), format="json"
    )


@pytest.mark.parametrize(
    ("method", "query_string", "content_type", "body", "status", "reason"),
    [
        ("GET", "query=ASK+{}&query=ASK+{}", None, b"", 400, "2 queries"),
        ("POST", "query=ASK+{}", "application/sparql-query", b"ASK {}", 400, "2 queries"),
        ("POST", "", FORM, b"", 400, "no queries"),
        ("GET", "query=%FF", None, b"", 400, "not UTF-8"),
        ("POST", "", "application/sparql-query", b"ASK {} #\xff", 400, "byte 8 is not UTF-8"),
        ("POST", "", "application/sparql-query; charset=UTF-16", b"ASK {}", 415, "UTF-8"),
        ("POST", "", "text/plain", b"ASK {}", 415, "application/sparql-query"),
        ("POST", "", None, b"ASK {}", 415, "application/sparql-query"),
        ("GET", "query=ASK+{}&default-graph-uri=a", None, b"", 400, "absolute IRI"),
        ("GET", "query=ASK+{}&named-graph-uri=http://e/<x>", None, b"", 400, "absolute IRI"),
        ("GET", "query=ASK+{}&format=json&format=xml", None, b"", 400, "2 parameters format"),
        ("GET", "query=" + "x" * 65_537, None, b"", 413, "65,536 are allowed"),
        ("GET", "query=ASK+{}" + "&a=b" * 1_001, None, b"", 400, "1,000 parameters"),
        ("GET", "update=CLEAR+ALL", None, b"", 403, "reads only"),
        ("POST", "", FORM, b"update=CLEAR+ALL&query=ASK+{}", 403, "reads only"),
        ("POST", "", "application/sparql-update", b"CLEAR ALL", 403, "kg build"),
    ],
)
def test_what_the_protocol_forbids_is_refused(
    method: str, query_string: str, content_type: str | None, body: bytes, status: int, reason: str
) -> None:
    with pytest.raises(RefusedError, match=reason) as refused:
        protocol.read(method, query_string, content_type, body)
    assert refused.value.status == status


def test_nothing_asked_is_no_error() -> None:
    assert protocol.read("GET", "x=y", None, b"") is None


@pytest.mark.parametrize(
    ("query_string", "graph"),
    [("default", ""), ("default=&format=turtle", ""), ("graph=http%3A%2F%2Fe%2F%25C3", "http://e/%C3")],
)
def test_graph_store_names_one_graph(query_string: str, graph: str) -> None:
    assert graph_store.read(query_string)[0] == graph


@pytest.mark.parametrize("query_string", ["", "default&graph=urn:a", "graph=urn:a&graph=urn:b", "graph=a", "graph="])
def test_graph_store_refuses_none_two_and_relative(query_string: str) -> None:
    with pytest.raises(RefusedError) as refused:
        graph_store.read(query_string)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("nonsense", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/*", "text/xml"),
        ("text/csv;q=0.4, text/tab-separated-values;q=0.5", "text/tab-separated-values"),
        ("*/*;q=0.1, text/csv", "text/csv"),
        ("text/csv;q=0, */*;q=0.1", "application/sparql-results+json"),
        ("application/sparql-results+xml; charset=utf-8; q=1.0", "application/sparql-results+xml"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv, bad; q=x", "text/csv"),
        ("image/png", None),
        ("*/*;q=0", None),
    ],
)
def test_accept_chooses_the_format(accept: str | None, media: str | None) -> None:
    form = negotiation.best(accept, ROWS)
    assert media == (form.media if form else None)


@given(accept=st.text(max_size=60) | st.from_regex(r"(\w+/\w+(;q=\d(\.\d+)?)?, ?){0,4}", fullmatch=True))
def test_no_accept_header_is_an_error(accept: str) -> None:
    """Law: whatever a client sends as Accept, some format or none is chosen."""
    assert negotiation.best(accept, ROWS) in (None, *ROWS)
    assert negotiation.best(accept, GRAPH) in (None, *GRAPH)


def test_a_long_accept_header_is_read_at_once() -> None:
    began = time.monotonic()
    assert negotiation.best(",".join(f"a/b{number};q=0.1" for number in range(60_000)), GRAPH) is None
    assert time.monotonic() - began < 1


def test_format_by_name() -> None:
    rows, graph = negotiation.named("json")
    assert rows
    assert graph is None
    assert negotiation.named("turtle") == (None, GRAPH[0])
    with pytest.raises(RefusedError, match="format is one of json, xml"):
        negotiation.named("pdf")


ALL_TERMS = """SELECT ?a ?b ?c {
  VALUES (?a ?b ?c) {
    (<http://e/a?b=1&c='d'> "tab\\t, line\\nreturn\\r \\"quoted\\" \\\\ <&>" "Αθήνα"@el)
    (UNDEF 1 1.50) (true "2020"^^<http://www.w3.org/2001/XMLSchema#gYear> UNDEF) ("" "x"@en--ltr UNDEF)
    (<<( <http://e/s> <http://e/p> "o"@en )>> "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> UNDEF)
    (UNDEF UNDEF UNDEF)
  } }"""


def rows_of(content: bytes, form: ox.QueryResultsFormat) -> list[tuple[object, ...]]:
    parsed = ox.parse_query_results(content, format=form)
    assert isinstance(parsed, ox.QuerySolutions)
    return [tuple(row) for row in parsed]


@pytest.mark.parametrize(
    ("name", "form"),
    [("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML), ("tsv", ox.QueryResultsFormat.TSV)],
)
def test_rows_are_written_as_the_engine_would(name: str, form: ox.QueryResultsFormat) -> None:
    mine, engines = (ox.Store().query(ALL_TERMS) for _ in range(2))
    assert isinstance(mine, ox.QuerySolutions)
    assert isinstance(engines, ox.QuerySolutions)
    columns = [variable.value for variable in mine.variables]
    written = "".join(results.WRITERS[name](columns, mine)).encode()
    expected = engines.serialize(format=form)
    assert expected
    assert rows_of(expected, form) == rows_of(written, form)


def test_csv_is_the_engines_byte_for_byte() -> None:
    sparql = 'SELECT ?a ?b { VALUES (?a ?b) { (<http://e/a> "x, \\"y\\"\\n") (1 UNDEF) (UNDEF "é"@fr) } }'
    mine, engines = (ox.Store().query(sparql) for _ in range(2))
    assert isinstance(mine, ox.QuerySolutions)
    assert isinstance(engines, ox.QuerySolutions)
    assert engines.serialize(format=ox.QueryResultsFormat.CSV) == "".join(results.as_csv(["a", "b"], mine)).encode()


def test_xml_holds_no_character_that_xml_forbids() -> None:
    written = "".join(results.as_xml(["a"], [(ox.Literal("a\x01b\x0b\ufffe\r"),)]))
    literal = ElementTree.parse(io.StringIO(written)).getroot()[1][0][0][0]
    assert literal.text == "a\ufffdb\ufffd\ufffd\r"


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_yes_and_no(name: str) -> None:
    written = results.yes_or_no(True, name)
    if name == "json":
        assert json.loads(written)["boolean"] is True
    elif name == "xml":
        assert bool(ox.parse_query_results(written.encode(), format=ox.QueryResultsFormat.XML))
    else:
        assert written == "true\n"


def test_rows_over_the_limit_are_noticed() -> None:
    assert len(list(results.limited([(), ()], 2))) == 2
    with pytest.raises(results.TooLargeError, match="more than 2 rows"):
        list(results.limited([(), (), ()], 2))


@pytest.mark.parametrize(
    ("bound_to", "more", "host", "answered"),
    [
        ("127.0.0.1", (), "127.0.0.1:8000", True),
        ("127.0.0.1", (), "LOCALHOST", True),
        ("127.0.0.1", (), "[::1]:8000", True),
        ("127.0.0.1", (), "evil.example", False),
        ("127.0.0.1", (), "localhost.evil.example:8000", False),
        ("127.0.0.1", (), "192.168.1.1", False),
        ("127.0.0.1", (), "", False),
        ("127.0.0.1", ("kg.example",), "kg.example:443", True),
        ("127.0.0.1", ("*",), "evil.example", True),
        ("192.168.1.1", (), "192.168.1.1:8000", True),
        ("0.0.0.0", (), "192.168.1.1:8000", True),
        ("0.0.0.0", (), "evil.example", False),
        ("::", (), "[fe80::1]:8000", True),
        ("::1", (), "[::1]", True),
    ],
)
def test_host_must_be_ours(bound_to: str, more: tuple[str, ...], host: str, answered: bool) -> None:
    async def nothing(*_: object) -> None: ...

    assert Guard(nothing, allowed_hosts(bound_to, more), 1).answers_to(host) is answered


@pytest.mark.parametrize("name", ["https://kg.example/", "kg.example:443", "", "kg example"])
def test_a_name_that_no_host_header_has_is_refused(name: str) -> None:
    with pytest.raises(KgError, match="give a bare name"):
        allowed_hosts("127.0.0.1", (name,))
