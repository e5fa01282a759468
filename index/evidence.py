"""What speaks for a measure being the answer: numbers per candidate, for the ranker and for people.

A concept of the question may stand in a field in the same word (1), in a word of the same stem, or through the
thesaurus; each concept weighs by its rarity in the corpus. The names of FEATURES are those of the ranker's weights.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.concepts import Concept
from index.fields import FIELDS
from index.ledger import Record
from index.query import Question
from index.terms import Term

STEM_LEVEL = 0.75
FEATURES = (
    "cosine",
    "cosine_gap",
    "cosine_place",
    "words",
    "words_gap",
    "text",
    "heading",
    "items",
    "bodies",
    "plan",
    "anywhere",
    "exact",
    "by_stem",
    "by_thesaurus",
    "numbers",
    "neighbours",
    "share_of_text",
    "length",
    "missing",
    "unknown",
)
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signals:
    """What the legs said of the candidates, beside each other: rows, cosines, BM25 (0 where not found by words)."""

    rows: NDArray[np.int64]
    cosines: NDArray[np.float32]
    words: NDArray[np.float32]

    def only(self, kept: NDArray[np.bool_]) -> Signals:
        """The candidates of this mask."""
        return Signals(self.rows[kept], self.cosines[kept], self.words[kept])


@dataclass(frozen=True, slots=True)
class Match:
    """How far the fields of a measure hold the concepts of a question, and through what."""

    levels: Mapping[str, NDArray[np.float32]]  # field -> level of each concept
    kinds: tuple[str, ...]  # of each concept: "word", "stem", "thesaurus", "" where it is missing


def features(question: Question, signals: Signals, records: Sequence[Record], idf: Mapping[str, float]) -> Matrix:
    """One row of FEATURES for each candidate; ``idf`` gives the rarity of a stem."""
    out = np.zeros((len(records), len(FEATURES)), dtype=np.float32)
    weights = concept_weights(question)
    known = np.array([c.known for c in question.concepts], dtype=bool)
    best_cosine = float(signals.cosines.max(initial=0))
    best_words = float(signals.words.max(initial=0))
    places = np.argsort(np.argsort(-signals.cosines))
    for i, record in enumerate(records):
        match = match_of(question.concepts, record)
        own = {name: float(match.levels[name] @ weights) for name in FIELDS}
        anywhere = float(np.max([match.levels[name] for name in FIELDS], axis=0) @ weights) if len(weights) else 0.0
        cosine, words = float(signals.cosines[i]), float(signals.words[i])
        kinds = np.array(match.kinds)
        out[i] = (
            (cosine - 0.85) * 20,
            (cosine - best_cosine) * 20,
            1 / (1 + float(places[i])),
            words / 20,
            (words - best_words) / max(best_words, 1),
            *(own[name] for name in FIELDS),
            anywhere,
            _share(kinds == "word", weights),
            _share(kinds == "stem", weights),
            _share(kinds == "thesaurus", weights),
            _numbers(question.concepts, match),
            _neighbours(question.concepts, record.terms["text"]),
            _share_of_text(question.concepts, record.terms["text"], idf),
            math.log1p(len(record.terms["text"])) / 4,
            _share((kinds == "") & known, weights),
            _share(~known, weights),
        )
    return out


def concept_weights(question: Question) -> NDArray[np.float32]:
    """The rarity of each concept, as shares of one."""
    weights = np.array([c.weight for c in question.concepts], dtype=np.float32)
    total = float(weights.sum())
    return weights / total if total else weights


def match_of(concepts: Sequence[Concept], record: Record) -> Match:
    """Where and how each concept stands in a measure."""
    levels = {name: np.zeros(len(concepts), dtype=np.float32) for name in FIELDS}
    kinds = [""] * len(concepts)
    for name in FIELDS:
        words = {word for t in record.terms[name] for word in (t.surface, *t.lemmas)}
        stems = {t.stem for t in record.terms[name]}
        for number, concept in enumerate(concepts):
            level, kind = level_of(concept, words, stems)
            levels[name][number] = level
            kinds[number] = _better(kinds[number], kind)
    return Match(levels, tuple(kinds))


def level_of(concept: Concept, words: set[str], stems: set[str]) -> tuple[float, str]:
    """How far a field's words hold a concept, 0..1, and through what."""
    if not words.isdisjoint(concept.words):
        return 1.0, "word"
    if concept.stem in stems:
        return STEM_LEVEL, "stem"
    best = 0.0
    for other in concept.others:
        if other.weight > best and all(stem in stems for stem in other.stems):
            best = other.weight
    return best, "thesaurus" if best else ""


def _better(one: str, other: str) -> str:
    order = ("", "thesaurus", "stem", "word")
    return max(one, other, key=order.index)


def _share(chosen: NDArray[np.bool_], weights: NDArray[np.float32]) -> float:
    return float(weights[chosen].sum()) if len(weights) else 0.0


def _numbers(concepts: Sequence[Concept], match: Match) -> float:
    """1 where all numbers of the question are there, -1 where none is, 0 where it has none."""
    places = [i for i, c in enumerate(concepts) if c.number]
    if not places:
        return 0.0
    found = sum(max(float(match.levels[name][i]) for name in FIELDS) for i in places)
    return 2 * found / len(places) - 1


def _neighbours(concepts: Sequence[Concept], terms: Sequence[Term]) -> float:
    """The share of neighbouring concepts that are neighbours in the measure too."""
    if len(concepts) < 2:
        return 0.0
    at: dict[str, list[int]] = {}
    for place, term in enumerate(terms):
        at.setdefault(term.stem, []).append(place)
    near = 0
    for one, other in itertools.pairwise(concepts):
        pairs = ((a, b) for a in at.get(one.stem, ()) for b in at.get(other.stem, ()))
        near += any(0 < abs(a - b) <= 2 for a, b in pairs)
    return near / (len(concepts) - 1)


def _share_of_text(concepts: Sequence[Concept], terms: Sequence[Term], idf: Mapping[str, float]) -> float:
    """How much of the measure's own words, by rarity, the question speaks of."""
    asked = {c.stem for c in concepts} | {stem for c in concepts for o in c.others for stem in o.stems}
    its = {t.stem for t in terms}
    total = sum(idf.get(stem, 1.0) for stem in its)
    return sum(idf.get(stem, 1.0) for stem in its & asked) / total if total else 0.0
