"""What two wordings share and where they part, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from corpus.text import collapse, fold

_PIECE = re.compile(r"\S+")
_EDGE = re.compile(r"^\W+|\W+$")


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
    matcher = SequenceMatcher(None, [_key(word) for word in mine], [_key(word) for word in yours], autojunk=False)
    runs: list[tuple[str, str]] = []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            runs.append(("=", " ".join(mine[a1:a2])))
            continue
        if a2 > a1:
            runs.append(("-", " ".join(mine[a1:a2])))
        if b2 > b1:
            runs.append(("+", " ".join(yours[b1:b2])))
    return Difference(tuple(runs))


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return _EDGE.sub("", fold(word)).replace("проєкт", "проект") or word
