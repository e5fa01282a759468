"""Project cards: a table of keys and values («Назва», «Виконавці», «Термін») that describes one measure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.blocks import Table
from corpus.layout.alignment import Line
from corpus.layout.grid import GridRow
from corpus.layout.headings import Entry
from corpus.layout.roles import ROLE_NAMES, Role, roles_of_wording
from corpus.layout.trace import Trace, shortened

# The key of what the card describes: «Назва проєкту», but not «Опис проєкту».
_NAME = re.compile(r"\W*(?:назва|найменування|захід|про[єе]кт)\b", re.IGNORECASE)
_LONGEST_KEY = 90


def card_entries(table: Table, grid: Sequence[GridRow], trace: Trace) -> list[Entry]:
    """The lines of a table that consists of cards; none where the table is something else.

    A card needs the name of its project or measure, and who or when. A further name begins the next card.
    """
    pairs = [pair for row in grid if (pair := _key_and_value(row))]
    if len(pairs) < 3 or len(pairs) * 2 < len(grid):
        return []
    cards = [card for card in _cards(pairs) if {"measure"} <= card.cells.keys() and _carries_out(card)]
    for card in cards:
        said = ", ".join(f"{ROLE_NAMES[role]} «{shortened(text, 30)}»" for role, text in card.cells.items())
        trace.say("картки", f"таблиця {table.number}: {said}")
    return list(cards)


def _carries_out(card: Line) -> bool:
    return bool(card.cells.keys() & {"responsible", "deadline", "start", "end"})


def _key_and_value(row: GridRow) -> tuple[Role, str, GridRow] | None:
    """(role of the key, value, row) of a row with two texts, a number before them allowed."""
    texts = [row.slots[column].text for column in row.filled()]
    if len(texts) == 3 and texts[0].strip(". ").isdigit():
        texts = texts[1:]
    if len(texts) != 2 or len(texts[0]) > _LONGEST_KEY:
        return None
    roles = roles_of_wording(texts[0].rstrip(":"))
    if not roles:
        return None
    role: Role = roles[0]
    if role == "measure" and not _NAME.match(texts[0]):
        role = "other"
    return role, texts[1], row


def _cards(pairs: Sequence[tuple[Role, str, GridRow]]) -> list[Line]:
    cards: list[Line] = []
    cells: dict[Role, str] = {}
    first: GridRow | None = None
    last: GridRow | None = None
    for role, value, row in pairs:
        if role == "measure" and "measure" in cells:
            assert first is not None
            cards.append(Line(cells, first, until=last))
            cells, first = {}, None
        if role not in {"other", "number"}:
            first = first or row
            last = row
            cells.setdefault(role, value)
    if first is not None:
        cards.append(Line(cells, first, until=last))
    return cards
