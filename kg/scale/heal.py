"""Facts judged again with what other articles say of the same things: those that failed alone, or by house shapes all.

Input: rows of articles as they were judged alone, brought together by thing. Output: rows of articles. What others say
is only ever taken from facts that pass by themselves, so one round suffices where identity does not change by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg.admission import admit
from kg.decode import text
from kg.model import Entity
from kg.namespaces import Names
from kg.rdf import NAME, TYPE
from kg.scale.extract import Row, article_row, empty_store, quads_in, with_sources
from kg.scale.merge import renames
from kg.settle import as_stored, is_house, quads_of
from kg.store import BUILT_BY, SOURCE
from kg.validate import Shapes

TOLD = "thing string, article string, subject string, rest string"


def told(rows: Iterable[Row], names: Names) -> Iterator[Row]:
    """What articles say of things that others wait for. ``wanted`` are those things, as the merged graph names them.

    ``subject`` is empty where the thing itself is meant, ``rest`` is predicate and object as N-Triples.
    """
    store = empty_store(names)
    for row in rows:
        same, wanted = renames(row), set(row["wanted"])
        quads = list(quads_in(row["graph"]))
        for quad in quads:
            thing = same.get(text(quad.subject), text(quad.subject))
            if thing in wanted and store.derivation.is_thing(quad.subject):
                found = [("", quad)]
                if store.derivation.is_thing(quad.object):
                    found += [
                        (text(q.subject), q) for q in quads if q.subject == quad.object and q.predicate in _NAMING
                    ]
                for subject, one in found:
                    rest = f"{one.predicate} {one.object} ."
                    yield {"thing": thing, "article": row["article"], "subject": subject, "rest": rest}


_NAMING = {TYPE, NAME}


def healed(rows: Iterable[Row], names: Names, shapes: Shapes) -> Iterator[Row]:
    """The articles, each judged anew. ``context`` is what others tell of each of its names."""
    dispute = is_house(shapes)
    store = empty_store(names)
    for row in rows:
        node = ox.NamedNode(row["article"])
        quads = {quad for part in ("graph", "held", "own") for quad in quads_in(row[part])}
        kept = {quad for quad in quads if not store.derivation.is_index(quad.graph_name)}
        body = next(text(quad.object) for quad in kept if quad.graph_name == store.text)
        article, facts, extractor = as_stored(node, kept, body, store)
        around = {one["name"]: one["told"] for one in row["context"] or ()}

        def context(named: Iterable[Entity], around: dict[str, Any] = around) -> Iterator[ox.Triple]:
            for entity in dict.fromkeys(named):
                name = names.entity(entity)
                for one in around.get(name, ()):
                    yield from _triples(f"<{one['subject'] or name}> {one['rest']}")

        admitted = admit(article, facts, names, shapes, extractor=extractor, context=context, dispute=dispute)
        built_by = next(text(quad.object) for quad in kept if quad.predicate == BUILT_BY)
        found = article_row(node, quads_of(article, admitted, store, built_by), store)
        yield with_sources(found, [text(quad.object) for quad in kept if quad.predicate == SOURCE], names)


def _triples(line: str) -> Iterator[ox.Triple]:
    for quad in ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple
