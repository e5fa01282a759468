"""The index beside a brute-force oracle and four other engines, at growing sizes: ``make bench-index``.

``python tests/bench/index_bench.py DATA [--sizes N...] [--work DIR] [--engines-python PYTHON]``. DATA is a data folder
that has been ingested; from its measures the others are grown (``grown_corpus.py`` says how). Measured, each in a
process of its own: the whole of zakhid (writing, opening, searching with words, vectors, ranking and encoding), and for
all engines alike vector search over the same vectors with region and year beside them.

The other engines are no dependency. They are taken from an environment of their own, which may borrow this one's
packages; what cannot be imported, or takes longer than --limit seconds, is left out and said so::

    python -m venv /tmp/benchenv
    echo "$PWD/.venv/lib/python3.11/site-packages" > /tmp/benchenv/lib/python3.11/site-packages/zakhid.pth
    /tmp/benchenv/bin/pip install chromadb lancedb qdrant-client txtai
    make bench-index DATA=zakhid-data ENGINES=/tmp/benchenv/bin/python

Figures are appended to WORK/figures.jsonl; ``index_tables.py`` makes docs/benchmarks.md and .svg of them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from engines import ENGINES, WANTED  # noqa: E402 - the path is set above

ASKED = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", nargs="+", type=int, default=[3_000, 100_000, 1_000_000])
    parser.add_argument("--work", type=Path, default=Path("/tmp/zakhid-bench"))
    parser.add_argument("--cache", type=Path, default=Path("~/.cache/zakhid").expanduser())
    parser.add_argument("--engines-python", type=Path, default=Path(sys.executable))
    parser.add_argument("--engines", nargs="*", default=list(ENGINES))
    parser.add_argument("--limit", type=int, default=600, help="seconds that one engine may take to load")
    parser.add_argument("--no-whole", action="store_true", help="vector search only")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    with (options.work / "figures.jsonl").open("a", encoding="utf-8") as file:
        for size in options.sizes:
            for figures in measured(size, options):
                line = json.dumps({"size": size, "load_average": os.getloadavg()[0]} | figures, ensure_ascii=False)
                print(line, file=file, flush=True)
                print(line, flush=True)


def measured(size: int, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """The figures of one size, one dictionary a process."""
    if not options.no_whole:
        whole = [sys.executable, HERE / "whole_search.py", options.data, options.work / f"whole-{size}", size]
        for what in ("load", "ask", "add"):
            yield {"engine": "zakhid, whole search", "step": what} | run([*whole, what, options.cache], 3600)
    inputs = options.work / f"inputs-{size}"
    if not (inputs / "truth.json").exists():
        prepared(size, options.data, options.cache, inputs)
    for name in options.engines:
        folder = options.work / f"engine-{size}-{name.split()[0]}"
        shutil.rmtree(folder, ignore_errors=True)
        command = [options.engines_python, HERE / "engines.py", name, inputs, folder]
        loaded = run([*command, "load"], options.limit)
        yield {"engine": name, "step": "load", "disk_mb": disk(folder)} | loaded
        if "failed" not in loaded:
            yield {"engine": name, "step": "ask"} | run([*command, "ask"], options.limit)
        shutil.rmtree(folder, ignore_errors=True)


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


def prepared(size: int, data: Path, cache: Path, folder: Path) -> None:
    """Write vectors, facts, queries and the exact answers that every engine is held against."""
    from grown_corpus import REGIONS, GrownEncoder, seeds_of

    from index.bundled import BundledEncoder

    folder.mkdir(parents=True, exist_ok=True)
    seeds = seeds_of(data)
    encoder = GrownEncoder(BundledEncoder.load(cache), seeds)
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
