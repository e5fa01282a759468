"""The assistant as a chat model: what OpenAI's clients send to what is asked, and the answer to what they read.

The sources of an answer stand three times: in its text, numbered; as ``annotations`` of the message (the links that
OpenAI's own searches give); and whole, as the extension ``citations``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from api.printed import numbered
from api.settings import Lang
from api.wording import counted, say

if TYPE_CHECKING:
    from assistant.answer import Answer, QuotedRow

MODEL = "zakhid"
SOURCES_SHOWN = 20
EXAMPLE: dict[str, Any] = {
    "model": MODEL,
    "messages": [{"role": "user", "content": "хто відповідає за укриття в школах і до коли"}],
    "stream": False,
}
_PIECE = 24  # characters of a streamed piece, about


class PartIn(BaseModel):
    """A part of a message; only text is read."""

    model_config = ConfigDict(extra="allow")

    type: str
    text: str | None = None


class MessageIn(BaseModel):
    model_config = ConfigDict(extra="allow")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[PartIn] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or () if part.type == "text" and part.text)


class StreamOptionsIn(BaseModel):
    model_config = ConfigDict(extra="allow")

    include_usage: bool = False


class ChatIn(BaseModel):
    """A request for a completion. Settings of language models (temperature, tools and the like) have no meaning here
    and are passed over."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [EXAMPLE]})

    model: str = Field(default=MODEL, max_length=200)
    messages: list[MessageIn] = Field(min_length=1, max_length=500)
    stream: bool | None = False
    stream_options: StreamOptionsIn | None = None

    @property
    def questions(self) -> list[str]:
        """What the person has asked, oldest first; the last one is to be answered."""
        return [message.text for message in self.messages if message.role == "user" and message.text.strip()]


class ChatOut(BaseModel):
    """A completion, with the rows that it rests on as ``citations``."""

    model_config = ConfigDict(extra="allow")

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str
    choices: list[dict[str, Any]]
    usage: dict[str, int]
    citations: list[dict[str, Any]] = Field(
        description="The rows that the answer rests on, each with its address; of many, the first."
    )
    cited: list[str] = Field(description="Ids of all measures that it rests on; `/api/v1/rows` shows them.")
    abstained: bool = Field(description="The plans do not hold the answer.")


class ModelOut(BaseModel):
    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str = MODEL


class ModelsOut(BaseModel):
    object: Literal["list"] = "list"
    data: list[ModelOut]


@dataclass(frozen=True, slots=True)
class Turn:
    """One request on its way: ``questions`` oldest first, the last to be answered; ``base`` is the server's own
    address, for the links; ``model`` the name that the client gave."""

    questions: tuple[str, ...]
    model: str
    lang: Lang
    base: str
    id: str
    created: int

    @classmethod
    def of(cls, questions: Sequence[str], model: str, lang: Lang, base: str) -> Turn:
        own = f"chatcmpl-{uuid4().hex}"
        return cls(tuple(questions), model, lang, base.rstrip("/"), own, int(time.time()))

    def chunk(self, delta: dict[str, Any] | None, finish: str | None = None) -> dict[str, Any]:
        """A chunk of the stream; ``delta`` None: one without a choice."""
        choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]
        own = {"id": self.id, "object": "chat.completion.chunk", "created": self.created, "model": self.model}
        return own | {"choices": choices}

    def address(self, row: QuotedRow) -> str:
        """The page of the row's plan, at the row."""
        return f"{self.base}/plans/{quote(row.plan_id, safe='')}#m-{quote(row.measure_id, safe='')}"


