"""Which pages of other sites may ask: those that the settings name, and those that tokens are bound to."""

from __future__ import annotations

from collections.abc import Callable, Collection

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

SHARED = ("/api/v1/", "/v1/", "/static/")


class CrossOrigin(CORSMiddleware):
    """CORS for the API and the widget's files. Cookies are never let through: a foreign page brings a token."""

    def __init__(self, app: ASGIApp, origins: Callable[[], Collection[str]]) -> None:
        """``origins``: those allowed now."""
        super().__init__(
            app,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "Accept", "If-None-Match"],
            expose_headers=["ETag", "Location", "Retry-After", "X-Total-Count"],
            max_age=600,
        )
        self._origins = origins

    def is_allowed_origin(self, origin: str) -> bool:
        return origin in self._origins()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        shared = scope["type"] == "http" and scope["path"].startswith(SHARED)
        await (super().__call__ if shared else self.app)(scope, receive, send)
