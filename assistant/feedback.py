"""What people think of answers: thumbs and a comment, kept with the question and the answer that they are about.

Answers that do not help are what the assistant is to be improved by; so a record stands by itself, whatever becomes of
the plans. It is kept in the store's database, untouched by the reading of documents; the revision stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

import sqlalchemy as sa

from corpus.anchors import now
from corpus.store import Store, metadata

Thumb = Literal["up", "down"]
THUMBS: tuple[Thumb, ...] = get_args(Thumb)

_feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String, nullable=False, index=True),
    *[
        sa.Column(name, sa.String, nullable=False)
        for name in ("thumb", "comment", "question", "answer", "person", "lang")
    ],
    sa.Column("history", sa.JSON, nullable=False),
    sa.Column("abstained", sa.Boolean, nullable=False),
    sa.Column("said_at", sa.DateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Feedback:
    """A person's word on one answer. ``id`` names the answer as it was shown: a later word of the same person on it
    takes the place of the earlier one. ``history``: the dialogue's earlier questions; ``said_at``: UTC."""

    id: str
    thumb: Thumb
    question: str
    answer: str
    abstained: bool
    comment: str = ""
    history: Sequence[str] = ()
    person: str = ""
    lang: str = "uk"
    said_at: datetime = field(default_factory=now)

    def to_json(self) -> dict[str, Any]:
        names = ("id", "thumb", "comment", "question", "answer", "abstained", "person", "lang")
        said = {"history": list(self.history), "said_at": self.said_at.isoformat()}
        return {name: getattr(self, name) for name in names} | said


@dataclass(frozen=True, slots=True)
class Opinion:
    """What people think of the answers altogether."""

    up: int
    down: int
    down_refused: int


def give_feedback(store: Store, said: Feedback) -> None:
    """Store a person's word on an answer, in place of the same person's earlier one."""
    with store.notebook(_feedback) as connection:
        same = (_feedback.c.id == said.id) & (_feedback.c.person == said.person)
        connection.execute(sa.delete(_feedback).where(same))
        connection.execute(sa.insert(_feedback).values(said.to_json() | {"said_at": said.said_at}))


def feedback_in(store: Store, thumb: Thumb | None = None, limit: int = 200, offset: int = 0) -> list[Feedback]:
    """The newest words on answers, newest first; of one kind where ``thumb`` is given. ``offset``: so many of the
    newest are left out."""
    query = sa.select(_feedback).order_by(_feedback.c.number.desc()).limit(limit).offset(offset)
    if thumb is not None:
        query = query.where(_feedback.c.thumb == thumb)
    with store.notebook(_feedback) as connection:
        rows = connection.execute(query).mappings().all()
    return [Feedback(**{name: value for name, value in row.items() if name != "number"}) for row in rows]


def opinion_in(store: Store) -> Opinion:
    """How many answers helped, how many did not, and how many of these were refusals."""
    up, down, refused = (
        sa.func.count().filter(condition)
        for condition in (
            _feedback.c.thumb == "up",
            _feedback.c.thumb == "down",
            (_feedback.c.thumb == "down") & _feedback.c.abstained,
        )
    )
    with store.notebook(_feedback) as connection:
        return Opinion(*connection.execute(sa.select(up, down, refused)).one())
