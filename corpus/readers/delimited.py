"""CSV: the delimiter found by which one makes rows of equal length, quoted cells with line ends kept whole."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

from corpus.blocks import Document
from corpus.messages import Problem
from corpus.readers.limits import Budget
from corpus.readers.sheets import SheetCell, SheetRow, blocks_of_sheet

DELIMITERS = ";,\t|"
_SAMPLE = 200_000


def read_delimited(text: str, name: str, budget: Budget) -> Document | None:
    """The document of a CSV file; None where no delimiter makes a table of it. Raises Problem for what is broken."""
    delimiter = delimiter_of(text)
    if delimiter is None:
        return None
    try:
        rows = list(_rows(text, delimiter, budget))
    except csv.Error as error:
        raise Problem("damaged-file", name=name, reason=" ".join(str(error).split())[:160]) from error
    blocks = blocks_of_sheet(rows, 1, budget, spans=False)
    return Document(name, "csv", tuple(blocks), warnings=tuple(budget.remarks))


def delimiter_of(text: str) -> str | None:
    """The delimiter by which most rows have the same number of cells, two at least.

    >>> delimiter_of("№;Захід\\n1;Збори, семінар\\n2;Нарада\\n")
    ';'
    """
    best: tuple[float, int, str] | None = None
    for order, delimiter in enumerate(DELIMITERS):
        widths = _widths(text[:_SAMPLE], delimiter)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        agreement = count / widths.total()
        rank = (round(agreement * min(width, 4), 3), -order, delimiter)
        if best is None or rank > best:
            best = rank
    return best[2] if best else None


def _widths(sample: str, delimiter: str) -> Counter[int]:
    """How many rows have how many cells, of those with more than one."""
    try:
        lengths = [len(row) for row in csv.reader(sample.splitlines(keepends=True), delimiter=delimiter) if any(row)]
    except csv.Error:
        return Counter()
    return Counter(length for length in lengths if length > 1)


def _rows(text: str, delimiter: str, budget: Budget) -> Iterator[SheetRow]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    line = 1
    for index, row in enumerate(reader, start=1):
        budget.cells(len(row))
        cells = (SheetCell(cell, column) for column, cell in enumerate(row) if cell.strip())
        yield SheetRow(tuple(cells), index, line)
        line = reader.line_num + 1
