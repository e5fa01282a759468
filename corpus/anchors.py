"""Where a person's word about a measure is fastened, so that it stays when the document is read again.

A measure's id changes when its text or its plan's file name changes. So the id is kept together with a fingerprint of
the content: whoever is not found by id is looked for by content, and what is found nowhere (or in two places) is
*orphaned*: listed with the words it was said about, never dropped and never fastened to a guess.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.messages import Problem
from corpus.model import Measure
from corpus.store import Store
from corpus.text import fold


@dataclass(frozen=True, slots=True)
class Anchor:
    """A measure as it was when something was said of it."""

    measure_id: str
    plan_id: str
    fingerprint: str
    text: str

    @classmethod
    def of(cls, measure: Measure) -> Anchor:
        return cls(measure.id, measure.plan_id, fingerprint(measure), measure.measure)


def fingerprint(measure: Measure) -> str:
    """A hash of what makes a measure this one: its words and its task, not its file, place or number."""
    text = "\n".join(fold(part or "") for part in (measure.task or measure.section, measure.measure))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Anchorage:
    """Finds the measures of a store that anchors mean today."""

    def __init__(self, store: Store) -> None:
        self._by_id: dict[str, str] = {}
        self._by_content: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for stored in store.measures():
            measure = stored.measure
            self._by_id[measure.id] = measure.plan_id
            self._by_content[fingerprint(measure)].append((measure.plan_id, measure.id))

    def find(self, anchor: Anchor) -> str | None:
        """The id of the measure today: by id, else the only one of this content (in its own plan first), else None."""
        if anchor.measure_id in self._by_id:
            return anchor.measure_id
        found = self._by_content.get(anchor.fingerprint, [])
        own = [measure_id for plan_id, measure_id in found if plan_id == anchor.plan_id]
        if len(own) == 1:
            return own[0]
        return found[0][1] if len(found) == 1 else None


def anchor_in(store: Store, measure_id: str) -> Anchor:
    """The anchor of a stored measure. Raises Problem when there is none of that id."""
    stored = store.by_id(measure_id)
    if stored is None:
        raise Problem("no-measure", id=measure_id)
    return Anchor.of(stored.measure)


def now() -> datetime:
    """The time that is written beside a person's word: UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0, tzinfo=None)
