"""CityKG: news about cities as a knowledge graph that can be trusted.

How an article becomes a graph, a module a step:

    read -> Article        text -> Sentence       mentions -> Document      facts -> Fact
    resolve -> Fact        rdf -> quads           validate -> Finding       store

``pipeline`` joins the steps. ``kg.open("build/demo")`` opens what ``kg build`` has built.
"""

from kg.graph import KnowledgeGraph, to_networkx
from kg.graph import open_graph as open  # noqa: A004 - kg.open reads as it should

__all__ = ["KnowledgeGraph", "open", "to_networkx"]
