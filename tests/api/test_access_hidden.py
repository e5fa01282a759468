"""A plan that a user may not see is nowhere: every route of the application, asked in every way, by every role.

The routes are taken from the application itself: one that is added is asked too, and fails here while nobody has said
how to ask it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_plus

import pytest
from fastapi.routing import APIRoute
from httpx2 import Response
from starlette.routing import Mount

from api.access import Access
from api.conditions import Wanted
from api.mcp_tools import Told, Tools
from corpus.messages import Problem
from tests.api.hidden_plan import (
    CHANGING,
    HIDDEN,
    PEOPLE,
    SEEN,
    SITE,
    WIDGET,
    Circle,
    answered,
    circle,
    lasting,
    texts_of,
)

RESTRICTED = ("Читач", "Редактор")
OPEN = {"/sign-in"}  # to whoever is not known
ANYBODY = {"/api/v1/ask", "/api/v1/feedback", "/v1/chat/completions", "/sign-in", "/sign-out"}  # what readers may send
KINDS = ("jsonl", "csv", "xlsx")
EARLIER = "earlier={plan}&later=cherkasy_youth_2026.txt"
REGIONS = "region=Волинська область"
# what addresses may ask, {name} standing for a value of the seen and of the hidden plan; others are asked as they are
QUERIES: dict[str, tuple[str, ...]] = {
    "/": ("plain=1&q=хто відповідає: {text}", "plain=1&q=скільки заходів усього", ""),
    "/search": ("", "q={text}", "plan={plan}", f"{REGIONS}&body={{body}}", "sort=soonest&page=2"),
    "/search/export.{kind}": ("", "q={text}"),
    "/deadlines": ("", "plan={plan}", "state=overdue&on=2030-01-01", "view=calendar&body={body}"),
    "/duplicates": ("", "plan={plan}", "min_score=0", "a=Волинська область&b=Черкаська область"),
    "/duplicates/export.{kind}": ("min_score=0",),
    "/plans/{plan}": ("", "doubts=1", "place={measure_id}"),
    "/owners": ("", "q={body}", "q=управління"),
    "/owners/{body:path}": ("", "export=jsonl"),
    "/editions": (EARLIER,),
    "/api/v1/search": ("limit=200", "q={text}", "plan={plan}", "body={body}", f"q=навчання&{REGIONS}"),
    "/api/v1/rows": ("id={measure_id}",),
    "/api/v1/measures": ("limit=500", "plan={plan}"),
    "/api/v1/duplicates": ("min_score=0&limit=10000", "plan={plan}", "across=regions"),
    "/api/v1/owners": ("", "body={body}"),
    "/api/v1/due": ("", "plan={plan}", "body={body}", REGIONS),
    "/api/v1/calendar.ics": ("", "plan={plan}"),
    "/api/v1/compare": (EARLIER, "earlier=cherkasy_youth_2026.txt&later={plan}"),
    "/api/v1/compare/owners": (f"{EARLIER}&on=2026-06-01",),
}
ASKED = ("хто відповідає і до коли: {text}", "які заходи виконує {body}", "скільки заходів усього", "що прострочено",
         "скільки заходів у Волинській області", "які заходи повторюються", "хто такі ОТГ", "що є в планах")  # fmt: skip
MESSAGE = {"model": "zakhid", "messages": [{"role": "user", "content": "{text}"}]}
FEEDBACK = {"id": "a" * 32, "thumb": "up", "question": "{text}"}
# (method, path) -> bodies to send; nothing: it has none
SENT: dict[tuple[str, str], list[dict[str, Any] | None]] = {
    ("POST", "/api/v1/ask"): [{"question": question} for question in ASKED],
    ("POST", "/v1/chat/completions"): [MESSAGE, MESSAGE | {"stream": True}],
    ("POST", "/api/v1/feedback"): [FEEDBACK],
    ("POST", "/api/v1/verdicts"): [{"a": "{measure_id}", "b": "{measure_id}", "verdict": "different"}],
    ("POST", "/api/v1/notes"): [{"measure_id": "{measure_id}", "status": "done"}],
    ("POST", "/api/v1/bodies/merges"): [{"name": "{body}", "into": "Інший виконавець"}],
    ("POST", "/api/v1/bodies/splits"): [{"printed": "{body}", "into": "Інший", "plan": "{plan}"}],
    ("POST", "/api/v1/bodies/unmerges"): [{"name": "{body}"}],
    ("POST", "/api/v1/measures/{measure_id}/corrections"): [{"cells": [{"cell": "measure", "text": ""}]}],
    ("POST", "/api/v1/plans"): [None],
    ("POST", "/api/v1/jobs"): [{"kind": "reindex"}],
    ("DELETE", "/api/v1/plans/{plan}"): [None],
    ("DELETE", "/api/v1/jobs/{job_id}"): [None],
    **{("POST", path): [None] for path in (
        "/plans", "/plans/{plan}/remove", "/jobs", "/jobs/{job_id}/stop", "/measures/{measure_id}/correct",
        "/deadlines/notes", "/duplicates/verdicts", "/owners/merge", "/owners/split", "/owners/unmerge", "/sign-in", "/sign-out",
    )},
}  # fmt: skip


@pytest.fixture(scope="module")
def both(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Circle]:
    with circle(sample_data, tmp_path_factory.mktemp("access")) as both:
        yield both


def routes(both: Circle) -> list[tuple[str, str]]:
    """Every method and path that the application answers, but files of the pages."""
    own = list(every_route(both.client.app.routes))  # type: ignore[attr-defined]
    assert len(own) > 50
    return sorted((method, route.path) for route in own for method in route.methods - {"HEAD"})


def every_route(routes: Iterable[Any]) -> Iterator[APIRoute]:
    """The routes, with those of included routers; only the folder of the pages' files is none of ours."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from every_route(route.original_router.routes)
        else:
            assert isinstance(route, Mount) and route.path == "/static", route


