"""DOCX: paragraphs with their list numbers, tables with their merges, insertions read and deletions dropped.

The XML is read as it stands (no style is rendered, no field computed, no macro or external part touched). After
ECMA-376, part 1: 17.3 (paragraphs, runs), 17.4 (tables), 17.13.5 (revisions).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.blocks import Document
from corpus.messages import Problem
from corpus.readers.archive import Package, opened
from corpus.readers.docx_numbering import Numbering, W
from corpus.readers.flow import Line, RawCell, RawRow, RawTable, blocks_of
from corpus.readers.limits import Budget
from corpus.readers.markup import MarkupError, name_of, xml_root

if TYPE_CHECKING:
    from corpus.readers.markup import Element

# Wrappers whose content is the document's; a deletion's content is not.
_TRANSPARENT = frozenset({"ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple",
                          "bdo", "dir", "AlternateContent", "Choice"})  # fmt: skip
_DROPPED = frozenset({"del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr",
                      "Fallback", "instrText", "delText", "sectPr"})  # fmt: skip
_BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": ""}
# Set to the right half: an indent of more than this many twentieths of a point (the text is some 9000 wide).
_RIGHT_INDENT = 4500
_STYLE_DEPTH = 12


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style gives: its list and level, heading level, weight and alignment."""

    list_id: str | None = None
    level: int | None = None
    heading: int | None = None
    bold: bool | None = None
    align: str | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    bold: bool | None  # None: as the style says


def read_docx(path: Path, budget: Budget) -> Document:
    """The document of a DOCX file. Raises Problem where it is damaged or over the limits."""
    with opened(path, budget) as package:
        main = _main_part(package)
        root = _part(package, main, budget, main=True)
        if root is None:
            raise Problem("damaged-file", name=budget.name, reason="word/document.xml")
        folder = main.rpartition("/")[0]
        reader = _Reader(
            Numbering(_part(package, f"{folder}/numbering.xml", budget)),
            _styles(_part(package, f"{folder}/styles.xml", budget)),
            budget,
        )
        title = _title(_part(package, "docProps/core.xml", budget))
    body = next((child for child in root if name_of(child) == "body"), root)
    flow = list(reader.flow(body))
    return Document(path.name, "docx", blocks_of(flow, budget), title=title, warnings=tuple(budget.remarks))


def _main_part(package: Package) -> str:
    """The main part; its name is nearly always the same, else the only document*.xml."""
    if "word/document.xml" in package.names:
        return "word/document.xml"
    named = sorted(name for name in package.names if name.startswith("word/document") and name.endswith(".xml"))
    return named[0] if named else "word/document.xml"


def _part(package: Package, name: str, budget: Budget, *, main: bool = False) -> Element | None:
    data = package.part(name)
    if data is None:
        return None
    try:
        return xml_root(data)
    except MarkupError as error:
        if not main:
            budget.remark(f"частину {name} пошкоджено: оформлення й номери списків можуть бути неповні")
            return None  # the text can be read without it
        raise Problem("damaged-file", name=budget.name, reason=f"{name}: {error}") from error


def _title(root: Element | None) -> str | None:
    element = next((one for one in root.iter() if name_of(one) == "title"), None) if root is not None else None
    return (" ".join((element.text or "").split()) or None) if element is not None else None


