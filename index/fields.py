"""What of a measure is searched: its own words and its context, as fields, and the text that is embedded.

Fields are kept apart so that each can have its weight: a word in the measure itself says more than the same word in
the title of the plan, which all its measures share.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.model import Measure, Plan
from index.terms import Term, terms_of

FIELDS_VERSION = 4
FIELDS = ("text", "heading", "items", "bodies", "plan")
_PASSAGE_CONTEXT = 300  # characters of section and task that are embedded with the measure


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure as it enters the index: the terms of each of FIELDS, and the passage to embed with its hash."""

    row: int
    measure_id: str
    plan_id: str
    terms: Mapping[str, tuple[Term, ...]]
    passage: str

    @property
    def passage_hash(self) -> str:
        return hashlib.sha256(self.passage.encode()).hexdigest()[:32]


def entry_of(row: int, measure: Measure, plan: Plan) -> Entry:
    """The measure with its context, ready to be indexed."""
    texts = field_texts(measure, plan)
    terms = {name: tuple(t for t in terms_of(texts[name]) if not t.stop) for name in FIELDS}
    return Entry(row, measure.id, plan.id, terms, passage_of(measure))


def field_texts(measure: Measure, plan: Plan) -> dict[str, str]:
    """The text of each field."""
    heading = _joined((measure.section, measure.subsection, measure.task, measure.goal, *_codes(measure)))
    items = _joined(part for item in measure.items for part in (item.indicator, item.value))
    names = _joined(part for item in measure.items for r in item.responsible for part in (r.text, r.body))
    facts = _joined((plan.title, plan.region, plan.issuer, plan.act_number))
    return {"text": measure.measure, "heading": heading, "items": items, "bodies": names, "plan": facts}


def _codes(measure: Measure) -> list[str]:
    """The numbers of measure and task that name them («1.1.12»); a plain «4» names nothing outside its table."""
    return [number for number in (measure.measure_no, measure.task_no) if number and "." in number.strip(" .")]


def passage_of(measure: Measure) -> str:
    """What is embedded of a measure."""
    return joined_passage(measure.section, measure.task, measure.measure)


def joined_passage(section: str | None, task: str | None, measure: str) -> str:
    """Section, task and measure as one text, the context cut short: as the encoder's adaptation was trained."""
    return _joined((_joined((section, task))[:_PASSAGE_CONTEXT], measure))


def _joined(parts: Iterable[str | None]) -> str:
    return ". ".join(dict.fromkeys(part.strip(" .") for part in parts if part))
