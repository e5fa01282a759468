"""Sheets of cells (XLSX, CSV) as blocks: the lines above the table become paragraphs, empty columns go.

Row numbers stay those of the sheet, so that a person finds the row again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.blocks import Block, Cell, Paragraph, Row, Table
from corpus.readers.limits import Budget


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell of a sheet at its column (from 0), with what it covers."""

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The filled cells of a row; ``index`` is its number in the sheet (from 1), ``line`` its line in a text file."""

    cells: tuple[SheetCell, ...]
    index: int
    line: int | None = None


def blocks_of_sheet(
    rows: Sequence[SheetRow], number: int, budget: Budget, *, sheet: str | None = None, spans: bool = True
) -> list[Block]:
    """Paragraphs for the rows of one cell at the top, then the table. ``number`` is the table's in the document."""
    filled = [row for row in rows if row.cells]
    top = next((k for k, row in enumerate(filled) if len(row.cells) > 1), len(filled))
    blocks: list[Block] = [paragraph for row in filled[:top] for paragraph in _paragraphs(row, budget)]
    if filled[top:]:
        blocks.append(_table(filled[top:], number, budget, sheet, spans))
    return blocks


def _paragraphs(row: SheetRow, budget: Budget) -> Iterator[Paragraph]:
    for cell in row.cells:
        for text in cell.text.split("\n"):
            if cleaned := " ".join(text.split()):
                budget.paragraph()
                yield Paragraph(cleaned, line=row.line, last_line=row.line, bold=cell.bold)


def _table(rows: Sequence[SheetRow], number: int, budget: Budget, sheet: str | None, spans: bool) -> Table:
    used = sorted({cell.column for row in rows for cell in row.cells})
    budget.check("стовпців / columns", len(used), budget.limits.width)
    place = {column: k for k, column in enumerate(used)}
    numbers = [row.index for row in rows]
    made = []
    for row in rows:
        budget.cells(len(row.cells))
        cells = tuple(_cell(cell, row.index, place, numbers, budget) for cell in row.cells)
        made.append(Row(cells, index=row.index, line=row.line))
    return Table(tuple(made), number=number, width=len(used), spans=spans, sheet=sheet)


def _cell(cell: SheetCell, row: int, place: dict[int, int], numbers: Sequence[int], budget: Budget) -> Cell:
    """The cell on the grid of used columns and filled rows; what it covers is counted there too."""
    colspan, rowspan = 1, 1
    if cell.colspan > 1:
        colspan = sum(cell.column <= column < cell.column + cell.colspan for column in place)
    if cell.rowspan > 1:
        rowspan = sum(row <= number < row + cell.rowspan for number in numbers)
    text = budget.cut(cell.text.strip())
    return Cell(text, place[cell.column], max(1, colspan), max(1, rowspan), bold=cell.bold)
