"""Scoring within the product: labelled questions over fictional plans, and two runs beside each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.evaluation import compared, evaluated
from assistant.judging import says_body, says_deadline, says_value
from corpus.model import measure_json

R = "poltava_2031.docx"


@pytest.fixture
def labelled(assistant: Assistant, tmp_path: Path) -> tuple[Path, Path]:
    plans = {p.plan.id: p.plan for p in assistant.store.plans()}
    gold = tmp_path / "gold.jsonl"
    lines = []
    for stored in assistant.store.measures():
        line = measure_json(stored.measure, plans[stored.measure.plan_id]) | {"id": f"g-{stored.measure.id}"}
        for item in line["items"]:
            item["responsible"] = [r["text"] for r in item["responsible"]]
        lines.append(json.dumps(line, ensure_ascii=False))
    gold.write_text("\n".join(lines), encoding="utf-8")
    questions = tmp_path / "questions.jsonl"

    def question(number: int, kind: str, text: str, **expect: object) -> str:
        full = {
            "measures": [],
            "primary": [],
            "responsible": None,
            "deadlines": None,
            "value": None,
            "count": None,
            "abstain": False,
        } | expect
        return json.dumps(
            {
                "id": f"q{number}",
                "type": kind,
                "question": text,
                "history": [],
                "expect": full,
                "overlap": "high",
                "noise": None,
            }
        )

    tower = [f"g-{R}-2"]
    questions.write_text(
        "\n".join(
            [
                question(
                    1,
                    "who",
                    "хто купує вежу для виявлення пожеж",
                    measures=tower,
                    responsible=["Департамент лісів облдержадміністрації"],
                ),
                question(
                    2, "when", "до коли купити вежу для виявлення пожеж", measures=tower, deadlines=["Липень 2031 року"]
                ),
                question(
                    3,
                    "count",
                    "скільки заходів у плані 21.4",
                    measures=[f"g-cil_21.4.docx-{n}" for n in range(3)],
                    count=3,
                ),
                question(4, "abstain", "хто ремонтує космодром", abstain=True),
                question(
                    5, "who", "хто купує вежу для виявлення пожеж", measures=[f"g-{R}-0"], responsible=["Облрада"]
                ),
            ]
        ),
        encoding="utf-8",
    )
    return questions, gold


def test_scores_and_reasons(assistant: Assistant, labelled: tuple[Path, Path]) -> None:
    questions, gold = labelled
    seen: list[tuple[int, int]] = []
    scores = evaluated(questions, [gold], assistant, lambda done, total: seen.append((done, total)))
    result = scores.to_json()
    assert result["correct"] == {"q1": True, "q2": True, "q3": True, "q4": True, "q5": False}
    assert result["misses"][0]["why"] == ["first citation wrong", "body not named: Облрада"]
    assert result["tables"]["ALL"]["correct"] == 0.8
    assert result["tables"]["ABSTAIN"] == {"precision": 1.0, "recall": 1.0, "wrongly_refused": 0.0}
    assert seen[-1] == (5, 5)
    assert "type:who" in str(scores)


def test_gains_and_losses() -> None:
    why = [{"id": "b", "type": "who", "question": "хто б", "why": ["abstained"]}]
    before = {"correct": {"a": True, "b": False}, "misses": why}
    after = {"correct": {"a": False, "b": True}, "misses": [why[0] | {"id": "a", "question": "хто а"}]}
    assert compared(before, after).splitlines() == [
        "1 -> 1 of 2",
        "+ b        хто б  -- abstained",
        "- a        хто а  -- abstained",
    ]


def test_what_counts_as_said() -> None:
    assert says_body("Відповідає департамент річок, строк травень", "Департамент річок", {})
    assert not says_body("Відповідає рада при департаменті річок", "Департамент річок", {})
    assert says_body("Виконавець: ДР.", "Департамент річок", {"ДР": "Департамент річок"})
    assert says_deadline("Строк: 31.12.2031.", "IV квартал 2031 року")
    assert not says_deadline("Строк: 30.11.2031.", "Грудень 2031 року")
    assert says_value("встановлено на 40 відсотках", "40%", {})
