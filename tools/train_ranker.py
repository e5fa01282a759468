"""Learns how evidence is weighed: the ranker's weights and its confidence, from queries with their measures.

    python tools/train_ranker.py QUERIES.jsonl DATA [--unseen-gold GOLD...] [--out index/ranker.json]

DATA is a data folder that holds the measures under the ids of QUERIES. The encoder's adaptation has seen some of the
plans; only queries of the plans in ``--unseen-gold`` are used, so that cosines are not trusted more than they deserve.

Method: a linear score over the evidence, learned by listwise softmax (ListNet, Cao et al. 2007) with L2 over the
candidates of each query; figures are from five folds, whole plans left out. The confidence is a logistic curve
(Platt 1999) over score, lead, coverage and cosine of the first candidates, learned on the left-out folds and on
queries asked while their plan is hidden, which nothing answers.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.store import Store
from corpus.text import fold
from index.evidence import FEATURES, features
from index.ranker import CONFIDENCE, confidence_facts
from index.search import Searcher
from tools.listwise import learn_listwise
from tools.pairs import read

FOLDS, PENALTY, FIRST = 5, 1e-2, 5


@dataclass(frozen=True)
class Case:
    """A query's candidates: evidence (candidates, features), which of them answer, and the plan it belongs to."""

    plan: str
    kind: int  # which of a measure's queries: 0 official words, 1 everyday words, 2 hasty
    matrix: NDArray[np.float32]
    right: NDArray[np.bool_]
    answerable: bool


