"""The whole way from a file to a plan: identities, remarks, the explanation, and the real documents' floors."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from corpus.model import measure_json
from corpus.reading import explain, read_plan

DUMP = """ЗАТВЕРДЖЕНО
Рішення виконкому Калинівської міської ради
12.01.2031 № 7

ПЛАН
заходів з озеленення міста на 2031 рік

№\tЗавдання\tЗахід\tПоказник\tВідповідальні\tСтрок
1.\tЗелені двори\tСтворення скверу\tСквер відкрито\tУправління екології (далі – Управління), Зеленбуд (за згодою)\tтравень

\t\tта облаштування доріжок\t\t\t
\t\tВисадка алеї\tАлею висаджено\t\tдо 1 жовтня
2.\tЧисті парки\tПосипання\tПостійно\tУправління\tпостійно
2.\tЧисті парки\tПосипання\tПостійно\tУправління\tпостійно
"""

FLOORS = {"f1": 0.995, "items": 0.98, "task": 0.98, "consent": 0.98, "deadline": 0.98, "responsible": 0.98}
DUMPS = {
    "kherson_legal_aid_2020_q2": dict.fromkeys(
        ("f1", "items", "section", "task_no", "task", "measure_no", "indicator", "value", "not_invented", "responsible",
         "consent", "deadline", "deadline_text", "plan"), 0.99),
    "zhytomyr_civil_society_2020": dict.fromkeys(
        ("f1", "items", "measure_no", "not_invented", "responsible", "consent", "deadline", "deadline_text", "plan"), 0.99),
    "zaporizhzhia_mvs_2019_2020": {
        "f1": 0.98, "items": 0.98, "section": 0.98, "subsection": 0.98, "task_no": 0.98, "task": 0.98, "indicator": 0.98,
        "responsible": 0.97, "deadline": 0.97, "plan": 1.0},
}  # fmt: skip


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "калинівка.txt"
    path.write_text(DUMP, encoding="utf-8")
    return path


def test_a_plan_from_a_file(dump: Path) -> None:
    document = read_plan(dump)
    assert (document.plan.id, document.plan.source_file) == ("калинівка.txt", "калинівка.txt")
    assert document.plan.abbreviations == (("Управління", "Управління екології"),)
    first, second, *_ = document.measures
    assert first.measure == "Створення скверу та облаштування доріжок"
    assert (first.task_no, first.task, first.locator.lines) == ("1", "Зелені двори", (9, 11))
    (item,) = first.items
    assert [(body.text, body.consent) for body in item.responsible] == [
        ("Управління екології", False),
        ("Зеленбуд", True),
    ]
    assert (item.deadline_from, item.deadline_to) == (date(2031, 5, 1), date(2031, 5, 31))
    assert second.items[0].responsible == item.responsible
    assert second.items[0].deadline_to == date(2031, 10, 1)
    assert any("вище" in said for said in second.warnings)


def test_ids_are_stable_and_differ_for_equal_rows(dump: Path) -> None:
    ids = [measure.id for measure in read_plan(dump).measures]
    assert ids == [measure.id for measure in read_plan(dump).measures]
    assert len(set(ids)) == len(ids) == 4


def test_short_and_full_name_of_a_body_are_one_body(dump: Path) -> None:
    document = read_plan(dump)
    assert document.measures[0].items[0].responsible[0].body == document.measures[2].items[0].responsible[0].body


def test_the_explanation_shows_every_step(dump: Path) -> None:
    said = explain(dump)
    for heading in (
        "[блоки]",
        "[таблиці]",
        "[колонки]",
        "[розриви сторінок]",
        "[заходи]",
        "[відомості про план]",
        "[сумніви]",
    ):
        assert heading in said
    assert "«Показник»: показник (за словами заголовка)" in said
    assert "«захід» продовжено" in said
    assert "Управління — Управління екології" in said


def test_a_plan_without_deadlines_says_that_its_period_applies(tmp_path: Path) -> None:
    path = tmp_path / "п.txt"
    path.write_text(
        "ПЛАН робіт на 2031 рік\n\nЗахід\tВиконавець\nОгляд мостів\tСлужба доріг\nОгляд шлюзів\tВідділ вод\n"
    )
    plan = read_plan(path).plan
    assert any("період плану" in said for said in plan.warnings)


@pytest.fixture(scope="module")
def score(shared: Path) -> ModuleType:
    """The evaluation's own scorer."""
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _exported(folder: Path) -> list[dict[str, Any]]:
    documents = [read_plan(path) for path in sorted(folder.rglob("*")) if path.is_file()]
    return [measure_json(measure, document.plan) for document in documents for measure in document.measures]


@pytest.fixture(scope="module")
def figures(shared: Path, score: ModuleType) -> Mapping[str, Mapping[str, float]]:
    """The scorer's figures for each real document."""
    gold = [entry for path in sorted((shared / "gold").glob("*.jsonl")) for entry in score.read(str(path))]
    plans = json.loads((shared / "gold" / "plans.json").read_text(encoding="utf-8"))
    found: Mapping[str, Mapping[str, float]] = score.parse_scores(_exported(shared / "plans"), gold, plans)
    return found


@pytest.mark.shared
def test_floors_of_the_dumps(figures: Mapping[str, Mapping[str, float]]) -> None:
    low = {
        (name, field): figures[name].get(field)
        for name, floors in DUMPS.items()
        for field, floor in floors.items()
        if figures[name][field] < floor
    }
    assert not low


@pytest.mark.shared
def test_floors_of_the_government_programme(figures: Mapping[str, Mapping[str, float]]) -> None:
    programme = [name for name in figures if name.startswith("kmu")]
    assert len(programme) > 20
    low = {
        (name, field): figures[name][field]
        for name in programme
        for field, floor in FLOORS.items()
        if figures[name][field] < floor
    }
    assert not low


@pytest.mark.shared
def test_a_page_and_its_document_give_the_same_measures(shared: Path) -> None:
    pages = sorted((shared / "twins").glob("*.html"))
    assert pages
    for page in pages:
        document = shared / "plans" / "kmu2019" / f"{page.stem}.docx"
        told = [
            [
                (m.measure_no, m.measure, m.task_no, m.task,
                 [(i.responsible, i.deadline_from, i.deadline_to) for i in m.items])
                for m in read_plan(path).measures
            ]
            for path in (page, document)
        ]  # fmt: skip
        assert told[0] == told[1]


@pytest.mark.shared
def test_two_row_measures_with_values(shared: Path) -> None:
    measures = read_plan(shared / "plans" / "seeds" / "milove_legal_aid_2020_q3.txt").measures
    numbers = [measure.measure_no for measure in measures]
    assert len(numbers) == len(set(numbers)) == 74
    assert all(measure.task_no and measure.goal and measure.section for measure in measures)
    assert all(measure.items for measure in measures)
    assert {item.value for measure in measures for item in measure.items} >= {"0", "1", "100%", "200"}
    assert all(item.value is not None for measure in measures for item in measure.items)
