"""The W3C data-shapes suite: compiled shapes report what it expects, and no less of it is compiled than ever was.

It is no part of the project: without ``../shared/conformance/shacl`` these tests are skipped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from conftest import SHARED
from rdflib import SH, Graph, Namespace, URIRef
from rdflib.term import Node
from shacl_reference import FAILURE, expected, found, graph, read, result

from kg.shacl import Plan, Result

SUITE = (SHARED / "conformance" / "shacl").resolve()  # manifests name each other by what they resolve to
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
PARTS = (SHT.dataGraph, SHT.shapesGraph)


@cache
def manifest(path: Path) -> Graph:
    return graph(read(path))


def entries(path: Path) -> list[tuple[Path, Node]]:
    """The tests of a manifest and of those that it includes."""
    if not path.exists():
        return []
    here, base = manifest(path), URIRef(path.resolve().as_uri())
    own = [(path, test) for head in here.objects(base, MF.entries) for test in here.items(head)]
    return own + [test for other in here.objects(base, MF.include) for test in entries(local(other))]


def local(iri: Node) -> Path:
    return Path(unquote(urlparse(str(iri)).path))


def named(path: Path, test: Node) -> str:
    return f"{path.parent.relative_to(SUITE)}/{str(test).rsplit('/', 1)[-1]}"


CORE = {named(*each): each for each in entries(SUITE / "core" / "manifest.ttl")}
SPARQL = {named(*each): each for each in entries(SUITE / "sparql" / "manifest.ttl")}
TESTS = CORE | SPARQL
OTHERWISE = {  # what pyshacl reports otherwise than the suite, and so do we
    "core/property/uniqueLang-002": 'rdflib takes "1"^^xsd:boolean for true, so sh:uniqueLang is on',
    "sparql/node/prefixes-001": "its prefixes hang on the IRI of the document, which a set of triples does not have",
    "sparql/pre-binding/shapesGraph-001": "pyshacl does not know $shapesGraph",
}
LEFT = {  # what is not compiled as a whole
    "core/complex/shacl-shacl": "its shapes refer to themselves",
    "core/path/path-strange-001": "a path with more than one meaning",
    "core/path/path-strange-002": "a path with more than one meaning",
    "sparql/component/optional-001": "a component of its own",
    "sparql/component/propertyValidator-select-001": "a component of its own",
    "sparql/component/validator-001": "a component of its own",
    "sparql/node/prefixes-001": "a prefix that is not declared",
    "sparql/node/sparql-001": "a variable for the property",
    "sparql/pre-binding/pre-binding-002": "UNION",
    "sparql/pre-binding/pre-binding-004": "BIND",
    "sparql/pre-binding/pre-binding-005": "a group within a group",
    "sparql/pre-binding/shapesGraph-001": "a graph by its name",
    "sparql/pre-binding/pre-binding-006": "a query within a query, SELECT *",
    "sparql/pre-binding/pre-binding-007": "a query within a query",
    **{f"sparql/pre-binding/unsupported-sparql-00{n}": "forbidden by the standard" for n in range(1, 7)},
}
suite = pytest.mark.skipif(not TESTS, reason="the W3C suite is not part of the project: ../shared is absent")


def action(name: str) -> tuple[bytes, bytes]:
    """The triples and the shapes of a test."""
    path, test = TESTS[name]
    node = manifest(path).value(test, MF.action)
    data, shapes = (read(local(each)) for part in PARTS for each in manifest(path).objects(node, part))
    return data, shapes


def wanted(name: str) -> Counter[Result]:
    """The results that the suite gives; it leaves messages and details open."""
    path, test = TESTS[name]
    here = manifest(path)
    report = here.value(test, MF.result)
    if report == SHT.Failure:
        return FAILURE
    return Counter(replace(result(here, each, here), messages=()) for each in here.objects(report, SH.result))


def comparable(results: Counter[Result]) -> Counter[Result]:
    """The results without messages and details."""
    if results == FAILURE:
        return results
    return Counter(replace(each, messages=()) for each in results.elements() if not each.is_detail)


@suite
@pytest.mark.parametrize("name", sorted(TESTS))
def test_report_is_that_of_pyshacl_and_of_the_suite(name: str) -> None:
    data, shapes = action(name)
    ours = found(data, shapes)
    assert ours == expected(data, shapes)
    assert (comparable(ours) == wanted(name)) == (name not in OTHERWISE)


@suite
def test_no_less_is_compiled_than_ever() -> None:
    compiled = {name for name in TESTS if Plan(action(name)[1]).unknown == []}
    assert set(TESTS) - set(LEFT) == compiled
    assert (len(CORE), len(compiled & set(CORE))) == (98, 95)
    assert (len(SPARQL), len(compiled & set(SPARQL))) == (22, 5)
