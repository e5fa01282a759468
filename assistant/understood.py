"""What was understood, in words: «Шукаю: відповідальні; область: Запорізька область; тема: …»."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.correction import named_after, removable
from assistant.quoting import cut
from assistant.request import Request
from assistant.wording import Wording
from corpus.model import Plan


def understood(request: Request, wording: Wording, plans: Mapping[str, Plan]) -> str:
    """The kind of question and every condition that is applied, separated by semicolons."""
    parts = [wording.intent(request.intent.value)]
    if request.scopes:
        parts += request.scope_names
    parts += [words for _, words in _conditions(request, wording, plans)]
    if request.subject:
        parts.append(wording.condition("subject", value=cut(request.subject, 120)))
    return "; ".join(parts)


def conditions(request: Request, wording: Wording, plans: Mapping[str, Plan]) -> tuple[tuple[str, str], ...]:
    """(name, words) of each condition that a person can take away, several values of one together."""
    said: dict[str, list[str]] = {name: [] for name in removable(request)}
    for name, words in _conditions(request, wording, plans):
        if name in said:
            said[name].append(words)
    for unknown in request.unknown:
        name = named_after(unknown)
        if name in said and unknown.words and not said[name]:
            said[name].append(wording.condition("unknown", value=cut(unknown.words, 80)))
    return tuple((name, ", ".join(words)) for name, words in said.items() if words)


def _conditions(request: Request, wording: Wording, plans: Mapping[str, Plan]) -> list[tuple[str, str]]:
    filters = request.filters
    out = [("region", wording.condition("region" if region else "country", value=region)) for region in filters.region]
    for plan in filters.plan:
        title = cut(plans[plan].title, 80) if plan in plans else plan
        out.append(("plan", wording.condition("plan", value=title)))
    if filters.body:
        out.append(("body", wording.condition("body", value=" / ".join(filters.body))))
    if filters.beside:
        out.append(("body", wording.condition("beside", value=" / ".join(filters.beside))))
    if filters.due_from or filters.due_to:
        out.append(("due", wording.condition("due", value=wording.interval(filters.due_from, filters.due_to))))
    out += [("year", wording.condition("year", value=year)) for year in filters.year]
    if filters.consent is not None:
        out.append(("consent", wording.condition("consent" if filters.consent else "no-consent")))
    out += [("value", wording.condition("value", value=value)) for value in filters.value]
    out += [("section", wording.condition("section", value=cut(value, 80))) for value in filters.section]
    out += [("number", wording.condition("number", value=value)) for value in filters.number]
    flags = {
        "sole_body": filters.sole_body,
        "undated": filters.undated,
        "exact": request.exact_period,
        "among": bool(request.among),
    }
    return out + [(name, wording.condition(name)) for name, on in flags.items() if on]
