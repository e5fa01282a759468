"""Cases of Ukrainian words from pymorphy3's dictionary: what may begin a name, and names put into another case.

The only importer of pymorphy3; the dictionary is loaded with the first word (0.1 s). Lemmas of running text are the
business of ``corpus.analysis``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from corpus.text import APOSTROPHES

_TO_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a word form: its part of speech («NOUN», «ADJF» …), case («nomn», «gent» … or «»),
    number («sing», «plur»), gender («masc», «femn», «neut» or «»), and lemma."""

    pos: str
    case: str
    number: str
    gender: str
    lemma: str
    known: bool


@cache
def _analyser() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="uk")


@lru_cache(maxsize=20_000)
def readings(word: str) -> tuple[Reading, ...]:
    """All readings of a word, likeliest first.

    >>> {r.lemma for r in readings("департаменту")}
    {'департамент'}
    """
    parses = _analyser().parse(word.translate(_TO_APOSTROPHE))
    ordinary = [p for p in parses if not {"Surn", "Name", "Patr"} & p.tag.grammemes]  # «Лісова» is seldom a surname
    return tuple(
        Reading(
            _part(p.tag),
            p.tag.case or ("nomn" if p.normal_form == word.lower() else ""),  # a few entries lack the mark
            "plur" if "plur" in p.tag else "sing",
            p.tag.gender or "",
            p.normal_form,
            bool(p.is_known),
        )
        for p in ordinary or parses
    )


def _part(tag: Any) -> str:
    """The part of speech; pronouns and participles that agree like adjectives count as adjectives."""
    part = str(tag.POS or "")
    return "ADJF" if part in ("NPRO", "PRTF", "NUMR") and tag.case else part


@lru_cache(maxsize=20_000)
def can_be(word: str, pos: str, case: str) -> bool:
    """Whether some reading of the word has this part of speech and case."""
    return any(r.pos == pos and r.case == case for r in readings(word))


@lru_cache(maxsize=20_000)
def lemma(word: str) -> str:
    """The likeliest lemma in lower case."""
    found = readings(word)
    return found[0].lemma if found else word.lower()


def inflected(word: str, case: str, number: str, gender: str = "") -> str | None:
    """The word in this case and number (adjectives also gender in the singular), its capitals kept; None where the
    dictionary cannot."""
    for parse in _analyser().parse(word.translate(_TO_APOSTROPHE)):
        wanted = (
            {case, "plur"} if number == "plur" else {case, *([gender] if gender and parse.tag.POS != "NOUN" else [])}
        )
        form = parse.inflect(wanted)
        if form is not None:
            out = str(form.word)
            return out.upper() if word.isupper() and len(word) > 1 else out.capitalize() if word[:1].isupper() else out
    return None
