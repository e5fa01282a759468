"""Rows across the width: sections, subsections, tasks and goals that stand above their measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from corpus.layout.alignment import Line
from corpus.layout.content import is_bodies, is_deadline, is_indicator, is_number, is_value, starts_low
from corpus.layout.grid import GridRow, Slot
from corpus.layout.header import Header
from corpus.layout.labels import bare_number, label_of

Level = Literal["section", "subsection", "task", "goal", "heading"]

_ROMAN = re.compile(r"^(?:[IVXІХ]{1,5})(?:[.)]\s*|\s+)(?=[^\W\d])")
_WORDED = re.compile(r"^\W*(?:розділ|напрям|частина|стратегічна ціль)\b", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:[,(–—-]|\b(?:м|р|ст|п|с|смт|вул|обл|ім|т)\.|\b(?:та|і|й|з|із|зі|в|у|на|до|для|щодо|про|від|за|при|по|або|які|що|яких|під|над|між|як|числа|надання|шляхом|відповідно|згідно|разі|метою|проведення|забезпечення|також))$",
    re.IGNORECASE,
)

# How a heading looks: (how it is numbered, in capitals, bold).
Style = tuple[str, bool, bool]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its level («heading» until the levels of the whole table are known) and how it looks."""

    level: Level
    text: str
    row: GridRow
    number: str | None = None
    style: Style = ("", False, False)


Entry = Line | Heading


def is_open(text: str) -> bool:
    """Whether the text breaks off: at a comma, a hyphen, a preposition, or inside brackets or quotation marks.

    >>> is_open("пропозиції щодо"), is_open("Робочу групу утворено")
    (True, False)
    """
    flat = text.strip()
    unclosed = flat.count("(") > flat.count(")") or flat.count("«") > flat.count("»")
    return bool(flat) and (unclosed or bool(_OPEN_END.search(flat)))


def heading_of(
    row: GridRow, header: Header, spans: bool, above: GridRow | None = None, numbered: bool = False
) -> Heading | None:
    """The heading that the row is, or None. ``above`` is the row before it (a page may have cut its cells);
    ``numbered`` says that every measure of the table has a number."""
    column = _only_text(row)
    if column is None:
        return None
    slot = row.slots[column]
    text = " ".join(slot.text.split())
    label = label_of(text)
    if is_number(text) or is_value(text) or (label and label.kind == "measure"):
        return None
    wide = slot.span >= max(2, len(row.slots) // 2)
    known = (
        wide
        or _stands_alone(row, column, header, spans, bool(label))
        or _looks_like_heading(row, slot, text, header)
        or (
            numbered
            and not row.after_break
            and _is_no_cell(text, column, header)
            and not any(other.merged for other in row.slots)
        )
    )
    if not known:
        return None
    if row.after_break and not wide and not slot.bold and not label and _continues(text, above):
        return None
    return _heading(text, row, slot.bold)


def _only_text(row: GridRow) -> int | None:
    """The column of the row's only text, or of the wide text after a number."""
    filled = row.filled()
    if len(filled) == 2 and is_number(row.slots[filled[0]].text) and row.slots[filled[1]].span >= len(row.slots) // 2:
        return filled[1] if row.slots[filled[1]].span > 1 else None
    return filled[0] if len(filled) == 1 else None


def _stands_alone(row: GridRow, column: int, header: Header, spans: bool, labelled: bool) -> bool:
    """Whether the text of a row without spans stands where headings stand: in the first column, nothing beside it."""
    if any(slot.merged for slot in row.slots):
        return False
    if not spans:
        return column == 0
    first = next((known for known in header.columns if known.index == column), None)
    own = first is not None and first.roles and first.roles[0] in {"section", "task", "goal", "measure"}
    return column == 0 and (not own or labelled)


def _looks_like_heading(row: GridRow, slot: Slot, text: str, header: Header) -> bool:
    """Whether a text alone in its row is a heading in any column: bold or with a Roman number, and nothing merged
    beside it that would make it a measure's cell."""
    if label_of(text) or any(other.merged for other in row.slots):
        return False
    return header.has("measure") and (slot.bold or _numbering(text) == "roman")


def _is_no_cell(text: str, column: int, header: Header) -> bool:
    """Whether a text alone is neither part of the row above nor a cell that a shift has left alone."""
    bodies = next((known.index for known in header.columns if "responsible" in known.roles), 0)
    if starts_low(text) or is_deadline(text) or is_indicator(text):
        return False
    return column < bodies or not is_bodies(text)


def _continues(text: str, above: GridRow | None) -> bool:
    if starts_low(text):
        return True
    return above is not None and any(is_open(above.slots[column].text) for column in above.filled())


def _heading(text: str, row: GridRow, bold: bool) -> Heading:
    label = label_of(text)
    style = (_numbering(text), text == text.upper(), bold)
    if label and label.kind in {"task", "goal"}:
        level: Level = "task" if label.kind == "task" else "goal"
        number, rest = label.number, label.rest
        if level == "task" and number is None and (bare := bare_number(rest)):
            number, rest = bare.number, bare.rest
        return Heading(level, rest, row, number, style)
    if label and label.number is None:
        return Heading("section" if label.kind == "section" else "subsection", label.rest, row, None, style)
    return Heading("heading", text, row, None, style)


def _numbering(text: str) -> str:
    if _ROMAN.match(text) or _WORDED.match(text):
        return "roman"
    number = bare_number(text)
    return f"depth {number.number.count('.') + 1}" if number and number.number else ""


def level_headings(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with every heading's level decided: which looks are sections and which stand below them."""
    upper = _section_styles(entries)
    return [
        replace(entry, level="section" if entry.style in upper else "subsection")
        if isinstance(entry, Heading) and entry.level == "heading"
        else entry
        for entry in entries
    ]


def _section_styles(entries: Sequence[Entry]) -> set[Style]:
    """The looks of sections: numbered by Roman numerals or «Розділ» before all; else those that stand above."""
    open_ones = [entry for entry in entries if isinstance(entry, Heading) and entry.level == "heading"]
    styles = {entry.style for entry in open_ones}
    roman = {style for style in styles if style[0] == "roman"}
    if roman:
        return roman
    depths = sorted({style[0] for style in styles if style[0]})
    if depths:
        return {style for style in styles if style[0] == depths[0]}
    pairs = [
        (a.style, b.style)
        for a, b in pairwise(entries)
        if isinstance(a, Heading) and isinstance(b, Heading) and a in open_ones and b in open_ones
    ]
    above, below = {a for a, _ in pairs}, {b for _, b in pairs}
    return (above - below) if above - below else styles
