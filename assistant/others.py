"""Questions that are not for rows under conditions: abbreviations, overviews, repeats, help."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.execute import Execution, Outcome
from assistant.finding import Finding
from assistant.question import content_words
from assistant.request import Condition, Intent, Request
from corpus.filters import Filters
from corpus.model import Measure, Plan
from corpus.text import fold
from index.terms import terms_of

_SHORTEST_SUBJECT = 2
_CITED = 20_000  # measures in all; where there are more, their number is told plan by plan
_ALIKE = 0.6  # share of the words of two measures that are the same, for a repeat


def other_kind(request: Request, execution: Execution) -> Outcome | None:
    """The outcome of a request of these kinds; None for all others."""
    if request.refusal:
        return None
    if not request.words.strip(" ?!.,"):
        return Outcome(request, failed="empty")
    if request.intent is Intent.HELP:
        return Outcome(request)
    if request.intent is Intent.ABBREVIATION:
        return _abbreviation(request, execution)
    if request.intent is Intent.OVERVIEW and not request.unknown:
        return _overview(request, execution)
    if request.is_for_everything and not request.unknown and sum(execution.names.sizes.values()) > _CITED:
        return _overview(replace(request, intent=Intent.OVERVIEW), execution)
    if request.intent is Intent.DUPLICATES and request.subject:
        return _repeats(request, execution)
    return None


# ---------------------------------------------------------------- abbreviations


def _abbreviation(request: Request, execution: Execution) -> Outcome:
    """What a plan's own definition makes of a short form; the row in which its body stands first is cited."""
    short = " ".join(content_words(request.subject)) or request.subject
    found = list(_defined(short, execution, request.filters))
    if not found:
        hits = execution.searcher.search(request.subject, request.filters, 40).hits
        rows = [h.row for h in hits]
        found = (list(_in_brackets(short, rows, execution)) or list(_by_initials(short, rows, execution)))[:1]
    if not found:
        near = tuple(h.measure_id for h in hits[:3])
        return Outcome(request, failed="unknown-abbreviation", condition=Condition("abbreviation", short), near=near)
    spelled = tuple(dict.fromkeys((name, full) for name, full, _ in found))
    findings = tuple(finding for _, _, finding in found)
    return Outcome(request, findings, tuple(f.measure_id for f in findings), spelled=spelled)


def _defined(short: str, execution: Execution, filters: Filters) -> Iterator[tuple[str, str, Finding]]:
    for plan in execution.names.in_scope(filters):
        for name, full in plan.abbreviations:
            if _bare(name) == _bare(short) and (place := _first_row(name, full, plan, execution)):
                yield name, full, place


def _in_brackets(short: str, rows: Sequence[int], execution: Execution) -> Iterator[tuple[str, str, Finding]]:
    """What a row itself puts beside the short form in brackets: «КЛМ (колеса лісових машин)» or the other way round."""
    for stored in execution.store.by_rows(rows):
        measure, plan = stored.measure, execution.names.plans[stored.measure.plan_id]
        texts = (measure.measure, measure.task, measure.goal, measure.section, *(i.indicator for i in measure.items))
        for text in filter(None, texts):
            if full := bracketed(short, text):
                yield short.upper(), full, Finding.of(measure, plan, tuple(range(len(measure.items))))


def bracketed(short: str, text: str) -> str | None:
    """The words that a text gives for a short form, before or in brackets beside it.

    >>> bracketed("клм", "Ремонт колісно-лісових машин (далі - КЛМ) у громадах")
    'колісно-лісових машин'
    """
    name = re.escape(short)
    if (match := re.search(rf"(?<!\w){name}\s*\(([^()]+)\)", text, re.IGNORECASE)) and _begins(short, match[1]):
        return match[1].strip()
    match = re.search(rf"([^()]+)\(\s*(?:(?:надалі|далі|скорочено)\W*)?{name}\s*\)", text, re.IGNORECASE)
    words = match[1].split() if match else []
    tails = (words[place:] for place in range(len(words) - 1, max(-1, len(words) - 12), -1))
    return next((" ".join(tail) for tail in tails if _is_short_for(short, " ".join(tail))), None)


