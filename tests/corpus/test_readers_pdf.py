"""PDF: rules, page ends, lost columns, glued and cut words. The files are written here, byte by byte."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.blocks import Paragraph, Row, Table
from corpus.messages import Problem
from corpus.readers import Limits, read
from corpus.readers.pdf_lines import PrintedLine, Word, join_halves, joined, paragraphs, printed_lines, unglued
from corpus.readers.pdf_rules import Rule, rules_of, tables_of

WIDTH, HEIGHT = 600, 400


def pdf(folder: Path, pages: Sequence[str], name: str = "plan.pdf") -> Path:
    """A PDF of pages of drawing operators; text is set in Helvetica (Latin letters are enough here)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for content in pages:
        data = zlib.compress(content.encode("latin-1"))
        objects.append(f"<< /Length {len(data)} /Filter /FlateDecode >>\nstream\n{data.decode('latin-1')}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path = folder / name
    path.write_bytes(out)
    return path


def text(x: float, y: float, words: str, size: int = 10) -> str:
    """Words at a place counted from the upper left corner."""
    return f"BT /F {size} Tf {x} {HEIGHT - y} Td ({words}) Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S\n"


def ruled(xs: Sequence[float], ys: Sequence[float], cells: Sequence[Sequence[str]], *, top: bool = True) -> str:
    """A table with all its rules, the top one as asked."""
    out = "".join(line(xs[0], y, xs[-1], y) for y in (ys if top else ys[1:]))
    out += "".join(line(x, ys[0], x, ys[-1]) for x in xs)
    for y, row in zip(ys, cells, strict=False):
        out += "".join(text(x + 4, y + 12, words) for x, words in zip(xs, row, strict=False) if words)
    return out


def said(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def only_table(path: Path) -> Table:
    (found,) = [block for block in read(path).blocks if isinstance(block, Table)]
    return found


XS, YS = (40, 80, 300, 450), (100, 120, 140, 160)


def test_a_ruled_table_goes_on_over_the_page_without_its_top_rule(tmp_path: Path) -> None:
    first = text(40, 50, "PLAN of works") + ruled(
        XS, YS, [["No", "Deed", "When"], ["1", "Sweep", "May"], ["2", "Dig", "June"]]
    )
    second = text(300, 20, "2") + ruled(
        XS, (40, 60, 80), [["", "the rest of it", ""], ["3", "Plant", "July"]], top=False
    )
    document = read(pdf(tmp_path, [first, second]))
    title, table = document.blocks
    assert isinstance(title, Paragraph) and (title.text, title.page) == ("PLAN of works", 1)
    assert isinstance(table, Table)
    assert [said(row) for row in table.rows] == [
        ["No", "Deed", "When"], ["1", "Sweep", "May"], ["2", "Dig", "June"], ["", "the rest of it", ""],
        ["3", "Plant", "July"],
    ]  # fmt: skip
    assert [(row.index, row.page, row.after_break) for row in table.rows][2:4] == [(3, 1, False), (4, 2, True)]


def test_columns_lost_on_the_left_of_a_page_keep_their_places(tmp_path: Path) -> None:
    first = ruled(XS, YS, [["No", "Deed", "When"], ["1", "Sweep", "May"], ["2", "Dig", "June"]])
    second = ruled(XS[1:], (40, 60), [["Rake", "July"]])
    table = only_table(pdf(tmp_path, [first, second]))
    assert [(cell.text, cell.column) for cell in table.rows[-1].cells] == [("Rake", 1), ("July", 2)]


def test_merged_cells_become_spans(tmp_path: Path) -> None:
    drawing = "".join(line(*ends) for ends in (
        (40, 100, 450, 100), (40, 120, 450, 120), (80, 140, 450, 140), (40, 160, 450, 160),
        (40, 100, 40, 160), (450, 100, 450, 160), (80, 120, 80, 160), (300, 120, 300, 160),
    ))  # fmt: skip
    drawing += text(200, 112, "Part one") + text(50, 132, "1") + text(90, 132, "Sweep") + text(310, 132, "May")
    drawing += text(90, 152, "Dig") + text(310, 152, "June")
    table = only_table(pdf(tmp_path, [drawing]))
    placed = [[(cell.text, cell.column, cell.colspan, cell.rowspan) for cell in row.cells] for row in table.rows]
    assert placed == [
        [("Part one", 0, 3, 1)],
        [("1", 0, 1, 2), ("Sweep", 1, 1, 1), ("May", 2, 1, 1)],
        [("Dig", 1, 1, 1), ("June", 2, 1, 1)],
    ]


def test_backgrounds_draw_no_tables(tmp_path: Path) -> None:
    white = "1 g 30 150 500 200 re f 0 g\n1 G 60 180 100 50 re S 0 G\n"
    thick = "0.8 g 40 300 400 30 re f 0 g\n"
    document = read(pdf(tmp_path, [white + thick + text(60, 90, "Only words") + text(60, 120, "stand here.")]))
    assert not [block for block in document.blocks if isinstance(block, Table)]


def test_a_table_without_rules_is_found_by_its_gutters(tmp_path: Path) -> None:
    rows = [("No", "What is done", "By whom", "When"), ("1", "Sweep the yard", "Caretaker", "May"),
            ("2", "Paint the fence", "Painter", "June"), ("3", "Plant an oak", "Gardener", "July")]  # fmt: skip
    drawing = "".join(
        text(x, 100 + 24 * k, words)
        for k, row in enumerate(rows)
        for x, words in zip((40, 70, 250, 400), row, strict=True)
    )
    table = only_table(pdf(tmp_path, [text(40, 40, "PLAN of works") + drawing]))
    assert [said(row) for row in table.rows] == [list(row) for row in rows]
    assert not table.spans


def test_lines_of_a_cell_are_joined_where_the_text_ran_full(tmp_path: Path) -> None:
    cells = text(84, 112, "Sweep the whole of the yard and then") + text(84, 124, "carry away the leaves")
    cells += text(84, 136, "Paint the bench")
    drawing = ruled((40, 80, 260, 350), (100, 150), [["1", "", "May"]]) + cells
    table = only_table(pdf(tmp_path, [drawing]))
    assert table.rows[0].cells[1].text == "Sweep the whole of the yard and then carry away the leaves\nPaint the bench"


def words_of(*lines: str) -> list[PrintedLine]:
    words = [
        Word(word, 10.0 + 6 * at, 10.0 + 6 * (at + len(word)), 12.0 * k, 12.0 * k + 10)
        for k, one in enumerate(lines)
        for at, word in _places(one)
    ]
    return printed_lines(words)


def _places(one: str) -> list[tuple[int, str]]:
    places, at = [], 0
    for word in one.split(" "):
        places.append((at, word))
        at += len(word) + 1
    return places


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("роботу з педагогіч-", "ними кадрами", "роботу з педагогічними кадрами"),
        ("травень 2027-", "червень 2028", "травень 2027-червень 2028"),
        ("північно-", "східний мікрорайон", "північно-східний мікрорайон"),
        ("Івано-", "Франківська громада", "Івано-Франківська громада"),
        ("двір -", "чистий", "двір - чистий"),
    ],
)
def test_words_cut_at_a_line_end(first: str, second: str, whole: str) -> None:
    assert join_halves(first, second) == whole


