"""The registry of responsible bodies over all plans: their names, what they own, when it is due.

A body *owns* an item first-named or as a co-executor; which, follows from its place in the cell. People's decisions on
names (:mod:`corpus.body_choices`) are applied.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from corpus.body_choices import Choice, Choices, choices_in
from corpus.body_kinds import kind_of, level_of
from corpus.canonical_names import joint_bodies
from corpus.model import iso
from corpus.regions import region_in
from corpus.store import Store
from corpus.text import fold


@dataclass(frozen=True, slots=True)
class Variant:
    """A name as printed, with the plans where it stands and the number of items."""

    text: str
    plans: tuple[str, ...]
    items: int


@dataclass(frozen=True, slots=True)
class Holding:
    """An item that a body owns: ``first`` when it is the first-named, ``consent`` when by consent."""

    measure_id: str
    plan_id: str
    item: int
    first: bool
    consent: bool
    deadline_from: date | None
    deadline_to: date | None
    recurrence: str | None

    def to_json(self) -> dict[str, Any]:
        return {
            "measure_id": self.measure_id,
            "plan_id": self.plan_id,
            "item": self.item,
            "first": self.first,
            "consent": self.consent,
            "deadline_from": iso(self.deadline_from),
            "deadline_to": iso(self.deadline_to),
            "recurrence": self.recurrence,
        }


@dataclass(frozen=True)  # without slots: what is reckoned of hundreds of thousands of holdings is kept
class Owner:
    """A body with its names and what it owns. ``regions`` are those of its name or of the plans it stands in («» for
    the whole country); ``short_forms`` what documents call it after «далі»."""

    body: str
    kind: str
    level: str
    regions: tuple[str, ...]
    variants: tuple[Variant, ...]
    short_forms: tuple[str, ...]
    holdings: tuple[Holding, ...] = field(repr=False)

    @cached_property
    def first(self) -> int:
        return sum(holding.first for holding in self.holdings)

    @cached_property
    def measures(self) -> int:
        return len({holding.measure_id for holding in self.holdings})

    @cached_property
    def consent(self) -> str:
        """Whether it acts by consent: «yes», «no» or «sometimes»."""
        marks = {holding.consent for holding in self.holdings}
        return "sometimes" if len(marks) > 1 else "yes" if marks == {True} else "no"

    def due(self, start: date | None = None, end: date | None = None) -> tuple[Holding, ...]:
        """What it owns whose deadline's end lies in the period, both ends included; undated items only without one."""
        if start is None and end is None:
            return self.holdings
        return tuple(
            h
            for h in self.holdings
            if h.deadline_to is not None and (start or date.min) <= h.deadline_to <= (end or date.max)
        )

    def load(self) -> dict[str, int]:
        """Items due in each month («2020-03»), in order; «» counts the undated."""
        return dict(self._load)

    @cached_property
    def _load(self) -> dict[str, int]:
        ends = (holding.deadline_to for holding in self.holdings)
        months = Counter((end.year, end.month) if end else (0, 0) for end in ends)
        return {f"{year:04d}-{month:02d}" if year else "": months[year, month] for year, month in sorted(months)}

    def to_json(self, holdings: bool = True) -> dict[str, Any]:
        """The owner with all it owns; without ``holdings``, only with their numbers."""
        return {
            "body": self.body,
            "kind": self.kind,
            "level": self.level or None,
            "regions": [region or None for region in self.regions],
            "consent": self.consent,
            "variants": [{"text": v.text, "plans": list(v.plans), "items": v.items} for v in self.variants],
            "short_forms": list(self.short_forms),
            "measures": self.measures,
            "items": len(self.holdings),
            "first_named": self.first,
            "load": self.load(),
            "owns": [holding.to_json() for holding in self.holdings if holdings],
        }


