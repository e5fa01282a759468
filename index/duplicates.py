"""Measures that repeat each other: pairs with grade, score and reason, clusters, and a matrix of regions.

Candidates come from :mod:`index.candidates`, the judgement from :mod:`index.likeness`. *same* is the same step on the
same object in the same words; *similar* is what staff would merge or coordinate; what is only related is not reported.
A person's verdict (:mod:`corpus.verdicts`) stands above both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.analysis import analyser
from corpus.model import Measure, Plan
from corpus.slots import SlotReader
from corpus.store import Store
from corpus.text import fold
from corpus.word_difference import difference
from index.candidates import candidate_pairs
from index.encoder import Encoder
from index.likeness import Comparison, Likeness, Subject
from index.text_vectors import text_vectors

ACROSS = ("all", "plans", "regions")
MIN_SCORE = 0.44  # below it, judged pairs are more often only related than not
WHOLE_COUNTRY = ""  # the region of plans that have none
_AROUND = 6  # rows before a measure that may name what it points at
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two measures that repeat each other. ``score`` is the probability that staff would merge or coordinate them;
    ``reasons`` are codes; ``verdict`` is a person's, where there is one."""

    a: str
    b: str
    score: float
    grade: str
    reasons: tuple[str, ...]
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What was found, best first, with the measures and plans that it speaks of."""

    pairs: tuple[Duplicate, ...]
    measures: Mapping[str, Measure]
    plans: Mapping[str, Plan]
    compared: int

    def clusters(self) -> list[tuple[str, ...]]:
        """Groups of measures that pairs join, the largest first; ids in the order of plan and document."""
        return clusters_of(self.pairs, self.measures)

    def regions(self) -> dict[tuple[str, str], int]:
        """How many pairs join two regions (in alphabetic order; «» is the whole country)."""
        counts: Counter[tuple[str, str]] = Counter()
        for pair in self.pairs:
            mine, yours = (self.region(pair.a), self.region(pair.b))
            counts[(mine, yours) if mine <= yours else (yours, mine)] += 1
        return dict(sorted(counts.items()))

    def region(self, measure_id: str) -> str:
        return self.plans[self.measures[measure_id].plan_id].region or WHOLE_COUNTRY

    def to_json(self, pair: Duplicate) -> dict[str, Any]:
        """The pair as the contract's line."""
        runs = difference(self.measures[pair.a].measure, self.measures[pair.b].measure).runs
        why: dict[str, Any] = {"reasons": list(pair.reasons), "difference": [list(run) for run in runs]}
        if pair.verdict:
            why["verdict"] = pair.verdict
        return {"a": pair.a, "b": pair.b, "score": round(pair.score, 4), "grade": pair.grade, "why": why}


def find_duplicates(
    store: Store,
    encoder: Encoder,
    *,
    across: str = "all",
    min_score: float = MIN_SCORE,
    plan_id: str | None = None,
    verdicts: Mapping[frozenset[str], str] | None = None,
    progress: Progress | None = None,
) -> Duplicates:
    """Every pair that scores at least ``min_score``, best first.

    ``across``: «all», only «plans» (different ones) or only «regions» (different ones; the whole country is one).
    ``plan_id``: only pairs with a measure of this plan (what a new plan repeats). ``verdicts``: measure ids -> a
    person's word: «duplicate» and «coordinate» keep a pair whatever its score, «different» leaves it out.
    """
    plans = {stored.plan.id: stored.plan for stored in store.plans()}
    measures = [stored.measure for stored in store.measures()]
    subjects = subjects_of(measures, plans)
    counts = Counter(word for subject in subjects for word in subject.slots.words)
    comparison = Comparison(counts, len(subjects))
    vectors = text_vectors(store.folder, encoder, [measure.measure for measure in measures], progress)
    pairs = candidate_pairs([subject.slots for subject in subjects], vectors, comparison)
    places = {measure.id: place for place, measure in enumerate(measures)}
    known = {key: word for key, word in (verdicts or {}).items() if len(key) == 2 and key <= places.keys()}
    pairs.update(tuple(sorted(places[name] for name in key)) for key in known)  # type: ignore[misc]
    kept = [pair for pair in sorted(pairs) if _wanted(pair, measures, plans, across, plan_id)]
    found = _judged(kept, subjects, vectors, comparison, measures, known, min_score, progress)
    used = {name for pair in found for name in (pair.a, pair.b)}
    return Duplicates(
        tuple(sorted(found, key=lambda pair: (-pair.score, pair.a, pair.b))),
        {measure.id: measure for measure in measures if measure.id in used},
        plans,
        len(kept),
    )


