"""A piece of a deadline as a value, and the shape of a text in which pieces are looked for."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

YEARS = range(1990, 2101)
_SHAPE = str.maketrans(
    {"\u00a0": " ", "\t": " ", **dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("’ʼ`′‘´", "'"), "«": " ", "»": " ",
     "“": " ", "”": " ", '"': " ", "\u200b": " ", "ґ": "г"}
)  # fmt: skip
_LOOKALIKES = str.maketrans("aceiopxyl|", "асеіорхуіі")


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a deadline at ``start``..``end`` of the text: from a month and day to a month and day.

    ``first_day``/``last_day`` None mean the first and the last of the month. ``years`` is how many years later it
    ends than it begins. ``year`` is the year it begins in, None where it is not said. ``remark`` says a doubt.
    """

    start: int
    end: int
    kind: str
    first_month: int
    last_month: int
    first_day: int | None = None
    last_day: int | None = None
    year: int | None = None
    years: int = 0
    remark: str | None = None

    def interval(self, year: int) -> tuple[date, date]:
        """The days from..to when the piece begins in this year; the 31st of a shorter month is its last day."""
        return (
            _day(year, self.first_month, self.first_day or 1),
            _day(year + self.years, self.last_month, self.last_day or 31),
        )


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def shape(text: str) -> str:
    """The text in lower case with one kind of dash, blank and apostrophe and Cyrillic letters for the Latin ones that
    look the same; the length stays, line ends stay.

    >>> shape("IV квартал – 2020 p.")
    'іv квартал - 2020 р.'
    """
    lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return re.sub(r"[^\W\d_]+", lambda m: m.group().translate(_LOOKALIKES), lower.translate(_SHAPE))
