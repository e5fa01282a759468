"""The page to ask on: the widget at full width. Without script a form asks, and the answer comes with the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.addresses import pager, row_address
from api.engine import Engine
from api.problems import language_of
from api.serving import TheEngine, TheVisitor, render
from api.turns import TheTurns
from api.wording import counted
from api.wording_pages import in_language
from api.wording_pages_ask import ASK

if TYPE_CHECKING:
    from assistant.answer import Answer

pages = APIRouter(include_in_schema=False)
SIZE = 50  # cited rows on a page without script


@pages.api_route("/", methods=["GET", "HEAD"])
async def ask_page(request: Request, engine: TheEngine, visitor: TheVisitor, turns: TheTurns) -> Response:
    """``q``: a question that is asked at once; ``plain``: the page without script; ``page``: of the cited rows."""
    question = request.query_params.get("q", "").strip()[: engine.settings.question_limit]
    answer = None
    if question and "plain" in request.query_params:
        answer = await turns.take(lambda: engine.ask(question, (), language_of(request)))
    return await run_in_threadpool(_page, request, engine, visitor.name, question, answer)


def _page(request: Request, engine: Engine, person: str, question: str, answer: Answer | None) -> Response:
    lang = language_of(request)
    w = in_language(ASK, lang)
    part = pager(request, len(answer.rows) if answer else 0, SIZE)
    return render(
        request,
        "ask.html",
        w=w,
        question=question,
        is_plain="plain" in request.query_params,
        limit=engine.settings.question_limit,
        answer=answer,
        rows=answer.rows[part.start : part.end] if answer else (),
        part=part,
        row_address=row_address,
        person=person,
        examples=engine.examples(),
        at_hand=engine.at_hand(lang),
        plans=[
            (one.plan.title, one.plan.region or w["whole-country"], counted(lang, one.measures, "measure"))
            for one in engine.plans()
        ],
    )
