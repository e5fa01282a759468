"""Reading a file into a plan: reader → blocks → layout → measures → dates, names and ids.

Each arrow is a function of its own module; here they stand in their order. ``explain`` tells what each made of a file.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.blocks import Document, Table
from corpus.bodies import PrintedBody, split_bodies
from corpus.body_names import canonical_names
from corpus.deadlines import parse_deadline
from corpus.facts import PlanFacts, plan_facts
from corpus.items import RawItem
from corpus.layout.trace import Trace, shortened
from corpus.measures import RawMeasure, measures_of
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.privacy import without_private
from corpus.readers import Progress, read
from corpus.remarks import remark
from corpus.text import collapse

# Changed whenever the same file would be read into other measures: an unchanged file is then read again.
READING_VERSION = "9"


class Names:
    """What the document says of names: its own short forms, and the bodies that its printed names mean.

    A list of bodies is printed again and again in a plan, so what was read of it is kept.
    """

    def __init__(self, abbreviations: dict[str, str], canonical: Mapping[str, str]) -> None:
        """``canonical``: the canonical name of every body that the document prints."""
        self.abbreviations = abbreviations
        self.canonical = canonical
        self._read: dict[str, tuple[Responsible, ...]] = {}

    def bodies(self, text: str) -> tuple[Responsible, ...]:
        """The bodies that a cell prints, each with its canonical name."""
        if text not in self._read:
            printed = split_bodies(text, frozenset(self.abbreviations))
            self._read[text] = tuple(
                Responsible(body.text, self.canonical[body.text], body.consent) for body in printed
            )
        return self._read[text]


def read_plan(path: Path, progress: Progress | None = None) -> PlanDocument:
    """The plan that a file holds; without measures where it is none. Raises Problem for files that cannot be read.

    ``progress`` is called with pages done and all pages.
    """
    return plan_of(read(path, progress=progress), hashlib.sha256(path.read_bytes()).hexdigest(), Trace())


def explain(path: Path, progress: Progress | None = None) -> str:
    """What every step made of the file, for a person."""
    trace = Trace()
    document = read(path, progress=progress)
    _explain_blocks(document, trace)
    plan = plan_of(document, "", trace)
    _explain_doubts(plan, trace)
    return "\n".join([f"{path.name}: заходів {len(plan.measures)}", *trace.lines()])


def plan_of(document: Document, sha256: str, trace: Trace) -> PlanDocument:
    """The plan of a document that has been read."""
    document = without_private(document)
    raw = measures_of(document, trace)
    facts = plan_facts(document)
    plan_id = document.name
    names = names_of(raw, facts.region)
    ids = _ids(plan_id, raw)
    measures = tuple(_measure(measure, ids[k], plan_id, k, facts, names) for k, measure in enumerate(raw))
    return PlanDocument(_plan(document, plan_id, sha256, facts, names, measures), measures)


def abbreviations_of(raw: Sequence[RawMeasure]) -> dict[str, str]:
    """The short forms that the bodies' cells define, «(далі – ГУНП)», in order; the first definition holds."""
    found: dict[str, str] = {}
    for text in dict.fromkeys(item.bodies for measure in raw for item in measure.items):
        for body in _defining(text):
            if body.abbreviation:
                found.setdefault(body.abbreviation, body.text)
    return found


def names_of(raw: Sequence[RawMeasure], region: str | None) -> Names:
    """The document's short forms, and the canonical name of every body it prints: a department is the same with and
    without «облдержадміністрації», which only the whole document can tell."""
    abbreviations = abbreviations_of(raw)
    short = frozenset(abbreviations)
    cells = dict.fromkeys(item.bodies for measure in raw for item in measure.items if item.bodies)
    printed = [body.text for cell in cells for body in split_bodies(cell, short)]
    return Names(abbreviations, canonical_names(printed, abbreviations, region))


def _defining(text: str) -> list[PrintedBody]:
    return split_bodies(text) if "далі" in text.lower() else []


