"""Measures that repeat each other: pairs with grade, score and reason, clusters, and a matrix of regions.

Candidates come from :mod:`index.candidates`, the judgement from :mod:`index.likeness`. *same* is the same step on the
same object in the same words; *similar* is what staff would merge or coordinate; what is only related is not reported.
A person's verdict (:mod:`corpus.verdicts`) stands above both.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
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
from index.nearness import Nearness, task_places
from index.text_vectors import text_vectors

ACROSS = ("all", "plans", "regions")
MIN_SCORE = 0.42  # below it, too many pairs are only related: three are read for each true one at most
WHOLE_COUNTRY = ""  # the region of plans that have none
COMPARED_UNASKED = 20_000  # measures that are compared whenever a plan is added, without anybody asking for it
_AROUND = 6  # rows before a measure that may name what it points at
_TOLD = 1_000  # measures or pairs between two tellings of progress
_LONGEST = 10_000  # characters of a measure that are compared: a cell with more is no wording that staff would merge
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
    known: Set[str] = frozenset(),
    verdicts: Mapping[frozenset[str], str] | None = None,
    progress: Progress | None = None,
) -> Duplicates:
    """Every pair that scores at least ``min_score``, best first.

    ``across``: «all», only «plans» (different ones) or only «regions» (different ones; the whole country is one).
    ``plan_id``: only pairs with a measure of this plan. ``known``: ids of measures whose pairs with each other are not
    asked for (those that were there before a plan was added leave what it repeats). ``verdicts``: measure ids -> a
    person's word: «duplicate» and «coordinate» keep a pair whatever its score, «different» leaves it out.
    """
    plans = {stored.plan.id: stored.plan for stored in store.plans()}
    shown = _Shares(progress)
    rows = _Rows()
    subjects = subjects_of(rows.noted(store, shown.part(0.0, 0.15)), plans)
    comparison = Comparison(Counter(word for subject in subjects for word in subject.slots.words), len(subjects))
    tasks, task_of = task_places([subject.task for subject in subjects])
    embedding = shown.part(0.15, 0.45)
    vectors = text_vectors(store.folder, encoder, rows.texts + tasks, embedding, all_texts=store.only is None)
    texts = vectors[: len(subjects)]
    pairs, crowding = candidate_pairs(
        [subject.slots for subject in subjects], texts, comparison, shown.part(0.45, 0.55)
    )
    nearness = Nearness(texts, crowding, vectors[len(subjects) :], task_of)
    places = {name: place for place, name in enumerate(rows.ids)}
    said = {key: word for key, word in (verdicts or {}).items() if len(key) == 2 and key <= places.keys()}
    decided = sorted({tuple(sorted(places[name] for name in key)) for key in said})
    pairs = np.unique(np.concatenate([pairs, np.array(decided, dtype=np.int64).reshape(-1, 2)]), axis=0)
    kept = pairs[_wanted(pairs, subjects, plans, across, plan_id)]
    if known:
        old = np.array([name in known for name in rows.ids], dtype=bool)
        kept = kept[~(old[kept[:, 0]] & old[kept[:, 1]])]
    found = _judged(kept, subjects, nearness, comparison, rows.ids, said, min_score, shown.part(0.55, 1.0))
    used = sorted({places[name] for pair in found for name in (pair.a, pair.b)})
    return Duplicates(
        tuple(sorted(found, key=lambda pair: (-pair.score, pair.a, pair.b))),
        {stored.measure.id: stored.measure for stored in store.by_rows([rows.rows[place] for place in used])},
        plans,
        len(kept),
    )


def new_duplicates(
    store: Store,
    encoder: Encoder,
    known: Set[str],
    verdicts: Mapping[frozenset[str], str],
    progress: Progress | None = None,
) -> Duplicates | None:
    """What measures that have come since ``known`` (ids) was all there was repeat of other plans, or those of them.

    Pairs that somebody has judged are not told again. None where nothing was there before, nothing has come, or the
    plans hold more than COMPARED_UNASKED measures, which take minutes.
    """
    here = store.ids()
    if not known & here or here <= known or len(here) > COMPARED_UNASKED:
        return None
    found = find_duplicates(store, encoder, across="plans", known=known, verdicts=verdicts, progress=progress)
    return replace(found, pairs=tuple(pair for pair in found.pairs if pair.verdict is None))


def plans_that_repeat(found: Duplicates, known: Set[str]) -> dict[str, int]:
    """The plans whose measures have come since ``known`` -> how many of those measures repeat another."""
    came = {name for pair in found.pairs for name in (pair.a, pair.b)} - known
    return dict(sorted(Counter(found.measures[name].plan_id for name in came).items()))


class _Rows:
    """Of each measure what stays in memory while all are compared: its row in the store, its id and its text."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.ids: list[str] = []
        self.texts: list[str] = []

    def noted(self, store: Store, progress: Progress) -> Iterator[Measure]:
        """The measures of the store one by one, in the order of plan and document."""
        total = store.count()
        for stored in store.measures():
            self.rows.append(stored.row)
            self.ids.append(stored.measure.id)
            self.texts.append(stored.measure.measure)
            if len(self.rows) % _TOLD == 0:
                progress(len(self.rows), total)
            yield stored.measure


