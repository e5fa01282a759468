"""Deadlines: what a deadline cell says, as an interval, a repetition, or a reason why there is no date.

``parse_deadline`` reads one deadline, ``split_deadlines`` takes a cell that holds several apart, ``deadline_tail``
finds one at the end of another cell's text. The pieces (dates, months, quarters …) come from ``deadline_atoms``.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from corpus.deadline_atoms import Atom, atoms, shape
from corpus.deadline_words import FILLERS, RECURRENCE_NAMES, RECURRENCES, UNDATED


@dataclass(frozen=True, slots=True)
class Deadline:
    """An interval of days (both ends included), a repetition, or a reason for no date.

    ``start`` is None for «до …». ``recurrence`` is a name like «monthly», with the day where one is said
    («quarterly:25», «yearly:12-01»). ``undated`` says in Ukrainian why ``end`` is None. ``remarks`` are Ukrainian
    notes on what was inferred or doubtful.
    """

    start: date | None = None
    end: date | None = None
    recurrence: str | None = None
    undated: str | None = None
    remarks: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        return self.end is not None


NO_TEXT = "строк не вказано"
NOT_READ = "строк не розпізнано"
NO_YEAR = "рік не вказано, а план охоплює кілька років"
NO_PERIOD = "рік не вказано"
OPEN_END = "вказано лише початок"
YEAR_TAKEN = "рік узято з періоду плану"
PERIOD_TAKEN = "строк узято з періоду плану"
OUTSIDE = "строк поза періодом плану"
UP_TO_END = "«до» прочитано як «до кінця»"
OTHER_TEXT = "у клітинці строку є інший текст"
SEVERAL = "кілька строків прочитано як один проміжок"

_RECURRENCES = tuple((re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), name) for pattern, name in RECURRENCES)
_UNDATED = tuple((re.compile(pattern, re.DOTALL), reason) for pattern, reason in UNDATED)
_DAY_OF = re.compile(
    r"(?:(?:до|не пізніше|по)\s+(?P<until>\d{1,2})(?:\s*-?\s*го|-е)?(?:\s+числа)?(?![\d.])"
    r"|(?<![\d.])(?P<day>\d{1,2})(?:\s*-?\s*го)?\s+числа)"
)
_UNTIL = re.compile(
    r"(?:^|(?<=[\s(,;.]))(?:(?:не пізніше|не позднее|до|по)(?:\s+(?:ніж|за|до))?)"
    r"(?:\s+(?P<part>кінця|початку|середини|закінчення|конца|начала))?\s*$"
)
_PART = re.compile(r"(?P<part>кінець|кінці|наприкінці|початок|початку|середина|середині)\s*$")
_SINCE = re.compile(r"(?:^|(?<=[\s(,;.]))(?:з|із|від|після|починаючи\s+(?:з|із|від)|с|раніше)(?:\s+початку)?\s*$")
_RANGE = re.compile(r"[\s.,)]*(?:-|/|по|до)?(?:\s*-)?(?:\s*(?:кінця|включно))?\s*")
_RANGE_MARK = re.compile(r"-|/|\bпо\b|\bдо\b")
_EVENT = re.compile(
    r"\b(?:після|з дня|з дати|з моменту|від дня|від дати|[ву] ?разі(?! потреби| необхідності)|за умови"
    r"|при отриманні|при надходженні|строк дії|за результатами 20|за підсумками 20|звіт\w* за|бюджет\w* на)\b"
)
_WHOLE_YEAR = re.compile(
    r"(?:протягом|упродовж|впродовж|на протязі|в течение|на|за)\s+"
    r"(?:(?:всього|усього|цілого|поточного|звітного|календарного|навчального|бюджетного|планового|одного|весь|увесь)\s+)*"
    r"(?:року|навчального року|рік|года)(?!\w)(?!\s+(?:з|після|від)\b)"
)
_WHOLE_PERIOD = re.compile(
    r"(?:(?:протягом|упродовж|впродовж|на|за)\s+)?(?:(?:всього|усього|цілого|весь|увесь|всей)\s+)*"
    r"(?:періоду?|строку?|терміну?|часу)\s+(?:дії|реалізації|виконання|(?:цього\s+)?план\w*|програм\w*)\w*(?:\s+\w+)?"
    r"|(?:протягом|упродовж|впродовж)\s+(?:всього|усього|цього|звітного|планового)?\s*(?:періоду|кварталу|півріччя|місяця)(?!\s+(?:з|після|від|кожн)\b)"
    r"|(?:весь|увесь)\s+період"
)
_END_OF_YEAR = re.compile(
    r"(?P<until>до|не пізніше|по)?\s*(?:кінця|кінець|наприкінці|закінчення|конца)\s+"
    r"(?:поточного\s+|цього\s+|звітного\s+"
    r"|календарного\s+|навчального\s+|бюджетного\s+)?(?P<what>року|кварталу|півріччя|періоду|местяця|місяця|года)(?!\w)"
)
_NEXT_YEAR = re.compile(r"[\s,]*(?:року[\s,]*)?(?:наступного(?! місяця)|що настає|за звітним)")
_INSIDE_RANGE = re.compile(r"\bпо\b|\bдо\b|[\wі]\s*-\s*[\dіv]")
_TIME = re.compile(r"(?<![\d.])\d{1,2}:\d\d(?::\d\d)?(?!\d)")
_DANGLING = re.compile(
    r"(?:^|\s)(?:на|за|у|в|від|станом на|до|з|із|по|на період|протягом|упродовж|№|та|і|й|звіту?|стратегії|програми)\s*$"
)


def parse_deadline(text: str, default_from: date | None = None, default_to: date | None = None) -> Deadline:
    """What a deadline text says. ``default_from``/``default_to`` are the plan's period, which gives the year where
    the text has none.

    >>> parse_deadline("До 25 грудня 2020 року").end
    datetime.date(2020, 12, 25)
    >>> parse_deadline("щокварталу до 25 числа").recurrence
    'quarterly:25'
    """
    shaped = _TIME.sub(lambda m: " " * len(m.group()), shape(text))
    if not shaped.strip(" \n.-*_"):
        return Deadline(undated=NO_TEXT)
    found = _without_events(atoms(shaped), shaped)
    recurrence = _recurrence(shaped, found)
    remarks = (OTHER_TEXT,) if found and _other_words(shaped, found) else ()
    if found:
        deadline = _interval(shaped, found, default_from, default_to, recurrence)
    else:
        deadline = _of_the_plan(shaped, default_from, default_to) or Deadline(undated=_reason(shaped, recurrence))
    seen = dict.fromkeys((*deadline.remarks, *remarks))
    return replace(deadline, recurrence=recurrence, remarks=tuple(seen))


# ---------------------------------------------------------------- one interval


@dataclass(frozen=True, slots=True)
class _Piece:
    """An atom with what the words around it say: ``until`` («до»), ``since`` («з»), the part («кінець»), and whether
    a range mark joins it to the piece before."""

    atom: Atom
    until: bool
    since: bool
    part: str | None
    joined: bool


def _pieces(shaped: str, found: list[Atom]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for number, atom in enumerate(found):
        before = shaped[found[number - 1].end if number else 0 : atom.start]
        until, since, part = _UNTIL.search(before), _SINCE.search(before), _PART.search(before)
        last = pieces[-1] if pieces else None
        joined = bool(last and not last.until and _RANGE.fullmatch(before) and _RANGE_MARK.search(before))
        joined = joined or bool(last and last.since and until)
        which = (until and until["part"]) or (part and part["part"]) or None
        pieces.append(_Piece(atom, bool(until) and not joined, bool(since), which, joined))
    return pieces


def _interval(
    shaped: str, found: list[Atom], default_from: date | None, default_to: date | None, recurrence: str | None
) -> Deadline:
    pieces = _with_years(_pieces(shaped, found))
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
                return Deadline(undated=_named(recurrence) or remark, remarks=tuple(remarks))
            remarks += [remark] if remark else []
        span = piece.atom.interval(year)
        if piece.joined and spans and span[1] < spans[-1][0]:
            span = piece.atom.interval(year + 1)
        spans.append(span)
    return _hull(shaped, pieces, spans, remarks)


def _hull(shaped: str, pieces: list[_Piece], spans: list[tuple[date, date]], remarks: list[str]) -> Deadline:
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
    if len(_boundaries(shaped, pieces)) > 1:
        remarks.append(SEVERAL)
    return Deadline(start, end, remarks=tuple(remarks))


def _end(piece: _Piece, span: tuple[date, date]) -> date:
    """The last day, or for «до початку»/«до середини» the one before it begins or in its middle."""
    if piece.until and piece.part in ("початку", "начала"):
        return span[0] - timedelta(days=1)
    if piece.part in ("середини", "середина", "середині"):
        return span[0] + (span[1] - span[0]) // 2
    return span[1]


def _with_years(pieces: list[_Piece]) -> list[_Piece]:
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


# ---------------------------------------------------------------- without a piece

# The most days a plan's period may have for «протягом кварталу» to mean it.
_LONGEST = {"місяця": 31, "кварталу": 92, "півріччя": 184}


def _of_the_plan(shaped: str, begin: date | None, end: date | None) -> Deadline | None:
    """«Протягом року», «до кінця року», «на весь період»: said of the plan's own period."""
    if begin is None or end is None or _UNDATED[0][0].search(shaped):
        return None
    for pattern, _ in _RECURRENCES:  # «двічі на рік» is no «на рік»
        shaped = pattern.sub(lambda m: " " * len(m.group()), shaped)
    a_year = (end - begin).days <= 366
    to_end = _END_OF_YEAR.search(shaped)
    if to_end and (end - begin).days <= _LONGEST.get(to_end["what"], 366):
        whole = to_end["what"] in ("року", "года") and begin.year == end.year and "навчальн" not in shaped
        last = date(end.year, 12, 31) if whole else end
        return Deadline(None, last, remarks=(PERIOD_TAKEN,))
    part = _WHOLE_PERIOD.search(shaped)
    if part and (end - begin).days <= _LONGEST.get(part.group().split()[-1], 36_600):
        return Deadline(begin, end, remarks=(PERIOD_TAKEN,))
    if _WHOLE_YEAR.search(shaped) and a_year:
        whole = begin.year == end.year and "навчальн" not in shaped
        return Deadline(
            date(begin.year, 1, 1) if whole else begin, date(end.year, 12, 31) if whole else end, remarks=(YEAR_TAKEN,)
        )
    return None


