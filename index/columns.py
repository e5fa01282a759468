"""What filters ask of measures, as columns of numbers: the rows under a filter in milliseconds, among a million.

The store answers the same question in SQL, exactly, and it takes a second where a filter leaves a hundred thousand
measures. A row of the store never changes (a plan that is stored again gets new rows), so columns are only ever added
to: a *base* is kept in the index folder, mapped when opened, and what came since is read from the store. Rows that are
gone stay in the columns and are taken out by whoever asks. ``Store.select`` is the oracle of the tests.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.filters import Filters
from corpus.store import Store
from corpus.text import fold

_NEVER = 0  # the day of an item without an end date
Numbers = NDArray[np.int64]
Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]
_OF_MEASURES = ("rows", "plan", "region", "heading", "measure_no", "task_no")
_OF_ITEMS = ("owner", "day", "value")  # ``owner``: the place of the measure in its columns
_OF_BODIES = ("item", "body", "consent")  # ``item``: the place of the item in its columns
_ARRAYS = (*_OF_MEASURES, *_OF_ITEMS, *_OF_BODIES)
_NAMED = ("plan", "region", "heading", "measure_no", "task_no", "value", "body")


class _Coder:
    """Gives each text a number in the order in which it first comes; None is -1."""

    def __init__(self) -> None:
        self._codes: dict[str | None, int] = {None: -1}

    def __call__(self, text: str | None) -> int:
        return self._codes.setdefault(text, len(self._codes) - 1)

    @property
    def names(self) -> list[str]:
        return [name for name in self._codes if name is not None]


@dataclass(frozen=True)
class Columns:
    """The columns of some measures, by ascending row; ``names``: of each coded column, what its numbers stand for."""

    arrays: dict[str, NDArray[np.integer]]
    names: dict[str, list[str]]

    @property
    def rows(self) -> Numbers:
        return self.arrays["rows"]  # type: ignore[return-value]

    # ------------------------------------------------------------ making

    @classmethod
    def read(cls, store: Store, after: int = 0) -> Columns:
        """The columns of the store's measures beyond a row."""
        code = {name: _Coder() for name in _NAMED}
        measures, items, bodies = store.facts(after)
        coders = [code[name] for name in _OF_MEASURES[1:]]
        by_measure = _table(((row, *map(_Coder.__call__, coders, texts)) for row, *texts in measures), 6)
        by_item = _table(((r, n, _day(end), code["value"](value)) for r, n, end, value in items), 4)
        by_body = _table(((r, n, code["body"](body), consent) for r, n, body, consent in bodies), 4)
        # the store may change between the three readings: what then belongs to nothing is left out
        by_item, owner = _placed(by_measure[:, 0], by_item, by_item[:, 0])
        by_body, item = _placed(_joint(by_item), by_body, _joint(by_body))
        columns = [*by_measure.T, owner, *by_item.T[2:], item, *by_body.T[2:]]
        arrays = {n: c.astype(np.int64 if n == "rows" else np.int32) for n, c in zip(_ARRAYS, columns, strict=True)}
        return cls(arrays, {name: coder.names for name, coder in code.items()})

    def write(self, folder: Path) -> None:
        """Put the columns into a folder, whole or not at all."""
        partial = folder.with_name(f"{folder.name}.{os.getpid()}.part")
        partial.mkdir(parents=True)
        for name, array in self.arrays.items():
            np.save(partial / f"{name}.npy", array)
        (partial / "names.json").write_text(json.dumps(self.names, ensure_ascii=False), encoding="utf-8")
        partial.replace(folder)

    @classmethod
    def open(cls, folder: Path) -> Columns:
        """What has been written, mapped and not loaded."""
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        return cls({name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}, names)

    # ------------------------------------------------------------ asking

    def select(self, filters: Filters) -> Numbers:
        """The rows that satisfy the filters, ascending: those of ``Store.select`` and perhaps rows that are gone."""
        kept = self._measures(filters)
        if filters.on_items:
            under = np.zeros(len(self.rows), dtype=bool)
            under[self.arrays["owner"][self._items(filters)]] = True
            kept &= under
        return self.rows[kept]

    def items(self, rows: Numbers, filters: Filters) -> tuple[Numbers, Numbers]:
        """The items of these rows (ascending) that satisfy the filters, as their rows and their numbers in the measure;
        all items where no filter concerns items."""
        owner = self.arrays["owner"]
        places = np.flatnonzero(self._items_of(rows, filters))
        owners = owner[places]
        # the items of a measure lie together in the order of their numbers, which count from 0
        return self.rows[owners], places - np.searchsorted(owner, owners)

    def first_ends(self, rows: Numbers, filters: Filters) -> tuple[Numbers, Codes]:
        """Those of the rows (ascending) of whose items under the filters one has an end, with the first such day."""
        day = self.arrays["day"]
        places = np.flatnonzero(self._items_of(rows, filters) & (day != _NEVER))
        owners = self.arrays["owner"][places]
        begins = np.flatnonzero(np.diff(owners, prepend=-1))
        if not len(begins):
            return self.rows[:0], np.empty(0, dtype=np.int32)
        return self.rows[owners[begins]], np.minimum.reduceat(day[places], begins)

    def _items_of(self, rows: Numbers, filters: Filters) -> Mask:
        kept: Mask = np.isin(self.rows, rows, assume_unique=True)[self.arrays["owner"]]
        return kept & self._items(filters) if filters.on_items else kept

    def plans(self, rows: Numbers) -> list[str]:
        """The plan ids of these rows, which must all be here."""
        return [self.names["plan"][code] for code in self.arrays["plan"][np.searchsorted(self.rows, rows)].tolist()]

    def _measures(self, filters: Filters) -> Mask:
        kept = np.ones(len(self.rows), dtype=bool)
        if filters.region:
            regions = self._is("region", filters.region)
            kept &= regions | (self.arrays["region"] == -1) if "" in filters.region else regions
        if filters.plan:
            kept &= self._is("plan", filters.plan)
        if filters.section:
            parts = [fold(part) for part in filters.section]
            kept &= self._where("heading", lambda heading: any(part in heading for part in parts))
        if filters.number:
            kept &= self._is("measure_no", filters.number) | self._is("task_no", filters.number)
        return kept

    def _items(self, filters: Filters) -> Mask:
        day = self.arrays["day"]
        kept = np.ones(len(day), dtype=bool)
        if filters.due_from is not None:
            kept &= day >= filters.due_from.toordinal()
        if filters.due_to is not None:
            kept &= (day <= filters.due_to.toordinal()) & (day != _NEVER)
        if filters.year:
            kept &= np.logical_or.reduce([_within(day, year) for year in filters.year])
        if filters.value:
            kept &= self._is("value", [fold(value) for value in filters.value])
        if filters.undated:
            kept &= day == _NEVER
        return kept & self._responsible(filters, len(day))

    def _responsible(self, filters: Filters, count: int) -> Mask:
        kept = np.ones(count, dtype=bool)
        if filters.body:
            asked = self._is("body", filters.body)
            kept &= self._has(asked, count)
            if filters.sole_body:
                kept &= ~self._has(~asked, count)
        if filters.beside:
            kept &= self._has(self._is("body", filters.beside), count)
        if filters.consent is not None:
            kept &= self._has(self.arrays["consent"] == 1, count) == filters.consent
        return kept

    def _has(self, bodies: Mask, count: int) -> Mask:
        """The items that have one of these bodies."""
        out = np.zeros(count, dtype=bool)
        out[self.arrays["item"][bodies]] = True
        return out

    def _is(self, column: str, values: Sequence[str]) -> Mask:
        wanted = set(values)
        return self._where(column, wanted.__contains__)

    def _where(self, column: str, keep: Callable[[str], bool]) -> Mask:
        """Where the text of a coded column is one to keep. -1, which stands for none, falls on the last place."""
        kept = np.array([*map(keep, self.names[column]), False], dtype=bool)
        found: Mask = kept[self.arrays[column]]
        return found


def _table(rows: Iterable[tuple[int, ...]], width: int) -> Numbers:
    """Tuples of numbers as an array, without a list of them all in between."""
    flat = np.fromiter((number for row in rows for number in row), dtype=np.int64)
    return flat.reshape(-1, width)


def _placed(owners: Numbers, table: Numbers, keys: Numbers) -> tuple[Numbers, Numbers]:
    """The rows of a table whose keys are among ``owners`` (ascending), with the places of those."""
    places = np.searchsorted(owners, keys)
    there = places < len(owners)
    there[there] = owners[places[there]] == keys[there]
    return table[there], places[there]


def _joint(table: Numbers) -> Numbers:
    """Row and item number as one ascending number."""
    return table[:, 0] << 20 | table[:, 1]


def _day(end: date | None) -> int:
    return end.toordinal() if end else _NEVER


def _within(day: NDArray[np.integer], year: int) -> Mask:
    inside: Mask = (day >= date(year, 1, 1).toordinal()) & (day <= date(year, 12, 31).toordinal())
    return inside
