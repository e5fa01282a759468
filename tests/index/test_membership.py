"""Which of the ranked rows belong to a topic, in own words and in others: facts, chances, the rows chosen."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from index.concepts import Concept
from index.evidence import FEATURES, Match
from index.explanation import Why
from index.fields import FIELDS
from index.holding import Held
from index.ledger import Record
from index.membership import FACTS, MOST, belonging, chances_of, facts_of
from index.query import Question
from index.search import Hit, Searcher

Held4 = list[tuple[str, str]]  # of each word of the subject: the field that holds it, and how


def subject(*weights: float) -> Question:
    """A question of so many words, as rare as this."""
    words = [f"слово{n}" for n in range(len(weights))]
    return Question("", "", tuple(Concept(w, frozenset((w,)), (w,), w, x) for w, x in zip(words, weights, strict=True)))


def match(held: Held4) -> Match:
    grid = np.zeros((len(FIELDS), len(held)), dtype=np.float32)
    for number, (field, kind) in enumerate(held):
        if kind:
            grid[FIELDS.index(field), number] = 1
    return Match(grid, tuple(kind for _, kind in held))


def ranked(scores: list[float], held: list[Held4], question: Question) -> list[Hit]:
    """Hits of these scores of the ranker, best first; the meaning is as near as they rank."""
    out = []
    for row, (score, its) in enumerate(zip(scores, held, strict=True)):
        evidence = np.zeros(len(FEATURES), dtype=np.float32)
        evidence[FEATURES.index("cosine")] = score
        why = Why(question, cast(Record, None), match(its), evidence, score)
        plan = "other" if row == 3 else "plan"
        out.append(Hit(row, str(row), plan, float(1 / (1 + np.exp(-score))), why))
    return out


def pointing(alike: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Unit vectors that are so near to the first."""
    return np.array([(one, (1 - one**2) ** 0.5) for one in alike], dtype=np.float32)


def facts(
    scores: list[float], held: list[Held4], tasks: dict[int, tuple[int, ...]], alike: list[float], asked: bool = True
) -> dict[str, list[float]]:
    """The facts by name, of a subject of two words, the first twice as rare as the other."""
    question = subject(4.0, 2.0)
    found = facts_of(question, ranked(scores, held, question), tasks, pointing(alike), asked)
    assert found.shape == (len(scores), len(FACTS))
    assert np.isfinite(found).all()
    return {name: [round(value, 3) for value in found[:, place].tolist()] for place, name in enumerate(FACTS)}


BOTH: Held4 = [("text", "word"), ("heading", "stem")]
FIRST: Held4 = [("heading", "word"), ("text", "")]
LENT: Held4 = [("text", "thesaurus"), ("text", "")]
NONE: Held4 = [("text", ""), ("text", "")]
IN_PLAN: Held4 = [("plan", "word"), ("bodies", "word")]


def test_facts_of_each_hit() -> None:
    tasks = {0: (0, 2), 2: (0, 2), 3: (3, 8, 9)}
    found = facts([2.0, 1.0, -1.0, -2.0], [BOTH, FIRST, LENT, NONE], tasks, [1, 0.6, 0.8, 0])
    # the rarer word says four fifths of the subject
    assert found["held"] == [0.99, 0.8, 0.72, 0]
    assert found["held_gap"] == [0, 0.19, 0.27, 0.99]
    assert found["said"] == [1, 0.8, 0, 0]  # what the thesaurus lends is not said
    assert found["said_gap"] == [0, 0.2, 1, 1]
    assert found["held_in_heading"] == [0.19, 0.8, 0, 0]
    assert found["held_in_text_gap"] == [0, 0.8, 0.08, 0.8]
    assert found["rank_gap"] == found["cosine_gap"] == [0, -1, -3, -4]
    assert found["drop"] == [1, 2, 1, 1]
    assert set(found["near"]) == {round(float(np.log1p(2)), 3)}  # the third is three below
    assert found["task_size"] == [round(float(np.log(n)), 3) for n in (2, 1, 2, 3)]
    assert found["alone"] == [0, 1, 0, 0]
    assert found["task_gap"] == [-1.5, -1, -1.5, -4]  # the mean of the task's rows that were found
    assert found["task_at_head"] == [1, 0, 1, 0.333]
    assert found["task_of_first"] == [1, 0, 1, 0]
    assert found["task_held"] == [0.855, 0.8, 0.855, 0]
    assert found["task_full"] == [0.5, 0, 0.5, 0]
    assert found["task_likeliest"][0] == found["task_likeliest"][2] == found["probability"][0]
    assert found["plan_of_first"] == [1, 1, 1, 0]
    assert found["likeness"] == [1, 0.6, 0.8, 0]
    assert found["likeness_to_head"][0] == pytest.approx((1 + 0.6 + 0.8) / 3, abs=0.001)
    assert len(set(found["likeliest"])) == 1
    assert found["rank"] == sorted(found["rank"])
    assert found["asked"] == [1] * 4
    assert facts([1.0], [BOTH], {}, [1], asked=False)["asked"] == [0]


