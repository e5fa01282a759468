"""Which row a question means that goes on what was said before: «а реклама коли зникне?» after a question on alcohol.

Weighed together: how well a row answers the new words alone, and these after the subject before; whether it is one of
the rows just named or stands beside one (in its task, a few rows away, in its plan); whether it meets the conditions
that held before. So a neighbour of the row just named is taken where it holds the new words about as well as any, and a
row far away where it holds them much better: then the subject has changed. The weights are learned from dialogues
(``tools/fit_dialogue.py``): a linear score, by listwise softmax (ListNet, Cao et al. 2007).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.confidence import HELD_NEW
from assistant.request import Request
from corpus.store import Store, StoredMeasure
from index.explanation import Why
from index.fields import FIELDS
from index.query import Question
from index.search import Hit, Searcher

# how a row ranks for the new words alone and after the old subject, against the best; the share of the new words that
# it holds; whether it was just named, is of the same task, near in the document, of the same plan; these with the
# words it holds; whether no row holds more of them in its own words; whether it meets the conditions before
WEIGHTS = {
    "alone": 1.68,
    "together": 1.95,
    "held": 2.33,
    "named": -1.63,
    "task": 1.79,
    "near": 2.45,
    "plan": 1.69,
    "task_held": 1.11,
    "plan_held": -1.64,
    "fullest": 1.90,
    "conditions": 1.64,
}
_CANDIDATES = 25  # of each of both texts
_NAMED = 12  # rows named before whose tasks are looked at
_NEAR = 3  # rows of the document
_LONGEST_TASK = 40
_ABOUT = 0.05
_NEARLY_ALL, _LITTLE = 0.75, 0.4  # of the new words, where a row far away holds them; of its share, beside it
_FIRST, _MUCH = 4, 0.5  # rows among which one beside may be meant, and how much of the new words it must hold
_OF_VERB = 0.4
_UNRANKED = 5.0  # how far below the best a row is taken to be that a text does not find
_LEVELS = {"word": 1.0, "stem": 0.85, "thesaurus": 0.75, "": 0.0}
_TEXT = FIELDS.index("text")
_OWN = [FIELDS.index(name) for name in ("text", "heading", "items")]
Facts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class InContext:
    """The hits in the order of what they mean in the dialogue, how much of the new words each holds (0..1), and the
    facts of WEIGHTS they are ordered by; ``alone``: the best of the new words without what was said before."""

    hits: tuple[Hit, ...] = ()
    alone: Hit | None = None
    held: tuple[float, ...] = ()
    facts: Facts | None = None

    @property
    def is_beside(self) -> bool:
        """Whether the first row stands beside one named before."""
        facts = dict(zip(WEIGHTS, self.facts[0], strict=True)) if self.facts is not None else {}
        return bool(facts.get("task") or facts.get("near"))

    @property
    def best(self) -> int:
        """The place of the row that is meant: the first, or where it holds little of the new words, another of the
        first few that stands beside one named before and holds most of them."""
        if self.facts is None or self.held[0] >= HELD_NEW:
            return 0
        beside = [list(WEIGHTS).index(name) for name in ("task", "near")]
        others = range(1, min(_FIRST, len(self.hits)))
        fuller = (n for n in others if self.facts[n, beside].any() and self.held[n] >= _MUCH)
        return next(fuller, 0)

    @property
    def is_said_elsewhere(self) -> bool:
        """Whether the row that is best for the new words alone holds nearly all of them, and the first row little."""
        if self.alone is None or self.alone not in self.hits:
            return False
        alone = self.held[self.hits.index(self.alone)]
        return alone >= _NEARLY_ALL and self.held[0] <= _LITTLE * alone

    def is_deed_beside(self, named: Sequence[str]) -> bool:
        """Whether the first row stands beside the one named and says the words itself, which that does not."""
        best = self.hits[0]
        others = [hit for hit in self.hits if hit.measure_id in named]
        return self.is_beside and best not in others and _says(best) and not any(map(_says, others))


def in_context(request: Request, store: Store, searcher: Searcher) -> InContext:
    """The rows that the request's subject may mean after the rows of its ``context``, likeliest first."""
    named = store.by_ids(request.context[:_NAMED])
    rows = {s.row for s in named}
    beside = searcher.rows_of_tasks(sorted(rows)).values()
    tasks = {row for task in beside if len(task) <= _LONGEST_TASK for row in task}
    both = f"{request.previous} {request.subject}"
    searcher.embed((both, request.subject))
    together = searcher.search(both, request.filters, _CANDIDATES, rows | tasks).hits
    besides = rows | tasks | {hit.row for hit in together}
    results = searcher.search(request.subject, request.filters, _CANDIDATES, besides)
    if not results.question or not results.hits:
        return InContext()
    hits = results.hits
    stored = {s.row: s for s in store.by_rows([hit.row for hit in hits])}
    its = [_Neighbourhood(stored[hit.row], named, tasks) for hit in hits]
    held, own = _held(hits, results.question)
    task, plan = (np.array([getattr(one, name) for one in its], dtype=np.float64) for name in ("task", "plan"))
    met = store.select(request.before, rows=[hit.row for hit in hits]) if request.before else None
    columns = {
        "alone": _ranks(hits, {hit.row: hit for hit in hits}),
        "together": _ranks(hits, {hit.row: hit for hit in together}),
        "held": held,
        "named": np.array([hit.row in rows for hit in hits]),
        "task": task,
        "near": np.array([one.near for one in its]),
        "plan": plan,
        "task_held": task * own,
        "plan_held": plan * own,
        "fullest": own >= own.max() - _ABOUT,
        "conditions": np.array([met is None or hit.row in met for hit in hits]),
    }
    facts = np.stack([columns[name] for name in WEIGHTS], axis=1).astype(np.float64)
    scores = facts @ np.array(list(WEIGHTS.values()))
    order = np.argsort(-scores, kind="stable").tolist()
    ranked = tuple(hits[i] for i in order)
    return InContext(ranked, hits[0], tuple(float(held[i]) for i in order), facts[order])


