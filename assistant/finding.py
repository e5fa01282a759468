"""A row that answers. Those of large sets are made and read when somebody looks at them: a question over a million
measures can find a tenth of them, of which ten are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar, overload

from corpus.model import Measure, Plan
from corpus.store import Store
from index.selected import Places

READ_AT_ONCE = 100  # rows of a set; of more, people see the first ones
_TOGETHER = 20  # measures read at a time: who looks at one mostly looks at those behind it
_PLACED_TOGETHER = 2_000  # findings made at a time for whoever goes through all
T = TypeVar("T")


class ReadLater(Mapping[int, Measure]):
    """Row -> measure, for rows of the store that are read some at a time when they are asked for; the last ones are
    kept. Raises KeyError for a row that has gone meanwhile."""

    def __init__(self, store: Store, rows: Sequence[int]) -> None:
        self._store = store
        self._rows = rows
        self._read: dict[int, Measure] = {}

    def __getitem__(self, row: int) -> Measure:
        found = self._read.get(row)
        if found is None:
            place = self._place(row)
            part = self._store.by_rows(self._rows[place : place + _TOGETHER])
            # put in place whole: another thread may be looking
            self._read = read = {stored.row: stored.measure for stored in part}
            found = read[row]
        return found

    def _place(self, row: int) -> int:
        """The first rows are looked at mostly, and of many hardly any others."""
        try:
            return self._rows.index(row)
        except ValueError:
            raise KeyError(row) from None

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that answers: the measure with its plan, the numbers of the items meant.

    ``position`` is the measure's in its plan, from 0; ``measures`` holds it under its ``row``.
    """

    row: int
    measure_id: str
    position: int
    plan: Plan
    items: tuple[int, ...]
    measures: Mapping[int, Measure] = field(repr=False, compare=False)

    @property
    def measure(self) -> Measure:
        """The measure; KeyError where it was to be read later and has gone."""
        return self.measures[self.row]

    @classmethod
    def of(cls, measure: Measure, plan: Plan, items: Sequence[int]) -> Finding:
        """A finding of a measure that is at hand.

        >>> Finding.of(Measure("p-1", "p", 0, "Ремонт мосту"), Plan("p", "p.txt", "План"), ()).measure.measure
        'Ремонт мосту'
        """
        return cls(0, measure.id, measure.position, plan, tuple(items), {0: measure})


class LargeSet(Sequence[Finding]):
    """The findings of many rows of a store, in the order of ``places``, each made when it is looked at.

    ``in_order``: whether they stand plan by plan in the order of the document.
    """

    def __init__(
        self,
        store: Store,
        items: Mapping[int, tuple[int, ...]],
        plans: Mapping[str, Plan],
        places: Places,
        in_order: bool,
        rows: Sequence[int] | None = None,
    ) -> None:
        self._rows = places.rows if rows is None else rows
        self._items = items
        self._plans = plans
        self._places = places
        self._store = store
        self._measures = ReadLater(store, self._rows)
        self._in_order = self if in_order else None

    def in_order(self) -> LargeSet:
        """The same findings plan by plan, plans in the order in which they come first, in the order of the document."""
        if self._in_order is None:
            rows = self._places.in_order()
            self._in_order = LargeSet(self._store, self._items, self._plans, self._places, True, rows)
        return self._in_order

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Finding: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Finding, ...]: ...

    def __getitem__(self, place: int | slice) -> Finding | tuple[Finding, ...]:
        if isinstance(place, slice):
            return tuple(self._made(self._rows[place]))
        return next(self._made([self._rows[place]]))

    def __iter__(self) -> Iterator[Finding]:
        for start in range(0, len(self._rows), _PLACED_TOGETHER):
            yield from self._made(self._rows[start : start + _PLACED_TOGETHER])

    def _made(self, rows: Sequence[int]) -> Iterator[Finding]:
        for row, name, plan, position in self._places.of(rows):
            yield Finding(row, name, position, self._plans[plan], self._items.get(row, ()), self._measures)


class Each(Sequence[T]):
    """What is made of each of many findings, made when it is looked at. Part of it comes without what has left the
    store meanwhile; one alone that has raises KeyError."""

    def __init__(self, findings: Sequence[Finding], make: Callable[[Finding], T]) -> None:
        self._findings = findings
        self._make = make

    def __len__(self) -> int:
        return len(self._findings)

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...

    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        if isinstance(place, slice):
            return tuple(self._there(self._findings[place]))
        return self._make(self._findings[place])

    def __iter__(self) -> Iterator[T]:
        return self._there(self._findings)

    def _there(self, findings: Sequence[Finding]) -> Iterator[T]:
        for finding in findings:
            with suppress(KeyError):
                yield self._make(finding)


def each(findings: Sequence[Finding], make: Callable[[Finding], T]) -> Sequence[T]:
    """What is made of each finding; of many, when it is looked at."""
    return Each(findings, make) if len(findings) > READ_AT_ONCE else tuple(map(make, findings))
