"""Measures the acceptance threshold (``assistant.confidence.ACCEPT``) on questions that are and are not answerable.

    python tools/tune_refusal.py QUERIES.jsonl DATA [--every N] [--absent SHARE] [--unseen-gold GOLD...]

DATA is a data folder that holds the measures under the ids of QUERIES. Each query is searched twice: over all plans,
where it should be answered, and with its own plan hidden, where nothing answers it and it should be refused (but for
what another plan also says: the refused share cannot reach 1). A threshold is good where many are served: answered
rightly, or refused, where ``--absent`` of all questions are about absent things (the best threshold moves much with
that share: it is an assumption about people, not a finding). The choice is cross-validated: for each plan the
threshold is taken from all other plans' queries, and the figures of the left-out queries are added up. ``--unseen-
gold`` keeps to the queries of those labelled files, as the encoder's adaptation has seen some plans.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.confidence import ACCEPT
from corpus.filters import Filters
from corpus.store import Store
from corpus.text import fold
from index.search import Searcher

GRID = np.round(np.arange(0.02, 0.92, 0.02), 2)


@dataclass(frozen=True)
class Trial:
    """A query's best probability with its plan there and with it hidden (0..1); whether the first row was right."""

    plan: str
    shown: float
    hidden: float
    right: bool


def trials(searcher: Searcher, store: Store, lines: Sequence[dict[str, Any]]) -> Iterator[Trial]:
    """Every query searched with and without its plan; a row with the same text as the wanted one is right too."""
    measures = {m.measure.id: m.measure for m in store.measures()}
    plans = [p.plan.id for p in store.plans()]
    for number, line in enumerate(lines):
        wanted = measures.get(line["id"])
        if wanted is None:
            continue
        others = Filters(plan=tuple(p for p in plans if p != wanted.plan_id))
        for query in line["queries"]:
            shown = searcher.search(query, limit=1).hits
            hidden = searcher.search(query, others, limit=1).hits
            first = measures[shown[0].measure_id].measure if shown else ""
            scores = [hits[0].score if hits else 0.0 for hits in (shown, hidden)]
            yield Trial(wanted.plan_id, *scores, fold(first) == fold(wanted.measure))
        if number % 100 == 0:
            print(f"{number}/{len(lines)}", file=sys.stderr, flush=True)


def shares(found: Sequence[Trial], least: float) -> tuple[float, float, float]:
    """At a threshold: queries answered while their plan is there, those answered rightly, those refused without it."""
    answered = [t.shown >= least for t in found]
    rightly = [t.shown >= least and t.right for t in found]
    refused = [t.hidden < least for t in found]
    return float(np.mean(answered)), float(np.mean(rightly)), float(np.mean(refused))


def served(found: Sequence[Trial], absent: float) -> NDArray[np.float64]:
    """For each threshold of GRID, the share of questions served when ``absent`` of them have no answer."""
    return np.array([(1 - absent) * right + absent * refused for _, right, refused in (shares(found, t) for t in GRID)])


def cross_validated(found: Sequence[Trial], absent: float) -> tuple[list[float], tuple[float, float, float]]:
    """The thresholds chosen with each plan left out, and the shares over the left-out queries, weighed by number."""
    chosen, parts, sizes = [], [], []
    for plan in sorted({t.plan for t in found}):
        rest, held = [t for t in found if t.plan != plan], [t for t in found if t.plan == plan]
        if not rest:
            continue
        chosen.append(float(GRID[int(served(rest, absent).argmax())]))
        parts.append(shares(held, chosen[-1]))
        sizes.append(len(held))
    if not parts:
        return [], (0.0, 0.0, 0.0)
    answered, rightly, refused = np.average(parts, axis=0, weights=sizes)
    return chosen, (float(answered), float(rightly), float(refused))


def report(found: Sequence[Trial], absent: float) -> str:
    """The curve, the cross-validated choice, and the value in use."""
    lines = ["least  answered  rightly  refused  served"]
    for least, share in zip(GRID, served(found, absent), strict=True):
        answered, rightly, refused = shares(found, least)
        lines.append(f"{least:5.2f}  {answered:8.3f}  {rightly:7.3f}  {refused:7.3f}  {share:.3f}")
    chosen, held_out = cross_validated(found, absent)
    if chosen:
        lines.append(
            f"chosen without each plan: {min(chosen):.2f} to {max(chosen):.2f}, median {np.median(chosen):.2f}"
        )
        lines.append("on the plans left out: answered {:.3f}, rightly {:.3f}, refused {:.3f}".format(*held_out))
    lines.append(
        "in use, {:.2f}: answered {:.3f}, rightly {:.3f}, refused {:.3f}".format(ACCEPT, *shares(found, ACCEPT))
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("queries", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take one measure of so many")
    parser.add_argument("--absent", type=float, default=0.2, help="share of questions about absent things (0..1)")
    parser.add_argument("--unseen-gold", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    lines = [json.loads(line) for line in given.queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    unseen = {json.loads(line)["id"] for f in given.unseen_gold for line in f.read_text(encoding="utf-8").splitlines()}
    with Store.open(given.data, create=False) as store:
        searcher = Searcher.open(store)
        searcher.sync()
        known = {m.measure.id for m in store.measures()}
        kept = [line for line in lines if line["id"] in known and (not unseen or line["id"] in unseen)]
        found = list(trials(searcher, store, kept[:: given.every]))
    if not found:
        parser.error("none of the queries belongs to a measure of the data folder")
    print(f"{len(found)} queries of {len({t.plan for t in found})} plans")
    print(report(found, given.absent))


if __name__ == "__main__":
    main()
