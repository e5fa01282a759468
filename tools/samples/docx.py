"""A sample plan as a DOCX file, its XML written by hand: gridSpan, vMerge, several paragraphs in a cell."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from tools.samples.archive import zipped
from tools.samples.grid import GridCell, GridRow, body_rows, header_rows, without_cuts
from tools.samples.notation import SamplePlan

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTENT_TYPES = (
    DECLARATION + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONSHIPS = (
    DECLARATION + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>'
)
ALIGNMENT = {"": "both", "=": "center", ">": "right"}
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx(plan: SamplePlan) -> bytes:
    """The bytes of the file. A list plan becomes numbered paragraphs, its bodies and deadline set to the right."""
    before = "".join(_paragraph(text, kind, bold=text == plan.title) for kind, text in plan.before)
    content = _list(plan) if plan.is_list else _table(plan)
    after = "".join(_paragraph(text, "") for text in plan.after)
    body = before + content + after + '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    document = f"{DECLARATION}<w:document {W}><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONSHIPS, "word/document.xml": document})


def _paragraph(text: str, kind: str, *, bold: bool = False) -> str:
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    run = f'<w:r>{weight}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f'<w:p><w:pPr><w:jc w:val="{ALIGNMENT[kind]}"/></w:pPr>{run}</w:p>'


def _list(plan: SamplePlan) -> str:
    out = []
    for measure in plan.measures:
        cells = measure.items[0]
        out.append(_paragraph(f"{measure.number}. {measure.text}", ""))
        out += [_paragraph(line, ">") for line in cells["responsible"].replace("; ", ",\n").split("\n")]
        out.append(_paragraph(cells["deadline"], ">"))
    return "".join(out)


def _table(plan: SamplePlan) -> str:
    width = len(plan.columns)
    grid = "".join(f'<w:gridCol w:w="{14000 // width}"/>' for _ in range(width))
    rows = without_cuts(header_rows(plan) + body_rows(plan))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_rows(rows, width))}</w:tbl>"
    )


def _rows(rows: Iterable[GridRow], width: int) -> Iterable[str]:
    """Rows of XML; a cell merged from above stands in every row that it covers, as WordprocessingML wants it."""
    covered: dict[int, int] = {}
    for row in rows:
        begins = {cell.column: cell for cell in row.cells}
        out, column = [], 0
        while column < width:
            cell = begins.get(column)
            if cell is None:
                out.append("<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>" if covered.get(column) else _empty())
            else:
                out.append(_cell(cell))
            covered[column] = max(0, (cell.rowspan if cell else covered.get(column, 0)) - 1)
            column += cell.colspan if cell else 1
        properties = "<w:trPr><w:tblHeader/></w:trPr>" if row.kind in ("header", "numbers") else ""
        yield f"<w:tr>{properties}{''.join(out)}</w:tr>"


def _empty() -> str:
    return "<w:tc><w:tcPr/><w:p/></w:tc>"


def _cell(cell: GridCell) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
    lines = cell.text.split("; ") if cell.name == "responsible" else [cell.text]
    paragraphs = "".join(_paragraph(line, "=" if cell.bold else "", bold=cell.bold) for line in lines)
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraphs}</w:tc>"
