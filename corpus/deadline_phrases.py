"""What a deadline says beside dates: repetitions, the plan's own period, events, reasons for no date.

All functions take a *shaped* text (see ``deadline_atoms.shape``).
"""

from __future__ import annotations

import re
from datetime import date

from corpus.deadline import NO_PERIOD, NOT_READ, PERIOD_TAKEN, YEAR_TAKEN, Deadline
from corpus.deadline_atoms import Atom
from corpus.deadline_words import FILLERS, RECURRENCE_NAMES, RECURRENCES, UNDATED

_RECURRENCES = tuple((re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), name) for pattern, name in RECURRENCES)
_UNDATED = tuple((re.compile(pattern, re.DOTALL), reason) for pattern, reason in UNDATED)
_DAY_OF = re.compile(
    r"(?:(?:до|не пізніше|по)\s+(?P<until>\d{1,2})(?:\s*-?\s*го|-е)?(?:\s+числа)?(?![\d.])"
    r"|(?<![\d.])(?P<day>\d{1,2})(?:\s*-?\s*го)?\s+числа)"
)
_EVENT = re.compile(
    r"\b(?:після|з дня|з дати|з моменту|від дня|від дати|[ву] ?разі(?! потреби| необхідності)|за умови"
    r"|при отриманні|при надходженні|строк дії|за результатами 20|за підсумками 20|звіт\w* за|бюджет\w* на)\b"
)
UNTIL = re.compile(
    r"(?:^|(?<=[\s(,;.]))(?:(?:не пізніше|не позднее|до|по)(?:\s+(?:ніж|за|до))?)"
    r"(?:\s+(?P<part>кінця|початку|середини|закінчення|конца|начала))?\s*$"
)
WHOLE_YEAR = re.compile(
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
# The most days a plan's period may have for «протягом кварталу» to mean it.
_LONGEST = {"місяця": 31, "кварталу": 92, "півріччя": 184}


def of_the_plan(shaped: str, begin: date | None, end: date | None) -> Deadline | None:
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
    if WHOLE_YEAR.search(shaped) and a_year:
        whole = begin.year == end.year and "навчальн" not in shaped
        return Deadline(
            date(begin.year, 1, 1) if whole else begin, date(end.year, 12, 31) if whole else end, remarks=(YEAR_TAKEN,)
        )
    return None


def recurrence_in(shaped: str, found: list[Atom]) -> str | None:
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


def recurrence_name(recurrence: str | None) -> str | None:
    """The Ukrainian words for a recurrence («quarterly:25» is «щокварталу»)."""
    return RECURRENCE_NAMES[recurrence.partition(":")[0]] if recurrence else None


def reason_for_none(shaped: str, recurrence: str | None) -> str:
    """Why there is no date: the repetition, an event, another document; else that the text was not understood."""
    if recurrence:
        return recurrence_name(recurrence) or recurrence
    reason = next((reason for pattern, reason in _UNDATED if pattern.search(shaped)), None)
    if reason:
        return reason
    return NO_PERIOD if WHOLE_YEAR.search(shaped) or _END_OF_YEAR.search(shaped) else NOT_READ


def without_events(found: list[Atom], shaped: str) -> list[Atom]:
    """Drops dates inside an event («після затвердження бюджету на 2021 рік»), unless «до» begins a term of its own."""
    event = _EVENT.search(shaped)
    if not event:
        return found
    return [a for a in found if a.start < event.end() or UNTIL.search(shaped[event.end() : a.start])]


def other_words(shaped: str, found: list[Atom]) -> list[str]:
    """Words that belong to no deadline."""
    rest = list(shaped)
    for atom in found:
        rest[atom.start : atom.end] = " " * (atom.end - atom.start)
    left = "".join(rest)
    for pattern in (*(p for p, _ in _RECURRENCES), WHOLE_YEAR, _WHOLE_PERIOD, _END_OF_YEAR, _DAY_OF):
        left = pattern.sub(lambda m: " " * len(m.group()), left)
    return [w for w in re.findall(r"[а-яіїєa-z']+|\d+", left) if w not in FILLERS]
