"""Oversight on the command line: duplicates, verdicts, owners, deadlines, gaps, editions."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from openpyxl import load_workbook

from api.export import shown_place
from api.wording_oversight import COLUMNS, WORDS, cell_name
from corpus.duties import STATES
from corpus.gaps import KINDS
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.statuses import STATUSES
from corpus.store import Store
from corpus.verdicts import VERDICTS


class LetterEncoder:
    """Vectors of counted letters. No model, no network."""

    name = "letters-for-tests"
    dimension = 32

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.passages(texts)

    def passages(self, texts: Sequence[str], progress: object = None) -> NDArray[np.float32]:
        counts = [[1 + sum(ord(letter) % 32 == place for letter in text) for place in range(32)] for text in texts]
        vectors = np.array(counts, dtype=np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def twice(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder, with a second edition of its first plan, and an encoder that needs no model."""
    monkeypatch.setattr("index.encoder.load_encoder", lambda *_: LetterEncoder())
    with Store.open(data) as store:
        plan = store.plans()[1].plan
        rows = [stored.measure for stored in store.measures(plan_id=plan.id)]
        again = [replace(row, id=f"again-{row.id}", plan_id="again.txt") for row in rows]
        copy = replace(plan, id="again.txt", source_file="again.txt", region="Сумська область")
        store.replace(PlanDocument(copy, tuple(again[:1])), "c")
    return data


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


PAIR = ["lisove.txt-1", "again-lisove.txt-1"]


def test_duplicates_as_the_contract_writes_them(invoke, twice: Path) -> None:
    found = lines(invoke("--data", str(twice), "duplicates", "--format", "jsonl").stdout)
    assert [set(line) for line in found] == [{"a", "b", "score", "grade", "why"}]
    assert sorted((found[0]["a"], found[0]["b"])) == sorted(PAIR) and found[0]["grade"] == "same"


@pytest.mark.parametrize("view", ["clusters", "regions", "contradictions"])
def test_views_of_duplicates(invoke, twice: Path, view: str) -> None:
    result = invoke("--data", str(twice), "duplicates", "--view", view, "--format", "jsonl")
    found = lines(result.stdout)
    expected = {
        "clusters": [{"measures": sorted(PAIR)}],
        "regions": [{"a": "Полтавська область", "b": "Сумська область", "pairs": 1}],
        "contradictions": [],
    }
    assert found == expected[view] and "Пар: 1" in result.stderr


def test_a_verdict_is_never_asked_again(invoke, twice: Path) -> None:
    assert invoke("--data", str(twice), "verdict", *PAIR, "different", "--person", "Олена").exit_code == 0
    result = invoke("--data", str(twice), "duplicates", "--format", "jsonl")
    assert result.stdout == "" and result.exit_code == 0
    assert invoke("--data", str(twice), "verdict", PAIR[0], "немає", "different").exit_code == 1


def test_a_pair_in_a_workbook_is_text(invoke, twice: Path, tmp_path: Path) -> None:
    out = tmp_path / "pairs.xlsx"
    assert invoke("--data", str(twice), "duplicates", "--out", str(out)).exit_code == 0
    sheet = load_workbook(out).active
    assert sheet is not None and sheet.max_row == 2 and sheet.auto_filter.ref
    assert sheet["A1"].value == "Оцінка" and sheet.column_dimensions["E"].width == COLUMNS["measure_a"][2]


def test_owners_as_json_and_by_any_name(invoke, data: Path) -> None:
    everyone = json.loads(invoke("--data", str(data), "owners", "--json").stdout)
    assert [(owner["body"], owner["consent"]) for owner in everyone] == [
        ("Відділ доріг", "no"),
        ("Поліція громади", "yes"),
    ]
    one = json.loads(invoke("--data", str(data), "owners", "відділу доріг", "--json").stdout)
    assert [(o["body"], o["owns"][0]["measure_id"]) for o in one] == [("Відділ доріг", "lisove.txt-1")]
    assert "Облаштувати велодоріжку" in invoke("--data", str(data), "owners", "відділ доріг").stdout


def test_an_empty_list_is_said_to_be_empty(invoke, data: Path) -> None:
    result = invoke("due", "--data", data, "--region", "Львівська область", "--state", "closed")
    assert result.exit_code == 0 and not result.stdout and "Нічого не знайдено" in result.stderr


def test_an_unknown_owner_offers_the_nearest(invoke, data: Path) -> None:
    result = invoke("--data", str(data), "owners", "Управління космосу")
    assert result.exit_code == 1 and "Схожі" in result.stderr


