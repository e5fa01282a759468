"""What people asked, counted without their names."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from api import question_book
from api.question_book import Asked, QuestionBook


@pytest.fixture
def book(tmp_path: Path) -> Iterator[QuestionBook]:
    opened = QuestionBook(tmp_path)
    yield opened
    opened.close()


def test_one_question_however_it_is_spaced_and_written(book: QuestionBook) -> None:
    for text in ("Хто копає  став?", "хто копає став?", "Де міст?"):
        book.note(text, refused=text.startswith("Де"))
    assert book.asked() == Asked(3, 1)
    assert [(one.question, one.times, one.refused) for one in book.unanswered()] == [("Де міст?", 1, 1)]


def test_what_is_answered_by_now_is_no_longer_unanswered(book: QuestionBook) -> None:
    book.note("Де міст?", refused=True)
    book.note("Де міст?", refused=False)
    assert book.unanswered() == [] and book.asked() == Asked(2, 1)


def test_most_frequent_first_and_not_more_than_wanted(book: QuestionBook) -> None:
    for number, text in enumerate(("а", "б", "в")):
        for _ in range(number + 1):
            book.note(text, refused=True)
    assert [one.question for one in book.unanswered(2)] == ["в", "б"]


def test_old_and_too_many_questions_are_forgotten(book: QuestionBook, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [
        datetime(2026, 1, 1),
        datetime(2026, 6, 1),
        datetime(2026, 6, 2),
        datetime(2026, 6, 3),
        datetime(2026, 12, 1),
    ]
    monkeypatch.setattr(question_book, "KEPT_AT_MOST", 2)
    monkeypatch.setattr(question_book, "_TIDIED_EVERY", 1_000)
    for number, day in enumerate(days):
        monkeypatch.setattr(question_book, "now", lambda day=day: day)
        if number == len(days) - 1:
            monkeypatch.setattr(question_book, "KEPT_FOR", timedelta(days=182))
            monkeypatch.setattr(book, "_noted", 1_000)
        book.note(f"питання {number}", refused=True)
    assert {one.question for one in book.unanswered()} == {"питання 3", "питання 4"}


def test_many_ask_at_once(book: QuestionBook) -> None:
    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(lambda n: book.note(f"питання {n % 5}", refused=n % 2 == 0), range(200)))
    assert book.asked() == Asked(200, 100)


def test_answer_is_given_where_the_book_cannot_be_written(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    QuestionBook(tmp_path / "none").note("Де міст?", refused=True)
    assert "was not counted" in caplog.text and "міст" not in caplog.text
