"""The tables of this folder: properties, classes and units of Wikidata, and what they are here.

Input: ``properties.tsv``, ``classes.tsv``, ``units.tsv``. Output: values to look up in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.model import Kind

UNITLESS = "count"


@dataclass(frozen=True, kw_only=True)
class Property:
    """A property of Wikidata that says what a fact says: about which kinds, in which dimension, and why it fits."""

    fact: str  # the class of the fact
    words: tuple[str, ...]  # measures or posts as ``comparison.slots`` has them, or fields of the fact
    kinds: frozenset[Kind]
    id: str  # P1082
    label: str
    dimension: str  # of ``comparison.quantities``, or item or time
    reason: str


def _rows(name: str) -> Iterator[list[str]]:
    for line in (files("kg.world") / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def properties() -> tuple[Property, ...]:
    """All properties, in the order of the table."""
    return tuple(
        Property(
            fact=fact,
            words=tuple(words.split("|")),
            kinds=frozenset(map(Kind, kinds.split("|"))),
            id=property_,
            label=label,
            dimension=dimension,
            reason=reason,
        )
        for fact, words, kinds, property_, label, dimension, reason in _rows("properties.tsv")
    )


def property_of(fact: str, words: str, kind: Kind) -> Property | None:
    """The property for a measure, post or field of a fact that is about a kind of entity; None where none fits.

    The order of the words does not matter.

    >>> property_of("Observation", "rate unemployment", Kind.CITY).id
    'P1198'
    """
    wanted = sorted(words.split())
    return next(
        (
            one
            for one in properties()
            if one.fact == fact and kind in one.kinds and any(sorted(each.split()) == wanted for each in one.words)
        ),
        None,
    )


@cache
def classes() -> dict[Kind, frozenset[str]]:
    """The classes of Wikidata for each kind of entity that is matched."""
    found: dict[Kind, set[str]] = {}
    for kind, item, _ in _rows("classes.tsv"):
        found.setdefault(Kind(kind), set()).add(item)
    return {kind: frozenset(items) for kind, items in found.items()}


@cache
def units() -> dict[str, str]:
    """The symbol of each unit of Wikidata that is no currency; empty for the number one."""
    return {item: symbol for item, symbol, _ in _rows("units.tsv")}
