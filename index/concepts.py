"""What a question asks for, word by word, and what else can stand for each word."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Other:
    """Words that can stand for a concept: the stems that must all be there, how much they count (0..1), as shown."""

    stems: tuple[str, ...]
    lemmas: tuple[str, ...]
    weight: float
    shown: str


@dataclass(frozen=True, slots=True)
class Concept:
    """One word or number of the question: as typed, all forms that count as the same word, its stem, its rarity,
    whether the corpus has it at all, and what else can stand for it."""

    typed: str
    words: frozenset[str]
    lemmas: tuple[str, ...]
    stem: str
    weight: float
    number: bool = False
    known: bool = True
    others: tuple[Other, ...] = ()

    @property
    def is_deed(self) -> bool:
        """Whether every reading of the word is an infinitive, or the noun of a deed that is done to anything: it says
        less of a subject than a thing does."""
        return all(_INFINITIVE.match(lemma) or lemma in _DEEDS for lemma in self.lemmas)


_INFINITIVE = re.compile(r".{3,}(?:ти|тися|тись)$")
_DEEDS = frozenset(("боротьба", "протидія", "подолання", "запобігання", "покращення", "поліпшення", "вдосконалення"))
