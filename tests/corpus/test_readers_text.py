"""Text files: whatever the encoding and the name, the same words; and one clear refusal for what is no text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.blocks import Document, Paragraph, Table
from corpus.messages import Problem
from corpus.readers import Limits, read

PLAN = "ПЛАН заходів з озеленення\n\n№\tЗахід\tСтрок\n1\tВисадити ялинки й під'їхати до ґанку\tТравень 2027 року\n"
CAPITALS = PLAN.upper()
CSV = "№;Захід;Строк\n1;Полагодити лавки, гойдалки;Червень\n2;«Свято; двір»;Липень\n3;Толока;Серпень\n"


def words(document: Document) -> list[str]:
    """Every text of the document in order."""
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            texts += [cell.text for row in block.rows for cell in row.cells]
        else:
            texts.append(block.text)
    return texts


def code_of(path: Path, **limits: float) -> str:
    with pytest.raises(Problem) as caught:
        read(path, limits=Limits(**limits))  # type: ignore[arg-type]
    assert "\n" not in caught.value.text("uk") and "\n" not in caught.value.text("en")
    return caught.value.code


@pytest.mark.parametrize("text", [PLAN, CAPITALS, "План: зробити"], ids=["plan", "capitals", "short"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-u", "cp866"]
)
def test_every_encoding_gives_the_same_words(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(text.encode(encoding, "replace"))
    plain = tmp_path / "plain.txt"
    plain.write_text(text.encode(encoding, "replace").decode(encoding), encoding="utf-8")
    assert words(read(path)) == words(read(plain))


def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.encode("cp1251"))
    assert any("cp1251" in said for said in read(path).warnings)
    path.write_text(PLAN, encoding="utf-8")
    assert read(path).warnings == ()


def test_a_few_broken_bytes_do_not_change_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes((PLAN * 5).encode()[:-1] + b"\xff")
    document = read(path)
    assert "ПЛАН заходів з озеленення" in words(document)
    assert any("пошкоджені" in said for said in document.warnings)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.txt", b"", "empty-file"),
        ("blank.docx", b" \r\n\t\n", "empty-file"),
        ("only-a-mark.txt", b"\xef\xbb\xbf", "empty-file"),
        ("noise.txt", bytes(range(256)) * 20, "binary-file"),
        ("program.docx", b"\x7fELF\x02\x01\x01" + bytes(300), "binary-file"),
        ("cut.docx", b"PK\x03\x04\x14\x00\x00\x00", "damaged-file"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported-format"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted-file"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert code_of(path) == code


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path / "nowhere.txt") == "no-file"
    assert code_of(tmp_path) == "file-unreadable"
    os.mkfifo(tmp_path / "pipe")
    assert code_of(tmp_path / "pipe") == "file-unreadable"


def test_limits_hold(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(CSV * 20, encoding="utf-8")
    assert code_of(path, file_bytes=100) == "too-large"
    assert code_of(path, text_chars=100) == "too-large"
    assert code_of(path, cells=50) == "too-large"
    assert code_of(path, seconds=-1.0) == "too-slow"


def test_a_csv_keeps_quoted_delimiters_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes('\ufeffПлан робіт;;\n№;Захід;Строк\n1;"Закупити; привезти\nвстановити";Травень\n'.encode())
    document = read(path)
    title, table = document.blocks
    assert isinstance(title, Paragraph) and title.text == "План робіт"
    assert isinstance(table, Table) and table.rows[1].cells[1].text == "Закупити; привезти\nвстановити"
    assert (table.rows[1].line, table.rows[1].index) == (3, 3)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "plan.csv"
    rows = [["№", "Захід", "Строк"], ["1", "Посадити кущі", "Травень"], ["2", "Полити їх", "Червень"]]
    path.write_text("\n".join(delimiter.join(row) for row in rows), encoding="utf-8")
    (table,) = read(path).blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row.cells] for row in table.rows] == rows


def test_a_csv_under_another_name_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("№;Захід;Строк\n1;Толока;Травень\n2;Ремонт;Червень\n3;Свято;Липень\n", encoding="utf-8")
    assert read(path).format == "csv"
