"""What filters leave of a large store, as columns of numbers: it becomes rows and texts where somebody looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol

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


class Places(Protocol):
    """Where some rows of one state of the store stand."""

    @property
    def rows(self) -> Sequence[int]:
        """Those of them that are there."""
        ...

    def of(self, rows: Sequence[int]) -> Sequence[Place]:
        """Where some of them stand, in the same order."""
        ...

    def in_order(self) -> Sequence[int]:
        """All of them plan by plan, plans in the order in which they come first, in the order of the document."""
        ...


class KnownPlaces:
    """Places that have been read."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._known = {place[0]: place for place in places}

    @property
    def rows(self) -> Sequence[int]:
        return list(self._known)

    def of(self, rows: Sequence[int]) -> Sequence[Place]:
        return [self._known[row] for row in rows]

    def in_order(self) -> Sequence[int]:
        plans: dict[str, int] = {}
        ranks = {row: (plans.setdefault(plan, len(plans)), at) for row, _, plan, at in self._known.values()}
        return sorted(ranks, key=ranks.__getitem__)


class PlacesInColumns:
    """Places that columns tell, each made when it is asked for. ``ranks``: of each part of the columns, the number of
    each of its plans among all plans."""

    def __init__(self, parts: Sequence[Columns], ranks: Sequence[Numbers], rows: Sequence[int]) -> None:
        self._parts = parts
        self._ranks = ranks
        asked = np.asarray(rows, dtype=np.int64)
        known = np.logical_or.reduce([part.has(asked) for part in parts])
        self._rows = asked[known]

    @cached_property
    def rows(self) -> Sequence[int]:
        rows: list[int] = self._rows.tolist()
        return rows

    def of(self, rows: Sequence[int]) -> Sequence[Place]:
        found = {place[0]: place for part in self._parts for place in part.places(rows)}
        return [found[row] for row in rows]

    def in_order(self) -> Sequence[int]:
        plans, at = np.zeros((2, len(self._rows)), dtype=np.int64)
        for part, ranks in zip(self._parts, self._ranks, strict=True):
            here = part.has(self._rows)
            plans[here] = ranks[part.plans(self._rows[here])]
            at[here] = part.positions(self._rows[here])
        _, first, places = np.unique(plans, return_index=True, return_inverse=True)
        rows: list[int] = self._rows[np.lexsort((at, first[places]))].tolist()
        return rows
