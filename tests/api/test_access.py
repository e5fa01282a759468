"""Who may come in: the book of users, groups and tokens, signing in, limits, other sites' pages, the audit log."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient

from api.access import SESSION_COOKIE
from api.access_book import AccessBook
from api.access_kinds import Member
from api.audit_book import AuditBook, Entry
from api.cli import zakhid
from api.commands.serve import listening
from api.engine import Engine
from api.rates import Rates
from api.server import create_app
from api.settings import Settings
from corpus.messages import Problem
from corpus.store import Store
from tests.api.conftest import COUNTRY, LISOVE

HOST = "plans.example"
BASE = f"https://{HOST}"
SITE = "https://portal.example"
PASSWORD = "синій трактор їде"
Users = Callable[..., Result]


@pytest.fixture
def users(data: Path, monkeypatch: pytest.MonkeyPatch) -> Users:
    """Run `zakhid users`, with what is typed into it."""
    monkeypatch.setenv("LANGUAGE", "uk")

    def run(*arguments: str, typed: str = f"{PASSWORD}\n") -> Result:
        return CliRunner().invoke(zakhid, ["users", *arguments, "--data", str(data)], input=typed)

    return run


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.access_secrets._COST", 2**10)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The plans of ``data``, opened once: of its folder an application under test holds only who may come in."""
    folder = tmp_path_factory.mktemp("access") / "data"
    with Store.open(folder) as store:
        store.replace(LISOVE, "a")
        store.replace(COUNTRY, "b")
    return Engine.open(Settings.load({}, data=folder))


@pytest.fixture
def client(data: Path, users: Users, engine: Engine) -> Iterator[TestClient]:
    """An application for a reader of one plan, an editor of it and an administrator."""
    assert users("group", "ліс", "--plan", "lisove.txt").exit_code == 0
    for name, role in (("Оля", "reader"), ("Іван", "editor"), ("адмін", "administrator")):
        assert users("add", name, "--role", role, "--group", "ліс").exit_code == 0
    settings = Settings.load({}, data=data, host=HOST, rate_limit=50)
    with TestClient(create_app(settings, lambda _: engine), base_url=BASE, follow_redirects=False) as client:
        yield client


def token(users: Users, *arguments: str) -> str:
    return users("token", *arguments).stdout.strip().splitlines()[-1]