def gather(searcher: Searcher, store: Store, lines: Sequence[dict[str, Any]], hidden_share: float) -> list[Case]:
    """Evidence for every query; for some of them once more with their plan hidden."""
    measures = list(store.measures())
    text = {m.row: fold(m.measure.measure) for m in measures}
    row_of = {m.measure.id: m.row for m in measures}
    plan_of = {m.row: m.measure.plan_id for m in measures}
    every = np.array(sorted(text), dtype=np.int64)
    rng = np.random.default_rng(0)
    cases, started = [], time.monotonic()
    for number, line in enumerate(lines):
        row = row_of.get(line["id"])
        if row is None:
            continue
        others = every[[plan_of[r] != plan_of[row] for r in every.tolist()]]
        for kind, query in enumerate(line["queries"]):
            cases.append(_case(searcher, query, None, text[row], text, plan_of[row], kind))
            if rng.random() < hidden_share:
                cases.append(_case(searcher, query, others, None, text, plan_of[row], kind))
        if number % 100 == 0:
            print(f"{number}/{len(lines)} {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return cases


def _case(
    searcher: Searcher,
    query: str,
    allowed: NDArray[np.int64] | None,
    wanted: str | None,
    text: dict[int, str],
    plan: str,
    kind: int,
) -> Case:
    question = searcher.read(query)
    signals = searcher.signals(question, allowed)
    records = searcher.snapshot.records(signals.rows.tolist())
    matrix = features(question, signals, records, searcher.snapshot.rarity)
    right = np.array([text[r.row] == wanted for r in records], dtype=bool)
    return Case(plan, kind, matrix, right, wanted is not None)


def learn(cases: Sequence[Case], penalty: float = PENALTY) -> NDArray[np.float32]:
    """The weights of the linear score."""
    used = [(c.matrix.astype(np.float64), c.right) for c in cases if c.answerable and c.right.any()]
    return learn_listwise(used, penalty, [_bounds(name) for name in FEATURES]).astype(np.float32)


def _bounds(name: str) -> tuple[float, float]:
    """What a weight may be. More of the question held never speaks against a measure; without this the fold with the
    plan whose rows differ most from all others lost 12 points. Bodies are in a question's filters more often than in
    its subject, and the same ones stand in every row of some plans."""
    if name == "length" or name == "missing":
        return -np.inf, 0
    return 0, 2 if name == "bodies" else np.inf


def hits(cases: Sequence[Case], weights: NDArray[np.float32]) -> dict[str, float]:
    """hit@1 and hit@5, over all and by kind of query."""
    out: dict[str, float] = {}
    for name, chosen in [("all", None), ("official", 0), ("everyday", 1), ("hasty", 2)]:
        own = [c for c in cases if c.answerable and chosen in (None, c.kind)]
        places = [_place(c, weights) for c in own]
        out |= {f"{name}@1": np.mean([p < 1 for p in places]), f"{name}@5": np.mean([p < 5 for p in places])}
    return {name: round(float(value), 3) for name, value in out.items()}


def _place(case: Case, weights: NDArray[np.float32]) -> int:
    if not case.right.any():
        return 10_000
    scores = case.matrix @ weights
    return int((scores > scores[case.right].max()).sum())


def folds_of(cases: Sequence[Case]) -> list[set[str]]:
    """Plans in folds of about as many cases."""
    counts: dict[str, int] = {}
    for case in cases:
        counts[case.plan] = counts.get(case.plan, 0) + 1
    out: list[tuple[int, set[str]]] = [(0, set()) for _ in range(FOLDS)]
    for plan in sorted(counts, key=lambda p: -counts[p]):
        size, fold_plans = min(out, key=lambda pair: pair[0])
        out[out.index((size, fold_plans))] = (size + counts[plan], fold_plans | {plan})
    return [plans for _, plans in out]


def learn_confidence(parts: Sequence[tuple[Sequence[Case], NDArray[np.float32]]]) -> NDArray[np.float32]:
    """The logistic curve over the first candidates of each case, scored by weights that have not seen its plan."""
    facts, answers = [], []
    for cases, weights in parts:
        for case in cases:
            if not len(case.matrix):
                continue
            scores = case.matrix @ weights
            first = np.argsort(-scores)[:FIRST]
            facts.append(confidence_facts(case.matrix, scores)[first])
            answers.append(case.right[first])
    x, y = np.concatenate(facts).astype(np.float64), np.concatenate(answers).astype(np.float64)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ w
        p = 1 / (1 + np.exp(-z))
        return float(np.mean(np.logaddexp(0, z) - y * z) + 1e-4 * w @ w), x.T @ (p - y) / len(y) + 2e-4 * w

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B")
    p = 1 / (1 + np.exp(-(x @ found.x)))
    for low in np.arange(0, 1, 0.1):
        inside = (p >= low) & (p < low + 0.1)
        if inside.any():
            print(f"  said {low:.1f}-{low + 0.1:.1f}: n {inside.sum()}, right {y[inside].mean():.3f}")
    return np.asarray(found.x, dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--encoder", default="bundled")
    parser.add_argument("--unseen-gold", nargs="*", type=Path, default=[])
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    gold = {line["id"] for path in options.unseen_gold for line in read(path)}
    lines = [line for line in read(options.queries) if not gold or line["id"] in gold]
    with Store.open(options.data, create=False) as store:
        searcher = Searcher.open(store, encoder=options.encoder)
        searcher.sync()
        cases = gather(searcher, store, lines, 0.25)
    report(cases, options.out)


def report(cases: Sequence[Case], out: Path | None) -> None:
    """Print the cross-validated figures; write the weights learned from all."""
    parts = []
    for plans in folds_of(cases):
        weights = learn([c for c in cases if c.plan not in plans])
        parts.append(([c for c in cases if c.plan in plans], weights))
    total = [hits(own, weights) for own, weights in parts]
    sizes = [len(own) for own, _ in parts]
    print("plans left out:", {k: round(float(np.average([t[k] for t in total], weights=sizes)), 3) for k in total[0]})
    for name in ("cosine", "words"):
        alone = np.array([float(f == name) for f in FEATURES], dtype=np.float32)
        print(f"{name} alone:", hits(cases, alone))
    confidence = learn_confidence(parts)
    weights = learn(cases)
    shipped = {
        "weights": {name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)},
        "confidence": {name: round(float(w), 4) for name, w in zip(CONFIDENCE, confidence, strict=True)},
    }
    print(json.dumps(shipped, indent=1))
    if out:
        out.write_text(json.dumps(shipped, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
