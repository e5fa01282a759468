"""What people send: no name and no archive leaves its folder, and no limit is passed."""

from __future__ import annotations

import io
import stat
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.uploads import LONGEST_NAME, MOST_FILES, intake, safe_name
from corpus.messages import Problem

MEGABYTE = 2**20
NAMES = [
    ("план.docx", "план.docx"),
    ("../../../etc/passwd", "passwd"),
    ("C:\\Users\\Оля\\План на рік.docx", "План на рік.docx"),
    ("/абсолютний/шлях.pdf", "шлях.pdf"),
    ("..\\..\\план.txt", "план.txt"),
    (".htaccess", "htaccess"),
    ("~$план.docx", "план.docx"),
    ("план\u202excod.exe", "планxcod.exe"),
    ("пл\u200bан\x00.docx", "план.docx"),
    ("план \n\t 2026 .docx", "план 2026.docx"),
    ('a<b>:"c|d?*.txt', "a_b___c_d__.txt"),
    ("й.txt", "й.txt"),  # decomposed, as macOS sends it
]
NO_NAMES = ["", "..", "/", "///", ".", " ", "\u202e", "C:\\", "~$"]


@pytest.mark.parametrize(("given", "name"), NAMES)
def test_name_is_the_last_part_without_what_steers(given: str, name: str) -> None:
    assert safe_name(given) == name


@pytest.mark.parametrize("given", NO_NAMES)
def test_what_is_no_name_is_refused(given: str) -> None:
    with pytest.raises(Problem) as problem:
        safe_name(given)
    assert problem.value.code == "upload-name"


def test_long_name_keeps_its_ending() -> None:
    name = safe_name("щ" * 300 + ".docx")
    assert name.endswith("щ.docx") and len(name.encode()) <= LONGEST_NAME


@given(st.text(max_size=400))
def test_any_name_stays_in_its_folder(text: str) -> None:
    try:
        name = safe_name(text)
    except Problem:
        return
    assert (Path("/folder") / name).resolve().parent == Path("/folder")
    assert safe_name(name) == name
    assert len(name.encode()) <= LONGEST_NAME and not name.startswith(".")


def packed(*members: tuple[str | ZipInfo, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    out.seek(0)
    return out


def stored(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_archive_is_unpacked_flat_and_what_lies_beside_documents_is_left_out(tmp_path: Path) -> None:
    archive = packed(
        ("теки/перша/план.txt", b"1"),
        ("../../../втік.txt", b"2"),
        ("/etc/абсолют.txt", b"3"),
        ("__MACOSX/._план.txt", b"x"),
        ("теки/.DS_Store", b"x"),
        ("теки/~$план.docx", b"x"),
    )
    with intake(tmp_path / "in", MEGABYTE) as taken:
        taken.take("плани.ZIP", archive)
    assert stored(tmp_path) == {"in/план.txt": b"1", "in/втік.txt": b"2", "in/абсолют.txt": b"3"}
    assert taken.names == ["план.txt", "втік.txt", "абсолют.txt"]


def test_cyrillic_names_of_old_archives_are_read(tmp_path: Path) -> None:
    archive = packed(("zzzzzzzz.txt", b"1")).getvalue().replace(b"zzzzzzzz", "Житомир1".encode("cp866"))
    with intake(tmp_path / "in", MEGABYTE) as taken:
        taken.take("плани.zip", io.BytesIO(archive))
    assert taken.names == ["Житомир1.txt"]


def test_archive_that_is_none_is_kept_for_its_reader_to_say_so(tmp_path: Path) -> None:
    with intake(tmp_path / "in", MEGABYTE) as taken:
        taken.take("плани.zip", io.BytesIO(b"no archive"))
    assert stored(tmp_path / "in") == {"плани.zip": b"no archive"}


def link() -> ZipInfo:
    info = ZipInfo("план.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def bomb() -> io.BytesIO:
    return packed(("велике.txt", b"0" * (3 * MEGABYTE)))


def encrypted() -> io.BytesIO:
    content = bytearray(packed(("план.txt", b"1")).getvalue())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(signature) + place] |= 1
    return io.BytesIO(bytes(content))


REFUSED: list[tuple[str, Callable[[], io.BytesIO]]] = [
    ("upload-too-large", bomb),
    ("upload-too-many", lambda: packed(*((f"{n}.txt", b"") for n in range(MOST_FILES + 1)))),
    ("upload-twice", lambda: packed(("а/план.txt", b"1"), ("б/план.txt", b"2"))),
    ("upload-link", lambda: packed((link(), b"/etc/passwd"))),
    ("encrypted-file", encrypted),
]


@pytest.mark.parametrize(("code", "archive"), REFUSED, ids=[code for code, _ in REFUSED])
def test_refused_archive_leaves_nothing(tmp_path: Path, code: str, archive: Callable[[], io.BytesIO]) -> None:
    with pytest.raises(Problem) as problem, intake(tmp_path / "in", 2 * MEGABYTE) as taken:
        taken.take("плани.zip", archive())
    assert problem.value.code == code and problem.value.text("en")
    assert stored(tmp_path) == {} and not (tmp_path / "in").exists()


def test_files_of_one_upload_count_together(tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem, intake(tmp_path / "in", MEGABYTE) as taken:
        for number in range(3):
            taken.take(f"{number}.txt", io.BytesIO(b"0" * (MEGABYTE // 2)))
    assert problem.value.code == "upload-too-large"
