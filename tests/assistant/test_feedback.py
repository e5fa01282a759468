"""What people think of answers, kept beside the plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.feedback import Feedback, Opinion, feedback_in, give_feedback, opinion_in
from corpus.store import Store


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path) as store:
        yield store


def test_nothing_said_is_nothing(store: Store) -> None:
    assert feedback_in(store) == []
    assert opinion_in(store) == Opinion(0, 0, 0)


def test_words_are_counted_and_the_revision_stays(store: Store) -> None:
    before = store.revision
    give_feedback(store, Feedback("a", "down", "коли", "Невідомо.", True, history=("хто",)))
    give_feedback(store, Feedback("b", "down", "коли", "Торік.", False))
    give_feedback(store, Feedback("c", "up", "хто", "Рада.", False))
    assert opinion_in(store) == Opinion(1, 2, 1)
    assert feedback_in(store)[-1].history == ["хто"]
    assert store.revision == before


def test_one_person_has_one_word_on_an_answer(store: Store) -> None:
    give_feedback(store, Feedback("a", "down", "коли", "Торік.", False, person="Оля"))
    give_feedback(store, Feedback("a", "up", "коли", "Торік.", False, person="Іван"))
    give_feedback(store, Feedback("a", "up", "коли", "Торік.", False, person="Оля", comment="так"))
    assert [(one.person, one.thumb, one.comment) for one in feedback_in(store)] == [
        ("Оля", "up", "так"),
        ("Іван", "up", ""),
    ]
