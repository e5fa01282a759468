"""Text dumps of tables: one line a row, cells set off by TAB, blank lines at page breaks, remains of markup.

The reader only says what stands where. It does not repair shifted rows or join cells that a page has cut: that needs
to know what a cell is, and belongs to the layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.blocks import Block, Cell, Document, Paragraph, Row, Table

# Lines without TAB between two rows belong to the table when there are no more of them than this.
STRAY_LINES = 2

_BREAKS = re.compile(r"</?(?:p|li|ul|ol|br|div)\b[^>]*>|[ \u00a0]{2,}", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:b|i|u|em|strong|span|sup|sub|font)\b[^>]*>|\*\*", re.IGNORECASE)
_BOLD = re.compile(r"<(?:b|strong)\b[^>]*>|\*\*", re.IGNORECASE)
_BULLET_TAG = re.compile(r"<li\b", re.IGNORECASE)

_Numbered = tuple[int, str]


def read_text_dump(text: str, name: str) -> Document:
    """The dump as paragraphs (one a line) and tables (rows as printed; ``spans`` is False).

    >>> document = read_text_dump("ПЛАН\\n\\n№\\tЗахід\\n1\\t<p>Крок</p> <p>Ще крок</p>\\n", "п.txt")
    >>> [type(block).__name__ for block in document.blocks]
    ['Paragraph', 'Table']
    >>> document.blocks[1].rows[1].cells[1].text
    'Крок\\nЩе крок'
    """
    lines = list(enumerate(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n"), start=1))
    blocks: list[Block] = []
    tables = 0
    for is_table, part in _parts(lines):
        if is_table:
            tables += 1
            blocks.append(_table(part, tables))
        else:
            blocks.extend(_paragraphs(part))
    return Document(name=name, format="text", blocks=tuple(blocks))


def cell_text(raw: str) -> str:
    """The cell without markup; paragraphs, list entries and double spaces become line ends.

    >>> cell_text("<b>Захід 1</b>  Провести <ul style='x'> - збори")
    'Захід 1\\nПровести\\n- збори'
    """
    parts = (" ".join(_MARKUP.sub("", part).split()) for part in _BREAKS.split(raw))
    return "\n".join(part for part in parts if part)


def _parts(lines: Sequence[_Numbered]) -> Iterator[tuple[bool, list[_Numbered]]]:
    """Runs of table lines and of other lines; a few lines between two rows are the table's own."""
    tabbed = [k for k, (_, line) in enumerate(lines) if "\t" in line and line.strip()]
    start = 0
    for first, last in _table_runs(lines, tabbed):
        if first > start:
            yield False, list(lines[start:first])
        yield True, list(lines[first : last + 1])
        start = last + 1
    if start < len(lines):
        yield False, list(lines[start:])


def _table_runs(lines: Sequence[_Numbered], tabbed: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = previous = None
    for k in tabbed:
        if first is not None and previous is not None:
            between = sum(1 for _, line in lines[previous + 1 : k] if line.strip())
            if between > STRAY_LINES:
                yield first, previous
                first = None
        first = k if first is None else first
        previous = k
    if first is not None and previous is not None:
        yield first, previous


def _table(lines: Sequence[_Numbered], number: int) -> Table:
    rows: list[Row] = []
    after_break = False
    for line_number, line in lines:
        if not line.strip():
            after_break = after_break or "\t" not in line  # a row of empty cells is no page break
            continue
        cells = tuple(_cell(raw, column) for column, raw in enumerate(line.rstrip("\n").split("\t")))
        rows.append(Row(cells, index=len(rows) + 1, line=line_number, after_break=after_break))
        after_break = False
    return Table(tuple(rows), number=number, width=max(len(row.cells) for row in rows), spans=False)


def _cell(raw: str, column: int) -> Cell:
    return Cell(text=cell_text(raw), column=column, bold=_whole_is_bold(raw), bullets=bool(_BULLET_TAG.search(raw)))


def _whole_is_bold(raw: str) -> bool:
    """Whether bold begins the text and nothing follows its end."""
    stripped = raw.strip()
    if not _BOLD.match(stripped):
        return False
    return bool(re.search(r"(?:</b>|</strong>|\*\*)\W*$", stripped, re.IGNORECASE)) and stripped.count("<b>") <= 1


def _paragraphs(lines: Sequence[_Numbered]) -> Iterator[Paragraph]:
    for line_number, line in lines:
        text = " ".join(cell_text(line).split())
        if text:
            yield Paragraph(text, line=line_number, last_line=line_number, bold=_whole_is_bold(line))
