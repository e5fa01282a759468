"""`zakhid mcp`: the plans as tools for other assistants, over standard input and output."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import click

from api.interface import Command
from api.session import Session


@click.command("mcp", cls=Command)
@click.pass_context
def mcp(ctx: click.Context) -> None:
    from api.engine import Engine
    from api.mcp_server import run
    from api.mcp_tools import Tools

    session: Session = ctx.obj
    session.store().close()  # no data: said before anything is loaded
    with ThreadPoolExecutor(1) as beside:  # whoever connects is answered while the models load
        opening = beside.submit(Engine.open, session.settings)
        run(Tools(opening.result, session.lang))
        opening.result().close()
