"""The items of one row: its indicators with the bodies, deadline and value that go with each.

A row may serve several measures at once; its pieces are then matched to these in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.layout.alignment import Line
from corpus.layout.content import is_bodies, is_deadline, is_indicator, is_value
from corpus.layout.gantt import period_of_marks
from corpus.layout.roles import Role
from corpus.pieces import (
    partition,
    shared,
    split_body_lists,
    split_deadline_cell,
    split_indicators,
    under_one_condition,
)
from corpus.remarks import remark

MOST_PIECES = 99  # more pieces than any cell holds


@dataclass(frozen=True, slots=True)
class RawItem:
    """An item in the document's words. ``merged`` are the roles that a merged cell covers; ``blank_is_merged`` says
    that any blank may be one."""

    indicator: str = ""
    value: str = ""
    bodies: str = ""
    deadline: str = ""
    start: str = ""
    end: str = ""
    place: str = ""
    merged: frozenset[Role] = frozenset()
    blank_is_merged: bool = False
    remarks: tuple[str, ...] = ()

    def with_remarks(self, *remarks: str) -> RawItem:
        return replace(self, remarks=(*self.remarks, *remarks))

    def says_anything(self) -> bool:
        return bool(
            self.indicator or self.value or self.bodies or self.deadline or self.start or self.end or self.merged
        )


def items_of_line(line: Line, measures: Sequence[str]) -> list[list[RawItem]]:
    """The row's items for each of its measures (one measure, or a row that adds to one: a single list)."""
    lines_of_cell = line.get("indicator").split("\n")
    if len(lines_of_cell) > 1 and any(is_bodies(part) and not is_indicator(part) for part in lines_of_cell):
        return _interleaved(line, lines_of_cell, max(1, len(measures)))
    indicators = split_indicators(line.get("indicator"))
    sizes = _sizes(indicators, measures)
    count = sum(sizes)
    lists, dates = split_body_lists(line.get("responsible"), count), split_deadline_cell(_deadline_of(line), count)
    # In a row of several measures, indicators under one condition («у разі отримання проєкту») are one step, whichever
    # measure they are of. Else the steps that prepare share their bodies and the last one has its own; as many dates
    # go the same way. Dates that come alone go one by one.
    steps = under_one_condition(indicators)
    bodies = shared(lists, sizes, last_holds=False, steps=steps)
    deadlines = shared(dates, sizes, last_holds=len(dates) != len(lists), steps=steps)
    values = _values(line.get("value"), count)
    remarks = _doubts(line, indicators, len(measures), count)
    blank = _blank_item(line)
    items = [
        replace(
            blank,
            indicator=indicators[k] if k < len(indicators) else "",
            value=values[k],
            bodies=bodies[k],
            deadline=deadlines[k],
        ).with_remarks(*remarks)
        for k in range(count)
    ]
    return _cut(items, sizes)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a row prints that speaks for several measures in it: ``count`` pieces; ``certain`` when bodies and deadlines
    come in the same number; ``lists`` of bodies alone speak only for as many paragraphs."""

    count: int
    certain: bool
    lists: int


def evidence_of(line: Line) -> Evidence:
    """How many indicators, deadlines and lists of bodies the row prints."""
    indicators = len(split_indicators(line.get("indicator"))) if line.get("indicator") else 0
    deadlines = len(split_deadline_cell(_deadline_of(line), MOST_PIECES))
    lists = len(split_body_lists(line.get("responsible"), MOST_PIECES))
    dated = min(deadlines, max(lists, indicators)) if deadlines > 1 else 1
    return Evidence(max(indicators, dated), deadlines == lists > 1, lists)


def _deadline_of(line: Line) -> str:
    return line.get("deadline") or (period_of_marks(line.marks) if line.marks else "")


def _blank_item(line: Line) -> RawItem:
    said = (remark("deadline-from-marks"),) if line.marks and not line.get("deadline") else ()
    return RawItem(
        start=line.get("start"),
        end=line.get("end"),
        place=line.row.place(),
        merged=line.merged,
        blank_is_merged=line.blank_is_merged,
        remarks=said,
    )


def _sizes(indicators: Sequence[str], measures: Sequence[str]) -> list[int]:
    if len(measures) <= 1:
        return [max(1, len(indicators))]
    sizes = partition(indicators, measures) if indicators else [1] * len(measures)
    return [max(1, size) for size in sizes]


def _cut(items: Sequence[RawItem], sizes: Sequence[int]) -> list[list[RawItem]]:
    cut, start = [], 0
    for size in sizes:
        cut.append(list(items[start : start + size]))
        start += size
    return cut


def _values(text: str, count: int) -> list[str]:
    """A value for each indicator where as many are printed; otherwise all of the cell with the first."""
    parts = [part for part in text.split("\n") if part] if "\n" in text else [text]
    if len(parts) != count:
        words = text.split()
        parts = words if len(words) == count and all(is_value(word) for word in words) else [" ".join(words)]
    return parts if len(parts) == count else [*parts, *[""] * (count - 1)]


def _doubts(line: Line, indicators: Sequence[str], measures: int, count: int) -> list[str]:
    """Remarks on pieces whose numbers differ, so that another matching is possible."""
    doubts = []
    lists = len(split_body_lists(line.get("responsible"), count))
    deadlines = len(split_deadline_cell(_deadline_of(line), count))
    if len(indicators) > 1:
        doubts.append(remark("indicators-split", count=len(indicators)))
    if measures > 1:
        doubts.append(remark("measures-split", count=measures))
        if indicators and len(indicators) != measures:
            doubts.append(remark("indicators-shared", measures=measures, indicators=len(indicators)))
    if 1 < deadlines < count:
        doubts.append(remark("deadlines-shared", indicators=count, deadlines=deadlines))
    if 1 < lists < count:
        doubts.append(remark("bodies-shared", indicators=count, lists=lists))
    return doubts


def _interleaved(line: Line, parts: Sequence[str], measures: int) -> list[list[RawItem]]:
    """Indicators and executors in turn in one cell: «показник, виконавець, показник, виконавець»."""
    pairs = _pairs(parts)
    values = [part for chunk in line.get("value").split("\n") for part in chunk.split() if is_value(part)]
    blank = _blank_item(line)
    said = remark("values-shared", values=len(values), lines=len(parts)) if len(values) != len(parts) else ""
    items: list[RawItem] = []
    last_indicator, at = "", 0
    for indicator, bodies in pairs:
        if len(values) == 2 * len(pairs):
            value = values[2 * len(items)]
        else:
            value = values[at] if at < len(values) else ""
            at += bool(indicator) + bool(bodies)
        last_indicator = indicator or last_indicator
        item = replace(blank, indicator=last_indicator, bodies=bodies, value=value, deadline=_deadline_of(line))
        items.append(item.with_remarks(*([said] if said else [])))
    return _cut(items, _even(len(items), measures))


def _pairs(parts: Sequence[str]) -> list[tuple[str, str]]:
    """(indicator, bodies) pairs; an executor's line without an indicator's before it begins a pair of its own."""
    pairs: list[tuple[str, str]] = []
    for part in parts:
        if is_bodies(part) and not is_indicator(part):
            if pairs and not pairs[-1][1]:
                pairs[-1] = (pairs[-1][0], part)
            else:
                pairs.append(("", part))
        elif not is_deadline(part):
            pairs.append((part, ""))
    return pairs


def _even(count: int, measures: int) -> list[int]:
    """Sizes of as even parts as can be, the larger last."""
    base, more = divmod(max(count, measures), measures)
    return [base + (k >= measures - more) for k in range(measures)]
