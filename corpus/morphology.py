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


def inflected(word: str, case: str, number: str, gender: str = "", *, part: str = "", old: str = "") -> str | None:
    """The word in this case and number (adjectives also gender in the singular), its capitals kept; None where the
    dictionary cannot. ``part`` and ``old``: what part of speech and which case the word is read as («банку» is a form
    of «банк» and of «банка»)."""
    forms = [
        form
        for parse in _analyser().parse(word.translate(_TO_APOSTROPHE))
        if not (part and _part(parse.tag) != part) and not (old and _unlike(parse.tag, old, number))
        if (form := _form(parse, case, number, gender))
    ]
    if not forms:
        return None
    # «центру» beside «центра»: of a body's genitives the one in -у is written
    out = next((form for form in forms if case == "gent" and form.endswith(("у", "ю"))), forms[0])
    return out.upper() if word.isupper() and len(word) > 1 else out.capitalize() if word[:1].isupper() else out


def _unlike(tag: Any, case: str, number: str) -> bool:
    return bool((tag.case or case) != case or ("plur" in tag) != (number == "plur"))


def _form(parse: Any, case: str, number: str, gender: str) -> str | None:
    """The form of the parsed word in this case and number; an adjective's also of this gender."""
    adjective = parse.tag.POS != "NOUN" and number == "sing"
    for form in parse.lexeme:
        own = form.tag.case or ("nomn" if form.word == parse.normal_form else "")  # a few entries lack the mark
        agrees = not (adjective and gender) or form.tag.gender == gender
        if agrees and own == case and ("plur" in form.tag) == (number == "plur"):
            return str(form.word)
    return None
