"""How often somebody may ask: a bucket that fills steadily and gives one token a request."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

_KEPT = 10_000  # buckets


class Rates:
    """Up to ``number`` requests at once, and on average so many in ``seconds``, for each key."""

    def __init__(self, number: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.number = number
        self._filling = number / seconds  # requests a second
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key -> (requests left, when)
        self._lock = Lock()

    def take(self, key: str) -> int:
        """0 where the request may go on, else in how many seconds it may be tried again."""
        with self._lock:
            left = self._left(key)
            if left < 1:
                return math.ceil((1 - left) / self._filling)
            self._buckets[key] = (left - 1, self._clock())
            while len(self._buckets) > _KEPT:
                self._buckets.popitem(last=False)
            return 0

    def give_back(self, key: str) -> None:
        """Undo a :meth:`take` that is not to count."""
        with self._lock:
            self._buckets[key] = (min(float(self.number), self._left(key) + 1), self._clock())

    def _left(self, key: str) -> float:
        left, when = self._buckets.pop(key, (float(self.number), self._clock()))
        now = self._clock()
        left = min(float(self.number), left + (now - when) * self._filling)
        self._buckets[key] = (left, now)
        return left
