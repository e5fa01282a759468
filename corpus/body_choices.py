"""What people decided about names of bodies: that two canonical names are one body, or that a printed name is another.

Kept by name, so that a decision stays when documents are read again; the newest on a name counts, all stay as history.
A decision is carried into the rows of the store at once, so that search, filters, answers and deadlines know the body
by its decided name; the name that the reading gave stays beside it, so that a decision can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from corpus.anchors import now
from corpus.messages import Problem
from corpus.model import Measure, PlanDocument, Responsible
from corpus.store import Store, content_hash, metadata
from corpus.text import collapse, fold

body_choices = sa.Table(
    "body_choices",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("plan_id", sa.String),
    sa.Column("into", sa.String, nullable=False),
    sa.Column("comment", sa.String, nullable=False),
    sa.Column("person", sa.String, nullable=False),
    sa.Column("said_at", sa.DateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision. ``kind`` is «merge» (the canonical name ``name`` is the body ``into``) or «split» (the printed name
    ``name``, in one plan or in all, is the body ``into``). A merge into itself and a split into nothing take an earlier
    decision on the name back."""

    kind: str
    name: str
    plan_id: str | None
    into: str
    comment: str
    person: str
    said_at: datetime

    @property
    def takes_back(self) -> bool:
        return self.into == (self.name if self.kind == "merge" else "")


class Choices:
    """The decisions of a store, applied to names. ``history`` is every decision, oldest first."""

    def __init__(self, history: Iterable[Choice] = ()) -> None:
        self.history = tuple(history)
        self._merged = {c.name: c.into for c in self.history if c.kind == "merge"}
        self._printed = {(fold(c.name), c.plan_id): c.into for c in self.history if c.kind == "split"}

    def body(self, canonical: str, printed: str, plan_id: str) -> str:
        """The body that a printed name means in a plan, after people's decisions."""
        named = canonical
        if self._printed:
            key = fold(printed)
            named = self._printed.get((key, plan_id)) or self._printed.get((key, None)) or canonical
        seen = {named}
        while (into := self._merged.get(named)) is not None and into not in seen:
            seen.add(into)
            named = into
        return named

    def in_force(self) -> tuple[Choice, ...]:
        """The decisions that hold: the newest on each name, but for those that took one back."""
        newest = {c.name if c.kind == "merge" else (fold(c.name), c.plan_id): c for c in self.history}
        return tuple(c for c in newest.values() if not c.takes_back)

    def orphaned(self, canonical: Iterable[str], printed: Iterable[str]) -> tuple[Choice, ...]:
        """Decisions about names that no plan has any more."""
        known, texts = set(canonical), {fold(text) for text in printed}
        return tuple(
            c for c in self.history if (c.name not in known if c.kind == "merge" else fold(c.name) not in texts)
        )


def merge_bodies(store: Store, name: str, into: str, *, comment: str = "", person: str = "") -> Choice:
    """From now on the canonical name ``name`` is the body ``into``. Raises Problem where they are one already."""
    if collapse(name) == collapse(into):
        raise Problem("body-itself", name=name)
    return _decide(store, Choice("merge", collapse(name), None, collapse(into), comment, person, now()))


def split_body(
    store: Store, printed: str, into: str, *, plan_id: str | None = None, comment: str = "", person: str = ""
) -> Choice:
    """From now on the printed name (in one plan or in all) is the body ``into`` and not what its words say."""
    return _decide(store, Choice("split", collapse(printed), plan_id, collapse(into), comment, person, now()))


def unmerge_body(store: Store, name: str, *, comment: str = "", person: str = "") -> Choice:
    """From now on the canonical name stands for itself again."""
    return _decide(store, Choice("merge", collapse(name), None, collapse(name), comment, person, now()))


def rejoin_name(
    store: Store, printed: str, *, plan_id: str | None = None, comment: str = "", person: str = ""
) -> Choice:
    """From now on the printed name (in one plan or in all) is again what its words say."""
    return _decide(store, Choice("split", collapse(printed), plan_id, "", comment, person, now()))


def choices_in(store: Store) -> Choices:
    """All decisions; through a restricted store, those on names that its plans have."""
    with store.notebook(body_choices) as connection:
        rows = connection.execute(sa.select(body_choices).order_by(body_choices.c.id)).mappings().all()
    names = ("kind", "name", "plan_id", "into", "comment", "person", "said_at")
    history = (Choice(*(row[name] for name in names)) for row in rows)
    return Choices(history if store.only is None else _seen(history, store))


def _seen(history: Iterable[Choice], store: Store) -> list[Choice]:
    """Those decisions that are about a name which the store shows."""
    every = store.names_of_bodies()
    bodies = {name for own, body, _, _ in every for name in (own, body)}
    printed = {fold(text) for _, _, text, _ in every}
    about = (c for c in history if c.name in bodies or (c.kind == "split" and fold(c.name) in printed))
    return [c for c in about if c.plan_id is None or store.shows(c.plan_id)]


def decided(document: PlanDocument, choices: Choices) -> tuple[PlanDocument, dict[tuple[str, int, int], str]]:
    """A document as read, with its bodies under the names that people decided on; and the names that were changed."""
    own: dict[tuple[str, int, int], str] = {}

    def named(measure: Measure, number: int, place: int, r: Responsible) -> Responsible:
        body = choices.body(r.body, r.text, document.plan.id)
        if body != r.body:
            own[measure.id, number, place] = r.body
        return replace(r, body=body)

    return (_renamed(document, named) if choices.history else document), own


def as_read(store: Store, plan_id: str) -> PlanDocument:
    """A stored plan with the names that its bodies had before people's decisions."""
    own = store.own_bodies(plan_id)
    plan = next(stored.plan for stored in store.plans([plan_id]))
    document = PlanDocument(plan, tuple(stored.measure for stored in store.measures(plan_id=plan_id)))

    def named(measure: Measure, number: int, place: int, r: Responsible) -> Responsible:
        return replace(r, body=own.get((measure.id, number, place), r.body))

    return _renamed(document, named) if own else document


def carry_out(store: Store) -> tuple[str, ...]:
    """Bring the rows of the store to what people have decided; the ids of the plans that changed by it."""
    choices = choices_in(store)
    names = store.names_of_bodies() if choices.history else []
    changed = sorted({plan for own, body, text, plan in names if choices.body(own, text, plan) != body})
    for plan_id in changed:
        document, own_names = decided(as_read(store, plan_id), choices)
        store.rewrite(document, content_hash(document), own_names)
    return tuple(changed)


def _renamed(document: PlanDocument, named: Callable[[Measure, int, int, Responsible], Responsible]) -> PlanDocument:
    def own(measure: Measure) -> Measure:
        items = tuple(
            replace(item, responsible=tuple(named(measure, n, place, r) for place, r in enumerate(item.responsible)))
            for n, item in enumerate(measure.items)
        )
        return replace(measure, items=items)

    return replace(document, measures=tuple(map(own, document.measures)))


def _decide(store: Store, choice: Choice) -> Choice:
    if store.only is not None:
        raise Problem("all-plans-needed")
    names = ("kind", "name", "plan_id", "into", "comment", "person", "said_at")
    with store.notebook(body_choices) as connection:
        connection.execute(sa.insert(body_choices).values({name: getattr(choice, name) for name in names}))
    carry_out(store)
    return choice
