"""`zakhid export`: every measure as JSON lines, CSV or an Excel workbook."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from api.export import FORMATS, rows_of, write_rows
from api.interface import Command
from api.session import Session, plan_named
from api.wording import counted
from corpus.messages import Problem


@click.command("export", cls=Command)
@click.option("--plan")
@click.option("--format", type=click.Choice(FORMATS), default=None)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def export(ctx: click.Context, plan: str | None, format: str | None, out: Path | None) -> None:
    session: Session = ctx.obj
    kind = format or _kind_of(out)
    if kind == "xlsx" and out is None and sys.stdout.isatty():
        raise click.UsageError(session.say("xlsx-needs-out"), ctx)
    with session.store() as store:
        plan_id = plan_named(plan, store.plans()) if plan else None
        if plan and plan_id is None:
            raise Problem("plan-unknown", plan=plan)
        number = write_rows(rows_of(store, plan_id), kind, out, session.lang)
    if out:
        session.note("exported", path=out, measures=counted(session.lang, number, "measure"))


def _kind_of(out: Path | None) -> str:
    """The format that the file's ending names; JSON lines where it names none."""
    ending = out.suffix.lower().lstrip(".") if out else ""
    return ending if ending in FORMATS else "jsonl"
