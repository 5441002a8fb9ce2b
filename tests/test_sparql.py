"""What is refused of a query before the engine sees it, and which graphs it names."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import dataset
from kg.errors import QueryError, ReachError
from kg.sparql import LONGEST, check, from_clauses, place

# A port that the engine's HTTP client refuses by itself: reaching out shows as this error, without a network.
OUT = "<http://127.0.0.1:1/>"
REACHED = "port 1 is not allowed"
GROUP = "{?a ?b ?c}"


def reaches_out(sparql: str) -> bool:
    """True where the engine would ask another server."""
    try:
        for _ in ox.Store().query(sparql, base_iri="http://base/"):  # type: ignore[union-attr]  # SELECT only
            pass
    except (SyntaxError, OSError, RuntimeError) as error:
        return REACHED in str(error)
    return False


@pytest.mark.parametrize(
    "sparql",
    [
        f"SELECT * {{ SERVICE {OUT} {GROUP} }}",
        f"SELECT * {{ service silent {OUT} {GROUP} SERVICE {OUT} {GROUP} }}",
        f"SELECT * {{ #x\rSERVICE {OUT} {GROUP}\n}}",
        f"SELECT * {{OPTIONAL {{?q ?w 1}}SERVICE{OUT}{GROUP}}}",
        f"PREFIX e:<http://e/> SELECT * {{OPTIONAL {{?x e:p e:a\\# }} SERVICE {OUT} {GROUP}\n}}",
        f"SELECT * {{FILTER('''\\'''a'''!='x')SERVICE{OUT}{GROUP}#'''\n}}",
        f"SELECT * {{VALUES ?z {{2}} FILTER(1<?z#>'''\n)SERVICE{OUT}{GROUP}#'''\n}}",
        f"PREFIX :{OUT} SELECT * {{SERVICE:x{GROUP}}}",
        f"PREFIX service:<http://q/> PREFIX :{OUT} SELECT * {{service:x #\n{GROUP}}}",
        f"PREFIX :<http://127.0.0.1:80> SELECT * {{OPTIONAL{{?z ?y :}} OPTIONAL{{BIND(1 AS ?u) SERVICE{OUT}{GROUP}}}}}",
    ],
)
def test_each_spelling_that_reaches_out_is_refused(sparql: str) -> None:
    assert reaches_out(sparql)
    with pytest.raises(ReachError, match=r"reaches out|could hide"):
        check(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        f"SELECT * {{ ?q ?w 1SERVICE {OUT} {GROUP} }}",
        f"SELECT * {{ ?q ?w trueSERVICE {OUT} {GROUP} }}",
        f"PREFIX :<http://127.0.0.1:80> SELECT * {{?z ?y :SERVICE{OUT}{GROUP}}}",
        f"PREFIX :<http://127.0.0.1:80> SELECT * {{?z ?y :SERVICE SILENT ?x {GROUP}}}",
        f"SELECT * {{ VALUES ?s {{{OUT}}} FILTER(1<2)SERVICE?s#>\n{GROUP} }}",
        f"SELECT * {{ FILTER('a'<')>')SERVICE{OUT}{GROUP}FILTER('1'='1') }}",
        "LOAD <http://127.0.0.1:1/>",
    ],
)
def test_what_would_reach_out_of_another_store_is_refused(sparql: str) -> None:
    with pytest.raises(ReachError):
        check(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?s <http://e/service#load> 'SERVICE <http://x/> {}' FILTER(CONTAINS(?s, \"LOAD\")) }",
        "PREFIX service: <http://e/> SELECT * { ?service service:load ?load . ?load service:b-service '''SERVICE''' }",
        "SELECT * { ?s <http://e/O'Brien#service> ?o } # SERVICE",
        "PREFIX e: <http://e/> SELECT (e:serviceArea AS ?x) { GRAPH e:load { ?s e:service ?o } }",
        "SELECT * { ?s ?p 'x'@en-service, <urn:service:x> }",
    ],
)
def test_words_that_only_look_like_it_are_allowed(sparql: str) -> None:
    check(sparql)


PIECES = st.sampled_from(
    [
        "SERVICE", "service", "SILENT", OUT, GROUP, "{", "}", "(", ")", "<", ">", "1", "true", "'", '"', "'''", '"""',
        "\\", "\\'", "#", "\n", "\r", " ", "?x", "?", ":", ":a", "e:", "e:b", "_:c", ".", ";", ",", "@en", "^^",
        "FILTER(", "OPTIONAL{", "BIND(1 AS ?y)", "<http://e/#f>", "<#g>", "<urn:h'i>", "\\u0027", "VALUES ?s {",
        "-", "%", "!", "=",
    ]
)  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(before=st.lists(PIECES, max_size=6), after=st.lists(PIECES, max_size=6), end=st.lists(PIECES, max_size=4))
def test_nothing_that_passes_reaches_out(before: list[str], after: list[str], end: list[str]) -> None:
    """Law: whatever stands around a SERVICE, a query that is let through asks no other server."""
    head = "PREFIX :<http://127.0.0.1:80> PREFIX e:<http://e/> SELECT * {"
    sparql = f"{head}{''.join(before)}SERVICE{''.join(after)}{OUT}{GROUP}{''.join(end)}}}"
    try:
        check(sparql)
    except QueryError:
        return
    assert not reaches_out(sparql)


