"""PDF with a text layer: pages put together, tables that go on over a page end joined and the break marked.

The pages are read by a process of its own, within time and memory; a PDF of mere pictures goes to text recognition.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import Any

import corpus
from corpus.blocks import Block, Cell, Document, Paragraph, Row, Table
from corpus.messages import Problem
from corpus.readers.limits import Budget

_NEEDS_PASSWORD = 3
# Lines that a page prints of itself: its number, the running head of an annex.
_RUNNING = re.compile(
    r"^(?:[-–—]?\s*\d{1,4}\s*[-–—]?|стор(?:інка|\.)?\s*\d+(?:\s*(?:з|із|/)\s*\d+)?"
    r"|продовження (?:додатк|таблиц)\S*(?:\s*\d+)?)$",
    re.IGNORECASE,
)
# Columns of two pages are the same when their places differ by no more points than this.
_SAME_COLUMN = 6.0
_MOST_LINE = 64 * 1024 * 1024


def read_pdf(path: Path, budget: Budget) -> Document:
    """The document of a PDF. Raises Problem where it is damaged, protected, over the limits or cannot be recognised."""
    pages: list[dict[str, Any]] = []
    title: str | None = None
    count = 0
    for record in _records(path, budget):
        if "pages" in record:
            count, title = record["pages"], record["title"]
            budget.check("сторінок / pages", count, budget.limits.pages)
        else:
            budget.cells(sum(len(piece.get("cells", ())) for piece in record["pieces"]))
            pages.append(record)
            budget.page(len(pages), count)
    if pages and sum(page["scan"] for page in pages) * 2 > len(pages):
        from corpus.readers.scanned import read_scanned_pdf

        return read_scanned_pdf(path, count, budget)
    blocks = assembled(pages, budget)
    return Document(path.name, "pdf", tuple(blocks), title=title, warnings=tuple(budget.remarks))


def _records(path: Path, budget: Budget) -> Iterator[dict[str, Any]]:
    """What the reading process prints. It is ended when its time is over or nobody listens any more."""
    seconds = max(1, int(budget.seconds_left()))
    environment = {**os.environ, "PYTHONPATH": str(Path(corpus.__file__).resolve().parents[1])}
    command = [sys.executable, "-P", "-m", "corpus.readers.pdf_pages", str(path.resolve()), str(seconds)]
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    timer = Timer(seconds, process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        while line := process.stdout.readline(_MOST_LINE):
            yield json.loads(line)
        errors = process.communicate()[1].decode("utf-8", "replace")
    finally:
        timer.cancel()
        if process.poll() is None:
            process.kill()
            process.communicate()
    _judge(process.returncode, errors, budget)


def _judge(code: int, errors: str, budget: Budget) -> None:
    budget.check_time()
    if code == _NEEDS_PASSWORD:
        raise Problem("encrypted-file", name=budget.name)
    if code != 0:
        said = errors.strip().splitlines()
        reason = (said[-1][:160] if said else f"rc {code}") or "PDF"
        raise Problem("damaged-file", name=budget.name, reason=reason)


def assembled(pages: Sequence[dict[str, Any]], budget: Budget) -> list[Block]:
    """The pages' pieces as blocks; a table at the top of a page goes on the one at the end of the page before."""
    blocks: list[Block] = []
    last: dict[str, Any] | None = None  # the table that the page before ended with
    tables = 0
    for page in pages:
        pieces = [piece for piece in page["pieces"] if not _is_running(piece, page["height"])]
        for place, piece in enumerate(pieces):
            if piece["kind"] == "line":
                budget.paragraph()
                blocks.append(_paragraph(piece, page["page"]))
                continue
            piece = {**piece, "height": page.get("paper", page["height"])}
            continued = place == 0 and last is not None and _same_columns(last, piece)
            if continued and isinstance(blocks[-1], Table):
                blocks[-1] = _extended(blocks[-1], _aligned(piece, last or piece), page["page"], budget)
                piece = {**piece, "xs": (last or piece)["xs"]}
            else:
                tables += 1
                blocks.append(_table(piece, tables, page["page"], budget))
            last = piece
        if not pieces or pieces[-1]["kind"] == "line":
            last = None
    return blocks


def _is_running(piece: dict[str, Any], height: float) -> bool:
    """A page number or running head in the upper or lower eighth of the page."""
    if piece["kind"] != "line" or not _RUNNING.match(piece["t"]):
        return False
    return bool(piece["bottom"] < height / 8 or piece["top"] > height * 7 / 8)


def _same_columns(before: dict[str, Any], piece: dict[str, Any]) -> bool:
    """Whether every column of the piece is one of the table before, and the right ends agree (left ones get lost)."""
    if before["kind"] != piece["kind"]:
        return False
    if piece["kind"] == "unruled":
        return len(before["xs"]) == len(piece["xs"])
    known = before["xs"]
    near = [any(abs(x - place) <= _SAME_COLUMN for place in known) for x in piece["xs"]]
    return all(near) and abs(known[-1] - piece["xs"][-1]) <= _SAME_COLUMN


def _aligned(piece: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """The piece's cells on the columns of the table that it goes on."""
    if piece["kind"] == "unruled":
        return piece
    known = before["xs"]
    place = [min(range(len(known)), key=lambda k: abs(known[k] - x)) for x in piece["xs"]]
    cells = []
    for cell in piece["cells"]:
        first, after = place[cell["c"]], place[cell["c"] + cell["cs"]]
        cells.append({**cell, "c": first, "cs": max(1, after - first)})
    return {**piece, "cells": cells, "xs": known}


def _paragraph(piece: dict[str, Any], page: int) -> Paragraph:
    return Paragraph(piece["t"], page=page, bold=piece["b"], centred=piece["centred"], right=piece["right"])


def _table(piece: dict[str, Any], number: int, page: int, budget: Budget) -> Table:
    budget.check("стовпців / columns", len(piece["xs"]), budget.limits.width)
    rows = _rows(piece, 0, page, budget)
    return Table(tuple(rows), number=number, width=len(piece["xs"]) - 1, spans=piece["kind"] == "table")


def _extended(table: Table, piece: dict[str, Any], page: int, budget: Budget) -> Table:
    """The table with the rows of the next page; the first of them is marked as following a page break."""
    first, *more = _rows(piece, len(table.rows), page, budget)
    return replace(table, rows=(*table.rows, replace(first, after_break=True), *more))


def _rows(piece: dict[str, Any], before: int, page: int, budget: Budget) -> list[Row]:
    rows: list[list[Cell]] = [[] for _ in range(piece["rows"])]
    for cell in piece["cells"]:
        text = budget.cut(cell["t"])
        rows[cell["r"]].append(Cell(text, cell["c"], cell["cs"], cell["rs"], bold=cell["b"]))
    return [
        Row(tuple(sorted(cells, key=lambda cell: cell.column)), index=before + k, page=page, band=_band(piece, k - 1))
        for k, cells in enumerate(rows, start=1)
    ]


def _band(piece: dict[str, Any], row: int) -> tuple[float, float]:
    """Where a row stands, as parts of its page's height."""
    top, bottom = piece["levels"][row]
    return round(top / piece["height"], 4), round(bottom / piece["height"], 4)
