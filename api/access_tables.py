"""The database of access: its tables, and how its file is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from corpus.messages import Problem

metadata = sa.MetaData()
users = sa.Table(
    "users",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("password", sa.String),
    sa.Column("all_plans", sa.Boolean, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
)
memberships = sa.Table(
    "memberships",
    metadata,
    sa.Column("user", sa.ForeignKey("users.name", ondelete="CASCADE"), primary_key=True),
    sa.Column("group", sa.String, primary_key=True),
)
# kind: «plan» (an id or file name) or «region» (a full name; the empty one is the whole country)
groups = sa.Table(
    "group_plans",
    metadata,
    sa.Column("group", sa.String, primary_key=True),
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("value", sa.String, primary_key=True),
)
tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("hash", sa.String, nullable=False, unique=True),
    sa.Column("user", sa.ForeignKey("users.name", ondelete="CASCADE"), nullable=False),
    sa.Column("label", sa.String, nullable=False),
    sa.Column("origins", sa.JSON, nullable=False),
    sa.Column("made_at", sa.DateTime, nullable=False),
    sa.Column("expires_at", sa.DateTime),
)
sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("hash", sa.String, primary_key=True),
    sa.Column("user", sa.ForeignKey("users.name", ondelete="CASCADE"), nullable=False),
    sa.Column("expires_at", sa.DateTime, nullable=False),
)


def opened(path: Path) -> sa.Engine:
    """The database, made where it is missing. Raises Problem where its folder cannot be written."""
    _make(path)
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    sa.event.listen(engine, "connect", _configure)
    metadata.create_all(engine)
    return engine


def _make(path: Path) -> None:
    """A file that nobody else on this computer can read. Raises Problem where the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise Problem("folder-unwritable", folder=path.parent, reason=error.strerror) from error


def _configure(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("pragma foreign_keys=on")
    cursor.execute("pragma journal_mode=wal")
    cursor.execute("pragma secure_delete=on")
    cursor.close()
