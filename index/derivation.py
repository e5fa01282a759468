"""Verbs and the borrowed nouns of their action, whose stems differ: «ратифікувати» is «ратифікація».

Most nouns of action share the verb's stem («знести», «знесення»; :func:`index.terms.stem_of`). Those in «-ація» do not.
"""

from __future__ import annotations

from dataclasses import replace

from index.concepts import Concept, Other
from index.terms import stem_of
from index.vocabulary import Vocabulary

WEIGHT = 0.9  # of the noun for its verb
_ENDINGS = (("увати", "ація"), ("ювати", "яція"))
_SHORTEST = 3  # letters before the ending; whether there is such a word («купувати»: «купація») the corpus tells


def counterpart(lemma: str) -> str | None:
    """The noun of a verb, or the verb of a noun, by their endings alone.

    >>> counterpart("ратифікувати"), counterpart("ратифікація"), counterpart("міст")
    ('ратифікація', 'ратифікувати', None)
    """
    for verb, noun in _ENDINGS:
        for ending, other in ((verb, noun), (noun, verb)):
            if lemma.endswith(ending) and len(lemma) - len(ending) >= _SHORTEST:
                return lemma.removesuffix(ending) + other
    return None


def with_counterpart(concept: Concept, vocabulary: Vocabulary) -> Concept:
    """The concept with its noun or verb beside it, where the corpus has that and its stem is another."""
    lemma = concept.lemmas[0] if concept.lemmas else ""
    other = counterpart(lemma)
    if other is None or stem_of(other) == concept.stem or not vocabulary.frequency(other):
        return concept
    return replace(concept, others=(Other((stem_of(other),), (other,), WEIGHT, f"{lemma} → {other}"), *concept.others))
