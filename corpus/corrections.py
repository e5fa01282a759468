"""What people correct in rows that were read wrongly: cells put right by hand, kept when the document is read again.

A correction holds what the reading had made of the cell. It is applied to that only: where a later edition of the
document says something else there, the document stands and the row says that a correction was not applied. Every
corrected row says so among its remarks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from corpus.anchors import Anchor, fingerprint, now
from corpus.bodies import split_bodies
from corpus.body_choices import as_read, choices_in, decided
from corpus.canonical_names import canonical_names
from corpus.deadlines import parse_deadline
from corpus.messages import Problem
from corpus.model import Item, Measure, PlanDocument, Responsible
from corpus.remarks import remark
from corpus.store import Store, content_hash, metadata
from corpus.text import collapse

# cell -> its name in a remark
MEASURE_CELLS = {
    "measure": "захід",
    "measure_no": "номер заходу",
    "section": "розділ",
    "task": "завдання",
}
ITEM_CELLS = {"indicator": "індикатор", "value": "значення", "responsible": "відповідальні", "deadline": "строк"}
CELLS = MEASURE_CELLS | ITEM_CELLS
CONSENT = "за згодою"

corrections = sa.Table(
    "corrections",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    *[sa.Column(name, sa.String, nullable=False) for name in ("measure_id", "plan_id", "fingerprint", "text")],
    sa.Column("cell", sa.String, nullable=False),
    sa.Column("item", sa.Integer),
    sa.Column("before", sa.String, nullable=False),
    sa.Column("after", sa.String, nullable=False),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("said_at", sa.DateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell put right: ``item`` is the item's number (from 0), None for a cell of the measure. ``before`` is what the
    reading had made of it, ``after`` what a person says; the same words take a correction back."""

    anchor: Anchor
    cell: str
    item: int | None
    before: str
    after: str
    person: str
    said_at: datetime

    @property
    def key(self) -> tuple[str, str, int | None]:
        return self.anchor.measure_id, self.cell, self.item


def correct(store: Store, measure_id: str, cells: Iterable[tuple[str, int | None, str]], person: str = "") -> int:
    """Put cells (name, item, text) of a stored measure right; how many of them changed.

    The caller holds the data folder for writing. Raises Problem for a measure, item or cell that is not there, and for
    a measure without words.
    """
    stored = store.by_id(measure_id)
    if stored is None:
        raise Problem("no-measure", id=measure_id)
    document = as_read(store, stored.measure.plan_id)
    standing = [one for one in corrections_in(store, document.plan.id) if one.anchor.measure_id == measure_id]
    anchor = standing[0].anchor if standing else Anchor.of(stored.measure)
    read = {one.key: one.before for one in standing}
    measure = next(own for own in document.measures if own.id == measure_id)
    said: list[Correction] = []
    for cell, item, text in cells:
        current, after = cell_text(measure, cell, item), collapse(text)
        if cell == "measure" and not after:
            raise Problem("correction-empty")
        if after != current:
            before = read.get((measure_id, cell, item), current)
            said.append(Correction(anchor, cell, item, before, after, person, now()))
            measure = _put(measure, said[-1], document)
    if said:
        with store.notebook(corrections) as connection:
            connection.execute(sa.insert(corrections), [_row(one) for one in said])
        _store(store, document, measure)
    return len(said)


def corrected(document: PlanDocument, store: Store) -> PlanDocument:
    """The document as read, with what people have put right in it."""
    standing = corrections_in(store, document.plan.id)
    if not standing:
        return document
    ids = {measure.id for measure in document.measures}
    prints = Counter(fingerprint(measure) for measure in document.measures)

    def own(measure: Measure) -> list[Correction]:
        mark = fingerprint(measure)
        moved = [one for one in standing if one.anchor.measure_id not in ids and one.anchor.fingerprint == mark]
        return [one for one in standing if one.anchor.measure_id == measure.id] + (moved if prints[mark] == 1 else [])

    return replace(document, measures=tuple(_with(measure, own(measure), document) for measure in document.measures))


def corrections_in(store: Store, plan_id: str) -> list[Correction]:
    """The corrections of a plan that stand: the newest of each cell, those taken back left out."""
    query = sa.select(corrections).where(corrections.c.plan_id == plan_id).order_by(corrections.c.id)
    with store.notebook(corrections) as connection:
        every = [_correction(row) for row in connection.execute(query).mappings()]
    newest = {one.key: one for one in every}
    return [one for one in newest.values() if one.after != one.before]