def _recurrence(shaped: str, found: list[Atom]) -> str | None:
    """The repetition that the text says, with its day."""
    name = next((name for pattern, name in _RECURRENCES if pattern.search(shaped)), None)
    if name in (None, "constant", "periodic", "daily"):
        return name
    if name == "yearly" and len(found) == 1 and found[0].kind == "date" and found[0].last_day is not None:
        return f"yearly:{found[0].last_month:02}-{found[0].last_day:02}"
    for match in _DAY_OF.finditer(shaped):
        day = match["until"] or match["day"]
        if not any(a.start < match.end() and match.start() < a.end for a in found) and 1 <= int(day) <= 31:
            return f"{name}:{int(day)}"
    return name


def _named(recurrence: str | None) -> str | None:
    return RECURRENCE_NAMES[recurrence.partition(":")[0]] if recurrence else None


def _reason(shaped: str, recurrence: str | None) -> str:
    """Why there is no date: the repetition, an event, another document; else that the text was not understood."""
    if recurrence:
        return _named(recurrence) or recurrence
    reason = next((reason for pattern, reason in _UNDATED if pattern.search(shaped)), None)
    if reason:
        return reason
    return NO_PERIOD if _WHOLE_YEAR.search(shaped) or _END_OF_YEAR.search(shaped) else NOT_READ


