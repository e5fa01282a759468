"""Times in questions: «у першому кварталі», «до кінця березня 2020», «саме IV квартал», «цього року».

A mention keeps where it stood, so that what remains is the subject. A time without a year stays open until somebody
who knows the plans closes it (:meth:`Mention.closed`). Deadlines of documents are another grammar and not read here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.period_words import (
    AFTER,
    BEFORE,
    BETWEEN,
    EXACT,
    EXACT_AFTER,
    EXCLUSIVE,
    HALF,
    HAS_BEEN,
    LASTING,
    MONTH,
    MONTHS,
    NAMED,
    NO_QUARTER,
    NUMERAL,
    NUMERALS,
    QUARTER,
    RANGE,
    SEASONS,
    SINCE,
    WHEN_ASKED,
    WITHIN,
    YEAR,
    YEAR_TAIL,
)

Day = tuple[int, int]  # month, day; the day 0 is the month's last


@dataclass(frozen=True, slots=True)
class Mention:
    """A time as a question names it, with its place in the text.

    ``first`` and ``last`` are (month, day) of the interval's ends, None where it is open on that side; ``year`` and
    ``last_year`` are None while nobody said which. ``whole_year`` is a bare year. ``exact``: the deadline is this
    very interval («саме IV квартал»). ``impossible``: no calendar has such a day.
    """

    start: int
    end: int
    first: Day | None
    last: Day | None
    year: int | None = None
    last_year: int | None = None
    whole_year: bool = False
    exact: bool = False
    impossible: bool = False
    bare: bool = False

    @property
    def open_year(self) -> bool:
        return self.year is None

    def closed(self, year: int) -> Mention:
        """The same time in this year, where none was said."""
        return replace(self, year=year, last_year=year) if self.year is None else self

    def interval(self) -> tuple[date | None, date | None]:
        """The first and the last day, each None where the time is open on that side. Needs a year."""
        assert self.year is not None
        first = _day(self.year, self.first) if self.first else None
        last = _day(self.last_year or self.year, self.last) if self.last else None
        return first, last


def _day(year: int, day: Day) -> date:
    month, number = day
    return date(year, month, number or monthrange(year, month)[1])


def period_in(text: str, today: date) -> Mention | None:
    """The time that a normal question names, or None.

    >>> period_in("що здаємо до кінця березня 2020", date(2020, 1, 1)).interval()
    (None, datetime.date(2020, 3, 31))
    """
    relative = next(_relative(text, today), None)
    if relative:
        return relative
    atoms = [atom for atom in _joined(text, list(_atoms(text))) if not _in_the_past(text, atom)]
    return _sided(text, atoms[0]) if atoms else None


def _in_the_past(text: str, atom: Mention) -> bool:
    """Whether a time belongs to what has been, in a question for a day: «коли сплатять борг, що виник до 2016 року»."""
    return bool(WHEN_ASKED.search(text)) and bool(HAS_BEEN.search(text[: atom.start]))


def without_period(text: str, mention: Mention) -> str:
    """The text with the mention blanked out."""
    return text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]


# ---------------------------------------------------------------- single times


def _value(table: tuple[tuple[int, str], ...], text: str) -> int:
    return next(number for number, pattern in table if re.fullmatch(pattern, text))


def _iso(m: re.Match[str]) -> Mention:
    return _dated(m, int(m[3]), int(m[2]), int(m[1]))


def _numeric(m: re.Match[str]) -> Mention:
    year = int(m[3]) if len(m[3]) == 4 else 2000 + int(m[3])
    return _dated(m, int(m[1]), int(m[2]), year)


def _worded(m: re.Match[str]) -> Mention:
    return _dated(m, int(m[1]), _value(MONTHS, m[2]), int(m[3]) if m[3] else None)


def _dated(m: re.Match[str], day: int, month: int, year: int | None) -> Mention:
    possible = 1 <= month <= 12 and 1 <= day <= monthrange(year or 2020, month)[1]
    where = (month, day) if possible else None
    return Mention(m.start(), m.end(), where, where, year, year, impossible=not possible)


def _quarter(m: re.Match[str]) -> Mention:
    numbers = [_value(NUMERALS, n) for n in re.findall(rf"(?<!\w){NUMERAL}(?!\w)", m[1])]
    if m.re is _QUARTER_SHORT:
        numbers = [int(m[1])]
    first, last = min(numbers) * 3 - 2, max(numbers) * 3
    year = int(m[2]) if m[2] else None
    return Mention(m.start(), m.end(), (first, 1), (last, 0), year, year)


def _no_quarter(m: re.Match[str]) -> Mention:
    return Mention(m.start(), m.end(), None, None, None, None, impossible=True)


def _half(m: re.Match[str]) -> Mention:
    number = _value(NUMERALS, m[1])
    year = int(m[2]) if m[2] else None
    ends = ((1, 1), (6, 0)) if number == 1 else ((7, 1), (12, 0))
    return Mention(m.start(), m.end(), *ends, year, year)


def _month(m: re.Match[str]) -> Mention:
    number = _value(MONTHS, m[1])
    year = int(m[2]) if m[2] else None
    return Mention(m.start(), m.end(), (number, 1), (number, 0), year, year)


def _season(m: re.Match[str]) -> Mention:
    first, last = next(months for months, pattern in SEASONS if re.fullmatch(pattern, m[1]))
    year = int(m[2]) if m[2] else None
    return Mention(m.start(), m.end(), (first, 1), (last, 0), year, year)


def _year(m: re.Match[str]) -> Mention:
    year = int(m[1])
    bare = m.end() == m.end(1)
    return Mention(m.start(), m.end(), (1, 1), (12, 31), year, year, whole_year=True, bare=bare)


_OF_YEAR = rf"(?:\s*,?\s*(?:of\s+)?({YEAR}){YEAR_TAIL})?(?!\d)"
_QUARTER_SHORT = re.compile(rf"\bq([1-4]){_OF_YEAR}")
# at most four, words between them standing alone: «і» is a numeral too, and a row of them is not read in every way
_NUMBERS = rf"{NUMERAL}(?:(?:\s*[-–,]\s*|\s+(?:і|та|й|и|and)\s+){NUMERAL}){{0,3}}"
_SEASON = "|".join(pattern for _, pattern in SEASONS)

# each with a phrase; the first that fits at a place wins
_ATOMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Mention]], ...] = (
    (re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b"), _iso),  # 2020-03-31
    (re.compile(r"(?<![\d.])(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d\d)(?!\d)" + YEAR_TAIL), _numeric),  # 31.03.2020
    (
        re.compile(
            r"(?<![\d.])(?<!план )(?<!плану )(?<!плані )(?<!ціль )(?<!цілі )\b"  # «план 16.1 вересень»
            rf"(\d{{1,2}})(?:-?(?:го|е|ого|th|st|nd|rd))?\s+(?:of\s+)?({MONTH})\b{_OF_YEAR}"
        ),
        _worded,
    ),  # 31 березня
    (_QUARTER_SHORT, _quarter),  # Q2 2020
    (
        re.compile(rf"(?<![\w.])({_NUMBERS})\s*(?:-?(?:й|го|му|ому))?\s*(?:{QUARTER})(?!\w){_OF_YEAR}"),
        _quarter,
    ),  # II квартал
    (re.compile(rf"(?<![\w.])(?:{NO_QUARTER})\s+квартал\w*{_OF_YEAR}"), _no_quarter),  # V квартал
    (re.compile(rf"(?<![\w.])({NUMERAL})\s+(?:{HALF})(?!\w){_OF_YEAR}"), _half),  # перше півріччя
    (re.compile(rf"\b({MONTH})(?!\w)(?:\s+місяц\w+)?{_OF_YEAR}"), _month),  # лютий 2020
    (re.compile(rf"\b({_SEASON})(?!\w){_OF_YEAR}"), _season),  # влітку 2020
    (re.compile(rf"(?<![\d.№])({YEAR})(?![\d.]\d)\b{YEAR_TAIL}"), _year),  # 2020 року
)


def _atoms(text: str) -> Iterator[Mention]:
    place = 0
    while True:
        found = [(m.start(), k, m) for k, (pattern, _) in enumerate(_ATOMS) if (m := pattern.search(text, place))]
        if not found:
            return
        _, kind, match = min(found, key=lambda f: (f[0], f[1]))
        yield _ATOMS[kind][1](match)
        place = match.end()


def _joined(text: str, atoms: list[Mention]) -> list[Mention]:
    """Neighbours with «до», «і», a dash or a comma between them become one interval."""
    out: list[Mention] = []
    for atom in atoms:
        if out and RANGE.match(text[out[-1].end : atom.start]) and not (out[-1].impossible or atom.impossible):
            last = out.pop()
            year = last.year if last.year is not None else atom.year
            atom = replace(last, end=atom.end, last=atom.last, year=year, last_year=atom.last_year or year, bare=False)
        out.append(atom)
    return out


def _sided(text: str, atom: Mention) -> Mention:
    """The mention with what stands before it: an open side, an exact one, the preposition and «строк» taken in."""
    mention = _side(text, atom)
    named = NAMED.search(text[: mention.start])
    return replace(mention, start=named.start()) if named else mention


def _side(text: str, atom: Mention) -> Mention:
    before = text[: atom.start]
    single_day = atom.first is not None and atom.first == atom.last and not atom.whole_year
    if (m := EXACT.search(before)) or EXACT_AFTER.match(text[atom.end :]):
        return replace(atom, start=m.start() if m else atom.start, exact=True)
    if (m := BETWEEN.search(before)) and atom.first != atom.last:
        return replace(atom, start=m.start())
    if (m := LASTING.search(before)) and atom.whole_year:
        return replace(atom, start=m.start())
    if m := BEFORE.search(before):
        return replace(atom, start=m.start(), first=None)
    if m := AFTER.search(before):
        return replace(_moved(atom, after=True), start=m.start())
    if (m := EXCLUSIVE.search(before)) and atom.first is not None:
        bound = replace(atom, first=None) if single_day else _moved(atom, after=False)
        return replace(bound, start=m.start())
    if m := SINCE.search(before):
        joined = atom.first != atom.last and (atom.end - atom.start) > 0 and _is_range(text, atom)
        return replace(atom, start=m.start(), last=atom.last if joined else None)
    if m := WITHIN.search(before):
        return replace(atom, start=m.start())
    return atom


def _is_range(text: str, atom: Mention) -> bool:
    return bool(re.search(r"\s(?:до|по|to|till|through)\s|[-–—]", text[atom.start : atom.end]))


def _moved(atom: Mention, *, after: bool) -> Mention:
    """An open interval that begins after the atom, or ends before it; a year that is open stays open."""
    year = atom.year or 2020
    if atom.impossible:
        return atom
    first, last = replace(atom, year=year, last_year=atom.last_year or year).interval()
    assert first is not None
    assert last is not None
    edge = last + timedelta(days=1) if after else first - timedelta(days=1)
    shift = edge.year - year
    own = None if atom.year is None and shift == 0 else edge.year
    day = (edge.month, edge.day)
    return replace(
        atom, first=day if after else None, last=None if after else day, year=own, last_year=own, whole_year=False
    )


# ---------------------------------------------------------------- times relative to a day

_THIS = r"(?:цього|цьому|поточн\w+|нинішн\w+|этом|этого|текущ\w+|this|current|сего)"
_NEXT = r"(?:наступн\w+|следующ\w+|next)"
_PAST = r"(?:минул\w+|попередн\w+|прошл\w+|last|previous)"
_RELATIVE: tuple[tuple[str, Callable[[re.Match[str], date], tuple[date | None, date | None]]], ...] = (
    (r"\b(?:прострочен\w+|протермінован\w+|просрочен\w+|overdue)\b", lambda m, d: (None, d - timedelta(days=1))),
    (rf"\b{_THIS}\s+(?:року|році|рік|год\w*|year)\b", lambda m, d: (date(d.year, 1, 1), date(d.year, 12, 31))),
    (r"\bдо\s+кінця\s+(?:цього\s+|поточного\s+)?року\b(?!\s+\d)", lambda m, d: (d, date(d.year, 12, 31))),
    (r"\bдо\s+нового\s+((?:19|20)\d\d)\s*року\b", lambda m, d: (None, date(int(m[1]) - 1, 12, 31))),
    (r"\bдо\s+нового\s+року\b", lambda m, d: (d, date(d.year, 12, 31))),
    (rf"\b{_NEXT}\s+(?:року|році|рік|год\w*|year)\b", lambda m, d: (date(d.year + 1, 1, 1), date(d.year + 1, 12, 31))),
    (
        rf"\b(?:торік|{_PAST}\s+(?:року|році|рік|год\w*|year))\b",
        lambda m, d: (date(d.year - 1, 1, 1), date(d.year - 1, 12, 31)),
    ),
    (rf"\b{_THIS}\s+(?:місяц\w+|мес\w+|month)\b", lambda m, d: _month_of(d, 0)),
    (rf"\b{_NEXT}\s+(?:місяц\w+|мес\w+|month)\b", lambda m, d: _month_of(d, 1)),
    (rf"\b{_PAST}\s+(?:місяц\w+|мес\w+|month)\b", lambda m, d: _month_of(d, -1)),
    (rf"\b{_THIS}\s+(?:квартал\w*|quarter)\b", lambda m, d: _quarter_of(d)),
    (
        rf"\b{_THIS}\s+(?:тиж\w+|недел\w+|week)\b",
        lambda m, d: (d - timedelta(days=d.weekday()), d + timedelta(days=6 - d.weekday())),
    ),
    (r"\b(?:сьогодні|сегодня|today)\b", lambda m, d: (d, d)),
    (
        r"\b(?:найближч\w+|ближайш\w+|next)\s+(\d{1,3})\s+(дн\w+|день|діб|тиж\w+|недел\w+|місяц\w+|мес\w+|days?|weeks?|months?)\b",
        lambda m, d: (d, d + _span(int(m[1]), m[2])),
    ),
    (
        r"\b(?:найближчим\s+часом|(?<=\w )скоро|(?<=\w )незабаром|в\s+ближайшее\s+время|soon)\b",
        lambda m, d: (d, d + timedelta(days=30)),
    ),
)


def _relative(text: str, today: date) -> Iterator[Mention]:
    for pattern, interval in _RELATIVE:
        if m := re.search(rf"(?:\b(?:у|в|на|за|протягом|впродовж|in|во)\s+)?{pattern}", text):
            first, last = interval(re.search(pattern, text) or m, today)
            yield Mention(
                m.start(),
                m.end(),
                (first.month, first.day) if first else None,
                (last.month, last.day) if last else None,
                (first or last or today).year,
                (last or today).year,
            )


def _month_of(day: date, shift: int) -> tuple[date, date]:
    months = day.year * 12 + day.month - 1 + shift
    year, month = divmod(months, 12)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])


def _quarter_of(day: date) -> tuple[date, date]:
    first = (day.month - 1) // 3 * 3 + 1
    return date(day.year, first, 1), date(day.year, first + 2, monthrange(day.year, first + 2)[1])


def _span(number: int, unit: str) -> timedelta:
    days = 7 if unit.startswith(("тиж", "недел", "week")) else 30 if unit.startswith(("м", "month")) else 1
    return timedelta(days=number * days)
