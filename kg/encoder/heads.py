"""The questions that are put to the encoder's vectors, and how its answers are joined with a classifier's.

Input: vectors of candidates. Output: in log-odds how sure the encoder is; both opinions as one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

FAR = 31
"""The largest step of distance between two candidates."""

_SURE = 1e-4
_MOST = 127
_TINY = np.float32(1e-12)


class Affine:
    """A matrix of whole numbers with a step for each output, and a bias."""

    def __init__(self, whole: NDArray[np.int8], step: Floats, bias: Floats) -> None:
        """``whole``: (outputs, inputs)."""
        self._whole, self._step, self._bias = np.ascontiguousarray(whole.T, dtype=np.float32), step, bias

    def __call__(self, rows: Floats) -> Floats:
        """(n, inputs) to (n, outputs); rows are rounded to eight bits, a step each."""
        step = np.abs(rows).max(axis=-1, keepdims=True) / np.float32(_MOST) + _TINY
        whole: Floats = np.rint(rows / step) @ self._whole  # exact: 127 * 31 * 512 < 2**24
        whole *= step * self._step
        whole += self._bias
        return whole


def activated(rows: Floats) -> Floats:
    """Of each x: x / (1 + exp(-1.702 x))."""
    gate: Floats = 1 + np.exp(np.minimum(rows * np.float32(-1.702), np.float32(80)))
    return rows / gate


class Heads:
    """A small network for each question."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        matrices = [name for name in weights if name.startswith("head.") and name.endswith(".whole")]
        names = [name.removesuffix(".whole") for name in matrices]
        self._layers = {
            name: Affine(weights[f"{name}.whole"], weights[f"{name}.step"], weights[f"{name}.bias"]) for name in names
        }
        self._far = {name: weights[name] for name in weights if name.endswith(".far")}
        joint = {name.removeprefix("joint."): weights[name] for name in weights if name.startswith("joint.")}
        self._joint = {name: tuple(float(x) for x in row) for name, row in joint.items()}

    def __contains__(self, question: str) -> bool:
        return question in self._joint

    def one(self, question: str, vectors: Floats) -> Floats:
        """(n, 2 * width) to (n) log-odds: what is asked of one candidate."""
        inner = activated(self._layers[f"head.{question}.in"](vectors))
        return self._layers[f"head.{question}.out"](inner)[:, 0]

    def side(self, question: str, part: str, vectors: Floats) -> Floats:
        """(n, 2 * width) to (n, inner width): what is seen of candidates on one side of a pair, "left" or "right"."""
        return self._layers[f"head.{question}.{part}"](vectors)

    def two(self, question: str, left: Floats, right: Floats, apart: NDArray[np.int64]) -> Floats:
        """What is seen of both sides of pairs, (n, inner width) each, and their distances, to (n) log-odds."""
        inner = left + right + self._far[f"head.{question}.far"][apart]
        return self._layers[f"head.{question}.pair"](activated(inner))[:, 0]

    def joined(self, question: str, share: float, told: float) -> float:
        """How sure both are of a yes."""
        own, other, bias = self._joint[question]
        share = min(max(share, _SURE), 1 - _SURE)
        return 1 / (1 + math.exp(-(own * math.log(share / (1 - share)) + other * told + bias)))

    def joined_choice(self, question: str, shares: list[float], told: list[float]) -> list[float]:
        """How sure both are of each option; together 1."""
        own, other = self._joint[question]
        totals = [own * math.log(max(share, _SURE)) + other * t for share, t in zip(shares, told, strict=True)]
        top = max(totals)
        parts = [math.exp(total - top) for total in totals]
        whole = sum(parts)
        return [part / whole for part in parts]


def distances(apart: NDArray[np.int64]) -> NDArray[np.int64]:
    """How far and on which side pieces stand of others, in steps that grow; ``apart``: below 0 for those before."""
    return _STEPS[np.minimum(np.abs(apart), len(_STEPS) - 1)] * 2 + (apart > 0)


_STEPS = np.array([min(int(1.5 * math.log2(apart + 1)), FAR // 2 - 1) for apart in range(1 << 10)])