@pytest.mark.parametrize("opened", ["{", "(", "["])
def test_nesting_is_counted_outside_strings_comments_and_addresses(opened: str) -> None:
    check(f"SELECT * {{ ?s <http://e/{'(' * 200}> '{opened * 200}' }} # {opened * 200}")
    with pytest.raises(QueryError, match="nested 201 deep"):
        check(f"SELECT * {{ {opened * 200}")


def test_brackets_do_not_hide_between_two_comparisons() -> None:
    with pytest.raises(QueryError, match="nested"):
        check(f"SELECT * {{FILTER(1<{'(' * 200}1{')' * 200}>0)}}")


def test_length_is_limited() -> None:
    check(f"ASK {{}} #{'x' * (LONGEST - 8)}")
    with pytest.raises(QueryError, match="65,537 characters"):
        check(f"ASK {{}} #{'x' * (LONGEST - 7)}")


def test_from_clauses_are_found_wherever_they_stand() -> None:
    found = from_clauses(
        "PREFIX e: <http://e/> #FROM <http://no/>\nCONSTRUCT { ?s ?p 'FROM <http://no/>' } FROM e:a FROM#\nNAMED <b>"
        "from<http://e/c>WHERE { ?from <http://e/FROM> e:from }"
    )
    assert found.default == ("e:a", "<http://e/c>")
    assert found.named == ("<b>",)
    assert found.prologue.startswith("PREFIX e: <http://e/>")
    assert "CONSTRUCT" not in found.prologue


@pytest.fixture(scope="module")
def two_graphs() -> ox.Store:
    """Two graphs with one triple in common; a third one with its own."""
    store, node = ox.Store(), ox.NamedNode
    for graph, number in (("a", 1), ("a", 2), ("b", 1), ("c", 3)):
        store.add(ox.Quad(node("http://e/s"), node("http://e/p"), ox.Literal(number), node(f"http://e/{graph}")))
    return store


def count(store: ox.Store, sparql: str, *graphs: str) -> int:
    rows = dataset.ask(store, sparql, prefixes={"e": "http://e/"}, base="http://e/x", default_graphs=graphs)
    assert isinstance(rows, ox.QuerySolutions)
    return int(next(rows)["n"].value)


def test_several_default_graphs_are_merged_each_triple_once(two_graphs: ox.Store) -> None:
    assert count(two_graphs, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "http://e/a", "http://e/b") == 2
    assert count(two_graphs, "SELECT (COUNT(*) AS ?n) FROM <a> FROM e:b { ?s ?p ?o }") == 2


def test_graphs_of_the_request_take_the_place_of_those_of_the_query(two_graphs: ox.Store) -> None:
    clauses = "FROM <http://e/a> FROM <http://e/b> FROM NAMED <http://e/c>"
    sparql = f"SELECT ?g ?o {clauses} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    asked = {
        "query": dataset.ask(two_graphs, sparql, prefixes={}),
        "default": dataset.ask(two_graphs, sparql, prefixes={}, default_graphs=("http://e/c",)),
        "named": dataset.ask(two_graphs, sparql, prefixes={}, named_graphs=("http://e/b",)),
    }
    found = {
        name: sorted((row["g"].value[-1] if row["g"] else "", row["o"].value) for row in rows)  # type: ignore[union-attr]
        for name, rows in asked.items()
    }
    assert found == {"query": [("", "1"), ("", "2"), ("c", "3")], "default": [("", "3")], "named": [("b", "1")]}


@pytest.mark.parametrize(
    ("sparql", "told"),
    [
        ("SELEC * { ?s ?p ?o }", "line 1, column 1, at 'SELEC * { ?s ?p ?o }': not SPARQL"),
        ("CLEAR ALL", "line 1, column 1, at 'CLEAR ALL': not SPARQL"),
        ("SELECT * {\n  ?s ?p }", "line 2, column 3, at '?s ?p }': not SPARQL"),
        ("SELECT * {\n\n ?s ?p ?o ) }", "line 3, column 11, at ') }': not SPARQL"),
        ("SELECT * { FILTER(NOPE(?x)) }", "line 1, column 19, at 'NOPE(?x)) }': not SPARQL"),
        ("SELECT * { FILTER(?x =\n ) }", "line 2, column 2, at ') }': not SPARQL"),
        ("SELECT * { ?s ?p ?o", "line 1, column 20, at the end: not SPARQL"),
        ("SELECT * { ?s ?p ?o \n", "line 1, column 20, at the end: not SPARQL"),
        ("SELECT * {} LIMIT x", "line 1, column 19, at 'x': not SPARQL"),
        ("", "line 1, column 1, at the end: not SPARQL"),
        (
            "SELECT * {\n ?s kg:p ?n ; foaf:name ?o }",
            "line 2, column 15, at 'foaf:name': the prefix foaf: is not declared",
        ),
        ("PREFIX e: <http://e/> SELECT * { ?s e:p _:b ; :p ?o }", "at ':p': the prefix : is not declared"),
        ("PREFIX e: <http://e/> SELECT * { ?s e:p ?o ", "column 43, at the end: not SPARQL"),
        ("SELECT * { ?s <http://e /> ?o }", "line 1, column 27, after '/>': IRI parsing failed"),
        ("SELECT ?s { ?t ?p ?o } GROUP BY ?p", "after '?p': The SELECT contains a variable that is unbound"),
    ],
)
def test_an_error_names_the_place(sparql: str, told: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        dataset.ask(ox.Store(), sparql, prefixes={"kg": "http://kg/"})
    assert told in place(caught.value, sparql, {"kg"})
