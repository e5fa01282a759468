"""Questions to begin with, made from the plans at hand, so that each of them has an answer there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.model import Measure
    from corpus.store import Store

# The assistant is asked in Ukrainian whatever the language of the page. A body or a measure stands in them as the
# plan has it, so the phrases ask for no other case of it.
WHO_AND_WHEN = "Хто відповідає і до коли: {measure}?"
OF_BODY = "Які заходи, де виконавець — {body}?"
IN_YEAR = "Які заходи завершуються у {year} році?"
BY_CONSENT = "Скільки заходів виконують за згодою?"
FEWEST_WORDS, LONGEST = 4, 80


def examples(store: Store) -> list[str]:
    """Up to four questions: about a short measure, the body named most often, the last year, consent."""
    out = [WHO_AND_WHEN.format(measure=text) for text in _short_measure(store)]
    named: Counter[str] = Counter()
    for body, _, _, number in store.bodies():
        named[body] += number
    out += [OF_BODY.format(body=body) for body, _ in named.most_common(1) if len(body) <= LONGEST]
    years = {stored.plan.period_to.year for stored in store.plans() if stored.plan.period_to}
    out += [IN_YEAR.format(year=max(years))] if years else []
    return [*out, BY_CONSENT] if named else out


def _short_measure(store: Store) -> list[str]:
    """The text of the shortest measure that has a body and a deadline and says enough."""
    fitting = [
        stored.measure.measure
        for stored in store.measures()
        if _is_complete(stored.measure) and len(stored.measure.measure.split()) >= FEWEST_WORDS
    ]
    return [text[0].lower() + text[1:].rstrip(". ;") for text in sorted(fitting, key=len)[:1] if len(text) <= LONGEST]


def _is_complete(measure: Measure) -> bool:
    return any(item.responsible and item.deadline_text for item in measure.items)
