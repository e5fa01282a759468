"""`zakhid remove`: take plans out of the store and of the index."""

from __future__ import annotations

from functools import partial

import click

from api.interface import Command
from api.session import Session, plan_named
from api.wording import counted
from corpus.messages import Problem


@click.command("remove", cls=Command)
@click.argument("plans", nargs=-1, required=True)
@click.pass_context
def remove(ctx: click.Context, plans: tuple[str, ...]) -> None:
    """Those that are known go, whatever else was named; a name that is not known fails the command at the end."""
    from corpus.writer import only_writer

    session: Session = ctx.obj
    unknown: list[str] = []
    session.store().close()  # no data: said before a folder is made
    with only_writer(session.settings.data, partial(session.note, "other-writer")), session.store() as store:
        for name in dict.fromkeys(plans):
            stored = store.plans()
            plan_id = plan_named(name, stored)
            if plan_id is None:
                unknown.append(name)
                continue
            number = next(p.measures for p in stored if p.plan.id == plan_id)
            store.remove(plan_id)
            session.show(session.say("removed", plan=plan_id, measures=counted(session.lang, number, "measure")))
        if len(unknown) < len(set(plans)):
            session.searcher(store)
    if unknown:
        raise Problem("plan-unknown", plan=", ".join(unknown))
