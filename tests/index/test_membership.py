"""Which of the ranked rows belong to a topic in other words than theirs: facts, chances, the rows chosen."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from index.evidence import FEATURES, Match
from index.explanation import Why
from index.ledger import Record
from index.membership import FACTS, MOST, belonging, chances_of, facts_of
from index.query import Question
from index.search import Hit, Searcher

NOTHING = Question("", "", ())


def ranked(scores: list[float]) -> list[Hit]:
    """Hits of these scores of the ranker, best first; the meaning is as near as they rank."""
    out = []
    for row, score in enumerate(scores):
        evidence = np.zeros(len(FEATURES), dtype=np.float32)
        evidence[FEATURES.index("cosine")] = score
        why = Why(NOTHING, cast(Record, None), cast(Match, None), evidence, score)
        out.append(Hit(row, str(row), "plan", float(1 / (1 + np.exp(-score))), why))
    return out


def facts(
    scores: list[float], held: list[float], tasks: dict[int, tuple[int, ...]], alike: list[float]
) -> dict[str, list[float]]:
    """The facts by name; ``alike``: how near in meaning each hit is to the first."""
    vectors = np.array([(one, (1 - one**2) ** 0.5) for one in alike], dtype=np.float32)
    found = facts_of(ranked(scores), np.array(held, dtype=np.float32), tasks, vectors)
    assert found.shape == (len(scores), len(FACTS))
    assert np.isfinite(found).all()
    return {name: [round(value, 3) for value in found[:, place].tolist()] for place, name in enumerate(FACTS)}


def test_facts_of_each_hit() -> None:
    found = facts([2.0, 1.0, -1.0, -2.0], [0.5, 0.5, 0.0, 0.25], {0: (0, 2), 2: (0, 2), 3: (3, 8, 9)}, [1, 0.6, 0.8, 0])
    assert found["held_gap"] == [0, 0, 0.5, 0.25]
    assert found["rank_gap"] == [0, -1, -3, -4]
    assert found["cosine_gap"] == [0, -1, -3, -4]
    assert found["task_gap"] == [-1.5, -1, -1.5, -4]  # the mean of the task's rows that were found
    assert found["task_at_head"] == [1, 0, 1, 0.333]
    assert found["task_of_first"] == [1, 0, 1, 0]
    assert found["likeness"] == [1, 0.6, 0.8, 0]
    assert len(set(found["likeliest"])) == 1
    assert found["rank"] == sorted(found["rank"])


# scores of the ranker, rows of a task, how near in meaning to the first, rows that belong
BELONG: list[tuple[list[float], list[tuple[int, ...]], list[float], list[int]]] = [
    # rows of one task that rank at the head together
    ([1.0, 0.5, 0.2, -3.0], [(0, 1, 2)], [1, 0.8, 0.75, 0.3], [0, 1, 2]),
    # a lone row behind a gap
    ([1.0, -2.5, -2.6, -2.7], [], [1, 0.4, 0.35, 0.3], [0]),
    # of rows that rank alike, those of the task at the head
    ([1.0, -2.2, -2.2, -2.3], [(0, 2)], [1, 0.4, 0.4, 0.3], [0, 2]),
    # all are near and none is sure
    ([-3.0, -3.0, -3.1], [(0, 1, 2)], [1, 0.9, 0.9], [0, 1, 2]),
]


@pytest.mark.parametrize(("scores", "tasks", "alike", "expected"), BELONG)
def test_what_ranks_together_belongs(
    scores: list[float], tasks: list[tuple[int, ...]], alike: list[float], expected: list[int]
) -> None:
    of_row = {row: task for task in tasks for row in task}
    vectors = np.array([(one, (1 - one**2) ** 0.5) for one in alike], dtype=np.float32)
    found = facts_of(ranked(scores), np.zeros(len(scores), dtype=np.float32), of_row, vectors)
    chances = chances_of(found)
    assert ((chances > 0) & (chances < 1)).all()
    assert belonging(chances) == expected, chances.round(2)


CHANCES = [
    ([0.9, 0.41, 0.39], [0, 1]),
    ([0.2, 0.1, 0.13], [0, 2]),  # where the surest is not sure, a share of its chance
    ([0.5, 0.31], [0, 1]),
    ([], []),
]


@pytest.mark.parametrize(("chances", "expected"), CHANCES)
def test_places_that_belong(chances: list[float], expected: list[int]) -> None:
    assert belonging(np.array(chances)) == expected


def test_a_topic_in_other_words_takes_in_its_task(searcher: Searcher) -> None:
    topic = searcher.topic("рятування людей у біді")
    assert topic.said < 0.95
    assert {hit.measure_id for hit in topic.likely} == {"richkova.docx-3", "richkova.docx-4"}
    own = searcher.topic("навчання диспетчерів")
    assert own.said == pytest.approx(1)
    assert [hit.measure_id for hit in own.about] == ["richkova.docx-4"]


def test_chances_are_those_of_the_first_hits(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    question = searcher.read("здоров'я громади")
    hits = searcher.search("здоров'я громади").hits
    assert searcher.membership(question, hits).shape == (len(hits), len(FACTS))
    assert len(hits) <= MOST
    assert len(searcher.chances(question, hits)) == len(hits)
    assert searcher.chances(question, ()) == searcher.chances(searcher.read(""), hits) == []
    monkeypatch.setattr("index.search.MOST", 2)
    assert len(searcher.chances(question, hits)) == 2
