"""What stands outside ruled tables on a page: tables without rules, and paragraphs with the half they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from corpus.deadlines import looks_like_deadline
from corpus.readers.pdf_columns import gutters, reach, rows_of, table_stretches
from corpus.readers.pdf_lines import PrintedLine, Word, joined, paragraphs, printed_lines
from corpus.readers.pdf_rules import RuledTable

# Points that a cell leaves free at its sides, both together
_PADDING, _WIDEST_PADDING = 8.0, 20.0


def inner_width(lines: Sequence[PrintedLine], left: float, right: float) -> float:
    """The width that lines of a cell can fill: its own less the margins, as the nearest line shows them."""
    margin = min((line.x0 - left for line in lines), default=0.0)
    return right - left - max(_PADDING, min(2 * margin, _WIDEST_PADDING))


def outside_pieces(
    lines: Sequence[PrintedLine], tables: Sequence[RuledTable], width: float, before: Sequence[float] = ()
) -> Iterator[tuple[float, dict[str, Any]]]:
    """What stands outside ruled tables: tables without rules (where there are no ruled ones) and paragraphs.

    ``before`` are the borders of columns of a table without rules that the page before ended with.
    """
    at = reach(lines, before) if before and not tables else 0
    if at:
        yield lines[0].top, _unruled(lines[:at], before)
    for first, last in table_stretches(lines[at:]) if not tables else []:
        first, last = first + at, last + at
        cuts = gutters(lines[first : last + 1])
        if len(cuts) < 2:
            continue
        last = max(last, first + reach(lines[first:], cuts) - 1)
        yield from _prose(lines[at:first], width)
        yield lines[first].top, _unruled(lines[first : last + 1], cuts)
        at = last + 1
        break
    yield from _prose(lines[at:], width)


def _unruled(lines: Sequence[PrintedLine], cuts: Sequence[float]) -> dict[str, Any]:
    edges = [min(line.x0 for line in lines), *cuts, max(line.x1 for line in lines)]
    cells = []
    rows = rows_of(lines, cuts)
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            own = printed_lines(words)
            width = inner_width(own, edges[c], edges[c + 1])
            text = "\n".join(joined(group, width) for group in paragraphs(own, width))
            bold = bool(own) and all(line.bold for line in own)
            cells.append({"r": r, "c": c, "rs": 1, "cs": 1, "t": text, "b": bold})
    return {"kind": "unruled", "xs": edges, "rows": len(rows), "open": True, "cells": cells, "top": lines[0].top,
            "bottom": lines[-1].bottom, "levels": [_level(row, lines) for row in rows]}  # fmt: skip


def _level(row: Sequence[Sequence[Word]], lines: Sequence[PrintedLine]) -> tuple[float, float]:
    """The top and the bottom of a row's words."""
    words = [word for cell in row for word in cell]
    return min((w.top for w in words), default=lines[0].top), max((w.bottom for w in words), default=lines[0].top)


def _prose(lines: Sequence[PrintedLine], width: float) -> Iterator[tuple[float, dict[str, Any]]]:
    """Paragraphs of the lines, right-hand blocks apart from those that begin at the left."""
    if not lines:
        return
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    for block in _blocks(lines, left, right):
        is_right = block[0].x0 > left + 0.4 * (right - left)
        inner = (right - min(line.x0 for line in block)) if is_right else right - left
        for group in _with_dates_apart(paragraphs(block, inner)) if is_right else paragraphs(block, inner):
            first = group[0]
            middle = (first.x0 + first.x1) / 2
            centred = abs(middle - width / 2) < 0.03 * width and first.x0 > left + 0.08 * (right - left)
            yield first.top, {
                "kind": "line", "t": joined(group, inner), "b": all(line.bold for line in group),
                "right": is_right and not centred, "centred": centred, "top": first.top, "bottom": group[-1].bottom,
            }  # fmt: skip


def _with_dates_apart(groups: Sequence[list[PrintedLine]]) -> Iterator[list[PrintedLine]]:
    """Right-hand blocks name bodies and then say when: a line that is a date begins a paragraph of its own."""
    for group in groups:
        cut = next(
            (
                k
                for k in range(1, len(group))
                if looks_like_deadline(group[k].text) and not looks_like_deadline(group[k - 1].text)
            ),
            0,
        )
        yield from (group[:cut], group[cut:]) if cut else (group,)


def _blocks(lines: Sequence[PrintedLine], left: float, right: float) -> list[list[PrintedLine]]:
    """Runs of lines that begin in the same half."""
    middle = left + 0.4 * (right - left)
    blocks: list[list[PrintedLine]] = []
    for line in lines:
        if blocks and (blocks[-1][-1].x0 > middle) == (line.x0 > middle):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks
