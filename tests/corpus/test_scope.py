"""A restricted store shows what a store would that never held the other plans, and lets nothing be changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from corpus.filters import Filters
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.owners import registry_of
from corpus.statuses import note_status, notes_in
from corpus.store import Store
from corpus.verdicts import give_verdict, verdicts_in


def plan(name: str, region: str, body: str) -> PlanDocument:
    item = Item("Показник " + name, "5", (Responsible(body, body),), "До 1 травня 2026 року", None, date(2026, 5, 1))
    measures = tuple(
        Measure(
            f"{name}-{n}",
            name,
            n,
            f"Захід {n} плану {name}",
            section=f"Розділ {name}",
            task="Завдання",
            items=(item,),
            warnings=("сумнів",),
        )
        for n in range(3)
    )
    facts = Plan(name, name, f"План {name}", region=region, abbreviations=((name[:2].upper(), name),))
    return PlanDocument(facts, measures)


OPEN, SECRET = (
    plan("open.txt", "Сумська область", "Відділ освіти"),
    plan("secret.txt", "Одеська область", "Відділ таємниць"),
)
READINGS: dict[str, Callable[[Store], Any]] = {
    "plans": lambda s: [(p.plan, p.measures) for p in s.plans()],
    "named plans": lambda s: [p.plan for p in s.plans(["open.txt", "secret.txt"])],
    "signatures": lambda s: list(s.signatures()),
    "abbreviations": lambda s: s.abbreviations(),
    "count": lambda s: s.count(),
    "doubts": lambda s: s.doubts(),
    "measures": lambda s: [m.measure for m in s.measures()],
    "measures of one": lambda s: [m.measure for m in s.measures(plan_id="secret.txt")],
    "ids": lambda s: s.ids(),
    "ids of one": lambda s: s.ids("secret.txt"),
    "by id": lambda s: s.by_id("secret.txt-1"),
    "by ids": lambda s: [m.measure for m in s.by_ids(["secret.txt-1", "open.txt-1"])],
    "count under": lambda s: s.count(Filters(region=("Одеська область",))),
    "page": lambda s: [found[1:] for found in s.page(Filters(), 9)],
    "page of a body": lambda s: s.page(Filters(body=("Відділ таємниць",)), 9, by="latest"),
    "numbers under": lambda s: s.counts(Filters(consent=False)),
    "firsts": lambda s: list(s.firsts()),
    "places": lambda s: [place[1:] for place in s.places(range(1, 20))],
    "rows of": lambda s: len(s.rows_of(["secret.txt-1", "open.txt-1"])),
    "by rows": lambda s: [m.measure for m in s.by_rows(range(1, 20))],
    "select": lambda s: len(s.select(Filters())),
    "select plan": lambda s: s.select(Filters(plan=("secret.txt",))),
    "select body": lambda s: s.select(Filters(body=("Відділ таємниць",))),
    "select without body": lambda s: len(s.select(Filters(consent=False))),
    "holds": lambda s: s.holds(Filters(region=("Одеська область",))),
    "facts": lambda s: [len(list(part)) for part in s.facts()],
    "bodies": lambda s: s.bodies(),
    "numbers of measures": lambda s: s.counts(range(1, 20)),
    "deadline ends": lambda s: s.deadline_ends(range(1, 20)),
    "first ends": lambda s: sorted(s.first_ends(dict.fromkeys(range(1, 20), (0,))).values()),
    "tasks": lambda s: {s.by_rows([row])[0].measure.id: len(all_) for row, all_ in s.rows_of_tasks(range(1, 20)).items()},
    "own bodies": lambda s: s.own_bodies(),
    "names of bodies": lambda s: s.names_of_bodies(),
    "ends": lambda s: s.ends_by_plan(),
    "sections": lambda s: s.sections(),
    "dated": lambda s: [found[1:] for found in s.dated(Filters())],
    "held": lambda s: list(s.held()),
    "owners": lambda s: [owner.to_json() for owner in registry_of(s).owners],
}  # fmt: skip


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "whole") as store:
        store.replace(OPEN, "1")
        store.replace(SECRET, "2")
        yield store


@pytest.fixture
def seen(whole: Store) -> Iterator[Store]:
    with whole.restricted(frozenset(["open.txt"])) as store:
        yield store


@pytest.mark.parametrize("reading", READINGS)
def test_every_reading_is_that_of_a_store_without_the_hidden_plan(seen: Store, tmp_path: Path, reading: str) -> None:
    with Store.open(tmp_path / "alone") as alone:
        alone.replace(OPEN, "1")
        assert READINGS[reading](seen) == READINGS[reading](alone)


def test_every_reading_method_is_tried() -> None:
    """A method that is added to the store is to be tried here too."""
    others = {"open", "close", "replace", "rewrite", "remove", "notebook", "revision", "restricted", "shows"}
    tried = {"plans", "signatures", "abbreviations", "count", "doubts", "measures", "by_id", "by_rows", "select"}
    tried |= {"holds", "facts", "bodies", "own_bodies", "names_of_bodies", "ends_by_plan", "sections", "counts"}
    tried |= {"first_ends", "deadline_ends", "rows_of_tasks", "by_ids", "ids", "page", "places", "firsts", "rows_of"}
    tried |= {"dated", "held"}
    assert {name for name in vars(Store) if not name.startswith("_")} == others | tried


@pytest.mark.parametrize(
    "change",
    [lambda s: s.replace(SECRET, "3"), lambda s: s.remove("open.txt"), lambda s: s.rewrite(OPEN, "3")],
)
def test_plans_cannot_be_changed_through_it(seen: Store, whole: Store, change: Callable[[Store], object]) -> None:
    with pytest.raises(sa.exc.OperationalError):
        change(seen)
    assert whole.count() == 6


def test_what_is_stored_later_is_seen_at_once_where_it_may_be(seen: Store, whole: Store) -> None:
    whole.remove("open.txt")
    assert seen.count() == 0
    assert seen.revision == whole.revision


def test_words_of_people_on_hidden_plans_are_hidden(seen: Store, whole: Store) -> None:
    give_verdict(whole, "open.txt-0", "secret.txt-0", "different")
    note_status(whole, "secret.txt-1", "done")
    whole.remove("secret.txt")
    assert verdicts_in(whole).orphaned
    assert verdicts_in(seen).history == verdicts_in(seen).orphaned == ()
    assert notes_in(whole).orphaned
    assert notes_in(seen).orphaned == ()


def test_words_of_people_can_be_noted_through_it(seen: Store, whole: Store) -> None:
    give_verdict(seen, "open.txt-0", "open.txt-1", "duplicate", person="Оля")
    note_status(seen, "open.txt-0", "done")
    assert [said.person for said in verdicts_in(whole).history] == ["Оля"]
    assert notes_in(seen).closed("open.txt-0")
