"""Which of the ranked rows belong to a topic, for lists and counts: neither the top few nor everything near.

A row belongs by what it says (the subject's words, in its own text or in the headings it stands under), by where it
ranks and how near it is in meaning, and by its company: a topic is a task of a plan more often than not, so that rows
of one task that rank at the head together belong, and a lone row behind a gap does not. The facts of each row are
weighed by a logistic model (``tools/fit_topics.py``).
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
from index.holding import Held, Shares
from index.query import Question

if TYPE_CHECKING:
    from index.search import Hit

# of each hit, for the model; what is said of a task is of the hits that stand under it
FACTS = (
    "probability",  # by the ranker (log)
    "rank",  # (log)
    "rank_gap",  # how far below the first it ranks
    "drop",  # how far below it the next one ranks
    "near",  # hits of the question that rank not far below the first (log)
    "likeliest",  # the probability of the likeliest hit
    "cosine_gap",  # how much less near in meaning it is than the nearest
    "likeness",  # how near in meaning it is to the first
    "likeness_to_head",  # and to the first three
    "held",  # how much of the subject it holds, in any words that can stand for its own
    "held_gap",  # and how much less than the fullest
    "held_in_text_gap",  # the same in the measure's own text
    "held_in_heading",  # how much the headings alone hold
    "said",  # how much it says in the subject's own words, in any form
    "said_gap",  # and how much less than the one that says most
    "anywhere",  # how much it holds, bodies and plan looked at too
    "exact",  # how much in the very forms of the question
    "neighbours",  # the share of neighbouring words of the subject that stand together
    "task_size",  # rows of its task (log)
    "alone",  # whether it has no task, or stands alone under it
    "task_gap",  # how far below the first its task ranks on the mean
    "task_rank",  # the mean rank of its task (log)
    "task_at_head",  # the share of its task at the head
    "task_of_first",  # whether its task is that of the first row
    "task_likeliest",  # the probability of the likeliest of its task (log)
    "task_held",  # how much its task holds on the mean
    "task_full",  # the share of its task that holds as much as the fullest
    "plan_of_first",  # whether its plan is that of the first row
    "asked",  # whether the question asks for a list or a number, not for the thing
)
MOST = 100  # hits that are looked at
CHANCE = 0.3  # from which a row belongs
SHARE = 0.6  # or of the surest row's chance, where that is small itself
_HEAD = 1.5  # times the rows of a task: within so many ranks they stand at the head
_NEAR = 3.0  # of the ranker's score
_FULL = 0.1  # a row that holds so much less than the fullest holds as much
_WHOLE = 0.95  # of a subject
_THREE = 3
_FILE = Path(__file__).with_name("membership.json")
Facts = NDArray[np.float64]
Model = tuple[NDArray[np.float64], float]  # the weights of FACTS, the bias


def facts_of(
    question: Question,
    hits: Sequence[Hit],
    tasks: Mapping[int, tuple[int, ...]],
    vectors: NDArray[np.float32],
    asked: bool = True,
) -> Facts:
    """(hits, FACTS) for the hits in their order.

    ``tasks``: row -> the rows of its task. ``vectors``: the unit vector of each hit's passage. ``asked``: whether a
    list or a number is asked for.
    """
    whys = [hit.why for hit in hits if isinstance(hit.why, Why)]
    scores = np.array([why.rank_score for why in whys])
    cosines = np.array([why.fact("cosine") for why in whys])
    chances = np.array([hit.score for hit in hits])
    logs = np.log(chances + 1e-4)
    ranks = np.log1p(np.arange(len(hits)))
    subject = Held(question, [why.match for why in whys])
    held, said = subject.held, subject.said
    in_text = subject.shares(subject.levels_in("text"))
    full = (held >= held.max() - _FULL).astype(np.float64)
    places = {hit.row: place for place, hit in enumerate(hits)}
    beside = [[places[row] for row in tasks.get(hit.row, ()) if row in places] or [places[hit.row]] for hit in hits]
    sizes = np.array([max(len(tasks.get(hit.row, ())), 1) for hit in hits])
    at_head = [
        sum(place < _HEAD * size for place in places) / size if size > 1 else 0.0
        for places, size in zip(beside, sizes.tolist(), strict=True)
    ]

    flat = np.concatenate([np.array(its) for its in beside])
    counts = np.array([len(its) for its in beside])
    starts = np.append(0, np.cumsum(counts)[:-1])

    def of_task(values: Shares) -> Shares:
        means: Shares = np.add.reduceat(values[flat], starts) / counts
        return means

    columns = {
        "probability": logs,
        "rank": ranks,
        "rank_gap": scores - scores[0],
        "drop": scores - np.append(scores[1:], scores[-1] - 1),
        "near": np.full(len(hits), np.log1p((scores > scores[0] - _NEAR).sum())),
        "likeliest": np.full(len(hits), chances.max()),
        "cosine_gap": cosines - cosines.max(),
        "likeness": vectors @ vectors[0],
        "likeness_to_head": (vectors @ vectors[:_THREE].T).mean(axis=1),
        "held": held,
        "held_gap": held.max() - held,
        "held_in_text_gap": in_text.max() - in_text,
        "held_in_heading": subject.shares(subject.levels_in("heading")),
        "said": said,
        "said_gap": said.max() - said,
        **{name: np.array([why.fact(name) for why in whys]) for name in ("anywhere", "exact", "neighbours")},
        "task_size": np.log(sizes),
        "alone": sizes == 1,
        "task_gap": of_task(scores) - scores[0],
        "task_rank": of_task(ranks),
        "task_at_head": np.array(at_head),
        "task_of_first": np.array([0 in its for its in beside]),
        "task_likeliest": np.maximum.reduceat(logs[flat], starts),
        "task_held": of_task(held),
        "task_full": of_task(full) * counts / sizes,
        "plan_of_first": np.array([hit.plan_id == hits[0].plan_id for hit in hits]),
        "asked": np.full(len(hits), asked),
    }
    return np.stack([columns[name] for name in FACTS], axis=1).astype(np.float64)


def chances_of(facts: Facts, model: Model | None = None) -> NDArray[np.float64]:
    """The chance of each row that it belongs to the topic, 0..1; none where neither it nor its task holds a word of a
    subject that another row says whole."""
    weights, bias = model or _shipped()
    chances = 1 / (1 + np.exp(-(facts @ weights) - bias))
    said, held, task_held = (facts[:, FACTS.index(name)] for name in ("said", "held", "task_held"))
    silent = (held <= 0) & (task_held <= 0) & (said.max(initial=0) >= _WHOLE)
    return np.where(silent, 0.0, chances)


def belonging(chances: NDArray[np.float64]) -> list[int]:
    """The places of those that belong, in their order."""
    least = min(CHANCE, SHARE * float(chances.max(initial=0)))
    return np.flatnonzero(chances >= least).tolist()


@lru_cache(maxsize=1)
def _shipped() -> Model:
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return np.array([data["weights"].get(name, 0.0) for name in FACTS]), float(data["bias"])
