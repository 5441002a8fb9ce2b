"""What the graph tells about a thing, with the words it was read from.

Input: a Store and a node. Output: Claims: facts as values of ``model``, their entities under the labels that the graph
shows, those that say the same together, each with its quotes. Only indexes are read, so the cost is that of the facts.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import pyoxigraph as ox

from kg.conflicts import PUBLISHED
from kg.decode import CLASSES, Described, fact_of, local, text
from kg.derived import DEFAULT, LABEL
from kg.explain import sentence_around
from kg.model import Fact, Period, Span
from kg.namespaces import OA, ONTOLOGY
from kg.rdf import DERIVED_FROM, EVIDENCE, NAME, TYPE
from kg.store import SOURCE, Store
from kg.web.pages.catalogue import HEADLINE
from kg.web.pages.sentences import Part, plain, sentence, when

HAS_SOURCE = ox.NamedNode(OA + "hasSource")
_TIMES = frozenset(ox.NamedNode(ONTOLOGY + name) for name in ("year", "startDate", "asOf", "since"))
_NO_EVIDENCE = (Span(start=0, end=0),)


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """A quote in its sentence, and the article it stands in: its IRI, title and day, and the quote's span there."""

    article: str
    title: str
    published: str
    span: Span
    fact: str  # the IRI of the fact that was read here
    body: str = field(repr=False)  # the whole text of the article

    @cached_property
    def _sentence(self) -> tuple[int, int]:
        return sentence_around(self.body, self.span.start, self.span.end)

    @property
    def before(self) -> str:
        """What stands before the quote in its sentence."""
        return _one_line(self.body[self._sentence[0] : self.span.start]).lstrip()

    @property
    def quote(self) -> str:
        """The words of the quote."""
        return _one_line(self.span.of(self.body))

    @property
    def after(self) -> str:
        """What stands after the quote in its sentence."""
        return _one_line(self.body[self.span.end : self._sentence[1]]).rstrip()


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What one or more articles say alike: a fact without its evidence, in words, with a quotation an article."""

    fact: Fact
    parts: tuple[Part, ...]
    quotations: tuple[Quotation, ...]

    @property
    def time(self) -> Period | None:
        """The time it speaks of."""
        return when(self.fact)

    @property
    def kind(self) -> str:
        """The class of the fact."""
        return type(self.fact).__name__

    @property
    def iri(self) -> str:
        """The fact, of several the first."""
        return self.quotations[0].fact

    @cached_property
    def text(self) -> str:
        """The sentence."""
        return plain(self.parts)

    @property
    def order(self) -> tuple[int, str]:
        """Sorts the newest first, what has no time last."""
        return (-self.time.start.toordinal() if self.time else 0, self.text)


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A fact before it is read: its class, and the time it speaks of as it is written, empty where it does not say."""

    node: ox.NamedNode
    kind: str
    time: str

    @property
    def year(self) -> int | None:
        """The year of its time."""
        return int(self.time[:4]) if self.time[:4].isdecimal() else None


