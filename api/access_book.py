"""The book of access: users with their roles, groups of plans, tokens, sessions. Kept beside the plans, hashed.

A database of its own in the data folder, made when the first user is. Where it is missing or holds no user, the
application has no sign-in and answers this computer only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Literal, Self, get_args
from uuid import uuid4

import sqlalchemy as sa

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

Role = Literal["reader", "editor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
DATABASE = "access.sqlite"
SESSION_HOURS = 12
LONGEST_NAME = 80

_metadata = sa.MetaData()
_users = sa.Table(
    "users",
    _metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("password", sa.String),
    sa.Column("all_plans", sa.Boolean, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
)
_memberships = sa.Table(
    "memberships",
    _metadata,
    sa.Column("user", sa.ForeignKey("users.name", ondelete="CASCADE"), primary_key=True),
    sa.Column("group", sa.String, primary_key=True),
)
# kind: «plan» (an id or file name) or «region» (a full name; the empty one is the whole country)
_groups = sa.Table(
    "group_plans",
    _metadata,
    sa.Column("group", sa.String, primary_key=True),
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("value", sa.String, primary_key=True),
)
_tokens = sa.Table(
    "tokens",
    _metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("hash", sa.String, nullable=False, unique=True),
    sa.Column("user", sa.ForeignKey("users.name", ondelete="CASCADE"), nullable=False),
    sa.Column("label", sa.String, nullable=False),
    sa.Column("origins", sa.JSON, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("expires_at", sa.DateTime),
)
_sessions = sa.Table(
    "sessions",
    _metadata,
    sa.Column("hash", sa.String, primary_key=True),
    sa.Column("user", sa.ForeignKey("users.name", ondelete="CASCADE"), nullable=False),
    sa.Column("expires_at", sa.DateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may come in. ``groups`` of plans limit what they see, unless ``all_plans``."""

    name: str
    role: Role
    all_plans: bool
    groups: tuple[str, ...]
    has_password: bool


