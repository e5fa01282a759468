"""What people put right stays right when the document is read again, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.corrections import CELLS, cell_text, correct, corrected, corrections_in
from corpus.ingest import ingest_file
from corpus.messages import Problem
from corpus.model import Item, Measure, Plan, PlanDocument, Responsible
from corpus.store import Store, content_hash

READ = PlanDocument(
    Plan("sad.txt", "sad.txt", "План саду", "Сумська область", abbreviations=(("ВС", "Відділ садів"),)),
    (
        Measure(
            "m-1",
            "sad.txt",
            0,
            "Посадити груші вздовж алеї",
            measure_no="1.1",
            items=(
                Item("Посаджено", "5", (Responsible("ВС", "Відділ садів"),), "травень", None, None),
                Item("Полито", None, (), None),
            ),
            warnings=("строк прочитано непевно",),
        ),
        Measure("m-2", "sad.txt", 1, "Побілити яблуні", task="Догляд"),
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as store:
        read_again(store, READ)
        yield store


def read_again(store: Store, document: PlanDocument) -> None:
    """Store a document as an ingest does."""
    whole = corrected(document, store)
    store.replace(whole, content_hash(whole), "1")


def stored(store: Store, measure_id: str = "m-1") -> Measure:
    found = store.by_id(measure_id)
    assert found
    return found.measure


RIGHT = [
    ("measure", None, "Посадити вишні вздовж алеї"),
    ("measure_no", None, "1.2"),
    ("section", None, "Сади"),
    ("task", None, "Озеленення"),
    ("indicator", 0, "Посаджено дерев"),
    ("value", 1, "10"),
    ("responsible", 1, "Відділ садів; лісництво (за згодою)"),
    ("deadline", 0, "До 25 травня 2026 року"),
]


@pytest.mark.parametrize(("cell", "item", "text"), RIGHT, ids=[cell for cell, _, _ in RIGHT])
def test_corrected_cell_stays_when_the_document_is_read_again(
    store: Store, cell: str, item: int | None, text: str
) -> None:
    assert correct(store, "m-1", [(cell, item, text)], "Оксана") == 1
    at_once = stored(store)
    assert cell_text(at_once, cell, item) == text
    assert at_once.id == "m-1" and len(at_once.warnings) == 2 and "Виправлено вручну" in at_once.warnings[1]
    read_again(store, READ)
    assert stored(store) == at_once
    (said,) = corrections_in(store, "sad.txt")
    assert (said.after, said.person, said.before) == (text, "Оксана", cell_text(READ.measures[0], cell, item))


def test_dates_and_bodies_follow_the_words(store: Store) -> None:
    correct(store, "m-1", [("deadline", 0, "До 25 травня 2026 року"), ("responsible", 1, "ВС (за згодою)")])
    first, second = stored(store).items
    assert first.deadline_to == date(2026, 5, 25)
    assert [(r.text, r.body, r.consent) for r in second.responsible] == [("ВС", "Відділ садів", True)]


def test_correction_of_a_correction_and_taking_it_back(store: Store) -> None:
    correct(store, "m-1", [("value", 0, "6")])
    correct(store, "m-1", [("value", 0, "7"), ("measure", None, "Посадити вишні")])
    assert stored(store).items[0].value == "7"
    assert [said.count("Виправлено") for said in stored(store).warnings] == [0, 1, 1]
    assert "було «5»" in stored(store).warnings[1]
    correct(store, "m-1", [("value", 0, "5"), ("measure", None, READ.measures[0].measure)])
    assert stored(store) == READ.measures[0] and corrections_in(store, "sad.txt") == []
    read_again(store, READ)
    assert stored(store) == READ.measures[0]


def test_what_the_document_says_anew_stands_above_a_correction(store: Store) -> None:
    correct(store, "m-1", [("value", 0, "6")])
    changed = replace(
        READ.measures[0], items=(replace(READ.measures[0].items[0], value="8"), READ.measures[0].items[1])
    )
    read_again(store, replace(READ, measures=(changed, READ.measures[1])))
    assert stored(store).items[0].value == "8"
    assert "не застосовано" in stored(store).warnings[-1]


def test_measure_whose_id_has_changed_is_known_by_its_words(store: Store) -> None:
    correct(store, "m-1", [("value", 0, "6")])
    renumbered = replace(READ.measures[0], id="m-9", measure_no="7")
    read_again(store, replace(READ, measures=(renumbered, READ.measures[1])))
    assert stored(store, "m-9").items[0].value == "6"


def test_items_that_are_gone_leave_a_remark(store: Store) -> None:
    correct(store, "m-1", [("value", 1, "6")])
    read_again(store, replace(READ, measures=(replace(READ.measures[0], items=READ.measures[0].items[:1]),)))
    assert "не застосовано" in stored(store).warnings[-1]


def test_nothing_changes_where_nothing_is_said(store: Store) -> None:
    before = store.revision
    assert correct(store, "m-1", [("value", 0, " 5 "), ("section", None, "")]) == 0
    assert store.revision == before


WRONG = [
    ("m-0", ("value", 0, "1"), "no-measure"),
    ("m-1", ("value", 2, "1"), "no-item"),
    ("m-1", ("value", None, "1"), "correction-cell"),
    ("m-1", ("measure", 0, "1"), "correction-cell"),
    ("m-1", ("plan_id", None, "1"), "correction-cell"),
    ("m-1", ("measure", None, " "), "correction-empty"),
]


@pytest.mark.parametrize(("measure_id", "cell", "code"), WRONG)
def test_what_cannot_be_corrected_is_said_and_changes_nothing(
    store: Store, measure_id: str, cell: tuple[str, int | None, str], code: str
) -> None:
    before = store.revision
    with pytest.raises(Problem) as problem:
        correct(store, measure_id, [("measure_no", None, "9"), cell])
    assert problem.value.code == code and problem.value.text("en")
    assert store.revision == before and corrections_in(store, "sad.txt") == []


def test_ingest_of_a_file_keeps_corrections(store: Store, samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes((samples / "cherkasy_youth_2026.txt").read_bytes())
    ingest_file(path, store)
    first = next(store.measures(plan_id="file.txt")).measure
    correct(store, first.id, [("measure", None, "Зовсім інший захід")])
    path.write_bytes(path.read_bytes() + b"\n")
    assert ingest_file(path, store).status == "replaced"  # its bytes differ
    assert stored(store, first.id).measure == "Зовсім інший захід"


def test_every_cell_has_a_case() -> None:
    assert {cell for cell, _, _ in RIGHT} == set(CELLS)
