"""From typed rows to raw measures: what the rows say, in the document's words, before dates and names are read.

Entries come in order; headings set what stands above, a line opens a measure, adds an item to the last one, or
completes what the line before has begun (a label on one line, its text on the next).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from corpus.blocks import Document, Paragraph, Table
from corpus.inheritance import Scope, inherit
from corpus.items import RawItem, evidence_of, items_of_line
from corpus.layout.alignment import Line
from corpus.layout.cards import card_entries
from corpus.layout.content import is_number
from corpus.layout.grid import GridRow
from corpus.layout.header import Header
from corpus.layout.headings import Entry, Heading
from corpus.layout.labels import bare_number, label_of, split_labelled_measures
from corpus.layout.listed import listed_entries
from corpus.layout.tables import entries_of, plans_in
from corpus.layout.trace import Trace, shortened
from corpus.model import Locator
from corpus.pieces import paragraphs_of, split_measures
from corpus.remarks import remark
from corpus.text import collapse


@dataclass(slots=True)
class RawMeasure:
    """A measure in the document's words, being put together row by row. ``text`` is empty while only its label is
    known."""

    scope: Scope
    number: str | None
    text: str
    items: list[RawItem] = field(default_factory=list)
    rows: list[GridRow] = field(default_factory=list)
    table: int | None = None
    sheet: str | None = None
    remarks: list[str] = field(default_factory=list)

    def locator(self) -> Locator:
        """Lines of a text, else rows of a table (and its sheet), and the page where it is known."""
        lines = [row.line for row in self.rows if row.line is not None]
        page = next((row.page for row in self.rows if row.page is not None), None)
        if lines:
            return Locator(lines=(min(lines), max(lines)), page=page)
        rows = [row.index for row in self.rows if row.index]
        return Locator(table=self.table, rows=(min(rows), max(rows)) if rows else None, page=page, sheet=self.sheet)


def measures_of(document: Document, trace: Trace) -> list[RawMeasure]:
    """The measures of a document: of its plan tables and cards; where it has none, of its numbered lists."""
    measures: list[RawMeasure] = []
    last: Header | None = None
    for table in (block for block in document.blocks if isinstance(block, Table)):
        for header, grid in plans_in(table, trace):
            if header is None and last is not None and _goes_on(grid, last):
                header = Header(last.columns, frozenset())
                trace.say("таблиці", f"таблиця {table.number}: продовжує попередню (ті самі колонки)")
            if header is None:
                measures += built(card_entries(table, grid, trace), None, trace, table)
                continue
            last = header if table.spans else last
            measures += built(entries_of(table, header, grid, trace), header, trace, table)
    if not measures:
        paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
        measures = built(listed_entries(paragraphs, trace), None, trace, None)
    return measures


def _goes_on(grid: Sequence[GridRow], header: Header) -> bool:
    """Whether a table without a header continues the plan before it: as many columns, and dates or bodies in place."""
    if not grid or len(grid[0].slots) != len(header.columns):
        return False
    from corpus.layout.content import is_bodies, is_deadline

    def suits(row: GridRow) -> bool:
        texts = [(column.roles[:1], row.slots[column.index].text) for column in header.columns]
        return any(
            (roles in {("deadline",), ("end",), ("start",)} and is_deadline(text))
            or (roles == ("responsible",) and is_bodies(text))
            for roles, text in texts
            if text
        )

    return sum(suits(row) for row in grid) * 2 > len(grid)


def built(entries: Sequence[Entry], header: Header | None, trace: Trace, table: Table | None) -> list[RawMeasure]:
    """The measures of one table's (or list's) entries, blanks of merged cells filled."""
    builder = _Builder(_numbers_tasks(entries), header is None or header.has("indicator"), table, trace)
    for entry in entries:
        builder.add(entry)
    measures = [measure for measure in builder.measures if measure.text]
    _remark_repeated_numbers(measures)
    inherit([(measure.scope, measure.items) for measure in measures], header)
    for measure in measures:
        trace.say("заходи", _said(measure))
    return measures


def _said(measure: RawMeasure) -> str:
    place = measure.rows[0].place() if measure.rows else "?"
    number = f"{measure.number} " if measure.number else ""
    return f"{place}: {number}«{shortened(measure.text)}», пунктів {len(measure.items)}"


def _numbers_tasks(entries: Sequence[Entry]) -> bool:
    """Whether the number column counts tasks: numbers come mostly where a task begins."""
    numbered = [entry for entry in entries if isinstance(entry, Line) and entry.get("number")]
    return sum(bool(line.get("task")) for line in numbered) * 2 > len(numbered)


def _remark_repeated_numbers(measures: Iterable[RawMeasure]) -> None:
    """Say it where two measures of one task have the same number."""
    seen: dict[tuple[Scope, str], RawMeasure] = {}
    for measure in measures:
        if measure.number and (first := seen.setdefault((measure.scope, measure.number), measure)) is not measure:
            for one in (first, measure):
                said = remark("number-repeated", number=measure.number)
                if said not in one.remarks:
                    one.remarks.append(said)


class _Builder:
    """Puts measures together from entries: what stands above now, and the measure that lines may still add to."""

    def __init__(self, numbers_tasks: bool, has_indicators: bool, table: Table | None, trace: Trace) -> None:
        self.measures: list[RawMeasure] = []
        self.scope = Scope()
        self.current: RawMeasure | None = None
        self.numbers_tasks = numbers_tasks
        self.has_indicators = has_indicators
        self.table = table
        self.trace = trace

    def add(self, entry: Entry) -> None:
        if isinstance(entry, Heading):
            self._under(entry)
            return
        self._columns_above(entry)
        parts = self._measure_parts(entry)
        if not parts:
            self._add_items(entry)
            return
        per_measure = items_of_line(entry, parts)
        numbers = _numbers(entry)
        own = numbers if len(numbers) == len(parts) else [collapse(entry.get("number"))] * len(parts)
        for part, items, number in zip(parts, per_measure, own, strict=True):
            self._measure(part, items, entry, number)

    def _under(self, heading: Heading) -> None:
        """A heading changes what stands above; what stood below the old one no longer holds."""
        self.current = None
        if heading.level == "section":
            self.scope = Scope(section=heading.text)
        elif heading.level == "subsection":
            self.scope = Scope(section=self.scope.section, subsection=heading.text)
        elif heading.level == "task":
            self.scope = replace(self.scope, task=heading.text, task_no=heading.number, goal=None)
        elif heading.level == "goal":
            number = heading.number or self.scope.task_no
            self.scope = replace(self.scope, goal=heading.text, task_no=number)

    def _columns_above(self, line: Line) -> None:
        """Section, task and goal cells of the line, with the numbers of their labels."""
        section = collapse(line.get("section"))
        if section and section != self.scope.section:
            self.scope = Scope(section=section)
            self.current = None
        if line.get("task"):
            self._task(collapse(line.get("task")), line)
        if line.get("goal"):
            self._goal(collapse(line.get("goal")))

    def _task(self, text: str, line: Line) -> None:
        label = label_of(text)
        if label and label.kind == "task":
            number, text = label.number, label.rest
        elif self.numbers_tasks and line.get("number"):
            number = bare(line.get("number"))
        else:
            own = bare_number(text)
            number, text = (own.number, own.rest) if own else (None, text)
        if (text or self.scope.task, number) == (self.scope.task, self.scope.task_no):
            return
        self.scope = replace(self.scope, task=text or self.scope.task, task_no=number, goal=None)
        self.current = None

    def _goal(self, text: str) -> None:
        """A goal with its label (which may number the task anew), or the text of a label that stood alone."""
        label = label_of(text)
        if label and label.kind == "goal":
            number = label.number or self.scope.task_no
            if number != self.scope.task_no and self.scope.goal:
                self.current = None
            self._set_scope(replace(self.scope, task_no=number, goal=label.rest or None))
        else:
            self._set_scope(replace(self.scope, goal=text))

    def _set_scope(self, scope: Scope) -> None:
        """The scope, also of measures above it that were opened before their task's goal was printed."""
        former, self.scope = self.scope, scope
        if former.goal is not None or former.group() != scope.group():
            return
        for measure in reversed(self.measures):
            if measure.scope != former:
                break
            measure.scope = scope

    def _measure_parts(self, line: Line) -> list[str]:
        text = line.get("measure")
        if not text:
            task_only = line.get("task") and not line.get("indicator") and (line.get("responsible") and _dated(line))
            return [line.get("task")] if task_only and "measure" not in line.merged else []
        labelled = split_labelled_measures(text)
        if len(labelled) > 1 or label_of(labelled[0]) or line.bullets:
            return [collapse(part) for part in labelled]
        if len(_numbers(line)) == len(paragraphs_of(text)) > 1:  # as many numbers beside the text
            return [collapse(part) for part in paragraphs_of(text)]
        evidence = evidence_of(line)
        own_lists = evidence.lists == len(paragraphs_of(text)) > 1  # a list of bodies beside each paragraph
        count = max(evidence.count, evidence.lists if own_lists else 1)
        return [collapse(part) for part in split_measures(text, count, evidence.certain)]

    def _measure(self, part: str, items: list[RawItem], line: Line, numbered: str) -> None:
        """A measure's cell: a label alone, a label with its text, a text that a label awaits, or a text."""
        label = label_of(part)
        label = label if label and label.kind == "measure" else None
        if label and not label.rest and (known := self._known(label.number)):
            said = remark("label-repeated", number=label.number)
            known.remarks.append(said)
            self.trace.say("позначки", f"{line.row.place()}: {said}")
            self._complete(known, items, line)
            return
        if label is None and self.current and not self.current.text:
            self.current.text = part
            self._complete(self.current, items, line)
            return
        number, text = (label.number, label.rest) if label else self._own_number(part, line, numbered)
        self.current = RawMeasure(
            self.scope, number, text, [], [], self.table.number if self.table else None,
            self.table.sheet if self.table else None,
        )  # fmt: skip
        self.measures.append(self.current)
        if _contradicts(number, self.scope.task_no):
            self.current.remarks.append(remark("number-contradicts", number=number, task=self.scope.task_no))
        self._complete(self.current, items, line)

    def _own_number(self, part: str, line: Line, numbered: str) -> tuple[str | None, str]:
        """The measure's number: the number column's where that counts measures, else the one its text begins with."""
        own = bare_number(part)
        if own:
            return own.number, own.rest
        if numbered and not (self.numbers_tasks and line.get("task")):
            return bare(numbered), part
        return None, part

    def _known(self, number: str | None) -> RawMeasure | None:
        """The measure of this task that has the number and a text already."""
        for measure in reversed(self.measures):
            if measure.scope.task_no != self.scope.task_no or measure.scope.section != self.scope.section:
                return None
            if measure.number == number and measure.text:
                return measure
        return None

    def _add_items(self, line: Line) -> None:
        if self.current is None:
            if set(line.cells) - {"section", "task", "goal", "number"}:
                self.trace.say("заходи", f"{line.row.place()}: рядок без заходу пропущено")
            return
        items = items_of_line(line, [self.current.text])[0]
        if any(item.says_anything() for item in items) and set(line.cells) - {"section", "task", "goal", "number"}:
            self._complete(self.current, items, line)

    def _complete(self, measure: RawMeasure, items: Sequence[RawItem], line: Line) -> None:
        """Add items to the measure; one that only fills blanks of the last item becomes part of it."""
        measure.rows.append(line.row)
        if line.until:
            measure.rows.append(line.until)
        measure.remarks.extend(said for said in line.remarks if said not in measure.remarks)
        for item in items:
            if measure.items and (joined := self._joined(measure.items[-1], item)):
                measure.items[-1] = joined
            elif item.says_anything() or not measure.items:
                measure.items.append(item)

    def _joined(self, last: RawItem, item: RawItem) -> RawItem | None:
        """The last item with what the new one adds, or None where the new one is an item of its own."""
        if not self.has_indicators:
            return None if item.bodies or item.deadline or item.end else last
        if item.indicator and last.indicator:
            return None
        if (item.bodies and last.bodies and item.bodies != last.bodies) or (item.deadline and last.deadline):
            return None
        said = []
        if item.value and last.value and item.value != last.value:
            said.append(remark("value-differs", first=last.value, second=item.value))
        return replace(
            last,
            indicator=last.indicator or item.indicator,
            value=last.value or item.value,
            bodies=last.bodies or item.bodies,
            deadline=last.deadline or item.deadline,
            start=last.start or item.start,
            end=last.end or item.end,
        ).with_remarks(*item.remarks, *said)


def _numbers(line: Line) -> list[str]:
    """The numbers of the line's number cell, which may hold one for each of its paragraphs."""
    return [part for part in line.get("number").split("\n") if is_number(part)]


def _contradicts(number: str | None, task_no: str | None) -> bool:
    """Whether a measure's number belongs to another task: «3.1.5» under task 3.2."""
    if not number or not task_no or "." not in number:
        return False
    task = number.rpartition(".")[0]
    return task.count(".") == task_no.count(".") and task[:1].isdigit() == task_no[:1].isdigit() and task != task_no


def bare(number: str) -> str:
    """A number without its full stop or bracket.

    >>> bare("1.2."), bare("3)")
    ('1.2', '3')
    """
    return number.strip().rstrip(".) ")


def _dated(line: Line) -> bool:
    return bool(line.get("deadline") or line.get("end") or line.get("start"))
