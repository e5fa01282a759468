"""The page to ask on: the widget at full width. Without script a form asks, and the answer comes with the page."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.addresses import row_address
from api.problems import language_of
from api.serving import TheEngine, TheVisitor, render
from api.wording import counted
from api.wording_pages import in_language
from api.wording_pages_ask import ASK

pages = APIRouter(include_in_schema=False)


@pages.api_route("/", methods=["GET", "HEAD"])
def ask_page(request: Request, engine: TheEngine, visitor: TheVisitor) -> Response:
    """``q``: a question that is asked at once; ``plain``: the page without script."""
    lang = language_of(request)
    question = request.query_params.get("q", "").strip()[: engine.settings.question_limit]
    is_plain = "plain" in request.query_params
    w = in_language(ASK, lang)
    return render(
        request,
        "ask.html",
        w=w,
        question=question,
        is_plain=is_plain,
        limit=engine.settings.question_limit,
        answer=engine.ask(question, (), lang) if is_plain and question else None,
        row_address=row_address,
        person=visitor.name,
        examples=engine.examples(),
        at_hand=engine.at_hand(lang),
        plans=[
            (one.plan.title, one.plan.region or w["whole-country"], counted(lang, one.measures, "measure"))
            for one in engine.plans()
        ],
    )
