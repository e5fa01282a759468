"""Excel workbooks: the only writer of openpyxl. A table with a frozen heading, wrapped cells and a filter."""

from __future__ import annotations

import io
import re
from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

LONGEST_CELL = 32_767  # characters, a limit of Excel
_LINE_HEIGHT = 15.0  # points, of the default font
_HIGHEST_ROW = 409  # points, a limit of Excel
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
_DAY = re.compile(r"(?:19|20)\d\d-(?:0\d|1[0-2])-[0-3]\d")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEADING = Font(bold=True)
_HEADING_FILL = PatternFill("solid", start_color="E8EEF4")


def write_workbook(
    columns: Sequence[tuple[str, int]],
    lines: Iterable[Sequence[str]],
    target: BinaryIO,
    title: str,
    *,
    numbers: Container[int] = (),
    days: Container[int] = (),
) -> None:
    """Write one sheet: ``columns`` are (heading, width in characters); a cell is text, whatever it begins with.

    ``numbers`` and ``days``: places of columns whose cells are numbers or days («2026-05-25»), so that they can be
    sorted and reckoned with; what is neither stays text.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    for number, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    _set_for_printing(sheet)
    sheet.append([_heading(sheet, heading) for heading, _ in columns])
    last = 1
    widths = [width for _, width in columns]
    for last, line in enumerate(lines, 2):
        # LibreOffice shows rows without a height as one line, so that wrapped texts would stand upon one another
        sheet.row_dimensions[last].height = height_of(line, widths)
        sheet.append([_typed(sheet, text, place in numbers, place in days) for place, text in enumerate(line)])
        del sheet.row_dimensions[last]
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    whole = io.BytesIO()  # the ZIP writer seeks, a pipe cannot
    workbook.save(whole)
    target.write(whole.getvalue())


def height_of(line: Sequence[str], widths: Sequence[int]) -> float:
    """The height in points of a row whose cells are wrapped at these widths (characters); no more than Excel allows.

    >>> height_of(["слово", "двадцять п'ять літер тут"], [20, 12])
    45.0
    """
    wrapped = (_lines(text, max(1, width - 1)) for text, width in zip(line, widths, strict=False))
    return min(_LINE_HEIGHT * max(wrapped, default=1), _HIGHEST_ROW)


def _lines(text: str, width: int) -> int:
    """Lines that a wrapped text takes, about: words are not measured one by one, many rows are written."""
    return sum(max(1, -(-len(paragraph) // width)) for paragraph in text[: _HIGHEST_ROW * width].split("\n"))


def _set_for_printing(sheet: Any) -> None:
    """All columns on one landscape page, with the heading on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"


def _heading(sheet: Any, text: str) -> Cell:
    cell = _cell(sheet, text)
    cell.font, cell.fill = _HEADING, _HEADING_FILL
    return cell


def _typed(sheet: Any, text: str, number: bool, day: bool) -> Cell:
    """A cell of a column of numbers or days, where the text is one; else a text cell."""
    if number and _NUMBER.fullmatch(text):
        cell = WriteOnlyCell(sheet, value=float(text) if "." in text else int(text))
    elif day and _DAY.fullmatch(text):
        cell = WriteOnlyCell(sheet, value=datetime.fromisoformat(text))
        cell.number_format = "dd.mm.yyyy"
    else:
        return _cell(sheet, text)
    cell.alignment = _WRAPPED
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
