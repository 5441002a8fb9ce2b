"""A transformer as a graph that onnxruntime runs, on one core. Its weights are whole numbers.

Input: numbers of word pieces. Output: a vector for each. Every product with a weight is one of whole numbers: what is
multiplied is rounded to eight bits, a step a row, and added up exactly, in whatever order a processor does it. What is
left in floats (what looks at what, norms, exponentials) is added up in the same order on processors with AVX2 and with
more, so what comes out is the same, to the last bit (DECISIONS 51).

Source of the layers: Devlin et al. 2019, BERT; Song et al. 2020, MPNet (768 wide, 12 heads, six of its 12 layers); what
distances say: Raffel et al. 2020, T5. The activation is x / (1 + exp(-1.702 x)), Hendrycks and Gimpel 2016.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

    Floats = NDArray[np.float32]

HEADS = 12


class Transformer:
    """From pieces to vectors."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        """``weights``: those of benchmarks/train_encoder.py, the graph that takes them among them."""
        self._session = _session(weights)  # before all else: it takes most while it begins
        self._pieces, self._steps = weights["pieces.whole"], weights["pieces.step"]
        self._places, self._kinds = weights["places"], weights["kinds"]
        at = np.arange(len(self._places))
        self._far = np.ascontiguousarray(weights["far"][:, at[None, :] - at[:, None] + len(at) - 1])

    def __call__(self, numbers: list[int], kinds: list[int]) -> Floats:
        """(n) pieces with their kinds to (n, narrow) vectors."""
        n = len(numbers)
        rows = self._pieces[numbers] * self._steps[numbers] + self._places[:n] + self._kinds[kinds]
        vectors: Floats
        (vectors,) = self._session.run(None, {"rows": rows, "far": self._far[:, :n, :n]})
        return vectors


def _session(weights: Mapping[str, Any]) -> InferenceSession:
    """The graph with its weights, of which onnxruntime keeps what it has made of them, and no array of ours."""
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415 - a tenth of a second

    names = [name for name in weights if name.startswith(("layer", "norm", "narrow"))]
    contents = [np.ascontiguousarray(weights[name]).reshape(-1).view(np.uint8) for name in names]
    options = SessionOptions()
    options.intra_op_num_threads = 1  # what is read is small; a second thread would only wait
    options.add_external_initializers_from_files_in_memory(names, contents, [len(content) for content in contents])
    return InferenceSession(weights["graph"].tobytes(), options, providers=["CPUExecutionProvider"])
