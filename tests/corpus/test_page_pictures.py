"""Pages of a PDF kept as pictures beside its plan, with the place of every row on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.blocks import Cell, Document, Paragraph, Row, Table
from corpus.ingest import ingest
from corpus.originals import original_of, original_place, pages_of
from corpus.page_pictures import picture_of, pictures_of, sizes_of
from corpus.privacy import private_pages
from corpus.store import Store

RULED, PROSE = "poltava_resilience_2026.pdf", "cherkasy_youth_2026.pdf"


@pytest.fixture
def store(tmp_path: Path, documents: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "data") as opened:
        assert all(result.problem is None for result in ingest([documents / RULED], opened))
        yield opened


def test_pages_with_measures_are_kept_and_go_with_the_plan(store: Store) -> None:
    sizes = sizes_of(store, RULED)
    assert set(sizes) == {1, 2}
    assert all(width > 1000 for width, _ in sizes.values())
    png = picture_of(store, RULED, 1)
    assert png is not None and png.startswith(b"\x89PNG") and len(png) < 100_000
    assert picture_of(store, RULED, 3) is None
    store.remove(RULED)
    assert not sizes_of(store, RULED) and picture_of(store, RULED, 1) is None


def test_whoever_does_not_see_the_plan_sees_no_page_of_it(store: Store) -> None:
    other = store.restricted(frozenset({"other.pdf"}))
    assert not sizes_of(other, RULED) and picture_of(other, RULED, 1) is None


def test_rows_of_a_table_stand_one_below_the_other_on_their_pages(store: Store) -> None:
    blocks = original_of(store, RULED)
    bands = []
    for found in store.measures(plan_id=RULED):
        place = original_place(blocks, found.measure.locator)
        assert place is not None
        assert set(place.pages) == pages_of(blocks, found.measure.locator)
        bands += [(page, *band) for page, own in place.pages.items() for band in own]
    assert len(bands) >= 8 and bands == sorted(bands)
    assert all(0 < top < bottom < 1 for _, top, bottom in bands)


def test_list_without_a_table_names_its_page(tmp_path: Path, documents: Path) -> None:
    with Store.open(tmp_path / "prose") as store:
        list(ingest([documents / PROSE], store))
        first = next(iter(store.measures(plan_id=PROSE))).measure
        place = original_place(original_of(store, PROSE), first.locator)
        assert place is not None and dict(place.pages) == {1: ()}
        assert 1 in sizes_of(store, PROSE)


def test_file_that_cannot_be_drawn_gives_no_pictures(tmp_path: Path, documents: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes((documents / RULED).read_bytes()[:900])
    assert list(pictures_of(broken, {1, 2})) == []
    assert [page for page, _ in pictures_of(documents / RULED, {2, 99})] == [2]  # what was drawn before stays
    assert list(pictures_of(documents / RULED, ())) == []


def row(page: int, *texts: str) -> Row:
    return Row(tuple(Cell(text, column) for column, text in enumerate(texts)), page, page=page)


def test_pages_with_something_private_are_known() -> None:
    blocks = (
        Paragraph("тел. (0412) 12-34-56", page=1),
        Paragraph("Указ № 068/2016", page=2),
        Table((row(3, "Захід", "Строк"), row(4, "Створити сад, e-mail: sad@example.org", "травень")), 1, 2),
        Table((row(5, "Прізвище", "Телефон"), row(6, "Сад О.", "067 123-45-67")), 2, 2),
    )
    assert private_pages(Document("сад.pdf", "pdf", blocks)) == {1, 4, 5, 6}


def test_page_with_something_private_is_not_kept(
    tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.ingest.private_pages", lambda _: frozenset({1}))
    with Store.open(tmp_path / "private") as store:
        list(ingest([documents / RULED], store))
        assert set(sizes_of(store, RULED)) == {2}
