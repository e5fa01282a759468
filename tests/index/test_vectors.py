"""Vector and word search held against slow, obvious oracles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.model import PlanDocument
from index import vectors as module
from index.fields import entry_of
from index.vectors import Approximate, VectorFile, VectorIndex, outgrown
from index.words import WordIndex


def _made(
    folder: Path, count: int = 3000, dimension: int = 32
) -> tuple[VectorFile, np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    centres = random.normal(size=(40, dimension))
    values = centres[random.integers(40, size=count)] + 0.6 * random.normal(size=(count, dimension))
    values = (values / np.linalg.norm(values, axis=1, keepdims=True)).astype(np.float32)
    rows = np.sort(random.choice(10 * count, count, replace=False)).astype(np.int64)
    slots = random.permutation(count).astype(np.int64)
    file = VectorFile(folder / "vectors.f16", dimension)
    file.write(slots.tolist(), values)
    return file, rows, slots, values


@pytest.mark.parametrize("flat_limit", [30_000, 1_000])
@pytest.mark.parametrize("share", [None, 0.02, 0.6])
def test_equals_brute_force(
    flat_limit: int, share: float | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FLAT_LIMIT", flat_limit)
    file, rows, slots, values = _made(tmp_path)
    kept = tmp_path / "approximate"
    if flat_limit < len(rows):  # some rows come after the inverted file is built, some that it holds are gone
        Approximate.build(kept, file, rows[:-100], slots[:-100])
        rows, slots, values = rows[50:], slots[50:], values[50:]
    index = VectorIndex(file, rows, slots, Approximate.open(kept) if kept.exists() else None)
    random = np.random.default_rng(2)
    allowed = None if share is None else np.sort(random.choice(rows, int(share * len(rows)), replace=False))
    same = total = 0
    for query in values[random.choice(len(values), 40)]:
        kept = np.ones(len(rows), bool) if allowed is None else np.isin(rows, allowed)
        scores = np.where(kept, values @ query, -2)
        best = set(rows[np.argsort(-scores)[:10]].tolist())
        got = index.search(query, 10, allowed)
        assert [s for _, s in got] == sorted((s for _, s in got), reverse=True)
        assert allowed is None or {row for row, _ in got} <= set(allowed.tolist())
        same += len(best & {row for row, _ in got})
        total += 10
    assert same / total >= (0.99 if flat_limit > 3000 else 0.98)


@pytest.mark.parametrize(
    ("taken", "added", "stale"), [(0, 0, False), (40, 0, False), (0, 40, False), (40, 40, True), (0, 80, True)]
)
def test_what_is_built_is_outgrown_when_many_rows_came_or_went(
    taken: int, added: int, stale: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FLAT_LIMIT", 500)
    held = np.arange(10, 1010, dtype=np.int64)
    rows = np.concatenate([held[taken:], np.arange(2000, 2000 + added)])

    class Rows:
        def count(self, beyond: int = 0) -> int:
            return int((rows > beyond).sum())

    assert outgrown(None, Rows()) is True  # nothing is built yet
    np.save(tmp_path / "rows.npy", held)
    assert outgrown(tmp_path, Rows()) is stale
    monkeypatch.setattr(module, "FLAT_LIMIT", 5000)
    assert outgrown(tmp_path / "none", Rows()) is False  # few need nothing built


def test_cosines_are_exact_and_missing_rows_say_so(tmp_path: Path) -> None:
    file, rows, slots, values = _made(tmp_path, 50)
    index = VectorIndex(file, rows, slots)
    got = index.cosines(values[0], np.array([rows[3], rows[7], 10**9]))
    assert np.allclose(got, [values[0] @ values[3], values[0] @ values[7], -1], atol=2e-3)


def test_erased_vectors_are_zeros(tmp_path: Path) -> None:
    file, _, slots, _ = _made(tmp_path, 20)
    file.erase([int(slots[4])])
    assert not file.mapped()[slots[4]].any()
    assert file.mapped()[slots[5]].any()


@pytest.mark.parametrize("narrow", [5_000, 0])
def test_words_under_a_filter_rank_as_without(
    narrow: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, document: Callable[[str], PlanDocument]
) -> None:
    monkeypatch.setattr("index.words._NARROW", narrow)
    plan = document("richkova.docx")
    words = WordIndex(tmp_path / "words")
    words.replace([], [entry_of(row, m, plan.plan) for row, m in enumerate(plan.measures, 1)])
    words.refresh()
    asked = ({"система": 1.0, "ліхтар": 1.0}, {}, {})
    everything = words.search(*asked, 10)
    assert everything[0][0] == 1
    assert words.search(*asked, 10, np.array([2, 4])) == [hit for hit in everything if hit[0] in (2, 4)]
    assert words.search(*asked, 10, np.array([], dtype=np.int64)) == []
