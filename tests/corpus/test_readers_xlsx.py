"""XLSX: what the sheet shows a person, with merges, dates and the rows above the header."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from corpus.blocks import Paragraph, Table
from corpus.messages import Problem
from corpus.readers import Limits, read


def saved(folder: Path, book: Workbook, name: str = "plan.xlsx") -> Path:
    path = folder / name
    book.save(path)
    return path


def test_a_plan_with_a_title_above_its_header(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "План"
    sheet["B2"] = "ПЛАН робіт двірника"
    sheet["B2"].font = Font(bold=True)
    sheet.merge_cells("B2:E2")
    for column, text in zip("BCDE", ("№", "Захід", "Строк", "Частка"), strict=True):
        sheet[f"{column}4"] = text
    sheet["B5"], sheet["C5"], sheet["D5"], sheet["E5"] = 1, "Підмести\nдвір", date(2027, 3, 15), 0.8
    sheet["E5"].number_format = "0%"
    sheet["B6"], sheet["C6"], sheet["D6"] = 2, "Полити квіти", datetime(2027, 12, 1)
    sheet["D6"].number_format = "mmmm yyyy"
    sheet["C7"] = "Посадити дуб"
    sheet.merge_cells("D6:D7")
    sheet.row_dimensions[6].hidden = True
    document = read(saved(tmp_path, book))
    title, table = document.blocks
    assert isinstance(title, Paragraph) and (title.text, title.bold) == ("ПЛАН робіт двірника", True)
    assert isinstance(table, Table) and (table.sheet, table.width) == ("План", 4)
    assert [row.index for row in table.rows] == [4, 5, 6, 7]
    assert [cell.text for cell in table.rows[1].cells] == ["1", "Підмести\nдвір", "15.03.2027", "80%"]
    assert [(cell.text, cell.column, cell.rowspan) for cell in table.rows[2].cells] == [
        ("2", 0, 1), ("Полити квіти", 1, 1), ("Грудень 2027", 2, 2),
    ]  # fmt: skip
    assert any("приховані рядки" in said for said in document.warnings)


def test_every_visible_sheet_is_a_table_of_its_own(tmp_path: Path) -> None:
    book = Workbook()
    for name in ("Розділ 1", "Розділ 2", "Чернетка"):
        sheet = book.create_sheet(name)
        sheet.append(["№", "Захід"])
        sheet.append([1, f"Справа: {name}"])
    book["Чернетка"].sheet_state = "hidden"
    progress: list[tuple[int, int]] = []
    document = read(saved(tmp_path, book), progress=lambda done, all_: progress.append((done, all_)))
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert [(table.number, table.sheet) for table in tables] == [(1, "Розділ 1"), (2, "Розділ 2")]
    assert any("Чернетка" in said for said in document.warnings)
    assert progress[-1] == (3, 3)


def test_a_range_merged_over_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"] = "№", "Захід"
    sheet["XFD1048576"] = "у куті"
    path = saved(tmp_path, book)
    merged = tmp_path / "merged.xlsx"
    with ZipFile(path) as source, ZipFile(merged, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(
                    b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A2:XFD1048575"/></mergeCells>'
                )
            target.writestr(name, data)
    (table,) = read(merged).blocks
    assert isinstance(table, Table) and table.width == 3


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for _ in range(50):
        sheet.append([1, 2, 3])
    with pytest.raises(Problem) as caught:
        read(saved(tmp_path, book), limits=Limits(cells=100))
    assert caught.value.code == "too-large"
