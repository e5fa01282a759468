"""The audit log: who asked, changed and saw what, and when. Kept for a number of days, then forgotten.

It is written where there are users. Questions and addresses within the application stand in it; passwords, tokens and
what documents say do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Self

import sqlalchemy as sa

DATABASE = "audit.sqlite"
LONGEST_DETAIL = 2_000  # characters
_FORGOTTEN_EVERY = timedelta(hours=1)

_metadata = sa.MetaData()
_entries = sa.Table(
    "audit",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("client", sa.String, nullable=False),
    sa.Column("method", sa.String, nullable=False),
    sa.Column("address", sa.String, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("detail", sa.String, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One request. ``at``: UTC; ``person``: empty where nobody had signed in; ``client``: the network address it came
    from; ``detail``: what was asked, where a question was."""

    at: datetime
    person: str
    client: str
    method: str
    address: str
    status: int
    detail: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"at": self.at.isoformat()}


class AuditBook:
    """The log of one data folder. ``days``: how long an entry is kept."""

    def __init__(self, folder: Path, days: int) -> None:
        self.path = folder / DATABASE
        self.days = days
        self._engine: sa.Engine | None = None
        self._forgotten: datetime | None = None
        self._lock = Lock()

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def write(self, entry: Entry) -> None:
        """Note a request, and now and then forget what is too old."""
        facts = asdict(entry) | {"detail": entry.detail[:LONGEST_DETAIL], "address": entry.address[:LONGEST_DETAIL]}
        with self._opened().begin() as connection:
            connection.execute(sa.insert(_entries).values(facts))
            if self._forgotten is None or entry.at - self._forgotten > _FORGOTTEN_EVERY:
                connection.execute(sa.delete(_entries).where(_entries.c.at < entry.at - timedelta(days=self.days)))
                self._forgotten = entry.at

    def entries(self, person: str | None = None, since: datetime | None = None) -> Iterator[Entry]:
        """What is in the log and not yet to be forgotten, oldest first."""
        if not self.path.exists():
            return
        oldest = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=self.days)
        query = sa.select(_entries).where(_entries.c.at >= max(since or oldest, oldest)).order_by(_entries.c.number)
        if person is not None:
            query = query.where(_entries.c.person == person)
        names = ("at", "person", "client", "method", "address", "status", "detail")
        with self._opened().connect() as connection:
            for row in connection.execute(query).mappings():
                yield Entry(*(row[name] for name in names))

    def _opened(self) -> sa.Engine:
        with self._lock:
            if self._engine is None:
                self.path.touch(mode=0o600)
                engine = sa.create_engine(f"sqlite:///{self.path}", connect_args={"timeout": 30})
                sa.event.listen(engine, "connect", _configure)
                _metadata.create_all(engine)
                self._engine = engine
            return self._engine


def _configure(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("pragma journal_mode=wal")
    cursor.execute("pragma synchronous=normal")
    cursor.execute("pragma secure_delete=on")
    cursor.close()