def bearing(secret: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"} | more


def signing_in(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> Any:
    (csrf,) = re.findall(r'name="csrf" value="([^"]+)"', client.get("/sign-in").text)
    return client.post("/sign-in", data={"csrf": csrf, "name": name, "password": password} | more)


# ------------------------------------------------------------ the command line


def test_user_goes_through_the_command_line(users: Users, data: Path) -> None:
    assert "лише на цьому комп'ютері" in users("list").stdout
    assert (
        users("group", "суми", "--region", "сумська", "--plan", "lisove.txt").stdout == "Група «суми»: зараз 1 план.\n"
    )
    assert users("add", "Оля", "--group", "суми").stdout == "Додано Оля: читає, групи: суми.\n"
    secret = token(users, "Оля", "--label", "портал", "--origin", "https://Portal.example/", "--days", "30")
    listed = users("list").stdout
    assert f"«портал», лише зі сторінок {SITE}" in listed and "Сумська область" in listed
    assert secret not in listed and secret.encode() not in (data / "access.sqlite").read_bytes()
    assert "редагує, усі плани" in users("change", "Оля", "--role", "editor", "--all-plans", "--no-group").stdout
    (code,) = re.findall(r"токен (\w+)", users("list").stdout)
    assert users("revoke", code).exit_code == 0
    assert "останній користувач" in users("remove", "Оля").stderr
    assert users("group", "суми", "--delete").exit_code == 0
    assert AccessBook(data).groups() == {}


WRONG = [
    (("add", "Оля"), "коротко\n", "Пароль має бути"),
    (("add", "Оля"), "", "Пароль має бути"),
    (("add", "Оля", "--group", "немає"), f"{PASSWORD}\n", "Групи «немає» немає"),
    (("add", "О" * 81), f"{PASSWORD}\n", "Ім'я користувача"),
    (("change", "Ніхто", "--role", "editor"), "", "Користувача «Ніхто» немає"),
    (("remove", "Ніхто"), "", "Користувача «Ніхто» немає"),
    (("token", "Ніхто"), "", "Користувача «Ніхто» немає"),
    (("revoke", "12345678"), "", "Токена «12345678» немає"),
    (("group", "г", "--region", "Атлантида"), "", "Області «Атлантида» немає"),
    (("group", "г", "--delete"), "", "Групи «г» немає"),
]


@pytest.mark.parametrize(("arguments", "typed", "said"), WRONG, ids=lambda case: str(case)[:30])
def test_wrong_wishes_are_told_and_let_nobody_in(users: Users, data: Path, arguments, typed: str, said: str) -> None:
    done = users(*arguments, typed=typed)
    assert (done.exit_code, done.stdout) == (1, "") and said in done.stderr
    assert not AccessBook(data).has_users()


def test_password_is_never_an_argument_and_never_kept(users: Users, data: Path) -> None:
    assert users("add", "Оля", PASSWORD).exit_code == 2
    assert users("add", "Оля", "--password", PASSWORD).exit_code == 2
    users("add", "Оля")
    kept = b"".join(path.read_bytes() for path in data.glob("access.sqlite*"))
    assert PASSWORD.encode() not in kept
    assert all(path.stat().st_mode & 0o077 == 0 for path in data.glob("access.sqlite*"))


def test_other_addresses_are_served_only_where_somebody_can_sign_in(users: Users, data: Path) -> None:
    settings = Settings.load({}, data=data, host="0.0.0.0", port=0)
    with pytest.raises(Problem, match="zakhid users add"):
        listening(settings)
    users("add", "Оля")
    with listening(settings) as listener:
        assert listener.proto == socket.IPPROTO_TCP  # else asyncio leaves Nagle's delay on


# ------------------------------------------------------------ signing in


def test_signing_in_and_out(client: TestClient) -> None:
    assert (
        client.get("/search?q=1", headers={"Accept": "text/html"}).headers["location"]
        == "/sign-in?next=%2Fsearch%3Fq%3D1"
    )
    page = signing_in(client, " Оля ", next="/search?q=1")
    assert (page.status_code, page.headers["location"]) == (303, "/search?q=1")
    cookie = next(c for c in page.headers.get_list("set-cookie") if c.startswith(SESSION_COOKIE))
    assert {"HttpOnly", "Secure", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}
    inside = client.get("/plans")
    assert "Лісівської" in inside.text and "лічильників" not in inside.text and "Оля" in inside.text
    kept = dict(client.cookies)
    (csrf,) = set(re.findall(r'name="csrf" value="([^"]+)"', inside.text))
    assert client.post("/sign-out", data={"csrf": "інше"}).status_code == 403
    assert client.post("/sign-out", data={"csrf": csrf}).headers["location"] == "/sign-in"
    client.cookies.update(kept)
    assert client.get("/plans").status_code == 401  # the session is over, whoever kept its cookie


def test_session_ends_with_the_rights_it_was_begun_with(client: TestClient, users: Users) -> None:
    signing_in(client, "Оля")
    assert client.get("/plans").status_code == 200
    users("change", "Оля", "--all-plans")
    assert client.get("/plans").status_code == 401


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_leads_to_no_other_site(client: TestClient, wanted: str) -> None:
    assert signing_in(client, "Оля", next=wanted).headers["location"] == "/"


def test_whoever_guesses_is_slowed_down(client: TestClient) -> None:
    answers = [signing_in(client, "Оля", f"здогад номер {n}").status_code for n in range(9)]
    assert answers == [401] * 8 + [429]
    late = signing_in(client, "Оля")
    assert late.status_code == 429 and int(late.headers["retry-after"]) > 0
    assert signing_in(client, "Іван").status_code == 303


def test_who_signs_in_rightly_is_not_counted(client: TestClient) -> None:
    assert {signing_in(client, "Оля").status_code for _ in range(12)} == {303}


def test_unknown_names_look_like_wrong_passwords(client: TestClient) -> None:
    said = [re.sub(r'value="[^"]*"', "", signing_in(client, name, "не той пароль").text) for name in ("Оля", "Ніхто")]
    assert said[0] == said[1]


def test_no_user_left_opens_nothing(client: TestClient, users: Users) -> None:
    for name in ("Оля", "Іван", "адмін"):
        assert users("remove", name).exit_code == 0
    assert client.get("/api/v1/plans").status_code == 401
    assert client.get("/sign-in").status_code == 200


def test_first_user_closes_a_running_application(data: Path, users: Users, engine: Engine) -> None:
    with TestClient(
        create_app(Settings.load({}, data=data), lambda _: engine), base_url="http://127.0.0.1:8000"
    ) as client:
        assert client.get("/api/v1/plans").status_code == 200
        users("add", "Оля")
        assert client.get("/api/v1/plans").status_code == 401


# ------------------------------------------------------------ tokens and other sites


def test_token_opens_what_its_user_may_see(client: TestClient, users: Users) -> None:
    secret = token(users, "Оля", "--label", "звіт")
    assert [p["id"] for p in client.get("/api/v1/plans", headers=bearing(secret)).json()["plans"]] == ["lisove.txt"]
    assert client.get("/api/v1/plans", auth=("будь-хто", secret)).status_code == 200  # calendars know passwords only
    for wrong in (secret[:-1], secret + "a", "", PASSWORD):
        assert client.get("/api/v1/plans", headers={"Authorization": f"Bearer {wrong}".encode()}).status_code == 401
    (code,) = re.findall(r"токен (\w+)", users("list").stdout)
    users("revoke", code)
    assert client.get("/api/v1/plans", headers=bearing(secret)).status_code == 401


def test_token_counts_until_its_day(data: Path, users: Users, monkeypatch: pytest.MonkeyPatch) -> None:
    users("add", "Оля")
    secret = token(users, "Оля", "--days", "30")
    with AccessBook(data) as book:
        assert book.of_token(secret)
        later = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=31)
        monkeypatch.setattr("api.access_book.now", lambda: later)
        assert book.of_token(secret) is None


def test_widget_token_counts_on_the_pages_of_its_site_and_only_reads(client: TestClient, users: Users) -> None:
    secret = token(users, "Іван", "--origin", SITE)
    asked: dict[str, Any] = {"json": {"question": "хто відповідає за велодоріжку"}}
    there = bearing(secret, **{"Origin": SITE, "Sec-Fetch-Site": "cross-site"})
    answer = client.post("/api/v1/ask", headers=there, **asked)
    assert answer.status_code == 200 and answer.headers["access-control-allow-origin"] == SITE
    assert client.post("/api/v1/ask", headers=bearing(secret), **asked).status_code == 401
    foreign = bearing(secret, **{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    assert client.post("/api/v1/ask", headers=foreign, **asked).status_code == 403
    note = {"measure_id": "lisove.txt-1", "status": "done"}
    assert client.post("/api/v1/notes", headers=there, json=note).status_code == 403
    assert client.post("/api/v1/notes", headers=bearing(token(users, "Іван")), json=note).status_code == 201


ORIGINS = [
    (SITE, "/api/v1/ask", True),
    (SITE, "/sign-in", False),
    (SITE, "/plans", False),
    ("https://evil.example", "/api/v1/ask", False),
]


@pytest.mark.parametrize(("origin", "path", "allowed"), ORIGINS)
def test_only_named_sites_may_ask_and_only_the_api(
    client: TestClient, users: Users, origin: str, path: str, allowed: bool
) -> None:
    token(users, "Оля", "--origin", SITE)
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    answer = client.options(path, headers=headers)
    assert answer.headers.get("access-control-allow-origin") == (origin if allowed else None)
    assert "access-control-allow-credentials" not in answer.headers


def test_cookie_of_a_visitor_is_not_for_pages_of_other_sites(client: TestClient, users: Users) -> None:
    token(users, "Оля", "--origin", SITE)
    signing_in(client, "Оля")
    foreign = {"Origin": SITE, "Sec-Fetch-Site": "cross-site"}
    assert client.post("/api/v1/ask", headers=foreign, json={"question": "що?"}).status_code == 401
    assert client.get("/api/v1/plans", headers=foreign).status_code == 401


@pytest.mark.parametrize("csrf", [None, "", "a" * 43])
def test_forms_need_the_token_of_the_visitors_page(client: TestClient, csrf: str | None) -> None:
    signing_in(client, "адмін")
    client.get("/plans")
    sent = {"kind": "reindex"} | ({} if csrf is None else {"csrf": csrf})
    assert client.post("/jobs", data=sent).status_code == 403


# ------------------------------------------------------------ limits and the log


def test_each_user_has_a_rate(client: TestClient, users: Users) -> None:
    secret, other = token(users, "Оля"), token(users, "Іван")
    client.app.state.access.rates = Rates(50, 60, lambda: 0.0)  # type: ignore[attr-defined]
    answers = [client.get("/api/v1/examples", headers=bearing(secret)) for _ in range(52)]
    assert [answer.status_code for answer in answers[:50]] == [200] * 50
    assert answers[-1].status_code == 429 and int(answers[-1].headers["retry-after"]) > 0
    assert answers[-1].json()["code"] == "too-often"
    assert client.get("/api/v1/examples", headers=bearing(other)).status_code == 200


def test_bucket_fills_steadily_and_takes_back() -> None:
    instant = [0.0]
    rates = Rates(2, 60, lambda: instant[0])
    assert [rates.take("a") for _ in range(3)] == [0, 0, 30]
    rates.give_back("a")
    assert [rates.take("a"), rates.take("a"), rates.take("b")] == [0, 30, 0]
    instant[0] = 30
    assert [rates.take("a"), rates.take("a")] == [0, 30]


def test_log_says_who_asked_saw_and_changed_what(client: TestClient, users: Users, data: Path) -> None:
    secret = token(users, "Іван")
    client.post("/api/v1/ask", headers=bearing(secret), json={"question": "хто відповідає за велодоріжку"})
    stream = bearing(secret, Accept="text/event-stream")
    client.post("/api/v1/ask", headers=stream, json={"question": "коли відкрити велодоріжку"})
    client.post("/api/v1/notes", headers=bearing(secret), json={"measure_id": "lisove.txt-1", "status": "done"})
    client.get("/api/v1/plans")
    signing_in(client, "Оля", "не той пароль")
    signing_in(client, "мій пароль у полі імені", "Оля")
    signing_in(client, "Оля")
    client.get("/plans/lisove.txt")
    with AuditBook(data, 90) as book:
        entries = [(e.person, e.method, e.address, e.status, e.detail) for e in book.entries()]
    asked = ("Іван", "POST", "/api/v1/ask", 200)
    assert (*asked, "хто відповідає за велодоріжку → lisove.txt-1") in entries
    assert (*asked, "коли відкрити велодоріжку → lisove.txt-1") in entries
    assert ("Іван", "POST", "/api/v1/notes", 201, "done → lisove.txt-1") in entries
    assert ("", "GET", "/api/v1/plans", 401, "") in entries
    assert [e[:4] for e in entries if e[2] == "/sign-in" and e[1] == "POST"] == [
        ("Оля", "POST", "/sign-in", 401), ("?", "POST", "/sign-in", 401), ("Оля", "POST", "/sign-in", 303),
    ]  # fmt: skip
    assert ("Оля", "GET", "/plans/lisove.txt", 200, "") in entries
    shown = users("audit", "--user", "Іван").stdout
    assert "велодоріжку" in shown and "Оля" not in shown
    whole = users("audit", "--json").stdout
    assert secret not in whole and "пароль" not in whole


def test_log_forgets_what_is_too_old(tmp_path: Path) -> None:
    instant = datetime.now(UTC).replace(tzinfo=None)
    with AuditBook(tmp_path, 30) as book:
        book.write(Entry(instant - timedelta(days=31), "Оля", "", "GET", "/давно", 200))
        assert list(book.entries()) == []
        book.write(Entry(instant, "Оля", "", "GET", "/щойно", 200))
    with AuditBook(tmp_path, 3650) as book:
        assert [entry.address for entry in book.entries()] == ["/щойно"]


def test_strangers_do_not_fill_the_log(client: TestClient, data: Path) -> None:
    for _ in range(70):
        client.get("/api/v1/plans")
    with AuditBook(data, 90) as book:
        assert len(list(book.entries())) == 60


def test_application_without_users_keeps_no_log(data: Path, engine: Engine) -> None:
    with TestClient(
        create_app(Settings.load({}, data=data), lambda _: engine), base_url="http://127.0.0.1:8000"
    ) as client:
        client.get("/api/v1/plans")
        client.post("/sign-out")
    assert not (data / "audit.sqlite").exists()


def test_groups_follow_the_plans_that_come(data: Path) -> None:
    with AccessBook(data) as book, Store.open(data) as store:
        book.set_group("г", [Member("region", "Полтавська область"), Member("plan", "ще-немає.txt")])
        book.set_group("країна", [Member("region", "")])
        user = book.add("Оля", "reader", None, ["г"], all_plans=False)
        other = book.add("Іван", "reader", None, ["країна"], all_plans=False)
        nobody = book.add("Ігор", "reader", None, [], all_plans=False)
        assert book.plans_of(user, store.plans()) == {"lisove.txt"}
        assert book.plans_of(other, store.plans()) == {"lichylnyky.docx"}
        assert book.plans_of(nobody, store.plans()) == frozenset()
