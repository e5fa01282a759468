"""The period that a plan is for, from its title: its own, not that of the strategy or programme it carries out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.deadlines import parse_deadline

_YEAR = r"(?:19|20)\d\d"
_ROMAN = r"[IVІX1-4]{1,3}"
_PERIOD = re.compile(
    rf"""(?P<school>{_YEAR})\s*[/–-]\s*(?:20)?\d\d\s*(?:навчальн\w+|н\.\s*р)
    |(?P<part>(?:{_ROMAN}(?:-?(?:й|го|му))?(?:\s*[–-]\s*{_ROMAN})?|перш\w+|друг\w+|трет\w+|четверт\w+)\s+(?:квартал\w*|півріччя\w*)\s+{_YEAR})
    |(?P<month>(?:січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд)\w+(?:\s*[–-]\s*\w+)?\s+{_YEAR})
    |(?P<from>{_YEAR})\s*(?:[–—-]|,|\s+і\s+|\s+та\s+|\s+до\s+)\s*(?:{_YEAR}\s*,\s*)*(?P<to>{_YEAR})(?!\d)
    |до\s+(?:кінця\s+)?(?P<until>{_YEAR})(?!\d)
    |(?<![\d.№/])(?P<year>{_YEAR})(?=\s*(?:[-–]?(?:й|го|му|ий)\s+)?(?:р\b|рік|рок|роц|рр|бюджетн|$|[).,;]))""",
    re.IGNORECASE | re.VERBOSE,
)
# What may have years of its own; the period that follows it is taken for the plan's only where there is no other.
_OTHER_DOCUMENT = re.compile(r"(?:стратегі|програм|концепці|державн\w+ план|план\w* дій)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day (either may be None), and where the words stand in the title."""

    begin: date | None
    end: date | None
    start: int


def period_in(title: str) -> Period | None:
    """The plan's period.

    >>> found = period_in("План заходів на 2026 рік з виконання стратегії до 2030 року")
    >>> found.begin.year, found.end.isoformat()
    (2026, '2026-12-31')
    """
    found = [(match, _days(match)) for match in _PERIOD.finditer(title)]
    known = [(match, days) for match, days in found if days is not None]
    own = [pair for pair in known if not _OTHER_DOCUMENT.search(title[: pair[0].start()])]
    if own:
        match, days = own[0]
        return Period(*days, match.start())
    if not known:
        return None
    match, days = min(known, key=lambda pair: (_length(pair[1]), -pair[0].start()))
    return Period(*days, match.start())


def _length(days: tuple[date | None, date | None]) -> int:
    begin, end = days
    return (end - begin).days if begin and end else 10**6


def _days(match: re.Match[str]) -> tuple[date | None, date | None] | None:
    if match["school"]:
        year = int(match["school"])
        return date(year, 9, 1), date(year + 1, 9, 1) - timedelta(days=1)
    if match["part"] or match["month"]:
        read = parse_deadline(match.group())
        return (read.start, read.end) if read.end else None
    if match["until"]:
        return None, date(int(match["until"]), 12, 31)
    begin, end = int(match["from"] or match["year"]), int(match["to"] or match["year"])
    return (date(begin, 1, 1), date(end, 12, 31)) if begin <= end else None
