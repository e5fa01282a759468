"""A question on its way to a request: what is left of it, and what was found in it so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from assistant.names import Names
from assistant.periods import Mention
from assistant.question import Rest
from assistant.request import Condition
from corpus.filters import Filters


@dataclass
class Draft:
    """A question on its way to a request: what is left of it, and what was found in it."""

    text: str
    names: Names
    today: date
    rest: Rest
    marks: dict[str, re.Match[str]] = field(default_factory=dict)
    filters: Filters = field(default_factory=Filters)
    conditions: list[Condition] = field(default_factory=list)
    unknown: list[Condition] = field(default_factory=list)
    scopes: list[tuple[int, Filters, str]] = field(default_factory=list)
    places: list[tuple[str, int, int]] = field(default_factory=list)
    period: Mention | None = None
    exact: bool = False
    sides: tuple[str, ...] = ()

    def note(self, kind: str, start: int, end: int) -> None:
        self.conditions.append(Condition(kind, " ".join(self.text[start:end].split())))
        self.rest = self.rest.without(start, end)
