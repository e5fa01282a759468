"""The complete set of measures about a subject, for lists and counts: neither the top few nor everything near.

A measure is about a subject when its own words, or the headings it stands under, hold the subject's words (in any form,
or through the thesaurus) nearly as far as the best measure does. Only where no measure holds them do probabilities
decide. A project that has a name («Безпечний двір») is more than the measures that repeat the name: where half the
measures of a task name it, the others of the task («поширення проєкту») belong to it too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.model import Measure
from index.concepts import Concept
from index.explanation import Why
from index.holding import LEVELS, OWN, Held, says_of_subject
from index.query import Question
from index.terms import terms_of
from index.words import STEM, Way, WordIndex

if TYPE_CHECKING:
    from index.search import Hit

Rows = NDArray[np.int64]

_HELD = 0.62  # of the subject's weight: below it words do not decide
_SLACK = 0.18  # a measure may hold so much less than the best one
_BESIDE_NUMBERS = 0.4  # a code names its subject («112»): of the other words beside it, less is enough
_LIKELY = 0.35  # where words do not decide: the least probability, and the least share of the best one's
_SHARE = 0.4
_LONGEST_TASK = 12
_QUOTED = re.compile(r"[«“\"„]([^»”\"]{3,60})[»”\"]")
_WEIGHED = 200  # rows that are weighed one by one; each takes a quarter of a millisecond where it is read anew
_NO_ROWS: Rows = np.empty(0, dtype=np.int64)
_COARSE = 0.06  # by so much a row can hold more than its words in the fields that count say


def holders(question: Question, words: WordIndex, allowed: Rows | None) -> tuple[Rows, Rows]:
    """All rows of the index, under a filter where one is given, that may be about the question's subject by the words
    they hold; none where words do not decide.

    The first are those that :func:`about` is to choose from, and perhaps some more. Where they would be too many to be
    weighed one by one, they are some of those that hold as much as any, and the second are all others of these.
    """
    own = [(c, _ways(c)) for c in question.concepts]
    rarity = {id(c): says_of_subject(c) for c, _ in own}
    present = [(c, ways) for c, ways in own if words.most([ways], (), allowed)]
    total = sum(rarity[id(c)] for c, _ in present) or 1.0
    parts = [[(level * rarity[id(c)] / total, terms) for level, terms in ways] for c, ways in present]
    numbers = [_exactly(ways) for c, ways in present if c.number and words.most([_exactly(ways)], (), allowed)]
    # a phrase of the thesaurus must stand in one field, which the index cannot ask: what surely is held is counted
    single = [[(level, terms) for level, terms in ways if len(terms) == 1] for ways in parts]
    surely = words.most(single, numbers, allowed) - len(numbers)
    if not numbers and words.most(parts, (), allowed) < _HELD:
        return _NO_ROWS, _NO_ROWS
    least = 0.0 if numbers else max(surely - _SLACK, _HELD * 0.9) - _COARSE
    found = words.reaching(least + len(numbers), parts, numbers, allowed, _WEIGHED, surely - _COARSE + len(numbers))
    return found[:_WEIGHED], found[_WEIGHED:]


def _ways(concept: Concept) -> list[Way]:
    """How the fields that count can hold a concept, as the index knows their words."""
    words = [(LEVELS["word"], ((field, word),)) for field in OWN for word in sorted(concept.words)]
    others = [(LEVELS["thesaurus"], tuple((STEM, stem) for stem in other.stems)) for other in concept.others]
    return [*words, (LEVELS["stem"], ((STEM, concept.stem),)), *others]


def _exactly(ways: Sequence[Way]) -> list[Way]:
    return [way for way in ways if way[0] == LEVELS["word"]]


def about(question: Question, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Those of the ranked hits that are about the question's subject, in their order."""
    matched = [hit for hit in hits if isinstance(hit.why, Why)]
    if not matched:
        return ()
    subject = Held(question, [hit.why.match for hit in matched if isinstance(hit.why, Why)])
    levels, held = subject.levels, subject.held
    numbers = [i for i, c in enumerate(question.concepts) if c.number and levels[:, i].max() == 1]
    best = float(held.max())
    if numbers:
        enough = (levels[:, numbers] == 1).all(axis=1)
        enough &= held >= _BESIDE_NUMBERS * held[enough].max(initial=0)
    elif best >= _HELD:
        enough = held >= max(best - _SLACK, _HELD * 0.9)
    else:
        chances = np.array([hit.score for hit in matched])
        enough = (chances >= _LIKELY) & (chances >= _SHARE * chances.max())
    return tuple(hit for hit, kept in zip(matched, enough, strict=True) if kept)


def named_tasks(naming: Sequence[int], tasks: Mapping[int, Sequence[int]]) -> set[int]:
    """The rows that belong to a project which a question names: all of each task of which at least half of the rows
    name it. ``naming``: the rows that do; ``tasks``: row -> the rows of its task."""
    short = (its for row in naming if len(its := set(tasks.get(row, ()))) <= _LONGEST_TASK)
    return {row for its in short if 2 * len(its.intersection(naming)) >= len(its) for row in its}


def names_project(question: Question, measure: Measure) -> bool:
    """Whether a measure writes out, in quotation marks, a name of which the question speaks."""
    stems = {c.stem for c in question.concepts if c.known and not c.number}
    names = ({t.stem for t in terms_of(name) if not t.stop} for name in _QUOTED.findall(measure.measure))
    return any(len(name) > 1 and name <= stems for name in names)
