"""A transformer whose products are of whole numbers: the same in whatever order a library adds them up.

Input: numbers of word pieces. Output: a vector for each. Weights are whole numbers of seven bits; what they are
multiplied with is rounded to eight, a step a row. Their products are added up by onnxruntime, exactly, an order of
magnitude faster than floats where a processor has instructions for it. What looks at what is added up as floats, which
is exact as long as a sum stays below 2**24. What is left in floats (norms, exponentials) is done a value or a row at a
time: the same on one machine, and nearly always rounded to the same whole numbers on another.

Source of the layers: Devlin et al. 2019, BERT; Wang et al. 2020, MiniLM (6 layers of 384, 12 heads). The activation is
x / (1 + exp(-1.702 x)), Hendrycks and Gimpel 2016.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    Floats = NDArray[np.float32]

HEADS = 12
WEIGHT = 63
"""The largest weight: two products with eight bits then fit the sixteen that some processors add them up in."""

_MOST = 127
_ZERO = 128  # what stands for 0 among numbers of eight bits without a sign
_LOG_PARTS = np.float32(np.log(511))  # steps between no attention and most: 511 * 127 * 202 pieces < 2**24
_TINY = np.float32(1e-12)
_SMALL = 1 << 17  # numbers of a matrix
_FEW = 8  # rows that such a matrix takes as floats in less time than it takes to call onnxruntime


@cache
def _multiplier() -> InferenceSession:
    """Multiplies a matrix of eight bits without a sign by one with a sign; the model is that one operator."""
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 - a tenth of a second

    options = SessionOptions()
    options.intra_op_num_threads = 1  # the arrays are small; a second thread would only wait
    model = files("kg.encoder").joinpath("multiply.onnx").read_bytes()
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])


def rounded(rows: Floats, axis: int | tuple[int, ...] = -1) -> tuple[Floats, Floats]:
    """Rows as whole numbers up to 127, and the size of one step in each, or along other axes."""
    step = np.abs(rows).max(axis=axis, keepdims=True)
    step *= np.float32(1 / _MOST)
    step += _TINY
    whole = rows / step
    return np.rint(whole, out=whole), step


class Affine:
    """A matrix of whole numbers with a step for each output, and a bias."""

    def __init__(self, whole: NDArray[np.int8], step: Floats, bias: Floats) -> None:
        """``whole``: (outputs, inputs), none larger than WEIGHT."""
        self._whole = np.ascontiguousarray(whole.T)
        self._shift = _ZERO * self._whole.sum(axis=0, dtype=np.int32)
        self._step, self._bias = step, bias
        self._floats = self._whole.astype(np.float32) if whole.size < _SMALL else None

    @classmethod
    def of(cls, weights: Mapping[str, Any], name: str) -> Self:
        """The matrix that is stored under a name."""
        return cls(weights[f"{name}.whole"], weights[f"{name}.step"], weights[f"{name}.bias"])

    def __call__(self, rows: Floats) -> Floats:
        """(n, inputs) to (n, outputs)."""
        whole, step = rounded(rows)
        result: Floats
        if self._floats is not None and len(rows) <= _FEW:
            result = whole @ self._floats
        else:
            whole += _ZERO
            (total,) = _multiplier().run(None, {"rows": whole.astype(np.uint8), "matrix": self._whole})
            total -= self._shift
            result = total.astype(np.float32)
        result *= step  # exact up to here, either way: 127 * 63 * 1536 < 2**24
        result *= self._step
        result += self._bias
        return result


class Norm:
    """A layer normalisation."""

    def __init__(self, weights: Mapping[str, Any], name: str) -> None:
        self._gain, self._shift = weights[f"{name}.gain"], weights[f"{name}.shift"]

    def __call__(self, rows: Floats) -> Floats:
        """(n, width) to the same."""
        rows = rows - rows.mean(axis=-1, keepdims=True)
        rows *= 1 / np.sqrt((rows * rows).mean(axis=-1, keepdims=True) + _TINY)
        rows *= self._gain
        rows += self._shift
        return rows


def activated(rows: Floats) -> Floats:
    """Of each x: x / (1 + exp(-1.702 x)), in place."""
    gate = rows * np.float32(-1.702)
    np.minimum(gate, np.float32(80), out=gate)
    np.exp(gate, out=gate)
    gate += 1
    rows /= gate
    return rows


class Layer:
    """Attention, then two affine layers on each vector."""

    def __init__(self, weights: Mapping[str, Any], name: str) -> None:
        self._seen, self._mixed = Affine.of(weights, f"{name}.qkv"), Affine.of(weights, f"{name}.o")
        self._wide, self._narrow = Affine.of(weights, f"{name}.f1"), Affine.of(weights, f"{name}.f2")
        self._first, self._second = Norm(weights, f"{name}.n1"), Norm(weights, f"{name}.n2")

    def __call__(self, rows: Floats) -> Floats:
        """(n, width) to the same."""
        rows = self._first(rows + self._mixed(self._attended(self._seen(rows))))
        return self._second(rows + self._narrow(activated(self._wide(rows))))

    @staticmethod
    def _attended(told: Floats) -> Floats:
        """(n, 3 * width) to (n, width): each vector as what it looks at says."""
        n = len(told)
        asked, answer, said = told.reshape(n, 3, HEADS, -1).transpose(1, 2, 0, 3)  # each (heads, n, width of a head)
        whole_asked, step_asked = rounded(asked)
        whole_answer, step_answer = rounded(answer, axis=(1, 2))
        whole_said, step_said = rounded(said, axis=1)
        fit = whole_asked @ whole_answer.transpose(0, 2, 1)
        fit *= step_asked * (step_answer * np.float32(asked.shape[-1] ** -0.5))
        fit -= fit.max(axis=-1, keepdims=True) - _LOG_PARTS
        np.exp(fit, out=fit)
        np.rint(fit, out=fit)
        seen = fit @ whole_said
        seen *= step_said
        seen /= fit.sum(axis=-1, keepdims=True)
        return np.ascontiguousarray(seen.transpose(1, 0, 2), dtype=np.float32).reshape(n, -1)


class Transformer:
    """From pieces to vectors."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        self._pieces, self._steps = weights["pieces.whole"], weights["pieces.step"]
        self._places, self._kinds = weights["places"], weights["kinds"]
        self._norm = Norm(weights, "norm")
        self._layers = [Layer(weights, f"layer{n}") for n in range(int(weights["layers"]))]

    def __call__(self, numbers: list[int], kinds: list[int]) -> Floats:
        """(n) pieces with their kinds to (n, width) vectors."""
        rows = self._pieces[numbers] * self._steps[numbers] + self._places[: len(numbers)] + self._kinds[kinds]
        rows = self._norm(rows)
        for layer in self._layers:
            rows = layer(rows)
        return rows
