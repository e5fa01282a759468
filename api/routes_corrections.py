"""Corrections over HTTP: cells of a row put right by hand, and those that stand."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field, StringConstraints

from api.auditing import told
from api.engine import Engine
from api.job_book import Job
from api.job_runner import JobRunner
from api.problems import language_of
from api.replies import Limit, Offset, part, reply
from api.routes_jobs import JobOut, TheJobs, job_out
from api.schemas import Reply, Schema
from api.serving import TheEngine, TheVisitor, Visitor, needs
from corpus.corrections import cell_text, corrections_in
from corpus.messages import Problem
from corpus.model import Measure

corrections = APIRouter(prefix="/api/v1")
LONGEST_CELL = 20_000  # characters
Text = Annotated[str, StringConstraints(max_length=LONGEST_CELL)]


class CellIn(Schema):
    """What a cell should say."""

    cell: Literal["measure", "measure_no", "section", "task", "indicator", "value", "responsible", "deadline"]
    item: int | None = Field(default=None, ge=0, description="The item's number from 0; none for cells of the measure.")
    text: Text = Field(examples=["До 25 травня 2026 року"])


class CorrectionsIn(Schema):
    cells: list[CellIn] = Field(min_length=1, max_length=200)


class CorrectionOut(Reply):
    """A correction that stands."""

    measure_id: str
    cell: str
    item: int | None
    before: str = Field(description="What the reading had made of it.")
    after: str
    person: str
    said_at: str = Field(description="UTC.")


@corrections.post("/measures/{measure_id}/corrections", status_code=202, dependencies=[Depends(needs("editor"))])
def correct_measure(
    measure_id: str,
    said: CorrectionsIn,
    request: Request,
    response: Response,
    engine: TheEngine,
    runner: TheJobs,
    visitor: TheVisitor,
) -> JobOut:
    """Put cells of a measure right; the correction stays when its document is read again."""
    told(request, "; ".join(f"{one.cell}: {one.text}" for one in said.cells))
    job = put_right(measure_id, said.cells, engine, runner, visitor)
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return job_out(job, language_of(request))


@corrections.get("/plans/{plan}/corrections", response_model=list[CorrectionOut])
def list_corrections(plan: str, engine: TheEngine, limit: Limit = 1_000, offset: Offset = 0) -> Response:
    """The corrections of a plan that stand."""
    if plan not in {stored.plan.id for stored in engine.plans()}:
        raise Problem("plan-unknown", plan=plan)
    found = corrections_in(engine.store, plan)
    names = ("cell", "item", "before", "after", "person", "said_at")
    shown = [
        {"measure_id": one.anchor.measure_id} | {name: getattr(one, name) for name in names}
        for one in part(found, limit, offset)
    ]
    return reply(shown, len(found))


def seen_measure(measure_id: str, engine: Engine) -> Measure:
    """The measure, if the visitor sees it. Raises Problem where there is none."""
    stored = engine.store.by_id(measure_id)
    if stored is None:
        raise Problem("measure-unknown", measure=measure_id)
    return stored.measure


def put_right(measure_id: str, cells: list[CellIn], engine: Engine, runner: JobRunner, visitor: Visitor) -> Job:
    """The job that corrects these cells. Raises Problem for cells that are not there."""
    measure = seen_measure(measure_id, engine)
    changed = [one for one in cells if cell_text(measure, one.cell, one.item) != one.text]
    if any(one.cell == "measure" and not one.text.strip() for one in changed):
        raise Problem("correction-empty")
    asked = {"measure": measure_id, "cells": [one.model_dump() for one in changed]}
    return runner.book.add("correct", asked, visitor.name)
