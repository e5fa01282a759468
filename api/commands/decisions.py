"""`zakhid decisions`: all that people have said of measures and bodies, and what of it has lost its place."""

from __future__ import annotations

from pathlib import Path

import click

from api.interface import Command
from api.listing import FORMATS, listed_format, write_listing
from api.session import Session


@click.command("decisions", cls=Command)
@click.option("--kind", type=click.Choice(["verdict", "note", "merge", "split"]), multiple=True)
@click.option("--standing", type=click.Choice(["standing", "superseded", "orphaned"]), multiple=True)
@click.option("--format", type=click.Choice(FORMATS), default=None)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def decisions(
    ctx: click.Context, kind: tuple[str, ...], standing: tuple[str, ...], format: str | None, out: Path | None
) -> None:
    from api.overviews import decisions_listed
    from corpus.decisions import decisions_in

    session: Session = ctx.obj
    chosen = listed_format(format, out, session)
    with session.store() as store:
        found = decisions_in(store)
    wanted = [one for one in found if (not kind or one.kind in kind) and (not standing or one.standing in standing)]
    write_listing(decisions_listed(wanted, session.lang), chosen, out, session)
