"""An outcome in words: the short answer first, then the rows it rests on; or a refusal that says what was sought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.choices import choices, scopes, which
from assistant.execute import Outcome
from assistant.facts import facts
from assistant.finding import Finding
from assistant.quoting import by_plan, cut, place, plan_name
from assistant.request import Intent
from assistant.understood import understood
from assistant.wording import Wording

SHOWN_LIST = 10  # rows of a list that the text shows; the citations hold all
SHOWN_ANSWERS = 30  # rows of an answer to who and when: each is part of the answer
SHOWN_PLANS = 60  # of an overview
SUBJECT = 80  # characters of a subject that is offered as a question
MEASURE = 200  # characters of a measure in a list
SINGLE = 600  # characters of a measure that is the answer


@dataclass(frozen=True, slots=True)
class Text:
    """The words of an answer, and what may be asked next."""

    text: str
    suggestions: tuple[str, ...] = ()


def compose(outcome: Outcome, wording: Wording, near: Sequence[Finding] = ()) -> Text:
    """The answer to an outcome. ``near``: rows that come near, for a refusal."""
    if outcome.failed:
        return _refusal(outcome, wording, near)
    writer = _WRITERS.get(outcome.request.intent)
    lines = writer(outcome, wording) if writer else _rows(outcome, wording)
    if outcome.request.aside:
        lines.append(wording(outcome.request.aside, searched=""))
    open_to = scopes(outcome)
    lines.append(which(open_to, wording))
    follow = _NEXT.get(outcome.request.intent, ()) if outcome.findings else ()
    suggestions = (*choices(open_to, wording), *(wording(key) for key in follow), *_whole_topic(outcome, wording))
    return Text("\n".join(line for line in lines if line), suggestions)


def _whole_topic(outcome: Outcome, wording: Wording) -> tuple[str, ...]:
    """For a thing that was answered with its best row: all rows about it. Not under conditions, which the new question
    would leave behind."""
    request = outcome.request
    fits = request.intent is Intent.FIND and bool(outcome.findings) and not request.filters and not request.inherited
    subject = request.subject if fits and len(request.subject) <= SUBJECT else ""
    return (wording("next-all", subject=subject),) if subject else ()


# what may be asked next, as it can be typed
_NEXT: dict[Intent, tuple[str, ...]] = {
    Intent.WHO: ("next-when", "next-more"),
    Intent.WHEN: ("next-who",),
    Intent.WHO_WHEN: ("next-more",),
    Intent.FIND: ("next-who", "next-when"),
    Intent.LIST: ("next-count", "next-first"),
    Intent.COUNT: ("next-first",),
    Intent.VALUE: ("next-who", "next-when"),
}


# ---------------------------------------------------------------- refusals


def _refusal(outcome: Outcome, wording: Wording, near: Sequence[Finding]) -> Text:
    assert outcome.failed
    condition = outcome.condition
    words = condition.words if condition else ""
    name = _condition_name(condition.kind, outcome, wording) if condition else ""
    searched = wording("searched", what=understood(outcome.request, wording, {}))
    lines = [wording(outcome.failed, words=words, condition=words or name, searched=searched)]
    if near:
        named = (
            f"{wording('quoted', text=cut(f.measure.measure, 90))} ({plan_name(f.plan, wording)})" for f in near[:3]
        )
        rows = "; ".join(dict.fromkeys(named))
        lines.append(wording("nearest", rows=rows))
    examples = outcome.failed in ("no-subject", "empty")
    return Text("\n".join(lines), (wording("help-example-1"), wording("help-example-2")) if examples else ())


def _condition_name(kind: str, outcome: Outcome, wording: Wording) -> str:
    filters = outcome.request.filters
    if kind in ("due_from", "due_to"):
        return wording.condition("due", value=wording.interval(filters.due_from, filters.due_to))
    if kind == "consent":
        return wording.condition("consent" if filters.consent else "no-consent")
    if not hasattr(filters, kind):
        return ""
    if kind == "region" and "" in filters.region:
        return wording.condition("country")
    value = getattr(filters, kind, "")
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return wording.condition(kind, value=shown)


# ---------------------------------------------------------------- rows


def _rows(outcome: Outcome, wording: Wording) -> list[str]:
    """One row in full, several row by row under their plans."""
    if len(outcome.findings) == 1:
        return _single(outcome, outcome.findings[0], wording)
    return _many(outcome, wording, SHOWN_ANSWERS)


def _single(outcome: Outcome, finding: Finding, wording: Wording) -> list[str]:
    measure = finding.measure
    said = facts(finding, outcome.request, wording)
    its = _measure_sentence(finding, wording)
    where = wording(
        "source",
        plan=plan_name(finding.plan, wording),
        place=place(measure.locator, measure.position, wording),
    )
    lines = [its, *said] if outcome.request.intent is Intent.FIND else [*said, its]
    if measure.task and outcome.request.intent is Intent.FIND:
        lines.append(wording("task", task=cut(measure.task, MEASURE)))
    return [*lines, where, *(wording("note", note=note) for note in measure.warnings[:2] if note.strip())]


def _measure_sentence(finding: Finding, wording: Wording) -> str:
    text = cut(finding.measure.measure, SINGLE).rstrip(".")
    if finding.measure.measure_no:
        return wording("measure-no", number=finding.measure.measure_no, measure=text)
    return wording("measure", measure=text)


def _many(outcome: Outcome, wording: Wording, shown: int) -> list[str]:
    findings = outcome.shown
    lines = [wording("found", measures=wording.measures(len(findings)))]
    for plan, group in by_plan(findings[:shown]):
        lines.append(wording("plan-head", plan=_capital(plan_name(plan, wording))))
        lines += [_row(f, outcome, wording) for f in group]
    if len(findings) > shown:
        lines.append(wording("rest", measures=wording.measures(len(findings) - shown)))
    return lines


def _row(finding: Finding, outcome: Outcome, wording: Wording) -> str:
    said = " ".join(facts(finding, outcome.request, wording))
    text = cut(finding.measure.measure, MEASURE).rstrip(".")
    where = f"[{place(finding.measure.locator, finding.measure.position, wording)}]"
    if finding.measure.measure_no:
        number = f"{finding.measure.measure_no.rstrip('.')}."
        return wording("row-no", number=number, measure=text, facts=f"{said} {where}")
    return wording("row", measure=text, facts=f"{said} {where}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _list(outcome: Outcome, wording: Wording) -> list[str]:
    return _many(outcome, wording, SHOWN_LIST)


def _count(outcome: Outcome, wording: Wording) -> list[str]:
    if not outcome.findings:
        searched = wording("searched", what=understood(outcome.request, wording, {}))
        return [wording("counted-none"), searched]
    lines = _many(outcome, wording, SHOWN_LIST)
    return [wording("counted", measures=wording.measures(len(outcome.findings))), *lines[1:]]


# ---------------------------------------------------------------- comparison


def _compare(outcome: Outcome, wording: Wording) -> list[str]:
    if not outcome.groups:
        return _rows(outcome, wording)
    lines: list[str] = []
    for name, findings in outcome.groups:
        label = _capital(name)
        if not findings:
            lines.append(wording("side-none", name=label))
            continue
        plans = " / ".join(plan_name(plan, wording) for plan, _ in by_plan(findings))
        many = f", {wording.measures(len(findings))}" if len(findings) > 1 else ""
        lines.append(wording("side", name=f"{label} — {plans}{many}"))
        lines += [_row(f, outcome, wording) for f in findings[:SHOWN_LIST]]
    return [*_difference(outcome, wording), *lines]


def _difference(outcome: Outcome, wording: Wording) -> list[str]:
    """Whether the sides differ in deadlines and bodies; which side alone has the thing."""
    sides = [(name, found) for name, found in outcome.groups if found]
    if len(sides) == 1:
        return [wording("only-side", name=sides[0][0])]
    ends = [{f.measure.items[n].deadline_to for f in found for n in f.items} for _, found in sides]
    bodies = [{r.body for f in found for n in f.items for r in f.measure.items[n].responsible} for _, found in sides]
    same_ends = all(e == ends[0] for e in ends)
    same_bodies = all(b == bodies[0] for b in bodies)
    return [
        wording("same-deadline" if same_ends else "different-deadline"),
        wording("same-bodies" if same_bodies else "different-bodies"),
    ]


# ---------------------------------------------------------------- other kinds


def _abbreviation(outcome: Outcome, wording: Wording) -> list[str]:
    lines = [wording("abbreviation", short=short, full=full) for short, full in outcome.spelled]
    return [*lines, *(_source(f, wording) for f in outcome.findings)]


def _source(finding: Finding, wording: Wording) -> str:
    where = place(finding.measure.locator, finding.measure.position, wording)
    return wording("source", plan=plan_name(finding.plan, wording), place=where)


def _overview(outcome: Outcome, wording: Wording) -> list[str]:
    sizes = outcome.sizes or [(plan, len(group)) for plan, group in by_plan(outcome.findings)]
    if len(sizes) == 1:
        return _plan_overview(outcome, wording)
    number = sum(size for _, size in sizes)
    lines = [wording("overview-all", plans=wording.plans(len(sizes)), measures=wording.measures(number))]
    for plan, size in sizes[:SHOWN_PLANS]:
        period = wording.interval(plan.period_from, plan.period_to)
        shown = wording("overview-period", period=period) if period else ""
        name = plan_name(plan, wording)
        lines.append(wording("overview-line", plan=name, measures=wording.measures(size), period=f"{shown}"))
    if len(sizes) > SHOWN_PLANS:
        lines.append(wording("overview-rest", plans=wording.plans(len(sizes) - SHOWN_PLANS)))
    return lines


def _plan_overview(outcome: Outcome, wording: Wording) -> list[str]:
    findings = outcome.findings
    plan = findings[0].plan
    lines = [
        wording("overview-plan", plan=_capital(plan_name(plan, wording)), measures=wording.measures(len(findings)))
    ]
    sections = dict.fromkeys(f.measure.section for f in findings if f.measure.section)
    if sections:
        lines.append(wording("overview-sections", sections="; ".join(cut(s, 120) for s in sections if s)))
    bodies: dict[str, int] = {}
    for responsible in (r for f in findings for i in f.measure.items for r in i.responsible):
        bodies[responsible.text] = bodies.get(responsible.text, 0) + 1
    top = sorted(bodies, key=lambda b: -bodies[b])[:5]
    if top:
        lines.append(wording("overview-bodies", bodies="; ".join(top)))
    ends = sorted(i.deadline_to for f in findings for i in f.measure.items if i.deadline_to)
    if ends:
        lines.append(wording("overview-ends", first=wording.day(ends[0]), last=wording.day(ends[-1])))
    return lines


def _duplicates(outcome: Outcome, wording: Wording) -> list[str]:
    first, *others = outcome.findings
    if not others:
        return [wording("duplicates-none", measure=cut(first.measure.measure, MEASURE)), _source(first, wording)]
    lines = [wording("duplicates", number=len(others))]
    return [*lines, *(f"{_row(f, outcome, wording)} {_source(f, wording)}" for f in outcome.findings)]


def _help(outcome: Outcome, wording: Wording) -> list[str]:
    return [wording("help")]


_WRITERS = {
    Intent.LIST: _list,
    Intent.COUNT: _count,
    Intent.COMPARE: _compare,
    Intent.ABBREVIATION: _abbreviation,
    Intent.OVERVIEW: _overview,
    Intent.DUPLICATES: _duplicates,
    Intent.HELP: _help,
}
