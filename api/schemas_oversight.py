"""What oversight sends over HTTP, typed: as `zakhid … --format jsonl` writes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from api.schemas import Reply, ResponsibleOut

MEASURE_ID = "75388043dc1e"
PLAN_ID = "sumy_civil_protection_2026.docx"
Status = Literal["done", "begun", "dropped", "open"]
State = Literal["overdue", "soon", "later", "recurring", "undated", "closed"]


class WhyOut(Reply):
    """Why two measures are a pair."""

    reasons: list[str] = Field(description="Codes.", examples=[["same-action", "same-object"]])
    difference: list[tuple[Literal["=", "-", "+"], str]] = Field(
        description="Their words in runs: in both, in the first, in the second.",
        examples=[[["=", "Провести"], ["-", "три"], ["+", "два"], ["=", "навчання"]]],
    )
    verdict: str | None = Field(default=None, description="A person's word, where there is one.")


class PairOut(Reply):
    """Two measures that repeat each other."""

    a: str = Field(examples=[MEASURE_ID])
    b: str = Field(examples=["6d65ddcc1cda"])
    score: float = Field(ge=0, le=1, examples=[0.93])
    grade: Literal["same", "similar"]
    why: WhyOut


class RegionPairsOut(Reply):
    """How many pairs join two regions; null is the whole country."""

    a: str | None = Field(examples=["Сумська область"])
    b: str | None = Field(examples=["Черкаська область"])
    pairs: int


class SaysOut(Reply):
    a: list[str]
    b: list[str]


class ContradictionOut(Reply):
    """What plans say differently of one measure."""

    kind: str = Field(examples=["owner"])
    a: str = Field(examples=[MEASURE_ID])
    b: str = Field(examples=["6d65ddcc1cda"])
    score: float
    says: SaysOut


class DuplicatesOut(Reply):
    total: int = Field(description="All pairs, whatever the limit shows of them.")
    pairs: list[PairOut] = Field(description="Best first.")
    clusters_total: int
    clusters: list[list[str]] = Field(description="Measures of which most repeat each other, by their ids.")
    regions: list[RegionPairsOut]
    contradictions_total: int
    contradictions: list[ContradictionOut]
    orphaned_verdicts: int = Field(description="Words of people on measures that are no longer there.")


class VariantOut(Reply):
    text: str = Field(description="A name as plans print it.", examples=["ГУ ДСНС"])
    plans: list[str]
    items: int


class HoldingOut(Reply):
    """An item that a body owns."""

    measure_id: str = Field(examples=[MEASURE_ID])
    plan_id: str = Field(examples=[PLAN_ID])
    item: int
    first: bool = Field(description="Whether the body is named first.")
    consent: bool
    deadline_from: str | None
    deadline_to: str | None = Field(examples=["2026-12-31"])
    recurrence: str | None


class OwnerOut(Reply):
    """A responsible body with its names and all it owns."""

    body: str = Field(examples=["Департамент охорони здоров'я обласної військової адміністрації"])
    kind: str
    level: str | None
    regions: list[str | None]
    consent: str
    variants: list[VariantOut]
    short_forms: list[str]
    measures: int
    items: int
    first_named: int
    load: dict[str, int] = Field(description="Items by month of their deadline.", examples=[{"2026-12": 3}])
    owns: list[HoldingOut]


class DutyOut(Reply):
    """An item that is due, repeated or without a day."""

    measure_id: str = Field(examples=[MEASURE_ID])
    plan_id: str = Field(examples=[PLAN_ID])
    region: str | None
    plan_period_to: str | None = Field(description="When the plan's period ends.", examples=["2026-12-31"])
    item: int
    measure: str
    indicator: str | None
    responsible: list[ResponsibleOut]
    deadline_text: str | None
    deadline_from: str | None
    deadline_to: str | None
    recurrence: str | None
    state: State
    due: str | None = Field(examples=["2026-12-31"])
    days: int | None = Field(description="Until the day; negative after it.")
    status: Status | None = Field(description="What people noted.")


class NoteOut(Reply):
    """What somebody noted of a measure or of one of its items."""

    item: int | None
    status: Status
    on_date: date | None
    comment: str
    person: str
    said_at: datetime = Field(description="UTC.")


class OrphanedNoteOut(NoteOut):
    measure: str = Field(description="The words of the measure that is no longer there.")


class NotesOut(Reply):
    total: int = Field(description="How many measures have notes.")
    notes: dict[str, list[NoteOut]] = Field(description="By measure, oldest first.")
    orphaned_total: int
    orphaned: list[OrphanedNoteOut]


class GapOut(Reply):
    """What a plan leaves open."""

    kind: str = Field(examples=["no-deadline"])
    measure_id: str = Field(examples=[MEASURE_ID])
    plan_id: str = Field(examples=[PLAN_ID])
    measure_no: str | None
    measure: str
    item: int | None
    detail: str
    locator: dict[str, Any] = Field(examples=[{"table": 1, "rows": [4, 4]}])


class GapsOut(Reply):
    total: int
    gaps: list[GapOut]
    missing_columns: list[str] = Field(description="What the plan does not say of any measure.")


class CellChangeOut(Reply):
    cell: str = Field(examples=["deadline"])
    item: int | None
    before: str | None
    after: str | None
    difference: list[tuple[Literal["=", "-", "+"], str]]


class RowChangeOut(Reply):
    """What the later edition changed in a row."""

    kind: Literal["added", "removed", "changed"]
    before: str | None = Field(description="Id of the measure in the earlier edition.")
    after: str | None = Field(description="Id of the measure in the later edition.")
    cells: list[CellChangeOut]


class VerdictNotedOut(Reply):
    verdict: Literal["duplicate", "different", "coordinate"]


class StatusNotedOut(Reply):
    status: Status
