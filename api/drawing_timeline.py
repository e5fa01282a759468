"""Time drawn: how much falls on each month as bars, and where each item lies on one common axis.

Pictures are SVG made here; what they show also stands in a table beside them. Colours come from the style sheet, since
the content policy allows no style inside a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.owners import Holding

MOST_MONTHS = 72  # six years; what lies before is counted in the table alone
BAR, GAP, HEIGHT = 14, 4, 120  # units of the drawing
AXIS_WIDTH = 1000
_SHORTEST = 6  # units: a single day must still be seen


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: how many items first-named and as a co-executor, with the places of the two rectangles."""

    month: str
    first: int
    co: int
    x: int
    first_y: int
    first_height: int
    co_y: int
    co_height: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class LoadChart:
    """Months in order, those without items too, so that distances are true."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    undated: int
    most: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the axis, in units of its width; ``point`` when only the end is known."""

    x: int
    width: int
    point: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of whole years with the places of its years."""

    start: date
    end: date
    ticks: tuple[tuple[int, int], ...]  # (place, year)

    def span(self, begin: date | None, end: date | None) -> Span | None:
        """Where an interval lies; None without an end."""
        if end is None:
            return None
        right = self._place(end)
        left = self._place(begin) if begin else right
        width = max(right - left, _SHORTEST)
        return Span(max(0, min(right, AXIS_WIDTH) - width), width, begin is None)

    def _place(self, day: date) -> int:
        return round(AXIS_WIDTH * (day - self.start).days / max((self.end - self.start).days, 1))


def load_chart(holdings: Iterable[Holding]) -> LoadChart | None:
    """The load by month; None where nothing has a date."""
    held = list(holdings)
    first = Counter(_month(h.deadline_to) for h in held if h.deadline_to and h.first)
    co = Counter(_month(h.deadline_to) for h in held if h.deadline_to and not h.first)
    if not first and not co:
        return None
    months = list(_months(min([*first, *co]), max([*first, *co])))[-MOST_MONTHS:]
    most = max(months, key=lambda month: first[month] + co[month])
    unit = HEIGHT / (first[most] + co[most])
    bars = tuple(_bar(number, month, first[month], co[month], unit) for number, month in enumerate(months))
    return LoadChart(
        bars,
        len(bars) * (BAR + GAP) + GAP,
        HEIGHT,
        sum(h.deadline_to is None for h in held),
        (most, first[most] + co[most]),
    )


def axis_of(days: Sequence[date]) -> Axis | None:
    """The axis on which these days lie: whole years."""
    if not days:
        return None
    start, end = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    span = max((end - start).days, 1)
    years = range(start.year, end.year + 1)
    step = -(-len(years) // 8)
    ticks = tuple((round(AXIS_WIDTH * (date(y, 1, 1) - start).days / span), y) for y in years[::step])
    return Axis(start, end, ticks)


def _bar(number: int, month: str, first: int, co: int, unit: float) -> Bar:
    first_height, co_height = round(first * unit), round(co * unit)
    label = month[:4] if month.endswith("-01") or (number == 0 and month[5:] < "10") else ""  # else they touch
    x = GAP + number * (BAR + GAP)
    return Bar(
        month, first, co, x, HEIGHT - first_height, first_height, HEIGHT - first_height - co_height, co_height, label
    )


def _month(day: date) -> str:
    return day.strftime("%Y-%m")


def _months(first: str, last: str) -> Iterator[str]:
    """Every month from one to the other.

    >>> list(_months("2020-11", "2021-01"))
    ['2020-11', '2020-12', '2021-01']
    """
    day = date.fromisoformat(f"{first}-01")
    while _month(day) <= last:
        yield _month(day)
        day = (day + timedelta(31)).replace(day=1)
