"""What is due: each item of each measure with its state as of a day.

Plans do not say whether a thing was done, so «overdue» means: its deadline has passed and nobody noted it as done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from corpus.filters import Filters
from corpus.model import Item, Measure, Plan, iso
from corpus.occurrences import occurrences
from corpus.statuses import Note, Notes, notes_in
from corpus.store import Store

STATES = ("overdue", "soon", "later", "recurring", "undated", "closed")
SOON = 30  # days


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
    plans = {stored.plan.id: stored.plan for stored in store.plans()}
    selected = store.select(filters)
    found = list(_duties(store, plans, selected, as_of, soon, known))
    return sorted(found, key=lambda duty: (duty.due is None, duty.due or date.max, duty.plan.id, duty.measure.position))


def _duties(
    store: Store, plans: Mapping[str, Plan], selected: Mapping[int, Iterable[int]], as_of: date, soon: int, notes: Notes
) -> Iterator[Duty]:
    for stored in store.by_rows(list(selected)):
        measure, plan = stored.measure, plans[stored.measure.plan_id]
        for number in selected[stored.row]:
            item = measure.items[number]
            due = (_next(item, plan, as_of) if item.recurrence else None) or item.deadline_to
            state = "closed" if notes.closed(measure.id, number) else state_of(item, due, as_of, soon)
            days = (due - as_of).days if due else None
            yield Duty(measure, plan, number, state, due, days, notes.current(measure.id, number))


def state_of(item: Item, due: date | None, as_of: date, soon: int = SOON) -> str:
    """The state of an item that nobody has closed. ``due``: its deadline's end or next occurrence."""
    if item.recurrence and (due is None or due >= as_of):
        return "soon" if due and due - as_of <= timedelta(soon) else "recurring"
    if due is None:
        return "undated"
    if due < as_of:
        return "overdue"
    return "soon" if due - as_of <= timedelta(soon) else "later"


def days_of(item: Item, plan: Plan) -> tuple[date, ...]:
    """All days on which an item is due: its deadline's end, or its repetitions within the item's or plan's time."""
    start = item.deadline_from or plan.period_from
    end = item.deadline_to or plan.period_to
    if item.recurrence and start and end:
        repeated = occurrences(item.recurrence, start, end)
        if repeated:
            return repeated
    return (item.deadline_to,) if item.deadline_to else ()


def _next(item: Item, plan: Plan, as_of: date) -> date | None:
    return next((day for day in days_of(item, plan) if day >= as_of), None)
