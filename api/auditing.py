"""Writing the audit log: every request to a page or to the API, once it is known how it ended."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import unquote

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import Visitor
from api.audit_book import AuditBook, Entry
from api.rates import Rates

UNTOLD = ("/static/",)
_STRANGERS = 60  # entries an hour about somebody unknown at one network address: a flood must not fill the disk
_log = logging.getLogger("zakhid")


class Audited:
    """ASGI middleware. An application without users keeps nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._strangers = Rates(_STRANGERS, 3600)

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
            if scope["app"].state.access.needs_sign_in():  # else no thread is changed for nothing
                await run_in_threadpool(self._note, Request(scope), status)

    def _note(self, request: Request, status: int) -> None:
        book: AuditBook = request.app.state.audit
        visitor: Visitor | None = getattr(request.state, "visitor", None)
        client = request.client.host if request.client else ""
        person = visitor.name if visitor else getattr(request.state, "tried", "")
        refused = visitor is None and status in (401, 403, 429)
        if not (person or refused):
            return
        if refused and self._strangers.take(client):
            return
        query = f"?{unquote(request.url.query)}" if request.url.query else ""
        detail = getattr(request.state, "told", "")
        at = datetime.now(UTC).replace(tzinfo=None)
        entry = Entry(at, person, client, request.method, unquote(request.url.path) + query, status, detail)
        try:
            book.write(entry)
        except SQLAlchemyError as error:  # the answer is on its way already
            _log.error("the audit log could not be written: %s", type(error).__name__)


def told(request: Request, asked: str, seen: Iterable[str] = ()) -> None:
    """Have the log say what was asked, and which measures were shown."""
    request.state.told = " → ".join(filter(None, (asked, ", ".join(seen))))