def addresses(path: str, values: dict[str, str]) -> list[str]:
    """The path with these values in it."""
    if "{kind}" in path:
        kinds = KINDS if values["plan"] == SEEN else KINDS[:1]
        return [found for kind in kinds for found in addresses(path.replace("{kind}", kind), values)]
    quoted = {name: quote(value, safe="") for name, value in values.items()} | {"model": "zakhid", "page": "1"}
    return [path.replace("{body:path}", "{body}").format(**quoted)]


def filled(value: Any, values: dict[str, str]) -> Any:
    if isinstance(value, str):
        return value.format(**values)
    if isinstance(value, dict):
        return {name: filled(one, values) for name, one in value.items()}
    return [filled(one, values) for one in value] if isinstance(value, list) else value


def gets(both: Circle, most: int = 99) -> list[str]:
    """Everything that can be read, under ``most`` conditions each, with values of either plan."""
    asked = []
    for path in (path for method, path in routes(both) if method == "GET"):
        for values, query in product((both.seen, both.hidden), QUERIES.get(path, ("",))[:most]):
            query = query.format(**{name: quote(value, safe="") for name, value in values.items()})
            asked += [f"{address}?{query}" for address in addresses(path, values)]
    return list(dict.fromkeys(asked))


def unseen(both: Circle, response: Response, asked: str) -> set[str]:
    """What of the secret an answer says, beside what was asked: an unknown name may be repeated."""
    said = html.unescape(unquote_plus(texts_of(response)))
    return {secret for secret in both.secrets if secret in said and secret not in unquote_plus(asked)}


@pytest.mark.parametrize(("person", "most"), [("Читач", 99), ("Редактор", 1)])
def test_nothing_that_can_be_read_tells_of_the_hidden_plan(both: Circle, person: str, most: int) -> None:
    bearing = both.bearing(person)
    for address in gets(both, most):
        found, alone = (answered(client, "GET", address, bearing) for client in (both.client, both.alone))
        assert found.status_code < 500, address
        assert unseen(both, found, address) == set(), address
        assert (found.status_code, lasting(found)) == (alone.status_code, lasting(alone)), address


def test_it_is_there_for_whoever_may_see_it(both: Circle) -> None:
    """The walk would prove nothing if it asked where nothing is told."""
    left = both.secrets - {"таємна відповідь"}
    for address in gets(both, 2):
        if left:
            left -= unseen(both, answered(both.client, "GET", address, both.bearing("Адмін")), "")
    assert left == set()


