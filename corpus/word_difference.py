"""What two wordings share and where they part, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from corpus.text import collapse, fold

_PIECE = re.compile(r"\S+")
_EDGE = re.compile(r"^\W+|\W+$")
_COMPARED = 500 * 500  # pairs of words


@dataclass(frozen=True, slots=True)
class Difference:
    """Runs of words in order: («=», text) stands in both, («-», text) only in the first, («+», text) in the second."""

    runs: tuple[tuple[str, str], ...]

    @property
    def shared(self) -> str:
        return " … ".join(text for sign, text in self.runs if sign == "=")

    def only(self, sign: str) -> tuple[str, ...]:
        """The runs of one side: «-» the first, «+» the second."""
        return tuple(text for found, text in self.runs if found == sign)


def difference(first: str, second: str) -> Difference:
    """The word-level difference; case, marks at the edges of words and проєкт/проект make none.

    >>> difference("Ремонт шкільної їдальні", "Ремонт сільської їдальні").runs
    (('=', 'Ремонт'), ('-', 'шкільної'), ('+', 'сільської'), ('=', 'їдальні'))
    """
    mine, yours = _PIECE.findall(collapse(first)), _PIECE.findall(collapse(second))
    runs: list[tuple[str, str]] = []
    for tag, a1, a2, b1, b2 in _steps([_key(word) for word in mine], [_key(word) for word in yours]):
        if tag == "equal":
            runs.append(("=", " ".join(mine[a1:a2])))
            continue
        if a2 > a1:
            runs.append(("-", " ".join(mine[a1:a2])))
        if b2 > b1:
            runs.append(("+", " ".join(yours[b1:b2])))
    return Difference(tuple(runs))


def _steps(mine: list[str], yours: list[str]) -> Iterable[tuple[str, int, int, int, int]]:
    """What SequenceMatcher calls opcodes. Of texts longer than any measure only the beginning and the end that they
    share are told: to match all words would take minutes."""
    if len(mine) * len(yours) <= _COMPARED:
        return SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes()
    head = _shared(mine, yours)
    tail = _shared(mine[head:][::-1], yours[head:][::-1])
    a, b = len(mine) - tail, len(yours) - tail
    steps = [("equal", 0, head, 0, head), ("replace", head, a, head, b), ("equal", a, len(mine), b, len(yours))]
    return [step for step in steps if step[1] < step[2] or step[3] < step[4]]


def _shared(mine: list[str], yours: list[str]) -> int:
    """How many words both begin with."""
    return next((n for n, (a, b) in enumerate(zip(mine, yours, strict=False)) if a != b), min(len(mine), len(yours)))


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return _EDGE.sub("", fold(word)).replace("проєкт", "проект") or word
