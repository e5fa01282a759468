"""Duplicates as the web application needs them: found once for each question and each circle of plans, then kept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Lock, Thread
from typing import Annotated, Any

from fastapi import Depends, Request

from api.engine import Engine
from api.session import plan_named
from corpus.messages import Problem
from corpus.verdicts import verdicts_in
from index.duplicates import Duplicates, Progress, find_duplicates

_KEPT = 8  # results of comparisons that are kept while the store stays as it is


class Comparison:
    """A comparison that has begun. ``done`` of ``total`` says how far it is; ``result`` waits for its end."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.is_given_up = False  # it has failed, and somebody was told
        self._future: Future[Duplicates] = Future()

    def tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def work(self, find: Callable[[Progress], Duplicates], turn: Lock) -> None:
        """Find, when it is this comparison's turn: they take all the computer has."""
        with turn:
            try:
                self._future.set_result(find(self.tell))
            except Exception as error:  # told to whoever waits for the result
                self._future.set_exception(error)

    def is_over(self, patience: float) -> bool:
        """Whether it has come to its end, in so many seconds at most."""
        return bool(wait([self._future], patience).done)

    def result(self) -> Duplicates:
        """What was found, when it is found; raises what the search raised."""
        self.is_given_up = self._future.exception() is not None
        return self._future.result()


class Comparisons:
    """Duplicates of one store, found once for each question while neither store nor verdicts change."""

    def __init__(self) -> None:
        self._begun: dict[tuple[Any, ...], Comparison] = {}
        self._lock = Lock()
        self._turn = Lock()

    def begun(self, key: tuple[Any, ...], find: Callable[[Progress], Duplicates]) -> Comparison:
        """The comparison kept under the key, or a new one, in a thread that nobody has to wait for."""
        with self._lock:
            kept = self._begun.get(key)
            if kept is None or kept.is_given_up:
                while len(self._begun) >= _KEPT:
                    self._begun.pop(next(iter(self._begun)))
                kept = self._begun[key] = Comparison()
                Thread(target=kept.work, args=(find, self._turn), daemon=True).start()
            return kept


def comparisons_of(request: Request) -> Comparisons:
    """Those of this application, made with the first request that needs them."""
    if not hasattr(request.app.state, "comparisons"):
        request.app.state.comparisons = Comparisons()
    found: Comparisons = request.app.state.comparisons
    return found


TheComparisons = Annotated[Comparisons, Depends(comparisons_of)]


def compared(engine: Engine, kept: Comparisons, across: str, plan: str | None, min_score: float) -> Duplicates:
    """The duplicates among the plans that the engine sees. Raises Problem for a plan that is not among them."""
    return comparison(engine, kept, across, plan, min_score).result()


def comparison(engine: Engine, kept: Comparisons, across: str, plan: str | None, min_score: float) -> Comparison:
    """The same for whoever does not wait: after plans have changed it takes a while."""
    store = engine.store
    plans = store.plans()
    plan_id = plan_named(plan, plans) if plan else None
    if plan and plan_id is None:
        raise Problem("plan-unknown", plan=plan)
    verdicts = verdicts_in(store)
    # the plans are part of the key: who sees fewer of them must not be shown what was found among more
    seen = tuple(stored.plan.id for stored in plans)
    return kept.begun(
        (store.revision, len(verdicts.history), seen, across, plan_id, min_score),
        lambda progress: find_duplicates(
            store,
            engine.searcher.encoder,
            across=across,
            plan_id=plan_id,
            min_score=min_score,
            verdicts=verdicts.words(),
            progress=progress,
        ),
    )
