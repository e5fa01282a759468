"""Errors over HTTP: problem details (RFC 9457) in the language of the request, never a stack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.access import NotSignedIn, TooOften
from api.guard import HEADERS, BodyTooLarge
from api.schemas import ProblemOut
from api.settings import LANGUAGES, Lang
from api.wording_page import PAGE
from corpus.messages import Problem

MEDIA_TYPE = "application/problem+json"
LANGUAGE_COOKIE = "zakhid_lang"
# how a router says that its errors are problems
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ProblemOut, "content": {MEDIA_TYPE: {}}},
    "5XX": {"model": ProblemOut, "content": {MEDIA_TYPE: {}}},
}
STATUS = {
    **dict.fromkeys(("plan-unknown", "measure-unknown", "no-measure", "no-item", "no-body", "no-edition-on"), 404),
    **dict.fromkeys(("unknown-verdict", "unknown-status", "pair-of-one", "body-itself", "body-not-decided"), 422),
    **dict.fromkeys(("job-unknown", "chat-model-unknown"), 404),
    **dict.fromkeys(("upload-empty", "upload-name", "upload-twice", "upload-too-many", "upload-link"), 422),
    **dict.fromkeys(("encrypted-file", "replace-by-one", "correction-cell", "correction-empty"), 422),
    "upload-too-large": 413,
    **dict.fromkeys(("upload-not-yours", "all-plans-needed"), 403),
    **dict.fromkeys(("no-data", "database-unusable", "schema-mismatch"), 503),
}


class BadQuestion(Exception):  # noqa: N818 - says what it is
    """A question that is not taken: a key of the page's wording and its data."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def language_of(request: Request) -> Lang:
    """What the address asks for (`lang`), else what the visitor chose before, else the setting: many browsers of
    Ukrainian offices prefer English."""
    usual: Lang = request.app.state.settings.lang
    chosen = (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE))
    return next((lang for wanted in chosen for lang in LANGUAGES if lang == wanted), usual)


def problem(
    request: Request,
    status: int,
    detail: str,
    code: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """The answer that says what went wrong."""
    body = problem_body(request, status, detail, code) | more
    # what the server itself answers passes no guard
    return JSONResponse(body, status, HEADERS | dict(headers or {}), MEDIA_TYPE)


def problem_body(request: Request, status: int, detail: str, code: str | None = None) -> dict[str, Any]:
    """What went wrong (RFC 9457)."""
    words = PAGE.get(f"problem-{status}", PAGE["problem-422"])
    title = words[language_of(request) == "en"]
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail or title}
    body["code"] = code
    if request.url.path.startswith("/v1/"):  # where OpenAI's clients look for the reason
        body["error"] = {"message": body["detail"], "type": "invalid_request_error", "code": code, "param": None}
    return body


def install(app: FastAPI) -> None:
    """Have every error of the application answered as a problem."""

    @app.exception_handler(Problem)
    def known(request: Request, error: Problem) -> JSONResponse:
        return problem(request, STATUS.get(error.code, 500), error.text(language_of(request)), error.code)

    @app.exception_handler(BadQuestion)
    def unfit(request: Request, error: BadQuestion) -> JSONResponse:
        text = PAGE[error.code][language_of(request) == "en"].format(**error.data)
        return problem(request, 422, text, error.code)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        places = [".".join(str(part) for part in e["loc"]) + ": " + e["msg"] for e in error.errors()]
        return problem(request, 422, "; ".join(places), "invalid-request", errors=places)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> JSONResponse:
        return problem(request, error.status_code, "", headers=error.headers)

    @app.exception_handler(NotSignedIn)
    def unknown(request: Request, error: NotSignedIn) -> Response:
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/sign-in?{urlencode({'next': wanted})}", 303)
        return problem(request, 401, "", "not-signed-in", headers={"WWW-Authenticate": 'Bearer realm="zakhid"'})

    @app.exception_handler(TooOften)
    def often(request: Request, error: TooOften) -> JSONResponse:
        return problem(request, 429, "", "too-often", headers={"Retry-After": str(error.seconds)})

    @app.exception_handler(BodyTooLarge)
    def too_large(request: Request, error: BodyTooLarge) -> JSONResponse:
        return problem(request, 413, "")

    @app.exception_handler(Exception)
    def unforeseen(request: Request, error: Exception) -> JSONResponse:
        return problem(request, 500, PAGE["internal-error"][language_of(request) == "en"], "internal-error")