class _Shares:
    """One bar for several parts of the work, each of which counts for itself."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def part(self, start: float, end: float) -> Progress:
        def tell(done: int, total: int) -> None:
            if self._progress:
                self._progress(round(1000 * (start + (end - start) * done / max(total, 1))), 1000)

        return tell


def subjects_of(measures: Iterable[Measure], plans: Mapping[str, Plan]) -> list[Subject]:
    """The measures (in the order of plan and document) taken apart for comparison."""
    readers: dict[tuple[tuple[str, str], ...], SlotReader] = {}
    before: dict[tuple[str, str], deque[str]] = defaultdict(lambda: deque(maxlen=_AROUND))
    out = []
    for measure in measures:
        forms = plans[measure.plan_id].abbreviations
        reader = readers.get(forms) or readers.setdefault(forms, SlotReader(analyser(), dict(forms)))
        task = fold(measure.task or measure.subsection or measure.section or "")
        around = before[(measure.plan_id, task)]
        text = measure.measure[:_LONGEST]
        slots = reader.read(text, measure.task, tuple(around))
        around.append(text)
        out.append(Subject(measure.plan_id, measure.position, task, slots))
    return out


def clusters_of(pairs: Iterable[Duplicate], measures: Mapping[str, Measure]) -> list[tuple[str, ...]]:
    """Groups of measures of which most repeat each other, the largest first; each measure in one group at most.

    The best pairs come first, and two groups are joined only where at least half of the pairs between them were found:
    a chain of likenesses («нараду» like «навчання» like «посібник») is no group.
    """
    ordered = sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b))
    groups = _Groups(ordered)
    while sum(groups.join(pair.a, pair.b) for pair in ordered):
        pass  # what has grown may now fit with what it did not fit before
    order = {name: (m.plan_id, m.position) for name, m in measures.items()}
    found = [tuple(sorted(own, key=lambda name: order[name])) for own in groups.members.values() if len(own) > 1]
    return sorted(found, key=lambda own: (-len(own), order[own[0]]))


class _Groups:
    """Names in groups, one each at first, and how many of the pairs join each two groups."""

    def __init__(self, pairs: Iterable[Duplicate]) -> None:
        self._group: dict[str, int] = {}
        self.members: dict[int, list[str]] = {}
        self._links: dict[int, Counter[int]] = {}
        for pair in pairs:
            mine, yours = self._of(pair.a), self._of(pair.b)
            self._links[mine][yours] += 1
            self._links[yours][mine] += 1

    def _of(self, name: str) -> int:
        if name not in self._group:
            number = self._group[name] = len(self._group)
            self.members[number], self._links[number] = [name], Counter()
        return self._group[name]

    def join(self, a: str, b: str) -> bool:
        """Make one group of those of two names, where enough pairs join them. Whether it was done."""
        kept, gone = sorted((self._group[a], self._group[b]), key=lambda number: -len(self.members[number]))
        if kept == gone or 2 * self._links[kept][gone] < len(self.members[kept]) * len(self.members[gone]):
            return False
        for name in self.members[gone]:
            self._group[name] = kept
        self.members[kept] += self.members.pop(gone)
        for other, number in self._links.pop(gone).items():
            del self._links[other][gone]
            if other != kept:
                self._links[kept][other] += number
                self._links[other][kept] += number
        return True


def _judged(
    pairs: NDArray[np.int64],
    subjects: Sequence[Subject],
    nearness: Nearness,
    comparison: Comparison,
    ids: Sequence[str],
    verdicts: Mapping[frozenset[str], str],
    min_score: float,
    progress: Progress,
) -> list[Duplicate]:
    found = []
    for number, (i, j) in enumerate(_each(pairs)):
        verdict = verdicts.get(frozenset((ids[i], ids[j]))) if verdicts else None
        likeness = comparison.compare(subjects[i], subjects[j], nearness.between(i, j))
        score = 1.0 if verdict in ("duplicate", "coordinate") else likeness.score
        if verdict != "different" and (score >= min_score):
            grade = _grade(likeness, verdict)
            found.append(Duplicate(ids[i], ids[j], score, grade, likeness.reasons, verdict))
        if number % _TOLD == 0:
            progress(number, len(pairs))
    return found


def _each(pairs: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """The pairs as numbers of Python, some thousands at a time."""
    for start in range(0, len(pairs), 10_000):
        yield from map(tuple, pairs[start : start + 10_000].tolist())


def _grade(likeness: Likeness, verdict: str | None) -> str:
    if verdict:
        return "same" if verdict == "duplicate" else "similar"
    return "same" if likeness.identical else "similar"


def _wanted(
    pairs: NDArray[np.int64], subjects: Sequence[Subject], plans: Mapping[str, Plan], across: str, plan_id: str | None
) -> NDArray[np.bool_]:
    """Which pairs are asked for."""
    numbers = {name: number for number, name in enumerate(plans)}
    own = np.array([numbers[subject.plan_id] for subject in subjects], dtype=np.int64)
    regions = np.array([(plan.region or WHOLE_COUNTRY) for plan in plans.values()], dtype=object)
    a, b = own[pairs[:, 0]], own[pairs[:, 1]]
    kept = np.ones(len(pairs), dtype=bool)
    if plan_id is not None:
        kept &= (a == numbers[plan_id]) | (b == numbers[plan_id])
    if across == "regions":
        kept &= regions[a] != regions[b]
    elif across == "plans":
        kept &= a != b
    return kept
