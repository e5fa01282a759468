"""Learn the weights of the likeness of two measures from judged pairs, and say how good they are on unseen plans.

    python tools/fit_duplicates.py MEASURES.jsonl JUDGED.jsonl... [--gold GOLD.jsonl...] [--count ...] [--write]

MEASURES is what ``zakhid export --format jsonl`` writes, JUDGED has lines {"a": id, "b": id, "grade": 1..3}; grade 1 is
related but no duplicate. ``judged_pairs.jsonl`` beside this file are pairs that a language model read, with judged
examples before its eyes. Judged ids may be those of GOLD, whose rows are found by document, text, task and order.

Each weight keeps the sign that its meaning demands; pairs of equal texts count once together, and pairs that nobody has
judged as very weak negatives, so that what is reported stays short. Cross-validation leaves out whole plans (and with
them every pair that touches them). Every file of judged pairs has its own lines, with cosine alone and rapidfuzz alone
beside.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.model import Measure, Plan
from corpus.text import fold
from index.candidates import candidate_pairs
from index.duplicates import subjects_of
from index.encoder import BUNDLED, load_encoder
from index.likeness import FACTORS, SIGNS, WEIGHTS, Comparison, Subject
from index.nearness import Nearness, task_places
from index.text_vectors import text_vectors

# signs that speak against a factor; all others speak for it
AGAINST = {("matter", "unnamed"), ("matter", "plan"), ("deed", "swapped"), ("deed", "neighbours"), ("deed", "close")}
# what words in each other's place must weigh at least: «… працівників освіти» is not «… охорони здоров'я»
DEMANDED = {("deed", "swapped"): -1.5}
WEIGHED = [(factor, sign) for factor, own in FACTORS.items() for sign in (*own, "bias")]
UNJUDGED = 0.003  # weight of a pair that nobody has judged
RIDGE = 0.1
FOLDS = 12  # groups of plans that are left out in turn
Signs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of places with their signs, whether they are duplicates, the plans they touch, what each counts, and the
    number of the file that they come from."""

    places: list[tuple[int, int]]
    signs: Signs
    positive: NDArray[np.bool_]
    plans: list[frozenset[str]]
    counts: Signs
    origin: NDArray[np.int64]

    def some(self, chosen: NDArray[np.bool_]) -> Pairs:
        kept = np.flatnonzero(chosen)
        return Pairs(
            [self.places[n] for n in kept],
            self.signs[kept],
            self.positive[kept],
            [self.plans[n] for n in kept],
            self.counts[kept],
            self.origin[kept],
        )

    def touching(self, plans: frozenset[str]) -> NDArray[np.bool_]:
        return np.array([not own.isdisjoint(plans) for own in self.plans], dtype=bool)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measures", type=Path)
    parser.add_argument("judged", type=Path, nargs="+")
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="rows whose ids judged pairs name")
    parser.add_argument("--count", type=float, nargs="*", default=[], help="what a pair of each file counts, else 1")
    parser.add_argument("--without", nargs="*", default=[], help="ids of plans of which nothing is used")
    parser.add_argument("--encoder", default=BUNDLED)
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/zakhid").expanduser())
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    measures = measures_of(given.measures)
    subjects = subjects_of(measures, {m.plan_id: Plan(m.plan_id, m.plan_id, m.plan_id) for m in measures})
    tasks, task_of = task_places([subject.task for subject in subjects])
    texts = [measure.measure for measure in measures] + tasks
    vectors = text_vectors(given.cache, load_encoder(given.encoder, given.cache), texts)
    places = {measure.id: number for number, measure in enumerate(measures)}
    for path in given.gold:
        places |= places_of(_lines(path), measures)
    known, unknown = pairs_in(given.judged, places, subjects, vectors, task_of)
    for number, count in enumerate(given.count):
        known.counts[known.origin == number] *= count
    left_out = frozenset(given.without)
    known, unknown = (pairs.some(~pairs.touching(left_out)) for pairs in (known, unknown))
    weights = fitted(known, unknown)
    report(known, unknown, weights, vectors, measures, [path.name for path in given.judged])
    if given.write:
        WEIGHTS.write_text(json.dumps(_named(weights), indent=1) + "\n")


def measures_of(path: Path) -> list[Measure]:
    counts: Counter[str] = Counter()
    out = []
    for row in _lines(path):
        plan = row["source_file"]
        out.append(Measure(row["id"], plan, counts[plan], row["measure"], section=row["section"], task=row["task"]))
        counts[plan] += 1
    return out


