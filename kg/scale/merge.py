"""The merged graph: what all articles say, one name a thing, each triple once; and the best name of each.

Input: rows of articles with the names that stand for others there. Output: rows of triples, of labels and of facts.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyoxigraph as ox

from kg.decode import Described, article_in, facts_in, text
from kg.derived import LABEL, best_name
from kg.model import Entity, Fact
from kg.namespaces import ONTOLOGY, Names, term
from kg.rdf import NAME
from kg.records import confidence
from kg.scale.extract import Row, empty_store, graph_of, quads_in
from kg.scale.identity import identity_quads
from kg.tables import value_text

STATEMENT = "subject string, line string, name string"
LABELLED = "subject string, line string, quad string"
_MANY = "array<string>"


def statements(rows: Iterable[Row]) -> Iterator[Row]:
    """What each article says, with the names of the merged graph; ``name`` is filled where it names its subject."""
    for row in rows:
        same = renames(row)
        told = {(_renamed(q.subject, same), q.predicate, _renamed(q.object, same)) for q in quads_in(row["graph"])}
        for subject, predicate, value in told:
            yield {
                "subject": text(subject),
                "line": f"{subject} {predicate} {value} .",
                "name": text(value) if predicate == NAME else None,
            }


def identity_statements(rows: Iterable[Row], names: Names) -> Iterator[Row]:
    """What the decisions say, for the merged graph and as quads."""
    for row in rows:
        for quad in identity_quads(row, names):
            yield {"subject": text(quad.subject), "line": f"{quad.triple} .", "quad": f"{quad} ."}


def labels(rows: Iterable[Row], names: Names) -> Iterator[Row]:
    """The label of each subject that has names. ``rows`` are statements that name, sorted by subject."""
    graph = empty_store(names).derivation.labels
    for subject, group in groupby(rows, key=itemgetter("subject")):
        label = ox.Literal(best_name({row["name"] for row in group}))
        quad = ox.Quad(ox.NamedNode(subject), LABEL, label, graph)
        yield {"subject": subject, "line": f"{quad.triple} .", "quad": f"{quad} ."}


def renames(row: Row) -> dict[str, str]:
    """The names that stand for another in an article, each with that one."""
    return {pair["variant"]: pair["entity"] for pair in row["renames"] or ()}


def _renamed(node: Any, same: Mapping[str, str]) -> Any:
    return ox.NamedNode(same[node.value]) if isinstance(node, ox.NamedNode) and node.value in same else node


# -- facts as a table ------------------------------------------------------------------------------


@cache
def _columns() -> dict[str, str]:
    """The fields of all classes of facts with the type of their column; a field that names a thing has two.

    A column holds lists where a field of that name holds several values in any class.
    """
    found: dict[str, str] = {}
    slots = [(owner, slot) for owner in Fact.__subclasses__() for slot in fields(owner)]
    for owner, slot in slots:
        hint = typing.get_type_hints(owner)[slot.name]
        inside = {hint, *typing.get_args(hint)}
        plain = "int" if int in inside else "boolean" if bool in inside else "string"
        name = _local(slot.name)
        found[name] = _MANY if typing.get_origin(hint) is tuple or found.get(name) == _MANY else plain
        if Entity in inside:
            found[f"{name}Iri"] = found[name]
    return {name: found[name] for name in sorted(found) if name not in {"evidence", "rule"}}


def _local(name: str) -> str:
    return term(name).removeprefix(ONTOLOGY)


def fact_schema() -> str:
    """The columns of the table of facts."""
    own = "fact string, class string, article string, source string, published date, rule string, confidence double"
    return f"{own}, quote string, start int, end int, " + ", ".join(f"`{name}` {t}" for name, t in _columns().items())


def facts(rows: Iterable[Row], names: Names) -> Iterator[Row]:
    """The facts of each article, one row a fact; things are named as the article does, with their merged IRI."""
    for row in rows:
        graph, node = graph_of(row["article"], names), ox.NamedNode(row["article"])
        told = Described(quad for quad in quads_in(row["graph"]) if text(quad.graph_name) == graph)
        quads = [quad for quad in quads_in(row["own"]) if quad.subject == node]
        body = next(text(quad.object) for quad in quads if quad.graph_name == empty_store(names).text)
        article = article_in(told, node, body)
        same = renames(row)
        for iri, fact in facts_in(told, names):
            quote = fact.evidence[0]
            yield {
                "fact": iri.value, "class": type(fact).__name__, "article": row["article"], "source": article.source,
                "published": article.published, "rule": fact.rule, "confidence": confidence(fact.rule),
                "quote": quote.of(body), "start": quote.start, "end": quote.end, **_slots(fact, names, same),
            }  # fmt: skip


def _slots(fact: Fact, names: Names, same: Mapping[str, str]) -> Row:
    def iri(entity: Entity) -> str:
        found = names.entity(entity)
        return same.get(found, found)

    row: Row = {}
    for slot in fields(fact):
        name, value = _local(slot.name), getattr(fact, slot.name)
        if _columns().get(name) == _MANY:
            several = value if isinstance(value, tuple) else (value,)
            row[name], row[f"{name}Iri"] = [one.name for one in several], [iri(one) for one in several]
        elif isinstance(value, Entity):
            row[name], row[f"{name}Iri"] = value.name, iri(value)
        elif name in _columns() and value is not None:
            row[name] = value if isinstance(value, (bool, int)) else value_text(value)
    return row