@dataclass(frozen=True)
class Completion:
    """The answer to a request, as clients read it."""

    turn: Turn
    answer: Answer

    @property
    def content(self) -> str:
        """The answer in Markdown with its sources below it."""
        return self._with_sources[0]

    @property
    def annotations(self) -> list[dict[str, Any]]:
        return self._with_sources[1]

    @cached_property
    def _with_sources(self) -> tuple[str, list[dict[str, Any]]]:
        text = markdown(self.answer.answer)
        notes: list[dict[str, Any]] = []
        rows = self.answer.rows[:SOURCES_SHOWN]
        if rows:
            text += f"\n\n**{say(self.turn.lang, 'cited')}**\n"
        for number, row in enumerate(rows, 1):
            url = self.turn.address(row)
            line = f"\n{number}. [{escaped(_title(row))}]({url})"
            begin = len(text) + 1
            text += f"{line} — {escaped(', '.join(filter(None, (row.plan_title, row.region, row.place))))}"
            link = {"url": url, "title": _title(row), "start_index": begin, "end_index": len(text)}
            notes.append({"type": "url_citation", "url_citation": link})
        if len(self.answer.rows) > len(rows):
            more = counted(self.turn.lang, len(self.answer.rows) - len(rows), "measure")
            text += f"\n\n{say(self.turn.lang, 'more-sources', rows=more)}"
        return text, notes

    @property
    def citations(self) -> list[dict[str, Any]]:
        """The first cited rows as the API gives them, each with its address: those that the text names."""
        return [row.to_json() | {"url": self.turn.address(row)} for row in self.answer.rows[:SOURCES_SHOWN]]

    @property
    def usage(self) -> dict[str, int]:
        """Words stand for tokens: there is no tokenizer to count by."""
        asked, said = (len(text.split()) for text in (self.turn.questions[-1], self.content))
        return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}

    @property
    def extension(self) -> dict[str, Any]:
        cited = [row.measure_id for row in self.answer.citations]
        return {"citations": self.citations, "cited": cited, "abstained": self.answer.abstained}

    def whole(self) -> dict[str, Any]:
        """The completion, as ChatOut describes it."""
        message = {
            "role": "assistant",
            "content": self.content,
            "refusal": None,
            "annotations": self.annotations,
            "citations": self.citations,
        }
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        own = {"id": self.turn.id, "object": "chat.completion", "created": self.turn.created, "model": self.turn.model}
        return own | {"choices": [choice], "usage": self.usage} | self.extension

    def pieces(self, *, with_usage: bool) -> Iterator[dict[str, Any]]:
        """The chunks of a stream after its first, the sources with the last piece."""
        for piece in in_pieces(self.content):
            yield self.turn.chunk({"content": piece})
        yield self.turn.chunk({"annotations": self.annotations}, "stop") | self.extension
        if with_usage:
            yield self.turn.chunk(None) | {"usage": self.usage}


def in_pieces(text: str) -> Iterator[str]:
    """The text in short pieces that end at spaces; together they are the text.

    >>> list(in_pieces("Відповідає департамент освіти до кінця травня."))
    ['Відповідає департамент освіти ', 'до кінця травня.']
    """
    start = 0
    while start < len(text):
        end = text.find(" ", start + _PIECE) + 1 or len(text)
        yield text[start:end]
        start = end


def markdown(text: str) -> str:
    """An answer as Markdown: its bullets as a list, its other lines as paragraphs.

    >>> markdown("Два заходи:\\n• перший\\n• другий\\nДе саме?")
    'Два заходи:\\n- перший\\n- другий\\n\\nДе саме?'
    """
    lines = [f"- {line[2:]}" if line.startswith("• ") else f"\n{line}" for line in escaped(text).splitlines() if line]
    return "\n".join(lines).lstrip("\n")


def escaped(text: str) -> str:
    """Words of documents in Markdown: they make no links, pictures or HTML.

    >>> escaped("![x](http://a) <b> *1*")
    '!\\\\[x\\\\](http://a) &lt;b> *1*'
    """
    return text.replace("[", "\\[").replace("]", "\\]").replace("<", "&lt;").replace("`", "\\`")


def _title(row: QuotedRow) -> str:
    return numbered(row.measure_no, row.measure)
