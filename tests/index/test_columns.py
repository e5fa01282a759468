"""Columns against the store: random measures, random filters, the same rows; and what came since they were written."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.filters import Filters
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.store import Store, content_hash
from index.bundled import BundledEncoder
from index.columns import Columns
from index.search import Searcher
from index.selected import KnownPlaces

BODIES = ("Поліція", "Пошта", "Архів", "Лісгосп")
REGIONS = ("Сумська область", "Одеська область", None)
SECTIONS = ("Безпека громади", "Дороги", "Ґанки й мости", None)


def an_item(chance: random.Random) -> Item:
    """Any item: up to three bodies, perhaps a day, perhaps a value."""
    bodies = chance.sample(BODIES, chance.randrange(4))
    return Item(
        value=chance.choice(("5", "10 Шт", None)),
        responsible=tuple(Responsible(body, body, chance.random() < 0.3) for body in bodies),
        deadline_to=chance.choice((None, date(chance.randint(2020, 2022), chance.choice((1, 12)), chance.choice((1, 31))))),
    )  # fmt: skip


def a_plan(name: str, chance: random.Random) -> PlanDocument:
    """Any plan of a few measures."""
    measures = tuple(
        Measure(
            f"{name}-{place}",
            name,
            place,
            "Захід",
            section=chance.choice(SECTIONS),
            task=chance.choice(("Зв'язок", "Мости", "", None)),
            task_no=chance.choice(("1", None)),
            measure_no=chance.choice(("1", "2.1", None)),
            items=tuple(an_item(chance) for _ in range(chance.randrange(4))),
        )
        for place in range(chance.randint(1, 8))
    )
    return PlanDocument(Plan(name, name, "План", region=chance.choice(REGIONS)), measures)


def some_filters(chance: random.Random) -> Filters:
    """One to four conditions."""
    conditions = {
        "region": chance.choice((("Сумська область",), ("", "Одеська область"), ("Київ",))),
        "plan": ("a", "c"),
        "body": tuple(chance.sample(BODIES, 2)),
        "section": chance.choice((("безпек",), ("ганки", "дорог"))),
        "due_from": date(2021, 1, 1),
        "due_to": date(2021, 12, 31),
        "year": chance.choice(((2020,), (2020, 2022))),
        "consent": chance.random() < 0.5,
        "value": ("10 шт",),
        "sole_body": True,
        "beside": (chance.choice(BODIES),),
        "undated": True,
        "number": ("1",),
    }
    chosen = chance.sample(sorted(conditions), chance.randint(1, 4))
    return replace(Filters(), **{name: conditions[name] for name in chosen})


@pytest.fixture
def many(tmp_path: Path) -> Store:
    """A store of random plans, of which one has been taken out and one stored again."""
    chance = random.Random(5)
    store = Store.open(tmp_path / "many")
    for name in "abcdefga":
        plan = a_plan(name, chance)
        store.replace(plan, content_hash(plan))
    store.remove("d")
    return store


def test_columns_say_what_the_store_says(many: Store, tmp_path: Path) -> None:
    Columns.read(many).write(tmp_path / "columns")
    columns = Columns.open(tmp_path / "columns")
    chance, found = random.Random(6), 0
    for _ in range(400):
        filters = some_filters(chance)
        expected = sorted(many.select(filters))
        assert columns.select(filters).tolist() == expected, filters
        assert many.holds(filters) == bool(expected), filters
        found += bool(expected)
    assert found > 100  # the filters are not so narrow that nothing is compared


def test_columns_say_which_items_and_in_which_order(
    many: Store, encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors.FLAT_LIMIT", 3)
    searcher = Searcher.open(many, encoder=encoder)
    searcher.sync()
    late = a_plan("b2", random.Random(7))
    many.replace(late, content_hash(late))  # beyond the columns that are kept, in the middle of the order
    searcher.sync()
    chance, found = random.Random(8), 0
    for _ in range(200):
        filters = some_filters(chance)
        expected = list(many.select(filters).items())
        ends = many.first_ends(dict(expected))
        places, tasks = many.places(list(dict(expected))), many.rows_of_tasks(list(dict(expected)))
        with monkeypatch.context() as patched:
            patched.setattr(Store, "select", None)  # it is not asked
            patched.setattr(Store, "holds", None)
            patched.setattr(Store, "first_ends", None)
            patched.setattr(Store, "places", None)
            patched.setattr(Store, "rows_of_tasks", None)
            assert list(searcher.select(filters).items()) == expected, filters
            assert searcher.holds(filters) == bool(expected), filters
            assert searcher.first_ends(filters, dict(expected)) == ends, filters
            rows = [*(row for row, _ in expected), 10_000]
            there = searcher.places(rows[::-1])
            assert (there.rows, there.of(rows[:-1])) == (rows[-2::-1], places)
            assert there.in_order() == KnownPlaces(places[::-1]).in_order()
            assert searcher.rows_of_tasks(rows) == tasks
        found += len(expected) > 1
    assert found > 50


def test_columns_say_nothing_of_what_a_store_does_not_show(
    many: Store, encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors.FLAT_LIMIT", 3)
    whole = Searcher.open(many, encoder=encoder)
    whole.sync()
    with many.restricted(frozenset("ab")) as seen:
        searcher, rows = whole.restricted(seen), list(many.select(Filters()))
        assert searcher.by_columns
        for filters in (Filters(), Filters(plan=("a", "c")), Filters(year=(2021,))):
            expected = list(seen.select(filters).items())
            assert list(searcher.select(filters, rows).items()) == expected != list(many.select(filters).items())


def test_columns_of_a_former_form_are_made_anew(
    many: Store, encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors.FLAT_LIMIT", 3)
    with monkeypatch.context() as patched:
        patched.setattr("index.sync._COLUMNS", "columns")  # as the first form was named
        Searcher.open(many, encoder=encoder).sync()
    searcher = Searcher.open(many, encoder=encoder)
    assert not searcher.by_columns
    assert not searcher.sync() and not searcher.sync()  # nothing that can be found has changed
    searcher = Searcher.open(many, encoder=encoder)
    filters = Filters(year=(2021,))
    assert searcher.by_columns and list(searcher.select(filters)) == list(many.select(filters)) != []
    assert [path.name.rpartition("-")[0] for path in searcher.folder.glob("*/columns*")] == ["columns-2"]


def test_an_index_of_many_measures_filters_by_columns(
    store: Store, encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors.FLAT_LIMIT", 3)
    searcher = Searcher.open(store, encoder=encoder)
    searcher.sync()
    filters = Filters(region=("Одеська область",), year=(2021,))
    assert list(searcher.snapshot.allowed(filters)) == sorted(store.select(filters))
    store.remove("pole.docx")
    plan = PlanDocument(
        Plan("new", "new", "План", region="Одеська область"),
        (Measure("new-0", "new", 0, "Фарбування лав у парку", items=(Item(deadline_to=date(2021, 2, 1)),)),),
    )
    store.replace(plan, content_hash(plan))
    behind = searcher.select(filters)
    searcher.sync()
    assert list(behind.items()) == list(searcher.select(filters).items()) == list(store.select(filters).items()) != []
    assert any(stored.measure.id == "new-0" for stored in store.by_rows(list(behind)))
    monkeypatch.setattr(Store, "select", None)  # it is not asked
    assert len(searcher.snapshot.allowed(filters)) == 5
    assert searcher.search("пофарбувати лави", filters).hits[0].measure_id == "new-0"
