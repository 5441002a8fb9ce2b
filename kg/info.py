"""What a store holds, counted.

Input: a Store. Output: names and numbers.
"""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox

from kg.derived import DEFAULT, LABEL
from kg.namespaces import OA, ONTOLOGY, RDF_TYPE
from kg.store import SOURCE, Store

TYPE = ox.NamedNode(RDF_TYPE)
HAS_SOURCE = ox.NamedNode(OA + "hasSource")


def count(store: Store) -> dict[str, int]:
    """Articles, then facts and entities by class, held facts, and triples asserted."""
    kinds: Counter[str] = Counter()
    for quad in store.engine.quads_for_pattern(None, TYPE, None, DEFAULT):
        kinds[str(getattr(quad.object, "value", "")).removeprefix(ONTOLOGY)] += 1
    entities: Counter[str] = Counter()
    for quad in store.engine.quads_for_pattern(None, LABEL, None, store.derived):
        kind = next(store.engine.quads_for_pattern(quad.subject, TYPE, None, DEFAULT), None)
        entities[str(getattr(kind.object, "value", "")).removeprefix(ONTOLOGY) if kind else "?"] += 1
    articles, identified = kinds.pop("Article", 0), kinds.pop("Identification", 0)
    held = sum(1 for _ in store.engine.quads_for_pattern(None, TYPE, None, store.quarantine))
    facts = {name: number for name, number in kinds.items() if name not in entities}
    return {
        "articles": articles,
        **{f"facts: {name}": number for name, number in sorted(facts.items())},
        **{f"entities: {name}": number for name, number in sorted(entities.items())},
        "names identified": identified,
        "evidence": sum(1 for _ in store.engine.quads_for_pattern(None, HAS_SOURCE, None, DEFAULT)),
        "in quarantine": held,
        "triples asserted": sum(1 for _ in store.merged()),
    }


def sources(store: Store) -> list[str]:
    """The paths and URLs that the store's articles were read from, sorted."""
    return sorted(
        str(getattr(q.object, "value", "")) for q in store.engine.quads_for_pattern(None, SOURCE, None, DEFAULT)
    )
