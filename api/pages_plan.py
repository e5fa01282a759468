"""The page of one plan: the document as it was read, its doubts, and beside a row the place where it stood."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from api.addresses import address_with, asked_value, plan_address
from api.commands.editions import document_named
from api.document_view import Heading, ShownRow, shown_day, shown_document
from api.downloads import KINDS, Kind, listing_file, rows_file
from api.export import rows_of
from api.overviews import gaps_listed
from api.problems import language_of
from api.serving import TheEngine, TheVisitor, render
from api.settings import Lang
from api.wording_oversight import word, words
from api.wording_pages import in_language
from api.wording_pages_plan import PLAN
from corpus.gaps import gaps_in, missing_columns
from corpus.model import Plan, PlanDocument
from corpus.originals import OriginalPlace, original_of, original_place
from corpus.page_pictures import picture_of, sizes_of
from corpus.statuses import notes_in
from corpus.store import Store

pages = APIRouter(include_in_schema=False)


@pages.get("/plans/{plan}")
def plan_page(plan: str, request: Request, engine: TheEngine, visitor: TheVisitor) -> Response:
    """The document as read. ``doubts``: only rows with remarks; ``place``: the row whose original place is shown, and
    with ``alone`` no other row."""
    lang = language_of(request)
    document = document_named(plan, engine.store)
    doubtful = [measure for measure in document.measures if measure.warnings]
    only_doubts = asked_value(request, "doubts") == "1"
    measures = doubtful if only_doubts else document.measures
    if asked_value(request, "alone") == "1":  # what the script asks for, to put it beside the row
        measures = tuple(one for one in document.measures if one.id == asked_value(request, "place"))
    shown = shown_document(measures, lang, notes_in(engine.store), _opened(request, engine.store, document))
    return render(
        request,
        "plan.html",
        w=in_language(PLAN, lang),
        plan=document.plan,
        facts=_facts(document, lang),
        shown=shown,
        contents=[one for one in shown if isinstance(one, Heading) and one.kind != "task"],
        doubtful=len(doubtful),
        only_doubts=only_doubts,
        total=len(document.measures),
        addresses=_addresses(request, document.plan),
        word=lambda code: word(lang, code),
        may_change=visitor.role in ("editor", "administrator"),
        is_row=lambda one: isinstance(one, ShownRow),
        pictured=sizes_of(engine.store, document.plan.id) if asked_value(request, "place") else {},
        picture_address=lambda page: f"{plan_address(document.plan.id)}/pages/{page}.png",
    )


@pages.get("/plans/{plan}/pages/{page}.png")
def page_picture(plan: str, page: int, engine: TheEngine) -> Response:
    """A page of the plan's PDF as it was printed."""
    document = document_named(plan, engine.store)
    png = picture_of(engine.store, document.plan.id, page)
    if png is None:
        raise HTTPException(404)
    return Response(png, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


@pages.get("/plans/{plan}/export.{kind}")
def plan_export(plan: str, kind: Kind, request: Request, engine: TheEngine) -> Response:
    """The plan's measures as a file."""
    document = document_named(plan, engine.store)
    return rows_file(rows_of(engine.store, document.plan.id), kind, document.plan.id, language_of(request))


@pages.get("/plans/{plan}/gaps")
def gaps_page(plan: str, request: Request, engine: TheEngine) -> Response:
    """What the plan leaves open, as a list that its author can work through."""
    lang = language_of(request)
    document = document_named(plan, engine.store)
    missing = missing_columns(document)
    words_of_page = in_language(PLAN, lang)
    return render(
        request,
        "gaps.html",
        w=words_of_page,
        plan=document.plan,
        address=plan_address(document.plan.id),
        gaps=gaps_in(document),
        missing=words_of_page["missing-columns"].format(kinds=words(lang, missing)) if missing else "",
        word=lambda code: word(lang, code),
        downloads_of=[(kind, f"{plan_address(document.plan.id)}/gaps.{kind}") for kind in KINDS],
    )


@pages.get("/plans/{plan}/gaps.{kind}")
def gaps_export(plan: str, kind: Kind, request: Request, engine: TheEngine) -> Response:
    """The gaps as a file."""
    lang = language_of(request)
    document = document_named(plan, engine.store)
    return listing_file(gaps_listed(gaps_in(document), lang), kind, f"{document.plan.id}-gaps", lang)


def _opened(request: Request, store: Store, document: PlanDocument) -> dict[str, OriginalPlace | None]:
    """The original place of the row that the address names."""
    wanted = asked_value(request, "place")
    measure = next((m for m in document.measures if m.id == wanted), None)
    if measure is None:
        return {}
    return {wanted: original_place(original_of(store, document.plan.id), measure.locator)}


def _facts(document: PlanDocument, lang: Lang) -> list[tuple[str, str]]:
    """What the plan says of itself: (name, value), only what it does say."""
    plan, w = document.plan, in_language(PLAN, lang)
    found: list[tuple[str, Any]] = [
        (w["region"], plan.region or w["whole-country"]),
        (w["period"], _period(plan, w)),
        (w["issuer"], plan.issuer),
        (w["act"], w["act-of"].format(number=plan.act_number) if plan.act_number else None),
        (w["approved"], plan.approved_date and shown_day(plan.approved_date)),
        (w["edition"], plan.edition),
        (w["file"], plan.source_file),
    ]
    return [(name, str(value)) for name, value in found if value]


def _period(plan: Plan, w: dict[str, str]) -> str:
    """The plan's first and last day, or the one of them that it says."""
    if plan.period_from and plan.period_to:
        return f"{shown_day(plan.period_from)}–{shown_day(plan.period_to)}"
    if plan.period_to:
        return w["until"].format(day=shown_day(plan.period_to))
    return w["since"].format(day=shown_day(plan.period_from)) if plan.period_from else ""


def _addresses(request: Request, plan: Plan) -> dict[str, Any]:
    own = plan_address(plan.id)
    query = address_with(request, "", plan=plan.id, doubts=None, place=None)
    return {
        "all": own,
        "doubts": f"{own}?doubts=1",
        "gaps": f"{own}/gaps",
        "duplicates": f"/duplicates{query}",
        "deadlines": f"/deadlines{query}",
        "feed": f"/deadlines/calendar.ics{query}",
        "downloads": [(kind, f"{own}/export.{kind}") for kind in KINDS],
    }