def places_of(rows: Sequence[dict[str, Any]], measures: Sequence[Measure]) -> dict[str, int]:
    """Ids of rows that somebody wrote by hand -> the places of the measures that were read of them."""
    of_plan: dict[str, list[int]] = defaultdict(list)
    for place, measure in enumerate(measures):
        of_plan[_document(measure.plan_id)].append(place)
    found = {}
    for row in rows:
        left = of_plan[_document(row["source_file"])]

        def likeness(place: int, row: dict[str, Any] = row) -> float:
            alike = fuzz.ratio(fold(row["measure"]), fold(measures[place].measure))
            return alike + fuzz.ratio(fold(row.get("task") or ""), fold(measures[place].task or "")) / 10

        if left:
            found[row["id"]] = max(left, key=likeness)  # the first of equals: rows come in the order of the document
            left.remove(found[row["id"]])
    return found


def _document(name: str) -> str:
    """The name of a file without its ending, which «goal_12.4» has none of."""
    return re.sub(r"\.[a-z]{3,4}$", "", name, flags=re.I)


def pairs_in(
    judged: Sequence[Path],
    place: Mapping[str, int],
    subjects: Sequence[Subject],
    vectors: NDArray[np.float32],
    task_of: NDArray[np.int64],
) -> tuple[Pairs, Pairs]:
    """The judged pairs, and the candidates that nobody has judged. ``place``: id -> number of the measure."""
    comparison = Comparison(Counter(word for subject in subjects for word in subject.slots.words), len(subjects))
    texts = vectors[: len(subjects)]
    candidates, crowding = candidate_pairs([subject.slots for subject in subjects], texts, comparison)
    nearness = Nearness(texts, crowding, vectors[len(subjects) :], task_of)
    grades: dict[tuple[int, int], tuple[int, int]] = {}
    for origin, path in enumerate(judged):
        for row in _lines(path):
            a, b = sorted((place[row["a"]], place[row["b"]]))
            grades.setdefault((a, b), (row["grade"], origin))

    def pairs_of(places: list[tuple[int, int]], positive: list[bool], origin: list[int]) -> Pairs:
        signs = [comparison.compare(subjects[i], subjects[j], nearness.between(i, j)).signs for i, j in places]
        worded = [frozenset((subjects[i].slots.normal, subjects[j].slots.normal)) for i, j in places]
        equal = Counter(worded)
        return Pairs(
            places,
            np.array(signs),
            np.array(positive, dtype=bool),
            [frozenset((subjects[i].plan_id, subjects[j].plan_id)) for i, j in places],
            np.array([1 / equal[words] for words in worded]),
            np.array(origin),
        )

    known = pairs_of(list(grades), [grade >= 2 for grade, _ in grades.values()], [o for _, o in grades.values()])
    others = [(i, j) for i, j in candidates.tolist() if (i, j) not in grades]
    return known, pairs_of(others, [False] * len(others), [-1] * len(others))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def fitted(known: Pairs, unknown: Pairs) -> Signs:
    """Weights and biases (:data:`WEIGHED`) of the product of two ridge logistic regressions, by the likelihood of the
    product, in which no weight may turn against its meaning."""
    signs = [_of_factor(np.vstack([known.signs, unknown.signs]), factor) for factor in FACTORS]
    wanted = np.r_[known.positive, unknown.positive].astype(float)
    counts = np.r_[known.counts, UNJUDGED * unknown.counts]
    split = signs[0].shape[1]
    held = np.array([sign != "bias" for _, sign in WEIGHED])

    def loss(values: Signs) -> tuple[float, Signs]:
        parts = [_chance(own @ part) for own, part in zip(signs, np.split(values, [split]), strict=True)]
        p = np.clip(parts[0] * parts[1], 1e-12, 1 - 1e-12)
        likelihood = wanted * np.log(p) + (1 - wanted) * np.log(1 - p)
        steep = counts * (p - wanted) / (1 - p)  # of the loss along the logarithm of the product
        slope = np.concatenate([(steep * (1 - part)) @ own for own, part in zip(signs, parts, strict=True)])
        slope += 2 * RIDGE * values * held
        return -float((counts * likelihood).sum()) + RIDGE * float((values[held] ** 2).sum()), slope

    limits = [_limits(name) for name in WEIGHED]
    start = np.clip(np.full(len(WEIGHED), 0.5), *np.transpose(limits))
    return np.asarray(minimize(loss, start, jac=True, bounds=limits, method="L-BFGS-B").x)


