"""`zakhid mcp`: the plans as tools for other assistants, over standard input and output."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import click

from api.interface import Command
from api.session import Session


@click.command("mcp", cls=Command)
@click.option("--user")
@click.pass_context
def mcp(ctx: click.Context, user: str | None) -> None:
    from api.access import Access
    from api.engine import Engine
    from api.mcp_server import run
    from api.mcp_tools import Tools

    session: Session = ctx.obj
    session.store().close()  # no data: said before anything is loaded
    with closing(Access(session.settings)) as access, ThreadPoolExecutor(1) as beside:
        if user is not None:
            access.seen_by(user, ())  # nobody of this name: said before anything is loaded
        opening = beside.submit(Engine.open, session.settings)  # whoever connects is answered while the models load

        def engine() -> Engine:
            whole = opening.result()
            return whole if user is None else access.engine(access.seen_by(user, whole.plans()), whole)

        run(Tools(engine, session.lang))
        opening.result().close()
