"""A row that answers. Those of large sets are read when somebody looks at them: a question over a million measures can
find a tenth of them, of which ten are shown, while the citations need no more than their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.model import Measure, Plan
from corpus.store import Store

READ_AT_ONCE = 500  # rows of a set; of more, people see the first ones
_TOGETHER = 200  # measures read at a time: who looks at one mostly looks at those behind it


class ReadLater(Mapping[int, Measure]):
    """Row -> measure, for rows of the store that are read some at a time when they are asked for; the last ones are
    kept. Raises KeyError for a row that has gone meanwhile."""

    def __init__(self, store: Store, rows: Sequence[int]) -> None:
        self._store = store
        self._rows = rows
        self._places = {row: place for place, row in enumerate(rows)}
        self._read: dict[int, Measure] = {}

    def __getitem__(self, row: int) -> Measure:
        found = self._read.get(row)
        if found is None:
            place = self._places[row]
            part = self._store.by_rows(self._rows[place : place + _TOGETHER])
            # put in place whole: another thread may be looking
            self._read = read = {stored.row: stored.measure for stored in part}
            found = read[row]
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that answers: the measure with its plan, the numbers of the items meant, how sure the search is.

    ``position`` is the measure's in its plan, from 0; ``measures`` holds it under its ``row``.
    """

    row: int
    measure_id: str
    position: int
    plan: Plan
    items: tuple[int, ...]
    measures: Mapping[int, Measure] = field(repr=False, compare=False)
    score: float = 1.0

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
