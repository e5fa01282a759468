"""Measures written out: JSON lines, CSV, or an Excel workbook.

CSV and workbook have one line for each item of a measure. Texts of documents are texts there: nothing that begins
like a formula is one. A file appears whole or not at all.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from corpus.messages import Problem
from corpus.model import measure_json

if TYPE_CHECKING:
    from corpus.store import Store

FORMATS = ("jsonl", "csv", "xlsx")


class Column(NamedTuple):
    """A column of a table: its heading in Ukrainian and English, its width in a workbook (characters)."""

    uk: str
    en: str
    width: int


COLUMNS: dict[str, Column] = {
    "plan_id": Column("План", "Plan", 28),
    "plan_title": Column("Назва плану", "Plan title", 40),
    "region": Column("Область", "Region", 22),
    "section": Column("Розділ", "Section", 30),
    "subsection": Column("Підрозділ", "Subsection", 24),
    "task_no": Column("№ завдання", "Task no.", 11),
    "task": Column("Завдання", "Task", 40),
    "goal": Column("Мета", "Goal", 30),
    "measure_no": Column("№ заходу", "Measure no.", 11),
    "measure": Column("Захід", "Measure", 60),
    "indicator": Column("Індикатор", "Indicator", 40),
    "value": Column("Значення", "Value", 12),
    "responsible": Column("Виконавці", "Responsible", 44),
    "deadline_text": Column("Строк", "Deadline", 22),
    "deadline_from": Column("Строк від", "Due from", 12),
    "deadline_to": Column("Строк до", "Due to", 12),
    "place": Column("Місце в документі", "Place", 20),
    "warnings": Column("Зауваження", "Remarks", 30),
    "id": Column("Ідентифікатор", "Id", 18),
}
_CONSENT = ("за згодою", "by consent")
_PLACES = {
    "page": ("сторінка", "page"),
    "sheet": ("аркуш", "sheet"),
    "table": ("таблиця", "table"),
    "rows": ("рядок", "row"),
    "lines": ("рядок", "line"),
}
_LIKE_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?%?")
_EMPTY_ITEM: dict[str, Any] = {"responsible": []}


def rows_of(store: Store, plan_id: str | None = None) -> Iterator[dict[str, Any]]:
    """Every measure of the store, or of one plan, as the contract's JSON object."""
    plans = {stored.plan.id: stored.plan for stored in store.plans()}
    for stored in store.measures(plan_id=plan_id):
        yield measure_json(stored.measure, plans[stored.measure.plan_id])


def write_rows(rows: Iterable[dict[str, Any]], kind: str, out: Path | None, lang: str) -> int:
    """Write measures to a file (or standard output) and return how many there were."""
    tally = _Tally(rows)
    with output_to(out) as target:
        write_rows_to(tally, kind, target, lang)
    return tally.number


def write_rows_to(rows: Iterable[dict[str, Any]], kind: str, target: BinaryIO, lang: str) -> None:
    """Write measures into an open file."""
    {"jsonl": _write_jsonl, "csv": _write_csv, "xlsx": _write_xlsx}[kind](rows, target, lang)


def table_lines(row: dict[str, Any], lang: str) -> Iterator[list[str]]:
    """A measure as lines of a table: one for each item, one for a measure without items."""
    for item in row["items"] or [_EMPTY_ITEM]:
        values = row | item
        values["responsible"] = "; ".join(_body(r, lang) for r in item["responsible"])
        values["place"] = shown_place(row["locator"], lang)
        values["warnings"] = "; ".join(row["warnings"])
        yield [str(values.get(column) or "") for column in COLUMNS]


def shown_place(locator: Mapping[str, Any], lang: str) -> str:
    """Where a measure stands in its document, in words.

    >>> shown_place({"table": 1, "rows": [4, 6]}, "uk")
    'таблиця 1, рядки 4–6'
    """
    return ", ".join(f"{_place_word(name, _span(place), lang)} {_span(place)}" for name, place in locator.items())


def _place_word(name: str, span: str, lang: str) -> str:
    several = {"рядок": "рядки", "row": "rows", "line": "lines"}
    word = _PLACES[name][lang == "en"]
    return several.get(word, word) if "–" in span else word


def harmless(text: str) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula (an apostrophe before it, as OWASP advises).

    >>> harmless("=1+1"), harmless("- надано"), harmless("-5")
    ("'=1+1", "'- надано", '-5')
    """
    return f"'{text}" if _LIKE_FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def _body(responsible: dict[str, Any], lang: str) -> str:
    mark = f" ({_CONSENT[lang == 'en']})" if responsible["consent"] else ""
    return f"{responsible['text']}{mark}"


def _span(place: Any) -> str:
    return "–".join(str(end) for end in dict.fromkeys(place)) if isinstance(place, list) else str(place)


@contextmanager
def output_to(out: Path | None) -> Iterator[BinaryIO]:
    """Where bytes go: standard output, or a file that takes its name only when all is written."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(out)
    except OSError as error:
        raise Problem("output-unwritable", path=out, reason=error.strerror or error) from error
    finally:
        part.unlink(missing_ok=True)


class _Tally:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._rows:
            self.number += 1
            yield row


def _write_jsonl(rows: Iterable[dict[str, Any]], target: BinaryIO, lang: str) -> None:
    for row in rows:
        target.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def _write_csv(rows: Iterable[dict[str, Any]], target: BinaryIO, lang: str) -> None:
    """Columns are named as the fields are, for programs; a file begins with the mark by which Excel knows UTF-8, and
    texts stand in quotation marks, by which LibreOffice can tell them from numbers («12e345678901» is an id)."""
    text = io.TextIOWrapper(target, encoding="utf-8" if target is sys.stdout.buffer else "utf-8-sig", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerows([harmless(cell) for cell in line] for line in table_lines(row, lang))
    text.detach()


def _write_xlsx(rows: Iterable[dict[str, Any]], target: BinaryIO, lang: str) -> None:
    from api.workbook import write_workbook

    english = lang == "en"
    columns = [(column.en if english else column.uk, column.width) for column in COLUMNS.values()]
    lines = (line for row in rows for line in table_lines(row, lang))
    days = {place for place, name in enumerate(COLUMNS) if name in ("deadline_from", "deadline_to")}
    write_workbook(columns, lines, target, title=("Заходи", "Measures")[english], days=days)
