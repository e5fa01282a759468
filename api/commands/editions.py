"""`zakhid gaps` and `zakhid compare`: what a plan leaves open, and what an edition changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.commands.search import Day
from api.interface import Command
from api.listing import FORMATS, listed_format, write_listing
from api.session import Session, plan_named
from api.wording_oversight import words
from corpus.messages import Problem

if TYPE_CHECKING:
    from corpus.model import PlanDocument
    from corpus.store import Store


@click.command("gaps", cls=Command)
@click.argument("plan")
@click.option("--format", type=click.Choice(FORMATS), default=None)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def gaps(ctx: click.Context, plan: str, format: str | None, out: Path | None) -> None:
    from api.overviews import gaps_listed
    from corpus.gaps import gaps_in, missing_columns

    session: Session = ctx.obj
    kind = listed_format(format, out, session)
    with session.store() as store:
        document = document_named(plan, store)
    write_listing(gaps_listed(gaps_in(document), session.lang), kind, out, session)
    missing = missing_columns(document)
    if missing:
        session.note("missing-columns", kinds=words(session.lang, missing))


@click.command("compare", cls=Command)
@click.argument("earlier")
@click.argument("later")
@click.option("--on", type=Day())
@click.option("--format", type=click.Choice(FORMATS), default=None)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def compare(
    ctx: click.Context, earlier: str, later: str, on: date | None, format: str | None, out: Path | None
) -> None:
    from api.overviews import changes_listed, owners_on_listed
    from corpus.editions import compare_editions, owners_of

    session: Session = ctx.obj
    kind = listed_format(format, out, session)
    with session.store() as store:
        editions = document_named(earlier, store), document_named(later, store)
    if on is None:
        listing = changes_listed(compare_editions(*editions), session.lang)
    else:
        current = edition_on(editions, on)
        session.note("edition-in-force", plan=current.plan.source_file, day=on)
        listing = owners_on_listed(((row, owners_of(row)) for row in current.measures), session.lang)
    write_listing(listing, kind, out, session)


def edition_on(editions: Sequence[PlanDocument], day: date) -> PlanDocument:
    """The edition in force on a day. Raises Problem when there is none."""
    from corpus.editions import in_force

    current = in_force(editions, day)
    if current is None:
        raise Problem("no-edition-on", day=day)
    return current


def document_named(name: str, store: Store) -> PlanDocument:
    """The stored plan of this id or file name. Raises Problem when there is none."""
    from corpus.model import PlanDocument

    plans = store.plans()
    plan_id = plan_named(name, plans)
    if plan_id is None:
        raise Problem("plan-unknown", plan=name)
    plan = next(stored.plan for stored in plans if stored.plan.id == plan_id)
    return PlanDocument(plan, tuple(stored.measure for stored in store.measures(plan_id=plan_id)))
