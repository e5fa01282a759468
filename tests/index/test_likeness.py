"""The judgement of pairs held against judged pairs of real plans (vectors left out: they weigh little)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.model import Measure, Plan
from index.duplicates import MIN_SCORE, subjects_of
from index.likeness import FACTORS, SIGNS, Comparison, Likeness, Subject
from index.nearness import Near, Nearness, background, task_places
from index.slot_likeness import kind_likeness, likeness_of_names, step_likeness

MEDIUM = Near(0.5, 1.5)  # nearness that says nothing


@pytest.fixture(scope="module")
def judged(shared: Path) -> list[tuple[int, Likeness]]:
    """Grades of the judged pairs with their likeness."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((shared / "gold").glob("*.jsonl")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            rows.setdefault(row["source_file"], []).append(row)
    measures = [
        Measure(r["id"], plan, n, r["measure"], section=r.get("section"), task=r.get("task"))
        for plan, its_rows in rows.items()
        for n, r in enumerate(its_rows)
    ]
    subjects = subjects_of(measures, {plan: Plan(plan, plan, plan) for plan in rows})
    by_id: dict[str, Subject] = dict(zip((m.id for m in measures), subjects, strict=True))
    comparison = Comparison(Counter(word for s in subjects for word in s.slots.words), len(subjects))
    pairs = map(json.loads, (shared / "eval" / "duplicates.jsonl").read_text("utf-8").splitlines())
    return [(p["grade"], comparison.compare(by_id[p["a"]], by_id[p["b"]], MEDIUM)) for p in pairs]


@pytest.mark.shared
def test_every_same_pair_is_found(judged: list[tuple[int, Likeness]]) -> None:
    assert [likeness.reasons for grade, likeness in judged if grade == 3 and likeness.score < MIN_SCORE] == []


@pytest.mark.shared
def test_no_related_pair_is_called_the_same(judged: list[tuple[int, Likeness]]) -> None:
    assert [likeness.reasons for grade, likeness in judged if grade == 1 and likeness.identical] == []


@pytest.mark.shared
def test_duplicates_are_told_from_hard_negatives(judged: list[tuple[int, Likeness]]) -> None:
    said = [(grade >= 2, likeness.score >= MIN_SCORE) for grade, likeness in judged]
    hits = sum(true and found for true, found in said)
    assert 2 * hits / (sum(true for true, _ in said) + sum(found for _, found in said)) >= 0.66


# one object in one context, whose names and texts are near, and one step with one kind of document
ALIKE = {"head": 1.0, "near": 2.0, "tasks": 2.0, "detail": 3.0}


@pytest.mark.parametrize(
    ("other", "least", "most"),
    [
        ({}, 0.9, 1.0),
        ({"object": -3.5, "head": 0.0, "near": -3.0}, 0.0, 0.05),  # another matter, though the same is done
        ({"step": -1.6, "kind": -1.2}, 0.0, 0.1),  # another deed, though the matter is one
        ({"swapped": 4.0}, 0.0, 0.2),
        ({"unnamed": 1.0, "head": 0.0, "near": 0.0, "object": -3.0}, 0.0, 0.05),
    ],
)
def test_neither_factor_makes_up_for_the_other(other: dict[str, float], least: float, most: float) -> None:
    signs = {**dict.fromkeys(SIGNS, 0.0), **ALIKE, **other}
    assert least <= Likeness(tuple(signs.values()), False, (), (0, 0)).probability <= most


def test_every_sign_is_weighed() -> None:
    assert {sign for own in FACTORS.values() for sign in own} == set(SIGNS)


@pytest.mark.parametrize(
    ("mine", "yours", "expected"),
    [
        ({"міські сади"}, {"міські сади"}, 1.0),
        ({"державний фонд розвитку млинів"}, {"фонд розвитку млинів"}, 0.8),
        ({"міські сади"}, {"сільські млини"}, 0.0),
        ({"затвердження порядку обліку дерев"}, {"затвердження порядку прокату човнів"}, 0.0),
        (set(), {"міські сади"}, 0.0),
    ],
)
def test_names_are_alike_by_their_words(mine: set[str], yours: set[str], expected: float) -> None:
    assert likeness_of_names(mine, yours) == pytest.approx(expected)


STEPS = [
    ("Розроблення порядку обліку дерев", "Затвердити порядок обліку дерев", 0.8, 1.0),
    ("Розроблення порядку обліку дерев", "Розробити порядок обліку дерев", 1.0, 1.0),
    ("Навчання садівників", "Придбання садових ножиць", 0.2, 1.0),
    ("Запровадження прокату човнів", "Пілотне запровадження прокату човнів", 0.3, 1.0),
    ("Затвердження стратегії садів", "Затвердження інструкції для садів", 1.0, 0.3),
    ("Затвердження стратегії садів", "Затвердження плану виконання стратегії садів", 1.0, 0.3),
    ("Прийняття постанови про сади", "Прийняття наказу про сади", 1.0, 0.3),
    ("Розроблення закону про сади", "Розроблення підзаконних актів до закону про сади", 1.0, 0.3),
    ("Із залученням громад дослідити ставки", "Дослідження ставків", 1.0, 1.0),
]


@pytest.mark.parametrize(("first", "second", "step", "kind"), STEPS)
def test_steps_and_kinds_of_documents(first: str, second: str, step: float, kind: float) -> None:
    measures = [Measure(str(n), "план", n, text) for n, text in enumerate((first, second))]
    a, b = (subject.slots.clauses[0] for subject in subjects_of(measures, {"план": Plan("план", "план", "План")}))
    assert (step_likeness(a, b), kind_likeness(a, b)) == (step, kind)


def unit(*rows: tuple[float, ...]) -> np.ndarray:
    found = np.array(rows, dtype=np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


def test_texts_are_near_against_their_surroundings_and_tasks_against_any() -> None:
    texts = unit((1, 0, 0), (1, 0.1, 0), (0, 1, 0.2), (0, 0.2, 1))
    tasks, task_of = task_places(["Сади", "Сади", "Мости", ""])
    assert (tasks, task_of.tolist()) == (["Сади", "Мости"], [0, 0, 1, -1])
    sparse = Nearness(texts, np.zeros(4, np.float32), unit((1, 0), (0, 1)), task_of)
    crowded = Nearness(texts, np.ones(4, np.float32), unit((1, 0), (0, 1)), task_of)
    assert sparse.between(0, 1).texts > crowded.between(0, 1).texts > crowded.between(0, 2).texts
    assert sparse.between(0, 1).tasks > sparse.between(0, 2).tasks
    assert sparse.between(0, 3).tasks == 0.0


def test_background_of_too_few_vectors_is_given() -> None:
    assert background(np.zeros((0, 3), np.float32)) == background(unit((1, 0)))


NUMBERS = [
    ("Ремонт ліцею № 3", {"3"}),
    ("Виконання Директиви 2008/98/ЄС", {"2008/98"}),
    ("Програма обліку дерев на 2022-2025 роки", {"2022-2025"}),
    ("Посадити 300 лип", set()),
    ("Полагодити 5-10% мостів за 20 млн грн", set()),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_numbers_that_say_which_are_told_from_those_that_say_how_much(text: str, expected: set[str]) -> None:
    (subject,) = subjects_of([Measure("1", "план", 0, text)], {"план": Plan("план", "план", "План")})
    assert subject.slots.identifiers == expected
