"""The notation in which the sample plans are written, and its reading.

    @title ПЛАН заходів …          a fact of the plan (title, region, issuer, act_number, …; «-» is none)
    @column measure | Захід        a column of the table and its header, left to right; without headers: a list
    @label task Завдання           «Завдання 1.1» is printed before the text instead of the number in its own cell
    @date Грудень 2026 року FROM..TO    what a deadline means (FROM may be empty; «?» is left open)
    @page_rows 11                  a text dump turns the page after that many rows
    ! text, != text, !> text       a paragraph before the table: plain, centred, right («!=» alone is the title)
    == section   -- subsection     rows over the whole width
    # 1.1 | task                   the measures below serve it
    * [1.1.1 |] measure            «¶» is where a page of the text dump cuts the cell
    > indicator | … | bodies | …   an item: its cells in the order of ITEM_COLUMNS, those that the plan has as columns
                                   (whatever their order there); «^» is one cell with the one above
    ~ text                         a paragraph after the table

Bodies are separated by «; », «+» marks consent, «(далі – X)» stays in the name. A line that begins with «# » before
the first fact says what the plan shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

FACTS = ("title", "region", "issuer", "act_number", "approved_date", "period_from", "period_to")
ITEM_COLUMNS = ("indicator", "value", "responsible", "deadline", "start", "end")
MERGED = "^"
DEFINITION = re.compile(r"\s*\(далі\s*[-–—]\s*[^)]*\)")
CONSENT = re.compile(r"\s*\(за згодою\)")


@dataclass(frozen=True, slots=True)
class SampleMeasure:
    """A measure with the printed cells of its items: column name -> text, or «^» where it is merged with the above."""

    section: str | None
    subsection: str | None
    task_no: str | None
    task: str | None
    number: str | None
    text: str
    items: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """A plan as its author wrote it. ``columns`` are (name, header) pairs, ``dates`` deadline -> «FROM..TO» or «?»."""

    name: str
    facts: dict[str, str | None] = field(default_factory=dict)
    columns: tuple[tuple[str, str], ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    page_rows: int = 0
    before: tuple[tuple[str, str], ...] = ()
    after: tuple[str, ...] = ()
    measures: tuple[SampleMeasure, ...] = ()

    @property
    def title(self) -> str:
        return self.facts["title"] or ""

    @property
    def is_list(self) -> bool:
        """Whether it is a numbered list and no table."""
        return not any(header for _, header in self.columns)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)


def read_notation(path: Path) -> SamplePlan:
    """The plan of a file; ValueError names the line that cannot be read."""
    reading = _Reading(path.stem)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            reading.take(line.rstrip())
        except (ValueError, KeyError, IndexError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}: {line}") from error
    return reading.plan()


@dataclass
class _Reading:
    """What has been read so far, and the headings that hold for the next measure."""

    name: str
    facts: dict[str, str | None] = field(default_factory=dict)
    columns: list[tuple[str, str]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    page_rows: int = 0
    before: list[tuple[str, str]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    measures: list[SampleMeasure] = field(default_factory=list)
    heading: dict[str, str | None] = field(default_factory=dict)

    def take(self, line: str) -> None:
        mark, _, rest = line.partition(" ")
        if line.startswith("@"):
            self.fact(mark[1:], rest)
        elif mark in ("!", "!=", "!>"):
            self.before.append((mark[1:], rest or (self.facts["title"] or "")))
        elif mark == "==":
            self.heading = {"section": rest}
        elif mark == "--":
            self.heading = {"section": self.heading.get("section"), "subsection": rest}
        elif mark == "#" and self.columns:
            number, text = rest.split(" | ", 1)
            self.heading |= {"task_no": number, "task": text}
        elif mark == "*":
            self.measure(rest)
        elif mark == ">":
            self.item(rest)
        elif mark == "~":
            self.after.append(rest)
        elif line and mark != "#":
            raise ValueError("unknown mark")

    def fact(self, name: str, rest: str) -> None:
        if name in FACTS:
            self.facts[name] = None if rest == "-" else rest
        elif name == "column":
            column, _, header = rest.partition(" |")
            self.columns.append((column, header.strip()))
        elif name == "label":
            column, label = rest.split(" ", 1)
            self.labels[column] = label
        elif name == "date":
            printed, interval = rest.rsplit(" ", 1)
            self.dates[printed] = interval
        elif name == "page_rows":
            self.page_rows = int(rest)
        else:
            raise ValueError(f"unknown fact {name}")

    def measure(self, rest: str) -> None:
        number, _, text = rest.rpartition(" | ")
        section, subsection = self.heading.get("section"), self.heading.get("subsection")
        task_no, task = self.heading.get("task_no"), self.heading.get("task")
        self.measures.append(SampleMeasure(section, subsection, task_no, task, number or None, text))

    def item(self, rest: str) -> None:
        names = [name for name in ITEM_COLUMNS if name in dict(self.columns)]
        cells = dict(zip(names, rest.split(" | "), strict=True))
        cells.update({name: text.replace("+", " (за згодою)") for name, text in cells.items() if name == "responsible"})
        last = self.measures[-1]
        self.measures[-1] = replace(last, items=(*last.items, cells))

    def plan(self) -> SamplePlan:
        numbered = "task" not in dict(self.columns)
        measures = [
            replace(m, number=m.number or (str(n) if numbered else None)) for n, m in enumerate(self.measures, 1)
        ]
        return SamplePlan(
            self.name,
            self.facts,
            tuple(self.columns),
            self.labels,
            self.dates,
            self.page_rows,
            tuple(self.before),
            tuple(self.after),
            tuple(measures),
        )


def filled_items(plan: SamplePlan) -> Iterator[tuple[SampleMeasure, list[dict[str, str]]]]:
    """Each measure with its items as a reader must understand them: merged cells filled from above."""
    above: dict[str, str] = {}
    for measure in plan.measures:
        items = []
        for cells in measure.items:
            above = {name: above[name] if text == MERGED else text for name, text in cells.items()}
            items.append(above)
        yield measure, items


def expected(plan: SamplePlan) -> dict[str, object]:
    """What a careful reader finds in the plan, as the tests compare it."""
    rows = [
        {
            "section": m.section,
            "subsection": m.subsection,
            "task_no": m.task_no,
            "task": m.task,
            "measure_no": m.number,
            "measure": m.text.replace("¶", ""),
            "items": [_expected_item(plan, cells) for cells in items],
        }
        for m, items in filled_items(plan)
    ]
    return {"plan": {name: plan.facts.get(name) for name in FACTS}, "measures": rows}


def _expected_item(plan: SamplePlan, cells: dict[str, str]) -> dict[str, object]:
    text, start, end = _deadline(plan, cells)
    bodies = [
        {"text": DEFINITION.sub("", CONSENT.sub("", body)), "consent": bool(CONSENT.search(body))}
        for body in cells["responsible"].split("; ")
    ]
    indicator = cells.get("indicator")
    return {
        "indicator": indicator and indicator.replace("¶", ""),
        "value": cells.get("value"),
        "responsible": bodies,
        "deadline_text": text,
        "deadline_from": start,
        "deadline_to": end,
    }


def _deadline(plan: SamplePlan, cells: dict[str, str]) -> tuple[str | None, str | None, str | None]:
    """(text, from, to), «?» where the notation leaves open what a reader should say."""
    if "start" in cells:
        return "?", iso_date(cells["start"]), iso_date(cells["end"])
    printed = cells["deadline"]
    if printed not in plan.dates and (day := iso_date(printed)):
        return printed, day, day
    interval = plan.dates[printed]
    if interval == "?":
        return printed, "?", "?"
    start, end = interval.split("..")
    return printed, start or None, end


def iso_date(text: str) -> str | None:
    """«31.03.2026» as 2026-03-31, or None."""
    match = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d{4})", text)
    return f"{match[3]}-{match[2]}-{match[1]}" if match else None
