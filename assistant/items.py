"""Which items of a measure a question means: a measure has several deliverables, each with its own deadline and value.

Words decide first; where they do not, and the choice matters, the encoder does. Where nothing tells the items apart,
all of them are meant, and the answer says all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from assistant.request import Intent
from corpus.model import Item, Measure
from index.evidence import concept_weights, level_of
from index.query import Question
from index.search import Searcher
from index.terms import terms_of

_LEAD = 0.12  # share of the question's weight by which an item must lead by words
_LEAD_COSINE = 0.012  # by meaning


def chosen_items(
    measure: Measure,
    allowed: Sequence[int],
    question: Question,
    searcher: Searcher,
    intent: Intent,
    by_words: bool = False,
) -> tuple[int, ...]:
    """The numbers of the items that the question means, of those that the filters allow; ``by_words``: only where its
    words say so."""
    pool = _valued(measure, [n for n in allowed if n < len(measure.items)], question, intent)
    if len(pool) < 2 or not _matters([measure.items[n] for n in pool], intent):
        return tuple(pool)
    levels = np.array([_by_words(measure, measure.items[n], question) for n in pool])
    if (found := _leading(levels, _LEAD)) is not None:
        return tuple(pool[k] for k in found)
    if by_words or intent is Intent.WHO:
        return tuple(pool)
    texts = [measure.items[n].indicator or "" for n in pool]
    vectors = searcher.encoder.passages(texts)
    meaning = vectors @ searcher.question_vector(question)
    meaning = meaning + 0.1 * levels
    found = _leading(meaning, _LEAD_COSINE)
    return tuple(pool[k] for k in found) if found is not None else tuple(pool)


def _valued(measure: Measure, pool: list[int], question: Question, intent: Intent) -> list[int]:
    """For values, the items that have one; for shares, those that say a share."""
    if intent is not Intent.VALUE:
        return pool
    texts = {n: " ".join(filter(None, (measure.items[n].indicator, measure.items[n].value))) for n in pool}
    having = [n for n in pool if measure.items[n].value is not None or re.search(r"\d", texts[n])]
    shares = [n for n in having if re.search(r"%|відсот", texts[n])]
    return shares or having or pool


def _matters(items: Sequence[Item], intent: Intent) -> bool:
    """Whether the items differ in what is asked for."""
    if intent is Intent.VALUE:
        return len({(i.value, i.indicator) for i in items}) > 1
    if intent is Intent.WHO:
        return len({i.responsible for i in items}) > 1
    if intent in (Intent.WHEN, Intent.WHO_WHEN, Intent.COMPARE):
        return len({(i.deadline_text, i.deadline_to) for i in items}) > 1
    return False


def _by_words(measure: Measure, item: Item, question: Question) -> float:
    """How much of the question stands in the item's own words, by weight; a value that is named counts too."""
    terms = terms_of(" ".join(filter(None, (item.indicator, item.value))))
    words = {word for t in terms for word in (t.surface, *t.lemmas)}
    stems = {t.stem for t in terms}
    levels = np.array([level_of(c, words, stems)[0] for c in question.concepts], dtype=np.float32)
    return float(levels @ concept_weights(question)) if len(levels) else 0.0


def _leading(values: np.ndarray[tuple[int], np.dtype[np.floating]], lead: float) -> list[int] | None:
    """The places that lead all others by ``lead``; None when there is no such lead."""
    best = float(values.max())
    top = [k for k, v in enumerate(values) if v > best - lead / 3]
    rest = [float(v) for k, v in enumerate(values) if k not in top]
    return top if rest and best - max(rest) >= lead and len(top) == 1 else None
