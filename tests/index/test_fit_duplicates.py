"""The tool that learns the likeness of measures: a product of two factors, each weight on the side of its meaning."""

from __future__ import annotations

import numpy as np

from corpus.model import Measure
from index.likeness import FACTORS, SIGNS
from tools.fit_duplicates import WEIGHED, Pairs, fitted, places_of, scored


def made(object_: np.ndarray, step: np.ndarray, positive: np.ndarray) -> Pairs:
    """Pairs of which only the likeness of object and step is known."""
    signs = np.zeros((len(object_), len(SIGNS)))
    signs[:, SIGNS.index("object")], signs[:, SIGNS.index("step")] = object_, step
    number = len(object_)
    return Pairs([(0, 1)] * number, signs, positive, [frozenset("ab")] * number, np.ones(number), np.zeros(number, int))


def test_pairs_that_share_one_factor_alone_are_no_duplicates() -> None:
    object_, step = np.array([[0.0, 0.0], [0.0, -3.0], [-3.0, 0.0], [-3.0, -3.0]]).repeat(20, axis=0).T
    known = made(object_, step, (object_ == 0) & (step == 0))
    found = scored(known.signs, fitted(known, made(object_[:0], step[:0], known.positive[:0])))
    assert found[known.positive].min() > 0.9 and found[~known.positive].max() < 0.1


def test_no_weight_turns_against_its_meaning() -> None:
    """Whatever the pairs say: here those are called duplicates that share nothing."""
    object_, step = np.array([[0.0, 0.0], [-3.0, -3.0]]).repeat(20, axis=0).T
    known = made(object_, step, object_ < 0)
    weights = dict(zip(WEIGHED, fitted(known, made(object_[:0], step[:0], known.positive[:0])), strict=True))
    assert weights["matter", "object"] == 0 == weights["deed", "step"]
    assert weights["deed", "swapped"] <= -1.5
    assert set(weights) == {(factor, sign) for factor, own in FACTORS.items() for sign in (*own, "bias")}


def test_rows_written_by_hand_are_found_among_the_measures() -> None:
    texts = [("Посадити липи", "Сади"), ("Посадити липи", "Парки"), ("Полагодити міст", "Мости")]
    measures = [Measure(str(n), "план_12.4.docx", n, text, task=task) for n, (text, task) in enumerate(texts)]
    rows = [
        {"id": "bridge", "source_file": "план_12.4", "measure": "Полагодити міст.", "task": "Мости"},
        {"id": "parks", "source_file": "план_12.4", "measure": "посадити липи", "task": "парки"},
        {"id": "gardens", "source_file": "план_12.4", "measure": "Посадити липи", "task": None},
        {"id": "elsewhere", "source_file": "інший.txt", "measure": "Посадити липи", "task": "Сади"},
    ]
    assert places_of(rows, measures) == {"bridge": 2, "parks": 1, "gardens": 0}
