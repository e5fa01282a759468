"""Tables without rules: columns by the gutters that stay white, rows by the space between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from corpus.readers.pdf_lines import PrintedLine, Word

# Columns are set apart by this many line heights at least; a table has so many lines and columns at least.
_GUTTER, _LINES, _COLUMNS = 0.9, 3, 3
_CROSSING = 0.08
_WIDE = 0.75  # of a line's height: no gap between the lines of one cell
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?$")
# From so many lines on a stretch as wide as this part of a line's height is a gutter; so many lines in a row may run
# across a table (a section's title).
_MANY, _NARROWEST, _ACROSS = 8, 0.4, 3


def segments(line: PrintedLine) -> list[tuple[Word, ...]]:
    """The words of a line set apart by wide gaps."""
    out: list[list[Word]] = []
    for word in line.words:
        if out and word.x0 - out[-1][-1].x1 <= _GUTTER * line.height:
            out[-1].append(word)
        else:
            out.append([word])
    return [tuple(part) for part in out]


def table_stretches(lines: Sequence[PrintedLine]) -> list[tuple[int, int]]:
    """Where lines of three and more segments begin and end (both included), what stands between them with them."""
    tabular = [k for k, line in enumerate(lines) if len(segments(line)) >= _COLUMNS]
    stretches: list[tuple[int, int]] = []
    for k in tabular:
        if stretches and k - stretches[-1][1] <= 8:
            stretches[-1] = (stretches[-1][0], k)
        else:
            stretches.append((k, k))
    return [(first, last) for first, last in stretches if last - first + 1 >= _LINES]


def gutters(lines: Sequence[PrintedLine]) -> list[float]:
    """The middles of the white stretches between columns.

    A few lines may cross one: sections run across the whole table. In many lines the blanks between words never stand
    one below the other, so a narrow stretch counts there; in few lines only wide gaps do.
    """
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    steps = int(right - left) + 1
    covered = [0] * (steps + 1)
    lines = _without_sections(lines)
    many = len(lines) >= _MANY
    for line in lines:
        for part in [(word,) for word in line.words] if many else segments(line):
            for x in range(int(part[0].x0 - left), min(int(part[-1].x1 - left) + 1, steps)):
                covered[x] += 1
    narrowest = _NARROWEST * median(line.height for line in lines) if many else 4
    allowed = len(lines) * _CROSSING
    found, begin = [], None
    for x, count in enumerate([*covered, 10**9]):
        if count <= allowed and begin is None:
            begin = x
        elif count > allowed and begin is not None:
            if x - begin >= narrowest and begin > 0 and x <= steps:
                found.append(left + (begin + x) / 2)
            begin = None
    return found


def _without_sections(lines: Sequence[PrintedLine]) -> Sequence[PrintedLine]:
    """The lines without those that begin in a column of numbers with a word: titles that run across the table."""
    left = min(line.x0 for line in lines) + 0.5 * median(line.height for line in lines)
    numbered = [line.x0 <= left and bool(_NUMBER.match(line.words[0].text)) for line in lines]
    if sum(numbered) < _LINES:
        return lines
    kept = [line for line, has in zip(lines, numbered, strict=True) if has or line.x0 > left]
    return kept if len(kept) >= _LINES else lines


def fits(line: PrintedLine, cuts: Sequence[float]) -> bool:
    """Whether no word of the line stands on a border of columns."""
    return not any(word.x0 + 1 < cut < word.x1 - 1 for word in line.words for cut in cuts)


def reach(lines: Sequence[PrintedLine], cuts: Sequence[float]) -> int:
    """How many of the lines, from the first on, belong to a table with these columns; sections may run across."""
    end = across = columns = 0
    for k, line in enumerate(lines):
        if fits(line, cuts):
            end, across = k + 1, 0
            columns = max(columns, len({_column((word,), cuts) for word in line.words}))
        else:
            across += 1
            if across > _ACROSS:
                break
    return end if columns > 1 else 0


def rows_of(lines: Sequence[PrintedLine], cuts: Sequence[float]) -> list[list[list[Word]]]:
    """The rows of the stretch, each as the words of its columns; a row begins after a gap, with a number, and where a
    title that runs across begins or ends."""
    pitch = _pitch(lines)
    title = False
    rows: list[list[list[Word]]] = []
    for k, line in enumerate(lines):
        gap = line.top - lines[k - 1].bottom if k else 0.0
        cells: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
        for part in segments(line) if _runs_across(line, cuts) else [(word,) for word in line.words]:
            cells[_column(part, cuts)].extend(part)
        numbered = bool(cells[0]) and cells[0][0].text.rstrip(".)").replace(".", "").isdigit()
        before, title = title, _runs_across(line, cuts) and not any(cells[1:])
        if k == 0 or gap > pitch or numbered or title != before:
            rows.append(cells)
        else:
            for known, more in zip(rows[-1], cells, strict=True):
                known.extend(more)
    return rows


def _column(part: Sequence[Word], cuts: Sequence[float]) -> int:
    """The column in which a segment begins (one that crosses a gutter belongs to its first)."""
    at = part[0].x0 if len(part) > 1 else (part[0].x0 + part[0].x1) / 2
    return sum(at > cut for cut in cuts)


def _runs_across(line: PrintedLine, cuts: Sequence[float]) -> bool:
    """Whether the line takes no heed of the columns: words stand on half or more of the borders that it meets, or the
    first one on the first."""
    if line.words[0].x0 + 1 < cuts[0] < line.words[0].x1 - 1 and len(segments(line)) == 1:
        return True
    met = [cut for cut in cuts if line.x0 < cut < line.x1]
    crossed = [cut for cut in met if any(word.x0 + 1 < cut < word.x1 - 1 for word in line.words)]
    return bool(crossed) and len(crossed) * 2 >= len(met)


def _pitch(lines: Sequence[PrintedLine]) -> float:
    """The gap between lines from which on a row has ended: clearly more than that of lines within a cell. Where even
    the smaller gaps are wide, each row is a single line."""
    gaps = sorted(max(0.0, line.top - before.bottom) for before, line in pairwise(lines))
    height = median(line.height for line in lines)
    usual = gaps[len(gaps) // 4] if gaps else 0.0
    return (usual if usual < _WIDE * height else 0.0) + 0.45 * height
