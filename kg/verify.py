"""From a store to a proof: everything in it is read again and held against what it follows from.

Input: a Store, and shapes. Output: a Proof, with a Problem for each thing that is not as it was stored. A text must
have its digest, a quote stand in its text, a fact be what its triples give when they are read back and written again
(``decode``, ``rdf``), the labels and the default graph be what the article graphs give. What leaves no trace in a text
or an IRI cannot be proven: source, title, date and publisher of an article, and which rule found a fact.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from kg.decode import CLASSES, TYPE, Described, Node, Term, fact_of, local, span_of, text
from kg.derived import DEFAULT, LABEL
from kg.errors import StoreError
from kg.model import Article
from kg.namespaces import OA, SCHEMA, Names, digest, term
from kg.rdf import DERIVED_FROM, EVIDENCE, NAME, FactGraph, fact_graph
from kg.store import BODY, SOURCE, Store, advice
from kg.validate import SHOWN, Severity, Shapes, shortened, validate

EXACT, HAS_SOURCE = ox.NamedNode(OA + "exact"), ox.NamedNode(OA + "hasSource")
SAME_AS = ox.NamedNode(SCHEMA + "sameAs")
ARTICLE, PASSAGE, HELD = (ox.NamedNode(term(name)) for name in ("Article", "Evidence", "HeldFact"))
SHA256, TEXT_SHA256, LENGTH, EXTRACTOR, RULE = (
    ox.NamedNode(term(name)) for name in ("sha256", "text_sha256", "length", "extractor", "rule")
)
HELD_FROM, HELD_CLASS, STATEMENT, SENTENCE = (
    ox.NamedNode(term(name)) for name in ("held_from", "held_class", "statement", "sentence")
)
LONGEST = 60  # characters shown of a quote

_AGAIN = "take the article back and build it again: kg retract SOURCE, then kg build with the file that it came from"
_ANEW = "build all articles into a new folder; kg info --sources lists them"
# What each check means where it fails, and what to do then.
CHECKS = {
    "article": ("an article is not the one that was stored: its id, its text or what is known of it differs", _AGAIN),
    "quote": ("a quote does not stand in the text of its article, at the place that the graph says", _AGAIN),
    "fact": ("a fact is not the one that was stored, or does not say where and by what it was read", _AGAIN),
    "graph": (
        "an article's graph is not what its facts give: a triple came or went by other ways than a build",
        _AGAIN,
    ),
    "quarantine": ("a fact that was held back cannot be read, or its sentence does not stand in its article", _AGAIN),
    "stray": ("something is stored that belongs to no article of the store", _ANEW),
    "identity": ("which names stand for one thing is not what the articles and the corrections give", _ANEW),
    "index": ("what is kept to find names again is not what the articles give", _ANEW),
    "label": ("an entity's label is not the best of the names that the articles call it by", _ANEW),
    "merge": ("what queries read (the default graph) is not what the articles' graphs hold", _ANEW),
    "shape": ("something breaks a shape, so it should have been held in quarantine", _AGAIN),
}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that cannot be proven: the check that failed (of ``CHECKS``), the node, its source, what is wrong."""

    check: str
    node: str  # an IRI; a blank node as in N-Triples
    says: str
    source: str = ""  # the path or URL of its article; empty where it has none


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What was checked, counted by name, and what is wrong: in order of the checks, then of source and node."""

    checked: dict[str, int]
    problems: tuple[Problem, ...]

    def render(self, form: str) -> str:
        """The proof as ``text`` for people or as ``json``."""
        return {"text": self._text, "json": self._json}[form]()

    def _text(self) -> str:
        blocks = ["checked " + ", ".join(f"{number:,} {name}" for name, number in self.checked.items())]
        for check, (meaning, remedy) in CHECKS.items():
            found = [problem for problem in self.problems if problem.check == check]
            if found:
                lines = [f"  - {' '.join((p.source, shortened(p.node))).strip()}: {p.says}" for p in found[:SHOWN]]
                more = [f"  … and {len(found) - SHOWN:,} more; --json lists all"] if len(found) > SHOWN else []
                blocks.append("\n".join((f"{check}: {meaning}", f"  {remedy}", *lines, *more)))
        wrong = f"not proven: {len(self.problems):,} wrong" if self.problems else "all proven"
        return "\n\n".join((*blocks, wrong)) + "\n"

    def _json(self) -> str:
        problems = [
            {
                "check": problem.check,
                "source": problem.source,
                "node": problem.node,
                "says": problem.says,
                "means": CHECKS[problem.check][0],
                "next": CHECKS[problem.check][1],
            }
            for problem in self.problems
        ]
        content = {"proven": not problems, "checked": self.checked, "problems": problems}
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def verify(store: Store, shapes: Shapes) -> Proof:
    """Read a whole store again, each table of the engine too, and prove what it holds.

    The shapes are checked article by article, which takes as long as the articles do: the graph of the article
    with the types, names, labels and identifiers that the whole store has for its nodes. A node is reported by the
    first check that it fails. Raises StoreError where the store is damaged.
    """
    told: dict[str, Problem] = {}
    checked: Counter[str] = Counter()

    def tell(problems: Iterable[Problem]) -> None:
        for problem in problems:
            told.setdefault(problem.node, problem)

    try:
        read_every_table(store.engine)
        graphs: set[ox.NamedNode] = set()
        proven: set[ox.NamedNode] = set()
        for page in _pages(store):
            if page.is_article:
                graphs.add(page.graph)
                checked.update(page.counts)
                found = list(_in_article(page))
                tell(found)
                proven |= set() if found else {page.graph}
            else:
                tell([page.problem("stray", page.graph, "it is the graph of no article")])
        tell(_in_quarantine(store, told))
        tell(_strays(store))
        tell(_derived(store, graphs, proven))
        for page in _pages(store):
            tell(_in_shapes(page, shapes, told) if page.graph in graphs else ())
        checked["facts in quarantine"] = len({q.subject for q in _quads(store, store.quarantine)})
        checked["labels"] = len(list(_quads(store, store.derived)))
        checked["triples"] = sum(1 for _ in store.merged())
    except (OSError, RuntimeError) as error:  # what the engine raises when it reads a damaged table
        raise StoreError(f"cannot read the store {store.path}: {advice(error)}") from error
    order = list(CHECKS)
    problems = sorted(told.values(), key=lambda problem: (order.index(problem.check), problem.source, problem.node))
    return Proof(checked=dict(checked), problems=tuple(problems))


def read_every_table(engine: ox.Store) -> None:
    """Read each triple by its subject, predicate and object, of each graph and of all.

    The engine keeps a table for each of these ways to ask, and compares checksums only of what it reads.
    """
    for graph in (None, DEFAULT, *engine.named_graphs()):
        terms: tuple[set[Node], set[ox.NamedNode], set[Term]] = set(), set(), set()
        for quad in engine.quads_for_pattern(None, None, None, graph):
            terms[0].add(quad.subject)
            terms[1].add(quad.predicate)
            terms[2].add(quad.object)
        for subject in terms[0]:
            deque(engine.quads_for_pattern(subject, None, None, graph), maxlen=0)
        for predicate in terms[1]:
            deque(engine.quads_for_pattern(None, predicate, None, graph), maxlen=0)
        for value in terms[2]:
            deque(engine.quads_for_pattern(None, None, value, graph), maxlen=0)


def _quads(store: Store, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    return store.engine.quads_for_pattern(None, None, None, graph)


# -- an article ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Page:
    """An article's graph, with what it says by subject."""

    store: Store
    graph: ox.NamedNode
    triples: frozenset[ox.Triple]

    @cached_property
    def ident(self) -> str:
        return local(self.graph)

    @cached_property
    def node(self) -> ox.NamedNode:
        return ox.NamedNode(self.store.names.article(self.ident))

    @property
    def is_article(self) -> bool:
        """True where the graph's name is that of an article, and the graph speaks of that article."""
        return self.graph.value == self.store.names.graph(self.ident) and self.node in self.described.nodes

    @cached_property
    def described(self) -> Described:
        return Described(self.triples)

    @cached_property
    def source(self) -> str:
        return min(map(text, self.described.values(self.node, SOURCE)), default="")

    @cached_property
    def facts(self) -> list[Node]:
        """What has the class of a fact, or says on what it rests as only facts do."""
        return [
            node
            for node, said in self.described.nodes.items()
            if EVIDENCE in said or RULE in said or any(text(kind) in CLASSES for kind in said.get(TYPE, ()))
        ]

    @cached_property
    def quotes(self) -> list[Term]:
        """What is a passage, or what a fact names as one."""
        passages: list[Term] = [node for node, said in self.described.nodes.items() if EXACT in said]
        named = (one for fact in self.facts for p in (EVIDENCE, DERIVED_FROM) for one in self.described.values(fact, p))
        return list(dict.fromkeys((*passages, *named)))

    @property
    def counts(self) -> dict[str, int]:
        return {"articles": 1, "facts": len(self.facts), "quotes": len(self.quotes)}

    def problem(self, check: str, node: Term, says: object) -> Problem:
        return Problem(check=check, node=_name(node), says=str(says), source=self.source)


