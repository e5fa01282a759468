"""What people say stays with its rows when documents are read again, change, go and come back; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.body_choices import choices_in, decided, merge_bodies, split_body
from corpus.decisions import Decision, decisions_in
from corpus.duties import duties_in
from corpus.filters import Filters
from corpus.ingest import ingest
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.statuses import note_status, notes_in
from corpus.store import Store, content_hash
from corpus.verdicts import give_verdict, verdicts_in

DAY = date(2026, 3, 31)
ROWS = (("Посадити липи", "Відділ садів"), ("Полити липи", "Відділ алей"), ("Обрізати липи", "Відділ садів"))


def plan_of(name: str, rows: tuple[tuple[str, str], ...] = ROWS, ids: str = "") -> PlanDocument:
    """A plan of rows (measure, body); ids are the plan's name, ``ids`` and the row's number."""
    measures = tuple(
        Measure(f"{name}{ids}-{n}", name, n, text, task="Сади", items=(Item(responsible=(Responsible(b, b, False),),
                deadline_to=DAY),)) for n, (text, b) in enumerate(rows)
    )  # fmt: skip
    return PlanDocument(Plan(name, f"{name}.txt", f"План {name}"), measures)


def keep(store: Store, document: PlanDocument) -> None:
    known, own = decided(document, choices_in(store))
    store.replace(known, content_hash(known), own=own)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two plans of the same rows; one word of every kind said of them."""
    with Store.open(tmp_path / "data") as opened:
        keep(opened, plan_of("сади"))
        keep(opened, plan_of("парки", tuple((f"{text} парку", body) for text, body in ROWS)))
        give_verdict(opened, "сади-0", "парки-0", "duplicate", person="Олена")
        note_status(opened, "сади-1", "done", item=0, on_date=DAY, person="Іван")
        merge_bodies(opened, "Відділ алей", "Відділ садів")
        split_body(opened, "Відділ садів", "Відділ парків", plan_id="парки")
        yield opened


def standing(store: Store) -> dict[str, str]:
    return {one.kind: one.standing for one in decisions_in(store)}


ALL_STAND = dict.fromkeys(("verdict", "note", "merge", "split"), "standing")
EDITIONS = {
    "the same again": plan_of("сади"),
    "the same under other ids": plan_of("сади", ids="-нове"),
    "rows in another order": plan_of("сади", ROWS[::-1], "-нове"),
    "a row more in front": plan_of("сади", (("Виміряти ґрунт", "Відділ садів"), *ROWS), "-нове"),
    "other bodies": plan_of("сади", tuple((text, "Відділ алей") for text, _ in ROWS), "-нове"),
}


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_all_that_was_said_stays_with_its_rows(store: Store, edition: PlanDocument) -> None:
    keep(store, edition)
    assert standing(store) == ALL_STAND
    by_text = {stored.measure.measure: stored.measure for stored in store.measures(plan_id="сади")}
    (pair,) = verdicts_in(store).words()
    assert pair == {by_text["Посадити липи"].id, "парки-0"}
    assert notes_in(store).closed(by_text["Полити липи"].id, 0)
    assert {r.body for m in by_text.values() for i in m.items for r in i.responsible} == {"Відділ садів"}
    owned = store.select(Filters(body=("Відділ парків",)))
    assert {stored.measure.plan_id for stored in store.by_rows(list(owned))} == {"парки"}


def test_what_an_edition_dropped_is_orphaned_and_comes_back_with_the_next(store: Store) -> None:
    keep(store, plan_of("сади", (ROWS[2],), "-нове"))
    assert standing(store) == ALL_STAND | {"verdict": "orphaned", "note": "orphaned"}
    lost = {one.kind: (one.about, one.person) for one in decisions_in(store) if one.standing == "orphaned"}
    assert lost == {"verdict": ("Посадити липи", "Олена"), "note": ("Полити липи", "Іван")}
    keep(store, plan_of("сади", ids="-третє"))
    assert standing(store) == ALL_STAND


def test_removal_orphans_and_the_plan_brings_all_of_it_back(store: Store) -> None:
    for name in ("сади", "парки"):
        store.remove(name)
    assert set(standing(store).values()) == {"orphaned"} and len(decisions_in(store)) == 4
    keep(store, plan_of("сади"))
    keep(store, plan_of("парки", tuple((f"{text} парку", body) for text, body in ROWS)))
    assert standing(store) == ALL_STAND
    assert [duty.state for duty in duties_in(store, DAY, Filters(plan=("сади",)))].count("closed") == 1


def test_a_later_word_takes_the_place_of_an_earlier_one(store: Store) -> None:
    give_verdict(store, "парки-0", "сади-0", "different")
    note_status(store, "сади-1", "open", item=0)
    merge_bodies(store, "Відділ алей", "Відділ парків")

    def of(kind: str) -> list[tuple[str, str]]:
        return sorted((one.standing, one.word) for one in decisions_in(store) if one.kind == kind)

    assert of("verdict") == [("standing", "different"), ("superseded", "duplicate")]
    assert of("note") == [("standing", "open"), ("superseded", "done")]
    assert of("merge") == [("standing", "merge"), ("superseded", "merge")]


def test_two_rows_that_could_be_meant_get_no_guess(store: Store) -> None:
    keep(store, plan_of("сади", (ROWS[1], ROWS[1]), "-нове"))
    assert standing(store)["note"] == "orphaned"


def test_files_read_again_keep_what_was_said(tmp_path: Path) -> None:
    head = "<h1>План заходів на 2026 рік</h1><table><tr><th>№ з/п</th><th>Захід</th><th>Відповідальні</th><th>Строк</th></tr>"
    row = "<tr><td>{}</td><td>{}</td><td>Відділ садів міської ради</td><td>березень 2026 року</td></tr>"
    path = tmp_path / "липи.html"

    def written(*texts: str) -> None:
        path.write_text(head + "".join(row.format(n, t) for n, t in enumerate(texts, 1)) + "</table>", encoding="utf-8")

    written("Посадити алею лип", "Полити алею лип")
    with Store.open(tmp_path / "data") as store:
        list(ingest([path], store))
        first, second = (stored.measure.id for stored in store.measures())
        give_verdict(store, first, second, "coordinate")
        note_status(store, second, "begun")
        written("Виміряти ґрунт під алею", "Посадити алею лип", "Полити алею лип")
        assert [result.status for result in ingest([path], store)] == ["replaced"]
        assert {one.standing for one in decisions_in(store)} == {"standing"}
        written("Виміряти ґрунт під алею", "Посадити алею лип")
        list(ingest([path], store))
        orphans: list[Decision] = [one for one in decisions_in(store) if one.standing == "orphaned"]
        assert {one.kind for one in orphans} == {"verdict", "note"}
