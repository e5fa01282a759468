"""What people said of pairs of measures: a duplicate, different, or to be coordinated.

Kept in the store's database beside the documents, untouched by their re-reading and removal; the newest word on a pair
counts, the earlier ones stay as its history.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from corpus.anchors import Anchor, Anchorage, anchor_in, now
from corpus.messages import Problem
from corpus.store import Store, metadata

VERDICTS = ("duplicate", "different", "coordinate")

pair_verdicts = sa.Table(
    "pair_verdicts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    *[
        sa.Column(f"{side}_{name}", sa.String, nullable=False)
        for side in ("a", "b")
        for name in ("measure_id", "plan_id", "fingerprint", "text")
    ],
    sa.Column("verdict", sa.String, nullable=False),
    sa.Column("comment", sa.String, nullable=False),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("said_at", sa.DateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One word on a pair: what it was said of, the word, by whom and when (UTC)."""

    a: Anchor
    b: Anchor
    verdict: str
    comment: str
    person: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All words on pairs today: ``standing`` by the ids of the two measures, ``orphaned`` those of which a measure is
    no longer there, ``history`` every word ever said, oldest first."""

    standing: dict[frozenset[str], Verdict]
    orphaned: tuple[Verdict, ...]
    history: tuple[Verdict, ...]

    def words(self) -> dict[frozenset[str], str]:
        """Pairs of measure ids with the verdict that counts."""
        return {pair: verdict.verdict for pair, verdict in self.standing.items()}


def give_verdict(store: Store, a: str, b: str, verdict: str, *, comment: str = "", person: str = "") -> Verdict:
    """Store a person's word on two measures. Raises Problem for an unknown word or measure, or a pair of one."""
    if verdict not in VERDICTS:
        raise Problem("unknown-verdict", verdict=verdict, known=", ".join(VERDICTS))
    if a == b:
        raise Problem("pair-of-one", id=a)
    said = Verdict(anchor_in(store, a), anchor_in(store, b), verdict, comment.strip(), person.strip(), now())
    with store.notebook(pair_verdicts) as connection:
        connection.execute(sa.insert(pair_verdicts).values(_row(said)))
    return said


def verdicts_in(store: Store) -> Verdicts:
    """What stands today, what is orphaned, and the history."""
    history = tuple(_all(store))
    anchorage = Anchorage(store) if history else None
    standing: dict[frozenset[str], Verdict] = {}
    lost: dict[frozenset[str], Verdict] = {}
    for said in history:
        assert anchorage is not None
        found = frozenset(name for side in (said.a, said.b) if (name := anchorage.find(side)))
        if len(found) == 2:
            standing[found] = said
        else:
            lost[frozenset((said.a.fingerprint, said.b.fingerprint))] = said
    return Verdicts(standing, tuple(lost.values()), history)


def _all(store: Store) -> Iterator[Verdict]:
    with store.notebook(pair_verdicts) as connection:
        rows = connection.execute(sa.select(pair_verdicts).order_by(pair_verdicts.c.id)).mappings().all()
    for row in rows:
        sides = [
            Anchor(*(row[f"{side}_{name}"] for name in ("measure_id", "plan_id", "fingerprint", "text")))
            for side in ("a", "b")
        ]
        if store.shows(sides[0].plan_id, sides[1].plan_id):
            yield Verdict(sides[0], sides[1], row["verdict"], row["comment"], row["person"], row["said_at"])


def _row(said: Verdict) -> dict[str, object]:
    sides = {
        f"{side}_{name}": getattr(anchor, name)
        for side, anchor in (("a", said.a), ("b", said.b))
        for name in ("measure_id", "plan_id", "fingerprint", "text")
    }
    rest = {name: getattr(said, name) for name in ("verdict", "comment", "person", "said_at")}
    return {**sides, **rest}