def _pages(store: Store) -> Iterator[_Page]:
    beside = {store.text, store.quarantine, store.ledger, store.corrections, *store.derivation.graphs}
    for graph in sorted(store.engine.named_graphs(), key=str):
        if isinstance(graph, ox.NamedNode) and graph not in beside and not store.derivation.is_index(graph):
            triples = frozenset(quad.triple for quad in _quads(store, graph))
            if triples:  # the engine keeps the name of a graph from which all was taken
                yield _Page(store=store, graph=graph, triples=triples)


def _name(node: Term) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def _in_article(page: _Page) -> Iterator[Problem]:
    """What is wrong with an article, its quotes, its facts, and what else stands in its graph."""
    try:
        body = _text_of(page)
    except ValueError as error:
        yield page.problem("article", page.node, error)
        body = None
    try:
        page.described.one(page.node, EXTRACTOR)
    except ValueError as error:
        yield page.problem("article", page.node, f"{error}: by what its facts were read is not known")
    wrong: set[Term] = set()
    for quote in page.quotes if body is not None else ():
        try:
            _prove_quote(quote, page, body or "")
        except ValueError as error:
            wrong.add(quote)
            yield page.problem("quote", quote, error)
    given: set[ox.Triple] = set()
    for node in page.facts:
        try:
            given.update(_prove_fact(node, page, body or "", wrong))
        except ValueError as error:
            wrong.add(node)
            yield page.problem("fact", node, error)
    if body is not None and not wrong:
        yield from _beside_facts(page, given)


