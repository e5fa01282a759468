"""Kills the writer at chosen instants and looks at what is left: ``python tests/bench/kill_bench.py [--kills N]``.

A writer stores, replaces and removes plans and brings the index up after each; it is killed (SIGKILL) when it has made
its n-th call, of Python or C, so that the same seed always kills at the same instants: before and after each statement
of SQLite, each write, each renaming. The limits of the index are set so low that every part of it is built. After each
kill, and before anything is repaired:

- the store holds exactly one of the states that the writer goes through, and none that is older than what it reported;
- the index, if there is one, opens as it is and answers from one such state;

and after the index has been brought up: each measure of the store is found by its words and by its vector, nothing
else is found, no vector and no row of another plan is left. Exit 1 when one of it does not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from corpus.filters import Filters
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.store import Store, content_hash
from index import sync, vectors
from index.ledger import Ledger
from index.search import Searcher
from index.terms import term_of

DIMENSION = 32
VERBS = ["ремонт", "огляд", "фарбування", "придбання", "перевірка", "заміна", "облаштування", "закриття"]
THINGS = ["мосту", "притулку", "стадіону", "архіву", "криниці", "парку", "котельні", "пристані", "бібліотеки", "вулиці"]


class SpelledEncoder:
    """Vectors of the letters of a text: cheap, and equal texts have equal vectors."""

    name, dimension = "spelled", DIMENSION

    def queries(self, texts: Sequence[str]) -> Any:
        rows = [np.random.default_rng(zlib.crc32(t.encode())).normal(size=DIMENSION) for t in texts]
        out = np.array(rows, dtype=np.float32)
        return out / np.linalg.norm(out, axis=1, keepdims=True)

    def passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> Any:
        return self.queries(texts)


def a_plan(name: str, edition: int, size: int) -> PlanDocument:
    """A plan whose measures are told apart by a word of their own."""
    measures = tuple(
        Measure(
            f"{name}-{edition}-{n}",
            name,
            n,
            f"{VERBS[n % len(VERBS)]} {THINGS[(n + edition) % len(THINGS)]} {name}{edition}номер{n}",
            items=(Item(responsible=(Responsible("Громада", "Громада"),)),),
        )
        for n in range(size)
    )
    return PlanDocument(Plan(name, name, f"План {name}"), measures)


def a_plan_read() -> None:
    """Load the dictionaries that analysis needs."""
    for word in (*VERBS, *THINGS, "громада", "план"):
        term_of(word)


# what the writer does: (plan, edition or None to remove it, measures)
STEPS = (("а", 1, 5), ("б", 1, 4), ("в", 1, 6), ("б", 2, 5), ("а", None, 0), ("г", 1, 7), ("в", 2, 3), ("г", None, 0))
State = frozenset[str]  # ids of measures


def states() -> list[State]:
    """What the store holds before the first step and after each."""
    plans: dict[str, State] = {}
    out: list[State] = [frozenset()]
    for name, edition, size in STEPS:
        plans.pop(name, None)
        if edition is not None:
            plans[name] = frozenset(m.id for m in a_plan(name, edition, size).measures)
        out.append(frozenset().union(*plans.values()))
    return out


def write(folder: Path, report: Callable[[int], None], small: bool) -> None:
    """All steps, each stored and indexed; ``report`` is told the number of those that are stored."""
    sync._REWRITTEN_UP_TO = 50_000 if small else 0  # both ways of taking words out
    with Store.open(folder) as store:
        searcher = Searcher.open(store, encoder=SpelledEncoder())
        for number, (name, edition, size) in enumerate(STEPS, 1):
            if edition is None:
                store.remove(name)
            else:
                document = a_plan(name, edition, size)
                store.replace(document, content_hash(document))
            report(number)
            searcher.sync()


def counted(folder: Path, last: int | None, report: Callable[[int], None], small: bool) -> int:
    """Write, counting calls; die at the one of number ``last``. Returns how many there were."""
    calls = 0

    def see(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(see)
    try:
        write(folder, report, small)
    finally:
        sys.setprofile(None)
    return calls


def killed(folder: Path, last: int | None, small: bool) -> tuple[int, int, bool]:
    """Run a writer in a process of its own: (steps it reported as stored, calls it made, whether it was killed)."""
    a_plan_read()  # what is loaded once is loaded before the calls are counted
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            calls = counted(folder, last, lambda number: os.write(writing, bytes([number])) and None, small)
            os.write(writing, b"\0" + calls.to_bytes(8, "big"))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    told, _, calls = said.partition(b"\0")
    return (max(told, default=0), int.from_bytes(calls, "big"), os.WIFSIGNALED(status))


def faults(folder: Path, stored: int) -> list[str]:
    """What does not hold in a folder after the writer has been killed when ``stored`` steps had been stored."""
    legal = states()
    out = []
    with Store.open(folder) as store:
        ids = frozenset(m.measure.id for m in store.measures())
        if ids not in legal[stored : stored + 2]:
            out.append(f"the store holds {sorted(ids)} after step {stored}")
        searcher = Searcher.open(store, encoder=SpelledEncoder())
        kept = list((folder / "index").glob("*/ledger.sqlite"))
        for path in kept:
            held = _held(path)
            if held not in legal[: stored + 2]:
                out.append(f"the index as left holds {sorted(held)}")
            searcher.search("ремонт мосту")  # opens and answers as it is
        searcher.sync()
        out += _wrong(store, searcher, ids)
        return out


def _held(ledger: Path) -> State:
    opened = Ledger(ledger)
    try:
        rows = opened.rows_with_slots().rows
        return frozenset(record.measure_id for record in opened.records(rows.tolist()))
    finally:
        opened.close()


def _wrong(store: Store, searcher: Searcher, ids: State) -> list[str]:
    """What is not found, and what is found beyond the store, once the index has been brought up."""
    out = []
    snapshot = searcher.snapshot
    rows = {m.row: m.measure for m in store.measures()}
    for row, measure in rows.items():
        own = measure.measure.split()[-1]
        by_words = snapshot.words.search({}, {own: 1.0, own[: own.index("номер")]: 1.0}, {}, 5)
        passage = searcher.encoder.passages([measure.measure])[0]
        by_vector = snapshot.vectors.search(passage, 1)
        first = searcher.search(measure.measure, Filters(plan=(measure.plan_id,))).hits[:1]
        if [hit.row for hit in first] != [row] or [r for r, _ in by_vector] != [row]:
            out.append(f"{measure.id} is not found")
        if {r for r, _ in by_words} - rows.keys():
            out.append(f"words of other rows are found for {measure.id}")
    if snapshot.words.count != len(ids) or len(snapshot.vectors) != len(ids):
        out.append(f"{snapshot.words.count} texts and {len(snapshot.vectors)} vectors for {len(ids)} measures")
    files = (store.folder / "index").glob("*/vectors.f16")
    left = sum(int(np.fromfile(f, dtype=np.float16).reshape(-1, DIMENSION).any(axis=1).sum()) for f in files)
    if left != len(ids):
        out.append(f"{left} vectors on the disk for {len(ids)} measures")
    return out


def checked(folder: Path, stored: int) -> list[str]:
    """``faults`` in a process of its own, so that nothing of one look is left for the next."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            found = faults(folder, stored)
        except BaseException as error:
            found = [f"{type(error).__name__}: {error}"]
        os.write(writing, json.dumps(found).encode()[:60_000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    found_out: list[str] = json.loads(said) if said else ["the look at it broke off"]
    return found_out


def run(kills: int, seed: int, work: Path) -> dict[str, Any]:
    """Kill so many writers and report."""
    chance = random.Random(seed)
    begun = time.perf_counter()
    totals = {}
    for small in (True, False):
        shutil.rmtree(work / "whole", ignore_errors=True)
        _, totals[small], _ = killed(work / "whole", None, small)
    wrong, after_step = [], [0] * (len(STEPS) + 1)
    for number in range(kills):
        folder, small = work / str(number), number % 2 == 0
        # every part of the run has its share of the kills
        last = int(totals[small] * (number + chance.random()) / kills) + 1
        stored, _, dead = killed(folder, last, small)
        after_step[stored] += dead
        wrong += [
            f"killed at call {last} ({'new' if small else 'same'} word index): {f}" for f in checked(folder, stored)
        ]
        shutil.rmtree(folder, ignore_errors=True)
    seconds = round(time.perf_counter() - begun, 1)
    return {
        "kills": sum(after_step),
        "after_step": after_step,
        "calls": list(totals.values()),
        "faults": wrong,
        "s": seconds,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    vectors.FLAT_LIMIT = 6  # above it an inverted file and columns are built
    with tempfile.TemporaryDirectory() as work:
        report = run(options.kills, options.seed, Path(work))
    print(json.dumps(report, ensure_ascii=False, indent=1))
    sys.exit(bool(report["faults"]) or not report["kills"])


if __name__ == "__main__":
    main()
