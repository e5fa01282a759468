"""What the reader of text dumps makes of lines: paragraphs, rows, breaks, and markup that is gone but was used."""

from __future__ import annotations

import pytest

from corpus.blocks import Paragraph, Table
from corpus.readers.text_dump import cell_text, read_text_dump


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>Перше</p> <p>Друге</p>", "Перше\nДруге"),
        ("Перше  Друге", "Перше\nДруге"),
        ('Для: <ul style="list-style-type: none"> - школярів; - батьків', "Для:\n- школярів; - батьків"),
        ("<ul><li>Школи</li><li>Садки</li></ul>", "Школи\nСадки"),
        ("<i>Протягом кварталу</i>", "Протягом кварталу"),
        ("**Назва** плану", "Назва плану"),
        ("", ""),
    ],
)
def test_cell_text(raw: str, text: str) -> None:
    assert cell_text(raw) == text


def test_a_table_with_page_breaks_and_prose_around_it() -> None:
    document = read_text_dump(
        "ПЛАН\n**робіт**\n\n№\tЗахід\n1\tКрок\n\n\nрозпочатий\n2\tІнший\n\n---\n\nГолова\n", "п.txt"
    )
    kinds = [type(block) for block in document.blocks]
    assert kinds == [Paragraph, Paragraph, Table, Paragraph, Paragraph]
    table = document.blocks[2]
    assert isinstance(table, Table)
    assert [(row.line, row.after_break, [cell.text for cell in row.cells]) for row in table.rows] == [
        (4, False, ["№", "Захід"]),
        (5, False, ["1", "Крок"]),
        (8, True, ["розпочатий"]),
        (9, False, ["2", "Інший"]),
    ]
    assert (table.spans, table.width) == (False, 2)


def test_much_prose_between_rows_parts_tables() -> None:
    document = read_text_dump("а\tб\nв\tг\n\nПерший рядок\nДругий рядок\nТретій рядок\n\nд\tе\n", "п.txt")
    assert [type(block).__name__ for block in document.blocks] == ["Table", *["Paragraph"] * 3, "Table"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system(ending: str) -> None:
    document = read_text_dump(ending.join(["а\tб", "в\tг", ""]), "п.txt")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [row.line for row in table.rows] == [1, 2]


def test_bold_cells_are_marked() -> None:
    document = read_text_dump("<b>Розділ</b>\t\n<b>Захід</b> 1\tдиректор\n", "п.txt")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [row.cells[0].bold for row in table.rows] == [True, False]