def _text_of(page: _Page) -> str:
    """The stored text. Raises ValueError, with the reason, where it is not the one that was read."""
    if ARTICLE not in page.described.values(page.node, TYPE):
        raise ValueError("its graph does not describe it")
    if text(page.described.one(page.node, SHA256))[: len(page.ident)] != page.ident:
        raise ValueError("its id is not the head of its sha256")
    bodies = [quad.object for quad in page.store.engine.quads_for_pattern(page.node, BODY, None, page.store.text)]
    if len(bodies) != 1:
        raise ValueError(f"the store has {len(bodies)} texts of it" if bodies else "the store has no text of it")
    body = text(bodies[0])
    found, said = digest(body, 64), text(page.described.one(page.node, TEXT_SHA256))
    if found != said:
        raise ValueError(f"the SHA-256 of its text is {found}, not {said}")
    if str(len(body)) != (said := text(page.described.one(page.node, LENGTH))):
        raise ValueError(f"its text has {len(body)} characters, not {said}")
    return body


def _prove_quote(node: Term, page: _Page, body: str) -> None:
    span = span_of(node, page.described)
    if not 0 <= span.start < span.end <= len(body):
        raise ValueError(f"from {span.start} to {span.end} is no span of a text of {len(body)} characters")
    said, found = text(page.described.one(node, EXACT)), span.of(body)
    if said != found:
        raise ValueError(f"it says {said[:LONGEST]!r}, but from {span.start} to {span.end} stands {found[:LONGEST]!r}")
    if (source := page.described.one(node, HAS_SOURCE)) != page.node:
        raise ValueError(f"it stands in the graph of {page.node.value}, but names {text(source)} as its article")
    if _name(node) != (iri := page.store.names.evidence(page.ident, span.start, span.end)):
        raise ValueError(f"the IRI of its span is {iri}")


