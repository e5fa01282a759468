"""Everyday and official words for the same thing, and abbreviations: what else may stand for a part of a question.

The groups are data (``thesaurus.toml``, ``abbreviations.toml``); each lists phrases that may replace one another. The
plans' own abbreviations join them. Phrases are compared by stems, so any form of their words is recognised.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from index.concepts import Concept, Other
from index.terms import terms_of

_GROUPS = Path(__file__).with_name("thesaurus.toml")
_ABBREVIATIONS = Path(__file__).with_name("abbreviations.toml")
GROUP_WEIGHT = 0.6  # of a synonym beside the word itself
ABBREVIATION_WEIGHT = 0.95
_GAP = 1  # words that may stand between those of a phrase


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a group: its stems and lemmas without function words, and itself."""

    stems: tuple[str, ...]
    lemmas: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases that may stand for one another, and how much one counts for another (0..1)."""

    phrases: tuple[Phrase, ...]
    weight: float


class Thesaurus:
    """Groups, found by the first stem of a phrase."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._by_first: dict[str, list[tuple[Phrase, Group]]] = {}
        for group in groups:
            for phrase in group.phrases:
                self._by_first.setdefault(phrase.stems[0], []).append((phrase, group))

    @classmethod
    def load(cls, own_abbreviations: Iterable[tuple[str, str]] = ()) -> Thesaurus:
        """The shipped groups and these (short, full) pairs."""
        own = (group_of(pair, ABBREVIATION_WEIGHT) for pair in sorted(set(own_abbreviations)))
        return cls([*shipped_groups(), *(group for group in own if group)])

    def widened(self, concepts: Sequence[Concept]) -> tuple[Concept, ...]:
        """The concepts, each with what can stand for it or for the phrase it is part of."""
        others: list[list[Other]] = [[] for _ in concepts]
        stems = [concept.stem for concept in concepts]
        for start, stem in enumerate(stems):
            for phrase, group in self._by_first.get(stem, ()):
                places = _places(phrase.stems, stems, start)
                for place in places:
                    others[place].extend(_others(group, phrase))
        return tuple(
            replace(concept, others=_best_first(own)) if own else concept
            for concept, own in zip(concepts, others, strict=True)
        )


def group_of(phrases: Iterable[str], weight: float) -> Group | None:
    """A group of phrases; None where fewer than two have words."""
    made = [phrase for text in phrases if (phrase := _phrase(text)) is not None]
    return Group(tuple(made), weight) if len(made) > 1 else None


@lru_cache(maxsize=1)
def shipped_groups() -> tuple[Group, ...]:
    """The groups of the data files."""
    groups = tomllib.loads(_GROUPS.read_text(encoding="utf-8"))
    out = [group_of(phrases, GROUP_WEIGHT) for section in groups.values() for phrases in section["groups"]]
    short = tomllib.loads(_ABBREVIATIONS.read_text(encoding="utf-8"))
    for table in short.values():
        out += [group_of((name, *_listed(full)), ABBREVIATION_WEIGHT) for name, full in table.items()]
    return tuple(group for group in out if group)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _phrase(text: str) -> Phrase | None:
    terms = [t for t in terms_of(text) if not t.stop]
    return Phrase(tuple(t.stem for t in terms), tuple(t.lemma for t in terms), text) if terms else None


def _places(phrase: Sequence[str], stems: Sequence[str], start: int) -> list[int]:
    """Where the stems of a phrase stand from ``start`` on, in order and near each other; none if one is missing."""
    places = [start]
    for stem in phrase[1:]:
        window = range(places[-1] + 1, min(places[-1] + 2 + _GAP, len(stems)))
        place = next((i for i in window if stems[i] == stem), None)
        if place is None:
            return []
        places.append(place)
    return places


def _best_first(others: list[Other]) -> tuple[Other, ...]:
    """Without repetition, the heaviest first."""
    distinct = {(other.stems): other for other in reversed(others)}
    return tuple(sorted(distinct.values(), key=lambda other: -other.weight))


def _others(group: Group, phrase: Phrase) -> list[Other]:
    return [
        Other(other.stems, other.lemmas, group.weight, f"{phrase.text} → {other.text}")
        for other in group.phrases
        if other.stems != phrase.stems
    ]
