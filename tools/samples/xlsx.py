"""A sample plan as an XLSX workbook: header below the preamble, merges, dates as numbers, a sheet that is no plan."""

from __future__ import annotations

import io
import re
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from tools.samples.archive import rezipped
from tools.samples.grid import GridCell, body_rows, header_rows, without_cuts
from tools.samples.notation import SamplePlan, iso_date

FIXED_TIME = {"docProps/core.xml": (r"\d{4}-\d\d-\d\dT[\d:]+Z", "2026-01-01T00:00:00Z")}


def xlsx(plan: SamplePlan) -> bytes:
    """The bytes of the file, the same every time."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "План"
    _fill(sheet, plan)
    notes = book.create_sheet("Довідка")
    notes.append(["Аркуш заповнює відповідальна особа"])
    notes.append(["Телефон для довідок", "внутрішній 115"])
    out = io.BytesIO()
    book.save(out)
    return rezipped(out.getvalue(), FIXED_TIME)


def _fill(sheet: Worksheet, plan: SamplePlan) -> None:
    width = len(plan.columns)
    at = 1
    for _, text in plan.before:
        sheet.cell(at, 1, text)
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width)
        at += 1
    at += 1
    for row in without_cuts(header_rows(plan)[:1] + body_rows(plan)):
        for cell in row.cells:
            _put(sheet, at, cell)
        at += 1
    for text in plan.after:
        at += 1
        sheet.cell(at, 1, text)


def _put(sheet: Worksheet, at: int, cell: GridCell) -> None:
    target = sheet.cell(at, cell.column + 1)
    target.value = _value(cell)
    target.alignment = Alignment(wrap_text=True, vertical="top")
    if cell.bold:
        target.font = Font(bold=True)
    if isinstance(target.value, date):
        target.number_format = "DD.MM.YYYY"
    if cell.colspan > 1 or cell.rowspan > 1:
        sheet.merge_cells(
            start_row=at,
            start_column=cell.column + 1,
            end_row=at + cell.rowspan - 1,
            end_column=cell.column + cell.colspan,
        )


def _value(cell: GridCell) -> str | int | date:
    """Dates and whole numbers as a spreadsheet keeps them, everything else as text."""
    day = iso_date(cell.text)
    if day and cell.name in ("deadline", "start", "end"):
        return date.fromisoformat(day)
    if cell.name in ("value", "number") and re.fullmatch(r"\d+", cell.text):
        return int(cell.text)
    return cell.text.replace("; ", "\n") if cell.name == "responsible" else cell.text
