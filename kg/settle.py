"""What waits in a store is judged again when something that it depends on has changed.

Input: a Store with articles that are pending: what others say of their things, the corrections or the shapes are not
as they were. Output: the same store, each of their facts asserted or held as ``admission`` decides now. What is
pending stands in the store, so a run that was interrupted is gone on with by the next.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import pyoxigraph as ox

from kg import corrections
from kg.admission import Admitted, Context, Corrections, admit, fact_of, held_quads
from kg.decode import Described, Node, article_in, facts_in, local, text
from kg.derived import View
from kg.model import Article, Entity, Fact
from kg.namespaces import ONTOLOGY
from kg.rdf import EVIDENCE, NAME, TYPE, FactGraph, fact_graph, text_quad
from kg.resolve import entities
from kg.store import BUILT_AT, BUILT_BY, DISPUTED, HEALED, REPAIRED, SOURCE, WAITS, Store
from kg.validate import Shapes, load_shapes

log = logging.getLogger(__name__)
STATEMENT, EXTRACTOR = (ox.NamedNode(ONTOLOGY + name) for name in ("statement", "extractor"))


def settle(store: Store) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Admit anew the facts of the articles that wait for it; the facts that are healed by that, and those no longer.

    What is pending stands in the store, so a run that was interrupted is gone on with by the next.
    """
    healed: list[str] = []
    unhealed: list[str] = []
    kept = store.shapes()
    if kept is None:
        return (), ()
    shapes = _shapes(*kept)
    while waiting := store.pending():
        for node in waiting:
            come, gone = _readmit(node, store, shapes)
            healed += come
            unhealed += gone
    return tuple(healed), tuple(unhealed)


@lru_cache(maxsize=4)
def _shapes(digest: str, triples: bytes) -> Shapes:
    """The shapes of a store; compiled once."""
    return Shapes(digest=digest, triples=triples)


def _readmit(node: ox.NamedNode, store: Store, shapes: Shapes) -> tuple[list[str], list[str]]:
    """Judge the facts of a stored article anew, with what other articles say; (healed, no longer healed)."""
    graph = store.graph_of(node)
    old = set(store.of_article(graph, node))
    article, facts, extractor = as_stored(node, old, store.body(node), store)
    before = {
        quad.subject.value for quad in old if quad.predicate == EVIDENCE and isinstance(quad.subject, ox.NamedNode)
    }
    admitted = admit(
        article,
        facts,
        store.names,
        shapes,
        extractor=extractor,
        context=_context(graph, store),
        corrections=corrections_of(store),
        dispute=is_house(shapes),
    )
    built_by = store.built_by(node) or ""
    quads = quads_of(article, admitted, store, built_by) | {quad for quad in old if quad.predicate == BUILT_AT}
    others = {other for name, path in admitted.contested for other in _tellers(name, path, graph, store)}
    pending = others if set(admitted.disputed) - _disputed(old) else set()
    store.put(graph, quads | other_sources(admitted.graph, store), node, pending=pending)
    after = {iri.value for iri, _ in admitted.graph.facts}
    waited = {held.iri.value for held in admitted.held}
    for iri in sorted(after - before):
        log.info("healed fact=%s article=%s", iri, article.source)
    for iri in sorted(waited & before):
        log.info("held fact=%s article=%s", iri, article.source)
    return sorted(after - before), sorted(waited & before)


def as_stored(node: ox.NamedNode, quads: set[ox.Quad], body: str, store: Store) -> tuple[Article, list[Fact], str]:
    """The article that quads tell of, its facts, asserted or held, as they were read, and by what they were read."""
    graph = store.graph_of(node)
    told = Described(quad for quad in quads if quad.graph_name == graph)
    mended = {quad.object for quad in quads if quad.predicate == REPAIRED}
    facts = [fact for iri, fact in facts_in(told, store.names) if iri not in mended]
    statements = {quad.subject: text(quad.object) for quad in quads if quad.predicate == STATEMENT}
    facts += [
        fact_of(told_of, iri, store.names)
        for iri, told_of in sorted(statements.items(), key=str)
        if isinstance(iri, ox.NamedNode)
    ]
    return article_in(told, node, body), facts, text(told.values(node, EXTRACTOR)[0])


def is_house(shapes: Shapes) -> bool:
    """True where there are other shapes than CityKG's own, which what several articles say together cannot break."""
    return shapes.digest != _own_digest()


@cache
def _own_digest() -> str:
    return load_shapes(()).digest


def _disputed(quads: Iterable[ox.Quad]) -> set[object]:
    return {quad.object for quad in quads if quad.predicate == DISPUTED}


def _tellers(name: str, path: str, graph: ox.NamedNode, store: Store) -> Iterator[ox.NamedNode]:
    """The other articles that say something of an entity by a property."""
    view = View(store.engine)
    thing = store.derivation.entity(view, ox.NamedNode(name), graph)
    for member in store.derivation.members(view, thing):
        for quad in view.quads(member, ox.NamedNode(path), None, None):  # type: ignore[arg-type]  # an IRI
            node = ox.NamedNode(store.names.article(local(quad.graph_name)))
            if quad.graph_name != graph and store.built_by(node):
                yield node


