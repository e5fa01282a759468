"""The widget's files as they are served, and what it asks beside answers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.server import STATIC, create_app
from api.settings import Settings

BASE = "http://127.0.0.1:8000"
FILES = ["plan-assistant.js", *(f"assistant/{path.name}" for path in sorted((STATIC / "assistant").glob("*.js")))]
SAID = {
    "id": "0123456789abcdef" * 2,
    "thumb": "down",
    "question": "хто робить хліб",
    "answer": "Ніхто.",
    "abstained": True,
}


@pytest.fixture
def client(data: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings.load({}, data=data)), base_url=BASE) as client:
        yield client


def test_widget_is_small_and_whole(client: TestClient) -> None:
    sent = 0
    for name in FILES:
        answer = client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip", name
        sent += int(answer.headers.get("content-length") or len(gzip.compress(answer.content)))
        for wanted in re.findall(r'^import .* from "\./(.*?)";$', answer.text, re.MULTILINE):
            folder = name.rpartition("/")[0]
            assert (f"{folder}/{wanted}" if folder else wanted) in FILES
    assert sent <= 40_000


@pytest.mark.parametrize("name", FILES)
def test_widget_makes_no_markup_of_texts_and_asks_no_other_host(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8")
    for part in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert part not in text
    addresses = set(re.findall(r"https?://[^/\"]+", text))
    assert addresses <= {"https://plans.example", "http://www.w3.org"}  # how it is used; the name of SVG


def test_pages_of_other_sites_may_load_the_widget_but_read_no_data(client: TestClient) -> None:
    script = client.get("/static/plan-assistant.js", headers={"Origin": "https://portal.example"})
    assert script.headers["access-control-allow-origin"] == "*"
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    data = client.get("/api/v1/examples", headers={"Origin": "https://portal.example"})
    assert "access-control-allow-origin" not in data.headers
    assert data.headers["cross-origin-resource-policy"] == "same-origin"


def test_later_word_on_an_answer_takes_the_place_of_the_earlier(client: TestClient) -> None:
    assert client.post("/api/v1/feedback", json=SAID).status_code == 201
    assert client.post("/api/v1/feedback", json=SAID | {"comment": " мало "}).json() == {"id": SAID["id"]}
    other = SAID | {"id": "f" * 32, "thumb": "up"}
    assert client.post("/api/v1/feedback", json=other).status_code == 201
    given = client.get("/api/v1/feedback").json()
    assert [(one["id"], one["thumb"], one["comment"]) for one in given] == [
        ("f" * 32, "up", ""),
        (SAID["id"], "down", "мало"),
    ]
    assert [one["id"] for one in client.get("/api/v1/feedback?thumb=down").json()] == [SAID["id"]]
    assert given[1]["question"] == SAID["question"]


WRONG = [{"id": "1"}, {"thumb": "sideways"}, {"comment": "я" * 2001}, {"question": ""}, {"history": ["а"] * 30}]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_feedback_that_is_none_is_refused(client: TestClient, wrong: dict[str, object]) -> None:
    assert client.post("/api/v1/feedback", json=SAID | wrong).status_code == 422
    assert client.get("/api/v1/feedback").json() == []


def test_long_answers_are_kept_in_part(client: TestClient) -> None:
    assert client.post("/api/v1/feedback", json=SAID | {"answer": "я" * 100_000}).status_code == 201
    assert len(client.get("/api/v1/feedback").json()[0]["answer"]) == 20_000


def test_examples_say_what_is_at_hand(client: TestClient) -> None:
    told = client.get("/api/v1/examples?lang=en").json()
    assert told["at_hand"].startswith("2 plans")
    assert told["examples"]
