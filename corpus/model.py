"""What the plans say, as values: a plan, its measures, their items.

Everything here is immutable and knows nothing of files, tables or databases. ``None`` means that the document
does not say; what was inferred or is doubtful stands in ``warnings``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Responsible:
    """A responsible body of an item.

    ``text`` is the name as printed, without the consent mark; ``body`` the canonical name that all forms of it
    share; ``consent`` whether it is marked «за згодою».
    """

    text: str
    body: str
    consent: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "body": self.body, "consent": self.consent}


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator or deliverable of a measure with its own bodies, deadline and value.

    ``deadline_from``..``deadline_to`` is the interval in which it is to be done; «до X» has only an end.
    ``recurrence`` names a repetition («monthly», «quarterly:25», «yearly», «constant») where the deadline says one;
    ``undated`` says why there is no date where there is a deadline text (or none at all).
    """

    indicator: str | None = None
    value: str | None = None
    responsible: tuple[Responsible, ...] = ()
    deadline_text: str | None = None
    deadline_from: date | None = None
    deadline_to: date | None = None
    recurrence: str | None = None
    undated: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "indicator": self.indicator,
            "value": self.value,
            "responsible": [r.to_json() for r in self.responsible],
            "deadline_text": self.deadline_text,
            "deadline_from": iso(self.deadline_from),
            "deadline_to": iso(self.deadline_to),
            "recurrence": self.recurrence,
            "undated": self.undated,
        }


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a measure stands: lines of a text (from 1), rows of a table (both from 1), or a page (from 1)."""

    lines: tuple[int, int] | None = None
    table: int | None = None
    rows: tuple[int, int] | None = None
    page: int | None = None
    sheet: str | None = None

    def to_json(self) -> dict[str, Any]:
        pairs: dict[str, Any] = {"page": self.page, "sheet": self.sheet, "table": self.table}
        pairs["rows"] = list(self.rows) if self.rows else None
        pairs["lines"] = list(self.lines) if self.lines else None
        return {key: value for key, value in pairs.items() if value is not None}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Locator:
        def pair(key: str) -> tuple[int, int] | None:
            value = data.get(key)
            return (value[0], value[1]) if value else None

        return cls(pair("lines"), data.get("table"), pair("rows"), data.get("page"), data.get("sheet"))


@dataclass(frozen=True, slots=True)
class Measure:
    """One захід: an action with its items and its place in the document.

    ``id`` is stable over repeated ingests of the same document. ``position`` is its order in the plan (from 0).
    """

    id: str
    plan_id: str
    position: int
    measure: str
    section: str | None = None
    subsection: str | None = None
    task_no: str | None = None
    task: str | None = None
    goal: str | None = None
    measure_no: str | None = None
    items: tuple[Item, ...] = ()
    locator: Locator = field(default_factory=Locator)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One document: a plan of measures.

    ``id`` is made from ``source_file``, the file's name with its ending. ``region`` is the full nominative name
    of an oblast (or Crimea, Kyiv, Sevastopol), None for a plan of the whole country. ``sha256`` is of the file's bytes.
    ``abbreviations`` are the short forms the document itself defines: (short, full) pairs.
    """

    id: str
    source_file: str
    title: str
    region: str | None = None
    issuer: str | None = None
    act_number: str | None = None
    approved_date: date | None = None
    period_from: date | None = None
    period_to: date | None = None
    edition: str | None = None
    abbreviations: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """A plan with its measures, in document order: what reading a file yields and what the store keeps."""

    plan: Plan
    measures: tuple[Measure, ...]


def iso(day: date | None) -> str | None:
    """The day as ``YYYY-MM-DD``, or None."""
    return day.isoformat() if day else None


def measure_json(measure: Measure, plan: Plan) -> dict[str, Any]:
    """The measure as the export writes it: its own fields with those of its plan."""
    return {
        "id": measure.id,
        "plan_id": measure.plan_id,
        "source_file": plan.source_file,
        "plan_title": plan.title,
        "region": plan.region,
        "issuer": plan.issuer,
        "act_number": plan.act_number,
        "approved_date": iso(plan.approved_date),
        "period_from": iso(plan.period_from),
        "period_to": iso(plan.period_to),
        "section": measure.section,
        "subsection": measure.subsection,
        "task_no": measure.task_no,
        "task": measure.task,
        "goal": measure.goal,
        "measure_no": measure.measure_no,
        "measure": measure.measure,
        "items": [item.to_json() for item in measure.items],
        "locator": measure.locator.to_json(),
        "warnings": list(measure.warnings),
    }
