"""The web application: the JSON API under /api/v1, the pages around it, and nothing that asks another host."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from api.conditions import Wanted
from api.engine import Engine
from api.guard import Guard
from api.job_runner import JobRunner
from api.metrics import Measured, Metrics
from api.oversight import oversight
from api.pages_ask import pages as pages_ask
from api.pages_corrections import pages as pages_corrections
from api.pages_deadlines import pages as pages_deadlines
from api.pages_duplicates import pages as pages_duplicates
from api.pages_owners import pages as pages_owners
from api.pages_plan import pages as pages_plan
from api.pages_plans import pages as pages_plans
from api.pages_search import pages as pages_search
from api.pages_status import pages as pages_status
from api.problems import MEDIA_TYPE, BadQuestion, install, language_of
from api.routes_corrections import corrections
from api.routes_decisions import decisions
from api.routes_jobs import jobs
from api.routes_metrics import metrics
from api.routes_openai import openai
from api.routes_plans import plans
from api.routes_widget import widget
from api.schemas import AnswerOut, AskIn, FoundOut, HealthOut, MeasureOut, ProblemOut
from api.serving import TheEngine
from api.settings import Settings

STATIC = Path(__file__).with_name("pages") / "static"
DESCRIPTION = "Questions over Ukrainian action plans, answered with the rows they rest on."
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ProblemOut, "content": {MEDIA_TYPE: {}}},
    "5XX": {"model": ProblemOut, "content": {MEDIA_TYPE: {}}},
}
NEAREST_SHOWN = 3

api = APIRouter(prefix="/api/v1", responses=PROBLEMS)


def create_app(settings: Settings, open_engine: Callable[[Settings], Engine] = Engine.open) -> FastAPI:
    """The application over one data folder. Store and models are opened when it starts and closed when it ends."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.engine = await run_in_threadpool(open_engine, settings)
        app.state.jobs = JobRunner(settings)
        app.state.jobs.start()
        yield
        await run_in_threadpool(app.state.jobs.close)
        app.state.engine.close()

    app = FastAPI(
        title="zakhid",
        version=version("zakhid"),
        description=DESCRIPTION,
        lifespan=life,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its pages would load scripts from elsewhere
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.metrics = Metrics()
    install(app)
    app.include_router(api)
    app.include_router(oversight)
    for router in (jobs, plans, corrections, decisions, openai, metrics, widget, pages_plans, pages_corrections):
        app.include_router(router, responses=PROBLEMS)
    for subject in (pages_ask, pages_plan, pages_search, pages_deadlines, pages_owners, pages_duplicates, pages_status):
        app.include_router(subject)
    app.mount("/static", GZipMiddleware(StaticFiles(directory=STATIC)))
    app.add_middleware(Guard, also_hosts=(settings.host,), uploads=settings.upload_limit * 2**20)
    app.add_middleware(Measured, metrics=app.state.metrics)
    return app


@api.post("/ask")
def ask(asked: AskIn, request: Request, engine: TheEngine) -> AnswerOut:
    """One answer with the rows it rests on."""
    lang = asked.lang or language_of(request)
    for question in (asked.question, *asked.history):
        _check_length(question, engine.settings.question_limit)
    answer = engine.ask(asked.question, asked.history, lang, asked.without)
    near = [row.to_json() for row in engine.rows(answer.nearest[:NEAREST_SHOWN], lang)]
    return AnswerOut.model_validate(answer.to_json() | {"nearest_rows": near})


@api.get("/search")
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
    year: Annotated[list[int], Query()] = [],  # noqa: B006
    consent: Literal["yes", "no"] | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> FoundOut:
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
    found, unknown = engine.search(q, wanted, limit)
    rows = [row.to_json() for row in engine.rows([hit.measure_id for hit in found.results.hits], language_of(request))]
    return FoundOut.model_validate(found.to_json() | {"rows": rows, "unknown": unknown})


@api.get("/measures/{measure_id}")
def measure(measure_id: str, engine: TheEngine) -> MeasureOut:
    """One measure, as `zakhid export` writes it."""
    return MeasureOut.model_validate(engine.measure(measure_id))


@api.get("/health")
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


def _check_length(question: str, limit: int) -> None:
    """Raises BadQuestion for a question that is empty or too long."""
    if not question.strip():
        raise BadQuestion("question-empty")
    if len(question) > limit:
        raise BadQuestion("question-too-long", length=len(question), limit=limit)
