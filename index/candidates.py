"""Pairs of measures that are worth comparing, without comparing all with all.

Three ways bring them: the nearest vectors of the whole texts, the rarest words two texts share, and equal normal
forms. Each gives a measure a bounded number of partners, so that the work grows with the number of measures.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from corpus.slots import Slots
from index.likeness import Comparison
from index.vectors import neighbours

Progress = Callable[[int, int], None]
_NEAR = 12  # nearest vectors taken of each measure
_BY_WORDS = 8  # partners by shared rare words
_RARE = 6  # rarest words of a measure that are looked up
_COMMON = 60  # a word in more measures than this brings no partners
_NAMESAKES = 40  # a name in more measures than this brings only the next in order
_ALIKE = 12  # of many with one name or text, each is compared with so many that follow it


def candidate_pairs(
    slots: Sequence[Slots], vectors: NDArray[np.float32], comparison: Comparison, progress: Progress | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Pairs of places, (pairs, 2), the lower first, each once, in ascending order; and the mean cosine of each measure
    with its nearest others."""
    if len(slots) < 2:
        return np.zeros((0, 2), dtype=np.int64), np.zeros(len(slots), dtype=np.float32)
    found = _Pairs(len(slots))
    near, cosines = neighbours(vectors, min(_NEAR, len(slots) - 1), progress)
    for place, others in enumerate(near.tolist()):
        for other in others:
            if other >= 0:
                found.add(place, other)
    _by_words(slots, comparison, found)
    _in_groups(((s.normal,) for s in slots), found)
    _in_groups((s.names | s.context_names for s in slots), found, _NAMESAKES)
    return found.distinct(), cosines.mean(axis=1)


class _Pairs:
    """Pairs of places, eight bytes each: there are millions of them among a hundred thousand measures."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._found = array("q")

    def add(self, a: int, b: int) -> None:
        self._found.append(a * self._places + b if a < b else b * self._places + a)

    def distinct(self) -> NDArray[np.int64]:
        codes = np.unique(np.frombuffer(self._found, dtype=np.int64))
        return np.stack(np.divmod(codes, self._places), axis=1)


def _by_words(slots: Sequence[Slots], comparison: Comparison, found: _Pairs) -> None:
    """Each measure with those that share most of its rare words, weighed by their rarity."""
    places: dict[str, list[int]] = defaultdict(list)
    rare = [sorted(s.words, key=comparison.rarity, reverse=True)[: 2 * _RARE] for s in slots]
    for place, words in enumerate(rare):
        for word in words:
            places[word].append(place)
    for place, words in enumerate(rare):
        scores: dict[int, float] = defaultdict(float)
        for word in [w for w in words if len(places[w]) <= _COMMON][:_RARE]:
            weight = comparison.rarity(word)
            for other in places[word]:
                scores[other] += weight
        scores.pop(place, None)
        for other in nlargest(_BY_WORDS, scores, key=scores.__getitem__):
            found.add(place, other)


def _in_groups(keys: Iterable[Iterable[str]], found: _Pairs, reach: int = _ALIKE) -> None:
    """Measures that share a key: all with all where there are not more than ``reach``, else with the next few."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(keys):
        for key in own:
            groups[key].append(place)
    for group in groups.values():
        within = len(group) if len(group) <= reach else _ALIKE
        for number, place in enumerate(group):
            for other in group[number + 1 : number + 1 + within]:
                found.add(place, other)
