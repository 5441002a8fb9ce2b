"""Exports at their limits: hostile names, characters that XML forbids, graphs larger than a piece, failures."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import hostile
import networkx as nx
import peers
import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import export, network, order
from kg.derived import DEFAULT, LABEL
from kg.errors import ExportError
from kg.export import rdf
from kg.namespaces import ONTOLOGY, VOCABULARIES, Names
from kg.store import Store

EVERY = (*export.FORMATS, *export.VIEWS)
ODD = (
    "tab\t line\n return\r next\x85 bell\x07 nul\x00 none\ufffe rtl\u202e emoji😀 "
    "quote\" less< amp& ]]> comma, 'x' \u2028"
)
AS_XML = ODD.replace("\x07", "\ufffd").replace("\x00", "\ufffd").replace("\ufffe", "\ufffd")


@pytest.fixture(scope="module")
def hostile_store() -> Store:
    store = Store.in_memory()
    hostile.fill(store)
    return store


@pytest.fixture(scope="module")
def odd() -> Store:
    """A city with an odd name, in a fact with an odd quote."""
    store = Store.in_memory()
    graph, article = ox.NamedNode(store.names.graph("a")), ox.NamedNode(store.names.article("a"))

    def thing(path: str) -> ox.NamedNode:
        return ox.NamedNode(store.names.base + path)

    city, place, fact, evidence = (thing(path) for path in ("id/city/odd", "id/place/long", "fact/1", "evidence/a-0-1"))
    oa = VOCABULARIES["oa"]
    told: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (city, f"{ONTOLOGY}name", ox.Literal(ODD)),
        (place, f"{ONTOLOGY}name", ox.Literal("long " * 25_000)),
        (city, VOCABULARIES["rdf"] + "type", ox.NamedNode(f"{ONTOLOGY}City")),
        (place, VOCABULARIES["rdf"] + "type", ox.NamedNode(f"{ONTOLOGY}Place")),
        (fact, VOCABULARIES["rdf"] + "type", ox.NamedNode(f"{ONTOLOGY}Location")),
        (fact, f"{ONTOLOGY}city", city),
        (fact, f"{ONTOLOGY}place", place),
        (fact, f"{ONTOLOGY}evidence", evidence),
        (evidence, oa + "exact", ox.Literal(ODD)),
        (evidence, oa + "hasSource", article),
        (article, f"{ONTOLOGY}source", ox.Literal("a.txt")),
    ]
    store.engine.extend(ox.Quad(s, ox.NamedNode(p), o, where) for s, p, o in told for where in (graph, DEFAULT))
    for node, _, name in told[:2]:
        store.engine.extend(ox.Quad(node, LABEL, name, where) for where in (store.derived, DEFAULT))
    return store


# -- names that mean harm --------------------------------------------------------------------------


@pytest.mark.parametrize("form", export.FORMATS)
def test_hostile_names_are_the_same_triples_in_every_format(hostile_store: Store, form: str) -> None:
    found = list(ox.parse(export.export(hostile_store, form), format=export.FORMATS[form]))
    if form in rdf.WITH_GRAPHS:
        assert set(hostile_store.graphs()) == set(found)
    else:
        assert set(hostile_store.merged()) == {quad.triple for quad in found}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD parser
@pytest.mark.parametrize(("form", "name"), [("turtle", "turtle"), ("rdfxml", "xml"), ("jsonld", "json-ld")])
def test_another_reader_reads_hostile_names(hostile_store: Store, form: str, name: str) -> None:
    found = rdflib.Graph().parse(data=export.export(hostile_store, form), format=name)
    told = {quad.triple for quad in ox.parse(found.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)}
    assert set(hostile_store.merged()) == told


@pytest.mark.parametrize("form", ["turtle", "ntriples", "rdfxml"])
def test_rapper_reads_hostile_names(hostile_store: Store, form: str, tmp_path: Path) -> None:
    rapper = peers.tool("rapper", "apt-get install raptor2-utils")
    export.save(hostile_store, form, tmp_path / "hostile")
    told = peers.run(rapper, "-q", "-i", form, "-o", "ntriples", tmp_path / "hostile")
    assert set(hostile_store.merged()) == {quad.triple for quad in ox.parse(told, format=ox.RdfFormat.N_TRIPLES)}


def test_graphs_hold_hostile_names(hostile_store: Store, tmp_path: Path) -> None:
    graph = network.to_networkx(hostile_store)
    labels = {name: data["label"] for name, data in graph.nodes(data=True)}
    assert any("<script>" in label for label in labels.values())
    export.save(hostile_store, "graphml", tmp_path / "graphml")
    export.save(hostile_store, "gexf", tmp_path / "gexf")
    keys = sorted(graph.edges(keys=True))
    for found in (nx.read_graphml(tmp_path / "graphml"), nx.read_gexf(tmp_path / "gexf", version="1.3")):
        assert labels == {name: data["label"] for name, data in found.nodes(data=True)}
        assert keys == sorted((start, end, data["id"]) for start, end, data in found.edges(data=True))
    nodes = json.loads(export.export(hostile_store, "nodelink"))["nodes"]
    assert labels == {node["id"]: node["label"] for node in nodes}


def test_tables_hold_hostile_names(hostile_store: Store) -> None:
    tables = _tables(hostile_store)
    labels = {row["thing"]: row["label"] for row in tables["things.csv"]}
    assert {node.iri: node.label for node in network.nodes(hostile_store)}.items() <= labels.items()
    assert all(labels[row["recipient"]] == row["recipientLabel"] for row in tables["awards.csv"])


def _tables(store: Store) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(export.export(store, "csvw"))) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline=""), strict=True))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


# -- characters --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["turtle", "ntriples", "nquads", "trig", "jsonld"])
def test_odd_characters_and_long_names_survive(odd: Store, form: str) -> None:
    found = ox.parse(export.export(odd, form), format=export.FORMATS[form])
    told = {quad.object.value for quad in found if isinstance(quad.object, ox.Literal)}
    assert {ODD, "long " * 25_000} <= told


def test_rdf_xml_refuses_what_it_would_change(odd: Store) -> None:
    with pytest.raises(ExportError, match=r"U\+0007.*export it as turtle"):
        export.export(odd, "rdfxml")


def test_carriage_returns_survive_rdf_xml() -> None:
    """A parser of XML makes a bare one a line feed; ours does not, so others are asked."""
    triple = ox.Triple(ox.NamedNode("urn:a:s"), ox.NamedNode("urn:a:p"), ox.Literal("a\r\nb\rc\td\ne"))
    content = export.serialized([triple], "rdfxml", Names())
    assert [str(value) for value in rdflib.Graph().parse(data=content, format="xml").objects()] == ["a\r\nb\rc\td\ne"]


def test_xml_graphs_show_what_xml_forbids_as_a_replacement(odd: Store) -> None:
    namespace = "{http://graphml.graphdrawing.org/xmlns}"
    root = ET.fromstring(export.export(odd, "graphml"))
    assert AS_XML in [data.text for data in root.iter(f"{namespace}data")]
    assert "long " * 25_000 in [data.text for data in root.iter(f"{namespace}data")]
    gexf = ET.fromstring(export.export(odd, "gexf"))
    assert AS_XML in [node.get("label") for node in gexf.iter("{http://gexf.net/1.3}node")]


def test_json_and_tables_keep_odd_characters(odd: Store) -> None:
    for form in ("nodelink", "cytoscape"):
        assert json.dumps(ODD, ensure_ascii=False).encode() in export.export(odd, form)
    assert ODD in [row["label"] for row in _tables(odd)["things.csv"]]
    assert [row["quote"] for row in _tables(odd)["places.csv"]] == [ODD]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_text_is_well_formed_xml(text: str) -> None:
    """Law: whatever a name holds, the XML parses, and says it but for what XML cannot hold."""
    from kg.export.characters import NO_XML, attribute, element_text

    root = ET.fromstring(f"<a{attribute('b', text)}>{element_text(text)}</a>".encode())
    expected = NO_XML.sub("\ufffd", text)
    assert expected == root.get("b")
    assert expected == root.text


def test_iri_that_looks_like_a_short_name_is_refused_in_json_ld() -> None:
    triple = ox.Triple(ox.NamedNode("schema:x"), ox.NamedNode("urn:a:p"), ox.Literal("a"))
    with pytest.raises(ExportError, match="schema: is a prefix"):
        export.serialized([triple], "jsonld", Names())


@pytest.mark.parametrize(
    "value",
    [
        ox.Literal("12", datatype=ox.NamedNode(VOCABULARIES["xsd"] + "integer")),
        ox.Literal("+12", datatype=ox.NamedNode(VOCABULARIES["xsd"] + "integer")),
        ox.Literal("9" * 30, datatype=ox.NamedNode(VOCABULARIES["xsd"] + "integer")),
        ox.Literal("1", datatype=ox.NamedNode(VOCABULARIES["xsd"] + "boolean")),
        ox.Literal("true", datatype=ox.NamedNode(VOCABULARIES["xsd"] + "boolean")),
        ox.Literal("1.50", datatype=ox.NamedNode(VOCABULARIES["xsd"] + "decimal")),
        ox.Literal("12"),
        ox.Literal("true"),
        ox.Literal(""),
        ox.Literal("chat", language="fr"),
        ox.NamedNode(Names().base + "id/city/../award/x"),
        ox.NamedNode(Names().base + "id/city/x?y#z"),
        ox.NamedNode(Names().base),
        ox.NamedNode(VOCABULARIES["schema"] + "//x"),
        ox.NamedNode("mailto:someone@example.org"),
        ox.BlankNode("b0"),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "predicate", ["year", "value", "rank", "recipient", "edition", "change", "id", "type", "schema"]
)
def test_any_value_of_any_property_survives_json_ld(value: ox.NamedNode | ox.Literal, predicate: str) -> None:
    """Also one that the context would read in another way."""
    triple = ox.Triple(ox.NamedNode("urn:a:s"), ox.NamedNode(ONTOLOGY + predicate), value)
    content = export.serialized([triple], "jsonld", Names())
    found = [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.JSON_LD)]
    assert [str(triple)] == [
        str(one).replace(str(one.object), str(value)) if isinstance(value, ox.BlankNode) else str(one) for one in found
    ]


def test_evidence_that_proves_itself_is_written() -> None:
    """Nesting never hides a node: neither one in a circle nor one of two facts."""
    evidence = ox.NamedNode(ONTOLOGY + "evidence")
    one, two, passage = (ox.NamedNode(f"urn:a:{name}") for name in ("one", "two", "passage"))
    text = ox.NamedNode("urn:a:text")
    triples = export.in_order([
        ox.Triple(one, evidence, passage), ox.Triple(two, evidence, passage), ox.Triple(passage, text, ox.Literal("x")),
        ox.Triple(two, evidence, two), ox.Triple(one, evidence, two),
    ])  # fmt: skip
    found = ox.parse(export.serialized(triples, "jsonld", Names()), format=ox.RdfFormat.JSON_LD)
    assert set(triples) == {quad.triple for quad in found}


# -- size ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", EVERY)
def test_pieces_on_disk_give_the_same_bytes(
    sample: kg.KnowledgeGraph, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A graph larger than a piece, and of more pieces than may be open at once."""
    whole = sample.export(form)
    monkeypatch.setattr(order, "PIECE", 100)
    monkeypatch.setattr(order, "MOST_PIECES", 7)
    monkeypatch.setattr(rdf, "IN_MEMORY", 1000)
    assert whole == sample.export(form)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("tp"), st.text(max_size=6)), max_size=40, unique=True)
)
def test_rows_are_sorted_by_their_terms(told: list[tuple[str, str, str]]) -> None:
    """Law: sorted on disk is sorted in memory."""
    rows = [
        ox.Triple(
            ox.NamedNode(f"urn:a:{s}"),
            order.TYPE if p == "t" else ox.NamedNode("urn:a:p"),
            ox.Literal(o.replace("\ud800", "")),
        )
        for s, p, o in told
    ]
    expected = export.in_order(rows)
    assert expected == list(order.ordered(dict.fromkeys(rows)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "PIECE", 3)
        patch.setattr(order, "MOST_PIECES", 2)
        assert expected == list(order.ordered(dict.fromkeys(rows)))


def test_empty_graph_is_exported() -> None:
    for form in EVERY:
        export.export(Store.in_memory(), form)
    assert export.export(Store.in_memory(), "turtle") == b""
    assert {"nodes": [], "edges": []}.items() <= json.loads(export.export(Store.in_memory(), "nodelink")).items()


def test_what_fails_halfway_leaves_the_old_file(odd: Store, tmp_path: Path) -> None:
    target = tmp_path / "sample.rdf"
    target.write_bytes(b"old")
    with pytest.raises(ExportError):
        export.save(odd, "rdfxml", target)
    assert target.read_bytes() == b"old"
    assert [target] == list(tmp_path.iterdir())


SIZES = (50_000, 150_000)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("made")
    for size in SIZES:
        _made(folder / str(size), size)
    return {size: folder / str(size) for size in SIZES}


@pytest.mark.slow
@pytest.mark.parametrize("form", EVERY)
def test_memory_stays_flat(form: str, made: dict[int, Path], tmp_path: Path) -> None:
    """Three times the graph, both of many pieces, takes about the same; 25 MB are for what the engine maps."""
    small, large = (_peak(made[size], form, tmp_path / "out.zip") for size in SIZES)
    assert large < small * 1.05 + 25


def _made(path: Path, size: int) -> None:
    """A store of so many triples: facts, each with a city, an award, and a passage."""
    names = Names()

    def rows() -> Iterator[ox.Quad]:
        typed, exact = ox.NamedNode(VOCABULARIES["rdf"] + "type"), ox.NamedNode(VOCABULARIES["oa"] + "exact")
        labels = ox.NamedNode(names.graph("derived"))
        for n in range(size // 7):
            fact, passage = (ox.NamedNode(f"{names.base}{kind}/{n:024x}") for kind in ("fact", "evidence"))
            city = ox.NamedNode(f"{names.base}id/city/gn{n}")
            label = ox.Literal(f"City {n}")
            yield ox.Quad(fact, typed, ox.NamedNode(ONTOLOGY + "Location"))
            yield ox.Quad(fact, ox.NamedNode(ONTOLOGY + "city"), city)
            yield ox.Quad(fact, ox.NamedNode(ONTOLOGY + "place"), city)
            yield ox.Quad(fact, ox.NamedNode(ONTOLOGY + "evidence"), passage)
            yield ox.Quad(passage, exact, ox.Literal(f"City {n} lies in itself, as all cities do. " * 3))
            yield ox.Quad(city, typed, ox.NamedNode(ONTOLOGY + "City"))
            yield ox.Quad(city, ox.NamedNode(VOCABULARIES["rdfs"] + "label"), label)
            yield ox.Quad(city, ox.NamedNode(VOCABULARIES["rdfs"] + "label"), label, labels)
            yield ox.Quad(fact, typed, ox.NamedNode(ONTOLOGY + "Location"), ox.NamedNode(names.graph(f"{n % 100}")))

    store = ox.Store(str(path))
    store.bulk_extend(rows())
    store.optimize()


def _peak(store: Path, form: str, target: Path) -> int:
    """The most memory, in megabytes, that a process needed to export a store, without that of opening it."""
    program = (
        "import sys; from pathlib import Path; from kg import export, order; from kg.store import Store\n"
        "order.PIECE = 5_000\n"
        "with Store.open(Path(sys.argv[1])) as store:\n"
        "    Path('/proc/self/clear_refs').write_text('5')\n"
        "    export.save(store, sys.argv[2], Path(sys.argv[3]))\n"
        "told = dict(line.split(':', 1) for line in Path('/proc/self/status').read_text().splitlines())\n"
        "print(int(told['VmHWM'].split()[0]) // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, store, form, target], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip
    return int(done.stdout)
