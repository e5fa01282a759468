"""`zakhid due` and `zakhid note`: deadlines as of a day, and what staff note of their progress."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from api.commands.search import Day
from api.interface import Command
from api.listing import FORMATS, listed_format, write_listing
from api.session import Session


@click.command("due", cls=Command)
@click.option("--on", type=Day())
@click.option("--soon", type=click.IntRange(0, 3660), default=30, show_default=True)
@click.option(
    "--state", multiple=True, type=click.Choice(["overdue", "soon", "later", "recurring", "undated", "closed"])
)
@click.option("--region", multiple=True)
@click.option("--plan", multiple=True)
@click.option("--body", multiple=True)
@click.option("--format", type=click.Choice([*FORMATS, "ics"]), default=None)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def due(
    ctx: click.Context,
    on: date | None,
    soon: int,
    state: tuple[str, ...],
    region: tuple[str, ...],
    plan: tuple[str, ...],
    body: tuple[str, ...],
    format: str | None,
    out: Path | None,
) -> None:
    from api.conditions import Wanted, conditions
    from api.export import output_to
    from api.overviews import duties_listed
    from corpus.duties import duties_in
    from corpus.icalendar import calendar_of

    session: Session = ctx.obj
    calendar = format == "ics" or (format is None and out is not None and out.suffix.lower() == ".ics")
    kind = "ics" if calendar else listed_format(format, out, session)
    with session.store() as store:
        under = conditions(Wanted(region=region, plan=plan, body=body), store)
        for name, value in under.unknown:
            session.note("filter-unknown", name=name, value=value)
        found = duties_in(store, on or date.today(), under.filters, soon=soon)
    shown = [duty for duty in found if not state or duty.state in state]
    if calendar:
        name = "; ".join((*body, *plan, *region)) or session.say("duties")
        with output_to(out) as target:
            target.write(calendar_of((d for d in shown if state or d.state != "closed"), name).encode())
    else:
        write_listing(duties_listed(shown, session.lang), kind, out, session)


@click.command("note", cls=Command)
@click.argument("measure")
@click.argument("status", type=click.Choice(["done", "begun", "dropped", "open"]))
@click.option("--item", type=click.IntRange(0))
@click.option("--on", type=Day())
@click.option("--comment", default="")
@click.option("--person", default="")
@click.pass_context
def note(
    ctx: click.Context, measure: str, status: str, item: int | None, on: date | None, comment: str, person: str
) -> None:
    from corpus.statuses import note_status

    session: Session = ctx.obj
    with session.store() as store:
        note_status(store, measure, status, item=item, on_date=on, comment=comment, person=person)
    session.note("noted")
