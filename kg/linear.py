"""Classifiers whose weights stand in a text file: the learned part of the readers.

Input: names of features. Output: how sure a yes is, or which of some options is meant. The files in
kg/lexicon/learned are made by benchmarks/train.py: a feature a line with its weight. Where a file is missing there
is no classifier, and its reader stays silent.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat

_EQUAL = 1e-9


@dataclass(frozen=True)
class Linear:
    """A logistic regression: a weight for each feature, in log-odds.

    Totals are exact sums, the same in whatever order the features come; none may come twice.
    """

    weights: Mapping[str, float]

    def sure(self, features: Iterable[str]) -> float:
        """How sure a yes is, from 0 to 1."""
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, self._total(features)))))

    def shares(self, options: Sequence[Collection[str]]) -> list[float]:
        """How sure it is of each of some options of which one is meant: together 1."""
        totals = [self._total(features) for features in options]
        top = max(totals, default=0.0)
        if sum(top - total < _EQUAL for total in totals) > 1:
            totals = [self._rounded(features) for features in options]
            top = max(totals)
        parts = [math.exp(total - top) for total in totals]
        whole = sum(parts)
        return [part / whole for part in parts]

    def choice(self, options: Sequence[Collection[str]]) -> tuple[int, float]:
        """Which of some options is meant most likely, the first of equals, and how sure it is of that."""
        shares = self.shares(options)
        top = max(range(len(shares)), key=shares.__getitem__)
        return top, shares[top]

    def _total(self, features: Iterable[str]) -> float:
        return math.fsum(filter(None, map(self.weights.get, features)))

    def _rounded(self, features: Iterable[str]) -> float:
        """The total as it is rounded in order of the alphabet, which tells apart what is equal: always the same way."""
        return sum(map(self.weights.get, sorted(features), repeat(0.0)))


@cache
def linear(name: str) -> Linear | None:
    """The classifier of that name; None where its weights are not installed."""
    path = files("kg.lexicon").joinpath("learned").joinpath(f"{name}.tsv")
    if not path.is_file():
        return None
    lines = (line.rpartition("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return Linear({feature: float(weight) for feature, _, weight in lines})
