"""Which responsible bodies a question names, and where: the longest run of its words that is the name of one.

What a name means is corpus knowledge (:class:`corpus.body_names.BodyIndex`); here only the place of a name in a
question is found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.body_names import BodyIndex

from assistant.vocabulary import EMPTY_WORDS
from corpus.model import Plan
from corpus.store import Store

LONGEST = 12  # words of a name
_WORD = re.compile(r"[\w'/-]+")


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
        return tuple(m.body for m in found if m.score >= best - 0.02), best

    def mention(self, text: str, plans: frozenset[str] | None = None, least: float = 0.7) -> BodyMention | None:
        """The best mention of a body in a text that may have blanked stretches, or None.

        Longer names win over shorter ones of the same certainty («відділ освіти» over «відділ»).
        """
        best: BodyMention | None = None
        for start, end in _runs(text):
            bodies, score = self.resolve(" ".join(text[start:end].split()), plans)
            if bodies and score >= least and (best is None or _weight(score, start, end) > _weight_of(best)):
                best = BodyMention(start, end, text[start:end], bodies, score)
        return best


def _weight(score: float, start: int, end: int) -> float:
    return score + 0.004 * (end - start)


def _weight_of(mention: BodyMention) -> float:
    return _weight(mention.score, mention.start, mention.end)


def _runs(text: str) -> list[tuple[int, int]]:
    """The runs of words that may be a name: not across blanked stretches, not beginning or ending with small words."""
    words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
    out = []
    for i, (start, _, first) in enumerate(words):
        if first in EMPTY_WORDS and len(first) < 4:
            continue
        for j in range(i, min(i + LONGEST, len(words))):
            if j > i and "   " in text[words[j - 1][1] : words[j][0]]:
                break
            if words[j][2] not in EMPTY_WORDS or len(words[j][2]) > 4:
                out.append((start, words[j][1]))
    return out
