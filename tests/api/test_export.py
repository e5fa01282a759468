"""Measures written out: the contract's fields, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from api.export import harmless
from api.workbook import LONGEST_CELL, write_workbook
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.store import Store

FIELDS = [
    *("id", "plan_id", "source_file", "plan_title", "region", "issuer", "act_number", "approved_date"),
    *("period_from", "period_to", "section", "subsection", "task_no", "task", "goal", "measure_no", "measure"),
    *("items", "locator", "warnings"),
]


def test_jsonl_is_the_contracts_measure(invoke, data: Path) -> None:
    rows = [json.loads(line) for line in invoke("export", "--data", data).stdout.splitlines()]
    assert [row["plan_id"] for row in rows] == ["lichylnyky.docx", "lisove.txt", "lisove.txt", "lisove.txt"]
    assert all(list(row) == FIELDS for row in rows)
    road = rows[1]
    assert road["measure"] == "Облаштувати велодоріжку вздовж річки"
    assert road["region"] == "Полтавська область"
    assert road["locator"] == {"lines": [1, 2]}
    assert road["items"][0]["responsible"] == [{"text": "відділ доріг", "body": "Відділ доріг", "consent": False}]
    assert road["items"][0]["deadline_to"] == "2026-05-01"
    assert road["items"][1]["responsible"][0]["consent"] is True
    assert rows[0]["region"] is None


@pytest.mark.parametrize("name", ["lichylnyky.docx"])
def test_one_plan(invoke, data: Path, name: str) -> None:
    rows = [json.loads(line) for line in invoke("export", "--data", data, "--plan", name).stdout.splitlines()]
    assert [row["plan_id"] for row in rows] == [name]


def test_unknown_plan_fails(invoke, data: Path) -> None:
    result = invoke("export", "--data", data, "--plan", "немає.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "zakhid status" in result.stderr


def test_csv_has_a_line_for_each_item(invoke, data: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(invoke("export", "--data", data, "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == [
        "lichylnyky.docx-1",
        "lisove.txt-1",
        "lisove.txt-1",
        "lisove.txt-2",
        "lisove.txt-3",
    ]
    assert rows[2]["responsible"] == "поліція громади (за згодою)"
    assert rows[3]["value"] == "0"
    assert rows[3]["warnings"] == "строк не зазначено"
    assert rows[1]["place"] == "рядки 1–2"


def test_csv_holds_no_formula(invoke, data: Path) -> None:
    rows = list(csv.reader(io.StringIO(invoke("export", "--data", data, "--format", "csv").stdout)))
    cells = [cell for row in rows for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert "'@SUM(A1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-", "\t"))]


def test_texts_of_csv_stand_in_quotation_marks_and_numbers_do_not(invoke, tmp_path: Path) -> None:
    """By them LibreOffice can tell an identifier from the number that it would take it for."""
    data = tmp_path / "data"
    with Store.open(data) as store:
        measures = (Measure("12e345678901", "a.txt", 1, "Посадити липи", measure_no="1.12"),)
        store.replace(PlanDocument(Plan("a.txt", "a.txt", "План лип"), measures), "a")
    (line,) = invoke("export", "--data", data, "--format", "csv").stdout.splitlines()[1:]
    assert line.endswith(',"12e345678901"') and ',"1.12",' in line
    names = (Responsible("Сади", "Сади"), Responsible("Ліси", "Ліси"))
    with Store.open(data) as store:
        rows = (Measure("b-1", "b.txt", 1, "Посадити дуби", items=(Item(None, None, names),)),)
        store.replace(PlanDocument(Plan("b.txt", "b.txt", "План дубів"), rows), "b")
    lines = invoke("owners", "--data", data, "--format", "csv").stdout.splitlines()
    assert '"Сади"' in lines[1] + lines[2] and all(",1,1," in line for line in lines[1:])


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("+380", "+380"),
        ("-12,5%", "-12,5%"),
        ("- надано", "'- надано"),
        ("\tтекст", "'\tтекст"),
        ("звичайний текст", "звичайний текст"),
        ("", ""),
    ],
)
def test_harmless(text: str, cell: str) -> None:
    assert harmless(text) == cell


@pytest.mark.parametrize(("lang", "heading"), [("uk", "Захід"), ("en", "Measure")])
def test_workbook_can_be_worked_with(invoke, data: Path, tmp_path: Path, lang: str, heading: str) -> None:
    out = tmp_path / "measures.xlsx"
    result = invoke("export", "--data", data, "--out", out, "--lang", lang)
    assert result.exit_code == 0, result.stderr
    sheet = load_workbook(out).active
    assert sheet is not None
    assert sheet.max_row == 6
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.freeze_panes == "A2"
    headings = [cell.value for cell in sheet[1]]
    assert heading in headings
    texts = {cell.value: cell for row in sheet.iter_rows(min_row=2) for cell in row}
    assert texts["=HYPERLINK(1)"].data_type == "s"
    assert all(cell.alignment.wrap_text for cell in texts.values())
    assert sheet.column_dimensions["J"].width > 40
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (
        "landscape",
        0,
        "$1:$1",
    )
    assert all((sheet.row_dimensions[row].height or 0) >= 15 for row in range(2, 7))
    days = [cell for cell in texts.values() if cell.is_date]
    assert days and {cell.number_format for cell in days} == {"dd.mm.yyyy"}


def test_workbook_takes_any_text() -> None:
    whole = io.BytesIO()
    write_workbook([("Текст", 10)], [["\x00нуль\x0b"], ["д" * 40_000]], whole, "Аркуш")
    cells = [row[0] for row in load_workbook(whole).active.iter_rows(min_row=2, values_only=True)]
    assert cells[0] == "нуль"
    assert len(cells[1]) == LONGEST_CELL


def test_file_begins_with_the_mark_that_excel_needs(invoke, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "measures.csv"
    assert invoke("export", "--data", data, "--out", out).exit_code == 0
    assert out.read_bytes().startswith('\ufeff"plan_id",'.encode())


def test_output_that_cannot_be_written_is_said_and_nothing_is_left(invoke, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "немає" / "measures.csv"
    result = invoke("export", "--data", data, "--out", out)
    assert result.exit_code == 1
    assert "Не вдається записати" in result.stderr


def test_broken_export_leaves_the_former_file(invoke, data: Path, tmp_path: Path, monkeypatch) -> None:
    out = tmp_path / "measures.jsonl"
    out.write_text("давніше", encoding="utf-8")
    monkeypatch.setattr("api.export.measure_json", lambda *_: 1 / 0)
    assert invoke("export", "--data", data, "--out", out).exit_code == 1
    assert out.read_text(encoding="utf-8") == "давніше"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["measures.jsonl"]
