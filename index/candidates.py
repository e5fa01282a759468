"""Pairs of measures that are worth comparing, without comparing all with all.

Three ways bring them: the nearest vectors of the whole texts, the rarest words two texts share, and equal normal
forms. Each gives a measure a bounded number of partners, so that the work grows with the number of measures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

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
_NAMESAKES = 40  # a name in more measures than this brings only the nearest in order
_ALIKE = 12  # of equal texts, each is compared with so many that follow it


def candidate_pairs(
    slots: Sequence[Slots], vectors: NDArray[np.float32], comparison: Comparison, progress: Progress | None = None
) -> set[tuple[int, int]]:
    """Pairs of places (lower first)."""
    pairs: set[tuple[int, int]] = set()
    if len(slots) < 2:
        return pairs
    near, _ = neighbours(vectors, min(_NEAR, len(slots) - 1), progress)
    for place, others in enumerate(near.tolist()):
        pairs.update(_pair(place, other) for other in others if other >= 0)
    pairs.update(_by_words(slots, comparison))
    pairs.update(_in_groups((s.normal,) for s in slots))
    pairs.update(_in_groups((s.names | s.context_names for s in slots), _NAMESAKES))
    return pairs


def _by_words(slots: Sequence[Slots], comparison: Comparison) -> Iterable[tuple[int, int]]:
    """Each measure with those that share most of its rare words, weighed by their rarity."""
    places: dict[str, list[int]] = defaultdict(list)
    rare = [sorted(set(s.words), key=comparison.rarity, reverse=True)[: 2 * _RARE] for s in slots]
    for place, words in enumerate(rare):
        for word in words:
            places[word].append(place)
    for place, words in enumerate(rare):
        scores: Counter[int] = Counter()
        for word in [w for w in words if len(places[w]) <= _COMMON][:_RARE]:
            for other in places[word]:
                if other != place:
                    scores[other] += comparison.rarity(word)  # type: ignore[assignment]
        yield from (_pair(place, other) for other, _ in scores.most_common(_BY_WORDS))


def _in_groups(keys: Iterable[Iterable[str]], reach: int = _ALIKE) -> Iterable[tuple[int, int]]:
    """Measures that share a key, each with those that follow it within ``reach``."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(keys):
        for key in own:
            groups[key].append(place)
    for group in groups.values():
        for number, place in enumerate(group):
            yield from (_pair(place, other) for other in group[number + 1 : number + 1 + min(reach, _ALIKE)])


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)
