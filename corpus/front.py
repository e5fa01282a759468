"""The front of a document: the lines before its rows, where the title, the approving act and the issuer stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.blocks import Document, Paragraph, Row, Table
from corpus.text import collapse, repair_lookalikes

# Facts stand in the first lines; a plan without a table is not searched to its end.
MOST_LINES = 250
_PLAN_ROWS, _PLAN_COLUMNS = 3, 3


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A printed line. ``fresh`` says that it does not directly follow the line before (a gap, another block)."""

    text: str
    fresh: bool = True
    marked: bool = False
    heading: bool = False


def front_lines(document: Document) -> list[FrontLine]:
    """The lines before the first table of rows, with those of small tables and of the rows above a header."""
    lines: list[FrontLine] = []
    last: int | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append(_line(block, last))
            last = block.last_line
        else:
            lines.extend(_of_table(block))
            last = None
            if _holds_rows(block):
                break
        if len(lines) > MOST_LINES:
            break
    return [line for line in lines if line.text]


def _line(paragraph: Paragraph, last: int | None) -> FrontLine:
    follows = paragraph.line is not None and last is not None and paragraph.line == last + 1
    text = f"{paragraph.number} {paragraph.text}" if paragraph.number else paragraph.text
    return FrontLine(
        repair_lookalikes(collapse(text)),
        fresh=not follows,
        marked=paragraph.bold or paragraph.centred or paragraph.heading is not None,
        heading=paragraph.heading is not None,
    )


def _holds_rows(table: Table) -> bool:
    return len(table.rows) >= _PLAN_ROWS and table.width >= _PLAN_COLUMNS


def _of_table(table: Table) -> Iterator[FrontLine]:
    """All lines of a small table; of a table of rows what stands above the first row with three cells."""
    for row in table.rows[:40]:
        filled = [cell for cell in row.cells if cell.text.strip()]
        if _holds_rows(table) and (len(filled) >= _PLAN_COLUMNS or _looks_numbered(row)):
            return
        for cell in filled:
            for k, text in enumerate(cell.text.split("\n")):
                yield FrontLine(repair_lookalikes(collapse(text)), fresh=k == 0, marked=cell.bold)


def _looks_numbered(row: Row) -> bool:
    return bool(row.cells) and re.fullmatch(r"\s*\d+[.)]?\s*", row.cells[0].text) is not None
