"""From a sample plan to a table grid: what every table writer starts from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tools.samples.notation import MERGED, SampleMeasure, SamplePlan

PAGE_CUT = "¶"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with the column where it begins (from 0) and how far it reaches; ``name`` is the column's meaning."""

    text: str
    column: int
    name: str
    colspan: int = 1
    rowspan: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells that begin in a row. ``kind`` is header, numbers, section, subsection or item."""

    kind: str
    cells: tuple[GridCell, ...]


def header_rows(plan: SamplePlan) -> list[GridRow]:
    """The column headers and the row of column numbers under them."""
    headers = tuple(GridCell(text, n, "header", bold=True) for n, (_, text) in enumerate(plan.columns))
    return [GridRow("header", headers), number_row(plan)]


def number_row(plan: SamplePlan) -> GridRow:
    return GridRow("numbers", tuple(GridCell(str(n + 1), n, "number") for n in range(len(plan.columns))))


def body_rows(plan: SamplePlan) -> list[GridRow]:
    """Section rows and one row an item; a cell of several rows stands in the first with its rowspan."""
    rows: list[GridRow] = []
    section: str | None = None
    subsection: str | None = None
    for index, measure in enumerate(plan.measures):
        if measure.section and measure.section != section:
            rows.append(_wide(plan, "section", measure.section))
        if measure.subsection and (measure.section, measure.subsection) != (section, subsection):
            rows.append(_wide(plan, "subsection", measure.subsection))
        section, subsection = measure.section, measure.subsection
        rows += [_item_row(plan, index, k) for k in range(len(measure.items))]
    return rows


def _wide(plan: SamplePlan, kind: str, text: str) -> GridRow:
    return GridRow(kind, (GridCell(text, 0, kind, colspan=len(plan.columns), bold=True),))


def _item_row(plan: SamplePlan, index: int, item: int) -> GridRow:
    cells = []
    for column, name in enumerate(plan.names):
        text = _text(plan, index, item, name)
        if text != MERGED:
            cells.append(GridCell(text, column, name, rowspan=_rowspan(plan, index, item, name)))
    return GridRow("item", tuple(cells))


def _text(plan: SamplePlan, index: int, item: int, name: str) -> str:
    """What the cell of this row and column prints, or «^» when it belongs to the cell above."""
    measure = plan.measures[index]
    if name in ("task", "no") and measure.task is not None:
        return MERGED if item or _same_task(plan, index) else _task_cell(plan, measure, name)
    if name in ("measure", "no"):
        return MERGED if item else _measure_cell(plan, measure, name)
    return measure.items[item][name]


def _same_task(plan: SamplePlan, index: int) -> bool:
    def key(m: SampleMeasure) -> tuple[str | None, ...]:
        return m.section, m.subsection, m.task_no

    return index > 0 and key(plan.measures[index - 1]) == key(plan.measures[index])


def _task_cell(plan: SamplePlan, measure: SampleMeasure, name: str) -> str:
    label = plan.labels.get("task")
    if name == "no":
        return f"{measure.task_no}."
    return f"{label} {measure.task_no} {measure.task}" if label else measure.task or ""


def _measure_cell(plan: SamplePlan, measure: SampleMeasure, name: str) -> str:
    label = plan.labels.get("measure")
    if name == "no":
        return measure.number or ""
    return f"{label} {measure.number} {measure.text}" if label else measure.text


def _rowspan(plan: SamplePlan, index: int, item: int, name: str) -> int:
    """How many rows the cell covers: those below it that say «^», within its section."""
    following = [(n, k) for n, m in enumerate(plan.measures) for k in range(len(m.items)) if (n, k) > (index, item)]
    span = 1
    for n, k in following:
        if _text(plan, n, k, name) != MERGED:
            break
        span += 1
    return span


def without_cuts(rows: list[GridRow]) -> list[GridRow]:
    """The rows as a format that cuts no cells holds them."""
    return [
        GridRow(row.kind, tuple(replace(cell, text=cell.text.replace(PAGE_CUT, "")) for cell in row.cells))
        for row in rows
    ]
