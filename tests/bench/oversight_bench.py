"""Oversight at scale: what the first and a repeated request for owners, deadlines and gaps cost.

    python tests/bench/oversight_bench.py DATA --size 100000

A store is grown from the measures of DATA; the routes of the API answer in this process, without a model and without
HTTP. Nothing here is part of the test run, and nothing is asserted.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
AGAIN = 3  # repeated requests


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--size", type=int, default=100_000)
    given = parser.parse_args()
    from corpus.store import Store
    from tests.bench.grown_corpus import grow, seeds_of

    with tempfile.TemporaryDirectory() as folder:
        grow(seeds_of(given.data), given.size, Path(folder))
        with Store.open(Path(folder)) as store:
            measure(store)


def measure(store: Any) -> None:
    """One line a request: seconds of the first, the median of those after it, and the memory held so far."""
    from api.engine import Engine
    from api.oversight import due, gaps, owners
    from api.settings import Settings

    class WithoutModel(Engine):
        def __post_init__(self) -> None:
            self.assistants = {}

    engine = WithoutModel(Settings(), store, None)  # type: ignore[arg-type]
    day, body, plan = date(2020, 6, 1), sorted(store.bodies(), key=lambda b: -b[3])[40][0], store.plans()[0].plan.id
    requests: dict[str, Callable[[], Any]] = {
        "owners, 100 without what they own": lambda: owners(engine, None, False, 100, 0),
        "owners, one body with all it owns": lambda: owners(engine, body, True, 1_000, 0),
        "due, 50 overdue": lambda: due(engine, day, 30, ["overdue"], [], [], [], 50, 0),
        "due, 1 000": lambda: due(engine, day, 30, [], [], [], [], 1_000, 0),
        "due, 50 of one body": lambda: due(engine, day, 30, [], [], [], [body], 50, 0),
        "gaps of a plan": lambda: gaps(plan, engine, 1_000, 0),
    }
    print(f"{store.count()} measures, {_peak()} MB before")
    for name, ask in requests.items():
        first, *others = times_of(ask)
        print(f"{name:36} {first:7.2f} s, then {sorted(others)[len(others) // 2] * 1000:5.0f} ms, peak {_peak()} MB")


def times_of(ask: Callable[[], Any]) -> list[float]:
    """Seconds of the first request and of those that repeat it, in their order."""
    times = []
    for _ in range(AGAIN + 1):
        begun = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begun)
    return times


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
