"""`zakhid serve`: the web application, on this computer or, where there are users, for others."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import replace
from typing import Any

import click

from api.interface import Command
from api.session import Session
from api.settings import Settings
from corpus.messages import Problem


@click.command("serve", cls=Command)
@click.option("--host")
@click.option("--port", type=click.IntRange(0, 65535))
@click.pass_context
def serve(ctx: click.Context, host: str | None, port: int | None) -> None:
    session: Session = ctx.obj
    given: dict[str, Any] = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = replace(session.settings, **given)
    with listening(settings) as listener:
        session.store().close()  # no data: said before anything is loaded
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        _run(session, settings, listener, f"http://{shown}:{listener.getsockname()[1]}")


# seconds that an idle connection is kept: longer than proxies and people who go on asking leave between questions, or
# a question meets the closing of its connection
_KEPT_OPEN = 75


def _run(session: Session, settings: Settings, listener: socket.socket, url: str) -> None:
    """Serve until stopped; the address is told when the application answers there."""
    from uvicorn import Config, Server

    from api.guard import is_loopback
    from api.server import create_app

    app = create_app(settings)

    class Announced(Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                session.note("serving", url=url)
                if not is_loopback(settings.host) and not settings.proxies:
                    session.note("serving-plainly")

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            if hasattr(app.state, "jobs"):
                app.state.jobs.leave()  # open streams would be waited for
            await super().shutdown(sockets)

    config = Config(
        app,
        log_level="warning",
        server_header=False,
        lifespan="on",
        timeout_keep_alive=_KEPT_OPEN,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
    )
    with suppress(KeyboardInterrupt):  # the usual way to stop it
        Announced(config).run(sockets=[listener])


def listening(settings: Settings) -> socket.socket:
    """A socket bound to the address that is to be served. Raises Problem for one that others reach while nobody has to
    sign in, and for one that is taken."""
    from api.access_book import AccessBook
    from api.guard import is_loopback

    host, port = settings.host, settings.port
    with AccessBook(settings.data) as book:
        if not is_loopback(host) and not book.has_users():
            raise Problem("address-refused", host=host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # the protocol is named, since asyncio takes Nagle's delay off connections of TCP only: else the second part of a
    # stream waits 40 ms until the first is acknowledged
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise Problem("address-busy", host=host, port=port, reason=error.strerror) from error
    return listener
