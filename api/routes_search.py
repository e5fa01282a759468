"""Search, single measures and the application's health over HTTP."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from api.auditing import told
from api.conditions import Wanted
from api.problems import PROBLEMS, language_of
from api.replies import reply
from api.schemas import FoundOut, HealthOut, MeasureOut, MeasuresOut
from api.serving import TheEngine
from corpus.model import measure_json

searches = APIRouter(prefix="/api/v1", responses=PROBLEMS)


@searches.get("/search", response_model=FoundOut)
def search(
    request: Request,
    engine: TheEngine,
    q: Annotated[str, Query(description="What to look for; empty: by conditions alone.", max_length=1000)] = "",
    region: Annotated[list[str], Query(description="In any form; «Україна»: plans of the whole country.")] = [],  # noqa: B006
    plan: Annotated[list[str], Query(description="Id or file name.")] = [],  # noqa: B006
    body: Annotated[list[str], Query(description="Name, abbreviation or form of a name.")] = [],  # noqa: B006
    section: Annotated[list[str], Query(description="Words of a section or task heading.")] = [],  # noqa: B006
    due_from: date | None = None,
    due_to: date | None = None,
    year: Annotated[list[Annotated[int, Query(ge=1, le=9999)]], Query()] = [],  # noqa: B006
    consent: Literal["yes", "no"] | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="How many of the best to leave out.")] = 0,
) -> Response:
    """Ranked measures under conditions, which are joined by "and"; several values of one by "or"."""
    wanted = Wanted(
        region=tuple(region),
        plan=tuple(plan),
        body=tuple(body),
        section=tuple(section),
        due_from=due_from,
        due_to=due_to,
        year=tuple(year),
        consent=None if consent is None else consent == "yes",
    )
    found, unknown = engine.search(q, wanted, limit, offset=offset)
    shown = found.to_json()
    ids = [hit["measure_id"] for hit in shown["hits"]]
    told(request, q, ids)
    rows = [row.to_json() for row in engine.rows(ids, language_of(request))]
    return reply(shown | {"rows": rows, "unknown": unknown}, found.results.total)


@searches.get("/measures", response_model=MeasuresOut)
def measures(
    engine: TheEngine,
    plan: Annotated[str | None, Query(description="Id or file name.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """Measures in the order of plan and document, a page at a time."""
    total, found = engine.page(plan, offset, limit)
    plans = {stored.plan.id: stored.plan for stored in engine.plans()}
    shown = [measure_json(one, plans[one.plan_id]) for one in found if one.plan_id in plans]
    return reply({"total": total, "measures": shown}, total)


@searches.get("/measures/{measure_id}", response_model=MeasureOut)
def measure(measure_id: str, engine: TheEngine) -> Response:
    """One measure, as `zakhid export` writes it."""
    return reply(engine.measure(measure_id))


@searches.get("/health")
def health(engine: TheEngine) -> HealthOut:
    """Whether the application answers, and over what."""
    return HealthOut(
        status="ok",
        version=version("zakhid"),
        plans=len(engine.plans()),
        measures=engine.store.count(),
        revision=engine.store.revision,
        encoder=engine.settings.encoder,
    )
