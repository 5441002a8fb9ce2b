"""Where articles say different things about the same, and which of them to go by.

Input: a Store. Output: Disagreements between two facts, with both quotes; and, by a stated policy, which fact to go
by in each slot and what the others say. Worked out from the facts each time: nothing of it is stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import combinations
from typing import Any

import pyoxigraph as ox

from kg.comparison import Comparison, Relation, Slot, Telling, compare, most_told, newest, shared, slots
from kg.decode import KINDS, Described, facts_in
from kg.derived import View
from kg.model import Entity, Fact
from kg.namespaces import SCHEMA
from kg.query import Answer
from kg.resolve import entities
from kg.store import SOURCE, Store
from kg.tables import value_text

PUBLISHED = ox.NamedNode(SCHEMA + "datePublished")
AGREEING = frozenset({Relation.SAME, Relation.COPY})


class Policy(StrEnum):
    """Which of several values to go by."""

    NEWEST = "newest"  # told last, by publication
    MOST_SOURCES = "most-sources"  # told by most articles, copies of one text counted once


@dataclass(frozen=True, kw_only=True)
class Told:
    """A fact as the merged graph has it: its entities under the identifiers that all articles share."""

    iri: str
    kind: str
    source: str
    telling: Telling


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Two facts about the same that do not say the same."""

    relation: Relation
    reason: str
    one: Told
    other: Told


def all_told(store: Store) -> Iterator[Told]:
    """Every fact of a store, in order of the articles' identifiers."""
    view = View(store.engine)
    for node in sorted(store.articles(), key=str):
        graph = store.graph_of(node)
        published = min(store.values(node, PUBLISHED), default="")
        source, body = min(store.values(node, SOURCE), default=""), store.body(node)
        for iri, fact in facts_in(Described(store.engine.quads_for_pattern(None, None, None, graph)), store.names):
            telling = Telling(
                fact=_shared_names(fact, graph, store, view),
                article=node.value,
                published=datetime.date.fromisoformat(published) if published else None,
                quote=fact.evidence[0].of(body),
            )
            yield Told(iri=iri.value, kind=type(fact).__name__, source=source, telling=telling)


def _shared_names(fact: Fact, graph: ox.NamedNode, store: Store, view: View) -> Fact:
    """The fact with the keys that its entities have in the merged graph."""

    def named(value: object) -> object:
        if isinstance(value, Entity):
            thing = store.derivation.entity(view, ox.NamedNode(store.names.entity(value)), graph)
            kind, _, key = str(getattr(thing, "value", "")).removeprefix(f"{store.names.base}id/").partition("/")
            return replace(value, kind=KINDS[kind], key=key)
        return tuple(map(named, value)) if isinstance(value, tuple) else value

    changed: dict[str, Any] = {name: named(getattr(fact, name)) for name, _ in entities(fact)}
    return replace(fact, **changed)


def _by_slot(told: Iterable[Told]) -> dict[Slot, list[Told]]:
    found: dict[Slot, list[Told]] = {}
    for one in told:
        for slot in slots(one.telling.fact):
            found.setdefault(slot, []).append(one)
    return found


def disagreements(store: Store) -> tuple[Disagreement, ...]:
    """All pairs of facts about the same that differ, contradictions first, then by source and quote."""
    told = tuple(all_told(store))
    several = shared(one.telling for one in told)
    found: dict[tuple[str, str], Disagreement] = {}
    for together in _by_slot(told).values():
        for one, other in combinations(sorted(together, key=_order), 2):
            pair = (one.iri, other.iri)
            if pair in found or one.iri == other.iri:
                continue
            decided = compare(one.telling, other.telling, held_by_several=several)
            if decided and decided.relation is not Relation.SAME:
                found[pair] = Disagreement(relation=decided.relation, reason=decided.reason, one=one, other=other)
    ranked = [Relation.CONTRADICTION, *(r for r in Relation if r is not Relation.CONTRADICTION)]
    return tuple(sorted(found.values(), key=lambda d: (ranked.index(d.relation), _order(d.one), _order(d.other))))


def _order(told: Told) -> tuple[str, object, str]:
    return told.source, told.telling.fact.evidence[0], told.iri


def chosen(store: Store, policy: Policy) -> dict[str, list[tuple[Told, Comparison]]]:
    """The facts to go by, by IRI, each with the others of its slot and how they differ.

    A fact is gone by unless another one of a slot of it is preferred that does not agree with it.
    """
    told = tuple(all_told(store))
    several = shared(one.telling for one in told)
    kept: dict[str, list[tuple[Told, Comparison]]] = {one.iri: [] for one in told}
    pick = newest if policy is Policy.NEWEST else most_told
    for together in _by_slot(told).values():
        by_telling = {id(one.telling): one for one in together}
        best = by_telling[id(pick(one.telling for one in sorted(together, key=_order)))]
        for one in sorted(together, key=_order):
            found = None if one is best else compare(best.telling, one.telling, held_by_several=several)
            if found and found.relation not in AGREEING:
                kept.pop(one.iri, None)
                if best.iri in kept:
                    kept[best.iri].append((one, found))
    return kept


def by_policy(store: Store, answer: Answer, policy: Policy) -> Answer:
    """The rows of a table whose facts are to be gone by, with a column for what the others say."""
    kept = chosen(store, policy)
    at = answer.columns.index("fact")
    rows = []
    for row in answer.rows:
        others = kept.get(str(getattr(row[at], "value", "")))
        if others is not None:
            said = "; ".join(f"{value_of(one.telling.fact)} ({found.relation}, {one.source})" for one, found in others)
            rows.append((*row[:at], ox.Literal(said) if said else None, *row[at:]))
    return Answer(columns=(*answer.columns[:at], "others", *answer.columns[at:]), rows=tuple(rows))


def value_of(fact: Fact) -> str:
    """What a fact says, in short: the values of its fields."""
    left_out = {"evidence", "rule"}
    shown = (value_text(getattr(fact, slot.name)) for slot in fields(fact) if slot.name not in left_out)
    return ", ".join(text for text in shown if text)


def as_records(found: Iterable[Disagreement]) -> list[dict[str, object]]:
    """The disagreements for programs."""

    def side(told: Told) -> dict[str, object]:
        published = told.telling.published
        return {
            "fact": told.iri,
            "says": value_of(told.telling.fact),
            "source": told.source,
            "published": published.isoformat() if published else None,
            "quote": told.telling.quote,
        }

    return [
        {
            "relation": d.relation.value,
            "reason": d.reason,
            "class": d.one.kind,
            "one": side(d.one),
            "other": side(d.other),
        }
        for d in found
    ]
