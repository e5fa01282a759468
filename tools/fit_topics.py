"""Learns which of the ranked rows belong to a topic (``index/membership.json``), and says how good the sets are.

    python tools/fit_topics.py DATA CASES.jsonl... [--write]

Each line of CASES holds a question for all rows of a topic («question») and the ids of the measures of DATA that are
the answer («measures»).

Method: logistic regression with L2 over the facts of each row, a case weighing less the more rows it has. Ten folds of
whole questions give the cross-validated share of sets that are right (F1 of at least 0.9) and the mean F1, beside those
of the sets that the subject's words alone give (``index.topic``).
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.assistant import Assistant
from assistant.request import Intent
from corpus.store import Store
from index import membership
from index.membership import FACTS, MOST, Facts, belonging
from index.search import Searcher

FOLDS, PENALTY, RIGHT = 10, 8e-3, 0.9
SAID = FACTS.index("said")


@dataclass(frozen=True)
class Case:
    """A topic's first rows: their facts, their ids, the ids that are wanted, those that its words alone give."""

    facts: Facts
    ids: tuple[str, ...]
    wanted: frozenset[str]
    by_words: frozenset[str]
    said: float
    fold: int

    @property
    def right(self) -> NDArray[np.bool_]:
        return np.array([one in self.wanted for one in self.ids])


def cases(assistant: Assistant, lines: Sequence[dict[str, Any]]) -> Iterator[Case]:
    """Every topic that is more than conditions."""
    searcher = assistant.searcher
    for line in lines:
        request = assistant.understood(line["question"])
        if not request.subject or request.refusal or request.scopes or not line["measures"]:
            continue
        topic = searcher.topic(request.subject, request.filters)
        if topic.hits:
            asked = request.intent in (Intent.LIST, Intent.COUNT)
            facts = searcher.membership(searcher.read(request.subject), topic.hits, asked)
            ids = tuple(hit.measure_id for hit in topic.hits[:MOST])
            words = frozenset(hit.measure_id for hit in topic.about)
            fold = zlib.crc32(line["question"].encode()) % FOLDS
            yield Case(facts, ids, frozenset(line["measures"]), words, float(facts[:, SAID].max()), fold)


def learn(used: Sequence[Case]) -> tuple[NDArray[np.float64], float]:
    """The weights and the bias."""
    facts = np.concatenate([case.facts for case in used])
    right = np.concatenate([case.right for case in used])
    counts = np.concatenate([np.full(len(case.ids), len(case.wanted) ** -0.5) for case in used])
    counts /= counts.sum()
    middle, spread = facts.mean(axis=0), facts.std(axis=0) + 1e-9
    scaled = (facts - middle) / spread

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = scaled @ weights[:-1] + weights[-1]
        value = float((counts * (np.logaddexp(0, z) - right * z)).sum() + PENALTY / 100 * weights[:-1] @ weights[:-1])
        error = counts * (1 / (1 + np.exp(-z)) - right)
        return value, np.append(scaled.T @ error + 2 * PENALTY / 100 * weights[:-1], error.sum())

    found = minimize(loss, np.zeros(facts.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    weights = found[:-1] / spread
    return weights, float(found[-1] - middle @ weights)


def f1(got: set[str] | frozenset[str], wanted: frozenset[str]) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * len(got & wanted) / max(1, len(got) + len(wanted))


def chosen(case: Case, weights: NDArray[np.float64], bias: float) -> set[str]:
    return {case.ids[place] for place in belonging(membership.chances_of(case.facts, (weights, bias)))}


def report(name: str, found: Sequence[float]) -> None:
    print(f"{name}: right {np.mean([one >= RIGHT for one in found]):.3f}, mean F1 {np.mean(found):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("cases", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true", help="write the weights learned from all")
    options = parser.parse_args()
    lines = [json.loads(one) for path in options.cases for one in path.read_text(encoding="utf-8").splitlines()]
    with Store.open(options.data, create=False) as store:
        found = list(cases(Assistant(store, Searcher.open(store), lang="uk"), lines))
    print(f"{len(found)} topics")
    learned = []
    for fold in range(FOLDS):
        fitted = learn([case for case in found if case.fold != fold])
        learned += [(case, f1(chosen(case, *fitted), case.wanted)) for case in found if case.fold == fold]
    for name, low, high in (("said in own words", 0.95, 2.0), ("in other words", -1.0, 0.95), ("all", -1.0, 2.0)):
        some = [(case, score) for case, score in learned if low <= case.said < high]
        report(f"{name} ({len(some)}), by words", [f1(case.by_words, case.wanted) for case, _ in some])
        report(f"{name} ({len(some)}), learned, left out", [score for _, score in some])
    weights, bias = learn(found)
    shipped = {"weights": {n: round(float(w), 4) for n, w in zip(FACTS, weights, strict=True)}, "bias": round(bias, 4)}
    print(json.dumps(shipped, indent=1))
    if options.write:
        membership._FILE.write_text(json.dumps(shipped, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
