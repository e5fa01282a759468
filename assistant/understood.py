"""What was understood, in words: «Шукаю: відповідальні; область: Запорізька область; тема: …»."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.quoting import cut
from assistant.request import Request
from assistant.wording import Wording
from corpus.model import Plan


def understood(request: Request, wording: Wording, plans: Mapping[str, Plan]) -> str:
    """The kind of question and every condition that is applied, separated by semicolons."""
    parts = [wording.intent(request.intent.value)]
    if request.scopes:
        parts += request.scope_names
    parts += _conditions(request, wording, plans)
    if request.subject:
        parts.append(wording.condition("subject", value=cut(request.subject, 120)))
    return "; ".join(parts)


def _conditions(request: Request, wording: Wording, plans: Mapping[str, Plan]) -> list[str]:
    filters = request.filters
    out = [wording.condition("region" if region else "country", value=region) for region in filters.region]
    for plan in filters.plan:
        title = cut(plans[plan].title, 80) if plan in plans else plan
        out.append(wording.condition("plan", value=title))
    if filters.body:
        out.append(wording.condition("body", value=" / ".join(filters.body)))
    if filters.due_from or filters.due_to:
        out.append(wording.condition("due", value=wording.interval(filters.due_from, filters.due_to)))
    out += [wording.condition("year", value=year) for year in filters.year]
    if filters.consent is not None:
        out.append(wording.condition("consent" if filters.consent else "no-consent"))
    out += [wording.condition("value", value=value) for value in filters.value]
    out += [wording.condition("section", value=cut(value, 80)) for value in filters.section]
    out += [wording.condition("number", value=value) for value in filters.number]
    flags = {
        "sole_body": filters.sole_body,
        "undated": filters.undated,
        "exact": request.exact_period,
        "among": bool(request.among),
    }
    return out + [wording.condition(name) for name, on in flags.items() if on]