def _limits(name: tuple[str, str]) -> tuple[float, float]:
    """Between what a weight must stay: on the side of its meaning; a bias is free."""
    if name[1] == "bias":
        return -np.inf, np.inf
    return (-np.inf, DEMANDED.get(name, 0.0)) if name in AGAINST else (0.0, np.inf)


def scored(signs: Signs, weights: Signs) -> Signs:
    """The probability of each pair."""
    split = len(FACTORS["matter"]) + 1
    parts = zip(FACTORS, np.split(weights, [split]), strict=True)
    return np.asarray(np.prod([_chance(_of_factor(signs, factor) @ own) for factor, own in parts], axis=0))


def _of_factor(signs: Signs, factor: str) -> Signs:
    """The columns of a factor, and one for its bias."""
    return np.c_[signs[:, [SIGNS.index(sign) for sign in FACTORS[factor]]], np.ones(len(signs))]


def _chance(logit: Signs) -> Signs:
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -50, 50))))


def _named(weights: Signs) -> dict[str, dict[str, Any]]:
    found = {name: round(float(weight), 2) for name, weight in zip(WEIGHED, weights, strict=True)}
    return {
        factor: {"weights": {sign: found[factor, sign] for sign in own}, "bias": found[factor, "bias"]}
        for factor, own in FACTORS.items()
    }


def crossed(known: Pairs, unknown: Pairs) -> tuple[Signs, NDArray[np.bool_]]:
    """Scores of the judged pairs by models that saw no pair of their plans, and which pairs most of these models call
    duplicates by the limit that suits the pairs they did see."""
    scores, calls, times = (np.zeros(len(known.signs)) for _ in range(3))
    plans = np.random.default_rng(0).permutation(sorted(frozenset().union(*known.plans)))
    for part in np.array_split(plans, FOLDS):
        held, away = known.touching(frozenset(part)), unknown.touching(frozenset(part))
        seen = known.some(~held)
        weights = fitted(seen, unknown.some(~away))
        limit = best_limit(scored(seen.signs, weights), seen.positive, seen.counts)
        own = scored(known.signs[held], weights)
        scores[held] += own
        calls[held] += own >= limit
        times[held] += 1
    return scores / times, calls * 2 > times


def report(
    known: Pairs, unknown: Pairs, weights: Signs, vectors: NDArray[np.float32], measures: Sequence[Measure],
    names: Sequence[str],
) -> None:  # fmt: skip
    texts = [(measures[a].measure, measures[b].measure) for a, b in known.places]
    left_out, calls = crossed(known, unknown)
    rows = {
        "cosine alone": np.array([float(vectors[a] @ vectors[b]) for a, b in known.places]),
        "rapidfuzz ratio alone": np.array([fuzz.ratio(a, b) for a, b in texts]),
        "rapidfuzz token set alone": np.array([fuzz.token_set_ratio(a, b) for a, b in texts]),
        "slots, in sample": scored(known.signs, weights),
        "slots, plans left out": left_out,
    }
    everything = np.ones(len(known.signs), dtype=bool)
    for name, own in (*((name, known.origin == n) for n, name in enumerate(names)), ("all", everything)):
        print(f"{name}: {int(own.sum())} judged pairs, {int(known.positive[own].sum())} duplicates")
        for what, scores in rows.items():
            given = scores[own], known.positive[own], known.counts[own]
            limit = best_limit(*given)
            shown = f" at {limit:.2f}" if what.startswith("slots") else ""
            print(f"  {what:28} AUC {area(*given):.3f}  best F1 {f1_of(given[0] >= limit, *given[1:]):.3f}{shown}")
        f1 = f1_of(calls[own], known.positive[own], known.counts[own])
        print(f"  F1 with the limit, too, from other plans: {f1:.3f}")
    print(_named(weights))


def area(scores: Signs, positive: NDArray[np.bool_], counts: Signs) -> float:
    """The chance that a duplicate scores above a pair that is none."""
    above = scores[positive][:, None] - scores[~positive][None, :]
    weights = counts[positive][:, None] * counts[~positive][None, :]
    return float((((above > 0) + 0.5 * (above == 0)) * weights).sum() / weights.sum())


def f1_of(found: NDArray[np.bool_], positive: NDArray[np.bool_], counts: Signs) -> float:
    return float(2 * counts[found & positive].sum() / (counts[found].sum() + counts[positive].sum()))


def best_limit(scores: Signs, positive: NDArray[np.bool_], counts: Signs) -> float:
    limits = (float(limit) for limit in np.unique(scores))
    return max(limits, key=lambda limit: f1_of(scores >= limit, positive, counts))


if __name__ == "__main__":
    main()
