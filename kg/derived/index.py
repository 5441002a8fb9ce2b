"""What all articles together claim of each entity, and the marks by which it is found.

Input: the claims of single articles, as quads of their index graphs. Output: each claim once, in the graph of the whole
index, with the marks of ``identity``; profiles of entities, and who may be the same. What was read of the store
is remembered as long as it stays so: names of which much is told are in every other article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.decode import KINDS, Described, article_in, facts_in, local, text
from kg.derived.terms import CLAIM, MARK, Graph, Graphs, Node, Value
from kg.derived.view import View
from kg.identity import is_several, marks, meeting
from kg.profile import Claim, Profile, claims

REMEMBERED = 4_000  # profiles, and marks
TOGETHER = "together"  # what several claims are that one article makes


@dataclass
class Told:
    """What articles that change say of an entity: claims that go, and that come, and their index graphs."""

    gone: set[Value] = field(default_factory=set)
    come: set[Value] = field(default_factory=set)
    graphs: set[Graph] = field(default_factory=set)


class Index:
    """The index of one store."""

    def __init__(self, engine: ox.Store, graphs: Graphs) -> None:
        self._engine = engine
        self._graphs = graphs
        self._profiles: dict[Value, Profile | None] = {}
        self._marked: dict[str, frozenset[Value]] = {}

    def forget(self, view: View) -> None:
        """What a view has changed is read anew."""
        for entity in view.profiles:
            self._profiles.pop(entity, None)
        for mark in view.remarked:
            self._marked.pop(mark, None)

    def claims(self, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """What an article's quads claim of each entity, as quads of its index graph."""
        names = self._graphs.names
        told = Described(quad for quad in quads if quad.graph_name == graph)
        node = ox.NamedNode(names.article(local(graph)))
        if node in told.nodes:
            index = self._graphs.index_of(graph)
            facts = tuple(fact for _, fact in facts_in(told, names))
            for (kind, key), about in claims(article_in(told, node, ""), facts).items():
                iri = ox.NamedNode(names.thing(kind, key))
                yield from (ox.Quad(iri, CLAIM, ox.Literal(claim.text), index) for claim in about)

    def told(self, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> dict[Node, Told]:
        """What goes and comes of the claims of single articles, by entity."""
        found: dict[Node, Told] = {}
        for quad in (*gone, *come):
            if quad.predicate == CLAIM:
                found.setdefault(quad.subject, Told()).graphs.add(quad.graph_name)
        for quad in gone:
            if quad.predicate == CLAIM:
                found[quad.subject].gone.add(quad.object)
        for quad in come:
            if quad.predicate == CLAIM:
                found[quad.subject].come.add(quad.object)
        return found

    def change(self, view: View, entity: Node, told: Told) -> bool:
        """Keep each claim of an entity once, and its marks; False where that is nothing new for what it is."""
        before = self.profile(view, entity)
        known = before.claims if before else frozenset()
        new = {claim: value for value in told.come if (claim := Claim.of_text(text(value))) not in known}
        gone = (value for value in told.gone - told.come if not self._is_told(view, entity, value))
        lost = {Claim.of_text(text(value)): value for value in gone}
        if not new and not lost:
            return False
        for value in new.values():
            view.add(ox.Quad(entity, CLAIM, value, self._graphs.index))
        for value in lost.values():
            view.remove(ox.Quad(entity, CLAIM, value, self._graphs.index))
        after = view.profiles[entity] = self._profile_of(entity, known.union(new).difference(lost))
        if all(claim.what == TOGETHER for claim in (*new, *lost)):
            # what one article tells together joins again what would be several, and nothing else
            return after is not None and is_several(after)
        old, now = (marks(profile) if profile else frozenset() for profile in (before, after))
        for mark in old - now:
            view.remove(ox.Quad(entity, MARK, ox.Literal(mark), self._graphs.index))
        for mark in now - old:
            view.add(ox.Quad(entity, MARK, ox.Literal(mark), self._graphs.index))
        view.remarked |= old ^ now
        return True

    def profile(self, view: View, entity: Value) -> Profile | None:
        """All that is claimed of an entity; None where nothing is."""
        if entity in view.profiles:
            return view.profiles[entity]
        if entity not in self._profiles:
            if len(self._profiles) > REMEMBERED:
                self._profiles.clear()
            quads = self._engine.quads_for_pattern(entity, CLAIM, None, self._graphs.index)  # type: ignore[arg-type]
            claims = frozenset(Claim.of_text(text(quad.object)) for quad in quads)
            self._profiles[entity] = self._profile_of(entity, claims)
        return self._profiles[entity]

    def _profile_of(self, entity: Value, claims: frozenset[Claim]) -> Profile | None:
        kind, _, key = text(entity).removeprefix(self._graphs.things).partition("/")
        return Profile(kind=KINDS[kind], key=key, claims=claims) if claims else None

    def telling(self, view: View, entity: Node, claim: Value | None) -> set[Graph]:
        """The index graphs of the articles that make a claim of an entity, or any where none is given."""
        return {q.graph_name for q in view.quads(entity, CLAIM, claim, None) if q.graph_name != self._graphs.index}

    def _is_told(self, view: View, entity: Node, claim: Value) -> bool:
        """True where an article makes a claim of an entity."""
        return any(quad.graph_name != self._graphs.index for quad in view.quads(entity, CLAIM, claim, None))

    def met(self, view: View, profile: Profile) -> set[Value]:
        """The entities whose marks meet those of a profile."""
        return {entity for mark in marks(profile) for other in meeting(mark) for entity in self._with_mark(view, other)}

    def _with_mark(self, view: View, mark: str) -> Iterable[Value]:
        if mark in view.remarked:
            return [quad.subject for quad in view.quads(None, MARK, ox.Literal(mark), self._graphs.index)]
        if mark not in self._marked:
            if len(self._marked) > REMEMBERED:
                self._marked.clear()
            quads = self._engine.quads_for_pattern(None, MARK, ox.Literal(mark), self._graphs.index)
            self._marked[mark] = frozenset(quad.subject for quad in quads)
        return self._marked[mark]