class _Reader:
    """Walks the body in reading order; the counters of lists go with it."""

    def __init__(self, numbering: Numbering, styles: dict[str, _Style], budget: Budget) -> None:
        self._numbering = numbering
        self._styles = styles
        self._budget = budget
        self._pending: list[_Run] = []  # of a paragraph whose end mark was deleted: it goes on in the next

    def flow(self, element: Element) -> Iterator[Line | RawTable]:
        """The lines and tables of a body, a cell or a text box."""
        for child in element:
            name = name_of(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield self._table(child)
            elif name in _TRANSPARENT:
                yield from self.flow(child)

    def _paragraph(self, element: Element) -> Iterator[Line]:
        runs, boxes = self._pending + list(_runs(element)), list(_boxes(element))
        self._pending = []
        for box in boxes:
            yield from (piece for piece in self.flow(box) if isinstance(piece, Line))
        properties = element.find(f"{W}pPr")
        if _mark_deleted(properties):
            self._pending = runs
            return
        line = self._described("".join(run.text for run in runs), properties)
        weights = [run.bold for run in runs if run.text.strip()]
        style = self._style(properties)
        bold = bool(weights) and all(style.bold if weight is None else weight for weight in weights)
        yield replace(line, bold=bold)

    def _described(self, text: str, properties: Element | None) -> Line:
        style = self._style(properties)
        list_id, level = _own_list(properties)
        list_id, level = list_id or style.list_id, level if level is not None else style.level or 0
        number = None
        if list_id and list_id != "0" and text.strip():
            number = self._numbering.number(list_id, level)
        elif list_id and list_id != "0" and properties is not None:
            number = self._numbering.number(list_id, level)  # an empty numbered cell: its number is its content
        align = _value(properties, "jc") or style.align
        return Line(
            text,
            number=number or None,
            bullet=number == "",
            heading=style.heading,
            centred=align == "center",
            right=align in {"right", "end"} or _indent(properties) >= _RIGHT_INDENT,
        )

    def _style(self, properties: Element | None) -> _Style:
        return self._styles.get(_value(properties, "pStyle") or "", self._styles.get("", _Style()))

    def _table(self, element: Element) -> RawTable:
        rows = [row for row in _rows(element) if not _row_deleted(row)]
        grid = [list(self._cells(row)) for row in rows]
        heads = [_flag(row.find(f"{W}trPr"), "tblHeader") for row in rows]
        return RawTable(tuple(RawRow(cells, head) for cells, head in zip(_merged(grid), heads, strict=True)))

    def _cells(self, row: Element) -> Iterator[tuple[RawCell, str | None]]:
        """The cells of a row with what each says of its vertical merge: «restart», «continue» or nothing."""
        column = _number(_value(row.find(f"{W}trPr"), "gridBefore"))
        for cell in _children(row, "tc"):
            properties = cell.find(f"{W}tcPr")
            span = max(1, _number(_value(properties, "gridSpan"), 1))
            self._budget.check("стовпців / columns", column + span, self._budget.limits.width)
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            content = tuple(self.flow(cell))
            self._pending = []
            yield RawCell(content, column, span), None if merge is None else merge.get(f"{W}val", "continue")
            column += span


def _merged(grid: list[list[tuple[RawCell, str | None]]]) -> list[tuple[RawCell, ...]]:
    """The rows without the cells that continue one above; that one gets its height."""
    heights: dict[tuple[int, int], int] = {}
    above: dict[int, tuple[int, int]] = {}  # column -> (row, position) of the cell that a merge continues
    kept: list[list[tuple[tuple[int, int], RawCell]]] = []
    for row, cells in enumerate(grid):
        kept.append([])
        open_now: dict[int, tuple[int, int]] = {}
        for position, (cell, merge) in enumerate(cells):
            origin = above.get(cell.column) if merge == "continue" else None
            if origin is None:
                origin = (row, position)
                kept[-1].append((origin, cell))
            heights[origin] = row - origin[0] + 1
            if merge is not None:
                open_now[cell.column] = origin
        above = open_now
    return [tuple(replace(cell, rowspan=heights[origin]) for origin, cell in row) for row in kept]


def _rows(table: Element) -> Iterator[Element]:
    yield from _children(table, "tr")


def _children(element: Element, name: str) -> Iterator[Element]:
    """The children of that name, also inside insertions and content controls."""
    for child in element:
        found = name_of(child)
        if found == name:
            yield child
        elif found in _TRANSPARENT:
            yield from _children(child, name)


def _runs(element: Element) -> Iterator[_Run]:
    """The text of a paragraph piece by piece, with the weight that each piece itself has."""
    for child in element:
        name = name_of(child)
        if name == "r":
            yield from _run(child)
        elif name in _TRANSPARENT:
            yield from _runs(child)


def _run(run: Element) -> Iterator[_Run]:
    properties = run.find(f"{W}rPr")
    if _flag(properties, "vanish"):
        return
    bold = _flag(properties, "b") if properties is not None and properties.find(f"{W}b") is not None else None
    for child in run:
        name = name_of(child)
        if name == "t":
            yield _Run((child.text or "").replace("\n", " ").replace("\r", " "), bold)
        elif name in _BREAKS:
            yield _Run(_BREAKS[name], bold)


def _boxes(element: Element) -> Iterator[Element]:
    """The text boxes of a paragraph, each once (the fallback of an older format repeats it)."""
    for child in element:
        name = name_of(child)
        if name == "txbxContent":
            yield child
        elif name not in _DROPPED:
            yield from _boxes(child)


def _styles(root: Element | None) -> dict[str, _Style]:
    """Paragraph styles by id; the default one also by ""."""
    if root is None:
        return {}
    elements = {one.get(f"{W}styleId", ""): one for one in root.iter(f"{W}style") if one.get(f"{W}type") == "paragraph"}
    styles = {key: _resolved(key, elements, _STYLE_DEPTH) for key in elements}
    for key, one in elements.items():
        if one.get(f"{W}default") in {"1", "true", "on"}:
            styles.setdefault("", styles[key])
    return styles


def _resolved(key: str, elements: dict[str, Element], depth: int) -> _Style:
    """A style with what it takes over from the one it is based on."""
    element = elements.get(key)
    if element is None or depth == 0:
        return _Style()
    based = _resolved(_value(element, "basedOn") or "", elements, depth - 1)
    properties, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
    list_id, level = _own_list(properties)
    outline = _value(properties, "outlineLvl")
    heading = _number(outline) + 1 if outline is not None and _number(outline, 9) < 9 else based.heading
    bold = _flag(run, "b") if run is not None and run.find(f"{W}b") is not None else based.bold
    align = _value(properties, "jc") or based.align
    return _Style(list_id or based.list_id, level if level is not None else based.level, heading, bold, align)


def _own_list(properties: Element | None) -> tuple[str | None, int | None]:
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None, None
    level = _value(found, "ilvl")
    return _value(found, "numId"), _number(level) if level is not None else None


def _mark_deleted(properties: Element | None) -> bool:
    run = properties.find(f"{W}rPr") if properties is not None else None
    return run is not None and run.find(f"{W}del") is not None


def _row_deleted(row: Element) -> bool:
    properties = row.find(f"{W}trPr")
    return properties is not None and properties.find(f"{W}del") is not None


def _indent(properties: Element | None) -> int:
    found = properties.find(f"{W}ind") if properties is not None else None
    return _number(found.get(f"{W}left") or found.get(f"{W}start")) if found is not None else 0


def _value(element: Element | None, name: str) -> str | None:
    found = element.find(f"{W}{name}") if element is not None else None
    return found.get(f"{W}val") if found is not None else None


def _flag(element: Element | None, name: str) -> bool:
    found = element.find(f"{W}{name}") if element is not None else None
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "off", "none"}


def _number(text: str | None, default: int = 0) -> int:
    try:
        return max(0, min(int(float(text or default)), 1_000_000))
    except (ValueError, OverflowError):
        return default
