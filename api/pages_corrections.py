"""Pages for what was read doubtfully: the rows of a plan with remarks, and a form that puts a row right."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from api.problems import language_of
from api.routes_corrections import LONGEST_CELL, CellIn, put_right, seen_measure
from api.routes_jobs import TheJobs
from api.serving import TheEngine, TheVisitor, checked_csrf, needs, render
from api.settings import Lang
from api.wording_pages_plans import CELL_NAMES, PLANS, plans_words
from corpus.corrections import ITEM_CELLS, MEASURE_CELLS, cell_text
from corpus.messages import Problem
from corpus.model import Measure

pages = APIRouter(include_in_schema=False)
_LONG = ("measure", "task", "indicator", "responsible")  # cells that are written in several lines


@pages.get("/plans/{plan}/doubts")
def doubts_page(plan: str, request: Request, engine: TheEngine, visitor: TheVisitor) -> Response:
    """The rows of a plan that carry a remark, each with its place in the document."""
    lang = language_of(request)
    stored = next((one for one in engine.plans() if plan in (one.plan.id, one.plan.source_file)), None)
    if stored is None:
        raise Problem("plan-unknown", plan=plan)
    doubtful = [one.measure for one in engine.store.measures(plan_id=stored.plan.id) if one.measure.warnings]
    return render(
        request,
        "doubts.html",
        w=plans_words(lang),
        plan=stored.plan,
        address=f"/plans/{quote(stored.plan.id, safe='')}",
        rows=engine.rows([measure.id for measure in doubtful], lang),
        may_change=visitor.role in ("editor", "administrator"),
    )


@pages.get("/measures/{measure_id}/correct", dependencies=[Depends(needs("editor"))])
def correction_page(measure_id: str, request: Request, engine: TheEngine) -> Response:
    """The row as it was read, in fields that can be changed."""
    lang = language_of(request)
    measure = seen_measure(measure_id, engine)
    (row,) = engine.rows([measure_id], lang)
    return render(
        request,
        "correct.html",
        w=plans_words(lang),
        row=row,
        address=f"/plans/{quote(measure.plan_id, safe='')}#m-{quote(measure.id, safe='')}",
        groups=field_groups(measure, lang),
        longest=LONGEST_CELL,
    )


@pages.post("/measures/{measure_id}/correct", dependencies=[Depends(needs("editor")), Depends(checked_csrf)])
async def save_correction(
    measure_id: str, request: Request, engine: TheEngine, runner: TheJobs, visitor: TheVisitor
) -> Response:
    """Put the changed cells right."""
    cells = cells_of(await request.form())
    job = put_right(measure_id, cells, engine, runner, visitor)
    return RedirectResponse(f"/plans?job={quote(job.id)}#job-{quote(job.id)}", 303)


def field_groups(measure: Measure, lang: Lang) -> list[dict[str, Any]]:
    """Fields of the measure, then of each item, with the names under which the form sends them."""
    english = lang == "en"
    own = [_field(measure, cell, None, english) for cell in MEASURE_CELLS]
    groups: list[dict[str, Any]] = [{"name": None, "fields": own}]
    for number in range(len(measure.items)):
        fields = [_field(measure, cell, number, english) for cell in ITEM_CELLS]
        groups.append({"name": PLANS["item"][english].format(n=number + 1), "fields": fields})
    return groups


def _field(measure: Measure, cell: str, item: int | None, english: bool) -> dict[str, Any]:
    name = cell if item is None else f"{cell}.{item}"
    text = cell_text(measure, cell, item)
    return {"name": name, "label": CELL_NAMES[cell][english], "text": text, "long": cell in _LONG}


def cells_of(form: FormData) -> list[CellIn]:
    """The cells that a form sends. Raises Problem for one that no row has."""
    cells = []
    for name, text in form.multi_items():
        cell, _, number = name.partition(".")
        if cell not in CELL_NAMES or not isinstance(text, str):
            continue
        if (number and not number.isdecimal()) or len(text) > LONGEST_CELL:
            raise Problem("correction-cell", cell=name[:40], known=", ".join(CELL_NAMES))
        cells.append(CellIn.model_validate({"cell": cell, "item": int(number) if number else None, "text": text}))
    return cells
