"""The store keeps what it is given, changes it in whole transactions, and answers filters exactly."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from corpus import store as module
from corpus.filters import Filters
from corpus.messages import Problem
from corpus.model import Item, Locator, Measure, Plan, PlanDocument, Responsible
from corpus.store import DATABASE, Sorting, Store, content_hash

BODIES = ("Департамент освіти", "Управління «112»", "Сектор архіву")
REGIONS = ("Львівська область", "Одеська область", None)


def plan_document(number: int, seed: int, size: int = 12) -> PlanDocument:
    """A plan of random but repeatable content."""
    chance = random.Random(seed)
    plan = Plan(
        id=f"plan-{number}.txt",
        source_file=f"plan-{number}.txt",
        title=f"План {number}",
        region=REGIONS[number % 3],
        period_from=date(2020, 1, 1),
        abbreviations=(("ДО", "Департамент освіти"),),
        warnings=("титул без дати",),
        sha256=str(seed),
    )
    return PlanDocument(plan, tuple(_measure(plan, k, chance) for k in range(size)))


def _measure(plan: Plan, position: int, chance: random.Random) -> Measure:
    items = tuple(_item(chance) for _ in range(chance.randint(0, 3)))
    return Measure(
        id=f"{plan.id}:{position}",
        plan_id=plan.id,
        position=position,
        measure=f"Захід {position}",
        section=chance.choice(("I. Освіта", "II. Здоров’я", None)),
        task=chance.choice(("Навчання 100% вчителів", "Ремонт шкіл", None)),
        items=items,
        locator=Locator(lines=(position, position + 1)),
        warnings=("номер повторюється",) if position == 3 else (),
    )


def _item(chance: random.Random) -> Item:
    bodies = chance.sample(BODIES, chance.randint(0, 3))
    end = chance.choice((None, date(2020, 1, 1) + timedelta(days=chance.randint(0, 800))))
    responsible = tuple(Responsible(b.upper(), b, chance.random() < 0.3) for b in bodies)
    return Item("кількість", chance.choice((None, "0", "15", "100%")), responsible, "строк", None, end)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        for number in range(5):
            document = plan_document(number, seed=number)
            opened.replace(document, content_hash(document))
        yield opened


def oracle(store: Store, filters: Filters) -> dict[int, tuple[int, ...]]:
    """What the filters mean, slowly: every measure and item looked at alone."""
    facts = {stored.plan.id: stored.plan for stored in store.plans()}
    out = {}
    for stored in store.measures():
        measure, plan = stored.measure, facts[stored.measure.plan_id]
        headings = " ".join(filter(None, (measure.section, measure.subsection, measure.task))).lower().replace("’", "'")
        if filters.region and (plan.region or "") not in filters.region:
            continue
        if filters.plan and plan.id not in filters.plan:
            continue
        if filters.section and not any(s.lower().replace("’", "'") in headings for s in filters.section):
            continue
        numbers = tuple(k for k, item in enumerate(measure.items) if item_fits(item, filters))
        if numbers or not filters.on_items:
            out[stored.row] = numbers
    return out


def item_fits(item: Item, f: Filters) -> bool:
    bodies = {r.body for r in item.responsible}
    end = item.deadline_to
    return all(
        (
            not f.body or bodies & set(f.body),
            not (f.body and f.sole_body) or bodies <= set(f.body),
            not f.beside or bodies & set(f.beside),
            f.due_from is None or (end is not None and end >= f.due_from),
            f.due_to is None or (end is not None and end <= f.due_to),
            not f.year or (end is not None and end.year in f.year),
            not f.value or item.value in f.value,
            f.consent is None or any(r.consent for r in item.responsible) == f.consent,
            not f.undated or end is None,
        )
    )


def random_filters(chance: random.Random) -> Filters:
    def maybe(value: object, empty: object) -> object:
        return value if chance.random() < 0.3 else empty

    return Filters(
        region=maybe((chance.choice(("Львівська область", "Одеська область", "")),), ()),  # type: ignore[arg-type]
        plan=maybe(("plan-1.txt", "plan-2.txt"), ()),  # type: ignore[arg-type]
        body=maybe((chance.choice(BODIES),), ()),  # type: ignore[arg-type]
        section=maybe((chance.choice(("здоров'я", "100%", "шкіл")),), ()),  # type: ignore[arg-type]
        due_from=maybe(date(2020, 6, 1), None),  # type: ignore[arg-type]
        due_to=maybe(date(2021, 6, 1), None),  # type: ignore[arg-type]
        year=maybe((2020, 2022), ()),  # type: ignore[arg-type]
        consent=maybe(chance.random() < 0.5, None),  # type: ignore[arg-type]
        value=maybe(("0",), ()),  # type: ignore[arg-type]
        sole_body=chance.random() < 0.3,
        undated=chance.random() < 0.1,
        beside=maybe((chance.choice(BODIES),), ()),  # type: ignore[arg-type]
    )


def test_what_is_stored_comes_back_whole(store: Store) -> None:
    document = plan_document(2, seed=2)
    assert tuple(s.measure for s in store.measures(plan_id="plan-2.txt")) == document.measures
    assert next(s.plan for s in store.plans() if s.plan.id == "plan-2.txt") == document.plan
    assert store.count() == 60
    assert [s.measures for s in store.plans()] == [12] * 5


def test_filters_select_exactly_what_the_slow_oracle_selects(store: Store) -> None:
    chance = random.Random(7)
    sizes = set()
    for _ in range(300):
        filters = random_filters(chance)
        expected = oracle(store, filters)
        assert store.select(filters) == expected, filters
        sizes.add(len(expected))
    assert len(sizes) > 10  # the filters did differ


def test_selection_within_given_rows_keeps_to_them(store: Store) -> None:
    everything = list(store.select(Filters()))
    assert list(store.select(Filters(), rows=everything[3:6])) == everything[3:6]


@pytest.mark.parametrize("looked_up", [5_000, 3])
def test_rows_and_limit_take_the_first_of_the_whole_selection(
    looked_up: int, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOOKED_UP", looked_up)  # by their keys, or all read
    chance = random.Random(3)
    everything = list(store.select(Filters()))
    for _ in range(60):
        filters = random_filters(chance)
        rows = chance.choice((None, chance.sample(everything, 20)))
        limit = chance.choice((None, 1, 7))
        whole = {r: items for r, items in store.select(filters).items() if rows is None or r in rows}
        assert list(store.select(filters, rows=rows, limit=limit).items()) == list(whole.items())[:limit]


def test_plans_can_be_asked_for_by_id(store: Store) -> None:
    some = ["plan-3.txt", "plan-1.txt", "plan-none.txt"]
    assert store.plans(some) == [p for p in store.plans() if p.plan.id in some]
    assert len(store.plans(some)) == 2


def test_a_signature_changes_when_a_plan_is_stored_again(store: Store) -> None:
    before = store.signatures()
    assert before.keys() == {p.plan.id for p in store.plans()}
    document = plan_document(1, seed=1)
    store.replace(document, content_hash(document))
    after = store.signatures()
    assert {plan for plan in before if before[plan] != after[plan]} == {"plan-1.txt"}


def test_abbreviations_of_all_plans(store: Store) -> None:
    pairs = [pair for stored in store.plans() for pair in stored.plan.abbreviations]
    assert sorted(store.abbreviations()) == sorted(pairs) != []


def test_doubts_are_the_measures_with_remarks(store: Store) -> None:
    counted = {plan.plan.id: 0 for plan in store.plans()}
    for one in store.measures():
        counted[one.measure.plan_id] += bool(one.measure.warnings)
    assert store.doubts() == {plan: number for plan, number in counted.items() if number} != {}


def test_where_rows_stand_in_the_order_asked(store: Store) -> None:
    all_of_them = list(store.measures())
    asked = [s.row for s in reversed(all_of_them)]
    expected = [(s.row, s.measure.id, s.measure.plan_id, s.measure.position) for s in reversed(all_of_them)]
    assert [tuple(place) for place in store.places([10**9, *asked])] == expected
    assert store.places([]) == []
    tasks = store.rows_of_tasks([10**9, *asked])
    for one in all_of_them:
        m = one.measure
        its = [s for s in all_of_them if s.measure.plan_id == m.plan_id and s.measure.task == m.task]
        its = [s for s in its if (s.measure.section, s.measure.task_no) == (m.section, m.task_no)]
        assert tasks.get(one.row, ()) == (tuple(s.row for s in its) if m.task else ())
    assert store.rows_of_tasks([]) == {}


def test_a_new_version_replaces_and_a_removed_plan_is_gone(store: Store) -> None:
    before = store.revision
    newer = plan_document(1, seed=99, size=3)
    store.replace(newer, content_hash(newer))
    assert tuple(s.measure for s in store.measures(plan_id="plan-1.txt")) == newer.measures
    assert store.remove("plan-1.txt")
    assert not store.remove("plan-1.txt")
    assert "plan-1.txt" not in {plan for _, _, plan, _ in store.bodies()}
    assert not list(store.measures(plan_id="plan-1.txt"))
    assert store.revision > before
    with sqlite3.connect(store.folder / DATABASE) as raw:
        for table, column in (("items", "measure_row"), ("responsible", "measure_row")):
            orphans = f"select count(*) from {table} where {column} not in (select row from measures)"
            assert raw.execute(orphans).fetchone() == (0,)


def test_a_failed_change_leaves_the_former_state(store: Store) -> None:
    document = plan_document(3, seed=3)
    twice = PlanDocument(document.plan, (*document.measures, document.measures[0]))
    with pytest.raises(Exception, match="UNIQUE"):
        store.replace(twice, "x")
    assert tuple(s.measure for s in store.measures(plan_id="plan-3.txt")) == document.measures


def test_row_numbers_are_never_given_twice(store: Store) -> None:
    used = {s.row for s in store.measures()}
    document = plan_document(4, seed=4)
    store.replace(document, "again")
    assert not used & {s.row for s in store.measures(plan_id="plan-4.txt")}


def test_content_hash_sees_every_change() -> None:
    document = plan_document(0, seed=0)
    other = replace(document, plan=replace(document.plan, region="Сумська область"))
    assert content_hash(document) == content_hash(plan_document(0, seed=0))
    assert content_hash(document) != content_hash(other)


def test_a_folder_without_data_or_with_foreign_data_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="zakhid ingest"):
        Store.open(tmp_path, create=False)
    (tmp_path / DATABASE).write_bytes(b"not a database, not at all" * 100)
    with pytest.raises(Problem, match="--data") as caught:
        Store.open(tmp_path)
    assert "does not open" in caught.value.text("en")


def test_a_store_of_another_version_is_refused(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with sqlite3.connect(tmp_path / DATABASE) as raw:
        raw.execute("update meta set value = '999' where key = 'schema'")
    raw.close()
    with pytest.raises(Problem, match="999"):
        Store.open(tmp_path)


def test_the_days_on_which_items_of_each_plan_end(store: Store) -> None:
    ends: dict[str, set[date]] = {}
    for one in store.measures():
        ends.setdefault(one.measure.plan_id, set()).update(i.deadline_to for i in one.measure.items if i.deadline_to)
    assert store.ends_by_plan() == {plan: tuple(sorted(days)) for plan, days in ends.items() if days} != {}


def test_the_first_end_of_chosen_items(store: Store) -> None:
    found = store.select(Filters(year=(2020, 2021)))
    expected = {}
    for one in store.by_rows(list(found)):
        chosen = [one.measure.items[n].deadline_to for n in found[one.row]]
        expected[one.row] = min(end for end in chosen if end)
    assert store.first_ends(found) == expected != {}
    undated = store.select(Filters(undated=True))
    assert undated
    assert store.first_ends(undated) == {}


def test_ends_of_deadlines_are_those_of_the_items(store: Store) -> None:
    expected = {}
    for stored in store.measures():
        days = [item.deadline_to for item in stored.measure.items if item.deadline_to]
        expected |= {stored.row: (min(days), max(days))} if days else {}
    assert len(expected) > 5
    assert store.deadline_ends([stored.row for stored in store.measures()]) == expected
    assert store.deadline_ends([]) == {}


def test_rows_of_a_task_are_those_under_the_same_heading(store: Store) -> None:
    under = (("А", "1", "Ліки"), ("А", "1", "Ліки"), ("Б", "1", "Ліки"), ("А", "2", "Ліки"), ("А", None, None))
    for name in ("перший", "другий"):  # a like heading of another plan is another task
        measures = tuple(
            Measure(f"{name}-{n}", name, n, f"Захід {n}", section=section, task_no=number, task=task)
            for n, (section, number, task) in enumerate(under)
        )
        store.replace(PlanDocument(Plan(name, name, name), measures), name)
    ids = {stored.row: stored.measure.id for stored in store.measures()}
    found = {ids[row]: [ids[other] for other in rows] for row, rows in store.rows_of_tasks(list(ids)).items()}
    assert {k: v for k, v in found.items() if k.startswith(("перший", "другий"))} == {
        f"{name}-{n}": [f"{name}-{other}" for other in others]
        for name in ("перший", "другий")
        for n, others in enumerate(([0, 1], [0, 1], [2], [3]))
    }


@pytest.mark.parametrize("by", ["place", "soonest", "latest"])
def test_pages_are_parts_of_the_ordered_selection(store: Store, by: Sorting) -> None:
    chance = random.Random(5)
    for _ in range(60):
        filters = random_filters(chance)
        rows = list(store.select(filters))
        ends = store.deadline_ends(rows)
        if by != "place":
            latest = by == "latest"
            dated = sorted((row for row in rows if row in ends), key=lambda r: ends[r][latest], reverse=latest)
            rows = [*dated, *(row for row in rows if row not in ends)]
        offset, limit = chance.randrange(8), chance.randrange(1, 8)
        assert [row for row, _, _ in store.page(filters, limit, offset, by)] == rows[offset : offset + limit]
        assert store.count(filters) == len(rows)
    (first, *_) = store.page(Filters(), 1)
    measure = store.by_rows([first[0]])[0].measure
    assert first[1:] == (measure.id, measure.plan_id)


def test_counts_under_filters_are_those_of_the_selected(store: Store) -> None:
    chance = random.Random(11)
    for _ in range(30):
        filters = random_filters(chance)
        assert store.counts(filters) == store.counts(list(store.select(filters)))


def test_measures_come_by_their_ids_in_the_order_asked(store: Store) -> None:
    ids = [stored.measure.id for stored in store.measures()]
    asked = [ids[5], "немає", ids[1], ids[5]]
    assert [stored.measure.id for stored in store.by_ids(asked)] == [ids[5], ids[1], ids[5]]


def test_measures_that_are_remembered_are_those_of_the_last_change(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 20)
    rows = [stored.row for stored in store.measures(plan_id="plan-2.txt")]
    assert [stored.row for stored in store.by_rows(rows)] == rows
    read = []
    monkeypatch.setattr(module, "_items_of", lambda c, part, real=module._items_of: read.append(part) or real(c, part))
    assert [stored.row for stored in store.by_rows([rows[1], 10**9, rows[0]])] == [rows[1], rows[0]]
    assert read == [[10**9]]  # only what it had not read
    with Store.open(store.folder) as other:  # as a process that ingests does it
        assert other.remove("plan-2.txt")
        newer = plan_document(3, seed=77)
        other.replace(newer, content_hash(newer))
    assert store.by_rows(rows) == []
    every = list(store.measures())
    assert [s.measure for s in every if s.measure.plan_id == "plan-3.txt"] == list(newer.measures)
    for stored in every:  # more than are remembered, one by one
        assert store.by_rows([stored.row]) == [stored]
    assert len(store._memory) <= 20 + 1
