"""Which class or comparison key a word of a measure has, by the tables of :mod:`corpus.slot_words`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from corpus.slot_words import ACTIONS, FAMILIES, KINDS, LEVELS, SAME_WORDS, SHARED_BEGINNINGS

_CROP, _LONG_CROP = 6, 8  # letters of a long lemma that its derivations share: «волонт-ер», «волонт-ерський»


def key_of(lemma: str) -> str:
    """The comparison key of a lemma: its beginning, so that «волонтер» meets «волонтерський»; one of several words
    for one thing.

    >>> key_of("волонтерський") == key_of("волонтер")
    True
    """
    lemma = _same().get(lemma, lemma)
    return lemma[: _LONG_CROP if lemma[:_CROP] in SHARED_BEGINNINGS else _CROP]


def turned(steps: Iterable[str], step: str) -> bool:
    """Whether a step is of another kind than all of these: «пропозицій щодо скасування», but «змін щодо уточнення»."""
    families = {_family().get(own, own) for own in steps}
    return bool(families) and _family().get(step, step) not in families


def class_of(lemma: str, which: str) -> str | None:
    """The class of a lemma in a table: that of the longest beginning that fits."""
    table = _table(which)
    for length in range(min(len(lemma), 14), 2, -1):
        if lemma[:length] in table:
            return table[lemma[:length]] or None
    return None


@lru_cache(maxsize=2)
def _table(which: str) -> dict[str, str]:
    source = ACTIONS if which == "steps" else KINDS
    return {beginning: name for name, beginnings in source.items() for beginning in beginnings.split()}


@lru_cache(maxsize=1)
def _family() -> dict[str, str]:
    return {step: name for name, steps in FAMILIES.items() for step in steps.split()}


@lru_cache(maxsize=1)
def _same() -> dict[str, str]:
    return {word: group.split()[0] for group in SAME_WORDS for word in group.split()[1:]}


def levels_of(text: str) -> frozenset[str]:
    """Whether a folded text is for the country, a part of it or more than it."""
    return frozenset(level for level, pattern in _level_patterns() if pattern.search(text))


@lru_cache(maxsize=1)
def _level_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((level, re.compile(rf"\b(?:{pattern})")) for level, pattern in LEVELS.items())
