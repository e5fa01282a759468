"""From a table to its entries (headings and lines with roles): the steps, in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.blocks import Table
from corpus.layout.alignment import Alignment, Line, by_columns, numbers_every_row, numbers_rows, pages_of
from corpus.layout.breaks import join_page_breaks
from corpus.layout.content import is_indicator
from corpus.layout.cut_rows import join_cut_rows
from corpus.layout.grid import GridRow, grid_of
from corpus.layout.header import Header, find_header, is_header_row, is_number_row, is_signature, same_header
from corpus.layout.headings import Entry, Heading, heading_of, is_open, level_headings
from corpus.layout.roles import CUT_ROLES, Role, roles_of_wording
from corpus.layout.shifts import deadlines_from_next_rows, deadlines_out_of_bodies
from corpus.layout.trace import Trace, shortened

LEAST_COLUMNS = 3  # fewer cells are no row of a plan

Step = Callable[[Sequence[Entry], Trace], list[Entry]]


def _level(entries: Sequence[Entry], trace: Trace) -> list[Entry]:
    leveled = level_headings(entries)
    for entry in leveled:
        if isinstance(entry, Heading):
            trace.say("заголовки", f"{entry.row.place()}: {entry.level} «{shortened(entry.text)}»")
    return leveled


# What is done to the entries of every table, one step after the other.
STEPS: tuple[Step, ...] = (
    _level,
    deadlines_out_of_bodies,
    join_page_breaks,
    deadlines_from_next_rows,
)


def plans_in(table: Table, trace: Trace) -> list[tuple[Header | None, list[GridRow]]]:
    """The table's header (None where it is no plan) and its rows; one more pair for each header further down that
    names the columns anew in another order (several plans on one sheet)."""
    grid = grid_of(table)
    header = find_header(grid, table.spans)
    place = f"таблиця {table.number}" + (f", аркуш {table.sheet}" if table.sheet else "")
    if header is None:
        trace.say("таблиці", f"{place}: {len(grid)} рядків, не план (немає колонок заходів і виконання)")
        return [(None, grid)]
    plans: list[tuple[Header | None, list[GridRow]]] = []
    while header is not None:
        cut = _next_plan(grid, header)
        own = grid[:cut]
        trace.say("таблиці", f"{place}: {len(own)} рядків, план")
        known = find_header(own, table.spans) if cut < len(grid) else header
        for column in (known or header).columns:
            trace.say("колонки", column.says())
        plans.append((known or header, own))
        grid = grid[cut:]
        header = find_header(grid, table.spans) if grid else None
    return plans


def _next_plan(grid: Sequence[GridRow], header: Header) -> int:
    """Where the next plan's rows begin: below the last full row before a header of another order. Else the end."""
    order = [roles for roles in header.order() if roles]
    if any(row.after_break for row in grid):  # a page of a dump may print its header in any way
        return len(grid)
    for k in range(max(header.rows, default=-1) + 1, len(grid)):
        texts = [grid[k].slots[column].text for column in grid[k].filled()]
        other = [roles for roles in map(roles_of_wording, texts) if roles and len(texts) >= LEAST_COLUMNS]
        if other and is_header_row(grid[k]) and not _within(other, order):
            while k > 0 and len(grid[k - 1].filled()) < LEAST_COLUMNS:
                k -= 1
            return k
    return len(grid)


def _within(part: Sequence[tuple[Role, ...]], whole: Sequence[tuple[Role, ...]]) -> bool:
    """Whether the one comes, in its order, within the other: a page may have lost columns."""
    rest = iter(whole)
    return all(any(roles == known for known in rest) for roles in part)


def entries_of(table: Table, header: Header, grid: Sequence[GridRow], trace: Trace) -> list[Entry]:
    """The headings and lines of a plan's table, in order."""
    entries = typed_rows(grid, header, table.spans, trace)
    for step in STEPS:
        entries = step(entries, trace)
    return entries


def typed_rows(grid: Sequence[GridRow], header: Header, spans: bool, trace: Trace) -> list[Entry]:
    """Every row as a heading or a line; header rows, their repetitions and rows that count columns are left out."""
    grid = without_signature(grid)
    header_rows = [grid[k] for k in sorted(header.rows)]
    first = min(header.rows, default=0)
    body = [row for k, row in enumerate(grid) if k not in header.rows and not is_furniture(row, header_rows)]
    above_header = {id(row) for row in grid[:first]}
    numbered = numbers_rows(body)
    every = numbers_every_row(body)
    entries: list[Entry] = []
    rows = _keep_breaks(grid, body)
    for page in pages_of(join_cut_rows(rows, header, trace) if spans else rows):
        alignment = None if spans else Alignment(header, page, numbered, _broken_off(entries))
        above: GridRow | None = entries[-1].row if entries else None
        for row in page:
            heading = heading_of(row, header, spans, above, every)
            if id(row) in above_header:
                entries.extend([heading] if heading and _stands_above(heading) else [])
                continue
            entries.append(heading or _line(row, above, header, alignment, trace))
            above = row
    return entries


def _stands_above(heading: Heading) -> bool:
    """Whether a heading over the header names what the rows below belong to (and not the plan): «Розділ 2. Двори»."""
    return heading.level != "heading" or heading.style[0] == "roman"


def _broken_off(entries: Sequence[Entry]) -> frozenset[Role]:
    """The roles whose last cell so far is unfinished."""
    last: dict[Role, str] = {}
    for entry in entries[-8:]:
        if isinstance(entry, Line):
            last.update(entry.cells)
    return frozenset(
        role
        for role, text in last.items()
        if role in CUT_ROLES and (is_open(text) or (role == "indicator" and not is_indicator(text)))
    )


def without_signature(grid: Sequence[GridRow]) -> list[GridRow]:
    """The rows without the signature that stands at their end."""
    rows = list(grid)
    while rows and (not rows[-1].filled() or is_signature(rows[-1])):
        rows.pop()
    return rows


def is_furniture(row: GridRow, header_rows: Sequence[GridRow]) -> bool:
    """Whether the row says nothing of its own: blank, counting the columns, or the header again."""
    return not row.filled() or is_number_row(row) or same_header(row, header_rows)


def _line(row: GridRow, above: GridRow | None, header: Header, alignment: Alignment | None, trace: Trace) -> Line:
    if alignment is None:
        return by_columns(row, header)
    line = alignment.line(row, above)
    if line.shifted:
        said = ", ".join(f"{role}: «{shortened(text, 25)}»" for role, text in line.cells.items())
        trace.say("зсунуті рядки", f"{row.place()}: {said}")
    return line


def _keep_breaks(grid: Sequence[GridRow], body: Sequence[GridRow]) -> list[GridRow]:
    """The body rows, a page break before a dropped row carried to the next kept one."""
    kept, wanted, pending = [], {id(row) for row in body}, False
    for row in grid:
        pending = pending or row.after_break
        if id(row) in wanted:
            kept.append(replace(row, after_break=pending) if pending != row.after_break else row)
            pending = False
    return kept
