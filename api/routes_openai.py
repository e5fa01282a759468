"""The assistant behind the address that OpenAI's clients ask: `/v1/chat/completions` and `/v1/models`."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from api.auditing import told
from api.metrics import Metrics
from api.openai_chat import MODEL, ChatIn, ChatOut, Completion, ModelOut, ModelsOut, Turn
from api.problems import BadQuestion, language_of
from api.schemas import LONGEST_HISTORY
from api.serving import TheEngine
from api.wording_page import PAGE
from corpus.messages import Problem

if TYPE_CHECKING:
    from assistant.answer import Answer

openai = APIRouter(prefix="/v1")
MADE = 1_767_225_600  # the day from which this model is told to be: 1 January 2026
DONE = "data: [DONE]\n\n"


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
def complete(asked: ChatIn, request: Request, engine: TheEngine) -> Any:
    """Answer the last question of a dialogue, whole or as a stream; the cited rows stand in `citations`."""
    questions = asked.questions[-LONGEST_HISTORY - 1 :]
    limit = engine.settings.question_limit
    if not questions:
        raise BadQuestion("question-empty")
    if len(questions[-1]) > limit:
        raise BadQuestion("question-too-long", length=len(questions[-1]), limit=limit)
    earlier = [question for question in questions[:-1] if len(question) <= limit]
    turn = Turn.of([*earlier, questions[-1]], asked.model, language_of(request), str(request.base_url))
    metrics: Metrics = request.app.state.metrics

    told(request, turn.questions[-1])

    def answer() -> Answer:
        found = engine.ask(turn.questions[-1], turn.questions[:-1], turn.lang)
        told(request, turn.questions[-1], (row.measure_id for row in found.rows))
        metrics.answered(found, "openai")
        return found

    if not asked.stream:
        return Completion(turn, answer()).whole()
    with_usage = bool(asked.stream_options and asked.stream_options.include_usage)
    return StreamingResponse(streamed(turn, answer, with_usage), media_type="text/event-stream")


def streamed(turn: Turn, answer: Callable[[], Answer], with_usage: bool) -> Iterator[str]:
    """The answer as events: the first before it is thought of. What goes wrong later is told in the stream."""
    yield sent(turn.chunk({"role": "assistant", "content": ""}))
    try:
        pieces = Completion(turn, answer()).pieces(with_usage=with_usage)
    except Problem as problem:
        yield sent({"error": {"message": problem.text(turn.lang), "type": "server_error", "code": problem.code}})
    except Exception:
        logging.getLogger("zakhid").exception("an answer failed after its stream had begun")
        words = PAGE["internal-error"][turn.lang == "en"]
        yield sent({"error": {"message": words, "type": "server_error", "code": "internal-error"}})
    else:
        yield from map(sent, pieces)
    yield DONE


def sent(chunk: dict[str, Any]) -> str:
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"
