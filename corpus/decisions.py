"""All that people have said: verdicts on pairs, notes on measures, decisions on names of bodies, as one history.

Each says whether it still holds to something in the plans (*attached*) or waits for its measure or name to come back
(*orphaned*), and whether a later word has taken its place. Nothing that was said is ever left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corpus.body_choices import Choice, Choices, choices_in
from corpus.statuses import Note, Notes, notes_in
from corpus.store import Store
from corpus.text import fold
from corpus.verdicts import Verdict, Verdicts, verdicts_in

STANDINGS = ("standing", "superseded", "orphaned")


@dataclass(frozen=True, slots=True)
class Decision:
    """One word of a person. ``kind``: verdict, note, merge or split; ``word`` what was said; ``about`` the text or name
    it was said of, ``other`` the second one; ``measures`` the ids of the measures that it holds to today."""

    kind: str
    word: str
    about: str
    other: str
    plan_id: str | None
    comment: str
    person: str
    said_at: datetime
    standing: str
    measures: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "word": self.word,
            "about": self.about,
            "other": self.other or None,
            "plan_id": self.plan_id,
            "comment": self.comment,
            "person": self.person,
            "said_at": self.said_at.isoformat(),
            "standing": self.standing,
            "measures": list(self.measures),
        }


def decisions_in(store: Store) -> list[Decision]:
    """Every word that was said, the latest first."""
    found = [*_verdicts(verdicts_in(store)), *_notes(notes_in(store)), *_choices(choices_in(store), store)]
    return sorted(found, key=lambda one: one.said_at, reverse=True)


def _verdicts(verdicts: Verdicts) -> Iterator[Decision]:
    current = {id(said): tuple(sorted(pair)) for pair, said in verdicts.standing.items()}
    lost = set(map(id, verdicts.orphaned))
    for said in reversed(verdicts.history):
        standing = "standing" if id(said) in current else "orphaned" if id(said) in lost else "superseded"
        yield _verdict(said, standing, current.get(id(said), ()))


def _verdict(said: Verdict, standing: str, measures: tuple[str, ...]) -> Decision:
    rest = (said.comment, said.person, said.said_at, standing, measures)
    return Decision("verdict", said.verdict, said.a.text, said.b.text, said.a.plan_id, *rest)


def _notes(notes: Notes) -> Iterator[Decision]:
    for measure_id, history in notes.history.items():
        for number, note in reversed(list(enumerate(history))):
            later = any(other.item == note.item for other in history[number + 1 :])
            yield _note(note, "superseded" if later else "standing", (measure_id,))
    for note in reversed(notes.orphaned):
        yield _note(note, "orphaned", ())


def _note(note: Note, standing: str, measures: tuple[str, ...]) -> Decision:
    day = note.on_date.isoformat() if note.on_date else ""
    rest = (note.comment, note.person, note.said_at, standing, measures)
    return Decision("note", note.status, note.anchor.text, day, note.anchor.plan_id, *rest)


def _choices(choices: Choices, store: Store) -> Iterator[Decision]:
    names = store.names_of_bodies() if choices.history else []
    lost = set(map(id, choices.orphaned((own for own, *_ in names), (text for _, _, text, _ in names))))
    newest = {_key(choice): id(choice) for choice in choices.history}
    for choice in reversed(choices.history):
        current = newest[_key(choice)] == id(choice)
        standing = "superseded" if not current else "orphaned" if id(choice) in lost else "standing"
        rest = (choice.comment, choice.person, choice.said_at, standing)
        word = "unmerge" if choice.takes_back else choice.kind
        yield Decision(choice.kind, word, choice.name, choice.into, choice.plan_id, *rest)


def _key(choice: Choice) -> tuple[str, str, str | None]:
    return choice.kind, choice.name if choice.kind == "merge" else fold(choice.name), choice.plan_id
