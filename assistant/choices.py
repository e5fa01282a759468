"""Readings of a question that give different answers: the same words fit plans of several regions.

All readings are answered, plan by plan, and the choice is offered: nothing is guessed, and nobody has to ask twice for
what the rows already say. A choice can be typed as it stands; it narrows the question just answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.execute import Outcome
from assistant.finding import Finding
from assistant.request import Intent
from assistant.wording import Wording

_MOST = 5  # choices that can be taken in at a glance; more are no choice but a list
_OPEN = frozenset({Intent.WHO, Intent.WHEN, Intent.WHO_WHEN, Intent.VALUE, Intent.LIST, Intent.COUNT})


def scopes(outcome: Outcome) -> tuple[str, ...]:
    """The regions («» for the whole country) that an open question was answered for; () where it left no choice: a
    region, a plan or the rows were named, or all rows are of one region or of too many."""
    request = outcome.request
    if request.intent not in _OPEN or request.scopes or request.among:
        return ()
    if request.filters.region or request.filters.plan:
        return ()
    found: dict[str, None] = {}
    for finding in outcome.findings:
        found[finding.plan.region or ""] = None
        if len(found) > _MOST:
            return ()
    return tuple(found) if len(found) > 1 and _differ(outcome.findings) else ()


def _differ(findings: Sequence[Finding]) -> bool:
    """Whether the rows say different things: all of one body and one deadline need no choice."""
    said = (
        tuple(replace(item, indicator=None, value=None) for n, item in enumerate(f.measure.items) if n in f.items)
        for f in findings
    )
    first = next(said, ())
    return any(other != first for other in said)


def choices(found: Sequence[str], wording: Wording) -> tuple[str, ...]:
    """The choices as follow-up questions: «А Сумська область?»."""
    return tuple(wording("choose-region", region=r) if r else wording("choose-country") for r in found)


def which(found: Sequence[str], wording: Wording) -> str:
    """«Уточніть за потреби: Сумська область чи уся країна?»; nothing where there is no choice."""
    if not found:
        return ""
    names = [name or wording("whole-country") for name in found]
    return wording("choose", choices=wording("or", first=", ".join(names[:-1]), last=names[-1]))
