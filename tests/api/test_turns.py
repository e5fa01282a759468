"""Answers take turns: so many at a time, in order, and one that takes long does not hold up the others."""

from __future__ import annotations

import asyncio
import threading

import pytest

from api.turns import Turns


def test_no_more_are_thought_of_at_a_time_than_there_are_places_in_the_order_asked() -> None:
    begun: list[int] = []
    now, most, lock = 0, 0, threading.Lock()

    def work(number: int) -> int:
        nonlocal now, most
        with lock:
            begun.append(number)
            now += 1
            most = max(most, now)
        threading.Event().wait(0.01)
        with lock:
            now -= 1
        return number

    async def all_of_them() -> list[int]:
        turns = Turns(places=2, patience=60)
        return list(await asyncio.gather(*(turns.take(lambda n=n: work(n)) for n in range(8))))  # type: ignore[misc]

    assert asyncio.run(all_of_them()) == list(range(8))
    assert most == 2
    assert all(abs(number - place) <= 1 for place, number in enumerate(begun))


def test_short_ones_go_on_while_a_long_one_lasts() -> None:
    released = threading.Event()

    async def both() -> tuple[str, bool]:
        turns = Turns(places=1, patience=0.05)
        long = asyncio.create_task(turns.take(lambda: released.wait(60)))
        await asyncio.sleep(0)
        short = await asyncio.wait_for(turns.take(lambda: "коротка"), 30)
        released.set()
        return short, await long

    assert asyncio.run(both()) == ("коротка", True)


def test_a_place_is_given_back_after_a_failure() -> None:
    def fails() -> None:
        raise ValueError("так")

    async def twice() -> int:
        turns = Turns(places=1, patience=60)
        with pytest.raises(ValueError, match="так"):
            await turns.take(fails)
        return await asyncio.wait_for(turns.take(lambda: 7), 30)

    assert asyncio.run(twice()) == 7
