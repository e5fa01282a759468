"""The complete set of measures about a subject, for lists and counts: neither the top few nor everything near."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from index.evidence import concept_weights, match_of
from index.fields import FIELDS
from index.ledger import Record
from index.query import Question

if TYPE_CHECKING:
    from index.search import Hit

_COVERED = 0.75  # of the question's weight, in one measure and its headings


def about(question: Question, hits: Sequence[Hit], records: Sequence[Record]) -> tuple[Hit, ...]:
    """Those of the ranked hits that are about the question's subject, in their order."""
    by_row = {record.row: record for record in records}
    weights = concept_weights(question)
    chosen = []
    for hit in hits:
        match = match_of(question.concepts, by_row[hit.row])
        own = np.max([match.levels[name] for name in FIELDS if name != "plan"], axis=0)
        if float(own @ weights) >= _COVERED:
            chosen.append(hit)
    return tuple(chosen)
