"""Two editions of a plan, row by row: what came, what went, which cells changed, and who owned a row on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz.fuzz import ratio

from corpus.model import Item, Measure, PlanDocument
from corpus.text import collapse, fold
from corpus.word_difference import difference

_LONGEST = 5_000  # characters by which two texts are found to be alike
_ALIKE = 72  # least likeness (0..100) of two wordings of one row; numbers and tasks must then agree or be near
_SURE = 88  # likeness at which a row is the same wherever it stands now
_CELLS = ("section", "subsection", "task_no", "task", "goal", "measure_no", "measure")
_ITEM_CELLS = ("indicator", "value", "responsible", "deadline")


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that changed: ``item`` is the item's number in the later edition (in the earlier one where it is gone),
    None for a cell of the measure."""

    cell: str
    item: int | None
    before: str | None
    after: str | None

    def to_json(self) -> dict[str, Any]:
        runs = difference(self.before or "", self.after or "").runs
        return {
            "cell": self.cell,
            "item": self.item,
            "before": self.before,
            "after": self.after,
            "difference": [list(run) for run in runs],
        }


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of one edition or of both. ``kind``: added, removed, changed or same."""

    kind: str
    before: Measure | None
    after: Measure | None
    cells: tuple[CellChange, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "before": self.before.id if self.before else None,
            "after": self.after.id if self.after else None,
            "cells": [cell.to_json() for cell in self.cells],
        }


def compare_editions(earlier: PlanDocument, later: PlanDocument) -> list[RowChange]:
    """Every row of both, in the order of the later edition; removed rows at the end, in their own order."""
    partner = paired(earlier.measures, later.measures)
    found = []
    for place, after in enumerate(later.measures):
        before = earlier.measures[partner[place]] if place in partner else None
        if before is None:
            found.append(RowChange("added", None, after))
        else:
            cells = tuple(_cells(before, after))
            found.append(RowChange("changed" if cells else "same", before, after, cells))
    kept = set(partner.values())
    gone = (measure for place, measure in enumerate(earlier.measures) if place not in kept)
    return found + [RowChange("removed", measure, None) for measure in gone]


def paired(earlier: Sequence[Measure], later: Sequence[Measure]) -> dict[int, int]:
    """Place in the later edition -> place in the earlier one, each used once.

    Equal texts first (under the same task before another), then the likest of what is left.
    """
    partner: dict[int, int] = {}
    free: dict[str, list[int]] = defaultdict(list)
    for place, measure in enumerate(earlier):
        free[fold(measure.measure)].append(place)
    for same_task in (True, False):
        for place, measure in enumerate(later):
            choices = free[fold(measure.measure)]
            fitting = [n for n in choices if not same_task or _task(earlier[n]) == _task(measure)]
            if place not in partner and fitting:
                partner[place] = fitting[0]
                choices.remove(fitting[0])
    left = [place for places in free.values() for place in places]
    for _, place, other in sorted(_likeness(earlier, later, left, partner), reverse=True):
        if place not in partner and other in left:
            partner[place] = other
            left.remove(other)
    return partner


def owners_on(editions: Iterable[PlanDocument], measure: Measure, day: date) -> tuple[str, ...]:
    """The bodies that owned this row in the edition in force on a day.

    Empty where no edition was in force or the row is not in it.
    """
    current = in_force(editions, day)
    if current is None:
        return ()
    place = paired(current.measures, [measure]).get(0)
    return owners_of(current.measures[place]) if place is not None else ()


def in_force(editions: Iterable[PlanDocument], day: date) -> PlanDocument | None:
    """The edition in force on a day: the last one approved by then, or begun where no approval is dated. Editions
    with neither date are left out."""
    dated = [(start, edition) for edition in editions if (start := _start(edition)) is not None and start <= day]
    return max(dated, key=lambda one: one[0])[1] if dated else None


def owners_of(measure: Measure) -> tuple[str, ...]:
    """The bodies of a row, each once, first-named first."""
    return tuple(dict.fromkeys(r.body for item in measure.items for r in item.responsible))


def _start(edition: PlanDocument) -> date | None:
    return edition.plan.approved_date or edition.plan.period_from


def _likeness(
    earlier: Sequence[Measure], later: Sequence[Measure], left: Sequence[int], partner: dict[int, int]
) -> Iterator[tuple[float, int, int]]:
    texts = {other: fold(earlier[other].measure[:_LONGEST]) for other in left}
    for place, measure in enumerate(later):
        if place in partner:
            continue
        text = fold(measure.measure[:_LONGEST])
        for other in left:
            found = ratio(text, texts[other], score_cutoff=_ALIKE)
            near = measure.measure_no == earlier[other].measure_no or _task(measure) == _task(earlier[other])
            if found >= _SURE or (found >= _ALIKE and near):
                yield found + (measure.measure_no == earlier[other].measure_no), place, other


def _task(measure: Measure) -> str:
    return fold(measure.task or measure.section or "")


def _cells(before: Measure, after: Measure) -> Iterator[CellChange]:
    for cell in _CELLS:
        mine, yours = getattr(before, cell), getattr(after, cell)
        if collapse(mine or "") != collapse(yours or ""):
            yield CellChange(cell, None, mine, yours)
    for number in range(max(len(before.items), len(after.items))):
        old = before.items[number] if number < len(before.items) else Item()
        new = after.items[number] if number < len(after.items) else Item()
        for cell in _ITEM_CELLS:
            if _item_cell(old, cell) != _item_cell(new, cell):
                yield CellChange(cell, number, _item_cell(old, cell), _item_cell(new, cell))


def _item_cell(item: Item, cell: str) -> str | None:
    if cell == "responsible":
        names = (r.text + (" (за згодою)" if r.consent else "") for r in item.responsible)
        return ", ".join(names) or None
    if cell == "deadline":
        return item.deadline_text or (str(item.deadline_to) if item.deadline_to else None)
    found: str | None = getattr(item, cell)
    return found
