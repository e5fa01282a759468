"""Which of the ranked rows belong to a topic that is asked for in other words than theirs.

Where rows hold the subject's own words, the words say which rows are about it (:mod:`index.topic`). «щоб люди менше
пили» stands in no row: there the ranking finds the rows, and what belongs together decides how many of them are meant.
A topic is a task of a plan more often than not: rows of one task that rank at the head together belong, and a lone row
behind a gap does not. The facts of each row are weighed by a logistic model (``tools/fit_topics.py``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.explanation import Why

if TYPE_CHECKING:
    from index.search import Hit

# how much less of the subject a row holds than the fullest, how far below the first it ranks, its probability (log),
# how much less near in meaning it is than the nearest; how far below the first its task ranks on the mean, the share of
# its task at the head, whether that is the first row's task; its rank (log), the probability of the likeliest row, how
# near in meaning it is to the first row
FACTS = (
    "held_gap",
    "rank_gap",
    "probability",
    "cosine_gap",
    "task_gap",
    "task_at_head",
    "task_of_first",
    "rank",
    "likeliest",
    "likeness",
)
MOST = 100  # hits that are looked at
CHANCE = 0.4  # from which a row belongs
SHARE = 0.6  # or of the surest row's chance, where that is small itself
_HEAD = 1.5  # times the rows of a task: within so many ranks they stand at the head
_FILE = Path(__file__).with_name("membership.json")
Facts = NDArray[np.float64]


def facts_of(
    hits: Sequence[Hit], held: NDArray[np.float32], tasks: Mapping[int, tuple[int, ...]], vectors: NDArray[np.float32]
) -> Facts:
    """(hits, FACTS) for the hits in their order.

    ``held``: how much of the subject each holds in its words and headings. ``tasks``: row -> the rows of its task.
    ``vectors``: the unit vector of each hit's passage.
    """
    whys = [hit.why for hit in hits if isinstance(hit.why, Why)]
    scores = np.array([why.rank_score for why in whys])
    cosines = np.array([why.evidence["cosine"] for why in whys])
    chances = np.array([hit.score for hit in hits])
    places = {hit.row: place for place, hit in enumerate(hits)}
    beside = [[places[row] for row in tasks.get(hit.row, ()) if row in places] or [places[hit.row]] for hit in hits]
    sizes = [max(len(tasks.get(hit.row, ())), 1) for hit in hits]
    at_head = [
        sum(place < _HEAD * size for place in places) / size if size > 1 else 0.0
        for places, size in zip(beside, sizes, strict=True)
    ]
    columns = {
        "held_gap": held.max() - held,
        "rank_gap": scores - scores[0],
        "probability": np.log(chances + 1e-4),
        "cosine_gap": cosines - cosines.max(),
        "task_gap": np.array([scores[places].mean() for places in beside]) - scores[0],
        "task_at_head": np.array(at_head),
        "task_of_first": np.array([0 in places for places in beside]),
        "rank": np.log1p(np.arange(len(hits))),
        "likeliest": np.full(len(hits), chances.max()),
        "likeness": vectors @ vectors[0],
    }
    return np.stack([columns[name] for name in FACTS], axis=1).astype(np.float64)


def chances_of(facts: Facts) -> NDArray[np.float64]:
    """The chance of each row that it belongs to the topic, 0..1."""
    weights, bias = _shipped()
    return np.asarray(1 / (1 + np.exp(-(facts @ weights) - bias)))


def belonging(chances: NDArray[np.float64]) -> list[int]:
    """The places of those that belong, in their order."""
    least = min(CHANCE, SHARE * float(chances.max(initial=0)))
    return np.flatnonzero(chances >= least).tolist()


@lru_cache(maxsize=1)
def _shipped() -> tuple[NDArray[np.float64], float]:
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return np.array([data["weights"][name] for name in FACTS]), float(data["bias"])
