"""OpenAI's own client over a running `zakhid serve`, as Open WebUI and the like would use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openai import BadRequestError, NotFoundError, OpenAI, UnprocessableEntityError

from tests.api.browsing import serving

QUESTION = "хто відповідає за систему 112 і до коли"
SYSTEM = {"role": "system", "content": "You are a helpful assistant."}


@pytest.fixture(scope="module")
def address(sample_data: Path) -> Iterator[str]:
    """The address of a running application."""
    with serving(sample_data) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{address}/v1", api_key="none-is-needed-here", max_retries=0) as client:
        yield client


def asked(client: OpenAI, *messages: dict[str, Any], **more: Any) -> Any:
    return client.chat.completions.create(model="zakhid", messages=list(messages), **more)


def test_the_model_is_listed(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["zakhid"]
    assert client.models.retrieve("zakhid").owned_by == "zakhid"


def test_answer_cites_rows_in_text_links_and_extension(client: OpenAI, address: str) -> None:
    answer = asked(client, SYSTEM, {"role": "user", "content": QUESTION}, temperature=0.2, max_tokens=50)
    (choice,) = answer.choices
    assert choice.finish_reason == "stop" and choice.message.role == "assistant"
    text = choice.message.content
    assert "112" in text and answer.usage.total_tokens > 0
    rows = answer.model_extra["citations"]
    assert rows and not answer.model_extra["abstained"]
    notes = [note.url_citation for note in choice.message.annotations]
    assert [note.url for note in notes] == [row["url"] for row in rows]
    for note, row in zip(notes, rows, strict=True):
        assert row["measure"] in note.title and f"]({note.url})" in text[note.start_index : note.end_index]
        assert note.url.startswith(f"{address}/plans/") and note.url.endswith(f"#m-{row['measure_id']}")


def test_stream_gives_the_same_answer_in_pieces(client: OpenAI) -> None:
    whole = asked(client, {"role": "user", "content": QUESTION})
    chunks = list(
        asked(client, {"role": "user", "content": QUESTION}, stream=True, stream_options={"include_usage": True})
    )
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(pieces) == whole.choices[0].message.content
    assert sum(1 for piece in pieces if piece) > 3
    assert chunks[0].choices[0].delta.role == "assistant"
    last = next(chunk for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason)
    assert last.choices[0].finish_reason == "stop"
    assert last.model_extra["citations"] == whole.model_extra["citations"]
    assert chunks[-1].usage.total_tokens == whole.usage.total_tokens and not chunks[-1].choices
    assert len({chunk.id for chunk in chunks}) == 1


def test_dialogue_is_understood(client: OpenAI) -> None:
    first = asked(client, {"role": "user", "content": QUESTION})
    then = asked(
        client,
        {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
        {"role": "assistant", "content": first.choices[0].message.content},
        {"role": "user", "content": "а до якого числа?"},
    )
    plans = {row["plan_id"] for row in first.model_extra["citations"]}
    assert {row["plan_id"] for row in then.model_extra["citations"]} <= plans
    assert then.model_extra["citations"]


def test_what_plans_do_not_say_is_refused_without_citations(client: OpenAI) -> None:
    answer = asked(client, {"role": "user", "content": "скільки грошей витратили на систему 112"})
    assert answer.model_extra["abstained"] and answer.model_extra["citations"] == []
    assert not answer.choices[0].message.annotations


def test_wrong_requests_are_errors_of_the_client(client: OpenAI) -> None:
    with pytest.raises(UnprocessableEntityError, match="порожнє"):
        asked(client, SYSTEM)
    with pytest.raises(UnprocessableEntityError, match="надто довге"):
        asked(client, {"role": "user", "content": "а" * 1001})
    with pytest.raises((UnprocessableEntityError, BadRequestError)):
        asked(client, {"role": "nobody", "content": "що?"})
    with pytest.raises(NotFoundError, match="Моделі «gpt» немає"):
        client.models.retrieve("gpt")
