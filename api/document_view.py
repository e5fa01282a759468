"""A plan as its page shows it: headings and rows in the document's order, with doubts and original places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from api.addresses import body_address, plan_address, row_address
from api.settings import Lang
from assistant.quoting import place
from assistant.wording import Wording
from corpus.model import Item, Measure
from corpus.originals import OriginalPlace
from corpus.statuses import Note, Notes

_HEADINGS = ("section", "subsection", "task")


@dataclass(frozen=True, slots=True)
class ShownBody:
    """A body as printed, with the address of its page."""

    text: str
    address: str
    consent: bool


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item's cells."""

    indicator: str | None
    value: str | None
    responsible: tuple[ShownBody, ...]
    deadline: str | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A section, subsection or task. ``level`` is that of the page's heading (from 2)."""

    anchor: str
    level: int
    kind: str
    number: str | None
    text: str
    goal: str | None = None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A measure. ``place`` says in words where it stands; ``original`` is what stands there, if that was asked for."""

    anchor: str
    measure: Measure
    items: tuple[ShownItem, ...]
    place: str
    address: str
    place_address: str
    place_open: bool = False
    original: OriginalPlace | None = None
    note: Note | None = None


def shown_document(
    measures: Sequence[Measure], lang: Lang, notes: Notes, opened: dict[str, OriginalPlace | None]
) -> list[Heading | ShownRow]:
    """Headings and rows. ``opened``: measure id -> its original place, for those whose place is shown."""
    wording = Wording(lang)
    kinds = [kind for kind in _HEADINGS if any(getattr(m, kind) for m in measures)]
    shown: list[Heading | ShownRow] = []
    above: dict[str, str | None] = {}
    for measure in measures:
        shown += _headings(measure, kinds, above)
        shown.append(_row(measure, wording, notes, opened))
    return shown


def shown_day(day: date) -> str:
    """A day as people here write it.

    >>> shown_day(date(2026, 5, 1))
    '01.05.2026'
    """
    return day.strftime("%d.%m.%Y")


def shown_items(items: Iterable[Item]) -> tuple[ShownItem, ...]:
    """The cells of items, bodies with their pages."""
    return tuple(
        ShownItem(
            item.indicator,
            item.value,
            tuple(ShownBody(r.text, body_address(r.body), r.consent) for r in item.responsible),
            item.deadline_text or (shown_day(item.deadline_to) if item.deadline_to else None),
        )
        for item in items
    )


def _headings(measure: Measure, kinds: Sequence[str], above: dict[str, str | None]) -> Iterator[Heading]:
    """The headings that begin with this measure; a new one ends those below it."""
    changed = False
    level = 2
    for kind in kinds:
        text = getattr(measure, kind)
        changed = changed or text != above.get(kind)
        above[kind] = text
        if text and changed:
            task = kind == "task"
            anchor = f"h{level}-{measure.position}"
            yield Heading(anchor, level, kind, measure.task_no if task else None, text, measure.goal if task else None)
        level += bool(text)


def _row(measure: Measure, wording: Wording, notes: Notes, opened: dict[str, OriginalPlace | None]) -> ShownRow:
    anchor = f"m-{measure.id}"
    address = plan_address(measure.plan_id)
    return ShownRow(
        anchor,
        measure,
        shown_items(measure.items),
        place(measure.locator, measure.position, wording),
        row_address(measure.plan_id, measure.id),
        f"{address}?place={measure.id}#{anchor}",
        measure.id in opened,
        opened.get(measure.id),
        notes.current(measure.id),
    )
