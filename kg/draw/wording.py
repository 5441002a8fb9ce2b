"""The words on a link.

Input: what some facts of one class say by one property, as the edges of ``network`` have it. Output: a few words.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from kg.model import HostingStatus, Modality, Result, TenureStatus

Told = dict[str, Any]  # the attributes of an edge

_RESULTS = {
    Result.WINNER: "won",
    Result.RUNNER_UP: "runner-up",
    Result.FINALIST: "finalist",
    Result.SPECIAL_MENTION: "special mention",
    Result.RANKED: "ranked",
    Result.NOMINEE: "nominated",
    Result.WITHDRAWN: "withdrew",
}
_PROPERTIES = {
    "category": "in category",
    "city": "held in",
    "conferredBy": "given by",
    "event": "given at",
    "organizer": "organized by",
    "place": "in",
}
BARE = {"given by", "given at", "held in", "in"}  # what the colour of a link and its ends say too
_HELD = {
    HostingStatus.PLANNED: "planned in",
    HostingStatus.POSTPONED: "postponed, in",
    HostingStatus.CANCELLED: "cancelled, in",
    HostingStatus.ONLINE: "online and in",
}
_MOST_YEARS = 3
_SCALES = ((Decimal(10**9), " bn"), (Decimal(10**6), " m"))


def said(facts: Sequence[Told]) -> str:
    """What the facts say of the two things.

    >>> said([{"relation": "award", "result": "winner", "year": year} for year in ("2023", "2019")])
    'won 2019, 2023'
    >>> said([{"relation": "metric", "value": "1300000", "unit": "EUR", "asOf": "2024-05"}])
    '1.3 m EUR (2024)'
    """
    relation = facts[0]["relation"]
    if relation == "award":
        return "; ".join(_results(facts))
    if relation == "of":
        return "; ".join(dict.fromkeys(_post(fact) for fact in facts))
    if relation == "metric":
        figures = list(dict.fromkeys(_figure(fact) for fact in facts))
        return figures[0] if len(figures) == 1 else f"{len(figures)} figures"
    words = _HELD.get(facts[0].get("status", ""), "") if relation == "city" else ""
    years = _years(facts) if relation == "city" else ""
    return f"{words or _PROPERTIES.get(relation, relation)} {years}".rstrip()


def _results(facts: Sequence[Told]) -> list[str]:
    by_result: dict[str, list[Told]] = {}
    for fact in facts:
        rank = f" no. {fact['rank']}," if "rank" in fact and fact["result"] == Result.RANKED else ""
        by_result.setdefault(_RESULTS[Result(fact["result"])] + rank, []).append(fact)
    return [f"{result} {_years(told)}".rstrip(" ,") for result, told in by_result.items()]


def _years(facts: Sequence[Told]) -> str:
    years = sorted({str(fact[name])[:4] for fact in facts for name in ("year", "startDate") if name in fact})
    return ", ".join(years) if len(years) <= _MOST_YEARS else f"{len(years)} times, {years[0]} to {years[-1]}"


def _post(fact: Told) -> str:
    before = {TenureStatus.FORMER: "former ", TenureStatus.INCOMING: "incoming "}.get(TenureStatus(fact["status"]), "")
    return f"{before}{fact['role']}"


def _figure(fact: Told) -> str:
    """The value with its scale and unit, and the year."""
    numbers = "–".join(_number(fact[name]) for name in ("value", "valueMax") if name in fact)
    unit = fact.get("unit", "")
    with_unit = f"{numbers}{unit}" if unit in {"%", "°C", "°F"} else f"{numbers} {unit}".rstrip()
    modality = "" if fact.get("modality", Modality.ACTUAL) == Modality.ACTUAL else f"{fact['modality']} "
    year = f" ({str(fact['asOf'])[:4]})" if "asOf" in fact else ""
    return f"{modality}{with_unit}{year}"


def _number(told: object) -> str:
    try:
        value = Decimal(str(told))
    except InvalidOperation:
        return str(told)
    scale, word = next((pair for pair in _SCALES if abs(value) >= pair[0]), (Decimal(1), ""))
    shown = round(value / scale, 2) if word else value
    digits = f"{shown:,f}"
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits) + word
