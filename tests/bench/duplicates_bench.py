"""Repetitions at scale, and beside other tools: time, memory and quality.

    python tests/bench/duplicates_bench.py scale DATA --size 100000
    python tests/bench/duplicates_bench.py prepare DATA JUDGED.jsonl PAIRS.npz GOLD.jsonl...
    python tests/bench/duplicates_bench.py rivals PAIRS.npz

``scale`` grows a store from the measures of DATA (vectors at no cost: embedding is measured elsewhere) and looks for
repetitions in it. ``prepare`` writes texts, vectors, judged pairs and what the program itself says of them; ``rivals``
needs numpy and whichever of rapidfuzz and semhash are there, so that it can run in an environment of its own.
Nothing here is part of the test run, and nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
LIMITS = {"cosine": np.linspace(0.8, 1, 81), "share": np.linspace(0.3, 1, 71)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_subparsers(dest="what", required=True)
    for name, arguments in (("scale", ("data",)), ("prepare", ("data", "judged", "out")), ("rivals", ("pairs",))):
        command = what.add_parser(name)
        for argument in arguments:
            command.add_argument(argument, type=Path)
    what.choices["scale"].add_argument("--size", type=int, default=100_000)
    what.choices["prepare"].add_argument("gold", type=Path, nargs="+")
    given = parser.parse_args()
    if given.what == "scale":
        scale(given.data, given.size)
    elif given.what == "prepare":
        prepare(given.data, given.judged, given.gold, given.out)
    else:
        rivals(given.pairs)


def scale(data: Path, size: int) -> None:
    """Time and peak memory of all repetitions among ``size`` grown measures."""
    from tqdm import tqdm

    from corpus.store import Store
    from index.duplicates import find_duplicates
    from index.encoder import BUNDLED, load_encoder
    from tests.bench.grown_corpus import GrownEncoder, grow, seeds_of

    seeds = seeds_of(data)
    encoder = GrownEncoder(load_encoder(BUNDLED, Path("~/.cache/zakhid").expanduser()), seeds)
    with tempfile.TemporaryDirectory() as folder:
        grow(seeds, size, Path(folder))
        before = _peak()
        with Store.open(Path(folder)) as store, tqdm(total=1, file=sys.stderr) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            begun = time.perf_counter()
            found = find_duplicates(store, encoder, progress=progress)
            seconds = time.perf_counter() - begun
    print(f"{size} measures: {seconds:.0f} s, peak {_peak():.0f} MB ({before:.0f} MB before)")
    print(f"{found.compared} pairs compared, {len(found.pairs)} reported")


def prepare(data: Path, judged: Path, gold: list[Path], out: Path) -> None:
    """What rivals are measured on, and what zakhid says of it."""
    from corpus.store import Store
    from index.duplicates import find_duplicates
    from index.encoder import BUNDLED, load_encoder
    from index.text_vectors import text_vectors

    encoder = load_encoder(BUNDLED, Path("~/.cache/zakhid").expanduser())
    with Store.open(data, create=False) as store:
        measures = [stored.measure for stored in store.measures()]
        find_duplicates(store, encoder)  # now all vectors are kept
        begun = time.perf_counter()
        found = find_duplicates(store, encoder)
        seconds = time.perf_counter() - begun
        vectors = text_vectors(store.folder, encoder, [measure.measure for measure in measures])
    place = {measure.id: n for n, measure in enumerate(measures)}
    pairs = dict(judged_pairs(judged, gold, measures))
    said = [sorted((place[pair.a], place[pair.b])) for pair in found.pairs]
    np.savez(
        out,
        texts=np.array([measure.measure for measure in measures]),
        vectors=vectors,
        judged=np.array(list(pairs)),
        grades=np.array(list(pairs.values())),
        said=np.array(said),
        seconds=seconds,
    )


def judged_pairs(judged: Path, gold: list[Path], measures: Sequence[Any]) -> Iterator[tuple[tuple[int, int], int]]:
    """Pairs of places (lower first) with their grades; pairs that were not read are left out."""
    from tools.fit_duplicates import places_of

    rows = [json.loads(line) for path in gold for line in path.read_text("utf-8").splitlines()]
    of_gold = places_of(rows, measures)
    for line in map(json.loads, judged.read_text("utf-8").splitlines()):
        if line["a"] in of_gold and line["b"] in of_gold:
            a, b = sorted((of_gold[line["a"]], of_gold[line["b"]]))
            yield (a, b), line["grade"]


def rivals(path: Path) -> None:
    """One line a tool: F1 at the limit that suits it best on these very pairs, pairs reported there, and time."""
    data = np.load(path)
    texts, vectors = data["texts"].tolist(), data["vectors"]
    _line("zakhid", [(0.0, data["said"], float(data["seconds"]))], data)
    begun = time.perf_counter()
    cosines = vectors @ vectors.T
    _line("cosine of the vectors", _cut(cosines, LIMITS["cosine"], time.perf_counter() - begun), data)
    for name, run in (("rapidfuzz cdist", _rapidfuzz), ("SemHash", _semhash)):
        try:
            for what, results in run(texts, vectors):
                _line(f"{name}, {what}", results, data)
        except ImportError as missing:
            print(f"{name}: {missing}")


def _rapidfuzz(texts: list[str], vectors: Any) -> Iterable[tuple[str, Iterable[tuple[float, Any, float]]]]:
    from rapidfuzz import fuzz, utils
    from rapidfuzz.process import cdist

    for scorer in (fuzz.ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio):
        begun = time.perf_counter()
        shares = cdist(texts, texts, scorer=scorer, processor=utils.default_process, workers=-1) / 100
        yield scorer.__name__, _cut(shares, LIMITS["share"], time.perf_counter() - begun)


def _semhash(texts: list[str], vectors: Any) -> Iterable[tuple[str, Iterable[tuple[float, Any, float]]]]:
    from semhash import SemHash

    warnings.simplefilter("ignore", DeprecationWarning)  # its newer attribute names one partner of several

    class Known:
        """SemHash with this program's vectors: its own model would be fetched from the network."""

        def encode(self, inputs: list[str], **_: Any) -> Any:
            where = {text: n for n, text in enumerate(texts)}
            return np.array([vectors[where[text]] for text in inputs])

    places: dict[str, list[int]] = {}
    for n, text in enumerate(texts):
        places.setdefault(text, []).append(n)

    def results() -> Iterable[tuple[float, Any, float]]:
        for limit in np.linspace(0.8, 0.98, 19):
            begun = time.perf_counter()
            found = SemHash.from_records(records=texts, model=Known()).self_deduplicate(threshold=float(limit))
            pairs = {
                tuple(sorted((i, j)))
                for one in found.filtered
                for other, _ in one.duplicates
                for i in places[one.record]
                for j in places[other]
                if i != j
            }
            pairs |= {(i, j) for same in places.values() for i in same for j in same if i < j}
            yield float(limit), np.array(sorted(pairs)).reshape(-1, 2), time.perf_counter() - begun

    yield "the same vectors", results()


def _cut(scores: Any, limits: Any, seconds: float) -> Iterable[tuple[float, Any, float]]:
    upper = np.triu(np.ones(scores.shape, dtype=bool), 1)
    return ((float(limit), np.argwhere((scores >= limit) & upper), seconds) for limit in limits)


def _line(name: str, results: Iterable[tuple[float, Any, float]], data: Any) -> None:
    best = max(results, key=lambda result: _figures(result[1], data)[0])
    f1, precision, recall = _figures(best[1], data)
    print(
        f"{name:34} F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}  "
        f"limit {best[0]:.2f}  pairs {len(best[1])}  {best[2]:.2f} s"
    )


def _figures(pairs: Any, data: Any) -> tuple[float, float, float]:
    said = {tuple(pair) for pair in pairs.tolist()}
    hits = wrong = 0
    for pair, grade in zip(data["judged"].tolist(), data["grades"].tolist(), strict=True):
        if tuple(pair) in said:
            hits, wrong = hits + (grade >= 2), wrong + (grade < 2)
    true = int((data["grades"] >= 2).sum())
    return 2 * hits / max(1, hits + wrong + true), hits / max(1, hits + wrong), hits / max(1, true)


def _peak() -> float:
    """Peak resident memory of this process in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
