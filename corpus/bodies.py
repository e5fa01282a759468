"""Responsible bodies: a cell's text taken apart into names, with consent marks and the short forms it defines.

Neither a comma nor a line end separates by itself: «Департамент культури, молоді та спорту» is one name. What
decides is grammar: a name begins with a noun in the nominative (with its adjectives), a known short name or an
acronym; what follows a comma in the genitive belongs to the name before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from corpus.body_words import (
    ABBREVIATED_HEADS,
    CONSENT_WORDS,
    DEFINITION_WORDS,
    HEADS,
    NO_BODIES,
    OPEN_WORDS,
    UNCHANGED_HEADS,
)
from corpus.central_bodies import is_known_name, is_short_name
from corpus.morphology import can_be, readings
from corpus.text import collapse, repair_lookalikes


@dataclass(frozen=True, slots=True)
class PrintedBody:
    """A body as printed: its name without marks, whether by consent, and the short form that is defined for it.

    ``start``..``end`` is the part of the cell's text (marks included) that it was read from.
    """

    text: str
    consent: bool = False
    abbreviation: str | None = None
    start: int = 0
    end: int = 0


class Begins(IntEnum):
    """How surely a piece of text begins a name of its own."""

    NO = 0  # a genitive, a preposition: it goes on with the name before
    EITHER = 1  # «ради»: nominative plural or genitive singular
    LIKELY = 2  # a nominative that heads no known kind of body
    ACRONYM = 3  # a short name, which can also stand after a head («центр МВС»)
    SURE = 4


_LETTERS = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTERS}+(?:['’ʼ`-]{_LETTERS}+)*\.?")
_CONSENT = re.compile(rf"[(\[/]*\s*{CONSENT_WORDS}(?:\s+сторін)?\s*[)\]/]*", re.IGNORECASE)
_DEFINED = re.compile(
    rf"[(\[]\s*{DEFINITION_WORDS}\s*[-‐-―−:]*\s*(?P<short>[^()\[\];\n]*?(?:\n[^()\[\];\n]+?)?)\s*"
    rf"(?:[)\]]|(?=[(\[]\s*{CONSENT_WORDS})|(?=[,;]\s)|$)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[ \t]*(?:[-‐-―−•●▪◦*·]\s+|\d{1,2}[.)]\s+)", re.MULTILINE)
_NUMBERED = re.compile(r"(?<=\s)\d{1,2}[.)]\s+(?=[А-ЯІЇЄҐ])")
_ACRONYM = re.compile(r"[А-ЯІЇЄҐA-Z]{2,}[а-яіїєґ]{0,2}(?:[-–][А-ЯІЇЄҐA-Z\d]+)?")
_PERSON = re.compile(r"[А-ЯІЇЄҐ][а-яіїєґ'’-]+\s+[А-ЯІЇЄҐ]\.\s?(?:[А-ЯІЇЄҐ]\.)?")
_INITIALS = re.compile(r"\s[А-ЯІЇЄҐ]\.\s?(?:[А-ЯІЇЄҐ]\.)?$")
_CUT = re.compile(r";|,|\s*\n\s*|[^\S\n]+")
_INSTRUMENTAL = re.compile(r"(?:ом|ем|єм|ами|ями|ою|ею|єю)$")


# ---------------------------------------------------------------- what begins a name


def begins_name(text: str, short_names: frozenset[str] = frozenset()) -> Begins:
    """How surely the text begins a body's name; ``short_names`` are those that the document defines.

    >>> begins_name("Департамент освіти").name, begins_name("молоді та спорту").name, begins_name("ДСНС").name
    ('SURE', 'NO', 'ACRONYM')
    """
    text = repair_lookalikes(text).lstrip(" \t\"«»“”'(")
    words = [m.group() for m in _WORD.finditer(text[:200].partition(";")[0])]
    if not words:
        return Begins.NO
    first = words[0].rstrip(".")
    if any(text == s or text.startswith((s + " ", s + ",", s + "(", s + "\n")) for s in short_names):
        return Begins.SURE
    if _ACRONYM.fullmatch(first) and re.match(r"\s*[«\"“„]", text[len(first) :]):
        return Begins.SURE  # a legal form before a name in quotation marks: ДП «…»
    if is_short_name(first) or _ACRONYM.fullmatch(first):
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
        if _is_noun(word) and not (_is_adjective(word) and _goes_on(words, number)):
            return _noun_begins(words, number)
        if not _is_adjective(word):
            return Begins.NO
    return Begins.LIKELY


def _goes_on(words: list[str], number: int) -> bool:
    """Whether another word of the name follows, so that this one, which can be both, is an adjective."""
    following = words[number + 1] if number + 1 < len(words) else ""
    return following in ("та", "і", "й") or (bool(following) and (_is_noun(following) or _is_adjective(following)))


def _is_noun(word: str) -> bool:
    return any(r.pos == "NOUN" for r in readings(word)) or _ACRONYM.fullmatch(word) is not None


def _is_adjective(word: str) -> bool:
    """Whether it can be an adjective in the nominative (the accusative looks the same and is no matter here)."""
    return can_be(word, "ADJF", "nomn") and not (word.endswith(("ів", "їв")) and can_be(word, "NOUN", "gent"))


def _is_head(word: str) -> bool:
    """Whether it is, in the nominative, a noun that heads bodies («педагог-організатор» by its first half)."""
    first, hyphen, _ = word.partition("-")
    if hyphen and first.lower() not in ("науково", "навчально") and can_be(first, "NOUN", "nomn"):
        word = first
    return any(r.pos == "NOUN" and r.case == "nomn" and r.lemma in HEADS for r in readings(word))


def _noun_begins(words: list[str], number: int) -> Begins:
    noun = words[number]
    if _ACRONYM.fullmatch(noun):
        return Begins.SURE
    if not can_be(noun, "NOUN", "nomn"):
        return Begins.NO
    following = words[number + 1] if number + 1 < len(words) else ""
    if number == 0 and noun.lower() in UNCHANGED_HEADS:
        if _INSTRUMENTAL.search(following):
            return Begins.NO  # «…, управління персоналом»
        return Begins.SURE if following or noun[0].isupper() else Begins.EITHER
    if number == 0 and can_be(noun, "NOUN", "gent"):
        return Begins.EITHER if _is_head(noun) else Begins.NO
    return Begins.SURE if _is_head(noun) else Begins.LIKELY


# ---------------------------------------------------------------- cutting


@dataclass(frozen=True, slots=True)
class _Place:
    """A place where a name may end: the separator's start and end, and what it is."""

    start: int
    end: int
    mark: str


