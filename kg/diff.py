"""From two graphs to what came, went and changed between them, article by article.

Input: stores or exports, in any of the six formats. Output: a Difference; it is empty where both assert the same, and
``diff(b, a)`` is ``diff(a, b)`` seen from the other side. Texts, the ledger and the quarantine, which not every export
holds, are not compared.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from pathlib import Path

import pyoxigraph as ox

from kg.decode import END, START, TYPE, Described, Node, Term, local, text
from kg.derived import DEFAULT, ENTITY, IN_ARTICLE, LABEL, VARIANT, best_name
from kg.errors import InputError, StoreError
from kg.namespaces import OA, folded, term
from kg.rdf import DERIVED_FROM, EVIDENCE, NAME
from kg.store import BUILT_BY, SOURCE, Store

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
EXTRACTOR, RULE, SERIES = (ox.NamedNode(term(name)) for name in ("extractor", "rule", "series"))
EXACT, HAS_SOURCE = ox.NamedNode(OA + "exact"), ox.NamedNode(OA + "hasSource")
QUOTE, FURTHER, SPAN = "quote", "furtherQuotes", "span"  # slots that stand for the evidence
LONGEST = 100  # characters shown of a value

Slots = dict[str, tuple[Term, ...]]


# -- what is found --------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Change:
    """A property with its values before and after; empty where it had, or has, none."""

    slot: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FactChange:
    """A fact that came (no ``before``), went (no ``after``) or changed; IRIs, and the values that tell which it is."""

    kind: str
    before: str
    after: str
    values: tuple[tuple[str, tuple[str, ...]], ...]
    changes: tuple[Change, ...] = ()

    @property
    def state(self) -> str:
        """``came``, ``went`` or ``changed``."""
        return _state(self.before, self.after)


@dataclass(frozen=True, kw_only=True)
class ArticleChange:
    """An article that came, went, was replaced by another text of its source, or was kept; and what that did.

    ``built`` says by what its facts were made before and after, where both graphs are stores and it differs.
    """

    before: str
    after: str
    sources: tuple[str, ...]
    changes: tuple[Change, ...]
    facts: tuple[FactChange, ...]
    built: tuple[str, str] | None = None

    @property
    def state(self) -> str:
        """``came``, ``went``, ``replaced`` or ``kept``."""
        state = _state(self.before, self.after)
        return {"changed": "kept" if self.before == self.after else "replaced"}.get(state, state)

    @property
    def why(self) -> str:
        """Why its facts differ, as far as the graphs tell."""
        reader = next((change for change in self.changes if change.slot == "extractor"), None)
        read = f"read by {_all(reader.after)}, before by {_all(reader.before)}" if reader else ""
        if self.state == "kept" and not read and self.facts:
            read = f"built by {self.built[1]}, before by {self.built[0]}" if self.built else "nothing tells why"
        told = {"came": "the article came", "went": "the article went", "replaced": "its source holds another text"}
        return "; ".join(filter(None, (told.get(self.state), read if self.before and self.after else "")))


@dataclass(frozen=True, kw_only=True)
class EntityChange:
    """An entity that came (no label ``before``), went, or is shown by another name."""

    iri: str
    before: str
    after: str

    @property
    def state(self) -> str:
        """``came``, ``went`` or ``renamed``."""
        state = _state(self.before, self.after)
        return "renamed" if state == "changed" else state


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What differs between two graphs: articles in order of their sources, facts in order of the text."""

    names: tuple[str, str]
    totals: tuple[dict[str, int], dict[str, int]]  # what each graph holds, by name
    articles: tuple[ArticleChange, ...]
    entities: tuple[EntityChange, ...]
    other: tuple[int, int]  # triples that came and that went, beside those: direct links, names

    @property
    def empty(self) -> bool:
        """True where both graphs assert the same."""
        return not (self.articles or self.entities or any(self.other))

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many articles, facts, entities and other triples came, went or changed."""
        facts = (fact for article in self.articles for fact in article.facts)
        groups: dict[str, Iterable[ArticleChange | FactChange | EntityChange]] = {
            "articles": self.articles,
            "facts": facts,
            "entities": self.entities,
        }
        counted = {name: dict(sorted(Counter(one.state for one in group).items())) for name, group in groups.items()}
        return {**counted, "other triples": dict(zip(("came", "went"), self.other, strict=True))}

    def render(self, form: str) -> str:
        """The difference as ``text`` for people or as ``json``."""
        return {"text": self._text, "json": self._json}[form]()

    def _text(self) -> str:
        heads = (
            f"{sign} {name}: {', '.join(f'{number:,} {what}' for what, number in total.items())}"
            for sign, name, total in zip(("---", "+++"), self.names, self.totals, strict=True)
        )
        blocks = ["\n".join(heads), *("\n".join(_article_lines(article)) for article in self.articles)]
        entities = [f"{_SIGNS[one.state]} {_arrow(one.before, one.after)}  {local(one.iri)}" for one in self.entities]
        if entities:
            blocks.append("\n".join(("entities", *(f"  {line}" for line in entities))))
        told = (
            f"{name} {', '.join(f'{number:,} {state}' for state, number in states.items() if number)}"
            for name, states in self.counts.items()
            if any(states.values())
        )
        return "\n\n".join((*blocks, "; ".join(told) or "no difference")) + "\n"

    def _json(self) -> str:
        content = {
            "same": self.empty,
            **{side: {"name": name, **total} for side, name, total in zip(SIDES, self.names, self.totals, strict=True)},
            "counts": self.counts,
            "articles": [
                {
                    "state": article.state,
                    "sources": article.sources,
                    "before": article.before or None,
                    "after": article.after or None,
                    "why": article.why,
                    "changes": [_change_record(change) for change in article.changes],
                    "facts": [_fact_record(fact) for fact in article.facts],
                }
                for article in self.articles
            ],
            "entities": [
                {"state": one.state, "iri": one.iri, "before": one.before or None, "after": one.after or None}
                for one in self.entities
            ],
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


SIDES = ("before", "after")
_SIGNS = {"came": "+", "went": "-", "changed": "~", "renamed": "~"}


def _state(before: str, after: str) -> str:
    return "changed" if bool(before) == bool(after) else "came" if after else "went"


def _fact_record(fact: FactChange) -> dict[str, object]:
    return {
        "state": fact.state,
        "class": fact.kind,
        "before": fact.before or None,
        "after": fact.after or None,
        "values": {slot: list(values) for slot, values in fact.values},
        "changes": [_change_record(change) for change in fact.changes],
    }


def _change_record(change: Change) -> dict[str, object]:
    return {"slot": change.slot, "before": list(change.before), "after": list(change.after)}


def _article_lines(article: ArticleChange) -> Iterator[str]:
    why = f": {article.why}" if article.why else ""
    yield f"{article.state} {', '.join(article.sources) or article.before or 'facts without an article'}{why}"
    for change in article.changes:
        yield f"    {change.slot}: {_arrow(_all(change.before), _all(change.after))}"
    for fact in article.facts:
        values = ", ".join(f"{slot} {_all(told)}" for slot, told in fact.values if slot not in {QUOTE, FURTHER, SPAN})
        yield f"  {_SIGNS[fact.state]} {fact.kind}  {values}"
        yield from (f"      “{_all(told)}”" for slot, told in fact.values if slot == QUOTE)
        for change in fact.changes:
            yield f"      {change.slot}: {_arrow(_all(change.before), _all(change.after))}"


def _all(values: tuple[str, ...]) -> str:
    told = " ".join(" and ".join(values).split())
    return told if len(told) <= LONGEST else told[: LONGEST - 1] + "…"


def _arrow(before: str, after: str) -> str:
    return f"{before or 'nothing'} → {after or 'nothing'}" if before and after else before or after


# -- what is compared -----------------------------------------------------------------------------


class _Fact:
    """A fact with its slots, those of its evidence among them."""

    def __init__(self, node: Node, view: View) -> None:
        described = view.described
        self.view, self.iri = view, text(node)
        self.kind = "+".join(sorted(map(local, described.values(node, TYPE))))
        best, further = described.values(node, EVIDENCE), described.values(node, DERIVED_FROM)
        self.article = next((text(one) for quote in best for one in described.values(quote, HAS_SOURCE)), "")
        self.slots: Slots = {
            local(predicate): tuple(values)
            for predicate, values in described.nodes[node].items()
            if predicate not in {TYPE, EVIDENCE, DERIVED_FROM}
        }
        for slot, quotes in ((QUOTE, best), (FURTHER, further)):
            self.slots[slot] = tuple(one for quote in quotes for one in described.values(quote, EXACT))
        ends = ((p, quote) for quote in (*best, *further) for p in (START, END))
        self.slots[SPAN] = tuple(one for predicate, quote in ends for one in described.values(quote, predicate))
        self.start = min((int(text(one)) for one in self.slots[SPAN] if text(one).isdecimal()), default=0)

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
            built = store.engine.quads_for_pattern(None, BUILT_BY, None, store.ledger)
            return View(str(path), store.merged(), {text(quad.subject): text(quad.object) for quad in built})
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
    """What an export asserts. Raises ValueError for what no export holds: declarations of XML, blank nodes."""
    if form == ox.RdfFormat.RDF_XML and b"<!doctype" in content.lower():
        raise ValueError("it holds a DOCTYPE, which could make a small file endless")
    quads = [
        quad
        for quad in ox.parse(content, format=form, base_iri="urn:x-citykg:file")
        if not text(quad.graph_name).endswith(tuple(f"/graph/{name}" for name in BESIDE))
    ]
    if any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        raise ValueError("it holds blank nodes, which have no names to compare")
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
    """Pairs of articles: the same one, the one that a source held before and that it holds now, or one alone."""
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


def _fact_changes(pair: tuple[str, str], before: View, after: View) -> Iterator[FactChange]:
    """What became of the facts of an article: changed where another shares the slots that tell which it is."""
    old, new = (
        {iri: fact for iri, fact in view.facts.items() if fact.article == article}
        for view, article in zip((before, after), pair, strict=True)
    )
    left: list[dict[tuple[str, ...], list[_Fact]]] = []
    for here, there in ((old, new), (new, old)):
        alone = [fact for iri, fact in here.items() if iri not in there]
        groups: dict[tuple[str, ...], list[_Fact]] = {}
        for fact in sorted(alone, key=lambda fact: (fact.start, fact.iri)):
            groups.setdefault(fact.identity, []).append(fact)
        left.append(groups)
    found = [(old[iri], new[iri]) for iri in old.keys() & new.keys() if old[iri].content != new[iri].content]
    pairs: list[tuple[_Fact | None, _Fact | None]] = list(found)
    for key in left[0].keys() | left[1].keys():
        pairs += zip_longest(left[0].get(key, ()), left[1].get(key, ()))
    ordered = sorted(pairs, key=lambda two: min((fact.start, fact.iri) for fact in two if fact))
    yield from (_fact_change(one, other) for one, other in ordered)


def _fact_change(before: _Fact | None, after: _Fact | None) -> FactChange:
    shown = after or before
    assert shown is not None
    slots = [set(fact.slots) if fact else set() for fact in (before, after)]
    changes = [
        Change(slot=slot, before=before.view.shown(old), after=after.view.shown(new))
        for slot in sorted(slots[0] | slots[1])
        if before and after and (old := before.slots.get(slot, ())) != (new := after.slots.get(slot, ()))
    ]
    return FactChange(
        kind=shown.kind,
        before=before.iri if before else "",
        after=after.iri if after else "",
        values=tuple((slot, shown.view.shown(shown.slots[slot])) for slot in shown.ordered),
        changes=tuple(changes),
    )


def _others(one: View, other: View) -> int:
    """The triples that the other graph lacks, about neither a fact, its evidence nor an article; no labels."""
    known = {*one.facts, *other.facts, *one.articles, *other.articles}
    return sum(
        text(triple.subject) not in known and triple.predicate != LABEL and not text(triple.predicate).startswith(OA)
        for triple in one.triples - other.triples
    )
