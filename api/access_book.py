"""The book of access: users with their roles, groups of plans, tokens, sessions. Kept beside the plans, hashed.

A database of its own in the data folder, made when the first user is. Where it is missing or holds no user, the
application has no sign-in and answers this computer only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Self
from uuid import uuid4

import sqlalchemy as sa

from api import access_tables as tables
from api.access_kinds import Member, Role, Token, User, plans_held
from api.access_secrets import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    fits_password,
    hashed_password,
    hashed_secret,
    new_secret,
    new_token,
)
from corpus.messages import Problem
from corpus.store import StoredPlan
from corpus.text import collapse

DATABASE = "access.sqlite"
SESSION_HOURS = 12
LONGEST_NAME = 80


class AccessBook:
    """Who may come in and what they may see. Every change is one transaction; several processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / DATABASE
        self._engine: sa.Engine | None = None
        self._lock = Lock()

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    # ------------------------------------------------------------ users

    def has_users(self) -> bool:
        """Whether sign-in is needed."""
        if not self.path.exists():
            return False
        with self._reading() as connection:
            return connection.execute(sa.select(tables.users.c.name).limit(1)).first() is not None

    def users(self) -> list[User]:
        with self._reading() as connection:
            rows = connection.execute(sa.select(tables.users).order_by(tables.users.c.name)).mappings().all()
            groups = connection.execute(sa.select(tables.memberships).order_by(tables.memberships.c.group)).all()
        return [_user(row, [group for user, group in groups if user == row["name"]]) for row in rows]

    def user(self, name: str) -> User:
        """Raises Problem where there is nobody of this name."""
        found = self.find(name)
        if found is None:
            raise Problem("user-unknown", name=name)
        return found

    def find(self, name: str) -> User | None:
        with self._reading() as connection:
            return _found(connection, name)

    def add(self, name: str, role: Role, password: str | None, groups: Collection[str], *, all_plans: bool) -> User:
        """Let somebody in. Raises Problem for a name that is taken or unfit, a password that is too short, and a group
        that is none."""
        name = collapse(name)
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise Problem("user-name", longest=LONGEST_NAME)
        kept = _kept(password)
        self._known(groups)
        with self._changing() as connection:
            if _found(connection, name):
                raise Problem("user-taken", name=name)
            facts = {"name": name, "role": role, "password": kept, "all_plans": all_plans, "made_at": now()}
            connection.execute(sa.insert(tables.users).values(facts))
            _join(connection, name, groups)
        return self.user(name)

    def change(
        self,
        name: str,
        *,
        role: Role | None = None,
        password: str | None = None,
        groups: Collection[str] | None = None,
        all_plans: bool | None = None,
    ) -> User:
        """Change what is given. Whoever's password or rights change has to sign in anew."""
        facts: dict[str, Any] = {"role": role, "password": _kept(password), "all_plans": all_plans}
        facts = {key: value for key, value in facts.items() if value is not None}
        self._known(groups or ())
        with self._changing() as connection:
            if not _found(connection, name):
                raise Problem("user-unknown", name=name)
            if facts:
                connection.execute(sa.update(tables.users).where(tables.users.c.name == name).values(facts))
            if groups is not None:
                connection.execute(sa.delete(tables.memberships).where(tables.memberships.c.user == name))
                _join(connection, name, groups)
            connection.execute(sa.delete(tables.sessions).where(tables.sessions.c.user == name))
        return self.user(name)

    def remove(self, name: str) -> None:
        """Let somebody in no more: their tokens and sessions go too. Raises Problem where there is nobody."""
        with self._changing() as connection:
            if connection.execute(sa.delete(tables.users).where(tables.users.c.name == name)).rowcount == 0:
                raise Problem("user-unknown", name=name)

    # ------------------------------------------------------------ groups of plans

    def groups(self) -> dict[str, tuple[Member, ...]]:
        """Every group with what it holds."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(tables.groups).order_by(*tables.groups.c)).all()
        found: dict[str, tuple[Member, ...]] = {}
        for group, kind, value in rows:
            found[group] = (*found.get(group, ()), Member(kind, value))
        return found

    def plans_of(self, user: User, stored: Iterable[StoredPlan]) -> frozenset[str]:
        """The ids of the plans that the user's groups hold."""
        groups = self.groups() if user.groups else {}
        return plans_held((member for group in user.groups for member in groups.get(group, ())), stored)

    def set_group(self, group: str, members: Iterable[Member]) -> None:
        """Have a group hold exactly this; nothing: the group is gone."""
        with self._changing() as connection:
            connection.execute(sa.delete(tables.groups).where(tables.groups.c.group == group))
            _fill(connection, group, members)

    def _known(self, groups: Iterable[str]) -> None:
        """Raises Problem for a group that is none: whoever mistypes one would wonder why nothing is seen."""
        there = self.groups()
        for group in groups:
            if group not in there:
                raise Problem("group-unknown", group=group)

    def add_to_groups(self, groups: Iterable[str], member: Member) -> list[str]:
        """Have each of the groups hold this too; those that did not."""
        grown = [group for group, held in self.groups().items() if group in set(groups) and member not in held]
        with self._changing() as connection:
            for group in grown:
                _fill(connection, group, [member])
        return grown

    def take_from_groups(self, groups: Iterable[str], member: Member) -> None:
        """Have none of the groups hold this."""
        own = tables.groups.c
        this = sa.and_(own.group.in_(list(groups)), own.kind == member.kind, own.value == member.value)
        with self._changing() as connection:
            connection.execute(sa.delete(tables.groups).where(this))

    # ------------------------------------------------------------ signing in

    def sign_in(self, name: str, password: str) -> str | None:
        """A new session's secret, or None where name and password do not belong together."""
        with self._reading() as connection:
            kept = connection.execute(sa.select(tables.users.c.password).where(tables.users.c.name == name)).scalar()
        if not fits_password(password, kept):
            return None
        secret = new_secret()
        ends = now() + timedelta(hours=SESSION_HOURS)
        with self._changing() as connection:
            connection.execute(sa.delete(tables.sessions).where(tables.sessions.c.expires_at < now()))
            connection.execute(
                sa.insert(tables.sessions).values(hash=hashed_secret(secret), user=name, expires_at=ends)
            )
        return secret

    def sign_out(self, secret: str) -> None:
        with self._changing() as connection:
            connection.execute(sa.delete(tables.sessions).where(tables.sessions.c.hash == hashed_secret(secret)))

    def of_session(self, secret: str) -> User | None:
        """Whose session this is, while it lasts."""
        query = sa.select(tables.sessions.c.user).where(
            tables.sessions.c.hash == hashed_secret(secret), tables.sessions.c.expires_at > now()
        )
        with self._reading() as connection:
            name = connection.execute(query).scalar()
            return _found(connection, name) if name else None

    # ------------------------------------------------------------ tokens

    def new_token(
        self, user: str, label: str, origins: Sequence[str] = (), days: int | None = None
    ) -> tuple[str, Token]:
        """A key for somebody's programs, told this once, and what is kept of it."""
        self.user(user)
        secret = new_token()
        ends = now() + timedelta(days=days) if days else None
        token = Token(uuid4().hex[:8], user, label, tuple(origins), ends)
        facts = {"id": token.id, "hash": hashed_secret(secret), "user": user, "label": label, "origins": list(origins)}
        with self._changing() as connection:
            connection.execute(sa.insert(tables.tokens).values(facts | {"made_at": now(), "expires_at": ends}))
        return secret, token

    def tokens(self) -> list[Token]:
        with self._reading() as connection:
            rows = connection.execute(
                sa.select(tables.tokens).order_by(tables.tokens.c.user, tables.tokens.c.made_at)
            ).mappings()
            return [_token(row) for row in rows]

    def revoke(self, token_id: str) -> None:
        """Raises Problem where there is no such token."""
        with self._changing() as connection:
            if connection.execute(sa.delete(tables.tokens).where(tables.tokens.c.id == token_id)).rowcount == 0:
                raise Problem("token-unknown", token=token_id)

    def of_token(self, secret: str) -> tuple[User, Token] | None:
        """Whose key this is, while it counts."""
        with self._reading() as connection:
            row = (
                connection.execute(sa.select(tables.tokens).where(tables.tokens.c.hash == hashed_secret(secret)))
                .mappings()
                .first()
            )
            if row is None or (row["expires_at"] is not None and row["expires_at"] <= now()):
                return None
            user = _found(connection, row["user"])
        return (user, _token(row)) if user else None

    # ------------------------------------------------------------ the database

    def _opened(self) -> sa.Engine:
        with self._lock:
            if self._engine is None:
                self._engine = tables.opened(self.path)
            return self._engine

    def _reading(self) -> sa.Connection:
        return self._opened().connect()

    @contextmanager
    def _changing(self) -> Iterator[sa.Connection]:
        with self._opened().begin() as connection:
            yield connection


