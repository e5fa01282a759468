"""What work over a store gave, remembered for as long as what it was made of stays the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """The last few results, each under what it was made of. Keys are compared, so that they need no hash.

    >>> squares: Remembered[int] = Remembered(2)
    >>> squares.get([3], lambda: 9), squares.get([3], lambda: 0)
    (9, 9)
    """

    def __init__(self, most: int = 4) -> None:
        self._kept: deque[tuple[Any, T]] = deque(maxlen=most)

    def get(self, key: Any, make: Callable[[], T]) -> T:
        """What is remembered under the key, else what ``make`` gives. Two threads may make the same; both are right."""
        for known, value in tuple(self._kept):
            if known == key:
                return value
        value = make()
        self._kept.append((key, value))
        return value