def _plan(
    document: Document, plan_id: str, sha256: str, facts: PlanFacts, names: Names, measures: Sequence[Measure]
) -> Plan:
    warnings = [*document.warnings, *facts.remarks]
    if measures and not any(item.deadline_text for measure in measures for item in measure.items):
        warnings.append(remark("no-deadlines"))
    return Plan(
        id=plan_id,
        source_file=document.name,
        title=facts.title or document.title or document.name,
        region=facts.region,
        issuer=facts.issuer,
        act_number=facts.act_number,
        approved_date=facts.approved_date,
        period_from=facts.period_from,
        period_to=facts.period_to,
        edition=facts.edition,
        abbreviations=tuple(names.abbreviations.items()),
        warnings=tuple(dict.fromkeys(warnings)),
        sha256=sha256,
    )


def _measure(raw: RawMeasure, measure_id: str, plan_id: str, position: int, facts: PlanFacts, names: Names) -> Measure:
    read_items = [_item(item, facts, names) for item in raw.items]
    remarks = [*raw.remarks, *(said for _, remarks in read_items for said in remarks)]
    return Measure(
        id=measure_id,
        plan_id=plan_id,
        position=position,
        measure=raw.text,
        section=raw.scope.section,
        subsection=raw.scope.subsection,
        task_no=raw.scope.task_no,
        task=raw.scope.task,
        goal=raw.scope.goal,
        measure_no=raw.number,
        items=tuple(item for item, _ in read_items),
        locator=raw.locator(),
        warnings=tuple(dict.fromkeys(remarks)),
    )


def _item(raw: RawItem, facts: PlanFacts, names: Names) -> tuple[Item, tuple[str, ...]]:
    """The item with its dates and names read, and the remarks of both readings."""
    item, remarks = _dated(raw, facts)
    bodies = names.bodies(raw.bodies) if raw.bodies else ()
    indicator, value = collapse(raw.indicator) or None, collapse(raw.value) or None
    return replace(item, indicator=indicator, value=value, responsible=bodies), (*raw.remarks, *remarks)


def _dated(raw: RawItem, facts: PlanFacts) -> tuple[Item, tuple[str, ...]]:
    text = " – ".join(part for part in (collapse(raw.start), collapse(raw.end)) if part)
    text = collapse(raw.deadline) or text
    if not text:
        return Item(), ()
    if raw.deadline:
        read_deadline = parse_deadline(raw.deadline, facts.period_from, facts.period_to)
        start, end = read_deadline.start, read_deadline.end
    else:
        opening = parse_deadline(raw.start, facts.period_from, facts.period_to)
        read_deadline = parse_deadline(raw.end or raw.start, facts.period_from, facts.period_to)
        start, end = opening.start or opening.end, read_deadline.end
    remarks = list(read_deadline.remarks)
    if not (start or end or read_deadline.recurrence or read_deadline.undated):
        remarks.append(remark("deadline-unread", text=shortened(text)))
    dated = Item(
        deadline_text=text,
        deadline_from=start,
        deadline_to=end,
        recurrence=read_deadline.recurrence,
        undated=read_deadline.undated,
    )
    return dated, tuple(remarks)


def _ids(plan_id: str, raw: Sequence[RawMeasure]) -> list[str]:
    """Stable ids: a short hash of the plan, the numbers and the words; a counter where these are all the same."""
    seen: Counter[str] = Counter()
    ids = []
    for measure in raw:
        key = "\x1f".join((plan_id, measure.scope.task_no or "", measure.number or "", measure.text))
        digest = hashlib.sha256(key.encode()).hexdigest()[:12]
        seen[digest] += 1
        ids.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
    return ids


def _explain_blocks(document: Document, trace: Trace) -> None:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    trace.say("блоки", f"формат {document.format}: абзаців {len(document.blocks) - len(tables)}, таблиць {len(tables)}")
    for said in document.warnings:
        trace.say("блоки", said)


def _explain_doubts(plan: PlanDocument, trace: Trace) -> None:
    """The facts read of the plan and every doubt, measure by measure."""
    facts = plan.plan
    for name, value in (
        ("назва", facts.title), ("регіон", facts.region), ("хто видав", facts.issuer), ("акт", facts.act_number),
        ("дата", facts.approved_date), ("від", facts.period_from), ("до", facts.period_to),
    ):  # fmt: skip
        trace.say("відомості про план", f"{name}: {value if value is not None else '—'}")
    for short, full in facts.abbreviations:
        trace.say("скорочення", f"{short} — {full}")
    for measure in plan.measures:
        for said in measure.warnings:
            trace.say(
                "сумніви", f"{measure.measure_no or measure.position + 1} «{shortened(measure.measure, 40)}»: {said}"
            )
