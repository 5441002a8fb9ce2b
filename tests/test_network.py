"""The graph for networkx and for rdflib: labels, kinds, evidence; views, not copies."""

import io

import networkx as nx
import pytest
import rdflib

import kg


def test_nodes_have_label_and_kind_and_edges_their_quote(sample: kg.KnowledgeGraph) -> None:
    graph = sample.to_networkx()
    assert graph.number_of_nodes() > 20
    assert graph.number_of_edges() > 20
    assert all(data["label"] and data["kind"] for _, data in graph.nodes(data=True))
    assert all(data["quote"] and data["article"] and data["fact"] for *_, data in graph.edges(data=True))


def test_awards_of_the_table_are_edges(sample: kg.KnowledgeGraph) -> None:
    labels = nx.get_node_attributes(sample.to_networkx(), "label")
    edges = {(data["fact"], data["relation"]) for *_, data in sample.to_networkx().edges(data=True)}
    for row in sample.table("awards"):
        assert (row["fact"], "award") in edges
        assert row["recipient"]
    assert labels


def test_networkx_writers_take_the_graph(sample: kg.KnowledgeGraph) -> None:
    graph = sample.to_networkx()
    for write, read in ((nx.write_graphml, nx.read_graphml), (nx.write_gexf, nx.read_gexf)):
        file = io.BytesIO()
        write(graph, file)
        file.seek(0)
        assert graph.number_of_edges() == read(file).number_of_edges()


def test_library_function_takes_a_graph_or_its_folder(sample: kg.KnowledgeGraph) -> None:
    assert nx.utils.graphs_equal(kg.to_networkx(sample), sample.to_networkx())


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib warns of its own calls
def test_rdflib_sees_the_store(sample: kg.KnowledgeGraph) -> None:
    view = sample.to_rdflib()
    rows = list(view.query("SELECT ?c WHERE { ?c a kg:City }"))
    assert len(rows) == len(sample.query("SELECT DISTINCT ?c WHERE { ?c a kg:City }").rows)
    assert rdflib.URIRef("https://w3id.org/citykg/ontology#City") in set(view.objects(None, rdflib.RDF.type))
