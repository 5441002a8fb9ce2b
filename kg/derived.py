"""What follows from the articles of a store, kept up with each change of one: identity, the merged graph, labels.

Input: the quads that go and come. Output: all quads that go and come, with what follows. Everything here is a
function of the article graphs and the corrections alone, so a store that has forgotten an article is the store that
never saw it. A change costs what the article's own entities cost, not what the store holds.

The article graphs name a thing by its name. The identity graph says which names stand for one thing; under it the
default graph is the merge of the article graphs: one IRI a thing, each triple once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.decode import KINDS, Described, article_in, facts_in, local, text
from kg.identity import Decision, Ruling, identify, linked, marks, meeting
from kg.namespaces import DCTERMS, ONTOLOGY, OWL, RDFS, Names
from kg.profile import Claim, Profile, claims
from kg.rdf import NAME, TYPE

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


class View:
    """A store with changes that are not made yet: ``gone`` is still in the engine, ``come`` not yet."""

    def __init__(self, engine: ox.Store) -> None:
        self.engine = engine
        self.gone: set[ox.Quad] = set()
        self.come: set[ox.Quad] = set()
        self.touched: set[Value] = set()  # the entities of which the merged graph says something new, or less
        self._come_by: dict[Value, set[ox.Quad]] = {}

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
            self.come.add(quad)
            for term in (quad.subject, quad.object):
                self._come_by.setdefault(term, set()).add(quad)

    def quads(
        self, subject: Node | None, predicate: ox.NamedNode | None, value: Value | None, graph: Graph | None
    ) -> Iterator[ox.Quad]:
        """The quads of a pattern, in no order; subject or value must be given."""
        for quad in self.engine.quads_for_pattern(subject, predicate, value, graph):
            if quad not in self.gone:
                yield quad
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


class Derived:
    """The derived part of one store: which graphs hold it, and how it changes with the articles."""

    def __init__(self, engine: ox.Store, names: Names) -> None:
        self.engine = engine
        self.names = names
        self.labels, self.identity, self.index, self.corrections = (
            ox.NamedNode(names.graph(name)) for name in ("derived", "identity", "index", "corrections")
        )
        self._silent = {ox.NamedNode(names.graph(name)) for name in ("text", "quarantine", "ledger")}
        self._silent |= {self.index, self.corrections}
        self._index_of_article = names.graph("index-")
        self._things, self._units = f"{names.base}id/", f"{names.base}id/unit/"

    # -- what an article says, for the index ------------------------------------------------------

    @property
    def graphs(self) -> tuple[ox.NamedNode, ...]:
        """The graphs that hold what follows from all articles together."""
        return self.labels, self.identity, self.index

    def is_index(self, graph: Graph) -> bool:
        """True for a graph that holds what one article claims of its entities."""
        return text(graph).startswith(self._index_of_article)

    def index_of(self, graph: ox.NamedNode) -> ox.NamedNode:
        """The graph that holds what an article claims of its entities."""
        return ox.NamedNode(self._index_of_article + local(graph))

    def is_thing(self, term: Value) -> bool:
        """True for the name of a thing, which may be the name of another: no fact, article or unit."""
        name = text(term)
        return isinstance(term, ox.NamedNode) and name.startswith(self._things) and not name.startswith(self._units)

    def claims(self, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """What an article's quads claim of each entity, as quads of its index graph."""
        told = Described(quad for quad in quads if quad.graph_name == graph)
        node = ox.NamedNode(self.names.article(local(graph)))
        if node in told.nodes:
            facts = tuple(fact for _, fact in facts_in(told, self.names))
            for (kind, key), about in claims(article_in(told, node, ""), facts).items():
                iri = ox.NamedNode(self.names.thing(kind, key))
                yield from (ox.Quad(iri, CLAIM, ox.Literal(claim.text), self.index_of(graph)) for claim in about)

    def asserted(self, graph: Graph) -> bool:
        """True for graphs whose triples stand in the default graph: those of articles, labels, identity."""
        return graph not in self._silent and graph != DEFAULT and not text(graph).startswith(self._index_of_article)

    # -- changes -----------------------------------------------------------------------------------

    def changes(self, gone: set[ox.Quad], come: set[ox.Quad]) -> View:
        """The store when these quads of articles, or of the corrections, go and come, with what follows."""
        before, after = View(self.engine), View(self.engine)
        for quad in gone:
            after.remove(quad)
        for quad in come:
            after.add(quad)
        touched = self._index_changes(before, after, gone | come)
        touched |= {e for q in gone | come if q.graph_name == self.corrections for e in (q.subject, q.object)}
        renamed = self._identity_changes(before, after, touched)
        removed, added = self._merge_changes(before, after, gone, come, renamed)
        self._label_changes(after, removed | added)
        after.touched = {t.subject for t in removed | added if text(t.subject).startswith(self._things)}
        return after

    def _index_changes(self, before: View, after: View, changed: set[ox.Quad]) -> set[Value]:
        """Keep the claims of all articles together, each once, and the marks; the entities whose profile changed."""
        touched: set[Value] = set()
        told: dict[Node, set[Value]] = {}
        for quad in changed:
            if text(quad.graph_name).startswith(self._index_of_article):
                told.setdefault(quad.subject, set()).add(quad.object)
        for entity, values in told.items():
            for value in values:
                all_of_it = ox.Quad(entity, CLAIM, value, self.index)
                by_one = any(q.graph_name != self.index for q in after.quads(entity, CLAIM, value, None))
                if by_one == (all_of_it in self.engine):
                    continue
                (after.add if by_one else after.remove)(all_of_it)
                touched.add(entity)
            if entity in touched:
                self._mark(after, entity)
            elif any(self._where(before, node) for node in self._identifications(before, entity)):
                touched.add(entity)  # one name, several things: which of them the article means
        return touched

    def _mark(self, view: View, entity: Node) -> None:
        old = set(view.quads(entity, MARK, None, self.index))
        profile = self._profile(view, entity)
        new = {ox.Quad(entity, MARK, ox.Literal(mark), self.index) for mark in (marks(profile) if profile else ())}
        for quad in old - new:
            view.remove(quad)
        for quad in new - old:
            view.add(quad)

    def _profile(self, view: View, entity: Value) -> Profile | None:
        assert isinstance(entity, ox.NamedNode)
        told = frozenset(Claim.of_text(text(quad.object)) for quad in view.quads(entity, CLAIM, None, self.index))
        kind, _, key = entity.value.removeprefix(self._things).partition("/")
        return Profile(kind=KINDS[kind], key=key, claims=told) if told else None

    # -- identity ----------------------------------------------------------------------------------

    def _identity_changes(self, before: View, after: View, touched: set[Value]) -> set[Value]:
        """Decide anew for the touched entities and all that share a mark with them; those that are now another."""
        near = self._linked(before, touched) | self._linked(after, touched)
        profiles = [profile for entity in sorted(near, key=str) if (profile := self._profile(after, entity))]
        old = {
            q for entity in near for node in self._identifications(before, entity) for q in self._about(before, node)
        }
        old |= {q for entity in near for q in before.quads(entity, REPLACED, None, self.identity)}  # type: ignore[arg-type]
        new = {q for decision in identify(profiles, self._rulings(after, near)) for q in self._decided(after, decision)}
        for quad in old - new:
            after.remove(quad)
        for quad in new - old:
            after.add(quad)
        changed = {quad.subject for quad in old ^ new}
        return {q.object for q in old | new if q.predicate == VARIANT and q.subject in changed}

    def _linked(self, view: View, touched: set[Value]) -> set[Value]:
        """The entities that bear on what those touched are: linked with them, directly or by way of others."""
        near: set[Value] = set()
        queue = [entity for entity in touched if text(entity).startswith(self._things)]
        profiles: dict[Value, Profile | None] = {}
        while queue:
            entity = queue.pop()
            if entity in near:
                continue
            near.add(entity)
            queue += self._ruled(view, entity)
            profile = self._profile(view, entity)
            if profile is None:
                continue
            for other in self._met(view, entity) - near:
                if other not in profiles:
                    profiles[other] = self._profile(view, other)
                found = profiles[other]
                if found is not None and linked(profile, found):
                    queue.append(other)
        return near

    def _met(self, view: View, entity: Value) -> set[Value]:
        """The entities whose marks meet those of an entity."""
        assert isinstance(entity, ox.NamedNode)
        return {
            quad.subject
            for told in view.quads(entity, MARK, None, self.index)
            for mark in meeting(text(told.object))
            for quad in view.quads(None, MARK, ox.Literal(mark), self.index)
        }

    def _ruled(self, view: View, entity: Value) -> Iterator[Value]:
        """The entities of which a correction says that they are, or are not, the same as an entity."""
        assert isinstance(entity, ox.NamedNode)
        for quad in view.quads(entity, None, None, self.corrections):
            if quad.predicate in {SAME, DIFFERENT}:
                yield quad.object
        for quad in view.quads(None, None, entity, self.corrections):
            if quad.predicate in {SAME, DIFFERENT}:
                yield quad.subject

    def _identifications(self, view: View, variant: Value) -> list[Node]:
        return [quad.subject for quad in view.quads(None, VARIANT, variant, self.identity)]

    def _about(self, view: View, node: Node) -> Iterator[ox.Quad]:
        return view.quads(node, None, None, self.identity)

    def _where(self, view: View, node: Node) -> set[Value]:
        """The articles to which an identification is limited; none where it holds in all."""
        return {quad.object for quad in view.quads(node, IN_ARTICLE, None, self.identity)}

    def _decided(self, view: View, decision: Decision) -> Iterator[ox.Quad]:
        variant, entity = (
            ox.NamedNode(self.names.thing(decision.kind, key)) for key in (decision.variant, decision.entity)
        )
        node = ox.NamedNode(self.names.identification(f"{variant.value} {entity.value}"))
        for predicate, value in (
            (TYPE, IDENTIFICATION), (VARIANT, variant), (ENTITY, entity), (REASON, ox.Literal(decision.reason)),
        ):  # fmt: skip
            yield ox.Quad(node, predicate, value, self.identity)
        if decision.claims is None:
            yield ox.Quad(variant, REPLACED, entity, self.identity)
            return
        told: dict[Graph, list[Claim]] = {}
        for quad in view.quads(variant, CLAIM, None, None):
            if quad.graph_name != self.index:
                told.setdefault(quad.graph_name, []).append(Claim.of_text(text(quad.object)))
        for graph, about in told.items():
            if decision.applies(about):
                article = ox.NamedNode(self.names.article(text(graph).removeprefix(self._index_of_article)))
                yield ox.Quad(node, IN_ARTICLE, article, self.identity)

    def _rulings(self, view: View, near: set[Value]) -> Iterator[Ruling]:
        for entity in near:
            assert isinstance(entity, ox.NamedNode)
            for quad in view.quads(entity, None, None, self.corrections):
                if quad.predicate in {SAME, DIFFERENT}:
                    kind, _, one = entity.value.removeprefix(self._things).partition("/")
                    other = text(quad.object).removeprefix(self._things).partition("/")[2]
                    yield Ruling(kind=KINDS[kind], one=one, other=other, same=quad.predicate == SAME)

    def entity(self, view: View, node: Value, graph: Graph) -> Value:
        """What a name stands for where an article's graph uses it."""
        if not self.is_thing(node):
            return node
        ident = local(graph)
        article = ox.NamedNode(self.names.article(ident))
        for found in sorted(self._identifications(view, node), key=str):
            limits = self._where(view, found)
            if not limits or article in limits:
                return next(quad.object for quad in view.quads(found, ENTITY, None, self.identity))
        return node

    # -- the merged graph ----------------------------------------------------------------------------

    def _merge_changes(
        self, before: View, after: View, gone: set[ox.Quad], come: set[ox.Quad], renamed: set[Value]
    ) -> tuple[set[ox.Triple], set[ox.Triple]]:
        """Keep the default graph: a triple stays while any article says it; the triples that went and came."""
        lost, found = _Merge(self, before), _Merge(self, after)
        removed = {
            lost.triple(quad) for quad in (*gone, *self._mentions(before, renamed)) if self.asserted(quad.graph_name)
        }
        added = {
            found.triple(quad) for quad in (*come, *self._mentions(after, renamed)) if self.asserted(quad.graph_name)
        }
        removed |= {q.triple for q in after.gone if q.graph_name == self.identity}
        added |= {q.triple for q in after.come if q.graph_name == self.identity}
        removed = {triple for triple in removed - added if not found.holds(triple)}
        for triple in removed:
            after.remove(_merged(triple))
        for triple in added:
            after.add(_merged(triple))
        return removed, added

    def _mentions(self, view: View, entities: set[Value]) -> Iterator[ox.Quad]:
        for entity in entities:
            assert isinstance(entity, ox.NamedNode)
            for quad in (*view.quads(entity, None, None, None), *view.quads(None, None, entity, None)):
                if self.asserted(quad.graph_name) and quad.graph_name not in {self.identity, self.labels}:
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
                    if text(quad.object).startswith(self._things) and isinstance(quad.object, ox.NamedNode):
                        for told in view.quads(quad.object, None, None, where):
                            if told.predicate in {TYPE, NAME}:
                                yield told, told.triple

    def members(self, view: View, entity: Value) -> Iterator[Value]:
        """The names that may stand for an entity: its own, and those identified with it."""
        yield entity
        if text(entity).startswith(self._things):
            for quad in view.quads(None, ENTITY, entity, self.identity):
                yield from (q.object for q in view.quads(quad.subject, VARIANT, None, self.identity))

    # -- labels ----------------------------------------------------------------------------------------

    def _label_changes(self, after: View, changed: set[ox.Triple]) -> None:
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
        for subject in set(self._derived.members(self._view, triple.subject)):
            for value in set(self._derived.members(self._view, triple.object)):
                for quad in self._view.quads(subject, triple.predicate, value, None):  # type: ignore[arg-type]
                    if self._derived.asserted(quad.graph_name) and self.triple(quad) == triple:
                        return True
        return False


def best_name(names: Iterable[str]) -> str:
    """The name to show for an entity: cased before capitals, with accents before without, then the shorter.

    A function of the set of names, so it does not depend on the order of articles.
    """
    return min(names, key=lambda name: (name.isupper() or name.islower(), name.isascii(), len(name), name))


def _merged(triple: ox.Triple) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, DEFAULT)