class Reader:
    """Reads facts of a store; what it has read once it knows until it is dropped, so keep it for one page only."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._labels: dict[ox.NamedNode, str] = {}
        self._bodies: dict[ox.NamedNode, str] = {}
        self._titles: dict[ox.NamedNode, tuple[str, str]] = {}

    def label(self, node: ox.NamedNode) -> str:
        """What a thing, a unit or an article is called; the IRI where it has no name."""
        if node not in self._labels:
            self._labels[node] = next(
                (
                    text(quad.object)
                    for predicate, graph in ((LABEL, self.store.derived), (NAME, DEFAULT), (HEADLINE, DEFAULT))
                    for quad in self.store.engine.quads_for_pattern(node, predicate, None, graph)
                ),
                node.value,
            )
        return self._labels[node]

    def facts_about(self, node: ox.NamedNode) -> list[Outline]:
        """The facts that name a thing, the newest first, those without a time last."""
        start = self.store.names.prefixes()["fact"]
        pointing = {quad.subject for quad in self.store.engine.quads_for_pattern(None, None, node, DEFAULT)}
        outlines = (
            self._outline(one) for one in pointing if isinstance(one, ox.NamedNode) and one.value.startswith(start)
        )
        found = sorted((one for one in outlines if one.kind), key=lambda one: one.node.value)
        return sorted(found, key=lambda one: one.time, reverse=True)

    def _outline(self, fact: ox.NamedNode) -> Outline:
        kind = time = ""
        for quad in self.store.engine.quads_for_pattern(fact, None, None, DEFAULT):
            if quad.predicate == TYPE and text(quad.object) in CLASSES:
                kind = local(quad.object)
            elif quad.predicate in _TIMES:
                time = max(time, text(quad.object))
        return Outline(node=fact, kind=kind, time=time)

    def facts_of_article(self, article: ox.NamedNode) -> list[ox.NamedNode]:
        """The facts that were read in an article, sorted by IRI."""
        return sorted(
            {
                fact.subject
                for quad in self.store.engine.quads_for_pattern(None, HAS_SOURCE, article, DEFAULT)
                for fact in self.store.engine.quads_for_pattern(None, EVIDENCE, quad.subject, DEFAULT)
                if isinstance(fact.subject, ox.NamedNode)
            },
            key=str,
        )

    def fact(self, node: ox.NamedNode) -> Fact | None:
        """The fact of a node, as the merged graph has it; None where the node is none."""
        own = list(self.store.engine.quads_for_pattern(node, None, None, DEFAULT))
        if not any(quad.predicate == TYPE and text(quad.object) in CLASSES for quad in own):
            return None
        return fact_of(node, Described(self._described(own)), self.store.names)

    def _described(self, own: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
        """The triples of a fact, with the names of its entities and the spans of its evidence."""
        for quad in own:
            yield quad.triple
            if isinstance(quad.object, ox.NamedNode) and quad.predicate != TYPE:
                if quad.predicate in {EVIDENCE, DERIVED_FROM}:
                    yield from (
                        found.triple for found in self.store.engine.quads_for_pattern(quad.object, None, None, DEFAULT)
                    )
                else:
                    yield ox.Triple(quad.object, NAME, ox.Literal(self.label(quad.object)))

    def quotations(self, node: ox.NamedNode, *, best: bool = True) -> tuple[Quotation, ...]:
        """The quotes of a fact, the best first, or that one alone."""
        predicates = (EVIDENCE,) if best else (EVIDENCE, DERIVED_FROM)
        return tuple(
            self._quotation(quad.object, node)
            for predicate in predicates
            for quad in sorted(self.store.engine.quads_for_pattern(node, predicate, None, DEFAULT), key=str)
            if isinstance(quad.object, ox.NamedNode)
        )

    def _quotation(self, evidence: ox.NamedNode, fact: ox.NamedNode) -> Quotation:
        about = {
            text(quad.predicate).removeprefix(OA): quad.object
            for quad in self.store.engine.quads_for_pattern(evidence, None, None, DEFAULT)
        }
        article = about["hasSource"]
        assert isinstance(article, ox.NamedNode)
        start, end = int(text(about["start"])), int(text(about["end"]))
        if article not in self._bodies:
            self._bodies[article] = self.store.body(article)
        title, published = self.title(article)
        return Quotation(
            article=article.value,
            title=title,
            published=published,
            span=Span(start=start, end=end),
            fact=fact.value,
            body=self._bodies[article],
        )

    def title(self, article: ox.NamedNode) -> tuple[str, str]:
        """Title of an article, else what it was read from, and the day it was published, as far as known."""
        if article not in self._titles:
            title = min(self.store.values(article, HEADLINE), default="")
            source = min(self.store.values(article, SOURCE), default=article.value)
            published = min(self.store.values(article, PUBLISHED), default="")
            self._titles[article] = (title or local(source), published)
        return self._titles[article]

    def claims(self, nodes: Iterable[ox.NamedNode]) -> list[Claim]:
        """What facts say, those that say the same together, the newest first."""
        told: dict[Fact, list[ox.NamedNode]] = {}
        for node in nodes:
            fact = self.fact(node)
            if fact is not None:
                told.setdefault(replace(fact, evidence=_NO_EVIDENCE, rule=""), []).append(node)
        return sorted((self._claim(fact, same) for fact, same in told.items()), key=lambda claim: claim.order)

    def _claim(self, fact: Fact, nodes: Iterable[ox.NamedNode]) -> Claim:
        quotations = [quotation for node in nodes for quotation in self.quotations(node)]
        quotations.sort(key=lambda q: (q.published, q.article, q.span))
        return Claim(
            fact=fact,
            parts=sentence(fact, self.store.names, _day(quotations[-1].published)),
            quotations=tuple(quotations),
        )


def _day(iso: str) -> datetime.date | None:
    return datetime.date.fromisoformat(iso) if iso else None


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words)
