"""A table as rows of equal columns: spans laid out, so that "merged from above" and "empty" stay two things."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.blocks import Cell, Row, Table


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in one column of one row. ``merged`` says that a cell from above covers it; ``covered`` that a cell
    to the left does (then it is empty). ``span`` counts the columns of the cell that begins here."""

    text: str = ""
    merged: bool = False
    covered: bool = False
    span: int = 1
    bold: bool = False
    bullets: bool = False
    number: str | None = None


EMPTY = Slot()


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of slots with its place. ``index`` counts the rows of the table from 1."""

    slots: tuple[Slot, ...]
    index: int
    line: int | None = None
    page: int | None = None
    after_break: bool = False
    header: bool = False

    def filled(self) -> list[int]:
        """The columns with a text of their own."""
        return [column for column, slot in enumerate(self.slots) if slot.text]

    def place(self) -> str:
        """Where the row stands, in words."""
        return f"рядок {self.line}" if self.line else f"рядок таблиці {self.index}"


def grid_of(table: Table) -> list[GridRow]:
    """The rows of the table on its grid; ``width`` columns each (more where a row has more)."""
    width = max([table.width, *(cell.column + cell.colspan for row in table.rows for cell in row.cells)])
    hanging: dict[int, int] = {}  # column -> rows that a cell above still covers
    grid = []
    for row in table.rows:
        grid.append(_grid_row(row, width, hanging))
        hanging = {column: left - 1 for column, left in hanging.items() if left > 1}
        for cell in row.cells:
            for column in range(cell.column, cell.column + cell.colspan):
                if cell.rowspan > 1:
                    hanging[column] = cell.rowspan - 1
    return grid


def _grid_row(row: Row, width: int, hanging: dict[int, int]) -> GridRow:
    slots = [Slot(merged=True) if column in hanging else EMPTY for column in range(width)]
    for cell in row.cells:
        slots[cell.column] = _slot(cell)
        for column in range(cell.column + 1, cell.column + cell.colspan):
            slots[column] = Slot(covered=True)
    return GridRow(tuple(slots), row.index, row.line, row.page, row.after_break, row.header)


def _slot(cell: Cell) -> Slot:
    text = "\n".join(line for line in (" ".join(part.split()) for part in cell.text.split("\n")) if line)
    return Slot(text, span=cell.colspan, bold=cell.bold, bullets=cell.bullets, number=cell.number)
