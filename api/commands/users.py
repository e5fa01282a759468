"""`zakhid users`: who may come in from other computers, and what they may do there."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

import click

from api.access_book import AccessBook
from api.access_kinds import ROLES, Role, Token, User
from api.interface import Command, Group
from api.session import Session
from api.wording_access import ROLE_NAMES, USERS, told
from corpus.messages import Problem

_HERE = "api.commands.users"
_BESIDE = "api.commands.users_access"
users = Group(
    "users",
    modules={
        "list": f"{_HERE}:list_users",
        "add": f"{_HERE}:add",
        "change": f"{_HERE}:change",
        "remove": f"{_HERE}:remove",
        "group": f"{_BESIDE}:group",
        "token": f"{_BESIDE}:token",
        "revoke": f"{_BESIDE}:revoke",
        "audit": f"{_BESIDE}:audit",
    },
    no_args_is_help=True,
)


@click.command("list", cls=Command)
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def list_users(ctx: click.Context, as_json: bool) -> None:
    session: Session = ctx.obj
    with AccessBook(session.settings.data) as book:
        known = (book.users(), book.tokens(), book.groups()) if book.path.exists() else ([], [], {})
    people, tokens, groups = known
    if as_json:
        click.echo(json.dumps(_listed(people, tokens, groups), ensure_ascii=False))
        return
    if not people:
        session.show(told(session.lang, "no-users"))
    for user in people:
        session.show(_person(user, session))
        for token in tokens:
            if token.user == user.name:
                session.show(f"    {_token(token, session)}")
    for name, members in groups.items():
        values = (one.value or USERS["whole-country"][session.lang == "en"] for one in members)
        session.show(told(session.lang, "group-holds", group=name, members="; ".join(values)))


@click.command("add", cls=Command)
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True)
@click.option("--group", "groups", multiple=True)
@click.option("--all-plans", is_flag=True)
@click.option("--no-password", is_flag=True)
@click.pass_context
def add(ctx: click.Context, name: str, role: Role, groups: tuple[str, ...], all_plans: bool, no_password: bool) -> None:
    session: Session = ctx.obj
    with AccessBook(session.settings.data) as book:
        if book.path.exists() and book.find(name):
            raise Problem("user-taken", name=name)  # before anybody types a password
        password = None if no_password else asked_password(session)
        user = book.add(name, role, password, groups, all_plans=all_plans)
    session.show(told(session.lang, "user-added", name=_person(user, session)))


@click.command("change", cls=Command)
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES))
@click.option("--group", "groups", multiple=True)
@click.option("--no-group", is_flag=True)
@click.option("--all-plans/--groups-only", default=None)
@click.option("--password", "new_password", is_flag=True)
@click.pass_context
def change(
    ctx: click.Context,
    name: str,
    role: Role | None,
    groups: tuple[str, ...],
    no_group: bool,
    all_plans: bool | None,
    new_password: bool,
) -> None:
    session: Session = ctx.obj
    with AccessBook(session.settings.data) as book:
        known = book.user(name) if book.path.exists() else None
        if known is None:
            raise Problem("user-unknown", name=name)
        password = asked_password(session) if new_password else None
        in_groups = groups if groups or no_group else None
        user = book.change(name, role=role, password=password, groups=in_groups, all_plans=all_plans)
    session.show(told(session.lang, "user-changed", name=_person(user, session)))


@click.command("remove", cls=Command)
@click.argument("name")
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    session: Session = ctx.obj
    with AccessBook(session.settings.data) as book:
        if not book.path.exists():
            raise Problem("user-unknown", name=name)
        book.remove(name)
        nobody = not book.has_users()
    session.show(told(session.lang, "user-removed", name=name))
    if nobody:
        session.note_text(told(session.lang, "nobody-left"))


def asked_password(session: Session) -> str:
    """A password that the person types unseen and twice; of a script, the first line of its input.

    It is never an argument: others on the computer could see that. Raises Problem where the two are not the same.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first, again = (
        click.prompt(told(session.lang, key), hide_input=True, err=True)
        for key in ("password-prompt", "password-again")
    )
    if first != again:
        raise Problem("passwords-differ")
    return str(first)


def _person(user: User, session: Session) -> str:
    """«name: role, plans»."""
    english, lang = session.lang == "en", session.lang
    if user.sees_all:
        plans = told(lang, "all-plans")
    else:
        plans = told(lang, "of-groups", groups=", ".join(user.groups)) if user.groups else told(lang, "no-groups")
    said = [ROLE_NAMES[user.role][english], plans] + ([] if user.has_password else [told(lang, "without-password")])
    return f"{user.name}: {', '.join(said)}"


def _token(token: Token, session: Session) -> str:
    lang = session.lang
    said = [told(lang, "token-of", id=token.id, label=token.label)]
    if token.origins:
        said.append(told(lang, "token-origins", origins=", ".join(token.origins)))
    if token.expires_at:
        said.append(told(lang, "token-until", day=token.expires_at.date()))
    return ", ".join(said)


def _listed(people: list[User], tokens: list[Token], groups: Any) -> dict[str, Any]:
    """All that is known but secrets, which nobody knows."""
    ends = {token.id: token.expires_at.isoformat() if token.expires_at else None for token in tokens}
    return {
        "users": [asdict(user) for user in people],
        "tokens": [asdict(token) | {"expires_at": ends[token.id]} for token in tokens],
        "groups": {name: [asdict(one) for one in members] for name, members in groups.items()},
    }
