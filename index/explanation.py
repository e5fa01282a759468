"""Why a hit stands where it stands, made only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.concepts import Concept
from index.evidence import FEATURES, Match
from index.fields import FIELDS
from index.ledger import Record
from index.query import Question
from index.translation import EXPLAINING, shipped_translation

_TELLS = 0.01  # chance at least of a word that is told
_TOLD = 3
# each part is made when it is asked for: a search looks at the words found in hundreds of hits, a person at all of one
_PARTS = {"rank_score": "_score", "words": "_words", "stands_for": "_stands_for", "evidence": "_evidence"}


class Why(Mapping[str, Any]):
    """Evidence by name: the ranker's features, its score, and for each word of the question where it was found.

    ``words``: typed word -> {"in": fields, "by": "word" | "stem" | "thesaurus", "through": phrase of the thesaurus}.
    ``stands_for``: typed word that the measure does not hold -> words of it that people most often mean by that.
    """

    def __init__(
        self, question: Question, record: Record, match: Match, features: NDArray[np.float32], score: float
    ) -> None:
        self._question = question
        self._record = record
        self.match = match
        self._features = features
        self.rank_score = score

    def fact(self, name: str) -> float:
        """One of the ranker's features."""
        return float(self._features[FEATURES.index(name)])

    @cached_property
    def evidence(self) -> dict[str, float]:
        """The ranker's features by name."""
        return dict(zip(FEATURES, self._features.tolist(), strict=True))

    def __getitem__(self, key: str) -> Any:
        return getattr(self, _PARTS[key])

    def __iter__(self) -> Iterator[str]:
        return iter(_PARTS)

    def __len__(self) -> int:
        return len(_PARTS)

    def to_json(self) -> dict[str, Any]:
        """All of it, as plain values."""
        return dict(self)

    @property
    def _score(self) -> float:
        return round(self.rank_score, 4)

    @property
    def _evidence(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in self.evidence.items()}

    @cached_property
    def found(self) -> dict[str, dict[str, Any]]:
        """``words`` without the phrases of the thesaurus, for which the terms of a measure must be read."""
        match = self.match
        out: dict[str, dict[str, Any]] = {}
        for number, (concept, kind) in enumerate(zip(self._question.concepts, match.kinds, strict=True)):
            if kind:
                places = [name for field, name in enumerate(FIELDS) if match.grid[field, number] > 0]
                out[concept.typed] = {"in": places, "by": kind}
        return out

    @property
    def _words(self) -> dict[str, dict[str, Any]]:
        typed = {concept.typed: concept for concept in self._question.concepts}
        return {
            word: its | ({"through": self._through(typed[word])} if its["by"] == "thesaurus" else {})
            for word, its in self.found.items()
        }

    @cached_property
    def _stands_for(self) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for concept, kind in zip(self._question.concepts, self.match.kinds, strict=True):
            chances = {} if kind or concept.number else shipped_translation().of(concept.stem)
            its = [term for field in EXPLAINING for term in self._record.terms[FIELDS[field]]] if chances else []
            lemmas = {term.stem: term.lemmas[0] for term in its if chances.get(term.stem, 0) >= _TELLS}
            if lemmas:
                out[concept.typed] = [lemmas[stem] for stem in sorted(lemmas, key=lambda s: -chances[s])[:_TOLD]]
        return out

    def _through(self, concept: Concept) -> str:
        for name in FIELDS:
            stems = {t.stem for t in self._record.terms[name]}
            for other in concept.others:
                if all(stem in stems for stem in other.stems):
                    return other.shown
        return ""
