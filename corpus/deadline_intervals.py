"""Pieces of a deadline put together: years from their neighbours or the plan's period, ranges, lists, «до …»."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from corpus.deadline import NO_PERIOD, NO_YEAR, OPEN_END, OUTSIDE, SEVERAL, UP_TO_END, YEAR_TAKEN, Deadline
from corpus.deadline_atoms import Atom
from corpus.deadline_phrases import UNTIL, recurrence_name

_PART = re.compile(r"(?P<part>кінець|кінці|наприкінці|початок|початку|середина|середині)\s*$")
_SINCE = re.compile(r"(?:^|(?<=[\s(,;.]))(?:з|із|від|після|починаючи\s+(?:з|із|від)|с|раніше)(?:\s+початку)?\s*$")
_RANGE = re.compile(r"[\s.,)]*(?:-|/|по|до)?(?:\s*-)?(?:\s*(?:кінця|включно))?\s*")
_RANGE_MARK = re.compile(r"-|/|\bпо\b|\bдо\b")
_NEXT_YEAR = re.compile(r"[\s,]*(?:року[\s,]*)?(?:наступного(?! місяця)|що настає|за звітним)")
_INSIDE_RANGE = re.compile(r"\bпо\b|\bдо\b|[\wі]\s*-\s*[\dіv]")
_OPENS = re.compile(r"[\s.;]+(?:до|не пізніше|протягом|упродовж|впродовж)\s")
_OPENS_WITH_YEAR = re.compile(r"[\s.;]+(?:з|із|у|в)\s")


@dataclass(frozen=True, slots=True)
class Piece:
    """An atom with what the words around it say: ``until`` («до»), ``since`` («з»), the part («кінець»), and whether
    a range mark joins it to the piece before."""

    atom: Atom
    until: bool
    since: bool
    part: str | None
    joined: bool


def pieces_of(shaped: str, found: list[Atom]) -> list[Piece]:
    """The atoms of a shaped text, in order, each with what is said around it."""
    pieces: list[Piece] = []
    for number, atom in enumerate(found):
        before = shaped[found[number - 1].end if number else 0 : atom.start]
        until, since, part = UNTIL.search(before), _SINCE.search(before), _PART.search(before)
        last = pieces[-1] if pieces else None
        joined = bool(last and not last.until and _RANGE.fullmatch(before) and _RANGE_MARK.search(before))
        joined = joined or bool(last and last.since and until)
        which = (until and until["part"]) or (part and part["part"]) or None
        pieces.append(Piece(atom, bool(until) and not joined, bool(since), which, joined))
    return pieces


def interval(
    shaped: str, found: list[Atom], default_from: date | None, default_to: date | None, recurrence: str | None
) -> Deadline:
    """The interval that the atoms make up; undated where the year of one of them cannot be told."""
    pieces = _with_years(pieces_of(shaped, found))
    remarks: list[str] = [p.atom.remark for p in pieces if p.atom.remark]
    spans: list[tuple[date, date]] = []
    for piece in pieces:
        year = piece.atom.year
        if year is None:
            year, remark = _default_year(piece.atom, default_from, default_to)
            later = _NEXT_YEAR.match(shaped, piece.atom.end)
            if later and (year is None or (default_from and default_to and default_from.year < default_to.year)):
                year, remark = None, NO_YEAR
            year = year + 1 if later and year is not None else year
            if year is None:
                return Deadline(undated=recurrence_name(recurrence) or remark, remarks=tuple(remarks))
            remarks += [remark] if remark else []
        span = piece.atom.interval(year)
        if piece.joined and spans and span[1] < spans[-1][0]:
            span = piece.atom.interval(year + 1)
        spans.append(span)
    return _hull(shaped, pieces, spans, remarks)


def _hull(shaped: str, pieces: list[Piece], spans: list[tuple[date, date]], remarks: list[str]) -> Deadline:
    """From the first day of the pieces to the last; «до» takes the beginning away, «з» alone the end."""
    start: date | None = min(first for first, _ in spans)
    last = max(range(len(spans)), key=lambda k: spans[k][1])
    end: date | None = _end(pieces[last], spans[last])
    if pieces[0].part in ("кінець", "кінці", "наприкінці"):
        start = None
    if pieces[0].until:
        start = None
        if pieces[last].atom.kind != "date" and pieces[last].part is None and "включно" not in shaped:
            remarks.append(UP_TO_END)
    ranged = _INSIDE_RANGE.search(shaped, pieces[0].atom.start, pieces[0].atom.end)
    if len(pieces) == 1 and pieces[0].since and not ranged:
        return Deadline(start, None, undated=OPEN_END, remarks=tuple(remarks))
    if len(boundaries(shaped, pieces)) > 1:
        remarks.append(SEVERAL)
    return Deadline(start, end, remarks=tuple(remarks))


def _end(piece: Piece, span: tuple[date, date]) -> date:
    """The last day, or for «до початку»/«до середини» the one before it begins or in its middle."""
    if piece.until and piece.part in ("початку", "начала"):
        return span[0] - timedelta(days=1)
    if piece.part in ("середини", "середина", "середині"):
        return span[0] + (span[1] - span[0]) // 2
    return span[1]


def _with_years(pieces: list[Piece]) -> list[Piece]:
    """Years from the neighbours: first from the right («листопад, грудень 2020»), then from the left. A bare year
    that only says the year of its neighbours is taken out."""
    years = [p.atom.year for p in pieces]
    given: set[int] = set()
    for k in reversed(range(len(pieces) - 1)):
        if years[k] is None and years[k + 1] is not None:
            a, b = pieces[k].atom, pieces[k + 1].atom
            earlier = pieces[k + 1].joined and b.kind != "year" and _begins(a) > _begins(b)
            years[k] = (years[k + 1] or 0) - earlier
            given |= {k + 1} if b.kind == "year" and not b.years and not pieces[k + 1].joined else set()
    for k in range(1, len(pieces)):
        if years[k] is None and (known := years[k - 1]) is not None:
            a, b = pieces[k - 1].atom, pieces[k].atom
            years[k] = known + (a.years if a.kind != "year" else 0) + (a.kind != "year" and _begins(b) < _begins(a))
            given |= {k - 1} if a.kind == "year" and not a.years else set()
    kept = [k for k in range(len(pieces)) if k not in given] or list(range(len(pieces)))
    out = [replace(pieces[k], atom=replace(pieces[k].atom, year=years[k])) for k in kept]
    until = pieces[0].until and 0 in given
    return [replace(out[0], until=out[0].until or until), *out[1:]]


def _begins(atom: Atom) -> tuple[int, int]:
    return atom.first_month, atom.first_day or 1


def _default_year(atom: Atom, begin: date | None, end: date | None) -> tuple[int | None, str | None]:
    """The year in which the piece meets the plan's period, and a remark; None and the reason where it is not clear."""
    if begin is None and end is None:
        return None, NO_PERIOD
    first, last = (begin or end), (end or begin)
    assert first is not None and last is not None
    years = range(first.year - 1, last.year + 1) if atom.years else range(first.year, last.year + 1)
    meeting = [y for y in years if atom.interval(y)[0] <= last and atom.interval(y)[1] >= first]
    if begin is None or end is None:
        return first.year, YEAR_TAKEN
    if len(meeting) == 1:
        return meeting[0], YEAR_TAKEN
    if not meeting and first.year == last.year:
        return first.year, OUTSIDE
    return None, NO_YEAR


def boundaries(shaped: str, pieces: list[Piece]) -> list[int]:
    """Where whole deadlines begin, the first place included."""
    cuts = [0]
    for before, after in pairwise(pieces):
        gap = shaped[before.atom.end : after.atom.start]
        if after.joined or two_columns(before, after, len(pieces)):
            continue
        years = before.atom.year is not None and after.atom.year is not None
        alone = years and bool(re.fullmatch(r"[\s.;]*", gap))
        opened = bool(_OPENS.match(gap) or (years and _OPENS_WITH_YEAR.match(gap + " ")))
        if alone or (opened and not before.since):
            cuts.append(before.atom.end + len(gap) - len(gap.lstrip(" .;\n")))
    return cuts


def two_columns(before: Piece, after: Piece, count: int) -> bool:
    """Two full dates side by side are a beginning and an end."""
    a, b = before.atom, after.atom
    if count != 2 or a.kind != "date" or b.kind != "date" or a.year is None or b.year is None:
        return False
    return not (before.until or after.until) and a.interval(a.year)[0] < b.interval(b.year)[0]