def _without_events(found: list[Atom], shaped: str) -> list[Atom]:
    """Drops dates inside an event («після затвердження бюджету на 2021 рік»), unless «до» begins a term of its own."""
    event = _EVENT.search(shaped)
    if not event:
        return found
    return [a for a in found if a.start < event.end() or _UNTIL.search(shaped[event.end() : a.start])]


def _other_words(shaped: str, found: list[Atom]) -> list[str]:
    """Words that belong to no deadline."""
    rest = list(shaped)
    for atom in found:
        rest[atom.start : atom.end] = " " * (atom.end - atom.start)
    left = "".join(rest)
    for pattern in (*(p for p, _ in _RECURRENCES), _WHOLE_YEAR, _WHOLE_PERIOD, _END_OF_YEAR, _DAY_OF):
        left = pattern.sub(lambda m: " " * len(m.group()), left)
    return [w for w in re.findall(r"[а-яіїєa-z']+|\d+", left) if w not in FILLERS]


# ---------------------------------------------------------------- cells


@lru_cache(maxsize=4096)
def looks_like_deadline(text: str) -> bool:
    """Whether a cell's text is a deadline and nothing else (a few words more are borne after a full date).

    >>> looks_like_deadline("III–ІV квартали 2020 року"), looks_like_deadline("Звіт за 2019 рік")
    (True, False)
    """
    shaped = _TIME.sub(lambda m: " " * len(m.group()), shape(text))
    if not shaped.strip() or len(shaped) > 250:
        return False
    found = atoms(shaped)
    others = _other_words(shaped, found)
    words = [w for w in others if not w.isdigit()]
    if found and all(
        a.kind == "date" and a.year is None and re.fullmatch(r"[\d.]+", shaped[a.start : a.end]) for a in found
    ):
        return (len(found) > 1 and not others) or bool(_UNTIL.search(shaped[: found[0].start]))
    if found and (not others or (found[0].kind == "date" and found[0].year and len(words) <= 3 and found[0].start < 4)):
        return True
    reason = _reason(shaped, _recurrence(shaped, found))
    if reason == NO_PERIOD:
        return not others
    if _recurrence(shaped, found):
        return len(others) <= 2
    return reason != NOT_READ and bool(_UNDATED_START.match(shaped))