@dataclass(frozen=True, slots=True)
class Registry:
    """All owners, those with most measures first. ``orphaned``: decisions about names that no plan has any more."""

    owners: tuple[Owner, ...]
    orphaned: tuple[Choice, ...] = ()

    def owner(self, body: str) -> Owner | None:
        """The owner of this canonical name, however it is written."""
        key = fold(body)
        return next((owner for owner in self.owners if fold(owner.body) == key), None)

    def of_measure(self, measure_id: str) -> tuple[Owner, ...]:
        """Who owns a measure: first-named bodies before the others."""
        mine = [
            (not h.first, n, o) for n, o in enumerate(self.owners) for h in o.holdings if h.measure_id == measure_id
        ]
        return tuple({o.body: o for _, _, o in sorted(mine, key=lambda found: found[:2])}.values())


def registry_of(store: Store, choices: Choices | None = None) -> Registry:
    """The registry over everything in the store."""
    decided = choices or choices_in(store)
    plans = {stored.plan.id: stored.plan for stored in store.plans()}
    names: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    holdings: dict[str, list[Holding]] = defaultdict(list)
    canonical: set[str] = set()
    printed: set[str] = set()
    regions = {name: plan.region for name, plan in plans.items()}
    for body, raw, text, holding in _held(store, decided, regions):
        canonical.add(raw)
        printed.add(text)
        names[body][(text, holding.plan_id)] += 1
        holdings[body].append(holding)
    shorts = _short_forms((pair for plan in plans.values() for pair in plan.abbreviations), names)
    owners = (_owner(body, names[body], holdings[body], shorts.get(body, ()), regions) for body in names)
    ordered = tuple(sorted(owners, key=lambda owner: (-owner.measures, owner.body)))
    return Registry(ordered, decided.orphaned(canonical, printed))


def _held(store: Store, choices: Choices, regions: Mapping[str, str | None]) -> Iterator[tuple[str, str, str, Holding]]:
    """(body, its name before people's decisions, name as printed, what it holds) for each body of each item."""
    known: dict[tuple[str, str, str], tuple[str, ...]] = {}
    of_item: tuple[str, int] | None = None
    seen: set[str] = set()
    for measure, plan, number, place, read, _, text, consent, start, end, again in store.held():
        if of_item != (measure, number):
            of_item, seen = (measure, number), set()
        key = (read, text, plan)
        if key not in known:
            known[key] = _meant(read, text, plan, choices, regions[plan])
        for part, body in enumerate(known[key]):
            if body not in seen:
                seen.add(body)
                yield body, read, text, Holding(measure, plan, number, place == part == 0, consent, start, end, again)


def _meant(read: str, text: str, plan_id: str, choices: Choices, region: str | None) -> tuple[str, ...]:
    """The bodies that a printed name means: one, but for known ones that were printed side by side without a mark."""
    body = choices.body(read, text, plan_id)
    parts = joint_bodies(text, region) if body == read else ()
    return tuple(dict.fromkeys(choices.body(part, "", plan_id) for part in parts)) or (body,)


def _owner(
    body: str,
    names: Mapping[tuple[str, str], int],
    holdings: Iterable[Holding],
    shorts: Iterable[str],
    regions: Mapping[str, str | None],
) -> Owner:
    texts: dict[str, dict[str, int]] = defaultdict(dict)
    for (text, plan), count in names.items():
        texts[text][plan] = count
    variants = [Variant(text, tuple(sorted(plans)), sum(plans.values())) for text, plans in texts.items()]
    own = region_in(body)
    found = (own,) if own else tuple(sorted({regions.get(plan) or "" for _, plan in names}))
    ordered = tuple(sorted(variants, key=lambda variant: (-variant.items, variant.text)))
    return Owner(body, kind_of(body), level_of(body), found, ordered, tuple(shorts), tuple(holdings))


def _short_forms(
    pairs: Iterable[tuple[str, str]], names: Mapping[str, Mapping[tuple[str, str], int]]
) -> dict[str, tuple[str, ...]]:
    """The short forms that documents define, by the body whose printed or canonical name they stand for."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for body, texts in names.items():
        for name in {body, *(text for text, _ in texts)}:
            by_name[fold(name)].add(body)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for short, full in pairs:
        for body in by_name.get(fold(full), set()) | by_name.get(fold(short), set()):
            found[body][short] = None
    return {body: tuple(shorts) for body, shorts in found.items()}