def test_glued_words_are_parted_where_that_is_sure() -> None:
    assert unglued("Липень2027 року") == "Липень 2027 року"
    assert unglued("проведеноПерше зібрання") == "проведено Перше зібрання"
    assert unglued("ЄС2030") == "ЄС2030"


def test_a_new_paragraph_begins_where_the_next_word_would_have_fitted() -> None:
    lines = words_of("Прибирання території та вивезення", "опалого листя", "Фарбування лав")
    assert [joined(group, 240) for group in paragraphs(lines, 240)] == [
        "Прибирання території та вивезення опалого листя", "Фарбування лав",
    ]  # fmt: skip


def test_a_word_wider_than_its_column_is_put_together() -> None:
    lines = words_of("підприємствогоспо", "дарювання", "району")
    assert joined(lines, 102) == "підприємствогосподарювання району"
    assert joined(words_of("прибирання", "двору"), 60) == "прибирання двору"


def test_thin_rectangles_are_rules_and_their_pieces_are_one() -> None:
    rects = [
        {"x0": x, "x1": x + 1, "top": top, "bottom": top + 20, "fill": True, "non_stroking_color": (0,)}
        for x in (10, 60) for top in (10, 30)
    ]  # fmt: skip
    found = rules_of([], rects)
    assert [(rule.upright, rule.begin, rule.end) for rule in found] == [(True, 10, 50), (True, 10, 50)]
    (table,) = tables_of([*found, Rule(False, 30.0, 10.0, 61.0)])
    assert len(table.boxes) == 2 and table.open_top


def test_progress_and_the_limit_of_pages(tmp_path: Path) -> None:
    path = pdf(tmp_path, [text(40, 40, f"Page {k} of a long document") for k in range(6)])
    progress: list[tuple[int, int]] = []
    read(path, progress=lambda done, pages: progress.append((done, pages)))
    assert progress == [(k, 6) for k in range(1, 7)]
    with pytest.raises(Problem) as caught:
        read(path, limits=Limits(pages=5))
    assert caught.value.code == "too-large"


@pytest.mark.parametrize("content", [b"%PDF-1.4\n", b"%PDF-1.7\n%%EOF", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog"])
def test_a_broken_pdf_is_refused_clearly(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(content)
    with pytest.raises(Problem) as caught:
        read(path)
    assert caught.value.code == "damaged-file"


def test_missing_programs_are_named_with_their_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    for name, content, package in (
        ("plan.rtf", rb"{\rtf1 plan}", "libreoffice-writer"),
        ("plan.png", PNG, "tesseract-ocr-ukr"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Problem) as caught:
            read(path)
        assert caught.value.code == "program-missing" and package in str(caught.value)


def png(width: int, height: int) -> bytes:
    """An empty grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress(b"".join(b"\x00" + b"\xff" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PNG = png(60, 40)


def test_a_picture_too_large_to_unpack_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(PNG)
    with pytest.raises(Problem) as caught:
        read(path, limits=Limits(image_pixels=100))
    assert caught.value.code == "too-large"


needs_soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not on this machine")


@needs_soffice
def test_rtf_is_read_through_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "plan.doc"  # by its content an RTF
    words = "".join(f"\\u{ord(letter)}?" for letter in "Підмести двір")
    path.write_bytes(b"{\\rtf1\\ansi " + words.encode() + b"\\par}")
    document = read(path)
    assert (document.format, document.name) == ("rtf", "plan.doc")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["Підмести двір"]


@needs_tesseract
def test_a_picture_without_text_says_so(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(png(400, 200))
    with pytest.raises(Problem) as caught:
        read(path)
    assert caught.value.code in {"no-text", "program-missing"}
