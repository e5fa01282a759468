"""Which words may stand for which when two measures are compared: single words of one group of the thesaurus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from corpus.slot_classes import key_of
from corpus.text import fold
from index.thesaurus import shipped_groups


def near_of(words: Iterable[str], others: Collection[str]) -> set[str]:
    """Those of the words (comparison keys) that are not among the others but have a near one there."""
    near = near_words()
    return {word for word in words if word not in others and not near.get(word, _NONE).isdisjoint(others)}


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=1)
def near_words() -> Mapping[str, frozenset[str]]:
    """Comparison key -> the keys of the words that share a group with it."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in shipped_groups():
        keys = {key_of(fold(phrase.lemmas[0])) for phrase in group.phrases if len(phrase.lemmas) == 1}
        for key in keys:
            found[key] |= keys - {key}
    return {key: frozenset(others) for key, others in found.items()}
