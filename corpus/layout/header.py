"""Which columns a table has: by the words of its header and by what stands below.

A header is a row (or several, one over the other) whose cells name roles. It may come after full-width rows, and is
repeated inside long tables. Tables without any header are judged by their content alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.layout.content import is_action, is_bodies, is_deadline, is_indicator, is_number
from corpus.layout.gantt import is_mark_column, is_period
from corpus.layout.grid import GridRow, Slot
from corpus.layout.labels import label_of
from corpus.layout.roles import PLAN_ROLES, ROLE_NAMES, Role, roles_of_wording

SCANNED = 15  # a header stands within the first rows of its table
LONGEST_HEADER = 260  # characters of a header cell


# Words that open the long headers: «Найменування показників …», «Значення показників …».
_NAMES = re.compile(r"\W*(?:найменування|назва|значення|відповідальн|виконав|строк|термін|зміст|мета)", re.IGNORECASE)


# «Зміст заходу» beside «Назва заходу».
_CONTENT = re.compile(r"^\W*(?:короткий\s+)?(?:зміст|опис)\b", re.IGNORECASE)
# «Олена КИТИЦЯ», «О. В. Китиця», «Китиця О.В.» at the end of a signature.
_PERSON = re.compile(
    r"^(?:[А-ЯІЇЄҐ][а-яіїєґ'’]+\s+[А-ЯІЇЄҐ'’-]{3,}|(?:[А-ЯІЇЄҐ]\.\s*){1,2}[А-ЯІЇЄҐ][\w'’-]+|[А-ЯІЇЄҐ][\w'’-]+\s+(?:[А-ЯІЇЄҐ]\.\s*){1,2})$"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place, its roles (two where indicators and executors share it) and why they were given."""

    index: int
    roles: tuple[Role, ...]
    wording: str
    reason: str

    def says(self) -> str:
        names = " / ".join(ROLE_NAMES[role] for role in self.roles) or "—"
        return f"колонка {self.index + 1} «{self.wording[:60]}»: {names} ({self.reason})"


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table and the indexes (in the grid's list) of the rows that are its header."""

    columns: tuple[Column, ...]
    rows: frozenset[int]

    def has(self, *roles: Role) -> bool:
        return any(role in column.roles for column in self.columns for role in roles)

    def order(self) -> tuple[tuple[Role, ...], ...]:
        return tuple(column.roles for column in self.columns)


def find_header(grid: Sequence[GridRow], spans: bool) -> Header | None:
    """The header of a plan's table, or None where the table is no plan."""
    first = next((k for k, row in enumerate(grid[:SCANNED]) if is_header_row(row)), None)
    if first is None:
        return _complete(_header_by_content(grid), grid)
    rows = [first, *_further_header_rows(grid, first)]
    columns = tuple(_column(index, wording) for index, wording in _wordings([grid[k] for k in rows], spans))
    header = Header(columns, frozenset(rows))
    return _complete(_named_by_content(header, grid) if spans else header, grid)


def is_header_row(row: GridRow) -> bool:
    """Whether the row's cells name columns: two roles at least, one of them an action, none of them a date."""
    texts = [row.slots[column].text for column in row.filled()]
    if len(texts) < 2 or any(len(text) > LONGEST_HEADER for text in texts):
        return False
    periods = [column for column in row.filled() if is_deadline(row.slots[column].text)]
    if periods and not _heads_chart(row, periods):
        return False
    texts = [text for text in texts if not is_period(text)]
    if any((label := label_of(text)) and label.number for text in texts):
        return False
    named = [role for text in texts for role in roles_of_wording(text)]
    worded = {role for role in named if role not in {"other", "number"}}
    enough = len(named) * 2 >= len(texts) and len(worded) >= 2
    return enough and bool(worded & {"measure", "task"}) and not _looks_like_data(texts)


def _heads_chart(row: GridRow, periods: Sequence[int]) -> bool:
    """Whether the header's dates are the periods of a chart: a year over several columns, or months side by side."""
    named = all(is_period(row.slots[column].text) for column in periods)
    return named and (len(periods) > 1 or row.slots[periods[0]].span > 1)


def is_number_row(row: GridRow, in_header: bool = False) -> bool:
    """Whether the row only counts the columns: «1 2 3 4 5»."""
    texts = [row.slots[column].text for column in row.filled()]
    if len(texts) < 2 or not all(text.strip(". ").isdigit() and len(text) <= 3 for text in texts):
        return False
    numbers = [int(text.strip(". ")) for text in texts]
    counted = numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 3
    return counted or (in_header and numbers == sorted(set(numbers)))


def same_header(row: GridRow, header_rows: Sequence[GridRow]) -> bool:
    """Whether the row repeats one of the table's own header rows."""
    texts = [row.slots[column].text for column in row.filled()]
    own = [[known.slots[column].text for column in known.filled()] for known in header_rows]
    return bool(texts) and (
        texts in own or (all(roles_of_wording(text) and len(text) < 80 for text in texts) and is_header_row(row))
    )


def is_signature(row: GridRow) -> bool:
    """Whether the row is the signature below a table: an office and a person's name."""
    texts = [" ".join(row.slots[column].text.split()) for column in row.filled()]
    if not 1 <= len(texts) <= 3 or not _PERSON.search(texts[-1]) or any(len(text) >= 120 for text in texts):
        return False
    office = is_bodies(texts[-1]) and "." not in texts[-1]
    return not office and not any(is_deadline(text) for text in texts)  # «Відділ ЖКГ» is no person


def _looks_like_data(texts: Iterable[str]) -> bool:
    """Whether the cells speak of deeds rather than of columns: long actions are no header."""
    texts = list(texts)
    long_ones = [text for text in texts if len(text) > 90 and is_action(text) and not _NAMES.match(text)]
    return bool(long_ones) or any(is_number(text) and len(text) > 2 for text in texts[:1])


def _further_header_rows(grid: Sequence[GridRow], first: int) -> list[int]:
    rows = []
    for k in range(first + 1, min(first + 4, len(grid))):
        row = grid[k]
        under = _stands_under(row, grid[first]) and _names_columns(row)
        if not (is_number_row(row, in_header=True) or under or (row.header and _names_columns(row))):
            break
        rows.append(k)
    return rows


def _stands_under(row: GridRow, header: GridRow) -> bool:
    """Whether the row divides header cells: others reach down beside it, or all of it stands below wide ones."""
    wide = {
        column for start, slot in enumerate(header.slots) if slot.span > 1 for column in range(start, start + slot.span)
    }
    return any(slot.merged for slot in row.slots) or (bool(wide) and set(row.filled()) <= wide)


def _names_columns(row: GridRow) -> bool:
    texts = [row.slots[column].text for column in row.filled()]
    return bool(texts) and all(
        is_period(text) or roles_of_wording(text) or (len(text) < 60 and not is_bodies(text) and not is_action(text))
        for text in texts
    )


def _wordings(rows: Sequence[GridRow], spans: bool) -> list[tuple[int, str]]:
    """The header words of each column, from the top row down; in a dump only where a cell is printed."""
    wordings = []
    for column in range(len(rows[0].slots)):
        parts = [_words_at(row.slots, column) for row in rows if not is_number_row(row, in_header=True)]
        words = " ".join(dict.fromkeys(part for part in parts if part))
        if words or spans:
            wordings.append((column, " ".join(words.split())))
    return wordings


def _words_at(slots: Sequence[Slot], column: int) -> str:
    while column > 0 and slots[column].covered:
        column -= 1
    return slots[column].text


def _column(index: int, wording: str) -> Column:
    roles = roles_of_wording(wording)
    return Column(index, roles, wording, "за словами заголовка" if roles else "заголовок нічого не каже")


def _header_by_content(grid: Sequence[GridRow]) -> Header | None:
    """Columns of a table that has no header at all: dates, bodies and actions must show themselves."""
    if len(grid) < 3:
        return None
    nameless = Header(tuple(Column(k, (), "", "без заголовка") for k in range(len(grid[0].slots))), frozenset())
    header = _named_by_content(nameless, grid)
    return header if header.has("deadline") and header.has("responsible") else None


def _named_by_content(header: Header, grid: Sequence[GridRow]) -> Header:
    """The header with roles for columns that its words leave open, and with roles that the cells refute taken away."""
    columns: list[Column] = []
    for column in header.columns:
        texts = [row.slots[column.index].text for k, row in enumerate(grid) if k not in header.rows]
        columns.append(_judged(column, [text for text in texts if text], header))
    return Header(tuple(_one_of_each(columns)), header.rows)


def _judged(column: Column, texts: Sequence[str], header: Header) -> Column:
    if is_mark_column(column.wording, texts):
        return replace(column, roles=("mark",), reason="період у заголовку, позначки в клітинках")
    seen = _role_of_content(texts, column.index)
    if seen == "number" and _shares_wording(column, header):
        return replace(column, roles=("number",), reason="у клітинках самі номери")
    if column.roles and not _refuted(column.roles[0], seen):
        return column
    if seen and (column.roles or not header.has(seen)):
        return replace(column, roles=(seen,), reason="за змістом клітинок")
    return column


def _shares_wording(column: Column, header: Header) -> bool:
    """Whether a neighbour has the same words: a header cell over «№» and the text together."""
    return not column.wording or any(
        other.wording == column.wording and other.index == column.index + 1 for other in header.columns
    )


def _refuted(role: Role, seen: Role | None) -> bool:
    """Whether cells of one unmistakable kind stand under the words of another."""
    kinds: dict[Role, frozenset[Role]] = {
        "deadline": frozenset({"deadline", "start", "end"}),
        "responsible": frozenset({"responsible"}),
    }
    return seen in kinds and role in {"deadline", "start", "end", "responsible"} and role not in kinds[seen]


def _role_of_content(texts: Sequence[str], index: int) -> Role | None:
    if not texts:
        return None

    def share(test: object) -> float:
        return sum(bool(test(text)) for text in texts) / len(texts)  # type: ignore[operator]

    if share(is_number) > 0.8 and index <= 1:
        return "number"
    if share(is_deadline) > 0.6:
        return "deadline"
    if share(is_bodies) > 0.6:
        return "responsible"
    if share(is_indicator) > 0.6:
        return "indicator"
    return "measure" if share(is_action) > 0.6 else None


def _one_of_each(columns: Sequence[Column]) -> list[Column]:
    """A second column of measures or tasks says something else; bodies and dates may stand in several."""
    seen: set[Role] = set()
    kept: list[Column] = []
    for column in _beginnings_and_ends(columns):
        role = column.roles[0] if column.roles else None
        if role == "measure" and _tells_content(column, kept):
            kept.append(replace(column, reason="зміст названого заходу"))
        elif role in seen and role in {"measure", "task", "goal", "indicator", "value", "number"}:
            kept.append(replace(column, roles=("other",), reason="друга колонка того самого"))
        else:
            kept.append(column)
        if role:
            seen.add(role)
    return kept


def _tells_content(column: Column, before: Sequence[Column]) -> bool:
    """Whether the column says in full what the column of names before it only names."""
    named = any(known.roles == ("measure",) and not _CONTENT.search(known.wording) for known in before)
    return named and bool(_CONTENT.search(column.wording))


def _beginnings_and_ends(columns: Sequence[Column]) -> list[Column]:
    """Two columns of dates under one header cell are the beginning and the end."""
    kept = list(columns)
    for k, (one, other) in enumerate(pairwise(columns)):
        if one.roles == other.roles == ("deadline",) and one.wording == other.wording:
            kept[k] = replace(one, roles=("start",), reason="перша з двох колонок дат")
            kept[k + 1] = replace(other, roles=("end",), reason="друга з двох колонок дат")
    return kept


def _complete(header: Header | None, grid: Sequence[GridRow]) -> Header | None:
    """The header when it can be a plan's: measures (or tasks that stand for them) and who, when or by what."""
    if header is None or not header.has(*PLAN_ROLES):
        return None
    if header.has("measure"):
        return header
    columns = list(header.columns)
    for role in ("task", "goal"):
        for k, column in enumerate(columns):
            if column.roles == (role,) and header.has("responsible", "deadline", "end"):
                columns[k] = replace(column, roles=("measure",), reason="окремої колонки заходів немає")
                return Header(tuple(columns), header.rows)
    return None
