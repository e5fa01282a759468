"""The title of a plan among the lines of its front: its own, not that of the order or the strategy it carries out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.front import FrontLine

# What a plan calls itself, best first; up to three adjectives may stand before the word («Зведений річний план»).
_ADJECTIVES = r"(?:[А-ЯІЇЄҐа-яіїєґ'’ʼ-]+(?:ий|ій|а|ний|НИЙ|ИЙ|ІЙ|НА)\s+){0,3}"
TITLE_WORDS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(rf"^(?:про[еє]кт\s+|зміни до\s+)?{_ADJECTIVES}{word}", re.IGNORECASE)
    for word in (
        r"план(?:-графік|и)?(?!\w)",  # «План заходів на 2026 рік», «ПЛАН-ГРАФІК проведення …»
        r"(?:дорожня карта|перелік заходів|комплекс заходів|заходи (?:щодо|з|із|до|по|на)\b)",
        r"(?:програма|графік|календар)(?!\w)",
    )
)
# «цілі 3.2. «Громадяни …»», «Ціль 3.2. …»: the numbered goal of a programme, whose plan the document is.
_GOAL = re.compile(r"(?<!\w)ціл(?:ь|і)\s+[«\"“]?\s*(\d+(?:\.\d+)*)\.?\s*[«\"“]?\s*(?=\w)", re.IGNORECASE)
_PLANS_GOAL = re.compile(r"(?:концепці|план|захо[дж]|досягненн|реалізаці)", re.IGNORECASE)
_SUBJECT = re.compile(r"^про\s+(?:затвердження|схвалення|внесення змін до|план)", re.IGNORECASE)
_APPROVAL = re.compile(r"^(?:затвердж|схвален|додаток(?!\w))", re.IGNORECASE)
_STOP = re.compile(
    r"^(?:\d+[.)]|[IVXІХ]+\.?\s|розділ\s|затвердж|погоджен|\(|№|відповідно|на виконання|керуючись|з метою|завдання\s)",
    re.IGNORECASE,
)
_AWAITED = re.compile(r"(?:на виконання|з метою)\s", re.IGNORECASE)
_LONGEST = 600
_MOST_LINES = 9


def title_in(lines: Sequence[FrontLine]) -> str | None:
    """The title of the plan, its lines joined; None where no line looks like one.

    >>> title_in([FrontLine("ПЛАН"), FrontLine("заходів з озеленення на 2026 рік"), FrontLine("1. Посадити дерева")])
    'ПЛАН заходів з озеленення на 2026 рік'
    """
    return goal_title(lines) or _own_title(lines) or _subject(lines)


def goal_title(lines: Sequence[FrontLine]) -> str | None:
    """The goal that a document of a government programme plans for, its number kept: «Ціль 3.2. …»."""
    for line in lines:
        match = _GOAL.search(line.text)
        if match and (_PLANS_GOAL.search(line.text[: match.start()]) and line.marked):
            words = _quoted(line.text[match.end() :])
            if len(words) > 10:
                return f"Ціль {match[1]}. {words}"
    return None


def _quoted(text: str) -> str:
    """The text up to the quotation mark that closes it; marks opened inside are closed inside.

    >>> _quoted("Люди в «малих громадах» мають воду» Програми діяльності")
    'Люди в «малих громадах» мають воду'
    """
    depth = 0
    for k, sign in enumerate(text):
        if sign in "«“":
            depth += 1
        elif sign in "»”":
            depth -= 1
        if depth < 0 or (sign == '"' and depth == 0):
            return text[:k].strip().rstrip(".,;")
    return text.strip()


def _own_title(lines: Sequence[FrontLine]) -> str | None:
    approved = next((k for k, line in enumerate(lines) if _APPROVAL.match(line.text)), len(lines))
    best: tuple[tuple[bool, int, bool, bool], str] | None = None
    for k, line in enumerate(lines):
        strength = _strength(line.text)
        if strength == 0:
            continue
        text = _joined(lines, k)
        rank = (k > approved, strength, line.heading or line.text.startswith("ПЛАН"), line.marked)
        if len(text.split()) > 1 and (best is None or rank > best[0]):
            best = (rank, text)
    return best[1] if best else None


def _strength(text: str) -> int:
    if len(text) > _LONGEST or text.endswith((":", "...", "…")):
        return 0
    for place, pattern in enumerate(TITLE_WORDS):
        if pattern.match(text):
            return len(TITLE_WORDS) - place
    return 0


def _joined(lines: Sequence[FrontLine], start: int) -> str:
    text = lines[start].text
    for before, line in zip(lines[start:], lines[start + 1 : start + _MOST_LINES], strict=False):
        if _ends_title(text, line.text) or len(text) + len(line.text) > _LONGEST or not _goes_on(text, before, line):
            break
        text = f"{text} {line.text}"
    return text


def _ends_title(text: str, line: str) -> bool:
    """Whether the line begins something else. «ПЛАН ЗАХОДІВ» alone still awaits «на виконання …»."""
    if len(text.split()) <= 2 and _AWAITED.match(line) and not line.endswith(":"):
        return False
    return bool(_STOP.match(line))


def _goes_on(text: str, before: FrontLine, line: FrontLine) -> bool:
    """Whether a line belongs to the title above it: directly below it, or plainly its continuation."""
    if not line.fresh:
        return True
    unfinished = len(text.split()) <= 2 or text.endswith((",", "-", "–")) or line.text[:1].islower()
    alike = before.marked and line.marked and line.text.isupper() == before.text.isupper()
    return unfinished or (alike and (line.text.isupper() or line.text[:3].lower() in {"на ", "у 2", "в 2"}))


def _subject(lines: Sequence[FrontLine]) -> str | None:
    """«Про затвердження плану заходів …», the heading of the order, where the plan has no title of its own."""
    for k, line in enumerate(lines):
        if _SUBJECT.match(line.text):
            text = _joined(lines, k)
            if re.search(r"план|заход", text, re.IGNORECASE) and len(text) < _LONGEST:
                return text
    return None
