"""Saved web pages: the document without the page's furniture, tables with their spans, numbers of ordered lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.blocks import Document
from corpus.messages import Problem
from corpus.readers.docx_numbering import number_text
from corpus.readers.flow import Line, RawCell, RawRow, RawTable, blocks_of
from corpus.readers.limits import Budget
from corpus.readers.markup import MarkupError, html_root, name_of

if TYPE_CHECKING:
    from corpus.readers.markup import Element

# Never the document's words: code, navigation, forms' controls, what is only drawn.
FURNITURE = frozenset(
    {"script", "style", "noscript", "template", "head", "nav", "aside", "footer", "svg", "canvas", "iframe", "object",
     "embed", "audio", "video", "map", "select", "option", "datalist", "button", "input", "textarea", "dialog", "menu",
     "rp", "rt", "del"}
)  # fmt: skip
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
     "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend",
     "li", "main", "ol", "p", "pre", "section", "summary", "ul"}
)  # fmt: skip
_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ALIGN_STYLE = re.compile(r"text-align\s*:\s*([a-z]+)", re.IGNORECASE)
_ROLES = frozenset({"navigation", "banner", "complementary", "contentinfo", "menu", "menubar", "search"})
# A list whose entries are mostly links is a menu from this length on.
_MENU = 3
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_ROWSPAN_MOST = 20_000


def read_html(text: str, name: str, budget: Budget) -> Document:
    """The document of a page. Raises Problem where nothing can be read."""
    try:
        root = html_root(text)
    except MarkupError as error:
        raise Problem("damaged-file", name=name, reason=str(error)) from error
    title = next((" ".join(_words(one).split()) for one in root.iter("title")), None)
    flow = list(_Walker(budget).flow(root, _Context()))
    return Document(name, "html", blocks_of(flow, budget), title=title or None, warnings=tuple(budget.remarks))


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element inherits: weight, heading, alignment, and the list entry that it begins."""

    bold: bool = False
    heading: int | None = None
    align: str = ""
    number: str | None = None
    bullet: bool = False


@dataclass(slots=True)
class _Text:
    """The inline text gathered since the last block began, and whether all of it is bold."""

    parts: list[str]
    plain: bool = False

    def add(self, text: str, bold: bool) -> None:
        self.parts.append(text)
        self.plain = self.plain or (not bold and bool(text.strip()))


