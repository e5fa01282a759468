"""Functions of a text that read it once: the same short texts are asked for again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

_Made = TypeVar("_Made")


def remembering(read: Callable[[str], _Made], texts: int, letters: int) -> Callable[[str], _Made]:
    """The same function, which remembers what it made of the last ``texts`` texts of at most so many ``letters``; a
    longer one (a cell may be a megabyte) is read anew each time. What is made must not be changed by who gets it.

    >>> remembering(str.split, 10, 3)("a b")
    ['a', 'b']
    """
    remembered = lru_cache(texts)(read)
    return lambda text: remembered(text) if len(text) <= letters else read(text)
