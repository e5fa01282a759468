"""What is due: each item of each measure with its state as of a day.

Plans do not say whether a thing was done, so «overdue» means: its deadline has passed and nobody noted it as done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from corpus.filters import Filters
from corpus.model import Item, Measure, Plan, iso
from corpus.occurrences import occurrences
from corpus.statuses import Note, Notes, notes_in
from corpus.store import Store

STATES = ("overdue", "soon", "later", "recurring", "undated", "closed")
SOON = 30  # days


class Timed(Protocol):
    """What has a deadline or a repetition."""

    @property
    def deadline_from(self) -> date | None: ...
    @property
    def deadline_to(self) -> date | None: ...
    @property
    def recurrence(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Due:
    """A duty without the words of its measure, so that those of all plans can be kept in memory."""

    row: int
    measure_id: str
    plan_id: str
    number: int
    deadline_from: date | None
    deadline_to: date | None
    recurrence: str | None
    state: str
    due: date | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Duty:
    """An item with its state as of a day: overdue, soon, later, recurring, undated or closed.

    ``due`` is the deadline's end, or the next day of a repetition, or None; ``days`` until then (negative: since).
    """

    measure: Measure
    plan: Plan
    number: int
    state: str
    due: date | None
    days: int | None
    note: Note | None = None

    @property
    def item(self) -> Item:
        return self.measure.items[self.number]

    def to_json(self) -> dict[str, Any]:
        """The duty as the export writes it."""
        return {
            "measure_id": self.measure.id,
            "plan_id": self.plan.id,
            "region": self.plan.region,
            "item": self.number,
            "measure": self.measure.measure,
            "indicator": self.item.indicator,
            "responsible": [r.to_json() for r in self.item.responsible],
            "deadline_text": self.item.deadline_text,
            "deadline_from": iso(self.item.deadline_from),
            "deadline_to": iso(self.item.deadline_to),
            "recurrence": self.item.recurrence,
            "plan_period_to": iso(self.plan.period_to),
            "state": self.state,
            "due": iso(self.due),
            "days": self.days,
            "status": self.note.status if self.note else None,
        }


def duties_in(
    store: Store,
    as_of: date,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    soon: int = SOON,
    notes: Notes | None = None,
) -> list[Duty]:
    """The duties under the filters: overdue first, then by day, the undated last."""
    known = notes if notes is not None else notes_in(store)
    return duties_of(store, agenda_in(store, as_of, filters, soon=soon, notes=known), known)


def agenda_in(
    store: Store,
    as_of: date,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    soon: int = SOON,
    notes: Notes | None = None,
) -> list[Due]:
    """What :func:`duties_in` gives, in its order, without the measures: to count, choose and leaf through."""
    known = notes if notes is not None else notes_in(store)
    plans = {stored.plan.id: stored.plan for stored in store.plans()}
    found = list(_agenda(store, plans, filters, as_of, soon, known))
    return sorted(found, key=lambda one: (one.due is None, one.due or date.max, one.plan_id))  # else as in the document


def duties_of(store: Store, agenda: Sequence[Due], notes: Notes | None = None) -> list[Duty]:
    """These duties with their measures; those whose measure is gone are left out."""
    known = notes if notes is not None else notes_in(store)
    plans = {stored.plan.id: stored.plan for stored in store.plans(sorted({one.plan_id for one in agenda}))}
    rows = store.by_rows(list(dict.fromkeys(one.row for one in agenda)))
    measures = {stored.row: stored.measure for stored in rows}
    return [
        Duty(
            measures[one.row], plans[one.plan_id], one.number, one.state, one.due, one.days,
            known.current(one.measure_id, one.number),
        )
        for one in agenda
        if one.row in measures
    ]  # fmt: skip


def _agenda(
    store: Store, plans: Mapping[str, Plan], filters: Filters, as_of: date, soon: int, notes: Notes
) -> Iterator[Due]:
    for row, measure_id, plan_id, number, start, end, recurrence in store.dated(filters):
        item = Item(deadline_from=start, deadline_to=end, recurrence=recurrence)
        due = (_next(item, plans[plan_id], as_of) if item.recurrence else None) or item.deadline_to
        state = "closed" if notes.closed(measure_id, number) else state_of(item, due, as_of, soon)
        days = (due - as_of).days if due else None
        yield Due(row, measure_id, plan_id, number, start, end, recurrence, state, due, days)


def state_of(item: Timed, due: date | None, as_of: date, soon: int = SOON) -> str:
    """The state of an item that nobody has closed. ``due``: its deadline's end or next occurrence."""
    if item.recurrence and (due is None or due >= as_of):
        return "soon" if due and due - as_of <= timedelta(soon) else "recurring"
    if due is None:
        return "undated"
    if due < as_of:
        return "overdue"
    return "soon" if due - as_of <= timedelta(soon) else "later"


def days_of(item: Timed, plan: Plan) -> tuple[date, ...]:
    """All days on which an item is due: its deadline's end, or its repetitions within the item's or plan's time."""
    start = item.deadline_from or plan.period_from
    end = item.deadline_to or plan.period_to
    if item.recurrence and start and end:
        repeated = occurrences(item.recurrence, start, end)
        if repeated:
            return repeated
    return (item.deadline_to,) if item.deadline_to else ()


def _next(item: Timed, plan: Plan, as_of: date) -> date | None:
    return next((day for day in days_of(item, plan) if day >= as_of), None)
