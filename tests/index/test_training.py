"""How the encoder's adaptation is learned: what stands together in a batch, what counts as right, the questions shipped."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import torch

from tools import train_encoder
from tools.pairs import read

QUESTIONS = Path(train_encoder.__file__).with_name("everyday_questions.jsonl.gz")


def rows(plans: int, each: int) -> list[dict[str, Any]]:
    return [{"plan": f"p{p}", "measure": f"Фарбування мосту {p}.{k % (each - 1)}", "queries": ["міст"]}
            for p in range(plans) for k in range(each)]  # fmt: skip


def test_every_measure_once_and_no_twin_beside_another() -> None:
    given = rows(plans=6, each=20)  # each plan has one text twice
    batches = list(train_encoder.batches(given, random.Random(0)))
    counts = Counter(place for batch in batches for place in batch)
    assert set(counts.values()) == {1}
    assert len(counts) >= len(given) - 1  # one that is left alone has nothing to be told from
    for batch in batches:
        texts = [train_encoder.passage(given[place]) for place in batch]
        assert len(set(texts)) == len(texts) <= train_encoder.BATCH


def test_neighbours_of_one_plan_stand_together() -> None:
    given = rows(plans=12, each=20)
    first = next(iter(train_encoder.batches(given, random.Random(0))))
    plans = Counter(given[place]["plan"] for place in first)
    assert plans.most_common(1)[0][1] >= train_encoder.BATCH // 2 - 1  # of chance it would be three


def test_what_is_right_costs_nothing() -> None:
    own = torch.tensor([0, 0, 1])
    right = torch.tensor([[30.0, 0.0], [30.0, 0.0], [0.0, 30.0]])
    assert train_encoder.contrast(right, own).item() < 1e-6
    assert train_encoder.contrast(right.flip(1), own).item() > 10


def test_a_query_of_another_measure_that_fits_better_costs() -> None:
    own = torch.tensor([0, 1])
    assert train_encoder.contrast(torch.tensor([[9.0, 0.0], [20.0, 30.0]]), own).item() > 2


def test_texts_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def lengths(_: object, ids: list[list[int]]) -> torch.Tensor:
        return torch.tensor([[float(len(one))] for one in ids])

    monkeypatch.setattr(train_encoder, "embed", lengths)
    texts = [[0] * n for n in (7, 1, 90, 3, 3, 40, 2, 8, 9, 11, 5)]
    found = train_encoder.embed_by_length(None, texts)  # type: ignore[arg-type]
    assert found[:, 0].tolist() == [len(text) for text in texts]


def test_the_questions_shipped() -> None:
    lines = read(QUESTIONS)
    assert len(lines) > 2000
    assert all(len(set(line["queries"])) == 5 and line["measure"] and line["plan"] for line in lines)
    assert len({line["measure"] for line in lines}) == len(lines)
