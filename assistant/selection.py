"""Which of the ranked rows are the answer: the best alone, or all that a subject is equally about.

«коли аудит мостів» asks of one row, «хто відповідає за мости» of every row about them. What tells them apart is how far
other rows hold the question's words: a subject of nouns names a thing, and all rows of the thing answer; a verb of
action narrows it to the row of that action.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.confidence import WIDEST
from assistant.vocabulary import EMPTY_WORDS
from index.query import Question
from index.search import Hit
from index.terms import terms_of

_LEVELS: Mapping[str, float] = {"word": 1.0, "stem": 0.85, "thesaurus": 0.75}
_HELD = 0.7  # of the known words' weight: below it a row is near a subject, not about it
_SLACK_THING = 0.25  # a row may hold so much less than the best and still be of the same thing
_SLACK_ACTION = 0.06
_LEAST_SHARE = 0.2  # of the best row's probability
_VERB = ("ти", "тися", "тись")


def held(hit: Hit, question: Question, known: Mapping[str, float]) -> float:
    """How much of the question a row holds, 0..1, by the weight of those of its words that any row holds."""
    words = hit.why["words"] if hit.why else {}
    total = sum(known.values())
    if not total:
        return 0.0
    return sum(weight * _LEVELS.get(words[w]["by"], 0.0) for w, weight in known.items() if w in words) / total


def known_words(question: Question, hits: Sequence[Hit]) -> dict[str, float]:
    """The words of a question that some of the rows hold, with their weights: others were not understood or are
    of another language, and tell nothing about the rows."""
    found = {word for hit in hits for word in (hit.why["words"] if hit.why else {})}
    return {c.typed: c.weight for c in question.concepts if c.typed in found}


def numbers_held(hits: Sequence[Hit], question: Question | None) -> tuple[Hit, ...]:
    """The rows that hold the question's numbers themselves, where any does: «112» is no other number."""
    numbers = [c.typed for c in question.concepts if c.number] if question else []
    strict = [h for h in hits if all(h.why["words"].get(n, {}).get("by") == "word" for n in numbers)] if numbers else []
    return tuple(strict or hits)


def equals(hits: Sequence[Hit], question: Question) -> tuple[Hit, ...]:
    """The best row with those that answer equally, best first; alone where the subject is an action, or too wide."""
    best = hits[0]
    known = known_words(question, hits)
    shares = {h.row: held(h, question, known) for h in hits}
    fullest = max(hits, key=lambda h: (shares[h.row], h.score))
    if shares[fullest.row] - shares[best.row] >= 0.3 and fullest.score >= 0.5 * best.score:
        best = fullest
    if shares[best.row] < _HELD:
        return (best,)
    slack = _SLACK_ACTION if has_action(question.text) else _SLACK_THING
    floor = max(_HELD, shares[best.row] - slack)
    alike = [h for h in hits if shares[h.row] >= floor and h.score >= _LEAST_SHARE * best.score and h.row != best.row]
    alike = list(numbers_held([best, *alike], question))
    if best not in alike or len(alike) > WIDEST:
        return (best,)
    return tuple(alike)


def has_action(text: str) -> bool:
    """Whether a subject has a verb of its own, beside those that every measure could have.

    >>> has_action("система мостів"), has_action("купує фарбу для мостів")
    (False, True)
    """
    return any(
        not t.stop and t.surface not in EMPTY_WORDS and t.lemma not in EMPTY_WORDS and t.lemma.endswith(_VERB)
        for t in terms_of(text)
    )