class _Neighbourhood:
    """Where a row stands beside those named before."""

    __slots__ = ("near", "plan", "task")

    def __init__(self, stored: StoredMeasure, named: Sequence[StoredMeasure], tasks: set[int]) -> None:
        measure = stored.measure
        beside = [s.measure for s in named if s.measure.plan_id == measure.plan_id]
        self.plan = bool(beside)
        self.task = stored.row in tasks
        self.near = any(abs(m.position - measure.position) <= _NEAR for m in beside)


def _ranks(hits: Sequence[Hit], found: dict[int, Hit]) -> Facts:
    """How far below the best each row ranks."""
    scores = {row: hit.why.rank_score for row, hit in found.items() if isinstance(hit.why, Why)}
    best = max(scores.values(), default=0.0)
    return np.array([scores.get(hit.row, best - _UNRANKED) - best for hit in hits]) / _UNRANKED


def _held(hits: Sequence[Hit], question: Question) -> tuple[Facts, Facts]:
    """How much of the words each hit holds, 0..1: anywhere, and in its own words and headings."""
    weights = np.array([c.weight * (_OF_VERB if c.is_deed else 1) for c in question.concepts])
    total = weights.sum() or 1.0
    anywhere, own = np.zeros(len(hits)), np.zeros(len(hits))
    for place, hit in enumerate(hits):
        if isinstance(hit.why, Why):
            levels = weights * np.array([_LEVELS[kind] for kind in hit.why.match.kinds])
            anywhere[place] = levels.sum() / total
            own[place] = levels[hit.why.match.grid[_OWN].max(axis=0) > 0].sum() / total
    return anywhere, own


def _says(hit: Hit) -> bool:
    """Whether a measure's own text has all the words, in any form."""
    if not isinstance(hit.why, Why):
        return False
    match = hit.why.match
    return all(kind in ("word", "stem") for kind in match.kinds) and bool((match.grid[_TEXT] > 0).all())
