"""Page breaks: the second halves of cells that a page has cut go back to the first halves.

A continuation has no number and no label; several columns can continue at once, and a cell may continue with its
first paragraph and go on with new ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.layout.alignment import Line
from corpus.layout.content import is_action, is_deadline, is_indicator, starts_low
from corpus.layout.grid import GridRow
from corpus.layout.headings import Entry, is_open
from corpus.layout.labels import bare_number, label_of
from corpus.layout.roles import CUT_ROLES, ROLE_NAMES, Role
from corpus.layout.trace import Trace, shortened
from corpus.remarks import remark
from corpus.text import fold

FARTHEST = 60  # rows: how far above its second half a cut cell may begin (merged cells are printed once)


@dataclass(frozen=True, slots=True)
class _Habits:
    """How the table writes: whether it numbers tasks or measures, begins measures small, ends indicators in a
    predicate."""

    numbers_tasks: bool
    numbers_measures: bool
    small: bool
    predicates: bool


_BULLET = re.compile(r"^[-–—•▪●*·]\s*")


def join_halves(first: str, second: str) -> str:
    """The two halves of a cut cell with one space, or none after a hyphen.

    >>> join_halves("науково-", "дослідний центр"), join_halves("програма", "навчання")
    ('науково-дослідний центр', 'програма навчання')
    """
    if re.search(r"\w-$", first) and second[:1].islower():
        return first + second
    return f"{first} {second}"


def join_page_breaks(entries: Sequence[Entry], trace: Trace) -> list[Entry]:
    """The entries with continued cells joined to where they began; rows that held nothing else are gone."""
    joined: list[Entry] = []
    table = _Habits(
        _numbers_tasks(entries),
        _numbers_measures(entries),
        _measures_begin_small(entries),
        _close_with_predicates(entries),
    )
    for entry in entries:
        if isinstance(entry, Line):
            rest = _give_back(entry, joined, table, trace)
            if rest is not None:
                joined.append(rest)
        else:
            joined.append(entry)
    return joined


def _give_back(line: Line, joined: list[Entry], table: _Habits, trace: Trace) -> Line | None:
    """What is left of the line after its continued cells went to the lines that they continue."""
    cells = dict(line.cells)
    for role in CUT_ROLES:
        at = _last_with(joined, role)
        if role not in cells or at is None or not _may_continue(line, role, table):
            continue
        earlier = joined[at]
        assert isinstance(earlier, Line)
        if role == "task" and _repeats_tail(cells[role], earlier.get(role)):
            trace.say("розриви сторінок", f"{line.row.place()}: кінець «{ROLE_NAMES[role]}» повторено — пропущено")
            said = remark("tail-repeated", column=ROLE_NAMES[role], place=line.row.place())
            joined[at] = earlier.with_cells(earlier.cells, said)
            del cells[role]
            continue
        head, rest = _continued(cells[role], role, earlier, line, table)
        if not head:
            continue
        joined[at] = _extended(earlier, role, head, line.row)
        trace.say("розриви сторінок", f"{line.row.place()}: «{ROLE_NAMES[role]}» продовжено: «{shortened(head)}»")
        cells[role] = rest
    left = line.with_cells(cells)
    return left if left.cells or left.marks else None


def _may_continue(line: Line, role: Role, table: _Habits) -> bool:
    """Only the first row of a page continues cells; an unnumbered task does so anywhere in a numbered table."""
    if line.get("number") or role in line.merged:
        return False
    return line.row.after_break or (role == "task" and table.numbers_tasks and starts_low(line.get("task")))


def _continued(text: str, role: Role, earlier: Line, line: Line, table: _Habits) -> tuple[str, str]:
    """The paragraphs of the cell that continue the earlier one, and those that do not."""
    paragraphs = text.split("\n")
    if not _continues(paragraphs[0], role, earlier, line, table):
        return "", text
    k = 1
    while k < len(paragraphs) and (starts_low(paragraphs[k]) or _BULLET.match(paragraphs[k])):
        k += 1
    return "\n".join(paragraphs[:k]), "\n".join(paragraphs[k:])


def _continues(text: str, role: Role, earlier: Line, line: Line, table: _Habits) -> bool:
    if label_of(text) or bare_number(text):
        return False
    if role == "deadline":
        return not is_deadline(text)
    before = earlier.get(role)
    if role == "task" and table.numbers_tasks:
        return True
    if role == "measure":
        return _measure_goes_on(text, before, len(line.cells) == 1, table)
    if _begins_measure(line, earlier, table):
        return starts_low(text) and is_open(before)
    if role == "indicator" and table.predicates and not is_indicator(before):
        return True
    return _starts_inside(text) or is_open(before) or (len(line.cells) == 1 and role == "goal" and not is_action(text))


def _measure_goes_on(text: str, before: str, alone: bool, table: _Habits) -> bool:
    if table.numbers_measures or (alone and not is_action(text)):
        return True
    if table.small:
        return not is_action(text)
    return _starts_inside(text) or (is_open(before) and not is_action(text))


def _starts_inside(text: str) -> bool:
    """Whether the text begins inside a sentence: small, with a bullet, or with a bracket."""
    return starts_low(text) or text.startswith("(") or bool(_BULLET.match(text))


def _begins_measure(line: Line, earlier: Line, table: _Habits) -> bool:
    """Whether the line opens a measure of its own, so that its other cells are its own too."""
    measure = line.get("measure").split("\n")[0]
    if not measure:
        return False
    return bool(label_of(measure)) or not _measure_goes_on(measure, earlier.get("measure"), len(line.cells) == 1, table)


def _extended(line: Line, role: Role, head: str, row: GridRow) -> Line:
    cells = {**line.cells, role: join_halves(line.get(role), head)}
    said = remark("cell-joined", column=ROLE_NAMES[role], place=row.place())
    return replace(line.with_cells(cells, said), until=row)


def _last_with(entries: Sequence[Entry], role: Role) -> int | None:
    for k in range(len(entries) - 1, max(-1, len(entries) - 1 - FARTHEST), -1):
        entry = entries[k]
        if isinstance(entry, Line) and entry.get(role):
            return k
    return None


def _repeats_tail(text: str, before: str) -> bool:
    return len(text) > 10 and fold(before).endswith(fold(text))


def _numbers_tasks(entries: Sequence[Entry]) -> bool:
    """Whether the table numbers its tasks: most rows with a task text have a number."""
    tasks = [entry for entry in entries if isinstance(entry, Line) and entry.get("task")]
    return sum(bool(line.get("number")) for line in tasks) * 2 > len(tasks)


def _numbers_measures(entries: Sequence[Entry]) -> bool:
    """Whether the table numbers its measures: nearly every line that prints one has a number."""
    lines = [
        entry for entry in entries if isinstance(entry, Line) and entry.get("measure") and not entry.row.after_break
    ]
    return len(lines) > 1 and sum(bool(line.get("number")) for line in lines) > 0.9 * len(lines)


def _close_with_predicates(entries: Sequence[Entry]) -> bool:
    """Whether the table's indicators end as such do, so that one that does not is unfinished."""
    texts = [entry.get("indicator") for entry in entries if isinstance(entry, Line) and entry.get("indicator")]
    return len(texts) > 2 and sum(is_indicator(text) for text in texts) > 0.8 * len(texts)


def _measures_begin_small(entries: Sequence[Entry]) -> bool:
    """Whether the table writes its measures with a small first letter, so that one says nothing of a cut cell."""
    texts = [entry.get("measure") for entry in entries if isinstance(entry, Line) and not entry.row.after_break]
    texts = [text for text in texts if text and not label_of(text)]
    return sum(starts_low(text) for text in texts) * 2 > len(texts)
