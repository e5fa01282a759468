"""Page breaks: the second halves of cells that a page has cut go back to the first halves.

A continuation has no number and no label; several columns can continue at once, and a cell may continue with its
first paragraph and go on with new ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.layout.alignment import Line
from corpus.layout.content import is_action, is_deadline, starts_low
from corpus.layout.grid import GridRow
from corpus.layout.headings import Entry, is_open
from corpus.layout.labels import bare_number, label_of
from corpus.layout.roles import CUT_ROLES, ROLE_NAMES, Role
from corpus.layout.trace import Trace, shortened
from corpus.remarks import remark
from corpus.text import fold

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
    numbered = _numbers_tasks(entries)
    small = _measures_begin_small(entries)
    for entry in entries:
        if isinstance(entry, Line):
            rest = _give_back(entry, joined, numbered, small, trace)
            if rest is not None:
                joined.append(rest)
        else:
            joined.append(entry)
    return joined


def _give_back(line: Line, joined: list[Entry], numbered: bool, small: bool, trace: Trace) -> Line | None:
    """What is left of the line after its continued cells went to the lines that they continue."""
    cells = dict(line.cells)
    for role in CUT_ROLES:
        at = _last_with(joined, role)
        if role not in cells or at is None or not _may_continue(line, role, numbered):
            continue
        earlier = joined[at]
        assert isinstance(earlier, Line)
        if role == "task" and _repeats_tail(cells[role], earlier.get(role)):
            trace.say("розриви сторінок", f"{line.row.place()}: кінець «{ROLE_NAMES[role]}» повторено — пропущено")
            del cells[role]
            continue
        head, rest = _continued(cells[role], role, earlier, line, numbered, small)
        if not head:
            continue
        joined[at] = _extended(earlier, role, head, line.row)
        trace.say("розриви сторінок", f"{line.row.place()}: «{ROLE_NAMES[role]}» продовжено: «{shortened(head)}»")
        cells[role] = rest
    left = line.with_cells(cells)
    return left if left.cells or left.marks else None


def _may_continue(line: Line, role: Role, numbered: bool) -> bool:
    """Only the first row of a page continues cells; an unnumbered task does so anywhere in a numbered table."""
    if line.get("number") or role in line.merged:
        return False
    return line.row.after_break or (role == "task" and numbered and starts_low(line.get("task")))


def _continued(text: str, role: Role, earlier: Line, line: Line, numbered: bool, small: bool) -> tuple[str, str]:
    """The paragraphs of the cell that continue the earlier one, and those that do not."""
    paragraphs = text.split("\n")
    if not _continues(paragraphs[0], role, earlier, line, numbered, small):
        return "", text
    k = 1
    while k < len(paragraphs) and (starts_low(paragraphs[k]) or _BULLET.match(paragraphs[k])):
        k += 1
    return "\n".join(paragraphs[:k]), "\n".join(paragraphs[k:])


def _continues(text: str, role: Role, earlier: Line, line: Line, numbered: bool, small: bool) -> bool:
    if label_of(text) or bare_number(text):
        return False
    if role == "deadline":
        return not is_deadline(text)
    before = earlier.get(role)
    if role == "task" and numbered:
        return True
    new_row = _begins_measure(line, earlier, small)
    low = bool(_BULLET.match(text)) or (starts_low(text) and not (small and role == "measure"))
    if new_row and role != "measure":
        return starts_low(text) and is_open(before)
    if low or (is_open(before) and not (role == "measure" and is_action(text))):
        return True
    return len(line.cells) == 1 and role in {"measure", "goal"} and not is_action(text)


def _begins_measure(line: Line, earlier: Line, small: bool) -> bool:
    """Whether the line opens a measure of its own, so that its other cells are its own too."""
    measure = line.get("measure").split("\n")[0]
    if not measure:
        return False
    low = (starts_low(measure) and not small) or bool(_BULLET.match(measure))
    return not low and not is_open(earlier.get("measure"))


def _extended(line: Line, role: Role, head: str, row: GridRow) -> Line:
    cells = {**line.cells, role: join_halves(line.get(role), head)}
    said = remark("cell-joined", column=ROLE_NAMES[role], place=row.place())
    return replace(line.with_cells(cells, said), until=row)


def _last_with(entries: Sequence[Entry], role: Role) -> int | None:
    for k in range(len(entries) - 1, -1, -1):
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


def _measures_begin_small(entries: Sequence[Entry]) -> bool:
    """Whether the table writes its measures with a small first letter, so that one says nothing of a cut cell."""
    texts = [entry.get("measure") for entry in entries if isinstance(entry, Line) and not entry.row.after_break]
    texts = [text for text in texts if text and not label_of(text)]
    return sum(starts_low(text) for text in texts) * 2 > len(texts)
