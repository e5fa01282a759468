"""What begins a body's name: adjectives and a noun in the nominative, a short name, an acronym, a person."""

from __future__ import annotations

import re
from enum import IntEnum

from corpus.body_words import ABBREVIATED_HEADS, HEADS, NO_BODIES, OPEN_WORDS, UNCHANGED_HEADS
from corpus.central_bodies import is_short_name
from corpus.morphology import can_be, readings
from corpus.text import repair_lookalikes

LETTERS = r"[^\W\d_]"
WORD = re.compile(rf"{LETTERS}+(?:['’ʼ`-]{LETTERS}+)*\.?")
ACRONYM = re.compile(r"[А-ЯІЇЄҐA-Z]{2,}[а-яіїєґ]{0,2}(?:[-–][А-ЯІЇЄҐA-Z\d]+)?")
_PERSON = re.compile(r"[А-ЯІЇЄҐ][а-яіїєґ'’-]+\s+[А-ЯІЇЄҐ]\.\s?(?:[А-ЯІЇЄҐ]\.)?")
_INSTRUMENTAL = re.compile(r"(?:ом|ем|єм|ами|ями|ою|ею|єю)$")


class Begins(IntEnum):
    """How surely a piece of text begins a name of its own."""

    NO = 0  # a genitive, a preposition: it goes on with the name before
    EITHER = 1  # «ради»: nominative plural or genitive singular
    LIKELY = 2  # a nominative that heads no known kind of body
    ACRONYM = 3  # a short name, which can also stand after a head («центр МВС»)
    SURE = 4


def begins_name(text: str, short_names: frozenset[str] = frozenset()) -> Begins:
    """How surely the text begins a body's name; ``short_names`` are those that the document defines.

    >>> begins_name("Департамент освіти").name, begins_name("молоді та спорту").name, begins_name("ДСНС").name
    ('SURE', 'NO', 'ACRONYM')
    """
    text = repair_lookalikes(text).lstrip(" \t\"«»“”'(")
    words = [m.group() for m in WORD.finditer(text[:200].partition(";")[0])]
    if not words:
        return Begins.NO
    first = words[0].rstrip(".")
    if any(text == s or text.startswith((s + " ", s + ",", s + "(", s + "\n")) for s in short_names):
        return Begins.SURE
    if ACRONYM.fullmatch(first) and re.match(r"\s*[«\"“„]", text[len(first) :]):
        return Begins.SURE  # a legal form before a name in quotation marks: ДП «…»
    if is_short_name(first) or ACRONYM.fullmatch(first):
        return Begins.NO if first in NO_BODIES else Begins.ACRONYM
    if _PERSON.match(text):
        return Begins.SURE
    if words[0].endswith(".") and first.lower() in ABBREVIATED_HEADS:
        return Begins.SURE
    return _begins_by_grammar([w.rstrip(".") for w in words])


def _begins_by_grammar(words: list[str]) -> Begins:
    """Adjectives in the nominative, then a noun in the nominative."""
    if words[0].lower() in OPEN_WORDS:
        return Begins.NO
    for number, word in enumerate(words[:7]):
        if word.lower() in ("та", "і", "й", "або") and number:
            continue
        if is_noun(word) and not (is_adjective(word) and _goes_on(words, number)):
            return _noun_begins(words, number)
        if not is_adjective(word):
            return Begins.NO
    return Begins.LIKELY


def _goes_on(words: list[str], number: int) -> bool:
    """Whether another word of the name follows, so that this one, which can be both, is an adjective."""
    following = words[number + 1] if number + 1 < len(words) else ""
    return following in ("та", "і", "й") or (bool(following) and (is_noun(following) or is_adjective(following)))


def _noun_begins(words: list[str], number: int) -> Begins:
    noun = words[number]
    if ACRONYM.fullmatch(noun):
        return Begins.SURE
    if not can_be(noun, "NOUN", "nomn"):
        return Begins.NO
    following = words[number + 1] if number + 1 < len(words) else ""
    if number == 0 and noun.lower() in UNCHANGED_HEADS:
        if _INSTRUMENTAL.search(following):
            return Begins.NO  # «…, управління персоналом»
        return Begins.SURE if following or noun[0].isupper() else Begins.EITHER
    if number == 0 and can_be(noun, "NOUN", "gent"):
        return Begins.EITHER if is_head(noun) else Begins.NO
    return Begins.SURE if is_head(noun) else Begins.LIKELY


def is_noun(word: str) -> bool:
    return any(r.pos == "NOUN" for r in readings(word)) or ACRONYM.fullmatch(word) is not None


def is_adjective(word: str) -> bool:
    """Whether it can be an adjective in the nominative (the accusative looks the same and is no matter here)."""
    return can_be(word, "ADJF", "nomn") and not (word.endswith(("ів", "їв")) and can_be(word, "NOUN", "gent"))


def is_head(word: str) -> bool:
    """Whether it is, in the nominative, a noun that heads bodies («педагог-організатор» by its first half)."""
    first, hyphen, _ = word.partition("-")
    if hyphen and first.lower() not in ("науково", "навчально") and can_be(first, "NOUN", "nomn"):
        word = first
    return any(r.pos == "NOUN" and r.case == "nomn" and r.lemma in HEADS for r in readings(word))


def only_adjective(word: str) -> bool:
    """Whether a word cannot stand as the noun of a name; «Лісова» is an adjective before it is a place."""
    if not is_adjective(word) or ACRONYM.fullmatch(word) or is_head(word):
        return False
    return not can_be(word, "NOUN", "nomn") or readings(word)[0].pos == "ADJF"


def words_of(name: str) -> list[str]:
    return [w.rstrip(".") for w in WORD.findall(re.sub(r"\([^()]*\)\s*$", "", name) or name)]
