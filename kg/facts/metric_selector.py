"""Which quantities are worth a fact: a linear score over the words around them.

Input: Sight, a quantity as it stands in its sentence. Output: how sure it is that this is a metric.
The weights are learned (benchmarks/train.py); where they are missing no figure is found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.linear import linear
from kg.mentions.quantities import CURRENCIES

LEAST = 0.4
"""How sure selector and encoder have to be, from 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """A quantity and what is seen around it, all as text."""

    left: str  # the words before it in its sentence
    words: str  # the quantity as written
    right: str  # the words after it in its sentence
    unit: str
    value: str
    block: str  # kind of block
    how: str  # the construction its measure was read from
    measure: str
    around: str  # quantities in the sentence


_UNITS = {
    "": "none", "%": "share", "percentage points": "share", "points": "points",
    **dict.fromkeys("year month week day hour minute second".split(), "time"),
    **dict.fromkeys("km m mile ft cm mm".split(), "length"),
    **dict.fromkeys(CURRENCIES, "money"),
}  # fmt: skip
_SIZES = ((2, "0-1"), (13, "2-12"), (100, "13-99"), (1000, "100s"), (10**5, "1000s"))
_WORD = re.compile(r"[A-Za-z][\w’'-]*|\d[\d.,]*|[^\w\s]")


def unit_kind(unit: str | None) -> str:
    """The kind of a unit: "none", "share", "money", "length", …."""
    return _UNITS.get(unit or "", "physical")


def size_of(value: float) -> str:
    """The order of a value."""
    return next((name for limit, name in _SIZES if value < limit), "big")


def _stems(text: str) -> list[str]:
    """Words in lower case without the s of a plural, marks, and # for numbers."""
    found = []
    for word in _WORD.findall(text):
        low = word.lower()
        plural = len(low) > 3 and low.endswith("s") and not low.endswith("ss")
        found.append("#" if low[0].isdigit() else low[:-1] if plural else low)
    return found


def features(sight: Sight) -> list[str]:
    """Names of what holds for the quantity, sorted; no name twice."""
    value = abs(float(sight.value))
    unit, size = unit_kind(sight.unit), size_of(value)
    form = "digits" if any(c.isdigit() for c in sight.words) else "word"
    left, right, measure = _stems(sight.left)[-4:], _stems(sight.right)[:4], _stems(sight.measure)
    found = {
        "bias*", f"unit={unit}", f"size={size}", f"form={form}", f"unit+size={unit} {size}", f"form+size={form} {size}",
        f"block={sight.block}", f"how={sight.how}", f"unit+how={unit} {sight.how}",
        f"around={min(int(sight.around), 4)}",
        f"l1={left[-1] if left else '^'}", f"l2={' '.join(left[-2:]) or '^'}",
        f"r1={right[0] if right else '$'}", f"r2={' '.join(right[:2]) or '$'}",
    }  # fmt: skip
    for name, words in (("l", left), ("r", right), ("m", measure), ("head", measure[-1:])):
        found.update(f"{name}={word}" for word in words if word.isalpha())
    return sorted(found)


def how_sure(sight: Sight) -> float:
    """How sure the selector is that the quantity is worth a fact, from 0 to 1."""
    weights = linear("metric_value")
    return weights.sure(features(sight)) if weights else 0.0