def split_bodies(text: str, short_names: frozenset[str] = frozenset()) -> list[PrintedBody]:
    """The bodies that a cell names, in order, as printed. ``short_names``: short forms the document has defined.

    >>> [b.text for b in split_bodies("Відділ культури, молоді та спорту, ГУНП (за згодою)")]
    ['Відділ культури, молоді та спорту', 'ГУНП']
    """
    text = _NUMBERED.sub(lambda m: ";" + " " * (len(m.group()) - 1), text) if re.match(r"\s*1[.)]\s", text) else text
    text = _BULLET.sub(lambda m: ";" + " " * (len(m.group()) - 1) if m.start() else " " * len(m.group()), text)
    start = 0
    out: list[PrintedBody] = []
    places = list(_places(text))
    for number, place in enumerate(places):
        following = places[number + 1].start if number + 1 < len(places) else len(text)
        if _ends_here(text, start, place, following, short_names):
            out += _printed(text, start, place.start)
            start = place.end
    return _with_lone_marks([*out, *_printed(text, start, len(text))])


def _places(text: str) -> Iterator[_Place]:
    """Separators outside brackets and quotation marks, blanks before a capital letter included."""
    closed = _closed_spans(text)
    for match in _CUT.finditer(text):
        mark = match.group().strip(" \t\u00a0") or " "
        mark = "\n" if "\n" in match.group() else mark
        if any(a <= match.start() < b for a, b in closed):
            continue
        after = text[match.end() :]
        if conjunction := re.match(r"(?:та|і|й)\s+", after):
            yield _Place(match.start(), match.end() + conjunction.end(), "and")
        elif mark != " " or re.match(r"[\"«“]?[А-ЯІЇЄҐ]|інші\s", after):
            yield _Place(match.start(), match.end(), mark)


