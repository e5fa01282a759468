"""The rules by which pieces of a deadline are read: patterns with what each builds, in order."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from corpus.deadline_atom import YEARS, Atom
from corpus.deadline_words import DAY_WORDS, MONTH_FORMS, MONTH_SHORT, NOT_MONTHS, ORDINALS, ROMAN, SEASONS
from corpus.text import one_edit_apart

_MONTH_POINT = re.compile(r"\.|\s*-\s*(?:[а-яіїє]{3,}\b)")  # «груд.», «січ-лют»


# ---------------------------------------------------------------- patterns

_D = r"(?:0?[1-9]|[12]\d|3[01])"
_M = r"(?:0[1-9]|1[0-2]|[1-9])"
_Y = r"(?:19[9]\d|20\d\d|2100)"
_YEAR_WORD = r"(?:\s*-?\s*(?:го\s+)?(?:року|рік|році|років|роки|роках|рр?|годах|года|год|г)\b\.?)"
_YEAR = rf"(?P<y>{_Y}){_YEAR_WORD}?"
_ROM = r"(?:іv|іу|і{1,3}|[1-4]|ш|п)"
_NTH = r"(?:\s*-\s*(?:й|го|му|ий|ому|ого|е|а|я|ій|х))?"
_AND = r"(?:\s*[,;/]\s*|\s*-\s*|\s+(?:та|і|й|по|до)\s+)"
_ORD = r"(?:перш|друг|трет|четверт|перв|втор)\w*"
_QUARTERS = rf"(?:{_ROM}{_NTH}(?:{_AND}{_ROM}{_NTH})*|{_ORD}(?:{_AND}{_ORD})*)"
WORD = r"[а-яіїє']+"


def _int(match: re.Match[str], name: str) -> int | None:
    text = match.groupdict().get(name)
    return int(text) if text else None


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _date(m: re.Match[str]) -> Atom | None:
    day, month = int(m["d"]), int(m["m"])
    year = _full_year(m["y"]) if m.groupdict().get("y") else None
    if (year is not None and year not in YEARS) or day > calendar.monthrange(year or 2000, month)[1]:
        return None
    return Atom(m.start(), m.end(), "date", month, month, day, day, year)


def _date_range(m: re.Match[str]) -> Atom | None:
    """«09-13.11.2020»: days of one month."""
    atom, first = _date(m), int(m["d1"])
    return replace(atom, first_day=first) if atom and first < int(m["d"]) else None


def _month_year(m: re.Match[str]) -> Atom | None:
    return Atom(m.start(), m.end(), "month", int(m["m"]), int(m["m"]), year=int(m["y"]))


@lru_cache(maxsize=4096)
def month_number(word: str) -> int | None:
    """The month of a word form, also with one typing error in a word of five letters or more; None for other words."""
    if word in MONTH_FORMS:
        return MONTH_FORMS[word]
    if len(word) < 5 or word in NOT_MONTHS:
        return None
    near = {number for form, number in MONTH_FORMS.items() if len(form) >= 5 and one_edit_apart(word, form)}
    return near.pop() if len(near) == 1 else None


def _day_word(m: re.Match[str]) -> int | None:
    """The day that «двадцять п'ятого» says."""
    stem = max((s for s in DAY_WORDS if m["dw"].startswith(s)), key=len, default=None)
    if stem is None:
        return None
    tens = {"двадцять": 20, "тридцять": 30}.get((m["tens"] or "").strip(), 0)
    return tens + DAY_WORDS[stem]


def _month(m: re.Match[str]) -> Atom | None:
    number = month_number(m["w"])
    if number is None:
        return None
    groups = m.groupdict()
    first = _day_word(m) if groups.get("dw") else _int(m, "d")
    last = _int(m, "d2") or first
    if (groups.get("dw") and first is None) or (first is not None and last is not None and first > last):
        return None
    if m["w"] in MONTH_SHORT and first is None and not groups.get("y") and not _MONTH_POINT.match(m.string, m.end("w")):
        return None  # «бер», «лист» alone are no months
    kind = "month" if first is None else "date"
    return Atom(m.start(), m.end(), kind, number, number, first, last, _int(m, "y"), _later_years(m))


def _later_years(m: re.Match[str]) -> int:
    """How many years «2021-2023 років» adds."""
    later, year = _int(m, "y2"), _int(m, "y")
    return max(0, later - year) if later and year else 0


def _decade(m: re.Match[str]) -> Atom | None:
    number, which = month_number(m["w"]), _ordinals(m["q"])
    if number is None or not which or which[0] > 3:
        return None
    first = (which[0] - 1) * 10 + 1
    last = first + 9 if which[0] < 3 else 31
    return Atom(m.start(), m.end(), "date", number, number, first, last, _int(m, "y"))


