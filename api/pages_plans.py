"""The page of plans: what is at hand, adding, replacing, removing, comparing editions, and how far the work is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from api.commands.editions import document_named
from api.engine import Engine
from api.job_book import Job
from api.job_runner import JobRunner
from api.overviews import changes_listed
from api.problems import language_of
from api.routes_jobs import FileOut, JobOut, TheJobs, job_out, seen_job
from api.routes_plans import taken_in, taken_out
from api.serving import TheEngine, TheVisitor, Visitor, checked_csrf, needs, render
from api.settings import Lang
from api.wording import counted
from api.wording_oversight import COLUMNS
from api.wording_pages_plans import PLANS, RESULTS, plans_words
from corpus.editions import compare_editions
from corpus.model import Plan

pages = APIRouter(include_in_schema=False)
CHANGES = [Depends(needs("editor")), Depends(checked_csrf)]
JOBS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan as the list shows it."""

    id: str
    address: str
    title: str
    file: str
    region: str
    period: str
    measures: str
    doubts: int
    warnings: tuple[str, ...]


@pages.get("/plans")
def plans_page(request: Request, engine: TheEngine, runner: TheJobs, visitor: TheVisitor) -> Response:
    """The plans that the visitor sees, and for editors all that is done to them."""
    lang = language_of(request)
    here = {stored.plan.id for stored in engine.plans()}
    return render(
        request,
        "plans.html",
        w=plans_words(lang),
        plans=shown_plans(engine, lang),
        jobs=[shown_job(job, lang, here) for job in _recent(runner, visitor, request.query_params.get("job"))],
        may_change=visitor.role in ("editor", "administrator"),
        may_all=visitor.role == "administrator",
        limit=runner.settings.upload_limit,
    )


@pages.post("/plans", dependencies=CHANGES)
def add_plans(
    request: Request,
    runner: TheJobs,
    visitor: TheVisitor,
    files: list[UploadFile],
    keep_twins: Annotated[bool, Form()] = False,
    replaces: Annotated[str | None, Form()] = None,
) -> Response:
    """Take files in. The script is told of the job, a form without one is led to it."""
    return _begun(taken_in(files, runner, visitor, keep_twins=keep_twins, replaces=replaces), request)


@pages.post("/plans/{plan}/remove", dependencies=CHANGES)
def take_plan_out(plan: str, request: Request, engine: TheEngine, runner: TheJobs, visitor: TheVisitor) -> Response:
    return _begun(taken_out(plan, engine.plans(), runner, visitor), request)


@pages.post("/jobs", dependencies=[Depends(needs("administrator")), Depends(checked_csrf)])
def begin_job(request: Request, runner: TheJobs, visitor: TheVisitor, kind: Annotated[str, Form()]) -> Response:
    """Begin work over all plans."""
    if kind == "reindex":
        return _begun(runner.book.add("reindex", {}, visitor.name), request)
    return _begun(runner.book.add("duplicates", {"across": "all"}, visitor.name), request)


@pages.post("/jobs/{job_id}/stop", dependencies=CHANGES)
def stop_job(job_id: str, request: Request, runner: TheJobs, visitor: TheVisitor) -> Response:
    seen_job(runner, job_id, visitor)
    return _begun(runner.book.cancel(job_id), request)


@pages.get("/editions")
def editions_page(request: Request, engine: TheEngine, earlier: str, later: str) -> Response:
    """What the later edition changed, row by row."""
    lang = language_of(request)
    before, after = (document_named(name, engine.store) for name in (earlier, later))
    listed = changes_listed(compare_editions(before, after), lang)
    names = {"earlier": before.plan.title, "later": after.plan.title}
    return render(
        request,
        "editions.html",
        w=plans_words(lang),
        heading=PLANS["changes-of"][lang == "en"].format(**names),
        columns=[COLUMNS[name][lang == "en"] for name in listed.columns],
        lines=listed.lines,
    )


def shown_plans(engine: Engine, lang: Lang) -> list[Shown]:
    doubts = engine.store.doubts()
    return [
        Shown(
            id=one.plan.id,
            address=f"/plans/{quote(one.plan.id, safe='')}",
            title=one.plan.title or one.plan.source_file,
            file=one.plan.source_file,
            region=one.plan.region or PLANS["whole-country"][lang == "en"],
            period=_period(one.plan),
            measures=counted(lang, one.measures, "measure"),
            doubts=doubts.get(one.plan.id, 0),
            warnings=one.plan.warnings,
        )
        for one in engine.plans()
    ]


def shown_job(job: Job, lang: Lang, here: Collection[str]) -> dict[str, Any]:
    """A job as its card shows it: what the API says, with a line for each file. ``here``: the plans that are there."""
    out = job_out(job, lang)
    lines = [_line(one, lang, here) for one in out.files]
    return {"job": out, "over": job.over, "time": _time(job.made_at), "lines": lines}


def _line(one: FileOut, lang: Lang, here: Collection[str]) -> dict[str, Any]:
    words = RESULTS[one.status][lang == "en"].format(
        measures=counted(lang, one.measures or 0, "measure"), twin=one.twin_of, problem=one.problem
    )
    name = one.file or one.plan_id
    at = quote(one.plan_id, safe="") if one.plan_id and one.plan_id in here else None
    failed = one.status in ("failed", "unknown")
    return {"name": name, "words": words, "address": at and f"/plans/{at}", "failed": failed, "file": one}


def _recent(runner: JobRunner, visitor: Visitor, wanted: str | None) -> Sequence[Job]:
    """The last jobs that the visitor may see, the one that was asked for first."""
    if visitor.role == "reader":
        return []
    person = None if visitor.role == "administrator" else visitor.name
    newest = [job.id for job in runner.book.newest(JOBS_SHOWN, person=person)]
    order = sorted(newest, key=lambda job_id: job_id != wanted)
    return [runner.book.get(job_id) for job_id in order]


def _begun(job: Job, request: Request) -> Response:
    """The job for the script; the page with it for a form."""
    if "application/json" in request.headers.get("accept", ""):
        out: JobOut = job_out(job, language_of(request))
        return Response(out.model_dump_json(), 202, media_type="application/json")
    return RedirectResponse(f"/plans?job={quote(job.id)}#job-{quote(job.id)}", 303)


def _period(plan: Plan) -> str:
    """The plan's years."""
    years = [str(day.year) for day in (plan.period_from, plan.period_to) if day]
    return "–".join(dict.fromkeys(years))


def _time(written: str) -> str:
    return written[:16].replace("T", " ") + " UTC"
