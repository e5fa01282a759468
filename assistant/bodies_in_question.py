"""Which responsible bodies a question names, and where.

What a name means is corpus knowledge (:class:`corpus.body_names.BodyIndex`); here the mentions are kept to the plans
that are asked, and the one that a question is about is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.body_names import BodyIndex
from corpus.model import Plan
from corpus.store import Store

_EQUAL = 0.02  # mentions of one place that differ by less in certainty stay together
_LENGTH = 0.004  # what a letter of a longer mention is worth


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A name in a question: its place, its words, the canonical bodies it may mean (all equally well), how surely."""

    start: int
    end: int
    words: str
    bodies: tuple[str, ...]
    score: float


class BodyNames:
    """The bodies of a store, findable in questions."""

    def __init__(self, store: Store, plans: Sequence[Plan]) -> None:
        self._index = BodyIndex.from_store(store)
        self._regions = {p.id: p.region for p in plans}
        self._plans: dict[str, set[str]] = {}
        for body, _, plan, _ in store.bodies():
            self._plans.setdefault(body, set()).add(plan)

    def plans_of(self, body: str) -> frozenset[str]:
        """The plans in which the body is responsible for something."""
        return frozenset(self._plans.get(body, ()))

    def resolve(self, words: str, plans: frozenset[str] | None = None) -> tuple[tuple[str, ...], float]:
        """The bodies that a phrase names best, within these plans, and how surely (0..1)."""
        found = [m for m in self._index.resolve(words) if plans is None or plans & self.plans_of(m.body)]
        if not found:
            return (), 0.0
        best = max(m.score for m in found)
        return tuple(m.body for m in found if m.score >= best - _EQUAL), best

    def mentions(self, text: str, region: str | None = None, plans: frozenset[str] | None = None) -> list[BodyMention]:
        """The bodies that a text names, those that share a place together, by place."""
        places: dict[int, list[BodyMention]] = {}
        for match, start, end in self._index.find_in(text, region):
            if plans is None or plans & self.plans_of(match.body):
                one = BodyMention(start, end, text[start:end], (match.body,), match.score)
                places.setdefault(start, []).append(one)
        return [_together(found) for _, found in sorted(places.items())]

    def mention(
        self, text: str, region: str | None = None, plans: frozenset[str] | None = None, least: float = 0.6
    ) -> BodyMention | None:
        """The surest mention, of equals the longest; None when none is sure enough."""
        sure = [m for m in self.mentions(text, region, plans) if m.score >= least]
        return max(sure, key=lambda m: m.score + _LENGTH * (m.end - m.start), default=None)


def _together(found: Sequence[BodyMention]) -> BodyMention:
    best = max(found, key=lambda m: m.score + _LENGTH * (m.end - m.start))
    bodies = tuple(dict.fromkeys(m.bodies[0] for m in found if m.score >= best.score - _EQUAL))
    return BodyMention(best.start, best.end, best.words, bodies, best.score)