def _prove_fact(node: Node, page: _Page, body: str, wrong: set[Term]) -> set[ox.Triple]:
    """The triples that a fact gives. Raises ValueError, with the reason, where it is not the one that was stored."""
    page.described.one(node, EVIDENCE)
    page.described.one(node, RULE)
    if any(one in wrong for p in (EVIDENCE, DERIVED_FROM) for one in page.described.values(node, p)):
        return set()  # nothing follows from a quote that is not as it was
    written = _written(node, page.described, page.ident, body, page.store.names)
    if written.facts[0][0] != node:
        raise ValueError(f"what it says gives the IRI {written.facts[0][0].value}")
    return {triple for triple in written.triples if triple.subject != page.node}


def _written(node: Node, described: Described, ident: str, body: str, names: Names) -> FactGraph:
    """A fact read from its triples and written again. Raises ValueError, with the reason, where they make no fact."""
    fact = fact_of(node, described, names)
    article = Article(source="", title="", text=body, published=None, language="", sha256=ident, blocks=())
    return fact_graph(article, [fact], names, extractor="")


def _beside_facts(page: _Page, given: set[ox.Triple]) -> Iterator[Problem]:
    """Where a graph differs from what its facts give; a name may differ, as nothing but the shapes speaks of it."""
    held = {triple for triple in page.triples if triple.subject != page.node}
    things = {triple.subject for triple in given if triple.predicate == NAME}
    for triple in sorted(held ^ given, key=str):
        if triple.predicate != NAME or triple.subject not in things:
            said = f"{local(triple.predicate)} {_name(triple.object)[:LONGEST]}"
            lack = "a fact gives it, but it is not there" if triple in given else "no fact of the article gives it"
            yield page.problem("graph", triple.subject, f"{said}: {lack}")


def _in_shapes(page: _Page, shapes: Shapes, told: dict[str, Problem]) -> Iterator[Problem]:
    """What breaks a shape at sh:Violation, left out where the node, its value or its article was told before."""
    engine = page.store.engine
    doubtful = set(map(_name, page.quotes)) if page.node.value in told else set()
    doubtful |= {
        _name(fact)
        for fact in page.facts
        for passage in page.described.values(fact, EVIDENCE)
        if _name(passage) in told
    }
    context = {
        quad.triple
        for node in page.described.nodes
        for predicate in (TYPE, NAME, LABEL, SAME_AS)
        for quad in engine.quads_for_pattern(node, predicate, None, DEFAULT)
    }
    report = validate(page.triples | context, shapes)
    for finding in report.findings:
        known = not told.keys().isdisjoint({finding.focus, finding.value.strip("<>")}) or finding.focus in doubtful
        if finding.severity is Severity.VIOLATION and not known:
            says = " ".join((shortened(finding.shape), shortened(finding.path), finding.value)).strip()
            yield Problem(check="shape", node=finding.focus, says=f"{says}: {finding.message}", source=page.source)


# -- what stands beside the articles --------------------------------------------------------------


