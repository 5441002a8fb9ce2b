"""What is exported is read by programs that did not write it, and each triple is the same there.

rapper (Raptor), Jena, rdflib, an Oxigraph server over HTTP and, slowly, Virtuoso. A tool that is not installed is said.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import peers
import pyoxigraph as ox
import pytest
import rdflib
from jena import INSTALL, Jena, installed
from peers import Process

from kg import export
from kg.namespaces import XSD
from kg.store import Store

RAPPER = {"turtle": "turtle", "ntriples": "ntriples", "rdfxml": "rdfxml"}
RDFLIB = {
    "turtle": "turtle",
    "ntriples": "nt",
    "rdfxml": "xml",
    "jsonld": "json-ld",
    "nquads": "nquads",
    "trig": "trig",
}
MEDIA = {
    "turtle": "text/turtle", "ntriples": "application/n-triples", "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json", "nquads": "application/n-quads", "trig": "application/trig",
}  # fmt: skip
OF_FORMAT = {form: suffix for suffix, form in export.SUFFIXES.items()}
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
LISTS = "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"


@pytest.fixture(scope="module")
def files(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample graph in each format of RDF."""
    folder = tmp_path_factory.mktemp("files")
    with Store.open(sample_store) as store:
        for suffix, form in export.SUFFIXES.items():
            export.save(store, form, folder / f"sample{suffix}")
    return {form: folder / f"sample{suffix}" for suffix, form in export.SUFFIXES.items()}


@pytest.fixture(scope="module")
def triples(sample_store: Path) -> set[ox.Triple]:
    with Store.open(sample_store) as store:
        return set(store.merged())


