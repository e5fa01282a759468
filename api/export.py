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
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.messages import Problem
from corpus.model import measure_json

if TYPE_CHECKING:
    from corpus.store import Store

FORMATS = ("jsonl", "csv", "xlsx")

# the columns of a table: field -> heading in Ukrainian and English, width in the workbook (characters)
COLUMNS: dict[str, tuple[str, str, int]] = {
    "plan_id": ("План", "Plan", 28),
    "plan_title": ("Назва плану", "Plan title", 40),
    "region": ("Область", "Region", 22),
    "section": ("Розділ", "Section", 30),
    "subsection": ("Підрозділ", "Subsection", 24),
    "task_no": ("№ завдання", "Task no.", 11),
    "task": ("Завдання", "Task", 40),
    "goal": ("Мета", "Goal", 30),
    "measure_no": ("№ заходу", "Measure no.", 11),
    "measure": ("Захід", "Measure", 60),
    "indicator": ("Індикатор", "Indicator", 40),
    "value": ("Значення", "Value", 12),
    "responsible": ("Виконавці", "Responsible", 44),
    "deadline_text": ("Строк", "Deadline", 22),
    "deadline_from": ("Строк від", "Due from", 12),
    "deadline_to": ("Строк до", "Due to", 12),
    "place": ("Місце в документі", "Place", 20),
    "warnings": ("Зауваження", "Remarks", 30),
    "id": ("Ідентифікатор", "Id", 18),
}
_CONSENT = ("за згодою", "by consent")
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
    writers = {"jsonl": _write_jsonl, "csv": _write_csv, "xlsx": _write_xlsx}
    with _target(out) as target:
        return writers[kind](rows, target, lang)


def table_lines(row: dict[str, Any], lang: str) -> Iterator[list[str]]:
    """A measure as lines of a table: one for each item, one for a measure without items."""
    for item in row["items"] or [_EMPTY_ITEM]:
        values = row | item
        values["responsible"] = "; ".join(_body(r, lang) for r in item["responsible"])
        values["place"] = ", ".join(f"{name} {_span(place)}" for name, place in row["locator"].items())
        values["warnings"] = "; ".join(row["warnings"])
        yield [str(values.get(column) or ("0" if values.get(column) == 0 else "")) for column in COLUMNS]


def harmless(text: str) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula (an apostrophe before it, as OWASP advises).

    >>> harmless("=1+1"), harmless("- надано"), harmless("-5")
    ("'=1+1", "'- надано", '-5')
    """
    return f"'{text}" if _LIKE_FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text


def _body(responsible: dict[str, Any], lang: str) -> str:
    return responsible["text"] + (f" ({_CONSENT[lang == 'en']})" if responsible["consent"] else "")


def _span(place: Any) -> str:
    return "–".join(str(end) for end in dict.fromkeys(place)) if isinstance(place, list) else str(place)


@contextmanager
def _target(out: Path | None) -> Iterator[BinaryIO]:
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


def _write_jsonl(rows: Iterable[dict[str, Any]], target: BinaryIO, lang: str) -> int:
    number = 0
    for number, row in enumerate(rows, 1):
        target.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return number


def _write_csv(rows: Iterable[dict[str, Any]], target: BinaryIO, lang: str) -> int:
    """Columns are named as the fields are, for programs; a file begins with the mark by which Excel knows UTF-8."""
    text = io.TextIOWrapper(target, encoding="utf-8" if target is sys.stdout.buffer else "utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    number = 0
    for number, row in enumerate(rows, 1):
        writer.writerows([harmless(cell) for cell in line] for line in table_lines(row, lang))
    text.detach()
    return number


def _write_xlsx(rows: Iterable[dict[str, Any]], target: BinaryIO, lang: str) -> int:
    from api.workbook import write_workbook

    counter = 0

    def lines() -> Iterator[list[str]]:
        nonlocal counter
        for counter, row in enumerate(rows, 1):
            yield from table_lines(row, lang)

    columns = [(heading[lang == "en"], heading[2]) for heading in COLUMNS.values()]
    write_workbook(columns, lines(), target, title=("Заходи", "Measures")[lang == "en"])
    return counter
