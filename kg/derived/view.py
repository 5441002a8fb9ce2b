"""A store with changes that are not made yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.derived.terms import Graph, Node, Value
from kg.profile import Profile


class View:
    """What a store says with changes that are not made yet: ``gone`` is still in the engine, ``come`` not yet."""

    def __init__(self, engine: ox.Store, gone: Iterable[ox.Quad] = (), come: Iterable[ox.Quad] = ()) -> None:
        """``gone`` must be in the engine, ``come`` must not."""
        self.engine = engine
        self.gone = set(gone)
        self.come: set[ox.Quad] = set()
        self.touched: set[Value] = set()  # the entities of which the merged graph says something new, or less
        self.profiles: dict[Value, Profile | None] = {}  # of entities of which other things are claimed
        self.remarked: set[str] = set()  # the marks that other entities have
        self.redecided: set[Value] = set()  # the names that stand for other things
        self._come_by: dict[Value, set[ox.Quad]] = {}
        for quad in come:
            self._add(quad)

    def remove(self, quad: ox.Quad) -> None:
        """Take a quad out."""
        if quad in self.come:
            self.come.discard(quad)
            for term in (quad.subject, quad.object):
                self._come_by[term].discard(quad)
        elif quad in self.engine:
            self.gone.add(quad)

    def add(self, quad: ox.Quad) -> None:
        """Put a quad in."""
        if quad in self.gone:
            self.gone.discard(quad)
        elif quad not in self.engine:
            self._add(quad)

    def _add(self, quad: ox.Quad) -> None:
        self.come.add(quad)
        for term in (quad.subject, quad.object):
            self._come_by.setdefault(term, set()).add(quad)

    def quads(
        self, subject: Node | None, predicate: ox.NamedNode | None, value: Value | None, graph: Graph | None
    ) -> Iterator[ox.Quad]:
        """The quads of a pattern, in no order; subject or value must be given."""
        stored = self.engine.quads_for_pattern(subject, predicate, value, graph)
        yield from (quad for quad in stored if quad not in self.gone) if self.gone else stored
        anchor = subject if subject is not None else value
        assert anchor is not None
        for quad in tuple(self._come_by.get(anchor, ())):
            if (
                (subject is None or quad.subject == subject)
                and (predicate is None or quad.predicate == predicate)
                and (value is None or quad.object == value)
                and (graph is None or quad.graph_name == graph)
            ):
                yield quad

    def has(
        self, subject: Node | None, predicate: ox.NamedNode | None, value: Value | None, graph: Graph | None
    ) -> bool:
        """True where there is a quad of the pattern."""
        return any(True for _ in self.quads(subject, predicate, value, graph))
