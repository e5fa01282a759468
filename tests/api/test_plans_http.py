"""Adding, replacing, removing and correcting plans over HTTP, with the jobs that do it."""

from __future__ import annotations

import io
import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from lxml import html as lxml_html

from api.conditions import Wanted
from api.server import create_app
from api.settings import Settings

BASE = "http://127.0.0.1:8000"
SAFE = "cherkasy_safe_communities_2026_2027.txt"
YOUTH = "cherkasy_youth_2026.txt"


@pytest.fixture(scope="module")
def folder(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("plans") / "data"))


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    settings = Settings.load({}, data=folder, upload_limit=1)
    with TestClient(create_app(settings), base_url=BASE) as client:
        yield client


def done(client: TestClient, begun: Any) -> dict[str, Any]:
    """The job that an answer speaks of, when it is over."""
    assert begun.status_code == 202, begun.text
    address = begun.headers["Location"]
    end = time.monotonic() + 90
    while (job := client.get(address).json())["state"] not in ("done", "failed", "cancelled"):
        assert time.monotonic() < end, job
        time.sleep(0.05)
    return dict(job)


def sent(*files: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", file) for file in files]


def plan_ids(client: TestClient) -> list[str]:
    return [plan["id"] for plan in client.get("/api/v1/plans").json()["plans"]]


def measures_of(client: Any, plan: str) -> list[str]:
    """What a search finds in a plan."""
    found, _ = client.app.state.engine.search("", Wanted(plan=(plan,)), 200)
    return [hit.measure_id for hit in found.results.hits]


def upload(client: TestClient, *files: tuple[str, bytes], **fields: str) -> dict[str, Any]:
    return done(client, client.post("/api/v1/plans", files=sent(*files), data=fields))


def test_plans_are_listed_in_pages(client: TestClient) -> None:
    everything = client.get("/api/v1/plans").json()
    assert everything["total"] == len(everything["plans"]) == 5
    page = client.get("/api/v1/plans", params={"limit": 2, "offset": 1}).json()
    assert page["plans"] == everything["plans"][1:3] and page["total"] == 5


def test_uploaded_files_are_read_one_by_one_and_then_answered_from(client: TestClient, samples: Path) -> None:
    document = (samples / "sumy_civil_protection_2026.docx").read_bytes()
    job = upload(
        client, ("нова редакція.docx", document), ("broken.docx", b""), ("../x.txt", "Хліб".encode()), keep_twins="true"
    )
    assert (job["kind"], job["state"]) == ("ingest", "done")
    assert [(file["file"], file["status"]) for file in job["files"]] == [
        ("нова редакція.docx", "added"),
        ("broken.docx", "failed"),
        ("x.txt", "no-measures"),
    ]
    assert "broken.docx" in job["files"][1]["problem"] and job["files"][1]["code"] == "empty-file"
    assert "нова редакція.docx" in plan_ids(client)
    assert len(measures_of(client, "нова редакція.docx")) == job["files"][0]["measures"] > 0

    removed = done(client, client.delete("/api/v1/plans/нова редакція.docx"))
    assert removed["files"][0]["status"] == "removed"
    assert "нова редакція.docx" not in plan_ids(client)
    assert measures_of(client, "нова редакція.docx") == []


def test_archive_of_plans_is_unpacked(client: TestClient, samples: Path) -> None:
    archive = io.BytesIO()
    with ZipFile(archive, "w") as packed:
        packed.write(samples / YOUTH, f"../../теки/{YOUTH}")
        packed.writestr("__MACOSX/._x", "x")
    job = upload(client, ("плани.zip", archive.getvalue()))
    assert [(file["file"], file["status"]) for file in job["files"]] == [(YOUTH, "unchanged")]


def test_plan_is_replaced_by_a_file_of_another_name(client: TestClient, samples: Path) -> None:
    text = (samples / SAFE).read_bytes()
    job = upload(client, ("безпека-2.txt", text), replaces=SAFE)
    assert job["files"][0]["status"] == "added"
    ids = plan_ids(client)
    assert "безпека-2.txt" in ids and SAFE not in ids
    # what the new plan repeats of the others is counted, and the page leads to it
    (link,) = lxml_html.document_fromstring(client.get("/plans").text).xpath("//a[@class='repeats']")
    assert job["files"][0]["repeats"] > 0 and str(job["files"][0]["repeats"]) in link.text
    assert "plan=%D0%B1%D0%B5%D0%B7%D0%BF%D0%B5%D0%BA%D0%B0-2.txt" in link.get("href")
    assert upload(client, ("зламаний.docx", b""), replaces="безпека-2.txt")["files"][0]["status"] == "failed"
    assert plan_ids(client) == ids  # what is not read takes nobody's place
    upload(client, (SAFE, text), replaces="безпека-2.txt")
    assert SAFE in plan_ids(client) and len(plan_ids(client)) == 5


REFUSED = [
    ("upload-empty", sent(("", b"")), {}),
    ("upload-name", sent(("...", b"x")), {}),
    ("upload-twice", sent(("a.txt", b"x"), ("б/a.txt", b"y")), {}),
    ("upload-too-large", sent(("a.txt", b"0" * (2**20 + 1))), {}),
    ("replace-by-one", sent(("a.txt", b"x"), ("b.txt", b"y")), {"replaces": YOUTH}),
    ("plan-unknown", sent(("a.txt", b"x")), {"replaces": "немає.txt"}),
]


@pytest.mark.parametrize(("code", "files", "fields"), REFUSED, ids=[code for code, _, _ in REFUSED])
def test_refused_upload_leaves_nothing(
    client: TestClient, folder: Path, code: str, files: list[Any], fields: dict[str, str]
) -> None:
    jobs = client.get("/api/v1/jobs").json()["total"]
    response = client.post("/api/v1/plans", files=files, data=fields)
    assert 400 <= response.status_code < 500, response.text
    assert response.headers["content-type"] == "application/problem+json"
    if code not in ("upload-empty",):
        assert response.json()["code"] == code
    assert client.get("/api/v1/jobs").json()["total"] == jobs
    end = time.monotonic() + 30
    while left := list((folder / "uploads").iterdir()):  # a job that is over takes its files away as its process ends
        assert time.monotonic() < end, left
        time.sleep(0.05)


def test_body_beyond_the_limit_is_not_even_read(client: TestClient) -> None:
    response = client.post("/api/v1/plans", files=sent(("a.txt", b"0" * (4 * 2**20))))
    assert response.status_code == 413


def test_events_tell_how_far_a_job_is(client: TestClient) -> None:
    begun = client.post("/api/v1/plans", files=sent(("нотатка.txt", "Хліб".encode())))
    events = []
    with client.stream("GET", f"{begun.headers['Location']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            name, _, value = line.partition(": ")
            if name in ("event", "data"):
                events.append(value)
    names, jobs = events[::2], [json.loads(value) for value in events[1::2]]
    assert names[-1] == "done" and set(names[:-1]) == {"progress"}
    assert jobs[-1]["state"] == "done" and jobs[-1]["files"][0]["status"] == "no-measures"
    assert {job["words"] for job in jobs} > {jobs[-1]["words"]}


def test_jobs_are_begun_stopped_and_found(client: TestClient) -> None:
    begun = client.post("/api/v1/jobs", json={"kind": "duplicates", "across": "regions"})
    job = done(client, begun)
    pairs = client.get(f"{begun.headers['Location']}/pairs")
    assert job["found"]["pairs"] == len(pairs.text.splitlines()) > 0
    assert set(json.loads(pairs.text.splitlines()[0])) == {"a", "b", "score", "grade", "why"}
    assert client.get("/api/v1/jobs", params={"limit": 1}).json()["jobs"][0]["id"] == job["id"]
    stopped = client.delete(begun.headers["Location"]).json()
    assert stopped["state"] == "done"  # what is over stays as it is
    for missing in ("/api/v1/jobs/0", "/api/v1/jobs/0/events", "/api/v1/jobs/0/pairs"):
        assert client.get(missing).status_code == 404


def test_correction_is_stored_shown_and_listed(client: Any) -> None:
    hit = measures_of(client, YOUTH)[0]
    cells = [
        {"cell": "measure", "text": "Відкрити школу пасічників"},
        {"cell": "deadline", "item": 0, "text": "До 1 травня 2026 року"},
    ]
    job = done(client, client.post(f"/api/v1/measures/{hit}/corrections", json={"cells": cells}))
    assert job["found"] == {"cells": 2}
    measure = client.app.state.engine.measure(hit)
    assert measure["measure"] == "Відкрити школу пасічників" and measure["items"][0]["deadline_to"] == "2026-05-01"
    assert sum("Виправлено вручну" in said for said in measure["warnings"]) == 2
    listed = client.get(f"/api/v1/plans/{YOUTH}/corrections").json()
    assert [one["cell"] for one in listed] == ["measure", "deadline"]
    for body in (
        {"cells": []},
        {"cells": [{"cell": "id", "text": "x"}]},
        {"cells": [{"cell": "measure", "text": " "}]},
    ):
        assert client.post(f"/api/v1/measures/{hit}/corrections", json=body).status_code == 422
    assert client.post("/api/v1/measures/0/corrections", json={"cells": cells}).status_code == 404


# ---------------------------------------------------------------- the pages


def csrf_in(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]*)"', page)
    assert found
    return found[1]


def test_page_works_without_script(client: TestClient) -> None:
    page = client.get("/plans").text
    assert YOUTH in page and "<script>" not in page
    token = csrf_in(page)
    sent_away = client.post(
        "/plans", files=sent(("сторінка.txt", "Хліб".encode())), data={"csrf": token}, follow_redirects=False
    )
    assert sent_away.status_code == 303
    job = re.search(r"job=(\w+)", sent_away.headers["location"])
    assert job
    done_job = {"state": ""}
    while done_job["state"] != "done":
        done_job = client.get(f"/api/v1/jobs/{job[1]}").json()
    after = client.get(sent_away.headers["location"]).text
    assert f'id="job-{job[1]}"' in after and "сторінка.txt" in after and "заходів не знайдено" in after


@pytest.mark.parametrize(
    "address", ["/plans", f"/plans/{YOUTH}/remove", "/jobs", "/measures/x/correct", "/jobs/x/stop"]
)
def test_forms_of_other_pages_are_not_taken(client: TestClient, address: str) -> None:
    response = client.post(address, data={"csrf": "guessed", "kind": "reindex"}, files=sent(("a.txt", b"x")))
    assert response.status_code == 403
    assert len(plan_ids(client)) == 5


def test_hostile_names_are_shown_as_text(client: TestClient) -> None:
    upload(client, ("<img src=x onerror=alert(1)>.txt", "Хліб".encode()))
    page = client.get("/plans").text
    assert "<img" not in page


def test_editions_are_compared(client: TestClient) -> None:
    page = client.get("/editions", params={"earlier": YOUTH, "later": "cherkasy_safe_communities_2026_2027.txt"}).text
    assert page.count("<tr>") > 10
    same = client.get("/editions", params={"earlier": YOUTH, "later": YOUTH}).text
    assert "однакові" in same
    assert client.get("/editions", params={"earlier": "немає", "later": YOUTH}).status_code == 404


def test_doubtful_rows_lead_to_a_form_that_puts_them_right(client: TestClient) -> None:
    doubts = client.get("/plans/cherkasy_safe_communities_2026_2027.txt/doubts").text
    measure = re.search(r"/measures/([^/\"]+)/correct", doubts)
    assert measure
    form = client.get(f"/measures/{measure[1]}/correct").text
    fields = {"csrf": csrf_in(form), "measure": "Зібрати мед", "value.0": "3"}
    saved = client.post(f"/measures/{measure[1]}/correct", data=fields, follow_redirects=False)
    assert saved.status_code == 303
    job = re.search(r"job=(\w+)", saved.headers["location"])
    assert job
    while client.get(f"/api/v1/jobs/{job[1]}").json()["state"] not in ("done", "failed"):
        time.sleep(0.05)
    assert "Зібрати мед" in client.get(f"/measures/{measure[1]}/correct").text


def test_metrics_count_without_telling_questions(client: TestClient) -> None:
    client.post(
        "/v1/chat/completions", json={"messages": [{"role": "user", "content": "хто відкриває притулок для єнотів"}]}
    )
    text = client.get("/metrics").text
    assert "zakhid_plans 5.0" in text and 'zakhid_jobs{state="done"}' in text
    assert re.search(r'zakhid_questions_total\{abstained="\w+",channel="openai",intent="\w+"\} 1.0', text)
    assert 'zakhid_requests_total{method="GET",route="/api/v1/jobs/{job_id}",status="200"}' in text
    assert "єнот" not in text and YOUTH not in text
