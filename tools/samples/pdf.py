"""A sample plan as a PDF with a text layer and a ruled table, drawn cell by cell with fpdf2 and a DejaVu font.

Rows that do not fit are cut by the page's end and go on at the top of the next page without a repeated header, as
they do in the plans that staff receive. Needs the ``samples`` extra and Debian's fonts-dejavu-core.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.samples.grid import GridCell, GridRow, body_rows, header_rows, without_cuts
from tools.samples.notation import SamplePlan

FONTS = Path("/usr/share/fonts/truetype/dejavu")
LINE = 4.2  # mm, height of a line
MARGIN = 12.0  # mm
PADDING = 1.2  # mm, inside a cell
SIZE = 8  # points
SHARES = {"no": 0.06, "value": 0.09, "start": 0.1, "end": 0.1, "deadline": 0.13}


@dataclass
class _Flow:
    """A cell that is being drawn: the lines still to come and the rows still to cover."""

    lines: list[str]
    rows_left: int
    cell: GridCell


def pdf(plan: SamplePlan) -> bytes:
    """The bytes of the file; ImportError without fpdf2, FileNotFoundError without the font."""
    sheet = _Sheet(plan)
    for kind, text in plan.before:
        sheet.paragraph(text, kind, bold=text == plan.title)
    if plan.is_list:
        sheet.numbered_list()
    else:
        sheet.table(without_cuts(header_rows(plan) + body_rows(plan)))
    for text in plan.after:
        sheet.paragraph(text, "")
    return sheet.bytes()


class _Sheet:
    """The page being drawn on."""

    def __init__(self, plan: SamplePlan) -> None:
        from fpdf import FPDF

        self.plan = plan
        self.pdf: Any = FPDF("landscape", "mm", "A4")
        self.pdf.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
        self.pdf.set_margin(MARGIN)
        self.pdf.set_auto_page_break(False)
        self.pdf.add_font("DejaVu", "", FONTS / "DejaVuSans.ttf")
        self.pdf.add_font("DejaVu", "B", FONTS / "DejaVuSans-Bold.ttf")
        self.pdf.add_page()
        self.bottom = self.pdf.h - MARGIN
        rest = (1 - sum(SHARES.get(n, 0) for n in plan.names)) / max(1, sum(n not in SHARES for n in plan.names))
        self.widths: list[float] = [SHARES.get(n, rest) * self.pdf.epw for n in plan.names]

    def bytes(self) -> bytes:
        return bytes(self.pdf.output())

    def paragraph(self, text: str, kind: str, *, bold: bool = False) -> None:
        self.pdf.set_font("DejaVu", "B" if bold else "", 10)
        indent = self.pdf.epw * 0.6 if kind == ">" else 0
        lines = self.pdf.multi_cell(self.pdf.epw - indent, 5, text, dry_run=True, output="LINES")
        if self.pdf.y + 5 * len(lines) > self.bottom:
            self.pdf.add_page()
        self.pdf.set_x(MARGIN + indent)
        align = "C" if kind == "=" else "L"
        self.pdf.multi_cell(self.pdf.epw - indent, 5, text, align=align, new_x="LMARGIN", new_y="NEXT")
        self.pdf.ln(1)

    def numbered_list(self) -> None:
        for measure in self.plan.measures:
            cells = measure.items[0]
            self.paragraph(f"{measure.number}. {measure.text}", "")
            self.paragraph(cells["responsible"].replace("; ", ",\n") + "\n" + cells["deadline"], ">")

    def table(self, rows: list[GridRow]) -> None:
        self.pdf.ln(3)
        flows: dict[int, _Flow] = {}
        for number, row in enumerate(rows):
            for cell in row.cells:
                flows[cell.column] = _Flow(self.lines(cell), cell.rowspan, cell)
            self.row(flows, final=number + 1 == len(rows))
            for flow in flows.values():
                flow.rows_left -= 1
            flows = {column: flow for column, flow in flows.items() if flow.rows_left > 0}

    def lines(self, cell: GridCell) -> list[str]:
        self.pdf.set_font("DejaVu", "B" if cell.bold else "", SIZE)
        text = cell.text.replace("; ", ",\n") if cell.name == "responsible" else cell.text
        found: list[str] = self.pdf.multi_cell(self.width(cell) - 2 * PADDING, LINE, text, dry_run=True, output="LINES")
        return found

    def width(self, cell: GridCell) -> float:
        return sum(self.widths[cell.column : cell.column + cell.colspan])

    def row(self, flows: dict[int, _Flow], *, final: bool) -> None:
        """Draw one grid row, in as many pieces as pages cut it into.

        A cell of several rows must have room for all its lines: what its earlier rows could not hold makes its last
        row higher.
        """
        waiting = max(len(f.lines) for f in flows.values() if f.rows_left == 1 or final)
        while True:
            room = int((self.bottom - self.pdf.y - 2 * PADDING) // LINE)
            height = min(waiting, room)
            if height < min(waiting, 2):
                self.pdf.add_page()
                continue
            self.piece(flows, height, closes=height == waiting)
            waiting -= height
            if waiting <= 0:
                return
            self.pdf.add_page()

    def piece(self, flows: dict[int, _Flow], height: int, *, closes: bool) -> None:
        """The part of a row that stands on this page; ``closes`` when the row ends here."""
        top, depth = self.pdf.y, height * LINE + 2 * PADDING
        for column, flow in flows.items():
            left, width = MARGIN + sum(self.widths[:column]), self.width(flow.cell)
            self.pdf.set_font("DejaVu", "B" if flow.cell.bold else "", SIZE)
            drawn, flow.lines = flow.lines[:height], flow.lines[height:]
            for number, text in enumerate(drawn):
                self.pdf.text(left + PADDING, top + PADDING + number * LINE + SIZE * 0.36, text)
            self.pdf.line(left, top, left, top + depth)
            self.pdf.line(left + width, top, left + width, top + depth)
            if flow.rows_left == flow.cell.rowspan:
                self.pdf.line(left, top, left + width, top)
            if (closes and flow.rows_left == 1) or not closes:
                self.pdf.line(left, top + depth, left + width, top + depth)
        self.pdf.set_y(top + depth)
