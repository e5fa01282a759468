"""Times in questions."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.periods import period_in

TODAY = date(2031, 5, 14)
CASES: list[tuple[str, str | None, str | None]] = [
    ("лютий 2031", "2031-02-01", "2031-02-28"),
    ("до кінця березня 2031", None, "2031-03-31"),
    ("до квітня 2031", None, "2031-03-31"),
    ("до 25 грудня 2031 року", None, "2031-12-25"),
    ("після 25 грудня 2031", "2031-12-26", None),
    ("з січня по березень 2031", "2031-01-01", "2031-03-31"),
    ("між 1 березня і 5 квітня 2031", "2031-03-01", "2031-04-05"),
    ("у III-IV кварталах 2031 року", "2031-07-01", "2031-12-31"),
    ("у першому півріччі 2031", "2031-01-01", "2031-06-30"),
    ("01.02.2031 - 31.03.2031", "2031-02-01", "2031-03-31"),
    ("q2 2031", "2031-04-01", "2031-06-30"),
    ("by the end of march 2031", None, "2031-03-31"),
    ("в марте 2031 года", "2031-03-01", "2031-03-31"),
    ("влітку 2031", "2031-06-01", "2031-08-31"),
    ("цього року", "2031-01-01", "2031-12-31"),
    ("наступного місяця", "2031-06-01", "2031-06-30"),
    ("прострочені", None, "2031-05-13"),
    ("найближчі 30 днів", "2031-05-14", "2031-06-13"),
    ("у 2031-2032 роках", "2031-01-01", "2032-12-31"),
    ("що тягнеться до 2032 року", "2032-01-01", "2032-12-31"),
    ("растянуты до конца 2032 года", "2032-01-01", "2032-12-31"),
    ("мости, що здаємо до 2032 року", None, "2031-12-31"),
]


@pytest.mark.parametrize(("text", "first", "last"), CASES, ids=[c[0] for c in CASES])
def test_interval(text: str, first: str | None, last: str | None) -> None:
    mention = period_in(text.lower(), TODAY)
    assert mention is not None
    found = tuple(day.isoformat() if day else None for day in mention.interval())
    assert found == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "план 6.1",
        "номер 112",
        "захід 2.4.1",
        "система 2031а",
        "до якого числа",
        "коли сплатять борг, що виник до 2016 року",
    ],
)
def test_no_time(text: str) -> None:
    assert period_in(text, TODAY) is None


def test_open_year_and_exactness() -> None:
    mention = period_in("саме квітень", TODAY)
    assert mention is not None
    assert (mention.open_year, mention.exact) == (True, True)
    assert mention.closed(2032).interval() == (date(2032, 4, 1), date(2032, 4, 30))


def test_impossible_day() -> None:
    mention = period_in("31 лютого 2031", TODAY)
    assert mention is not None
    assert mention.impossible
