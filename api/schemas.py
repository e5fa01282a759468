"""What goes over HTTP: typed, with examples, as the OpenAPI description shows it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

QUESTION = "хто відповідає за укриття в школах і до коли"
LONGEST_HISTORY = 20
ROWS_SHOWN = 25  # cited rows that an answer gives whole; the citations hold all, and `/api/v1/rows` gives the others
MOST_ROWS = 200


class Schema(BaseModel):
    """What is taken: nothing but the fields that it names."""

    model_config = ConfigDict(extra="forbid")


class Reply(BaseModel):
    """What is given. It is described as having no other fields, and tests hold replies to that; what is made of a
    mapping that has more leaves them out rather than fail."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": False})


class AskIn(Schema):
    """A question with the earlier questions of its dialogue, oldest first."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": QUESTION, "history": [], "lang": "uk"}]}
    )

    question: str = Field(min_length=1, description="A question in Ukrainian.")
    history: list[str] = Field(default=[], max_length=LONGEST_HISTORY, description="Earlier questions, oldest first.")
    without: list[
        Literal["region", "plan", "body", "due", "year", "section", "consent", "value", "number", "undated"]
    ] = Field(default=[], max_length=10, description="Conditions that were understood and not meant, by their names.")
    lang: Literal["uk", "en"] | None = Field(default=None, description="Language of the wording around the rows.")
    rows: int = Field(default=ROWS_SHOWN, ge=0, le=MOST_ROWS, description="How many of the cited rows are given whole.")


class ResponsibleOut(Reply):
    text: str = Field(description="The body as printed, without the consent mark.")
    body: str = Field(description="Its canonical name.")
    consent: bool = Field(description="Whether it takes part by consent («за згодою»).")


class ItemOut(Reply):
    """One indicator or deliverable of a measure with its own bodies and deadline."""

    number: int | None = Field(default=None, description="Its number within the measure, from 0.")
    indicator: str | None
    value: str | None
    responsible: list[ResponsibleOut]
    deadline_text: str | None = Field(description="As printed.", examples=["Грудень 2025 року"])
    deadline_from: str | None
    deadline_to: str | None = Field(examples=["2025-12-31"])
    recurrence: str | None = None
    undated: str | None = None


class RowOut(Reply):
    """A row of a plan as a person reads it: its plan, its place there, and its cells."""

    measure_id: str
    plan_id: str
    plan_title: str
    source_file: str
    region: str | None
    period_from: str | None = Field(description="The plan's period, where it says one.")
    period_to: str | None
    place: str = Field(description="Where it stands in the document, in words.")
    section: str | None
    task: str | None
    measure_no: str | None
    measure: str
    items: list[ItemOut]
    warnings: list[str]


class CitationOut(Reply):
    measure_id: str
    plan_id: str
    items: list[int] = Field(description="The items of the measure that the answer rests on.")
    fields: list[str] = Field(examples=[["responsible", "deadline"]])


class ConditionOut(Reply):
    name: str = Field(description="What `without` takes.", examples=["region"])
    words: str


class AnswerOut(Reply):
    """An answer, the rows it rests on, and what was understood."""

    answer: str
    abstained: bool = Field(description="The plans do not hold the answer: nothing is cited then.")
    intent: str
    filters: dict[str, Any]
    count: int | None
    citations: list[CitationOut] = Field(description="All rows that the answer rests on, in order of relevance.")
    ranking: list[str] = Field(description="Measures that the search thought of, best first.")
    nearest: list[str] = Field(description="Measures that come near, where the answer was refused.")
    latency_ms: float
    understood: str = Field(description="What was looked for, in words.")
    conditions: list[ConditionOut] = Field(description="Conditions of it that can be taken away.")
    rows: list[RowOut] = Field(description="The first of the cited rows, whole; `/api/v1/rows` gives the others.")
    nearest_rows: list[RowOut] = Field(description="The rows that come near.")
    suggestions: list[str]


class RowsOut(Reply):
    rows: list[RowOut]


class HitOut(Reply):
    measure_id: str
    plan_id: str
    score: float = Field(ge=0, le=1)
    why: dict[str, Any]


class FoundOut(Reply):
    """Ranked measures under filters."""

    query: str
    filters: dict[str, Any]
    total: int
    hits: list[HitOut]
    facets: dict[str, list[tuple[str, int]]]
    rows: list[RowOut] = Field(description="The hits as rows, in the same order.")
    unknown: list[tuple[str, str]] = Field(description="Conditions (name, text) that nothing stored is called.")


class MeasureOut(Reply):
    """A measure, as `zakhid export` writes it."""

    id: str
    plan_id: str
    source_file: str
    plan_title: str
    region: str | None
    issuer: str | None
    act_number: str | None
    approved_date: str | None
    period_from: str | None
    period_to: str | None
    section: str | None
    subsection: str | None
    task_no: str | None
    task: str | None
    goal: str | None
    measure_no: str | None
    measure: str
    items: list[ItemOut]
    locator: dict[str, Any]
    warnings: list[str]


class MeasuresOut(Reply):
    total: int = Field(description="All that there are, on every page.")
    measures: list[MeasureOut]


class HealthOut(Reply):
    """Whether the application answers, and over what."""

    status: Literal["ok"]
    version: str
    plans: int
    measures: int
    revision: int
    encoder: str


class ProblemOut(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(default="about:blank", examples=["about:blank"])
    title: str
    status: int
    detail: str = Field(examples=["Питання надто довге."])
    code: str | None = Field(default=None, description="A stable name of the problem.")
