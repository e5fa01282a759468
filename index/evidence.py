"""What speaks for a measure being the answer: numbers per candidate, for the ranker and for people.

A concept of the question may stand in a field in the same word (1), in a word of the same stem, or through the
thesaurus; each concept weighs by its rarity in the corpus. The names of FEATURES are those of the ranker's weights.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.concepts import Concept, Other
from index.fields import FIELDS
from index.ledger import Record
from index.query import Question
from index.translation import shipped_translation

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
    "translated",
)
_ALL = (1 << len(FIELDS)) - 1
_FIELDS_OF = [[n for n in range(len(FIELDS)) if bits >> n & 1] for bits in range(_ALL + 1)]
_TEXT = FIELDS.index("text")
Matrix = NDArray[np.float32]
Level = tuple[int, float, str]


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
    """How far the fields of a measure hold the concepts of a question, and through what.

    ``grid``: (fields, concepts), 0..1. ``kinds``: of each concept «word», «stem», «thesaurus», or «» (missing).
    """

    grid: NDArray[np.float32]
    kinds: tuple[str, ...]


def features(
    question: Question,
    signals: Signals,
    records: Sequence[Record],
    idf: Mapping[str, float],
    matches: Sequence[Match] | None = None,
) -> Matrix:
    """One row of FEATURES for each candidate; ``idf`` gives the rarity of a stem, ``matches`` what has been matched."""
    matches = matches or matches_of(question.concepts, records)
    concepts = question.concepts
    weights = concept_weights(question)
    known = np.array([c.known for c in concepts], dtype=bool)
    grids = np.array([match.grid for match in matches], dtype=np.float32).reshape(
        len(matches), len(FIELDS), len(concepts)
    )
    kinds = np.array([match.kinds for match in matches], dtype=object).reshape(len(matches), len(concepts))
    held = grids.max(axis=1)
    stems = {c.stem for c in concepts}
    columns = {
        **_of_cosines(signals.cosines),
        "words": signals.words / 20,
        "words_gap": (signals.words - signals.words.max(initial=0)) / max(float(signals.words.max(initial=0)), 1),
        **{name: grids[:, number] @ weights for number, name in enumerate(FIELDS)},
        "anywhere": held @ weights,
        "exact": (kinds == "word") @ weights,
        "by_stem": (kinds == "stem") @ weights,
        "by_thesaurus": (kinds == "thesaurus") @ weights,
        "numbers": _numbers(concepts, held),
        "neighbours": np.array([_neighbours(concepts, stems, record) for record in records]),
        "share_of_text": _shares_of_text(concepts, records, idf),
        "length": np.log1p([len(record.text_stems) for record in records]) / 4,
        "missing": ((kinds == "") & known) @ weights,
        "unknown": np.full(len(records), float(weights[~known].sum())),
        "translated": shipped_translation().explained(concepts, weights.tolist(), records),
    }
    return np.stack([columns[name] for name in FEATURES], axis=1).astype(np.float32)


def _of_cosines(cosines: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    places = np.argsort(np.argsort(-cosines))
    gap = (cosines - cosines.max(initial=0)) * 20
    return {"cosine": (cosines - 0.85) * 20, "cosine_gap": gap, "cosine_place": 1 / (1 + places)}


def concept_weights(question: Question) -> NDArray[np.float32]:
    """The rarity of each concept, as shares of one."""
    weights = np.array([c.weight for c in question.concepts], dtype=np.float32)
    total = float(weights.sum())
    return weights / total if total else weights


def matches_of(concepts: Sequence[Concept], records: Sequence[Record]) -> list[Match]:
    """Where and how each concept stands in each of the measures."""
    words = frozenset().union(*(c.words for c in concepts))
    stems = frozenset().union((c.stem for c in concepts), *(o.stems for c in concepts for o in c.others))
    others = [_by_stem(concept) for concept in concepts]
    firsts = [frozenset((concept.stem, *others[number])) for number, concept in enumerate(concepts)]
    grids = np.zeros((len(records), len(FIELDS), len(concepts)), dtype=np.float32)
    out = []
    for grid, record in zip(grids, records, strict=True):
        its_words, its_stems = _places(record.words, words), _places(record.stems, stems)
        kinds = []
        for number, concept in enumerate(concepts):
            # of most measures most concepts are missing
            missing = firsts[number].isdisjoint(its_stems) and concept.words.isdisjoint(its_words)
            found = [] if missing else _levels(concept, others[number], its_words, its_stems)
            kinds.append(found[0][2] if found else "")
            for bits, level, _ in found:
                for field in _FIELDS_OF[bits]:
                    grid[field, number] = level
        out.append(Match(grid, tuple(kinds)))
    return out


def _places(fields: Sequence[Set[str]], sought: frozenset[str]) -> dict[str, int]:
    """Those of the words that stand in any field: bit n is FIELDS[n]."""
    out: dict[str, int] = {}
    for number, field in enumerate(fields):
        for word in sought & field:
            out[word] = out.get(word, 0) | 1 << number
    return out


def _by_stem(concept: Concept) -> dict[str, list[tuple[int, Other]]]:
    """What may stand for a concept, with its place, by its first stem: of dozens, a measure holds one or two."""
    out: dict[str, list[tuple[int, Other]]] = {}
    for place, other in enumerate(concept.others):
        out.setdefault(next(iter(other.stems), ""), []).append((place, other))
    return out


def _levels(
    concept: Concept,
    others: Mapping[str, Sequence[tuple[int, Other]]],
    its_words: Mapping[str, int],
    its_stems: Mapping[str, int],
) -> list[Level]:
    """The fields that hold a concept as bits, with the level (0..1) and through what; the best way for each field."""
    words = 0
    for word in concept.words:
        words |= its_words.get(word, 0)
    stems = its_stems.get(concept.stem, 0) & ~words
    out = [(words, 1.0, "word"), (stems, STEM_LEVEL, "stem")]
    taken = words | stems
    there = sorted((found for stem in its_stems for found in others.get(stem, ())), key=itemgetter(0))
    for _, other in there:
        bits = ~taken & _ALL
        for stem in other.stems:
            bits &= its_stems.get(stem, 0)
        out.append((bits, other.weight, "thesaurus"))
        taken |= bits
    return [found for found in out if found[0]]


def level_of(concept: Concept, words: Set[str], stems: Set[str]) -> tuple[float, str]:
    """How far a text of these words and stems holds a concept, 0..1, and through what."""
    if not concept.words.isdisjoint(words):
        return 1.0, "word"
    if concept.stem in stems:
        return STEM_LEVEL, "stem"
    best = max((o.weight for o in concept.others if all(stem in stems for stem in o.stems)), default=0.0)
    return best, "thesaurus" if best else ""


def _numbers(concepts: Sequence[Concept], held: NDArray[np.float32]) -> NDArray[Any]:
    """1 where all numbers of the question are there, -1 where none is, 0 where it has none."""
    places = [i for i, c in enumerate(concepts) if c.number]
    return 2 * held[:, places].mean(axis=1) - 1 if places else np.zeros(len(held))


def _neighbours(concepts: Sequence[Concept], asked: Set[str], record: Record) -> float:
    """The share of neighbouring concepts that are neighbours in the measure too."""
    if len(concepts) < 2 or asked.isdisjoint(record.stems[_TEXT]):
        return 0.0
    at: dict[str, list[int]] = {}
    for place, stem in enumerate(record.text_stems):
        if stem in asked:
            at.setdefault(stem, []).append(place)
    near = 0
    for one, other in itertools.pairwise(concepts):
        others = set(at.get(other.stem, ()))  # a cell may be a megabyte: no pairs of places
        near += any(place + step in others for place in at.get(one.stem, ()) for step in (-2, -1, 1, 2))
    return near / (len(concepts) - 1)


def _shares_of_text(
    concepts: Sequence[Concept], records: Sequence[Record], idf: Mapping[str, float]
) -> NDArray[np.float32]:
    """How much of each measure's own words, by rarity, the question speaks of."""
    asked = {c.stem for c in concepts} | {stem for c in concepts for o in c.others for stem in o.stems}
    out = np.zeros(len(records), dtype=np.float32)
    for number, record in enumerate(records):
        stems = dict.fromkeys(record.text_stems)  # in order: a sum of floats depends on it
        total = sum(map(idf.__getitem__, stems))
        out[number] = sum([idf[stem] for stem in stems if stem in asked]) / total if total else 0
    return out
