"""ETags for the API's answers: whoever asks again for what has not changed is told so and not sent it (RFC 9110)."""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "/api/v1/"
_KINDS = ("application/json", "text/calendar")
_KEPT_WITH_304 = ("etag", "cache-control", "vary", "content-location", "date", "expires")


class Tagged:
    """ASGI middleware around whole answers to GET; streams and files go through as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(PREFIX):
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Tagging(Headers(scope=scope).get("if-none-match", ""), send))


class _Tagging:
    """Holds back the head of an answer until its body is whole."""

    def __init__(self, known: str, send: Send) -> None:
        self._known = known
        self._send = send
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _to_tag(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._finish(self._start, b"".join(self._parts))

    async def _finish(self, start: Message, body: bytes) -> None:
        headers = MutableHeaders(scope=start)
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers["ETag"] = tag
        headers["Cache-Control"] = "private, no-cache"  # kept by the browser of one person, and asked for each time
        headers.add_vary_header("Authorization, Cookie")
        if matches(self._known, tag):
            start["status"], body = 304, b""
            start["headers"] = [pair for pair in start["headers"] if pair[0].decode("latin-1") in _KEPT_WITH_304]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _to_tag(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return bool(start["status"] == 200 and kind.startswith(_KINDS))


def matches(known: str, tag: str) -> bool:
    """Whether an If-None-Match header names the tag.

    >>> matches('W/"1", "2"', '"1"'), matches("*", '"1"'), matches('"2"', '"1"'), matches("", '"1"')
    (True, True, False, False)
    """
    named = [one.strip().removeprefix("W/") for one in known.split(",")]
    return tag in named or "*" in named
