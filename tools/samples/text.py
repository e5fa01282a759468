"""A sample plan as a text dump (cells separated by TAB, pages turned in the middle of a table) and as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from tools.samples.grid import PAGE_CUT, GridRow, body_rows, header_rows, number_row, without_cuts
from tools.samples.notation import SamplePlan


def text_dump(plan: SamplePlan) -> bytes:
    """UTF-8 text: what is left of a PDF table when its text is copied. Merged cells are blanks."""
    lines = ["", *_before(plan), ""]
    lines += _list_lines(plan) if plan.is_list else _table_lines(plan)
    lines += ["", *plan.after, ""]
    return "\n".join(lines).encode()


def _before(plan: SamplePlan) -> list[str]:
    """Paragraphs with a blank line where the setting changes, as in a copied page."""
    lines: list[str] = []
    last = None
    for kind, text in plan.before:
        if last is not None and kind != last:
            lines.append("")
        lines.append(f"**{text}**" if text == plan.title and not plan.is_list else text)
        last = kind
    return lines


def _table_lines(plan: SamplePlan) -> list[str]:
    width = len(plan.columns)
    lines = [_tabbed(row, width) for row in header_rows(plan)]
    page_break = ["", _tabbed(number_row(plan), width)]
    on_page = 0
    for row in body_rows(plan):
        if plan.page_rows and on_page >= plan.page_rows:
            lines += page_break
            on_page = 0
        first, rest = _cut(row)
        lines.append(_tabbed(first, width))
        on_page += 1
        if rest is not None:
            lines += [*page_break, _tabbed(rest, width)]
            on_page = 1
    return lines


def _cut(row: GridRow) -> tuple[GridRow, GridRow | None]:
    """A row and what of it stands on the next page."""
    if not any(PAGE_CUT in cell.text for cell in row.cells):
        return row, None
    parts = [(cell, *cell.text.partition(PAGE_CUT)) for cell in row.cells]
    first = tuple(replace(cell, text=before.strip()) for cell, before, _, _ in parts)
    rest = tuple(replace(cell, text=after.strip()) for cell, _, _, after in parts)
    return GridRow(row.kind, first), GridRow(row.kind, rest)


def _tabbed(row: GridRow, width: int) -> str:
    texts = [""] * width
    for cell in row.cells:
        text = cell.text.replace("; ", ", ") if cell.name == "responsible" else cell.text
        texts[cell.column] = f"<b>{text}</b>" if row.kind == "section" else text
    return "\t".join(texts)


def _list_lines(plan: SamplePlan) -> list[str]:
    lines: list[str] = []
    for measure in plan.measures:
        cells = measure.items[0]
        lines += [f"{measure.number}. {measure.text}", ""]
        lines += cells["responsible"].replace("; ", ",\n").split("\n")
        lines += [cells["deadline"], ""]
    return lines


def csv_table(plan: SamplePlan) -> bytes:
    """Semicolons and a byte order mark, as a spreadsheet in Ukraine saves it; the preamble stands above the table."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    width = len(plan.columns)
    for _, text in plan.before:
        writer.writerow([text] + [""] * (width - 1))
    for row in without_cuts(header_rows(plan)[:1] + body_rows(plan)):
        texts = [""] * width
        for cell in row.cells:
            texts[cell.column] = cell.text
        writer.writerow(texts)
    for text in plan.after:
        writer.writerow([text] + [""] * (width - 1))
    return b"\xef\xbb\xbf" + out.getvalue().encode()
