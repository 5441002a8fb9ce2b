"""From a document to facts: one module a subject, each with ``find(document)``.

Input: Document. Output: the facts, in order of the text. ``ALL`` is the list of finders:
a new kind of fact is a module here, added to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from kg.facts import award, city, event, metric, person
from kg.model import Document, Fact, ordered

ALL: tuple[Callable[[Document], Iterator[Fact]], ...] = (
    award.find,
    city.find,
    event.find,
    metric.find,
    person.find,
)


def read_facts(document: Document) -> tuple[Fact, ...]:
    """All facts of a document, in order of the text."""
    return ordered(chain.from_iterable(find(document) for find in ALL))
