"""Structured conditions on measures: what the contract calls filters.

Conditions of different kinds are joined by "and", several values of one kind by "or". Body, deadline, consent and
value must meet in the *same item* of a measure; region, plan and section are facts of the measure as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from corpus.model import iso


@dataclass(frozen=True, slots=True)
class Filters:
    """Which measures may answer. Empty fields set no condition.

    ``region``: full nominative names; the empty string stands for plans of the whole country.
    ``plan``: plan ids. ``body``: canonical body names. ``section``: text that a section, subsection or task
    contains. ``due_from``/``due_to``: the item's deadline *ends* within, both ends included. ``year``: ends in
    one of these years. ``consent``: the item has a body by consent (True) or has none (False).
    ``value``: the item's value equals one of these texts. ``sole_body``: the bodies are the item's only ones.
    ``beside``: canonical names of bodies of which the item has one too («разом із поліцією»).
    ``undated``: the item has no end date. ``number``: the number of the measure or of its task is one of these.
    """

    region: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    year: tuple[int, ...] = ()
    consent: bool | None = None
    value: tuple[str, ...] = ()
    sole_body: bool = False
    beside: tuple[str, ...] = ()
    undated: bool = False
    number: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Filters()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the conditions that are set, in a fixed order."""
        empty = Filters()
        return tuple(f.name for f in fields(self) if getattr(self, f.name) != getattr(empty, f.name))

    @property
    def on_items(self) -> bool:
        """Whether any condition concerns single items."""
        item_level = {"body", "due_from", "due_to", "year", "consent", "value", "sole_body", "beside", "undated"}
        return bool(item_level & set(self.names))

    def to_json(self) -> dict[str, Any]:
        """Only the conditions that are set; one value alone stands as itself, several as a list."""
        out: dict[str, Any] = {}
        for name in self.names:
            value = getattr(self, name)
            if isinstance(value, tuple):
                out[name] = value[0] if len(value) == 1 else list(value)
            else:
                out[name] = iso(value) if isinstance(value, date) else value
        return out