class _Walker:
    """Walks the page in reading order, block by block."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget

    def flow(self, element: Element, context: _Context) -> Iterator[Line | RawTable]:
        """The lines and tables below an element."""
        text = _Text([])
        entry = iter([context])  # the list number belongs to the first line only

        def ended() -> Iterator[Line]:
            words = "".join(text.parts)
            own = next(entry, replace(context, number=None))
            if words.strip() or own.number:
                yield _line(words, own, bold=bool(words.strip()) and not text.plain)
            text.parts, text.plain = [], False

        for piece in self._pieces(element, context):
            if isinstance(piece, tuple):
                text.add(*piece)
            else:
                if "".join(text.parts).strip():
                    yield from ended()
                elif isinstance(piece, Line) and context.number and next(entry, None):
                    piece = replace(piece, number=piece.number or context.number)  # <li><p>…</p></li>
                text.parts, text.plain = [], False
                yield piece
        yield from ended()

    def _pieces(self, element: Element, context: _Context) -> Iterator[tuple[str, bool] | Line | RawTable]:
        """Inline text with its weight, and the blocks between."""
        if element.text:
            yield _spaces(element.text), context.bold
        for child in element:
            yield from self._piece(child, context)
            if child.tail:
                yield _spaces(child.tail), context.bold

    def _piece(self, child: Element, context: _Context) -> Iterator[tuple[str, bool] | Line | RawTable]:
        name = name_of(child)
        if not name or name in FURNITURE or _is_hidden(child) or child.get("role") in _ROLES:
            return
        if name == "br":
            yield "\n", True
        elif name == "table":
            yield self._table(child, context)
        elif name in {"ul", "ol"}:
            if not _is_menu(child):
                yield from self._list(child, name, context)
        elif name in _BLOCKS:
            yield from self.flow(child, _inner(child, name, replace(context, number=None, bullet=False)))
        else:
            yield from self._pieces(child, _inner(child, name, context))

    def _list(self, element: Element, name: str, context: _Context) -> Iterator[Line | RawTable]:
        count = _whole(element.get("start"), 1) if name == "ol" else 0
        form = _LIST_FORMS.get(element.get("type") or "", "decimal")
        for child in element:
            if name_of(child) != "li":
                yield from self.flow(child, replace(context, number=None)) if name_of(child) in _BLOCKS else ()
                continue
            count = _whole(child.get("value"), count)
            number = f"{number_text(count, form)}." if name == "ol" else None
            yield from self.flow(child, replace(context, number=number, bullet=name == "ul"))
            count += 1

    def _table(self, table: Element, context: _Context) -> RawTable:
        rows: list[RawRow] = []
        hanging: dict[int, int] = {}  # column -> rows still covered from above
        for row, in_head in _rows(table):
            cells, hanging = self._row(row, hanging, replace(context, number=None, heading=None))
            tags = {name_of(cell) for cell in row}
            rows.append(RawRow(cells, header=in_head or (bool(cells) and tags == {"th"})))
        return RawTable(tuple(rows))

    def _row(
        self, row: Element, hanging: dict[int, int], context: _Context
    ) -> tuple[tuple[RawCell, ...], dict[int, int]]:
        self._budget.check_time()
        cells = []
        after = {column: left - 1 for column, left in hanging.items() if left > 1}
        column = 0
        for cell in row:
            name = name_of(cell)
            if name not in {"td", "th"} or _is_hidden(cell):
                continue
            while column in hanging:
                column += 1
            colspan = min(max(1, _whole(cell.get("colspan"), 1)), 100)
            rowspan = _whole(cell.get("rowspan"), 1) or _ROWSPAN_MOST
            self._budget.check("стовпців / columns", column + colspan, self._budget.limits.width)
            content = tuple(self.flow(cell, _inner(cell, name, context)))
            cells.append(RawCell(content, column, colspan, rowspan))
            if rowspan > 1:
                after.update(dict.fromkeys(range(column, column + colspan), rowspan - 1))
            column += colspan
        return tuple(cells), after


def _rows(table: Element) -> Iterator[tuple[Element, bool]]:
    """The rows of a table, not of those inside its cells, and whether they stand in its head."""
    for child in table:
        name = name_of(child)
        if name == "tr":
            yield child, False
        elif name in {"thead", "tbody", "tfoot"}:
            yield from ((row, name == "thead") for row in child if name_of(row) == "tr")


def _inner(element: Element, name: str, context: _Context) -> _Context:
    style = element.get("style") or ""
    align = _ALIGN_STYLE.search(style)
    heading = int(name[1]) if len(name) == 2 and name[0] == "h" and name[1].isdigit() else context.heading
    return replace(
        context,
        bold=context.bold or name in _BOLD or bool(_BOLD_STYLE.search(style)),
        heading=heading,
        align=(
            align[1] if align else element.get("align") or ("center" if name == "center" else context.align)
        ).lower(),
    )


def _line(words: str, context: _Context, *, bold: bool) -> Line:
    return Line(
        words,
        number=context.number,
        bullet=context.bullet,
        heading=context.heading,
        bold=bold,
        centred=context.align == "center",
        right=context.align in {"right", "end"},
    )


def _is_hidden(element: Element) -> bool:
    """Hidden, unless a table is in it: saved pages keep folded chapters so."""
    if element.get("hidden") is None and not _HIDDEN.search(element.get("style") or ""):
        return False
    return next(element.iter("table"), None) is None


def _is_menu(element: Element) -> bool:
    """Whether a list is made of links: all of its words are, in most of its entries."""
    entries = [child for child in element if name_of(child) == "li"]
    return len(entries) >= _MENU and sum(_only_links(entry) for entry in entries) * 4 >= len(entries) * 3


def _only_links(entry: Element) -> bool:
    words = len(_words(entry).split())
    linked = sum(len(_words(link).split()) for link in entry.iter("a"))
    return linked > 0 and linked * 10 >= words * 9


def _words(element: Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _spaces(text: str) -> str:
    """Line ends of the source are mere spaces."""
    return text.replace("\n", " ").replace("\r", " ").replace("\t", " ")


def _whole(text: str | None, default: int) -> int:
    match = re.match(r"\s*(-?\d{1,6})", text or "")
    return max(0, int(match[1])) if match else default
