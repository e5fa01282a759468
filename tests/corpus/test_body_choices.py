"""A person's decision on names of bodies reaches every row: filters, deadlines, names in questions, corrections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.body_choices import carry_out, choices_in, decided, merge_bodies, rejoin_name, split_body, unmerge_body
from corpus.body_names import BodyIndex
from corpus.corrections import correct
from corpus.duties import duties_in
from corpus.filters import Filters
from corpus.ingest import ingest
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.owners import registry_of
from corpus.store import Store, content_hash

DAY = date(2026, 3, 31)
TABLE = """
<table><tr><th>№ з/п</th><th>Захід</th><th>Відповідальні</th><th>Строк виконання</th></tr>
<tr><td>1</td><td>Посадити алею лип</td><td>Відділ садів міської ради</td><td>березень 2026 року</td></tr>
<tr><td>2</td><td>Полити алею лип</td><td>Управління парків міської ради</td><td>квітень 2026 року</td></tr></table>
"""


def plan_of(name: str, *bodies: str) -> PlanDocument:
    """A plan with a measure for each body, due on DAY; the printed name is the canonical one in small letters."""
    items = [Item(responsible=(Responsible(body.lower(), body, False),), deadline_to=DAY) for body in bodies]
    rows = tuple(Measure(f"{name}-{n}", name, n, f"Захід {n}", items=(own,)) for n, own in enumerate(items))
    return PlanDocument(Plan(name, f"{name}.txt", f"План {name}", "Сумська область"), rows)


def keep(store: Store, document: PlanDocument) -> None:
    """Store a document as the ingest does."""
    known, own = decided(document, choices_in(store))
    store.replace(known, content_hash(known), own=own)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        keep(opened, plan_of("сади", "Відділ садів", "Відділ алей"))
        keep(opened, plan_of("парки", "Відділ алей"))
        yield opened


def owned(store: Store, *bodies: str) -> list[str]:
    """The ids of the measures under a filter by body."""
    return [stored.measure.id for stored in store.by_rows(list(store.select(Filters(body=bodies))))]


def test_a_merge_reaches_filters_and_deadlines_and_moves_the_revision(store: Store) -> None:
    before, marks = store.revision, store.signatures()
    merge_bodies(store, "Відділ алей", "Відділ садів")
    assert owned(store, "Відділ садів") == ["парки-0", "сади-0", "сади-1"] and owned(store, "Відділ алей") == []
    assert len(duties_in(store, DAY, Filters(body=("Відділ садів",)))) == 3
    assert store.revision > before and all(store.signatures()[plan] != mark for plan, mark in marks.items())


def test_a_merge_taken_back_leaves_every_row_as_it_was_read(store: Store) -> None:
    merge_bodies(store, "Відділ алей", "Відділ садів")
    unmerge_body(store, "Відділ алей")
    assert owned(store, "Відділ алей") == ["парки-0", "сади-1"] and owned(store, "Відділ садів") == ["сади-0"]
    assert store.own_bodies() == {}


def test_a_split_in_one_plan_leaves_the_others_alone(store: Store) -> None:
    marks = store.signatures()
    split_body(store, "відділ алей", "Відділ алей парку", plan_id="парки")
    assert owned(store, "Відділ алей парку") == ["парки-0"] and owned(store, "Відділ алей") == ["сади-1"]
    assert store.signatures()["сади"] == marks["сади"]


def test_a_split_taken_back_leaves_every_row_as_it_was_read(store: Store) -> None:
    split_body(store, "відділ алей", "Відділ парків")
    split_body(store, "Відділ алей", "Відділ алей парку", plan_id="парки")
    rejoin_name(store, "відділ алей", plan_id="парки")
    # what was said for all plans holds in this one again
    assert owned(store, "Відділ парків") == ["парки-0", "сади-1"]
    assert [(c.name, c.plan_id) for c in choices_in(store).in_force()] == [("відділ алей", None)]
    rejoin_name(store, "Відділ алей")
    assert owned(store, "Відділ алей") == ["парки-0", "сади-1"] and store.own_bodies() == {}
    assert choices_in(store).in_force() == ()
    split_body(store, "Відділ алей", "Відділ алей")  # a body of its own, whatever its words are read as
    assert len(choices_in(store).in_force()) == 1


def test_a_merged_body_answers_to_its_former_name(store: Store) -> None:
    merge_bodies(store, "Відділ алей", "Департамент зелені")
    index = BodyIndex.from_store(store)
    assert index.resolve("відділ алей")[0].body == index.resolve("департамент зелені")[0].body == "Департамент зелені"


def test_a_plan_read_again_or_anew_comes_under_the_decided_names(store: Store) -> None:
    merge_bodies(store, "Відділ алей", "Відділ садів")
    keep(store, plan_of("парки", "Відділ алей", "Відділ доріг"))
    keep(store, plan_of("нове", "Відділ алей"))
    assert owned(store, "Відділ садів") == ["нове-0", "парки-0", "сади-0", "сади-1"]
    assert carry_out(store) == ()
    unmerge_body(store, "Відділ алей")
    assert owned(store, "Відділ алей") == ["нове-0", "парки-0", "сади-1"]


def test_a_correction_of_a_cell_keeps_decision_and_former_name(store: Store) -> None:
    merge_bodies(store, "Відділ алей", "Відділ садів")
    correct(store, "парки-0", [("measure", None, "Захід виправлений")])
    assert owned(store, "Відділ садів") == ["парки-0", "сади-0", "сади-1"]
    unmerge_body(store, "Відділ алей")
    assert owned(store, "Відділ алей") == ["парки-0", "сади-1"]


def test_the_registry_knows_both_names_and_what_became_orphaned(store: Store) -> None:
    merge_bodies(store, "Відділ алей", "Відділ садів")
    registry = registry_of(store)
    assert [(o.body, o.measures) for o in registry.owners] == [("Відділ садів", 3)] and registry.orphaned == ()
    for plan in ("сади", "парки"):
        store.remove(plan)
    assert [choice.name for choice in registry_of(store).orphaned] == ["Відділ алей"]


def test_files_are_taken_in_under_decided_names(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "липи.html"
    path.write_text(f"<h1>План заходів на 2026 рік</h1>{TABLE}", encoding="utf-8")
    (first,) = ingest([path], store)
    names = {body for body, _, plan, _ in store.bodies() if plan == first.plan_id}
    one, other = sorted(names)
    merge_bodies(store, one, other)
    path.write_text(path.read_text("utf-8").replace("Полити", "Рясно полити"), encoding="utf-8")
    (again,) = ingest([path], store)
    assert again.status == "replaced" and len(owned(store, other)) == 2 and owned(store, one) == []
