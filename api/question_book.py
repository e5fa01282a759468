"""What people asked and what had no answer: each question once, with how often it was asked and refused.

It says what is missing in the plans or in their reading. Nobody's name stands in it; what was not asked for half a year
is forgotten, and so is the oldest of more questions than anybody would read. It lies in a file of its own, so that
asking never waits for an ingest.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa

from corpus.anchors import now
from corpus.text import fold

DATABASE = "questions.sqlite"
KEPT_FOR = timedelta(days=180)
KEPT_AT_MOST = 20_000  # different questions
LONGEST = 1_000  # characters that are kept of a question
_TIDIED_EVERY = 500  # questions

_metadata = sa.MetaData()
_asked = sa.Table(
    "asked",
    _metadata,
    sa.Column("folded", sa.String, primary_key=True),
    sa.Column("question", sa.String, nullable=False),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
    sa.Column("last_refused", sa.Boolean, nullable=False),
    sa.Column("last_at", sa.DateTime, nullable=False, index=True),
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was last written, how often it was asked and refused, and when for the last time (UTC)."""

    question: str
    times: int
    refused: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """All questions in numbers: how many were asked, and how many of them had no answer."""

    times: int
    refused: int


class QuestionBook:
    """The questions of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / DATABASE
        self._engine: sa.Engine | None = None
        self._lock = Lock()
        self._noted = 0

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()

    def note(self, question: str, *, refused: bool) -> None:
        """Count a question. An answer is never lost because its question could not be counted."""
        try:
            self._note(" ".join(question.split())[:LONGEST], refused)
        except sa.exc.SQLAlchemyError as error:
            _log.warning("A question was not counted: %s", type(error).__name__)

    def asked(self) -> Asked:
        """All questions in numbers."""
        sums = (sa.func.coalesce(sa.func.sum(column), 0) for column in (_asked.c.times, _asked.c.refused))
        with self._opened().connect() as connection:
            return Asked(*connection.execute(sa.select(*sums)).one())

    def unanswered(self, limit: int = 50) -> list[AskedQuestion]:
        """The questions that had no answer when they were last asked, the most frequent first."""
        order = (_asked.c.refused.desc(), _asked.c.last_at.desc())
        query = sa.select(_asked).where(_asked.c.last_refused).order_by(*order).limit(limit)
        with self._opened().connect() as connection:
            rows = connection.execute(query).mappings().all()
        return [AskedQuestion(row["question"], row["times"], row["refused"], row["last_at"]) for row in rows]

    def _note(self, question: str, refused: bool) -> None:
        key = fold(question)
        facts = {"question": question, "last_refused": refused, "last_at": now()}
        more = {"times": _asked.c.times + 1, "refused": _asked.c.refused + int(refused)}
        with self._opened().begin() as connection:
            known = connection.execute(sa.update(_asked).where(_asked.c.folded == key).values(facts | more))
            if not known.rowcount:
                new = {"folded": key, "times": 1, "refused": int(refused)}
                connection.execute(sa.insert(_asked).values(facts | new))
            self._noted += 1
            if self._noted % _TIDIED_EVERY == 1:
                _forget(connection)

    def _opened(self) -> sa.Engine:
        with self._lock:
            if self._engine is None:
                engine = sa.create_engine(f"sqlite:///{self._path}", connect_args={"timeout": 5})
                sa.event.listen(engine, "connect", _configure)
                _metadata.create_all(engine)
                self._engine = engine
            return self._engine


def _forget(connection: sa.Connection) -> None:
    """Take out what is too old, and the oldest of what is too much."""
    connection.execute(sa.delete(_asked).where(_asked.c.last_at < now() - KEPT_FOR))
    kept = sa.select(_asked.c.folded).order_by(_asked.c.last_at.desc()).limit(KEPT_AT_MOST)
    connection.execute(sa.delete(_asked).where(_asked.c.folded.not_in(kept)))


def _configure(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("pragma journal_mode=wal")
    cursor.execute("pragma synchronous=off")  # a count that a power cut takes is no loss
    cursor.close()
