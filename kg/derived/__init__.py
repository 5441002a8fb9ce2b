"""What follows from the articles of a store, kept up with each change of one: identity, the merged graph, labels.

Input: the quads that go and come. Output: all quads that go and come, with what follows. Everything here is a
function of the article graphs and the corrections alone, so a store that has forgotten an article is the store that
never saw it. A change costs what the article's own entities cost, not what the store holds.

The article graphs name a thing by its name. The identity graph says which names stand for one thing; under it the
default graph is the merge of the article graphs: one IRI a thing, each triple once.

terms -> view -> index (claims, marks) -> identified (decisions) -> here (the merged graph, labels)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.decode import text
from kg.derived.identified import Identified, Renamed
from kg.derived.index import Index
from kg.derived.terms import DEFAULT, LABEL, Graph, Graphs, Node, Value
from kg.derived.view import View
from kg.namespaces import Names
from kg.rdf import NAME, TYPE

__all__ = ["DEFAULT", "LABEL", "Derived", "Graph", "View", "best_name"]


class Derived(Graphs):
    """The derived part of one store: which graphs hold it, and how it changes with the articles."""

    def __init__(self, engine: ox.Store, names: Names) -> None:
        super().__init__(names)
        self.engine = engine
        graphs = Graphs(names)  # no cycle: an engine must go as soon as nobody holds it
        self._index = Index(engine, graphs)
        self._identified = Identified(engine, graphs, self._index)
        self.claims, self.entity, self.members = self._index.claims, self._identified.entity, self._identified.members

    @property
    def graphs(self) -> tuple[ox.NamedNode, ...]:
        """The graphs that hold what follows from all articles together."""
        return self.labels, self.identity, self.index

    def changes(self, gone: set[ox.Quad], come: set[ox.Quad]) -> View:
        """The store when these quads of articles, or of the corrections, go and come, with what follows.

        ``gone`` must be in the store, ``come`` must not.
        """
        before, after = View(self.engine), View(self.engine, gone, come)
        told = self._index.told(gone, come)
        touched: set[Value] = {entity for entity, claims in told.items() if self._index.change(after, entity, claims)}
        # one name, several things: which of them the article means
        touched |= {e for e in told if any(one.limited for one in self._identified.standings(before, e))}
        touched |= {e for q in gone | come if q.graph_name == self.corrections for e in (q.subject, q.object)}
        renamed = self._identified.change(after, touched, told)
        removed, added = self._merge(before, after, gone, come, renamed)
        self._label(after, removed | added)
        after.touched = {t.subject for t in removed | added if text(t.subject).startswith(self.things)}
        return after

    def forget(self, view: View) -> None:
        """What a view changes is read anew from the store."""
        self._index.forget(view)
        self._identified.forget(view)

    # -- the merged graph ----------------------------------------------------------------------------

    def _merge(
        self, before: View, after: View, gone: set[ox.Quad], come: set[ox.Quad], renamed: Renamed
    ) -> tuple[set[ox.Triple], set[ox.Triple]]:
        """Keep the default graph: a triple stays while any article says it; the triples that went and came."""
        lost, found = _Merge(self, before), _Merge(self, after)
        removed = {lost.triple(quad) for quad in self._said((*gone, *self._mentions(before, renamed)))}
        added = {found.triple(quad) for quad in self._said((*come, *self._mentions(after, renamed)))}
        removed |= {q.triple for q in after.gone if q.graph_name == self.identity}
        added |= {q.triple for q in after.come if q.graph_name == self.identity}
        removed = {triple for triple in removed - added if not found.holds(triple)}
        for triple in removed:
            after.remove(_merged(triple))
        for triple in added:
            after.add(_merged(triple))
        return removed, added

    def _said(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """The quads that stand in graphs that are asserted."""
        asserted: dict[Graph, bool] = {}
        for quad in quads:
            graph = quad.graph_name
            if graph not in asserted:
                asserted[graph] = self.asserted(graph)
            if asserted[graph]:
                yield quad

    def _mentions(self, view: View, renamed: Renamed) -> Iterator[ox.Quad]:
        """What articles say of entities that are now another there."""
        for entity, graphs in renamed.items():
            assert isinstance(entity, ox.NamedNode)
            for graph in (None,) if graphs is None else graphs:
                for quad in (*view.quads(entity, None, None, graph), *view.quads(None, None, entity, graph)):
                    if quad.graph_name not in {self.identity, self.labels}:
                        yield quad

    def around(self, graph: ox.NamedNode, node: ox.NamedNode) -> Iterator[tuple[ox.Quad, ox.Triple]]:
        """What other articles say of the thing that an article's graph calls ``node``: as said, and as if said there.

        The second triple has ``node`` for subject; what it points to comes with its type and name.
        """
        view = View(self.engine)
        thing = self.entity(view, node, graph)
        for name in sorted(set(self.members(view, thing)), key=str):
            assert isinstance(name, ox.NamedNode)
            for quad in view.quads(name, None, None, None):
                where = quad.graph_name
                if where in {graph, self.labels, self.identity} or not self.asserted(where):
                    continue
                if self.entity(view, name, where) == thing:
                    yield quad, ox.Triple(node, quad.predicate, quad.object)
                    if text(quad.object).startswith(self.things) and isinstance(quad.object, ox.NamedNode):
                        for told in view.quads(quad.object, None, None, where):
                            if told.predicate in {TYPE, NAME}:
                                yield told, told.triple

    # -- labels ----------------------------------------------------------------------------------------

    def _label(self, after: View, changed: set[ox.Triple]) -> None:
        """Keep one label an entity: the best of the names it is called by."""
        for entity in {triple.subject for triple in changed if triple.predicate == NAME}:
            called = {text(quad.object) for quad in after.quads(entity, NAME, None, DEFAULT)}
            old = set(after.quads(entity, LABEL, None, self.labels))
            new = {ox.Quad(entity, LABEL, ox.Literal(best_name(called)), self.labels)} if called else set()
            for quad in old - new:
                after.remove(quad)
                after.remove(_merged(quad.triple))
            for quad in new - old:
                after.add(quad)
                after.add(_merged(quad.triple))


class _Merge:
    """Which triple of the default graph a quad gives, and whether any quad gives a triple."""

    def __init__(self, derived: Derived, view: View) -> None:
        self._derived = derived
        self._view = view
        self._known: dict[tuple[Value, Graph], Value] = {}
        self._said: dict[Node, set[ox.Triple]] = {}

    def _entity(self, node: Value, graph: Graph) -> Value:
        found = self._known.get((node, graph))
        if found is None:
            found = self._known[node, graph] = self._derived.entity(self._view, node, graph)
        return found

    def triple(self, quad: ox.Quad) -> ox.Triple:
        if quad.graph_name in {self._derived.labels, self._derived.identity}:
            return quad.triple
        subject = self._entity(quad.subject, quad.graph_name)
        return ox.Triple(subject, quad.predicate, self._entity(quad.object, quad.graph_name))  # type: ignore[arg-type]

    def holds(self, triple: ox.Triple) -> bool:
        if not self._derived.is_thing(triple.subject):  # of a fact, a passage or an article little is said
            return triple in self._said_of(triple.subject)
        for subject in set(self._derived.members(self._view, triple.subject)):
            for value in set(self._derived.members(self._view, triple.object)):
                for quad in self._view.quads(subject, triple.predicate, value, None):  # type: ignore[arg-type]
                    if self._derived.asserted(quad.graph_name) and self.triple(quad) == triple:
                        return True
        return False

    def _said_of(self, subject: Node) -> set[ox.Triple]:
        if subject not in self._said:
            quads = self._view.quads(subject, None, None, None)
            self._said[subject] = {self.triple(quad) for quad in quads if self._derived.asserted(quad.graph_name)}
        return self._said[subject]


def best_name(names: Iterable[str]) -> str:
    """The name to show for an entity: cased before capitals, with accents before without, then the shorter.

    A function of the set of names, so it does not depend on the order of articles.
    """
    return min(names, key=lambda name: (name.isupper() or name.islower(), name.isascii(), len(name), name))


def _merged(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, DEFAULT)
