"""Numbers for Prometheus at `/metrics`."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.metrics import MEDIA_TYPE, Metrics
from api.routes_jobs import TheJobs
from api.serving import TheEngine, needs

metrics = APIRouter()


@metrics.get("/metrics", response_class=Response, dependencies=[Depends(needs("administrator"))])
def numbers(request: Request, engine: TheEngine, runner: TheJobs) -> Response:
    """Requests, times, questions, plans and jobs as numbers, in the text format of Prometheus."""
    kept: Metrics = request.app.state.metrics
    return Response(kept.exposition(engine.store, runner.book), media_type=MEDIA_TYPE)