@pytest.mark.parametrize("person", [*RESTRICTED, WIDGET])
def test_nothing_that_can_be_sent_tells_of_it_or_changes_it(both: Circle, person: str) -> None:
    headers = both.bearing(person) | ({"Origin": SITE} if person == WIDGET else {})
    before = both.client.get(f"/api/v1/measures?plan={HIDDEN}", headers=both.bearing("Адмін")).text
    for method, path in routes(both):
        for body in SENT[method, path] if method != "GET" else ():
            body = filled(body, both.hidden)
            (address,) = addresses(path, both.hidden)
            found, alone = (answered(c, method, address, headers, json=body) for c in (both.client, both.alone))
            assert found.status_code < 500, address
            assert unseen(both, found, address + json.dumps(body, ensure_ascii=False)) == set(), (address, body)
            assert found.status_code == alone.status_code, (address, body)
            if found.status_code != 201:
                assert lasting(found) == lasting(alone), (address, body)
    assert both.client.get(f"/api/v1/measures?plan={HIDDEN}", headers=both.bearing("Адмін")).text == before


def test_readers_and_widgets_change_nothing(both: Circle) -> None:
    for person, (method, path) in product(("Читач", WIDGET), routes(both)):
        if method == "GET" or path in ANYBODY:
            continue
        headers = both.bearing(person) | ({"Origin": SITE} if person == WIDGET else {})
        for values in (both.seen, both.hidden):
            (address,) = addresses(path, values)
            body = filled(SENT[method, path][0], values)
            assert answered(both.client, method, address, headers, json=body).status_code == 403, address


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer zkh_" + "a" * 43}, {"Cookie": "zakhid_session=a"}])
def test_nobody_unknown_is_answered_anywhere(both: Circle, accept: str, shown: dict[str, str]) -> None:
    for method, path in routes(both):
        if path in OPEN:
            continue
        (address, *_) = addresses(path, both.hidden)
        headers = shown | {"Accept": accept}
        response = answered(both.client, method, address, headers)
        if method == "GET" and accept == "text/html":
            assert response.status_code == 303 and response.headers["location"].startswith("/sign-in?next="), address
        else:
            assert response.status_code == (403 if path == "/sign-out" else 401), address
            assert response.headers["content-type"] == "application/problem+json"
        assert unseen(both, response, address) == set()


def test_tools_for_other_assistants_tell_nothing_of_it(both: Circle) -> None:
    """`zakhid mcp --user`."""

    def tools(client: Any) -> Tools:
        access: Access = client.app.state.access
        whole = client.app.state.engine
        return Tools(lambda: access.engine(access.seen_by("Читач", whole.plans()), whole), "uk")

    plan, body = (HIDDEN,), (both.hidden["body"],)
    calls = [
        lambda t: t.ask(f"хто відповідає за {both.hidden['text']}", []),
        lambda t: t.ask("скільки заходів усього", []),
        lambda t: t.search(both.hidden["text"], Wanted(), 200),
        lambda t: t.search("", Wanted(plan=plan), 200),
        lambda t: t.search("", Wanted(body=body), 200),
        lambda t: t.measure(both.hidden["measure_id"]),
        lambda t: t.duplicates("all", None, 0.0, 200),
        lambda t: t.duplicates("all", HIDDEN, None, 200),
        lambda t: t.owners(None, 200),
        lambda t: t.owners(both.hidden["body"], 200),
        lambda t: t.deadlines(Wanted(), None, 3000, [], 200),
        lambda t: t.deadlines(Wanted(plan=plan), None, 3000, [], 200),
    ]
    for number, call in enumerate(calls):
        found, alone = (_told(call, tools(client)) for client in (both.client, both.alone))
        assert found == alone, number
        asked = " ".join(both.hidden.values())
        assert not {secret for secret in both.secrets if secret in found and secret not in asked}, number


def _told(call: Any, tools: Tools) -> str:
    try:
        told: Told = call(tools)
    except Problem as problem:
        return problem.text()
    return CHANGING.sub(
        "", re.sub(r"· 0\.\d\d$", "", told.text, flags=re.M) + json.dumps(told.data, ensure_ascii=False)
    )


def test_roles_are_all_tried(both: Circle) -> None:
    assert set(both.tokens) == {*PEOPLE, WIDGET}
    assert {key for key in routes(both) if key[0] != "GET"} == set(SENT)
