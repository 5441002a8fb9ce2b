"""Which facts of an article enter the graph: those that pass their shapes; the others wait, with a way back.

Input: an article with its facts, the shapes, what other articles say of the same things, and corrections. Output: a
FactGraph of the facts that are asserted, and those held with what is wrong and the smallest repair.

Each fact is judged by its own article first. One that fails is judged again with what the facts of other articles
that pass by themselves say of its entities; so the answer depends on the set of articles, not on their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from itertools import combinations
from typing import Any

import pyoxigraph as ox

from kg.decode import Described, facts_in, text
from kg.model import Article, Entity, Fact
from kg.namespaces import ONTOLOGY, RDF_TYPE, Names, term
from kg.rdf import FactGraph, fact_graph
from kg.resolve import entities
from kg.validate import Finding, Severity, Shapes, violations

Context = Callable[[Iterable[Entity]], Iterable[ox.Triple]]
CORRECTED = "corrected"  # the shape that a held fact "breaks" which a correction put aside


@dataclass(frozen=True, kw_only=True)
class Held:
    """A fact kept out of the graph: what it says, what is wrong with it, and what to leave out to mend it."""

    iri: ox.NamedNode
    fact: Fact
    findings: tuple[Finding, ...]
    repair: tuple[str, ...] = ()  # names of properties without which it would pass; empty where none would do
    waits: bool = False  # what other articles say of its entities may heal it


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """What people decided about single facts: properties to leave out, by the IRI of the fact; "" drops it whole."""

    without: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """What became of the facts of an article."""

    graph: FactGraph
    held: tuple[Held, ...] = ()
    healed: tuple[ox.NamedNode, ...] = ()  # asserted because of what other articles say
    disputed: tuple[ox.NamedNode, ...] = ()  # held because of what other articles say
    contested: tuple[tuple[str, str], ...] = ()  # (entity, property): what those facts and others say together is wrong
    repaired: tuple[tuple[ox.NamedNode, ox.NamedNode], ...] = ()  # (asserted, held): mended by a correction


def admit(
    article: Article,
    facts: Iterable[Fact],
    names: Names,
    shapes: Shapes,
    *,
    extractor: str,
    context: Context = lambda _: (),
    corrections: Corrections = Corrections(),
    dispute: bool = False,
) -> Admitted:
    """The graph of the facts that pass their shapes, and those that do not, with what is wrong.

    A fact is held when it, its evidence or an entity it names breaks a shape at sh:Violation; with ``dispute`` also
    when what it says of an entity breaks one together with what facts of other articles say of it.
    """

    def graph_of(chosen: Iterable[Fact]) -> FactGraph:
        return fact_graph(article, chosen, names, extractor=extractor)

    graph = graph_of(facts)
    kept, repaired, held = _corrected(graph, corrections)
    graph = graph_of(kept) if held else graph
    failed: list[tuple[ox.NamedNode, Fact, tuple[Finding, ...]]] = []
    while guilty := _guilty(graph, shapes):
        failed += [(iri, fact, guilty[iri]) for iri, fact in graph.facts if iri in guilty]
        graph = graph_of(fact for iri, fact in graph.facts if iri not in guilty)
    passed = tuple(fact for _, fact in graph.facts)
    hopeful = {iri for iri, fact, findings in failed if _may_heal(fact, findings, names, shapes)}
    around = tuple(context(entity for iri, fact, _ in failed if iri in hopeful for _, entity in entities(fact)))
    if around:
        guilty = _guilty(graph_of((*passed, *(fact for _, fact, _ in failed))), shapes, around)
    else:
        guilty = {iri: () for iri, _, _ in failed}
    healed = [(iri, fact) for iri, fact, _ in failed if iri not in guilty]
    for iri, fact, findings in failed:
        if iri in guilty:
            repair = _repair(fact, findings, lambda mended: not _guilty(graph_of((*passed, mended)), shapes))
            held.append(Held(iri=iri, fact=fact, findings=findings, repair=repair, waits=iri in hopeful))
    disputes = _disputes(graph, shapes, context) if dispute else {}
    held += [
        Held(iri=iri, fact=fact, findings=disputes[iri], waits=True) for iri, fact in graph.facts if iri in disputes
    ]
    agreed = [fact for iri, fact in graph.facts if iri not in disputes]
    asserted = graph_of((*agreed, *(fact for _, fact in healed))) if healed or disputes else graph
    inside = {iri for iri, _ in asserted.facts}
    return Admitted(
        graph=asserted,
        held=tuple(held),
        healed=tuple(iri for iri, _ in healed),
        disputed=tuple(disputes),
        contested=tuple(sorted({(f.focus, f.path) for findings in disputes.values() for f in findings})),
        repaired=tuple((new, old) for new, old in repaired if new in inside),
    )


def _corrected(
    graph: FactGraph, corrections: Corrections
) -> tuple[list[Fact], list[tuple[ox.NamedNode, ox.NamedNode]], list[Held]]:
    """The facts as corrected, (new IRI, old IRI) of those mended, and those put aside in their first form."""
    kept: list[Fact] = []
    repaired: list[tuple[ox.NamedNode, ox.NamedNode]] = []
    held: list[Held] = []
    for iri, fact in graph.facts:
        left_out = corrections.without.get(iri.value)
        if left_out is None:
            kept.append(fact)
            continue
        message = (
            "A correction drops it." if "" in left_out else f"A correction leaves out {', '.join(sorted(left_out))}."
        )
        held.append(Held(iri=iri, fact=fact, findings=(_by_correction(iri, message),)))
        if "" not in left_out:
            mended = _without(fact, left_out)
            kept.append(mended)
            repaired.append((graph.iri_of(mended), iri))
    return kept, repaired, held


def _by_correction(iri: ox.NamedNode, message: str) -> Finding:
    return Finding(
        focus=iri.value, path="", value="", component="", shape=CORRECTED, severity=Severity.VIOLATION, message=message
    )


def optional(fact: Fact) -> list[str]:
    """The fields of a fact that may be left out and are not."""
    return [
        slot.name
        for slot in fields(fact)
        if slot.default in (None, ()) and slot.default is not MISSING and getattr(fact, slot.name) not in (None, ())
    ]


def _without(fact: Fact, properties: Iterable[str]) -> Fact:
    """The fact without these properties of the ontology; those that it needs stay."""
    names = {name: term(name).removeprefix(ONTOLOGY) for name in optional(fact)}
    left_out: dict[str, Any] = {name: () if getattr(fact, name) and isinstance(getattr(fact, name), tuple) else None
                for name, local in names.items() if local in set(properties)}  # fmt: skip
    return replace(fact, **left_out)


def _repair(fact: Fact, findings: Iterable[Finding], passes: Callable[[Fact], bool]) -> tuple[str, ...]:
    """The fewest properties without which the fact passes: those that the findings name before others."""
    blamed = " ".join(f"{finding.path} {finding.shape}" for finding in findings)
    names = [term(name).removeprefix(ONTOLOGY) for name in optional(fact)]
    names.sort(key=lambda name: name not in blamed)
    for count in (1, 2):
        for chosen in combinations(names, count):
            if passes(_without(fact, chosen)):
                return chosen
    return ()


def _guilty(
    graph: FactGraph, shapes: Shapes, context: Iterable[ox.Triple] = ()
) -> dict[ox.NamedNode, tuple[Finding, ...]]:
    """The facts that a violation is about, or about what they point to, or about the whole article."""
    broken = violations((*graph.triples, *context), shapes)
    if not broken:
        return {}
    pointed: dict[Any, set[str]] = {}
    for triple in graph.triples:
        if isinstance(triple.object, ox.NamedNode):
            pointed.setdefault(triple.subject, set()).add(triple.object.value)
    blamed = {
        iri: tuple(f for f in broken if f.focus in {iri.value, graph.article.value, *pointed.get(iri, ())})
        for iri, _ in graph.facts
    }
    return {iri: findings for iri, findings in blamed.items() if findings}


def _disputes(graph: FactGraph, shapes: Shapes, context: Context) -> dict[ox.NamedNode, tuple[Finding, ...]]:
    """The facts of a graph that passes by itself whose links break a shape together with those of other articles."""
    around = tuple(context(entity for _, fact in graph.facts for _, entity in entities(fact)))
    found = violations((*graph.triples, *around), shapes) if around else ()
    disputed: dict[ox.NamedNode, tuple[Finding, ...]] = {}
    for iri, fact in graph.facts if found else ():
        told = {(text(t.subject), t.predicate.value) for t in graph.of(fact)}
        if mine := tuple(finding for finding in found if (finding.focus, finding.path) in told):
            disputed[iri] = mine
    return disputed


def _may_heal(fact: Fact, findings: Iterable[Finding], names: Names, shapes: Shapes) -> bool:
    """True where what other articles say of a fact's entities bears on all that is wrong with it."""
    things = {names.entity(entity) for _, entity in entities(fact)}
    return all(finding.focus in things or not shapes.is_final(finding) for finding in findings)


