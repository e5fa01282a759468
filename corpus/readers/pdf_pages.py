"""One PDF, page after page, as JSON lines on standard output: run as a program of its own by ``corpus.readers.pdf``.

A process of its own, because a hostile PDF can make any reader ask for all memory or never end: here the system sets
the bounds. The only importer of pdfplumber.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from corpus.readers.pdf_layout import inner_width, outside_pieces
from corpus.readers.pdf_lines import Word, joined, paragraphs, printed_lines
from corpus.readers.pdf_rules import Box, RuledTable, rules_of, tables_of

MEMORY = 3 * 1024**3
MOST_WORDS, MOST_RULES = 60_000, 20_000
# A page whose rules would make more fields than this is a drawing.
_MOST_FIELDS = 40_000
_BOLD = ("bold", "black", "heavy", "demi", "-bd")


def main(path: str, seconds: int) -> int:
    """Print the pages of the file; exit code 3 says that a password is needed, 4 that it is no whole PDF."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    import logging

    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    logging.disable(logging.CRITICAL)
    try:
        with pdfplumber.open(path) as pdf:
            _print({"pages": len(pdf.pages), "title": _title(pdf.metadata)})
            columns: Sequence[float] = ()
            for page in pdf.pages:
                record = page_pieces(page, columns)
                columns = _columns_at_the_end(record["pieces"])
                _print(record)
                page.close()
    except PDFPasswordIncorrect:
        return 3
    except Exception as error:  # whatever a broken file provokes in the library
        if "Password" in repr(error):
            return 3
        print(f"{type(error).__name__}: {error}"[:200], file=sys.stderr)
        return 4
    return 0


def _print(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _title(metadata: dict[str, Any] | None) -> str | None:
    title = (metadata or {}).get("Title")
    return " ".join(title.split()) or None if isinstance(title, str) else None


def _columns_at_the_end(pieces: Sequence[dict[str, Any]]) -> Sequence[float]:
    """The borders of columns of the table without rules that the page ends with (a page number may stand below)."""
    last = [piece for piece in pieces if piece["kind"] != "line" or len(piece["t"]) > 6]
    columns: list[float] = last[-1]["xs"][1:-1] if last and last[-1]["kind"] == "unruled" else []
    return columns


def page_pieces(page: Any, before: Sequence[float] = ()) -> dict[str, Any]:
    """The page's pieces from top to bottom: paragraphs, and tables with their columns' places. ``before`` are the
    borders of columns that the page before ended with."""
    chars = _once([char for char in page.chars if char.get("upright", True)])
    found = rules_of(page.lines, page.rects)
    tables = [one for one in (tables_of(found) if len(found) <= MOST_RULES else []) if _is_table(one)]
    pieces: list[tuple[float, dict[str, Any]]] = []
    rest = chars
    for table in tables:
        inside, rest = _split(rest, table.bounds())
        pieces.append((table.ys[0], _table(table, inside)))
    words = words_of(rest)[:MOST_WORDS]
    pieces += outside_pieces(printed_lines(words), tables, float(page.width), before)
    pieces.sort(key=lambda piece: piece[0])
    height = float(page.height)
    return {"page": page.page_number, "height": height, "scan": not words and not tables and bool(page.images),
            "pieces": [piece for _, piece in pieces]}  # fmt: skip


def _once(chars: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The letters without those printed again in the same place, as some programs do to make text bold."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for char in chars:
        key = (char["text"], round(char["x0"]), round(char["top"]))
        if key not in seen:
            seen.add(key)
            kept.append(char)
    return kept


def _is_table(table: RuledTable) -> bool:
    return (len(table.xs) - 1) * (len(table.ys) - 1) <= _MOST_FIELDS


def words_of(chars: Sequence[dict[str, Any]]) -> list[Word]:
    """The words that the letters make; a gap of a seventh of the size divides them, however small the print."""
    from pdfplumber.utils.text import extract_words

    found = extract_words(
        list(chars), x_tolerance_ratio=0.15, y_tolerance=2, keep_blank_chars=False, extra_attrs=["fontname"],
        use_text_flow=False,
    )  # fmt: skip
    words = []
    for word in found:
        bold = any(mark in str(word["fontname"]).lower() for mark in _BOLD)
        words.append(Word(word["text"], word["x0"], word["x1"], word["top"], word["bottom"], bold))
    return _whole(words)


def _whole(words: Sequence[Word]) -> list[Word]:
    """Words that only a change of font has divided put together."""
    out: list[Word] = []
    for word in words:
        last = out[-1] if out else None
        if last and abs(last.top - word.top) < 2 and -1 < word.x0 - last.x1 < 0.08 * (word.bottom - word.top):
            bold = last.bold and word.bold
            out[-1] = Word(last.text + word.text, last.x0, word.x1, min(last.top, word.top), word.bottom, bold)
        else:
            out.append(word)
    return out


_Bounds = tuple[float, float, float, float]


def _split(chars: Sequence[dict[str, Any]], bounds: _Bounds) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    inside: list[dict[str, Any]] = []
    outside: list[dict[str, Any]] = []
    for char in chars:
        (inside if _is_within(char, bounds) else outside).append(char)
    return inside, outside


def _is_within(char: dict[str, Any], bounds: _Bounds) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(bounds[0] <= x <= bounds[2] and bounds[1] <= y <= bounds[3])


def _table(table: RuledTable, chars: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The table with the letters of each field made into its text."""
    owner = {
        (box.row + r, box.column + c): k
        for k, box in enumerate(table.boxes)
        for r in range(box.rowspan)
        for c in range(box.colspan)
    }
    letters: list[list[dict[str, Any]]] = [[] for _ in table.boxes]
    for char in chars:
        row = _place((char["top"] + char["bottom"]) / 2, table.ys)
        column = _place((char["x0"] + char["x1"]) / 2, table.xs)
        letters[owner[row, column]].append(char)
    cells = [_cell(box, own) for box, own in zip(table.boxes, letters, strict=True)]
    return {"kind": "table", "xs": table.xs, "rows": len(table.ys) - 1, "open": table.open_top, "cells": cells,
            "top": table.ys[0], "bottom": table.ys[-1], "levels": list(pairwise(table.ys))}  # fmt: skip


def _place(value: float, places: Sequence[float]) -> int:
    return min(max(0, sum(value > place for place in places) - 1), len(places) - 2)


def _cell(box: Box, chars: Sequence[dict[str, Any]]) -> dict[str, Any]:
    lines = printed_lines(words_of(chars))
    width = inner_width(lines, box.x0, box.x1)
    text = "\n".join(joined(group, width) for group in paragraphs(lines, width))
    bold = bool(lines) and all(line.bold for line in lines)
    return {"r": box.row, "c": box.column, "rs": box.rowspan, "cs": box.colspan, "t": text, "b": bold}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
