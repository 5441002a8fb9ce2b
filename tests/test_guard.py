"""Files of others: what could crash the parser or outgrow the machine is refused before it is parsed."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import export
from kg.guard import DEEPEST, parse

DEEP = 100_000


@pytest.mark.parametrize(
    ("form", "content", "why"),
    [
        ("jsonld", b'{"urn:a:a":' * DEEP + b'"x"' + b"}" * DEEP, "nested 100,000 deep"),
        ("jsonld", b'{"urn:a:a":' + b'{"@list":[' * DEEP + b"1" + b"]}" * DEEP + b"}", "deep"),
        ("turtle", b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * DEEP + b"<a:c>" + b" )>>" * DEEP + b" .", "deep"),
        ("turtle", b"a:\\' <a:b> " + b"<<( <a:a> <a:b> " * DEEP + b"'", "deep"),
        ("trig", b"<a:a> <a:b> " + b"( " * DEEP, "deep"),
        ("nquads", b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * DEEP, "deep"),
        ("rdfxml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "DOCTYPE"),
        ("rdfxml", b"<?xml version='1.0'?>\n<!-- x -->\n<!dOcTyPe x><x/>", "no XML"),
        ("rdfxml", b"<a>" * DEEP + b"</a>" * DEEP, "deep"),
    ],
)
def test_what_no_export_holds_is_refused(form: str, content: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        list(parse(content, export.FORMATS[form]))


def test_doctype_in_another_encoding_is_not_read() -> None:
    content = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")
    with pytest.raises((ValueError, SyntaxError)):
        list(parse(content, ox.RdfFormat.RDF_XML))


@pytest.mark.parametrize("suffix", export.SUFFIXES)
def test_exports_are_read_as_the_engine_reads_them(suffix: str) -> None:
    path: Path = ROOT / "exports" / f"sample{suffix}"
    form = export.FORMATS[export.SUFFIXES[suffix]]
    assert set(ox.parse(path=path)) == set(parse(path.read_bytes(), form))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text(alphabet="<>[](){}'\"\\#\n a", max_size=400), min_size=1, max_size=5),
    st.sampled_from(sorted(export.FORMATS)),
)
def test_brackets_in_words_are_not_counted(words: list[str], form: str) -> None:
    """Law: whatever stands in a literal, its export is read."""
    node, predicate = ox.NamedNode("urn:a:s"), ox.NamedNode("urn:a:p")
    literals = [ox.Literal(word + "([{<<" * DEEPEST) for word in words]
    triples = [ox.Triple(node, predicate, literal) for literal in literals]
    content = ox.serialize(triples, format=export.FORMATS[form])
    assert {quad.triple for quad in parse(content or b"", export.FORMATS[form])} == set(triples)
