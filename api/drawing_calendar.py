"""A month of deadlines as a table: weeks from Monday, what is due on each day, and the months around it."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from api.settings import Lang
from api.wording_pages_deadlines import MONTHS, WEEKDAYS
from corpus.duties import Due, days_of
from corpus.model import Plan

Month = tuple[int, int]  # year, month


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the table; ``within`` is false for days of the neighbouring months that fill the first and last week."""

    day: date
    within: bool
    duties: tuple[Due, ...]

    @property
    def overdue(self) -> bool:
        return any(duty.state == "overdue" for duty in self.duties)


@dataclass(frozen=True, slots=True)
class MonthTable:
    """A month: its name, the days of the week as (short, whole) names, and its weeks."""

    name: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Day, ...], ...]


def by_day(agenda: Iterable[Due], plans: Mapping[str, Plan]) -> dict[date, list[Due]]:
    """What is due on each day; repeated duties on each of their days."""
    found: dict[date, list[Due]] = {}
    for one in agenda:
        for day in days_of(one, plans[one.plan_id]):
            found.setdefault(day, []).append(one)
    return found


def month_table(month: Month, duties: Mapping[date, Iterable[Due]], lang: Lang) -> MonthTable:
    """The table of a month.

    >>> len(month_table((2026, 2), {}, "en").weeks), month_table((2026, 2), {}, "en").name
    (5, 'February 2026')
    """
    english = lang == "en"
    weekdays = tuple((names[english], names[2 + english]) for names in WEEKDAYS)
    weeks = tuple(
        tuple(
            Day(day, day.month == month[1], tuple(duties.get(day, ())) if day.month == month[1] else ()) for day in week
        )
        for week in Calendar().monthdatescalendar(*month)
    )
    return MonthTable(month_name(month, lang), weekdays, weeks)


def months_of(duties: Mapping[date, list[Due]]) -> dict[int, dict[int, int]]:
    """Year -> month -> how many items are due, in order."""
    counts = Counter({day: len(due) for day, due in duties.items()})
    found: dict[int, dict[int, int]] = {}
    for day in sorted(counts):
        year = found.setdefault(day.year, {})
        year[day.month] = year.get(day.month, 0) + counts[day]
    return found


def nearest_month(wanted: str, months: Mapping[int, Mapping[int, int]], today: date) -> Month:
    """The month that is asked for («2026-05»), else the one with deadlines that is nearest to today.

    >>> nearest_month("2026-05", {}, date(2030, 1, 1)), nearest_month("", {2020: {3: 1, 9: 1}}, date(2030, 1, 1))
    ((2026, 5), (2020, 9))
    """
    year, _, month = wanted.partition("-")
    if year.isdecimal() and month.isdecimal() and len(wanted) == 7 and 1 <= int(month) <= 12 and int(year) >= 1900:
        return int(year), int(month)
    every = [(y, m) for y, ms in months.items() for m in ms]
    now = today.year * 12 + today.month
    return min(every, key=lambda one: abs(one[0] * 12 + one[1] - now), default=(today.year, today.month))


def month_name(month: Month, lang: Lang) -> str:
    """A month in words, with its year."""
    return f"{MONTHS[month[1] - 1][lang == 'en']} {month[0]}"


def month_key(month: Month) -> str:
    """A month as addresses name it.

    >>> month_key((2026, 5))
    '2026-05'
    """
    return f"{month[0]:04d}-{month[1]:02d}"
