"""The assistant behind the address that OpenAI's clients ask: `/v1/chat/completions` and `/v1/models`."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic_core import to_json

from api.auditing import told
from api.openai_chat import MODEL, SOURCES_SHOWN, ChatIn, ChatOut, Completion, ModelOut, ModelsOut, Turn
from api.problems import BadQuestion, language_of
from api.replies import MEDIA_TYPE
from api.schemas import LONGEST_HISTORY
from api.serving import TheEngine
from api.turns import TheTurns, Turns
from api.wording_page import PAGE
from corpus.messages import Problem

openai = APIRouter(prefix="/v1")
MADE = 1_767_225_600  # the day from which this model is told to be: 1 January 2026
DONE = b"data: [DONE]\n\n"


@openai.get("/models")
def models(_engine: TheEngine) -> ModelsOut:
    """The one model that there is."""
    return ModelsOut(data=[ModelOut(id=MODEL, created=MADE)])


@openai.get("/models/{model}")
def model(model: str, _engine: TheEngine) -> ModelOut:
    """What is told of the model."""
    if model != MODEL:
        raise Problem("chat-model-unknown", model=model[:80], known=MODEL)
    return ModelOut(id=MODEL, created=MADE)


@openai.post(
    "/chat/completions",
    response_model=ChatOut,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def complete(asked: ChatIn, request: Request, engine: TheEngine, turns: TheTurns) -> Response:
    """Answer the last question of a dialogue, whole or as a stream; the cited rows stand in `citations`."""
    questions = asked.questions[-LONGEST_HISTORY - 1 :]
    limit = engine.settings.question_limit
    if not questions:
        raise BadQuestion("question-empty")
    if len(questions[-1]) > limit:
        raise BadQuestion("question-too-long", length=len(questions[-1]), limit=limit)
    earlier = [question for question in questions[:-1] if len(question) <= limit]
    turn = Turn.of([*earlier, questions[-1]], asked.model, language_of(request), str(request.base_url))
    told(request, turn.questions[-1])

    def completion() -> Completion:
        found = engine.ask(turn.questions[-1], turn.questions[:-1], turn.lang)
        told(request, turn.questions[-1], (row.measure_id for row in found.rows[:SOURCES_SHOWN]))
        request.app.state.metrics.answered(found, "openai")
        return Completion(turn, found)

    if not asked.stream:
        return Response(await turns.take(lambda: to_json(completion().whole())), media_type=MEDIA_TYPE)
    with_usage = bool(asked.stream_options and asked.stream_options.include_usage)
    return StreamingResponse(streamed(turn, completion, turns, with_usage), media_type="text/event-stream")


async def streamed(
    turn: Turn, completion: Callable[[], Completion], turns: Turns, with_usage: bool
) -> AsyncIterator[bytes]:
    """The answer as events: the first before it is thought of, the others together. What goes wrong later is told in
    the stream."""
    yield sent(turn.chunk({"role": "assistant", "content": ""}))
    try:
        yield await turns.take(lambda: b"".join(map(sent, completion().pieces(with_usage=with_usage))))
    except Problem as problem:
        yield sent({"error": {"message": problem.text(turn.lang), "type": "server_error", "code": problem.code}})
    except Exception:
        logging.getLogger("zakhid").exception("an answer failed after its stream had begun")
        words = PAGE["internal-error"][turn.lang == "en"]
        yield sent({"error": {"message": words, "type": "server_error", "code": "internal-error"}})
    yield DONE


def sent(chunk: dict[str, Any]) -> bytes:
    return b"data: %s\n\n" % to_json(chunk)
