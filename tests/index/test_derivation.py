"""Borrowed nouns of action beside their verbs."""

from __future__ import annotations

import pytest

from index.concepts import Concept
from index.derivation import counterpart, with_counterpart
from index.fields import FIELDS
from index.seen_words import SeenWords
from index.terms import Term, term_of, terms_of
from index.vocabulary import Vocabulary

PAIRS = [
    ("ратифікувати", "ратифікація"),
    ("кваліфікація", "кваліфікувати"),
    ("міст", None),
    ("акація", None),  # too short before its ending
]


@pytest.mark.parametrize(("lemma", "other"), PAIRS)
def test_counterpart(lemma: str, other: str | None) -> None:
    assert counterpart(lemma) == other


def vocabulary(text: str) -> Vocabulary:
    blank: dict[str, tuple[Term, ...]] = dict.fromkeys(FIELDS, ())
    return Vocabulary(SeenWords([blank | {"text": tuple(terms_of(text))}]))


def concept(word: str) -> Concept:
    term = term_of(word)
    return Concept(word, frozenset((word, *term.lemmas)), term.lemmas, term.stem, 1.0)


def test_the_noun_stands_for_its_verb_where_the_corpus_has_it() -> None:
    (other,) = with_counterpart(concept("ратифікувати"), vocabulary("Подання про ратифікацію угоди")).others
    assert other.stems == (term_of("ратифікація").stem,)
    assert not with_counterpart(concept("ратифікувати"), vocabulary("Подання угоди")).others
    # «модернізувати» and «модернізація» have one stem
    assert not with_counterpart(concept("модернізувати"), vocabulary("Модернізація вежі")).others
