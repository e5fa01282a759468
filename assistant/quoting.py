"""Rows as they are cited and read: which cells, from which plan, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Citation, QuotedRow
from assistant.finding import Finding, each
from assistant.request import Intent
from assistant.wording import Wording
from corpus.model import Locator, Plan

FIELDS: dict[Intent, tuple[str, ...]] = {
    Intent.WHO: ("responsible",),
    Intent.WHEN: ("deadline",),
    Intent.WHO_WHEN: ("responsible", "deadline"),
    Intent.VALUE: ("indicator", "value"),
    Intent.COMPARE: ("measure", "responsible", "deadline"),
    Intent.ABBREVIATION: ("responsible",),
}
TITLE = 110  # characters of a title in an answer


def quoted(finding: Finding, wording: Wording) -> QuotedRow:
    measure, plan = finding.measure, finding.plan
    return QuotedRow(
        measure_id=measure.id,
        plan_id=plan.id,
        plan_title=plan.title,
        source_file=plan.source_file,
        region=plan.region,
        place=place(measure.locator, measure.position, wording),
        section=measure.section,
        task=measure.task,
        measure_no=measure.measure_no,
        measure=measure.measure,
        items=tuple((n, measure.items[n]) for n in finding.items),
        warnings=measure.warnings,
        period=(plan.period_from, plan.period_to),
    )


def quoted_rows(findings: Sequence[Finding], wording: Wording) -> Sequence[QuotedRow]:
    """The rows of findings, of many as they are looked at."""
    return each(findings, lambda finding: quoted(finding, wording))


def citations(findings: Sequence[Finding], intent: Intent) -> Sequence[Citation]:
    """The citations of findings, of many as they are looked at."""
    fields = FIELDS.get(intent, ("measure",))
    return each(findings, lambda finding: Citation(finding.measure_id, finding.plan.id, finding.items, fields))


def place(locator: Locator, position: int, wording: Wording) -> str:
    """Where a measure stands, in words.

    >>> place(Locator(lines=(22, 25)), 3, Wording())
    'рядки 22–25'
    """
    parts = []
    if locator.page is not None:
        parts.append(wording("page", page=locator.page))
    if locator.sheet is not None:
        parts.append(wording("sheet", sheet=locator.sheet))
    if locator.rows is not None:
        parts.append(_span("table-row", locator.rows, wording, table=locator.table or 1))
    if locator.lines is not None:
        parts.append(_span("line", locator.lines, wording))
    return ", ".join(parts) or wording("position", position=position + 1)


def _span(key: str, ends: tuple[int, int], wording: Wording, **data: object) -> str:
    first, last = ends
    return wording(key if first == last else key + "s", first=first, last=last, **data)


def plan_name(plan: Plan, wording: Wording) -> str:
    """A plan as an answer names it: its title, cut, and whose it is. A title in capitals at its head is calmed down."""
    title = re.sub(r"^[А-ЯІЇЄҐ]{4,}", lambda m: m.group().capitalize(), plan.title)
    key = "titled" if title.lower().startswith(("план", "квартальний план", "plan")) else "plan"
    return wording(key, title=cut(title, TITLE), scope=plan.region or wording("whole-country"))


def cut(text: str, length: int) -> str:
    """The text, at most so long, ended at a word.

    >>> cut("Ремонт мостів через річку", 15)
    'Ремонт мостів…'
    """
    if len(text) <= length:
        return text
    return text[: length + 1].rsplit(" ", 1)[0].rstrip(" ,.;:–—-(«") + "…"


def by_plan(findings: Sequence[Finding]) -> list[tuple[Plan, list[Finding]]]:
    """The findings of each plan, plans and findings in their order."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.plan.id, []).append(finding)
    return [(group[0].plan, group) for group in groups.values()]
