"""What staff noted of a measure's progress: done, begun, dropped, a date, a comment. With history.

Plans do not say whether something was done; only people do. So notes are kept apart from what documents say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from corpus.anchors import Anchor, Anchorage, anchor_in, now
from corpus.messages import Problem
from corpus.store import Store, metadata

STATUSES = ("done", "begun", "dropped", "open")

status_notes = sa.Table(
    "status_notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    *[sa.Column(name, sa.String, nullable=False) for name in ("measure_id", "plan_id", "fingerprint", "text")],
    sa.Column("item", sa.Integer),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("on_date", sa.Date),
    sa.Column("comment", sa.String, nullable=False),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("said_at", sa.DateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Note:
    """One note. ``item`` is the number of the deliverable it is about, None for the whole measure; ``on_date`` the day
    the status holds from (when it was done), as the person said; ``said_at`` when it was noted (UTC)."""

    anchor: Anchor
    item: int | None
    status: str
    on_date: date | None
    comment: str
    person: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Notes:
    """``history`` by measure id today, oldest first; ``orphaned`` notes whose measure is no longer there."""

    history: dict[str, tuple[Note, ...]]
    orphaned: tuple[Note, ...]

    def current(self, measure_id: str, item: int | None = None) -> Note | None:
        """The newest note on this item; one on the whole measure counts for all of its items."""
        fitting = [n for n in self.history.get(measure_id, ()) if n.item is None or n.item == item]
        return fitting[-1] if fitting else None

    def closed(self, measure_id: str, item: int | None = None) -> bool:
        """Whether the item is noted as done or dropped."""
        note = self.current(measure_id, item)
        return note is not None and note.status in ("done", "dropped")


def note_status(
    store: Store,
    measure_id: str,
    status: str,
    *,
    item: int | None = None,
    on_date: date | None = None,
    comment: str = "",
    person: str = "",
) -> Note:
    """Store a note. Raises Problem for an unknown status, measure or item."""
    if status not in STATUSES:
        raise Problem("unknown-status", status=status, known=", ".join(STATUSES))
    anchor = anchor_in(store, measure_id)
    stored = store.by_id(measure_id)
    if item is not None and (stored is None or not 0 <= item < len(stored.measure.items)):
        raise Problem("no-item", id=measure_id, item=item)
    note = Note(anchor, item, status, on_date, comment.strip(), person.strip(), now())
    names = ("measure_id", "plan_id", "fingerprint", "text")
    row = {name: getattr(anchor, name) for name in names}
    row |= {name: getattr(note, name) for name in ("item", "status", "on_date", "comment", "person", "said_at")}
    with store.notebook(status_notes) as connection:
        connection.execute(sa.insert(status_notes).values(row))
    return note


def notes_in(store: Store) -> Notes:
    """All notes, by the measure they are about today."""
    with store.notebook(status_notes) as connection:
        rows = connection.execute(sa.select(status_notes).order_by(status_notes.c.id)).mappings().all()
    anchorage = Anchorage(store) if rows else None
    history: dict[str, tuple[Note, ...]] = {}
    orphaned = []
    for row in filter(lambda row: store.shows(row["plan_id"]), rows):
        anchor = Anchor(row["measure_id"], row["plan_id"], row["fingerprint"], row["text"])
        rest = (row[name] for name in ("item", "status", "on_date", "comment", "person", "said_at"))
        note = Note(anchor, *rest)
        found = anchorage.find(anchor) if anchorage else None
        if found is None:
            orphaned.append(note)
        else:
            history[found] = (*history.get(found, ()), note)
    return Notes(history, tuple(orphaned))
