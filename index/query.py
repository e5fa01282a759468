"""A question as typed, made ready for search: its concepts, each with the words that can stand for it.

Steps, each a function of the list below: normal letters, words of other languages and keyboards, missing apostrophes,
spelling, request words off, abbreviations and everyday words. What was changed is noted, so that it can be shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.remembering import remembering
from index.compounds import written_out
from index.concepts import Concept
from index.derivation import with_counterpart
from index.languages import from_latin, latin_lookalikes, latin_name, other_layout, other_layout_text, ukrainian_for
from index.request_words import is_request_word
from index.spelling import missing_apostrophe, nearest_word
from index.terms import Term, term_of, words_of
from index.thesaurus import Thesaurus
from index.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Question:
    """``typed``: the text as given, by the right keyboard; ``text``: corrected, as it is embedded; ``notes``: what was
    changed, for people."""

    typed: str
    text: str
    concepts: tuple[Concept, ...]
    notes: tuple[tuple[str, str, str], ...] = ()  # (kind, from, to)


class QuestionReader:
    """Makes questions of texts, with the corpus' own vocabulary and abbreviations at hand."""

    def __init__(self, vocabulary: Vocabulary, thesaurus: Thesaurus) -> None:
        self._vocabulary = vocabulary
        self._thesaurus = thesaurus
        self._remembered = remembering(self._read, texts=256, letters=500)  # a dialogue asks for one often

    def read(self, text: str) -> Question:
        """The question of a text. A text of request words alone keeps them."""
        return self._remembered(text)

    def _read(self, text: str) -> Question:
        notes: list[tuple[str, str, str]] = []
        words: list[str] = []
        relaid = other_layout_text(text, self._vocabulary)
        if relaid is not None:
            notes.append(("layout", text, relaid))
        for word in words_of(relaid or text):
            better, kind = self._repaired(word)
            if kind:
                notes.append((kind, word, " ".join(better)))
            words.extend(better)
        terms = [term_of(word) for word in words]
        kept = [t for t in terms if not t.stop and not is_request_word(t)] or [t for t in terms if not t.stop] or terms
        concepts = tuple(self._concept(term) for term in kept)
        concepts = tuple(with_counterpart(c, self._vocabulary) for c in self._thesaurus.widened(concepts))
        return Question(relaid or text, " ".join(words) or text, concepts, tuple(notes))

    def _repaired(self, word: str) -> tuple[list[str], str]:
        """The word, or what it was meant to be, and the kind of the change; the first step that knows it decides."""
        if word[0].isdigit() or self._vocabulary.has(word):
            return [word], ""
        for kind, step in REPAIRS:
            better = step(word, self._vocabulary)
            if better is not None:
                return better, kind
        return [word], ""

    def _concept(self, term: Term) -> Concept:
        weight = self._vocabulary.rarity(term.stem)
        words = frozenset((term.surface, *term.lemmas))
        known = self._vocabulary.knows(term)
        return Concept(term.surface, words, term.lemmas, term.stem, weight, term.number, known)


REPAIRS: tuple[tuple[str, Callable[[str, Vocabulary], list[str] | None]], ...] = (
    ("keyboard", latin_lookalikes),
    ("apostrophe", missing_apostrophe),
    ("language", ukrainian_for),
    ("transliteration", from_latin),
    ("layout", other_layout),
    ("compound", written_out),
    ("spelling", nearest_word),
    ("transliteration", latin_name),
)
