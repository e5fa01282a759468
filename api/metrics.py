"""What the application tells Prometheus: the only importer of its client library.

Numbers only: no question, no name of a person, no text of a document stands in any label.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from api.job_book import JobBook
    from assistant.answer import Answer
    from corpus.store import Store

MEDIA_TYPE = CONTENT_TYPE_LATEST
# seconds; 150 ms and one second are what is promised
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
disable_created_metrics()  # type: ignore[no-untyped-call] # when each label was first seen says nothing to anybody
STATES = ("waiting", "running", "done", "failed", "cancelled")


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "zakhid_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self._first_byte = Histogram(
            "zakhid_first_byte_seconds",
            "Time to the first byte of an answer.",
            ["route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._seconds = Histogram(
            "zakhid_request_seconds", "Time to the last byte.", ["route"], buckets=BUCKETS, registry=self.registry
        )
        self._questions = Counter(
            "zakhid_questions", "Questions answered.", ["channel", "intent", "abstained"], registry=self.registry
        )
        self._plans = Gauge("zakhid_plans", "Plans stored.", registry=self.registry)
        self._measures = Gauge("zakhid_measures", "Measures stored.", registry=self.registry)
        self._revision = Gauge("zakhid_revision", "Changes of the store.", registry=self.registry)
        self._jobs = Gauge("zakhid_jobs", "Jobs by state.", ["state"], registry=self.registry)

    def answered(self, answer: Answer, channel: str) -> None:
        """Count a question. ``channel``: where it came in («api», «openai»)."""
        self._questions.labels(channel, answer.intent, str(answer.abstained).lower()).inc()

    def request(self, scope: Scope, status: int, first: float, last: float) -> None:
        """Count a request by its route, so that no address of a document becomes a label."""
        route = getattr(scope.get("route"), "path", "") or "other"
        self._requests.labels(scope["method"], route, str(status)).inc()
        self._first_byte.labels(route).observe(first)
        self._seconds.labels(route).observe(last)

    def exposition(self, store: Store, book: JobBook) -> bytes:
        """All numbers in the text format, with the state of the data as it is now."""
        self._plans.set(len(store.plans()))
        self._measures.set(store.count())
        self._revision.set(store.revision)
        states = book.states()
        for state in STATES:
            self._jobs.labels(state).set(states.get(state, 0))
        return generate_latest(self.registry)


class Measured:
    """ASGI middleware that times every request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        status, first = 500, 0.0

        async def timed(message: Message) -> None:
            nonlocal status, first
            if message["type"] == "http.response.start":
                status = message["status"]
            elif not first:
                first = time.perf_counter() - begun
            await send(message)

        try:
            await self.app(scope, receive, timed)
        finally:
            last = time.perf_counter() - begun
            self.metrics.request(scope, status, first or last, last)
