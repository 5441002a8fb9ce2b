"""The W3C data-shapes suite: compiled shapes report what the suite expects, and as much of it as ever is compiled."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
import pyoxigraph as ox
from conftest import SHARED
from rdflib import RDF, SH, Graph, Namespace, URIRef
from rdflib.term import Node
from shacl_reference import FAILURE, expected, found, graph, read, result

from kg.shacl import Plan, Result

SUITE = SHARED / "conformance" / "shacl"
MF, SHT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"), Namespace("http://www.w3.org/ns/shacl-test#")


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


TESTS = sorted(entries(SUITE / "core/manifest.ttl") + entries(SUITE / "sparql/manifest.ttl"))
if __name__ == "__main__":
    import sys
    bad = Counter()
    for path, test in TESTS:
        here = manifest(path)
        action = here.value(test, MF.action)
        data, shapes = (read(local(here.value(action, part))) for part in (SHT.dataGraph, SHT.shapesGraph))
        f = found(data, shapes)
        e = expected(data, shapes)
        try: unknown = Plan(shapes).unknown
        except Exception as ex: unknown = [ex]
        r = here.value(test, MF.result)
        if r == SHT.Failure: w = FAILURE
        else:
            shapes_graph = graph(shapes)
            w = Counter(result(here, x, here) for x in here.objects(r, SH.result))
        def strip(c, *drop): 
            from dataclasses import replace
            if c is FAILURE: return c
            out = Counter()
            for k, n in c.items():
                if not k.is_detail: out[replace(k, messages=())] += n
            return out
        print(path.relative_to(SUITE), 'same as pyshacl' if f == e else 'DIFFERS', 'expected' if strip(f)==strip(w) else 'NOT EXPECTED', unknown)
        if f != e: print(f - e, e - f)
        if strip(f)!=strip(w): print('  +', strip(f)-strip(w), '\n  -', strip(w)-strip(f))
