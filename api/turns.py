"""Answers are thought of a few at a time, in the order in which they were asked, whichever way they came.

All of them at once would each wait for all. One that takes long gives its place up after a while and goes on beside the
next: whoever asks something short does not wait behind it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Annotated, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request

T = TypeVar("T")
PLACES = os.cpu_count() or 1
PATIENCE = 0.3  # seconds after which an answer that is not ready gives up its place
BESIDE = 6  # answers that have given it up, and go on


class Turns:
    """The places of one application at which answers are thought of."""

    def __init__(self, places: int = PLACES, patience: float = PATIENCE) -> None:
        self._places = CapacityLimiter(places)
        self._threads = CapacityLimiter(places + BESIDE)
        self._patience = patience

    async def take(self, work: Callable[[], T]) -> T:
        """What the work gives, in a thread of its own, when it is its turn."""
        place = object()
        await self._places.acquire_on_behalf_of(place)
        held = [place]

        def give_up() -> None:
            while held:
                self._places.release_on_behalf_of(held.pop())

        too_long = asyncio.get_running_loop().call_later(self._patience, give_up)
        try:
            return await to_thread.run_sync(work, limiter=self._threads)
        finally:
            too_long.cancel()
            give_up()


async def turns_of(request: Request) -> Turns:
    turns: Turns = request.app.state.turns
    return turns


TheTurns = Annotated[Turns, Depends(turns_of)]