def _initials(text: str) -> str:
    """The first letters of the words that an abbreviation counts; hyphens part words."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", fold(text))
    return "".join(w[0] for w in words if len(w) > 3)


def _begins(short: str, full: str) -> bool:
    """Whether the words begin with the letters of the short form; more words may follow."""
    return len(_bare(short)) > 1 and _initials(full).startswith(_bare(short))


def _is_short_for(short: str, full: str) -> bool:
    """Whether a short form can be made of these words: of their first letters («ЦБІ» of «централізований банк даних
    проблем з інвалідності» leaves some out), or of these and letters inside («НІЗ»: «неінфекційні захворювання»)."""
    letters, initials = _bare(short), _initials(full)
    if len(initials) < 2 or len(letters) < 2 or letters[0] != fold(full)[0] or letters[-1] != initials[-1]:
        return False
    return _within(letters, initials) or (_within(initials, letters) and _within(letters, fold(full)))


def _within(some: str, letters: str) -> bool:
    """Whether letters stand in this order in others."""
    rest = iter(letters)
    return all(letter in rest for letter in some)


def _by_initials(short: str, rows: Sequence[int], execution: Execution) -> Iterator[tuple[str, str, Finding]]:
    """Words of a row whose first letters are the short form: «БПД» in a row that says «безоплатну правову допомогу»."""
    letters = _bare(short)
    if not 3 <= len(letters) <= 6:
        return
    for stored in execution.store.by_rows(rows):
        plan = execution.names.plans[stored.measure.plan_id]
        for text in (stored.measure.measure, stored.measure.task or "", stored.measure.goal or "", plan.title):
            if full := _spelled(letters, text):
                yield short.upper(), full, Finding.of(stored.measure, plan, tuple(range(len(stored.measure.items))))


def _spelled(letters: str, text: str) -> str | None:
    """Neighbouring long words of a text whose first letters are these, with nothing but blanks between them.

    >>> _spelled("клм", "Ремонт коліс лісових машин")
    'коліс лісових машин'
    """
    for run in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?: [^\W\d_]+(?:['’-][^\W\d_]+)*)+", text):
        words = run.split(" ")
        for place in range(len(words) - len(letters) + 1):
            some = words[place : place + len(letters)]
            if all(len(w) > 3 and fold(w)[0] == letter for w, letter in zip(some, letters, strict=True)):
                return " ".join(some)
    return None


def _bare(text: str) -> str:
    return re.sub(r"[^\w]", "", fold(text))


def _first_row(short: str, full: str, plan: Plan, execution: Execution) -> Finding | None:
    """The first row of the plan that has the body under its full or its short name."""
    for wanted in (full, short):
        for stored in execution.store.measures(plan_id=plan.id):
            numbers = tuple(n for n, i in enumerate(stored.measure.items) if _names(stored.measure, n, wanted))
            if numbers:
                return Finding.of(stored.measure, plan, numbers[:1])
            if _bare(wanted) in _bare(stored.measure.measure) and len(_bare(wanted)) > _SHORTEST_SUBJECT:
                return Finding.of(stored.measure, plan, tuple(range(len(stored.measure.items))))
    return None


def _names(measure: Measure, number: int, name: str) -> bool:
    return any(_bare(name) in (_bare(r.text), _bare(r.body)) for r in measure.items[number].responsible)


# ---------------------------------------------------------------- overview and repeats


def _overview(request: Request, execution: Execution) -> Outcome:
    """All measures of the plans asked; of very many plans the first measure of each, with how many it has."""
    plans = execution.names.in_scope(request.filters)
    sizes = tuple((plan, execution.names.sizes[plan.id]) for plan in plans)
    if len(plans) > 1 and sum(size for _, size in sizes) > _CITED:
        firsts = execution.store.firsts()
        findings = execution.found([firsts[plan.id] for plan, size in sizes if size and plan.id in firsts])
        return Outcome(request, findings, whole=True, sizes=sizes)
    findings = tuple(
        Finding.of(s.measure, plan, tuple(range(len(s.measure.items))))
        for plan in plans
        for s in execution.store.measures(plan_id=plan.id)
    )
    return Outcome(request, findings, whole=True) if findings else Outcome(request, failed="no-rows-together")


def _repeats(request: Request, execution: Execution) -> Outcome:
    """The measure meant, and those that are worded like it."""
    meant = execution.run(Request(Intent.FIND, request.words, request.subject, request.filters))
    if meant.failed:
        return Outcome(request, failed=meant.failed, condition=meant.condition, near=meant.near, ranking=meant.ranking)
    first = meant.findings[0]
    hits = execution.searcher.search(first.measure.measure, Filters(), 30).hits
    alike = []
    for stored in execution.store.by_rows([h.row for h in hits]):
        if stored.measure.id != first.measure.id and _alike(stored.measure, first.measure) >= _ALIKE:
            plan = execution.names.plans[stored.measure.plan_id]
            alike.append(Finding.of(stored.measure, plan, tuple(range(len(stored.measure.items)))))
    return Outcome(request, (first, *alike), meant.ranking)


def _alike(one: Measure, other: Measure) -> float:
    a, b = ({t.stem for t in terms_of(m.measure) if not t.stop} for m in (one, other))
    return len(a & b) / max(1, len(a | b))
