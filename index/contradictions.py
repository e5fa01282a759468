"""Where two plans (or editions) say different things of one measure: another owner, deadline or value.

Only pairs that were found to repeat each other are looked at. A regional measure is set against the national one: it
contradicts it when it is due later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.canonical_names import joint_bodies
from corpus.model import Item, Measure
from corpus.text import fold
from index.duplicates import Duplicate, Duplicates

SURE = 0.8  # a pair below this score that is not called the same is too far apart to contradict


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``kind``: owner, deadline, value or later-than-national. ``a`` and ``b`` say it in the documents' words;
    for later-than-national ``a`` is the national measure."""

    kind: str
    pair: Duplicate
    a: tuple[str, ...]
    b: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "a": self.pair.a,
            "b": self.pair.b,
            "score": round(self.pair.score, 4),
            "says": {"a": list(self.a), "b": list(self.b)},
        }


def contradictions_in(found: Duplicates, least: float = SURE) -> list[Contradiction]:
    """The contradictions among pairs that are called the same or score at least ``least``, in the pairs' order.

    Within one plan only the same counts: measures that are alike there are often steps of one task, one after another.
    """

    def near(pair: Duplicate) -> bool:
        one_plan = found.measures[pair.a].plan_id == found.measures[pair.b].plan_id
        return pair.grade == "same" or (pair.score >= least and not one_plan)

    return [one for pair in found.pairs if near(pair) for one in _of_pair(pair, found)]


def _of_pair(pair: Duplicate, found: Duplicates) -> Iterator[Contradiction]:
    a, b = found.measures[pair.a], found.measures[pair.b]
    if found.region(pair.a) and found.region(pair.b) and found.region(pair.a) != found.region(pair.b):
        return  # two regions have their own bodies, times and numbers: that is coordination, no contradiction
    national = found.plans[a.plan_id].region is None and found.plans[b.plan_id].region is not None
    local = found.plans[b.plan_id].region is None and found.plans[a.plan_id].region is not None
    if national or local:
        above, below = (a, b) if national else (b, a)
        if _last(above) and _last(below) and (_last(below) or date.min) > (_last(above) or date.max):
            yield Contradiction("later-than-national", pair, _deadlines(above), _deadlines(below))
        return
    if _bodies(a) and _bodies(b) and not _bodies(a) & _bodies(b):
        yield Contradiction("owner", pair, _owners(a), _owners(b))
    if _last(a) and _last(b) and _last(a) != _last(b):
        yield Contradiction("deadline", pair, _deadlines(a), _deadlines(b))
    yield from _values(pair, a, b)


def _values(pair: Duplicate, a: Measure, b: Measure) -> Iterator[Contradiction]:
    """Equal indicators with other values."""
    theirs = {fold(item.indicator): item for item in b.items if item.indicator and item.value is not None}
    for item in a.items:
        other = theirs.get(fold(item.indicator or ""))
        if other and item.value is not None and fold(item.value) != fold(other.value or ""):
            yield Contradiction("value", pair, (_value(item),), (_value(other),))


def _value(item: Item) -> str:
    return f"{item.indicator}: {item.value}"


def _bodies(measure: Measure) -> set[str]:
    named = (r for item in measure.items for r in item.responsible)
    return {body for r in named for body in joint_bodies(r.text) or (r.body,)}


def _owners(measure: Measure) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.text for item in measure.items for r in item.responsible))


def _last(measure: Measure) -> date | None:
    return max((item.deadline_to for item in measure.items if item.deadline_to), default=None)


def _deadlines(measure: Measure) -> tuple[str, ...]:
    texts = (item.deadline_text or (str(item.deadline_to) if item.deadline_to else "") for item in measure.items)
    return tuple(dict.fromkeys(text for text in texts if text))
