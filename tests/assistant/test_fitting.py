"""What the tools learn from cases that can be told apart, and what they must not learn."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.contextual import WEIGHTS
from index.membership import FACTS
from tools import fit_dialogue, fit_topics


def follow_up(number: int, telling: str, sign: float) -> fit_dialogue.Case:
    """A question with five candidates, of which the one that has most (or least) of a fact answers."""
    facts = np.random.default_rng(number).normal(size=(5, len(WEIGHTS)))
    told = sign * facts[:, list(WEIGHTS).index(telling)]
    facts[told.argmax(), list(WEIGHTS).index(telling)] += sign
    return fit_dialogue.Case(str(number), facts, told == told.max(), number % fit_dialogue.FOLDS)


@pytest.mark.parametrize(("telling", "sign"), [("task", 1.0), ("held", 1.0), ("named", -1.0)])
def test_the_fact_that_tells_the_row_is_learned(telling: str, sign: float) -> None:
    known, other = ([follow_up(n, telling, sign) for n in range(first, first + 60)] for first in (0, 60))
    weights = fit_dialogue.learn(known)
    assert list(WEIGHTS)[int(np.abs(weights).argmax())] == telling
    assert np.sign(weights[list(WEIGHTS).index(telling)]) == sign
    assert fit_dialogue.first_right(other, weights) > 0.9


def test_more_of_the_new_words_never_speaks_against_a_row() -> None:
    weights = fit_dialogue.learn([follow_up(n, "held", -1.0) for n in range(60)])
    assert weights[list(WEIGHTS).index("held")] == 0
    assert all(weights[list(WEIGHTS).index(name)] >= 0 for name in fit_dialogue.AT_LEAST_NOTHING)


def test_a_question_without_an_answer_among_its_rows_teaches_nothing() -> None:
    known = [follow_up(n, "task", 1.0) for n in range(20)]
    lost = fit_dialogue.Case(
        "lost", np.random.default_rng(0).normal(size=(5, len(WEIGHTS))), np.zeros(5, dtype=bool), 0
    )
    assert np.allclose(fit_dialogue.learn([*known, lost]), fit_dialogue.learn(known))


def topic(number: int) -> fit_topics.Case:
    """A topic with eight rows, of which those of the task at the head are wanted."""
    wanted = 1 + number % 4
    facts = np.random.default_rng(number).normal(scale=0.1, size=(8, len(FACTS)))
    facts[:, FACTS.index("task_at_head")] += np.arange(8) < wanted
    ids = tuple(f"{number}-{row}" for row in range(8))
    return fit_topics.Case(facts, ids, frozenset(ids[:wanted]), frozenset(ids[:1]), 0.0, number % fit_topics.FOLDS)


def test_rows_of_a_topic_are_learned() -> None:
    weights, bias = fit_topics.learn([topic(n) for n in range(40)])
    assert FACTS[int(weights.argmax())] == "task_at_head"
    for case in (topic(n) for n in range(40, 60)):
        got = fit_topics.chosen(case, weights, bias)
        assert fit_topics.f1(got, case.wanted) == 1, (got, case.wanted)


def test_harmonic_mean_of_sets() -> None:
    wanted = frozenset("абв")
    found = [fit_topics.f1(set(got), wanted) for got in ("", "абв", "а", "абвгґд", "где")]
    assert found == pytest.approx([0, 1, 0.5, 2 / 3, 0])
