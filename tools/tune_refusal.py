"""Learns when a subject stands in the plans (``assistant.confidence.WEIGHTS``), and what the least chance should be.

    python tools/tune_refusal.py DATA CASES.jsonl... [--absent SHARE] [--held-out CASES.jsonl]

Each line of CASES holds a question as typed, the ids of the measures that answer it («measures», empty for absent
things), optionally the plan it is asked of («plan», a plan id of DATA) and a «group»: cases of one group (a plan, a
topic) are held out together. Questions that are refused by their wording alone do not belong here. Good cases are
questions on plans that the encoder's adaptation has not seen, and absent subjects asked of all plans and of single
ones: without the latter, a condition looks like evidence.

Method: logistic regression with L2 over the facts of the best row (Platt 1999), absent cases weighed to be ``--absent``
of all (an assumption about people, not a finding), and cases whose first row is wrong for less. Eight folds of whole
groups give the cross-validated figures; ``--held-out`` cases are scored with the weights learned from all others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.confidence import ACCEPT, BIAS, WEIGHTS, facts_of
from assistant.names import Names
from assistant.understand import understand
from corpus.filters import Filters
from corpus.store import Store
from index.search import Searcher

FOLDS, PENALTY, OF_WRONG = 8, 3e-3, 0.3
GRID = np.round(np.arange(0.05, 0.96, 0.05), 2)


@dataclass(frozen=True)
class Trial:
    """A case: its group, the facts of its best row, whether its subject is there and whether that row answers."""

    group: str
    facts: tuple[float, ...]
    present: bool
    right: bool


def trials(store: Store, searcher: Searcher, paths: Sequence[Path]) -> list[Trial]:
    """Every case searched under its plan and the conditions it states; those that are refused unread are left out."""
    names, out = Names.of(store), []
    for line in (json.loads(one) for path in paths for one in path.read_text(encoding="utf-8").splitlines()):
        request = understand(line["question"], names, date.today())
        filters = Filters(plan=(line["plan"],)) if line.get("plan") else request.filters
        results = searcher.search(request.subject, filters) if request.subject and not request.refusal else None
        if results and results.hits and results.question:
            facts = facts_of(results.hits[0], results.question, bool(filters))
            wanted = set(line["measures"])
            right = results.hits[0].measure_id in wanted
            out.append(Trial(line.get("group", ""), tuple(facts[n] for n in WEIGHTS), bool(wanted), right))
    return out


def learned(cases: Sequence[Trial], absent: float) -> NDArray[np.float64]:
    """Weights in the order of WEIGHTS, and the bias last."""
    x, y = _facts(cases), np.array([c.present for c in cases], dtype=float)
    share = absent / (1 - absent) * y.sum() / max(1.0, (1 - y).sum())
    weight = np.where(y == 1, [1.0 if c.right else OF_WRONG for c in cases], share)
    spread = np.append(x[:, :-1].std(axis=0) + 1e-6, 1.0)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = (x / spread) @ w
        value = float((weight * (np.logaddexp(0, z) - y * z)).sum() / weight.sum() + PENALTY * (w[:-1] @ w[:-1]))
        slope = (x / spread).T @ (weight * (1 / (1 + np.exp(-z)) - y)) / weight.sum()
        return value, slope + 2 * PENALTY * np.append(w[:-1], 0)

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / spread, dtype=np.float64)


def _facts(cases: Sequence[Trial]) -> NDArray[np.float64]:
    return np.array([(*c.facts, 1.0) for c in cases], dtype=np.float64)


def chances(cases: Sequence[Trial], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """How sure it is of each case that its subject is there, 0..1."""
    return np.asarray(1 / (1 + np.exp(-(_facts(cases) @ weights))), dtype=np.float64)


def cross_validated(cases: Sequence[Trial], absent: float) -> NDArray[np.float64]:
    """The chance of each case by weights that have seen no case of its group."""
    groups = sorted({c.group for c in cases})
    fold_of = {group: number % FOLDS for number, group in enumerate(groups)}
    out = np.zeros(len(cases))
    for fold in range(min(FOLDS, len(groups))):
        held = [n for n, c in enumerate(cases) if fold_of[c.group] == fold]
        rest = [c for c in cases if fold_of[c.group] != fold]
        out[held] = chances([cases[n] for n in held], learned(rest, absent))
    return out


def shares(cases: Sequence[Trial], sure: NDArray[np.float64], least: float) -> tuple[float, float, float]:
    """At a threshold: of present subjects those answered, those answered rightly; of absent ones those refused."""
    there = [(s >= least, c.right) for c, s in zip(cases, sure, strict=True) if c.present]
    refused = [s < least for c, s in zip(cases, sure, strict=True) if not c.present]
    answered = float(np.mean([a for a, _ in there])) if there else 0.0
    rightly = float(np.mean([a and r for a, r in there])) if there else 0.0
    return answered, rightly, float(np.mean(refused)) if refused else 0.0


def report(cases: Sequence[Trial], sure: NDArray[np.float64], absent: float) -> str:
    """The shares for every threshold; ``served`` are the answered rightly and the refused, weighed."""
    lines = ["least  answered  rightly  refused  served"]
    for least in GRID:
        answered, rightly, refused = shares(cases, sure, least)
        served = (1 - absent) * rightly + absent * refused
        lines.append(f"{least:5.2f}  {answered:8.3f}  {rightly:7.3f}  {refused:7.3f}  {served:.3f}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("cases", type=Path, nargs="+")
    parser.add_argument("--absent", type=float, default=0.2, help="share of questions about absent things (0..1)")
    parser.add_argument("--held-out", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    with Store.open(given.data, create=False) as store:
        searcher = Searcher.open(store)
        found, apart = (trials(store, searcher, paths) for paths in (given.cases, given.held_out))
    weights = learned(found, given.absent)
    print(f"{len(found)} cases, {sum(c.present for c in found)} of them present; each group judged unseen:")
    print(report(found, cross_validated(found, given.absent), given.absent))
    print("learned:", {n: round(float(w), 3) for n, w in zip((*WEIGHTS, "bias"), weights, strict=True)})
    shipped = np.array([*WEIGHTS.values(), BIAS])
    print(
        "shipped, at {:.2f}: answered {:.3f}, rightly {:.3f}, refused {:.3f}".format(
            ACCEPT, *shares(found, chances(found, shipped), ACCEPT)
        )
    )
    if apart:
        print(f"{len(apart)} held out, shipped weights:\n" + report(apart, chances(apart, shipped), given.absent))


if __name__ == "__main__":
    main()
