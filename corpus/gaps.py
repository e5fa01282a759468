"""What a plan leaves open, as a list that its author can work through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance.DamerauLevenshtein import distance

from corpus.known_names import known_body
from corpus.model import Item, Measure, Plan, PlanDocument
from corpus.morphology import readings
from corpus.text import fold, one_edit_apart

# Indicators that no number belongs to: they say when it is done («За потреби», «Постійно», «У разі звернення»).
_UNCOUNTED = re.compile(r"(?:[ув] разі|за|постійно|систематично|протягом|[ув]продовж|щодня|що\w+)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+")
_OFTEN = 3  # times a body is named, at the least, of whose name another may be a misprint


@dataclass(frozen=True, slots=True)
class Gap:
    """One finding. ``kind`` is its code, ``item`` the item's number or None for the measure as a whole, ``detail`` the
    words of the document that it rests on."""

    kind: str
    measure: Measure
    item: int | None
    detail: str

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "measure_id": self.measure.id,
            "plan_id": self.measure.plan_id,
            "measure_no": self.measure.measure_no,
            "measure": self.measure.measure,
            "item": self.item,
            "detail": self.detail,
            "locator": self.measure.locator.to_json(),
        }


ItemRule = Callable[[Item, Plan], str | None]


def _no_owner(item: Item, plan: Plan) -> str | None:
    return None if item.responsible else item.indicator or ""


def _no_deadline(item: Item, plan: Plan) -> str | None:
    """No date, no repetition and no word on the time. A plan whose rows have none is due within its period."""
    return None if item.deadline_to or item.recurrence or item.deadline_text else item.indicator or ""


def _unread_deadline(item: Item, plan: Plan) -> str | None:
    """Words on the time that give neither a date nor a repetition."""
    given = item.deadline_to or item.deadline_from or item.recurrence
    return item.deadline_text if item.deadline_text and not given else None


def _outside_period(item: Item, plan: Plan) -> str | None:
    late = item.deadline_to and plan.period_to and item.deadline_to > plan.period_to
    early = item.deadline_to and plan.period_from and item.deadline_to < plan.period_from
    return (item.deadline_text or str(item.deadline_to)) if late or early else None


def _no_indicator(item: Item, plan: Plan) -> str | None:
    return None if item.indicator else ""


def _no_value(item: Item, plan: Plan) -> str | None:
    """An indicator that counts something and has no number, neither beside it nor in its words («2 розсадники»)."""
    if not item.indicator or item.value is not None or _UNCOUNTED.match(item.indicator):
        return None
    return None if re.search(r"\d", item.indicator) else item.indicator


def _backwards(item: Item, plan: Plan) -> str | None:
    turned = item.deadline_from and item.deadline_to and item.deadline_from > item.deadline_to
    return item.deadline_text if turned else None


# every rule with the code of what it finds, in the order of the report
ITEM_RULES: tuple[tuple[str, ItemRule], ...] = (
    ("no-owner", _no_owner),
    ("no-deadline", _no_deadline),
    ("unread-deadline", _unread_deadline),
    ("deadline-backwards", _backwards),
    ("deadline-outside-period", _outside_period),
    ("no-indicator", _no_indicator),
    ("no-value", _no_value),
)
KINDS = (*(kind for kind, _ in ITEM_RULES), "no-items", "body-once", "number-repeats", "text-repeats")
# a kind that nearly all rows of a plan show is its form, not its gap: such a plan has no such column
_FORM = 0.8
_FORM_KINDS = frozenset({"no-indicator", "no-value", "no-deadline", "no-owner"})


def gaps_in(document: PlanDocument) -> list[Gap]:
    """All findings of a plan, by kind and then in document order. What the plan has no column for is left out; see
    :func:`missing_columns`."""
    found = [gap for measure in document.measures for gap in _of_items(measure, document.plan)]
    found += [Gap("no-items", measure, None, "") for measure in document.measures if not measure.items]
    form = set(missing_columns(document))
    found = [gap for gap in found if gap.kind not in form]
    found += [*_once(document.measures), *_repeated(document.measures)]
    return sorted(found, key=lambda gap: (KINDS.index(gap.kind), gap.measure.position, gap.item or 0))


def missing_columns(document: PlanDocument) -> tuple[str, ...]:
    """The kinds of gaps that nearly every row has: the plan has no such column at all."""
    items = [item for measure in document.measures for item in measure.items]
    counts = Counter(gap.kind for measure in document.measures for gap in _of_items(measure, document.plan))
    counts["no-value"] = sum(bool(i.indicator) and i.value is None for i in items)
    whole = {"no-value": sum(bool(i.indicator) for i in items)}
    return tuple(
        kind for kind in KINDS if kind in _FORM_KINDS and counts[kind] >= _FORM * whole.get(kind, len(items)) > 0
    )


def _of_items(measure: Measure, plan: Plan) -> Iterator[Gap]:
    for number, item in enumerate(measure.items):
        for kind, rule in ITEM_RULES:
            detail = rule(item, plan)
            if detail is not None:
                yield Gap(kind, measure, number, detail)


def _once(measures: Sequence[Measure]) -> Iterator[Gap]:
    """Bodies that occur once in a plan and are nearly the name of one that occurs often: misprints, perhaps."""
    places = [(r.body, measure, n) for measure in measures for n, i in enumerate(measure.items) for r in i.responsible]
    counts = Counter(body for body, _, _ in places)
    often = [body for body, count in counts.most_common() if count >= _OFTEN]
    for body, measure, number in places:
        if counts[body] == 1 and known_body(body) is None:
            near = next((other for other in often if _misprinted(body, other)), None)
            if near is not None:
                yield Gap("body-once", measure, number, f"{body} ≈ {near}")


def _misprinted(name: str, other: str) -> bool:
    """Whether one word of a name, which is no word at all, is a letter or two apart from that of the other name.

    «Відділ освіти» beside «Відділ охорони» is no misprint, nor is «Ліцей № 1» beside «Ліцей № 4».
    """
    mine, yours = _WORD.findall(name), _WORD.findall(other)
    differing = [(a, b) for a, b in zip(mine, yours, strict=False) if fold(a) != fold(b)]
    if len(mine) != len(yours) or len(differing) != 1:
        return False
    word, right = differing[0]
    near = one_edit_apart(fold(word), fold(right)) or (len(word) > 4 and distance(fold(word), fold(right)) == 2)
    return near and not word.isdigit() and (word.isupper() or not any(r.known for r in readings(word)))


def _repeated(measures: Sequence[Measure]) -> Iterator[Gap]:
    """Numbers and texts that stand twice under one task."""
    numbers: dict[tuple[str, str, str], Measure] = {}
    texts: dict[tuple[str, str], Measure] = {}
    for measure in measures:
        task = fold(measure.task or measure.section or "")
        if measure.measure_no:
            key = (fold(measure.section or ""), task, measure.measure_no)
            if key in numbers:
                yield Gap("number-repeats", measure, None, measure.measure_no)
            numbers.setdefault(key, measure)
        if (task, fold(measure.measure)) in texts:
            yield Gap("text-repeats", measure, None, texts[task, fold(measure.measure)].measure_no or "")
        texts.setdefault((task, fold(measure.measure)), measure)
