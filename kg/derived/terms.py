"""The terms and graphs in which what follows from the articles is kept."""

from __future__ import annotations

import pyoxigraph as ox

from kg.decode import local, text
from kg.namespaces import DCTERMS, ONTOLOGY, OWL, RDFS, Names

LABEL = ox.NamedNode(RDFS + "label")
CLAIM, MARK, IDENTIFICATION, VARIANT, ENTITY, REASON, IN_ARTICLE = (
    ox.NamedNode(ONTOLOGY + name)
    for name in ("claim", "mark", "Identification", "variant", "entity", "reason", "inArticle")
)
REPLACED = ox.NamedNode(DCTERMS + "isReplacedBy")
SAME, DIFFERENT = ox.NamedNode(OWL + "sameAs"), ox.NamedNode(OWL + "differentFrom")
DEFAULT = ox.DefaultGraph()

Node = ox.NamedNode | ox.BlankNode | ox.Triple
Value = Node | ox.Literal
Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class Graphs:
    """Which graph holds what, by the names of a store."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.labels, self.identity, self.index, self.corrections = (
            ox.NamedNode(names.graph(name)) for name in ("derived", "identity", "index", "corrections")
        )
        self._silent = {ox.NamedNode(names.graph(name)) for name in ("text", "quarantine", "ledger")}
        self._silent |= {self.index, self.corrections}
        self._index_of_article = names.graph("index-")
        self.things, self._units = f"{names.base}id/", f"{names.base}id/unit/"

    def is_index(self, graph: Graph) -> bool:
        """True for a graph that holds what one article claims of its entities."""
        return text(graph).startswith(self._index_of_article)

    def index_of(self, graph: ox.NamedNode) -> ox.NamedNode:
        """The graph that holds what an article claims of its entities."""
        return ox.NamedNode(self._index_of_article + local(graph))

    def article_of(self, index: Graph) -> ox.NamedNode:
        """The article whose claims a graph holds."""
        return ox.NamedNode(self.names.article(text(index).removeprefix(self._index_of_article)))

    def is_thing(self, term: Value) -> bool:
        """True for the name of a thing, which may be the name of another: no fact, article or unit."""
        if not isinstance(term, ox.NamedNode):
            return False
        name = term.value
        return name.startswith(self.things) and not name.startswith(self._units)

    def asserted(self, graph: Graph) -> bool:
        """True for graphs whose triples stand in the default graph: those of articles, labels, identity."""
        return graph not in self._silent and graph != DEFAULT and not self.is_index(graph)
