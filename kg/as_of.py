"""The graph as it was known on a day: what articles published until then say, with what follows from them alone.

Input: a Store and a date. Output: a Store in memory. Three times are kept apart: when an article was published
(this one), the time that a fact speaks of (``kg:year``, ``kg:asOf``, ``kg:startDate`` …), and when it was built
(``kg:builtAt`` in the ledger).
An article without a date is not known to be earlier: it is left out, and counted.
"""

from __future__ import annotations

import datetime

import pyoxigraph as ox

from kg.namespaces import SCHEMA
from kg.settle import settle
from kg.store import Store

PUBLISHED = ox.NamedNode(SCHEMA + "datePublished")


def as_of(store: Store, date: datetime.date) -> tuple[Store, int]:
    """The graph as known at the end of ``date``, and the number of undated articles that are left out."""
    quads: set[ox.Quad] = set()
    undated = 0
    for article in store.articles():
        published = min(store.values(article, PUBLISHED), default=None)
        if published is None:
            undated += 1
        elif datetime.date.fromisoformat(published) <= date:
            quads.update(store.of_article(store.graph_of(article), article))
    then = Store.in_memory(store.names)
    then.load(quads, store)
    settle(then)
    return then, undated
