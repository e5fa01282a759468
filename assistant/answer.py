"""An answer as a value: its text, the rows it rests on, and what was understood.

The JSON form is the batch line of the contract with ``understood``, ``rows`` and ``suggestions`` added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.model import Item, iso


@dataclass(frozen=True, slots=True)
class Citation:
    """A row that the answer rests on: which items of the measure (from 0), and which of their fields."""

    measure_id: str
    plan_id: str
    items: tuple[int, ...]
    fields: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "measure_id": self.measure_id,
            "plan_id": self.plan_id,
            "items": list(self.items),
            "fields": list(self.fields),
        }


@dataclass(frozen=True, slots=True)
class QuotedRow:
    """A cited row as a person reads it: the plan, the place in it (in words), and the cells as they stand there.

    ``items`` are (number from 0, item) pairs, only those cited; ``period`` is the plan's.
    """

    measure_id: str
    plan_id: str
    plan_title: str
    source_file: str
    region: str | None
    place: str
    section: str | None
    task: str | None
    measure_no: str | None
    measure: str
    items: tuple[tuple[int, Item], ...]
    warnings: tuple[str, ...] = ()
    period: tuple[date | None, date | None] = (None, None)

    def to_json(self) -> dict[str, Any]:
        return {
            "measure_id": self.measure_id,
            "plan_id": self.plan_id,
            "plan_title": self.plan_title,
            "source_file": self.source_file,
            "region": self.region,
            "place": self.place,
            "section": self.section,
            "task": self.task,
            "measure_no": self.measure_no,
            "measure": self.measure,
            "items": [{"number": number} | item.to_json() for number, item in self.items],
            "warnings": list(self.warnings),
            "period_from": iso(self.period[0]),
            "period_to": iso(self.period[1]),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to one question.

    ``abstained``: the plans do not hold it; then nothing is cited, and rows that come near stand in ``nearest``.
    ``ranking`` is what the search thought of first. ``understood`` says in words what was looked for,
    ``conditions`` which parts of it (name, words) can be taken away.
    ``rows`` are the cited rows in the order of the citations; of large sets both are made when they are looked at.
    ``suggestions`` are follow-up questions or choices that may be typed as they stand.
    """

    answer: str
    abstained: bool
    intent: str
    filters: dict[str, Any]
    count: int | None = None
    citations: Sequence[Citation] = ()
    ranking: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    latency_ms: float = 0.0
    understood: str = ""
    conditions: tuple[tuple[str, str], ...] = ()
    rows: Sequence[QuotedRow] = ()
    suggestions: tuple[str, ...] = ()

    def to_json(self, rows: int | None = None) -> dict[str, Any]:
        """``rows``: how many of the cited rows are given whole, all by default; the citations are complete."""
        return {
            "answer": self.answer,
            "abstained": self.abstained,
            "intent": self.intent,
            "filters": self.filters,
            "count": self.count,
            "citations": [citation.to_json() for citation in self.citations],
            "ranking": list(self.ranking),
            "nearest": list(self.nearest),
            "latency_ms": round(self.latency_ms, 1),
            "understood": self.understood,
            "conditions": [{"name": name, "words": words} for name, words in self.conditions],
            "rows": [row.to_json() for row in self.rows[:rows]],
            "suggestions": list(self.suggestions),
        }
