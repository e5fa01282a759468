"""The book of long work: what was asked for, how far it is, what came of it. It outlives every process.

A database of its own in the data folder: progress is written many times a second, and readers of plans are not to
wait for it. Whoever runs jobs holds ``jobs.lock`` (see ``api.job_runner``); anybody may add and look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Self, get_args
from uuid import uuid4

import sqlalchemy as sa

from corpus.messages import Problem

Kind = Literal["ingest", "remove", "correct", "reindex", "duplicates"]
State = Literal["waiting", "running", "done", "failed", "cancelled"]
KINDS: tuple[Kind, ...] = get_args(Kind)
OVER: tuple[State, ...] = ("done", "failed", "cancelled")
DATABASE = "jobs.sqlite"
TRIES = 3  # times that a job is begun; one that ends its process each time is given up

_metadata = sa.MetaData()
_jobs = sa.Table(
    "jobs",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False, index=True),
    sa.Column("asked", sa.JSON, nullable=False),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("begun_at", sa.String),
    sa.Column("ended_at", sa.String),
    sa.Column("stage", sa.String, nullable=False, server_default=""),
    sa.Column("done", sa.Integer, nullable=False, server_default="0"),
    sa.Column("total", sa.Integer, nullable=False, server_default="0"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("problem", sa.JSON(none_as_null=True)),
    sa.Column("stop", sa.Boolean, nullable=False, server_default=sa.false()),
)
_results = sa.Table(
    "results",
    _metadata,
    sa.Column("job", sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("value", sa.JSON, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of long work. ``asked``: its arguments; ``person``: who asked; times are UTC, ISO.

    ``stage`` names what it is at, ``done`` of ``total`` how far that is (0 of 0: nothing to count). ``results``: one
    entry a file or plan. ``stop``: somebody wants it to end.
    """

    id: str
    kind: Kind
    state: State
    asked: dict[str, Any]
    person: str
    made_at: str
    begun_at: str | None = None
    ended_at: str | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    tries: int = 0
    problem: dict[str, Any] | None = None
    stop: bool = False
    results: tuple[dict[str, Any], ...] = ()

    @property
    def over(self) -> bool:
        return self.state in OVER


