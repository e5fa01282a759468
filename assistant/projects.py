"""Tasks about one named project: rows that only say «проєкт» belong to the name that stands in the rows beside them.

«Реалізація пілотного проєкту «Дужі громади»» names it, the next rows of the task say «поширення проєкту на всі
регіони» or nothing; a question that names the project means them too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.filters import Filters
from corpus.model import Measure
from corpus.store import Store
from index.query import Question
from index.search import Hit
from index.terms import terms_of

_NAME = re.compile(r"[«“„\"]([^«»“”„\"]{3,60})[»”“\"]")
_LOOKED_AT = 5  # of the best hits
_SHARE = 0.5  # of a task's rows that must say the name, at least two of them


@dataclass(frozen=True, slots=True)
class Project:
    """A task that is about one named thing: its conditions, its rows, and the question's words that are the name."""

    filters: Filters
    rows: tuple[int, ...]
    words: frozenset[str]


def project_of(hits: Sequence[Hit], question: Question, store: Store) -> Project | None:
    """The task of the first of the best hits whose named project the question names; None where there is none."""
    for stored in store.by_rows([hit.row for hit in hits[:_LOOKED_AT]]):
        measure = stored.measure
        words = _named(measure, question)
        if not words or not measure.task:
            continue
        filters = Filters(plan=(measure.plan_id,), section=(measure.task,))
        beside = [s for s in store.by_rows(list(store.select(filters))) if s.measure.section == measure.section]
        named = [s for s in beside if _named(s.measure, question)]
        others = [s for s in beside if s not in named and _names(s.measure)]
        if len(named) >= 2 and len(named) >= _SHARE * len(beside) and not others:
            return Project(filters, tuple(s.row for s in beside), words)
    return None


def _names(measure: Measure) -> list[str]:
    return _NAME.findall(measure.measure)


def _named(measure: Measure, question: Question) -> frozenset[str]:
    """The question's words that make up a name in quotation marks in the measure; empty unless all of it is said."""
    for name in _names(measure):
        stems = {t.stem for t in terms_of(name) if not t.stop}
        said = {c.typed: _stems(c.stem, (s for o in c.others for s in o.stems)) for c in question.concepts}
        if stems and all(any(stem in its for its in said.values()) for stem in stems):
            return frozenset(typed for typed, its in said.items() if its & stems)
    return frozenset()


def _stems(stem: str, others: Iterable[str]) -> set[str]:
    return {stem, *others}
