"""Fictional tables and dumps for the tests of layout and reading."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.blocks import Cell, Document, Paragraph, Row, Table
from corpus.layout.trace import Trace
from corpus.measures import RawMeasure, measures_of
from corpus.readers.text_dump import read_text_dump

Measures = Callable[..., list[RawMeasure]]


def grid(text: str, *, number: int = 1) -> Table:
    """A table with spans from lines «a | b | c»: «^» is merged from above, «<» from the left; ¶ ends a paragraph and a
    line «-----» the page."""
    printed = text.strip().splitlines()
    breaks = {k - printed[:k].count("-----") for k, line in enumerate(printed) if line == "-----"}
    lines = [[part.strip() for part in line.split("|")] for line in printed if line != "-----"]
    rows = []
    for r, parts in enumerate(lines):
        cells = []
        for c, part in enumerate(parts):
            if part in {"^", "<"}:
                continue
            colspan = 1 + next((k for k, other in enumerate(parts[c + 1 :]) if other != "<"), len(parts) - c - 1)
            below = [line[c] if c < len(line) else "" for line in lines[r + 1 :]]
            rowspan = 1 + next((k for k, other in enumerate(below) if other != "^"), len(below))
            cells.append(Cell(part.replace("¶", "\n"), c, colspan, rowspan))
        rows.append(Row(tuple(cells), r + 1, after_break=r in breaks))
    return Table(tuple(rows), number, max(len(parts) for parts in lines))


@pytest.fixture
def from_grid() -> Measures:
    """Measures of a table written as «a | b» lines."""

    def read(*tables: str) -> list[RawMeasure]:
        blocks = tuple(grid(text, number=k + 1) for k, text in enumerate(tables))
        return measures_of(Document("план.docx", "docx", blocks), Trace())

    return read


@pytest.fixture
def from_dump() -> Measures:
    """Measures of a text dump whose cells are set off by « | »."""

    def read(text: str) -> list[RawMeasure]:
        lines = [
            "\t".join(part.strip() for part in line.split("|")) if "|" in line else line for line in text.split("\n")
        ]
        return measures_of(read_text_dump("\n".join(lines), "план.txt"), Trace())

    return read


@pytest.fixture
def from_paragraphs() -> Measures:
    """Measures of paragraphs; one that begins with «>» is set to the right."""

    def read(*texts: str) -> list[RawMeasure]:
        blocks = tuple(Paragraph(text.lstrip("> "), right=text.startswith(">")) for text in texts)
        return measures_of(Document("план.docx", "docx", blocks), Trace())

    return read
