"""Deadlines: what a deadline cell says, as an interval, a repetition, or a reason why there is no date.

``parse_deadline`` reads one deadline, ``split_deadlines`` takes a cell that holds several apart, ``deadline_tail``
finds one at the end of another cell's text. The pieces (dates, months, quarters …) come from ``deadline_atoms``, what
stands beside them from ``deadline_phrases``; ``deadline_intervals`` puts them together.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from corpus.deadline import NO_PERIOD, NO_TEXT, NOT_READ, OTHER_TEXT, Deadline
from corpus.deadline_atoms import atoms, shape
from corpus.deadline_intervals import Piece, boundaries, interval, pieces_of, two_columns
from corpus.deadline_phrases import (
    UNTIL,
    WHOLE_YEAR,
    of_the_plan,
    other_words,
    reason_for_none,
    recurrence_in,
    without_events,
)

__all__ = ["Deadline", "deadline_tail", "looks_like_deadline", "parse_deadline", "split_deadlines"]

_TIME = re.compile(r"(?<![\d.])\d{1,2}:\d\d(?::\d\d)?(?!\d)")
_DANGLING = re.compile(
    r"(?:^|\s)(?:на|за|у|в|від|станом на|до|з|із|по|на період|протягом|упродовж|№|та|і|й|звіту?|стратегії|програми)\s*$"
)
_UNDATED_START = re.compile(
    r"\s*(?:\d+ |негайно|невідкладно|терміново|за|у|в|по|при|протягом|упродовж|впродовж|не|згідно|відповідно|після|з|із"
    r"|через|під|до|строк|термін|на|окремим)\b"
)


# What is longer is no deadline; a hostile cell must not cost more than an ordinary one.
_LONGEST_CELL = 1000


def parse_deadline(text: str, default_from: date | None = None, default_to: date | None = None) -> Deadline:
    """What a deadline text says. ``default_from``/``default_to`` are the plan's period, which gives the year where
    the text has none.

    >>> parse_deadline("До 25 грудня 2020 року").end
    datetime.date(2020, 12, 25)
    >>> parse_deadline("щокварталу до 25 числа").recurrence
    'quarterly:25'
    """
    shaped = _TIME.sub(lambda m: " " * len(m.group()), shape(text[:_LONGEST_CELL]))
    if not shaped.strip(" \n.-*_"):
        return Deadline(undated=NO_TEXT)
    found = without_events(atoms(shaped), shaped)
    recurrence = recurrence_in(shaped, found)
    remarks = (OTHER_TEXT,) if found and other_words(shaped, found) else ()
    if found:
        deadline = interval(shaped, found, default_from, default_to, recurrence)
    else:
        deadline = of_the_plan(shaped, default_from, default_to) or Deadline(
            undated=reason_for_none(shaped, recurrence)
        )
    seen = dict.fromkeys((*deadline.remarks, *remarks))
    return replace(deadline, recurrence=recurrence, remarks=tuple(seen))


@lru_cache(maxsize=4096)
def looks_like_deadline(text: str) -> bool:
    """Whether a cell's text is a deadline and nothing else (a few words more are borne after a full date).

    >>> looks_like_deadline("III–ІV квартали 2020 року"), looks_like_deadline("Звіт за 2019 рік")
    (True, False)
    """
    if not text.strip() or len(text) > 250:
        return False
    shaped = _TIME.sub(lambda m: " " * len(m.group()), shape(text))
    found = atoms(shaped)
    others = other_words(shaped, found)
    words = [w for w in others if not w.isdigit()]
    if found and all(
        a.kind == "date" and a.year is None and re.fullmatch(r"[\d.]+", shaped[a.start : a.end]) for a in found
    ):
        return (len(found) > 1 and not others) or bool(UNTIL.search(shaped[: found[0].start]))
    if found and (not others or (found[0].kind == "date" and found[0].year and len(words) <= 3 and found[0].start < 4)):
        return True
    reason = reason_for_none(shaped, recurrence_in(shaped, found))
    if reason == NO_PERIOD:
        return not others
    if recurrence_in(shaped, found):
        return len(others) <= 2
    return reason != NOT_READ and bool(_UNDATED_START.match(shaped))


def split_deadlines(text: str) -> list[str]:
    """The whole deadlines of a cell, in order. Months without a year of their own are one list.

    >>> split_deadlines("Грудень 2019 року Січень 2020 року")
    ['Грудень 2019 року', 'Січень 2020 року']
    >>> split_deadlines("Квітень Травень Червень")
    ['Квітень Травень Червень']
    """
    if len(text) > _LONGEST_CELL:
        return [" ".join(text.split())]
    shaped = shape(text)
    cuts = [0, *boundaries(shaped, pieces_of(shaped, atoms(shaped)))[1:], len(text)]
    cuts = sorted({*cuts, *_line_cuts(text)})
    parts = [" ".join(text[a:b].split()) for a, b in pairwise(cuts)]
    return [p for p in (part.strip(" ;") for part in parts) if p]


def _line_cuts(text: str) -> list[int]:
    """Line ends between two lines that are each a deadline complete in itself."""
    lines = [(m.start(), m.group()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    pieces = pieces_of(shape(text), atoms(shape(text)))
    if len(lines) == 2 and len(pieces) == 2 and two_columns(pieces[0], pieces[1], len(pieces)):
        return []
    whole = [_complete(line) for _, line in lines]
    return [lines[k][0] for k in range(1, len(lines)) if whole[k - 1] and whole[k]]


def _complete(line: str) -> bool:
    """Whether a line alone is a deadline that needs no year from elsewhere."""
    if not looks_like_deadline(line):
        return False
    found = atoms(shape(line))
    return all(a.year is not None and a.kind != "year" for a in found) if found else True


def deadline_tail(text: str) -> tuple[str, str] | None:
    """A deadline at the end of another cell's text: (the text before it, the deadline), or None.

    >>> deadline_tail("Відділ освіти (за згодою) Грудень 2019 року")
    ('Відділ освіти (за згодою)', 'Грудень 2019 року')
    >>> deadline_tail("Звіт про роботу за 2019 рік") is None
    True
    """
    if len(text) > _LONGEST_CELL:
        before, cut = text[:-_LONGEST_CELL], text[-_LONGEST_CELL:]
        found = deadline_tail(cut)
        return (before + found[0], found[1]) if found else None
    shaped = shape(text)
    pieces = pieces_of(shaped, atoms(shaped))
    best: int | None = None
    for piece in reversed(pieces):
        at = _opening(shaped, piece.atom.start)
        if not text[:at].strip() or not looks_like_deadline(text[at:]):
            break
        if _may_begin(text, shaped, at, piece):
            best = at
    best = best or _repeated_tail(text)
    return (text[:best].rstrip(), text[best:].strip()) if best else None


def _repeated_tail(text: str) -> int | None:
    """Where a repetition («Постійно», «Щокварталу до 25 числа», «Протягом року») begins that ends the text."""
    for match in re.finditer(r"(?<=[\s)])(?:Пост|Що|Прот|Упро|Впро)[а-яіїє']+", text[-80:]):
        at = max(0, len(text) - 80) + match.start()
        tail = shape(text[at:])
        if text[:at].strip() and looks_like_deadline(text[at:]) and (recurrence_in(tail, []) or WHOLE_YEAR.match(tail)):
            return at
    return None


def _opening(shaped: str, at: int) -> int:
    """The place where the words that belong to a date begin («до кінця …», «протягом …»)."""
    words = r"(?:до|не пізніше|протягом|упродовж|впродовж|по|з|із|кінця|починаючи з|щомісяця|щокварталу|щороку)"
    match = re.search(rf"(?:(?<=[\s)])|^)(?:{words}[\s,]+)+$", shaped[:at])
    return match.start() if match else at


def _may_begin(text: str, shaped: str, at: int, piece: Piece) -> bool:
    """A deadline begins after a bracket, a sentence, a line or a wide blank, or with a capital letter or a digit; and
    never after a word that governs it («звіт за …»)."""
    head = text[:at]
    if _DANGLING.search(shaped[:at]):
        return False
    if re.search(r"[).;:\n]\s*$|\s\s$|,\s*$", head):
        return True
    full_date = piece.atom.kind == "date" and bool(re.search(r"[^\W\d_]{2,}\s+$", head))
    return piece.atom.year is not None and (text[at].isupper() or full_date)
