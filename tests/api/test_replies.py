"""Replies are what the description of the API says: a key that it has forgotten, or one that is missing, fails here and
never anybody's request."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from fastapi.testclient import TestClient

from api.job_runner import JobRunner
from api.replies import TOTAL
from api.schemas import ItemOut, RowOut
from api.server import create_app
from api.settings import Settings
from corpus.body_choices import merge_bodies
from corpus.corrections import correct
from corpus.statuses import note_status
from corpus.store import Store
from corpus.verdicts import give_verdict
from tests.api.test_access_hidden import QUERIES, SENT, addresses, filled
from tests.api.test_widget import SAID

BASE = "http://127.0.0.1:8000"
PLAN, OTHER = "cherkasy_youth_2026.txt", "volyn_open_region_2026.html"


@pytest.fixture(scope="module")
def data(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample plans, with something of everything that people can say of them."""
    folder = Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("replies") / "data"))
    with Store.open(folder) as store:
        first, second, third = [one.measure for one in store.measures(plan_id=PLAN)][:3]
        other = next(one.measure for one in store.measures(plan_id=OTHER))
        bodies = sorted({body for body, _, _, _ in store.bodies()})
        merge_bodies(store, bodies[0], bodies[1], comment="те саме")
        give_verdict(store, first.id, other.id, "coordinate")
        for measure in (first, second, third):
            note_status(store, measure.id, "begun", item=0)
        correct(store, second.id, [("measure", None, "Виправлено")], "Олена")
    return folder


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JobRunner, "start", lambda self: None)
        with TestClient(create_app(Settings.load({}, data=data)), base_url=BASE) as client:
            assert client.post("/api/v1/feedback", json=SAID).status_code == 201
            yield client


@pytest.fixture(scope="module")
def values(data: Path) -> dict[str, str]:
    with Store.open(data) as store:
        measure = next(store.measures(plan_id=PLAN)).measure
    body = measure.items[0].responsible[0].body
    return {"plan": PLAN, "measure_id": measure.id, "body": body, "job_id": "немає", "text": measure.measure}


def test_every_reply_is_as_it_is_described(client: TestClient, values: dict[str, str]) -> None:
    described = client.get("/api/v1/openapi.json").json()
    checked, wrong = set(), []
    for (path, operations), status in product(described["paths"].items(), ("200", "201")):
        for method, operation in operations.items():
            told = operation["responses"].get(status, {}).get("content", {}).get("application/json", {}).get("schema")
            for reply in replies(client, method.upper(), path, values) if told else ():
                if str(reply.status_code) != status or "json" not in reply.headers["content-type"]:
                    continue
                checked.add(f"{method} {path}")
                schema = told | {"components": described["components"]}
                errors = jsonschema.Draft202012Validator(schema).iter_errors(reply.json())
                wrong += [f"{method} {path}: {list(error.absolute_path)} {error.message[:200]}" for error in errors]
    assert not wrong, "\n".join(wrong)
    assert len(checked) > 20, checked


def replies(client: TestClient, method: str, path: str, values: dict[str, str]) -> Iterator[Any]:
    quoted = {name: quote(value, safe="") for name, value in values.items()}
    (address,) = addresses(path, values)
    if method == "GET":
        for query in QUERIES.get(path, ("",)):
            yield client.get(f"{address}?{query.format(**quoted)}")
    for body in SENT.get((method, path), ()):
        yield client.request(method, address, json=filled(body, values))


def test_a_key_that_no_schema_names_is_left_out_and_fails_nobody() -> None:
    item = {"indicator": None, "value": None, "responsible": [], "deadline_text": None}
    item |= {"deadline_from": None, "deadline_to": None}
    assert "shade" not in ItemOut.model_validate(item | {"shade": "green"}).model_dump()
    assert RowOut.model_json_schema()["additionalProperties"] is False


LISTS = [
    ("/api/v1/plans", "plans"),
    ("/api/v1/measures", "measures"),
    ("/api/v1/search", "hits"),
    ("/api/v1/owners", None),
    ("/api/v1/due", None),
    ("/api/v1/decisions", None),
    ("/api/v1/notes", "notes"),
    (f"/api/v1/gaps/{PLAN}", "gaps"),
    (f"/api/v1/compare?earlier={PLAN}&later={OTHER}", None),
    (f"/api/v1/compare/owners?earlier={PLAN}&later={OTHER}&on=2026-06-01", None),
    (f"/api/v1/plans/{PLAN}/corrections", None),
    ("/api/v1/feedback", None),
]


@pytest.mark.parametrize(("address", "name"), LISTS)
def test_every_list_comes_in_parts(client: TestClient, address: str, name: str | None) -> None:
    def asked(**part: int) -> tuple[list[Any], int]:
        reply = client.get(address, params=dict(p.split("=") for p in address.partition("?")[2].split("&") if p) | part)
        found = reply.json()[name] if name else reply.json()
        total = int(reply.headers.get(TOTAL) or reply.json()["total"])
        return list(found.items() if isinstance(found, dict) else found), total

    whole, total = asked(limit=200)
    assert total >= len(whole) and (total == len(whole) or len(whole) == 200)
    first, _ = asked(limit=1)
    assert first == whole[:1]
    beyond, same_total = asked(limit=2, offset=1)
    assert (beyond, same_total) == (whole[1:3], total)
    assert asked(offset=total)[0] == []
    assert client.get(address, headers={"If-None-Match": client.get(address).headers["etag"]}).status_code == 304


def test_wide_answer_gives_its_first_rows_and_names_all(client: TestClient) -> None:
    asked = {"question": "скільки заходів завершується у 2026 році", "rows": 3}
    answer = client.post("/api/v1/ask", json=asked).json()
    cited = [one["measure_id"] for one in answer["citations"]]
    assert len(cited) == answer["count"] > 3
    assert [row["measure_id"] for row in answer["rows"]] == cited[:3]
    rest = client.get("/api/v1/rows", params={"id": cited[3:6]}).json()["rows"]
    assert [row["measure_id"] for row in rest] == cited[3:6]
    whole = client.post("/api/v1/ask", json=asked | {"rows": 6}).json()["rows"]
    assert rest == whole[3:]
    assert client.get("/api/v1/rows", params={"id": ["немає", cited[0]]}).json()["rows"][0]["measure_id"] == cited[0]
    assert (
        client.get("/api/v1/rows").status_code
        == client.get("/api/v1/rows?id=" + "&id=".join("а" * 201)).status_code
        == 422
    )


def test_stream_says_each_row_once(client: TestClient) -> None:
    asked = {"question": "скільки заходів завершується у 2026 році"}
    stream = client.post("/api/v1/ask", json=asked, headers={"Accept": "text/event-stream"}).text
    answer = client.post("/api/v1/ask", json=asked).json()
    assert stream.count('"place":') == len(answer["rows"]) > 0
    assert "event: done" in stream and '"rows"' not in stream.partition("event: done")[2]


def test_page_without_script_shows_the_cited_rows_in_parts(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages_ask.SIZE", 2)
    number = client.post("/api/v1/ask", json={"question": "скільки заходів завершується у 2026 році"}).json()["count"]
    shown = []
    for page in range(1, -(-number // 2) + 1):
        text = client.get("/", params={"plain": 1, "q": "скільки заходів завершується у 2026 році", "page": page}).text
        shown += [part.partition('"')[0] for part in text.partition("plain-rows")[2].split('<a href="/plans/')[1:]]
    assert len(shown) == len(set(shown)) == number
