"""The page of the application's state: data, index, model, versions, and what visitors asked."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.engine import Engine
from api.problems import language_of
from api.serving import TheEngine, TheVisitor, render
from api.state import state_of
from api.wording_pages import in_language
from api.wording_pages_status import STATUS
from assistant.feedback import feedback_in, opinion_in

pages = APIRouter(include_in_schema=False)
SHOWN = 50  # unanswered questions, answers that did not help


@pages.get("/status")
def status_page(request: Request, engine: TheEngine, visitor: TheVisitor) -> Response:
    """The state. Administrators see also where it runs and with what."""
    lang = language_of(request)
    w = in_language(STATUS, lang)
    state = state_of(engine.store, engine.settings)
    return render(
        request,
        "status.html",
        w=w,
        tables=[_data(engine, state, w), _index(state, w), _model(state, w)],
        versions=state["versions"] if visitor.role == "administrator" else {},
        # what others asked may tell of plans that this visitor does not see
        opinions=_opinions(engine, w) if visitor.role == "administrator" and engine.store.only is None else None,
    )


def _opinions(engine: Engine, w: dict[str, str]) -> dict[str, Any]:
    """What visitors asked and thought of the answers."""
    asked = engine.questions.asked() if engine.questions else None
    opinion = opinion_in(engine.store)
    facts = [
        (w["asked"], str(asked.times if asked else 0)),
        (w["unanswered"], str(asked.refused if asked else 0)),
        (w["thumbs-up"], str(opinion.up)),
        (w["thumbs-down"], str(opinion.down)),
    ]
    unanswered = engine.questions.unanswered(SHOWN) if engine.questions else []
    return {"facts": facts, "unanswered": unanswered, "unhelpful": feedback_in(engine.store, "down", SHOWN)}


def _data(engine: Engine, state: dict[str, Any], w: dict[str, str]) -> tuple[str, list[tuple[str, str]]]:
    bodies = len({body for body, _, _, _ in engine.store.bodies()})
    facts = {
        "plans": state["plans"],
        "measures": state["measures"],
        "bodies": bodies,
        "doubtful": sum(engine.store.doubts().values()),
        "revision": state["revision"],
    }
    return w["data"], [(w[name], str(value)) for name, value in facts.items()]


def _index(state: dict[str, Any], w: dict[str, str]) -> tuple[str, list[tuple[str, str]]]:
    index = state["index"]
    if index is None:
        return w["index"], [(w["index-state"], w["index-none"])]
    facts = [
        (w["index-state"], w["index-current" if index["current"] else "index-behind"]),
        (w["measures"], str(index["measures"])),
    ]
    if index["bytes"] is not None:
        facts.append((w["size"], w["megabytes"].format(n=f"{index['bytes'] / 1_000_000:.1f}")))
    return w["index"], facts


def _model(state: dict[str, Any], w: dict[str, str]) -> tuple[str, list[tuple[str, str]]]:
    model = state["language_model"]
    worded = ", ".join(str(value) for value in model.values() if value) if model else w["no-language-model"]
    return w["model"], [
        (w["encoder"], state["encoder"]),
        (w["analysis"], state["analysis"]),
        (w["language-model"], worded),
    ]
