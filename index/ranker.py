"""Evidence to a ranking, and to the probability that a row answers: learned weights, applied.

The weights are a file that ``tools/train_ranker.py`` writes; the same features feed a linear score, which orders, and
a logistic curve over the score and a few facts of the whole list, which says how sure one may be.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.evidence import FEATURES, Matrix

# what the confidence rests on
CONFIDENCE = ("score", "lead", "anywhere", "cosine", "unknown", "translated", "bias")
_FILE = Path(__file__).with_name("ranker.json")


@dataclass(frozen=True, slots=True)
class Ranker:
    """``weights`` in the order of FEATURES; ``confidence`` in the order of CONFIDENCE."""

    weights: NDArray[np.float32]
    confidence: NDArray[np.float32]

    def scores(self, matrix: Matrix) -> NDArray[np.float32]:
        """A score for each candidate, without unit, higher is better."""
        return np.asarray(matrix @ self.weights, dtype=np.float32)

    def probabilities(self, matrix: Matrix, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each candidate the probability that it answers, 0..1."""
        facts = confidence_facts(matrix, scores)
        return np.asarray(1 / (1 + np.exp(-(facts @ self.confidence))), dtype=np.float32)


def confidence_facts(matrix: Matrix, scores: NDArray[np.float32]) -> Matrix:
    """What the confidence of each candidate rests on: its score, its lead over the best other, and evidence."""
    facts = np.ones((len(scores), len(CONFIDENCE)), dtype=np.float32)
    if len(scores):
        order = np.sort(scores)[::-1]
        second = order[1] if len(order) > 1 else order[0] - 2
        facts[:, 0] = scores
        facts[:, 1] = np.where(scores >= order[0], scores - second, scores - order[0])
        for column, name in enumerate(CONFIDENCE[2:-1], start=2):
            facts[:, column] = matrix[:, FEATURES.index(name)]
    return facts


@lru_cache(maxsize=1)
def shipped_ranker() -> Ranker:
    """The ranker of the installation."""
    data: Mapping[str, Mapping[str, float]] = json.loads(_FILE.read_text(encoding="utf-8"))
    weights = [data["weights"].get(name, 0.0) for name in FEATURES]
    confidence = [data["confidence"].get(name, 0.0) for name in CONFIDENCE]
    return Ranker(np.array(weights, dtype=np.float32), np.array(confidence, dtype=np.float32))
