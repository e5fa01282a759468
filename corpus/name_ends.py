"""Where a body's name ends: for each kind of separator a rule that says whether what follows is another name.

A rule is given the name so far without marks, the same with them, the text after the separator, how surely that
begins a name, and the document's own short forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.body_words import CONSENT_WORDS, DEFINITION_WORDS, OPEN_WORDS
from corpus.central_bodies import is_known_name
from corpus.morphology import can_be
from corpus.name_starts import ACRONYM, Begins, begins_name, is_adjective, is_head, is_noun, only_adjective, words_of
from corpus.text import collapse

CONSENT = re.compile(rf"[(\[/]*\s*{CONSENT_WORDS}(?:\s+сторін)?\s*[)\]/]*", re.IGNORECASE)
DEFINED = re.compile(
    rf"[(\[]\s*{DEFINITION_WORDS}\s*[-‐-―−:]*\s*(?P<short>[^()\[\];\n]*?(?:\n[^()\[\];\n]+?)?)\s*"
    rf"(?:[)\]]|(?=[(\[]\s*{CONSENT_WORDS})|(?=[,;]\s)|$)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\s[А-ЯІЇЄҐ]\.\s?(?:[А-ЯІЇЄҐ]\.)?$")


def bare_name(text: str) -> str:
    """The name without marks and definitions, white space collapsed."""
    name = collapse(CONSENT.sub(" ", DEFINED.sub(" ", text))).strip(" ,;")
    return name if _INITIALS.search(name) else name.rstrip(".")


def _marked(left: str) -> bool:
    """Whether the text ends in a consent mark or a definition: a name never goes on after one."""
    match = list(re.finditer(rf"(?:{CONSENT.pattern}|{DEFINED.pattern})\s*$", left, re.IGNORECASE))
    return bool(match)


def _complete(name: str) -> bool:
    """Whether a name can end here: it has a noun or acronym, and no word that wants another after it."""
    if _INITIALS.search(name):
        return True
    words = words_of(name)
    if not words or words[-1].lower() in OPEN_WORDS or name.endswith(("-", "–")):
        return False
    return not all(only_adjective(w) or w.lower() in ("та", "і", "й") for w in words)


def _headed(name: str) -> bool:
    """Whether a name has what it needs after its head: «Департамент освіти», a short or known name, but not
    «Головне управління» nor «Державна судова»."""
    words = words_of(name)
    if not _complete(name) or only_adjective(words[-1]):
        return False
    return is_known_name(name) or bool(ACRONYM.fullmatch(words[-1])) or not is_head(words[-1]) or _is_owner(words[-1])


def _is_owner(word: str) -> bool:
    """«облдержадміністрації» at the end of a name says whose department it is."""
    return bool(re.search(r"(?:адміністраці[яїй]|виконком\w*|облрад[аи]|райрад[аи]|міськрад[аи])$", word.lower()))


def _is_short(name: str, short: frozenset[str]) -> bool:
    return name in short or is_known_name(name) or bool(ACRONYM.fullmatch(name))


def _at_semicolon(name: str, left: str, right: str, begins: Begins, short: frozenset[str]) -> bool:
    return True


def _at_comma(name: str, left: str, right: str, begins: Begins, short: frozenset[str]) -> bool:
    if re.match(rf"[(\[/]*\s*{CONSENT_WORDS}", right, re.IGNORECASE):
        return False
    if _marked(left):
        return True
    if not _complete(name) or ":" in name:  # «центральні органи: ОМС, ОДА» is one entry
        return False
    if begins == Begins.LIKELY:
        return right[:1].isupper() or right.startswith("інші")
    if begins == Begins.EITHER and len(name.split()) == 1 and not is_known_name(name):
        return begins_name(name) != Begins.EITHER  # «підприємства, установи та організації»
    return begins != Begins.NO


def _at_line_end(name: str, left: str, right: str, begins: Begins, short: frozenset[str]) -> bool:
    if re.match(rf"[(\[/]*\s*(?:{CONSENT_WORDS}|{DEFINITION_WORDS})", right, re.IGNORECASE):
        return False
    if left.rstrip().endswith((",", ";")):
        return _at_comma(name, left, right, begins, short)
    if _marked(left):
        return True
    if not _complete(name):
        return False
    if begins == Begins.ACRONYM:
        return _headed(name) and (_is_short(name, short) or not re.match(r"\S+\s+(?:України|[ув])\s", right))
    if begins == Begins.EITHER and _is_owner(words_of(name)[-1]) and _is_owner(words_of(right)[0]):
        return True  # one line each: «… облдержадміністрації», «райдержадміністрації»
    if begins in (Begins.EITHER, Begins.LIKELY):
        return right[:1].isupper() and _headed(name)
    return begins == Begins.SURE


def _at_blank(name: str, left: str, right: str, begins: Begins, short: frozenset[str]) -> bool:
    if re.match(rf"[(\[/]*\s*(?:{CONSENT_WORDS}|{DEFINITION_WORDS})", right, re.IGNORECASE) or right[:1] in "(":
        return False
    if _marked(left):
        return begins > Begins.NO or right[:1].isupper()
    if _is_short(name, short) or begins == Begins.ACRONYM:
        return False  # two short names side by side: nothing printed says where one ends
    return (
        begins == Begins.SURE and _complete(name) and _headed(name) and len(name.split()) > 1 and not _wants_noun(name)
    )


def _wants_noun(name: str) -> bool:
    """Whether the last word is an adjective («Регіональний сервісний Центр») or a head («Відділення Поліції»)."""
    return only_adjective(words_of(name)[-1])


def _at_and(name: str, left: str, right: str, begins: Begins, short: frozenset[str]) -> bool:
    """«ОДА та КМДА» are two; «освіти та науки», «Львівська та Чернівецька ОДА» one."""
    if begins == Begins.ACRONYM:
        return _marked(left) or _is_short(name, short)
    return begins == Begins.SURE and _complete(name) and (_marked(left) or _head_is_nominative(right))


def _head_is_nominative(text: str) -> bool:
    """Whether the noun that begins it is a nominative beyond doubt."""
    words = words_of(text[:120])
    noun = next((w for w in words if is_noun(w) and not is_adjective(w)), "")
    if can_be(noun, "NOUN", "gent"):
        return is_adjective(words[0]) and noun != words[0]
    return can_be(noun, "NOUN", "nomn")


_Rule = Callable[[str, str, str, Begins, frozenset[str]], bool]
END_RULES: dict[str, _Rule] = {";": _at_semicolon, ",": _at_comma, "\n": _at_line_end, " ": _at_blank, "and": _at_and}
