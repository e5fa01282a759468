"""The complete set of measures about a subject, for lists and counts: neither the top few nor everything near.

A measure is about a subject when its own words, or the headings it stands under, hold the subject's words (in any form,
or through the thesaurus) nearly as far as the best measure does. Only where no measure holds them do probabilities
decide, and then a task most of whose measures are near is taken whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.concepts import Concept
from index.explanation import Why
from index.fields import FIELDS
from index.query import Question

if TYPE_CHECKING:
    from index.search import Hit

_OWN = [FIELDS.index(name) for name in ("text", "heading", "items")]
_HELD = 0.62  # of the subject's weight: below it words do not decide
_SLACK = 0.18  # a measure may hold so much less than the best one
_LIKELY = 0.35  # where words do not decide: the least probability, and the least share of the best one's
_SHARE = 0.4
_KIND = {"word": 1.0, "stem": 0.95, "thesaurus": 0.9, "": 0.0}


def about(question: Question, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Those of the ranked hits that are about the question's subject, in their order."""
    matched = [hit for hit in hits if isinstance(hit.why, Why)]
    if not matched:
        return ()
    levels = np.array([_levels(hit) for hit in matched], dtype=np.float32)
    weights = _weights(question.concepts, levels)
    held = levels @ weights
    numbers = [i for i, c in enumerate(question.concepts) if c.number and levels[:, i].max() > 0]
    best = float(held.max())
    if best >= _HELD:
        enough = held >= max(best - _SLACK, _HELD * 0.9)
    else:
        chances = np.array([hit.score for hit in matched])
        enough = (chances >= _LIKELY) & (chances >= _SHARE * chances.max())
    for i in numbers:
        enough &= levels[:, i] == 1
    return tuple(hit for hit, kept in zip(matched, enough, strict=True) if kept)


def _levels(hit: Hit) -> list[float]:
    """How far the measure's own words and headings hold each concept."""
    assert isinstance(hit.why, Why)
    match = hit.why.match
    own = match.grid[_OWN].max(axis=0)
    return [_KIND[kind] if level > 0 else 0.0 for level, kind in zip(own, match.kinds, strict=True)]


def _weights(concepts: Sequence[Concept], levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """What each word says of the subject: its rarity, squared, so that «112» decides and «система» does not; words
    that no candidate holds say nothing."""
    rarity = np.array([c.weight for c in concepts], dtype=np.float32) ** 2
    rarity *= levels.max(axis=0) > 0
    total = float(rarity.sum())
    return rarity / total if total else rarity
