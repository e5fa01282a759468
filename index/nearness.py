"""How near two measures stand by the vectors of their texts and of their tasks.

A cosine says little by itself: in a crowded subject all texts are near. So that of two texts is held against the
cosines of each with its own nearest, and that of two tasks against any two tasks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
_FARTHEST, _NEAREST = -4.0, 2.5  # spreads beyond which farther and nearer say no more
_ANY = (0.8, 0.03)  # mean and spread where there are too few vectors to measure them


@dataclass(frozen=True, slots=True)
class Near:
    """``texts``: 0 as near as the nearest others are, below it farther, limited to _FARTHEST and _NEAREST;
    ``tasks``: 0 as any two tasks. Both in spreads of the cosine."""

    texts: float
    tasks: float


class Nearness:
    """Nearness of measures by their places.

    ``texts`` are the vectors of all measures, ``crowding`` the mean cosine of each with its nearest; ``tasks`` are the
    vectors of the different tasks and ``task_of`` says which is whose, -1 where a measure has none.
    """

    def __init__(
        self, texts: Vectors, crowding: NDArray[np.float32], tasks: Vectors, task_of: NDArray[np.int64]
    ) -> None:
        self._texts, self._crowding = texts, crowding
        self._tasks, self._task_of = tasks, task_of.tolist()
        self._spread = background(texts)[1]
        self._any_tasks = background(tasks)

    def between(self, i: int, j: int) -> Near:
        texts = float(self._texts[i] @ self._texts[j]) - float(self._crowding[i] + self._crowding[j]) / 2
        texts = min(max(texts / self._spread, _FARTHEST), _NEAREST)
        return Near(texts, self._of_tasks(self._task_of[i], self._task_of[j]))

    def _of_tasks(self, i: int, j: int) -> float:
        if i < 0 or j < 0:
            return 0.0
        mean, spread = self._any_tasks
        return (float(self._tasks[i] @ self._tasks[j]) - mean) / spread


def task_places(tasks: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """The different tasks, and which of them each measure has: -1 for none."""
    places: dict[str, int] = {}
    own = [places.setdefault(task, len(places)) if task else -1 for task in tasks]
    return list(places), np.array(own, dtype=np.int64)


def background(vectors: Vectors) -> tuple[float, float]:
    """Mean and spread of the cosine of two vectors taken at random: encoders differ in both."""
    generator = np.random.default_rng(0)
    places = generator.integers(0, len(vectors), (2, 20_000)) if len(vectors) else np.zeros((2, 0), dtype=np.int64)
    places = places[:, places[0] != places[1]]
    if places.shape[1] < 2:
        return _ANY
    cosines = np.einsum("ij,ij->i", vectors[places[0]], vectors[places[1]])
    return float(cosines.mean()), max(float(cosines.std()), 1e-3)
