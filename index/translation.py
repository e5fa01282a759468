"""What people's words stand for in the language of plans: how far a measure explains that one asks for it so.

«садочки» stands in no plan, yet whoever says it means «заклади дошкільної освіти». A table holds, for each stem that
people say, the chance that a measure's stem is asked for by it; it is learned from measures with questions in everyday
words (``tools/train_translation.py``). Method: a translation language model (Berger and Lafferty 1999, «Information
retrieval as statistical translation»), the table by IBM model 1 (Brown et al. 1993).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.concepts import Concept
from index.fields import FIELDS

# the share of what a measure's own stems explain; the rest is how often people say the word of anything
_OF_MEASURE = 0.97
_SELDOM = 1e-4  # added to how often a word is said
_SHORTEST = 5.0  # stems; a shorter measure is taken to have so many, or a heading of one word would explain all
# what stands in a measure's headings or beside it says less of it than its own words
EXPLAINING = {FIELDS.index(name): weight for name, weight in (("text", 1.0), ("heading", 0.5), ("items", 0.3))}
_FILE = Path(__file__).with_name("translation.npz")
_LOOKED_UP = 100  # said stems whose official ones are kept as they were put together
_LOGS = 20.0  # codes for a factor of e: chances are kept in steps of 5 %
Floats = NDArray[np.float64]


class HasStems(Protocol):
    """A measure as the index knows it (``index.ledger.Record``)."""

    @property
    def stems(self) -> Sequence[Set[str]]: ...


class Translation:
    """The table: ``said`` and ``official`` stems, and of each said one its official ones and their chances.

    ``starts`` (said + 1), ``columns`` and ``chances`` are the rows of a sparse matrix; ``often``: the share of
    questions in which each said stem stands.
    """

    def __init__(
        self,
        said: Sequence[str],
        official: Sequence[str],
        starts: NDArray[np.int64],
        columns: NDArray[np.integer[Any]],
        chances: NDArray[np.floating[Any]],
        often: Floats,
    ) -> None:
        self._said = {stem: number for number, stem in enumerate(said)}
        self._official = {stem: number for number, stem in enumerate(official)}
        self._starts = starts
        self._columns = columns.astype(np.int32)
        self._chances = chances.astype(np.float32)
        self._often = often + _SELDOM
        self._names = list(official)
        self._looked_up: dict[str, Mapping[str, float]] = {}

    def __contains__(self, stem: str) -> bool:
        return stem in self._said

    def of(self, stem: str) -> Mapping[str, float]:
        """The official stems that are asked for by this one, and the chance of each."""
        if stem not in self._said:
            return {}
        found = self._looked_up.get(stem)
        if found is None:
            part = self._part(self._said[stem])
            of = zip(self._columns[part].tolist(), self._chances[part].tolist(), strict=True)
            found = {self._names[number]: chance for number, chance in of}
            if len(self._looked_up) >= _LOOKED_UP:  # another thread may be looking up too: what it holds stays whole
                self._looked_up = {}
            self._looked_up[stem] = found
        return found

    def explained(self, concepts: Sequence[Concept], weights: Sequence[float], records: Sequence[HasStems]) -> Floats:
        """For each measure how much more likely the words of a question are with it in mind than of anything: the mean
        of the logarithms over the concepts by their weights (shares of one); 0 for words that the table does not have.
        """
        known = [
            (self._said[c.stem], weight)
            for c, weight in zip(concepts, weights, strict=True)
            if c.stem in self._said and not c.number
        ]
        if not known or not records:
            return np.zeros(len(records))
        numbers = [number for number, _ in known]
        asked = (1 - _OF_MEASURE) * self._often[numbers]
        by_measure = self._sums(numbers, records)
        explained: Floats = np.log1p(_OF_MEASURE * by_measure / asked) @ np.array([weight for _, weight in known])
        return explained

    def _sums(self, numbers: Sequence[int], records: Sequence[HasStems]) -> Floats:
        """The chance that somebody with each measure in mind says each of these stems, (records, numbers)."""
        table = np.zeros((len(self._official) + 1, len(numbers)))  # the last row is of stems that it does not have
        for column, number in enumerate(numbers):
            part = self._part(number)
            table[self._columns[part], column] = self._chances[part]
        sums = np.zeros((len(records), len(numbers)))
        lengths = np.zeros(len(records))
        for field, weight in EXPLAINING.items():
            its = [record.stems[field] for record in records]
            sizes = np.array([len(stems) for stems in its])
            sums += weight * _summed(table[self._places(its)], sizes)
            lengths += weight * sizes
        return np.asarray(sums / np.maximum(lengths, _SHORTEST)[:, None])

    def _places(self, sets: Sequence[Collection[str]]) -> list[int]:
        get, unknown = self._official.get, len(self._official)
        return [get(stem, unknown) for stems in sets for stem in stems]

    def _part(self, number: int) -> slice:
        return slice(int(self._starts[number]), int(self._starts[number + 1]))

    def save(self, path: Path) -> None:
        """Write the table: a chance as the logarithm in a byte."""
        codes = np.clip(np.rint(-_LOGS * np.log(self._chances)), 0, 255).astype(np.uint8)
        np.savez_compressed(
            path,
            said=_packed(self._said),
            official=_packed(self._official),
            sizes=np.diff(self._starts).astype(np.uint16),
            columns=self._columns.astype(np.uint16),
            codes=codes,
            often=(self._often - _SELDOM).astype(np.float32),
        )

    @classmethod
    def read(cls, path: Path) -> Translation:
        """The table of a file that :meth:`save` has written."""
        with np.load(path) as saved:
            said, official = (bytes(saved[name]).decode().split("\n") for name in ("said", "official"))
            starts = np.concatenate([[0], np.cumsum(saved["sizes"], dtype=np.int64)])
            chances = np.exp(-saved["codes"].astype(np.float32) / _LOGS)
            return cls(said, official, starts, saved["columns"], chances, saved["often"].astype(np.float64))


def _summed(rows: Floats, sizes: NDArray[np.int64]) -> Floats:
    """The sums of so many rows each, one after another."""
    up_to = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0)])
    ends = np.cumsum(sizes)
    return np.asarray(up_to[ends] - up_to[ends - sizes])


def _packed(stems: Collection[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(stems).encode(), dtype=np.uint8)


@lru_cache(maxsize=1)
def shipped_translation() -> Translation:
    """The table of the installation."""
    return Translation.read(_FILE)
