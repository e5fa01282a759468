"""When a row is good enough to be an answer, in one place.

A question whose plan is there should be answered, one about absent things refused. What decides is not the best row's
own probability alone, for sister rows that all answer make each of them less probable: it is the chance that the
subject stands in the plans, learned from facts of the best row and of the question (``tools/tune_refusal.py``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from corpus.analysis import is_known
from index.explanation import Why
from index.fields import FIELDS
from index.query import Question
from index.search import Hit
from index.translation import shipped_translation

# what the chance rests on: how the best row ranks and how near it is in meaning, how much of the subject its own words
# and headings hold, how far it explains the words asked with, whether the subject's rarest thing is a word of the
# plans that the row lacks, how many words the subject has (a short one is sooner near something by chance), whether
# conditions narrow the search
WEIGHTS = {
    "rank": 0.107,
    "cosine": 0.765,
    "own": 1.483,
    "translated": 0.641,
    "lacks": -1.442,
    "words": 0.736,
    "narrowed": 0.934,
}
BIAS = -1.403
# the least chance: with it most are served where one question in five is about absent things
ACCEPT = 0.5
# of the probability of a row, where no words decide which rows are about a subject
LIKELY = 0.27
# within rows just shown, or under a narrow filter, less is needed: something there is meant
ACCEPT_AMONG = 0.05
_LEVELS = {"word": 1.0, "stem": 0.9, "thesaurus": 0.7, "": 0.0}
_OWN = [FIELDS.index(name) for name in ("text", "heading", "items")]
_OF_VERB = 0.4  # what a verb counts beside a thing: every plan has its «відкрити»
_MOST_WORDS = 5
_SAID = 0.85
_AT_HEAD = 5
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
    """Whether hits answer, and how sure that is, 0..1."""

    accepted: bool
    best: float


def judge(hits: tuple[Hit, ...], least: float) -> Verdict:
    """Whether the best of the hits is probable enough by itself."""
    best = max((hit.score for hit in hits), default=0.0)
    return Verdict(best >= least, best)


def present(hits: tuple[Hit, ...], question: Question, narrowed: bool) -> Verdict:
    """Whether the subject of a question stands in the plans, by its best hit."""
    if not hits or not isinstance(hits[0].why, Why):
        return judge(hits, LIKELY)
    facts = facts_of(hits[0], question, narrowed)
    chance = 1 / (1 + math.exp(-BIAS - sum(WEIGHTS[name] * value for name, value in facts.items())))
    # a row that says the whole subject itself is about it, however short that is («трембіта»), and wherever it ranks at
    # the head: in «пілотний проєкт» the heading alone may say of what
    said = any(facts_of(hit, question, narrowed)["own"] >= _SAID for hit in hits[:_AT_HEAD])
    return Verdict(chance >= ACCEPT or said, chance)


def facts_of(hit: Hit, question: Question, narrowed: bool) -> dict[str, float]:
    """The facts of WEIGHTS for the best hit of a question."""
    why = hit.why
    assert isinstance(why, Why)
    weights = [c.weight * (_OF_VERB if c.is_deed else 1) for c in question.concepts]
    own = why.match.grid[_OWN].max(axis=0) > 0
    held = [_LEVELS[kind] for kind in why.match.kinds]
    total = sum(weights) or 1
    return {
        "rank": why.rank_score,
        "cosine": why.evidence["cosine"],
        "own": sum(w * h for w, h, its in zip(weights, held, own, strict=True) if its) / total,
        "translated": why.evidence["translated"],
        "lacks": float(lacks(hit, question)),
        "words": min(len(weights), _MOST_WORDS),
        "narrowed": float(narrowed),
    }


def lacks(hit: Hit, question: Question) -> bool:
    """Whether the rarest thing of a question is a word of the plans, or a number, that the row lacks."""
    assert isinstance(hit.why, Why)
    weights = [c.weight * (_OF_VERB if c.is_deed else 1) for c in question.concepts]
    things = [k for k, c in enumerate(question.concepts) if not c.is_deed] or list(range(len(weights)))
    rarest = max(things, key=weights.__getitem__, default=None)
    if rarest is None or hit.why.match.kinds[rarest]:
        return False
    return question.concepts[rarest].known or question.concepts[rarest].number


def readable(question: Question) -> bool:
    """Whether any word of a question is one: the corpus has it, or the Ukrainian dictionary, or people who asked for
    measures said it. What is likeness between vectors to «qui est responsable» or «DROP TABLE» says nothing about
    plans. Numbers alone are readable."""
    words = [c for c in question.concepts if not c.number]
    said = shipped_translation()
    return not words or any(c.known or c.stem in said or any(map(is_known, c.words)) for c in words)
