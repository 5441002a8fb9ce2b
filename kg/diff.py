"""From two graphs to what came, went and changed between them, article by article.

Input: stores or exports, in any of the six formats. Output: a Difference; it is empty where both assert the same, and
``diff(b, a)`` is ``diff(a, b)`` seen from the other side. Texts, the ledger and the quarantine, which not every export
holds, are not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import product
from pathlib import Path

import pyoxigraph as ox

from kg.decode import END, START, TYPE, Described, Node, Term, local, text
from kg.derived import DEFAULT, LABEL, best_name
from kg.derived.terms import ENTITY, IN_ARTICLE, VARIANT
from kg.differences import FURTHER, QUOTE, SPAN, ArticleChange, Change, Difference, EntityChange, FactChange
from kg.errors import InputError, StoreError
from kg.guard import parse
from kg.namespaces import OA, folded, term
from kg.rdf import DERIVED_FROM, EVIDENCE, NAME
from kg.store import BUILT_BY, SOURCE, Store, advice

FORMATS = {
    f".{ending}": form
    for ending in ("ttl", "nt", "nq", "trig", "jsonld", "rdf")
    if (form := ox.RdfFormat.from_extension(ending))
}
# What two facts of one class must share to be one fact that changed. Of an event, its series: an edition may be wrong.
IDENTITY = {
    "AwardConferral": ("recipient", "award"),
    "Hosting": ("event",),
    "Location": ("city", "place"),
    "Observation": ("about", "metric", "unit"),
    "Recurrence": ("series",),
    "Tenure": ("person", "role"),
}
ARTICLE = ox.NamedNode(term("Article"))
SERIES = ox.NamedNode(term("series"))
EXACT, HAS_SOURCE = ox.NamedNode(OA + "exact"), ox.NamedNode(OA + "hasSource")
TOLD = {LABEL, EXACT, START, END, HAS_SOURCE}

Slots = dict[str, tuple[Term, ...]]


# -- what is compared -----------------------------------------------------------------------------


class _Fact:
    """A fact with its slots, those of its evidence among them."""

    def __init__(self, node: Node, view: View) -> None:
        described = view.described
        self.view, self.iri = view, text(node)
        self.kind = "+".join(sorted(map(local, described.values(node, TYPE))))
        best, further = described.values(node, EVIDENCE), described.values(node, DERIVED_FROM)
        sources = (one for quote in best for one in described.values(quote, HAS_SOURCE))
        self.article = next((one.value for one in sources if isinstance(one, ox.NamedNode)), "")
        self.slots: Slots = {
            local(predicate): tuple(values)
            for predicate, values in described.nodes[node].items()
            if predicate not in {TYPE, EVIDENCE, DERIVED_FROM}
        }
        for slot, quotes in ((QUOTE, best), (FURTHER, further)):
            self.slots[slot] = tuple(one for quote in quotes for one in described.values(quote, EXACT))
        ends = [[text(one) for p in (START, END) for one in described.values(quote, p)] for quote in (*best, *further)]
        self.slots[SPAN] = tuple(ox.Literal("-".join(pair)) for pair in ends)
        self.start = min((int(pair[0]) for pair in ends if pair and pair[0].isdecimal()), default=0)

    @cached_property
    def identity(self) -> tuple[str, ...]:
        """What it must share with another fact to be the same fact, changed."""
        slots = IDENTITY.get(self.kind, tuple(sorted(self.slots)))
        return (self.kind, *("\x1f".join(map(self._token, self.slots.get(slot, ()))) for slot in slots))

    def _token(self, term: Term) -> str:
        if isinstance(term, ox.Literal):
            return folded(term.value)
        return text(next(iter(self.view.described.values(term, SERIES)), term))

    @cached_property
    def content(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Slots with their values, empty ones left out."""
        return tuple(sorted((slot, tuple(map(str, terms))) for slot, terms in self.slots.items() if terms))

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from all others of its graph."""
        return self.content, self.iri

    @property
    def ordered(self) -> Iterator[str]:
        """The names of the slots that are filled: those of the identity first, the quotes last."""
        first = IDENTITY.get(self.kind, ())
        last = ("rule", QUOTE, FURTHER, SPAN)
        rest = sorted(self.slots.keys() - {*first, *last})
        return (slot for slot in (*first, *rest, *last) if self.slots.get(slot))


class View:
    """A graph as ``diff`` sees it: what is asserted, by subject; and for a store, by what each article was built."""

    def __init__(self, name: str, triples: Iterable[ox.Triple], built: dict[str, str] | None = None) -> None:
        self.name = name
        self.triples = frozenset(triples)
        self.built = built or {}
        self.described = Described(self.triples)

    @cached_property
    def facts(self) -> dict[str, _Fact]:
        """The facts by IRI."""
        return {text(node): _Fact(node, self) for node, said in self.described.nodes.items() if EVIDENCE in said}

    @cached_property
    def by_article(self) -> dict[str, list[_Fact]]:
        """The facts of each article, in order of their IRIs."""
        found: dict[str, list[_Fact]] = {}
        for _, fact in sorted(self.facts.items()):
            found.setdefault(fact.article, []).append(fact)
        return found

    @cached_property
    def articles(self) -> dict[str, Node]:
        """The articles by IRI: those described, and those that a fact names."""
        told = (node for node, said in self.described.nodes.items() if ARTICLE in said.get(TYPE, ()))
        named = (ox.NamedNode(fact.article) for fact in self.facts.values() if fact.article)
        return {text(node): node for node in (*told, *named)}

    @cached_property
    def entities(self) -> dict[str, str]:
        """The label of each thing that has a name."""
        return {text(node): self.label(node) for node, said in self.described.nodes.items() if NAME in said}

    def sources(self, article: str) -> set[str]:
        """The paths and URLs that an article was read from."""
        node = self.articles.get(article)
        return set(map(text, self.described.values(node, SOURCE))) if node else set()

    def label(self, term: Term) -> str:
        """What is shown of a value: the label of an entity, else a name, else its text."""
        named = (self.described.values(term, predicate) for predicate in (LABEL, NAME))
        return next((best_name(map(text, names)) for names in named if names), text(term))

    def shown(self, terms: Iterable[Term]) -> tuple[str, ...]:
        """What is shown of some values."""
        return tuple(sorted(map(self.label, terms)))

    @property
    def total(self) -> dict[str, int]:
        """What the graph holds, counted."""
        return {"articles": len(self.articles), "facts": len(self.facts), "entities": len(self.entities)}


def read(path: Path) -> View:
    """The store in a folder, or the export in a file, by its ending.

    Raises InputError where the ending says no format, StoreError where store or file cannot be read.
    """
    if path.is_dir() or (path.suffix not in FORMATS and not path.exists()):
        with Store.open(path) as store:
            try:
                built = store.engine.quads_for_pattern(None, BUILT_BY, None, store.ledger)
                kept = store.shapes()
                by = f"; shapes {kept[0]}" if kept else ""
                return View(str(path), store.merged(), {text(q.subject): f"{text(q.object)}{by}" for q in built})
            except (OSError, RuntimeError) as error:  # what the engine raises when it reads a damaged table
                raise StoreError(f"cannot read the store {path}: {advice(error)}") from error
    if path.suffix not in FORMATS:
        raise InputError(f"cannot compare {path}: name the folder of a store or a file with {', '.join(FORMATS)}")
    try:
        return View(str(path), _triples(path.read_bytes(), FORMATS[path.suffix]))
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"cannot read {path}: {error}; write it again with: kg export") from error


BESIDE = ("quarantine", "corrections")


def _triples(content: bytes, form: ox.RdfFormat) -> set[ox.Triple]:
    """What an export asserts. Raises ValueError or SyntaxError for what no export holds."""
    beside = tuple(f"/graph/{name}" for name in BESIDE)
    quads = [quad for quad in parse(content, form) if not text(quad.graph_name).endswith(beside)]
    if any(not isinstance(term, ox.NamedNode | ox.Literal) for q in quads for term in (q.subject, q.object)):
        raise ValueError("it holds blank nodes or triple terms, which have no names to compare")
    return set(_merged(quads))


def _merged(quads: list[ox.Quad]) -> Iterator[ox.Triple]:
    """The triples under the identifiers that all articles share: what the graph of each article says, as one graph."""
    identity = [quad for quad in quads if text(quad.graph_name).endswith("/graph/identity")]
    told = Described(identity)
    entities: dict[tuple[Term, str], ox.NamedNode] = {}
    for node, said in told.nodes.items():
        for variant in said.get(VARIANT, ()):
            for article in said.get(IN_ARTICLE, (ox.Literal(""),)):
                entities[variant, local(article)] = ox.NamedNode(text(told.one(node, ENTITY)))
    for quad in quads:
        if quad.graph_name == DEFAULT or quad in identity or not entities:
            yield quad.triple
            continue
        ident = local(quad.graph_name)

        def entity(node: Term, ident: str = ident) -> Term:
            return entities.get((node, ident), entities.get((node, ""), node))

        yield ox.Triple(entity(quad.subject), quad.predicate, entity(quad.object))  # type: ignore[arg-type]


# -- comparing ------------------------------------------------------------------------------------


def diff(before: View, after: View) -> Difference:
    """What came, went and changed from one graph to the other."""
    articles = (_article_change(pair, before, after) for pair in _threads(before, after))
    entities = (
        EntityChange(iri=iri, before=before.entities.get(iri, ""), after=after.entities.get(iri, ""))
        for iri in sorted(before.entities.keys() | after.entities.keys())
        if before.entities.get(iri) != after.entities.get(iri)
    )
    found = Difference(
        names=(before.name, after.name),
        totals=(before.total, after.total),
        articles=tuple(article for article in articles if article.changes or article.facts or article.state != "kept"),
        entities=tuple(entities),
        other=(_others(after, before), _others(before, after)),
    )
    if found.empty and before.triples != after.triples:
        return replace(found, other=(len(after.triples - before.triples), len(before.triples - after.triples)))
    return found


def _threads(before: View, after: View) -> list[tuple[str, str]]:
    """Pairs of articles: one in both graphs, the one that a source held and the one that it holds now, or one alone."""
    kept = before.articles.keys() & after.articles.keys()
    pairs = [("", ""), *((article, article) for article in kept)]
    left = [{article for article in view.articles if article not in kept} for view in (before, after)]
    holders = [
        {source: article for article in sorted(alone) for source in view.sources(article)}
        for alone, view in zip(left, (before, after), strict=True)
    ]
    for source in sorted(holders[0].keys() & holders[1].keys()):
        old, new = (holder[source] for holder in holders)
        if old in left[0] and new in left[1]:
            pairs.append((old, new))
            left[0].remove(old)
            left[1].remove(new)
    pairs += [*((article, "") for article in left[0]), *(("", article) for article in left[1])]
    return sorted(pairs, key=lambda pair: (sorted(before.sources(pair[0]) | after.sources(pair[1])), sorted(pair)))


def _article_change(pair: tuple[str, str], before: View, after: View) -> ArticleChange:
    old, new = (view.articles.get(article) for view, article in zip((before, after), pair, strict=True))
    said = [view.described.nodes.get(node, {}) if node else {} for view, node in ((before, old), (after, new))]
    changes = [
        Change(slot=local(predicate), before=before.shown(values[0]), after=after.shown(values[1]))
        for predicate in sorted(said[0].keys() | said[1].keys(), key=str)
        if (values := [one.get(predicate, []) for one in said])[0] != values[1]
    ]
    built = [view.built.get(article) for view, article in zip((before, after), pair, strict=True)]
    return ArticleChange(
        before=pair[0],
        after=pair[1],
        sources=tuple(sorted(before.sources(pair[0]) | after.sources(pair[1]))),
        changes=tuple(changes) if old and new else (),
        facts=tuple(_fact_changes(pair, before, after)),
        built=(built[0], built[1]) if built[0] and built[1] and built[0] != built[1] else None,
    )


def _fact_changes(pair: tuple[str, str], before: View, after: View) -> list[FactChange]:
    groups: dict[tuple[str, ...], tuple[list[_Fact], list[_Fact]]] = {}
    for side, (view, article) in enumerate(zip((before, after), pair, strict=True)):
        for fact in view.by_article.get(article, ()):
            groups.setdefault(fact.identity, ([], []))[side].append(fact)
    pairs = [found for olds, news in groups.values() for found in _pairs(olds, news, moved=pair[0] != pair[1])]
    return [_fact_change(old, new, moved=pair[0] != pair[1]) for old, new in sorted(pairs, key=_order)]


def _order(pair: tuple[_Fact | None, _Fact | None]) -> tuple[int, list[str]]:
    facts = [fact for fact in pair if fact]
    return min(fact.start for fact in facts), sorted(fact.iri for fact in facts)


def _pairs(olds: list[_Fact], news: list[_Fact], *, moved: bool) -> Iterator[tuple[_Fact | None, _Fact | None]]:
    """Facts of one identity that differ, in pairs: the most alike together; those left over came, or went.

    ``moved``: they stand in two articles, so places in the text and IRIs say nothing.
    """
    twins: dict[object, list[_Fact]] = {}
    for new in news:
        twins.setdefault(_content(new, moved=moved), []).append(new)
    left = [old for old in olds if not ((same := twins.get(_content(old, moved=moved))) and same.pop(0))]
    come = [new for same in twins.values() for new in same]
    likeness = {
        (old, new): (old.iri != new.iri, len(_differing(old, new, moved=moved)), sorted((old.key, new.key)))
        for old, new in product(left, come)
    }
    for old, new in sorted(likeness, key=likeness.__getitem__):
        if old in left and new in come:
            left.remove(old)
            come.remove(new)
            yield old, new
    yield from ((old, None) for old in left)
    yield from ((None, new) for new in come)


def _content(fact: _Fact, *, moved: bool) -> object:
    return tuple((slot, terms) for slot, terms in fact.content if slot != SPAN) if moved else fact.key


def _differing(old: _Fact, new: _Fact, *, moved: bool) -> list[str]:
    slots = dict.fromkeys((*old.ordered, *new.ordered))
    return [s for s in slots if old.slots.get(s, ()) != new.slots.get(s, ()) and not (moved and s == SPAN)]


def _fact_change(old: _Fact | None, new: _Fact | None, *, moved: bool) -> FactChange:
    only = new or old
    assert only
    if old is None or new is None:
        values = tuple((slot, only.view.shown(only.slots[slot])) for slot in only.ordered)
        iris = (old.iri if old else "", new.iri if new else "")
        return FactChange(kind=only.kind, before=iris[0], after=iris[1], values=values)
    changes = [_change(slot, old, new) for slot in sorted(_differing(old, new, moved=moved))]
    return FactChange(
        kind=old.kind,
        before=old.iri,
        after=new.iri,
        values=tuple((s, min(_shown(s, old), _shown(s, new))) for s in IDENTITY.get(old.kind, ()) if old.slots.get(s)),
        changes=tuple(changes or [Change(slot="iri", before=(old.iri,), after=(new.iri,))]),
    )


def _shown(slot: str, fact: _Fact) -> tuple[str, ...]:
    return fact.view.shown(fact.slots.get(slot, ()))


def _change(slot: str, old: _Fact, new: _Fact) -> Change:
    before, after = _shown(slot, old), _shown(slot, new)
    if before == after:  # two things of one name
        before, after = (
            tuple(f"{fact.view.label(one)} ({local(one)})" for one in fact.slots[slot]) for fact in (old, new)
        )
    return Change(slot=slot, before=before, after=after)


def _others(view: View, other: View) -> int:
    """How many triples only this graph holds that neither articles, facts, quotes nor labels tell."""
    told = view.facts.keys() | view.articles.keys() | (view.entities.keys() ^ other.entities.keys())
    return sum(
        text(triple.subject) not in told and triple.predicate not in TOLD for triple in view.triples - other.triples
    )
