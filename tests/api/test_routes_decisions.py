"""Decisions on names of bodies and their history over HTTP, on a small store and without a model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access import Visitor
from api.problems import install
from api.routes_decisions import decisions
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.statuses import note_status
from corpus.store import Store, content_hash


def document(name: str, body: str, approved: date) -> PlanDocument:
    items = (Item(responsible=(Responsible(body.lower(), body),), deadline_to=date(2026, 5, 1)),)
    rows = (Measure(f"{name}-0", name, 0, f"Полагодити млин {name}", items=items),)
    return PlanDocument(Plan(name, name, f"План {name}", "Сумська область", approved_date=approved), rows)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(decisions)
    with Store.open(tmp_path) as store:
        for one in (
            document("a.txt", "Відділ садів", date(2026, 1, 1)),
            document("b.txt", "Відділ алей", date(2026, 3, 1)),
        ):
            store.replace(one, content_hash(one))
        app.state.engine = SimpleNamespace(store=store)
        app.state.settings = SimpleNamespace(lang="uk")
        app.state.access = SimpleNamespace(
            anybody=lambda request: Visitor("", "administrator"), engine=lambda visitor, whole: whole
        )
        install(app)
        yield TestClient(app)


def bodies(client: TestClient) -> set[str]:
    app: FastAPI = client.app  # type: ignore[assignment]
    return {body for body, _, _, _ in app.state.engine.store.bodies()}


def test_names_are_merged_taken_back_and_split(client: TestClient) -> None:
    made = client.post(
        "/api/v1/bodies/merges", json={"name": "відділу алей", "into": "відділ садів", "person": "Олена"}
    )
    assert made.status_code == 201
    assert made.json() == {"kind": "merge", "name": "Відділ алей", "into": "Відділ садів", "plan_id": None}
    assert bodies(client) == {"Відділ садів"}
    assert client.post("/api/v1/bodies/unmerges", json={"name": "Відділ алей"}).status_code == 201
    assert bodies(client) == {"Відділ садів", "Відділ алей"}
    split = {"printed": "відділ алей", "into": "Відділ парків", "plan": "b.txt"}
    assert client.post("/api/v1/bodies/splits", json=split).json()["plan_id"] == "b.txt"
    assert bodies(client) == {"Відділ садів", "Відділ парків"}
    back = {"name": "відділ алей", "plan": "b.txt"}
    assert client.post("/api/v1/bodies/unmerges", json=back).json()["into"] == ""
    assert bodies(client) == {"Відділ садів", "Відділ алей"}
    words = [one["word"] for one in client.get("/api/v1/decisions").json()]
    assert words == ["unmerge", "split", "unmerge", "merge"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("merges", {"name": "Космос", "into": "Відділ садів"}),
        ("merges", {"name": "Відділ садів", "into": "відділ садів"}),
        ("merges", {"name": "", "into": "Відділ садів"}),
        ("splits", {"printed": "Космос", "into": "Інше"}),
        ("splits", {"printed": "відділ садів", "into": "Інше", "plan": "нема"}),
        ("unmerges", {"name": "Відділ садів"}),
        ("unmerges", {"name": "Відділ алей", "plan": "нема"}),
        ("merges", {"name": "Відділ алей", "into": "Відділ садів", "more": 1}),
    ],
)
def test_what_is_not_there_is_refused_in_words(client: TestClient, address: str, said: dict[str, object]) -> None:
    answer = client.post(f"/api/v1/bodies/{address}", json=said)
    assert 400 <= answer.status_code < 500 and answer.json()["detail"]
    assert bodies(client) == {"Відділ садів", "Відділ алей"}


def test_the_history_says_what_stands_and_what_is_orphaned(client: TestClient) -> None:
    app: FastAPI = client.app  # type: ignore[assignment]
    note_status(app.state.engine.store, "a.txt-0", "done", person="Іван")
    client.post("/api/v1/bodies/merges", json={"name": "Відділ алей", "into": "Відділ садів", "person": "Олена"})
    app.state.engine.store.remove("a.txt")
    said = {one["kind"]: one for one in client.get("/api/v1/decisions").json()}
    assert (said["note"]["standing"], said["note"]["about"]) == ("orphaned", "Полагодити млин a.txt")
    assert (said["merge"]["standing"], said["merge"]["person"]) == ("standing", "Олена")
    assert [one["kind"] for one in client.get("/api/v1/decisions", params={"standing": "orphaned"}).json()] == ["note"]


def test_who_owned_a_row_on_a_day(client: TestClient) -> None:
    def owned(day: str) -> list[str]:
        params = {"earlier": "a.txt", "later": "b.txt", "on": day}
        return client.get("/api/v1/compare/owners", params=params).json()[0]["responsible"]

    assert owned("2026-02-01") == ["Відділ садів"] and owned("2026-03-01") == ["Відділ алей"]
    none = client.get("/api/v1/compare/owners", params={"earlier": "a.txt", "later": "b.txt", "on": "2020-01-01"})
    assert 400 <= none.status_code < 500 and "2020-01-01" in none.json()["detail"]