def _closed_spans(text: str) -> list[tuple[int, int]]:
    """Parts in brackets or quotation marks that are closed, with definitions and consent marks."""
    patterns = (r"\([^()]*(?:\([^()]*\)[^()]*)*\)", r"«[^«»]*»", r"“[^“”]*”", r"(?<!\w)\"[^\"\n;]*\"")
    spans = [m.span() for p in patterns for m in re.finditer(p, text)]
    return spans + [m.span() for m in _DEFINED.finditer(text)] + [m.span() for m in _CONSENT.finditer(text)]


def _ends_here(text: str, start: int, place: _Place, following: int, short_names: frozenset[str]) -> bool:
    """Whether the name that began at ``start`` ends at this place."""
    left, right = text[start : place.start], text[place.end :].lstrip()
    if not left.strip() or not right:
        return False
    return _RULES[place.mark](_bare(left), left, right, begins_name(right, short_names), short_names)


def _bare(text: str) -> str:
    """The name without marks and definitions, white space collapsed."""
    name = collapse(_CONSENT.sub(" ", _DEFINED.sub(" ", text))).strip(" ,;")
    return name if _INITIALS.search(name) else name.rstrip(".")


def _marked(left: str) -> bool:
    """Whether the text ends in a consent mark or a definition: a name never goes on after one."""
    match = list(re.finditer(rf"(?:{_CONSENT.pattern}|{_DEFINED.pattern})\s*$", left, re.IGNORECASE))
    return bool(match)


def _words(name: str) -> list[str]:
    return [w.rstrip(".") for w in _WORD.findall(re.sub(r"\([^()]*\)\s*$", "", name) or name)]


def _only_adjective(word: str) -> bool:
    """Whether a word cannot stand as the noun of a name; «Лісова» is an adjective before it is a place."""
    if not _is_adjective(word) or _ACRONYM.fullmatch(word) or _is_head(word):
        return False
    return not can_be(word, "NOUN", "nomn") or readings(word)[0].pos == "ADJF"


def _complete(name: str) -> bool:
    """Whether a name can end here: it has a noun or acronym, and no word that wants another after it."""
    if _INITIALS.search(name):
        return True
    words = _words(name)
    if not words or words[-1].lower() in OPEN_WORDS or name.endswith(("-", "–")):
        return False
    return not all(_only_adjective(w) or w.lower() in ("та", "і", "й") for w in words)


def _headed(name: str) -> bool:
    """Whether a name has what it needs after its head: «Департамент освіти», a short or known name, but not
    «Головне управління» nor «Державна судова»."""
    words = _words(name)
    if not _complete(name) or _only_adjective(words[-1]):
        return False
    return is_known_name(name) or bool(_ACRONYM.fullmatch(words[-1])) or not _is_head(words[-1]) or _is_owner(words[-1])


def _is_owner(word: str) -> bool:
    """«облдержадміністрації» at the end of a name says whose department it is."""
    return bool(re.search(r"(?:адміністраці[яїй]|виконком\w*|облрад[аи]|райрад[аи]|міськрад[аи])$", word.lower()))


def _at_semicolon(name: str, left: str, right: str, begins: Begins, short: frozenset[str]) -> bool:
    return True


def _at_comma(name: str, left: str, right: str, begins: Begins, short: frozenset[str]) -> bool:
    if re.match(rf"[(\[/]*\s*{CONSENT_WORDS}", right, re.IGNORECASE):
        return False
    if _marked(left):
        return True
    if not _complete(name):
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
    if begins == Begins.EITHER and _is_owner(_words(name)[-1]) and _is_owner(_words(right)[0]):
        return True  # one line each: «… облдержадміністрації», «райдержадміністрації»
    if begins in (Begins.EITHER, Begins.LIKELY):
        return right[:1].isupper() and _headed(name)
    return begins == Begins.SURE


def _at_blank(name: str, left: str, right: str, begins: Begins, short: frozenset[str]) -> bool:
    if re.match(rf"[(\[/]*\s*(?:{CONSENT_WORDS}|{DEFINITION_WORDS})", right, re.IGNORECASE) or right[:1] in "(":
        return False
    if _marked(left):
        return begins > Begins.NO or right[:1].isupper()
    if right.startswith("інші ") and begins >= Begins.LIKELY:
        return _is_short(name, short)
    if begins == Begins.ACRONYM:
        return is_short_name(name) and is_short_name(_words(right)[0]) and not name.isupper()
    return (
        begins == Begins.SURE and _complete(name) and _headed(name) and len(name.split()) > 1 and not _wants_noun(name)
    )


