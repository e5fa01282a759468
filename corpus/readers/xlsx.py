"""XLSX: sheets with merged ranges, dates kept as numbers, rows that a filter hides.

The parts are read as they stand and not through a library that builds the whole grid: a range merged over a million
rows, or one cell in the last corner, costs nothing here. After ECMA-376, part 1: 18.3 (sheets), 18.8.30 (formats).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.blocks import Block, Document, Table
from corpus.messages import Problem
from corpus.readers.archive import Package, opened
from corpus.readers.limits import Budget
from corpus.readers.markup import MarkupError, name_of, xml_root
from corpus.readers.sheets import SheetCell, SheetRow, blocks_of_sheet

if TYPE_CHECKING:
    from corpus.readers.markup import Element

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
# Built-in number formats that show a date (18.8.30 and the localised ones of Ukrainian Excel)
_BUILT_IN_DATES = {14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "dd.mm.yyyy h:mm"} | dict.fromkeys(
    range(27, 37), "dd.mm.yyyy"
)
_PERCENTS = {9, 10}
_MONTHS = ("Січень", "Лютий", "Березень", "Квітень", "Травень", "Червень", "Липень", "Серпень", "Вересень",
           "Жовтень", "Листопад", "Грудень")  # fmt: skip
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HIDDEN_STATES = frozenset({"hidden", "veryHidden"})


@dataclass(frozen=True, slots=True)
class _Book:
    """What cells refer to: shared texts, the number format and weight of each style, the calendar's first day."""

    texts: list[str]
    formats: list[str]
    bold: list[bool]
    epoch: date


def read_xlsx(path: Path, budget: Budget) -> Document:
    """The document of an XLSX file, sheet after sheet. Raises Problem where it is damaged or over the limits."""
    blocks: list[Block] = []
    with opened(path, budget) as package:
        book_root = _required(package, "xl/workbook.xml", budget)
        book = _book(package, book_root, budget)
        sheets = list(_sheets(package, book_root, budget))
        for done, (name, part) in enumerate(sheets, start=1):
            number = sum(isinstance(block, Table) for block in blocks) + 1
            rows = list(_rows(_required(package, part, budget), book, name, budget))
            blocks += blocks_of_sheet(rows, number, budget, sheet=name)
            budget.page(done, len(sheets))
    return Document(path.name, "xlsx", tuple(blocks), warnings=tuple(budget.remarks))


def _required(package: Package, name: str, budget: Budget) -> Element:
    root = _optional(package, name, budget)
    if root is None:
        raise Problem("damaged-file", name=budget.name, reason=name)
    return root


def _optional(package: Package, name: str, budget: Budget) -> Element | None:
    data = package.part(name)
    try:
        return xml_root(data) if data is not None else None
    except MarkupError as error:
        raise Problem("damaged-file", name=budget.name, reason=f"{name}: {error}") from error


def _sheets(package: Package, book: Element, budget: Budget) -> Iterator[tuple[str, str]]:
    """The visible sheets in order: name and part."""
    relations = _optional(package, "xl/_rels/workbook.xml.rels", budget)
    targets = {one.get("Id"): one.get("Target", "") for one in relations} if relations is not None else {}
    for sheet in _named(book, "sheet"):
        name = sheet.get("name") or ""
        if sheet.get("state") in _HIDDEN_STATES:
            budget.remark(f"прихований аркуш «{name}» пропущено")
            continue
        target = targets.get(sheet.get(_RELATION), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in part and part in package.names:
            yield name, part


def _book(package: Package, book: Element, budget: Budget) -> _Book:
    shared = _optional(package, "xl/sharedStrings.xml", budget)
    styles = _optional(package, "xl/styles.xml", budget)
    texts = [_rich_text(one) for one in shared if name_of(one) == "si"] if shared is not None else []
    formats, bold = _styles(styles) if styles is not None else ([], [])
    late = any(one.get("date1904") in {"1", "true"} for one in _named(book, "workbookPr"))
    return _Book(texts, formats, bold, date(1904, 1, 1) if late else date(1899, 12, 30))


def _named(root: Element, name: str) -> Iterator[Element]:
    return (one for one in root.iter() if name_of(one) == name)


def _rich_text(element: Element) -> str:
    """The text of a shared or inline string without its phonetic reading."""
    parts = []
    for child in element:
        if name_of(child) == "t":
            parts.append(child.text or "")
        elif name_of(child) == "r":
            parts += [one.text or "" for one in child if name_of(one) == "t"]
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(parts)).replace("\r", "")