_OPENS = re.compile(r"[\s.;]+(?:до|не пізніше|протягом|упродовж|впродовж)\s")
_OPENS_WITH_YEAR = re.compile(r"[\s.;]+(?:з|із|у|в)\s")
_UNDATED_START = re.compile(
    r"\s*(?:\d+ |негайно|невідкладно|терміново|за|у|в|по|при|протягом|упродовж|впродовж|не|згідно|відповідно|після|з|із"
    r"|через|під|до|строк|термін|на|окремим)\b"
)


def split_deadlines(text: str) -> list[str]:
    """The whole deadlines of a cell, in order. Months without a year of their own are one list.

    >>> split_deadlines("Грудень 2019 року Січень 2020 року")
    ['Грудень 2019 року', 'Січень 2020 року']
    >>> split_deadlines("Квітень Травень Червень")
    ['Квітень Травень Червень']
    """
    shaped = shape(text)
    cuts = [0, *_boundaries(shaped, _pieces(shaped, atoms(shaped)))[1:], len(text)]
    cuts = sorted({*cuts, *_line_cuts(text)})
    parts = [" ".join(text[a:b].split()) for a, b in itertools.pairwise(cuts)]
    return [p for p in (part.strip(" ;") for part in parts) if p]


def _line_cuts(text: str) -> list[int]:
    """Line ends between two lines that are each a deadline complete in itself."""
    lines = [(m.start(), m.group()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    pieces = _pieces(shape(text), atoms(shape(text)))
    if len(lines) == 2 and len(pieces) == 2 and _two_columns(pieces[0], pieces[1], len(pieces)):
        return []
    whole = [_complete(line) for _, line in lines]
    return [lines[k][0] for k in range(1, len(lines)) if whole[k - 1] and whole[k]]


def _complete(line: str) -> bool:
    """Whether a line alone is a deadline that needs no year from elsewhere."""
    if not looks_like_deadline(line):
        return False
    found = atoms(shape(line))
    return all(a.year is not None and a.kind != "year" for a in found) if found else True


def _boundaries(shaped: str, pieces: list[_Piece]) -> list[int]:
    """Where whole deadlines begin, the first place included."""
    cuts = [0]
    for before, after in itertools.pairwise(pieces):
        gap = shaped[before.atom.end : after.atom.start]
        if after.joined or _two_columns(before, after, len(pieces)):
            continue
        years = before.atom.year is not None and after.atom.year is not None
        alone = years and bool(re.fullmatch(r"[\s.;]*", gap))
        opened = bool(_OPENS.match(gap) or (years and _OPENS_WITH_YEAR.match(gap + " ")))
        if alone or (opened and not before.since):
            cuts.append(before.atom.end + len(gap) - len(gap.lstrip(" .;\n")))
    return cuts


def _two_columns(before: _Piece, after: _Piece, count: int) -> bool:
    """Two full dates side by side are a beginning and an end."""
    a, b = before.atom, after.atom
    if count != 2 or a.kind != "date" or b.kind != "date" or a.year is None or b.year is None:
        return False
    return not (before.until or after.until) and a.interval(a.year)[0] < b.interval(b.year)[0]


def deadline_tail(text: str) -> tuple[str, str] | None:
    """A deadline at the end of another cell's text: (the text before it, the deadline), or None.

    >>> deadline_tail("Відділ освіти (за згодою) Грудень 2019 року")
    ('Відділ освіти (за згодою)', 'Грудень 2019 року')
    >>> deadline_tail("Звіт про роботу за 2019 рік") is None
    True
    """
    shaped = shape(text)
    pieces = _pieces(shaped, atoms(shaped))
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
        if text[:at].strip() and looks_like_deadline(text[at:]) and (_recurrence(tail, []) or _WHOLE_YEAR.match(tail)):
            return at
    return None


def _opening(shaped: str, at: int) -> int:
    """The place where the words that belong to a date begin («до кінця …», «протягом …»)."""
    words = r"(?:до|не пізніше|протягом|упродовж|впродовж|по|з|із|кінця|починаючи з|щомісяця|щокварталу|щороку)"
    match = re.search(rf"(?:(?<=[\s)])|^)(?:{words}[\s,]+)+$", shaped[:at])
    return match.start() if match else at


def _may_begin(text: str, shaped: str, at: int, piece: _Piece) -> bool:
    """A deadline begins after a bracket, a sentence, a line or a wide blank, or with a capital letter or a digit; and
    never after a word that governs it («звіт за …»)."""
    head = text[:at]
    if _DANGLING.search(shaped[:at]):
        return False
    if re.search(r"[).;:\n]\s*$|\s\s$|,\s*$", head):
        return True
    full_date = piece.atom.kind == "date" and bool(re.search(r"[^\W\d_]{2,}\s+$", head))
    return piece.atom.year is not None and (text[at].isupper() or full_date)
