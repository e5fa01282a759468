"""Long work over HTTP: what waits, what runs, how far it is, what came of it; with a stream of events for each job."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import Field

from api.job_book import Job
from api.job_runner import JobRunner
from api.job_work import FOUND, job_folder, problem_text
from api.problems import language_of
from api.schemas import Reply, Schema
from api.serving import TheVisitor, Visitor, needs
from api.settings import Lang
from api.wording_pages_plans import job_words
from corpus.messages import Problem

jobs = APIRouter(prefix="/api/v1")
_POLL = 0.25  # seconds between two looks at a job
_PULSE = 15.0  # seconds without news after which a line shows that the stream lives


class FileOut(Reply):
    """What became of one file or plan of a job."""

    file: str | None = None
    status: str = Field(examples=["added"])
    measures: int | None = None
    plan_id: str | None = None
    twin_of: str | None = Field(default=None, description="The stored plan that the file repeats.")
    warnings: list[str] = Field(default=[])
    doubts: int = Field(default=0, description="How many measures carry a remark of the reading.")
    repeats: int = Field(default=0, description="How many new measures repeat those of other plans.")
    problem: str | None = Field(default=None, description="Why it was not read, and what to do.")
    code: str | None = Field(default=None, description="A stable name of the problem.")


class JobOut(Reply):
    """A piece of long work."""

    id: str
    kind: Literal["ingest", "remove", "correct", "reindex", "duplicates"]
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    stage: str = Field(examples=["reading"])
    done: int = Field(description="How far the stage is,")
    total: int = Field(description="of so much; 0: nothing to count.")
    person: str
    made_at: str = Field(description="UTC.")
    begun_at: str | None
    ended_at: str | None
    words: str = Field(description="How far it is, in words.")
    problem: str | None
    files: list[FileOut] = Field(description="One entry a file or plan.")
    found: dict[str, int] = Field(description="Numbers of what was found, by name.")


class JobsOut(Reply):
    total: int
    jobs: list[JobOut] = Field(description="Newest first, without their files.")


class JobIn(Schema):
    """Work that needs no files."""

    kind: Literal["reindex", "duplicates"]
    across: Literal["all", "plans", "regions"] = Field(default="all", description="Which pairs are compared.")


def runner_of(request: Request) -> JobRunner:
    runner: JobRunner = request.app.state.jobs
    return runner


TheJobs = Annotated[JobRunner, Depends(runner_of)]


def job_out(job: Job, lang: Lang) -> JobOut:
    """The job in the words of a language."""
    values = {name: getattr(job, name) for name in ("id", "kind", "state", "stage", "done", "total", "person")}
    times = {name: getattr(job, name) for name in ("made_at", "begun_at", "ended_at")}
    told = {name: value for result in job.results if "status" not in result for name, value in result.items()}
    repeats = told.pop("repeats", {})
    files = [_file(result, repeats, lang) for result in job.results if "status" in result]
    said: dict[str, Any] = {"words": job_words(job, lang), "problem": problem_text(job.problem, lang)}
    return JobOut(**values, **times, **said, files=files, found=told)


def _file(result: dict[str, Any], repeats: dict[str, int], lang: Lang) -> FileOut:
    problem, plan = result.get("problem"), result.get("plan_id")
    words = {"problem": problem_text(problem, lang), "code": problem["code"] if problem else None}
    return FileOut(**result | words, repeats=repeats.get(plan, 0) if plan else 0)


def seen_job(runner: JobRunner, job_id: str, visitor: Visitor) -> Job:
    """The job, if the visitor may see it. Raises Problem as for one that is not there."""
    job = runner.book.get(job_id)
    if visitor.role != "administrator" and job.person != visitor.name:
        raise Problem("job-unknown", job=job_id)
    return job


@jobs.get("/jobs", dependencies=[Depends(needs("editor"))])
def list_jobs(
    request: Request,
    runner: TheJobs,
    visitor: TheVisitor,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> JobsOut:
    """Long work, the newest first: an administrator sees all, others see their own."""
    person = None if visitor.role == "administrator" else visitor.name
    found = runner.book.newest(limit, offset, person=person)
    lang = language_of(request)
    return JobsOut(total=runner.book.count(person=person), jobs=[job_out(job, lang) for job in found])


@jobs.post("/jobs", status_code=202, dependencies=[Depends(needs("administrator"))])
def begin_job(asked: JobIn, request: Request, response: Response, runner: TheJobs, visitor: TheVisitor) -> JobOut:
    """Begin work over all plans: embed every measure anew, or search for duplicates."""
    arguments = {"across": asked.across} if asked.kind == "duplicates" else {}
    job = runner.book.add(asked.kind, arguments, visitor.name)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return job_out(job, language_of(request))


@jobs.get("/jobs/{job_id}", dependencies=[Depends(needs("editor"))])
def show_job(job_id: str, request: Request, runner: TheJobs, visitor: TheVisitor) -> JobOut:
    """One job with what became of each file."""
    return job_out(seen_job(runner, job_id, visitor), language_of(request))


@jobs.delete("/jobs/{job_id}", dependencies=[Depends(needs("editor"))])
def stop_job(job_id: str, request: Request, runner: TheJobs, visitor: TheVisitor) -> JobOut:
    """Have a job not begun, or ended; what it has stored stays."""
    seen_job(runner, job_id, visitor)
    return job_out(runner.book.cancel(job_id), language_of(request))


@jobs.get("/jobs/{job_id}/pairs", response_class=FileResponse, dependencies=[Depends(needs("administrator"))])
def job_pairs(job_id: str, runner: TheJobs) -> FileResponse:
    """The pairs that a search for duplicates has found, as `zakhid duplicates --format jsonl` writes them."""
    job = runner.book.get(job_id)
    path = job_folder(runner.settings.data, job.id) / FOUND
    if not path.is_file():
        raise Problem("job-unknown", job=job_id)
    return FileResponse(path, media_type="application/x-ndjson", filename=FOUND)


@jobs.get(
    "/jobs/{job_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
    dependencies=[Depends(needs("editor"))],
)
async def job_events(job_id: str, request: Request, runner: TheJobs, visitor: TheVisitor) -> StreamingResponse:
    """The job whenever something has changed in it, as server-sent events: `progress`, and last `done`."""
    first = await run_in_threadpool(seen_job, runner, job_id, visitor)
    news = _news(first, runner, language_of(request))
    return StreamingResponse(news, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _news(job: Job, runner: JobRunner, lang: Lang) -> AsyncIterator[str]:
    yield event("done" if job.over else "progress", job_out(job, lang))
    quiet = 0.0
    while not job.over and not runner.leaving:
        await asyncio.sleep(_POLL)
        before, job = job, await run_in_threadpool(runner.book.get, job.id)
        quiet += _POLL
        if job != before:
            yield event("done" if job.over else "progress", job_out(job, lang))
            quiet = 0.0
        elif quiet >= _PULSE:
            yield ": still here\n\n"
            quiet = 0.0


def event(name: str, value: JobOut) -> str:
    """A server-sent event."""
    return f"event: {name}\ndata: {json.dumps(value.model_dump(mode='json'), ensure_ascii=False)}\n\n"
