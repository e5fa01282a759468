"""Oversight over HTTP: duplicates and verdicts, owners, deadlines with a calendar feed, notes, gaps, editions.

What is found comes as `zakhid … --format jsonl` writes it, in one list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.auditing import told
from api.commands.editions import document_named
from api.commands.owners import owners_named
from api.comparisons import TheComparisons, compared
from api.conditions import Wanted
from api.engine import Engine
from api.problems import PROBLEMS, language_of
from api.replies import Limit, Offset, part, reply
from api.schemas_oversight import (
    MEASURE_ID,
    DuplicatesOut,
    DutyOut,
    GapsOut,
    NotesOut,
    OwnerOut,
    RowChangeOut,
    State,
    Status,
    StatusNotedOut,
    VerdictNotedOut,
)
from api.serving import TheEngine, TheVisitor, needs
from api.wording import say
from corpus.duties import SOON, Due
from corpus.editions import compare_editions
from corpus.gaps import gaps_in, missing_columns
from corpus.icalendar import calendar_of
from corpus.statuses import note_status, notes_in
from corpus.verdicts import give_verdict, verdicts_in
from index.contradictions import contradictions_in
from index.duplicates import MIN_SCORE

oversight = APIRouter(prefix="/api/v1", responses=PROBLEMS)
Region = Annotated[list[str], Query(description="In any form; «Україна»: plans of the whole country.")]
Plans = Annotated[list[str], Query(description="Id or file name.")]
Bodies = Annotated[list[str], Query(description="Name, abbreviation or form of a name.")]


class Incoming(BaseModel):
    model_config = ConfigDict(extra="forbid", str_max_length=2_000)


class VerdictIn(Incoming):
    """A person's word on two measures."""

    a: str = Field(examples=[MEASURE_ID])
    b: str = Field(examples=["6d65ddcc1cda"])
    verdict: Literal["duplicate", "different", "coordinate"]
    comment: str = ""
    person: str = ""


class NoteIn(Incoming):
    """A person's note on a measure, or on one of its items (numbered from 0)."""

    measure_id: str = Field(examples=[MEASURE_ID])
    status: Status
    item: int | None = Field(default=None, ge=0)
    on_date: date | None = None
    comment: str = ""
    person: str = ""


@oversight.get("/duplicates", response_model=DuplicatesOut)
def duplicates(
    engine: TheEngine,
    kept: TheComparisons,
    across: Literal["all", "plans", "regions"] = "all",
    plan: str | None = None,
    min_score: Annotated[float, Query(ge=0, le=1)] = MIN_SCORE,
    limit: Annotated[int, Query(ge=1, le=10_000, description="How many to show of pairs, clusters and others.")] = 200,
    offset: Offset = 0,
) -> Response:
    """Measures that repeat each other, best first, with clusters, a matrix of regions and contradictions. `limit` and
    `offset` hold for the pairs, the clusters and the contradictions alike."""
    found = compared(engine, kept, across, plan, min_score)
    clusters, contradictions = found.clusters(), contradictions_in(found)
    shown = {
        "total": len(found.pairs),
        "pairs": [found.to_json(pair) for pair in part(found.pairs, limit, offset)],
        "clusters_total": len(clusters),
        "clusters": [list(group) for group in part(clusters, limit, offset)],
        "regions": [{"a": a or None, "b": b or None, "pairs": n} for (a, b), n in found.regions().items()],
        "contradictions_total": len(contradictions),
        "contradictions": [one.to_json() for one in part(contradictions, limit, offset)],
        "orphaned_verdicts": len(verdicts_in(engine.store).orphaned),
    }
    return reply(shown, len(found.pairs))


@oversight.post("/verdicts", status_code=201, dependencies=[Depends(needs("editor"))])
def verdict(said: VerdictIn, request: Request, engine: TheEngine, visitor: TheVisitor) -> VerdictNotedOut:
    """Note what a person says of two measures; the pair is not asked about again."""
    told(request, said.verdict, (said.a, said.b))
    give_verdict(engine.store, said.a, said.b, said.verdict, comment=said.comment, person=visitor.name or said.person)
    return VerdictNotedOut(verdict=said.verdict)


