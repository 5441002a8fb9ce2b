"""Which quantities are worth a fact: a linear score over the words around them.

Input: Sight, a quantity as it stands in its sentence. Output: the score; above the threshold it is
a metric. The weights in kg/lexicon/metric_weights.tsv are made by benchmarks/train_metrics.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.mentions.quantities import CURRENCIES

THRESHOLD = 0.0


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


_TIME = frozenset("year month week day hour minute second".split())
_KINDS = {
    "%": "share", "percentage points": "share", "points": "points", "km": "length", "m": "length", "mile": "length",
    "ft": "length", "cm": "length", "mm": "length",
}  # fmt: skip
_WORD = re.compile(r"[A-Za-z][\w’'-]*|\d[\d.,]*|[^\w\s]")


def _stem(word: str) -> str:
    low = word.lower()
    if low[0].isdigit():
        return "#"
    return low[:-1] if len(low) > 3 and low.endswith("s") and not low.endswith("ss") else low


def features(sight: Sight) -> list[str]:
    """Names of what holds for the quantity; no name twice."""
    value = abs(float(sight.value))
    unit = "none" if not sight.unit else "money" if sight.unit in CURRENCIES else "time" if sight.unit in _TIME else _KINDS.get(sight.unit, "physical")
    size = "0-1" if value < 2 else "2-12" if value <= 12 else "13-99" if value < 100 else "100s" if value < 1000 else "1000s" if value < 10**5 else "big"
    form = "word" if sight.words.strip()[:1].isalpha() and not re.search(r"\d", sight.words) else "digits"
    left = [_stem(w) for w in _WORD.findall(sight.left)][-4:]
    right = [_stem(w) for w in _WORD.findall(sight.right)][:4]
    measure = [_stem(w) for w in _WORD.findall(sight.measure)]
    found = {
        "bias", f"unit={unit}", f"size={size}", f"form={form}", f"unit+size={unit} {size}", f"form+size={form} {size}",
        f"block={sight.block}", f"how={sight.how}", f"around={min(int(sight.around), 4)}", f"unit+how={unit} {sight.how}",
        f"l1={left[-1] if left else '^'}", f"l2={' '.join(left[-2:]) or '^'}", f"r1={right[0] if right else '$'}", f"r2={' '.join(right[:2]) or '$'}",
    }  # fmt: skip
    found |= {f"l={w}" for w in left if w.isalpha()} | {f"r={w}" for w in right if w.isalpha()} | {f"m={w}" for w in measure if w.isalpha()}
    if measure:
        found.add(f"head={measure[-1]}")
    return sorted(found)


@cache
def _weights() -> dict[str, float]:
    lines = files("kg.lexicon").joinpath("metric_weights.tsv").read_text(encoding="utf-8").splitlines()
    return {feature: float(weight) for feature, weight in (line.split("\t") for line in lines)}


def is_metric(sight: Sight) -> bool:
    """True where the score says that the quantity is worth a fact."""
    weights = _weights()
    return sum(weights.get(feature, 0.0) for feature in features(sight)) > THRESHOLD
