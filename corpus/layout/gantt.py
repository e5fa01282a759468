"""Charts: columns that are months or quarters, with marks in the cells for when a measure runs."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PERIOD = re.compile(
    r"\b(?:[IVІ]{1,3}|[1-4])\s*(?:-?й\s*)?(?:кв|квартал)|^(?:[IVІ]{1,3}|[1-4])$|^(?:січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру)"
    r"|\b20\d\d\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"^[xх+*vѵ✓✔☑●•■█▲×⬛–—-]{1,3}$", re.IGNORECASE)
_YEAR = re.compile(r"\b(20\d\d)\b")
_QUARTER = re.compile(
    r"\b([IVІ]{1,3}|[1-4])(?:\s*(?:-?й\s*)?кв\w*\.?)?\s*$|\b([IVІ]{1,3}|[1-4])\s*(?:-?й\s*)?кв", re.IGNORECASE
)
_MONTHS = (
    "січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень", "жовтень",
    "листопад", "грудень",
)  # fmt: skip


def is_period(wording: str) -> bool:
    """Whether a header names a month, a quarter or a year."""
    return bool(_PERIOD.search(wording)) and len(wording) < 30 and not re.search(r"\d\d?\.\d\d", wording)


def is_mark(text: str) -> bool:
    """Whether the cell only marks its column: «+», «Х», «●»."""
    return bool(_MARK.match(text.strip()))


def is_mark_column(wording: str, texts: Sequence[str]) -> bool:
    """Whether a header names a period and the cells below hold nothing but marks."""
    return is_period(wording) and all(is_mark(text) for text in texts)


def period_of_marks(wordings: Sequence[str]) -> str:
    """The marked columns as a deadline in words, from the first to the last.

    >>> period_of_marks(["2024 I квартал", "2024 II квартал"])
    'I квартал 2024 року – II квартал 2024 року'
    """
    said = [_period(wording) for wording in wordings]
    if not said:
        return ""
    return said[0] if len(said) == 1 or said[0] == said[-1] else f"{said[0]} – {said[-1]}"


def _period(wording: str) -> str:
    year = _YEAR.search(wording)
    tail = f" {year[1]} року" if year else ""
    rest = _YEAR.sub(" ", wording).replace("року", " ").replace("рік", " ").strip(" ,.р")
    month = next((name for name in _MONTHS for word in rest.lower().split() if word.startswith(name[:3])), None)
    if month:
        return f"{month}{tail}"
    quarter = _QUARTER.search(rest)
    if quarter:
        return f"{(quarter[1] or quarter[2]).upper()} квартал{tail}"
    return f"{year[1]} рік" if year else rest
