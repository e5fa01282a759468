"""What counts as saying a body, a deadline, a value: text against the words of documents.

A body is said when its words stand in order, in any grammatical ending, where a name can begin. A deadline is said as
printed or by its last day. These are the judgements by which answers are scored, and by which an answer is checked.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Mapping

_QUOTES = dict.fromkeys(map(ord, "'’ʼ`′‘\"“”«»„"), None)
_MONTHS = (
    r"січ(?:ень|н)", r"лют(?:ий|ого|ому|им)", r"берез(?:ень|н)", r"квіт(?:ень|н)", r"трав(?:ень|н)", r"черв(?:ень|н)",
    r"лип(?:ень|н)", r"серп(?:ень|н)", r"верес(?:ень|н)", r"жовт(?:ень|н)", r"листопад", r"груд(?:ень|н)",
)  # fmt: skip
_MONTH_PATTERNS = tuple(map(re.compile, _MONTHS))
_MONTH_STARTS = {
    start: number
    for number, start in enumerate("січ лют бер кві тра чер лип сер вер жов лис гру".split(), 1)  # noqa: SIM905
}
_NUMERALS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3, "іv": 4,
    "1": 1, "2": 2, "3": 3, "4": 4, "перш": 1, "друг": 2, "трет": 3, "четв": 4,
}  # fmt: skip
_FILLERS = frozenset(
    [
        "року",
        "рік",
        "році",
        "р",
        "рр",
        "до",
        "по",
        "та",
        "і",
        "й",
        "протягом",
        "упродовж",
        "місяць",
        "місяця",
        "включно",
    ]
)
_CONSENT = re.compile(r"\(?\s*за\s+згод\w+\s*\)?", re.IGNORECASE)
_DEFINED = re.compile(r"\(\s*далі[^)]*\)?", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[.\-/](\d{1,2})[.\-/](\d{4})")


def plain(text: str | None) -> str:
    """Lower case, one dash, no quotation marks or apostrophes; punctuation stays."""
    text = unicodedata.normalize("NFC", text or "").lower().translate(_QUOTES)
    return " ".join(re.sub(r"[‐-―−]", "-", text).split())


def bare(text: str | None) -> str:
    """A key for comparing texts: plain, percent as a sign, no punctuation.

    >>> bare("«80 відсотків»")
    '80%'
    """
    text = re.sub(r"\bвідсот\w*", "%", plain(text))
    text = re.sub(r"(\d)\s+%", r"\1%", text)
    return " ".join(re.sub(r"[^\w%/.-]+", " ", text).split()).strip(" .;,-")


def body_key(text: str) -> str:
    """A body's name without its mark of consent and its definition."""
    return bare(_CONSENT.sub(" ", _DEFINED.sub(" ", text)))


# ---------------------------------------------------------------- deadlines


def date_tokens(text: str) -> list[str]:
    """The words of a text in which times are canonical: «31 грудня 2020» and «31.12.2020» are d31 m12 y2020.

    >>> date_tokens("до 31 грудня 2020 року")
    ['d31', 'm12', 'y2020']
    """
    text = _ISO.sub(r" \3.\2.\1 ", plain(text))
    text = _NUMERIC.sub(lambda m: f" d{int(m[1])} m{int(m[2])} y{m[3]} ", text)
    tokens: list[str] = []
    for word in re.findall(r"\w+", text):
        _add_word(tokens, word)
    return tokens


def _add_word(tokens: list[str], word: str) -> None:
    near = _MONTH_STARTS.get(word[:3])
    month = near if near and _MONTH_PATTERNS[near - 1].match(word) else None
    if month:
        if tokens and (day := re.fullmatch(r"(\d{1,2})(?:го|е|ге)?", tokens[-1])):
            tokens[-1] = f"d{int(day[1])}"
        tokens.append(f"m{month}")
    elif word.startswith("квартал"):
        _number_quarters(tokens)
    elif len(word) == 4 and word.isdecimal() and word[:2] in ("19", "20"):
        tokens.append("y" + word)
    elif word not in _FILLERS:
        tokens.append(word)


def _number_quarters(tokens: list[str]) -> None:
    place = len(tokens) - 1
    while place >= 0 and (number := _NUMERALS.get(tokens[place], _NUMERALS.get(tokens[place][:4]))):
        tokens[place] = f"q{number}"
        place -= 1