def cell_text(measure: Measure, cell: str, item: int | None) -> str:
    """What a cell says, as a person would type it. Raises Problem where there is no such cell."""
    if cell in MEASURE_CELLS and item is None:
        return getattr(measure, cell) or ""
    if cell not in ITEM_CELLS or item is None:
        raise Problem("correction-cell", cell=cell, known=", ".join(CELLS))
    if not 0 <= item < len(measure.items):
        raise Problem("no-item", id=measure.id, item=item)
    said = measure.items[item]
    if cell == "responsible":
        return "; ".join(r.text + (f" ({CONSENT})" if r.consent else "") for r in said.responsible)
    return getattr(said, "deadline_text" if cell == "deadline" else cell) or ""


def _with(measure: Measure, own: Sequence[Correction], document: PlanDocument) -> Measure:
    """A measure that was read anew with its corrections, and a remark on each that does not fit any more."""
    read = measure
    for one in own:
        try:
            fits = cell_text(read, one.cell, one.item) == one.before
        except Problem:
            fits = False
        if fits:
            measure = _put(measure, one, document)
        else:
            said = remark("correction-outdated", cell=CELLS[one.cell], text=one.after)
            measure = replace(measure, warnings=(*measure.warnings, said))
    return measure


def _put(measure: Measure, one: Correction, document: PlanDocument) -> Measure:
    """The measure with the cell as it should be, and the remark that says so."""
    told = remark("corrected", cell=_label(one), before="").partition("«")[0]
    warnings = [said for said in measure.warnings if not said.startswith(told)]
    if one.after != one.before:
        warnings.append(remark("corrected", cell=_label(one), before=one.before or "—"))
    measure = replace(measure, warnings=tuple(warnings))
    if one.item is None:
        cells: dict[str, Any] = {one.cell: one.after or None}
        return replace(measure, **cells)
    items = list(measure.items)
    items[one.item] = _put_item(items[one.item], one, document)
    return replace(measure, items=tuple(items))


def _put_item(item: Item, one: Correction, document: PlanDocument) -> Item:
    if one.cell == "responsible":
        return replace(item, responsible=_bodies(one.after, document))
    if one.cell != "deadline":
        cells: dict[str, Any] = {one.cell: one.after or None}
        return replace(item, **cells)
    plan = document.plan
    read = parse_deadline(one.after, plan.period_from, plan.period_to)
    return replace(
        item,
        deadline_text=one.after or None,
        deadline_from=read.start,
        deadline_to=read.end,
        recurrence=read.recurrence,
        undated=read.undated,
    )


def _bodies(text: str, document: PlanDocument) -> tuple[Responsible, ...]:
    """The bodies that a person typed, under the names that the plan's other rows have for them."""
    short = dict(document.plan.abbreviations)
    printed = split_bodies(text, frozenset(short))
    known = {r.text: r.body for measure in document.measures for item in measure.items for r in item.responsible}
    names = canonical_names([*known, *(body.text for body in printed)], short, document.plan.region) | known
    return tuple(Responsible(body.text, names[body.text], body.consent) for body in printed)


def _label(one: Correction) -> str:
    name = CELLS[one.cell]
    return name if one.item is None else f"{name} {one.item + 1}"


def _store(store: Store, document: PlanDocument, changed: Measure) -> None:
    measures = tuple(changed if measure.id == changed.id else measure for measure in document.measures)
    whole, own_bodies = decided(replace(document, measures=measures), choices_in(store))
    store.rewrite(whole, content_hash(whole), own_bodies)


def _row(one: Correction) -> dict[str, object]:
    own = ("measure_id", "plan_id", "fingerprint", "text")
    cells = ("cell", "item", "before", "after", "person", "said_at")
    return {name: getattr(one.anchor, name) for name in own} | {name: getattr(one, name) for name in cells}


def _correction(row: sa.RowMapping) -> Correction:
    anchor = Anchor(row["measure_id"], row["plan_id"], row["fingerprint"], row["text"])
    cells = ("cell", "item", "before", "after", "person", "said_at")
    return Correction(anchor, **{name: row[name] for name in cells})
