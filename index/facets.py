"""What is left under filters, counted; and which condition it was that left nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.filters import Filters
from corpus.store import Store

_SHOWN = 50  # values of one facet


def facets_of(store: Store, among: Sequence[int] | Filters) -> dict[str, list[tuple[str, int]]]:
    """Measures (rows, or all under filters) by region («» is the whole country), plan, section, year of a deadline,
    and body; most first, equal ones by their names. The database counts."""
    counts = {name: Counter(found) for name, found in store.counts(among).items()}
    regions: Counter[str] = Counter()
    for stored in store.plans():
        regions[stored.plan.region or ""] += counts["plan"].get(stored.plan.id, 0)
    counts = {"region": +regions, **counts}
    return {name: sorted(found.items(), key=lambda one: (-one[1], one[0]))[:_SHOWN] for name, found in counts.items()}


def failing_conditions(holds: Callable[[Filters], bool], filters: Filters) -> tuple[str, ...]:
    """The conditions that leave nothing: those that do so alone, else those without which something is left, else all.
    ``holds`` says whether conditions leave any measure.

    Conditions are named as the fields of Filters; «due_from» and «due_to» are tried together.
    """
    groups = _groups(filters)
    alone = [names for names in groups if not holds(_only(filters, names))]
    if alone:
        return tuple(name for names in alone for name in names)
    needed = [names for names in groups if holds(_without(filters, names))]
    return tuple(name for names in needed or groups for name in names)


def _groups(filters: Filters) -> list[tuple[str, ...]]:
    due = tuple(name for name in filters.names if name.startswith("due_"))
    body = tuple(name for name in filters.names if name in ("body", "sole_body", "beside"))
    single = [(name,) for name in filters.names if name not in due + body]
    return [*([due] if due else []), *([body] if body else []), *single]


def _only(filters: Filters, names: tuple[str, ...]) -> Filters:
    return replace(Filters(), **{name: getattr(filters, name) for name in names})


def _without(filters: Filters, names: tuple[str, ...]) -> Filters:
    return replace(filters, **{name: getattr(Filters(), name) for name in names})