def _in_quarantine(store: Store, told: dict[str, Problem]) -> Iterator[Problem]:
    """Held facts whose statement makes no fact, or whose sentence does not stand in an article that is right."""
    described = Described(quad.triple for quad in _quads(store, store.quarantine))
    for node in described.nodes:
        article = next(iter(described.values(node, HELD_FROM)), None)
        if article and _name(article) in told:
            continue
        source = min(store.values(article, SOURCE), default="") if isinstance(article, ox.NamedNode) else ""
        try:
            _prove_held(node, described, store)
        except (ValueError, SyntaxError, StoreError) as error:
            yield Problem(check="quarantine", node=_name(node), says=str(error), source=source)


def _prove_held(node: Node, described: Described, store: Store) -> None:
    if described.one(node, TYPE) != HELD:
        raise ValueError("it is not marked as a held fact")
    article = ox.NamedNode(text(described.one(node, HELD_FROM)))
    body = store.body(article)
    statement = ox.parse(text(described.one(node, STATEMENT)), format=ox.RdfFormat.N_TRIPLES)
    written = _written(node, Described(quad.triple for quad in statement), local(article), body, store.names)
    if written.facts[0][0] != node:
        raise ValueError(f"what its statement says gives the IRI {written.facts[0][0].value}")
    kind, said = type(written.facts[0][1]).__name__, local(described.one(node, HELD_CLASS))
    if kind != said:
        raise ValueError(f"its statement is a {kind}, not a {said}")
    if (sentence := text(described.one(node, SENTENCE))) not in body:
        raise ValueError(f"{sentence[:LONGEST]!r} does not stand in its article")


def _strays(store: Store) -> Iterator[Problem]:
    """Texts and lines of the ledger whose article is not in the store."""
    for graph in (store.text, store.ledger):
        for node in sorted({quad.subject for quad in _quads(store, graph)} - {store.ledger}, key=str):
            if next(_quads(store, ox.NamedNode(store.names.graph(local(node)))), None) is None:
                yield Problem(check="stray", node=_name(node), says=f"it stands in {graph.value}, without an article")


def _derived(store: Store, graphs: set[ox.NamedNode], proven: set[ox.NamedNode]) -> Iterator[Problem]:
    """What is made of all articles together, made anew: identity, labels, the default graph, the index.

    What articles that are not ``proven`` claim of their entities is taken as it stands.
    """
    fresh = Store.in_memory(store.names)
    quads: set[ox.Quad] = set()
    for graph in graphs:
        stored = set(store.of_article(graph, ox.NamedNode(store.names.article(local(graph)))))
        told = {quad for quad in stored if not store.derivation.is_index(quad.graph_name)}
        quads |= told | set(store.derivation.claims(graph, told)) if graph in proven else stored
    fresh.load(quads, store)
    here, there = (
        {
            quad
            for quad in one.engine
            if quad.graph_name in {DEFAULT, *one.derivation.graphs} or one.derivation.is_index(quad.graph_name)
        }
        for one in (store, fresh)
    )
    kinds = {store.derivation.identity: "identity", store.derived: "label", DEFAULT: "merge"}
    lacks = {
        "label": ("should be its label", "stands as its label, but is not its best name"),
        "merge": ("queries do not see it", "no article says it"),
    }
    order: list[object] = list(kinds)
    for quad in sorted(here ^ there, key=lambda quad: (_rank(quad, order), quad in here, str(quad))):
        check = kinds.get(quad.graph_name, "index")
        missing, too_many = lacks.get(check, ("it should be there", "no article gives it"))
        said = str(quad.object) if check == "label" else f"{local(quad.predicate)} {_name(quad.object)[:LONGEST]}:"
        lack = too_many if quad in here else missing
        yield Problem(check=check, node=_name(quad.subject), says=f"{said} {lack}")


def _rank(quad: ox.Quad, order: list[object]) -> int:
    return order.index(quad.graph_name) if quad.graph_name in order else len(order)
