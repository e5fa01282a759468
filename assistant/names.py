"""The names that questions can use: plans, regions, bodies and times of what is stored, read once per revision."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from assistant.bodies_in_question import BodyNames
from assistant.plan_names import PlanNames
from assistant.vocabulary import EMPTY_WORDS
from corpus.filters import Filters
from corpus.model import Plan
from corpus.store import Store
from index.terms import terms_of


@dataclass(frozen=True, slots=True)
class Names:
    """What is stored, by name: plans by id, their number and title words, bodies, and the days on which items end."""

    revision: int
    plans: dict[str, Plan]
    sizes: dict[str, int]
    plan_names: PlanNames
    bodies: BodyNames
    ends: dict[str, tuple[date, ...]]
    sections: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, store: Store) -> Self:
        stored = store.plans()
        plans = {s.plan.id: s.plan for s in stored}
        return cls(
            store.revision,
            plans,
            {s.plan.id: s.measures for s in stored},
            PlanNames(tuple(plans.values())),
            BodyNames(store, tuple(plans.values())),
            store.ends_by_plan(),
            store.sections(),
        )

    def read_ahead(self) -> None:
        """Read what else is read when the first question needs it: with ten thousand plans it takes seconds."""
        self.plan_names.read_ahead()
        self.bodies.read_ahead()

    @property
    def regions(self) -> frozenset[str]:
        """The regions that have a plan."""
        return frozenset(p.region for p in self.plans.values() if p.region)

    def has_country(self) -> bool:
        """Whether a plan of the whole country is stored."""
        return any(p.region is None for p in self.plans.values())

    def in_scope(self, filters: Filters) -> list[Plan]:
        """The plans that a request's plan and region conditions leave."""
        return [p for p in self.plans.values() if _fits(p, filters)]

    def section_named(self, words: str, filters: Filters) -> str | None:
        """The section, of the plans asked, whose heading holds these words, of several the one that says little else;
        None when none or several do."""
        plans = {p.id for p in self.in_scope(filters)}
        if number := _number_of(words.strip()):
            its = [s for plan, s in self.sections if plan in plans and _number_of(s) == number]
            return its[0] if len(its) == 1 else None
        wanted = stems_of(words)
        found = dict.fromkeys(s for plan, s in self.sections if plan in plans and wanted and wanted <= stems_of(s))
        whole = [s for s in found if len(stems_of(s)) <= len(wanted)]
        found = dict.fromkeys(whole) if whole else found
        return next(iter(found)) if len(found) == 1 else None

    def year_for(self, months: Iterable[int], filters: Filters, today: date) -> int:
        """The year that a time without one means: of the plans asked, the year in which such days occur.

        Where several years are possible: this year if it is one of them, else the one with most days that end then.
        """
        wanted = set(months)
        plans = self.in_scope(filters)
        ends = [d for p in plans for d in self.ends.get(p.id, ()) if d.month in wanted]
        if not ends:
            own = {d.year for p in plans for d in (p.period_from, p.period_to) if d}
            return own.pop() if len(own) == 1 else today.year
        years = [d.year for d in ends]
        return today.year if today.year in years else max(sorted(set(years)), key=years.count)


_LATIN = str.maketrans("ІХ", "IX")  # Cyrillic letters that stand for Roman digits
_ONES = tuple(enumerate(("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")))
_SECTION_NUMBER = re.compile(r"(?:[IVX]+|\d{1,2})(?!\w|\.\d)")


def _number_of(heading: str) -> str:
    """The number that a heading begins with, Arabic («IV. Дороги» -> «4»); empty where there is none.

    >>> _number_of("IV. Дороги"), _number_of("2 Мости"), _number_of("Вода")
    ('4', '2', '')
    """
    found = _SECTION_NUMBER.match(heading.upper().translate(_LATIN))
    return _ARABIC.get(found[0], found[0]) if found else ""


_ARABIC = {
    "".join(tens + ones): str(10 * ten + one) for ten, tens in enumerate(("", "X")) for one, ones in _ONES if ten + one
}


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words of a heading that say what it is about; its number is none of them."""
    terms = (t for t in terms_of(text) if not (t.stop or t.number or t.lemma in EMPTY_WORDS))
    return frozenset(t.stem for t in terms if not _ROMAN.fullmatch(t.surface))


_ROMAN = re.compile(r"[ivxіхv]{1,4}")


def _fits(plan: Plan, filters: Filters) -> bool:
    region = not filters.region or (plan.region or "") in filters.region
    return region and (not filters.plan or plan.id in filters.plan)
