"""One committed state of the index, open for searching: ledger, vectors, words, and what is made of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import sleep
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.filters import Filters
from corpus.store import Store
from index.ascending import among
from index.columns import Columns
from index.ledger import Ledger, Placed, Record
from index.query import QuestionReader
from index.seen_words import SeenWords
from index.selected import PlacesInColumns, Selected
from index.sync import approximate_folder, columns_folder, words_folder
from index.thesaurus import Thesaurus
from index.vectors import Approximate, VectorFile, VectorIndex
from index.vocabulary import Vocabulary
from index.words import WordIndex

_KEPT_RECORDS = 20_000
_TRIES, _PAUSE = 20, 0.05  # seconds
_Part = TypeVar("_Part")


class _Rarity(dict[str, float]):
    """The vocabulary's rarities, kept: a search asks for those of thousands of stems."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, stem: str) -> float:
        rarity = self[stem] = self._vocabulary.rarity(stem)
        return rarity


class Snapshot:
    """The state of an index folder as last seen. :meth:`keep_up` takes up a newer one."""

    def __init__(self, folder: Path, store: Store, dimension: int) -> None:
        self._store = store
        self._file = VectorFile(folder / "vectors.f16", dimension)
        self._ledger = Ledger(folder / "ledger.sqlite")
        self._folder = folder
        self._placed: Placed | None = None
        self.refresh()

    def keep_up(self) -> None:
        """Look whether something has been committed since, and take it up."""
        if self._ledger.stamp() != self._stamp:
            self.refresh()

    def refresh(self) -> None:
        """Read the committed state anew."""
        self._stamp = self._ledger.stamp()
        self._placed = self._ledger.rows_with_slots(self._placed)
        approximate = self._opened(approximate_folder, Approximate.open)
        self.vectors = VectorIndex(self._file, self._placed.rows, self._placed.slots, approximate)
        self._base = self._opened(columns_folder, Columns.open)
        self._columns: tuple[Columns, ...] | None = None
        self._ranks: list[NDArray[np.int64]] | None = None
        self._asked: tuple[Filters, NDArray[np.int64]] | None = None
        self.words = self._current_words()
        seen = self._store.only
        self.seen_words = None if seen is None else SeenWords(self._ledger.terms(seen))
        self.vocabulary = Vocabulary(self.seen_words or self.words)
        self.rarity = _Rarity(self.vocabulary)
        self.reader = QuestionReader(self.vocabulary, Thesaurus.load(self._store.abbreviations()))
        self._records: OrderedDict[int, Record] = OrderedDict()

    def _opened(self, of: Callable[[Path, Ledger], Path | None], open_folder: Callable[[Path], _Part]) -> _Part | None:
        """A part of the committed state, or None where the state has none.

        A writer may commit another and drop this one between the reading of its name and its opening; what has been
        opened stays readable. A part that cannot be had at all is done without: everything is found then, only slower.
        """
        for turn in range(_TRIES):
            folder = of(self._folder, self._ledger)
            if folder is None:
                return None
            try:
                return open_folder(folder)
            except (OSError, ValueError, RuntimeError):  # faiss tells of a missing file by a RuntimeError
                sleep(_PAUSE if turn else 0)
        return None

    def _current_words(self) -> WordIndex:
        """The word index of the committed state, without which nothing can be searched."""
        if not self._ledger.meta("words") and not self._ledger.count():
            return WordIndex(None)  # nothing has been committed yet, or the first writer was killed before it was
        found = self._opened(_words_path, lambda folder: WordIndex(folder, create=False))
        return found or WordIndex(_words_path(self._folder, self._ledger), create=False)

    def allowed(self, filters: Filters) -> NDArray[np.int64]:
        """The rows that satisfy the filters, ascending; of many measures by columns, of few by the store itself."""
        if not self.has_columns:
            return np.array(sorted(self._store.select(filters)), dtype=np.int64)
        if self._asked is None or self._asked[0] != filters:  # one question asks several times under the same filters
            self._asked = filters, self._selected(filters)
        return self._asked[1]

    def _selected(self, filters: Filters) -> NDArray[np.int64]:
        """What the columns say, which hold all plans, under what the store shows of them."""
        seen = self._store.only
        if seen is not None:
            plans = sorted(seen.intersection(filters.plan) if filters.plan else seen)
            if not plans:
                return np.empty(0, dtype=np.int64)
            filters = replace(filters, plan=tuple(plans))
        return self.vectors.present(np.concatenate([part.select(filters) for part in self._parts]))

    def selected(self, filters: Filters, among_rows: Sequence[int] | None = None) -> Selected:
        """What ``Store.select`` gives, by the columns alone: row -> the numbers of its items that satisfy the filters,
        in the order of plan and document; ``among_rows``: of these rows only. Only where there are columns."""
        if among_rows is None:
            rows = self.allowed(filters)
        else:
            rows = self.vectors.present(np.unique(np.array(among_rows, dtype=np.int64)))
            if filters or self._store.only is not None:
                rows = rows[among(rows, self.allowed(filters))]
        ranks, counts, numbers = (list[NDArray[np.int64]]() for _ in range(3))
        for part, own, rank in zip(self._parts, self._by_part(rows), self._ranks_of_plans, strict=True):
            of_items, its = part.items(own, filters)
            ranks.append(rank[part.plans(own)])
            counts.append(np.bincount(np.searchsorted(own, of_items), minlength=len(own)))
            numbers.append(its)
        ends = np.cumsum(np.concatenate(counts))
        return Selected(rows, np.argsort(np.concatenate(ranks), kind="stable"), ends, np.concatenate(numbers))

    def _by_part(self, rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """Rows (ascending) as they lie in one part of the columns and in the next."""
        lasts = [int(part.rows[-1]) if len(part.rows) else 0 for part in self._parts[:-1]]
        return np.split(rows, np.searchsorted(rows, lasts, side="right"))

    def first_ends(self, filters: Filters) -> dict[int, date]:
        """What ``Store.first_ends`` gives for all that the filters leave, by the columns alone."""
        ends: dict[int, date] = {}
        for part, own in zip(self._parts, self._by_part(self.allowed(filters)), strict=True):
            rows, days = part.first_ends(own, filters)
            ends |= zip(rows.tolist(), map(date.fromordinal, days.tolist()), strict=True)
        return ends

    def places(self, rows: Sequence[int]) -> PlacesInColumns:
        """Where these measures of this state stand, also when a newer one has been taken up. Only where there are
        columns."""
        return PlacesInColumns(self._parts, self._ranks_of_plans, rows)

    def rows_of_tasks(self, rows: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """What ``Store.rows_of_tasks`` gives, by the columns alone. Only where there are columns."""
        return dict(pair for part in self._parts for pair in part.rows_of_tasks(rows).items())

    @property
    def has_columns(self) -> bool:
        """Whether filters are answered by columns."""
        return bool(self._parts)

    @property
    def _parts(self) -> tuple[Columns, ...]:
        """The columns that are kept and those of the measures that came since; none where there are few measures."""
        if self._columns is None:
            base = self._base
            self._columns = (base, Columns.read(self._store, after=int(base.rows[-1]))) if base is not None else ()
        return self._columns

    @property
    def _ranks_of_plans(self) -> list[NDArray[np.int64]]:
        """Of each part, of each code of a plan the place of the plan among all plans by their ids."""
        if self._ranks is None:
            order = {
                plan: place for place, plan in enumerate(sorted({p for c in self._parts for p in c.names["plan"]}))
            }
            self._ranks = [np.array([order[p] for p in c.names["plan"]], dtype=np.int64) for c in self._parts]
        return self._ranks

    def records(self, rows: Sequence[int]) -> list[Record]:
        """The indexed measures of these rows that are in this state, in the same order; the last ones are kept."""
        missing = [row for row in rows if row not in self._records]
        for record in self._ledger.records(missing):
            self._records[record.row] = record
        found = [self._records[row] for row in rows if row in self._records]
        while len(self._records) > _KEPT_RECORDS:
            self._records.popitem(last=False)
        return found


def _words_path(folder: Path, ledger: Ledger) -> Path:
    return folder / words_folder(ledger)
