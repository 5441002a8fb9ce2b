"""The competency questions mean the same to every engine: Oxigraph, Jena's arq and rdflib give the same rows.

All three ask the exported sample: what is asserted as the default graph, each article's graph under its name.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import jena
import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT

from kg.namespaces import XSD
from kg.vocabulary import question_files

QUESTIONS = question_files()
DATA = (ROOT / "exports" / "sample.nt", ROOT / "exports" / "sample.nq")
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float", "long", "int", "nonNegativeInteger")}
Row = tuple[tuple[str, Any], ...]  # variable and value, without those that have none


def stem(path: Path) -> str:
    return path.stem


def sparql(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def value(term: dict[str, str]) -> object:
    """A term in the value space: 2, 2.0 and 02 are one number."""
    datatype = term.get("datatype", "")
    if datatype in NUMBERS:
        return "number", Decimal(term["value"]).normalize()
    plain = "" if datatype == XSD + "string" else datatype
    return term["type"].removeprefix("typed-"), term["value"], plain, term.get("xml:lang", "")


def rows(answer: str | bytes) -> list[Row]:
    """The rows of an answer in SPARQL's JSON, in order; a yes or no is one row."""
    found = json.loads(answer)
    if "boolean" in found:
        return [(("", found["boolean"]),)]
    return [tuple(sorted((name, value(term)) for name, term in row.items())) for row in found["results"]["bindings"]]


def sorted_wholly(text: str, found: list[Row]) -> bool:
    """True where ORDER BY leaves no two rows in a place: their keys, all of them columns, differ."""
    order = re.search(r"ORDER BY (.*)", text)
    if order is None:
        return False
    names = re.findall(r"\?(\w+)", order[1])
    keys = [tuple(dict(row).get(name) for name in names) for row in found]
    return len(set(keys)) == len(set(found))


def same(text: str, one: list[Row], other: list[Row]) -> None:
    assert Counter(one) == Counter(other)
    if sorted_wholly(text, one):
        assert one == other


@pytest.fixture(scope="module")
def expected() -> dict[str, list[Row]]:
    store = ox.Store()
    for path in DATA:
        store.bulk_load(path=path)
    answers = {path.stem: store.query(sparql(path)) for path in QUESTIONS}
    assert not [stem for stem, answer in answers.items() if isinstance(answer, ox.QueryTriples)]
    return {
        stem: rows(answer.serialize(format=ox.QueryResultsFormat.JSON) or b"")
        for stem, answer in answers.items()
        if not isinstance(answer, ox.QueryTriples)
    }


@pytest.fixture(scope="module")
def by_jena(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    if not jena.installed():
        pytest.skip(jena.INSTALL)
    return jena.Jena(tmp_path_factory.mktemp("jena")).ask_all(QUESTIONS, DATA)


@pytest.fixture(scope="module")
def by_rdflib() -> rdflib.Dataset:
    data = rdflib.Dataset()
    data.parse(data=DATA[1].read_bytes(), format="nquads")  # first: it leaves the default graph empty
    data.default_graph.parse(data=DATA[0].read_bytes(), format="nt")
    return data


@pytest.mark.parametrize("path", QUESTIONS, ids=stem)
def test_jena_gives_the_same_rows(path: Path, expected: dict[str, list[Row]], by_jena: dict[str, str]) -> None:
    same(sparql(path), expected[path.stem], rows(by_jena[path.stem]))


@pytest.mark.filterwarnings("ignore:Dataset.* is deprecated:DeprecationWarning")  # rdflib's own use
@pytest.mark.parametrize("path", QUESTIONS, ids=stem)
def test_rdflib_gives_the_same_rows(path: Path, expected: dict[str, list[Row]], by_rdflib: rdflib.Dataset) -> None:
    answer = by_rdflib.query(sparql(path)).serialize(format="json")
    assert answer is not None
    same(sparql(path), expected[path.stem], rows(answer))
