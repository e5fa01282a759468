"""When a row is good enough to be an answer, in one place.

The searcher's score is a probability; these are the decisions taken on it. A question whose plan is there should be
answered, one whose plan is not should be refused: ``tools/tune_refusal.py`` prints how many are, for every value of
ACCEPT, with whole plans left out. Other gates stand before this one, so that the curve alone decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.analysis import is_known
from index.query import Question
from index.search import Hit

# the least probability of the first row; a question about absent things stays below it. With one absent question in
# five, plans left out, 0.26-0.28 does best: 0.83 of the answerable are answered, 0.71 of the absent refused
ACCEPT = 0.27
# within rows just shown, or under a narrow filter, less is needed: something there is meant
ACCEPT_AMONG = 0.05
# how much of the new words one of the rows just named must hold to be meant
HELD_AMONG = 0.4
# how much of the new words a row must hold where they go on an old subject
HELD_NEW = 0.25
# a second row is named with the first when it is at least this share as probable and covers the question alike
EQUAL = 0.5
# a set for one answer is no longer than this; beyond it the question is too wide and is asked back
WIDEST = 24


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether hits answer, and the probability of the best."""

    accepted: bool
    best: float


def judge(hits: tuple[Hit, ...], least: float = ACCEPT) -> Verdict:
    """Whether the best of the hits is probable enough."""
    best = max((hit.score for hit in hits), default=0.0)
    return Verdict(best >= least, best)


def readable(question: Question) -> bool:
    """Whether any word of a question is one: the corpus has it, or the Ukrainian dictionary. What is likeness between
    vectors to «qui est responsable» or «DROP TABLE» says nothing about plans. Numbers alone are readable."""
    words = [c for c in question.concepts if not c.number]
    return not words or any(c.known or any(map(is_known, c.words)) for c in words)
