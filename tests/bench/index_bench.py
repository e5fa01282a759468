"""The index beside a brute-force oracle and four other engines, at growing sizes: ``make bench-index``.

``python tests/bench/index_bench.py DATA [--sizes N...] [--steps load ask ...] [--work DIR] [--engines-python PYTHON]``.
DATA is a data folder that has been ingested; from its measures the others are grown (``grown_corpus.py`` says how).
Measured, each in a process of its own: the whole of zakhid (writing, opening, searching with words, vectors, ranking
and encoding, adding a plan, answering), and for all engines alike vector search over the same vectors with region and
year beside them; embedding apart, beside sentence-transformers.

The other engines are no dependency. They are taken from an environment of their own, which may borrow this one's
packages; what cannot be imported, or takes longer than --limit seconds, is left out and said so::

    python -m venv /tmp/benchenv
    echo "$PWD/.venv/lib/python3.11/site-packages" > /tmp/benchenv/lib/python3.11/site-packages/zakhid.pth
    /tmp/benchenv/bin/pip install chromadb lancedb qdrant-client txtai
    make bench-index DATA=zakhid-data ENGINES=/tmp/benchenv/bin/python

Indexes are kept in WORK and taken up again (``--fresh`` builds them anew), so ``--steps ask add answer embed`` measures
only latencies, in a few minutes: run it while the machine does nothing else. Figures are kept in WORK/figures.json, the
newest of each kind; ``index_tables.py`` makes docs/benchmarks.md and docs/benchmarks.svg of them.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from engines import ENGINES, WANTED  # noqa: E402 - the path is set above

ASKED = 100
STEPS = ("load", "ask", "recall", "add", "answer", "embed")
WHOLE = "zakhid, whole"
Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", nargs="+", type=int, default=[3_000, 100_000, 1_000_000])
    parser.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    parser.add_argument("--work", type=Path, default=Path("/tmp/zakhid-bench"))
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/zakhid").expanduser())
    parser.add_argument("--engines-python", type=Path, default=Path(sys.executable))
    parser.add_argument("--engines", nargs="*", default=[WHOLE, *ENGINES])
    parser.add_argument("--limit", type=int, default=900, help="seconds that one engine may take to load")
    parser.add_argument("--fresh", action="store_true", help="build anew what is there")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if "embed" in options.steps:
        keep(
            options.work, "embedding", 0, "embed", run([sys.executable, HERE / "embedding_bench.py", options.data], 600)
        )
    for size in options.sizes:
        for name in options.engines:
            measure(name, size, options)


def measure(name: str, size: int, options: argparse.Namespace) -> None:
    """Take the steps that are asked for with one engine, each in a process of its own, and keep their figures."""
    folder = options.work / f"{'whole' if name == WHOLE else name.split()[0]}-{size}"
    if name == WHOLE:
        command = [sys.executable, HERE / "whole_search.py", options.data, folder, size, options.cache]
    else:
        command = [options.engines_python, HERE / "engines.py", name, prepared(size, options), folder]
    for step in STEPS if name == WHOLE else STEPS[:2]:
        if step not in options.steps or step == "embed" or (step == "load" and folder.exists() and not options.fresh):
            continue
        if step == "load":
            shutil.rmtree(folder, ignore_errors=True)
        elif not folder.exists():
            continue  # it did not finish loading
        figures = run([*command, step], 7200 if name == WHOLE else options.limit)
        if step == "load" and "failed" in figures:
            shutil.rmtree(folder, ignore_errors=True)
        keep(options.work, name, size, step, ({"disk_mb": disk(folder)} if step == "load" else {}) | figures)


def keep(work: Path, name: str, size: int, step: str, figures: Figures) -> None:
    """Put figures among those that are kept, in place of former ones of the same kind, and print them."""
    file = work / "figures.json"
    now = {"at": time.strftime("%Y-%m-%d %H:%M"), "load_average": round(os.getloadavg()[0], 1)}
    with (work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        kept[f"{size} | {name} | {step}"] = now | figures
        file.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(size, name, step, json.dumps(now | figures, ensure_ascii=False), flush=True)


def run(command: list[Any], limit: int) -> dict[str, Any]:
    """What a process prints as JSON on its last line; why not, when it fails."""
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return {"failed": f"not finished after {limit} s"}
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1][:200]}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def prepared(size: int, options: argparse.Namespace) -> Path:
    """The folder of vectors, facts, queries and exact answers that every engine is held against, made if need be."""
    folder: Path = options.work / f"inputs-{size}"
    if not (folder / "truth.json").exists():
        prepare(size, options.data, options.cache, folder)
    return folder


def prepare(size: int, data: Path, cache: Path, folder: Path) -> None:
    """Write what ``prepared`` promises."""
    from grown_corpus import REGIONS, GrownEncoder, seeds_of

    from index.bundled import BundledEncoder

    folder.mkdir(parents=True, exist_ok=True)
    encoder = GrownEncoder(BundledEncoder.load(cache), seeds_of(data))
    chance = np.random.default_rng(size)
    vectors = np.memmap(folder / "vectors.f32", dtype=np.float32, mode="w+", shape=(size, encoder.dimension))
    for start in range(0, size, 20_000):
        part = [f"{start} {n}" for n in range(min(20_000, size - start))]
        vectors[start : start + len(part)] = encoder.passages(part)
    # rounded to 16 bits for all: that is how vectors are kept, and equal neighbours must be equal for everyone
    for start in range(0, size, 20_000):
        vectors[start : start + 20_000] = vectors[start : start + 20_000].astype(np.float16)
    region, year = chance.integers(len(REGIONS), size=size), chance.integers(2018, 2028, size=size)
    queries = encoder.passages([f"question {n}" for n in range(ASKED)])
    np.savez(folder / "facts.npz", region=region, year=year, asked_region=3, asked_year=2021)
    np.save(folder / "queries.npy", queries)
    masks = {"all": np.ones(size, bool), "region": region == 3, "region_year": (region == 3) & (year == 2021)}
    truth = {kind: exact(vectors, queries, np.flatnonzero(mask)) for kind, mask in masks.items()}
    (folder / "truth.json").write_text(json.dumps(truth))


def exact(vectors: Any, queries: Any, places: Any) -> list[list[int]]:
    """The oracle: every vector of these places compared with every query."""
    scores = np.concatenate([vectors[places[n : n + 50_000]] @ queries.T for n in range(0, len(places), 50_000)])
    return [places[np.argsort(-column, kind="stable")[:WANTED]].tolist() for column in scores.T]


def disk(folder: Path) -> int:
    """Megabytes that a folder takes."""
    return sum(f.stat().st_blocks * 512 for f in folder.rglob("*") if f.is_file()) // 2**20


if __name__ == "__main__":
    main()