@pytest.fixture(scope="module")
def quads(sample_store: Path) -> set[ox.Quad]:
    with Store.open(sample_store) as store:
        return set(store.graphs())


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Jena:
    if not installed():
        pytest.skip(INSTALL)
    return Jena(tmp_path_factory.mktemp("jena"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    with peers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as running:
        yield running


def read(text: str | bytes, *, form: ox.RdfFormat = ox.RdfFormat.N_TRIPLES) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(text, format=form)}


def read_quads(text: str | bytes) -> set[ox.Quad]:
    return set(ox.parse(text, format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize("form", RAPPER)
def test_rapper_reads_the_same_triples(form: str, files: dict[str, Path], triples: set[ox.Triple]) -> None:
    rapper = peers.tool("rapper", "apt-get install raptor2-utils")
    assert triples == read(peers.run(rapper, "-q", "-i", RAPPER[form], "-o", "ntriples", files[form]))


@pytest.mark.parametrize("form", ["nquads", "trig"])
def test_rapper_reads_the_same_graphs(form: str, files: dict[str, Path], quads: set[ox.Quad]) -> None:
    rapper = peers.tool("rapper", "apt-get install raptor2-utils")
    assert quads == read_quads(peers.run(rapper, "-q", "-i", form, "-o", "nquads", files[form]))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD parser
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib warns of its own calls
@pytest.mark.parametrize("form", RDFLIB)
def test_rdflib_reads_the_same_terms(
    form: str, files: dict[str, Path], triples: set[ox.Triple], quads: set[ox.Quad]
) -> None:
    if form in export.rdf.WITH_GRAPHS:
        dataset = rdflib.Dataset().parse(files[form], format=RDFLIB[form])
        assert quads == read_quads(dataset.serialize(format="nquads"))
        return
    found = rdflib.Graph().parse(files[form], format=RDFLIB[form])
    assert triples == read(found.serialize(format="nt"))


def test_jena_reads_the_same_triples(jena: Jena, files: dict[str, Path], triples: set[ox.Triple]) -> None:
    """One run over three files: together they say no more than is stored, and as much thrice."""
    paths = [files[form] for form in ("turtle", "ntriples", "rdfxml")]
    found = jena.run("riotcmd.riot", "--output=nt", *paths)
    assert triples == read(found)
    assert len(triples) * len(paths) == found.count(" .\n")


def test_jena_reads_json_ld_with_its_context(jena: Jena, files: dict[str, Path], triples: set[ox.Triple]) -> None:
    """By its reader of JSON-LD 1.0: that of 1.1 lacks a jar in Debian."""
    assert triples == read(jena.run("riotcmd.riot", "--syntax=jsonld10", "--output=nt", files["jsonld"]))


def test_tdb2_holds_the_same_graphs(jena: Jena, files: dict[str, Path], quads: set[ox.Quad], tmp_path: Path) -> None:
    jena.run("tdb2.tdbloader", "--loc", tmp_path / "tdb", files["trig"])
    assert quads == read_quads(jena.run("tdb2.tdbdump", "--loc", tmp_path / "tdb"))


def test_arq_counts_as_we_do(jena: Jena, files: dict[str, Path], sample_store: Path) -> None:
    from kg import query

    found = jena.run("arq.arq", "--data", files["turtle"], "--results=csv", LISTS)
    with Store.open(sample_store) as store:
        assert query.render(store, query.run(store, LISTS), "csv").splitlines() == found.splitlines()


@pytest.mark.parametrize("form", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_server_of_oxigraph_takes_each_format(
    form: str, server: Process, files: dict[str, Path], triples: set[ox.Triple]
) -> None:
    put = server.client.put("/store?default", content=files[form].read_bytes(), headers={"Content-Type": MEDIA[form]})
    assert put.status_code in {201, 204}, put.text
    found = server.client.get("/store?default", headers={"Accept": "application/n-triples"})
    assert triples == read(found.content)
    rows = server.client.post(
        "/query", content=LISTS, headers={"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    )
    assert f"#City,{sum(1 for t in triples if str(t.object).endswith('#City>'))}" in rows.text


@pytest.mark.parametrize("form", ["nquads", "trig"])
def test_server_of_oxigraph_takes_each_graph(
    form: str, server: Process, files: dict[str, Path], quads: set[ox.Quad]
) -> None:
    put = server.client.put("/store", content=files[form].read_bytes(), headers={"Content-Type": MEDIA[form]})
    assert put.status_code in {201, 204}, put.text
    found = server.client.get("/store", headers={"Accept": "application/n-quads"})
    assert quads == read_quads(found.content)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "name"), [("turtle", "sample.ttl"), ("ntriples", "sample.nt"), ("rdfxml", "sample.rdf")]
)
def test_virtuoso_holds_the_same_triples(
    form: str, name: str, files: dict[str, Path], triples: set[ox.Triple], tmp_path: Path
) -> None:
    """A truth value is the one thing that it gives back in another form: 0 and 1, the other way that XSD writes it."""
    isql = peers.tool("isql-vt", "apt-get install virtuoso-opensource-7-bin")
    (tmp_path / name).write_bytes(files[form].read_bytes())
    running, port = peers.virtuoso(tmp_path)
    with running:
        load = f"ld_dir('{tmp_path}', '{name}', 'http://loaded.example/'); rdf_loader_run(); checkpoint;"
        peers.run(isql, f"127.0.0.1:{port}", "dba", "dba", f"exec={load}")
        asked = {
            "query": "SELECT ?s ?p ?o { GRAPH <http://loaded.example/> { ?s ?p ?o } }",
            "format": "application/sparql-results+json",
        }
        answer = running.client.get("/sparql", params=asked)
        answer.raise_for_status()
        rows = ox.parse_query_results(io.BytesIO(json.dumps(answer.json()).encode()), ox.QueryResultsFormat.JSON)
        assert isinstance(rows, ox.QuerySolutions)
        found = {ox.Triple(row["s"], row["p"], _as_written(row["o"])) for row in rows}
    assert triples == found


def _as_written(term: Term) -> Term:
    if isinstance(term, ox.Literal) and term.datatype.value == XSD + "boolean":
        return ox.Literal({"0": "false", "1": "true"}.get(term.value, term.value), datatype=term.datatype)
    return term
