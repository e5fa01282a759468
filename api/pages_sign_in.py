"""Signing in and out. The session is a random secret in a cookie that scripts cannot read; its hash is kept."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access import SESSION_COOKIE, TooOften
from api.access_book import SESSION_HOURS
from api.problems import language_of
from api.serving import CSRF_COOKIE, access_of, checked_csrf, render
from api.wording_access import SIGN_IN, sign_in_words
from corpus.text import collapse

pages = APIRouter(include_in_schema=False)
UNKNOWN = "?"  # in the audit log, of whoever gave a name that nobody has


@pages.get("/sign-in")
def sign_in_page(request: Request, next: str = "/") -> Response:
    """The form; whoever needs no sign-in is led on."""
    if not access_of(request).needs_sign_in():
        return RedirectResponse(own_address(next), 303)
    return _form(request, next)


@pages.post("/sign-in", dependencies=[Depends(checked_csrf)])
def sign_in(
    request: Request,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1_000)] = "",
    next: Annotated[str, Form(max_length=2_000)] = "/",
) -> Response:
    """Begin a session."""
    access, name = access_of(request), collapse(name)
    # a name that nobody has may be a password in the wrong field: it is not written down
    request.state.tried = name if access.book.find(name) else UNKNOWN
    try:
        secret = access.sign_in(name, password, request.client.host if request.client else "")
    except TooOften as often:
        words = SIGN_IN["often"][language_of(request) == "en"].format(minutes=-(-often.seconds // 60))
        page = _form(request, next, name=name, said=words, status=429)
        page.headers["Retry-After"] = str(often.seconds)
        return page
    if secret is None:
        return _form(request, next, name=name, said=SIGN_IN["wrong"][language_of(request) == "en"], status=401)
    page = RedirectResponse(own_address(next), 303)
    secure = request.url.scheme == "https"
    page.set_cookie(SESSION_COOKIE, secret, max_age=SESSION_HOURS * 3600, httponly=True, samesite="lax", secure=secure)
    page.delete_cookie(CSRF_COOKIE)  # what was known before the sign-in does not count after it
    return page


@pages.post("/sign-out", dependencies=[Depends(checked_csrf)])
def sign_out(request: Request) -> Response:
    """End the session, here and in the book."""
    secret = request.cookies.get(SESSION_COOKIE)
    if secret:
        access_of(request).book.sign_out(secret)
    page = RedirectResponse("/sign-in", 303)
    page.delete_cookie(SESSION_COOKIE)
    page.delete_cookie(CSRF_COOKIE)
    return page


def _form(request: Request, next: str, *, name: str = "", said: str = "", status: int = 200) -> Response:
    words = sign_in_words(language_of(request))
    page = render(request, "sign_in.html", w=words, next=own_address(next), name=name, said=said)
    page.status_code = status
    return page


def own_address(text: str) -> str:
    """The address within the application, «/» for one that leads elsewhere.

    >>> own_address("/search?q=1"), own_address("//evil.example"), own_address("https://evil.example/x")
    ('/search?q=1', '/', '/')
    """
    parts = urlsplit(text.replace("\\", "/"))
    usable = text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return text if usable and text.isprintable() else "/"
