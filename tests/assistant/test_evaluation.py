"""Scoring within the product: labelled questions over fictional plans, and two runs beside each other."""

from __future__ import annotations

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.evaluation import Labels, compared, evaluated, judge, read_lines
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


@pytest.mark.shared
def test_judgements_are_those_of_the_scoring_program(shared: Path) -> None:
    """Made-up answers (nothing, a refusal, all that is expected, a wrong row first) are judged alike by both."""
    spec = spec_from_file_location("score", shared / "eval" / "score.py")
    assert spec and spec.loader
    score = module_from_spec(spec)
    spec.loader.exec_module(score)
    gold = read_lines(shared / "gold" / "zaporizhzhia.jsonl")
    stored = [line | {"items": [_as_exported(item) for item in line["items"]]} for line in gold]
    asked = [q for q in read_lines(shared / "eval" / "questions.jsonl") if _concerns(q, {g["id"] for g in gold})]
    by_id = {g["id"]: g for g in gold}, {m["id"]: m for m in stored}
    labels = Labels(*by_id, {m["id"]: m["id"] for m in stored}, {})
    assert len(asked) > 20
    for number in range(4):
        answers = {q["id"]: _made_up(q, number, stored) for q in asked}
        _, misses = score.qa_scores(stored, list(answers.values()), asked, gold, {})
        expected = {miss["id"]: miss["why"] for miss in misses}
        ours = {q["id"]: list(v.why) for q in asked if not (v := judge(q, answers[q["id"]], labels)).correct}
        assert ours == expected


def _as_exported(item: dict[str, Any]) -> dict[str, Any]:
    names = [one if isinstance(one, str) else one["text"] for one in item["responsible"]]
    return item | {"responsible": [{"text": name, "body": name, "consent": False} for name in names]}


def _concerns(question: dict[str, Any], ids: set[str]) -> bool:
    measures = question["expect"].get("measures") or []
    return bool(question["expect"].get("abstain")) or bool(measures and set(measures) <= ids)


def _made_up(question: dict[str, Any], number: int, stored: list[dict[str, Any]]) -> dict[str, Any]:
    expect = question["expect"]
    cited = [*(expect.get("primary") or []), *(expect.get("measures") or [])]
    if number == 3:
        cited = [stored[0]["id"], *cited]
    cited = [] if number < 2 else list(dict.fromkeys(cited))
    said = [
        *(expect.get("responsible") or []),
        *(expect.get("deadlines") or []),
        expect.get("value"),
        expect.get("count"),
    ]
    return {
        "id": question["id"],
        "answer": "" if number < 2 else "\n".join(str(one) for one in said if one is not None),
        "abstained": number == 1,
        "intent": "who",
        "filters": {},
        "count": expect.get("count") if number == 2 else None,
        "citations": [{"measure_id": i, "plan_id": "p", "items": [0], "fields": []} for i in cited],
        "ranking": cited,
        "nearest": [],
        "latency_ms": 1.0,
    }
