"""Lists written out: a table for people, JSON lines for programs, CSV and Excel workbooks for both."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import click

from api.export import harmless, output_to
from api.session import Session, for_terminal
from api.settings import Lang
from api.wording_oversight import COLUMNS

FORMATS = ("table", "jsonl", "csv", "xlsx")
NUMBERS = frozenset({"score", "pairs", "cluster", "measures", "items", "first_named", "days"})
DAYS = frozenset({"due"})
_COUNTED = 14  # width of a column of numbers in a workbook, in characters


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: ``columns`` name keys of COLUMNS, ``lines`` hold a text for each, ``records`` are what JSON has.

    ``headings`` stand for columns beyond those that are named: of numbers, one for each thing counted.
    """

    title: str
    columns: tuple[str, ...]
    lines: Sequence[Sequence[str]]
    records: Sequence[Any]
    headings: tuple[str, ...] = ()

    def first(self, limit: int) -> Listing:
        """The beginning of the list."""
        return replace(self, lines=self.lines[:limit], records=self.records[:limit])


def listed_format(kind: str | None, out: Path | None, session: Session) -> str:
    """The format that was asked for, else that of the file's ending, else a table."""
    ending = out.suffix.lower().lstrip(".") if out else ""
    chosen = kind or (ending if ending in FORMATS else "table")
    if chosen == "xlsx" and out is None and sys.stdout.isatty():
        raise click.UsageError(session.say("xlsx-needs-out"))
    return chosen


def write_listing(listing: Listing, kind: str, out: Path | None, session: Session) -> None:
    """Write the list to a file (whole or not at all) or standard output; say so where there is nothing in it."""
    with output_to(out) as target:
        write_listing_to(listing, kind, target, session.lang)
    if kind == "table" and not listing.lines:
        session.note("nothing-found")


def write_listing_to(listing: Listing, kind: str, target: BinaryIO, lang: Lang) -> None:
    """Write the list into an open file."""
    if kind == "xlsx":
        from api.workbook import write_workbook

        columns = [(str(COLUMNS[name][lang == "en"]), COLUMNS[name][2]) for name in listing.columns]
        columns += [(heading, _COUNTED) for heading in listing.headings]
        numbers = {place for place, name in enumerate(listing.columns) if name in NUMBERS}
        numbers |= set(range(len(listing.columns), len(columns)))
        days = {place for place, name in enumerate(listing.columns) if name in DAYS}
        write_workbook(columns, listing.lines, target, listing.title, numbers=numbers, days=days)
    elif kind == "csv":
        _write_csv(listing, target)
    else:
        text = _jsonl(listing) if kind == "jsonl" else table_text(listing, lang)
        target.write(text.encode("utf-8", "replace"))


def _jsonl(listing: Listing) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in listing.records)


def _write_csv(listing: Listing, target: Any) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8" if target is sys.stdout.buffer else "utf-8-sig", newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)  # as in the export: texts in quotation marks
    writer.writerow([*listing.columns, *map(harmless, listing.headings)])
    numbers = [name in NUMBERS for name in listing.columns] + [True] * len(listing.headings)
    for line in listing.lines:
        cells = zip(line, numbers, strict=True)
        writer.writerow([Decimal(cell) if number and cell else harmless(cell) for cell, number in cells])
    text.detach()


def table_text(listing: Listing, lang: Lang) -> str:
    """Each line as a block of «heading: text»; terminals are too narrow for whole measures side by side."""
    headings = [*(str(COLUMNS[name][lang == "en"]) for name in listing.columns), *listing.headings]
    blocks = []
    for number, line in enumerate(listing.lines, 1):
        cells = [f"{heading}: {for_terminal(text)}" for heading, text in zip(headings, line, strict=True) if text]
        blocks.append(f"[{number}] " + "\n    ".join(cells))
    return "\n\n".join(blocks) + ("\n" if blocks else "")