def _half_month(m: re.Match[str]) -> Atom | None:
    number, which = month_number(m["w"]), _ordinals(m["q"])
    if number is None or not which or which[0] > 2:
        return None
    first, last = (1, 15) if which[0] == 1 else (16, 31)
    return Atom(m.start(), m.end(), "date", number, number, first, last, _int(m, "y"))


def _ordinals(text: str) -> list[int]:
    """The numbers of «і, ііі», «третій-четвертий»."""
    words = re.findall(r"[а-яіїєv']+|\d", text)
    found: list[int] = []
    for word in words:
        if word in ROMAN and not (word == "і" and len(words) > 1 and _is_conjunction(text, found)):
            found.append(ROMAN[word])
        elif stem := next((s for s in ORDINALS if word.startswith(s)), None):
            found.append(ORDINALS[stem])
    return found


def _is_conjunction(text: str, found: list[int]) -> bool:
    """In «і і іі квартали» the first «і» is a number, a later one the word «and»."""
    return bool(found) and " і " in text


def _quarter(m: re.Match[str]) -> Atom | None:
    numbers = _ordinals(m["q"])
    if not numbers or numbers != sorted(numbers):
        return None
    first, last = numbers[0] * 3 - 2, numbers[-1] * 3
    return Atom(m.start(), m.end(), "quarter", first, last, year=_int(m, "y"), years=_later_years(m))


def _half(m: re.Match[str]) -> Atom | None:
    numbers = _ordinals(m["q"])
    if not numbers or max(numbers) > 2:
        return None
    first, last = numbers[0] * 6 - 5, numbers[-1] * 6
    return Atom(m.start(), m.end(), "half", first, last, year=_int(m, "y"), years=_later_years(m))


def _months_of_year(m: re.Match[str]) -> Atom | None:
    """«9 місяців 2020 року»: from January to the ninth month."""
    number = int(m["n"])
    return Atom(m.start(), m.end(), "month", 1, number, year=_int(m, "y")) if number <= 12 else None


def _season(first: int, last: int) -> Callable[[re.Match[str]], Atom | None]:
    def build(m: re.Match[str]) -> Atom | None:
        later = int(last < first)
        remark = "пору року прочитано як три місяці"
        return Atom(m.start(), m.end(), "season", first, last, year=_int(m, "y"), years=later, remark=remark)

    return build


def _school_year(m: re.Match[str]) -> Atom | None:
    remark = "навчальний рік прочитано як вересень–червень"
    return Atom(m.start(), m.end(), "school", 9, 6, 1, 30, _int(m, "y"), 1, remark)


def _year(m: re.Match[str]) -> Atom | None:
    return Atom(m.start(), m.end(), "year", 1, 12, year=int(m["y"]))


def _years(m: re.Match[str]) -> Atom | None:
    first, last = int(m["y"]), int(m["y2"]) if len(m["y2"]) == 4 else int(m["y"][:2] + m["y2"])
    return Atom(m.start(), m.end(), "year", 1, 12, year=first, years=last - first) if last >= first else None


_YEAR_AFTER = rf"(?:[\s,]*(?P<y>{_Y})(?:\s*-\s*(?P<y2>{_Y})(?=\s*(?:рок|рр)))?{_YEAR_WORD}?)?"
_DAYS = rf"(?P<d>{_D}){_NTH}(?:\s*(?:-|,|по|до|та|і)\s*(?P<d2>{_D}){_NTH})?"
_DAY_WORDS = rf"(?P<tens>двадцять\s+|тридцять\s+)?(?P<dw>{WORD}(?:ого|ше|те|ге|тє))"
_NO_DIGIT_AFTER = r"(?![\d.]*\d)"
_SCHOOL = r"(?:навч\w*\.?\s*(?:рік|року|році|р\.?)|н\.\s*р\.?)"
_TO_YEAR = r"(?:-|/|-?(?:го)?\s*(?:рік|року|р\.?)?\s*(?:-|по|до)\s*)"
_QUARTER_WORD = r"(?:квартал\w*|кварт\b\.?|кв\b\.?)"

