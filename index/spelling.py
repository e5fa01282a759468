"""Spelling corrected against the words of the corpus; a word that the corpus or the dictionary has is left alone."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from corpus.analysis import russian_lemma
from index.terms import term_of
from index.vocabulary import Vocabulary

_MISSING = re.compile(r"(?<=[бпвмфрзжкдтсн])(?=[яюєї])")
_CANDIDATES = 12


def missing_apostrophe(word: str, vocabulary: Vocabulary) -> list[str] | None:
    """«обовязки» -> «обов'язки»: the one place where an apostrophe makes a word that the corpus or dictionary has."""
    for match in _MISSING.finditer(word):
        better = f"{word[: match.start()]}'{word[match.start() :]}"
        if vocabulary.has(better) or in_dictionary(better):
            return [better]
    return None


def nearest_word(word: str, vocabulary: Vocabulary) -> list[str] | None:
    """The likeliest word of the corpus within one typing error, two in a long word; none for short or real words, of
    Russian too.

    An error is a letter too many, too few, wrong, or two changed about. More frequent words win, and the first letter
    is taken to be right unless nothing else is near.
    """
    if len(word) < 4 or in_dictionary(word) or not word.isalpha() or russian_lemma(word):
        return None
    errors = 1 if len(word) < 7 else 2
    found = extract(word, vocabulary.surfaces.keys(), scorer=OSA.distance, score_cutoff=errors, limit=_CANDIDATES)
    if not found:
        return None

    def cost(candidate: tuple[str, int, int]) -> tuple[float, int]:
        better, distance, _ = candidate
        return distance + 0.6 * (better[0] != word[0]), -vocabulary.surfaces[better]

    return [min(found, key=cost)[0]]


def in_dictionary(word: str) -> bool:
    """Whether the Ukrainian dictionary has the word (and does not only guess by its ending)."""
    from corpus.analysis import is_known

    return is_known(word) or any(is_known(lemma) for lemma in term_of(word).lemmas[:1] if "-" in lemma)