def now() -> datetime:
    """UTC, as it is kept."""
    return datetime.now(UTC).replace(microsecond=0, tzinfo=None)


def _kept(password: str | None) -> str | None:
    """The hash to keep. Raises Problem for a password that is easily guessed."""
    if password is None:
        return None
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Problem("password-short", shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)
    return hashed_password(password)


def _found(connection: sa.Connection, name: str) -> User | None:
    row = connection.execute(sa.select(tables.users).where(tables.users.c.name == name)).mappings().first()
    query = (
        sa.select(tables.memberships.c.group)
        .where(tables.memberships.c.user == name)
        .order_by(tables.memberships.c.group)
    )
    return _user(row, connection.execute(query).scalars()) if row else None


def _user(row: sa.RowMapping, groups: Iterable[str]) -> User:
    return User(row["name"], row["role"], row["all_plans"], tuple(groups), row["password"] is not None)


def _token(row: sa.RowMapping) -> Token:
    return Token(row["id"], row["user"], row["label"], tuple(row["origins"]), row["expires_at"])


def _join(connection: sa.Connection, name: str, groups: Collection[str]) -> None:
    if groups:
        connection.execute(
            sa.insert(tables.memberships), [{"user": name, "group": group} for group in dict.fromkeys(groups)]
        )


def _fill(connection: sa.Connection, group: str, members: Iterable[Member]) -> None:
    rows = [{"group": group, "kind": one.kind, "value": one.value} for one in dict.fromkeys(members)]
    if rows:
        connection.execute(sa.insert(tables.groups), rows)
