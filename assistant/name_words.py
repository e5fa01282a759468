"""The words of names (of bodies and plans), and what people type instead of them.

A name's words are read as search reads a question, but against the words of the names: «соцполітики» is «соціальної
політики» where a department is called so, «инвалидов» the Ukrainian word where a fund has it in its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from corpus.body_matching import weight_of
from index.compounds import written_out_name
from index.fields import FIELDS
from index.query import QuestionReader
from index.seen_words import SeenWords
from index.terms import Term, terms_of
from index.thesaurus import Thesaurus
from index.vocabulary import Vocabulary

Ways = list[list[frozenset[str]]]  # for each word typed: sets of stems, of which one must all be said


class NameWords:
    """Reads typed words against those of the ``names``, which are read when the first words come."""

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._names = names

    @cached_property
    def _reader(self) -> QuestionReader:
        blank: dict[str, tuple[Term, ...]] = dict.fromkeys(FIELDS, ())
        words = SeenWords(blank | {"text": tuple(terms_of(name))} for name in self._names())
        return QuestionReader(Vocabulary(words), Thesaurus.load())

    def ways(self, words: str) -> Ways:
        """For each word that tells something, the stems that can stand for it."""
        concepts = self._reader.read(written_out_name(words)).concepts
        return [
            [frozenset((c.stem,)), *(frozenset(other.stems) for other in c.others)]
            for c in concepts
            if any(weight_of(lemma) for lemma in c.lemmas)
        ]


def ways_of(stems: Iterable[str]) -> Ways:
    """Words that nothing can stand for."""
    return [[frozenset((stem,))] for stem in stems]


def said_in(asked: Ways, stems: frozenset[str]) -> frozenset[str] | None:
    """Those of a name's stems that words say; None where a word is not in the name in any way.

    >>> sorted(said_in(ways_of(["ab"]), frozenset(["ab", "cd"]))), said_in(ways_of(["ef"]), frozenset(["ab"]))
    (['ab'], None)
    """
    said: set[str] = set()
    for ways in asked:
        way = next((way for way in ways if way <= stems), None) or _akin(ways[0], stems)
        if way is None:
            return None
        said |= way
    return frozenset(said)


_KIN = 6  # letters that words of one root share: «архітектори», «архітектури»


def _akin(way: frozenset[str], stems: frozenset[str]) -> frozenset[str] | None:
    """The stem of a name that has the root of a word typed, where the word itself is not in the name."""
    (typed,) = way
    return next(
        (frozenset((s,)) for s in sorted(stems) if len(s) >= _KIN <= len(typed) and s[:_KIN] == typed[:_KIN]), None
    )
