"""Small stores to push, and all that a remote store holds after that."""

from __future__ import annotations

import pyoxigraph as ox

from kg.namespaces import Names
from kg.remote import graphs
from kg.store import Store

NAMES = Names()
FOREIGN = {
    ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("not ours"), ox.NamedNode("urn:others")),
    ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("not ours"), ox.NamedNode(NAMES.graph("foreign"))),
    ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("not ours"), ox.DefaultGraph()),
}
BEFORE = {"same": range(3), "changed": range(3), "removed": range(2), "large": range(5)}
AFTER = {"same": range(3), "changed": range(1, 4), "new": range(2), "large": range(3, 14)}
ODD = 'a "quote", a \\u0041, a \\ and a\nline, 🜚 }} PREFIX x: <y>'


def a_store(content: dict[str, range]) -> Store:
    store = Store.in_memory(NAMES)
    for name, numbers in content.items():
        for number in numbers:
            subject = ox.NamedNode(f"{NAMES.base}fact/{number}")
            value = ox.Literal(f"{name} {number} {ODD}")
            store.engine.add(ox.Quad(subject, ox.NamedNode("urn:p"), value, ox.NamedNode(NAMES.graph(name))))
    return store


def recorded(store: Store) -> set[ox.Quad]:
    """All that a remote holds that a store was pushed to, with the manifest."""
    lines = " ".join(graphs.record(graph, told) for graph, told in graphs.Local(store).graphs.items())
    manifest = ox.NamedNode(NAMES.graph(graphs.MANIFEST))
    told = {ox.Quad(q.subject, q.predicate, q.object, manifest) for q in ox.parse(lines, format=ox.RdfFormat.TURTLE)}
    return FOREIGN | set(store.graphs()) | told
