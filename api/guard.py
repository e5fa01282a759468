"""What every answer of the web application carries, and what never reaches it.

A page of another site that the same browser has open must not be able to read or change plans. Served on this computer
only, names other than its own are refused (a rebound DNS name would make the foreign page same-origin), and requests
of other sites' pages change nothing, but for the sites that are allowed to ask.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 256 * 1024  # bytes
SHARED = ("/api/v1/", "/v1/")  # the addresses that pages of allowed sites may ask
UPLOADS = ("/plans", "/api/v1/plans")  # the addresses that take files
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Scripts and styles hold no data: the widget's are loaded by pages of other sites.
STATIC_HEADERS = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this computer only.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("plans.example")
    (True, True, False, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Guard:
    """ASGI middleware: security headers on everything, foreign host names and oversized bodies refused."""

    def __init__(
        self,
        app: ASGIApp,
        also_hosts: Collection[str] | None = (),
        uploads: int = 0,
        origins: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """``also_hosts``: names beside this computer's own that it is asked by, None for any (where everybody signs
        in); ``uploads``: how many bytes of files are taken at a time, beside what else a form holds; ``origins``: the
        sites whose pages may ask the API."""
        self.app = app
        self.also_hosts = None if also_hosts is None else frozenset(also_hosts)
        self.uploads = uploads
        self.origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sent = _with_headers(send, scope["path"].startswith("/static/"))
        if not self._known(headers.get("host", "")):
            await _refuse(sent, 421, "Misdirected Request")
        elif not (length := headers.get("content-length", "0")).isdecimal():
            await _refuse(sent, 400, "Bad Request")
        elif int(length) > self._limit(scope):
            await _refuse(sent, 413, "Content Too Large")
        elif scope["method"] not in ("GET", "HEAD", "OPTIONS") and not self._may_send(scope["path"], headers):
            await _refuse(sent, 403, "Forbidden")
        else:
            await self.app(scope, _limited(receive, self._limit(scope)), sent)

    def _limit(self, scope: Scope) -> int:
        """The largest body, in bytes."""
        return LARGEST_BODY + (self.uploads if scope["path"] in UPLOADS else 0)

    def _known(self, host: str) -> bool:
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        return self.also_hosts is None or is_loopback(name) or name in self.also_hosts

    def _may_send(self, path: str, headers: Headers) -> bool:
        if not of_another_site(headers):
            return True
        return path.startswith(SHARED) and headers.get("origin") in self.origins()


class BodyTooLarge(Exception):  # noqa: N818 - says what it is
    """A body sent in pieces has grown beyond the limit."""


def of_another_site(headers: Headers) -> bool:
    """Whether a browser sends this from a page of another origin: files may be sent there without asking first."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site:
        return site not in ("same-origin", "none")
    return bool(origin and urlsplit(origin).netloc != headers.get("host"))


def _limited(receive: Receive, limit: int) -> Receive:
    """Bodies whose length is not announced are counted as they come."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise BodyTooLarge
        return message

    return counted


def _with_headers(send: Send, is_static: bool) -> Send:
    """Files of the pages may be kept and asked for anew, and used anywhere; answers are not to be kept."""
    every = HEADERS | STATIC_HEADERS if is_static else HEADERS

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in every.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-cache" if is_static else "no-store")
        await send(message)

    return sent


async def _refuse(send: Send, status: int, title: str) -> None:
    body = f'{{"type":"about:blank","title":"{title}","status":{status},"detail":"{title}"}}'.encode()
    kind = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": kind})
    await send({"type": "http.response.body", "body": body})
