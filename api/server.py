"""The web application: the JSON API under /api/v1, the pages around it, and nothing that asks another host."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from api.access import Access
from api.audit_book import AuditBook
from api.auditing import Audited
from api.cross_origin import CrossOrigin
from api.engine import Engine
from api.etags import Tagged
from api.guard import Guard, is_loopback
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
from api.pages_sign_in import pages as pages_sign_in
from api.pages_status import pages as pages_status
from api.problems import PROBLEMS, install
from api.routes_ask import questions
from api.routes_corrections import corrections
from api.routes_decisions import decisions
from api.routes_jobs import jobs
from api.routes_metrics import metrics
from api.routes_openai import openai
from api.routes_plans import plans
from api.routes_search import searches
from api.routes_widget import widget
from api.serving import visitor_of
from api.settings import Settings
from api.turns import Turns

STATIC = Path(__file__).with_name("pages") / "static"
DESCRIBED = "/api/v1/openapi.json"
DESCRIPTION = "Questions over Ukrainian action plans, answered with the rows they rest on."
API = (questions, searches, oversight, jobs, plans, corrections, decisions, openai, metrics, widget)
PAGES = (
    pages_ask,
    pages_plans,
    pages_corrections,
    pages_plan,
    pages_search,
    pages_deadlines,
    pages_owners,
    pages_duplicates,
    pages_status,
)


def create_app(settings: Settings, open_engine: Callable[[Settings], Engine] = Engine.open) -> FastAPI:
    """The application over one data folder. Store and models are opened when it starts and closed when it ends."""

    access = Access(settings)
    audit = AuditBook(settings.data, settings.audit_days)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.engine = await run_in_threadpool(open_engine, settings)
        app.state.jobs = JobRunner(settings)
        app.state.jobs.start()
        yield
        await run_in_threadpool(app.state.jobs.close)
        access.close()
        audit.close()
        app.state.engine.close()

    app = FastAPI(
        title="zakhid",
        version=version("zakhid"),
        description=DESCRIPTION,
        lifespan=life,
        openapi_url=None,  # a route of its own gives it, to whoever is known
        docs_url=None,  # its pages would load scripts from elsewhere
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.metrics = Metrics()
    app.state.turns = Turns()
    app.state.access = access
    app.state.audit = audit
    install(app)
    known = [Depends(visitor_of)]  # nothing is answered to whoever is not known, also by a route that forgets to ask
    for router in API:
        app.include_router(router, responses=PROBLEMS, dependencies=known)
    for subject in PAGES:
        app.include_router(subject, dependencies=known)
    app.include_router(pages_sign_in)
    app.add_api_route(DESCRIBED, lambda: JSONResponse(app.openapi()), include_in_schema=False, dependencies=known)
    app.mount("/static", GZipMiddleware(StaticFiles(directory=STATIC)))
    app.add_middleware(Tagged)
    app.add_middleware(CrossOrigin, origins=access.origins)
    app.add_middleware(Audited)
    app.add_middleware(
        Guard, also_hosts=_names(settings), uploads=settings.upload_limit * 2**20, origins=access.origins
    )
    app.add_middleware(Measured, metrics=app.state.metrics)
    return app


def _names(settings: Settings) -> Collection[str] | None:
    """The names that it may be asked by. Beyond this computer everybody signs in, so that any may do."""
    if settings.hosts or is_loopback(settings.host):
        return (settings.host, *settings.hosts)
    return None