def _styles(root: Element) -> tuple[list[str], list[bool]]:
    """For each cell style its number format («» where it is no date and no per cent), and whether it is bold."""
    own = {one.get("numFmtId"): one.get("formatCode", "") for one in _named(root, "numFmt")}
    fonts = [any(name_of(mark) == "b" and mark.get("val", "1") not in {"0", "false"} for mark in font)
             for fonts in _named(root, "fonts") for font in fonts]  # fmt: skip
    formats, bold = [], []
    for styles in _named(root, "cellXfs"):
        for style in styles:
            number = _whole(style.get("numFmtId"))
            code = own.get(str(number)) or _BUILT_IN_DATES.get(number) or ("%" if number in _PERCENTS else "")
            formats.append(code if _is_date(code) or "%" in code else "")
            font = _whole(style.get("fontId"))
            bold.append(fonts[font] if font < len(fonts) else False)
    return formats, bold


def _is_date(code: str) -> bool:
    """Whether a number format shows a date: day, month or year outside quotation marks and brackets.

    >>> _is_date('dd.mm.yyyy'), _is_date('#,##0.00 "дм"'), _is_date("[$-422]mmmm yyyy")
    (True, False, True)
    """
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).lower()
    return bool(re.search(r"[dyдр]", plain) or "mmm" in plain or "ммм" in plain) and "0" not in plain


def _rows(root: Element, book: _Book, sheet: str, budget: Budget) -> Iterator[SheetRow]:
    merges = _merges(root)
    hidden = 0
    index = 0
    for row in _named(root, "row"):
        index = _whole(row.get("r")) or index + 1
        cells = tuple(_cells(row, index, book, merges, budget))
        budget.cells(len(row))
        hidden += bool(cells) and row.get("hidden") in {"1", "true"}
        yield SheetRow(cells, index)
    if hidden:
        budget.remark(f"аркуш «{sheet}»: прочитано й приховані рядки ({hidden})")


def _cells(
    row: Element, index: int, book: _Book, merges: Mapping[tuple[int, int], tuple[int, int]], budget: Budget
) -> Iterator[SheetCell]:
    column = -1
    for cell in row:
        match = _REFERENCE.match(cell.get("r") or "")
        column = _column(match[1]) if match else column + 1
        text = _text(cell, book)
        if text.strip():
            colspan, rowspan = merges.get((index, column), (1, 1))
            style = _whole(cell.get("s"))
            bold = book.bold[style] if style < len(book.bold) else False
            yield SheetCell(budget.cut(text), column, colspan, rowspan, bold)


def _merges(root: Element) -> dict[tuple[int, int], tuple[int, int]]:
    """First cell (row, column) of every merged range -> columns and rows that it covers."""
    found = {}
    for one in _named(root, "mergeCell"):
        ends = _REFERENCE.findall(one.get("ref") or "")
        if len(ends) == 2:
            (first, top), (last, bottom) = ends
            start = _column(first)
            found[(int(top), start)] = (_column(last) - start + 1, int(bottom) - int(top) + 1)
    return found


def _column(letters: str) -> int:
    """The column from 0.

    >>> _column("A"), _column("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _text(cell: Element, book: _Book) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_rich_text(child) for child in cell if name_of(child) == "is")
    value = next((child.text or "" for child in cell if name_of(child) == "v"), "")
    if kind == "s":
        place = _whole(value, -1)
        return book.texts[place] if 0 <= place < len(book.texts) else ""
    if kind == "e":
        return ""
    if kind == "b":
        return {"1": "так", "0": "ні"}.get(value, "")
    if kind in {"str", "d"}:
        return value
    style = _whole(cell.get("s"))
    return number_as_shown(value, book.formats[style] if style < len(book.formats) else "", book.epoch)


def number_as_shown(value: str, code: str, epoch: date) -> str:
    """The number as the sheet shows it: a date, a per cent, or itself.

    >>> number_as_shown("46096", "dd.mm.yyyy", date(1899, 12, 30)), number_as_shown("0.8", "0%", date(1899, 12, 30))
    ('15.03.2026', '80%')
    """
    try:
        number = float(value)
    except ValueError:
        return value
    if "%" in code:
        return f"{round(number * 100, 4):g}%"
    if not code or not 0 < number < 200_000:
        return f"{number:.15g}"
    day = datetime.combine(epoch, datetime.min.time()) + timedelta(days=number)
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code).lower()
    if "d" in plain or "д" in plain:
        return day.strftime("%d.%m.%Y")
    return f"{_MONTHS[day.month - 1]} {day.year}" if "m" in plain or "м" in plain else str(day.year)


def _whole(text: str | None, default: int = 0) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default
