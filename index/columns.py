"""What filters ask of measures, as columns of numbers: the rows under a filter in milliseconds, among a million.

The store answers the same question in SQL, exactly, and it takes a second where a filter leaves a hundred thousand
measures. A row of the store never changes (a plan that is stored again gets new rows), so columns are only ever added
to: a *base* is kept in the index folder, mapped when opened, and what came since is read from the store. Rows that are
gone stay in the columns and are taken out by whoever asks. ``Store.select`` is the oracle of the tests.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.filters import Filters
from corpus.store import Place, Store
from corpus.text import fold
from index.ascending import among

_NEVER = 0  # the day of an item without an end date
Numbers = NDArray[np.int64]
Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]
FORM = 2  # of what is kept; columns of a former one are made anew
_OF_MEASURES = ("rows", "plan", "region", "heading", "measure_no", "task_no", "position", "task")
_OF_ITEMS = ("owner", "day", "value")  # ``owner``: the place of the measure in its columns
_OF_BODIES = ("item", "body", "consent")  # ``item``: the place of the item in its columns
_IDS = ("id_ends", "id_bytes")  # the measures' ids in UTF-8, one behind the other, and where each ends
_ARRAYS = (*_OF_MEASURES, *_OF_ITEMS, *_OF_BODIES, *_IDS)
_KINDS = {"rows": np.int64, "id_ends": np.int64, "id_bytes": np.uint8}  # of numbers; all others are 32 bits wide
_NAMED = ("plan", "region", "heading", "measure_no", "task_no", "value", "body")


class _Coder:
    """Gives each text a number in the order in which it first comes; None is -1."""

    def __init__(self) -> None:
        self._codes: dict[object, int] = {None: -1}

    def __call__(self, text: object) -> int:
        return self._codes.setdefault(text, len(self._codes) - 1)

    @property
    def names(self) -> list[str]:
        return [str(name) for name in self._codes if name is not None]


class _Ids:
    """The texts that it is called with, one behind the other."""

    def __init__(self) -> None:
        self.texts = bytearray()
        self.ends: list[int] = []

    def __call__(self, text: str) -> None:
        self.texts += text.encode()
        self.ends.append(len(self.texts))


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
        coders = [code[name] for name in _OF_MEASURES[1:6]]
        ids, code_of_task = _Ids(), _Coder()

        def coded(row: int, *facts: Any) -> tuple[int, ...]:
            texts, position, name, task = facts[:5], facts[5], facts[6], facts[7:]
            ids(name)
            # a task is named by its plan, the headings above it and its number too
            own = code_of_task((facts[0], facts[4], *task) if task[0] is not None else None)
            return row, *map(_Coder.__call__, coders, texts), position, own

        by_measure = _table(itertools.starmap(coded, measures), len(_OF_MEASURES))
        by_item = _table(((r, n, _day(end), code["value"](value)) for r, n, end, value in items), 4)
        by_body = _table(((r, n, code["body"](body), consent) for r, n, body, consent in bodies), 4)
        # the store may change between the three readings: what then belongs to nothing is left out
        by_item, owner = _placed(by_measure[:, 0], by_item, by_item[:, 0])
        by_body, item = _placed(_joint(by_item), by_body, _joint(by_body))
        of_ids = (np.array(ids.ends, dtype=np.int64), np.frombuffer(bytes(ids.texts), dtype=np.uint8))
        columns = [*by_measure.T, owner, *by_item.T[2:], item, *by_body.T[2:], *of_ids]
        arrays = {n: c.astype(_KINDS.get(n, np.int32)) for n, c in zip(_ARRAYS, columns, strict=True)}
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
        # as plain arrays: numpy does much for each part that is taken of a mapped one
        return cls({name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in _ARRAYS}, names)

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
        chosen = np.zeros(len(self.rows), dtype=bool)
        chosen[np.searchsorted(self.rows, rows)] = True
        kept: Mask = chosen[self.arrays["owner"]]
        return kept & self._items(filters) if filters.on_items else kept

    def plans(self, rows: Numbers) -> Codes:
        """The codes of the plans of these rows, which must all be here; ``names["plan"]`` has their ids."""
        codes: Codes = self.arrays["plan"][np.searchsorted(self.rows, rows)].astype(np.int32, copy=False)
        return codes

    def positions(self, rows: Numbers) -> Codes:
        """The places of these rows in their plans; they must all be here."""
        positions: Codes = self.arrays["position"][np.searchsorted(self.rows, rows)].astype(np.int32, copy=False)
        return positions

    def has(self, rows: Numbers) -> Mask:
        """Which of these rows are here."""
        return among(rows, self.rows)

    def places(self, rows: Sequence[int]) -> Iterator[Place]:
        """Those of these rows that are here as (row, id, plan id, position), in the same order."""
        asked = np.asarray(rows, dtype=np.int64)
        asked = asked[self.has(asked)]
        if not len(asked):
            return
        here = np.searchsorted(self.rows, asked)
        ends = self.arrays["id_ends"]
        begins = np.where(here > 0, ends[here - 1], 0)
        first = int(begins.min())
        ids = self.arrays["id_bytes"][first : int(ends[here].max())].tobytes()
        columns = (asked, begins - first, ends[here] - first, self.plans(asked), self.positions(asked))
        plans = self.names["plan"]
        for row, begin, end, plan, position in zip(*(column.tolist() for column in columns), strict=True):
            yield row, ids[begin:end].decode(), plans[plan], position

    def rows_of_tasks(self, rows: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """What ``Store.rows_of_tasks`` says of those of these rows that are here."""
        asked, tasks = np.asarray(rows, dtype=np.int64), self.arrays["task"]
        asked = asked[self.has(asked)]
        codes = tasks[np.searchsorted(self.rows, asked)]
        own = {row: task for row, task in zip(asked.tolist(), codes.tolist(), strict=True) if task != -1}
        if not own:
            return {}
        wanted = np.zeros(self._tasks + 1, dtype=bool)
        wanted[list(own.values())] = True
        places = np.flatnonzero(wanted[tasks])  # -1 falls on the last place
        beside: dict[int, list[tuple[int, int]]] = {}
        columns = (tasks[places], self.arrays["position"][places], self.rows[places])
        for task, position, row in zip(*(column.tolist() for column in columns), strict=True):
            beside.setdefault(task, []).append((position, row))
        ordered = {task: tuple(row for _, row in sorted(its)) for task, its in beside.items()}
        return {row: ordered[task] for row, task in own.items()}

    @cached_property
    def _tasks(self) -> int:
        return int(self.arrays["task"].max(initial=-1)) + 1

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
