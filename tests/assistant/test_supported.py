"""Over the real documents: does every sentence of every answer rest on the rows that it cites?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.check import Complaint, unsupported
from assistant.compose import SHOWN_ANSWERS, SHOWN_LIST
from corpus.ingest import ingest
from corpus.store import Store
from index.search import Searcher

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def questions(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("real") / "data") as store:
        list(ingest([shared / "plans"], store))
        yield store


@pytest.fixture(scope="module")
def answers(real: Store, questions: list[dict[str, Any]]) -> dict[str, list[Answer]]:
    """The answers to all questions, and to every third in English."""
    searcher = Searcher.open(real)
    searcher.sync()
    made = {lang: Assistant(real, searcher, lang=lang) for lang in ("uk", "en")}
    asked = {"uk": questions, "en": questions[::3]}
    return {lang: [one.ask(q["question"], q["history"]) for q in asked[lang]] for lang, one in made.items()}


def counts(answer: Answer) -> set[int]:
    """The numbers that follow from the cited rows: of all, of those not shown, of each plan and region."""
    number = len(answer.rows)
    groups = Counter(r.plan_id for r in answer.rows) + Counter(r.region or "" for r in answer.rows)
    return {number, number - SHOWN_LIST, number - SHOWN_ANSWERS, *groups.values()}


def complaints(answer: Answer) -> list[Complaint]:
    return unsupported(answer.answer, answer.rows, [answer.understood], counts(answer))


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_every_answer_is_supported(answers: dict[str, list[Answer]], lang: str) -> None:
    told = [a for a in answers[lang] if a.citations and a.intent != "overview"]
    assert len(told) > len(answers[lang]) / 2
    assert [(a.answer, found) for a in told if (found := complaints(a))] == []


def test_every_citation_is_a_row(answers: dict[str, list[Answer]], real: Store) -> None:
    for answer in answers["uk"]:
        for citation in answer.citations:
            stored = real.by_id(citation.measure_id)
            assert stored is not None
            assert stored.measure.plan_id == citation.plan_id
            assert all(0 <= item < len(stored.measure.items) for item in citation.items)
        assert not (answer.abstained and answer.citations)


def test_the_check_finds_what_is_put_into_an_answer(answers: dict[str, list[Answer]]) -> None:
    told = [a for a in answers["uk"] if a.citations and "Відповідальні: " in a.answer]
    assert told
    for answer in told:
        for lie in ("Відповідальні: Палата мір; ", "Строк: 7 липня 1871 року. Відповідальні: "):
            text = answer.answer.replace("Відповідальні: ", lie, 1)
            assert unsupported(text, answer.rows, [answer.understood], counts(answer))