def deadline_forms(deadline: str) -> list[list[str]]:
    """The runs of tokens any of which says this deadline: as printed, or by its last day."""
    run = [t for t in date_tokens(deadline) if re.match(r"[dmqy]\d", t)]
    forms = [run]
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", deadline)
    if iso and int(iso[3]) == calendar.monthrange(int(iso[1]), int(iso[2]))[1]:
        forms.append([f"m{int(iso[2])}", f"y{iso[1]}"])
    if not iso and run and run[-1].startswith("y"):
        forms += _last_day(run)
    if len(run) > 2 and all(t[0] == "m" for t in run):
        forms.append([run[0], run[-1]])
    return [form for form in forms if form]


def _last_day(run: list[str]) -> list[list[str]]:
    year = run[-1][1:]
    last = next((t for t in reversed(run[:-1]) if t[0] in "mq"), None)
    if not last or run[0].startswith("d"):
        return []
    month = int(last[1:]) * (3 if last[0] == "q" else 1)
    if not 1 <= month <= 12:
        return []
    forms = [[f"d{calendar.monthrange(int(year), month)[1]}", f"m{month}", f"y{year}"]]
    return forms + ([[run[1], run[2]]] if len(run) == 3 and last[0] == "q" else [])


def says_deadline(text: str, deadline: str) -> bool:
    """Whether the text says this deadline.

    >>> says_deadline("Строк: до 31.12.2020.", "Грудень 2020 року")
    True
    """
    tokens = date_tokens(text)
    return any(_has_run(tokens, form) for form in deadline_forms(deadline)) or bare(deadline) in bare(text)


def _has_run(tokens: list[str], run: list[str]) -> bool:
    return any(tokens[i : i + len(run)] == run for i in range(len(tokens) - len(run) + 1))


# ---------------------------------------------------------------- bodies

_LEAD = re.compile(
    r"(?:^|[,;:.()\n•*–—>|\[\]-]|\b(?:відповіда\w+|відповідальн\w+|викон\w+|це|є|та|і|й|разом|з|із|також|спільно"
    r"|is|are|and|by|responsible))\s*$"
)
_AFTER = re.compile(r"(?:та|і|й|до|строк|термін|за|у|в|має|разом|з|відповіда|—)\b")


def says_body(text: str, body: str, aliases: Mapping[str, str]) -> bool:
    """Whether the text names this body as a body: its words in order, any ending, at the start of a name.

    ``aliases``: short names -> full names that count as the same.

    >>> says_body("Відповідальні: Рада лісгоспу; ДСНС.", "рада лісгоспу", {})
    True
    """
    raw = unicodedata.normalize("NFC", text or "").lower().translate(_QUOTES)
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"[\w/]+", raw)]
    forms = {body_key(body)}
    for short, full in aliases.items():
        if {body_key(short), body_key(full)} & forms:
            forms |= {body_key(short), body_key(full)}
    return any(_stands(raw, words, re.findall(r"[\w/]+", form)) for form in forms if form)


def _stands(raw: str, words: list[tuple[str, int, int]], want: list[str]) -> bool:
    for i in range(len(words) - len(want) + 1):
        if all(_alike(words[i + k][0], w) if len(w) > 3 else words[i + k][0] == w for k, w in enumerate(want)):
            after = raw[words[i + len(want) - 1][2] :].lstrip(" \t")
            ends = not after or after[0] in ",;:.()\n•*–—-|[]<" or _AFTER.match(after)
            if _LEAD.search(raw[: words[i][1]]) and (ends or len(want) > 2):
                return True
    return False


def _alike(one: str, other: str) -> bool:
    """Equal but for an inflected ending."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    common = next((k for k in range(shorter) if one[k] != other[k]), shorter)
    return shorter >= 4 and abs(len(one) - len(other)) <= 4 and common >= max(3, shorter - 3)


def says_value(text: str, value: str, aliases: Mapping[str, str]) -> bool:
    """Whether the text says this value: the number or phrase itself, or a long phrase in other endings."""
    said, wanted = bare(text), bare(value)
    if re.search(rf"(?<![\w.,]){re.escape(wanted)}(?!\w)", said):
        return True
    return len(wanted) > 12 and says_body(text, value, aliases)


def says_number(text: str, number: int) -> bool:
    """Whether the text says this number as a number of its own."""
    return re.search(rf"(?<!\d){number}(?!\d)", text) is not None
