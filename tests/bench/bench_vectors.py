"""Search among vectors at growing sizes, held against brute force: `python tests/bench/bench_vectors.py [SIZE...]`.

Vectors are those of the sample measures (or of ``--data``), grown by recombination: a weighted sum of two with noise,
made unit again. Embedding is not part of the figures. One line a size: seconds to build and to open, milliseconds a
search (median and 95th percentile) without and with a filter that leaves a tenth, recall@10 of both, and memory.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from index.vectors import FLAT_LIMIT, Approximate, VectorFile, VectorIndex

ASKED, WANTED, DIMENSION = 100, 10, 384


def base_vectors(data: Path | None) -> NDArray[np.float32]:
    """The vectors of a data folder's index, or of the sample plans' sentences."""
    if data is not None:
        path = next((data / "index").glob("*/vectors.f16"))
        kept = np.fromfile(path, dtype=np.float16).reshape(-1, DIMENSION).astype(np.float32)
        return kept[kept.any(axis=1)]
    from index.bundled import BundledEncoder

    texts = [line for path in Path("samples").glob("*.txt") for line in path.read_text("utf-8").splitlines() if line]
    return BundledEncoder.load(Path("~/.cache/zakhid").expanduser()).passages(texts)


def grown(base: NDArray[np.float32], size: int, random: np.random.Generator) -> NDArray[np.float32]:
    """``size`` unit vectors near those of the base."""
    out = np.empty((size, base.shape[1]), dtype=np.float32)
    for start in range(0, size, 50_000):
        count = min(50_000, size - start)
        one, other = base[random.integers(len(base), size=(2, count))]
        share = random.uniform(0.5, 1, size=(count, 1)).astype(np.float32)
        part = share * one + (1 - share) * other + random.normal(0, 0.015, one.shape).astype(np.float32)
        out[start : start + count] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return out


def timed(search: Callable[[NDArray[np.float32]], object], queries: NDArray[np.float32]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    spent = []
    for query in queries:
        started = time.perf_counter()
        search(query)
        spent.append(1000 * (time.perf_counter() - started))
    return float(np.percentile(spent, 50)), float(np.percentile(spent, 95))


def recall(
    index: VectorIndex, values: NDArray[np.float32], queries: NDArray[np.float32], allowed: NDArray[np.int64] | None
) -> float:
    """The share of the true ten nearest that the index finds."""
    rows = np.arange(len(values)) if allowed is None else allowed
    kept = values if allowed is None else values[allowed]
    found = 0
    for query in queries[:40]:
        best = rows[np.argpartition(-(kept @ query), WANTED)[:WANTED]]
        found += len(set(best.tolist()) & {row for row, _ in index.search(query, WANTED, allowed)})
    return found / (40 * WANTED)


def measure(base: NDArray[np.float32], size: int, folder: Path) -> str:
    """One line of figures."""
    random = np.random.default_rng(size)
    values = grown(base, size, random)
    queries = grown(base, ASKED, random)
    rows = np.arange(size, dtype=np.int64)
    file = VectorFile(folder / f"{size}.f16", base.shape[1])
    values.astype(np.float16).tofile(file.path)
    started = time.perf_counter()
    kept = folder / f"approximate-{size}"
    if size > FLAT_LIMIT:
        Approximate.build(kept, file, rows, rows)
    built = time.perf_counter() - started
    index = VectorIndex(file, rows, rows, kept)
    opened = time.perf_counter() - started - built
    allowed = np.sort(random.choice(rows, size // 10, replace=False))
    plain = timed(lambda query: index.search(query, WANTED), queries)
    under = timed(lambda query: index.search(query, WANTED, allowed), queries)
    quality = recall(index, values, queries, None), recall(index, values, queries, allowed)
    del values
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{size:>9} | built {built:6.1f} s, opened {opened:5.2f} s | {plain[0]:6.1f} / {plain[1]:6.1f} ms, "
        f"recall {quality[0]:.3f} | filtered {under[0]:6.1f} / {under[1]:6.1f} ms, recall {quality[1]:.3f} | "
        f"peak with the oracle's vectors {peak} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[3_000, 100_000, 1_000_000])
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    base = base_vectors(options.data)
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            print(measure(base, size, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
