"""Questions over HTTP: `POST /api/v1/ask`, the answer whole or, for whoever accepts it, as server-sent events."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from anyio import CapacityLimiter
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from api.auditing import told
from api.engine import Engine
from api.metrics import Metrics
from api.problems import PROBLEMS, BadQuestion, language_of, problem_body
from api.schemas import AnswerOut, AskIn
from api.serving import TheEngine
from api.settings import Lang
from corpus.messages import Problem

if TYPE_CHECKING:
    from assistant.answer import Answer

questions = APIRouter(prefix="/api/v1", responses=PROBLEMS)
NEAREST_SHOWN = 3
EVENT_STREAM = "text/event-stream"
_PIECE = re.compile(r"\S+\s*|\s+")
_WORDS_AT_ONCE = 6
_AT_ONCE = CapacityLimiter(os.cpu_count() or 1)
_FIRST = ("understood", "conditions", "intent", "filters", "abstained", "count")


@questions.post("/ask", response_model=AnswerOut, responses={200: {"content": {EVENT_STREAM: {}}}})
def ask(asked: AskIn, request: Request, engine: TheEngine) -> Any:
    """One answer with the rows it rests on.

    With `Accept: text/event-stream` it comes as events: `understood` (what was looked for), `text` (pieces of the
    answer), `rows` (the cited rows), `done` (the whole answer), or `problem`.
    """
    lang = asked.lang or language_of(request)
    for question in (asked.question, *asked.history):
        check_length(question, engine.settings.question_limit)
    told(request, asked.question)
    metrics: Metrics = request.app.state.metrics
    if EVENT_STREAM in request.headers.get("accept", ""):
        return StreamingResponse(_events(asked, lang, engine, metrics, request), media_type=EVENT_STREAM)
    return answered(asked, lang, engine, metrics, request)


def answered(asked: AskIn, lang: Lang, engine: Engine, metrics: Metrics, request: Request) -> AnswerOut:
    """The answer with its rows and those that come near."""
    answer: Answer = engine.ask(asked.question, asked.history, lang, asked.without)
    metrics.answered(answer, "api")
    told(request, asked.question, (row.measure_id for row in answer.rows))
    near = [row.to_json() for row in engine.rows(answer.nearest[:NEAREST_SHOWN], lang)]
    return AnswerOut.model_validate(answer.to_json() | {"nearest_rows": near})


async def _events(asked: AskIn, lang: Lang, engine: Engine, metrics: Metrics, request: Request) -> AsyncIterator[str]:
    """The events of one answer. A line is sent before it is thought of, so that whoever waits knows it is under way.

    No more answers are thought of at a time than there are cores: those asked first are ready first, where all at once
    would each wait for all. The pieces are sent without a change of thread, which under load costs more than an answer.
    """

    def whole() -> dict[str, Any]:
        return answered(asked, lang, engine, metrics, request).model_dump(mode="json")

    yield ": asked\n\n"
    try:
        answer = await anyio.to_thread.run_sync(whole, limiter=_AT_ONCE)
    except Problem as error:
        yield event("problem", problem_body(request, 500, error.text(lang), error.code))
    except Exception:
        logging.getLogger("zakhid").exception("an answer failed after its stream had begun")
        yield event("problem", problem_body(request, 500, "", "internal-error"))
    else:
        yield event("understood", {name: answer[name] for name in _FIRST})
        for piece in pieces(answer["answer"]):
            yield event("text", piece)
        yield event("rows", answer["rows"])
        yield event("done", answer)


def pieces(text: str) -> Iterator[str]:
    """The text a few words at a time; joined, they are the text.

    >>> list(pieces("один два три чотири п'ять шість сім"))
    ["один два три чотири п'ять шість ", 'сім']
    """
    words = _PIECE.findall(text)
    for start in range(0, len(words), _WORDS_AT_ONCE):
        yield "".join(words[start : start + _WORDS_AT_ONCE])


def event(name: str, value: Any) -> str:
    """A server-sent event; its data are one line of JSON."""
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"


def check_length(question: str, limit: int) -> None:
    """Raises BadQuestion for a question that is empty or too long."""
    if not question.strip():
        raise BadQuestion("question-empty")
    if len(question) > limit:
        raise BadQuestion("question-too-long", length=len(question), limit=limit)
