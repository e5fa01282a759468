"""Blanks that inherit: a merged cell is printed once and holds for the rows it covers.

Where the format keeps spans, inheritance is certain. In a dump a blank may be a merged cell, so a value holds within
its task until another replaces it, and each such reading is remarked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.items import RawItem
from corpus.layout.header import Header
from corpus.layout.roles import Role
from corpus.remarks import remark


@dataclass(frozen=True, slots=True)
class Scope:
    """What stands above a measure."""

    section: str | None = None
    subsection: str | None = None
    task_no: str | None = None
    task: str | None = None
    goal: str | None = None

    def group(self) -> tuple[str | None, ...]:
        """What a merged cell of a dump may reach over: one task."""
        return (self.section, self.subsection, self.task_no, self.task)


@dataclass(frozen=True, slots=True)
class Inherited:
    """A field that blanks inherit: its role, how it is read and set, and the remarks that say so."""

    role: Role
    get: Callable[[RawItem], str]
    put: Callable[[RawItem, RawItem], RawItem]
    above: str
    below: str


def _bodies(item: RawItem, giver: RawItem) -> RawItem:
    return replace(item, bodies=giver.bodies)


def _deadline(item: RawItem, giver: RawItem) -> RawItem:
    return replace(item, deadline=giver.deadline, start=giver.start, end=giver.end)


def _when(item: RawItem) -> str:
    return item.deadline or item.end or item.start


INHERITED: tuple[Inherited, ...] = (
    Inherited("responsible", lambda item: item.bodies, _bodies, "bodies-inherited", "bodies-from-below"),
    Inherited("deadline", _when, _deadline, "deadline-inherited", "deadline-from-below"),
)


def inherit(measures: Sequence[tuple[Scope, list[RawItem]]], header: Header | None) -> None:
    """Fill the blanks of the items (in place), field by field."""
    for field in INHERITED:
        _from_above(measures, field)
        _from_below(measures, field)
    if header is not None and header.has("deadline", "end"):
        _remark_missing(measures)


def _from_above(measures: Sequence[tuple[Scope, list[RawItem]]], field: Inherited) -> None:
    last: RawItem | None = None
    group: tuple[str | None, ...] | None = None
    for scope, items in measures:
        for k, item in enumerate(items):
            certain = field.role in item.merged or (field.role == "deadline" and "end" in item.merged)
            within = item.blank_is_merged and scope.group() == group
            if not field.get(item) and last is not None and (certain or within):
                items[k] = field.put(item, last)
                if not certain:
                    items[k] = items[k].with_remarks(remark(field.above, place=last.place))
            if field.get(items[k]):
                # the giver stays the row that prints the value
                last = items[k] if field.get(item) else last
                group = scope.group()


def _from_below(measures: Sequence[tuple[Scope, list[RawItem]]], field: Inherited) -> None:
    """A blank above the first printed value of its task: the merged cell may be printed at its last row."""
    giver: RawItem | None = None
    group: tuple[str | None, ...] | None = None
    for scope, items in reversed(measures):
        for k in range(len(items) - 1, -1, -1):
            item = items[k]
            if field.get(item):
                giver, group = item, scope.group()
            elif giver is not None and item.blank_is_merged and scope.group() == group:
                items[k] = field.put(item, giver).with_remarks(remark(field.below, place=giver.place))


def _remark_missing(measures: Sequence[tuple[Scope, list[RawItem]]]) -> None:
    for _, items in measures:
        items[:] = [item if _when(item) else item.with_remarks(remark("deadline-missing")) for item in items]
