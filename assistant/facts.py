"""What the cells of a row say, as phrases: bodies, deadlines, values, in the document's words."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from assistant.finding import Finding
from assistant.quoting import cut
from assistant.request import Intent, Request
from assistant.wording import Wording
from corpus.model import Item, Responsible

T = TypeVar("T", bound=Hashable)
INDICATOR = 220  # characters of an indicator in an answer
_WHO = frozenset({Intent.WHO, Intent.WHO_WHEN, Intent.COMPARE, Intent.ABBREVIATION})
_WHEN = frozenset({Intent.WHEN, Intent.WHO_WHEN, Intent.COMPARE})


def facts(finding: Finding, request: Request, wording: Wording) -> list[str]:
    """The sentences that a row says to this request; items that say the same are said once."""
    its = [finding.measure.items[n] for n in finding.items]
    sentences: list[str] = []
    if request.intent in _WHO & _WHEN and _both_differ(its, request):
        sentences += _who_by_when(finding, its, request, wording)
    else:
        if request.intent in _WHO:
            sentences += _who(its, request, wording)
        if request.intent in _WHEN:
            sentences += _when(finding, its, wording)
    if request.intent is Intent.VALUE:
        sentences += _values(its, finding.measure.measure, wording)
    if request.intent in (Intent.LIST, Intent.FIND, Intent.COUNT):
        sentences += _brief(its, request, wording)
    return sentences


def _who(its: Sequence[Item], request: Request, wording: Wording) -> list[str]:
    groups = _grouped((tuple(_wanted(i.responsible, request)), i.indicator) for i in its)
    if len(groups) <= 1 or all(not bodies for bodies, _ in groups):
        bodies = groups[0][0] if groups else ()
        return [_bodies_sentence(bodies, request, wording)]
    return [_bodies_sentence(b, request, wording, _of_item(names, wording)) for b, names in groups if b]


def _both_differ(its: Sequence[Item], request: Request) -> bool:
    """Whether the items have neither their bodies nor their deadline in common."""
    bodies = {tuple(_wanted(i.responsible, request)) for i in its}
    return len(bodies) > 1 and len({i.deadline_text for i in its}) > 1


def _who_by_when(finding: Finding, its: Sequence[Item], request: Request, wording: Wording) -> list[str]:
    """Item by item: its bodies and its deadline together, so that no indicator is named twice."""
    groups = _grouped(((tuple(_wanted(i.responsible, request)), i.deadline_text), i.indicator) for i in its)
    out = []
    for (bodies, deadline), names in groups:
        who = _bodies_sentence(bodies, request, wording, _of_item(names, wording))
        out.append(f"{who} {deadline_sentence(finding, deadline, wording)}")
    return out


def _wanted(bodies: Sequence[Responsible], request: Request) -> Iterable[Responsible]:
    for body in bodies:
        if request.filters.consent is not None and body.consent != request.filters.consent:
            continue
        if request.filters.body and body.body not in request.filters.body:
            continue
        if body.body in request.apart:
            continue
        yield body


def _bodies_sentence(bodies: Sequence[Responsible], request: Request, wording: Wording, of: str = "") -> str:
    if not bodies:
        return wording("responsible-none")
    key = {True: "by-consent", False: "without-consent", None: "responsible"}[request.filters.consent]
    if key == "responsible" and len(bodies) == 1:
        key = "responsible-one"
    return of + wording(key, bodies=body_list(bodies, wording))


def body_list(bodies: Iterable[Responsible], wording: Wording) -> str:
    """The bodies as printed, each once, with their consent marks.

    >>> body_list([Responsible("Лісгосп", "Лісгосп", True), Responsible("Рада", "Рада")], Wording())
    'Лісгосп (за згодою); Рада'
    """
    names = (wording("consent", body=b.text) if b.consent else b.text for b in bodies)
    return "; ".join(dict.fromkeys(names))


def _when(finding: Finding, its: Sequence[Item], wording: Wording) -> list[str]:
    groups = _grouped((i.deadline_text, i.indicator) for i in its)
    if len(groups) <= 1:
        return [deadline_sentence(finding, groups[0][0] if groups else None, wording)]
    return [_of_item(names, wording) + deadline_sentence(finding, text, wording) for text, names in groups]


def deadline_sentence(finding: Finding, text: str | None, wording: Wording) -> str:
    """The deadline as printed, or that there is none and which period the plan has."""
    if text:
        return wording("deadline", deadline=text.rstrip("."))
    plan = finding.plan
    if plan.period_from or plan.period_to:
        return wording("deadline-period", period=wording.interval(plan.period_from, plan.period_to))
    return wording("deadline-none")


def _values(its: Sequence[Item], measure: str, wording: Wording) -> list[str]:
    """Indicators and values; a measure whose own text has a number says it itself."""
    out = []
    for item in its:
        if item.indicator:
            out.append(wording("indicator", indicator=item.indicator.rstrip(".")))
        if item.value is not None:
            out.append(wording("value", value=item.value.rstrip(".")))
    return out or ([] if re.search(r"\d", measure) else [wording("value-none")])


def _brief(its: Sequence[Item], request: Request, wording: Wording) -> list[str]:
    """For lists: who and when in short."""
    bodies = [b for i in its for b in i.responsible]
    deadlines = list(dict.fromkeys(i.deadline_text for i in its if i.deadline_text))
    out = []
    if bodies:
        out.append(wording("responsible", bodies=body_list(bodies, wording)))
    if deadlines:
        out.append(wording("deadline", deadline="; ".join(d.rstrip(".") for d in deadlines)))
    if request.filters.value:
        out += [wording("value", value=v) for v in dict.fromkeys(i.value for i in its if i.value is not None)]
    return out


def _of_item(names: Sequence[str], wording: Wording) -> str:
    """«Показник «…»; «…» — », before what is said of these items."""
    said = "; ".join(wording("quoted", text=cut(name.rstrip("."), INDICATOR)) for name in names if name)
    return wording("item", indicators=said) + " " if said else ""


def _grouped(pairs: Iterable[tuple[T, str | None]]) -> list[tuple[T, list[str]]]:
    """Equal things with the names of the items that share them, in order."""
    out: dict[T, list[str]] = {}
    for thing, name in pairs:
        names = out.setdefault(thing, [])
        if name:
            names.append(name)
    return list(out.items())