class JobBook:
    """The jobs of one data folder. Safe to use from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        """Raises Problem where the folder or the book in it cannot be used."""
        self.folder = folder
        path = folder / DATABASE
        self._engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
        sa.event.listen(self._engine, "connect", _configure)
        try:
            _metadata.create_all(self._engine)
        except sa.exc.DatabaseError as error:
            self._engine.dispose()
            raise Problem("database-unusable", path=path, reason=error.orig) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self._engine.dispose()

    # ------------------------------------------------------------ asking for work

    def add(self, kind: Kind, asked: dict[str, Any], person: str = "", job_id: str = "") -> Job:
        """A new job, waiting for its turn. ``job_id``: one from :func:`new_id` whose files lie ready."""
        job_id = job_id or new_id()
        values = {"id": job_id, "kind": kind, "state": "waiting", "asked": asked, "person": person, "made_at": now()}
        with self._engine.begin() as connection:
            connection.execute(sa.insert(_jobs).values(values))
        return self.get(job_id)

    def cancel(self, job_id: str) -> Job:
        """Have a job not begun, or ended where it is; one that is over stays as it is."""
        mine = _jobs.c.id == job_id
        with self._engine.begin() as connection:
            waiting = sa.update(_jobs).where(mine, _jobs.c.state == "waiting")
            connection.execute(waiting.values(state="cancelled", ended_at=now()))
            connection.execute(sa.update(_jobs).where(mine, _jobs.c.state == "running").values(stop=True))
        return self.get(job_id)

    def forget_before(self, days: int) -> list[str]:
        """Forget jobs that ended more than so many days ago; their ids."""
        limit = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
        old = sa.and_(_jobs.c.state.in_(OVER), _jobs.c.ended_at < limit)
        with self._engine.begin() as connection:
            gone = list(connection.execute(sa.select(_jobs.c.id).where(old)).scalars())
            connection.execute(sa.delete(_jobs).where(old))
        return gone

    # ------------------------------------------------------------ looking

    def get(self, job_id: str) -> Job:
        """The job with its results. Raises Problem when there is none of that id."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(_jobs).where(_jobs.c.id == job_id)).mappings().one_or_none()
            if row is None:
                raise Problem("job-unknown", job=job_id)
            query = sa.select(_results.c.value).where(_results.c.job == job_id).order_by(_results.c.number)
            return _job(row, tuple(connection.execute(query).scalars()))

    def has(self, job_id: str) -> bool:
        with self._engine.connect() as connection:
            return connection.execute(sa.select(_jobs.c.id).where(_jobs.c.id == job_id)).first() is not None

    def newest(self, limit: int, offset: int = 0, *, person: str | None = None) -> list[Job]:
        """Jobs, the newest first, without their results. ``person``: only what this one asked for."""
        query = sa.select(_jobs).order_by(_jobs.c.number.desc()).limit(limit).offset(offset)
        with self._engine.connect() as connection:
            return [_job(row) for row in connection.execute(_of_person(query, person)).mappings()]

    def count(self, *, person: str | None = None) -> int:
        query = sa.select(sa.func.count()).select_from(_jobs)
        with self._engine.connect() as connection:
            return int(connection.execute(_of_person(query, person)).scalar_one())

    def states(self) -> dict[str, int]:
        """How many jobs are in each state."""
        query = sa.select(_jobs.c.state, sa.func.count()).group_by(_jobs.c.state)
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    # ------------------------------------------------------------ doing it

    def take_up(self) -> None:
        """Put back what another process was at when it died."""
        with self._engine.connect() as connection:
            left = list(connection.execute(sa.select(_jobs.c.id).where(_jobs.c.state == "running")).scalars())
        for job_id in left:
            self.put_back(job_id)

    def put_back(self, job_id: str, *, blameless: bool = False) -> None:
        """Have a running job wait for another try, if nobody wants it to end and it has tries left.

        ``blameless``: it was not its fault that it ended, so the try does not count.
        """
        mine = sa.and_(_jobs.c.id == job_id, _jobs.c.state == "running")
        gave_up = {"code": "job-gave-up", "data": {"tries": TRIES}}
        with self._engine.begin() as connection:
            stopped = sa.update(_jobs).where(mine, _jobs.c.stop)
            connection.execute(stopped.values(state="cancelled", ended_at=now()))
            if not blameless:
                hopeless = sa.update(_jobs).where(mine, _jobs.c.tries >= TRIES)
                connection.execute(hopeless.values(state="failed", ended_at=now(), problem=gave_up))
            tries = _jobs.c.tries - 1 if blameless else _jobs.c.tries
            connection.execute(sa.update(_jobs).where(mine).values(state="waiting", stage="", tries=tries))

    def begin_next(self) -> Job | None:
        """The oldest job that waits, now running; None where none waits."""
        oldest = sa.select(sa.func.min(_jobs.c.number)).where(_jobs.c.state == "waiting").scalar_subquery()
        begun = (
            sa.update(_jobs)
            .where(_jobs.c.number == oldest)
            .values(state="running", begun_at=now(), tries=_jobs.c.tries + 1, stage="", done=0, total=0)
            .returning(_jobs.c.id)
        )
        with self._engine.begin() as connection:
            found = connection.execute(begun).scalar_one_or_none()
        return self.get(found) if found else None

    def progress(self, job_id: str, stage: str, done: int = 0, total: int = 0) -> None:
        with self._engine.begin() as connection:
            where = sa.update(_jobs).where(_jobs.c.id == job_id, _jobs.c.state == "running")
            connection.execute(where.values(stage=stage, done=done, total=total))

    def add_result(self, job_id: str, value: dict[str, Any]) -> None:
        """Note what came of one file or plan. The job is getting on: its tries count anew."""
        number = sa.select(sa.func.count()).select_from(_results).where(_results.c.job == job_id).scalar_subquery()
        with self._engine.begin() as connection:
            connection.execute(sa.insert(_results).values(job=job_id, number=number, value=value))
            connection.execute(sa.update(_jobs).where(_jobs.c.id == job_id).values(tries=1))

    def end(self, job_id: str, state: State, problem: dict[str, Any] | None = None) -> None:
        """Close a running job; one that is over already stays as it is."""
        with self._engine.begin() as connection:
            where = sa.update(_jobs).where(_jobs.c.id == job_id, _jobs.c.state == "running")
            connection.execute(where.values(state=state, ended_at=now(), problem=problem))


def new_id() -> str:
    return uuid4().hex


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _of_person(query: sa.Select[Any], person: str | None) -> sa.Select[Any]:
    return query if person is None else query.where(_jobs.c.person == person)


def _job(row: sa.RowMapping, results: Sequence[dict[str, Any]] = ()) -> Job:
    return Job(**{name: row[name] for name in row if name != "number"}, results=tuple(results))


def _configure(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()
