"""Which names are one thing, decided a closed component of names at a time.

Input: rows of what articles claim of each name. Output: rows of decisions, and in which articles they hold.

``kg.identity`` compares two names only where their marks meet, and two names influence each other only where they are
linked, directly or by way of others. So the rows that meet are joined, pairs that are not linked are dropped, and what
hangs together after that is decided by itself, by the same code: a component holds all that the code would look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

import pyoxigraph as ox

from kg.decode import KINDS
from kg.derived.terms import CLAIM, ENTITY, IDENTIFICATION, IN_ARTICLE, MARK, REASON, REPLACED, VARIANT
from kg.identity import Decision, identify, linked, marks, meeting
from kg.namespaces import Names
from kg.profile import Claim, Profile
from kg.rdf import TYPE
from kg.scale.extract import Row, empty_store, lines

PROFILE = "thing string, told array<string>, marks array<string>, meets array<string>"
EDGE = "one string, other string"
DECISION = "node string, variant string, entity string, reason string, limits array<string>"
LIMITED = "node string, article string"


def profiles(rows: Iterable[Row]) -> Iterator[Row]:
    """What is claimed of each name, with its marks and the marks that they meet. ``rows`` are sorted by thing."""
    for thing, group in groupby(rows, key=itemgetter("thing")):
        told = sorted({row["claim"] for row in group})
        found = sorted(marks(profile(thing, tuple(told))))
        met = sorted({other for mark in found for other in meeting(mark)})
        yield {"thing": thing, "told": told, "marks": found, "meets": met}


def edges(rows: Iterable[Row]) -> Iterator[Row]:
    """The pairs of names that are linked, of those whose marks meet."""
    for row in rows:
        one, other = (profile(row[name], tuple(row[f"told_{name}"])) for name in ("one", "other"))
        if linked(one, other):
            yield {"one": row["one"], "other": row["other"]}


def decisions(rows: Iterable[Row], names: Names) -> Iterator[Row]:
    """The decisions on each component of names. ``rows`` are profiles, sorted by component."""
    for _, group in groupby(rows, key=itemgetter("component")):
        for decision in identify([profile(row["thing"], tuple(row["told"])) for row in group]):
            variant, entity = (names.thing(decision.kind, key) for key in (decision.variant, decision.entity))
            limits = None if decision.claims is None else sorted(claim.text for claim in decision.claims)
            yield {
                "node": names.identification(f"{variant} {entity}"), "variant": variant, "entity": entity,
                "reason": decision.reason, "limits": limits,
            }  # fmt: skip


def limited(rows: Iterable[Row]) -> Iterator[Row]:
    """The articles in which a decision holds that does not hold in all; ``told`` is what an article claims."""
    for row in rows:
        claims = frozenset(map(Claim.of_text, row["limits"]))
        kind, key = _name(row["variant"])
        decision = Decision(kind=KINDS[kind], variant=key, entity="", reason="", claims=claims)
        if decision.applies(map(Claim.of_text, row["told"])):
            yield {"node": row["node"], "article": row["article"]}


def identity_quads(row: Row, names: Names) -> Iterator[ox.Quad]:
    """A decision in the graph of identity; ``articles`` are those in which it holds."""
    graph = empty_store(names).derivation.identity
    node, variant, entity = (ox.NamedNode(row[name]) for name in ("node", "variant", "entity"))
    yield ox.Quad(node, TYPE, IDENTIFICATION, graph)
    yield ox.Quad(node, VARIANT, variant, graph)
    yield ox.Quad(node, ENTITY, entity, graph)
    yield ox.Quad(node, REASON, ox.Literal(row["reason"]), graph)
    if row["limits"] is None:
        yield ox.Quad(variant, REPLACED, entity, graph)
    for article in row["articles"] or ():
        yield ox.Quad(node, IN_ARTICLE, ox.NamedNode(article), graph)


def index_lines(row: Row, names: Names) -> str:
    """A profile in the graph that a store finds names by."""
    graph = empty_store(names).derivation.index
    thing = ox.NamedNode(row["thing"])
    told = [ox.Quad(thing, CLAIM, ox.Literal(claim), graph) for claim in row["told"]]
    return lines([*told, *(ox.Quad(thing, MARK, ox.Literal(mark), graph) for mark in row["marks"])])


@lru_cache(maxsize=10_000)
def profile(thing: str, told: tuple[str, ...]) -> Profile:
    """What is claimed of a name."""
    kind, key = _name(thing)
    return Profile(kind=KINDS[kind], key=key, claims=frozenset(map(Claim.of_text, told)))


def _name(thing: str) -> tuple[str, str]:
    """The kind, as IRIs write it, and the key of a thing."""
    kind, key = thing.rsplit("/", 2)[1:]
    return kind, key
