"""The encoder as onnxruntime runs it: a graph whose weights are given to it when it is loaded.

Input: how many layers, how wide each part. Output: a model; kg/encoder/transformer.py says what it is given and gives.
Softmax is taken apart: onnxruntime's own adds up in an order that depends on the processor, the rest does not.
"""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from kg.encoder.transformer import HEADS

OPSET, MICROSOFT, VERSION = 17, "com.microsoft", 8


class Graph:
    """Operators and what they are given; each is named after its output."""

    def __init__(self, width: int, epsilon: float) -> None:
        self.nodes: list[NodeProto] = []
        self.given: list[TensorProto] = []
        self._width, self._epsilon = width, epsilon
        self._parts = [self._constant(f"part{n}", np.array(n)) for n in range(3)]
        self._last = self._constant("last", np.array([-1]))
        self._flat = self._constant("flat", np.array([-1, width]))
        self._each = self._constant("each", np.array([-1, 3, HEADS, width // HEADS]))

    def add(self, operator: str, inputs: list[str], name: str, domain: str = "", **how: object) -> str:
        """An operator; the name of its output."""
        self.nodes.append(helper.make_node(operator, inputs, [name], domain=domain, **how))
        return name

    def affine(self, name: str, rows: str, inputs: int, outputs: int, *, each: bool = True) -> str:
        """Rows in whole numbers of eight bits times a matrix of whole numbers, and a bias; ``each``: a step a row."""
        whole = self._weight(f"{name}.whole", (inputs, outputs), TensorProto.INT8)
        step, bias = self._weight(f"{name}.step", (outputs,)), self._weight(f"{name}.bias", (outputs,))
        if not each:
            return self.add("DynamicQuantizeMatMul", [rows, whole, step, "", bias], name, domain=MICROSOFT)
        size = self.add("ReduceMax", [self.add("Abs", [rows], f"{name}.abs")], f"{name}.size", axes=[-1], keepdims=1)
        even = self.add("Div", [rows, size], f"{name}.even")
        told = self.add("DynamicQuantizeMatMul", [even, whole, step], f"{name}.told", domain=MICROSOFT)
        return self.add("Add", [self.add("Mul", [told, size], f"{name}.sized"), bias], name)

    def norm(self, name: str, rows: str) -> str:
        """A layer normalisation."""
        weights = [self._weight(f"{name}.gain", (self._width,)), self._weight(f"{name}.shift", (self._width,))]
        return self.add("LayerNormalization", [rows, *weights], name, axis=-1, epsilon=self._epsilon)

    def attended(self, name: str, rows: str) -> str:
        """Each row as what it looks at says."""
        told = self.affine(f"{name}.qkv", rows, self._width, 3 * self._width)
        told = self.add("Reshape", [told, self._each], f"{name}.each")
        told = self.add("Transpose", [told], f"{name}.heads", perm=[1, 2, 0, 3])
        asked, answer, said = (self.add("Gather", [told, part], f"{name}.{part}", axis=0) for part in self._parts)
        answer = self.add("Transpose", [answer], f"{name}.answer", perm=[0, 2, 1])
        fit = self.add("Add", [self.add("MatMul", [asked, answer], f"{name}.alike"), "far"], f"{name}.fit")
        most = self.add("ReduceMax", [fit], f"{name}.most", axes=[-1], keepdims=1)
        fit = self.add("Exp", [self.add("Sub", [fit, most], f"{name}.less")], f"{name}.shares")
        total = self.add("ReduceSum", [fit, self._last], f"{name}.total", keepdims=1)
        seen = self.add("Div", [self.add("MatMul", [fit, said], f"{name}.mixed"), total], f"{name}.seen")
        seen = self.add("Transpose", [seen], f"{name}.back", perm=[1, 0, 2])
        seen = self.add("Reshape", [seen, self._flat], f"{name}.rows")
        return self.affine(f"{name}.o", seen, self._width, self._width, each=False)

    def _constant(self, name: str, value: np.ndarray) -> str:
        """Whole numbers that are part of the model."""
        self.given.append(numpy_helper.from_array(value.astype(np.int64), name))
        return name

    def _weight(self, name: str, shape: tuple[int, ...], kind: int = TensorProto.FLOAT) -> str:
        """What is given when the model is loaded."""
        tensor = TensorProto(name=name, dims=shape, data_type=kind, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value=name)  # as if each were a file of its own
        self.given.append(tensor)
        return name


def model(layers: int, width: int, inner: int, narrow: int, epsilon: float) -> ModelProto:
    """Rows (n, width), a piece each, and what their distances say (heads, n, n), to vectors (n, narrow)."""
    graph = Graph(width, epsilon)
    rows = graph.norm("norm", "rows")
    for name in (f"layer{n}" for n in range(layers)):
        rows = graph.norm(f"{name}.n1", graph.add("Add", [rows, graph.attended(name, rows)], f"{name}.sum1"))
        wide = graph.affine(f"{name}.f1", rows, width, inner)
        wide = graph.add("QuickGelu", [wide], f"{name}.gated", domain=MICROSOFT, alpha=1.702)
        wide = graph.affine(f"{name}.f2", wide, inner, width)
        rows = graph.norm(f"{name}.n2", graph.add("Add", [rows, wide], f"{name}.sum2"))
    vectors = graph.affine("narrow", rows, width, narrow)
    floats = TensorProto.FLOAT
    inputs = [
        helper.make_tensor_value_info("rows", floats, ["n", width]),
        helper.make_tensor_value_info("far", floats, [HEADS, "n", "n"]),
    ]
    outputs = [helper.make_tensor_value_info(vectors, floats, ["n", narrow])]
    return helper.make_model(
        helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.given),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=VERSION,
    )
