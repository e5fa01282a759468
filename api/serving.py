"""What every route and page stands on: who asks, what they may see, and how a page is made.

Served on this computer only and without users, whoever asks is its administrator and sees all.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.engine import Engine
from api.problems import language_of
from api.wording_frame import NAVIGATION, frame_words

Role = Literal["reader", "editor", "administrator"]
RANKS: dict[Role, int] = {"reader": 0, "editor": 1, "administrator": 2}
CSRF_COOKIE = "zakhid_csrf"
templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("pages") / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. ``name``: empty without sign-in; ``plans``: the ids that they may see, None for all."""

    name: str
    role: Role
    plans: frozenset[str] | None = None


def visitor_of(_request: Request) -> Visitor:
    """The one person at this computer."""
    return Visitor("", "administrator")


TheVisitor = Annotated[Visitor, Depends(visitor_of)]


def engine_of(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


TheEngine = Annotated[Engine, Depends(engine_of)]


def needs(role: Role) -> Callable[[Visitor], None]:
    """A dependency that refuses whoever may less."""

    def check(visitor: TheVisitor) -> None:
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
        yield
    finally:
        await form.close()


def render(request: Request, name: str, **context: Any) -> HTMLResponse:
    """A page, with its frame in the language of the request."""
    lang = language_of(request)
    csrf = request.cookies.get(CSRF_COOKIE) or secrets.token_urlsafe(32)
    path = request.url.path
    nav = [
        {"address": address, "name": words[lang == "en"], "current": path == address or path.startswith(f"{address}/")}
        for address, words in NAVIGATION
    ]
    frame = {
        "lang": lang,
        "words": frame_words(lang),
        "nav": nav,
        "other_lang": _other_language(request, lang),
        "visitor": visitor_of(request),
        "csrf": csrf,
        "version": version("zakhid"),
    }
    page = HTMLResponse(templates.get_template(name).render(frame | context))
    page.set_cookie(CSRF_COOKIE, csrf, httponly=True, samesite="strict", secure=request.url.scheme == "https")
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
