"""Learn the weights of the likeness of two measures from judged pairs, and say how good they are on unseen plans.

    python tools/fit_duplicates.py DATA JUDGED.jsonl GOLD.jsonl... [--write]

DATA is a data folder into which the documents have been read. JUDGED has lines {"a": gold id, "b": gold id, "grade":
1..3}; grade 1 is related but no duplicate. Each weight keeps the sign that its meaning demands; pairs that nobody has
judged count as very weak negatives, so that what is reported stays short. Cross-validation leaves out whole plans (and
with them every pair that touches them). Cosine alone and rapidfuzz alone are printed beside.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.model import Measure
from corpus.slots import normal_form
from corpus.store import Store
from index.candidates import candidate_pairs
from index.duplicates import background, subjects_of
from index.encoder import BUNDLED, load_encoder
from index.likeness import SIGNS, WEIGHTS, Comparison
from index.text_vectors import text_vectors

DIRECTIONS = {"unnamed": -1, "swapped": -1, "siblings": -1, "neighbours": -1}
UNJUDGED = 0.01  # weight of a pair that nobody has judged
RIDGE = 0.5
Signs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of places with their signs, whether they are duplicates, and the plans they touch."""

    places: list[tuple[int, int]]
    signs: Signs
    positive: NDArray[np.bool_]
    plans: list[frozenset[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("judged", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--encoder", default=BUNDLED)
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/zakhid").expanduser())
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with Store.open(given.data, create=False) as store:
        measures = [stored.measure for stored in store.measures()]
        subjects = subjects_of(measures, {stored.plan.id: stored.plan for stored in store.plans()})
        encoder = load_encoder(given.encoder, given.cache)
        vectors = text_vectors(store.folder, encoder, [measure.measure for measure in measures])
    comparison = Comparison(Counter(word for subject in subjects for word in subject.slots.words), len(subjects))
    mean, spread = background(vectors)

    def signs(pairs: Sequence[tuple[int, int]]) -> Signs:
        near = ((float(vectors[i] @ vectors[j]) - mean) / spread for i, j in pairs)
        found = (
            comparison.compare(subjects[i], subjects[j], (c - 1) / 3.5) for (i, j), c in zip(pairs, near, strict=True)
        )
        return np.array([likeness.signs for likeness in found])

    judged = dict(judged_pairs(given.judged, given.gold, measures))
    found = candidate_pairs([subject.slots for subject in subjects], vectors, comparison)
    others = [(i, j) for i, j in found.tolist() if (i, j) not in judged]
    known = pairs_of(list(judged), signs, np.array([grade >= 2 for grade in judged.values()]), measures)
    unknown = pairs_of(others, signs, np.zeros(len(others), dtype=bool), measures)
    report(known, unknown, vectors, measures)
    if given.write:
        weights = fitted(known, unknown)
        found = {sign: round(float(weight), 2) for sign, weight in zip(SIGNS, weights[:-1], strict=True)}
        WEIGHTS.write_text(json.dumps({"weights": found, "bias": round(float(weights[-1]), 2)}, indent=1) + "\n")


def pairs_of(places: list[tuple[int, int]], signs, positive, measures: Sequence[Measure]) -> Pairs:  # type: ignore[no-untyped-def]
    return Pairs(places, signs(places), positive, [frozenset(measures[p].plan_id for p in pair) for pair in places])


def judged_pairs(
    judged: Path, gold: Sequence[Path], measures: Sequence[Measure]
) -> Iterator[tuple[tuple[int, int], int]]:
    """Pairs of places (lower first) with their grades; pairs that were not read are left out."""
    rows = {row["id"]: row for path in gold for row in map(json.loads, path.read_text("utf-8").splitlines())}
    places: dict[tuple[str, str], list[int]] = {}
    for place, measure in enumerate(measures):
        places.setdefault((stem(measure.plan_id), normal_form(measure.measure)), []).append(place)
    of_gold: dict[str, int] = {}
    for name, row in rows.items():
        found = places.get((stem(row["source_file"]), normal_form(row["measure"])))
        if found:
            of_gold[name] = found.pop(0) if len(found) > 1 else found[0]
    for line in map(json.loads, judged.read_text("utf-8").splitlines()):
        if line["a"] in of_gold and line["b"] in of_gold:
            a, b = sorted((of_gold[line["a"]], of_gold[line["b"]]))
            yield (a, b), line["grade"]


def stem(name: str) -> str:
    ending = Path(name).suffix.lower()
    return name[: -len(ending)] if ending in (".txt", ".docx", ".html", ".pdf") else name


def fitted(known: Pairs, unknown: Pairs) -> Signs:
    """Weights and bias of a ridge logistic regression in which no weight may turn against its meaning."""
    signs = np.vstack([known.signs, unknown.signs])
    wanted = np.r_[known.positive, unknown.positive].astype(float)
    counts = np.r_[np.ones(len(known.signs)), np.full(len(unknown.signs), UNJUDGED)]

    def loss(values: Signs) -> tuple[float, Signs]:
        p = 1 / (1 + np.exp(-(signs @ values[:-1] + values[-1])))
        likelihood = wanted * np.log(p + 1e-12) + (1 - wanted) * np.log(1 - p + 1e-12)
        slope = (counts * (p - wanted)) @ np.c_[signs, np.ones(len(signs))]
        slope[:-1] += 2 * RIDGE * values[:-1]
        return -float((counts * likelihood).sum()) + RIDGE * float((values[:-1] ** 2).sum()), slope

    bounds = [(None, 0.0) if DIRECTIONS.get(sign, 1) < 0 else (0.0, None) for sign in SIGNS]
    start = np.array([0.5 * DIRECTIONS.get(sign, 1) for sign in SIGNS] + [0.0])
    return np.asarray(minimize(loss, start, jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B").x)


def crossed(known: Pairs, unknown: Pairs) -> Signs:
    """Scores of the judged pairs by models that saw no pair of their plans."""
    scores, times = np.zeros(len(known.signs)), np.zeros(len(known.signs))
    for plan in sorted(frozenset().union(*known.plans)):
        held = np.array([plan in plans for plans in known.plans])
        away = np.array([plan in plans for plans in unknown.plans])
        weights = fitted(_some(known, ~held), _some(unknown, ~away))
        scores[held] += known.signs[held] @ weights[:-1] + weights[-1]
        times[held] += 1
    return scores / times


def _some(pairs: Pairs, chosen: NDArray[np.bool_]) -> Pairs:
    return Pairs([], pairs.signs[chosen], pairs.positive[chosen], [])


def crossed_f1(known: Pairs, unknown: Pairs) -> float:
    """F1 where neither weights nor the limit have seen a pair of the plan that is left out."""
    hits = found = true = 0
    for plan in sorted(frozenset().union(*known.plans)):
        held = np.array([plan in plans for plans in known.plans])
        away = np.array([plan in plans for plans in unknown.plans])
        seen = _some(known, ~held)
        weights = fitted(seen, _some(unknown, ~away))
        limit = best_limit(seen.signs @ weights[:-1], seen.positive)
        said = known.signs[held] @ weights[:-1] >= limit
        hits += int((said & known.positive[held]).sum())
        found += int(said.sum())
        true += int(known.positive[held].sum())
    return 2 * hits / (found + true)


def report(known: Pairs, unknown: Pairs, vectors: NDArray[np.float32], measures: Sequence[Measure]) -> None:
    weights = fitted(known, unknown)
    texts = [(measures[a].measure, measures[b].measure) for a, b in known.places]
    rows = {
        "cosine alone": np.array([float(vectors[a] @ vectors[b]) for a, b in known.places]),
        "rapidfuzz ratio alone": np.array([fuzz.ratio(a, b) for a, b in texts]),
        "rapidfuzz token set alone": np.array([fuzz.token_set_ratio(a, b) for a, b in texts]),
        "slots, in sample": known.signs @ weights[:-1] + weights[-1],
        "slots, plans left out": crossed(known, unknown),
    }
    print(f"{len(known.signs)} judged pairs, {int(known.positive.sum())} duplicates")
    for name, scores in rows.items():
        print(f"{name:28} AUC {area(scores, known.positive):.3f}  best F1 {best_f1(scores, known.positive):.3f}")
    print(f"F1 with the limit, too, from other plans: {crossed_f1(known, unknown):.3f}")
    limit = best_limit(rows["slots, in sample"], known.positive)
    print(f"best limit in sample: score {1 / (1 + np.exp(-limit)):.3f}")
    print({sign: round(float(weight), 2) for sign, weight in zip((*SIGNS, "bias"), weights, strict=True)})


def area(scores: Signs, positive: NDArray[np.bool_]) -> float:
    """The chance that a duplicate scores above a pair that is none."""
    above = scores[positive][:, None] - scores[~positive][None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def f1_at(limit: float, scores: Signs, positive: NDArray[np.bool_]) -> float:
    found = scores >= limit
    return 2 * int((found & positive).sum()) / (int(found.sum()) + int(positive.sum()))


def best_limit(scores: Signs, positive: NDArray[np.bool_]) -> float:
    return max((float(limit) for limit in np.unique(scores)), key=lambda limit: f1_at(limit, scores, positive))


def best_f1(scores: Signs, positive: NDArray[np.bool_]) -> float:
    return f1_at(best_limit(scores, positive), scores, positive)


if __name__ == "__main__":
    main()
