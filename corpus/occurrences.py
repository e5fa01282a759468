"""The days on which a repeated duty falls within a period.

The reading of plans gives a repetition as a word with, at most, a day: «weekly», «monthly:25», «quarterly»,
«yearly:12-01», «constant». Without a day a repetition falls on the last day of its week, month, quarter or year.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

_MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
_DAYS = {"daily": 1, "weekly": 7}


def occurrences(recurrence: str, start: date, end: date) -> tuple[date, ...]:
    """The days in start..end, both included, in order. Empty for «constant» and where the rhythm or its first day is
    not said («periodic», «two-yearly»).

    >>> occurrences("quarterly:25", date(2020, 1, 1), date(2020, 12, 31))[0]
    datetime.date(2020, 3, 25)
    """
    name, _, day = recurrence.partition(":")
    if start > end:
        return ()
    if name in _DAYS:
        return tuple(_stepped(start, end, _DAYS[name]))
    if name == "half-monthly":
        twice = (day for half in ("15", "") for day in _monthly(start, end, 1, half))
        return tuple(sorted(found for found in twice if start <= found <= end))
    if name in _MONTHS:
        return tuple(found for found in _monthly(start, end, _MONTHS[name], day) if start <= found <= end)
    return ()


def _stepped(start: date, end: date, days: int) -> Iterator[date]:
    """Every day, or the Sundays of weeks."""
    found = start if days == 1 else start - timedelta(start.weekday()) + timedelta(days - 1)
    while found <= end:
        if found >= start:
            yield found
        found += timedelta(days)


def _monthly(start: date, end: date, every: int, day: str) -> Iterator[date]:
    """The day said, in each last month of a run of ``every`` months of the year."""
    wanted_month, wanted_day = _said(day)
    for year in range(start.year, end.year + 1):
        for month in range(every, 13, every):
            at = wanted_month if every == 12 and wanted_month else month
            last = monthrange(year, at)[1]
            yield date(year, at, min(wanted_day or last, last))


def _said(day: str) -> tuple[int | None, int | None]:
    """(month, day) of «25», «12-01» or nothing."""
    month, _, number = day.rpartition("-")
    month_number = int(month) if month.isdigit() and 1 <= int(month) <= 12 else None
    return month_number, int(number) if number.isdigit() and 1 <= int(number) <= 31 else None