def test_a_word_that_no_row_holds_says_nothing_of_the_rows() -> None:
    held = Held(subject(4.0, 2.0), [match(FIRST), match(LENT), match(IN_PLAN)])
    assert held.held.tolist() == pytest.approx([1, 0.9, 0])  # bodies and plan do not say what a measure is about
    assert held.said.tolist() == pytest.approx([0.8, 0, 0])  # but it was asked for
    assert not Held(subject(4.0), [match(NONE[:1])]).held.any()


# scores of the ranker, what each row holds, rows of a task, how near in meaning to the first, rows that belong
BELONG: list[tuple[list[float], list[Held4], list[tuple[int, ...]], list[float], list[int]]] = [
    # rows of one task that rank at the head together
    ([1.0, 0.5, 0.2, -3.0], [NONE] * 4, [(0, 1, 2)], [1, 0.9, 0.85, 0.3], [0, 1, 2]),
    # a lone row behind a gap
    ([3.0, -5.0, -5.5, -6.0], [BOTH, NONE, NONE, LENT], [], [1, 0.4, 0.35, 0.3], [0]),
    # of rows that rank alike, those that say the subject
    ([1.0, 0.9, 0.9, 0.8], [BOTH, BOTH, NONE, BOTH], [], [1, 0.9, 0.5, 0.9], [0, 1, 3]),
    # a row ahead that says no word of a subject which others say whole
    ([1.0, 0.9, 0.8], [NONE, BOTH, BOTH], [], [1, 0.9, 0.9], [1, 2]),
    # though not where its task says it
    ([1.0, 0.9, 0.8], [NONE, BOTH, BOTH], [(0, 1)], [1, 0.9, 0.9], [0, 1, 2]),
]


@pytest.mark.parametrize(("scores", "held", "tasks", "alike", "expected"), BELONG)
def test_what_belongs(
    scores: list[float],
    held: list[Held4],
    tasks: list[tuple[int, ...]],
    alike: list[float],
    expected: list[int],
) -> None:
    of_row = {row: task for task in tasks for row in task}
    question = subject(4.0, 2.0)
    chances = chances_of(facts_of(question, ranked(scores, held, question), of_row, pointing(alike)))
    assert ((chances >= 0) & (chances < 1)).all()
    assert belonging(chances) == expected, chances.round(2)


CHANCES = [
    ([0.9, 0.31, 0.29], [0, 1]),
    ([0.2, 0.1, 0.13], [0, 2]),  # where the surest is not sure, a share of its chance
    ([0.4, 0.25], [0, 1]),
    ([], []),
]


@pytest.mark.parametrize(("chances", "expected"), CHANCES)
def test_places_that_belong(chances: list[float], expected: list[int]) -> None:
    assert belonging(np.array(chances)) == expected


def test_a_topic_takes_in_its_task(searcher: Searcher) -> None:
    topic = searcher.topic("рятування людей у біді")
    assert {hit.measure_id for hit in topic.likely} == {"richkova.docx-3", "richkova.docx-4"}
    own = searcher.topic("навчання диспетчерів")
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
