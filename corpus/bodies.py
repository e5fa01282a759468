"""Responsible bodies: a cell's text taken apart into names, with consent marks and the short forms it defines.

Neither a comma nor a line end separates by itself: «Департамент культури, молоді та спорту» is one name. What
decides is grammar: a name begins with a noun in the nominative (with its adjectives), a known short name or an
acronym; what follows a comma in the genitive belongs to the name before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.central_bodies import is_known_name
from corpus.name_ends import CONSENT, DEFINED, END_RULES, bare_name
from corpus.name_starts import LETTERS, Begins, begins_name
from corpus.text import collapse


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


_BULLET = re.compile(r"^[ \t]*(?:[-‐-―−•●▪◦*·]\s+|\d{1,2}[.)]\s+)", re.MULTILINE)
_NUMBERED = re.compile(r"(?<=\s)\d{1,2}[.)]\s+(?=[А-ЯІЇЄҐ])")
_CUT = re.compile(r";|,|\s*\n\s*|[^\S\n]+")


# ---------------------------------------------------------------- what begins a name


# ---------------------------------------------------------------- cutting


# What is longer is no list of bodies; a hostile cell must not cost more than an ordinary one.
_LONGEST_CELL = 6000
_SEEN = 600  # letters before and after a separator that are looked at


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
    if len(text) > _LONGEST_CELL:
        return [PrintedBody(collapse(text), end=len(text))]
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
    closed = [False] * (len(text) + 1)
    for start, end in _closed_spans(text):
        closed[start:end] = [True] * (end - start)
    for match in _CUT.finditer(text):
        mark = match.group().strip(" \t\u00a0") or " "
        mark = "\n" if "\n" in match.group() else mark
        if closed[match.start()]:
            continue
        after = text[match.end() : match.end() + 40]
        if conjunction := re.match(r"(?:та|і|й)\s+", after):
            yield _Place(match.start(), match.end() + conjunction.end(), "and")
        elif mark != " " or re.match(r"[\"«“]?[А-ЯІЇЄҐ]|інші\s", after):
            yield _Place(match.start(), match.end(), mark)


def _closed_spans(text: str) -> list[tuple[int, int]]:
    """Parts in brackets or quotation marks that are closed, with definitions and consent marks."""
    patterns = (r"\([^()]*(?:\([^()]*\)[^()]*)*\)", r"«[^«»]*»", r"“[^“”]*”", r"(?<!\w)\"[^\"\n;]*\"")
    spans = [m.span() for p in patterns for m in re.finditer(p, text)]
    return spans + [m.span() for m in DEFINED.finditer(text)] + [m.span() for m in CONSENT.finditer(text)]


def _ends_here(text: str, start: int, place: _Place, following: int, short_names: frozenset[str]) -> bool:
    """Whether the name that began at ``start`` ends at this place."""
    left = text[max(start, place.start - _SEEN) : place.start]
    right = text[place.end : place.end + _SEEN].lstrip()
    if not left.strip() or not right:
        return False
    return END_RULES[place.mark](bare_name(left), left, right, begins_name(right, short_names), short_names)


# ---------------------------------------------------------------- a name as printed


def _printed(text: str, start: int, end: int) -> list[PrintedBody]:
    part = text[start:end]
    defined = DEFINED.search(part)
    short = collapse(defined["short"]).strip(' ,."«»') if defined else None
    if short:
        short = collapse(CONSENT.sub("", short)).strip(" ,(") or None
    consent = bool(CONSENT.search(part))
    name = _name(part)
    return [PrintedBody(name, consent, short, start, end)] if name or consent else []


def _name(part: str) -> str:
    """The name alone: marks off, halves of hyphenated words put together, brackets balanced."""
    name = CONSENT.sub(" ", DEFINED.sub(" ", part))
    name = re.sub(rf"({LETTERS})-[ \t]*\n\s*({LETTERS})", r"\1-\2", name)
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
