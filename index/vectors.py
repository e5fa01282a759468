"""Vectors on disk and the search among them. The only importer of faiss.

The file holds one unit vector a slot in 16-bit floats; slots are given out and taken back by the ledger. A
:class:`VectorIndex` is what a reader makes of a committed state: exact search in a flat FAISS index up to FLAT_LIMIT
measures, above it an inverted file of 8-bit codes whose best candidates are scored again exactly from the mapped file.
Scores are cosines, higher is nearer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

FLAT_LIMIT = 100_000
_NARROW = 20_000  # up to so many allowed rows, their vectors are compared one by one
_EXACT = 20_000  # up to so many vectors, neighbours are found by comparing all
_RESCORED = 8  # candidates that are scored again, for each that is wanted
Rows = NDArray[np.int64]
Vectors = NDArray[np.float32]


class VectorFile:
    """A file of vectors by slot, (slots, dimension) float16."""

    def __init__(self, path: Path, dimension: int) -> None:
        self.path = path
        self.dimension = dimension

    @property
    def slots(self) -> int:
        return self.path.stat().st_size // (2 * self.dimension) if self.path.exists() else 0

    def write(self, slots: Sequence[int], vectors: Vectors) -> None:
        """Put vectors into slots, on the disk when it returns."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            for slot, vector in zip(slots, vectors.astype(np.float16), strict=True):
                os.pwrite(descriptor, vector.tobytes(), slot * 2 * self.dimension)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def erase(self, slots: Sequence[int]) -> None:
        """Overwrite slots with zeros."""
        self.write(slots, np.zeros((len(slots), self.dimension), dtype=np.float32))

    def mapped(self) -> NDArray[np.float16]:
        """All slots, mapped for reading."""
        if not self.slots:
            return np.zeros((0, self.dimension), dtype=np.float16)
        return np.memmap(self.path, dtype=np.float16, mode="r", shape=(self.slots, self.dimension))


class VectorIndex:
    """The vectors of a committed state: ``rows`` ascending, ``slots`` beside them."""

    def __init__(self, file: VectorFile, rows: Rows, slots: Rows, approximate: Path | None = None) -> None:
        self._mapped = file.mapped()
        self._rows = rows
        self._slots = slots
        self._index = self._flat() if len(rows) <= FLAT_LIMIT else self._inverted(approximate)

    def __len__(self) -> int:
        return len(self._rows)

    def search(self, query: Vectors, limit: int, allowed: Rows | None = None) -> list[tuple[int, float]]:
        """The nearest rows to one query (dimension,), best first, among ``allowed`` (ascending) where given."""
        if allowed is not None:
            allowed = allowed[np.isin(allowed, self._rows, assume_unique=True)]
            if len(allowed) <= min(_NARROW, max(1000, len(self) // 10)):
                return _best(allowed, self.cosines(query, allowed), limit)
        if not len(self):
            return []
        if len(self) <= FLAT_LIMIT:
            return self._nearest(query, limit, allowed)
        near = self._nearest(query, limit * _RESCORED, allowed)
        rows = np.array(sorted(row for row, _ in near), dtype=np.int64)
        return _best(rows, self.cosines(query, rows), limit)

    def cosines(self, query: Vectors, rows: Rows) -> Vectors:
        """The exact cosine of a query with each of these rows; -1 for a row without a vector."""
        if not len(rows) or not len(self):
            return np.full(len(rows), -1, dtype=np.float32)
        places = np.minimum(np.searchsorted(self._rows, rows), len(self._rows) - 1)
        scores = self._mapped[self._slots[places]].astype(np.float32) @ query
        scores[self._rows[places] != rows] = -1
        return np.asarray(scores, dtype=np.float32)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of these rows, all of which must be there."""
        return self._mapped[self._slots[np.searchsorted(self._rows, rows)]].astype(np.float32)

    def _nearest(self, query: Vectors, limit: int, allowed: Rows | None) -> list[tuple[int, float]]:
        places = None if allowed is None else np.searchsorted(self._rows, allowed)
        scores, found = self._index.search(query[None, :], min(limit, len(self)), params=self._parameters(places))
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return [(int(self._rows[place]), score) for place, score in pairs if place >= 0]

    def _parameters(self, places: Rows | None) -> Any:
        if len(self) > FLAT_LIMIT:
            chosen = None if places is None else faiss.IDSelectorBatch(places)
            probes = min(self._index.nlist, 64 if places is None else 128)
            return faiss.SearchParametersIVF(sel=chosen, nprobe=probes)  # type: ignore[call-arg]
        return None if places is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(places))  # type: ignore[call-arg]

    def _flat(self) -> Any:
        index = faiss.IndexFlatIP(self._mapped.shape[1])
        for start in range(0, len(self._rows), 10_000):
            index.add(self._mapped[self._slots[start : start + 10_000]].astype(np.float32))
        return index

    def _inverted(self, path: Path | None) -> Any:
        """The inverted file over all rows, read where one of this very state has been kept."""
        if path is not None and path.exists():
            kept = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
            if kept.ntotal == len(self._rows):
                return kept
        index = train_inverted(self._mapped, self._slots)
        if path is not None:
            partial = path.with_suffix(f".{os.getpid()}.part")
            faiss.write_index(index, str(partial))
            partial.replace(path)
        return index


def train_inverted(mapped: NDArray[np.float16], slots: Rows) -> Any:
    """An inverted file of 8-bit codes over the vectors in these slots, numbered by their order."""
    dimension = mapped.shape[1]
    lists = int(4 * np.sqrt(len(slots)))
    index = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    sample = np.random.default_rng(0).choice(len(slots), min(len(slots), 40 * lists), replace=False)
    index.train(mapped[slots[np.sort(sample)]].astype(np.float32))
    for start in range(0, len(slots), 50_000):
        index.add(mapped[slots[start : start + 50_000]].astype(np.float32))
    return index


def _best(rows: Rows, scores: Vectors, limit: int) -> list[tuple[int, float]]:
    order = np.argsort(-scores, kind="stable")[:limit]
    return [(int(rows[i]), float(scores[i])) for i in order if scores[i] > -1]


def neighbours(
    vectors: Vectors, count: int, progress: Callable[[int, int], None] | None = None
) -> tuple[Rows, Vectors]:
    """The nearest others of each vector among all: places and cosines, both (n, count), -1 where there are fewer.

    Exact up to _EXACT vectors, above that through an inverted file, so that time grows far slower than the square.
    """
    index: Any = faiss.IndexFlatIP(vectors.shape[1])
    if len(vectors) > _EXACT:
        index = faiss.index_factory(
            vectors.shape[1], f"IVF{int(4 * np.sqrt(len(vectors)))},SQ8", faiss.METRIC_INNER_PRODUCT
        )
        index.train(vectors[:: max(1, len(vectors) // 50_000)])
        index.nprobe = 12
    index.add(vectors)
    places = np.full((len(vectors), count), -1, dtype=np.int64)
    scores = np.zeros((len(vectors), count), dtype=np.float32)
    for start in range(0, len(vectors), 2_048):
        found, near = index.search(vectors[start : start + 2_048], count + 1)
        others = near != np.arange(start, start + len(near))[:, None]
        others[others.all(axis=1), -1] = False  # equal vectors can push the row itself out
        keep = others.nonzero()[1].reshape(len(near), count)
        places[start : start + len(near)] = np.take_along_axis(near, keep, 1)
        scores[start : start + len(near)] = np.take_along_axis(found, keep, 1)
        if progress:
            progress(min(start + 2_048, len(vectors)), len(vectors))
    return places, scores
