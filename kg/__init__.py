"""CityKG: news about cities as a knowledge graph that can be trusted.

How an article becomes a graph, a module a step:

    read -> Article        text -> Sentence       mentions -> Document      facts -> Fact
    resolve -> Fact        rdf -> quads           validate -> Finding       store

``pipeline`` joins the steps. ``kg.open("build/demo")`` opens what ``kg build`` has built.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph import KnowledgeGraph, to_networkx
    from kg.graph import open_graph as open  # noqa: A004 - kg.open reads as it should

__all__ = ["KnowledgeGraph", "open", "to_networkx"]


def __getattr__(name: str) -> object:
    """The public names, imported when they are first used: a query process of ``kg serve`` needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from kg import graph  # noqa: PLC0415 - that is the point

    return getattr(graph, "open_graph" if name == "open" else name)
