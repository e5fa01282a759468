"""Excel workbooks: the only writer of openpyxl. A table with a frozen heading, wrapped cells and a filter."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

LONGEST_CELL = 32_767  # characters, a limit of Excel
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEADING = Font(bold=True)
_HEADING_FILL = PatternFill("solid", start_color="E8EEF4")


def write_workbook(
    columns: Sequence[tuple[str, int]], lines: Iterable[Sequence[str]], target: BinaryIO, title: str
) -> None:
    """Write one sheet: ``columns`` are (heading, width in characters); every cell is text, whatever it begins with."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    for number, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, heading) for heading, _ in columns])
    last = 1
    for line in lines:
        sheet.append([_cell(sheet, text) for text in line])
        last += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    whole = io.BytesIO()  # the ZIP writer seeks, a pipe cannot
    workbook.save(whole)
    target.write(whole.getvalue())


def _heading(sheet: Any, text: str) -> Cell:
    cell = _cell(sheet, text)
    cell.font, cell.fill = _HEADING, _HEADING_FILL
    return cell


def _cell(sheet: Any, text: str) -> Cell:
    """A text cell: ``=…`` stays text, also after someone edits it (quotePrefix)."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(clean) > LONGEST_CELL:
        clean = clean[: LONGEST_CELL - 1] + "…"
    cell = WriteOnlyCell(sheet, value=clean)
    cell.data_type = "s"
    cell.alignment = _WRAPPED
    if clean[:1] in "=+-@":
        cell.quotePrefix = bool(clean)
    return cell
