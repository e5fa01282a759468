"""The words of the corpus: which are there, and how rare each is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

from index.seen_words import CountedWords
from index.sounds import sound_of
from index.terms import Term, term_of

_NAME = 4  # letters of a word in Latin letters that may be a name
_ROMAN = frozenset("ivxlcdm")


class Vocabulary:
    """The words of one committed state of the index, counted in measures. Loaded when first asked for."""

    def __init__(self, words: CountedWords) -> None:
        self._words = words

    @cached_property
    def surfaces(self) -> Mapping[str, int]:
        """Every word as written -> the number of measures that have it."""
        return self._words.vocabulary()

    @cached_property
    def lemmas(self) -> Mapping[str, int]:
        """Every lemma -> the number of measures that have one of its forms, about."""
        out: dict[str, int] = {}
        for word, count in self.surfaces.items():
            for lemma in term_of(word).lemmas:
                out[lemma] = out.get(lemma, 0) + count
        return out

    @cached_property
    def latin(self) -> Mapping[str, str]:
        """How the words in Latin letters sound -> the most frequent of those that sound so."""
        names = [word for word in self.surfaces if word.isascii() and word.isalpha() and len(word) >= _NAME]
        rising = sorted((word for word in names if not set(word) <= _ROMAN), key=self.surfaces.__getitem__)
        return {sound_of(word): word for word in rising}

    def has(self, word: str) -> bool:
        """Whether the corpus has the word, in this or another form."""
        if self._words.frequency("surface", word):
            return True
        return any(self.frequency(lemma) for lemma in term_of(word).lemmas)

    def knows(self, term: Term) -> bool:
        """Whether the corpus has the word or one of its stem."""
        return self._words.frequency("stem", term.stem) > 0 or self.has(term.surface)

    def frequency(self, lemma: str) -> int:
        """In how many measures a lemma stands, in the field where it is most frequent."""
        return max(self._words.frequency(name, lemma) for name in ("text", "heading", "items", "bodies", "plan"))

    def rarity(self, stem: str) -> float:
        """How much a word of this stem says, from about 0 (everywhere) up; a word that is nowhere counts as rare."""
        total = max(self._words.count, 1)
        return math.log(1 + total / (self._words.frequency("stem", stem) + 1))
