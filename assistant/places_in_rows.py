"""Places that a question names or asks for, and whether rows name them: a plan of a region says nothing of a town that
no row names, and a plan of the whole country seldom says where a thing will stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.execute import Outcome
from assistant.finding import Finding
from assistant.plan_names import rough
from assistant.request import Condition, Intent
from corpus.regions import regions_in

# what a question asks for -> why it is refused where no row says it
_ASKED = {"which_region": "no-region-said", "which_town": "no-town-said"}
_TOWN = re.compile(
    r"(?:\b(?:м|смт|с)\.|\bміст[аоуі]|\bмістом|\bсел[аоуі]|\bселищ[аеі])\s+[А-ЯІЇЄҐ]\w"
    r"|\b[А-ЯІЇЄҐ][\w'-]+(?:ськ|цьк|зьк)\w{1,3}\s+(?:район|громад|міськ|сільськ|селищн)"
)
_ENDING = 3  # letters of a town's name that its cases change
_SHORTEST = 4


def placed(outcome: Outcome) -> Outcome:
    """The outcome with those rows alone that say the place asked for or named; a refusal where none does."""
    request = outcome.request
    if outcome.failed or not outcome.findings:
        return outcome
    for mark in _ASKED.keys() & request.marks:
        if not any(_says(mark, finding) for finding in outcome.findings):
            return _refused(outcome, _ASKED[mark])
    towns = [c for c in request.conditions if c.kind == "town"] if request.filters.region else []
    for town in towns:
        kept = tuple(f for f in outcome.findings if _names(f, town.words))
        if not kept and request.intent is not Intent.COUNT:
            return _refused(outcome, "unknown-town", town)
        outcome = replace(outcome, findings=kept)
    return outcome


def _refused(outcome: Outcome, reason: str, condition: Condition | None = None) -> Outcome:
    near = tuple(f.measure_id for f in outcome.findings[:3])
    return Outcome(outcome.request, ranking=outcome.ranking, near=near, failed=reason, condition=condition)


def _says(mark: str, finding: Finding) -> bool:
    texts = list(_texts(finding))
    if mark == "which_region":
        return bool(finding.plan.region) or any(regions_in(text) for text in texts)
    return any(_TOWN.search(text) for text in texts)


def _names(finding: Finding, town: str) -> bool:
    """Whether the row, or the title or issuer of its plan, has the town in any form."""
    stem = rough(town)[: max(_SHORTEST, len(town) - _ENDING)]
    texts: Sequence[str | None] = (*_texts(finding), finding.plan.title, finding.plan.issuer)
    return any(stem in rough(text) for text in texts if text)


def _texts(finding: Finding) -> Iterator[str]:
    measure = finding.measure
    yield from filter(None, (measure.measure, measure.task, measure.section))
    for item in measure.items:
        yield from filter(None, (item.indicator, item.value, *(r.text for r in item.responsible)))
