"""`zakhid owners`: responsible bodies, their names, what each owns, and decisions on names."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.commands.search import Day
from api.interface import Command
from api.listing import FORMATS, Listing, listed_format, write_listing
from api.session import Session, plan_named
from corpus.messages import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corpus.body_choices import Choice
    from corpus.body_names import BodyIndex
    from corpus.owners import Owner, Registry
    from corpus.store import Store

_NEAR = 5


@click.command("owners", cls=Command)
@click.argument("body", required=False)
@click.option("--due-from", type=Day())
@click.option("--due-to", type=Day())
@click.option("--merge", nargs=2)
@click.option("--split", nargs=2)
@click.option("--unmerge")
@click.option("--plan")
@click.option("--format", type=click.Choice(FORMATS), default=None)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def owners(
    ctx: click.Context,
    body: str | None,
    due_from: date | None,
    due_to: date | None,
    merge: tuple[str, str] | None,
    split: tuple[str, str] | None,
    unmerge: str | None,
    plan: str | None,
    format: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    from api.overviews import owners_listed
    from corpus.owners import registry_of

    session: Session = ctx.obj
    kind = listed_format(format, out, session)
    with session.store() as store:
        decided = _decide(session, store, merge, split, unmerge, plan)
        registry = registry_of(store)
        if registry.orphaned:
            session.note("orphaned", number=len(registry.orphaned))
        found = owners_named(body, registry, store) if body else registry.owners
        if decided and not body:
            found = tuple(owner for owner in registry.owners if _touched(owner, decided))
        if as_json:
            click.echo(json.dumps([owner.to_json() for owner in found], ensure_ascii=False))
        elif body:
            for owner in found:
                write_listing(owners_listed([owner], session.lang), kind, out, session) if kind == "table" else None
                write_listing(_owned(owner, due_from, due_to, store, session), kind, out, session)
        else:
            write_listing(owners_listed(found, session.lang), kind, out, session)


def _decide(
    session: Session,
    store: Store,
    merge: tuple[str, str] | None,
    split: tuple[str, str] | None,
    unmerge: str | None,
    plan: str | None,
) -> list[Choice]:
    """Note the decisions on names that are given, and say what has been understood."""
    from api.body_decisions import merged, taken_apart, taken_back

    plan_id = plan_named(plan, store.plans()) if plan else None
    if plan and plan_id is None:
        raise Problem("plan-unknown", plan=plan)
    decisions = []
    if merge:
        decisions.append(merged(store, *merge))
    if split:
        decisions.append(taken_apart(store, *split, plan_id=plan_id))
    if unmerge:
        decisions += taken_back(store, unmerge, plan_id=plan_id)
    for one in decisions:
        session.note("body-undecided" if one.takes_back else "body-decided", name=one.name, into=one.into)
    return decisions


def _touched(owner: Owner, decided: Sequence[Choice]) -> bool:
    """Whether a body is one that names were said to mean, or that a name means again."""
    from corpus.text import fold

    printed = {fold(variant.text) for variant in owner.variants}
    return any(owner.body == one.into or (not one.into and fold(one.name) in printed) for one in decided)


def _owned(owner: Owner, start: date | None, end: date | None, store: Store, session: Session) -> Listing:
    from api.overviews import holdings_listed

    return holdings_listed(owner, owner.due(start, end), store, session.lang)


def owners_named(
    name: str, registry: Registry, store: Store, names: Callable[[], BodyIndex] | None = None
) -> tuple[Owner, ...]:
    """The owners that a name means: the one of this very name, else those that it may mean, the best ones. ``names``
    gives the bodies' names where they are kept at hand.

    Raises Problem with the nearest names when there is none.
    """
    from corpus.body_choices import choices_in
    from corpus.body_names import BodyIndex, canonical

    exact = registry.owner(name)
    if exact:
        return (exact,)
    matches = (names() if names else BodyIndex.from_store(store)).resolve(name)
    choices = choices_in(store)
    best = [choices.body(m.body, m.body, "") for m in matches if m.score >= matches[0].score - 0.1]
    found = tuple(owner for owner in registry.owners if owner.body in best)
    if not found and (known := registry.owner(canonical(name, {}))):
        return (known,)  # printed only beside another one: «Мінфін Мін'юст»
    if not found:
        raise Problem("no-body", name=name, near="; ".join(_nearest(name, registry)) or "—")
    return found


def _nearest(name: str, registry: Registry) -> list[str]:
    """The bodies of which some name, or a part of it, is most like this one."""
    from rapidfuzz.fuzz import WRatio
    from rapidfuzz.process import extract

    from corpus.text import fold

    bodies = [
        (text, owner.body)
        for owner in registry.owners
        for text in (owner.body, *(v.text for v in owner.variants), *owner.short_forms)
    ]
    near = extract(name, [text for text, _ in bodies], scorer=WRatio, processor=fold, limit=4 * _NEAR)
    return list(dict.fromkeys(bodies[place][1] for _, _, place in near))[:_NEAR]
