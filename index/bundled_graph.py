"""The bundled encoder's transformer as an ONNX graph, written once into a cache. The only importer of onnx.

Input ``embedded`` (texts, tokens, hidden) is the sum of word, position and type embeddings, ``mask`` (texts, tokens)
is 1 for tokens and 0 for padding; output ``vectors`` (texts, hidden) is the mean over tokens with unit length.
Where the processor multiplies 8-bit numbers in one instruction, linear layers are MatMulNBits with blocks of 32 and
accuracy level 4 (activations in 8 bits): the 4-bit blocks as they come, or, where an adaptation is merged into them,
quantised anew in 8 bits, which keeps it whole. Elsewhere they are products of floats, which are a third faster there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.bundled_weights import BLOCK, Weights, scales

_CONTRIB = "com.microsoft"
Delta = Mapping[str, NDArray[np.float32]]  # "l0.q" -> (outputs, inputs), added to the weights


class _Graph:
    """Nodes and constants as they accumulate; each method adds a node and names its output."""

    def __init__(self, weights: Weights, delta: Delta, quantised: bool) -> None:
        self.weights = weights
        self.quantised = quantised
        self.delta = delta
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], output, domain=domain, **attributes))
        return output

    def linear(self, source: str, names: list[str], inputs: int, output: str) -> str:
        """One or several linear layers over the same input, their outputs side by side."""
        bias = self.constant(f"{output}.bias", np.concatenate([self.weights.floats(f"{name}.b") for name in names]))
        if not self.quantised:
            whole = np.concatenate([self._matrix(name, inputs) for name in names])
            product = self.node("MatMul", [source, self.constant(f"{output}.weights", whole.T)], f"{output}.product")
            return self.node("Add", [product, bias], output)
        bits, codes, factors = self._quantised(names, inputs)
        scaled = self.constant(f"{output}.codes", codes), self.constant(f"{output}.scales", factors.reshape(-1))
        shape = {"K": inputs, "N": len(codes), "bits": bits, "block_size": BLOCK, "accuracy_level": 4}
        return self.node("MatMulNBits", [source, *scaled, "", "", bias], output, _CONTRIB, **shape)

    def _matrix(self, name: str, inputs: int) -> NDArray[np.float32]:
        """The weights of a linear layer with what is added to them, (outputs, inputs)."""
        found: NDArray[np.float32] = self.weights.matrix(f"{name}.w", inputs) + self.delta.get(name, np.float32(0))
        return found

    def _quantised(self, names: list[str], inputs: int) -> tuple[int, NDArray[np.uint8], NDArray[np.float32]]:
        if not any(name in self.delta for name in names):
            blocks = np.concatenate([self.weights.blocks(f"{name}.w", inputs) for name in names])
            return 4, repacked(blocks), scales(blocks)
        codes, factors = quantised_8(np.concatenate([self._matrix(name, inputs) for name in names]))
        return 8, codes, factors

    def normal(self, source: str, residual: str | None, name: str, output: str) -> str:
        """Layer normalisation of the source, or of its sum with the residual."""
        scale = self.constant(f"{output}.w", self.weights.floats(f"{name}.w"))
        shift = self.constant(f"{output}.b", self.weights.floats(f"{name}.b"))
        if residual is None:
            epsilon = self.weights.epsilon
            return self.node("LayerNormalization", [source, scale, shift], output, axis=-1, epsilon=epsilon)
        operands = [source, residual, scale, shift]
        return self.node("SkipLayerNormalization", operands, output, _CONTRIB, epsilon=self.weights.epsilon)

    def layer(self, number: int, source: str) -> str:
        """One transformer layer."""
        own, hidden = f"l{number}", self.weights.hidden
        together = self.linear(source, [f"{own}.{part}" for part in "qkv"], hidden, f"{own}.qkv")
        parts = [f"{own}.query", f"{own}.key", f"{own}.value"]
        self.nodes.append(helper.make_node("Split", [together], parts, f"{own}.split", axis=-1, num_outputs=3))
        heads = {"num_heads": self.weights.heads}
        seen = self.node("MultiHeadAttention", [*parts, "", "kept"], f"{own}.seen", _CONTRIB, **heads)
        mixed = self.linear(seen, [f"{own}.ao"], hidden, f"{own}.mixed")
        attended = self.normal(mixed, source, f"{own}.aln", f"{own}.attended")
        inner = self.linear(attended, [f"{own}.fi"], hidden, f"{own}.inner")
        active = self.node("Gelu", [inner], f"{own}.active")
        outer = self.linear(active, [f"{own}.fo"], self.weights.inner, f"{own}.outer")
        return self.normal(outer, attended, f"{own}.oln", f"{own}.out")

    def pooled(self, source: str) -> None:
        """The mean over the tokens that the mask keeps, with unit length."""
        last = self.constant("last", np.array([-1], dtype=np.int64))
        tokens = self.constant("tokens", np.array([1], dtype=np.int64))
        column = self.node("Unsqueeze", ["mask", last], "column")
        kept = self.node("Mul", [source, column], "kept_states")
        total = self.node("ReduceSum", [kept, tokens], "total", keepdims=0)
        self.node("LpNormalization", [total], "vectors", axis=-1, p=2)


def build_graph(weights: Weights, delta: Delta, *, quantised: bool = True) -> bytes:
    """The serialised model. ``delta`` maps "l<layer>.<q|k|v|ao|fi|fo>" to what is added to that layer's weights;
    without ``quantised`` the weights are floats, four times as large."""
    graph = _Graph(weights, delta, quantised)
    graph.node("Cast", ["mask"], "kept", to=TensorProto.INT32)
    state = graph.normal("embedded", None, "emb.ln", "start")
    for number in range(weights.layers):
        state = graph.layer(number, state)
    graph.pooled(state)
    wide = ["texts", "tokens", weights.hidden]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "multilingual-e5-small",
            [_value("embedded", wide), _value("mask", wide[:2])],
            [_value("vectors", ["texts", weights.hidden])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(_CONTRIB, 1)],
        ir_version=9,
    )
    return bytes(model.SerializeToString())


def repacked(blocks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """4-bit blocks with the halves of a byte holding neighbours, as MatMulNBits wants them: (outputs, blocks, 16)."""
    packed = blocks[..., 2:]
    codes = np.concatenate([packed & 15, packed >> 4], axis=-1)
    out: NDArray[np.uint8] = codes[..., 0::2] | (codes[..., 1::2] << 4)
    return out


def quantised_8(matrix: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A matrix in blocks of 8-bit codes around 128, (outputs, blocks, 32), and their scales, (outputs, blocks)."""
    blocks = matrix.reshape(len(matrix), -1, BLOCK)
    factors = np.maximum(np.abs(blocks).max(axis=-1), 1e-12) / 127
    codes = np.rint(blocks / factors[..., None]) + 128
    return codes.astype(np.uint8), factors.astype(np.float32)


def _value(name: str, shape: list[Any]) -> Any:
    return onnx.helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
