"""`zakhid users group`, `token`, `revoke`, `audit`: which plans are open, keys for programs, who asked what."""

from __future__ import annotations

import json
from datetime import date, datetime, time

import click

from api.access_book import AccessBook
from api.access_kinds import Member, plans_held
from api.audit_book import AuditBook, Entry
from api.commands.search import Day
from api.conditions import WHOLE_COUNTRY
from api.interface import Command
from api.session import Session
from api.settings import origin as site
from api.wording import counted
from api.wording_access import told
from corpus.messages import Problem
from corpus.regions import region_in
from corpus.store import DATABASE
from corpus.text import collapse, fold


@click.command("group", cls=Command)
@click.argument("group_name")
@click.option("--plan", "held_plans", multiple=True)
@click.option("--region", "held_regions", multiple=True)
@click.option("--delete", is_flag=True)
@click.pass_context
def group(
    ctx: click.Context, group_name: str, held_plans: tuple[str, ...], held_regions: tuple[str, ...], delete: bool
) -> None:
    session: Session = ctx.obj
    if delete == bool(held_plans or held_regions):
        raise click.UsageError(told(session.lang, "group-how"))
    members = [Member("plan", collapse(plan)) for plan in held_plans]
    members += [Member("region", _region(region)) for region in held_regions]
    with AccessBook(session.settings.data) as book:
        if delete and group_name not in (book.groups() if book.path.exists() else ()):
            raise Problem("group-unknown", group=group_name)
        book.set_group(group_name, members)
    if delete:
        session.show(told(session.lang, "group-gone", group=group_name))
        return
    session.show(
        told(session.lang, "group-set", group=group_name, plans=counted(session.lang, *_held(session, members)))
    )


@click.command("token", cls=Command)
@click.argument("name")
@click.option("--label", default="")
@click.option("--origin", "origins", multiple=True)
@click.option("--days", type=click.IntRange(1, 3660))
@click.pass_context
def token(ctx: click.Context, name: str, label: str, origins: tuple[str, ...], days: int | None) -> None:
    session: Session = ctx.obj
    sites = [site("origin", one) for one in origins]
    with AccessBook(session.settings.data) as book:
        if not book.path.exists():
            raise Problem("user-unknown", name=name)
        secret, made = book.new_token(name, label, sites, days)
    session.note_text(told(session.lang, "token-made", id=made.id, name=name))
    click.echo(secret)


@click.command("revoke", cls=Command)
@click.argument("token_id")
@click.pass_context
def revoke(ctx: click.Context, token_id: str) -> None:
    session: Session = ctx.obj
    with AccessBook(session.settings.data) as book:
        if not book.path.exists():
            raise Problem("token-unknown", token=token_id)
        book.revoke(token_id)
    session.show(told(session.lang, "token-revoked", id=token_id))


@click.command("audit", cls=Command)
@click.option("--user", "person")
@click.option("--since", type=Day())
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def audit(ctx: click.Context, person: str | None, since: date | None, as_json: bool) -> None:
    session: Session = ctx.obj
    with AuditBook(session.settings.data, session.settings.audit_days) as book:
        for entry in book.entries(person, datetime.combine(since, time.min) if since else None):
            if as_json:
                click.echo(json.dumps(entry.to_json(), ensure_ascii=False))
            else:
                session.show(_line(entry))


def _line(entry: Entry) -> str:
    when = entry.at.isoformat(" ", "seconds")
    said = f"{when}  {entry.person or '—'}  {entry.client}  {entry.method} {entry.address}  {entry.status}"
    return f"{said}  {entry.detail}" if entry.detail else said


def _region(text: str) -> str:
    """The full name of a region, empty for the whole country. Raises Problem for what is none."""
    if fold(text) in WHOLE_COUNTRY:
        return ""
    found = region_in(text)
    if found is None:
        raise Problem("region-unknown", region=text)
    return found


def _held(session: Session, members: list[Member]) -> tuple[int, str]:
    """How many of the plans at hand a group holds."""
    if not (session.settings.data / DATABASE).exists():
        return 0, "plan"
    with session.store() as store:
        return len(plans_held(members, store.plans())), "plan"
