"""Vectors on disk and the search among them. The only importer of faiss.

The file holds one unit vector a slot in 16-bit floats; slots are given out and taken back by the ledger. A
:class:`VectorIndex` is what a reader makes of a committed state: exact search in a flat FAISS index up to FLAT_LIMIT
measures, above it an inverted file of 8-bit codes whose best candidates are scored again exactly from the mapped file.
Scores are cosines, higher is nearer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from index.ascending import Rows, among

FLAT_LIMIT = 30_000  # flat search takes 10 ms there on one core, and 33 ms at 100,000
_NARROW = 5_000  # up to so many allowed rows, their vectors are compared one by one
_EXACT = 20_000  # up to so many vectors, neighbours are found by comparing all
_RESCORED = 8  # candidates that are scored again, for each that is wanted
_PROBES = 64  # lists of the inverted file that are looked into
_STALE = 0.05  # of all rows: when so many came or went, the inverted file is built anew
_BLOCK = 10_000  # vectors that are turned to 32 bits at a time
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


class Approximate:
    """An inverted file of 8-bit codes over the rows that there were when it was built. A row's vector never changes,
    so it stays right for those that are still there; rows that came since are compared one by one."""

    def __init__(self, index: Any, rows: Rows) -> None:
        self.index = index
        self.rows = rows

    @classmethod
    def open(cls, folder: Path) -> Approximate:
        """The inverted file of a folder, its codes mapped and not loaded."""
        index = faiss.read_index(str(folder / "codes.faiss"), faiss.IO_FLAG_MMAP)
        return cls(index, np.load(folder / "rows.npy", mmap_mode="r"))

    @classmethod
    def build(cls, folder: Path, file: VectorFile, rows: Rows, slots: Rows) -> None:
        """Learn the lists from a sample, take all rows in, and write the folder, whole or not at all."""
        mapped = file.mapped()
        lists = int(2 * np.sqrt(len(slots)))
        index = faiss.index_factory(mapped.shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        faiss.extract_index_ivf(index).cp.niter = 10
        sample = np.random.default_rng(0).choice(len(slots), min(len(slots), 40 * lists), replace=False)
        index.train(mapped[slots[np.sort(sample)]].astype(np.float32))
        for start in range(0, len(slots), 50_000):
            part = mapped[slots[start : start + 50_000]].astype(np.float32)
            index.add_with_ids(part, rows[start : start + 50_000])
        partial = folder.with_name(f"{folder.name}.{os.getpid()}.part")
        partial.mkdir(parents=True)
        faiss.write_index(index, str(partial / "codes.faiss"))
        np.save(partial / "rows.npy", rows)
        partial.replace(folder)

    def nearest(self, query: Vectors, limit: int, allowed: Rows | None, gone: Rows) -> Rows:
        """The rows that come nearest, about ``limit`` of them, in no order."""
        chosen: Any = None
        if allowed is not None:
            chosen = faiss.IDSelectorBitmap(_bitmap(allowed))  # type: ignore[call-arg, arg-type]
        elif len(gone):
            inside = faiss.IDSelectorBatch(gone)
            chosen = faiss.IDSelectorNot(inside)
        probes = min(self.index.nlist, _PROBES if allowed is None else 2 * _PROBES)
        parameters = faiss.SearchParametersIVF(sel=chosen, nprobe=probes)  # type: ignore[call-arg]
        _, found = self.index.search(query[None, :], min(limit, len(self.rows)), params=parameters)
        rows: Rows = found[0][found[0] >= 0]
        return rows


class VectorIndex:
    """The vectors of a committed state: ``rows`` ascending, ``slots`` beside them."""

    def __init__(self, file: VectorFile, rows: Rows, slots: Rows, approximate: Approximate | None = None) -> None:
        self._mapped = file.mapped()
        self._rows = rows
        self._slots = slots
        self._flat = self._exact() if len(rows) <= FLAT_LIMIT else None
        self._approximate = approximate if self._flat is None else None
        self._fresh = rows  # rows that the inverted file does not hold
        self._gone = rows[:0]  # rows that only the inverted file holds
        if self._approximate is not None:
            held = np.asarray(self._approximate.rows)
            self._fresh = rows[~among(rows, held)]
            self._gone = held[~among(held, rows)]

    def __len__(self) -> int:
        return len(self._rows)

    def search(self, query: Vectors, limit: int, allowed: Rows | None = None) -> list[tuple[int, float]]:
        """The nearest rows to one query (dimension,), best first, among ``allowed`` (ascending) where given."""
        if not len(self):
            return []
        if allowed is not None:
            allowed = self.present(allowed)
            if len(allowed) <= min(_NARROW, max(1000, len(self) // 10)):
                return _best(allowed, self.cosines(query, allowed), limit)
        if self._flat is not None:
            return self._nearest(query, limit, allowed)
        rows = self._candidates(query, limit * _RESCORED, allowed)
        return _best(rows, self.cosines(query, rows), limit)

    def present(self, rows: Rows) -> Rows:
        """Those of the rows that are there."""
        if not len(self):
            return rows[:0]
        if len(rows) < len(self) // 8:
            there: Rows = rows[among(rows, self._rows)]
        else:
            there = rows[self._alive[np.minimum(rows, len(self._alive) - 1)]]
        return there

    @cached_property
    def _alive(self) -> NDArray[np.bool_]:
        """For every row number up to one beyond the last, whether it is there."""
        return _marked(self._rows, int(self._rows[-1]) + 2)

    def cosines(self, query: Vectors, rows: Rows) -> Vectors:
        """The exact cosine of a query with each of these rows; -1 for a row without a vector."""
        if not len(rows) or not len(self):
            return np.full(len(rows), -1, dtype=np.float32)
        places = np.minimum(np.searchsorted(self._rows, rows), len(self._rows) - 1)
        scores = np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), _BLOCK):
            part = places[start : start + _BLOCK]
            scores[start : start + _BLOCK] = self._mapped[self._slots[part]].astype(np.float32) @ query
        scores[self._rows[places] != rows] = -1
        return scores

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of these rows, all of which must be there."""
        return self._mapped[self._slots[np.searchsorted(self._rows, rows)]].astype(np.float32)

    def _candidates(self, query: Vectors, limit: int, allowed: Rows | None) -> Rows:
        """Rows worth scoring exactly: what the inverted file finds, and all that it does not hold."""
        fresh = self._fresh if allowed is None else self._fresh[among(self._fresh, allowed)]
        if self._approximate is None:
            return fresh
        return np.union1d(self._approximate.nearest(query, limit, allowed, self._gone), fresh)

    def _nearest(self, query: Vectors, limit: int, allowed: Rows | None) -> list[tuple[int, float]]:
        parameters = None
        if allowed is not None:
            chosen = faiss.IDSelectorBatch(np.searchsorted(self._rows, allowed))
            parameters = faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]
        assert self._flat is not None
        scores, found = self._flat.search(query[None, :], min(limit, len(self)), params=parameters)
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return [(int(self._rows[place]), score) for place, score in pairs if place >= 0]

    def _exact(self) -> Any:
        index = faiss.IndexFlatIP(self._mapped.shape[1])
        for start in range(0, len(self._rows), _BLOCK):
            index.add(self._mapped[self._slots[start : start + _BLOCK]].astype(np.float32))
        return index


class Counted(Protocol):
    """What counts the rows that there are."""

    def count(self, beyond: int = 0) -> int:
        """All rows, or those that are higher than one."""
        ...


def outgrown(kept: Path | None, rows: Counted) -> bool:
    """Whether what is built of many rows is wanted, and what is kept of it, if anything, fits these rows no more.

    A new measure always has a higher row than all before it, so counting tells what came and what is gone.
    """
    count = rows.count()
    if count <= FLAT_LIMIT:
        return False
    if kept is None or not kept.exists():
        return True
    held = np.load(kept / "rows.npy", mmap_mode="r")
    came = rows.count(int(held[-1]))
    gone = len(held) - (count - came)
    return came + gone > _STALE * count


def _marked(rows: Rows, count: int) -> NDArray[np.bool_]:
    marked = np.zeros(count, dtype=bool)
    marked[rows] = True
    return marked


def _bitmap(rows: Rows) -> NDArray[np.uint8]:
    """A bit for every row number up to the last, set for these: as FAISS asks, lowest bit first."""
    return np.packbits(_marked(rows, int(rows[-1]) + 1), bitorder="little")


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
