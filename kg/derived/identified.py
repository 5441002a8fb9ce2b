"""Which names stand for one thing, kept in the identity graph with each change of what articles claim.

Input: the entities of which something else is claimed, or ruled. Output: the decisions of ``identity`` on them and on
all that is linked with them, as quads; in which articles a name is another thing by that. A change costs what the names
concerned cost, and of the articles those alone for which a name may now stand for something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from kg.decode import KINDS, local, text
from kg.derived.index import Index, Told
from kg.derived.terms import (
    CLAIM,
    DIFFERENT,
    ENTITY,
    IDENTIFICATION,
    IN_ARTICLE,
    REASON,
    REPLACED,
    SAME,
    VARIANT,
    Graph,
    Graphs,
    Node,
    Value,
)
from kg.derived.view import View
from kg.identity import Decision, Ruling, decided, linked
from kg.profile import Claim
from kg.rdf import TYPE

REMEMBERED = 10_000  # names and what they stand for
Renamed = dict[Value, set[Graph] | None]  # the graphs in which a name is now another thing; None: in all


class Standing(NamedTuple):
    """What a name stands for: everywhere, or in some articles only."""

    node: Node  # of the identification
    entity: Value
    limited: bool


class Identified:
    """The identity graph of one store."""

    def __init__(self, engine: ox.Store, graphs: Graphs, index: Index) -> None:
        self._graphs = graphs
        self._index = index
        self._before = View(engine)
        self._known: dict[Value, tuple[Standing, ...]] = {}

    def forget(self, view: View) -> None:
        """What a view has changed is read anew."""
        for variant in view.redecided:
            self._known.pop(variant, None)

    # -- what a name stands for --------------------------------------------------------------------

    def entity(self, view: View, node: Value, graph: Graph) -> Value:
        """What a name stands for where an article's graph uses it."""
        if not self._graphs.is_thing(node):
            return node
        for one in self.standings(view, node):
            if not one.limited:
                return one.entity
            article = ox.NamedNode(self._graphs.names.article(local(graph)))
            if view.has(one.node, IN_ARTICLE, article, self._graphs.identity):
                return one.entity
        return node

    def members(self, view: View, entity: Value) -> Iterator[Value]:
        """The names that may stand for an entity: its own, and those identified with it."""
        yield entity
        if text(entity).startswith(self._graphs.things):
            for quad in view.quads(None, ENTITY, entity, self._graphs.identity):
                yield from (q.object for q in view.quads(quad.subject, VARIANT, None, self._graphs.identity))

    def standings(self, view: View, variant: Value) -> tuple[Standing, ...]:
        """All that a name stands for, in the order of their nodes."""
        if variant in view.redecided:
            return self._read(view, variant)
        if variant not in self._known:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            self._known[variant] = self._read(self._before, variant)
        return self._known[variant]

    def _read(self, view: View, variant: Value) -> tuple[Standing, ...]:
        graph = self._graphs.identity
        nodes = sorted((quad.subject for quad in view.quads(None, VARIANT, variant, graph)), key=str)
        return tuple(
            Standing(
                node=node,
                entity=next(quad.object for quad in view.quads(node, ENTITY, None, graph)),
                limited=view.has(node, IN_ARTICLE, None, graph),
            )
            for node in nodes
        )

    # -- changes -----------------------------------------------------------------------------------

    def change(self, view: View, touched: set[Value], told: Mapping[Node, Told]) -> Renamed:
        """Decide anew for the touched entities and all that are linked with them; those that are now another."""
        before = self._before
        groups_before, groups = self._groups(before, touched), self._groups(view, touched)
        near = {entity for group in (*groups_before, *groups) for entity in group}
        was = self._decisions(before, (*groups_before, *self._groups(before, near.difference(*groups_before))))
        now = self._decisions(view, (*groups, *self._groups(view, near.difference(*groups))))
        renamed: Renamed = {}
        for variant in near:
            graphs = told[variant].graphs if variant in told else set()  # type: ignore[index]
            moved = self._redecide(view, variant, was.get(variant, {}), now.get(variant, {}), graphs)
            if moved is None or moved:
                renamed[variant] = moved
        return renamed

    def _groups(self, view: View, touched: set[Value]) -> list[set[Value]]:
        """The entities touched with those that bear on what they are: linked, directly or by way of others."""
        groups: list[set[Value]] = []
        done: set[Value] = set()
        for start in touched:
            queue = [start] if start not in done and self._graphs.is_thing(start) else []
            group: set[Value] = set()
            while queue:
                entity = queue.pop()
                if entity in group:
                    continue
                group.add(entity)
                queue += self._ruled(view, entity)
                if profile := self._index.profile(view, entity):
                    for other in self._index.met(view, profile) - group:
                        found = self._index.profile(view, other)
                        if found and linked(profile, found):
                            queue.append(other)
            if group:
                done |= group
                groups.append(group)
        return groups

    def _ruled(self, view: View, entity: Value) -> Iterator[Value]:
        """The entities of which a correction says that they are, or are not, the same as an entity."""
        assert isinstance(entity, ox.NamedNode)
        for quad in view.quads(entity, None, None, self._graphs.corrections):
            if quad.predicate in {SAME, DIFFERENT}:
                yield quad.object
        for quad in view.quads(None, None, entity, self._graphs.corrections):
            if quad.predicate in {SAME, DIFFERENT}:
                yield quad.subject

    def _rulings(self, view: View, group: set[Value]) -> Iterator[Ruling]:
        for entity in group:
            assert isinstance(entity, ox.NamedNode)
            for quad in view.quads(entity, None, None, self._graphs.corrections):
                if quad.predicate in {SAME, DIFFERENT}:
                    kind, _, one = entity.value.removeprefix(self._graphs.things).partition("/")
                    other = text(quad.object).removeprefix(self._graphs.things).partition("/")[2]
                    yield Ruling(kind=KINDS[kind], one=one, other=other, same=quad.predicate == SAME)

    def _decisions(self, view: View, groups: Iterable[set[Value]]) -> dict[Value, dict[Node, Decision]]:
        """What is decided of each entity of the groups that is a variant: by the nodes of the decisions."""
        found: dict[Value, dict[Node, Decision]] = {}
        for group in groups:
            profiles = frozenset(profile for entity in group if (profile := self._index.profile(view, entity)))
            for decision in decided(profiles, frozenset(self._rulings(view, group))):
                variant, entity = self._things_of(decision)
                node = ox.NamedNode(self._graphs.names.identification(f"{variant.value} {entity.value}"))
                found.setdefault(variant, {})[node] = decision
        return found

    def _redecide(
        self, view: View, variant: Value, was: dict[Node, Decision], now: dict[Node, Decision], graphs: set[Graph]
    ) -> set[Graph] | None:
        """Make ``now`` what is decided of a name; in which graphs it is another thing by that, None: in all.

        ``graphs`` are those of the articles that tell other claims of it than before. What a name stands for in the
        other articles is looked at only where their claims are another entity's than they were.
        """
        stored = {one.node for one in self.standings(self._before, variant)}
        kept = {n for n in stored if stored == was.keys() and n in now and _is_limited(was[n]) == _is_limited(now[n])}
        old = {quad for node in stored for quad in self._stored(node, whole=node not in kept)}
        old |= set(self._before.quads(variant, REPLACED, None, self._graphs.identity))  # type: ignore[arg-type]
        new: set[ox.Quad] = set()
        for node, decision in now.items():
            new |= set(self._quads(node, decision))
            if decision.claims is not None:
                of = was[node].claims if node in kept else None
                where = graphs | self._moved(view, variant, of, decision.claims)
                old |= {quad for graph in where if (quad := self._limit(node, graph)) in self._before.engine}
                new |= {self._limit(node, graph) for graph in where if self._applies(view, decision, variant, graph)}
        if old == new:
            return set()
        for quad in old - new:
            view.remove(quad)
        for quad in new - old:
            view.add(quad)
        view.redecided.add(variant)
        if any(quad.predicate == REPLACED for quad in old ^ new):
            return None
        names = self._graphs.names
        return {ox.NamedNode(names.graph(local(q.object))) for q in old ^ new if q.predicate == IN_ARTICLE}

    def _stored(self, node: Node, *, whole: bool) -> Iterator[ox.Quad]:
        """The quads of a decision; not ``whole``: but for the articles that one is limited to."""
        for predicate in (None,) if whole else (TYPE, VARIANT, ENTITY, REASON):
            yield from self._before.quads(node, predicate, None, self._graphs.identity)

    def _moved(self, view: View, variant: Value, was: frozenset[Claim] | None, now: frozenset[Claim]) -> set[Graph]:
        """The index graphs of the articles with claims that are of an entity now, or were."""
        assert isinstance(variant, ox.NamedNode)
        if was is None:
            return self._index.telling(view, variant, None)
        return {g for claim in was ^ now for g in self._index.telling(view, variant, ox.Literal(claim.text))}

    def _applies(self, view: View, decision: Decision, variant: Value, graph: Graph) -> bool:
        told = view.quads(variant, CLAIM, None, graph)  # type: ignore[arg-type]
        return decision.applies(Claim.of_text(text(quad.object)) for quad in told)

    def _limit(self, node: Node, graph: Graph) -> ox.Quad:
        return ox.Quad(node, IN_ARTICLE, self._graphs.article_of(graph), self._graphs.identity)

    def _things_of(self, decision: Decision) -> tuple[ox.NamedNode, ox.NamedNode]:
        """The variant and the entity of a decision."""
        variant, entity = (self._graphs.names.thing(decision.kind, key) for key in (decision.variant, decision.entity))
        return ox.NamedNode(variant), ox.NamedNode(entity)

    def _quads(self, node: Node, decision: Decision) -> Iterator[ox.Quad]:
        """The quads of a decision, but for the articles that one is limited to."""
        variant, entity = self._things_of(decision)
        for predicate, value in (
            (TYPE, IDENTIFICATION), (VARIANT, variant), (ENTITY, entity), (REASON, ox.Literal(decision.reason)),
        ):  # fmt: skip
            yield ox.Quad(node, predicate, value, self._graphs.identity)
        if not _is_limited(decision):
            yield ox.Quad(variant, REPLACED, entity, self._graphs.identity)


def _is_limited(decision: Decision) -> bool:
    """True where the decision holds in some articles only."""
    return decision.claims is not None
