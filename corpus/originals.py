"""The document as its reader saw it, kept beside its plan, so that a person can hold a row against its original place.

Kept are blocks, not the file: names of private persons have been taken out of them as out of the measures. A plan that
is replaced or removed takes them along.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from corpus.blocks import Block, Cell, Document, Paragraph, Row, Table
from corpus.model import Locator
from corpus.store import Store, metadata, plans

_AROUND = 1  # lines or rows shown before and after

originals = sa.Table(
    "originals",
    metadata,
    sa.Column("plan_id", sa.String, sa.ForeignKey(plans.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column("blocks", sa.LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A row of a table or a paragraph of the original. ``number`` is its line in a text, else its row in its table;
    ``named`` says that the measure was read from here, other pieces stand around it. ``cells`` are (text, columns)."""

    number: int | None
    cells: tuple[tuple[str, int], ...]
    named: bool


@dataclass(frozen=True, slots=True)
class OriginalPlace:
    """Where a measure was read: ``header`` holds the table's heading rows, ``pieces`` what stands there.

    ``pages``: page -> where it stands on it, as (top, bottom) in parts of the page's height.
    """

    header: tuple[tuple[tuple[str, int], ...], ...]
    pieces: tuple[Piece, ...]
    pages: Mapping[int, tuple[tuple[float, float], ...]] = field(default_factory=dict)


def keep_original(store: Store, plan_id: str, document: Document) -> None:
    """Keep the blocks of a plan's document in place of those kept before."""
    text = json.dumps([_kept(block) for block in document.blocks], ensure_ascii=False)
    values = {"plan_id": plan_id, "blocks": zlib.compress(text.encode("utf-8", "surrogatepass"))}
    with store.notebook(originals) as connection:
        connection.execute(sa.delete(originals).where(originals.c.plan_id == plan_id))
        connection.execute(sa.insert(originals).values(values))


def has_original(store: Store, plan_id: str) -> bool:
    """Whether the document of a plan is kept."""
    with store.notebook(originals) as connection:
        query = sa.select(originals.c.plan_id).where(originals.c.plan_id == plan_id)
        return connection.execute(query).first() is not None


