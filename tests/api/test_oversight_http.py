"""Oversight over HTTP, on a small store and without a model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import engine as engine_module
from api.access import Visitor
from api.engine import Engine
from api.oversight import oversight
from api.problems import install
from api.settings import Settings
from corpus.body_choices import merge_bodies
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.statuses import note_status
from corpus.store import Store, content_hash

ROWS = ("Відкрити клуб «Зелений двір» у старій пекарні", "Полагодити млин біля ставка")


class LetterEncoder:
    """Vectors of counted letters. No model, no network."""

    name, dimension = "letters-for-tests", 32

    def passages(self, texts, progress=None):
        counts = [[1 + sum(ord(letter) % 32 == place for letter in text) for place in range(32)] for text in texts]
        vectors = np.array(counts, dtype=np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def document(name: str, region: str) -> PlanDocument:
    owner = (Responsible("відділ садів", "Відділ садів"),)
    items = (Item("Відкрито", "1", owner, "до 1 травня", None, date(2026, 5, 1)),)
    measures = tuple(Measure(f"{name}-{n}", name, n, text, task="Дозвілля", items=items) for n, text in enumerate(ROWS))
    return PlanDocument(Plan(name, name, f"План {name}", region), measures)


class EngineWithoutModel(Engine):
    """An engine that answers no questions."""

    def __init__(self, store: Store) -> None:
        super().__init__(Settings(), store, SimpleNamespace(encoder=LetterEncoder()))  # type: ignore[arg-type]

    def __post_init__(self) -> None:
        self.assistants = {}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(oversight)
    with Store.open(tmp_path) as store:
        for one in (document("a.txt", "Київ"), document("b.txt", "Сумська область")):
            store.replace(one, content_hash(one))
        app.state.engine = EngineWithoutModel(store)
        app.state.settings = SimpleNamespace(lang="uk")
        app.state.access = SimpleNamespace(
            anybody=lambda request: Visitor("", "administrator"), engine=lambda visitor, whole: whole
        )
        install(app)
        yield TestClient(app)


def test_duplicates_with_clusters_and_regions_until_a_person_says_otherwise(client: TestClient) -> None:
    found = client.get("/api/v1/duplicates", params={"across": "regions"}).json()
    assert {frozenset((pair["a"], pair["b"])) for pair in found["pairs"]} == {
        frozenset(("a.txt-0", "b.txt-0")),
        frozenset(("a.txt-1", "b.txt-1")),
    }
    assert found["regions"] == [{"a": "Київ", "b": "Сумська область", "pairs": 2}] and len(found["clusters"]) == 2
    said = {"a": "a.txt-1", "b": "b.txt-1", "verdict": "different"}
    assert client.post("/api/v1/verdicts", json=said).status_code == 201
    assert client.get("/api/v1/duplicates", params={"across": "regions"}).json()["total"] == 1


def test_owners_and_what_they_own(client: TestClient) -> None:
    (owner,) = client.get("/api/v1/owners", params={"body": "відділу садів"}).json()
    assert owner["body"] == "Відділ садів" and owner["load"] == {"2026-05": 4}
    (brief,) = client.get("/api/v1/owners", params={"holdings": "no"}).json()
    assert brief == owner | {"owns": []} and len(owner["owns"]) == 4
    assert client.get("/api/v1/owners", params={"body": "щось інше"}).status_code == 404


def test_deadlines_notes_and_the_calendar_feed(client: TestClient) -> None:
    params = {"on": "2026-06-01", "state": "overdue", "plan": "a.txt"}
    assert len(client.get("/api/v1/due", params=params).json()) == 2
    assert client.post("/api/v1/notes", json={"measure_id": "a.txt-0", "status": "done"}).status_code == 201
    assert [duty["measure_id"] for duty in client.get("/api/v1/due", params=params).json()] == ["a.txt-1"]
    assert list(client.get("/api/v1/notes").json()["notes"]) == ["a.txt-0"]
    feed = client.get("/api/v1/calendar.ics", params={"body": "відділ садів"})
    assert feed.headers["content-type"].startswith("text/calendar") and feed.text.count("BEGIN:VEVENT") == 3


def test_the_beginning_of_a_name_is_nearest_to_that_name(client: TestClient) -> None:
    names = ("Департамент агропромислового розвитку громади", "Департамент екології", "Департамент економіки")
    items = tuple(Item("Відкрито", "1", (Responsible(name, name),), None, None, None) for name in names)
    measure = Measure("d.txt-0", "d.txt", 0, "Посадити сад", items=items)
    one = PlanDocument(Plan("d.txt", "d.txt", "План"), (measure,))
    client.app.state.engine.store.replace(one, content_hash(one))  # type: ignore[attr-defined]
    said = client.get("/api/v1/owners", params={"body": "департамент агро"})
    assert said.status_code == 404 and f"Схожі: {names[0]}" in said.text


def test_what_is_asked_again_is_not_reckoned_again_until_something_changes(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    for name in ("registry_of", "agenda_in"):
        work = getattr(engine_module, name)
        monkeypatch.setattr(engine_module, name, lambda *a, n=name, w=work, **k: (made.append(n), w(*a, **k))[1])

    def asked() -> list[str]:
        """What is made anew for two requests of each kind."""
        made.clear()
        for _ in range(2):
            assert client.get("/api/v1/owners").json()
            assert client.get("/api/v1/due", params={"on": "2026-06-01", "body": "Відділ садів"}).json()
        return sorted(made)

    both = ["agenda_in", "registry_of"]
    store = client.app.state.engine.store  # type: ignore[attr-defined]
    assert asked() == both and asked() == []
    note_status(store, "a.txt-0", "done")
    assert asked() == ["agenda_in"]
    merge_bodies(store, "Відділ садів", "Відділ парків")
    assert client.get("/api/v1/owners").json()[0]["body"] == "Відділ парків"
    assert client.get("/api/v1/due", params={"body": "Відділ парків"}).json()
    one = document("c.txt", "Київ")
    store.replace(one, content_hash(one))
    assert "registry_of" in asked()


def test_gaps_and_editions(client: TestClient) -> None:
    assert client.get("/api/v1/gaps/a.txt").json() == {"total": 0, "gaps": [], "missing_columns": []}
    assert client.get("/api/v1/compare", params={"earlier": "a.txt", "later": "b.txt"}).json() == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/v1/verdicts", {"a": "a.txt-0", "b": "немає", "verdict": "different"}, 404),
        ("/api/v1/verdicts", {"a": "a.txt-0", "b": "a.txt-0", "verdict": "different"}, 422),
        ("/api/v1/verdicts", {"a": "a.txt-0", "b": "b.txt-0", "verdict": "perhaps"}, 422),
        ("/api/v1/notes", {"measure_id": "a.txt-0", "status": "done", "item": 7}, 404),
    ],
)
def test_what_makes_no_sense_is_refused(client: TestClient, path: str, body: dict, status: int) -> None:
    assert client.post(path, json=body).status_code == status


@pytest.mark.parametrize(
    "path", ["/api/v1/gaps/x", "/api/v1/duplicates?plan=x", "/api/v1/compare?earlier=x&later=a.txt"]
)
def test_an_unknown_plan_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
