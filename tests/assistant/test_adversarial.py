"""Inputs that nobody should send: whatever is typed, the answer is sane, in its language, and rests on rows.

``adversarial.jsonl`` holds the cases: ``rows`` are those that must be cited (none: []), ``at_most`` those that may be,
``abstain`` and ``count`` as the contract says, ``never`` what must not be said, ``times`` how often the text is
repeated, ``names_condition``: the refusal says which condition failed.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.check import unsupported
from corpus.store import Store

CASES: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("adversarial.jsonl").read_text(encoding="utf-8").splitlines()
]
FAILED = ("Жоден рядок не відповідає", "No row satisfies", "За цими умовами", "Under these conditions", "Виконавця «")
LONGEST = 20_000  # characters of an answer: what is asked cannot make it grow


def ask(assistant: Assistant, case: dict[str, Any]) -> Answer:
    return assistant.ask(case["question"] * case.get("times", 1), case.get("history", ()))


def hidden(text: str) -> list[str]:
    return [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"]


def faults(answer: Answer, store: Store) -> list[object]:
    """What is wrong with an answer, whatever was asked."""
    number = len(answer.rows)
    out: list[object] = list(hidden(answer.answer + answer.understood))
    out += (
        [] if answer.answer.strip() and len(answer.answer) < LONGEST and len(answer.understood) < 1000 else ["length"]
    )
    out += ["cites and refuses"] if answer.abstained and answer.citations else []
    out += ["markup"] if "<script" in answer.answer or "onerror" in answer.answer else []
    for citation in answer.citations:
        stored = store.by_id(citation.measure_id)
        if stored is None or any(item >= len(stored.measure.items) for item in citation.items):
            out.append(citation)
    if answer.citations and answer.intent != "overview":
        out += unsupported(answer.answer, answer.rows, [answer.understood], {number, max(0, number - 10)})
    json.dumps(answer.to_json(), ensure_ascii=False).encode()
    return out


def ids(case: dict[str, Any]) -> str:
    return f"{case['kind']}-{case['question'][:40]!a}"


def test_there_are_three_hundred() -> None:
    assert len({(c["question"], *c.get("history", ())) for c in CASES}) >= 300


@pytest.mark.parametrize("case", CASES, ids=ids)
def test_a_sane_answer_or_refusal(assistant: Assistant, store: Store, case: dict[str, Any]) -> None:
    answer = ask(assistant, case)
    assert faults(answer, store) == []
    cited = {c.measure_id for c in answer.citations}
    if "rows" in case:
        assert cited == set(case["rows"]), answer.answer
    if "at_most" in case:
        assert cited <= set(case["at_most"]), answer.answer
    if "abstain" in case:
        assert answer.abstained is case["abstain"], answer.answer
    if "count" in case:
        assert answer.count == case["count"]
    if case.get("names_condition"):
        assert answer.answer.startswith(FAILED), answer.answer
    for phrase in case.get("never", ()):
        assert phrase not in answer.answer


@pytest.mark.parametrize("case", [c for c in CASES if c.get("rows") == []][::4], ids=ids)
def test_english_interface_speaks_english(
    build: Callable[[str], Assistant], store: Store, case: dict[str, Any]
) -> None:
    answer = ask(build("en"), case)
    assert faults(answer, store) == []
    first = next(c for c in answer.answer if c.isalnum())
    assert first.isascii(), answer.answer