def _context(graph: ox.NamedNode, store: Store) -> Context:
    """What the facts of other articles that pass by themselves say of an article's entities."""
    passing: dict[str, set[ox.Triple] | None] = {}

    def context(named: Iterable[Entity]) -> Iterator[ox.Triple]:
        for entity in dict.fromkeys(named):
            for quad, triple in store.derivation.around(graph, ox.NamedNode(store.names.entity(entity))):
                where = text(quad.graph_name)
                if where not in passing:
                    passing[where] = _passing(where, store)
                alone = passing[where]
                if alone is None or quad.triple in alone:
                    yield triple
            yield from _disputed_of(ox.NamedNode(store.names.entity(entity)), graph, store)

    return context


def _disputed_of(node: ox.NamedNode, graph: ox.NamedNode, store: Store) -> Iterator[ox.Triple]:
    """What facts of other articles say of an entity that pass by themselves, but are disputed."""
    view = View(store.engine)
    thing = store.derivation.entity(view, node, graph)
    for member in set(store.derivation.members(view, thing)):
        for waiting in store.engine.quads_for_pattern(None, WAITS, member, store.ledger):
            where = ox.NamedNode(store.names.graph(local(waiting.subject)))
            if where != graph and store.derivation.entity(view, member, where) == thing:
                for triples in _disputed_statements(waiting.subject, store):
                    yield from _told_of(member, node, triples)


def _disputed_statements(article: Node, store: Store) -> Iterator[list[ox.Triple]]:
    """The triples of each disputed fact of an article."""
    for fact in store.engine.quads_for_pattern(article, DISPUTED, None, store.ledger):
        for held in store.engine.quads_for_pattern(fact.object, STATEMENT, None, store.quarantine):  # type: ignore[arg-type]
            yield [quad.triple for quad in ox.parse(text(held.object), format=ox.RdfFormat.N_TRIPLES)]


def _told_of(member: object, node: ox.NamedNode, triples: list[ox.Triple]) -> Iterator[ox.Triple]:
    """What triples say of an entity, under the name ``node``; what they point to with its type and name."""
    for triple in triples:
        if triple.subject == member:
            yield ox.Triple(node, triple.predicate, triple.object)
            yield from (t for t in triples if t.subject == triple.object and t.predicate in {TYPE, NAME})


def _passing(graph: str, store: Store) -> set[ox.Triple] | None:
    """The triples of an article's facts that pass by themselves; None where all do: what is healed proves nothing."""
    node = ox.NamedNode(store.names.article(local(graph)))
    healed = {quad.object for quad in store.engine.quads_for_pattern(node, HEALED, None, store.ledger)}
    if not healed:
        return None
    told = Described(store.engine.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
    article = article_in(told, node, store.body(node))
    facts = (fact for iri, fact in facts_in(told, store.names) if iri not in healed)
    return set(fact_graph(article, facts, store.names, extractor="").triples)


def corrections_of(store: Store) -> Corrections:
    """What the store's corrections say of single facts."""
    found: dict[str, set[str]] = {}
    for quad in store.engine.quads_for_pattern(None, corrections.WITHOUT, None, store.corrections):
        left_out = "" if quad.object == corrections.DROPPED else text(quad.object).removeprefix(ONTOLOGY)
        found.setdefault(text(quad.subject), set()).add(left_out)
    return Corrections(without={iri: frozenset(names) for iri, names in found.items()})


def quads_of(article: Article, admitted: Admitted, store: Store, built_by: str) -> set[ox.Quad]:
    """All that is stored of an article: its graph, its text, its quarantine and its lines in the ledger."""
    graph, names = admitted.graph, store.names
    quads = {
        *graph.quads,
        text_quad(article, names),
        ox.Quad(graph.article, BUILT_BY, ox.Literal(built_by), store.ledger),
    }
    for held in admitted.held:
        quads |= set(held_quads(held, article, graph, names, store.quarantine))
    healed = [fact for iri, fact in graph.facts if iri in admitted.healed]
    for fact in (*healed, *(held.fact for held in admitted.held if held.waits)):
        for _, entity in entities(fact):
            quads.add(ox.Quad(graph.article, WAITS, ox.NamedNode(names.entity(entity)), store.ledger))
    quads |= {ox.Quad(graph.article, HEALED, iri, store.ledger) for iri in admitted.healed}
    quads |= {ox.Quad(graph.article, DISPUTED, iri, store.ledger) for iri in admitted.disputed}
    quads |= {ox.Quad(graph.article, REPAIRED, new, store.ledger) for new, _ in admitted.repaired}
    return quads


def other_sources(graph: FactGraph, store: Store) -> set[ox.Quad]:
    """The other names that the stored article goes by: a copy adds its own and takes none away."""
    quads = store.engine.quads_for_pattern(graph.article, None, None, graph.graph)
    return {quad for quad in quads if quad.predicate == SOURCE}
