"""Saved pages: the document without the page around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.blocks import Document, Paragraph, Table
from corpus.readers import read

MENU = "".join(f'<li><a href="/{k}">Сторінка {k}</a></li>' for k in range(300))


def page(folder: Path, body: str, *, head: str = "", encoding: str = "utf-8", name: str = "plan.html") -> Document:
    path = folder / name
    path.write_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return read(path)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grid(document: Document, place: int = 0) -> list[list[tuple[str, int, int, int]]]:
    table = [block for block in document.blocks if isinstance(block, Table)][place]
    return [[(cell.text, cell.column, cell.colspan, cell.rowspan) for cell in row.cells] for row in table.rows]


def test_the_furniture_of_the_page_is_left_out(tmp_path: Path) -> None:
    body = (
        f"<nav><ul>{MENU}</ul></nav><div class='menu'><ul>{MENU}</ul></div><script>let plan = 'ні';</script>"
        "<style>p {}</style><noscript>Увімкніть</noscript><form><select><option>Рік</option></select>"
        "<button>Шукати</button></form><main><h1>План робіт</h1><p>Вступ</p></main><aside>Реклама</aside>"
        "<footer>Права</footer><p style='display: none'>Сховане</p><!-- примітка -->"
    )
    document = page(tmp_path, body, head="<title>План | Сайт</title>")
    assert texts(document) == ["План робіт", "Вступ"]
    assert document.title == "План | Сайт"


def test_folded_chapters_with_tables_are_read(tmp_path: Path) -> None:
    document = page(tmp_path, "<div style='display:none'><table><tr><td>1</td><td>Захід</td></tr></table></div>")
    assert grid(document) == [[("1", 0, 1, 1), ("Захід", 1, 1, 1)]]


def test_spans_are_laid_on_a_grid(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<table><thead><tr><th rowspan=2>А</th><th colspan=2>Б</th></tr><tr><th>В</th><th>Г</th></tr></thead>"
        "<tbody><tr><td>1</td><td rowspan=0>до кінця</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>",
    )
    assert grid(document) == [
        [("А", 0, 1, 2), ("Б", 1, 2, 1)],
        [("В", 1, 1, 1), ("Г", 2, 1, 1)],
        [("1", 0, 1, 1), ("до кінця", 1, 1, 2), ("2", 2, 1, 1)],
        [("3", 0, 1, 1), ("4", 2, 1, 1)],
    ]
    (table,) = document.blocks
    assert isinstance(table, Table) and [row.header for row in table.rows] == [True, True, False, False]


def test_numbers_of_ordered_lists_are_kept(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<ol start=4><li>Четвертий</li><li value=9><p>Дев'ятий</p></li><li>Десятий</li></ol><ol type=I><li>Розділ</li></ol>"
        "<table><tr><td><ol start=12><li></li></ol></td><td>Захід</td></tr>"
        "<tr><td><ol start=13><li>Текст</li></ol></td><td>Захід</td></tr></table>",
    )
    paragraphs = [(block.number, block.text) for block in document.blocks if isinstance(block, Paragraph)]
    assert paragraphs == [("4.", "Четвертий"), ("9.", "Дев'ятий"), ("10.", "Десятий"), ("I.", "Розділ")]
    table = document.blocks[-1]
    assert isinstance(table, Table)
    assert [(row.cells[0].number, row.cells[0].text) for row in table.rows] == [("12.", ""), ("13.", "Текст")]


def test_a_cell_keeps_its_lines_and_nothing_else(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<table><tr><td>Один<br>два\n  три</td><td><p>Абзац</p><p>Ще <b>один</b></p></td>"
        "<td><h3>Заголовок</h3>текст</td><td><ul><li>перше<li>друге</ul></td><td><b>Усе</b> <strong>тут</strong></td></tr>"
        "<tr><td colspan=5>далі</td></tr></table>",
    )
    (table,) = document.blocks
    assert isinstance(table, Table)
    cells = table.rows[0].cells
    assert [cell.text for cell in cells] == [
        "Один\nдва три", "Абзац\nЩе один", "Заголовок\nтекст", "перше\nдруге", "Усе тут",
    ]  # fmt: skip
    assert [cell.bold for cell in cells] == [False, False, False, False, True]
    assert [cell.bullets for cell in cells] == [False, False, False, True, False]


def test_a_table_in_a_frame_comes_out_of_it(tmp_path: Path) -> None:
    inner = "<table>" + "<tr><td>1</td><td>Захід</td><td>Строк</td></tr>" * 3 + "</table>"
    document = page(tmp_path, f"<table><tr><td>Меню</td><td><h1>План</h1>{inner}</td></tr></table>")
    assert texts(document) == ["Меню", "План"]
    assert len(grid(document)) == 3


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "utf-16"])
def test_the_charset_is_told_by_the_page_or_by_its_letters(tmp_path: Path, encoding: str) -> None:
    declared = f'<meta charset="{encoding}">' if encoding != "utf-16" else ""
    for head in (declared, ""):
        document = page(tmp_path, "<p>Під'їзди й ґанки впорядкувати</p>", head=head, encoding=encoding)
        assert texts(document) == ["Під'їзди й ґанки впорядкувати"]


def test_a_wrongly_declared_charset_does_not_win(tmp_path: Path) -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
    assert texts(page(tmp_path, "<p>Озеленити подвір'я</p>", head=head)) == ["Озеленити подвір'я"]


def test_a_page_under_the_name_of_another_format_is_read_as_a_page(tmp_path: Path) -> None:
    document = page(tmp_path, "<table><tr><td>1</td><td>Захід</td></tr></table>", name="plan.xls")
    assert document.format == "html" and len(grid(document)) == 1


def test_deep_nesting_neither_crashes_nor_hangs(tmp_path: Path) -> None:
    for tag in ("div", "table><tr><td", "b", "ul><li"):
        document = page(tmp_path, f"<{tag}>" * 3000 + "глибоко")
        assert isinstance(document, Document)


@pytest.mark.shared
@pytest.mark.parametrize("goal", ["10.2", "13.2", "16.1"])
def test_both_forms_of_a_real_plan_hold_the_same_cells(shared: Path, goal: str) -> None:
    """The page heads every task with a row of its own: what a row of measures holds must be the same in both."""

    def rows(path: Path, first: int) -> list[tuple[str, ...]]:
        (table,) = (block for block in read(path).blocks if isinstance(block, Table))
        last = [[cell.text for cell in row.cells if cell.column >= first] for row in table.rows]
        dated = [row for row in last if len(row) == 4 and row[1][:1].isdigit()]
        return [(row[0], row[1].replace("-", "."), row[2].replace("-", "."), row[3]) for row in dated]

    docx = rows(shared / "plans" / "kmu2019" / f"kmu2019_goal_{goal}.docx", 2)
    html = rows(shared / "twins" / f"kmu2019_goal_{goal}.html", 0)
    assert docx == html and docx
