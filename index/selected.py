"""What filters leave of a large store, as columns of numbers: it becomes rows and texts where somebody looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.store import Place
from index.columns import Columns

Numbers = NDArray[np.int64]
_FEW = 10_000  # rows


class Selected(Mapping[int, tuple[int, ...]]):
    """Row -> the numbers of its items, in the order of plan and document.

    ``rows``: ascending; ``order``: the places of the rows in that order; ``ends``: of each row, where its items end
    among the ``numbers``.
    """

    def __init__(self, rows: Numbers, order: Numbers, ends: Numbers, numbers: Numbers) -> None:
        self._rows = rows
        self._order = order
        self._ends = ends
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows[self._order].tolist())

    def __getitem__(self, row: int) -> tuple[int, ...]:
        if len(self._rows) <= _FEW:
            return self._few[row]
        place = int(np.searchsorted(self._rows, row))
        if place == len(self._rows) or self._rows[place] != row:
            raise KeyError(row)
        begin = self._ends[place - 1] if place else 0
        return tuple(self._numbers[begin : self._ends[place]].tolist())

    @cached_property
    def _few(self) -> dict[int, tuple[int, ...]]:
        """Of few rows all, which somebody mostly looks at."""
        ends, numbers = self._ends.tolist(), self._numbers.tolist()
        begins = [0, *ends]
        return {row: tuple(numbers[b:e]) for row, b, e in zip(self._rows.tolist(), begins, ends, strict=False)}


class Places:
    """Where the measures of one state of the index stand."""

    def __init__(self, parts: Sequence[Columns]) -> None:
        self._parts = parts

    def there(self, rows: Sequence[int]) -> Sequence[int]:
        """Those of the rows that are in this state, in the same order."""
        asked = np.asarray(rows, dtype=np.int64)
        known = np.logical_or.reduce([part.has(asked) for part in self._parts])
        return rows if known.all() else [row for row, here in zip(rows, known.tolist(), strict=True) if here]

    def __call__(self, rows: Sequence[int]) -> list[Place]:
        """What ``Store.places`` gives: (row, id, plan id, position) of these rows, in the same order."""
        found = {place[0]: place for part in self._parts for place in part.places(rows)}
        return [found[row] for row in rows if row in found]
