"""Which of the ranked rows are the answer: the best alone, or all that a subject is equally about.

«коли аудит мостів» asks of one row, «хто відповідає за мости» of every row about them. What tells them apart is how far
other rows hold the question's words: a subject of nouns names a thing, and all rows of the thing answer; a verb of
action narrows it to the row of that action.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.confidence import WIDEST
from assistant.vocabulary import EMPTY_WORDS
from index.query import Question
from index.search import Hit
from index.terms import term_of, terms_of

_LEVELS = {"word": 1.0, "stem": 0.85, "thesaurus": 0.75}
_OWN = ("text", "items")
_HELD = 0.7  # of the known words' weight: below it a row is near a subject, not about it
_SLACK_THING = 0.2  # a row may hold so much less than the best and still be of the same thing
_SLACK_ACTION = 0.06
_SAME = 0.04  # rows that hold so nearly the same hold the same
_LEAST_SHARE = 0.2  # of the best row's probability
_NEARLY_ALL = 0.78
# rows beside the best say the subject wholly or are not far less probable, many of them both; a number («112») is the
# subject itself
_MANY = 3
_WHOLLY, _NOT_FAR = 0.9, 0.1
_KNOWN = (
    0.55  # of a question's weight must be known for other rows to be told equal, or a word nearly as rare as its rarest
)
_NEARLY_RAREST = 0.75
_BETTER = 0.2  # a row that holds so much more is meant, though the ranking has another first
_MUCH_LESS = 0.25  # of the best row's probability: below it coverage alone does not win
_VERB = re.compile(r"(?:ти|тися|тись)$")
_FOREIGN_VERB = re.compile(r"(?:ует|ает|яет|еет|уют|ают|яют|овать|ировать|ивать|ться|тся)$")


@dataclass(frozen=True, slots=True)
class Weighed:
    """How much of a question's known words a hit holds, 0..1: anywhere, and in the measure's and items' own words."""

    hit: Hit
    anywhere: float
    own: float

    @property
    def share(self) -> float:
        return 0.5 * self.anywhere + 0.5 * self.own


def weighed(
    hits: Sequence[Hit], question: Question, credit: Mapping[int, frozenset[str]] | None = None
) -> list[Weighed]:
    """The hits with what they hold of those words that any of them holds: other words were not understood, or are of
    another language, and tell nothing about the rows. ``credit``: words that a row holds through its neighbours."""
    lent: Mapping[str, Any] = {"by": "word", "in": ["text"]}
    words = [(hit, dict.fromkeys((credit or {}).get(hit.row, ()), lent) | dict(hit.words)) for hit in hits]
    found = {word for _, its in words for word in its}
    known = {c.typed: c.weight for c in question.concepts if c.typed in found}
    total = sum(known.values()) or 1.0
    out = []
    for hit, its in words:
        levels = [(known[w], _LEVELS[its[w]["by"]], its[w]["in"]) for w in its if w in known]
        anywhere = sum(weight * level for weight, level, _ in levels) / total
        own = sum(weight * level for weight, level, places in levels if any(p in _OWN for p in places)) / total
        out.append(Weighed(hit, anywhere, own))
    return out


def numbers_held(hits: Sequence[Hit], question: Question | None) -> tuple[Hit, ...]:
    """The rows that hold the question's numbers themselves, where any does: «112» is no other number."""
    numbers = [c.typed for c in question.concepts if c.number] if question else []
    strict = [h for h in hits if all(h.words.get(n, {}).get("by") == "word" for n in numbers)] if numbers else []
    return tuple(strict or hits)


def equals(
    hits: Sequence[Hit],
    question: Question,
    credit: Mapping[int, frozenset[str]] | None = None,
    wide: bool = False,
) -> tuple[Hit, ...]:
    """The best row with those that answer equally, best first; alone where the subject is an action, or too wide.

    ``credit``: for rows of a named project, the words of its name. ``wide``: rows that hold nearly all of the subject
    answer too, though others hold more.
    """
    rows = weighed(hits, question, credit)
    best = _best(rows, credit or {})
    if best.anywhere < _HELD or not tells(question, hits):
        return (best.hit,)
    action = actions_of(question)
    if action and not action & _found(hits):
        return (best.hit,)
    floor = best.share - (_SLACK_ACTION if action else _SLACK_THING)
    alike = [w for w in rows if w.anywhere >= _HELD and w.share >= floor and w is not best and _probable(w, best, wide)]
    if not any(c.number for c in question.concepts):
        enough = all if len(alike) >= _MANY else any
        alike = [w for w in alike if enough((w.own >= _WHOLLY, w.hit.score >= _NOT_FAR * best.hit.score))]
    chosen = numbers_held([best.hit, *(w.hit for w in alike)], question)
    return chosen if best.hit in chosen and len(chosen) <= WIDEST else (best.hit,)


