"""Tables without rules: columns by the gutters that stay white, rows by the space between them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from corpus.readers.pdf_lines import PrintedLine, Word

# Columns are set apart by this many line heights at least; a table has so many lines and columns at least.
_GUTTER, _LINES, _COLUMNS = 0.9, 3, 3
_CROSSING = 0.08


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

    A few lines may cross one: sections run across the whole table.
    """
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    steps = int(right - left) + 1
    covered = [0] * (steps + 1)
    for line in lines:
        for part in segments(line):
            for x in range(int(part[0].x0 - left), min(int(part[-1].x1 - left) + 1, steps)):
                covered[x] += 1
    allowed = len(lines) * _CROSSING
    found, begin = [], None
    for x, count in enumerate([*covered, 10**9]):
        if count <= allowed and begin is None:
            begin = x
        elif count > allowed and begin is not None:
            if x - begin >= 4 and begin > 0 and x <= steps:
                found.append(left + (begin + x) / 2)
            begin = None
    return found


def rows_of(lines: Sequence[PrintedLine], cuts: Sequence[float]) -> list[list[list[Word]]]:
    """The rows of the stretch, each as the words of its columns; a row begins after a gap, or with a number."""
    pitch = _pitch(lines)
    rows: list[list[list[Word]]] = []
    for k, line in enumerate(lines):
        gap = line.top - lines[k - 1].bottom if k else 0.0
        cells: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
        for part in segments(line):
            cells[_column(part, cuts)].extend(part)
        numbered = bool(cells[0]) and cells[0][0].text.rstrip(".)").replace(".", "").isdigit()
        if k == 0 or gap > pitch or numbered:
            rows.append(cells)
        else:
            for known, more in zip(rows[-1], cells, strict=True):
                known.extend(more)
    return rows


def _column(part: Sequence[Word], cuts: Sequence[float]) -> int:
    """The column in which a segment begins (one that crosses a gutter belongs to its first)."""
    return sum(part[0].x0 > cut for cut in cuts)


def _pitch(lines: Sequence[PrintedLine]) -> float:
    """The gap between lines from which on a row has ended: clearly more than the usual one."""
    gaps = [max(0.0, line.top - before.bottom) for before, line in pairwise(lines)]
    return (median(gaps) if gaps else 0.0) + 0.45 * median(line.height for line in lines)
