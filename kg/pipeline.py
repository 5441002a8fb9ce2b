"""The way of an article, stage by stage, into the store: the only module that joins the stages.

Input: paths, and a store open for writing. Output: one Outcome an input, in the order read; the
store holds the article when its outcome is given out. What breaks a shape is kept in quarantine.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kg import read
from kg.facts import read_facts
from kg.mentions import annotate, people
from kg.model import Article, Document, Fact, Skipped
from kg.namespaces import ONTOLOGY, RDF_TYPE
from kg.rdf import FactGraph, article_id, fact_graph, text_quad
from kg.resolve import resolve, with_aliases
from kg.store import BUILT_BY, SOURCE, Store
from kg.validate import Finding, Severity, Shapes, validate

if TYPE_CHECKING:
    from kg.llm import LanguageModel

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Held:
    """A fact kept out of the graph: what it says as triples, and what is wrong with it."""

    iri: ox.NamedNode
    fact: Fact
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one input. ``state``: built, replaced, unchanged, copy or skipped."""

    source: str
    state: str
    reason: str = ""  # skipped only
    note: str = ""  # what a model left out, or why it gave nothing
    facts: Counter[str] = field(default_factory=Counter)  # asserted, by class
    held: tuple[Held, ...] = ()


def extract(article: Article) -> tuple[Fact, ...]:
    """The facts of an article, with their entities identified: the whole text side in one call."""
    return _facts(annotate(article))


def _facts(document: Document, read_by_model: tuple[Fact, ...] = ()) -> tuple[Fact, ...]:
    return with_aliases(document, resolve(document.article, (*read_facts(document), *read_by_model)))


def _extract_with(model: LanguageModel | None, article: Article) -> tuple[tuple[Fact, ...], str, bool]:
    """The facts by rules and, where there is one, by a model; the model's note, and whether it answered."""
    document = annotate(article)
    if model is None:
        return _facts(document), "", False
    reading = model.read(document)
    return _facts(document, reading.facts), reading.note, reading.answered


def readings(
    inputs: Iterable[str], *, stdin: BinaryIO | None = None
) -> Iterator[Skipped | tuple[Document, tuple[Fact, ...]]]:
    """Each input as a document with its facts, without a store; a Skipped where there is no article."""
    for item in read.read(inputs, stdin=stdin):
        if isinstance(item, Skipped):
            yield item
            continue
        document = annotate(item)
        yield document, _facts(document)


def build(
    inputs: Iterable[str],
    store: Store,
    *,
    shapes: Shapes,
    replace: bool = False,
    stdin: BinaryIO | None = None,
    model: LanguageModel | None = None,
) -> Iterator[Outcome]:
    """Read, extract, validate and store each input; one outcome an input, in the order read.

    An article whose text and reader are those of the last build is left as it is. A source that now
    holds another text is skipped, or with ``replace`` takes the place of the old one. A ``model`` reads
    beside the rules; an article that it did not answer for is read again by the next build.
    """
    for item in read.read(inputs, stdin=stdin):
        outcome = (
            Outcome(source=item.source, state="skipped", reason=item.reason)
            if isinstance(item, Skipped)
            else (_build_article(item, store, shapes, replace=replace, model=model))
        )
        log.info("article state=%s source=%s reason=%s", outcome.state, outcome.source, outcome.reason)
        yield outcome


def summary(outcomes: Iterable[Outcome]) -> dict[str, object]:
    """What a build did, for programs: counts by state, facts by class, and each skipped input and held fact."""
    outcomes = list(outcomes)
    return {
        "articles": dict(sorted(Counter(outcome.state for outcome in outcomes).items())),
        "facts": dict(sorted(sum((outcome.facts for outcome in outcomes), Counter[str]()).items())),
        "notes": [{"source": o.source, "note": o.note} for o in outcomes if o.note],
        "skipped": [{"source": o.source, "reason": o.reason} for o in outcomes if o.state == "skipped"],
        "quarantine": [
            {"source": outcome.source, "fact": held.iri.value, "shape": finding.shape, "message": finding.message}
            for outcome in outcomes
            for held in outcome.held
            for finding in held.findings
        ],
    }


def retract(source: str, store: Store) -> bool:
    """Take back what was read from a path or URL; False where nothing was. A copy elsewhere keeps the article."""
    article = store.article_of(source)
    if article is None:
        return False
    graph = _graph_of(article, store)
    left = {
        quad
        for quad in store.of_article(graph, article)
        if not (quad.predicate == SOURCE and _iri(quad.object) == source)
    }
    if any(quad.predicate == SOURCE for quad in left):
        return store.put(graph, left, article)
    return store.remove(graph, article)


