"""Names of bodies put from one case into another: the adjectives and the noun that head them change, the rest stays."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.body_words import HEADS
from corpus.morphology import can_be, inflected, readings

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_HEAD_WORDS = 6  # words of a name among which its head is looked for
# Endings of one-word short names («Держгеокадастр», «Нацполіція»), nominative -> genitive, dative, instrumental.
_SHORT_ENDINGS = (
    ("ія", ("ії", "ії", "ією")),
    ("ка", ("ки", "ці", "кою")),
    ("а", ("и", "і", "ою")),
    ("во", ("ва", "ву", "вом")),
    ("", ("у", "у", "ом")),
)
_INVARIABLE = re.compile(r"(?:[иіїуюея]|ого|рто|кіно|радіо|стю)$")


@lru_cache(maxsize=5_000)
def genitive(name: str) -> str:
    """A name in the genitive.

    >>> genitive("Державна міграційна служба України")
    'Державної міграційної служби України'
    """
    return head_changed(name, "nomn", "gent")


def short_forms(name: str) -> tuple[str, ...]:
    """The other cases of a one-word short name; none for acronyms and for names that stay («Мін'юст» takes endings,
    «Мінекономіки» does not).

    >>> short_forms("Держгеокадастр"), short_forms("Мінекономіки")
    (('Держгеокадастру', 'Держгеокадастру', 'Держгеокадастром'), ())
    """
    if " " in name or not name[1:2].islower() or (_INVARIABLE.search(name) and not name.endswith("ія")):
        return ()
    end, others = next(pair for pair in _SHORT_ENDINGS if name.endswith(pair[0]))
    return tuple(name[: len(name) - len(end)] + other for other in others)


def nominative(name: str) -> str:
    """The name in the nominative where it is printed in another case; as it is where it may stand in the nominative.

    >>> nominative("Головного управління освіти"), nominative("Роменської міської ради")
    ('Головне управління освіти', 'Роменська міська рада')
    """
    first = next((w.group() for w in WORD.finditer(name)), "")
    if not first or can_be(first, "NOUN", "nomn") or can_be(first, "ADJF", "nomn") or first.isupper():
        return name
    for case in ("gent", "datv", "ablt"):
        head = any(r.pos == "NOUN" and r.case == case and r.lemma in HEADS for r in readings(first))
        if head or can_be(first, "ADJF", case):
            changed = head_changed(name, case, "nomn")
            if changed != name:
                return changed
    return name


def head_changed(name: str, old: str, new: str) -> str:
    """The head of a name put from one case into another; as it was where the dictionary does not know it."""
    words = list(WORD.finditer(name))[:_HEAD_WORDS]
    place = _head_of([w.group() for w in words], old)
    if place is None:
        return name
    noun = next(r for r in readings(words[place].group()) if r.pos == "NOUN" and r.case == old)
    out, last = "", 0
    for number, match in enumerate(words[: place + 1]):
        part = "NOUN" if number == place else "ADJF"
        form = inflected(match.group(), new, noun.number, noun.gender, part=part, old=old)
        if form is None:
            return name
        out += name[last : match.start()] + form
        last = match.end()
    return out + name[last:]


def _head_of(words: list[str], case: str) -> int | None:
    """The place of the noun to which the adjectives before it lead; None where there is none in this case."""
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        if can_be(word, "NOUN", case) and not _agree(word, following, case):
            return place
        if not can_be(word, "ADJF", case):
            return None
    return None


def _agree(word: str, following: str, case: str) -> bool:
    """Whether a word can be an adjective of the next one: «Головне управління», but not «Рада України»."""
    own = {(r.number, r.gender) for r in readings(word) if r.pos == "ADJF" and r.case == case}
    return any(
        r.pos in ("ADJF", "NOUN") and r.case == case and (r.number, r.gender) in own for r in readings(following)
    )
