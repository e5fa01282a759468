"""What every route and page stands on: who asks, what they may see, and how a page is made.

Without users whoever asks from this computer is its administrator and sees all.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.datastructures import UploadFile

from api.access import Access, Visitor
from api.access_kinds import Role
from api.auditing import told
from api.engine import Engine
from api.problems import LANGUAGE_COOKIE, language_of
from api.wording_frame import NAVIGATION, frame_words

RANKS: dict[Role, int] = {"reader": 0, "editor": 1, "administrator": 2}
CSRF_COOKIE = "zakhid_csrf"
_A_YEAR = 365 * 24 * 3600  # seconds
__all__ = ["TheEngine", "TheVisitor", "Visitor", "access_of", "checked_csrf", "needs", "render", "visitor_of"]
templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("pages") / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
)


def access_of(request: Request) -> Access:
    access: Access = request.app.state.access
    return access


async def visitor_of(request: Request) -> Visitor:
    """Who asks, found out once a request. Raises NotSignedIn and TooOften.

    Where nobody has to be looked up, no thread is changed: under load that costs as much as many an answer.
    """
    if not hasattr(request.state, "visitor"):
        access, engine = access_of(request), request.app.state.engine
        request.state.visitor = access.anybody(request) or await run_in_threadpool(access.visitor, request, engine)
    visitor: Visitor = request.state.visitor
    return visitor


TheVisitor = Annotated[Visitor, Depends(visitor_of)]


async def engine_of(request: Request, visitor: TheVisitor) -> Engine:
    """The engine over the plans that the visitor may see: no route takes another."""
    whole: Engine = request.app.state.engine
    if visitor.plans is None:
        return whole
    return await run_in_threadpool(access_of(request).engine, visitor, whole)


TheEngine = Annotated[Engine, Depends(engine_of)]


def needs(role: Role) -> Callable[[Visitor], Awaitable[None]]:
    """A dependency that refuses whoever may less."""

    async def check(visitor: TheVisitor) -> None:
        if RANKS[visitor.role] < RANKS[role]:
            raise HTTPException(403)

    return check


async def checked_csrf(request: Request) -> AsyncIterator[None]:
    """A dependency that takes a form only from a page of this application: it holds the token of the visitor's cookie,
    which a page of another site can neither read nor send along."""
    form = await request.form()
    try:
        kept, sent = request.cookies.get(CSRF_COOKIE, ""), form.get("csrf")
        if not kept or not isinstance(sent, str) or not secrets.compare_digest(kept.encode(), sent.encode()):
            raise HTTPException(403)
        if hasattr(request.state, "visitor"):  # not what is typed to sign in
            told(request, "; ".join(_said(name, value) for name, value in form.multi_items() if name != "csrf"))
        yield
    finally:
        await form.close()


def _said(name: str, value: str | UploadFile) -> str:
    """A field of a form for the audit log."""
    return f"{name}: {value if isinstance(value, str) else value.filename}"


def render(request: Request, name: str, /, **context: Any) -> HTMLResponse:
    """A page, with its frame in the language of the request. For whoever is not known there are no links into it."""
    lang = language_of(request)
    csrf = request.cookies.get(CSRF_COOKIE) or secrets.token_urlsafe(32)
    path = request.url.path
    visitor = getattr(request.state, "visitor", Visitor("", "reader", frozenset()))
    nav = [
        {"address": address, "name": words[lang == "en"], "current": path == address or path.startswith(f"{address}/")}
        for address, words in (NAVIGATION if hasattr(request.state, "visitor") else ())
    ]
    frame = {
        "lang": lang,
        "words": frame_words(lang),
        "nav": nav,
        "other_lang": _other_language(request, lang),
        "visitor": visitor,
        "csrf": csrf,
        "version": version("zakhid"),
    }
    page = HTMLResponse(templates.get_template(name).render(frame | context))
    secure = request.url.scheme == "https"
    page.set_cookie(CSRF_COOKIE, csrf, httponly=True, samesite="strict", secure=secure)
    if request.query_params.get("lang") == lang:
        page.set_cookie(LANGUAGE_COOKIE, lang, max_age=_A_YEAR, httponly=True, samesite="lax", secure=secure)
    return page


def _other_language(request: Request, lang: str) -> dict[str, str]:
    """The link to this very page in the other language."""
    code, name, short = ("en", "English", "EN") if lang == "uk" else ("uk", "Українською", "УКР")
    return {
        "address": f"?{request.url.include_query_params(lang=code).query}",
        "code": code,
        "name": name,
        "short": short,
    }
