"""Duplicates as the web application needs them: found once for each question and each circle of plans, then kept."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Annotated, Any

from fastapi import Depends, Request

from api.engine import Engine
from api.session import plan_named
from corpus.messages import Problem
from corpus.verdicts import verdicts_in
from index.duplicates import Duplicates, find_duplicates

_KEPT = 8  # results of comparisons that are kept while the store stays as it is


class Comparisons:
    """Duplicates of one store, found once for each question while neither store nor verdicts change."""

    def __init__(self) -> None:
        self._found: dict[tuple[Any, ...], Duplicates] = {}
        self._lock = Lock()

    def found(self, key: tuple[Any, ...], find: Callable[[], Duplicates]) -> Duplicates:
        """The result kept under the key, or a new one; one comparison at a time."""
        with self._lock:
            if key not in self._found:
                while len(self._found) >= _KEPT:
                    self._found.pop(next(iter(self._found)))
                self._found[key] = find()
            return self._found[key]


def comparisons_of(request: Request) -> Comparisons:
    """Those of this application, made with the first request that needs them."""
    if not hasattr(request.app.state, "comparisons"):
        request.app.state.comparisons = Comparisons()
    found: Comparisons = request.app.state.comparisons
    return found


TheComparisons = Annotated[Comparisons, Depends(comparisons_of)]


def compared(engine: Engine, kept: Comparisons, across: str, plan: str | None, min_score: float) -> Duplicates:
    """The duplicates among the plans that the engine sees. Raises Problem for a plan that is not among them."""
    store = engine.store
    plans = store.plans()
    plan_id = plan_named(plan, plans) if plan else None
    if plan and plan_id is None:
        raise Problem("plan-unknown", plan=plan)
    verdicts = verdicts_in(store)
    # the plans are part of the key: who sees fewer of them must not be shown what was found among more
    seen = tuple(stored.plan.id for stored in plans)
    return kept.found(
        (store.revision, len(verdicts.history), seen, across, plan_id, min_score),
        lambda: find_duplicates(
            store,
            engine.searcher.encoder,
            across=across,
            plan_id=plan_id,
            min_score=min_score,
            verdicts=verdicts.words(),
        ),
    )