def subjects_of(measures: Sequence[Measure], plans: Mapping[str, Plan]) -> list[Subject]:
    """The measures (in the order of plan and document) taken apart for comparison."""
    readers: dict[tuple[tuple[str, str], ...], SlotReader] = {}
    before: dict[tuple[str, str], list[str]] = defaultdict(list)
    out = []
    for measure in measures:
        forms = plans[measure.plan_id].abbreviations
        reader = readers.get(forms) or readers.setdefault(forms, SlotReader(analyser(), dict(forms)))
        task = fold(measure.task or measure.subsection or measure.section or "")
        around = before[(measure.plan_id, task)]
        slots = reader.read(measure.measure, measure.task, around[-_AROUND:])
        around.append(measure.measure)
        out.append(Subject(measure.plan_id, measure.position, task, slots))
    return out


def clusters_of(pairs: Iterable[Duplicate], measures: Mapping[str, Measure]) -> list[tuple[str, ...]]:
    """The connected groups of these pairs, the largest first."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for pair in pairs:
        parent[root(pair.a)] = root(pair.b)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in parent:
        groups[root(name)].append(name)
    order = {name: (m.plan_id, m.position) for name, m in measures.items()}
    ordered = [tuple(sorted(group, key=lambda name: order[name])) for group in groups.values()]
    return sorted(ordered, key=lambda group: (-len(group), order[group[0]]))


def _judged(
    pairs: Sequence[tuple[int, int]],
    subjects: Sequence[Subject],
    vectors: NDArray[np.float32],
    comparison: Comparison,
    measures: Sequence[Measure],
    verdicts: Mapping[frozenset[str], str],
    min_score: float,
    progress: Progress | None,
) -> list[Duplicate]:
    mean, spread = background(vectors)
    found = []
    for number, (i, j) in enumerate(pairs):
        verdict = verdicts.get(frozenset((measures[i].id, measures[j].id)))
        closeness = (float(vectors[i] @ vectors[j]) - mean) / spread
        likeness = comparison.compare(subjects[i], subjects[j], (closeness - 1) / 3.5)
        score = 1.0 if verdict in ("duplicate", "coordinate") else likeness.score
        if verdict != "different" and (score >= min_score):
            grade = _grade(likeness, verdict)
            found.append(Duplicate(measures[i].id, measures[j].id, score, grade, likeness.reasons, verdict))
        if progress and number % 2_000 == 0:
            progress(number, len(pairs))
    return found


def _grade(likeness: Likeness, verdict: str | None) -> str:
    if verdict:
        return "same" if verdict == "duplicate" else "similar"
    return "same" if likeness.identical else "similar"


def _wanted(
    pair: tuple[int, int], measures: Sequence[Measure], plans: Mapping[str, Plan], across: str, plan_id: str | None
) -> bool:
    a, b = measures[pair[0]].plan_id, measures[pair[1]].plan_id
    if plan_id is not None and plan_id not in (a, b):
        return False
    if across == "regions":
        return plans[a].region != plans[b].region
    return across != "plans" or a != b


def background(vectors: NDArray[np.float32]) -> tuple[float, float]:
    """Mean and spread of the cosine of two measures taken at random: encoders differ in both."""
    generator = np.random.default_rng(0)
    places = generator.integers(0, len(vectors), (2, 20_000)) if len(vectors) else np.zeros((2, 0), dtype=np.int64)
    places = places[:, places[0] != places[1]]
    if places.shape[1] < 2:
        return 0.8, 0.03
    cosines = np.einsum("ij,ij->i", vectors[places[0]], vectors[places[1]])
    return float(cosines.mean()), max(float(cosines.std()), 1e-3)