def _build_article(
    article: Article, store: Store, shapes: Shapes, *, replace: bool, model: LanguageModel | None
) -> Outcome:
    ident = article_id(article)
    node = ox.NamedNode(store.names.article(ident))
    earlier = store.article_of(article.source)
    if earlier is not None and earlier != node and not replace:
        reason = "changed since it was built: build with --replace to take the new text"
        return Outcome(source=article.source, state="skipped", reason=reason)
    sources = store.values(node, SOURCE)
    print_ = fingerprint(shapes, model)
    if article.source in sources and store.built_by(node) == print_:
        return Outcome(source=article.source, state="unchanged")
    try:
        facts, note, answered = _extract_with(model, article)
    except Exception as error:  # one article that trips a rule must not cost the others
        log.exception("extract failed source=%s", article.source)
        return Outcome(
            source=article.source, state="skipped", reason=f"a rule failed on it: {type(error).__name__}: {error}"
        )
    if model and not answered:
        print_ = fingerprint(shapes, None)
    graph, held = admit(article, facts, store, shapes, model=model if model and answered else None)
    if earlier is not None and earlier != node:
        retract(article.source, store)
    quads = {*graph.quads, text_quad(article, store.names), ox.Quad(node, BUILT_BY, ox.Literal(print_), store.ledger)}
    quads |= {quad for one in held for quad in _held_quads(one, article, graph, store)}
    quads |= _other_sources(graph, store)
    store.put(graph.graph, quads, node)
    state = "replaced" if earlier is not None and earlier != node else "copy" if sources - {article.source} else "built"
    counts = Counter(type(fact).__name__ for _, fact in graph.facts)
    return Outcome(source=article.source, state=state, note=note, facts=counts, held=held)


def admit(
    article: Article, facts: Iterable[Fact], store: Store, shapes: Shapes, *, model: LanguageModel | None = None
) -> tuple[FactGraph, tuple[Held, ...]]:
    """The graph of the facts that pass their shapes, and those that do not, with what is wrong.

    A fact is held when it, its evidence or an entity it names breaks a shape at sh:Violation.
    """
    kept = tuple(facts)
    held: list[Held] = []
    while True:
        graph = fact_graph(article, kept, store.names, extractor=extractor(model))
        report = validate(_ntriples(graph), shapes)
        broken = [finding for finding in report.findings if finding.severity is Severity.VIOLATION]
        blamed = {iri: _blamed(iri, graph, broken) for iri, _ in graph.facts}
        guilty = [(iri, fact) for iri, fact in graph.facts if blamed[iri]]
        if not guilty:
            return graph, tuple(held)
        held += [Held(iri=iri, fact=fact, findings=blamed[iri]) for iri, fact in guilty]
        kept = tuple(fact for iri, fact in graph.facts if not blamed[iri])


def _blamed(iri: ox.NamedNode, graph: FactGraph, broken: list[Finding]) -> tuple[Finding, ...]:
    """The findings about a fact, about what it points to, or about the whole article."""
    near = {iri.value, graph.article.value}
    near |= {_iri(t.object) for t in graph.triples if t.subject == iri and isinstance(t.object, ox.NamedNode)}
    return tuple(finding for finding in broken if finding.focus in near)


def _iri(term: object) -> str:
    return str(getattr(term, "value", ""))


def _ntriples(graph: FactGraph) -> bytes:
    return ox.serialize(graph.triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _held_quads(held: Held, article: Article, graph: FactGraph, store: Store) -> Iterator[ox.Quad]:
    """The quarantine's record of a fact; its triples stand in a literal, so that nothing of it is asserted."""
    alone = fact_graph(article, (held.fact,), store.names, extractor=graph.extractor)
    statement = _ntriples(alone).decode()
    quote = held.fact.evidence[0].of(article.text)

    def quad(name: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(held.iri, ox.NamedNode(ONTOLOGY + name), value, store.quarantine)

    yield ox.Quad(held.iri, ox.NamedNode(RDF_TYPE), ox.NamedNode(ONTOLOGY + "HeldFact"), store.quarantine)
    yield quad("heldFrom", graph.article)
    yield quad("heldClass", ox.NamedNode(ONTOLOGY + type(held.fact).__name__))
    yield quad("statement", ox.Literal(statement))
    yield quad("sentence", ox.Literal(quote))
    for finding in held.findings:
        yield quad("finding", ox.Literal(f"{finding.shape} {finding.message}"))


def _other_sources(graph: FactGraph, store: Store) -> set[ox.Quad]:
    """The other names that the stored article goes by: a copy adds its own and takes none away."""
    quads = store.engine.quads_for_pattern(graph.article, None, None, graph.graph)
    return {quad for quad in quads if quad.predicate == SOURCE}


def _graph_of(article: ox.NamedNode, store: Store) -> ox.NamedNode:
    return ox.NamedNode(store.names.graph(article.value.rsplit("/", 1)[1]))


def extractor(model: LanguageModel | None = None) -> str:
    """Program and models that read the facts: part of the provenance of every article."""
    return f"{_program()}, and {model.rule}" if model else _program()


@cache
def _program() -> str:
    names = next((f"{name} {found}" for name in people.MODELS if (found := version(name))), "rules alone")
    return f"citykg {version('citykg') or 'unknown'}, people by {names}"


def version(package: str) -> str | None:
    """The version of an installed package; None where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


@cache
def _code_digest() -> str:
    """A digest of the program and its word lists: another program reads an article anew."""
    root = resources.files("kg")
    files = sorted(path for path in Path(str(root)).rglob("*") if path.suffix in {".py", ".tsv", ".txt"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def fingerprint(shapes: Shapes, model: LanguageModel | None = None) -> str:
    """What the facts of an article depend on besides its text; kept in the ledger, never in the graph."""
    return f"{extractor(model)}; code {_code_digest()}; shapes {shapes.digest}"
