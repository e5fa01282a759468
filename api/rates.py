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

    def wait(self, key: str) -> int:
        """What :meth:`take` would say, without taking."""
        with self._lock:
            left = self._left(key)
        return 0 if left >= 1 else math.ceil((1 - left) / self._filling)

    def _left(self, key: str) -> float:
        left, when = self._buckets.pop(key, (float(self.number), self._clock()))
        now = self._clock()
        left = min(float(self.number), left + (now - when) * self._filling)
        self._buckets[key] = (left, now)
        return left
