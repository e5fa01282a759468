"""What the chat widget asks beside answers: questions to begin with, and a place for what people think of an answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field, StringConstraints

from api.problems import language_of
from api.replies import Offset, reply
from api.schemas import LONGEST_HISTORY, Reply, Schema
from api.serving import TheEngine, TheVisitor, needs
from assistant.feedback import Feedback, feedback_in, give_feedback, opinion_in
from corpus.messages import Problem

widget = APIRouter(prefix="/api/v1")
LONGEST_ANSWER = 20_000  # characters that are kept of an answer
ID = "^[0-9a-f]{32}$"
Question = Annotated[str, StringConstraints(max_length=2_000)]


class ExamplesOut(Reply):
    """Questions to begin with."""

    examples: list[str] = Field(description="Each has an answer in the plans at hand.")
    at_hand: str = Field(description="How many plans and measures there are, in words.")
    question_limit: int = Field(description="The longest question that is taken, in characters.")


class FeedbackIn(Schema):
    """Whether an answer helped. Sent again with the same id, it takes the place of what was sent before."""

    id: str = Field(pattern=ID, description="Made by the client for the answer as shown.", examples=["0" * 32])
    thumb: Literal["up", "down"]
    comment: str = Field(default="", max_length=2_000)
    question: Question = Field(min_length=1)
    history: list[Question] = Field(default=[], max_length=LONGEST_HISTORY, description="Earlier questions.")
    answer: str = Field(default="", description=f"Its text; the first {LONGEST_ANSWER} characters are kept.")
    abstained: bool = False
    lang: Literal["uk", "en"] = "uk"


class FeedbackNotedOut(Reply):
    id: str


class FeedbackOut(FeedbackIn):
    """A word on an answer, with who said it and when."""

    person: str = Field(description="Empty without sign-in.")
    said_at: str = Field(description="UTC.")


@widget.get("/examples")
def examples(request: Request, engine: TheEngine) -> ExamplesOut:
    """Questions that the plans at hand answer."""
    lang = language_of(request)
    return ExamplesOut(
        examples=engine.examples(), at_hand=engine.at_hand(lang), question_limit=engine.settings.question_limit
    )


@widget.post("/feedback", status_code=201)
def give(said: FeedbackIn, engine: TheEngine, visitor: TheVisitor) -> FeedbackNotedOut:
    """Note whether an answer helped."""
    told: dict[str, Any] = said.model_dump() | {"answer": said.answer[:LONGEST_ANSWER], "comment": said.comment.strip()}
    give_feedback(engine.store, Feedback(**told, person=visitor.name))
    return FeedbackNotedOut(id=said.id)


@widget.get("/feedback", response_model=list[FeedbackOut], dependencies=[Depends(needs("administrator"))])
def given(
    engine: TheEngine,
    thumb: Literal["up", "down"] | None = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 200,
    offset: Offset = 0,
) -> Response:
    """What people thought of answers, newest first."""
    if engine.store.only is not None:  # answers tell of all plans
        raise Problem("all-plans-needed")
    found = feedback_in(engine.store, thumb, limit, offset)
    opinion = opinion_in(engine.store)
    total = {"up": opinion.up, "down": opinion.down}.get(thumb or "", opinion.up + opinion.down)
    return reply([one.to_json() for one in found], total)