def _wants_noun(name: str) -> bool:
    """Whether the last word is an adjective («Регіональний сервісний Центр») or a head («Відділення Поліції»)."""
    return _only_adjective(_words(name)[-1])


def _at_and(name: str, left: str, right: str, begins: Begins, short: frozenset[str]) -> bool:
    """«ОДА та КМДА» are two; «освіти та науки», «Львівська та Чернівецька ОДА» one."""
    if begins == Begins.ACRONYM:
        return _marked(left) or _is_short(name, short)
    return begins == Begins.SURE and _complete(name) and (_marked(left) or _head_is_nominative(right))


def _head_is_nominative(text: str) -> bool:
    """Whether the noun that begins it is a nominative beyond doubt."""
    words = _words(text[:120])
    noun = next((w for w in words if _is_noun(w) and not _is_adjective(w)), "")
    if can_be(noun, "NOUN", "gent"):
        return _is_adjective(words[0]) and noun != words[0]
    return can_be(noun, "NOUN", "nomn")


_Rule = Callable[[str, str, str, Begins, frozenset[str]], bool]
_RULES: dict[str, _Rule] = {";": _at_semicolon, ",": _at_comma, "\n": _at_line_end, " ": _at_blank, "and": _at_and}


def _is_short(name: str, short: frozenset[str]) -> bool:
    return name in short or is_known_name(name) or bool(_ACRONYM.fullmatch(name))


# ---------------------------------------------------------------- a name as printed


def _printed(text: str, start: int, end: int) -> list[PrintedBody]:
    part = text[start:end]
    defined = _DEFINED.search(part)
    short = collapse(defined["short"]).strip(' ,."«»') if defined else None
    if short:
        short = collapse(_CONSENT.sub("", short)).strip(" ,(") or None
    consent = bool(_CONSENT.search(part))
    name = _name(part)
    return [PrintedBody(name, consent, short, start, end)] if name or consent else []


def _name(part: str) -> str:
    """The name alone: marks off, halves of hyphenated words put together, brackets balanced."""
    name = _CONSENT.sub(" ", _DEFINED.sub(" ", part))
    name = re.sub(rf"({_LETTERS})-[ \t]*\n\s*({_LETTERS})", r"\1-\2", name)
    name = collapse(name).strip(" ,;:•·*–—")
    name = re.sub(r"\(\s*\)|\[\s*\]", "", name).strip()
    name = name.rstrip("([ ") if name.count("(") <= name.count(")") else re.sub(r"\(\s*$", "", name)
    name = re.sub(r"(?<=\w)\s+([,;])", r"\1", name.strip(" -–,"))
    return name if re.search(r"\b\w{1,3}\.$", name) else name.rstrip(".")


def _with_lone_marks(found: list[PrintedBody]) -> list[PrintedBody]:
    """A consent mark that stands alone belongs to the name before it."""
    out: list[PrintedBody] = []
    for body in found:
        if body.text:
            out.append(body)
        elif out:
            last = out.pop()
            out.append(PrintedBody(last.text, True, last.abbreviation, last.start, body.end))
    return out


@lru_cache(maxsize=4096)
def looks_like_bodies(text: str) -> float:
    """How far a cell's text is a list of bodies: 0 (nothing of it) to 1 (all of its names begin like bodies).

    >>> looks_like_bodies("Департамент освіти, ДСНС (за згодою)") > 0.9, looks_like_bodies("Звіт затверджено") < 0.3
    (True, True)
    """
    if not text.strip() or len(text) > 3000:
        return 0.0
    found = split_bodies(text)
    if not found:
        return 0.0
    return sum(_body_likeness(b) * len(b.text) for b in found) / max(1, sum(len(b.text) for b in found))


def _body_likeness(body: PrintedBody) -> float:
    if body.consent or body.abbreviation:
        return 1.0
    begins = begins_name(body.text)
    if is_known_name(body.text):
        return 1.0
    if begins == Begins.EITHER:
        return 0.7
    if len(body.text.split()) > 25 or re.search(r"[.!?]\s+[А-ЯІЇЄҐ]", body.text):
        return 0.1
    return {Begins.NO: 0.0, Begins.LIKELY: 0.25, Begins.ACRONYM: 1.0, Begins.SURE: 1.0}[begins]
