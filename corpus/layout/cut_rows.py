"""Rows of a ruled table that the end of a page has cut, and merged cells that go on over it.

A format with spans keeps its columns, so a row's second half shows itself by what it lacks: its number, its dates,
whatever every whole row of the table has. What a text dump needs for the same is in ``breaks``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.layout.content import is_action, starts_low
from corpus.layout.grid import GridRow, Slot
from corpus.layout.header import Column, Header
from corpus.layout.headings import is_open
from corpus.layout.labels import bare_number, label_of
from corpus.layout.roles import Role
from corpus.layout.trace import Trace, shortened

# What a whole row has where the table has it at all, surest first; a row without all of these goes on another.
ANCHORS: tuple[frozenset[Role], ...] = (
    frozenset({"number", "deadline", "start", "end"}),
    frozenset({"responsible"}),
)
USUAL = 0.75  # share of the rows that fill a column which whole rows have
LEAST_ROWS = 4  # fewer rows show no habit
_DATES: frozenset[Role] = frozenset({"deadline", "start", "end"})
# Columns whose cells are merged over many rows, so that a page end often runs through one.
_ABOVE: frozenset[Role] = frozenset({"section", "task", "goal"})
_BULLET = re.compile(r"^(?:[-–—•▪●*·]\s|\d{1,2}[.)]\s)")


def join_cut_rows(rows: Sequence[GridRow], header: Header, trace: Trace) -> list[GridRow]:
    """The rows with second halves joined to the first ones, and with merged cells made whole."""
    habits = _habits_of(rows, header)
    joined: list[GridRow] = []
    for row in rows:
        if not row.after_break or not joined:
            joined.append(row)
        elif _is_second_half(row, joined[-1], header, habits):
            trace.say("розриви сторінок", f"{row.place()}: друга половина рядка: «{shortened(_all_text(row))}»")
            _join(joined, row, header)
        else:
            joined.append(_with_merged_cells(joined, row, header))
    return joined


@dataclass(frozen=True, slots=True)
class _Habits:
    """What whole rows of the table have: ``sure`` columns have a text of their own in every one; ``usual`` ones (the
    first set of ANCHORS that most rows fill) at least something."""

    sure: tuple[Column, ...]
    usual: tuple[Column, ...]


def _habits_of(rows: Sequence[GridRow], header: Header) -> _Habits:
    whole = [row for row in rows if len(row.filled()) > 1 and not row.after_break and not _is_wide(row)]
    known = [column for column in header.columns if column.roles and not {"other", "mark"} & set(column.roles)]
    enough = known if len(whole) >= LEAST_ROWS else ()
    sure = tuple(column for column in enough if all(row.slots[column.index].text for row in whole))
    for roles in ANCHORS:
        usual = tuple(
            column
            for column in known
            if set(column.roles) & roles and sum(_has(row, column) for row in whole) >= USUAL * len(whole) > 0
        )
        if usual:
            return _Habits(sure, usual)
    return _Habits(sure, ())


def _has(row: GridRow, column: Column) -> bool:
    """Whether the row has something there: a text, or a cell from above that covers it."""
    slot = row.slots[column.index]
    return bool(slot.text or slot.merged)


def _is_second_half(row: GridRow, before: GridRow, header: Header, habits: _Habits) -> bool:
    """Whether the row lacks what whole rows have and the row before has it (or the other way round)."""
    if len(before.filled()) < 2 or _is_wide(row) or _is_wide(before):
        return False
    measure = _text(row, header, "measure")
    if label_of(measure) or bare_number(measure):
        return False
    goes_on = bool(measure) and (starts_low(measure) or not is_action(measure))
    missing = [column for column in habits.sure if not _has(row, column)]
    if missing:
        return _is_half(missing, habits.sure) or (bool(measure) and not is_action(measure))
    if not _has_any(row, habits.usual):
        return _has_any(before, habits.usual) and not _opens_measure(row, measure, header, before)
    return goes_on and bool(habits.usual) and not _has_any(before, habits.usual)


def _is_half(missing: Sequence[Column], sure: Sequence[Column]) -> bool:
    """Whether the columns that a row lacks are its number, its measure, all its dates, or most that it must have."""
    roles = {role for column in missing for role in column.roles}
    dates = [column for column in sure if set(column.roles) & _DATES]
    undated = bool(dates) and all(column in missing for column in dates)
    return undated or bool(roles & {"number", "measure"}) or len(missing) * 2 > len(sure)


def _has_any(row: GridRow, columns: Sequence[Column]) -> bool:
    return any(_has(row, column) for column in columns)


def _opens_measure(row: GridRow, measure: str, header: Header, before: GridRow) -> bool:
    """Whether a row without dates still begins a measure: an action beside bodies or an indicator of its own."""
    others = _text(row, header, "responsible") or _text(row, header, "indicator")
    if measure:
        return bool(others) and is_action(measure) and not is_open(_text(before, header, "measure"))
    indicator = _text(row, header, "indicator")
    return bool(indicator) and not starts_low(indicator)


def _is_wide(row: GridRow) -> bool:
    """Whether one cell runs over most of the row: a heading."""
    return any(slot.text and slot.span * 2 > len(row.slots) > 1 for slot in row.slots)


def _text(row: GridRow, header: Header, role: Role) -> str:
    return next((row.slots[c.index].text for c in header.columns if role in c.roles and row.slots[c.index].text), "")


def _all_text(row: GridRow) -> str:
    return " | ".join(row.slots[column].text for column in row.filled())


def _join(joined: list[GridRow], row: GridRow, header: Header) -> None:
    """Give every cell of the row to the cell above it, wherever that began."""
    roles = {column.index: column.roles for column in header.columns}
    for column, slot in enumerate(row.slots):
        if slot.text:
            at = _beginning(joined, column)
            text = _whole(joined[at].slots[column].text, slot.text, "responsible" in roles.get(column, ()))
            joined[at] = _with_text(joined[at], column, text)


def _with_merged_cells(joined: list[GridRow], row: GridRow, header: Header) -> GridRow:
    """The row with the cells of tasks and the like that began before the page end taken back to where they began."""
    for column in header.columns:
        if not set(column.roles) & _ABOVE:
            continue
        index = column.index
        at = _beginning(joined, index)
        above, slot = joined[at].slots[index].text, row.slots[index]
        if not slot.text or slot.span > 1 or not _goes_on(above, slot.text, at < len(joined) - 1):
            continue
        joined[at] = _with_text(joined[at], index, _whole(above, slot.text, False))
        row = _with_slot(row, index, Slot(merged=True))
    return row


def _goes_on(above: str, text: str, spans: bool) -> bool:
    """Whether a cell at a page's top belongs to the merged cell that ran into the page end above it."""
    if label_of(text) or bare_number(text):
        return False
    if not above:
        return spans
    return starts_low(text) or is_open(above)


def _beginning(rows: Sequence[GridRow], column: int) -> int:
    """The row in which the last row's cell in that column begins."""
    at = len(rows) - 1
    while at > 0 and rows[at].slots[column].merged:
        at -= 1
    return at


def _whole(first: str, second: str, bodies: bool) -> str:
    """Two halves of a cell; bodies that each stand on a line of their own stay so.

    >>> _whole("Провести навчання для", "молоді", False), _whole("Мінфін", "Департамент освіти", True)
    ('Провести навчання для молоді', 'Мінфін\\nДепартамент освіти')
    """
    if not first:
        return second
    own_line = bodies and not first.rstrip().endswith((",", ";", "-")) and not starts_low(second) and not is_open(first)
    if own_line or _BULLET.match(second):
        return f"{first}\n{second}"
    glue = "" if re.search(r"\w-$", first) and second[:1].islower() else " "
    return f"{first}{glue}{second}"


def _with_text(row: GridRow, column: int, text: str) -> GridRow:
    return _with_slot(row, column, replace(row.slots[column], text=text))


def _with_slot(row: GridRow, column: int, slot: Slot) -> GridRow:
    return replace(row, slots=(*row.slots[:column], slot, *row.slots[column + 1 :]))
