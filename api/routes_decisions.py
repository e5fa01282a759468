"""Decisions of people over HTTP: names of bodies merged, split and taken back; all that was said, as one history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field, StringConstraints

from api.auditing import told
from api.body_decisions import merged, taken_apart, taken_back
from api.commands.editions import document_named, edition_on
from api.engine import Engine
from api.replies import Limit, Offset, part, reply
from api.schemas import Reply, Schema
from api.serving import TheEngine, TheVisitor, needs
from api.session import plan_named
from corpus.body_choices import Choice
from corpus.decisions import decisions_in
from corpus.editions import owners_of
from corpus.messages import Problem

decisions = APIRouter(prefix="/api/v1", tags=["decisions"])
Text = Annotated[str, StringConstraints(max_length=2_000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
EDITORS = [Depends(needs("editor"))]


class Said(Schema):
    comment: Text = ""
    person: Text = Field(default="", description="Who says so; whoever is signed in stands above it.")


class MergeIn(Said):
    """Two names are one body."""

    name: Name = Field(description="The body that is no body of its own, by any of its names.", examples=["ГУНП"])
    into: Name = Field(description="The body that it is, by any of its names, or a new name.")


class SplitIn(Said):
    """A printed name is another body than its words say."""

    printed: Name = Field(description="The name as plans print it.")
    into: Name = Field(description="The body that it is.")
    plan: Name | None = Field(default=None, description="In this plan only: its id or file name.")


class UnmergeIn(Said):
    """A name that was merged or split stands for itself again."""

    name: Name
    plan: Name | None = Field(default=None, description="Only what was said for this plan: its id or file name.")


class ChoiceOut(Reply):
    """A decision on a name, as it was understood."""

    kind: Literal["merge", "split"]
    name: str
    into: str = Field(description="The body that the name is; itself or empty where a decision was taken back.")
    plan_id: str | None


class DecisionOut(Reply):
    """One word of a person, and whether it still holds to something in the plans."""

    kind: Literal["verdict", "note", "merge", "split"]
    word: str
    about: str
    other: str | None
    plan_id: str | None
    comment: str
    person: str
    said_at: datetime = Field(description="UTC.")
    standing: Literal["standing", "superseded", "orphaned"]
    measures: list[str] = Field(description="Ids of the measures that it holds to today.")


class OwnedOut(Reply):
    """A row with the bodies that owned it."""

    measure_id: str
    plan_id: str
    measure: str
    responsible: list[str]


@decisions.post("/bodies/merges", status_code=201, dependencies=EDITORS)
def merge(said: MergeIn, request: Request, engine: TheEngine, visitor: TheVisitor) -> ChoiceOut:
    """From now on the one name is the other body: in filters, answers, deadlines and lists."""
    told(request, f"{said.name} = {said.into}")
    person = visitor.name or said.person
    return _shown(merged(engine.store, said.name, said.into, comment=said.comment, person=person))


@decisions.post("/bodies/splits", status_code=201, dependencies=EDITORS)
def split(said: SplitIn, request: Request, engine: TheEngine, visitor: TheVisitor) -> ChoiceOut:
    """From now on the printed name, in one plan or in all, is the body that is named."""
    told(request, f"{said.printed} = {said.into}")
    plan_id = _plan(said.plan, engine)
    person = visitor.name or said.person
    found = taken_apart(engine.store, said.printed, said.into, plan_id=plan_id, comment=said.comment, person=person)
    return _shown(found)


@decisions.post("/bodies/unmerges", status_code=201, dependencies=EDITORS)
def unmerge(said: UnmergeIn, request: Request, engine: TheEngine, visitor: TheVisitor) -> ChoiceOut:
    """From now on the name stands for itself again."""
    told(request, said.name)
    plan_id, person = _plan(said.plan, engine), visitor.name or said.person
    return _shown(taken_back(engine.store, said.name, plan_id=plan_id, comment=said.comment, person=person)[-1])


@decisions.get("/decisions", response_model=list[DecisionOut])
def list_decisions(
    engine: TheEngine,
    kind: Annotated[list[Literal["verdict", "note", "merge", "split"]], Query()] = [],  # noqa: B006
    standing: Annotated[list[Literal["standing", "superseded", "orphaned"]], Query()] = [],  # noqa: B006
    limit: Limit = 1_000,
    offset: Offset = 0,
) -> Response:
    """All that people have said, the latest first; what lost its measure or name is kept as orphaned."""
    found = decisions_in(engine.store)
    wanted = [one for one in found if (not kind or one.kind in kind) and (not standing or one.standing in standing)]
    return reply([one.to_json() for one in part(wanted, limit, offset)], len(wanted))


@decisions.get("/compare/owners", response_model=list[OwnedOut])
def list_owners_on(
    earlier: str, later: str, on: date, engine: TheEngine, limit: Limit = 1_000, offset: Offset = 0
) -> Response:
    """Who owned each row on a day, by the edition that was in force then."""
    current = edition_on([document_named(name, engine.store) for name in (earlier, later)], on)
    shown = [
        {"measure_id": row.id, "plan_id": row.plan_id, "measure": row.measure, "responsible": owners_of(row)}
        for row in part(current.measures, limit, offset)
    ]
    return reply(shown, len(current.measures))


def _plan(name: str | None, engine: Engine) -> str | None:
    """The plan that is named. Raises Problem where there is none such."""
    plan_id = plan_named(name, engine.store.plans()) if name else None
    if name and plan_id is None:
        raise Problem("plan-unknown", plan=name)
    return plan_id


def _shown(choice: Choice) -> ChoiceOut:
    kind: Literal["merge", "split"] = "merge" if choice.kind == "merge" else "split"
    return ChoiceOut(kind=kind, name=choice.name, into=choice.into, plan_id=choice.plan_id)
