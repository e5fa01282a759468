"""Documents kept beside their plans: every row is found again where its locator points."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.blocks import Cell, Document, Paragraph, Row, Table
from corpus.ingest import ingest
from corpus.model import Locator
from corpus.originals import OriginalPlace, has_original, keep_original, original_of, original_place
from corpus.store import Store
from corpus.text import fold


def row(index: int, *texts: str, line: int | None = None, page: int | None = None) -> Row:
    return Row(tuple(Cell(text, column) for column, text in enumerate(texts)), index, line, page, header=index == 1)


BLOCKS = (
    Paragraph("План саду", line=1, last_line=2),
    Table((row(1, "Захід", "Строк"), *(row(n, f"Крок {n}", "травень", page=n // 3) for n in range(2, 7))), 1, 2),
    Paragraph("Кінець\udcff", page=9, bold=True),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "data") as opened:
        yield opened


def named(place: OriginalPlace | None) -> list[str]:
    assert place is not None
    return [text for piece in place.pieces if piece.named for text, _ in piece.cells]


def test_table_rows_with_the_heading_and_one_row_around() -> None:
    place = original_place(BLOCKS, Locator(table=1, rows=(4, 5)))
    assert place is not None and place.header == ((("Захід", 1), ("Строк", 1)),)
    assert [(piece.number, piece.named) for piece in place.pieces] == [(3, False), (4, True), (5, True), (6, False)]


def test_pages_lines_and_places_that_are_not_there() -> None:
    assert named(original_place(BLOCKS, Locator(page=1))) == [
        "Крок 3",
        "травень",
        "Крок 4",
        "травень",
        "Крок 5",
        "травень",
    ]
    assert named(original_place(BLOCKS, Locator(lines=(2, 2)))) == ["План саду"]
    for gone in (Locator(), Locator(lines=(40, 41)), Locator(table=3, rows=(1, 1)), Locator(table=1, rows=(80, 81))):
        assert original_place(BLOCKS, gone) is None


def test_cells_merged_from_above_leave_a_blank() -> None:
    table = Table((Row((Cell("а", 0, rowspan=2), Cell("б", 1)), 1), Row((Cell("в", 1, colspan=2),), 2)), 1, 3)
    place = original_place((table,), Locator(table=1, rows=(2, 2)))
    assert place is not None and place.pieces[-1].cells == (("", 1), ("в", 2))


def test_every_row_of_every_sample_is_found_where_it_stood(store: Store, samples: Path) -> None:
    assert all(result.problem is None for result in ingest([samples], store))
    for stored in store.plans():
        blocks = original_of(store, stored.plan.id)
        for found in store.measures(plan_id=stored.plan.id):
            texts = fold(" ".join(named(original_place(blocks, found.measure.locator))))
            assert fold(found.measure.measure.split()[-1]) in texts, found.measure.id


def test_kept_as_read_and_gone_with_the_plan(store: Store, samples: Path) -> None:
    (result, *_) = ingest([samples], store)
    assert result.plan_id is not None
    keep_original(store, result.plan_id, Document("саду.txt", "text", BLOCKS))
    assert original_of(store, result.plan_id) == BLOCKS
    store.remove(result.plan_id)
    assert not has_original(store, result.plan_id) and original_of(store, result.plan_id) == ()


def test_a_plan_read_before_documents_were_kept_is_read_again(store: Store, samples: Path) -> None:
    list(ingest([samples], store))
    plan_id = store.plans()[0].plan.id
    with store.notebook() as connection:
        connection.exec_driver_sql("DELETE FROM originals WHERE plan_id = ?", (plan_id,))
    list(ingest([samples], store))
    assert has_original(store, plan_id)


def test_heading_that_is_printed_again_and_again_is_shown_once() -> None:
    parts = ["Захід", "Крок 1", "Захід", "Строк", "Крок 2", "Крок 3", "Крок 4"]
    rows = [Row((Cell(text, 0),), n, header=not text.startswith("Крок")) for n, text in enumerate(parts, 1)]
    place = original_place((Table(tuple(rows), 1, 1),), Locator(table=1, rows=(7, 7)))
    assert place is not None and place.header == ((("Захід", 1),), (("Строк", 1),))
