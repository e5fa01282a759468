"""Conditions as people and programs write them (options, address parameters) to filters over this store.

A region, a plan or a body may be named in any form. What nothing in the store is called stays as written, so that
the condition is met by no measure, never by more; it is reported beside the filters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from api.session import plan_named
from corpus.body_names import BodyIndex
from corpus.filters import Filters
from corpus.regions import region_in
from corpus.text import fold

if TYPE_CHECKING:
    from corpus.store import Store

WHOLE_COUNTRY = ("україна", "вся україна", "загальнодержавний", "загальнодержавні", "ukraine", "null")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The conditions as written. ``due_from``, ``due_to``, ``year``, ``consent`` need no reading."""

    region: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    year: tuple[int, ...] = ()
    consent: bool | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """Filters, and those of their values (filter name, text) that nothing in the store is called."""

    filters: Filters
    unknown: tuple[tuple[str, str], ...] = ()


def conditions(wanted: Wanted, store: Store, names: Callable[[], BodyIndex] | None = None) -> Conditions:
    """What was written, as filters. ``names`` gives the bodies' names where they are kept at hand."""
    unknown: list[tuple[str, str]] = []
    plans = store.plans() if wanted.plan or wanted.region else []
    regions = {stored.plan.region or "" for stored in plans}

    def known(name: str, text: str, found: Iterable[str]) -> Sequence[str]:
        values = list(found)
        if not values:
            unknown.append((name, text))
        return values or [text]

    region = [v for t in wanted.region for v in known("region", t, {_region(t)} & regions)]
    plan = [v for t in wanted.plan for v in known("plan", t, filter(None, [plan_named(t, plans)]))]
    body = [
        v for t in wanted.body for v in known("body", t, _bodies(t, names() if names else BodyIndex.from_store(store)))
    ]
    filters = Filters(
        region=tuple(dict.fromkeys(region)),
        plan=tuple(dict.fromkeys(plan)),
        body=tuple(dict.fromkeys(body)),
        section=wanted.section,
        due_from=wanted.due_from,
        due_to=wanted.due_to,
        year=wanted.year,
        consent=wanted.consent,
    )
    return Conditions(filters, tuple(unknown))


def _region(text: str) -> str:
    """The full nominative name, or the empty string for the whole country."""
    if not text.strip() or fold(text) in WHOLE_COUNTRY:
        return ""
    return region_in(text) or text


def _bodies(text: str, names: BodyIndex) -> list[str]:
    return [match.body for match in names.resolve(text)]
