"""From facts to the rows of the five public tables, without a graph in between.

Input: facts of one article. Output: rows as mappings of column to text, empty where unknown.
The named queries of ``kg query`` give the same rows from a store; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kg.model import Article, AwardConferral, Entity, Fact, Hosting, Location, Observation, Period, Tenure

COLUMNS: dict[str, tuple[str, ...]] = {
    "awards": ("recipient", "award", "category", "year", "event", "conferredBy", "result", "rank", "source", "quote"),
    "events": ("event", "edition", "city", "year", "start", "end", "organizer", "source", "quote"),
    "roles": ("person", "role", "of", "source", "quote"),
    "metrics": ("about", "measure", "value", "unit", "approx", "asOf", "source", "quote"),
    "places": ("city", "place", "source", "quote"),
}

# The kinds of fact as labels call them, and their tables.
TABLE_OF = {"award": "awards", "event": "events", "role": "roles", "metric": "metrics", "located_in": "places"}


def decimal_text(value: Decimal) -> str:
    """The number without exponent and trailing zeros: ``31400``, ``0.5``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_text(value: object) -> str:
    """A value of a field as people read it; empty for what is unknown or false."""
    match value:
        case Entity():
            return value.name
        case Decimal():
            return decimal_text(value)
        case Period():
            return value.iso
        case tuple():
            return " and ".join(map(value_text, value))
    return "" if value is None or value is False else str(value)


def _name(entity: Entity | None) -> str:
    return entity.name if entity else ""


def rows(article: Article, fact: Fact) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of one fact as (table, row); a fact shown in no public table gives none."""
    common = {"source": article.source, "quote": " ".join(fact.evidence[0].of(article.text).split())}
    match fact:
        case AwardConferral():
            yield "awards", {
                "recipient": _name(fact.recipient), "award": _name(fact.award), "category": _name(fact.category),
                "year": str(fact.year or ""), "event": _name(fact.event), "conferredBy": _name(fact.conferred_by),
                "result": fact.result.value, "rank": str(fact.rank or ""), **common,
            }  # fmt: skip
        case Hosting():
            for city in fact.city or (None,):
                yield "events", {
                    "event": _name(fact.event), "edition": fact.edition or "", "city": _name(city),
                    "year": str(fact.year or ""),
                    "start": fact.start_date.isoformat() if fact.start_date else "",
                    "end": fact.end_date.isoformat() if fact.end_date else "",
                    "organizer": _name(fact.organizer), **common,
                }  # fmt: skip
        case Tenure():
            yield "roles", {"person": _name(fact.person), "role": fact.role, "of": _name(fact.of), **common}
        case Observation():
            yield "metrics", {
                "about": _name(fact.about), "measure": _name(fact.metric), "value": decimal_text(fact.value),
                "unit": fact.unit or "", "approx": fact.qualifier.value if fact.qualifier else "",
                "asOf": fact.as_of.iso if fact.as_of else "", **common,
            }  # fmt: skip
        case Location():
            yield "places", {"city": _name(fact.city), "place": _name(fact.place), **common}