def test_names_can_be_merged_and_stay_so(invoke, data: Path) -> None:
    invoke("--data", str(data), "owners", "--merge", "Поліція громади", "Відділ доріг", "--json")
    everyone = json.loads(invoke("--data", str(data), "owners", "--json").stdout)
    assert [(owner["body"], owner["items"]) for owner in everyone] == [("Відділ доріг", 2)]


def test_due_as_of_a_day_and_noted_as_done(invoke, data: Path) -> None:
    late = ("--data", str(data), "due", "--on", "2026-06-01", "--state", "overdue", "--format", "jsonl")
    assert [row["measure_id"] for row in lines(invoke(*late).stdout)] == ["lisove.txt-1"]
    assert invoke("--data", str(data), "note", "lisove.txt-1", "done", "--item", "0").exit_code == 0
    assert invoke(*late).stdout == ""


def test_deadlines_of_a_body_as_a_calendar(invoke, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "roads.ics"
    invoke("--data", str(data), "due", "--body", "відділ доріг", "--out", str(out))
    text = out.read_bytes().decode()
    assert text.count("BEGIN:VEVENT") == 1 and "DTSTART;VALUE=DATE:20260501\r\n" in text


def test_gaps_of_a_plan(invoke, data: Path) -> None:
    found = lines(invoke("--data", str(data), "gaps", "lisove.txt", "--format", "jsonl").stdout)
    assert {"no-items", "no-owner"} <= {gap["kind"] for gap in found}
    assert invoke("--data", str(data), "gaps", "немає").exit_code == 1


def test_formulas_stay_text_in_csv(invoke, data: Path) -> None:
    text = invoke("--data", str(data), "due", "--on", "2026-06-01", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows and not [cell for row in rows for cell in row.values() if cell and cell[:1] in "=@"]


def test_editions_compared(invoke, twice: Path) -> None:
    found = lines(invoke("--data", str(twice), "compare", "lisove.txt", "again.txt", "--format", "jsonl").stdout)
    assert [change["kind"] for change in found] == ["removed", "removed"]


@pytest.mark.parametrize("command", ["duplicates", "owners", "due", "gaps lisove.txt", "compare lisove.txt again.txt"])
def test_a_table_for_people_in_both_languages(invoke, twice: Path, command: str) -> None:
    for lang in ("uk", "en"):
        result = invoke("--lang", lang, "--data", str(twice), *command.split())
        assert result.exit_code == 0 and result.stdout.startswith("[1] ")


def test_every_code_has_words() -> None:
    assert {*STATES, *KINDS, *STATUSES, *VERDICTS} <= WORDS.keys()


def test_decisions_on_names_are_understood_said_and_taken_back(invoke, data: Path) -> None:
    def bodies() -> list[str]:
        return [owner["body"] for owner in json.loads(invoke("--data", str(data), "owners", "--json").stdout)]

    def found(body: str) -> int:
        return json.loads(invoke("--data", str(data), "search", "", "--body", body, "--json").stdout)["total"]

    merged = invoke("--data", str(data), "owners", "--merge", "поліції громади", "відділ доріг")
    assert "«Поліція громади» — це «Відділ доріг»" in merged.stderr and "поліція громади" in merged.stdout
    assert bodies() == ["Відділ доріг"] and found("Поліція громади") == found("Відділ доріг") >= 1
    assert invoke("--data", str(data), "owners", "--unmerge", "поліція громади").exit_code == 0
    assert bodies() == ["Відділ доріг", "Поліція громади"] and found("Поліція громади") == 1
    split = ("--split", "Поліція громади", "Дільничні", "--plan", "lisove.txt")
    assert "Дільничні" in invoke("--data", str(data), "owners", *split).stdout
    assert bodies() == ["Відділ доріг", "Дільничні"]
    back = invoke("--data", str(data), "owners", "--unmerge", "поліція громади")
    assert "знову означає саму себе" in back.stderr and "Поліція громади" in back.stdout
    assert bodies() == ["Відділ доріг", "Поліція громади"]
    assert invoke("--data", str(data), "owners", "--unmerge", "поліція громади").exit_code == 1


@pytest.mark.parametrize(
    "wrong",
    [("--merge", "Космос", "Відділ доріг"), ("--split", "Космос", "Інше"), ("--unmerge", "Відділ доріг"),
     ("--merge", "Відділ доріг", "відділ доріг"), ("--split", "Відділ доріг", "Інше", "--plan", "нема.txt")],
)  # fmt: skip
def test_a_decision_on_what_is_not_there_is_refused(invoke, data: Path, wrong: tuple[str, ...]) -> None:
    result = invoke("--data", str(data), "owners", *wrong)
    assert result.exit_code == 1 and result.stderr.startswith("Помилка")


def test_a_merge_is_taken_back_by_the_name_that_was_merged(invoke, tmp_path: Path) -> None:
    """The rows say «МОЗ», the decision the ministry's full name."""
    data = tmp_path / "data"
    bodies = (Responsible("МОЗ", "Міністерство охорони здоров'я України"), Responsible("Відділ доріг", "Відділ доріг"))
    measure = Measure("a.txt-1", "a.txt", 1, "Щепити дітей", items=(Item(None, None, bodies),))
    with Store.open(data) as store:
        store.replace(PlanDocument(Plan("a.txt", "a.txt", "План щеплень"), (measure,)), "c")
    assert "Записано" in invoke("--data", str(data), "owners", "--merge", "МОЗ", "Відділ доріг").output
    assert "знову означає саму себе" in invoke("--data", str(data), "owners", "--unmerge", "МОЗ").output
    assert invoke("--data", str(data), "owners", "--unmerge", "МОЗ").exit_code == 1


def test_an_option_is_no_name(invoke, data: Path) -> None:
    """A decision on a body called «--data» would be written down."""
    asked = invoke("owners", "--merge", "Відділ доріг", "--data", str(data))
    assert asked.exit_code == 2 and "--merge" in asked.output
    assert invoke("owners", "--merge", "Відділ доріг", "--plan", "--data", str(data)).exit_code == 2
    assert lines(invoke("decisions", "--format", "jsonl", "--data", str(data)).stdout) == []
    looked_for = invoke("owners", "--data", str(data), "--", "--plan")  # where nothing else can be meant, it is a name
    assert looked_for.exit_code == 1 and "«--plan»" in looked_for.stderr


def test_a_workbook_holds_numbers_and_days_that_can_be_sorted(invoke, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "due.xlsx"
    invoke("--data", str(data), "due", "--on", "2026-06-01", "--out", str(out))
    heads, first = list(load_workbook(out).active.iter_rows(max_row=2, values_only=True))
    row = dict(zip(heads, first, strict=True))
    assert row["Дата"] == datetime(2026, 5, 1) and row["Днів"] == -31 and row["Код"] == "lisove.txt-1"


def test_regions_are_a_matrix(invoke, twice: Path, tmp_path: Path) -> None:
    out = tmp_path / "regions.csv"
    assert invoke("--data", str(twice), "duplicates", "--view", "regions", "--out", str(out)).exit_code == 0
    heads, *lines = csv.reader(io.StringIO(out.read_text("utf-8-sig")))
    assert heads == ["region", *(line[0] for line in lines)]
    assert [line[1:] for line in lines] == [list(column) for column in zip(*(line[1:] for line in lines), strict=True)]
    assert any(cell.isdigit() for line in lines for cell in line)


def test_who_owned_a_row_on_a_day(invoke, data: Path) -> None:
    plans = ("lisove.txt", "lisove.txt", "--on")
    none = invoke("--data", str(data), "compare", *plans, "1999-01-01")
    assert none.exit_code == 1 and "1999-01-01" in none.stderr


def test_places_and_cells_are_said_in_words() -> None:
    assert shown_place({"table": 1, "rows": [4, 6]}, "en") == "table 1, rows 4–6"
    assert cell_name("uk", "responsible") == "виконавці"


def test_all_that_people_said_is_listed_with_what_lost_its_place(invoke, data: Path) -> None:
    invoke("--data", str(data), "note", "lisove.txt-1", "done", "--item", "0", "--person", "Олена")
    invoke("--data", str(data), "owners", "--merge", "Поліція громади", "Відділ доріг")
    listed = ("--data", str(data), "decisions", "--format", "jsonl")
    said = {one["kind"]: one for one in lines(invoke(*listed).stdout)}
    assert said["note"]["standing"] == said["merge"]["standing"] == "standing"
    assert said["note"]["person"] == "Олена" and said["note"]["measures"] == ["lisove.txt-1"]
    invoke("--data", str(data), "remove", "lisove.txt")
    lost = lines(invoke(*listed, "--standing", "orphaned").stdout)
    assert {one["kind"] for one in lost} == {"note", "merge"}
    assert invoke(*listed, "--kind", "verdict").stdout == ""
    assert "чекає на свій план" in invoke("--data", str(data), "decisions").stdout