def original_of(store: Store, plan_id: str) -> tuple[Block, ...]:
    """The blocks of a plan's document; none where they are not kept, or where the store does not show the plan."""
    if not store.shows(plan_id):
        return ()
    with store.notebook(originals) as connection:
        query = sa.select(originals.c.blocks).where(originals.c.plan_id == plan_id)
        packed = connection.execute(query).scalar_one_or_none()
    if packed is None:
        return ()
    return tuple(_block(data) for data in json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass")))


def original_place(blocks: tuple[Block, ...], locator: Locator) -> OriginalPlace | None:
    """What stands in the original where the locator points, with what is around it; None where nothing is there."""
    if locator.lines:
        return _of_lines(blocks, locator.lines)
    if locator.rows:
        table = next((b for b in blocks if isinstance(b, Table) and b.number == (locator.table or 1)), None)
        return _of_rows(table, locator.rows) if table else None
    if locator.page is not None:
        return _of_page(blocks, locator.page)
    return None


def _of_lines(blocks: tuple[Block, ...], lines: tuple[int, int]) -> OriginalPlace | None:
    """Lines of a text are paragraphs or rows of tables; those around come from either."""
    first, last = lines
    found = [
        (start, end, cells)
        for start, end, cells in _lines_of(blocks)
        if end >= first - _AROUND and start <= last + _AROUND
    ]
    pieces = tuple(Piece(start, cells, end >= first and start <= last) for start, end, cells in found)
    return OriginalPlace((), pieces) if any(piece.named for piece in pieces) else None


def _lines_of(blocks: tuple[Block, ...]) -> Iterator[tuple[int, int, tuple[tuple[str, int], ...]]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.line is not None:
                yield block.line, block.last_line or block.line, ((block.text, 1),)
        else:
            yield from ((row.line, row.line, _cells(row)) for row in block.rows if row.line is not None)


def _of_rows(table: Table, rows: tuple[int, int]) -> OriginalPlace | None:
    first, last = rows
    header = _header([row for row in table.rows if row.index < first - _AROUND])
    near = [row for row in table.rows if first - _AROUND <= row.index <= last + _AROUND]
    pieces = tuple(Piece(row.index, _cells(row), first <= row.index <= last) for row in near)
    named = [row for row in near if first <= row.index <= last]
    return OriginalPlace(header, pieces, _bands(named)) if named else None


def _header(before: Sequence[Row]) -> tuple[tuple[tuple[str, int], ...], ...]:
    """The heading rows nearest above: tables that are several in one print them again and again. Not every format
    marks them; the first row is one more often than not."""
    marked = [place for place, row in enumerate(before) if row.header]
    if not marked:
        return tuple(_cells(row) for row in before[:1])
    begin = marked[-1]
    while begin and before[begin - 1].header:
        begin -= 1
    return tuple(dict.fromkeys(_cells(row) for row in before[begin : marked[-1] + 1]))


def _bands(rows: Sequence[Row]) -> dict[int, tuple[tuple[float, float], ...]]:
    """Where the rows stand on their pages."""
    pages = dict.fromkeys(row.page for row in rows if row.page is not None)
    return {page: tuple(row.band for row in rows if row.page == page and row.band) for page in pages}


def _of_page(blocks: tuple[Block, ...], page: int) -> OriginalPlace | None:
    pieces: list[Piece] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            pieces += [Piece(None, ((block.text, 1),), True)] if block.page == page else []
        else:
            pieces += [Piece(row.index, _cells(row), True) for row in block.rows if row.page == page]
    return OriginalPlace((), tuple(pieces), {page: ()}) if pieces else None


def pages_of(blocks: tuple[Block, ...], locator: Locator) -> frozenset[int]:
    """The pages on which what the locator points at stands."""
    if locator.rows is None:
        return frozenset(() if locator.page is None else (locator.page,))
    first, last = locator.rows
    tables = (block for block in blocks if isinstance(block, Table) and block.number == (locator.table or 1))
    return frozenset(_bands([row for table in tables for row in table.rows if first <= row.index <= last]))


def _cells(row: Row) -> tuple[tuple[str, int], ...]:
    """(text, columns covered) of each cell, blanks where a cell merged from above stands."""
    found: list[tuple[str, int]] = []
    column = 0
    for cell in row.cells:
        if cell.column > column:
            found.append(("", cell.column - column))
        found.append((" ".join(part for part in (cell.number, cell.text) if part), cell.colspan))
        column = cell.column + cell.colspan
    return tuple(found)


def _kept(block: Block) -> dict[str, Any]:
    """Only what differs from the usual is written: a table has thousands of cells."""
    if isinstance(block, Paragraph):
        return {"p": _unusual(block, Paragraph(""))}
    rows = [
        _unusual(row, Row((), 0)) | {"cells": [_unusual(cell, Cell("", -1)) for cell in row.cells]}
        for row in block.rows
    ]
    return {
        "t": {"number": block.number, "width": block.width, "spans": block.spans, "sheet": block.sheet, "rows": rows}
    }


def _unusual(value: Paragraph | Row | Cell, usual: Paragraph | Row | Cell) -> dict[str, Any]:
    plain = asdict(usual)
    return {name: found for name, found in asdict(value).items() if found != plain[name]}


def _block(data: dict[str, Any]) -> Block:
    if "p" in data:
        return Paragraph(**{"text": ""} | data["p"])
    table = data["t"]
    rows = tuple(_row(row) for row in table["rows"])
    return Table(rows, table["number"], table["width"], table["spans"], table["sheet"])


def _row(data: dict[str, Any]) -> Row:
    cells = tuple(Cell(**{"text": "", "column": -1} | cell) for cell in data["cells"])
    band = tuple(data["band"]) if data.get("band") else None
    return Row(**{"index": 0} | data | {"cells": cells, "band": band})
