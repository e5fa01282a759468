"""The bundled encoder: the same vectors as the reference library, built once, without torch."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from index.bundled import ADAPTATION, BundledEncoder, _multiplies_bytes, read_adaptation
from index.bundled_export import export_sentence_transformer
from index.encoder import load_encoder
from index.sentence_encoder import SentenceEncoder

TEXTS = (
    "Заміна ліхтарів на світлодіодні",
    "Здоров’я мешканців, 112 — єдиний номер; «ґанок» № 7",
    "street lights OR вуличне освітлення",
    "Довгий текст про ремонт їдальні ліцею. " * 40,
    "",
)


def _cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one * other).sum(axis=1)


@pytest.mark.parametrize("adapted", [False, True])
def test_equals_sentence_transformers(adapted: bool, cache: Path, tmp_path: Path) -> None:
    delta = read_adaptation(ADAPTATION) if adapted else None
    reference = SentenceEncoder.load(str(export_sentence_transformer(tmp_path / "model", delta)))
    queries, passages = reference.queries(TEXTS[:3]), reference.passages(TEXTS)
    for quantised, least in ((True, 0.998), (False, 0.99999)):
        ours = BundledEncoder.load(cache, adapted=adapted, quantised=quantised)
        assert _cosines(ours.queries(TEXTS[:3]), queries).min() >= least
        if quantised or adapted:  # the long one takes its time
            assert _cosines(ours.passages(TEXTS), passages).min() >= least


@pytest.mark.parametrize(
    ("description", "multiplies"),
    [
        ("flags\t\t: fpu avx avx2 avx512f avx512_vnni", True),
        ("flags\t\t: fpu avx avx2 avx_vnni", True),
        ("flags\t\t: fpu avx avx2 fma", False),
        ("Features\t: fp asimd asimddp", True),
        ("Features\t: fp asimd", False),
        ("machine: something else", True),
        (None, True),
    ],
)
def test_graph_fits_the_processor(description: str | None, multiplies: bool, tmp_path: Path) -> None:
    if description is not None:
        (tmp_path / "cpuinfo").write_text(description)
    assert _multiplies_bytes.__wrapped__(tmp_path / "cpuinfo") == multiplies


def test_adaptation_changes_vectors_and_name(cache: Path, encoder: BundledEncoder) -> None:
    base = load_encoder("bundled-base", cache)
    assert base.name != encoder.name
    assert _cosines(base.queries(TEXTS[:2]), encoder.queries(TEXTS[:2])).max() < 0.999


def test_vectors_do_not_depend_on_the_batch(encoder: BundledEncoder) -> None:
    together = encoder.passages(TEXTS)
    alone = np.concatenate([encoder.passages([text]) for text in TEXTS])
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert _cosines(together, alone).min() > 0.9999


def test_progress_reaches_the_end(encoder: BundledEncoder) -> None:
    seen: list[tuple[int, int]] = []
    encoder.passages(TEXTS, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(TEXTS), len(TEXTS))
    assert encoder.passages([]).shape == (0, 384)


def _first_vector(folder: str) -> list[float]:
    return [float(x) for x in BundledEncoder.load(Path(folder), threads=1).queries(["112"])[0]]


def test_processes_may_race_to_build(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        vectors = list(pool.map(_first_vector, [str(tmp_path)] * 3))
    assert vectors[0] == vectors[1] == vectors[2]
    assert len(list(tmp_path.glob("*.onnx"))) == 1
    assert not list(tmp_path.glob("*.part"))


def test_searching_imports_neither_torch_nor_onnx(cache: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.search import Searcher; from index.encoder import load_encoder;"
        f"load_encoder('bundled', Path({str(cache)!r})).queries(['112']);"
        "from corpus.analysis import analyser; analyser();"
        "sys.exit(any(name in sys.modules for name in ('torch', 'onnx', 'sentence_transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0
