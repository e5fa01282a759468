"""The web application over a real store, index and assistant, asked through its ASGI interface."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.engine import Engine
from api.schemas import QUESTION
from api.server import create_app
from api.settings import Settings
from corpus.model import Item, Locator, Measure, Plan, PlanDocument, Responsible
from corpus.store import Store

BASE = "http://127.0.0.1:8000"
BATCH_KEYS = ["answer", "abstained", "intent", "filters", "count", "citations", "ranking", "nearest", "latency_ms"]


@pytest.fixture(scope="module")
def client(sample_data: Path) -> Iterator[TestClient]:
    settings = Settings.load({}, data=sample_data)
    with TestClient(create_app(settings), base_url=BASE) as client:
        yield client


def ask(client: TestClient, question: str, **more: Any) -> dict[str, Any]:
    response = client.post("/api/v1/ask", json={"question": question} | more)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_answer_cites_rows_with_their_cells(client: TestClient) -> None:
    answer = ask(client, "хто відповідає за систему 112 і до коли")
    assert list(answer)[: len(BATCH_KEYS)] == BATCH_KEYS
    assert not answer["abstained"]
    assert [row["measure_id"] for row in answer["rows"]] == [c["measure_id"] for c in answer["citations"]]
    row = answer["rows"][0]
    assert row["place"]
    assert row["plan_title"]
    cells = [r["text"] for item in row["items"] for r in item["responsible"]]
    assert cells
    assert all(cell.split()[-1][:4] in answer["answer"] for cell in cells[:1])


def test_refusal_shows_what_is_nearest(client: TestClient) -> None:
    answer = ask(client, "скільки грошей витратили на систему 112")
    assert answer["abstained"]
    assert answer["citations"] == answer["rows"] == []
    assert [row["measure_id"] for row in answer["nearest_rows"]] == answer["nearest"][: len(answer["nearest_rows"])]


def test_follow_up_uses_the_dialogue(client: TestClient) -> None:
    first = ask(client, "хто відповідає за систему 112")
    then = ask(client, "а до якого числа?", history=["хто відповідає за систему 112"])
    assert then["intent"] in ("when", "who_when")
    assert {c["plan_id"] for c in then["citations"]} <= {c["plan_id"] for c in first["citations"]}
    assert then["citations"]


def test_wording_follows_the_language(client: TestClient) -> None:
    question = "скільки грошей витратили на систему 112"
    assert ask(client, question, lang="en")["answer"] != ask(client, question, lang="uk")["answer"]


WRONG = [
    ({}, "question"),
    ({"question": ""}, "question"),
    ({"question": "  \n"}, "порожнє"),
    ({"question": "а" * 1001}, "надто довге"),
    ({"question": "так", "history": ["а" * 1001]}, "надто довге"),
    ({"question": "так", "history": ["а"] * 30}, "history"),
    ({"question": 5}, "question"),
    ({"question": "так", "lang": "de"}, "lang"),
    ({"question": "так", "answer": "ні"}, "answer"),
]


@pytest.mark.parametrize(("body", "said"), WRONG)
def test_bad_request_is_a_problem(client: TestClient, body: dict[str, Any], said: str) -> None:
    response = client.post("/api/v1/ask", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 422
    assert said in problem["detail"]


def test_broken_json_is_a_problem(client: TestClient) -> None:
    response = client.post("/api/v1/ask", content="{", headers={"Content-Type": "application/json"})
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")


def test_form_of_another_page_is_not_taken(client: TestClient) -> None:
    """A page of another site can post text without asking the browser first; it is no JSON."""
    response = client.post(
        "/api/v1/ask", content=json.dumps({"question": QUESTION}), headers={"Content-Type": "text/plain"}
    )
    assert response.status_code == 422


@pytest.mark.parametrize(("path", "code"), [("/api/v1/measures/немає", 404), ("/немає", 404), ("/api/v1/ask", 405)])
def test_unknown_addresses_are_problems(client: TestClient, path: str, code: int) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["content-type"]) == (code, "application/problem+json")
    assert response.json()["detail"]
    english = client.get(path, params={"lang": "en"}).json()
    assert english["title"] != response.json()["title"]


def test_fault_of_the_program_shows_no_stack(sample_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings.load({}, data=sample_data))
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        monkeypatch.setattr(Engine, "ask", lambda *_: 1 / 0)
        response = client.post("/api/v1/ask", json={"question": "що?"})
    assert (response.status_code, response.headers["content-type"]) == (500, "application/problem+json")
    assert "ZeroDivision" not in response.text
    assert "content-security-policy" in response.headers


def test_search_under_conditions(client: TestClient) -> None:
    everything = client.get("/api/v1/search", params={"q": "система 112"}).json()
    assert everything["hits"]
    assert [hit["measure_id"] for hit in everything["hits"]] == [row["measure_id"] for row in everything["rows"]]
    assert all(0 <= hit["score"] <= 1 for hit in everything["hits"])
    plan = everything["hits"][0]["plan_id"]
    narrowed = client.get("/api/v1/search", params={"q": "система 112", "plan": plan, "limit": 3}).json()
    assert {hit["plan_id"] for hit in narrowed["hits"]} == {plan}
    assert len(narrowed["hits"]) <= 3
    assert narrowed["filters"] == {"plan": plan}


@pytest.mark.parametrize("condition", [{"plan": "немає.txt"}, {"region": "Атлантида"}, {"body": "Орден дракона"}])
def test_condition_that_nothing_meets_gives_nothing(client: TestClient, condition: dict[str, str]) -> None:
    found = client.get("/api/v1/search", params={"q": "система 112"} | condition).json()
    assert (found["total"], found["hits"]) == (0, [])
    assert found["unknown"] == [list(pair) for pair in condition.items()]


def test_measure_is_that_of_the_export(client: TestClient, sample_data: Path) -> None:
    with Store.open(sample_data) as store:
        known = next(store.measures()).measure
    found = client.get(f"/api/v1/measures/{known.id}").json()
    assert (found["id"], found["measure"]) == (known.id, known.measure)
    assert found["source_file"]


def test_health(client: TestClient, sample_data: Path) -> None:
    health = client.get("/api/v1/health").json()
    with Store.open(sample_data) as store:
        assert (health["plans"], health["measures"]) == (len(store.plans()), store.count())


def test_openapi_describes_everything_with_examples(client: TestClient) -> None:
    description = client.get("/api/v1/openapi.json").json()
    asked = {"ask", "rows", "examples", "feedback", "search", "measures", "measures/{measure_id}", "health"}
    overseen = {"duplicates", "verdicts", "owners", "due", "calendar.ics", "notes", "gaps/{plan}", "compare"}
    worked = {"plans", "plans/{plan}", "plans/{plan}/corrections", "measures/{measure_id}/corrections"}
    worked |= {"jobs", *(f"jobs/{{job_id}}{part}" for part in ("", "/events", "/pairs"))}
    worked |= {"decisions", "compare/owners", *(f"bodies/{done}" for done in ("merges", "splits", "unmerges"))}
    others = {"/metrics", "/v1/models", "/v1/models/{model}", "/v1/chat/completions"}
    paths = {f"/api/v1/{name}" for name in asked | overseen} | {f"/api/v1/{name}" for name in worked} | others
    assert set(description["paths"]) == paths
    assert QUESTION in json.dumps(description, ensure_ascii=False)
    for path in description["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert "application/problem+json" in operation["responses"]["4XX"]["content"]


@pytest.mark.parametrize(("query", "lang", "words"), [("", "uk", "Помічник"), ("?lang=en", "en", "assistant")])
def test_page_speaks_both_languages(client: TestClient, query: str, lang: str, words: str) -> None:
    page = client.get(f"/{query}")
    assert f'<html lang="{lang}">' in page.text
    assert words in page.text


def test_every_example_of_the_page_has_an_answer(client: TestClient) -> None:
    examples = client.get("/api/v1/examples").json()["examples"]
    assert len(examples) == 4
    for example in examples:
        answer = ask(client, example)
        assert not answer["abstained"], example
        assert answer["citations"] or answer["count"], example


def test_page_asks_nothing_of_other_hosts_and_holds_no_code(client: TestClient) -> None:
    page = client.get("/").text
    for part in ("http://", "https://", "//cdn", " style=", " onclick"):
        assert part not in page
    assert page.count("<script") == 1


def test_page_answers_without_script(client: TestClient) -> None:
    page = client.get("/", params={"plain": "1", "q": "хто відповідає за систему 112 і до коли"}).text
    answer = ask(client, "хто відповідає за систему 112 і до коли")
    assert html.escape(answer["answer"].splitlines()[0], quote=False) in html.unescape(page)
    addresses = re.findall(r'<a href="(/plans/[^"]+)"', page)
    assert len(addresses) == len(answer["rows"])
    assert f'id="m-{answer["rows"][0]["measure_id"]}"' in html.unescape(client.get(addresses[0]).text)
    assert "<script" not in page


def test_page_writes_texts_of_documents_as_text(tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    plan = Plan("x.txt", "x.txt", hostile, region=hostile, sha256="x")
    item = Item(hostile, None, (Responsible(hostile, hostile),))
    with Store.open(tmp_path) as store:
        store.replace(PlanDocument(plan, (Measure("x-1", "x.txt", 0, hostile, items=(item,), locator=Locator()),)), "x")
    with TestClient(create_app(Settings.load({}, data=tmp_path)), base_url=BASE) as client:
        page = client.get("/").text
    assert "<img" not in page
    assert "&lt;img" in page


def test_changes_of_the_store_are_seen_without_a_restart(sample_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with Store.open(folder) as store, Store.open(sample_data) as samples:
        first, second = (s.plan for s in samples.plans()[:2])
        of_first = tuple(s.measure for s in samples.measures(plan_id=first.id))
        of_second = tuple(s.measure for s in samples.measures(plan_id=second.id))
        store.replace(PlanDocument(first, of_first), "1")
        with TestClient(create_app(Settings.load({}, data=folder)), base_url=BASE) as client:
            search = {"q": of_second[0].measure, "plan": second.id}
            assert client.get("/api/v1/search", params=search).json()["total"] == 0
            store.replace(PlanDocument(second, of_second), "2")
            found = client.get("/api/v1/search", params=search).json()
            assert found["hits"][0]["measure_id"] == of_second[0].id
            store.replace(PlanDocument(second, (replace(of_second[0], measure="Зовсім інше"),)), "3")
            assert client.get(f"/api/v1/measures/{of_second[0].id}").json()["measure"] == "Зовсім інше"
            store.remove(second.id)
            assert client.get("/api/v1/search", params=search).json()["total"] == 0
            assert client.get(f"/api/v1/measures/{of_second[0].id}").status_code == 404
