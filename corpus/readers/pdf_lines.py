"""Words of a page into lines and lines into paragraphs: what a line end meant when the text was set.

A line end is only where the text ran full (then it is a space, or a hyphen to take away) or where the writer ended a
paragraph (then the next word would still have fitted).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.morphology import readings

_LIST_MARK = re.compile(r"^(?:[-–—•*▪●·]\s|\d{1,3}(?:\.\d{1,3})*[.)]\s)")
_GLUED_YEAR = re.compile(r"(?<=[а-яіїєґ]{3})(?=(?:19|20)\d\d(?!\d))")
_GLUED_CASE = re.compile(r"(?<=[а-яіїєґ])(?=[А-ЯІЇЄҐ][а-яіїєґ]{2})")
# A part of a line's height by which baselines of one line may differ, and the gap that begins a new paragraph.
_SAME_LINE, _GAP = 0.6, 0.75
# Line heights of room beyond the next word that show a line to have ended on purpose (more before a small letter).
_ROOM, _ROOM_LOWER = 0.7, 1.2


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box on the page, in points from the top left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PrintedLine:
    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def height(self) -> float:
        return max(1.0, self.bottom - self.top)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


def printed_lines(words: Iterable[Word]) -> list[PrintedLine]:
    """The words in lines from top to bottom, each from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.top + one.bottom, one.x0)):
        middle = (word.top + word.bottom) / 2
        if lines:
            last = lines[-1][-1]
            height = max(1.0, min(last.bottom - last.top, word.bottom - word.top))
            if abs((last.top + last.bottom) / 2 - middle) < _SAME_LINE * height:
                lines[-1].append(word)
                continue
        lines.append([word])
    return [PrintedLine(tuple(sorted(line, key=lambda one: one.x0))) for line in lines]


def paragraphs(lines: Sequence[PrintedLine], width: float) -> list[list[PrintedLine]]:
    """The lines in paragraphs; ``width`` is what a line could fill."""
    groups: list[list[PrintedLine]] = []
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(before: PrintedLine, line: PrintedLine, width: float) -> bool:
    if line.top - before.bottom > _GAP * max(before.height, line.height) or _LIST_MARK.match(line.text):
        return False
    if before.text.endswith(("-", "\u00ad")) and before.text[-2:-1].isalnum():
        return True
    needed = (before.x1 - before.x0) + 0.25 * before.height + (line.words[0].x1 - line.words[0].x0)
    room = _ROOM_LOWER if line.text[:1].islower() else _ROOM
    return needed > width - room * before.height


def joined(lines: Sequence[PrintedLine], width: float) -> str:
    """The lines of a paragraph as one text, words cut at a line end put together."""
    text = lines[0].text
    for before, line in pairwise(lines):
        text = text + line.text if _is_torn(before, line, width) else join_halves(text, line.text)
    return unglued(text)


def _is_torn(before: PrintedLine, line: PrintedLine, width: float) -> bool:
    """Whether a word wider than its column was broken without a hyphen: it stands alone and fills the line."""
    left, right = before.words[-1].text, line.words[0].text
    if len(before.words) > 1 or not left[-1:].isalpha() or not right[:1].islower():
        return False
    if before.x1 - before.x0 < width - 0.6 * before.height:
        return False
    left = left.lstrip("«(").rpartition("-")[2]
    return _is_word(left + right.rstrip(".,;:)»")) or not _is_word(left)


def join_halves(text: str, rest: str) -> str:
    """Two lines as one: the hyphen goes where it only marked the line end.

    >>> join_halves("Педагогіч-", "ний колектив"), join_halves("грудень 2020-", "червень 2021")
    ('Педагогічний колектив', 'грудень 2020-червень 2021')
    """
    if text.endswith("\u00ad"):
        return text[:-1] + rest
    if not text.endswith("-") or text.endswith(" -"):
        return f"{text} {rest}"
    left, right = text[:-1].rpartition(" ")[2], rest.partition(" ")[0].rstrip(".,;:)»")
    if left.isdigit() or not left[-1:].isalpha() or not right[:1].islower():
        return text + rest
    left = left.lstrip("«(")
    return text + rest if _is_word(f"{left}-{right}") or not _is_word(left + right) else text[:-1] + rest


def _is_word(word: str) -> bool:
    """Whether the dictionary has it: it has compounds with their hyphen («північно-східний») too."""
    return any(reading.known for reading in readings(word.lower()))


def unglued(text: str) -> str:
    """Spaces that were lost between words put back where that is certain: before a year, before a capital.

    >>> unglued("Вересень2020 року"), unglued("проведеноСемінар для ЗМІ")
    ('Вересень 2020 року', 'проведено Семінар для ЗМІ')
    """
    return _GLUED_CASE.sub(" ", _GLUED_YEAR.sub(" ", text))
