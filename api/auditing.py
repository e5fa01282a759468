"""Writing the audit log: every request to a page or to the API, once it is known how it ended."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.audit_book import AuditBook, Entry

UNTOLD = ("/static/",)


class Audited:
    """ASGI middleware. Where nobody is known and nobody tried to be (an application without users), nothing is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(UNTOLD):
            await self.app(scope, receive, send)
            return
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            await run_in_threadpool(_note, Request(scope), status)


def told(request: Request, detail: str) -> None:
    """Have the log say what was asked."""
    request.state.told = detail


def _note(request: Request, status: int) -> None:
    book: AuditBook | None = request.app.state.audit if hasattr(request.app.state, "audit") else None
    visitor = getattr(request.state, "visitor", None)
    person = visitor.name if visitor else getattr(request.state, "tried", "")
    if book is None or not (person or status in (401, 403, 429)):
        return
    query = f"?{unquote(request.url.query)}" if request.url.query else ""
    client = request.client.host if request.client else ""
    detail = getattr(request.state, "told", "")
    at = datetime.now(UTC).replace(tzinfo=None)
    book.write(Entry(at, person, client, request.method, unquote(request.url.path) + query, status, detail))