def _best(rows: Sequence[Weighed], credit: Mapping[int, frozenset[str]]) -> Weighed:
    """The first row, unless another holds far more of the question and is not much less probable; among the rows of
    one project a little more is enough."""
    first = rows[0]
    fullest = max(rows, key=lambda w: (w.anywhere, w.hit.score))
    if first.hit.row in credit and fullest.hit.row in credit and fullest.anywhere - first.anywhere > _SLACK_ACTION:
        return fullest
    probable = [w for w in rows if w.hit.score >= _MUCH_LESS * first.hit.score]
    fullest = max(probable, key=lambda w: (w.anywhere, w.hit.score))
    better = fullest.anywhere >= _HELD and fullest.anywhere - first.anywhere >= _BETTER
    return fullest if better else first


def near_best(hits: Sequence[Hit], question: Question) -> tuple[Hit, ...]:
    """A set without rows that hold less of the subject than its first row and are far less probable than its best."""
    best = max((h.score for h in hits), default=0.0)
    rows = weighed(hits, question)
    least = min(_NEARLY_ALL, rows[0].anywhere - _SLACK_ACTION) if rows else 0.0
    return tuple(w.hit for w in rows if w.anywhere >= least or w.hit.score >= _LEAST_SHARE * best)


def by_new_words(hits: Sequence[Hit], new: Question) -> tuple[Hit, ...]:
    """The hits with those first that hold most of new words; equal ones stay as they are ranked."""
    return tuple(sorted(hits, key=lambda hit: -round(share_held(hit, new), 2)))


def says_all(hit: Hit) -> bool:
    """Whether a row holds no word of a question through the thesaurus alone; rows of a named project are not asked."""
    return all(its["by"] != "thesaurus" for its in hit.words.values())


def says_the_words(hit: Hit, question: Question) -> bool:
    """Whether a row has all words of a question themselves, in any form."""
    its = hit.words
    return all(its.get(c.typed, {}).get("by") in ("word", "stem") for c in question.concepts)


def share_held(hit: Hit, question: Question) -> float:
    """How much of all the words of a question a row holds, 0..1."""
    its = hit.words
    total = sum(c.weight for c in question.concepts) or 1.0
    return sum(c.weight * _LEVELS[its[c.typed]["by"]] for c in question.concepts if c.typed in its) / total


def _probable(row: Weighed, best: Weighed, wide: bool) -> bool:
    """Whether a row is not far less probable; one that holds nearly all, and not less than the best, needs no more."""
    as_full = row.anywhere >= (_NEARLY_ALL if wide else max(_NEARLY_ALL, best.anywhere - _SAME))
    return as_full or row.hit.score >= _LEAST_SHARE * best.hit.score


def _found(hits: Sequence[Hit]) -> set[str]:
    return {word for hit in hits for word in hit.words}


def tells(question: Question, hits: Sequence[Hit]) -> bool:
    """Whether enough of a question is known for its words to tell rows apart."""
    found = _found(hits)
    known = [c.weight for c in question.concepts if c.typed in found]
    weights = [c.weight for c in question.concepts]
    return bool(known) and (sum(known) >= _KNOWN * sum(weights) or max(known) >= _NEARLY_RAREST * max(weights))


def actions_of(question: Question) -> set[str]:
    """The words of a question that are verbs of their own, beside those that every measure could have."""
    return {c.typed for c in question.concepts if _is_action(c.typed)}


def has_action(text: str) -> bool:
    """Whether a text has such a verb.

    >>> has_action("система мостів"), has_action("купує фарбу для мостів")
    (False, True)
    """
    return any(_is_action(t.surface) for t in terms_of(text) if not t.stop)


def _is_action(word: str) -> bool:
    lemmas = term_of(word).lemmas if word else (word,)
    if word in EMPTY_WORDS or lemmas[0] in EMPTY_WORDS:
        return False
    # «мостів» has the lemmas «мости» (a town) and «міст»: only where every reading is an infinitive is it a verb
    infinitive = all(_VERB.search(lemma) and len(lemma) > 4 for lemma in lemmas)
    return infinitive or bool(_FOREIGN_VERB.search(word))
