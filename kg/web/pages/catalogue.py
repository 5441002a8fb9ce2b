"""What a store holds, by kind and by name: made once an edition, so that a search scans no table.

Input: a Store. Output: the things with their labels and how many facts name them, the articles, newest first, and the
things that a name means, in any script.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import pyoxigraph as ox
from anyascii import anyascii

from kg import query
from kg.conflicts import PUBLISHED
from kg.decode import KINDS, local, text
from kg.derived import DEFAULT, LABEL
from kg.model import Kind
from kg.namespaces import OA, ONTOLOGY, SCHEMA, folded
from kg.rdf import ALIAS, EVIDENCE, NAME, TYPE
from kg.store import SOURCE, Store

LONGEST_SEARCH = 200  # characters
ARTICLE = ox.NamedNode(ONTOLOGY + "Article")
HEADLINE = ox.NamedNode(SCHEMA + "headline")
_EDITION = re.compile(r"-([12]\d{3}|\d+(?:st|nd|rd|th))(?:--.*)?$")
_ENOUGH = 4000  # places in the list of names that one search looks at
_FACTS_OF_THINGS = (
    "SELECT ?thing (COUNT(?fact) AS ?n) {{ ?fact {} ?quote ; ?slot ?thing . ?thing {} ?label }} GROUP BY ?thing"
)
_FACTS_OF_ARTICLES = "SELECT ?article (COUNT(?fact) AS ?n) {{ ?fact {} ?quote . ?quote {} ?article }} GROUP BY ?article"
_FACTS_BY_CLASS = "SELECT ?class (COUNT(?fact) AS ?n) {{ ?fact {} ?quote ; a ?class }} GROUP BY ?class"


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something with a name, and how many facts name it; ``hint`` tells it from others of the same name."""

    iri: str
    kind: Kind
    label: str
    facts: int
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """An article in a list of articles; ``published`` is an ISO date, or empty."""

    iri: str
    title: str
    published: str
    source: str
    facts: int


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A thing that was searched for, and the name by which it was found."""

    thing: Thing
    name: str


class Catalogue:
    """The names of one store."""

    def __init__(self, store: Store) -> None:
        self.things = {thing.iri: thing for thing in _told_apart(list(_things(store)))}
        self.articles = sorted(_articles(store), key=lambda a: (a.published, a.title, a.iri), reverse=True)
        self.classes = dict(sorted(_counted(store, _FACTS_BY_CLASS.format(EVIDENCE)).items()))
        self.kinds = Counter(thing.kind for thing in self.things.values())
        self._of_kind: dict[Kind, list[Thing]] = {kind: [] for kind in Kind}
        for thing in sorted(self.things.values(), key=lambda one: (-one.facts, searchable(one.label), one.iri)):
            self._of_kind[thing.kind].append(thing)
        self._index(store)

    def of_kind(self, kind: Kind) -> list[Thing]:
        """The things of a kind, those with most facts first."""
        return self._of_kind[kind]

    def _index(self, store: Store) -> None:
        """Put all names in one text, a line each, so that finding one is a scan in C; and keep where each begins."""
        names: dict[tuple[str, str], str] = {}
        for predicate in (LABEL, NAME, ALIAS):
            for quad in store.engine.quads_for_pattern(None, predicate, None, DEFAULT):
                iri, name = text(quad.subject), text(quad.object)
                if iri in self.things:
                    names.setdefault((iri, searchable(name)), name)
        self._lines: list[tuple[str, str]] = []
        self._starts: list[int] = []
        parts, at = ["\n"], 1
        for (iri, line), name in names.items():
            self._lines.append((iri, name))
            self._starts.append(at)
            parts.append(f"{line}\n")
            at += len(line) + 1
        self._text = "".join(parts)

    def names(self) -> Iterator[tuple[str, str]]:
        """Every name of every thing, as a search compares it: pairs of IRI and name."""
        return ((iri, self._line(number)) for number, (iri, _) in enumerate(self._lines))

    def search(self, words: str, *, kind: Kind | None = None, limit: int = 50) -> list[Hit]:
        """The things that are called so: first those whose whole name it is, then beginnings of words, then all.

        Among equals, those with more facts come first.
        """
        wanted = searchable(words[:LONGEST_SEARCH]).split()
        if not wanted:
            return []
        phrase = " ".join(wanted)
        ranked: dict[str, tuple[int, str]] = {}
        patterns = (f"\n{phrase}\n", 0), (f"\n{phrase}", 1), (f" {phrase}", 1), (phrase, 2), (max(wanted, key=len), 3)
        for pattern, rank in patterns:
            for line in self._found(pattern):
                iri, name = self._lines[line]
                if iri not in ranked and all(word in self._line(line) for word in wanted):
                    ranked[iri] = (rank, name)
        found = (
            (rank, -self.things[iri].facts, searchable(name), Hit(thing=self.things[iri], name=name))
            for iri, (rank, name) in ranked.items()
            if kind is None or self.things[iri].kind is kind
        )
        return [hit for *_, hit in sorted(found, key=lambda one: one[:3])[:limit]]

    def _found(self, pattern: str) -> Iterator[int]:
        """The numbers of the lines that hold a pattern, the first ones only."""
        at = self._text.find(pattern)
        for _ in range(_ENOUGH):
            if at < 0:
                return
            line = bisect_right(self._starts, at + (pattern[0] == "\n")) - 1
            yield line
            at = self._text.find(pattern, at + 1)

    def _line(self, number: int) -> str:
        start = self._starts[number]
        return self._text[start : self._text.index("\n", start)]


def searchable(name: str) -> str:
    """The name without case, accents and script: what a search compares.

    >>> searchable("Łódź"), searchable("Сергей Собянин"), searchable("上海")
    ('lodz', 'sergei sobianin', 'shanghai')
    """
    return folded(anyascii(folded(name)))


def _things(store: Store) -> Iterator[Thing]:
    facts = _counted(store, _FACTS_OF_THINGS.format(EVIDENCE, LABEL))
    start = f"{store.names.base}id/"
    for quad in store.engine.quads_for_pattern(None, LABEL, None, store.derived):
        iri = text(quad.subject)
        kind = KINDS.get(iri.removeprefix(start).partition("/")[0])
        if kind:
            yield Thing(iri=iri, kind=kind, label=text(quad.object), facts=facts[iri])


def _told_apart(things: list[Thing]) -> Iterator[Thing]:
    """The things with their hints: of an event which one it is, of a city its region where another one is called so."""
    namesakes = Counter(thing.label for thing in things if thing.kind is Kind.CITY)
    for thing in things:
        hint = edition_of(thing.iri, thing.label) if thing.kind is Kind.EVENT else ""
        if thing.kind is Kind.CITY and namesakes[thing.label] > 1:
            hint = _regions().get(thing.iri.rpartition("/gn")[2], "")
        yield replace(thing, hint=hint) if hint else thing


def edition_of(iri: str, label: str) -> str:
    """The year or number of an event, from its IRI; empty where there is none, or the label says it.

    >>> edition_of("https://w3id.org/citykg/id/event/world-cities-summit-2016--singapore", "World Cities Summit")
    '2016'
    """
    found = _EDITION.search(iri)
    return found[1] if found and found[1] not in label else ""


@cache
def _regions() -> dict[str, str]:
    """First-order division and country of each city of the gazetteer, by GeoNames id."""
    lines = files("kg.lexicon").joinpath("cities.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {key: ", ".join(filter(None, (region, country))) for key, _, country, region, *_ in rows}


def _articles(store: Store) -> Iterator[Line]:
    facts = _counted(store, _FACTS_OF_ARTICLES.format(EVIDENCE, ox.NamedNode(OA + "hasSource")))
    for quad in store.engine.quads_for_pattern(None, TYPE, ARTICLE, DEFAULT):
        assert isinstance(quad.subject, ox.NamedNode)
        source = min(store.values(quad.subject, SOURCE), default="")
        yield Line(
            iri=quad.subject.value,
            title=min(store.values(quad.subject, HEADLINE), default="") or local(source),
            published=min(store.values(quad.subject, PUBLISHED), default=""),
            source=source,
            facts=facts[quad.subject.value],
        )


def _counted(store: Store, sparql: str) -> Counter[str]:
    rows = query.run(store, sparql).rows
    return Counter({text(name): int(text(number)) for name, number in rows})
