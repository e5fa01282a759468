"""What a reader makes of a file: blocks in reading order, with where each stood.

A document is paragraphs and tables. A table keeps merged cells as spans, so that "blank because merged" and "blank
because empty" stay two things, and page breaks as marks between rows, so that joining a row that a page has cut is
the layout's decision and not the reader's.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text outside tables.

    ``line`` is its first line in a text file (from 1), ``page`` its page (from 1). ``number`` is the list number
    that the format keeps outside the text (DOCX numbering, ``<ol start>``). ``heading`` is the heading level where
    the format says one, ``bold`` whether all of it is bold, ``right`` whether it is set to the right half.
    """

    text: str
    line: int | None = None
    last_line: int | None = None
    page: int | None = None
    number: str | None = None
    heading: int | None = None
    bold: bool = False
    centred: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. ``text`` keeps line ends between the paragraphs of the cell (``\\n``), no other markup.

    ``column`` is the grid column where it begins (from 0); ``colspan``/``rowspan`` say how many it covers.
    ``bullets`` marks that the cell's paragraphs are list entries. ``number`` is a list number kept outside the text.
    """

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1
    bold: bool = False
    bullets: bool = False
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: the cells that begin in it, left to right (a cell merged from above is not repeated).

    ``index`` counts the rows of the table (from 1); ``line`` is the row's line in a text file; ``after_break`` marks
    the first row after a page break. ``band`` is where the row stands on its page: its top and its bottom as parts of
    the page's height, where a format has such places.
    """

    cells: tuple[Cell, ...]
    index: int
    line: int | None = None
    page: int | None = None
    after_break: bool = False
    header: bool = False
    band: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table grid. ``number`` counts the tables of the document (from 1). ``spans`` says that the format keeps merges
    (DOCX, HTML, XLSX); a text dump or an unruled PDF does not, and blanks there may be merges."""

    rows: tuple[Row, ...]
    number: int
    width: int
    spans: bool = True
    sheet: str | None = None


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its name, the format read, the blocks, and what the reader has to say (``warnings``).

    ``title`` is the title that the format keeps beside the text (an HTML page's <title>, a DOCX core property).
    """

    name: str
    format: str
    blocks: tuple[Block, ...]
    title: str | None = None
    warnings: tuple[str, ...] = field(default=())
