"""Two applications for tests of access: one that hides a plan from some users, one that never held it.

Whatever a user who may not see the plan is answered must be what the other application answers.
"""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from fastapi.testclient import TestClient
from httpx2 import Response

from api.access_book import AccessBook
from api.access_kinds import Member
from api.job_book import JobBook
from api.server import create_app
from api.settings import Settings
from assistant.feedback import Feedback, give_feedback
from corpus.body_choices import merge_bodies
from corpus.corrections import correct
from corpus.model import measure_json
from corpus.statuses import note_status
from corpus.store import Store
from corpus.verdicts import give_verdict

HIDDEN = "volyn_open_region_2026.html"
SEEN = "cherkasy_youth_2026.txt"
HOST = "plans.example"
GROUP = "відкриті"
PEOPLE = {"Читач": "reader", "Редактор": "editor", "Адмін": "administrator"}
WIDGET = "віджет"  # whose token is of this user, see Circle.tokens
SITE = "https://portal.example"
# Scores weigh words by how rare they are among all that is indexed: whatever is found, and its order, is the same.
CHANGING = re.compile(
    r'"(?:rank_score|score|words|words_gap|cosine_gap|missing)": ?-?[\d.e-]+|"latency_ms": ?[\d.]+|name="csrf" value="[^"]*"'
    r'|"revision":\d+|"created": ?\d+|"id": ?"chatcmpl-\w+"|DTSTAMP:\w+'
)


@dataclass(frozen=True)
class Circle:
    """The application with the hidden plan (``client``), the one without (``alone``), and who may ask them.

    ``secrets``: what only the hidden plan says, and what people said of it. ``hidden`` and ``seen``: values to ask for.
    """

    client: TestClient
    alone: TestClient
    tokens: dict[str, str]
    secrets: frozenset[str]
    hidden: dict[str, str]
    seen: dict[str, str]

    def bearing(self, person: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[person]}"}


@contextmanager
def circle(sample_data: Path, folder: Path) -> Iterator[Circle]:
    """Both applications over copies of the sample data."""
    both, alone = (Path(shutil.copytree(sample_data, folder / name)) for name in ("both", "alone"))
    with Store.open(both) as store:
        secrets, hidden, seen = _said_of(store, both)
        changes = store.revision
    with Store.open(alone) as store:
        store.remove(HIDDEN)
        while store.revision < changes:  # the number of changes is no secret
            store.remove("нічого")
    tokens = _let_in(both)
    shutil.copy(both / "access.sqlite", alone)
    apps = [create_app(Settings.load({}, data=data, host=HOST, rate_limit=100_000)) for data in (both, alone)]
    base = f"https://{HOST}"
    with TestClient(apps[0], base_url=base) as one, TestClient(apps[1], base_url=base) as other:
        yield Circle(one, other, tokens, secrets, hidden, seen)


def _let_in(folder: Path) -> dict[str, str]:
    with AccessBook(folder) as book, Store.open(folder) as store:
        book.set_group(GROUP, [Member("plan", one.plan.id) for one in store.plans() if one.plan.id != HIDDEN])
        tokens = {}
        for name, role in PEOPLE.items():
            book.add(name, role, f"пароль для {name}", [GROUP], all_plans=False)  # type: ignore[arg-type]
            tokens[name], _ = book.new_token(name, "для перевірки")
        tokens[WIDGET], _ = book.new_token("Редактор", "портал", [SITE])
    return tokens


def _said_of(store: Store, folder: Path) -> tuple[frozenset[str], dict[str, str], dict[str, str]]:
    """What is secret; people's words on the hidden plan are written, in every way there is, and secret too."""
    plans = {one.plan.id: one.plan for one in store.plans()}
    own = [one.measure for one in store.measures(plan_id=HIDDEN)]
    other = next(one.measure for one in store.measures(plan_id=SEEN))
    bodies = {plan: {body for body, _, p, _ in store.bodies() if p == plan} for plan in plans}
    only_here = bodies[HIDDEN] - set().union(*(found for plan, found in bodies.items() if plan != HIDDEN))
    body = sorted(only_here)[0]
    merge_bodies(store, sorted(only_here)[1], "Таємний рух опору", comment="злиття таємниць")
    give_verdict(store, own[0].id, other.id, "coordinate", comment="таємне рішення")
    note_status(store, own[1].id, "done", comment="таємна позначка")
    correct(store, own[2].id, [("measure", None, "Таємно виправлений захід")], "Адмін")
    give_feedback(store, Feedback("0" * 32, "down", "таємне питання", "таємна відповідь", False))
    with JobBook(folder) as book:
        job = book.add("remove", {"plans": [HIDDEN]}, "Адмін")
        book.cancel(job.id)
    others = " ".join(
        str(measure_json(one.measure, plans[SEEN])) for one in store.measures() if one.measure.plan_id != HIDDEN
    )
    texts = {
        part for m in own for part in (m.measure[:40], m.measure[-30:], *(item.indicator or "" for item in m.items))
    }
    said = {text for text in texts if len(text) > 15 and text not in others}
    plan = plans[HIDDEN]
    secrets = {HIDDEN, plan.title[:50], "Волинськ", "Таємн", "таємн", job.id, *said, *only_here, *(m.id for m in own)}
    hidden = {"plan": HIDDEN, "measure_id": own[0].id, "body": body, "job_id": job.id, "text": own[0].measure}
    seen = {"plan": SEEN, "measure_id": other.id, "body": sorted(bodies[SEEN])[0], "job_id": "немає"}
    return frozenset(secrets), hidden, seen | {"text": other.measure}


def answered(client: TestClient, method: str, address: str, headers: dict[str, str], **sent: Any) -> Response:
    """The answer to a request that no earlier one has left a cookie for."""
    client.cookies.clear()
    return client.request(method, address, headers=headers, follow_redirects=False, **sent)


def texts_of(response: Response) -> str:
    """All that an answer says: its headers, its body, what is packed in a workbook."""
    said = str(dict(response.headers))
    if response.content.startswith(b"PK"):
        with ZipFile(io.BytesIO(response.content)) as archive:
            return said + " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return said + response.text


def lasting(response: Response) -> str:
    """The body of an answer without what is new each time."""
    if response.content.startswith(b"PK"):
        with ZipFile(io.BytesIO(response.content)) as archive:
            return " ".join(archive.read(n).decode() for n in archive.namelist() if not n.startswith("docProps"))
    return CHANGING.sub("", response.text)
