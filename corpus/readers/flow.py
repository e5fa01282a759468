"""What the readers of marked-up formats share: a flow of lines and tables within tables, made into blocks.

A table that only places things on the page (an approval block beside nothing, a frame around the plan) is unwrapped;
a small table inside a cell becomes lines of that cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.blocks import Block, Cell, Paragraph, Row, Table
from corpus.readers.limits import Budget

# A table inside a cell is a table of its own (and the outer one a frame) from this size on.
OWN_ROWS, OWN_COLUMNS = 3, 3


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the file. ``text`` keeps forced line ends; ``bullet`` marks an unnumbered list entry."""

    text: str
    number: str | None = None
    bullet: bool = False
    heading: int | None = None
    bold: bool = False
    centred: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell at its grid column with its spans and all that stands in it."""

    content: tuple[Line | RawTable, ...]
    column: int
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class RawRow:
    cells: tuple[RawCell, ...]
    header: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    rows: tuple[RawRow, ...]

    def width(self) -> int:
        return max((cell.column + cell.colspan for row in self.rows for cell in row.cells), default=0)


Flow = Sequence[Line | RawTable]


def blocks_of(flow: Flow, budget: Budget) -> tuple[Block, ...]:
    """The flow as blocks, tables numbered in order."""
    blocks: list[Block] = []
    tables = 0
    for piece in _unwrapped(flow):
        if isinstance(piece, Line):
            blocks.extend(_paragraphs(piece, budget))
        else:
            tables += 1
            blocks.append(_table(piece, tables, budget))
    return tuple(blocks)


def _unwrapped(flow: Flow) -> Iterator[Line | RawTable]:
    for piece in flow:
        if isinstance(piece, Line):
            yield piece
        elif _is_frame(piece):
            for row in piece.rows:
                for cell in row.cells:
                    yield from _unwrapped(cell.content)
        elif piece.rows and piece.width():
            yield piece


def _is_frame(table: RawTable) -> bool:
    """One or two columns (or rows) around a table that is larger: the frame of a page, not a table of the document.

    >>> inner = RawTable((RawRow((RawCell((), 0), RawCell((), 1), RawCell((), 2))),) * 3)
    >>> _is_frame(RawTable((RawRow((RawCell((inner,), 0),)),)))
    True
    """
    if table.width() > 2 and len(table.rows) > 2:
        return False
    inner = (piece for row in table.rows for cell in row.cells for piece in cell.content if isinstance(piece, RawTable))
    return any((len(one.rows) >= OWN_ROWS and one.width() >= OWN_COLUMNS) or _is_frame(one) for one in inner)


def _paragraphs(line: Line, budget: Budget) -> Iterator[Paragraph]:
    """One paragraph for each printed line; the number goes with the first."""
    number = line.number
    for text in _clean_lines(line.text):
        budget.paragraph()
        yield Paragraph(
            budget.cut(text),
            number=number,
            heading=line.heading,
            bold=line.bold,
            centred=line.centred,
            right=line.right,
        )
        number = None


def _table(table: RawTable, number: int, budget: Budget) -> Table:
    rows = []
    height = len(table.rows)
    for index, row in enumerate(table.rows, start=1):
        budget.cells(len(row.cells))
        cells = tuple(_cell(cell, height - index + 1, budget) for cell in row.cells)
        rows.append(Row(cells, index=index, header=row.header))
    return Table(tuple(rows), number=number, width=table.width())


def _cell(cell: RawCell, rows_left: int, budget: Budget) -> Cell:
    lines = list(_lines(cell.content))
    filled = [line for line in lines if line.text.strip()]
    numbered = [line.number for line in lines if line.number]
    return Cell(
        text=budget.cut("\n".join(text for line in filled for text in _clean_lines(line.text))),
        column=cell.column,
        colspan=cell.colspan,
        rowspan=max(1, min(cell.rowspan, rows_left)),
        bold=bool(filled) and all(line.bold for line in filled),
        bullets=sum(line.bullet or bool(line.number) for line in filled) > 1,
        number=numbered[0] if len(numbered) == 1 and lines[0].number else None,
    )


def _lines(content: Iterable[Line | RawTable]) -> Iterator[Line]:
    """The lines of a cell; a row of a table inside it is one line."""
    for piece in content:
        if isinstance(piece, Line):
            yield piece
            continue
        for row in piece.rows:
            texts = (" ".join(_clean_lines(line.text)) for cell in row.cells for line in _lines(cell.content))
            yield Line(" ".join(text for text in texts if text))


def _clean_lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if cleaned := " ".join(line.split()):
            yield cleaned