# In this order: what is longer and surer comes first; a place once taken is not taken again. Each is named by example.
_PATTERNS: tuple[tuple[str, str, Callable[[re.Match[str]], Atom | None]], ...] = (
    ("2020-12-25", rf"(?<![\d.])(?P<y>{_Y})[-./](?P<m>0[1-9]|1[0-2])[-./](?P<d>[0-2]\d|3[01])(?!\d)", _date),
    (
        "09-13.11.2020",
        rf"(?<![\d.])(?P<d1>{_D})(?:\s*[-,]\s*|\s+(?:по|до|та|і)\s+)(?P<d>{_D})\.(?P<m>0[1-9]|1[0-2])(?:\.(?P<y>{_Y}))?"
        rf"{_NO_DIGIT_AFTER}{_YEAR_WORD}?",
        _date_range,
    ),
    (
        "25.12.2020",
        rf"(?<![\d.])(?P<d>{_D})\s?[-./]\s?(?P<m>{_M})\s?[-./]\s?(?P<y>{_Y})(?!\d){_YEAR_WORD}?",
        _date,
    ),
    ("25.12.20", rf"(?<![\d.])(?P<d>{_D})\.(?P<m>0[1-9]|1[0-2])\.(?P<y>\d\d){_NO_DIGIT_AFTER}{_YEAR_WORD}?", _date),
    ("III декада грудня", rf"(?<!\w)(?P<q>{_QUARTERS})\s*декад\w+\s+(?P<w>{WORD})\.?{_YEAR_AFTER}", _decade),
    ("1-15 грудня 2020", rf"(?<![\d.]){_DAYS}\s*(?P<w>{WORD})\.?{_YEAR_AFTER}", _month),
    ("першого липня", rf"(?<!\w){_DAY_WORDS}\s+(?P<w>{WORD})\.?{_YEAR_AFTER}", _month),
    ("09.11", rf"(?<![\d.])(?P<d>0[1-9]|[12]\d|3[01])\.(?P<m>0[1-9]|1[0-2]){_NO_DIGIT_AFTER}", _date),
    ("III-IV квартали", rf"(?<![\w.])(?P<q>{_QUARTERS})\s*{_QUARTER_WORD}{_YEAR_AFTER}", _quarter),
    ("квартал IV", rf"(?<!\w)квартал\w*\s+(?P<q>{_ROM})(?!\w){_YEAR_AFTER}", _quarter),
    (
        "друга половина грудня",
        rf"(?<!\w)(?P<q>{_ORD})\s+половин[аиу]\s+(?P<w>{WORD})\.?{_YEAR_AFTER}",
        _half_month,
    ),
    (
        "I півріччя",
        rf"(?<![\w.])(?P<q>{_QUARTERS})\s*(?:півріч\w*|півроку|половин[аиу]|полугод\w*){_YEAR_AFTER}",
        _half,
    ),
    ("9 місяців 2020", rf"(?<![\w.])(?P<n>\d\d?)\s*місяців\s+{_YEAR}", _months_of_year),
    *(
        (
            f"season {first}",
            rf"(?<!\w)(?:{words})(?!\w)(?:[\s,]*{_YEAR}(?:\s*[-/]\s*{_Y}{_YEAR_WORD}?)?)?",
            _season(first, last),
        )
        for words, first, last in SEASONS
    ),
    ("2020/2021 н.р.", rf"(?<!\d)(?P<y>{_Y})\s*[-/]\s*(?:{_Y}|\d\d)\s*{_SCHOOL}", _school_year),
    (
        "навчальний рік 2020/2021",
        rf"(?<!\w)навчальн\w+\s+(?:рік|року|році)\s+(?P<y>{_Y})\s*[-/]\s*(?:{_Y}|\d\d)",
        _school_year,
    ),
    ("12.2020", rf"(?<![\d.])(?P<m>0[1-9]|1[0-2])[./-](?P<y>{_Y}){_NO_DIGIT_AFTER}{_YEAR_WORD}?", _month_year),
    (
        "2020-2021 роки",
        rf"(?<![\d.])(?P<y>{_Y})\s*{_TO_YEAR}\s*(?P<y2>{_Y}|\d\d(?=\s*(?:рр|рок)))(?!\d){_YEAR_WORD}?",
        _years,
    ),
    ("грудень 2020", rf"(?<![а-яіїє'])(?P<w>{WORD})\.?(?:\s+місяц\w+)?{_YEAR_AFTER}", _month),
    ("2020 рік", rf"(?<![\d.,/№-])(?P<y>{_Y})(?![\d%]|[.,/-]\d){_YEAR_WORD}?", _year),
)
# What must stand in the text for a rule to be tried: a digit, unless another sign is named here.
_NEEDS = {
    "III декада грудня": "декад", "1-15 грудня 2020": "month", "першого липня": "month", "III-IV квартали": "кв",
    "квартал IV": "кв", "друга половина грудня": "month", "I півріччя": "пів", "грудень 2020": "month",
    **{f"season {first}": "season" for _, first, _ in SEASONS},
}  # fmt: skip
RULES = tuple((name, _NEEDS.get(name, "2"), re.compile(pattern), build) for name, pattern, build in _PATTERNS)
