"""`zakhid serve`: the web application on this computer."""

from __future__ import annotations

import socket
from contextlib import suppress

import click

from api.interface import Command
from api.session import Session
from corpus.messages import Problem


@click.command("serve", cls=Command)
@click.option("--host")
@click.option("--port", type=click.IntRange(0, 65535))
@click.pass_context
def serve(ctx: click.Context, host: str | None, port: int | None) -> None:
    session: Session = ctx.obj
    host, port = host or session.settings.host, session.settings.port if port is None else port
    with listening(host, port) as listener:
        session.store().close()  # no data: said before anything is loaded
        shown = f"[{host}]" if ":" in host else host
        _run(session, listener, f"http://{shown}:{listener.getsockname()[1]}")


def _run(session: Session, listener: socket.socket, url: str) -> None:
    """Serve until stopped; the address is told when the application answers there."""
    from uvicorn import Config, Server

    from api.server import create_app

    app = create_app(session.settings)

    class Announced(Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                session.note("serving", url=url)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            if hasattr(app.state, "jobs"):
                app.state.jobs.leave()  # open streams would be waited for
            await super().shutdown(sockets)

    config = Config(app, log_level="warning", server_header=False, lifespan="on")
    with suppress(KeyboardInterrupt):  # the usual way to stop it
        Announced(config).run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """A socket bound to an address of this computer. Raises Problem for any other address, or one that is taken."""
    from api.guard import is_loopback

    if not is_loopback(host):
        raise Problem("address-refused", host=host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise Problem("address-busy", host=host, port=port, reason=error.strerror) from error
    return listener
