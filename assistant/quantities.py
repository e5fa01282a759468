"""Rows that say an amount: «скільки поромів» is answered by «12 поромів», not by a row that only is about ferries.
Where none says one, «скільки кампаній» asks how many rows are campaigns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Measure
from corpus.store import Store
from index.query import Question
from index.search import Hit
from index.terms import terms_of

_LOOKED_AT = 10  # of the best hits
_NOT_FAR = 0.03  # of the best one's probability
_BETWEEN = 2  # words between a number and its thing: «12 нових річкових поромів»
_ASKS_SHARE = re.compile(r"\b(?:част[иконь]\w*|дол[яюіи]|відсот\w+|процент\w+|share|part|percent\w*)\b")
_SHARE = re.compile(r"%|відсот")


def saying_amounts(hits: tuple[Hit, ...], question: Question, words: str, store: Store) -> tuple[Hit, ...]:
    """Those of the first hits, not far behind the best, that say an amount of the things asked for, in their order."""
    near = [hit for hit in hits[:_LOOKED_AT] if hit.score >= _NOT_FAR * hits[0].score]
    measures = {stored.row: stored.measure for stored in store.by_rows([hit.row for hit in near])}
    share = asks_share(words)
    asked = [c for c in question.concepts if not (c.number or c.is_deed)]
    # «кілометрів» is «км» in a row
    things = frozenset(stem for c in asked for stem in (c.stem, *(o.stems[0] for o in c.others if len(o.stems) == 1)))
    return tuple(hit for hit in near if hit.row in measures and _says_amount(measures[hit.row], things, share))


def asks_share(words: str) -> bool:
    """Whether a part of something is asked for («яку частину», «скільки відсотків»), which no number of rows is."""
    return bool(_ASKS_SHARE.search(words))


def _says_amount(measure: Measure, things: frozenset[str], share: bool) -> bool:
    texts = [measure.measure, *(text for i in measure.items for text in (i.indicator, i.value) if text)]
    if share:
        return any(_SHARE.search(text) for text in texts)
    return any(i.value is not None for i in measure.items) or any(counts(text, things) for text in texts)


def counts(text: str, things: Sequence[str] | frozenset[str]) -> bool:
    """Whether a number of one of these things (stems) stands in the text.

    >>> counts("Придбати 12 нових поромів до 2031 року", ["пором"]), counts("Рік 2031: пором", ["міст"])
    (True, False)
    """
    terms = terms_of(text)
    return any(
        term.number and any(t.stem in things for t in terms[place + 1 : place + 2 + _BETWEEN])
        for place, term in enumerate(terms)
    )
