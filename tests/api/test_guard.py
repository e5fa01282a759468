"""What the web application lets in, and what every answer of it carries."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from starlette.types import Message, Receive, Scope, Send

from api.guard import HEADERS, LARGEST_BODY, BodyTooLarge, Guard, is_loopback

HOSTS = [
    ("127.0.0.1", True),
    ("127.0.0.1:8000", True),
    ("localhost:8000", True),
    ("[::1]:8000", True),
    ("plans.example", False),
    ("127.0.0.1.plans.example", False),
    ("localhost.plans.example:8000", False),
    ("0.0.0.0:8000", False),
    ("", False),
]


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that takes the whole body and answers."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


def asked(headers: dict[str, str], body: Sequence[bytes] = (b"",), method: str = "GET") -> list[Message]:
    """What is sent back for a request with this body, in pieces."""
    pieces = [{"type": "http.request", "body": piece, "more_body": n + 1 < len(body)} for n, piece in enumerate(body)]
    sent: list[Message] = []

    async def receive() -> Message:
        return pieces.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": "/",
        "headers": [(n.encode(), v.encode()) for n, v in headers.items()],
    }
    asyncio.run(Guard(echo)(scope, receive, send))
    return sent


@pytest.mark.parametrize(("host", "known"), HOSTS)
def test_only_names_of_this_computer_are_answered(host: str, known: bool) -> None:
    assert asked({"host": host})[0]["status"] == (200 if known else 421)


def test_everything_carries_the_headers_that_protect_the_page() -> None:
    for host in ("localhost", "plans.example"):
        headers = {name.decode(): value.decode() for name, value in asked({"host": host})[0]["headers"]}
        assert {name: headers[name.lower()] for name in HEADERS} == HEADERS
        assert "'unsafe" not in headers["content-security-policy"]


def test_announced_large_body_is_refused() -> None:
    headers = {"host": "localhost", "content-length": str(LARGEST_BODY + 1)}
    assert asked(headers)[0]["status"] == 413


@pytest.mark.parametrize("length", ["-1", "сто", "1e3"])
def test_strange_length_is_refused(length: str) -> None:
    assert asked({"host": "localhost", "content-length": length})[0]["status"] == 400


def test_large_body_in_pieces_is_stopped() -> None:
    with pytest.raises(BodyTooLarge):
        asked({"host": "localhost"}, [b"x" * LARGEST_BODY, b"x"])


SENT_FROM = [
    ({}, True),  # a program, no browser
    ({"sec-fetch-site": "same-origin", "origin": "null"}, True),  # a form of a page that tells nobody where it is
    ({"sec-fetch-site": "none"}, True),
    ({"origin": "http://localhost:8000"}, True),
    ({"origin": "http://localhost:9000"}, False),
    ({"origin": "null"}, False),
    ({"sec-fetch-site": "same-site", "origin": "http://localhost:9000"}, False),
    ({"sec-fetch-site": "cross-site", "origin": "https://plans.example"}, False),
]


@pytest.mark.parametrize(("headers", "taken"), SENT_FROM, ids=str)
def test_nothing_is_changed_from_a_page_of_another_site(headers: dict[str, str], taken: bool) -> None:
    named = {"host": "localhost:8000"} | headers
    for method in ("POST", "DELETE", "PUT"):
        assert asked(named, method=method)[0]["status"] == (200 if taken else 403)
    assert asked(named)[0]["status"] == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "plans.example", ""])
def test_other_addresses_are_not_loopback(host: str) -> None:
    assert not is_loopback(host)