# -- the quarantine's records ------------------------------------------------------------------


def held_quads(
    held: Held, article: Article, graph: FactGraph, names: Names, quarantine: ox.NamedNode
) -> Iterator[ox.Quad]:
    """The record of a held fact; its triples stand in a literal, so that nothing of it is asserted."""
    alone = fact_graph(article, (held.fact,), names, extractor=graph.extractor)
    statement = (ox.serialize(alone.triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()

    def quad(name: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(held.iri, ox.NamedNode(ONTOLOGY + name), value, quarantine)

    yield ox.Quad(held.iri, ox.NamedNode(RDF_TYPE), ox.NamedNode(ONTOLOGY + "HeldFact"), quarantine)
    yield quad("heldFrom", graph.article)
    yield quad("heldClass", ox.NamedNode(ONTOLOGY + type(held.fact).__name__))
    yield quad("statement", ox.Literal(statement))
    yield quad("sentence", ox.Literal(held.fact.evidence[0].of(article.text)))
    if held.repair:
        yield quad("repair", ox.Literal(f"without {' '.join(held.repair)}"))
    for finding in held.findings:
        yield quad("finding", ox.Literal(f"{finding.shape} {finding.message}"))


def fact_of(statement: str, iri: ox.NamedNode, names: Names) -> Fact:
    """The fact whose triples stand in a record of the quarantine."""
    told = Described(ox.parse(statement.encode(), format=ox.RdfFormat.N_TRIPLES))
    return next(fact for node, fact in facts_in(told, names) if text(node) == iri.value)
