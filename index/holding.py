"""How much of a question's subject measures hold, in their own words and in the headings they stand under."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.concepts import Concept
from index.evidence import Match
from index.fields import FIELDS
from index.query import Question

OWN = ("text", "heading", "items")  # fields that say what a measure is about
LEVELS = {"word": 1.0, "stem": 0.95, "thesaurus": 0.9, "": 0.0}
_OF_VERB = 0.5
Shares = NDArray[np.float64]


def says_of_subject(concept: Concept) -> float:
    """How much a word says of a subject: its rarity, squared, so that «112» decides and «система» does not; a verb says
    half as much as a thing."""
    return (concept.weight * (_OF_VERB if concept.is_deed else 1)) ** 2


class Held:
    """How much of a question's subject each of some matches holds, 0..1."""

    def __init__(self, question: Question, matches: Sequence[Match]) -> None:
        concepts = question.concepts
        self._weights = np.array([says_of_subject(c) for c in concepts])
        kinds = [[LEVELS[kind] for kind in match.kinds] for match in matches]
        self._levels = np.array(kinds).reshape(len(matches), len(concepts))
        self._grid = np.array([match.grid for match in matches]).reshape(len(matches), len(FIELDS), len(concepts))
        self.levels = self.levels_in(*OWN)

    def levels_in(self, *fields: str) -> Shares:
        """(matches, concepts): how far these fields hold each concept."""
        places = [FIELDS.index(name) for name in fields]
        levels: Shares = np.where(self._grid[:, places].max(axis=1) > 0, self._levels, 0.0)
        return levels

    def shares(self, levels: Shares) -> Shares:
        """Of each match, of the words that any match holds: others say nothing of the rows."""
        weights = self._weights * (self.levels.max(axis=0, initial=0) > 0)
        shares: Shares = levels @ weights / (weights.sum() or 1.0)
        return shares

    @property
    def held(self) -> Shares:
        """In the measure's own words and headings."""
        return self.shares(self.levels)

    @property
    def said(self) -> Shares:
        """In words of the subject's own, of all of them."""
        own = self.levels >= LEVELS["stem"]
        shares: Shares = own @ self._weights / (self._weights.sum() or 1.0)
        return shares
