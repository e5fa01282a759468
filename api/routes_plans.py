"""Plans over HTTP: the list, taking files in, replacing, taking out. Reading is long work, so a job is given back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response, UploadFile
from pydantic import Field

from api.auditing import told
from api.job_book import Job, new_id
from api.job_runner import JobRunner
from api.job_work import job_folder
from api.problems import language_of
from api.routes_jobs import JobOut, TheJobs, job_out
from api.schemas import Reply
from api.serving import TheEngine, TheVisitor, Visitor, needs
from api.session import plan_named
from api.uploads import intake
from corpus.messages import Problem
from corpus.model import iso
from corpus.store import Store, StoredPlan
from corpus.text import collapse

plans = APIRouter(prefix="/api/v1")


class PlanOut(Reply):
    """A plan at hand."""

    id: str
    source_file: str
    title: str
    region: str | None = Field(description="None: a plan of the whole country.")
    issuer: str | None
    act_number: str | None
    approved_date: str | None
    period_from: str | None
    period_to: str | None
    edition: str | None
    measures: int
    warnings: list[str]


class PlansOut(Reply):
    total: int
    plans: list[PlanOut]


@plans.get("/plans")
def list_plans(
    engine: TheEngine,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> PlansOut:
    """The plans at hand, by the names of their files."""
    stored = engine.plans()
    return PlansOut(total=len(stored), plans=[_plan(one) for one in stored[offset : offset + limit]])


@plans.post("/plans", status_code=202, dependencies=[Depends(needs("editor"))])
def upload_plans(
    request: Request,
    response: Response,
    runner: TheJobs,
    visitor: TheVisitor,
    files: Annotated[list[UploadFile], Field(description="Plans, or .zip archives of plans.")],
    keep_twins: Annotated[bool, Form(description="Also files that hold a plan which is stored already.")] = False,
    replaces: Annotated[str | None, Form(description="The plan (id or file name) that one file replaces.")] = None,
) -> JobOut:
    """Take files in; the job that reads them says what became of each."""
    told(request, ", ".join(file.filename or "" for file in files))
    job = taken_in(files, runner, visitor, keep_twins=keep_twins, replaces=replaces)
    return _begun(job, request, response)


@plans.delete("/plans/{plan}", status_code=202, dependencies=[Depends(needs("editor"))])
def remove_plan(
    plan: str, request: Request, response: Response, engine: TheEngine, runner: TheJobs, visitor: TheVisitor
) -> JobOut:
    """Take a plan out: nothing of it can be found any more."""
    return _begun(taken_out(plan, engine.plans(), runner, visitor), request, response)


def taken_in(
    files: Sequence[UploadFile], runner: JobRunner, visitor: Visitor, *, keep_twins: bool, replaces: str | None
) -> Job:
    """The job that reads these files. Raises Problem for files that are not taken."""
    data = runner.settings.data
    if visitor.plans is not None and not visitor.groups:
        raise Problem("all-plans-needed")  # nobody of their circle would see what they bring
    sent = [file for file in files if file.filename]
    if not sent:
        raise Problem("upload-empty")
    job_id = new_id()
    with Store.open(data) as store, intake(job_folder(data, job_id), runner.settings.upload_limit * 2**20) as taken:
        for file in sent:
            taken.take(file.filename or "", file.file)
        replaced = plan_to_replace(replaces, taken.names, store.plans(), visitor)
        asked = {"files": taken.names, "keep_twins": keep_twins, "replaces": replaced}
        if visitor.plans is not None:
            asked["groups"] = list(visitor.groups)
        return runner.book.add("ingest", asked, visitor.name, job_id)


def plan_to_replace(
    replaces: str | None, names: Sequence[str], stored: Sequence[StoredPlan], visitor: Visitor
) -> str | None:
    """The id of the plan that is replaced. Raises Problem where the visitor may not change what the files would."""
    changed = {one.plan.id for one in stored if one.plan.source_file in {collapse(name) for name in names}}
    if visitor.plans is not None and not changed <= visitor.plans:
        raise Problem("upload-not-yours", name=sorted(changed - visitor.plans)[0])
    if not replaces:
        return None
    if len(names) != 1:
        raise Problem("replace-by-one")
    own = [one for one in stored if visitor.plans is None or one.plan.id in visitor.plans]
    plan_id = plan_named(replaces, own)
    if plan_id is None:
        raise Problem("plan-unknown", plan=replaces)
    return plan_id


def taken_out(plan: str, seen: Sequence[StoredPlan], runner: JobRunner, visitor: Visitor) -> Job:
    """The job that removes a plan which the visitor sees."""
    plan_id = plan_named(plan, seen)
    if plan_id is None:
        raise Problem("plan-unknown", plan=plan)
    return runner.book.add("remove", {"plans": [plan_id]}, visitor.name)


def _begun(job: Job, request: Request, response: Response) -> JobOut:
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return job_out(job, language_of(request))


def _plan(stored: StoredPlan) -> PlanOut:
    plan = stored.plan
    dates: dict[str, Any] = {name: iso(getattr(plan, name)) for name in ("approved_date", "period_from", "period_to")}
    texts: dict[str, Any] = {
        name: getattr(plan, name)
        for name in ("id", "source_file", "title", "region", "issuer", "act_number", "edition")
    }
    return PlanOut(**texts, **dates, measures=stored.measures, warnings=list(plan.warnings))
