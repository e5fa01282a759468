"""A sample plan as an ODT file, its XML written by hand: spanned and covered cells."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from tools.samples.archive import zipped
from tools.samples.grid import GridCell, GridRow, body_rows, header_rows, without_cuts
from tools.samples.notation import SamplePlan

MIME = "application/vnd.oasis.opendocument.text"
NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {"office": "office", "text": "text", "table": "table", "style": "style"}.items()
)
FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest manifest:version="1.2" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
STYLES = "".join(
    f'<style:style style:name="{name}" style:family="paragraph">'
    f'<style:paragraph-properties fo:text-align="{align}"/><style:text-properties fo:font-weight="{weight}"/>'
    "</style:style>"
    for name, align, weight in (
        ("Plain", "start", "normal"),
        ("Right", "end", "normal"),
        ("Centre", "center", "normal"),
        ("Bold", "center", "bold"),
    )
)
STYLE_OF = {"": "Plain", "=": "Centre", ">": "Right"}


def odt(plan: SamplePlan) -> bytes:
    """The bytes of the file."""
    before = "".join(_paragraph(text, "Bold" if text == plan.title else STYLE_OF[kind]) for kind, text in plan.before)
    content = _list(plan) if plan.is_list else _table(plan)
    after = "".join(_paragraph(text, "Plain") for text in plan.after)
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {NAMES} {FO} office:version="1.2">'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{before}{content}{after}</office:text></office:body></office:document-content>"
    )
    parts = {"mimetype": MIME, "content.xml": document, "META-INF/manifest.xml": MANIFEST}
    return zipped(parts, stored=("mimetype",))


def _paragraph(text: str, style: str) -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def _list(plan: SamplePlan) -> str:
    out = []
    for measure in plan.measures:
        cells = measure.items[0]
        out.append(_paragraph(f"{measure.number}. {measure.text}", "Plain"))
        out += [_paragraph(line, "Right") for line in cells["responsible"].replace("; ", ",\n").split("\n")]
        out.append(_paragraph(cells["deadline"], "Right"))
    return "".join(out)


def _table(plan: SamplePlan) -> str:
    width = len(plan.columns)
    rows = without_cuts(header_rows(plan) + body_rows(plan))
    columns = f'<table:table-column table:number-columns-repeated="{width}"/>'
    return f'<table:table table:name="T1">{columns}{"".join(_rows(rows, width))}</table:table>'


def _rows(rows: Iterable[GridRow], width: int) -> Iterable[str]:
    """Rows of XML: what a span covers stands there as an empty covered cell."""
    for row in rows:
        out, column = [], 0
        begins = {cell.column: cell for cell in row.cells}
        while column < width:
            cell = begins.get(column)
            out.append(_cell(cell) if cell else "<table:covered-table-cell/>")
            column += 1
            for _ in range(cell.colspan - 1 if cell else 0):
                out.append("<table:covered-table-cell/>")
                column += 1
        yield f"<table:table-row>{''.join(out)}</table:table-row>"


def _cell(cell: GridCell) -> str:
    spans = ""
    if cell.colspan > 1 or cell.rowspan > 1:
        spans = f' table:number-columns-spanned="{cell.colspan}" table:number-rows-spanned="{cell.rowspan}"'
    lines = cell.text.split("; ") if cell.name == "responsible" else [cell.text]
    paragraphs = "".join(_paragraph(line, "Bold" if cell.bold else "Plain") for line in lines)
    return f"<table:table-cell{spans}>{paragraphs}</table:table-cell>"
