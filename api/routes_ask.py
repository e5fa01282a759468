"""Questions over HTTP: `POST /api/v1/ask`, the answer whole or, for whoever accepts it, as server-sent events; and
`GET /api/v1/rows`, what rows say that an answer has cited and not shown."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic_core import to_json

from api.auditing import told
from api.engine import Engine
from api.problems import PROBLEMS, BadQuestion, language_of, problem_body
from api.replies import MEDIA_TYPE, reply
from api.schemas import MOST_ROWS, AnswerOut, AskIn, RowsOut
from api.serving import TheEngine
from api.settings import Lang
from api.turns import TheTurns, Turns
from corpus.messages import Problem

if TYPE_CHECKING:
    from assistant.answer import Answer

questions = APIRouter(prefix="/api/v1", responses=PROBLEMS)
NEAREST_SHOWN = 3
EVENT_STREAM = "text/event-stream"
_PIECE = re.compile(r"\S+\s*|\s+")
_WORDS_AT_ONCE = 6
_FIRST = ("understood", "conditions", "intent", "filters", "abstained", "count")


@questions.post("/ask", response_model=AnswerOut, responses={200: {"content": {EVENT_STREAM: {}}}})
async def ask(asked: AskIn, request: Request, engine: TheEngine, turns: TheTurns) -> Response:
    """One answer with the rows it rests on: all as `citations`, the first of them whole as `rows`.

    With `Accept: text/event-stream` it comes as events: `understood` (what was looked for), `text` (pieces of the
    answer), `rows` (the first cited rows), `done` (the answer without its rows), or `problem`.
    """
    lang = asked.lang or language_of(request)
    for question in (asked.question, *asked.history):
        check_length(question, engine.settings.question_limit)
    told(request, asked.question)
    answer = partial(answered, asked, lang, engine, request)
    if EVENT_STREAM in request.headers.get("accept", ""):
        return StreamingResponse(_events(answer, turns, lang, request), media_type=EVENT_STREAM)
    return Response(await turns.take(lambda: to_json(answer())), media_type=MEDIA_TYPE)


@questions.get("/rows", response_model=RowsOut)
def rows(
    request: Request,
    engine: TheEngine,
    id: Annotated[list[str], Query(min_length=1, max_length=MOST_ROWS, description="Ids of measures.")],
) -> Response:
    """Measures as rows to show, in the order asked, with all their items; those that are not there are left out."""
    found = engine.rows(id, language_of(request))
    told(request, "", (row.measure_id for row in found))
    return reply({"rows": [row.to_json() for row in found]})


def answered(asked: AskIn, lang: Lang, engine: Engine, request: Request) -> dict[str, Any]:
    """The answer with its first rows and those that come near."""
    answer: Answer = engine.ask(asked.question, asked.history, lang, asked.without)
    request.app.state.metrics.answered(answer, "api")
    near = engine.rows(answer.nearest[:NEAREST_SHOWN], lang)
    told(request, asked.question, (row.measure_id for row in (*answer.rows[: asked.rows], *near)))
    return answer.to_json(asked.rows) | {"nearest_rows": [row.to_json() for row in near]}


async def _events(
    answer: Callable[[], dict[str, Any]], turns: Turns, lang: Lang, request: Request
) -> AsyncIterator[bytes]:
    """The events of one answer. A line is sent before it is thought of, so that whoever waits knows it is under way;
    the rest at once when it is ready, since each piece by itself costs the server more than it spares the reader."""
    yield b": asked\n\n"
    try:
        yield await turns.take(lambda: b"".join(events_of(answer())))
    except Problem as error:
        yield event("problem", problem_body(request, 500, error.text(lang), error.code))
    except Exception:
        logging.getLogger("zakhid").exception("an answer failed after its stream had begun")
        yield event("problem", problem_body(request, 500, "", "internal-error"))


def events_of(answer: dict[str, Any]) -> Iterator[bytes]:
    """The answer as events; its rows are said once."""
    rest = dict(answer)
    yield event("understood", {name: answer[name] for name in _FIRST})
    for piece in pieces(answer["answer"]):
        yield event("text", piece)
    yield event("rows", rest.pop("rows"))
    yield event("done", rest)


def pieces(text: str) -> Iterator[str]:
    """The text a few words at a time; joined, they are the text.

    >>> list(pieces("один два три чотири п'ять шість сім"))
    ["один два три чотири п'ять шість ", 'сім']
    """
    words = _PIECE.findall(text)
    for start in range(0, len(words), _WORDS_AT_ONCE):
        yield "".join(words[start : start + _WORDS_AT_ONCE])


def event(name: str, value: Any) -> bytes:
    """A server-sent event; its data are one line of JSON."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), to_json(value))


def check_length(question: str, limit: int) -> None:
    """Raises BadQuestion for a question that is empty or too long."""
    if not question.strip():
        raise BadQuestion("question-empty")
    if len(question) > limit:
        raise BadQuestion("question-too-long", length=len(question), limit=limit)