@dataclass(frozen=True, slots=True)
class Token:
    """A key for programs. ``origins``: the sites whose pages may use it; such a key is a widget's, and for reading."""

    id: str
    user: str
    label: str
    origins: tuple[str, ...]
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """What a group holds: a plan (id or file name) or all plans of a region (empty: of the whole country)."""

    kind: Literal["plan", "region"]
    value: str


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
            return connection.execute(sa.select(_users.c.name).limit(1)).first() is not None

    def users(self) -> list[User]:
        with self._reading() as connection:
            rows = connection.execute(sa.select(_users).order_by(_users.c.name)).mappings().all()
            groups = connection.execute(sa.select(_memberships).order_by(_memberships.c.group)).all()
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
        """Let somebody in. Raises Problem for a name that is taken or unfit, and a password that is too short."""
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise Problem("user-name", longest=LONGEST_NAME)
        kept = _kept(password)
        with self._changing() as connection:
            if _found(connection, name):
                raise Problem("user-taken", name=name)
            facts = {"name": name, "role": role, "password": kept, "all_plans": all_plans, "made_at": now()}
            connection.execute(sa.insert(_users).values(facts))
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
        with self._changing() as connection:
            if not _found(connection, name):
                raise Problem("user-unknown", name=name)
            if facts:
                connection.execute(sa.update(_users).where(_users.c.name == name).values(facts))
            if groups is not None:
                connection.execute(sa.delete(_memberships).where(_memberships.c.user == name))
                _join(connection, name, groups)
            connection.execute(sa.delete(_sessions).where(_sessions.c.user == name))
        return self.user(name)

    def remove(self, name: str) -> None:
        """Let somebody in no more: their tokens and sessions go too. Raises Problem where there is nobody."""
        with self._changing() as connection:
            if connection.execute(sa.delete(_users).where(_users.c.name == name)).rowcount == 0:
                raise Problem("user-unknown", name=name)

    # ------------------------------------------------------------ groups of plans

    def groups(self) -> dict[str, tuple[Member, ...]]:
        """Every group with what it holds."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(_groups).order_by(*_groups.c)).all()
        found: dict[str, tuple[Member, ...]] = {}
        for group, kind, value in rows:
            found[group] = (*found.get(group, ()), Member(kind, value))
        return found

    def set_group(self, group: str, members: Iterable[Member]) -> None:
        """Have a group hold exactly this; nothing: the group is gone."""
        with self._changing() as connection:
            connection.execute(sa.delete(_groups).where(_groups.c.group == group))
            _fill(connection, group, members)

    def add_to_groups(self, groups: Iterable[str], members: Collection[Member]) -> None:
        """Have each of the groups hold this too."""
        with self._changing() as connection:
            for group in groups:
                known = sa.select(_groups.c.kind, _groups.c.value).where(_groups.c.group == group)
                there = {tuple(row) for row in connection.execute(known)}
                _fill(connection, group, [one for one in members if (one.kind, one.value) not in there])

    # ------------------------------------------------------------ signing in

    def sign_in(self, name: str, password: str) -> str | None:
        """A new session's secret, or None where name and password do not belong together."""
        with self._reading() as connection:
            kept = connection.execute(sa.select(_users.c.password).where(_users.c.name == name)).scalar()
        if not fits_password(password, kept):
            return None
        secret = new_secret()
        ends = now() + timedelta(hours=SESSION_HOURS)
        with self._changing() as connection:
            connection.execute(sa.delete(_sessions).where(_sessions.c.expires_at < now()))
            connection.execute(sa.insert(_sessions).values(hash=hashed_secret(secret), user=name, expires_at=ends))
        return secret

    def sign_out(self, secret: str) -> None:
        with self._changing() as connection:
            connection.execute(sa.delete(_sessions).where(_sessions.c.hash == hashed_secret(secret)))

    def of_session(self, secret: str) -> User | None:
        """Whose session this is, while it lasts."""
        query = sa.select(_sessions.c.user).where(
            _sessions.c.hash == hashed_secret(secret), _sessions.c.expires_at > now()
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
            connection.execute(sa.insert(_tokens).values(facts | {"made_at": now(), "expires_at": ends}))
        return secret, token

    def tokens(self) -> list[Token]:
        with self._reading() as connection:
            rows = connection.execute(sa.select(_tokens).order_by(_tokens.c.user, _tokens.c.made_at)).mappings()
            return [_token(row) for row in rows]

    def revoke(self, token_id: str) -> None:
        """Raises Problem where there is no such token."""
        with self._changing() as connection:
            if connection.execute(sa.delete(_tokens).where(_tokens.c.id == token_id)).rowcount == 0:
                raise Problem("token-unknown", token=token_id)

    def of_token(self, secret: str) -> tuple[User, Token] | None:
        """Whose key this is, while it counts."""
        with self._reading() as connection:
            row = (
                connection.execute(sa.select(_tokens).where(_tokens.c.hash == hashed_secret(secret))).mappings().first()
            )
            if row is None or (row["expires_at"] is not None and row["expires_at"] <= now()):
                return None
            user = _found(connection, row["user"])
        return (user, _token(row)) if user else None

    # ------------------------------------------------------------ the database

    def _opened(self) -> sa.Engine:
        with self._lock:
            if self._engine is None:
                self.path.touch(mode=0o600)
                engine = sa.create_engine(f"sqlite:///{self.path}", connect_args={"timeout": 30})
                sa.event.listen(engine, "connect", _configure)
                _metadata.create_all(engine)
                self._engine = engine
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


def _configure(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("pragma foreign_keys=on")
    cursor.execute("pragma journal_mode=wal")
    cursor.execute("pragma secure_delete=on")
    cursor.close()


def _kept(password: str | None) -> str | None:
    """The hash to keep. Raises Problem for a password that is easily guessed."""
    if password is None:
        return None
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Problem("password-short", shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)
    return hashed_password(password)


def _found(connection: sa.Connection, name: str) -> User | None:
    row = connection.execute(sa.select(_users).where(_users.c.name == name)).mappings().first()
    query = sa.select(_memberships.c.group).where(_memberships.c.user == name).order_by(_memberships.c.group)
    return _user(row, connection.execute(query).scalars()) if row else None


def _user(row: sa.RowMapping, groups: Iterable[str]) -> User:
    return User(row["name"], row["role"], row["all_plans"], tuple(groups), row["password"] is not None)


def _token(row: sa.RowMapping) -> Token:
    return Token(row["id"], row["user"], row["label"], tuple(row["origins"]), row["expires_at"])


def _join(connection: sa.Connection, name: str, groups: Collection[str]) -> None:
    if groups:
        connection.execute(sa.insert(_memberships), [{"user": name, "group": group} for group in dict.fromkeys(groups)])


def _fill(connection: sa.Connection, group: str, members: Iterable[Member]) -> None:
    rows = [{"group": group, "kind": one.kind, "value": one.value} for one in dict.fromkeys(members)]
    if rows:
        connection.execute(sa.insert(_groups), rows)
