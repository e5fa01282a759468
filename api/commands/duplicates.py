"""`zakhid duplicates` and `zakhid verdict`: measures that repeat each other, and what people say of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.interface import Command
from api.listing import FORMATS, listed_format, write_listing
from api.session import Session, plan_named
from corpus.messages import Problem

if TYPE_CHECKING:
    from corpus.store import Store
    from index.duplicates import Duplicates

VIEWS = ("pairs", "clusters", "regions", "contradictions")


@click.command("duplicates", cls=Command)
@click.option("--across", type=click.Choice(["all", "plans", "regions"]), default="all", show_default=True)
@click.option("--min-score", type=click.FloatRange(0, 1))
@click.option("--plan")
@click.option("--view", type=click.Choice(VIEWS), default="pairs", show_default=True)
@click.option("--format", type=click.Choice(FORMATS), default=None)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def duplicates(
    ctx: click.Context,
    across: str,
    min_score: float | None,
    plan: str | None,
    view: str,
    format: str | None,
    out: Path | None,
) -> None:
    from api.overviews import clusters_listed, contradictions_listed, pairs_listed, regions_listed
    from index.contradictions import contradictions_in

    session: Session = ctx.obj
    kind = listed_format(format, out, session)
    with session.store() as store:
        found = _found(session, store, across, min_score, plan)
    if view == "contradictions":
        listing = contradictions_listed(found, contradictions_in(found), session.lang)
    else:
        listed = {"pairs": pairs_listed, "clusters": clusters_listed, "regions": regions_listed}[view]
        listing = listed(found, session.lang)
    write_listing(listing, kind, out, session)
    session.note("pairs-found", pairs=len(found.pairs), clusters=len(found.clusters()))


def _found(session: Session, store: Store, across: str, min_score: float | None, plan: str | None) -> Duplicates:
    from corpus.verdicts import verdicts_in
    from index.duplicates import MIN_SCORE, find_duplicates
    from index.encoder import load_encoder

    plan_id = plan_named(plan, store.plans()) if plan else None
    if plan and plan_id is None:
        raise Problem("plan-unknown", plan=plan)
    verdicts = verdicts_in(store)
    if verdicts.orphaned:
        session.note("orphaned", number=len(verdicts.orphaned))
    with session.progress("comparing") as progress:
        return find_duplicates(
            store,
            load_encoder(session.settings.encoder, session.settings.cache),
            across=across,
            min_score=MIN_SCORE if min_score is None else min_score,
            plan_id=plan_id,
            verdicts=verdicts.words(),
            progress=progress,
        )


@click.command("verdict", cls=Command)
@click.argument("a")
@click.argument("b")
@click.argument("word", type=click.Choice(["duplicate", "different", "coordinate"]))
@click.option("--comment", default="")
@click.option("--person", default="")
@click.pass_context
def verdict(ctx: click.Context, a: str, b: str, word: str, comment: str, person: str) -> None:
    from corpus.verdicts import give_verdict

    session: Session = ctx.obj
    with session.store() as store:
        give_verdict(store, a, b, word, comment=comment, person=person)
    session.note("noted")