@oversight.get("/owners", response_model=list[OwnerOut])
def owners(
    engine: TheEngine,
    body: str | None = None,
    holdings: Annotated[bool, Query(description="Whether to give all that each owns, or only its numbers.")] = True,
    limit: Limit = 1_000,
    offset: Offset = 0,
) -> Response:
    """Responsible bodies with their names and all they own, or those that a name means."""
    registry = engine.registry()
    found = owners_named(body, registry, engine.store, engine.names) if body else registry.owners
    return reply([owner.to_json(holdings) for owner in part(found, limit, offset)], len(found))


@oversight.get("/due", response_model=list[DutyOut])
def due(
    engine: TheEngine,
    on: date | None = None,
    soon: Annotated[int, Query(ge=0, le=3660)] = SOON,
    state: Annotated[list[State], Query()] = [],  # noqa: B006
    region: Region = [],  # noqa: B006
    plan: Plans = [],  # noqa: B006
    body: Bodies = [],  # noqa: B006
    limit: Limit = 1_000,
    offset: Offset = 0,
) -> Response:
    """Deadlines as of a day, the overdue first."""
    found = _agenda(engine, Wanted(region=tuple(region), plan=tuple(plan), body=tuple(body)), on, soon)
    chosen = [one for one in found if not state or one.state in state]
    return reply([duty.to_json() for duty in engine.duties(part(chosen, limit, offset))], len(chosen))


@oversight.get("/calendar.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}})
def calendar(
    request: Request,
    engine: TheEngine,
    region: Region = [],  # noqa: B006
    plan: Plans = [],  # noqa: B006
    body: Bodies = [],  # noqa: B006
) -> Response:
    """Deadlines as a calendar to subscribe to; what is noted as done is left out."""
    found = _agenda(engine, Wanted(region=tuple(region), plan=tuple(plan), body=tuple(body)), None, SOON)
    name = "; ".join((*body, *plan, *region)) or say(language_of(request), "duties")
    text = calendar_of(engine.duties([one for one in found if one.state != "closed"]), name)
    return Response(text, media_type="text/calendar; charset=utf-8")


def _agenda(engine: Engine, wanted: Wanted, on: date | None, soon: int) -> Sequence[Due]:
    return engine.agenda(on or date.today(), engine.conditions(wanted).filters, soon)


@oversight.post("/notes", status_code=201, dependencies=[Depends(needs("editor"))])
def note(said: NoteIn, request: Request, engine: TheEngine, visitor: TheVisitor) -> StatusNotedOut:
    """Note the state of a measure."""
    told(request, said.status, (said.measure_id,))
    note_status(
        engine.store,
        said.measure_id,
        said.status,
        item=said.item,
        on_date=said.on_date,
        comment=said.comment,
        person=visitor.name or said.person,
    )
    return StatusNotedOut(status=said.status)


@oversight.get("/notes", response_model=NotesOut)
def notes(engine: TheEngine, limit: Limit = 1_000, offset: Offset = 0) -> Response:
    """Notes by measure, oldest first, and those whose measure is no longer there. `limit` and `offset` hold for the
    measures and for what has lost its measure alike."""
    known = notes_in(engine.store)
    histories = part(list(known.history.items()), limit, offset)
    shown = {
        "total": len(known.history),
        "notes": {name: [_note(one) for one in history] for name, history in histories},
        "orphaned_total": len(known.orphaned),
        "orphaned": [_note(one) | {"measure": one.anchor.text} for one in part(known.orphaned, limit, offset)],
    }
    return reply(shown, len(known.history))


def _note(one: Any) -> dict[str, Any]:
    names = ("item", "status", "on_date", "comment", "person", "said_at")
    return {name: getattr(one, name) for name in names}


@oversight.get("/gaps/{plan}", response_model=GapsOut)
def gaps(plan: str, engine: TheEngine, limit: Limit = 1_000, offset: Offset = 0) -> Response:
    """What a plan leaves open, and the columns it does not have at all."""
    document = document_named(plan, engine.store)
    found = gaps_in(document)
    shown = {
        "total": len(found),
        "gaps": [gap.to_json() for gap in part(found, limit, offset)],
        "missing_columns": list(missing_columns(document)),
    }
    return reply(shown, len(found))


@oversight.get("/compare", response_model=list[RowChangeOut])
def compare(earlier: str, later: str, engine: TheEngine, limit: Limit = 1_000, offset: Offset = 0) -> Response:
    """What the later edition changed, row by row."""
    before, after = (document_named(name, engine.store) for name in (earlier, later))
    changes = [change for change in compare_editions(before, after) if change.kind != "same"]
    return reply([change.to_json() for change in part(changes, limit, offset)], len(changes))
