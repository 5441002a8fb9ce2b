"""A figure of the store against the statements of Wikidata about it, judged as figures of two articles are.

Input: an observation as an article tells it, the statements of the property that fits. Output: a Finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from kg.comparison import Relation, Telling, compare
from kg.comparison.figures import THREE_YEARS
from kg.comparison.quantities import Figure, dimension_of
from kg.model import Observation, Period
from kg.world.items import Items
from kg.world.statements import END, POINT, START, Missing, Quantity, Rank, Statement
from kg.world.tables import units
from kg.world.verdicts import Finding, Outcome, day, days_apart, found, unknown

CURRENCY_CODE = "P498"
AGREE = frozenset({Relation.SAME, Relation.ROUNDING, Relation.COPY})


def check(told: Telling, fact: Observation, statements: Iterable[Statement], items: Items) -> Finding:
    """What the statements say of the figure: confirmed by any of about its time, else the most telling difference."""
    live = [one for one in statements if one.rank is not Rank.DEPRECATED]
    if not live:
        return unknown("it says nothing of this measure")
    judged = [_judged(told, fact, one, items) for one in live]
    if best := min((one for one in judged if one), key=lambda one: one[0], default=None):
        return best[1]
    if any(one.value is Missing.UNKNOWN for one in live):
        return unknown("it says that there is a value, but not which")
    return unknown("it says nothing in a unit that can be compared")


def figure_of(fact: Observation) -> str:
    """The figure for people."""
    return str(Figure(value=fact.value, value_max=fact.value_max, unit=fact.unit, qualifier=fact.qualifier))


def _judged(
    told: Telling, fact: Observation, statement: Statement, items: Items
) -> tuple[tuple[bool, bool, int, int, str], Finding] | None:
    """The finding of one statement, and its place in order; None where the two cannot be compared."""
    if statement.value is Missing.NONE:
        order = (True, False, int(statement.rank), 0, statement.iri)
        return order, found(Outcome.DIFFERS, "it says that there is none", statement, "none")
    there = _observation(fact, statement, items)
    if there is None:
        return None
    other = Telling(fact=there, article=statement.iri, published=None, quote="")
    decided = compare(told, other)
    if decided is None:
        return None
    gap = days_apart(fact.as_of or day(told.published), there.as_of)
    far = gap is not None and gap > THREE_YEARS
    confirmed = decided.relation in AGREE and not far
    reason = decided.reason
    if decided.relation in AGREE and far:
        reason = f"the same figure, of times {(gap or 0) // 365} years apart"
    elif not confirmed:
        reason = f"{decided.relation.value}: {reason}"
    order = (not confirmed, far, int(statement.rank), THREE_YEARS if gap is None else gap, statement.iri)
    outcome = Outcome.CONFIRMED if confirmed else Outcome.DIFFERS
    return order, found(outcome, reason, statement, figure_of(there))


def _observation(fact: Observation, statement: Statement, items: Items) -> Observation | None:
    """What the statement says, as an observation of the same measure; None in another dimension."""
    if not isinstance(statement.value, Quantity):
        return None
    value = statement.value
    pairs = [(value.amount, value.unit), *([value.normal] if value.normal else [])]
    for amount, unit in pairs:
        symbol = _symbol(unit, items)
        if symbol is not None and dimension_of(symbol) == dimension_of(fact.unit):
            return replace(
                fact, value=_plain(amount), value_max=None, unit=symbol or None, qualifier=None, as_of=_time(statement)
            )
    return None


def _symbol(unit: str, items: Items) -> str | None:
    """The symbol of a unit: empty for the number one, None for a unit that is not known here."""
    return units().get(unit, min(items.values(unit, CURRENCY_CODE), default=None))


def _plain(amount: Decimal) -> Decimal:
    """The number without an exponent and without zeros behind the point."""
    return amount.to_integral_value() if amount == amount.to_integral_value() else amount.normalize()


def _time(statement: Statement) -> Period | None:
    """When the value held: its point in time, else from its start to its end."""
    if point := statement.period(POINT):
        return point
    start, end = statement.period(START), statement.period(END)
    if start and end and start.start <= end.end:
        return Period(start=start.start, end=end.end, precision=start.precision)
    return start or end
