"""The words of some plans only, counted as the word index counts those of all.

For somebody who may read these plans alone: a typing error is not corrected to a word of another plan, and how rare a
word is there is not to be told from the ranking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from index.fields import FIELDS
from index.ledger import Terms

_OF_STEMS = ("text", "heading", "items")


class CountedWords(Protocol):
    """Words with the number of measures that have them: those of the word index, or of some plans."""

    @property
    def count(self) -> int: ...
    def frequency(self, field: str, word: str) -> int: ...
    def vocabulary(self) -> dict[str, int]: ...


class SeenWords:
    """The words of these measures, given by their terms."""

    def __init__(self, measures: Iterable[Terms]) -> None:
        self.count = 0
        self._found: dict[str, Counter[str]] = {name: Counter() for name in (*FIELDS, "surface", "stem")}
        for terms in measures:
            self.count += 1
            self._take(terms)

    def _take(self, terms: Terms) -> None:
        for name in FIELDS:
            self._found[name].update({lemma for term in terms[name] for lemma in term.lemmas})
        self._found["surface"].update({term.surface for name in FIELDS for term in terms[name]})
        self._found["stem"].update({term.stem for name in _OF_STEMS for term in terms[name]})

    def frequency(self, field: str, word: str) -> int:
        """In how many of the measures a word stands in a field («surface» and «stem» are over all fields)."""
        return self._found[field][word]

    def vocabulary(self) -> dict[str, int]:
        """Every surface form with the number of measures that have it."""
        return dict(self._found["surface"])
